"""Why a channel is not accused though the evidence would reach: flaws in how it came about."""

from collections.abc import Iterator, Mapping
from typing import Final

from leaktrace.attribution.inputs import Evidence, Flaw
from leaktrace.attribution.judging import Judgement
from leaktrace.attribution.lottery import EProcess
from leaktrace.attribution.params import Params
from leaktrace.attribution.result import Downgrade
from leaktrace.attribution.verdict import accuses

__all__ = ["DOWNGRADES", "downgrades"]

_CONTROL: Final = "A sealed control was contacted with its facts: our own records may have leaked, so nobody is accused; contacts: {count}"
_FLAWS: Final[Mapping[Flaw, str]] = {
    Flaw.DRAWN_LATE: "Values that were drawn only after some channel had its copy are not counted; contacts: {count}",
    Flaw.UNSEALED: "Contacts that were recorded after the draw had been opened are not counted; contacts: {count}",
    Flaw.NOT_READ_BACK: "Values of copies that nobody read back are not counted; contacts: {count}",
}

DOWNGRADES: Final = (_CONTROL, *_FLAWS.values())
"""All msgids that can occur, for the catalogue of translations."""


def downgrades(evidence: Evidence, judged: Judgement, params: Params) -> tuple[Downgrade, ...]:
    """Everything that kept evidence from counting, the weightiest first."""
    lottery, marginals = judged.lottery, judged.posterior.marginals()
    likely = [c for c in sorted(lottery) if marginals[c] >= params.set_threshold]
    sound = [c for c in likely if accuses(lottery[c], evidence, params)]
    flawed = [
        c
        for c in likely
        if c not in sound and accuses(lottery[c], evidence, params, with_flaws=True)
    ]
    return (*_control(evidence, sound), *_flaws(evidence, lottery, flawed))


def _control(evidence: Evidence, sound: list[int]) -> Iterator[Downgrade]:
    if evidence.control_hits:
        ids = evidence.control_hits
        yield Downgrade(_CONTROL, len(ids), ids, _names(evidence, sound))


def _flaws(
    evidence: Evidence, lottery: Mapping[int, EProcess], flawed: list[int]
) -> Iterator[Downgrade]:
    contacts: dict[Flaw, dict[str, None]] = {}
    touched: dict[Flaw, set[int]] = {}
    for channel, process in lottery.items():
        for bet in process.bets:
            if bet.flaw is not None:
                contacts.setdefault(bet.flaw, {})[bet.contact_id] = None
                touched.setdefault(bet.flaw, set()).add(channel)
    for flaw in sorted(contacts, key=lambda flaw: (-len(contacts[flaw]), flaw)):
        ids = tuple(contacts[flaw])
        spared = [channel for channel in flawed if channel in touched[flaw]]
        yield Downgrade(_FLAWS[flaw], len(ids), ids, _names(evidence, spared))


def _names(evidence: Evidence, channels: list[int]) -> tuple[str, ...]:
    return tuple(evidence.channels[channel] for channel in channels)
