"""Which channel's copy got out: likelihood, posterior over sets of leakers, verdicts. Pure; numpy."""

from leaktrace.attribution.background import Background, estimate
from leaktrace.attribution.engine import attribute
from leaktrace.attribution.explain import MESSAGES
from leaktrace.attribution.inputs import Evidence, FloatArray, Hit, IntArray, Said
from leaktrace.attribution.params import (
    FACTS,
    MODEL,
    VERBAL_SCALE,
    VERBAL_SCALE_VERSION,
    Params,
    verbal,
)
from leaktrace.attribution.result import UNLISTED, Attribution, ChannelResult, EvidenceLine

__all__ = [
    "FACTS",
    "MESSAGES",
    "MODEL",
    "UNLISTED",
    "VERBAL_SCALE",
    "VERBAL_SCALE_VERSION",
    "Attribution",
    "Background",
    "ChannelResult",
    "Evidence",
    "EvidenceLine",
    "FloatArray",
    "Hit",
    "IntArray",
    "Params",
    "Said",
    "attribute",
    "estimate",
    "verbal",
]
