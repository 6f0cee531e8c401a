"""Canaries and exposures, opened: what the use cases compute with."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from leaktrace.domain.channel import Field, View
from leaktrace.domain.exposure import Exposure
from leaktrace.domain.order import Canary
from leaktrace.services.canary_files import identity_from, order_from
from leaktrace.storage import models
from leaktrace.storage.queries import current_exposures
from leaktrace.storage.sealed import open_sealed, opener

__all__ = ["load_canaries", "load_exposures", "load_pools", "load_routed"]

_CHUNK = 5_000
_FIELDS = {name.value: name for name in Field}
_VIEWS = {view.value: view for view in View}


def load_canaries(session: Session, order_ids: Iterable[UUID] | None = None) -> dict[str, Canary]:
    """Canaries by canary_id, in the order they came; all, or those of the given orders."""
    query = (
        select(
            models.CanaryOrder.id,
            models.CanaryOrder.canary_id,
            models.CanaryOrder.details,
            models.Identity.id.label("identity_id"),
            models.Identity.profile,
        )
        .join(models.Identity, models.Identity.id == models.CanaryOrder.identity_id)
        .order_by(models.CanaryOrder.id)
    )
    canaries: dict[str, Canary] = {}
    for wanted in _chunks(order_ids):
        chosen = query if wanted is None else query.where(models.CanaryOrder.id.in_(wanted))
        rows = session.execute(chosen).all()
        line_ids = _lines_of(session, None if wanted is None else {row.identity_id for row in rows})
        for row in rows:
            profile = open_sealed(session, models.Identity.profile, row.identity_id, row.profile)
            details = open_sealed(session, models.CanaryOrder.details, row.id, row.details)
            canaries[row.canary_id] = Canary(
                canary_id=row.canary_id,
                line_ids=line_ids.get(row.identity_id, ()),
                identity=identity_from(json.loads(profile)),
                order=order_from(json.loads(details)),
            )
    return canaries


def _lines_of(session: Session, identities: set[UUID] | None) -> dict[UUID, tuple[str, ...]]:
    """The line_ids by identity, sorted; of all identities, or of some thousand."""
    links = select(models.IdentityLine.identity_id, models.IdentityLine.line_id)
    lines = select(models.Line.id, models.Line.line_id)
    # Joined, a database that has not counted its tables would go through all lines for every identity.
    if identities is not None:
        links = links.where(models.IdentityLine.identity_id.in_(identities))
    linked = session.execute(links).all()
    if identities is not None:
        lines = lines.where(models.Line.id.in_({line_id for _, line_id in linked}))
    names = dict(session.execute(lines).all())
    found: dict[UUID, list[str]] = defaultdict(list)
    for identity_id, line_id in linked:
        found[identity_id].append(names[line_id])
    return {identity_id: tuple(sorted(reached)) for identity_id, reached in found.items()}


def load_exposures(
    session: Session, order_ids: Iterable[UUID] | None = None
) -> list[tuple[UUID, Exposure]]:
    """The current exposures with the keys of their records; all, or those of the given orders.

    Fields come in the order of their names.
    """
    query = (
        current_exposures()
        .with_only_columns(
            models.Exposure.id,
            models.Exposure.exposed_at,
            models.Exposure.holds,
            cast(models.Exposure.views, Text).label("views"),
            cast(models.Exposure.proof, Text).label("proof"),
            cast(models.Exposure.via, Text).label("via"),
            models.CanaryOrder.canary_id,
            models.Channel.channel_id,
        )
        .join(models.CanaryOrder, models.CanaryOrder.id == models.Exposure.order_id)
        .join(models.Channel, models.Channel.id == models.Exposure.channel_id)
        .order_by(models.Exposure.id)
    )
    found: list[tuple[UUID, Exposure]] = []
    open_holds = opener(session, models.Exposure.holds)
    # There are many exposures, and fewer copies, views, proofs and ways: each is read once.
    same_holds: dict[bytes, dict[Field, str]] = {}
    same_views: dict[str, dict[Field, View]] = {}
    same: dict[str, Any] = {}
    for wanted in _chunks(order_ids):
        chosen = query if wanted is None else query.where(models.Exposure.order_id.in_(wanted))
        for row_id, exposed_at, sealed, views, proof, via, canary_id, channel_id in session.execute(
            chosen
        ):
            plain = open_holds(row_id, sealed)
            holds = same_holds.get(plain)
            if holds is None:
                values = json.loads(plain)
                holds = same_holds[plain] = {_FIELDS[name]: values[name] for name in sorted(values)}
            if views not in same_views:
                same_views[views] = {
                    _FIELDS[name]: _VIEWS[view] for name, view in json.loads(views).items()
                }
            for text in (proof, via):
                if text not in same:
                    same[text] = json.loads(text)
            exposure = Exposure(
                canary_id, channel_id, exposed_at, holds, same_views[views], same[proof],
                tuple(same[via]),
            )  # fmt: skip
            found.append((row_id, exposure))
    return found


def load_pools(
    session: Session, order_ids: Iterable[UUID] | None = None
) -> dict[str, dict[Field, tuple[str, ...]]]:
    """The values of the sealed draws by canary_id and field, sorted: nothing tells who was given which."""
    query = (
        select(
            models.CanaryOrder.canary_id,
            models.DrawPool.id,
            models.DrawPool.field,
            models.DrawPool.pool,
        )
        .join(models.CanaryOrder, models.CanaryOrder.id == models.DrawPool.order_id)
        .order_by(models.CanaryOrder.canary_id, models.DrawPool.field)
    )
    found: dict[str, dict[Field, tuple[str, ...]]] = defaultdict(dict)
    for wanted in _chunks(order_ids):
        chosen = query if wanted is None else query.where(models.DrawPool.order_id.in_(wanted))
        for canary_id, row_id, name, blob in session.execute(chosen):
            values = json.loads(open_sealed(session, models.DrawPool.pool, row_id, blob))
            found[canary_id][name] = tuple(sorted(values))
    return dict(found)


def load_routed(session: Session) -> list[tuple[UUID, str, dict[str, str]]]:
    """All blocks of the sealed draws: key of the draw, block_id, canary_id to channel_id."""
    rows = session.execute(
        select(
            models.DrawBlock.draw_id,
            models.DrawBlock.block_id,
            models.DrawBlock.id,
            models.DrawBlock.routed,
        ).order_by(models.DrawBlock.id)
    )
    return [
        (
            row.draw_id,
            row.block_id,
            json.loads(open_sealed(session, models.DrawBlock.routed, row.id, row.routed)),
        )
        for row in rows
    ]


def _chunks(keys: Iterable[UUID] | None) -> Iterator[list[UUID] | None]:
    """The keys in order, so many at a time that a statement can name them; None stands for all."""
    if keys is None:
        yield None
        return
    wanted = sorted(keys)
    for start in range(0, len(wanted), _CHUNK):
        yield wanted[start : start + _CHUNK]
