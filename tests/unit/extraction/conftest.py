"""Two orders that the tests of the extraction speak about."""

from datetime import datetime
from decimal import Decimal

import pytest

from leaktrace.extraction import OrderFacts


@pytest.fixture(scope="session")
def order() -> OrderFacts:
    return OrderFacts(
        names=("沈雨桐", "沈雨航", "沈若桐", "沈明远"),
        phone="+8614211223344",
        email="shen.yutong77@example.cn",
        nick="半糖橘子9921",
        province="浙江省",
        city="杭州市",
        district="滨江区",
        detail="望潮路88号听风苑2栋1203室",
        units=("2栋1203室", "2栋1204室", "3栋1203室"),
        addresses=(),
        order_no="260310774412095533",
        tracking_nos=("FL7741203395561",),
        items=(("竹语双层玻璃养生壶家用全自动煮茶器电热烧水壶1.5L", Decimal("167.50")),),
        amount=Decimal("167.50"),
        currency="CNY",
        placed_at=datetime.fromisoformat("2026-03-10T20:14:09+08:00"),
        notes=("请放门卫室王叔那里",),
        senders=("橙舟商城", "飞鹭快递"),
    )


@pytest.fixture(scope="session")
def english_order() -> OrderFacts:
    return OrderFacts(
        names=("Helena Marsh", "Helen Marsh", "Elena March"),
        phone="+12025550144",
        email="helena.marsh31@example.org",
        nick="",
        province="Ohio",
        city="Dayton",
        district="Oakwood",
        detail="418 Larkspur Lane, Apt 12B",
        units=("Apt 12B", "Apt 12C"),
        addresses=(),
        order_no="LT-664921",
        tracking_nos=("1Z999AA10588214407",),
        items=(("Voltera Enamel Stovetop Kettle, 2.5 Quart, Whistling, Teal", Decimal("42.50")),),
        amount=Decimal("42.50"),
        currency="USD",
        placed_at=datetime.fromisoformat("2026-03-10T20:14:09-05:00"),
        notes=("Leave it behind the green bench",),
        senders=("Larkshop", "UPS"),
    )


@pytest.fixture(scope="session")
def next_day() -> datetime:
    return datetime.fromisoformat("2026-03-11T15:30:00+08:00")


@pytest.fixture(scope="session")
def next_day_american() -> datetime:
    return datetime.fromisoformat("2026-03-11T15:30:00-05:00")
