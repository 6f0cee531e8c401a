"""What is kept between two attributions of one merchant, so that a new contact costs what is new."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from leaktrace.attribution import Hit, Reveal
from leaktrace.services.attribution_background import Arrivals
from leaktrace.services.attribution_contacts import CaseContact, informed_readings, read_contacts
from leaktrace.services.attribution_digest import canonical_told
from leaktrace.services.attribution_hits import hits
from leaktrace.services.attribution_reveals import reveals
from leaktrace.services.attribution_standing import Stamp, Standing, load_standing, stamp_of

__all__ = ["Compared", "Memory"]


@dataclass(frozen=True)
class Compared:
    """An informed contact, compared with every copy that there is at an instant."""

    hits: tuple[Hit, ...]
    reveals: tuple[Reveal, ...]
    canonical: tuple[str, str]
    """Both, as they go into the digest of the inputs."""


class Memory:
    """For one merchant, used by one thread at a time.

    Whatever is in it was read from rows that never change, and is used only while the count of all such
    rows says that none has been added: an attribution with a memory comes to the same as one without.
    It holds copies in plain: drop it when it is not needed any more.
    """

    def __init__(self) -> None:
        self._stamp: Stamp | None = None
        self._standing: Standing | None = None
        self._arrivals = Arrivals()
        self._contacts: dict[Any, CaseContact] = {}
        """By reading."""
        self._compared: dict[Any, Compared] = {}
        """By reading, against `_standing`."""

    def standing(self, session: Session, as_of: datetime) -> Standing:
        """What channels hold at an instant."""
        stamp = stamp_of(session)
        if self._standing is None or stamp != self._stamp or not self._standing.holds_at(as_of):
            self._compared.clear()
            self._standing = load_standing(session, as_of)
            self._stamp = stamp
        return self._standing

    def arrivals(self, session: Session) -> Arrivals:
        """When which line was reached."""
        self._arrivals.refresh(session)
        return self._arrivals

    def informed(self, session: Session, as_of: datetime) -> list[tuple[Any, CaseContact]]:
        """The informed contacts up to an instant with the keys of their readings, oldest first."""
        current = informed_readings(session)
        kept = self._contacts
        new = {
            key if isinstance(key, UUID) else UUID(key): key for key in current if key not in kept
        }
        fresh = {new[one]: contact for one, contact in read_contacts(session, list(new)).items()}
        self._contacts = {key: fresh[key] if key in fresh else kept[key] for key in current}
        found = [one for one in self._contacts.items() if one[1].occurred_at <= as_of]
        found.sort(key=lambda one: (one[1].occurred_at, one[1].ref, one[1].contact_id))
        return found

    def compared(
        self, standing: Standing, contacts: Iterable[tuple[Any, CaseContact]]
    ) -> list[Compared]:
        """Each contact with what the copies make of it.

        Args:
            standing: as `standing` just gave it.
            contacts: with the keys of their readings.
        """
        kept = self._compared
        found = {
            key: kept[key] if key in kept else _compare(standing, contact)
            for key, contact in contacts
        }
        self._compared = found
        return list(found.values())


def _compare(standing: Standing, contact: CaseContact) -> Compared:
    found = hits([contact], standing.copies, standing.pools, standing.channels)
    said = reveals([contact], standing.held, standing.drawn, standing.numbers)
    return Compared(found, said, canonical_told(found, said))
