"""The rows of LeakTrace, by subject. Importing this package declares every table."""

from leaktrace.storage.models.console import User, WebSession
from leaktrace.storage.models.draws import DrawBlock, DrawOpening, DrawPool, SealedDraw
from leaktrace.storage.models.intake import (
    Contact,
    ContactLine,
    Delivery,
    DeliveryParse,
    IntakeRun,
    Quarantine,
    QuarantineResolution,
    Source,
)
from leaktrace.storage.models.inventory import (
    CanaryOrder,
    Channel,
    Exposure,
    Identity,
    IdentityLine,
    Line,
    Merchant,
)
from leaktrace.storage.models.review import Attribution, Case, ContactRuling, Reading, ReadingOrder
from leaktrace.storage.models.seeding import (
    Approval,
    CanaryEvent,
    CanaryTag,
    ChannelSetup,
    LineEvent,
    OrderModel,
    Placement,
    Premises,
    SeedPlan,
    Tag,
)
from leaktrace.storage.models.system import DataKey, Event, Lease

__all__ = [
    "Approval",
    "Attribution",
    "CanaryEvent",
    "CanaryOrder",
    "CanaryTag",
    "Case",
    "Channel",
    "ChannelSetup",
    "Contact",
    "ContactLine",
    "ContactRuling",
    "DataKey",
    "Delivery",
    "DeliveryParse",
    "DrawBlock",
    "DrawOpening",
    "DrawPool",
    "Event",
    "Exposure",
    "Identity",
    "IdentityLine",
    "IntakeRun",
    "Lease",
    "Line",
    "LineEvent",
    "Merchant",
    "OrderModel",
    "Placement",
    "Premises",
    "Quarantine",
    "QuarantineResolution",
    "Reading",
    "ReadingOrder",
    "SealedDraw",
    "SeedPlan",
    "Source",
    "Tag",
    "User",
    "WebSession",
]
