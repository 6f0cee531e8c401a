"""A made-up leak of one channel: what its callers would say, from the copies that it really holds."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from leaktrace.attribution import UNLISTED, Params
from leaktrace.attribution.judging import judge
from leaktrace.domain.case import Verdict
from leaktrace.domain.channel import Field
from leaktrace.domain.errors import RuleError
from leaktrace.domain.exposure import Exposure
from leaktrace.domain.times import format_time
from leaktrace.services.attribution_inputs import gather
from leaktrace.services.attribution_memory import Memory
from leaktrace.services.registry import load_canaries, load_exposures

__all__ = ["DrillCall", "DrillStep", "calls_of", "native_rows", "verdicts"]

_NEVER_SAID = frozenset({Field.PHONE, Field.EMAIL})


@dataclass(frozen=True)
class DrillCall:
    """One made-up call."""

    ref: str
    line_id: str
    at: datetime
    details: dict[Field, str]


@dataclass(frozen=True)
class DrillStep:
    """What was known after one more call."""

    at: datetime
    calls: int
    verdict: Verdict
    accused: tuple[str, ...]
    suspect_set: tuple[str, ...]


def calls_of(
    session: Session, channel_id: str, rate: float, days: float, chance: Random
) -> list[DrillCall]:
    """The calls of one made-up leak, oldest first.

    Args:
        session: any session.
        channel_id: who leaks.
        rate: P(a record that leaked brings an informed call).
        days: over which callers work the records off, from the newest copy on.
        chance: the randomness.

    Raises:
        RuleError: the channel holds no canary that was confirmed.
    """
    copies = [
        one for _, one in load_exposures(session) if one.channel_id == channel_id and one.read_back
    ]
    if not copies:
        raise RuleError(
            f"nothing is confirmed yet of what {channel_id} holds",
            remedy=f"Place canaries there and read them back: 'leaktrace seed export {channel_id}'",
        )
    line_of = {
        canary_id: canary.line_ids[0] for canary_id, canary in load_canaries(session).items()
    }
    begins = max(one.exposed_at for one in copies)
    called = [one for one in copies if chance.random() < rate]
    calls = [
        DrillCall(
            ref=f"drill-{number}",
            line_id=line_of[one.canary_id],
            at=begins + timedelta(days=chance.uniform(0.02, days)),
            details=_said(one, chance),
        )
        for number, one in enumerate(called)
    ]
    return sorted(calls, key=lambda call: call.at)


def native_rows(calls: Sequence[DrillCall]) -> bytes:
    """The calls as a delivery of the native format."""
    rows: list[dict[str, Any]] = [
        {
            "ref": call.ref,
            "medium": "call",
            "line": call.line_id,
            "occurred_at": format_time(call.at),
            "details": {name.value: value for name, value in call.details.items()},
        }
        for call in calls
    ]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def verdicts(session: Session, calls: Sequence[DrillCall], params: Params) -> list[DrillStep]:
    """What would be concluded after each call, in a shadow copy that the calls were read into.

    The verdict alone: without reasons, rival assumptions, and canaries to plant next, which cost most.
    """
    memory = Memory()
    steps = []
    for number, call in enumerate(calls, start=1):
        at = call.at + timedelta(seconds=1)
        evidence = gather(session, at, memory).evidence
        if evidence is None:
            continue
        decision = judge(evidence, params).decision
        names = (*evidence.channels, UNLISTED)
        accused = tuple(names[channel] for channel in decision.accused)
        members = tuple(names[member] for member in decision.members)
        steps.append(DrillStep(at, number, decision.verdict, accused, members))
    return steps


def _said(copy: Exposure, chance: Random) -> dict[Field, str]:
    """What a caller says of a copy: each fact as often as callers were found to say it, and at least one."""
    delta = Params().delta
    known = {
        name: value
        for name, value in copy.holds.items()
        if name not in _NEVER_SAID and "*" not in value
    }
    said = {name: value for name, value in known.items() if chance.random() < delta[name, ""]}
    if not said and known:
        name = chance.choice(sorted(known))
        said = {name: known[name]}
    return said
