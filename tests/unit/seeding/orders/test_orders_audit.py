from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_shop import BEGIN, taobao_orders

from leaktrace.domain.errors import RuleError
from leaktrace.domain.order import Address, Canary, Identity, Order
from leaktrace.seeding.orders import Region, audit, fit, of_canary, of_draft, sample
from leaktrace.seeding.orders.classifiers import curve

REAL = taobao_orders(2_400, seed=2)
MODEL = fit(taobao_orders(2_400, seed=3))
DRAFTS = tuple(
    of_draft(draft) for draft in sample(MODEL, Random(1), 600, BEGIN, BEGIN + timedelta(days=90))
)


def test_real_orders_are_not_told_from_real_orders():
    result = audit(REAL[:600], REAL[600:])

    assert result.low < 0.5 < result.high + 0.01
    assert result.released


def test_drafts_are_not_told_from_real_orders():
    result = audit(DRAFTS, REAL)

    assert result.auc <= 0.6
    assert result.released
    assert (result.canaries, result.real) == (600, 2_400)


def test_batch_that_gives_itself_away_is_refused_and_says_by_what():
    at_night = [replace(o, placed_at=o.placed_at.replace(hour=3)) for o in DRAFTS]

    result = audit(at_night, REAL)

    assert not result.released
    assert result.low > 0.9
    assert result.features[0].feature in ("hour", "hour: frequency")
    assert result.odd
    assert all(one.order_no == at_night[one.index].order_no for one in result.odd)
    assert "hour" in " ".join(result.odd[0].why)


def test_few_odd_canaries_are_listed_first():
    batch = [*DRAFTS[:100], *(replace(o, amount=Decimal("99999.99")) for o in DRAFTS[100:120])]

    result = audit(batch, REAL)

    assert {one.index for one in result.odd[:10]} <= set(range(100, 120))


def test_small_batch_is_judged():
    result = audit(DRAFTS[:10], REAL[:200])

    assert 0.0 <= result.low <= result.auc <= result.high <= 1.0


def test_limits_of_a_small_batch_are_wider_than_the_scores_alone_tell():
    small, scores = audit(DRAFTS[:20], REAL[:400]), 1.959964 / (12 * 20) ** 0.5

    assert small.high - small.low > 2 * scores


def test_same_seed_gives_the_same_result():
    assert audit(DRAFTS[:50], REAL) == audit(DRAFTS[:50], REAL)


def test_season_is_left_out_if_the_batch_is_for_another():
    since = BEGIN + timedelta(days=364)
    later = [
        of_draft(draft)
        for draft in sample(MODEL, Random(1), 600, since, since + timedelta(days=90))
    ]

    result = audit(later, REAL)

    assert {"day", "gap"} <= set(result.left_out)
    assert result.released


@pytest.mark.parametrize(("canaries", "real"), [(9, 100), (100, 19), (0, 0)])
def test_too_few_are_refused(canaries, real):
    with pytest.raises(RuleError, match="too few"):
        audit(DRAFTS[:canaries], REAL[:real])


def test_canary_is_compared_as_it_is_planted():
    draft = DRAFTS[0]
    canary = Canary(
        "C1",
        ("L1",),
        Identity(
            "林若溪", "+8614002400000", None, Address("浙江省", "杭州市", "余杭区", "梅林路18号")
        ),
        Order(draft.order_no, draft.items, draft.amount, draft.currency, draft.placed_at),
    )

    order = of_canary(canary, note="放门口")

    assert (order.order_no, order.items, order.amount) == (
        draft.order_no,
        draft.items,
        draft.amount,
    )
    assert (order.name, order.note, order.region) == (
        "林若溪",
        "放门口",
        Region("浙江省", "杭州市"),
    )


@given(
    st.lists(st.integers(0, 5), min_size=2, max_size=30),
    st.lists(st.integers(0, 5), min_size=2, max_size=30),
)
def test_area_is_the_share_of_pairs_in_order(positive, negative):
    pairs = [1.0 if p > n else 0.5 if p == n else 0.0 for p in positive for n in negative]

    found = curve(np.array(positive, float), np.array(negative, float))

    assert found.area == pytest.approx(sum(pairs) / len(pairs))
    assert 0.0 <= found.low <= found.area <= found.high <= 1.0


def test_limits_are_those_of_delong():
    # Variances of the structural components by hand: positive 1, 2/3, 1 and negative 1, 1, 2/3.
    found = curve(np.array([3.0, 1.5, 4.0]), np.array([1.0, 0.0, 2.0]))

    assert found.area == pytest.approx(8 / 9)
    assert found.low == pytest.approx(8 / 9 - 1.959964 * (2 * (1 / 27) / 3) ** 0.5)
