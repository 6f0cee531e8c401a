"""The variant lottery: what it guarantees, and what it bets on."""

from dataclasses import replace
from itertools import pairwise, product
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_world import evidence, hit, route

from leaktrace.attribution import Flaw, Reveal, RouteBlock
from leaktrace.attribution.lottery import co_exposed_lottery, route_lottery, variant_lottery
from leaktrace.domain.channel import Field

CHANNELS = (0, 1, 2)


def reveal(identity, value, drawn, at=20.0, pool=20, field=Field.NAME, **more):
    """A contact on an identity that says a value; every channel sees what it was drawn."""
    more.setdefault("visible", {channel: frozenset((own,)) for channel, own in drawn.items()})
    return Reveal(f"c{identity}-{at}", at, identity, field, pool, value, drawn, **more)


def world(*reveals, identities=60):
    return replace(
        evidence(route(range(identities), CHANNELS), identities=identities),
        reveals=reveals,
        drawn_channels=frozenset(CHANNELS),
    )


def e_value(*reveals, channel=0):
    return variant_lottery(world(*reveals))[channel].e_value


FIELDS = (Field.NAME, Field.ADDRESS)
READ_BACK = (
    "in time",
    "not read back",
    "after the call",
    "lost if it is even",
    "seen later by another",
)
"""What is on record of a contact that says a value which nobody else has."""


@st.composite
def logs(draw):
    """Pools, what the others were given, and what callers said when; all of it fixed."""
    rows = []
    for identity in range(draw(st.integers(1, 3))):
        pool = draw(st.integers(3, 5))
        others = draw(st.lists(st.integers(0, pool - 1), min_size=2, max_size=2, unique=True))
        said = draw(
            st.lists(
                st.tuples(st.integers(0, pool - 1), st.booleans(), st.sampled_from(READ_BACK)),
                min_size=1, max_size=4,
            )
        )  # fmt: skip
        rows.append((identity // 2, FIELDS[identity % 2], pool, others, said))
    return rows


def as_drawn(rows, own):
    """The contacts, if channel 0 was given these values."""
    return [
        as_recorded(
            reveal(
                identity, value, {0: mine, 1: others[0], 2: others[1]}, 10.0 + at, pool, field,
                alone=alone, known=10.0 + at + 0.1 * identity,
            ),
            record,
        )
        for (identity, field, pool, others, said), mine in zip(rows, own, strict=True)
        for at, (value, alone, record) in enumerate(said)
    ]  # fmt: skip


def as_recorded(one, record):
    """A contact of which the record leaves something to wish for: it may lose a bet, and not win one."""
    own = one.drawn[0]
    denied = one.value == own and (
        record == "after the call" or (record == "lost if it is even" and own % 2 == 0)
    )
    if denied:
        return replace(one, visible={**one.visible, 0: frozenset()})
    if record == "not read back":
        return replace(one, unconfirmed=frozenset((0,)))
    if record == "seen later by another":
        return replace(one, visible={**one.visible, 1: one.visible[1] | {one.pool - 1}})
    return one


def all_drawn(rows):
    """What channel 0 can have been given, every way as likely as the next."""
    return product(
        *([value for value in range(pool) if value not in others] for _, _, pool, others, _ in rows)
    )


@given(logs())
def test_over_all_draws_of_an_innocent_channel_the_e_value_averages_one_at_most(rows):
    found = [e_value(*as_drawn(rows, own)) for own in all_drawn(rows)]
    assert fmean(found) <= 1.0 + 1e-9


@given(logs())
def test_the_same_holds_at_every_look(rows):
    looks = {}
    for own in all_drawn(rows):
        reveals = sorted(as_drawn(rows, own), key=lambda one: (one.known, one.contact_id))
        for look in range(len(reveals) + 1):
            looks.setdefault(look, []).append(e_value(*reveals[:look]))
    assert all(fmean(values) <= 1.0 + 1e-9 for values in looks.values())


def best_against_innocent(tickets, said, worlds, calls):
    """The mean e-value of channel 0 if callers, who know all but its values, say what raises it most.

    Before each of their calls they see how the bets so far went.
    """

    def logged(own):
        return [
            reveal(identity, value, {0: own[ticket], 1: 4, 2: 3}, 10.0 + n, 5, field, alone=alone, known=float(n))
            for n, (ticket, value, alone) in enumerate(said)
            for identity, field in (tickets[ticket],)
        ]  # fmt: skip

    found = {own: variant_lottery(world(*logged(own), identities=2))[0] for own in worlds}
    if not calls:
        return fmean(process.e_value for process in found.values())
    seen = {}
    for own, process in found.items():
        seen.setdefault(tuple(bet.matched for bet in process.bets), []).append(own)
    return sum(
        len(alike)
        / len(worlds)
        * max(
            best_against_innocent(tickets, (*said, (ticket, value, alone)), alike, calls - 1)
            for ticket in range(len(tickets))
            for value in range(3)
            for alone in (False, True)
        )
        for alike in seen.values()
    )


@pytest.mark.parametrize("start", [(), ((0, 0, True),), ((0, 0, False), (0, 1, True))])
@pytest.mark.parametrize("second", [(0, Field.ADDRESS), (1, Field.NAME)])
def test_no_choice_of_what_is_said_next_raises_an_innocent_above_one(start, second):
    tickets = ((0, Field.NAME), second)
    worlds = list(product(range(3), repeat=2))
    assert best_against_innocent(tickets, start, worlds, 2) <= 1.0 + 1e-9


def test_matches_multiply_and_a_mismatch_costs():
    drawn = {0: 1, 1: 2, 2: 3}
    matches = [reveal(i, 1, drawn) for i in range(4)]
    values = [e_value(*matches[:count]) for count in range(5)]
    assert values[0] == 1.0
    assert all(later > 10 * before for before, later in pairwise(values))
    assert e_value(*matches, reveal(9, 17, drawn)) < values[4]


def test_a_value_that_another_channel_holds_is_no_bet_and_costs_nothing():
    drawn = {0: 1, 1: 2, 2: 3}
    assert e_value(reveal(0, 2, drawn)) == 1.0
    later = reveal(0, 1, drawn, at=30.0)
    assert e_value(reveal(0, 2, drawn), later) == e_value(later) > 1.0


def test_a_value_counts_once():
    drawn = {0: 1, 1: 2, 2: 3}
    once = e_value(reveal(0, 1, drawn))
    assert e_value(reveal(0, 1, drawn), reveal(0, 1, drawn, at=30.0)) == once
    assert e_value(reveal(0, 1, drawn), reveal(0, 9, drawn, at=30.0)) == once
    lost = e_value(reveal(0, 9, drawn))
    assert e_value(reveal(0, 9, drawn), reveal(0, 9, drawn, at=30.0)) == lost < 1.0


def test_after_a_lost_bet_the_next_value_is_bet_on_among_one_less():
    drawn = {0: 1, 1: 2, 2: 3}
    process = variant_lottery(world(reveal(0, 9, drawn), reveal(0, 1, drawn, at=30.0)))[0]
    assert [bet.matched for bet in process.bets] == [False, True]
    assert [bet.odds for bet in process.bets] == pytest.approx([1 / 18, 1 / 17])
    assert process.bets[0].e_value < process.e_value < e_value(reveal(0, 1, drawn))


def test_lost_bets_on_values_that_stood_alone_lower_the_stake_on_the_next():
    drawn = {0: 1, 1: 2, 2: 3}
    strangers = [reveal(i, 9, drawn, at=10.0 + i, alone=True) for i in range(4)]
    gains = [
        e_value(*strangers[:lost], reveal(9, 1, drawn, at=30.0, alone=True)) / e_value(*strangers[:lost])
        for lost in range(5)
    ]  # fmt: skip
    assert all(more > less > 1.0 for more, less in pairwise(gains))
    plain = [
        e_value(*strangers[:lost], reveal(9, 1, drawn, at=30.0)) / e_value(*strangers[:lost])
        for lost in (0, 4)
    ]
    assert plain[0] == pytest.approx(plain[1])
    assert plain[0] > gains[0]


def test_a_value_that_was_said_before_the_channel_could_have_it_is_not_won_later():
    """Else a draw that was said would win with a stake that no other draw had paid for."""
    rows = [(0, Field.NAME, 5, (0, 1), [(2, True, "after the call"), (2, False, "in time")])]
    found = {own: e_value(*as_drawn(rows, own)) for own in all_drawn(rows)}
    assert found[2,] == 1.0
    assert fmean(found.values()) < 1.0


@pytest.mark.parametrize(
    "visible",
    [
        {0: frozenset((1,)), 1: frozenset((2, 1)), 2: frozenset((3,))},
        {0: frozenset((7,)), 1: frozenset((2,)), 2: frozenset((3,))},
        {0: frozenset(), 1: frozenset((2,)), 2: frozenset((3,))},
    ],
    ids=["seen in transit", "another value survived", "none survived"],
)
def test_no_chance_with_a_value_that_is_not_held_alone(visible):
    process = variant_lottery(world(reveal(0, 1, {0: 1, 1: 2, 2: 3}, visible=visible)))[0]
    assert process.bets == ()
    assert process.e_value == 1.0


def test_odds_are_over_what_the_others_leave_of_the_pool():
    process = variant_lottery(world(reveal(0, 1, {0: 1, 1: 2, 2: 3}, pool=20)))[0]
    assert process.bets[0].odds == pytest.approx(1 / 18)
    seen = {0: frozenset((1,)), 1: frozenset((2, 11)), 2: frozenset((3,))}
    process = variant_lottery(world(reveal(0, 1, {0: 1, 1: 2, 2: 3}, visible=seen)))[0]
    assert process.bets[0].odds == pytest.approx(1 / 17)


@pytest.mark.parametrize("flaw", [Flaw.DRAWN_LATE, Flaw.UNSEALED])
def test_a_flawed_contact_is_written_down_and_not_counted(flaw):
    process = variant_lottery(world(reveal(0, 1, {0: 1, 1: 2, 2: 3}, flaw=flaw)))[0]
    assert process.e_value == 1.0
    assert process.peak_with_flaws > 1.0
    assert [bet.flaw for bet in process.bets] == [flaw]


def test_a_copy_that_nobody_read_back_counts_against_no_channel_but_its_own():
    one = reveal(0, 1, {0: 1, 1: 2, 2: 3}, unconfirmed=frozenset((0,)))
    processes = variant_lottery(world(one))
    assert processes[0].e_value == 1.0
    assert processes[0].bets[0].flaw is Flaw.NOT_READ_BACK
    other = reveal(0, 2, {0: 1, 1: 2, 2: 3}, unconfirmed=frozenset((0,)))
    assert variant_lottery(world(other))[1].e_value > 1.0


def test_issued_values_said_at_random_raise_nobody_when_our_own_records_leak():
    rng = np.random.default_rng(5)
    found = {"alone": [], "co-exposed": []}
    for _ in range(300):
        drawn = {0: 1, 1: 2, 2: 3}
        reveals = [reveal(i, int(rng.integers(1, 4)), drawn) for i in range(30)]
        evidence = world(*reveals)
        found["alone"].append(variant_lottery(evidence)[0].e_value)
        found["co-exposed"].append(co_exposed_lottery(evidence)[0].e_value)
    assert np.mean(np.array(found["co-exposed"]) >= 300) <= 1 / 300 + 0.01
    assert np.mean(np.array(found["alone"]) >= 300) > 0.9


def test_routes_by_chance_bet_on_the_first_hit_of_each_block():
    blocks = tuple(RouteBlock({2 * n: 0, 2 * n + 1: 1}) for n in range(10))
    found = route_lottery(replace(world(), blocks=blocks), [hit(2 * n, 20.0 + n) for n in range(8)])
    assert [len(found[channel].bets) for channel in (0, 1)] == [8, 8]
    assert found[0].e_value > 10
    assert found[1].e_value < 1
    assert all(bet.odds == 0.5 for bet in found[0].bets)


def test_a_copy_that_was_not_read_back_can_lose_but_not_win():
    """Else whoever reads back the matching copies after the calls would choose which bets count."""
    drawn = {0: 1, 1: 2, 2: 3}
    unread = frozenset((0,))
    assert e_value(reveal(0, 1, drawn, unconfirmed=unread)) == 1.0
    assert e_value(reveal(0, 9, drawn, unconfirmed=unread)) < 1.0


def test_what_becomes_known_later_of_an_earlier_call_undoes_no_bet():
    drawn = {0: 1, 1: 2, 2: 3}
    lost = reveal(0, 9, drawn, at=20.0, known=21.0)
    dated_back = reveal(0, 1, drawn, at=19.0, known=30.0)
    process = variant_lottery(world(dated_back, lost))[0]
    assert [bet.matched for bet in process.bets] == [False, True]
    assert process.bets[0].e_value == e_value(lost) < 1.0


def test_a_value_that_is_matched_by_luck_is_no_second_witness():
    sure = reveal(0, 1, {0: 1, 1: 2, 2: 3}, pool=2000)
    lucky = reveal(1, 1, {0: 1, 1: 2, 2: 3}, pool=4)
    process = variant_lottery(world(sure, lucky))[0]
    assert [bet.matched for bet in process.bets] == [True, True]
    assert process.identities() == 1


def test_what_was_reached_once_still_accuses_after_a_loss():
    won = [reveal(i, 1, {0: 1, 1: 2, 2: 3}, at=20.0 + i, known=20.0 + i) for i in range(3)]
    lost = reveal(9, 7, {0: 1, 1: 2, 2: 3}, at=40.0, known=40.0)
    before = variant_lottery(world(*won))[0]
    after = variant_lottery(world(*won, lost))[0]
    assert after.e_value < before.e_value == before.peak == after.peak


def test_a_value_said_beside_another_channels_is_staked_on_little():
    """A caller who said the unit of channel 1 has its copy; a name that nobody else has was misheard."""
    drawn = {0: 1, 1: 2, 2: 3}
    name = reveal(0, 7, drawn)
    unit = reveal(0, 2, drawn, field=Field.ADDRESS)
    assert 0.85 < e_value(name, unit) < 1.0
    assert e_value(name) < 0.2
    own = reveal(0, 1, drawn)
    assert 1.0 < e_value(own, unit) < e_value(own)
