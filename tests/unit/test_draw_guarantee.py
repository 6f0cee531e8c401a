"""The guarantee of the variant lottery, through the real reading of contacts.

The log is fixed: contacts say what they say. The values of the other channels are given. Then, over all
values that an innocent channel can have been drawn, its e-value is 1 on average, or less. A step of the
reading that looked at who was given what would break this.
"""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from leaktrace.attribution import Background, Evidence, Exposures
from leaktrace.attribution.lottery import variant_lottery
from leaktrace.domain.channel import Field, View
from leaktrace.domain.contact import Medium
from leaktrace.domain.exposure import Exposure
from leaktrace.domain.order import Address, Canary, Identity, Item, Order
from leaktrace.services.attribution_contacts import CaseContact
from leaktrace.services.attribution_reveals import (
    number_channels,
    reveals,
    who_sees,
)
from leaktrace.services.drawn import Drawn, DrawnPool, DrawRef
from leaktrace.services.facts import facts_of
from leaktrace.services.opened import OpenedContact
from leaktrace.services.reading import _Order, _read

ZONE = ZoneInfo("Asia/Shanghai")
COMMITTED, EXPOSED, CALLED = (datetime(2026, 9, day, tzinfo=UTC) for day in (1, 3, 20))
INNOCENT = "erp-1"
NONE = np.zeros(0, dtype=np.int64)
POOL = tuple(
    sorted(f"周{given}" for given in ("志远", "淑珍", "家豪", "雨桐", "文博", "静怡", "海燕"))
)
OTHERS = {"courier-1": POOL[0], "desk-1": POOL[4]}
LEFT = [value for value in POOL if value not in OTHERS.values()]
CANARY = Canary(
    "C1",
    ("L1",),
    Identity("周明", "+8614000000001", None, Address("湖北省", "武汉市", "洪山区", "望舒街1号1栋101室")),
    Order(
        "260902777865995421", (Item("S1", "防晒衣女夏季薄款", 1, Decimal("78.00")),),
        Decimal("78.00"), "CNY", datetime(2026, 9, 2, 2, 53, tzinfo=UTC),
    ),
)  # fmt: skip


def copies(own, spell):
    """What the channels hold if the innocent one was drawn `own`."""
    held = {INNOCENT: spell(own), **OTHERS}
    return [
        Exposure("C1", channel, EXPOSED, {Field.NAME: value}, {Field.NAME: view_of(value)}, {"kind": "readback"})
        for channel, value in held.items()
    ]  # fmt: skip


def view_of(value):
    return View.MASKED if "*" in value else View.VARIANT


def log(texts, exposures):
    """What is stored of the contacts."""
    pools = {Field.NAME: POOL}
    facts = facts_of(CANARY, exposures, pools, (), ZONE)
    order = _Order(UUID(int=1), CANARY, tuple(exposures), pools, facts)
    for number, text in enumerate(texts):
        key = UUID(int=number + 10)
        opened = OpenedContact(
            key, Medium.CALL, CALLED, None, text, {}, supersedes_id=None, lines=()
        )
        found = _read(opened, [order], ZONE)
        if found.informed:
            yield CaseContact(
                key, str(number), Medium.CALL, CALLED, CALLED, found.contact_class,
                tuple(one.canary.canary_id for one in found.matched), {"C1": found.details["C1"]},
            )  # fmt: skip


def e_value(texts, own, spell):
    """The e-value of the innocent channel if it was drawn `own`; the lottery speaks of all channels."""
    exposures = copies(own, spell)
    given = {name: POOL.index(value) for name, value in ({INNOCENT: own} | OTHERS).items()}
    pool = DrawnPool(DrawRef("draw-1", "sha256:", COMMITTED, None), "C1", Field.NAME, POOL, given)
    drawn = Drawn((pool.draw,), {"C1": (pool,)}, (), {"C1": (EXPOSED, EXPOSED)})
    channels = tuple(sorted(given))
    held = who_sees(drawn, {"C1": (0, exposures)})
    numbers = number_channels(channels, drawn, {"C1": (0, exposures)})
    evidence = Evidence(
        channels=channels, start=0.0, end=30.0, exposures=Exposures(NONE, NONE, np.zeros(0), 1),
        hits=(), background=Background(0.1, 0.5, 0.08, 0.12, 20), control_hits=(),
        reveals=reveals(log(texts, exposures), held, drawn, numbers), drawn_channels=frozenset(numbers.values()),
    )  # fmt: skip
    return variant_lottery(evidence)[numbers[INNOCENT]].e_value


SPELLINGS = {
    "as drawn": lambda value: value,
    "with a blank": lambda value: f"{value[0]} {value[1:]}",
    "masked in the middle": lambda value: f"{value[0]}*{value[2]}",
    "masked but for the surname": lambda value: f"{value[0]}**",
    "cut": lambda value: value[:2],
    "the own name": lambda _: "周明",
    "the value of another": lambda _: OTHERS["courier-1"],
    "dead for half of the values": lambda value: value if value > POOL[3] else "周海",
}
TEXTS = {
    "a value of the pool": lambda value: [f"您好，是{value}吗？给您退款，请加微信。"],
    "with facts of the order": lambda value: [f"您好，{value}，您的防晒衣78元要退款，请加微信。"],
    "misheard": lambda _: ["您好，是周宇彤吗？给您退款，请加微信。"],
    "in a service message": lambda value: [f"【飞鹭快递】{value}您好，您的快件已揽收。"],
    "twice": lambda value: [f"您好，是{value}吗？给您退款，请加微信。"] * 2,
    "after another": lambda value: [
        f"您好，是{one}吗？给您退款，请加微信。" for one in (POOL[2], value)
    ],
    "two at once": lambda value: [f"您好，是{value}吗？还是{POOL[2]}？给您退款，请加微信。"],
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("text", TEXTS)
def test_an_innocent_channel_wins_nothing_on_average_whatever_is_said(text, spelling):
    for said in (*POOL, "周明", "周海", "王建国"):
        texts = TEXTS[text](said)
        e_values = [e_value(texts, own, SPELLINGS[spelling]) for own in LEFT]
        assert sum(e_values) / len(e_values) <= 1 + 1e-9, (texts, e_values)


def test_a_leaker_wins():
    for own in LEFT:
        assert e_value(TEXTS["a value of the pool"](own), own, SPELLINGS["as drawn"]) > 1.5
