"""A file that was given by hand before, and is given again with another zone, line or profile: what it says is put right.

Its contacts get new versions, as if a newer parser had read them; the old ones stay, and count no more.
"""

import hashlib
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.contact import Reject, Report
from leaktrace.domain.ports import IntakeFormat
from leaktrace.services.deliveries import delivery_payload
from leaktrace.services.linefinder import LineFinder
from leaktrace.services.opened import content_of
from leaktrace.services.parsing import CLOCK_SLACK, Parsed, note_parse, take_reports
from leaktrace.services.rejects import settle_rejects, settle_restated
from leaktrace.services.reparsing import (
    current_of,
    is_same,
    reached_lines,
    store_versions,
)
from leaktrace.services.source_settings import parse_context
from leaktrace.storage import models
from leaktrace.storage.base import now
from leaktrace.storage.sealed import open_sealed

__all__ = ["given_before", "restate_delivery"]

_Pairs = list[tuple[models.Contact, Report]]


def given_before(session: Session, delivery_id: UUID) -> list[UUID]:
    """The deliveries of the same bytes under other settings, if one of them was read last; else none."""
    given, read = models.Delivery, models.DeliveryParse
    own = session.get_one(given, delivery_id)
    same = (given.source_id == own.source_id, given.sha256 == own.sha256)
    newest = session.scalar(
        select(read.delivery_id)
        .join(given, given.id == read.delivery_id)
        .where(*same)
        .order_by(read.id.desc())
        .limit(1)
    )
    if newest is None or newest == delivery_id:
        return []
    return list(session.scalars(select(given.id).where(*same, given.id != delivery_id)))


def restate_delivery(
    session: Session,
    formats: Mapping[str, IntakeFormat],
    delivery_id: UUID,
    earlier: Sequence[UUID],
) -> Parsed:
    """Read a delivery in the place of others of the same bytes.

    Args:
        session: a writing session.
        formats: the formats of this installation.
        delivery_id: which; its settings hold from now on.
        earlier: the others, as `given_before` has them.

    Cost: linear in its records, and a fixed number of statements for each thousands of them.
    """
    delivery = session.get_one(models.Delivery, delivery_id)
    # One reader of a source at a time, as in `parse_delivery`.
    source = session.get_one(models.Source, delivery.source_id, with_for_update={"key_share": True})
    context = parse_context(source, delivery.settings)
    parsed = list(formats[source.format].parse(delivery_payload(session, delivery), context))
    reports = [one for one in parsed if isinstance(one, Report)]
    rows = current_of(session, [*earlier, delivery_id])
    pairs, rest = _paired(session, rows, reports)
    different = _different(session, pairs)
    latest = now() + CLOCK_SLACK
    rest += [report for _, report in different if report.occurred_at > latest]
    changed = [pair for pair in different if pair[1].occurred_at <= latest]
    stored, lineless = store_versions(session, delivery, changed)
    rejects = [one for one in parsed if isinstance(one, Reject)]
    taken = take_reports(session, delivery, [*rest, *lineless], rejects)
    settle_rejects(session, source.id, (report.record for _, report in pairs))
    refused = {hashlib.sha256(reject.record).digest() for reject in taken.rejects}
    settle_restated(session, earlier, refused)
    same = len(pairs) - len(different)
    counts = replace(
        taken.counts,
        received=taken.counts.received + same + stored,
        stored=taken.counts.stored + stored,
        duplicates=taken.counts.duplicates + same,
        put_right=stored,
    )
    note_parse(session, delivery_id, counts)
    return Parsed(counts, taken.contacts, taken.rejects)


def _paired(
    session: Session, rows: Sequence[models.Contact], reports: Iterable[Report]
) -> tuple[_Pairs, list[Report]]:
    """Stored contacts with what is said of them now, and the reports of none; by reference, else by what was said.

    Formats whose records have no reference make one of what they say, to which line and zone may belong.
    """
    by_ref = {row.ref: row for row in rows}
    pairs: _Pairs = []
    others: list[Report] = []
    for report in reports:
        ref = next((ref for ref in (report.ref, *report.also) if ref in by_ref), None)
        if ref is None:
            others.append(report)
        else:
            pairs.append((by_ref.pop(ref), report))
    by_content: dict[tuple[object, ...], deque[models.Contact]] = defaultdict(deque)
    for row in by_ref.values():
        by_content[row.medium, row.stage, _content(session, row)].append(row)
    rest: list[Report] = []
    for report in others:
        alike = by_content.get((report.medium, report.stage, content_of(report)))
        if alike:
            pairs.append((alike.popleft(), report))
        else:
            rest.append(report)
    return pairs, rest


def _different(session: Session, pairs: _Pairs) -> _Pairs:
    """Those of which something else is said now."""
    finder = LineFinder(session)
    finder.prepare(hint for _, report in pairs for hint in report.lines)
    lines = reached_lines(session, [row.id for row, _ in pairs])
    return [
        (row, report)
        for row, report in pairs
        if lines.get(row.id, set()) != {finder.find(hint) for hint in report.lines} - {None}
        or not is_same(row, _content(session, row), report)
    ]


def _content(session: Session, row: models.Contact) -> bytes:
    return open_sealed(session, models.Contact.content, row.id, row.content)
