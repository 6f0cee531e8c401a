"""Taking back the checklist that was handed out with the orders of a channel, filled in by who worked through it."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from leaktrace.domain.channel import Field
from leaktrace.domain.checklist import COLUMNS, OPTIONAL, Entry, Result, read_entry
from leaktrace.domain.errors import InputError
from leaktrace.domain.placing import HeldOrder
from leaktrace.domain.records import stored_as
from leaktrace.domain.sameness import same_value
from leaktrace.domain.times import format_time
from leaktrace.services.canary_life import find_orders
from leaktrace.services.channels import load_channels
from leaktrace.services.files import Faults, csv_rows
from leaktrace.services.placement_rules import (
    channel_row,
    load_given,
    opened_setup,
    values_for,
)
from leaktrace.services.placing import Modules
from leaktrace.services.registry import load_canaries
from leaktrace.services.seed_copies import ReadBack, placed_there, record_held
from leaktrace.storage import models
from leaktrace.storage.base import now

__all__ = ["confirm_checklist"]

_SLACK = timedelta(hours=1)
"""Times are written down to the minute, by clocks that differ."""
_REMEDY = "Fill in the checklist as it was handed out; leave a row empty only with its whole order"

Rows = Mapping[str, Sequence[tuple[int, Entry]]]
"""The numbered rows of each canary."""
Values = Mapping[Field, str]


def confirm_checklist(
    session: Session,
    channel_id: str,
    path: Path,
    modules: Modules,
    *,
    how: str = "",
    encoding: str = "utf-8",
    zone: tzinfo | None = None,
) -> ReadBack:
    """Record what a person saw that a channel holds, row by row; whole or not at all. To do it again changes nothing.

    Orders of which no row has a result are passed over, and can be handed in later.

    Args:
        session: a writing session.
        channel_id: to which the orders were given.
        path: the checklist that was made by `export_orders`, filled in.
        modules: by which channels are reached.
        how: where it was seen, where that needs a word.
        encoding: ``utf-8`` or ``gb18030``.
        zone: of times without an offset.

    Raises:
        NotFoundError: no such channel.
        RuleError: the channel is not set up.
        InputError: no such file, or it is no checklist.
        FileError: rows of it cannot be taken.
    """
    row = channel_row(session, channel_id)
    takes = opened_setup(session, row, modules).capabilities.fields
    placed = placed_there(session, row.id)
    faults = Faults(path.name)
    rows = _read(path, encoding, zone, faults)
    handed = {
        canary_id: {name: text for name, text in values.items() if name in takes}
        for canary_id, values in _handed_out(session, row, rows.keys() & placed.keys()).items()
    }
    waiting = [
        canary_id for canary_id, some in rows.items() if not any(one.result for _, one in some)
    ]
    for canary_id, some in rows.items():
        for number, error in _faults(canary_id, some, handed.get(canary_id), placed, channel_id):
            faults.add(error.at(path.name, number))
    faults.check()
    proof = {
        "kind": "confirmed", "how": how.strip()[:500] or "checklist",
        "name": stored_as(path.name, limit=255), "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }  # fmt: skip
    done = {canary_id: rows[canary_id] for canary_id in rows if canary_id not in waiting}
    orders = load_canaries(session, find_orders(session, done).values()) if done else {}
    held = [
        HeldOrder(orders[canary_id].order.order_no, _held(some, handed[canary_id]), some[0][0])
        for canary_id, some in done.items()
    ]
    return record_held(
        session, row, held, {canary_id: placed[canary_id] for canary_id in done},
        {canary_id: proof | _who_and_when(some) for canary_id, some in done.items()},
        looked_at=frozenset(takes), waiting=len(waiting),
    )  # fmt: skip


def _read(path: Path, encoding: str, zone: tzinfo | None, faults: Faults) -> Rows:
    found: dict[str, list[tuple[int, Entry]]] = defaultdict(list)
    for number, cells in csv_rows(path, COLUMNS, encoding=encoding, optional=OPTIONAL):
        entry = faults.take(number, read_entry, cells, zone)
        if entry is not None:
            found[entry.canary_id].append((number, entry))
    faults.check()
    return found


def _handed_out(
    session: Session, row: models.Channel, canary_ids: set[str]
) -> dict[str, dict[Field, str]]:
    """What was printed for each canary."""
    keys = find_orders(session, canary_ids).values()
    channel = {one.channel_id: one for one in load_channels(session)}[row.channel_id]
    given = load_given(session, keys, row.channel_id)
    canaries = load_canaries(session, keys) if keys else {}
    return {
        canary_id: values_for(canary, channel, given.get(canary_id, {}))
        for canary_id, canary in canaries.items()
    }


def _faults(
    canary_id: str,
    rows: Sequence[tuple[int, Entry]],
    handed: Values | None,
    placed: Mapping[str, datetime],
    channel_id: str,
) -> Iterator[tuple[int, InputError]]:
    """What is wrong with the rows of one canary, and in which row."""
    first = rows[0][0]
    if handed is None:
        yield (
            first,
            InputError(
                f"{canary_id[:40]} was not handed over to {channel_id}",
                field="ref",
                remedy="Look whose checklist it is",
            ),
        )
        return
    seen: set[Field] = set()
    for number, one in rows:
        if one.field in seen:
            yield number, InputError(f"{one.field} is there twice", field="field", remedy=_REMEDY)
        seen.add(one.field)
        yield from ((number, error) for error in _of_the_row(one, handed))
    for name in sorted(handed.keys() - seen):
        yield first, InputError(f"{canary_id} has no row of {name}", field="field", remedy=_REMEDY)
    if not any(one.result for _, one in rows):
        return
    yield from (
        (
            number,
            InputError("is empty, and not for the whole order", field="result", remedy=_REMEDY),
        )
        for number, one in rows
        if one.result is None
    )
    yield from ((number, error) for number, error in _of_the_time(rows, placed[canary_id]))


def _of_the_row(one: Entry, handed: Values) -> Iterator[InputError]:
    meant = handed.get(one.field)
    if meant is None or not _same(one.field, meant, one.value):
        yield InputError(
            "is not what was handed over for it",
            field="value",
            remedy="Look whether it is the checklist of another channel; write what was seen into seen",
        )
    elif one.seen and one.result is Result.CONFIRMED and not _same(one.field, meant, one.seen):
        yield InputError(
            "differs from what was handed over, and the result is confirmed",
            field="seen",
            remedy="Say failed if the channel holds it like that, else correct or empty it",
        )
    elif one.seen and one.result is Result.FAILED and _same(one.field, meant, one.seen):
        yield InputError(
            "is what was handed over, and the result is failed",
            field="seen",
            remedy="Say confirmed, or write what the channel shows instead",
        )
    elif one.seen and one.result is None:
        yield InputError(
            "is filled in, and there is no result", field="seen", remedy="Say confirmed or failed"
        )


def _of_the_time(
    rows: Sequence[tuple[int, Entry]], since: datetime
) -> Iterator[tuple[int, InputError]]:
    if not any(one.at for _, one in rows):
        yield (
            rows[0][0],
            InputError("is empty for the whole order", field="at", remedy="Say once when it was"),
        )
    for number, one in rows:
        if one.at is not None and not since - _SLACK <= one.at <= now() + _SLACK:
            yield (
                number,
                InputError(
                    f"is {format_time(one.at)}, before it was handed over or to come",
                    field="at",
                    remedy=f"Say when it was looked at, after {format_time(since)}",
                ),
            )


def _held(rows: Sequence[tuple[int, Entry]], handed: Values) -> dict[Field, str]:
    """What the channel was seen to hold: as handed over, something else, or nothing."""
    held = {
        one.field: handed[one.field] if one.result is Result.CONFIRMED else one.seen
        for _, one in rows
    }
    return {name: text for name, text in held.items() if text}


def _who_and_when(rows: Sequence[tuple[int, Entry]]) -> dict[str, Any]:
    """The last time of the order's rows, and everybody who is named."""
    at = max(one.at for _, one in rows if one.at is not None)
    by = ", ".join(dict.fromkeys(one.by for _, one in rows if one.by))
    return {"at": format_time(at)} | ({"by": by} if by else {})


def _same(name: Field, meant: str, text: str) -> bool:
    return same_value(name, meant.strip(), text)
