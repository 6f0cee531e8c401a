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

A lost bet shows that c was not given that value, and nothing more: c's own is then uniform over one
value less, and the next other value of that pool is bet on at 1 / (that many). A value is bet on once.

How much is staked may depend on all that is known before it is seen whether the value is c's: the
contact but for that, all values of the others, and how earlier bets of c went. Given all of this c's
value is still uniform over what is left, so for any such stake a bet has mean 1 at most, and the product
is a supermartingale (betting with predictable stakes: Waudby-Smith and Ramdas, "Estimating means of
bounded random variables by betting", JRSS B 2023). It may not depend on whether what was said fits
c's copy by any other way: not on `Evidence.hits`, whose facts are those that some copy shows.

What it cannot tell: by which way a value of c got out. An unlisted party that was fed by c says values
of c, and c is accused; its copy did get out, though not by a leak of c.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from leaktrace.attribution.inputs import Evidence, Flaw, Hit, Reveal
from leaktrace.domain.channel import Field

__all__ = ["Bet", "EProcess", "co_exposed_lottery", "route_lottery", "variant_lottery"]

GAIN = 0.87
"""How often a leaker's callers are taken to match beyond chance, where they show more than one value.
Any number keeps the guarantee, here and below; these were chosen on simulated worlds."""
DENIED = 0.1
"""The same where the contact said another field as another channel has it: what nobody else was given is then
mostly that channel's value, misheard."""
LONE_NAME = (3.0, 2.0, 4.0)
LONE = (4.0, 1.0, 1.0)
"""The same for a value that stands alone, as (a, b, d): a / (a + b + d n) after n such bets were lost.
Strangers who say a value by chance say it alone, and mostly a name; how many of them there are is
learnt from what they have cost so far. The second is for other fields than names, and for an identity
of which another own value of the channel was said before."""
_ROUTE_STAKES = (0.15, 0.25, 0.6)
_ROUTE_GAINS = (0.15, 0.5, 0.9)
"""On a route the stake is put on several guesses at once."""
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
    peak: float = 1.0
    """The highest that it ever stood at. This is what accuses: Ville's inequality bounds the chance that an
    innocent channel ever gets there, and a later loss takes back nothing that was seen."""
    peak_with_flaws: float = 1.0
    """The same over all bets, those included that do not count. Accuses nobody; shows what a flaw costs."""

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

    def __init__(self, *stakes: float) -> None:
        self._logs = [math.log(stake) for stake in stakes]

    def bet(self, odds: float, *gains: float, matched: bool) -> None:
        """Each part of the stake on its own guess of how often there is a match beyond chance."""
        for number, gain in enumerate(gains):
            chance = odds + (1.0 - odds) * gain
            factor = chance / odds if matched else (1.0 - chance) / (1.0 - odds)
            self._logs[number] += math.log(factor)

    @property
    def value(self) -> float:
        # Beyond e^700 a float ends; so strong, no further digit matters.
        return math.fsum(math.exp(min(log, 700.0)) for log in self._logs)


class _Player:
    """Bets on values, and chooses how much by what became of the bets before."""

    def __init__(self) -> None:
        self._purse = _Purse(1.0)
        self._lost = 0
        """Bets on values that stood alone."""
        self._said: set[int] = set()
        """Identities of which a value of the channel's own was said."""
        self.peak = 1.0

    def bet(self, reveal: Reveal, odds: float, *, matched: bool, denied: bool) -> None:
        gain = DENIED if denied else self._gain(reveal)
        self._purse.bet(odds, gain, matched=matched)
        self.peak = max(self.peak, self._purse.value)
        if matched:
            self._said.add(reveal.identity)
        elif reveal.alone:
            self._lost += 1

    def _gain(self, reveal: Reveal) -> float:
        """Looks at nothing that hangs on whether this value is the channel's own."""
        if not reveal.alone:
            return GAIN
        by_chance = reveal.field is Field.NAME and reveal.identity not in self._said
        matches, others, each = LONE_NAME if by_chance else LONE
        return matches / (matches + others + each * self._lost)

    @property
    def value(self) -> float:
        return self._purse.value


class _Writer:
    """Writes the bets of one channel on values down."""

    def __init__(self) -> None:
        self._sound, self._all = _Player(), _Player()
        self._bets: list[Bet] = []

    def bet(
        self, reveal: Reveal, channel: int, odds: float, *, matched: bool, denied: bool = False
    ) -> None:
        """A bet on the value that was said."""
        flaw = reveal.flaw
        # Whoever reads a copy back after the call knows how the bet went: it may lose, but not win.
        if flaw is None and matched and channel in reveal.unconfirmed:
            flaw = Flaw.NOT_READ_BACK
        self._all.bet(reveal, odds, matched=matched, denied=denied)
        if flaw is None:
            self._sound.bet(reveal, odds, matched=matched, denied=denied)
        self._bets.append(
            Bet(
                reveal.contact_id, reveal.at, reveal.identity, reveal.field,
                odds, matched, self._sound.value, flaw,
            )
        )  # fmt: skip

    def written(self) -> EProcess:
        return EProcess(tuple(self._bets), self._sound.value, self._sound.peak, self._all.peak)


class _RouteWriter:
    """Writes the bets of one channel on routes down."""

    def __init__(self) -> None:
        self._purse = _Purse(*_ROUTE_STAKES)
        self._bets: list[Bet] = []

    def bet(self, hit: Hit, odds: float, *, matched: bool) -> None:
        """A bet on the route of the canary that was hit."""
        self._purse.bet(odds, *_ROUTE_GAINS, matched=matched)
        self._bets.append(
            Bet(hit.contact_id, hit.at, hit.identity, None, odds, matched, self._purse.value)
        )

    def written(self) -> EProcess:
        peak = max((bet.e_value for bet in self._bets), default=1.0)
        return EProcess(tuple(self._bets), self._purse.value, peak, peak)


@dataclass
class _Ticket:
    """What is left for the value of one channel, of one identity and field."""

    out: set[int]
    """Values that it is known not to be, or not alone to be, and those that were bet on."""
    open: bool = True
    """Its own value was not said yet."""


def variant_lottery(evidence: Evidence) -> Mapping[int, EProcess]:
    """The e-process of every channel of which the lottery can speak.

    For a channel, and an identity and field, every value counts once that no other channel could see, in
    the order in which contacts became known, until its own is said. Cost: linear in reveals times the
    channels of an order.
    """
    writers = {channel: _Writer() for channel in sorted(evidence.drawn_channels)}
    tickets: dict[tuple[int, Field, int], _Ticket] = {}
    together = _together(evidence.reveals)
    for reveal in _in_order(evidence.reveals):
        beside = together[reveal.contact_id, reveal.identity]
        for channel, own in reveal.drawn.items():
            if channel not in writers:
                continue
            ticket = tickets.setdefault((reveal.identity, reveal.field, channel), _Ticket(set()))
            # Never fewer than at an earlier bet: what is known of others only grows.
            ticket.out |= _of_others(reveal, channel)
            left = reveal.pool - len(ticket.out)
            if not ticket.open or reveal.value in ticket.out or left < 2:
                continue
            matched = reveal.value == own
            if own in reveal.visible.get(channel, ()) and (matched or own not in ticket.out):
                denied = any(
                    other.field is not reveal.field and other.value in _of_others(other, channel)
                    for other in beside
                )
                writers[channel].bet(reveal, channel, 1.0 / left, matched=matched, denied=denied)
                ticket.open = not matched
            # Out even if there was no bet, which may be because it is its own and was not to win:
            # else it could be bet on later, with a stake that the others did not pay for.
            ticket.out.add(reveal.value)
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
            writers[channel].bet(reveal, channel, odds, matched=reveal.value == own)
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
    writers = {
        channel: _RouteWriter()
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
            writers[channel].bet(hit, 1.0 / len(options), matched=matched)
    return {channel: writer.written() for channel, writer in writers.items()}


def _in_order(reveals: Iterable[Reveal]) -> list[Reveal]:
    """In the order in which they became known: what is found out later, of an earlier call, undoes no bet."""
    return sorted(
        reveals, key=lambda reveal: (reveal.known, reveal.at, reveal.contact_id, reveal.field)
    )


def _together(reveals: Iterable[Reveal]) -> Mapping[tuple[str, int], list[Reveal]]:
    """The values that one contact said of one identity."""
    found: dict[tuple[str, int], list[Reveal]] = {}
    for reveal in reveals:
        found.setdefault((reveal.contact_id, reveal.identity), []).append(reveal)
    return found


def _of_others(reveal: Reveal, channel: int) -> set[int]:
    """The values that others were drawn or can see.

    What others were drawn counts as theirs even before they have it, and what they were read back
    to show even if it was not drawn for them.
    """
    others = {value for other, value in reveal.drawn.items() if other != channel}
    for other, values in reveal.visible.items():
        if other != channel:
            others |= values
    return others


def _alone(reveal: Reveal) -> Iterator[tuple[int, int, frozenset[int]]]:
    """Each channel that alone can see its own drawn value: with that value, and those of the others."""
    for channel, own in reveal.drawn.items():
        if own in reveal.visible.get(channel, frozenset()):
            others = _of_others(reveal, channel)
            if own not in others:
                yield channel, own, frozenset(others)
