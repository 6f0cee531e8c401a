from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.errors import FileError, InputError
from leaktrace.seeding.orders import (
    FIELDS,
    PROFILES,
    Region,
    blank_separated,
    detect,
    mapping_profile,
    read_orders,
)
from leaktrace.seeding.orders.reading import clean, local_time, money, region_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
LEGACY = {
    "订单编号": '="1234567890123456789"',
    "买家会员名": "nick",
    "买家实际支付金额": "39.90",
    "订单状态": "交易成功",
    "收货人姓名": "林若溪",
    "收货地址": "浙江省 杭州市 余杭区 梅林路18号",
    "联系手机": "'14001234567",
    "订单创建时间": "2026-03-02 20:14:05",
    "宝贝标题": "蜂蜜柚子茶 500克",
    "宝贝总数量": "1",
}
SHOPIFY = {
    "Name": "#1001",
    "Email": "ann@example.com",
    "Financial Status": "paid",
    "Created at": "2026-03-02 20:14:05 -0500",
    "Lineitem quantity": "2",
    "Lineitem name": "Tea",
    "Lineitem price": "12.50",
    "Lineitem sku": "T-1",
    "Shipping Name": "Ann Lee",
    "Shipping City": "Boston",
    "Shipping Province": "MA",
    "Total": "34.00",
    "Currency": "USD",
    "Notes": "",
}


def one(cells, **changes):
    cells = {**cells, **changes}
    return read_orders([(2, cells)], detect(cells))[0]


def test_legacy_taobao_export_is_read():
    order = one(LEGACY)

    assert order.order_no == "1234567890123456789"
    assert order.placed_at == datetime(2026, 3, 2, 20, 14, 5, tzinfo=SHANGHAI)
    assert order.amount == Decimal("39.90")
    assert order.region == Region("浙江省", "杭州市")
    assert [(i.title, i.qty, i.price) for i in order.items] == [
        ("蜂蜜柚子茶 500克", 1, Decimal("39.90"))
    ]
    assert not order.priced


def test_newer_taobao_export_is_told_from_the_legacy_one():
    header = ["订单编号", "买家下单时间", "买家实付金额", "宝贝标题", "宝贝总数量", "宝贝规格"]

    assert detect(header).name == "taobao-2"
    assert detect(LEGACY).name == "taobao"


def test_rows_of_a_shopify_order_make_one_order():
    second = dict.fromkeys(SHOPIFY, "") | {
        "Name": "#1001",
        "Lineitem quantity": "1",
        "Lineitem name": "Cup",
        "Lineitem price": "9.00",
        "Lineitem sku": "C-1",
    }

    (order,) = read_orders([(2, SHOPIFY), (3, second)], detect(SHOPIFY))

    assert [(i.sku, i.qty, i.price) for i in order.items] == [
        ("T-1", 2, Decimal("12.50")),
        ("C-1", 1, Decimal("9.00")),
    ]
    assert order.priced
    assert order.placed_at.utcoffset() == timedelta(hours=-5)
    assert (order.amount, order.currency) == (Decimal("34.00"), "USD")


def test_blank_separated_columns_of_cdnow_are_read():
    lines = [" customer_id  date number_of_cds  dollar_value", " 00001 19970101  2   11.77", ""]
    rows = list(blank_separated(lines))

    (order,) = read_orders(rows, detect(rows[0][1]))

    assert (order.buyer, order.amount, order.items[0].qty) == ("00001", Decimal("11.77"), 2)
    assert order.placed_at.date().isoformat() == "1997-01-01"


def test_row_of_another_length_is_named():
    with pytest.raises(InputError, match="row 2"):
        list(blank_separated(["a b", "1 2 3"]))


def test_unknown_header_names_what_is_missing_and_how_to_map():
    with pytest.raises(InputError) as caught:
        detect(["订单编号", "订单创建时间", "宝贝标题", "宝贝总数量"])

    assert "taobao" in str(caught.value)
    assert "买家实际支付金额" in str(caught.value)
    assert "--column placed_at=COLUMN" in str(caught.value)


def test_mapping_reads_any_other_export():
    profile = mapping_profile(
        {"placed_at": "when", "amount": "paid", "title": "what"}, zone=SHANGHAI, currency="CNY"
    )

    (order,) = read_orders(
        [(2, {"when": "2026/3/2 9:05", "paid": "¥1,234.50", "what": "茶"})], profile
    )

    assert order.placed_at == datetime(2026, 3, 2, 9, 5, tzinfo=SHANGHAI)
    assert order.amount == Decimal("1234.50")


@pytest.mark.parametrize("columns", [{"colour": "c"}, {"placed_at": "when"}, {}])
def test_mapping_that_says_too_little_or_too_much_is_refused(columns):
    with pytest.raises(InputError):
        mapping_profile(columns, zone=SHANGHAI)


def test_every_fault_is_named_with_row_and_field():
    rows = [
        (2, {**LEGACY, "买家实际支付金额": "12,50"}),
        (3, {**LEGACY, "订单编号": "2", "宝贝总数量": "many"}),
        (4, {**LEGACY, "订单编号": "3", "订单创建时间": "yesterday"}),
    ]

    with pytest.raises(FileError) as caught:
        read_orders(rows, detect(LEGACY), where="orders.csv")

    assert {(e.row, e.field) for e in caught.value.errors} == {
        (2, "amount"),
        (3, "qty"),
        (4, "placed_at"),
    }


def test_orders_never_paid_are_left_out():
    rows = [(2, {**LEGACY, "订单状态": "交易关闭"}), (3, {**LEGACY, "订单编号": "2"})]

    assert [order.order_no for order in read_orders(rows, detect(LEGACY))] == ["2"]


def test_titles_of_one_row_are_parted_but_not_within_a_known_title():
    rows = [
        (2, {**LEGACY, "宝贝标题": "核桃，礼盒"}),
        (3, {**LEGACY, "订单编号": "2", "宝贝标题": "核桃，礼盒，茶", "宝贝总数量": "3"}),
    ]

    second = read_orders(rows, detect(LEGACY))[1]

    assert [(item.title, item.qty) for item in second.items] == [("核桃，礼盒", 2), ("茶", 1)]


def test_masked_name_has_no_length():
    assert one(LEGACY, 收货人姓名="林**").name == ""


def test_what_names_a_buyer_is_not_in_the_repr():
    shown = repr(one(LEGACY))

    for secret in ("林若溪", "nick", "14001234567", "梅林路", "1234567890123456789"):
        assert secret not in shown


@pytest.mark.parametrize(
    ("address", "region"),
    [
        ("浙江省 杭州市 余杭区 x", Region("浙江省", "杭州市")),
        ("浙江省杭州市余杭区x", Region("浙江省", "杭州市")),
        ("上海 上海市 浦东新区 x", Region("上海", "上海市")),
        ("广西壮族自治区 南宁市 x", Region("广西壮族自治区", "南宁市")),
        ("湖北省 恩施土家族苗族自治州 x", Region("湖北省", "恩施土家族苗族自治州")),
        ("12 High Street, London", Region()),
        ("", Region()),
    ],
)
def test_region_is_province_and_city(address, region):
    assert region_of(address) == region


@pytest.mark.parametrize("text", ["", "abc", "1,23", "1.2.3", "12,34,567", "--1", "1e5", "NaN"])
def test_doubtful_amount_is_refused(text):
    with pytest.raises(InputError):
        money(text, "amount")


@pytest.mark.parametrize("text", ["", "2026-13-01", "2026-3-", "1", "20261", "2026/3-1", "25:00"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(InputError):
        local_time(text, SHANGHAI)


def test_time_without_offset_needs_a_zone():
    with pytest.raises(InputError, match="offset"):
        local_time("2026-03-02 20:14:05", None)


@given(st.text(max_size=40))
def test_any_cell_is_read_or_refused(text):
    for read in (lambda: money(text, "amount"), lambda: local_time(text, SHANGHAI)):
        try:
            read()
        except InputError:
            continue
    region_of(text)
    assert clean(text) == clean(text).strip()


@given(
    st.text(
        st.characters(exclude_characters='"', exclude_categories=["Cc", "Zs", "Cs"]), min_size=1
    )
)
def test_wrapping_of_spreadsheets_is_taken_off(text):
    assert clean(f'="{text}"') == clean(text)


@given(st.datetimes(datetime(1991, 1, 1), datetime(2199, 1, 1)))  # noqa: DTZ001
def test_written_times_come_back(wall):
    wall = wall.replace(microsecond=0)

    assert local_time(f"{wall:%Y-%m-%d %H:%M:%S} +0000", None) == wall.replace(tzinfo=UTC)


def test_profiles_map_known_fields_only():
    for profile in PROFILES:
        assert set(profile.columns) <= set(FIELDS)
        assert set(profile.needs) <= set(profile.columns)
