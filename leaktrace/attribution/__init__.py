"""Which channel's copy got out: likelihood, posterior over sets of leakers, verdicts. Pure; numpy."""

from leaktrace.attribution.background import Background, estimate
from leaktrace.attribution.downgrades import DOWNGRADES
from leaktrace.attribution.draws import Block, Draw, Pool, WrittenDraw
from leaktrace.attribution.engine import attribute
from leaktrace.attribution.explain import MESSAGES
from leaktrace.attribution.inputs import (
    Evidence,
    Exposures,
    Flaw,
    FloatArray,
    Hit,
    IntArray,
    Reveal,
    RouteBlock,
    Said,
)
from leaktrace.attribution.lottery import Bet, EProcess
from leaktrace.attribution.params import (
    FACTS,
    MODEL,
    VERBAL_SCALE,
    VERBAL_SCALE_VERSION,
    Params,
    verbal,
)
from leaktrace.attribution.result import (
    UNLISTED,
    Attribution,
    ChannelResult,
    Downgrade,
    EvidenceLine,
    Rival,
)
from leaktrace.attribution.sensitivity import RIVALS

__all__ = [
    "DOWNGRADES",
    "FACTS",
    "MESSAGES",
    "MODEL",
    "RIVALS",
    "UNLISTED",
    "VERBAL_SCALE",
    "VERBAL_SCALE_VERSION",
    "Attribution",
    "Background",
    "Bet",
    "Block",
    "ChannelResult",
    "Downgrade",
    "Draw",
    "EProcess",
    "Evidence",
    "EvidenceLine",
    "Exposures",
    "Flaw",
    "FloatArray",
    "Hit",
    "IntArray",
    "Params",
    "Pool",
    "Reveal",
    "Rival",
    "RouteBlock",
    "Said",
    "WrittenDraw",
    "attribute",
    "estimate",
    "verbal",
]
