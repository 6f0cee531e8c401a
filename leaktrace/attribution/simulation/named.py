"""The named scenarios: those of the study (letters), and further ones under stress."""

from dataclasses import replace
from typing import Final

from leaktrace.attribution.simulation.scenario import Lacking, Scenario, Variants
from leaktrace.domain.channel import ChannelKind, Field

__all__ = ["HEADLINE", "SCENARIOS", "UnknownScenarioError", "scenario"]

_A = Scenario("a", "One leaker, distinct routes, no variants")
_A_V = replace(_A, name="a_v", title="One leaker, distinct routes, variants", variants=Variants.ALL)
_B0 = Scenario("b0", "One leaker in a nested chain, same fields, no variants", nested=True)
_B2 = replace(_B0, name="b2", title="One leaker in a nested chain, variants", variants=Variants.ALL)
_COURIER_LACKS: Final = (
    Lacking(ChannelKind.COURIER, Field.PRODUCT),
    Lacking(ChannelKind.COURIER, Field.ORDERED_AT),
)
_F = Scenario(
    "f", "Sparse: one to three identities are hit, no variants", rho=(0.02, 0.15), hits=(1, 3)
)
_M = Scenario(
    "m", "Every channel and the unlisted party leak with chance .05, no variants", leak_prior=0.05
)


def _storms(base: Scenario, name: str, title: str, chance_factor: float = 1.0) -> Scenario:
    """The same under over-dispersed calls and storms, with more chance mentions."""
    return replace(
        base, name=name, title=title, spread=0.5, storms=3.0, chance_factor=chance_factor
    )


def _variants(base: Scenario, name: str, title: str) -> Scenario:
    return replace(base, name=name, title=title, variants=Variants.ALL)


_C2 = _storms(_A, "c2", "Storms, ten times the chance mentions, no variants", 10.0)
_D = replace(_A, name="d", title="Two leakers, no variants", leakers=2)
_E1 = replace(_A, name="e1", title="Nobody leaks", leakers=0)
_E2 = _storms(_E1, "e2", "Nobody leaks, storms, ten times the chance mentions", 10.0)
_G1 = replace(_A, name="g1", title="A party nobody listed leaks", leakers=0, unlisted=True)
_WRONG_CELL = replace(
    _B0,
    name="wrong_cell",
    title="Courier leaks and holds product and time, which our record denies; nested, no variants",
    leaker_kind=ChannelKind.COURIER,
    unrecorded=_COURIER_LACKS,
)
_SELECTIVE = replace(
    _A,
    name="selective",
    title="A platform leaks one courier's parcels, no variants",
    selective=True,
)

_ALL: Final = (
    _A,
    _A_V,
    _B0,
    replace(
        _B0,
        name="b1",
        title="Nested, possession differs, no variants",
        lacks=_COURIER_LACKS,
    ),
    _B2,
    replace(
        _B0, name="b3", title="Nested, only the courier's copy differs", variants=Variants.COURIERS
    ),
    _storms(_A, "c1", "Storms and over-dispersed lines, no variants"),
    _C2,
    _variants(_C2, "c3", "Storms, ten times the chance mentions, variants"),
    _D,
    _variants(_D, "d_v", "Two leakers, variants"),
    _E1,
    _E2,
    _variants(_E2, "e3", "Nobody leaks, storms, ten times the chance mentions, variants"),
    _F,
    _variants(_F, "f_v", "Sparse: one to three identities are hit, variants"),
    _G1,
    _variants(_G1, "g1_v", "A party nobody listed leaks, one issued value of each order, variants"),
    replace(
        _A_V,
        name="g2",
        title="Our own records leak, variants, ten sealed controls",
        leakers=0,
        registry=True,
        sealed_controls=10,
        rho=(0.2, 0.2),
    ),
    _M,
    _variants(_M, "m_v", "Every channel and the unlisted party leak with chance .05, variants"),
    replace(
        _storms(_M, "mm_v", "The same, variants, nothing as the model assumes it", 5.0),
        variants=Variants.ALL,
        talk=0.6,
        delay_mean=20.0,
        hearing_error=(0.1, 0.1),
    ),
    _WRONG_CELL,
    _variants(
        _WRONG_CELL,
        "wrong_cell_v",
        "Courier leaks and holds product and time, which our record denies; nested, variants",
    ),
    _SELECTIVE,
    _variants(_SELECTIVE, "selective_v", "A platform leaks one courier's parcels, variants"),
    replace(
        _A_V,
        name="partial_v",
        title="One leaker, two of six kinds of orders, variants",
        kinds=6,
        kinds_leaked=2,
    ),
    replace(
        _A_V,
        name="resale_v",
        title="One leaker, sold on twice, weeks later, variants",
        resale_waves=2,
    ),
    replace(
        _A_V,
        name="transcripts_v",
        title="Calls taken down by ear, up to 30 % misheard, facts in part, variants",
        hearing_error=(0.0, 0.3),
        fuzzy=0.6,
        partial=0.7,
    ),
    replace(_A_V, name="three_v", title="Three leakers, variants", leakers=3),
    replace(
        _A_V,
        name="framing_v",
        title="Nobody leaks; a channel has another's values of one order said, variants",
        leakers=0,
        framing=True,
    ),
    replace(
        _A_V,
        name="records_v",
        title="One leaker, 3 % of our records wrong and 3 % missing, variants",
        wrong_copies=0.03,
        missing_copies=0.03,
    ),
    replace(
        _A_V,
        name="controls_v",
        title="One leaker, ten sealed controls, variants",
        sealed_controls=10,
    ),
)

SCENARIOS: Final = {one.name: one for one in _ALL}
"""All of them, by name."""

HEADLINE: Final = ("a", "a_v", "b2", "b0", "c3", "d_v", "e1", "e3", "g2")
"""The rows that a release is judged by."""


class UnknownScenarioError(ValueError):
    """No scenario has this name."""


def scenario(name: str) -> Scenario:
    """The scenario of a name; ``a'`` is read as ``a_v``.

    Raises:
        UnknownScenarioError: there is none.
    """
    plain = name.strip().replace("'", "_v").replace("’", "_v")
    if plain not in SCENARIOS:
        raise UnknownScenarioError(f"no scenario {name!r}; there are {', '.join(SCENARIOS)}")
    return SCENARIOS[plain]
