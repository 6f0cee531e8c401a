"""One identity, one vote: what later contacts on the same identity add to it, and what they do not."""

import numpy as np
import pytest
from small_world import evidence, hit, posteriors, route, said

from leaktrace.attribution import attribute
from leaktrace.attribution.votes import Votes
from leaktrace.domain.channel import Field
from leaktrace.domain.copy import Fit

ROWS = route(range(20), (0, 1))
NAMES = {0: {0: Fit.HOLDS, 1: Fit.DIFFERS}, 1: {0: Fit.DIFFERS, 1: Fit.HOLDS}}


def says(channel, field=Field.NAME):
    """The value of one of two channels, out of twenty."""
    return said(field, fits=NAMES[channel], pool=20)


def votes(*hits):
    return Votes.of(evidence(ROWS, hits)).hits


def test_a_redial_with_the_same_value_is_no_further_vote():
    once = hit(0, 20.0, says(0), said(Field.PRODUCT))
    again = hit(0, 25.0, says(0), said(Field.PRODUCT), contact_id="redial")
    assert votes(once, again) == (once,)
    found = attribute(evidence(ROWS, [once, again]))
    assert posteriors(found) == posteriors(attribute(evidence(ROWS, [once])))


def test_a_value_of_a_channel_that_the_vote_denies_is_a_vote_of_its_own():
    once = hit(0, 20.0, says(0), said(Field.PRODUCT))
    other = hit(0, 25.0, says(1), said(Field.PRODUCT), contact_id="other")
    third = hit(0, 30.0, says(1), said(Field.PRODUCT), contact_id="third")
    assert votes(third, once, other) == (once, other)


def test_two_channels_of_the_same_identities_are_both_found():
    hits = [
        hit(i, day, says(channel), said(Field.PRODUCT), contact_id=f"{i}-{channel}")
        for i in range(10)
        for channel, day in ((0, 20.0), (1, 25.0))
    ]
    found = posteriors(attribute(evidence(ROWS, hits)))
    once = posteriors(attribute(evidence(ROWS, hits[::2])))
    assert min(found.values()) > 0.7 > 10 * once["channel-1"]


def test_canaries_are_counted_once_however_many_votes_they_have():
    hits = [
        hit(0, day, says(channel), said(Field.PRODUCT), contact_id=f"c{channel}")
        for channel, day in ((0, 20.0), (1, 25.0))
    ]
    found = attribute(evidence(ROWS, hits))
    assert [channel.canaries_hit for channel in found.channels] == [1, 1]


def test_a_later_value_of_another_field_adds_to_the_vote_and_nothing_else_does():
    once = hit(0, 20.0, says(0), said(Field.PRODUCT))
    later = hit(0, 25.0, says(0, Field.ADDRESS), said(Field.PRICE), contact_id="later")
    cast = Votes.of(evidence(ROWS, [once, later]))
    assert cast.hits == (once,)
    assert [cast.kinds[kind][0] for kind in cast.kind] == [Field.NAME, Field.PRODUCT, Field.ADDRESS]
    assert cast.again.tolist() == [False, False, True]
    alone, both = (posteriors(attribute(evidence(ROWS, hits))) for hits in ([once], [once, later]))
    assert both["channel-0"] > alone["channel-0"]
    assert both["channel-1"] < alone["channel-1"]


def test_a_later_value_that_nobody_was_given_speaks_against_all_alike():
    nobody = said(Field.ADDRESS, fits={0: Fit.DIFFERS, 1: Fit.DIFFERS}, pool=20)
    once = hit(0, 20.0, says(0), said(Field.PRODUCT))
    found = posteriors(attribute(evidence(ROWS, [once, hit(0, 25.0, nobody, contact_id="x")])))
    before = posteriors(attribute(evidence(ROWS, [once])))
    assert found["channel-0"] < before["channel-0"]


def test_the_order_of_contacts_in_the_input_changes_nothing():
    hits = [
        hit(0, 20.0, says(0), said(Field.PRODUCT)),
        hit(0, 22.0, says(1), contact_id="b"),
        hit(0, 24.0, says(1, Field.ADDRESS), contact_id="c"),
        hit(1, 21.0, says(0, Field.ADDRESS), contact_id="d"),
    ]
    shuffled = [hits[i] for i in np.random.default_rng(1).permutation(len(hits))]
    assert votes(*hits) == votes(*shuffled)


@pytest.mark.parametrize("calls", [3, 6])
def test_names_alone_on_a_busy_background_may_be_met_by_chance(calls):
    """At 0.1 calls a day on twenty lines, sixty days bring 120 strangers."""
    hits = [hit(i, 20.0 + i) for i in range(calls)]
    (first, second) = posteriors(attribute(evidence(ROWS, hits))).values()
    assert max(first, second) < 0.5
