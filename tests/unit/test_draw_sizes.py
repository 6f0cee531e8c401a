"""What a small pool costs is told as the lottery has it."""

import numpy as np
import pytest

from leaktrace.attribution import Background, Evidence, Exposures, Params, Pool, Reveal
from leaktrace.attribution.lottery import variant_lottery
from leaktrace.attribution.verdict import accuses
from leaktrace.domain.channel import Field
from leaktrace.services.draw_sizes import small_pool

LISTED = 8


def pool_of(values, channels):
    return Pool(
        "C1",
        Field.NAME,
        tuple(f"v{n}" for n in range(values)),
        tuple(f"c{n}" for n in range(channels)),
    )


def accused_after(values, channels, identities, *, alone):
    """Whether the leaker, channel 0, is accused once callers said its own value of so many identities."""
    said = tuple(
        Reveal(
            f"k{n}", float(n), n, Field.NAME, values, 0,
            {channel: channel for channel in range(channels)},
            {channel: frozenset({channel}) for channel in range(channels)},
            known=float(n), alone=alone,
        )
        for n in range(identities)
    )  # fmt: skip
    nothing = np.zeros(0, dtype=np.int64)
    evidence = Evidence(
        tuple(f"c{n}" for n in range(LISTED)), 0.0, 90.0,
        Exposures(nothing, nothing, np.zeros(0), identities), (), Background(0.1, 1.0, 0.05, 0.2, 9), (), reveals=said,
        drawn_channels=frozenset(range(channels)), family=LISTED,
    )  # fmt: skip
    return accuses(variant_lottery(evidence)[0], evidence, Params())


@pytest.mark.parametrize(("values", "channels"), [(12, 2), (15, 3), (19, 4), (19, 8)])
def test_an_accusation_takes_as_many_buyers_as_is_said_and_no_fewer(values, channels):
    cost = small_pool(pool_of(values, channels), LISTED)
    assert cost.counts_as_identity
    assert cost.one_in == values - channels + 1
    for identities, enough in ((cost.identities - 1, False), (cost.identities, True)):
        assert accused_after(values, channels, identities, alone=False) is enough


@pytest.mark.parametrize(("values", "channels"), [(2, 1), (5, 3), (9, 1)])
def test_pools_that_luck_meets_too_often_accuse_nobody_and_that_is_said(values, channels):
    cost = small_pool(pool_of(values, channels), LISTED)
    assert not cost.counts_as_identity
    assert not accused_after(values, channels, 50, alone=False)


def test_a_pool_as_large_as_is_advised_costs_nothing_to_speak_of():
    assert small_pool(pool_of(20, 4), LISTED) is None


def test_the_fewer_values_the_more_buyers_it_takes():
    costs = [small_pool(pool_of(values, 3), LISTED) for values in (19, 12, 7, 5, 4)]
    assert [cost.one_in for cost in costs] == [17, 10, 5, 3, 2]
    buyers = [cost.identities for cost in costs]
    assert buyers == sorted(buyers)
    assert buyers[0] <= 4
    assert buyers[-1] >= 8
    assert {cost.threshold for cost in costs} == {800.0}
