"""Orders that look like the merchant's own: learned as aggregates, drawn anew, and audited before planting.

``read_orders`` makes orders of the rows of an export, ``fit`` keeps aggregates of them and nothing else,
``sample`` draws drafts, and ``audit`` says whether a classifier can tell the drafts from real orders.
"""

from leaktrace.seeding.orders.audit import THRESHOLD, audit
from leaktrace.seeding.orders.fit import LEAST_ORDERS, fit
from leaktrace.seeding.orders.model import OrderModel
from leaktrace.seeding.orders.profiles import (
    FIELDS,
    PROFILES,
    Profile,
    blank_separated,
    detect,
    mapping_profile,
)
from leaktrace.seeding.orders.reading import read_orders
from leaktrace.seeding.orders.records import (
    AuditResult,
    DraftOrder,
    ExportedOrder,
    FeatureWeight,
    Oddity,
    Region,
    of_canary,
    of_draft,
)
from leaktrace.seeding.orders.sample import sample

__all__ = [
    "FIELDS",
    "LEAST_ORDERS",
    "PROFILES",
    "THRESHOLD",
    "AuditResult",
    "DraftOrder",
    "ExportedOrder",
    "FeatureWeight",
    "Oddity",
    "OrderModel",
    "Profile",
    "Region",
    "audit",
    "blank_separated",
    "detect",
    "fit",
    "mapping_profile",
    "of_canary",
    "of_draft",
    "read_orders",
    "sample",
]
