"""What can be set about a world with known leakers: the design, the leak, the callers, the background.

The defaults are those of the study the model was chosen by: eight channels, 60 identities, 90 days.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from leaktrace.domain.channel import ChannelKind, Field

__all__ = ["FACTS_SAID", "POOL_SIZES", "Lacking", "Scenario", "Variants"]

FACTS_SAID: Final[tuple[tuple[Field, str], ...]] = (
    (Field.NAME, ""),
    (Field.ADDRESS, "unit"),
    (Field.PRODUCT, ""),
    (Field.TRACKING_NO, ""),
    (Field.ORDERED_AT, ""),
)
"""What callers say in these worlds. The first two come out of pools where channels get variants."""

POOL_SIZES: Final = (20, 50)
"""How many values a pool of names and of units has."""


class Variants(StrEnum):
    """Which channels are given values of their own."""

    NONE = "none"
    """Every channel is given the same."""
    ALL = "all"
    COURIERS = "couriers"
    """Couriers alone; all others share one value, as where only the waybill can be varied."""


@dataclass(frozen=True)
class Lacking:
    """A field that the channels of one kind do not hold."""

    kind: ChannelKind
    field: Field


@dataclass(frozen=True)
class Scenario:
    """A kind of world. Times are in days, rates per day, shares and chances between 0 and 1.

    Two scenarios that differ in a few knobs give, from one seed, worlds that differ in as little:
    routes, leaks, callers and background are drawn from streams of their own.

    Raises:
        ValueError: the numbers fit no world.
    """

    name: str
    """As in the study, in ASCII: ``a_v`` where that writes a'."""
    title: str = ""

    # --- The design ---
    identities: int = 60
    """Canary orders, each of an identity with a line of its own."""
    days: float = 90.0
    seeding_days: float = 30.0
    """All orders are placed in the first so many days."""
    nested: bool = False
    """One platform, one ERP, one courier: whoever holds an order, the others hold it too."""
    service_share: float = 0.5
    """Share of orders that the outsourced service gets too; not in a nested world."""
    variants: Variants = Variants.NONE
    lacks: tuple[Lacking, ...] = ()
    """Fields that some channels do not hold, and our record says so."""
    unrecorded: tuple[Lacking, ...] = ()
    """Fields that some channels hold though our record says that they do not."""
    control_lines: int = 5
    """Lines without an identity that nobody was ever given: they measure the background."""
    sealed_controls: int = 0
    """Complete identities that nobody was ever given. They are in our own records."""

    # --- The leak ---
    leakers: int = 1
    """How many channels leak, drawn at random."""
    leaker_kind: ChannelKind | None = None
    """The leakers are of this kind; any if left out."""
    leak_prior: float | None = None
    """Every channel, and the unlisted party, leaks with this chance, instead of `leakers`."""
    unlisted: bool = False
    """A party that we did not list leaks. It holds every order, of each one issued value."""
    registry: bool = False
    """Our own records leak, with every issued value, the sealed controls among them."""
    rho: tuple[float, float] = (0.05, 0.6)
    """Share of its records that callers work, log-uniform between these."""
    leak_start: float = 45.0
    """The leak begins at a random time up to here; records that are there by then leak at once."""
    delay_mean: float = 10.0
    """From the leak of a record to the first contact, log-normal. No model knows it."""
    delay_sigma: float = 0.8
    """Spread of the logarithm of the delay."""
    selective: bool = False
    """A platform leaks, and only the parcels of one courier."""
    kinds: int = 1
    """Into so many kinds (products, regions) the orders fall ..."""
    kinds_leaked: int = 1
    """... and only so many of them leak."""
    resale_waves: int = 0
    """So many times, three to six weeks apart, the leaked records are sold to others, who work them anew."""
    framing: bool = False
    """A channel that leaks nothing of its own has learnt the values that another was given of one
    order, and has callers say them."""

    # --- The callers ---
    repeats: float = 1.0
    """Further contacts on a worked record, Poisson with this mean."""
    repeat_gap: float = 3.0
    """Days between them."""
    informed: float = 0.7
    """Share of contacts on a worked record in which the caller says at least one fact."""
    said: tuple[float, ...] = (0.60, 0.25, 0.50, 0.20, 0.30)
    """P(says it | holds it), in the order of `FACTS_SAID`."""
    talk: float = 1.0
    """All of `said` times this."""
    hearing_error: tuple[float, float] = (0.03, 0.03)
    """P(a name or unit is heard as another), one value for each world between these. Out of a pool it
    becomes another value of it; otherwise it is lost."""
    fuzzy: float = 0.0
    """Share of names and units that are written down by ear, and known to be."""
    partial: float = 0.0
    """Share of products, tracking numbers and times of which only a part is said."""

    # --- The background ---
    calls: float = 0.1
    """Contacts that need no leak, per line and day."""
    chance: tuple[float, ...] = (1e-3, 1e-5, 3e-3, 1e-6, 1e-3)
    """P(one of them happens to say it), in the order of `FACTS_SAID`; out of a pool, any value."""
    chance_factor: float = 1.0
    """All of `chance` times this."""
    spread: float | None = None
    """Shape of the gamma by which lines differ in their rate; equal lines if left out."""
    storms: float = 0.0
    """Days, expected in the whole window, on which half of the lines get three calls more."""

    # --- Our record ---
    wrong_copies: float = 0.0
    """Share of exposures of which the channel really holds another value than our record says."""
    missing_copies: float = 0.0
    """Share of exposures that our record does not have."""
    hits: tuple[int, int] | None = None
    """Keep to worlds with so many informed identities, the limits included."""

    def __post_init__(self) -> None:
        if len(self.said) != len(FACTS_SAID) or len(self.chance) != len(FACTS_SAID):
            raise ValueError("said and chance have one number for each fact")
        if self.identities < 1 or not 0 < self.seeding_days < self.days:
            raise ValueError("a world needs identities, and time after they are seeded")
        if self.selective and self.nested:
            raise ValueError("a nested world has only one courier to select by")
        if (self.wrong_copies or self.framing) and self.variants is Variants.NONE:
            raise ValueError("without variants there is no other value to hold or to say")
