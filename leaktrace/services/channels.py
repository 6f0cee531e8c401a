"""Channels: import, add, list, show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leaktrace.domain.channel import Channel, ChannelKind, Field, View, parse_views
from leaktrace.domain.errors import InputError, NotFoundError
from leaktrace.domain.words import member
from leaktrace.services.events import record
from leaktrace.services.files import Faults, csv_rows, identifier, plain_text
from leaktrace.storage import models
from leaktrace.storage.queries import current_exposures
from leaktrace.storage.tenancy import merchant_of

__all__ = [
    "ChannelOverview",
    "Imported",
    "channel_from",
    "import_channels",
    "list_channels",
    "load_channels",
    "read_channels",
    "show_channel",
]

COLUMNS = ("channel_id", "kind", "name", "provider", "injectable", "views")


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    created: int
    updated: int
    unchanged: int


@dataclass(frozen=True)
class ChannelOverview:
    """A channel, and how many canary orders it was given."""

    channel: Channel
    exposures: int


def channel_from(cells: dict[str, str]) -> Channel:
    """One channel of the cells of a row.

    Raises:
        InputError: a cell is off.
    """
    if cells["injectable"] not in {"yes", "no"}:
        raise InputError("must be yes or no", field="injectable")
    name = plain_text(cells["name"], "name")
    if not name:
        raise InputError("is missing", field="name")
    return Channel(
        channel_id=identifier(cells["channel_id"], "channel_id"),
        kind=member(ChannelKind, cells["kind"], field="kind"),
        name=name,
        provider=plain_text(cells["provider"], "provider"),
        injectable=cells["injectable"] == "yes",
        views=parse_views(cells["views"]),
    )


def read_channels(path: Path, *, encoding: str = "utf-8") -> list[Channel]:
    """The channels of ``channels.csv``.

    Raises:
        InputError: the file cannot be read.
        FileError: rows cannot be taken.
    """
    faults = Faults(path.name)
    channels: dict[str, Channel] = {}
    for number, cells in csv_rows(path, COLUMNS, encoding=encoding):
        channel = faults.take(number, channel_from, cells)
        if channel is None:
            continue
        if channel.channel_id in channels:
            faults.add(
                InputError(
                    f"{channel.channel_id} is there twice",
                    where=path.name,
                    row=number,
                    field="channel_id",
                )
            )
        channels[channel.channel_id] = channel
    faults.check()
    return list(channels.values())


def import_channels(session: Session, channels: Iterable[Channel]) -> Imported:
    """Take over channels; one that is there already is brought up to date."""
    merchant_id = merchant_of(session)
    known = {row.channel_id: row for row in session.scalars(select(models.Channel))}
    created = updated = unchanged = 0
    for channel in channels:
        row = known.get(channel.channel_id)
        if row is None:
            session.add(
                models.Channel(
                    merchant_id=merchant_id,
                    channel_id=channel.channel_id,
                    kind=channel.kind,
                    name=channel.name,
                    provider=channel.provider,
                    injectable=channel.injectable,
                    views=_plain(channel.views),
                )
            )
            created += 1
        elif _value(row) == channel:
            unchanged += 1
        else:
            row.kind, row.name, row.provider = channel.kind, channel.name, channel.provider
            row.injectable, row.views = channel.injectable, _plain(channel.views)
            record(session, "channel.update", "channel", channel.channel_id)
            updated += 1
    record(session, "channel.import", "channel", "*", created=created, updated=updated)
    return Imported(created, updated, unchanged)


def load_channels(session: Session) -> list[Channel]:
    """All channels, in the order of their ids."""
    return [
        _value(row)
        for row in session.scalars(select(models.Channel).order_by(models.Channel.channel_id))
    ]


def list_channels(session: Session) -> list[ChannelOverview]:
    """All channels, by kind and name."""
    exposures = current_exposures().subquery()
    counts: dict[UUID, int] = dict(
        session.execute(
            select(exposures.c.channel_id, func.count()).group_by(exposures.c.channel_id)
        ).all()
    )
    rows = session.scalars(select(models.Channel).order_by(models.Channel.channel_id))
    order = list(ChannelKind)
    overview = [ChannelOverview(_value(row), counts.get(row.id, 0)) for row in rows]
    return sorted(overview, key=lambda entry: order.index(entry.channel.kind))


def show_channel(session: Session, channel_id: str) -> ChannelOverview:
    """One channel.

    Raises:
        NotFoundError: there is none of that name.
    """
    for entry in list_channels(session):
        if entry.channel.channel_id == channel_id:
            return entry
    raise NotFoundError(
        f"there is no channel {channel_id!r}", remedy="See 'leaktrace channel list'"
    )


def _plain(views: Mapping[Field, View]) -> dict[str, Any]:
    return {name.value: view.value for name, view in views.items()}


def _value(row: models.Channel) -> Channel:
    return Channel(
        channel_id=row.channel_id,
        kind=row.kind,
        name=row.name,
        provider=row.provider,
        injectable=row.injectable,
        views={Field(name): View(view) for name, view in row.views.items()},
    )
