"""Exposures that are not what the sealed draw decided, and copies that were corrected after calls came."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.channel import Field, View
from leaktrace.domain.exposure import Exposure
from leaktrace.extraction import shown_values
from leaktrace.services.drawn import DrawnPool, load_drawn
from leaktrace.storage import models
from leaktrace.storage.queries import current_readings

__all__ = ["Conflict", "DrawConflict", "draw_conflicts", "informed_canaries"]

_CHUNK = 5_000


class Conflict(StrEnum):
    """In which way a copy is not what was drawn."""

    OTHER_VALUE = "other_value"
    """It shows another value of the pool."""
    OUTSIDE = "outside"
    """What it holds is no value of the pool; the channel may have cut or changed it."""
    OTHER_ROUTE = "other_route"
    """The draw of the route sent this canary by another channel."""


@dataclass(frozen=True)
class DrawConflict:
    """A copy that is not what was drawn. Names no value."""

    canary_id: str
    channel_id: str
    field: Field | None
    """None for the route."""
    kind: Conflict


def draw_conflicts(session: Session, exposures: Iterable[Exposure]) -> tuple[DrawConflict, ...]:
    """What does not fit the sealed draws, in the order of the exposures. Linear in both."""
    drawn = load_drawn(session)
    routes = {canary_id: block.routed for block in drawn.blocks for canary_id in block.routed}
    found: list[DrawConflict] = []
    for one in exposures:
        routed = routes.get(one.canary_id, {})
        by = routed.get(one.canary_id)
        if by != one.channel_id and one.channel_id in routed.values():
            found.append(DrawConflict(one.canary_id, one.channel_id, None, Conflict.OTHER_ROUTE))
        found.extend(_of_values(one, drawn.pools.get(one.canary_id, ())))
    return tuple(found)


def informed_canaries(session: Session, canary_ids: Iterable[str]) -> frozenset[str]:
    """Those of which some caller has shown a fact already."""
    readings, wanted = current_readings().subquery(), sorted(set(canary_ids))
    found: set[str] = set()
    for start in range(0, len(wanted), _CHUNK):
        found.update(
            session.scalars(
                select(models.CanaryOrder.canary_id)
                .join(models.ReadingOrder, models.ReadingOrder.order_id == models.CanaryOrder.id)
                .join(readings, readings.c.id == models.ReadingOrder.reading_id)
                .where(
                    models.CanaryOrder.canary_id.in_(wanted[start : start + _CHUNK]),
                    readings.c.informed.is_(True),
                )
                .distinct()
            )
        )
    return frozenset(found)


def _of_values(exposure: Exposure, pools: Iterable[DrawnPool]) -> Iterator[DrawConflict]:
    for pool in pools:
        own, held = pool.given.get(exposure.channel_id), exposure.holds.get(pool.field)
        if own is None or held is None:
            continue
        masked = exposure.views[pool.field] not in (View.PLAIN, View.VARIANT)
        shown = shown_values(pool.field, pool.values, held, masked=masked)
        # A masked copy that shows none may stand for any: that is no conflict.
        if own in shown or (masked and not shown):
            continue
        kind = Conflict.OTHER_VALUE if shown else Conflict.OUTSIDE
        yield DrawConflict(exposure.canary_id, exposure.channel_id, pool.field, kind)
