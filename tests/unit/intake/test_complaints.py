"""Complaint tables to contacts."""

import io
import json
import time
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from format_reader import Reader
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.fiction import fictional_phone
from leaktrace.domain.ports import ParseContext
from leaktrace.intake.complaints import ComplaintFormat
from leaktrace.intake.complaints.table import table_rows

TABLES = ComplaintFormat()
SHANGHAI = ZoneInfo("Asia/Shanghai")
HEADINGS = "何时,号码,来电,说了什么"
COLUMNS = {"何时": "occurred_at", "号码": "line", "来电": "caller", "说了什么": "text"}
AT = datetime(2026, 11, 26, 9, 40, tzinfo=UTC)
GOOD = "2026-11-26 17:40,L1,95000,退款"


def stated(columns: dict[str, str] = COLUMNS, **more: Any) -> ParseContext:
    profile = json.dumps({"columns": columns, **more})
    return ParseContext(zone=SHANGHAI, settings={"profile": profile})


OWN = stated()
KNOWN = ParseContext(zone=SHANGHAI, line="L1")


def table(*rows: str, headings: str = HEADINGS) -> bytes:
    return "\n".join([headings, *rows, ""]).encode()


READER = Reader(TABLES, OWN)
read, refused = READER.read, READER.refused


def one(data: bytes, context: ParseContext = OWN) -> Report:
    (found,) = read(data, context)
    assert isinstance(found, Report), found
    return found


def test_a_row_becomes_a_report():
    found = one(table(GOOD))
    assert (found.medium, found.lines, found.occurred_at) == (Medium.CALL, ("L1",), AT)
    assert (found.caller, found.text) == ("95000", "退款")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_the_encoding_and_the_line_breaks_are_seen(encoding: str, ends: str):
    data = table(GOOD).decode().replace("\n", ends).encode(encoding)
    assert one(data).text == "退款"


def test_a_damaged_byte_makes_neither_its_row_nor_another_one_unreadable_text():
    data = table(GOOD, GOOD.replace("退款", "x").replace("L1", "L2")).replace(b",x", b",\xff\xfe")
    first, second = read(data)
    assert isinstance(first, Report)
    assert first.text == "退款"
    assert isinstance(second, Reject)
    assert "is not utf-8" in second.reason
    assert read(second.record) == [second]


def test_titles_above_the_headings_and_columns_that_nobody_named_do_not_count():
    data = table(f"0,{GOOD}", headings=f"十一月清单,,\n,,\n序号,{HEADINGS}")
    assert one(data).lines == ("L1",)


def test_a_table_that_lacks_a_column_is_refused_as_a_whole_and_says_which():
    found = refused(table(GOOD, headings="何时,号码,来电,内容"))
    assert "说了什么" in found.reason


def test_a_column_that_is_optional_may_be_missing():
    data = table("2026-11-26 17:40,L1,95000", headings="何时,号码,来电")
    assert one(data, stated(optional=["说了什么"])).text is None


def test_an_open_quote_takes_no_other_row_along():
    rows = read(table(GOOD, '2026-11-26 17:41,L1,,"offen', GOOD.replace("40", "42")))
    assert [type(row) for row in rows] == [Report, Reject, Report]


def test_rows_that_each_leave_a_quote_open_cost_no_more_than_their_length():
    """Read anew from its first line for each line that it might have, 1 MB of these took a quarter of a minute."""
    rows = b'x"' + b",a" * 300 + b',",\n'
    began = time.process_time()
    read = list(table_rows(rows * 1500, "gb18030", ",", ""))
    assert {row.fault for row in read} == {"a quote is opened and not closed"}
    assert len(read) == 1500
    assert time.process_time() - began < 10


def test_a_cell_may_have_line_breaks_and_quotes():
    assert one(table('2026-11-26 17:40,L1,,"说:\n""退款"""')).text == '说:\n"退款"'


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-26 17:40", "2026/11/26 17:40:00", "2026.11.26 17:40", "2026年11月26日 17:40",
        "2026年11月26日下午5:40", "2026年11月26日 17时40分", "2026-11-26T17:40:00+08:00", "2026-11-26 09:40 Z",
        "20261126174000", "46352.7361111111", "'2026-11-26 17:40",
    ],
)  # fmt: skip
def test_times_are_read_as_people_and_spreadsheets_write_them(text: str):
    assert one(table(f"{text},L1,,")).occurred_at == AT


@pytest.mark.parametrize(
    "text", ["11/26/2026", "2026-13-01 10:00", "soon", "2026-11-26 25:00", "7", ""]
)
def test_what_is_no_time_is_refused(text: str):
    assert refused(table(f"{text},L1,95000,x")).field == "何时"


def test_american_times_are_read_where_the_profile_says_so():
    context = stated(formats={"time": ["%m/%d/%Y %I:%M %p", "%m/%d/%Y"]})
    assert one(table("11/26/2026 5:40 PM,L1,,"), context).occurred_at == AT


@pytest.mark.parametrize(
    ("day", "clock"),
    [("2026-11-26", "17:40"), ("46352", "0.736111111"), ("2026/11/26", "下午5:40")],
)
def test_day_and_time_may_stand_in_columns_of_their_own(day: str, clock: str):
    context = stated({"日期": "date", "时间": "time", "号码": "line"})
    assert one(table(f"{day},{clock},L1", headings="日期,时间,号码"), context).occurred_at == AT


def test_of_a_day_alone_the_last_moment_counts_at_which_it_can_have_happened():
    columns = {**COLUMNS, "记录": "reported_at"}
    late = datetime(2026, 11, 26, 15, 59, 59, tzinfo=UTC)
    for told, at in (
        ("", late),
        ("2026-11-26 18:00", AT.replace(hour=10, minute=0)),
        ("2026-11-20 18:00", late),
    ):
        data = table(f"2026-11-26,L1,,,{told}", headings=f"{HEADINGS},记录")
        assert one(data, stated(columns)).occurred_at == at


def test_midnight_is_a_time_unless_the_profile_says_that_it_stands_for_none():
    data = table("2026-11-26 00:00:00,L1,,")
    assert one(data).occurred_at == datetime(2026, 11, 25, 16, tzinfo=UTC)
    unknown = stated(formats={"midnight": "unknown"})
    assert one(data, unknown).occurred_at == datetime(2026, 11, 26, 15, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("200", 200),
        ("3分20秒", 200),
        ("3 min 20 s", 200),
        ("00:03:20", 200),
        ("3:20", 200),
        ("1小时", 3600),
    ],
)
def test_lengths_are_read_as_people_write_them(text: str, seconds: int):
    context = stated({"何时": "occurred_at", "时长": "duration", "号码": "line"})
    assert (
        one(table(f"2026-11-26 17:40,{text},L1", headings="何时,时长,号码"), context).duration_s
        == seconds
    )


def test_facts_notes_and_media_have_columns_too():
    columns = {**COLUMNS, "姓名": "details.name", "类型": "note", "方式": "medium"}
    data = table(f"{GOOD},周雨桐,冒充客服,短信", headings=f"{HEADINGS},姓名,类型,方式")
    found = one(data, stated(columns))
    assert found.details == {Field.NAME: "周雨桐"}
    assert (found.text, found.medium) == ("退款\n类型: 冒充客服", Medium.SMS)


def test_two_columns_of_lines_mean_that_it_was_one_of_them():
    context = stated(
        {"何时": "occurred_at", "卡一": "line", "卡二": "line"}, formats={"country": "86"}
    )
    number = fictional_phone(7)
    data = table(f"2026-11-26 17:40,L1,{number}", headings="何时,卡一,卡二")
    assert one(data, context).lines == ("L1", number)


def test_the_same_row_has_the_same_reference_whatever_stands_in_other_columns():
    refs = {
        one(table(f"{GOOD},{more}", headings=f"{HEADINGS},处理")).ref for more in ("", "已处理")
    }
    assert refs == {one(table(GOOD)).ref}
    assert one(table(GOOD.replace("L1", "L2"))).ref not in refs


def test_of_a_table_that_is_none_of_the_known_it_is_told_which_there_are_and_how_to_write_an_own():
    found = refused(table(GOOD, headings="何时,号码,来电,内容"), KNOWN)
    assert found.reason == "has the headings of no table that is known"
    for word in (
        "ftc (Company_Phone_Number, ",
        "12321 (来电时间, 被举报号码)",
        "--profile FILE",
        "columns:",
    ):
        assert word in found.remedy


def test_the_known_tables_are_told_by_their_headings():
    ftc = "Company_Phone_Number,Created_Date,Violation_Date,Subject,Recorded_Message_Or_Robocall"
    row = "2025550143,2026-11-27 00:01:15,2026-11-26 17:40:00,Other,Y"
    assert one(table(row, headings=ftc), KNOWN).text == "Other\nRecorded_Message_Or_Robocall: Y"
    number = fictional_phone(7)
    row = f"{number.removeprefix('+86')},95000,2026年11月26日 17:40,说要退款"
    found = one(table(row, headings="举报人手机号,被举报号码,来电时间,举报描述"), KNOWN)
    assert (found.lines, found.occurred_at) == ((number,), AT)


def test_workbooks_are_read_with_times_as_numbers_of_days():
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["清单"],
        HEADINGS.split(","),
        [datetime(2026, 11, 26, 17, 40), "L1", 95000, "退款"],  # noqa: DTZ001
    ):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    found = one(file.getvalue())
    assert (found.occurred_at, found.lines, found.caller, found.text) == (
        AT,
        ("L1",),
        "95000",
        "退款",
    )
    assert read(found.record) == [found]


def test_utf_16_is_refused_with_what_to_do():
    assert "UTF-8" in refused(table(GOOD).decode().encode("utf-16")).remedy


@pytest.mark.parametrize(
    ("profile", "field"),
    [
        ("other", "profile"),
        ({"columns": {"a": "caller"}}, "columns"),
        ({"columns": {"a": "occurred_at", "b": "nobody"}}, "columns.b"),
        ({"columns": {"a": "occurred_at", "b": "details.secret"}}, "columns.b"),
        ({"columns": {"a": "occurred_at", "b": "date", "c": "date"}}, "columns"),
        ({"columns": {"a": "occurred_at"}, "optional": ["a"]}, "columns"),
        ({"columns": {"a": "occurred_at"}, "optional": ["b"]}, "optional"),
        ({"columns": {"a": "occurred_at"}, "formats": {"time": "%Q"}}, "formats.time"),
        ({"columns": {"a": "occurred_at"}, "formats": {"country": "+86"}}, "formats.country"),
        ({"columns": {"a": "occurred_at"}, "file": {"encoding": "rot13"}}, "file.encoding"),
        ({"colums": {}}, "colums"),
        ({}, "columns"),
    ],
)
def test_a_profile_that_does_not_fit_is_told_by_its_path(profile: Any, field: str):
    text = profile if isinstance(profile, str) else json.dumps(profile)
    with pytest.raises(InputError) as caught:
        TABLES.check({"profile": text})
    assert caught.value.field == field


@given(
    cells=st.lists(st.text(max_size=30), min_size=4, max_size=4),
    context=st.sampled_from([OWN, KNOWN]),
)
def test_whatever_stands_in_a_row_is_a_report_or_a_reject_that_can_be_replayed(
    cells: list[str], context: ParseContext
):
    data = table(",".join(cells)).decode().encode("utf-8", "surrogatepass")
    for found in read(data, context):
        assert isinstance(found, Report | Reject)
        assert len(read(found.record, context)) == 1
