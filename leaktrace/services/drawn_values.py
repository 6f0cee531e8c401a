"""Which of the facts that callers said are values of a sealed draw. Blind: not who was given them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail
from leaktrace.extraction import DRAWABLE, said_value
from leaktrace.services.registry import load_pools
from leaktrace.storage import models

__all__ = ["DrawnValues", "load_drawn_values"]


@dataclass(frozen=True)
class DrawnValues:
    """The pools of some canaries."""

    pools: Mapping[str, Mapping[Field, tuple[str, ...]]]

    def among(self, canary_ids: Iterable[str], details: Sequence[Detail]) -> tuple[bool, ...]:
        """For each detail, whether it is one value of a pool of one of these canaries."""
        pools = [self.pools[canary_id] for canary_id in canary_ids if canary_id in self.pools]
        return tuple(
            any(
                said_value(detail.field, pool[detail.field], [detail]) is not None
                for pool in pools
                if detail.field in pool
            )
            for detail in details
        )


def load_drawn_values(session: Session, canary_ids: Iterable[str]) -> DrawnValues:
    """The pools of the canaries that are named, in two statements for a page of contacts."""
    wanted = set(canary_ids)
    order_ids = session.scalars(
        select(models.CanaryOrder.id)
        .join(models.DrawPool, models.DrawPool.order_id == models.CanaryOrder.id)
        .where(models.CanaryOrder.canary_id.in_(wanted), models.DrawPool.field.in_(DRAWABLE))
        .distinct()
    ).all()
    return DrawnValues(load_pools(session, order_ids) if order_ids else {})
