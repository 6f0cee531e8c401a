"""What was made of it: readings of contacts, cases, attributions."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from leaktrace.domain.case import CaseStatus, Verdict
from leaktrace.domain.contact import ContactClass
from leaktrace.storage.base import Base, Keyed, MerchantOwned, enum_type, now, sealed

__all__ = [
    "Attribution",
    "Case",
    "ContactMark",
    "ContactRuling",
    "MarkKind",
    "Reading",
    "ReadingOrder",
]


class Reading(Keyed, MerchantOwned, Base, kw_only=True):
    """What the extraction understood of a contact. Append-only; the newest of a contact counts."""

    __tablename__ = "reading"
    __table_args__ = (
        # Led by the merchant, since tenancy adds it to every condition: SQLite without statistics
        # takes the index that most conditions fit.
        Index("ix_reading_contact", "merchant_id", "contact_id", "id"),
        Index("ix_reading_made", "merchant_id", "made_at"),
        Index(
            "ix_reading_informed",
            "merchant_id",
            "informed",
            "contact_id",
            # As statements have it: SQLite takes a partial index for the same words only.
            sqlite_where=text("informed = 1"),
            postgresql_where=text("informed"),
        ),
    )

    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contact.id"))
    contact_class: Mapped[ContactClass] = mapped_column(enum_type(ContactClass))
    reason: Mapped[str] = mapped_column(String(300))
    informed: Mapped[bool]
    """The caller showed a correct detail that belongs to one identity, and it is no expected message."""
    details: Mapped[bytes | None] = sealed(nullable=True)
    """The disclosed details per canary order; None where there are none."""
    made_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)


class ContactRuling(Keyed, MerchantOwned, Base, kw_only=True):
    """What a person decided about the class of a contact. Append-only; the newest of a contact stands."""

    __tablename__ = "contact_ruling"
    __table_args__ = (Index("ix_contact_ruling_contact", "merchant_id", "contact_id", "id"),)

    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contact.id"))
    contact_class: Mapped[ContactClass] = mapped_column(enum_type(ContactClass))
    why: Mapped[bytes] = sealed()
    actor: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)


class MarkKind(StrEnum):
    """By what contacts of one campaign are known."""

    CALLER = "caller"
    LINK = "link"
    WORDING = "wording"
    NONE = "none"
    """The contact has nothing to be known by."""


class ContactMark(Keyed, MerchantOwned, Base, kw_only=True):
    """What a contact may have in common with others. Derived from it, and made once."""

    __tablename__ = "contact_mark"
    __table_args__ = (
        Index("ix_contact_mark_contact", "merchant_id", "contact_id"),
        Index("ix_contact_mark_mark", "mark"),
    )

    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contact.id"))
    kind: Mapped[MarkKind] = mapped_column(enum_type(MarkKind))
    value: Mapped[bytes] = sealed()
    mark: Mapped[bytes | None] = mapped_column(info={"blind": True})


class ReadingOrder(MerchantOwned, Base, kw_only=True):
    """The canary orders whose facts a contact showed. Append-only."""

    __tablename__ = "reading_order"

    reading_id: Mapped[UUID] = mapped_column(ForeignKey("reading.id"), primary_key=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("canary_order.id"), primary_key=True)


class Case(Keyed, MerchantOwned, Base, kw_only=True):
    """A leak incident under review."""

    __tablename__ = "case"
    __table_args__ = (UniqueConstraint("merchant_id", "case_id"),)

    case_id: Mapped[str] = mapped_column(String(32))
    status: Mapped[CaseStatus] = mapped_column(enum_type(CaseStatus))
    opened_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)


class Attribution(Keyed, MerchantOwned, Base, kw_only=True):
    """A dated result of one model version over one set of inputs. Append-only."""

    __tablename__ = "attribution"
    __table_args__ = (
        Index("ix_attribution_case", "case_id", "id"),
        # The rows are wide, and looked through for the latest of what they knew.
        Index("ix_attribution_known", "merchant_id", "case_id", "as_of", "made_at"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    as_of: Mapped[datetime]
    model: Mapped[str] = mapped_column(String(64))
    inputs_digest: Mapped[str] = mapped_column(String(80))
    verdict: Mapped[Verdict] = mapped_column(enum_type(Verdict))
    result: Mapped[bytes] = sealed()
    made_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)
