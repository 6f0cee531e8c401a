"""The background: how many contacts a line gets that need no leak."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import ColumnElement, Row, String, func, select, type_coerce
from sqlalchemy.orm import Session

from leaktrace.attribution import Background, IntArray, estimate
from leaktrace.services.attribution_contacts import days
from leaktrace.services.attribution_standing import Watched, microseconds
from leaktrace.storage import models

__all__ = ["Arrivals"]

_CHUNK = 5_000


class Arrivals:
    """When which line was reached, of every contact; kept, and brought up to date.

    Contacts are only ever added. Those that were recorded after the newest known one are fetched; if
    there are more before it than are known, somebody was late in telling, and all are fetched anew.

    Of a call that several notices tell of the first counts; of a contact that a newer parser understands differently
    the newest version, for which all are fetched anew as well.
    """

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._contacts = 0
        self._newest: datetime | None = None
        self._numbers: dict[Any, int] = {}
        self._placed: tuple[tuple[Watched, int], IntArray] | None = None
        self._line: IntArray = np.zeros(0, dtype=np.int64)
        self._at: IntArray = np.zeros(0, dtype=np.int64)

    def refresh(self, session: Session) -> None:
        """Fetch what came since. Cost: linear in that; and in all contacts, counted in the database."""
        if self._newest is not None:
            known = models.Contact.recorded_at <= self._newest
            count = session.scalar(
                select(func.count()).select_from(models.Contact).where(known, _no_self_test())
            )
            if count != self._contacts:
                self._forget()
        # What is recorded while this runs is left to the next time.
        newest = session.scalar(select(func.max(models.Contact.recorded_at)))
        if newest is None or newest == self._newest:
            return
        if self._newest is not None and self._has_versions(session):
            self._forget()
        fresh = self._fresh(session, newest)
        seen = len(fresh)
        self._drop_superseded(session, fresh, newest)
        reached = [
            (self._numbers.setdefault(line, len(self._numbers)), fresh[contact])
            for contact, line in _lines(session, list(fresh))
            if contact in fresh
        ]
        found = np.array(reached, dtype=np.int64).reshape(-1, 2)
        self._line = np.concatenate([self._line, found[:, 0]])
        self._at = np.concatenate([self._at, found[:, 1]])
        self._contacts += seen
        self._newest = newest

    def _drop_superseded(self, session: Session, fresh: dict[Any, int], newest: datetime) -> None:
        """Leave one of the contacts that tell of one event."""
        row = models.Contact
        query = select(type_coerce(row.id, String), type_coerce(row.supersedes_id, String)).where(
            row.supersedes_id.is_not(None), row.recorded_at <= newest
        )
        if self._newest is not None:
            query = query.where(row.recorded_at > self._newest)
        for key, earlier in session.execute(query.order_by(row.recorded_at, row.id)):
            # Of notices that were fetched together, one is as good as the other.
            fresh.pop(earlier if earlier in fresh else key, None)

    def _has_versions(self, session: Session) -> bool:
        """Whether a newer parser has understood contacts differently since."""
        row = models.Contact
        query = select(row.id).where(row.version > 0, row.recorded_at > self._newest)
        return session.scalar(query.limit(1)) is not None

    def _fresh(self, session: Session, newest: datetime) -> dict[Any, int]:
        """Keys and times of the contacts that are not known yet."""
        query = select(type_coerce(models.Contact.id, String), models.Contact.occurred_at).where(
            models.Contact.recorded_at <= newest, _no_self_test()
        )
        if self._newest is not None:
            query = query.where(models.Contact.recorded_at > self._newest)
        return {key: microseconds(at) for key, at in session.execute(query)}

    def background(self, watched: Watched, as_of: datetime) -> Background:
        """From contacts on control lines, and on canary lines before their first exposure.

        What came before a line was acquired was meant for somebody else.
        """
        since, until = np.full((2, len(self._numbers)), np.iinfo(np.int64).min)
        places = self._places(watched)
        known = places >= 0
        end = np.minimum(watched.first_exact, microseconds(as_of))
        since[places[known]], until[places[known]] = watched.acquired_exact[known], end[known]
        counted = (self._at >= since[self._line]) & (self._at < until[self._line])
        counts = np.bincount(self._line[counted], minlength=len(until))
        on_line = np.zeros(len(places), dtype=np.int64)
        on_line[known] = counts[places[known]]
        ends = np.minimum(watched.first, days(as_of))
        return estimate(on_line, np.maximum(0.0, ends - watched.acquired))

    def _places(self, watched: Watched) -> IntArray:
        """The number of each watched line, -1 for one that was never reached."""
        known = watched, len(self._numbers)
        if self._placed is None or self._placed[0] != known:
            places = [self._numbers.get(key, -1) for key in watched.keys]
            self._placed = known, np.array(places, dtype=np.int64)
        return self._placed[1]


def _no_self_test() -> ColumnElement[bool]:
    """Not the word that we sent to the line ourselves, to see that it still is ours."""
    ours = models.LineEvent.contact_id
    return models.Contact.id.not_in(select(ours).where(ours.is_not(None)))


def _lines(session: Session, contacts: Sequence[Any]) -> Sequence[Row[Any, Any]]:
    """Contact and line; of all contacts where many are asked for."""
    query = select(
        type_coerce(models.ContactLine.contact_id, String),
        type_coerce(models.ContactLine.line_id, String),
    )
    if len(contacts) <= _CHUNK:
        keys = [key if isinstance(key, UUID) else UUID(key) for key in contacts]
        query = query.where(models.ContactLine.contact_id.in_(keys))
    return session.execute(query).all()
