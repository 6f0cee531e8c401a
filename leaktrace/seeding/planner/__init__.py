"""The plan by which canaries are planted: routes, days, lines, variants, and what they will tell apart.

`plan` makes it from a `Brief`, `power` predicts by simulation what it reaches. Pure: no clock, no I/O,
and all chance from the seed of the brief. The method is that of the study (section 5 of the design
notes): make the smallest margin between any two channels as large as the routes allow, since two
channels are mistaken for one another with a chance that falls by the same factor with each order that
only one of them has.
"""

from leaktrace.seeding.planner.brief import POOLS, VARIED, Brief, BriefError, Route
from leaktrace.seeding.planner.document import plan_document, plan_from
from leaktrace.seeding.planner.making import plan
from leaktrace.seeding.planner.power import power
from leaktrace.seeding.planner.result import (
    Confusable,
    Controls,
    Margin,
    Plan,
    PlannedOrder,
    PowerPoint,
    Remedy,
    RemedyKind,
)
from leaktrace.seeding.planner.words import MESSAGES, Note, plan_text

__all__ = [
    "MESSAGES",
    "POOLS",
    "VARIED",
    "Brief",
    "BriefError",
    "Confusable",
    "Controls",
    "Margin",
    "Note",
    "Plan",
    "PlannedOrder",
    "PowerPoint",
    "Remedy",
    "RemedyKind",
    "Route",
    "plan",
    "plan_document",
    "plan_from",
    "plan_text",
    "power",
]
