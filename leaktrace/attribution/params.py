"""Every number of the model, and where it comes from.

"The study" is the simulation study that the model was chosen by: 8 channels, 60 canaries, 90 days,
1,000 runs a scenario, with over-dispersed background and misspecified disclosure rates.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Strength

__all__ = ["FACTS", "MODEL", "VERBAL_SCALE", "VERBAL_SCALE_VERSION", "Params", "verbal"]

MODEL = "leaktrace-attribution/3"
"""Name and version of the model. Any change that can change a result raises the version."""

VERBAL_SCALE_VERSION = "enfsi-2015"
VERBAL_SCALE: tuple[tuple[float, str], ...] = (
    (6.0, "extremely strong"),
    (4.0, "very strong"),
    (3.0, "strong"),
    (2.0, "moderately strong"),
    (1.0, "moderate"),
    (0.3010299956639812, "weak"),
)
"""Lower limits of the likelihood ratio as powers of ten, and their words: the seven steps of the
ENFSI Guideline for Evaluative Reporting (2015). Below a ratio of two there is no support. Secondary
sources cut the top classes differently, hence the version."""

FACTS: tuple[tuple[Field, str], ...] = (
    (Field.NAME, ""),
    (Field.ADDRESS, "unit"),
    (Field.PRODUCT, ""),
    (Field.PRICE, ""),
    (Field.ORDERED_AT, ""),
    (Field.ORDER_NO, ""),
    (Field.TRACKING_NO, ""),
)
"""The facts that are said often enough for leaving one out to mean anything."""

_DELTA: Mapping[tuple[Field, str], float] = MappingProxyType(
    {
        (Field.NAME, ""): 0.60,
        (Field.ADDRESS, ""): 0.25,
        (Field.ADDRESS, "unit"): 0.25,
        (Field.ADDRESS, "place"): 0.20,
        (Field.PRODUCT, ""): 0.50,
        (Field.TRACKING_NO, ""): 0.20,
        (Field.ORDER_NO, ""): 0.20,
        (Field.ORDERED_AT, ""): 0.30,
        (Field.PRICE, ""): 0.40,
        (Field.NICK, ""): 0.10,
        (Field.NOTE, ""): 0.05,
        (Field.EMAIL, ""): 0.05,
        (Field.PHONE, ""): 0.05,
    }
)
_CHANCE: Mapping[tuple[Field, str], float] = MappingProxyType(
    {
        (Field.NAME, ""): 1e-3,
        (Field.ADDRESS, ""): 1e-5,
        (Field.ADDRESS, "unit"): 1e-5,
        (Field.ADDRESS, "place"): 1e-2,
        (Field.PRODUCT, ""): 3e-3,
        (Field.TRACKING_NO, ""): 1e-6,
        (Field.ORDER_NO, ""): 1e-6,
        (Field.ORDERED_AT, ""): 1e-3,
        (Field.PRICE, ""): 1e-3,
        (Field.NICK, ""): 1e-5,
        (Field.NOTE, ""): 1e-4,
        (Field.EMAIL, ""): 1e-3,
        (Field.PHONE, ""): 1e-3,
    }
)
_DIGITS = frozenset({Field.TRACKING_NO, Field.ORDER_NO})


@dataclass(frozen=True)
class Params:
    """The numbers of the model. The defaults are those that the study was run with."""

    prior: float = 0.05
    """P(a channel's copies got out) before any evidence. The study: .01, .05 and .20 give Brier
    scores of .016, .015 and .018, so little hangs on it."""
    unlisted_prior: float = 0.005
    """The same for the unlisted party. It would hold every canary and every variant, which no party but
    our own systems is known to, and those are watched by sealed controls. At .02 it stood, as one party that
    explains everything, in the way of two leakers at once; see docs/attribution.md for what that costs where
    an unlisted party does leak."""
    rho_low: float = 0.03
    """Expected informed contacts per leaked record over the window, log-uniform from here ..."""
    rho_high: float = 6.0
    """... to here. The dominant unknown; it is integrated out. The study stopped at 1.2, but a record
    is at risk only until its first contact, so a leak that is worked off in days looks faster than
    that, and a rate out of reach would call for a second leaker who is innocent."""
    rho_points: int = 28
    """Points of that grid. With fewer, a rate between two points fits badly enough to call for a
    second leaker once there are a hundred contacts."""
    starts: int = 5
    """Points at which a leak may have begun, evenly over the window. No finer, and no fitted
    delays: a delay density accused innocents in 57 % of runs of the study."""
    delta: Mapping[tuple[Field, str], float] = field(default_factory=lambda: _DELTA)
    """P(a caller who has the fact says it). Name, unit, product, order time, tracking number as in
    the study; price, place and order number after the same pattern; the rest are guesses on the
    low side. Only ratios between channels matter much, and those come from `soft`."""
    chance: Mapping[tuple[Field, str], float] = field(default_factory=lambda: _CHANCE)
    """P(a caller without any copy happens to say it), from guessing or other data. As in the study
    for name, unit, product, tracking number and time; ten times as high changed no conclusion."""
    partial: float = 10.0
    """How much likelier chance is to meet a part of a value (a surname, a date, a kind of goods)."""
    partial_digits: float = 100.0
    """The same for the last digits of a number or a part of a unit: four digits are one in 10^4."""
    fuzzy: float = 10.0
    """The same for a value that was heard or written with an error."""
    chance_cap: float = 0.05
    """Chance is never taken to be likelier than this."""
    eta: float = 0.03
    """P(a value is heard or noted wrongly, and becomes another value of its pool)."""
    eta_fuzzy: float = 0.3
    """The same where the words were already heard or written with an error."""
    soft: float = 0.2
    """P(a caller says a fact though the copy does not show it). Large because our record of what a
    channel holds may be wrong: with 0 an innocent was accused in 71 % of the runs with one wrong
    cell, with .05 in 15 %, with .2 in none."""
    reach_soft: float = 0.2
    """The same for the phone number or mailbox that was used, against 1 for a copy that shows it."""
    cell_bound: float = 0.2
    """The facts of one field never count for more than this against one channel, however many callers
    knew them: one wrong entry in our record of what it holds would explain all of them at once, and
    hits are not independent of such an entry. Two channels that differ in one field are so left
    together; several fields, or the pattern, tell them apart."""
    reach_bound: float = 0.02
    """The same for numbers and mailboxes: whether a copy has a relay number is better known."""
    unsaid: float = 0.75
    """Weight of what a caller did not say. With 1 a caller who never says what the copy shows speaks
    fully against it; less, because notes of a call leave things out and the rates of `delta` are
    guesses. At 0 silence about facts is not used, and whoever meets one fact by chance looks like a
    leak: at .5 half as many sets again were named in simulated worlds where nobody leaked."""
    background_factors: tuple[tuple[float, float], ...] = (
        (1.0, 0.5),
        (2.0, 0.2),
        (4.0, 0.15),
        (10.0, 0.15),
    )
    """How many times the background may show facts by chance more often than `chance` says, and how
    likely that is beforehand. Ten times as many chance mentions, unknown to the study's model, made it
    call innocents leakers (.004 of runs) and its sets miss the leaker (.07)."""
    full_weight_hits: int = 100
    """Beyond so many hits the likelihood is tempered to the weight of this many (the coarsened
    posterior of Miller and Dunson, JASA 2019): small misfit must not grow into certainty."""
    most_leakers: int = 4
    """Sets of so many sources leaking at once are thought of, the unlisted party among them."""
    set_threshold: float = 0.95
    """A suspect set holds a leaker with at least this probability."""
    identities_needed: int = 2
    """A channel is accused only if values of so many identities were said: who has learnt what another
    was given of one order could otherwise frame it."""
    suspect_threshold: float = 0.5
    """From here on a single channel is called suspected."""
    separable_gap: float = 1.0
    """Days by which one channel must be ahead on some orders, and behind on others, for the time of
    a contact to tell two channels apart that hold the same."""
    false_accusation_bound: float = 0.01
    """Alpha: the chance that any innocent channel is ever called attributed is at most this."""

    def disclosed(self, name: Field, part: str) -> float:
        """P(said | the copy shows it)."""
        return self.delta.get((name, part), self.delta[name, ""])

    def disclosed_softly(self, name: Field, part: str) -> float:
        """P(said | the copy does not show it).

        Never more than half of `disclosed`: a flat `soft` would make a fact that is rarely said
        anyway (a tracking number) speak for the channels that do not have it.
        """
        return min(self.soft, self.disclosed(name, part) / 2.0)

    def withheld(self, name: Field, part: str) -> float:
        """How much likelier a caller leaves the fact out if the copy shows it (below 1)."""
        shown = 1.0 - self.disclosed(name, part)
        return float((shown / (1.0 - self.disclosed_softly(name, part))) ** self.unsaid)

    @property
    def informed_by_chance(self) -> float:
        """P(an ordinary call happens to show any of the facts)."""
        return sum(self.chance.get(fact, self.chance[fact[0], ""]) for fact in FACTS)

    def by_chance(self, name: Field, part: str, strength: Strength) -> float:
        """P(said | no copy at all), for a value said as fully as `strength` tells."""
        base = self.chance.get((name, part), self.chance[name, ""])
        match strength:
            case Strength.EXACT:
                factor = 1.0
            case Strength.FUZZY:
                factor = self.fuzzy
            case Strength.PARTIAL:
                digits = name in _DIGITS or part == "unit"
                factor = self.partial_digits if digits else self.partial
        return min(base * factor, self.chance_cap)


def verbal(log10_lr: float) -> str:
    """The words for a likelihood ratio.

    Below two there is no support. A ratio below one is no word for innocence: it says that the others
    explain what was seen as well.
    """
    for limit, word in VERBAL_SCALE:
        if log10_lr >= limit:
            return word
    return "none"
