"""Verdicts, suspect sets and what cannot be told apart."""

from dataclasses import replace

import numpy as np
import pytest
from small_world import evidence, hit, posteriors, route, said

from leaktrace.attribution import UNLISTED, Params, attribute
from leaktrace.domain.case import Verdict
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Strength
from leaktrace.domain.copy import Fit

LONE = route(range(20), (0,)) + route(range(20, 40), (1,)) + route(range(40, 60), (2,))


def test_no_contact_is_background():
    found = attribute(evidence(LONE))
    assert found.verdict is Verdict.BACKGROUND
    assert found.suspect_set == ()
    assert all(channel.canaries_hit == 0 for channel in found.channels)
    assert all(channel.posterior < 0.05 for channel in found.channels)
    assert found.p_no_leak > 0.8


def test_contact_on_an_identity_that_nobody_was_given_is_inconclusive():
    found = attribute(evidence(LONE, [hit(60)], identities=61))
    assert found.verdict is Verdict.INCONCLUSIVE
    assert all(channel.canaries_hit == 0 for channel in found.channels)


def test_empty_design_is_background():
    found = attribute(evidence([], channels=3, identities=1))
    assert found.verdict is Verdict.BACKGROUND
    assert found.confusable == ()


def test_hits_on_one_channels_canaries_single_it_out():
    found = attribute(evidence(LONE, [hit(identity) for identity in range(8)]))
    assert found.verdict is Verdict.SET
    assert found.suspect_set == ("channel-0",)
    assert found.channels[0].log10_lr > max(channel.log10_lr for channel in found.channels[1:])
    assert found.channels[0].verbal in {"very strong", "extremely strong"}
    assert found.channels[0].channel_id == "channel-0"


def test_nested_channels_come_out_together_with_the_unlisted_party():
    found = attribute(evidence(route(range(60), (0, 1, 2)), [hit(i, 30.0) for i in range(10)]))
    assert found.verdict is Verdict.SET
    assert set(found.suspect_set) == {"channel-0", "channel-1", "channel-2", UNLISTED}
    assert found.confusable == (("channel-0", "channel-1", "channel-2"),)
    assert max(posteriors(found).values()) < 0.5


def test_twins_go_into_the_set_together_even_if_one_would_do():
    rows = route(range(20), (0, 1)) + route(range(20, 40), (2,))
    hits = [hit(identity) for identity in range(8)]
    found = attribute(evidence(rows, hits), Params(set_threshold=0.4))
    assert found.suspect_set == ("channel-0", "channel-1")


def test_contact_between_two_copies_parts_twins():
    rows = route(range(30), (0, 1), gap=10.0)
    early = [hit(identity, 6.0, said(Field.ORDER_NO)) for identity in range(4)]
    found = attribute(evidence(rows, early))
    assert found.suspect_set[0] in {"channel-0", UNLISTED}
    assert "channel-1" not in found.suspect_set


def test_a_contact_within_hours_of_an_order_does_not_part_a_chain():
    rows = route(range(30), (0, 1), gap=0.5)
    early = [hit(0, 1.2)]
    late = [hit(identity, 20.0) for identity in range(1, 16)]
    found = attribute(evidence(rows, [*early, *late], copies=lambda *_: 0))
    assert {"channel-0", "channel-1"} <= set(found.suspect_set)
    assert posteriors(found)["channel-0"] > posteriors(found)["channel-1"]


def test_lone_unlisted_party_is_inconclusive():
    given = [row for identity in range(60) for row in route([identity], (identity % 6,))]
    found = attribute(evidence(given, [hit(identity) for identity in range(30)]))
    assert found.suspect_set == (UNLISTED,)
    assert found.verdict is Verdict.INCONCLUSIVE
    assert found.p_unlisted > 0.95


def test_weak_single_contact_gives_no_set():
    vague = said(Field.NAME, strength=Strength.PARTIAL)
    found = attribute(evidence(LONE, [hit(0, 20.0, vague)]))
    assert found.verdict in {Verdict.SUSPECTED, Verdict.INCONCLUSIVE}
    assert found.suspect_set == ()
    assert found.p_no_leak > 0.05


def test_one_channel_above_half_without_a_set_is_suspected():
    found = attribute(evidence(LONE, [hit(i) for i in range(6)]), Params(set_threshold=0.999999))
    assert found.verdict is Verdict.SUSPECTED
    assert found.suspect_set == ()


def test_a_value_that_one_channel_was_given_singles_it_out_of_a_chain():
    fits = {0: Fit.DIFFERS, 1: Fit.HOLDS, 2: Fit.DIFFERS}
    hits = [hit(i, 30.0, said(Field.NAME, fits=fits, pool=20)) for i in range(5)]
    found = attribute(evidence(route(range(60), (0, 1, 2)), hits))
    assert found.suspect_set == ("channel-1",)
    assert posteriors(found)["channel-0"] < 0.05


def test_a_misheard_variant_weighs_less_than_a_clear_one():
    fits = {0: Fit.DIFFERS, 1: Fit.HOLDS}
    lead = {}
    for strength in (Strength.EXACT, Strength.FUZZY):
        facts = said(Field.ORDER_NO), said(Field.NAME, fits=fits, pool=20, strength=strength)
        found = attribute(evidence(route(range(30), (0, 1)), [hit(0, 30.0, *facts)]))
        lead[strength] = posteriors(found)["channel-1"] / posteriors(found)["channel-0"]
    assert lead[Strength.EXACT] > 2 * lead[Strength.FUZZY] > 4


def test_value_that_was_never_issued_prefers_nobody():
    fact = said(Field.NAME, fits={0: Fit.DIFFERS, 1: Fit.DIFFERS}, pool=20)
    seen = evidence(route(range(30), (0, 1)), [hit(0, 30.0, fact)])
    found = attribute(seen, Params(unlisted_prior=0.05))
    assert posteriors(found)["channel-0"] == pytest.approx(posteriors(found)["channel-1"])
    assert found.p_unlisted == pytest.approx(posteriors(found)["channel-0"])


def test_callers_who_know_more_than_a_copy_shows_clear_it():
    facts = (
        said(Field.PRODUCT, fits={2: Fit.LACKS}),
        said(Field.PRICE, fits={2: Fit.LACKS}),
    )
    hits = [hit(i, 30.0, *facts) for i in range(10)]
    found = attribute(evidence(route(range(60), (0, 1, 2)), hits))
    assert posteriors(found)["channel-2"] < 0.05
    assert "channel-2" not in found.suspect_set
    assert {"channel-0", "channel-1"} <= set(found.suspect_set)


def test_one_field_never_clears_a_channel_however_many_callers_knew_it():
    for count in (10, 40):
        facts = said(Field.ORDER_NO), said(Field.PRODUCT, fits={1: Fit.LACKS})
        hits = [hit(i, 30.0, *facts) for i in range(count)]
        found = attribute(evidence(route(range(60), (0, 1)), hits))
        ratio = posteriors(found)["channel-1"] / posteriors(found)["channel-0"]
        assert 0.15 < ratio < 0.5


def test_what_callers_never_say_speaks_against_copies_that_show_it():
    full = frozenset({(Field.NAME, ""), (Field.PRODUCT, ""), (Field.PRICE, "")})
    shown = {0: full, 1: frozenset({(Field.NAME, "")})}
    hits = [hit(i, 30.0, shown=shown) for i in range(10)]
    given = evidence(route(range(40), (0, 1)), hits)
    assert attribute(given).channels[0].channel_id == "channel-1"
    blind = attribute(given, Params(unsaid=0.0))
    assert posteriors(blind)["channel-0"] == pytest.approx(posteriors(blind)["channel-1"])


def test_surname_alone_counts_as_a_name_that_was_left_out():
    shown = {0: frozenset({(Field.NAME, "")}), 1: frozenset()}
    fact = said(Field.NAME, strength=Strength.PARTIAL)
    hits = [hit(i, 30.0, fact, shown=shown) for i in range(6)]
    found = attribute(evidence(route(range(40), (0, 1)), hits))
    assert found.channels[0].channel_id == "channel-1"


def test_two_leaking_channels_are_both_found():
    hits = [hit(identity) for identity in (*range(7), *range(20, 27))]
    found = attribute(evidence(LONE + route(range(60), (3,)), hits))
    posterior = posteriors(found)
    top = [channel.channel_id for channel in found.channels[:2]]
    assert set(top) == {"channel-0", "channel-1"}
    assert min(posterior[name] for name in top) > 0.5
    assert posterior["channel-3"] < 0.5


def test_leak_that_is_worked_off_within_days_makes_nobody_else_suspicious():
    rows = LONE + route(range(10, 30), (3,)) + route(range(60), (4,))
    found = attribute(evidence(rows, [hit(i, 3.0 + 0.1 * i) for i in range(20)]))
    assert found.suspect_set == ("channel-0",)
    assert all(channel.posterior < 0.2 for channel in found.channels[1:])


def test_canaries_exposed_and_hit_are_counted_for_every_channel():
    found = attribute(evidence(LONE + route(range(5), (3,)), [hit(0), hit(1), hit(20)]))
    counts = {c.channel_id: (c.canaries_exposed, c.canaries_hit) for c in found.channels}
    assert counts == {
        "channel-0": (20, 2),
        "channel-1": (20, 1),
        "channel-2": (20, 0),
        "channel-3": (5, 2),
    }


def test_different_copies_are_not_confusable():
    rows = route(range(10), (0, 1, 2))
    found = attribute(evidence(rows, copies=lambda _identity, channel: int(channel == 2)))
    assert found.confusable == (("channel-0", "channel-1"),)


def test_changing_order_of_delivery_makes_channels_separable():
    ahead = route(range(5), (0, 1), gap=2.0)
    behind = route(range(5, 10), (1, 0), gap=2.0)
    assert attribute(evidence(ahead + behind)).confusable == ()
    assert attribute(evidence(ahead)).confusable == (("channel-0", "channel-1"),)
    close = route(range(5, 10), (1, 0), gap=0.2)
    assert attribute(evidence(ahead + close)).confusable == (("channel-0", "channel-1"),)


def test_channels_without_canaries_are_not_called_confusable():
    assert attribute(evidence(route(range(5), (0,)), channels=4)).confusable == ()


@pytest.mark.parametrize(
    "change",
    [
        {"end": 0.0},
        {"hits": (hit(60),)},
        {"hits": (hit(0, 9.0, said(fits={-1: Fit.HOLDS})),)},
    ],
)
def test_evidence_that_does_not_fit_together_is_refused(change):
    with pytest.raises(ValueError, match=r"window|range"):
        replace(evidence(LONE), **change)


@pytest.mark.parametrize(
    "change",
    [
        {"at": np.zeros(3)},
        {"copy": np.zeros(3, dtype=np.int64)},
        {"channel": np.full(60, 3)},
        {"identity": np.full(60, -1)},
    ],
)
def test_exposures_that_do_not_fit_together_are_refused(change):
    given = evidence(LONE)
    with pytest.raises(ValueError, match=r"length|range"):
        replace(given, exposures=replace(given.exposures, **change))
