"""Sources: where deliveries come from, and how the scheduled job fared with each."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.errors import NotFoundError, RuleError
from leaktrace.domain.source import SourceKind, SourceState
from leaktrace.domain.source_rules import SourceRules, rules_of
from leaktrace.services.events import record
from leaktrace.services.files import identifier
from leaktrace.services.merchants import lock_merchant
from leaktrace.services.source_settings import (
    check_source_lines,
    check_source_settings,
    fetched_from,
    place_of,
)
from leaktrace.storage import models
from leaktrace.storage.base import new_id
from leaktrace.storage.sealed import open_sealed, seal
from leaktrace.storage.tenancy import ALL_MERCHANTS, merchant_of

__all__ = [
    "ChangedSource",
    "HookSource",
    "SourceOverview",
    "active_sources",
    "add_source",
    "change_source",
    "find_hook",
    "find_source",
    "list_sources",
    "manual_source",
    "pause_source",
    "source_names",
]


@dataclass(frozen=True)
class SourceOverview:
    """A source with its health."""

    id: UUID
    name: str
    format: str
    kind: SourceKind
    state: SourceState
    settings: Mapping[str, Any]
    last_run_at: datetime | None
    last_success_at: datetime | None
    last_error: str
    """Of the newest look; empty when it went well."""
    failures: int
    """Looks that failed one after the other."""
    failing_since: datetime | None
    next_attempt_at: datetime | None
    alarmed_at: datetime | None
    """Since when it has been failing for too long."""


@dataclass(frozen=True)
class ChangedSource:
    """What a change came to."""

    changed: tuple[str, ...]
    """The settings that are different now, and ``secret`` where that is."""
    secret: str | None
    """The secret that was made, shown this once; None where none was."""


@dataclass(frozen=True)
class HookSource:
    """What a pushed request is judged by."""

    id: UUID
    merchant_id: UUID
    format: str
    secret: str
    rules: SourceRules


def add_source(
    session: Session,
    name: str,
    format_name: str,
    kind: SourceKind,
    settings: Mapping[str, str],
    *,
    secret: str = "",
) -> str | None:
    """Add a scheduled source or a hook.

    Args:
        session: a writing session.
        name: the user's own name of it.
        format_name: the format of its deliveries.
        kind: how it gives them.
        settings: of the format and of the program; never a secret.
        secret: what the vendor gave; a hook without one gets a secret of its own.

    Returns:
        The secret that was made, shown this once; None otherwise.

    Raises:
        InputError: a name or setting that cannot be.
        NotFoundError: a setting names a line that is not there.
        RuleError: the name is taken, or another source reads from the same place.
    """
    identifier(name, "name")
    check_source_settings(kind, settings)
    check_source_lines(session, settings)
    _check_name(session, name, kind)
    _check_place(session, name, kind, settings)
    source_id = new_id()
    made = secrets.token_urlsafe(24) if kind is SourceKind.HOOK and not secret else None
    kept = secret or made
    session.add(
        models.Source(
            id=source_id,
            merchant_id=merchant_of(session),
            name=name,
            format=format_name,
            kind=kind,
            state=SourceState.ACTIVE,
            settings=dict(settings),
            secret=None
            if kept is None
            else seal(session, models.Source.secret, source_id, kept.encode()),
        )
    )
    record(session, "source.add", "source", name, format=format_name, kind=kind.value)
    return made


def change_source(
    session: Session,
    name: str,
    settings: Mapping[str, str],
    *,
    secret: str = "",
    new_secret: bool = False,
) -> ChangedSource:
    """Put settings or the secret of a source right; what came before stays and can be read again by them.

    Args:
        session: a writing session.
        name: of the source.
        settings: those that change; an empty value takes one away.
        secret: another one that the vendor gave.
        new_secret: whether to make another one.

    Returns:
        What is different by it.

    Raises:
        InputError: a setting that cannot be.
        NotFoundError: there is no such source, or no line that a setting names.
        RuleError: its files are given by hand, or another source reads what it is pointed at.
    """
    source = find_source(session, name)
    if source.kind is SourceKind.MANUAL:
        raise RuleError(
            f"the files of {name!r} are files given by hand, with nothing to keep for the next",
            remedy="State zone, line and profile with 'leaktrace ingest', and give the file again",
        )
    # A look that goes on meanwhile sets its mark before, or sees that the place is another by now.
    session.refresh(source, with_for_update={"key_share": True})
    kept = {key: value for key, value in {**source.settings, **settings}.items() if value}
    changed = {key for key in settings if kept.get(key) != source.settings.get(key)}
    check_source_settings(source.kind, kept)
    check_source_lines(session, settings)
    if place_of({key: settings[key] for key in changed}):
        _check_place(session, name, source.kind, kept)
        # A mark of one place says nothing of another; what is known by its reference is not stored twice.
        source.cursor = None
    source.settings = kept
    source.next_attempt_at = None
    made = secrets.token_urlsafe(24) if new_secret else None
    if made or secret:
        source.secret = seal(session, models.Source.secret, source.id, (made or secret).encode())
    told = (*sorted(changed), *["secret"] * bool(made or secret))
    if told:
        record(session, "source.change", "source", name, changed=", ".join(told))
    return ChangedSource(told, made)


def _check_place(
    session: Session, name: str, kind: SourceKind, settings: Mapping[str, Any]
) -> None:
    """Pass only if no other source reads what lies there: its records would count twice."""
    place = fetched_from(kind, settings)
    if not place:
        return
    active = select(models.Source).where(
        models.Source.state == SourceState.ACTIVE, models.Source.name != name
    )
    for other in session.scalars(active.order_by(models.Source.name)):
        if fetched_from(other.kind, other.settings) == place:
            raise RuleError(
                f"the source {other.name!r} reads what lies there already",
                where=place,
                remedy=f"Change or pause that one: 'leaktrace source pause {other.name}'",
            )


def _check_name(session: Session, name: str, kind: SourceKind) -> None:
    taken = select(models.Source.kind).where(models.Source.name == name)
    if found := session.scalar(taken):
        # Of files given by hand there is nothing to change.
        change = ", or change it with 'leaktrace source change'"
        raise RuleError(
            f"there is a source {name!r} already",
            remedy=f"Choose another name{'' if found is SourceKind.MANUAL else change}",
        )
    hook = taken.where(models.Source.kind == SourceKind.HOOK).execution_options(**ALL_MERCHANTS)
    if kind is SourceKind.HOOK and session.scalar(hook) is not None:
        raise RuleError(f"the hook name {name!r} is taken", remedy="Choose another name")


def manual_source(session: Session, name: str, format_name: str) -> models.Source:
    """The source of files given by hand; made when first used.

    Raises:
        RuleError: a source of that name has another format.
    """
    lock_merchant(session)
    source = session.scalar(select(models.Source).where(models.Source.name == name))
    if source is None:
        source = models.Source(
            merchant_id=merchant_of(session),
            name=identifier(name, "source"),
            format=format_name,
            kind=SourceKind.MANUAL,
            state=SourceState.ACTIVE,
            settings={},
            secret=None,
        )
        session.add(source)
        record(session, "source.add", "source", name, format=format_name, kind="manual")
        session.flush()
    if source.format != format_name:
        raise RuleError(
            f"source {name!r} has the format {source.format}",
            remedy="Name another one with --source",
        )
    return source


def find_source(session: Session, name: str) -> models.Source:
    """The source of that name.

    Raises:
        NotFoundError: there is none.
    """
    source = session.scalar(select(models.Source).where(models.Source.name == name))
    if source is None:
        raise NotFoundError(f"there is no source {name!r}", remedy="See 'leaktrace source list'")
    return source


def find_hook(session: Session, name: str) -> HookSource | None:
    """The active hook of that name, whichever merchant it belongs to."""
    row = session.scalar(
        select(models.Source)
        .where(
            models.Source.name == name,
            models.Source.kind == SourceKind.HOOK,
            models.Source.state == SourceState.ACTIVE,
        )
        .execution_options(**ALL_MERCHANTS)
    )
    if row is None or row.secret is None:
        return None
    secret = open_sealed(session, models.Source.secret, row.id, row.secret).decode()
    return HookSource(row.id, row.merchant_id, row.format, secret, rules_of(row.settings))


def active_sources(session: Session, source_ids: Collection[UUID]) -> set[UUID]:
    """Those of the sources that are not paused."""
    query = select(models.Source.id).where(
        models.Source.id.in_(source_ids), models.Source.state == SourceState.ACTIVE
    )
    return set(session.scalars(query))


def pause_source(session: Session, name: str, *, resume: bool = False) -> None:
    """Stop or resume looking at a source.

    Raises:
        NotFoundError: there is none of that name.
        RuleError: it would be resumed, and another source reads from the same place by now.
    """
    source = find_source(session, name)
    if resume:
        _check_place(session, name, source.kind, source.settings)
    source.state = SourceState.ACTIVE if resume else SourceState.PAUSED
    record(session, "source.resume" if resume else "source.pause", "source", name)


def source_names(session: Session) -> list[str]:
    """The names of all sources, paused ones too."""
    return list(session.scalars(select(models.Source.name).order_by(models.Source.name)))


def list_sources(session: Session) -> list[SourceOverview]:
    """All sources with how they fare."""
    return [
        SourceOverview(
            id=row.id,
            name=row.name,
            format=row.format,
            kind=row.kind,
            state=row.state,
            settings=row.settings,
            last_run_at=row.last_run_at,
            last_success_at=row.last_success_at,
            last_error=row.last_error,
            failures=row.failures,
            failing_since=row.failing_since,
            next_attempt_at=row.next_attempt_at,
            alarmed_at=row.alarmed_at,
        )
        for row in session.scalars(select(models.Source).order_by(models.Source.name))
    ]
