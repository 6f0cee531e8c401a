"""What must hold for every attribution, whatever the data."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated_world import EVERYTHING, WAYBILL, Design, world
from small_world import evidence, hit, posteriors, route, said

from leaktrace.attribution import MESSAGES, Params, attribute
from leaktrace.attribution.grid import Grid
from leaktrace.attribution.likelihood import build
from leaktrace.attribution.search import infer
from leaktrace.attribution.votes import Votes
from leaktrace.domain.case import EvidenceKind, Verdict
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Strength
from leaktrace.domain.copy import Fit

PARAMS = Params()


def built(evidence):
    return build(evidence, Votes.of(evidence), PARAMS)


def final(likelihood, params=PARAMS):
    return infer(Grid.of(likelihood.final, likelihood.active, likelihood.risk, params), params)


@settings(max_examples=25, deadline=None)
@given(
    hit_on=st.sets(st.integers(0, 11), min_size=1, max_size=8),
    gap=st.floats(0.0, 3.0),
    at=st.floats(10.0, 59.0),
)
def test_identical_columns_have_identical_posteriors_and_are_one_class(hit_on, gap, at):
    twins = route(range(8), (0, 1), gap=gap) + route(range(4, 12), (2,), day=0.5)
    found = attribute(evidence(twins, [hit(identity, at) for identity in sorted(hit_on)]))
    posterior = posteriors(found)
    if "channel-0" in posterior:
        assert posterior["channel-0"] == pytest.approx(posterior["channel-1"], abs=1e-9)
    assert found.confusable == (("channel-0", "channel-1"),)


@settings(max_examples=25, deadline=None)
@given(
    given_to=st.lists(st.sets(st.integers(0, 4), min_size=1), min_size=3, max_size=30),
    begin=st.floats(0.0, 50.0),
)
def test_without_hits_every_exposed_channel_is_less_likely_than_before(given_to, begin):
    rows = [row for identity, to in enumerate(given_to) for row in route([identity], to, begin)]
    marginals = final(built(evidence(rows, channels=5))).marginals()
    for channel in {row[1] for row in rows}:
        assert marginals[channel] < PARAMS.prior


def test_contact_before_the_copy_gives_that_channel_no_weight():
    rows = [(0, 0, 1.0), (0, 1, 30.0), (1, 0, 1.0), (1, 1, 30.0)]
    likelihood = built(evidence(rows, [hit(0, 20.0), hit(1, 40.0)]))
    assert (likelihood.final > 0)[:, :2].tolist() == [[True, False], [True, True]]


def test_contact_before_any_copy_speaks_for_nobody():
    likelihood = built(evidence(route([0], (0, 1), 30.0), [hit(0, 20.0)]))
    assert not likelihood.final.any()


@pytest.mark.parametrize("seed", range(3))
def test_duplicated_and_later_contacts_change_nothing(seed):
    once = world(Design(), seed)
    again = tuple(replace(h, contact_id="later-" + h.contact_id, at=h.at + 1.0) for h in once.hits)
    twice = attribute(replace(once, hits=again[::-1] + once.hits + once.hits))
    # Only what is left out on its own is another contact: there is a second one to take its place.
    assert replace(twice, rivals=()) == replace(attribute(once), rivals=())


@pytest.mark.parametrize("seed", range(3))
def test_uninformed_contacts_change_nothing(seed):
    before = world(Design(), seed)
    calls = tuple(
        replace(hit(identity, 3.0, contact_id=f"call-{identity}"), said=facts)
        for identity, facts in enumerate([(), (said(Field.PHONE),), (said(Field.EMAIL),)])
    )
    assert attribute(replace(before, hits=before.hits + calls)) == attribute(before)


def test_a_sealed_control_that_is_hit_means_that_nobody_is_suspected():
    strong = evidence(
        route(range(20), (0,)) + route(range(20, 40), (1,)), [hit(i) for i in range(9)]
    )
    assert attribute(strong).suspect_set == ("channel-0",)
    found = attribute(replace(strong, control_hits=("call-1",)))
    assert found.verdict is Verdict.REGISTRY_COMPROMISED
    assert found.suspect_set == found.accused == ()
    assert not found.controls_clean


@pytest.mark.parametrize(
    "design",
    [
        Design(leakers=(5,), holds={4: WAYBILL, 5: WAYBILL, 6: WAYBILL}),
        Design(leakers=(1, 7), pool=20),
        Design(tiers=((0,), (1,), (2,)), holds={2: WAYBILL}, leakers=(2,)),
        Design(leakers=(), chance_contacts=4.0),
    ],
)
def test_evidence_lines_add_up_and_name_no_value(design):
    for seed in range(3):
        found = attribute(world(design, seed))
        for channel in found.channels:
            total = sum(line.log10_lr for line in channel.evidence)
            assert total == pytest.approx(channel.log10_lr, abs=1e-9)
            for line in channel.evidence:
                assert line.message in MESSAGES
                assert "{" not in line.text
                assert {type(value) for value in line.params.values()} <= {int, str}


def test_nobody_is_ever_attributed_without_the_lottery():
    overwhelming = evidence(
        route(range(100), (0,)) + route(range(100, 200), (1,)), [hit(i) for i in range(90)]
    )
    found = attribute(overwhelming)
    assert found.channels[0].posterior > 0.999999
    assert found.verdict is Verdict.SET
    assert found.accused == ()
    assert {channel.e_value for channel in found.channels} == {None}


@settings(max_examples=20, deadline=None)
@given(order=st.permutations(range(3)), seed=st.integers(0, 50))
def test_numbering_of_channels_does_not_matter(order, seed):
    design = Design(canaries=30, tiers=((0, 1, 2),), leakers=(1,))
    before = world(design, seed)
    names = [""] * 3
    for channel, number in enumerate(order):
        names[number] = before.channels[channel]
    renumber = np.array(order)
    hits = tuple(
        replace(
            h,
            reach={order[c]: fit for c, fit in h.reach.items()},
            shown={order[c]: shown for c, shown in h.shown.items()},
            said=tuple(
                replace(s, copies={order[c]: fit for c, fit in s.copies.items()}) for s in h.said
            ),
        )
        for h in before.hits
    )
    after = replace(
        before,
        channels=tuple(names),
        exposures=replace(before.exposures, channel=renumber[before.exposures.channel]),
        hits=hits,
    )
    assert posteriors(attribute(after)) == pytest.approx(posteriors(attribute(before)), abs=1e-9)


def test_silent_canaries_speak_against_their_holders():
    hits = [hit(identity) for identity in range(4)]
    both = route(range(4), (0, 1))
    few = posteriors(attribute(evidence(both + route(range(4, 6), (1,)), hits)))
    many = posteriors(attribute(evidence(both + route(range(4, 60), (1,)), hits)))
    assert few["channel-0"] > few["channel-1"]
    assert many["channel-1"] < few["channel-1"] < many["channel-0"]


def test_the_same_hit_weighs_more_with_a_quieter_background():
    rows = route(range(10), (0,))
    loud = evidence(rows, [hit(0, 20.0, said(strength=Strength.PARTIAL))])
    quiet = replace(loud, background=replace(loud.background, rate=0.001))
    assert attribute(quiet).p_no_leak < attribute(loud).p_no_leak


def test_one_wrong_entry_of_the_record_never_accuses_an_innocent():
    no_product = EVERYTHING - {(Field.PRODUCT, ""), (Field.ORDERED_AT, "")}
    design = Design(tiers=((0,), (1,), (2,)), leakers=(2,), record={2: no_product}, rho=(0.3, 0.6))
    for seed in range(20):
        found = attribute(world(design, seed))
        innocent = {name: p for name, p in posteriors(found).items() if name != "channel-2"}
        assert all(posterior < 0.95 for posterior in innocent.values())
        assert not found.suspect_set or "channel-2" in found.suspect_set


def test_an_unreachable_number_speaks_against_a_copy_with_a_relay_number():
    reach = {0: Fit.LACKS, 1: Fit.HOLDS}
    hits = [hit(identity, 20.0, reach=reach) for identity in range(6)]
    found = attribute(evidence(route(range(20), (0, 1)), hits))
    assert found.channels[0].channel_id == "channel-1"
    assert found.channels[1].posterior < 0.1
    kinds = {line.kind for line in found.channels[1].evidence}
    assert kinds == {EvidenceKind.PATTERN, EvidenceKind.VISIBILITY, EvidenceKind.BACKGROUND}


def test_a_contact_that_may_concern_two_identities_counts_for_the_holders_of_both():
    given = route(range(20), (0,)) + route(range(20, 40), (1,)) + route(range(40, 60), (2,))
    open_ = [hit(number, 20.0, contact_id=f"shared-{number % 20}") for number in range(40)]
    found = posteriors(attribute(evidence(given, open_[:6] + open_[20:26])))
    assert found["channel-0"] == pytest.approx(found["channel-1"], abs=1e-9)
    assert found["channel-0"] > 10 * found["channel-2"]


def test_a_contact_that_may_concern_an_identity_with_a_vote_counts_for_nobody():
    given = route(range(30), (0,)) + route(range(30, 60), (1,))
    plain = [hit(number, 20.0) for number in range(4)]
    open_ = [hit(0, 25.0, contact_id="shared"), hit(30, 25.0, contact_id="shared")]
    assert posteriors(attribute(evidence(given, plain + open_))) == pytest.approx(
        posteriors(attribute(evidence(given, plain))), abs=1e-9
    )
