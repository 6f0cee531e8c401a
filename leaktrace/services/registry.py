"""Canaries and exposures, opened: what the use cases compute with."""

import json
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.channel import Field, View
from leaktrace.domain.exposure import Exposure
from leaktrace.domain.order import Canary
from leaktrace.services.canary_files import identity_from, order_from
from leaktrace.storage import models
from leaktrace.storage.queries import current_exposures
from leaktrace.storage.sealed import open_sealed

__all__ = ["load_canaries", "load_exposures"]


def load_canaries(session: Session, order_ids: Iterable[UUID] | None = None) -> dict[str, Canary]:
    """Canaries by canary_id, in the order they came; all, or those of the given orders."""
    query = (
        select(models.CanaryOrder, models.Identity)
        .join(models.Identity, models.Identity.id == models.CanaryOrder.identity_id)
        .order_by(models.CanaryOrder.id)
    )
    lines = (
        select(models.IdentityLine.identity_id, models.Line.line_id)
        .join(models.Line, models.Line.id == models.IdentityLine.line_id)
        .order_by(models.Line.line_id)
    )
    if order_ids is not None:
        wanted = list(order_ids)
        query = query.where(models.CanaryOrder.id.in_(wanted))
        lines = lines.join(
            models.CanaryOrder, models.CanaryOrder.identity_id == models.IdentityLine.identity_id
        ).where(models.CanaryOrder.id.in_(wanted))
    line_ids: dict[UUID, list[str]] = defaultdict(list)
    for identity_id, line_id in session.execute(lines):
        line_ids[identity_id].append(line_id)
    canaries: dict[str, Canary] = {}
    for order, identity in session.execute(query):
        profile = open_sealed(session, models.Identity.profile, identity.id, identity.profile)
        details = open_sealed(session, models.CanaryOrder.details, order.id, order.details)
        canaries[order.canary_id] = Canary(
            canary_id=order.canary_id,
            line_ids=tuple(line_ids[identity.id]),
            identity=identity_from(json.loads(profile)),
            order=order_from(json.loads(details)),
        )
    return canaries


def load_exposures(
    session: Session, order_ids: Iterable[UUID] | None = None
) -> list[tuple[UUID, Exposure]]:
    """The current exposures with the keys of their records; all, or those of the given orders."""
    current = current_exposures()
    if order_ids is not None:
        current = current.where(models.Exposure.order_id.in_(list(order_ids)))
    query = (
        current.add_columns(models.CanaryOrder.canary_id, models.Channel.channel_id)
        .join(models.CanaryOrder, models.CanaryOrder.id == models.Exposure.order_id)
        .join(models.Channel, models.Channel.id == models.Exposure.channel_id)
        .order_by(models.Exposure.id)
    )
    found: list[tuple[UUID, Exposure]] = []
    for row, canary_id, channel_id in session.execute(query):
        holds = json.loads(open_sealed(session, models.Exposure.holds, row.id, row.holds))
        found.append(
            (
                row.id,
                Exposure(
                    canary_id=canary_id,
                    channel_id=channel_id,
                    exposed_at=row.exposed_at,
                    holds={Field(name): value for name, value in holds.items()},
                    views={Field(name): View(view) for name, view in row.views.items()},
                    proof=row.proof,
                ),
            )
        )
    return found
