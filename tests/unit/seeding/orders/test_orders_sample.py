import re
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_shop import BEGIN, taobao_orders

from leaktrace.domain.errors import RuleError
from leaktrace.seeding.orders import fit, sample
from leaktrace.seeding.orders.cells import Spread
from leaktrace.seeding.orders.draws import Draw
from leaktrace.seeding.orders.model import NumberStyle
from leaktrace.seeding.orders.numbering import FALLBACK, Numbers, learn_styles

SHANGHAI = ZoneInfo("Asia/Shanghai")
MODEL = fit(taobao_orders())
END = BEGIN + timedelta(days=90)


def drawn(count=400, *, seed=1, since=BEGIN, until=END, **options):
    return list(sample(MODEL, Random(seed), count, since, until, **options))


def test_drafts_are_orders_of_the_shop():
    drafts = drawn()

    assert len(drafts) == 400
    assert {item.title for draft in drafts for item in draft.items} == {
        g.title for g in MODEL.goods
    }
    assert all(draft.amount > 0 and draft.currency == "CNY" for draft in drafts)
    assert all(draft.placed_at.tzinfo == SHANGHAI for draft in drafts)
    assert all(draft.placed_at.hour not in (2, 3) for draft in drafts)
    assert all(draft.name_length == 3 for draft in drafts)
    assert {draft.note for draft in drafts} == {"", "尽快发货"}
    assert 0.15 < sum(draft.note_length > 0 for draft in drafts) / 400 < 0.4
    assert {draft.region.city for draft in drafts} == {"杭州市", "南京市", "上海市"}


def test_drafts_are_in_the_order_of_time_and_within_it():
    since, until = BEGIN + timedelta(days=3, hours=9.5), BEGIN + timedelta(days=4, hours=20)

    times = [draft.placed_at for draft in drawn(since=since, until=until)]

    assert times == sorted(times)
    assert since <= times[0]
    assert times[-1] < until


def test_same_randomness_gives_the_same_drafts():
    assert drawn(50) == drawn(50)
    assert drawn(50) != drawn(50, seed=2)


def test_later_periods_have_the_hours_of_the_known_ones():
    since = datetime(2027, 1, 1, tzinfo=UTC)

    drafts = drawn(since=since, until=since + timedelta(days=30))

    assert all(draft.placed_at.hour not in (2, 3, 4) for draft in drafts)
    assert len({draft.placed_at.date() for draft in drafts}) > 25


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (END, BEGIN),
        (BEGIN, BEGIN),
        (BEGIN, BEGIN + timedelta(days=9999)),
        (BEGIN, BEGIN.replace(tzinfo=None)),
    ],
)
def test_period_that_cannot_be_is_refused(since, until):
    with pytest.raises(RuleError):
        drawn(1, since=since, until=until)


def test_wall_times_that_the_clock_skips_do_not_come_up():
    zone = ZoneInfo("America/New_York")
    model = fit(taobao_orders(), zone=zone)
    since = datetime(2026, 3, 8, 1, tzinfo=zone)

    times = [d.placed_at for d in sample(model, Random(3), 300, since, since + timedelta(hours=4))]

    assert all(at.astimezone(UTC).astimezone(zone) == at for at in times)
    assert all(at.hour != 2 for at in times)


# --- Order numbers -----------------------------------------------------------------------------


def test_order_numbers_are_like_the_merchants_own_and_never_twice():
    drafts = drawn(5_000)

    assert len({draft.order_no for draft in drafts}) == 5_000
    assert all(re.fullmatch(r"26\d{13}", draft.order_no) for draft in drafts)
    assert all(f"{draft.placed_at:%y%m%d}" in draft.order_no for draft in drafts)


def test_numbers_in_use_are_never_drawn():
    first = {draft.order_no for draft in drawn(200)}

    assert not first & {draft.order_no for draft in drawn(200, taken=first)}


def test_style_without_room_says_so():
    style = NumberStyle(
        template="A9", date_format="", digits=((("B", 9),), (("1", 9), ("2", 9))), count=9
    )
    numbers = Numbers((style,), Random(1))

    assert {numbers.next(BEGIN), numbers.next(BEGIN)} == {"B1", "B2"}
    with pytest.raises(RuleError, match="no free order number"):
        numbers.next(BEGIN)


def test_counter_climbs_on():
    held = [(f"#{1000 + 7 * n}", BEGIN + timedelta(hours=n)) for n in range(500)]

    (style,) = learn_styles(held)
    numbers = Numbers((style,), Random(1))
    made = [int(numbers.next(BEGIN + timedelta(hours=h))) for h in (100, 100.1, 250, 600)]

    assert made == sorted(set(made))
    assert abs(made[0] - 1700) < 60
    assert abs(made[3] - 5200) < 60
    assert not style.dense


def test_counter_behind_the_date_climbs_on_over_the_days():
    times = [BEGIN + timedelta(hours=n) for n in range(500)]
    held = [(f"T{at:%y%m%d}48{10_000 + 7 * n:07}", at) for n, at in enumerate(times)]

    numbers = Numbers(learn_styles(held), Random(1))
    made = [numbers.next(BEGIN + timedelta(hours=h)) for h in (100, 100.1, 250)]

    assert [number[:9] for number in made] == ["T26030648", "T26030648", "T26031248"]
    assert made == sorted(set(made))
    assert abs(int(made[0][9:]) - 10_700) < 60


def test_counter_that_begins_anew_every_day_does_so():
    times = [BEGIN + timedelta(minutes=30 * n) for n in range(960)]
    held = [(f"{at:%Y%m%d}-{3 * (n % 48) + 1:04}", at) for n, at in enumerate(times)]

    (style,) = learn_styles(held)
    numbers = Numbers((style,), Random(1))
    made = [numbers.next(BEGIN + timedelta(days=30, hours=h)) for h in (1, 23, 25)]

    assert style.daily
    assert [number[:9] for number in made] == ["20260401-", "20260401-", "20260402-"]
    assert int(made[0][9:]) == pytest.approx(7, abs=5)
    assert int(made[1][9:]) == pytest.approx(139, abs=5)
    assert int(made[2][9:]) == pytest.approx(7, abs=5)


def test_counter_that_is_used_up_is_known():
    (style,) = learn_styles([(f"#{1000 + n}", BEGIN + timedelta(hours=n)) for n in range(500)])

    assert style.dense


def test_orders_without_numbers_get_the_date_and_digits():
    number = Numbers(learn_styles([]), Random(1)).next(BEGIN)

    assert learn_styles([]) == (FALLBACK,)
    assert re.fullmatch(r"20260302\d{8}", number)


@settings(max_examples=30)
@given(
    st.text("ABDa9-", min_size=0, max_size=4),
    st.integers(2, 5),
    st.sampled_from(["", "%Y%m%d", "%y%m%d"]),
    st.integers(0, 10**9),
)
def test_any_style_is_kept_and_never_gives_a_number_twice(prefix, digits, form, seed):
    rng = Random(seed)
    times = [BEGIN + timedelta(hours=n) for n in range(60)]
    held = [
        (f"{prefix}{at.strftime(form) if form else ''}{rng.randrange(10**digits):0{digits}}", at)
        for at in times
    ]
    numbers = Numbers(learn_styles(held), Random(seed))

    made = [numbers.next(at) for at in times[:20]]

    assert len(set(made)) == 20
    assert all(number.startswith(prefix) for number in made)
    assert all(re.fullmatch(r"[A-Za-z0-9-]{1,30}", number) for number in made)
    assert all(not form or at.strftime(form) in n for n, at in zip(made, times, strict=False))


@given(st.integers(0, 10**6))
def test_drawn_numbers_stay_in_their_ranges(seed):
    spread = Spread(exact=((1990, 6),), bins=((1000, 2000, 9), (5000, 5099, 5)), endings=((90, 7),))
    draw, rng = Draw(spread), Random(seed)

    values = [draw.draw(rng) for _ in range(20)]

    assert all(1000 <= value <= 2000 or 5000 <= value <= 5099 for value in values)
