"""Contacts with their readings, inserted in bulk: shaped and sealed as intake and reading leave them."""

import random
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from planting import BEGIN, CHUNK, DAYS, World, dump, insert_all, keys_of, line_name
from sqlalchemy.orm import Session, sessionmaker

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import ContactClass, Detail, Medium, Strength
from leaktrace.domain.exposure import Exposure
from leaktrace.domain.fiction import fictional_phone
from leaktrace.services.deliveries import store_delivery
from leaktrace.services.sources import manual_source
from leaktrace.storage import models
from leaktrace.storage.base import new_id
from leaktrace.storage.sealed import blind, seal
from leaktrace.storage.tenancy import merchant_of

LEAKER = 1
"""The first ERP: its copies are what informed callers have."""
_FROM_DAY = 24


def insert_contacts(
    writes: sessionmaker[Session],
    world: World,
    begin: int,
    end: int,
    informed: int,
    said: Callable[[int], str] = lambda _number: "",
) -> None:
    """Insert the contacts numbered from `begin` to before `end`; the first `informed` of all are informed.

    Args:
        writes: sessions of the merchant.
        world: what is planted.
        begin: number of the first.
        end: number behind the last.
        informed: so many know a copy.
        said: the words of the contact of a number; of most calls nobody wrote down any.
    """
    leaked = [
        (number, next(e for e in given if e.channel_id == world.channels[LEAKER].channel_id))
        for number, given in enumerate(world.exposures)
        if any(e.channel_id == world.channels[LEAKER].channel_id for e in given)
    ]
    for start in range(begin, end, CHUNK):
        with writes.begin() as session:
            rows = _Rows(session, start, said)
            for number in range(start, min(start + CHUNK, end)):
                chance = random.Random(number)
                if number < informed and leaked:
                    place, held = chance.choice(leaked)
                    rows.add(chance, number, line_name(place), held)
                else:
                    rows.add(chance, number, line_name(chance.randrange(len(world.lines))), None)
            rows.insert()


class _Rows:
    """The rows of one transaction."""

    def __init__(self, session: Session, start: int, said: Callable[[int], str]) -> None:
        self._session, self._merchant, self._said = session, merchant_of(session), said
        self._lines, self._orders = keys_of(session)
        self._source = manual_source(session, "bulk", "native").id
        self._delivery = store_delivery(session, self._source, b"bulk from %d" % start)
        session.add(
            models.DeliveryParse(
                delivery_id=self._delivery, merchant_id=self._merchant,
                received=0, stored=0, duplicates=0, quarantined=0,
            )
        )  # fmt: skip
        session.flush()
        self._contacts: list[dict[str, Any]] = []
        self._reached: list[dict[str, Any]] = []
        self._readings: list[dict[str, Any]] = []
        self._matched: list[dict[str, Any]] = []

    def add(self, chance: random.Random, number: int, line: str, held: Exposure | None) -> None:
        """One contact; informed if somebody's copy is behind it."""
        contact_id, reading_id = new_id(), new_id()
        self._contacts.append(self._contact(chance, contact_id, number))
        self._reached.append(
            {"merchant_id": self._merchant, "contact_id": contact_id, "line_id": self._lines[line]}
        )
        self._readings.append(
            {
                "id": reading_id,
                "merchant_id": self._merchant,
                "contact_id": contact_id,
                "contact_class": ContactClass.UNKNOWN if held is None else ContactClass.SCAM,
                "reason": "Nothing is known of what was said."
                if held is None
                else "Shows correct facts about the order and wants something of the buyer.",
                "informed": held is not None,
                "details": None
                if held is None
                else seal(
                    self._session, models.Reading.details, reading_id, _details(chance, held)
                ),
            }
        )
        if held is not None:
            self._matched.append(
                {
                    "merchant_id": self._merchant,
                    "reading_id": reading_id,
                    "order_id": self._orders[held.canary_id],
                }
            )

    def insert(self) -> None:
        """Insert all of them."""
        insert_all(self._session, models.Contact, self._contacts)
        insert_all(self._session, models.ContactLine, self._reached)
        insert_all(self._session, models.Reading, self._readings)
        insert_all(self._session, models.ReadingOrder, self._matched)

    def _contact(self, chance: random.Random, contact_id: UUID, number: int) -> dict[str, Any]:
        at = BEGIN + timedelta(days=_FROM_DAY, seconds=chance.randrange(DAYS * 86_400))
        caller = fictional_phone(10_000_000 + chance.randrange(2_000_000))
        content, text = models.Contact.content, self._said(number)
        plain = {"caller": caller, "text": text} if text else {"caller": caller}
        return {
            "id": contact_id,
            "merchant_id": self._merchant,
            "source_id": self._source,
            "delivery_id": self._delivery,
            "ref": f"b{number:09d}",
            "medium": Medium.CALL,
            "occurred_at": at,
            "received_at": at,
            "content": seal(self._session, content, contact_id, dump(plain)),
            "caller_index": blind(self._session, models.Contact.caller_index, caller),
            "duration_s": chance.randrange(200),
            "stage": None,
            "call_key": None,
            "ends_at": None,
            "supersedes_id": None,
        }


def _details(chance: random.Random, held: Exposure) -> bytes:
    """Two or three facts of a copy, said in full."""
    fields = chance.sample(
        (Field.NAME, Field.PRODUCT, Field.PRICE, Field.ORDER_NO), chance.choice((2, 3))
    )
    found = [
        asdict(Detail(name, held.holds[name], (0, 4), Strength.EXACT, contradicts=False, rule="bench"))
        for name in fields
    ]  # fmt: skip
    return dump({held.canary_id: found})
