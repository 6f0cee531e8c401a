"""When each canary of a case was given to which channel: what a time line of the case is drawn from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.storage import models
from leaktrace.storage.queries import current_exposures

__all__ = ["exposure_times"]

_CHUNK = 500


def exposure_times(
    session: Session, canary_ids: Iterable[str]
) -> Mapping[str, tuple[tuple[datetime, str], ...]]:
    """The channels that hold each canary order and since when, earliest first. Opens nothing sealed.

    Args:
        session: of the merchant.
        canary_ids: of the canaries that were hit; one that is not known is left out.
    """
    wanted = sorted(set(canary_ids))
    found: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    exposures = current_exposures().subquery()
    for start in range(0, len(wanted), _CHUNK):
        rows = session.execute(
            select(models.CanaryOrder.canary_id, exposures.c.exposed_at, models.Channel.channel_id)
            .join(models.CanaryOrder, models.CanaryOrder.id == exposures.c.order_id)
            .join(models.Channel, models.Channel.id == exposures.c.channel_id)
            .where(models.CanaryOrder.canary_id.in_(wanted[start : start + _CHUNK]))
        )
        for canary_id, exposed_at, channel_id in rows:
            found[canary_id].append((exposed_at, channel_id))
    return {canary_id: tuple(sorted(times)) for canary_id, times in found.items()}
