"""What is dealt to a batch of identities: addresses that are theirs, pools that are apart, a draw that can be drawn again."""

import hashlib
import json
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaktrace.attribution import Draw
from leaktrace.domain.channel import Field
from leaktrace.domain.premises import Premises
from leaktrace.seeding.dealing import LEAST_VALUES, Seat, deal, gather
from leaktrace.seeding.personas import MATES, name_pool, nick_pool, note_pool, people

SEED, DRAW_SEED = bytes(range(32)), bytes(range(32, 64))
DOMAIN = "mail.shop.example"
VARIED = (Field.NAME, Field.ADDRESS, Field.NICK, Field.NOTE, Field.EMAIL)


def premises(units):
    marks = tuple(f"{number // 10 + 1}幢{number % 10 + 1}01室" for number in range(units))
    return Premises("P1", "浙江省", "杭州市", "余杭区", "梅林路18号", marks)


def seats(mates=3, *, units=200, domain=DOMAIN, fields=VARIED, lines=2):
    where = premises(units)
    receivers = dict.fromkeys(fields, ("erp-1", "courier-1"))
    return [
        Seat(f"plan-1-{one.number:04d}", one, f"L{one.number // mates}", one.number % mates, mates, where, domain, receivers)
        for one in gather(SEED, 0, mates * lines, mates)
    ]  # fmt: skip


def pools_of(dealt):
    return {(pool.canary_id, pool.field): json.loads(pool.values) for pool in dealt.draw.pools}


def test_people_are_those_of_their_numbers():
    assert gather(SEED, 3, 6, 3) == list(people(SEED, 3, 6, per_line=3))


def test_every_field_has_the_pool_of_its_persona():
    some = seats()
    pools = pools_of(deal(SEED, DRAW_SEED, some))
    for seat in some:
        assert pools[seat.canary_id, Field.NAME] == list(name_pool(SEED, seat.persona))
        assert pools[seat.canary_id, Field.NICK] == list(nick_pool(SEED, seat.persona))
        notes = note_pool(SEED, seat.line_id, mate=seat.place, mates=3)
        assert pools[seat.canary_id, Field.NOTE] == list(notes)
        own = f"{seat.persona.mailbox}@{DOMAIN}"
        assert own not in pools[seat.canary_id, Field.EMAIL]
        assert all(one.endswith(f"@{DOMAIN}") for one in pools[seat.canary_id, Field.EMAIL])


@settings(max_examples=40, deadline=None)
@given(mates=st.integers(1, MATES), units=st.integers(1, 600))
def test_addresses_are_units_of_the_premises_and_the_own_one_is_in_no_pool(mates, units):
    some = seats(mates, units=units, fields=(Field.ADDRESS,), lines=1)
    dealt = deal(SEED, DRAW_SEED, some)
    known = {str(premises(units).address(unit)) for unit in premises(units).units}
    assert set(dealt.addresses) <= known
    drawn = pools_of(dealt) if dealt.draw else {}
    assert len(drawn) + dealt.not_varied == mates
    values = [value for pool in drawn.values() for value in pool]
    assert len(set(values)) == len(values)
    assert set(values) <= known - set(dealt.addresses)
    assert all(len(pool) >= LEAST_VALUES for pool in drawn.values())


@pytest.mark.parametrize(
    ("fields", "domain"), [((Field.EMAIL,), ""), ((Field.PHONE,), DOMAIN), ((), DOMAIN)]
)
def test_what_cannot_be_varied_is_counted_and_not_drawn(fields, domain):
    dealt = deal(SEED, DRAW_SEED, seats(fields=fields, domain=domain))
    assert (dealt.draw, dealt.not_varied) == (None, 6 * len(fields))
    assert len(dealt.addresses) == 6


def test_names_that_are_not_told_apart_in_texts_are_not_varied():
    where = Premises("P2", "", "横浜市", "", "1丁目2番3号", ("101号室", "102号室"), "ja_JP")
    (one,) = gather(SEED, 0, 1, 1, "ja_JP")
    seat = Seat("C1", one, "L1", 0, 1, where, "", {Field.NAME: ("erp-1", "courier-1")})

    dealt = deal(SEED, DRAW_SEED, [seat])

    assert (dealt.draw, dealt.not_varied) == (None, 1)


def test_the_draw_is_the_one_of_its_manifest():
    draw = deal(SEED, DRAW_SEED, seats()).draw
    assert draw.commitment == "sha256:" + hashlib.sha256(draw.manifest).hexdigest()
    again = Draw.from_manifest(draw.manifest)
    assert again.written() == draw
    assert [json.loads(one.given) for one in draw.pools] == list(map(again.given, again.pools))


def test_another_process_deals_the_same():
    alone = deal(SEED, DRAW_SEED, seats())
    with ProcessPoolExecutor(1, get_context("spawn")) as aside:
        assert aside.submit(deal, SEED, DRAW_SEED, seats()).result() == alone
