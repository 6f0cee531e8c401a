"""The variant lottery: an e-process for each channel that rests on our own sealed draws alone.

Null hypothesis for a channel c: no disclosure depends on the value that c was given, beyond what the
values of the others tell. While it holds, that value is uniform over what is left of its pool,
whatever the leakers, callers and background do. So a caller who says a value that no other channel
could see, says c's own with probability at most q = 1 / (what is left of the pool), and a bet at
these odds cannot be expected to win. The running product E of such bets is an e-process: by Ville's
inequality P(E ever reaches C/alpha) <= alpha/C, and over C channels P(any innocent is ever accused)
<= alpha, however often one looks. Tardos codes (JACM 2008) are sound for the same reason;
Zampieri (arXiv 2512.04366) derives such a process from randomisation alone.

A value that others could see (their own, one in transit, one that fits a mask) tells nothing about c:
there is no bet on it, and c's chance stays open for a later contact. The values of the others are
given, so that loses no guarantee, and it keeps two leakers from spoiling each other's evidence.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from leaktrace.attribution.inputs import Evidence, Flaw, Hit, Reveal
from leaktrace.domain.channel import Field

__all__ = ["Bet", "EProcess", "co_exposed_lottery", "route_lottery", "variant_lottery"]

STAKES = (0.15, 0.25, 0.6)
"""The stake is put on several guesses of how often a leaker's callers match beyond chance ..."""
GAINS = (0.8, 0.9, 0.95)
"""... these, where the caller showed more than this one value,"""
GAINS_ALONE = (0.15, 0.5, 0.9)
"""... and these, where it stood alone. Any numbers keep the guarantee, since the contact is given and
only the draw is random; these were chosen on simulated worlds, to lose little to chance mentions."""
_TELLING = 0.1
"""A value that is matched with greater odds is no second witness."""


@dataclass(frozen=True)
class Bet:
    """What one contact did to the e-value of one channel."""

    contact_id: str
    at: float
    identity: int
    field: Field | None
    """None for a bet on the route."""
    odds: float
    """q: the chance of a match if the channel is innocent."""
    matched: bool
    e_value: float
    """Of the channel, after this bet."""
    flaw: Flaw | None = None
    """Why it is not counted; `e_value` then stays as it was."""


@dataclass(frozen=True)
class EProcess:
    """The bets of one channel, oldest first."""

    bets: tuple[Bet, ...] = ()
    e_value: float = 1.0
    """After all bets that count."""
    e_value_with_flaws: float = 1.0
    """After all bets, those included that do not count. Accuses nobody; shows what a flaw costs."""

    def identities(self, *, with_flaws: bool = False) -> int:
        """Of how many identities its own value was said, where that is no matter of luck."""
        return len(
            {
                bet.identity
                for bet in self.bets
                if bet.matched and bet.odds <= _TELLING and (with_flaws or bet.flaw is None)
            }
        )


class _Purse:
    """A stake that grows and shrinks with every bet."""

    def __init__(self) -> None:
        self._logs = [math.log(stake) for stake in STAKES]

    def bet(self, odds: float, *, matched: bool, alone: bool) -> None:
        for number, gain in enumerate(GAINS_ALONE if alone else GAINS):
            chance = odds + (1.0 - odds) * gain
            factor = chance / odds if matched else (1.0 - chance) / (1.0 - odds)
            self._logs[number] += math.log(factor)

    @property
    def value(self) -> float:
        # Beyond e^700 a float ends; so strong, no further digit matters.
        return math.fsum(math.exp(min(log, 700.0)) for log in self._logs)


class _Writer:
    """Writes the bets of one channel down."""

    def __init__(self) -> None:
        self._sound, self._all = _Purse(), _Purse()
        self._bets: list[Bet] = []

    def on_value(self, reveal: Reveal, channel: int, odds: float, *, matched: bool) -> None:
        """A bet on the value that was said."""
        flaw = reveal.flaw
        # Whoever reads a copy back after the call knows how the bet went: it may lose, but not win.
        if flaw is None and matched and channel in reveal.unconfirmed:
            flaw = Flaw.NOT_READ_BACK
        self._all.bet(odds, matched=matched, alone=reveal.alone)
        if flaw is None:
            self._sound.bet(odds, matched=matched, alone=reveal.alone)
        self._bets.append(
            Bet(
                reveal.contact_id, reveal.at, reveal.identity, reveal.field,
                odds, matched, self._sound.value, flaw,
            )
        )  # fmt: skip

    def on_route(self, hit: Hit, odds: float, *, matched: bool) -> None:
        """A bet on the route of the canary that was hit."""
        for purse in (self._sound, self._all):
            purse.bet(odds, matched=matched, alone=True)
        self._bets.append(
            Bet(hit.contact_id, hit.at, hit.identity, None, odds, matched, self._sound.value)
        )

    def written(self) -> EProcess:
        return EProcess(tuple(self._bets), self._sound.value, self._all.value)


def variant_lottery(evidence: Evidence) -> Mapping[int, EProcess]:
    """The e-process of every channel of which the lottery can speak.

    For a channel, and an identity and field, the first contact that became known counts which says a
    value that no other channel could see. Cost: linear in reveals times the channels of an order.
    """
    writers = {channel: _Writer() for channel in sorted(evidence.drawn_channels)}
    spent: set[tuple[int, Field, int]] = set()
    for reveal in _in_order(evidence.reveals):
        for channel, own, others in _alone(reveal):
            ticket = (reveal.identity, reveal.field, channel)
            left = reveal.pool - len(others)
            if ticket in spent or reveal.value in others or left < 2 or channel not in writers:
                continue
            spent.add(ticket)
            writers[channel].on_value(reveal, channel, 1.0 / left, matched=reveal.value == own)
    return {channel: writer.written() for channel, writer in writers.items()}


def co_exposed_lottery(evidence: Evidence) -> Mapping[int, EProcess]:
    """The same against a leak of our own records, which know every value that was issued.

    Only issued values count, and one of n says a given one with probability 1/n: slower, but it holds
    as well if somebody says issued values at random. Not against somebody who frames one channel.
    """
    writers = {channel: _Writer() for channel in sorted(evidence.drawn_channels)}
    spent: set[tuple[int, Field, int]] = set()
    for reveal in _in_order(evidence.reveals):
        for channel, own, others in _alone(reveal):
            ticket = (reveal.identity, reveal.field, channel)
            issued = others | {own}
            if ticket in spent or reveal.value not in issued or len(issued) < 2:
                continue
            if channel not in writers:
                continue
            spent.add(ticket)
            odds = 1.0 / len(issued)
            writers[channel].on_value(reveal, channel, odds, matched=reveal.value == own)
    return {channel: writer.written() for channel, writer in writers.items()}


def route_lottery(evidence: Evidence, hits: Iterable[Hit]) -> Mapping[int, EProcess]:
    """The lottery over routes: in each block, the first canary that is hit.

    Grade B: it holds for a channel only while other leaks do not choose by that channel (a platform
    which passes on one courier's parcels alone would have that courier accused). Never enough alone.
    """
    blocks = {
        identity: number
        for number, block in enumerate(evidence.blocks)
        for identity in block.routed
    }
    writers: dict[int, _Writer] = {
        channel: _Writer()
        for channel in sorted({c for block in evidence.blocks for c in block.routed.values()})
    }
    spent: set[int] = set()
    for hit in sorted(hits, key=lambda hit: (hit.at, hit.contact_id)):
        number = blocks.get(hit.identity)
        if number is None or number in spent:
            continue
        spent.add(number)
        routed = evidence.blocks[number].routed
        options = sorted(set(routed.values()))
        for channel in options if len(options) > 1 else ():
            matched = routed[hit.identity] == channel
            writers[channel].on_route(hit, 1.0 / len(options), matched=matched)
    return {channel: writer.written() for channel, writer in writers.items()}


def _in_order(reveals: Iterable[Reveal]) -> list[Reveal]:
    """In the order in which they became known: what is found out later, of an earlier call, undoes no bet."""
    return sorted(
        reveals, key=lambda reveal: (reveal.known, reveal.at, reveal.contact_id, reveal.field)
    )


def _alone(reveal: Reveal) -> Iterator[tuple[int, int, frozenset[int]]]:
    """Each channel that alone can see its own drawn value: with that value, and those of the others.

    What others were drawn counts as theirs even before they have it, and what they were read back
    to show even if it was not drawn for them.
    """
    for channel, own in reveal.drawn.items():
        if own not in reveal.visible.get(channel, frozenset()):
            continue
        others = {value for other, value in reveal.drawn.items() if other != channel}
        for other, values in reveal.visible.items():
            if other != channel:
                others |= values
        if own not in others:
            yield channel, own, frozenset(others)
