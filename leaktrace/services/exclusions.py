"""The exclusion list: canary orders that finance, analysis and tax have to leave out."""

import csv
import io
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.line import LineRole
from leaktrace.domain.times import format_time
from leaktrace.services.events import record
from leaktrace.services.registry import load_canaries
from leaktrace.storage import models

__all__ = ["exclusions"]

_COLUMNS = ("order_no", "placed_at", "amount", "currency", "canary_id")
_CHUNK = 5_000


def exclusions(session: Session) -> Iterator[bytes]:
    """The lines of the list as CSV: every canary order that any channel was given or is to be given.

    Sealed controls are left out: nobody has them. That the list was written is recorded. Whoever gets
    it learns which orders are canaries, so it goes to the few who close the books.
    """
    controls = select(models.Identity.id).where(models.Identity.role == LineRole.CONTROL)
    keys = list(
        session.scalars(
            select(models.CanaryOrder.id)
            .where(models.CanaryOrder.identity_id.not_in(controls))
            .order_by(models.CanaryOrder.id)
        )
    )
    record(session, "seed.exclusions", "canary_order", "*", orders=len(keys))
    yield b"\xef\xbb\xbf" + _row(_COLUMNS)
    for start in range(0, len(keys), _CHUNK):
        for canary in load_canaries(session, keys[start : start + _CHUNK]).values():
            order = canary.order
            yield _row(
                (
                    order.order_no, format_time(order.placed_at), str(order.amount), order.currency,
                    canary.canary_id,
                )
            )  # fmt: skip


def _row(cells: tuple[str, ...]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()
