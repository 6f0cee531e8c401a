import csv
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from channel_orders import TEA, TOWEL, an_order, fitting

from leaktrace.channels.mapped_file import MappedFileModule
from leaktrace.channels.settings_text import profile_from_yaml
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Reject
from leaktrace.domain.placing import HeldOrder, Outcome, compare

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
COLUMNS = {"No": "order_no", "Name": "name", "Note": "note"}


def example(name):
    return MappedFileModule().open(
        profile_from_yaml((EXAMPLES / f"{name}-profile.yaml").read_text(encoding="utf-8"))
    )


def system(file="csv", columns=COLUMNS, **settings):
    file = {"type": file} if isinstance(file, str) else file
    return MappedFileModule().open({"file": file, "columns": columns, **settings})


def placed(opened, *orders):
    placement = opened.place([fitting(order, opened) for order in orders])
    assert not placement.refused
    (document,) = placement.documents
    return document.content


def refused(opened, order):
    placement = opened.place([fitting(order, opened)])
    assert not placement.documents
    return placement.refused[order.canary_id]


def held(opened, text, encoding="utf-8"):
    (found,) = opened.read_back(text.encode(encoding))
    return found


def test_the_warehouse_gets_gb18030_with_the_address_in_columns_and_marked_digits():
    content = placed(example("3pl"), an_order(1, items=(TEA, TOWEL)))
    rows = list(csv.DictReader(io.StringIO(content.decode("gb18030"))))
    assert [row["商家编码"] for row in rows] == ["S1", "S2"]
    assert [row["数量"] for row in rows] == ["1", "2"]
    assert rows[0] == rows[0] | {
        "出库单号": "'PL2609017301",
        "店铺": "梅子巷",
        "收件人": "林若溪",
        "手机": "'14002400001",
        "省": "浙江省",
        "市": "杭州市",
        "区": "余杭区",
        "详细地址": "梅林路18号1幢1单元101室",
        "备注": "放1号门卫",
    }


@pytest.mark.parametrize("name", ["3pl", "shopify"])
def test_an_example_reads_what_it_wrote(name):
    opened = example(name)
    orders = [fitting(an_order(number, items=(TEA, TOWEL)), opened) for number in (1, 2)]
    found = {one.order_no: one.holds for one in opened.read_back(placed(opened, *orders))}
    for order in orders:
        assert {one.outcome for one in compare(order.values, found[order.order_no])} == {
            Outcome.KEPT
        }


def test_the_order_system_takes_a_workbook_whose_cells_are_all_text():
    content = placed(example("erp"), an_order(1, items=(TEA, TOWEL)))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["订单导入"]
    heads, first, second = ([cell.value for cell in row] for row in sheet.rows)
    row = dict(zip(heads, first, strict=True))
    assert {cell.data_type for cells in sheet.rows for cell in cells} <= {"s", "n"}
    assert row["手机"] == "14002400001"
    assert row["应收合计"] == "129.90"
    assert row["下单时间"] == row["付款时间"] == "2026-11-18 20:14:05"
    assert (row["货品名称"], second[heads.index("货品名称")]) == (TEA.title, TOWEL.title)
    assert row["店铺名称"] == "梅子巷旗舰店"


def test_an_export_under_other_headings_is_read_field_by_field():
    book = openpyxl.Workbook()
    book.active.title = "Summary"
    sheet = book.create_sheet("订单明细")
    sheet.append(["物流单号", "原始单号", "收货人", "收货人手机", "收货地址", "客户网名", "应收金额", "下单时间", "买家留言", "货品名称"])  # fmt: skip
    sheet.append(["YT1", '="PL2609017301"', "林**", 14002400001, "浙江省 杭州市 余杭区 梅林路18号", None, 129.9, 46344.843113425924, "'放1号门卫", TEA.title])  # fmt: skip
    sheet["B2"].data_type = "s"  # the text, as some systems write it, and no formula
    sheet.append([None, "PL2609017301", None, None, None, None, None, None, None, TOWEL.title])
    sheet.append(["", "stranger-1", "王芳", "140****0007", "****", "", "1,234.00", "2026/11/18 20:14:05", "", "x"])  # fmt: skip
    sheet.append(["合计", None, None, None, None, None, 1363.9, None, None, None])
    content = io.BytesIO()
    book.save(content)
    ours, foreign, total = sorted(
        example("erp").read_back(content.getvalue()), key=lambda one: getattr(one, "row", 9)
    )
    assert ours == HeldOrder(
        "PL2609017301",
        {
            Field.NAME: "林**",
            Field.PHONE: "+8614002400001",
            Field.ADDRESS: "浙江省杭州市余杭区梅林路18号",
            Field.ORDER_NO: "PL2609017301",
            Field.PRODUCT: f"{TEA.title}、{TOWEL.title}",
            Field.PRICE: "129.9",
            Field.ORDERED_AT: "2026-11-18T12:14:05Z",
            Field.TRACKING_NO: "YT1",
            Field.NOTE: "放1号门卫",
        },
        2,
    )
    assert (foreign.order_no, foreign.holds[Field.PHONE], foreign.row) == (
        "stranger-1",
        "140****0007",
        4,
    )
    assert foreign.holds[Field.PRICE] == "1234.00"
    assert isinstance(total, Reject)
    assert (total.reason, total.record) == ("the row has no order number", b"row 5")


def test_the_shop_gets_json_with_a_list_of_items():
    document = json.loads(
        placed(example("shopify"), an_order(1, items=(TEA, TOWEL), name="Lin Ruoxi"))
    )
    (order,) = document["orders"]
    assert order["customer"] == {"first_name": "Lin", "last_name": "Ruoxi"}
    assert order["shipping_address"]["phone"] == "+8614002400001"
    assert order["line_items"][1] == {
        "sku": "S2",
        "title": TOWEL.title,
        "quantity": 2,
        "price": "45.00",
        "requires_shipping": True,
    }


@pytest.mark.parametrize("fields", [["price"], ["product"], ["address"], ["note", "email"]])
def test_a_field_that_is_not_given_is_nowhere_in_the_file(fields):
    opened = example("shopify")
    content = placed(opened, an_order(1, leave=fields)).decode()
    shown = an_order(1)
    assert not any(shown.values[Field(name)] in content for name in fields)
    assert "product" not in fields or "S1" not in content


def test_numbers_of_json_are_read_as_they_are_written():
    opened = system("json", {"no": "order_no", "sum": "price", "at": "phone"})
    found = held(opened, '[{"no": 12345678901234567890, "sum": 68.10, "at": null}]')
    assert (found.order_no, found.holds[Field.PRICE]) == ("12345678901234567890", "68.10")
    assert Field.PHONE not in found.holds


@pytest.mark.parametrize(
    ("order", "settings", "reason"),
    [
        (an_order(name="欧阳若溪"), {"limits": {"name": 3}}, "4 characters"),
        (an_order(name="欧阳若溪"), {"limits": {"name": {"bytes": 7}}}, "8 bytes in gbk"),
        (an_order(name="林𠮷"), {"stored_as": "gbk"}, "which gbk does not have"),
        (an_order(note="50% off"), {"forbidden": "'%"}, "'%'"),
        (an_order(note="=HYPERLINK(1)"), {}, "like a formula"),
        (an_order(note="@cmd"), {}, "like a formula"),
        (an_order(note="-1+1"), {}, "like a formula"),
        (an_order(note="'放门卫"), {}, "marks and words"),
        (an_order(leave=["order_no"]), {}, "add order_no=plain to its views"),
        (an_order(order_no="PL1"), {}, "could not be found again"),
    ],
)
def test_an_order_that_the_system_would_spoil_is_refused_with_the_reason(order, settings, reason):
    assert reason in refused(system(**settings), order)


@pytest.mark.parametrize(
    ("columns", "settings", "order", "reason"),
    [
        ({"No": "order_no", "P": "phone"}, {"formats": {"phone": "national"}}, an_order(phone="+12025550123"), "country 86"),
        ({"No": "order_no", "P": "price"}, {"formats": {"decimals": 0}}, an_order(), "more than 0 decimals"),
        ({"No": "order_no", "A": "address.detail"}, {}, an_order(address="别处"), "not there in parts"),
        ({"No": "order_no", "T": "item.title"}, {}, an_order(items=(TEA, TOWEL)), "rows: item"),
        ({"No": "order_no", "T": "item.title"}, {"file": {"type": "csv", "rows": "item"}}, an_order(items=(TEA, TOWEL), product="茶"), "several items"),
        ({"No": "order_no", "T": "{name} / {note}"}, {}, an_order(name="a / b"), "words around it"),
    ],
)  # fmt: skip
def test_what_a_column_cannot_say_is_refused(columns, settings, order, reason):
    assert reason in refused(system(**{"columns": columns, **settings}), order)


def test_a_spelling_of_the_product_that_only_this_channel_gets_is_what_it_gets():
    opened = system({"type": "csv", "rows": "item"}, {"No": "order_no", "T": "item.title"})
    content = placed(opened, an_order(product="蜂蜜柚子茶 五百克"))
    (found,) = opened.read_back(content)
    assert found.holds[Field.PRODUCT] == "蜂蜜柚子茶 五百克"


def test_one_bad_order_does_not_keep_the_others_out():
    opened = system(limits={"name": 3})
    orders = [fitting(an_order(n, name=name), opened) for n, name in ((1, "林溪"), (2, "欧阳若溪"))]
    placement = opened.place(orders)
    assert (placement.placed, set(placement.refused)) == (("C01",), {"C02"})


def test_a_byte_order_mark_is_written_and_read():
    opened = system({"type": "csv", "encoding": "utf-8-sig"})
    content = placed(opened, an_order())
    assert content.startswith(b"\xef\xbb\xbfNo,")
    assert held(opened, content.decode()).order_no == "PL2609017301"


def test_a_file_without_headings_is_read_by_place():
    opened = system({"type": "csv", "header_row": 0, "delimiter": "|"})
    assert placed(opened, an_order()).decode().count("\r\n") == 1
    assert held(opened, "7|林溪|x\n").holds[Field.NAME] == "林溪"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no headings in row 1"),
        ("No,Name\n1,a\n", "has no column Note"),
        ("No,Name,Name,Note\n1,a,b,c\n", "more than one column Name"),
        ("No,Name,Note\n,a,b\n", "no order number"),
        ("No,Name,Note\n1," + "a" * 40_000 + ",b\n", "too long"),
        ("No,Name,Note\n1," + "a" * 200_000 + ",b\n", "not CSV"),
        ("No,Name,Note\n1,a\x00b,c\n", "cannot be stored"),
    ],
)
def test_an_export_that_cannot_be_taken_says_why_and_keeps_nothing_of_it(text, reason):
    found = held(system(), text)
    assert isinstance(found, Reject)
    assert reason in found.reason
    assert found.record in (b"", b"row 2")


def test_another_encoding_is_told_and_not_guessed():
    (found,) = system().read_back("No,Name,Note\n1,林,\n".encode("gb18030"))
    assert "is not utf-8" in found.reason
    assert "GB18030" in found.remedy


@pytest.mark.parametrize("text", ["{", "[" * 100_000, '{"orders": 7}', "null", "[NaN"])
def test_a_document_that_is_no_list_of_orders_is_a_reject(text):
    (found,) = example("shopify").read_back(text.encode())
    assert isinstance(found, Reject)


def test_an_export_that_is_too_large_is_not_read():
    (found,) = system().read_back(b"x" * (32 * 1024 * 1024 + 1))
    assert "more than 32 MiB" in found.reason


def test_a_profile_without_an_export_says_how_to_go_on():
    opened = system(read_back="none")
    assert not opened.capabilities.reads_back
    (found,) = opened.read_back(b"No,Name,Note\n1,a,b\n")
    assert "seed confirm" in found.remedy


def test_a_time_that_nobody_put_into_a_zone_stays_as_it_is():
    opened = system(columns={"No": "order_no", "At": "ordered_at"})
    assert held(opened, "No,At\n1,2026-11-18 20:14:05\n").holds[Field.ORDERED_AT] == (
        "2026-11-18 20:14:05"
    )


def test_the_detail_may_repeat_the_district():
    columns = {
        "No": "order_no",
        "省": "address.province",
        "市": "address.city",
        "详": "address.detail",
    }
    found = held(system(columns=columns), "No,省,市,详\n1,上海市,上海市,上海市徐汇路1号\n")
    assert found.holds[Field.ADDRESS] == "上海市徐汇路1号"


def test_a_workbook_is_the_same_to_the_byte_and_names_no_moment():
    with zipfile.ZipFile(io.BytesIO(placed(example("erp"), an_order()))) as book:
        assert {entry.date_time for entry in book.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        core = book.read("docProps/core.xml").decode()
    assert core.count("2000-01-01T00:00:00Z") == 2
