"""Asterisk's call detail records, as cdr_csv writes them."""

import csv
import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from format_reader import Reader
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.ports import ParseContext
from leaktrace.intake.asterisk_cdr import AsteriskCdrFormat

CDR = AsteriskCdrFormat()
SHANGHAI = ParseContext(zone=ZoneInfo("Asia/Shanghai"))
BERLIN = ParseContext(zone=ZoneInfo("Europe/Berlin"))
# The sample of the reference, with numbers that nobody has.
SAMPLE = (
    b'"canary-07","14012345678","14087654321","from-trunk","""anon"" <14012345678>",'
    b'"PJSIP/trunk-0000001a","","VoiceMail","u07@default","2026-11-26 17:39:12",,'
    b'"2026-11-26 17:39:41",29,0,"NO ANSWER","DOCUMENTATION","1795685952.26",""\n'
)
COLUMNS = [column for row in csv.reader([SAMPLE.decode()]) for column in row]
NUMBERS = {12, 13}


def cdr(
    changes: dict[int, str] | None = None, columns: int = 18, extra: tuple[str, ...] = ()
) -> bytes:
    """A line as cdr_csv writes it: text quoted, numbers and an empty answer time bare."""
    values = COLUMNS[:columns] + list(extra)
    for at, value in (changes or {}).items():
        values[at] = value
    written = [
        value if at in NUMBERS or (at == 10 and not value) else '"' + value.replace('"', '""') + '"'
        for at, value in enumerate(values)
    ]
    return ",".join(written).encode() + b"\n"


READER = Reader(CDR, SHANGHAI)
read, report, refused = READER.read, READER.report, READER.refused


def test_the_lines_of_these_tests_are_written_as_asterisk_writes_them():
    assert cdr() == SAMPLE


def test_the_sample_becomes_a_call_that_nobody_answered():
    assert report(SAMPLE) == Report(
        ref="1795685952.26",
        medium=Medium.CALL,
        lines=("+8614087654321",),
        occurred_at=datetime(2026, 11, 26, 9, 39, 12, tzinfo=UTC),
        caller="14012345678",
        text=None,
        duration_s=0,
        record=SAMPLE.rstrip(b"\n"),
    )


def test_an_answered_call_lasts_as_long_as_was_talked():
    talked = cdr({10: "2026-11-26 17:39:20", 12: "29", 13: "21", 14: "ANSWERED"})
    assert report(talked).duration_s == 21


@pytest.mark.parametrize("disposition", ["NO ANSWER", "BUSY", "FAILED", "CONGESTION"])
def test_any_other_call_lasted_no_time_whatever_is_billed(disposition: str):
    assert report(cdr({13: "7", 14: disposition})).duration_s == 0


@pytest.mark.parametrize(
    ("columns", "extra", "has_uniqueid"),
    [
        (16, (), False),
        (17, (), True),
        (18, (), True),
        (16, ("", "1795685952.26", "41"), False),
        (17, ("", "1795685952.26", "41"), True),
        (18, ("", "1795685952.26", "41"), True),
    ],
)
def test_every_number_of_columns_is_read(columns: int, extra: tuple[str, ...], has_uniqueid: bool):
    found = report(cdr(columns=columns, extra=extra))
    assert found.lines == ("+8614087654321",)
    assert (found.ref == "1795685952.26") is has_uniqueid


def test_the_17th_column_is_a_userfield_unless_it_looks_like_a_uniqueid():
    assert report(cdr({16: "vip caller"}, columns=17)).ref != "vip caller"
    assert report(cdr({16: "pbx-1-1795685952.7"}, columns=17)).ref == "pbx-1-1795685952.7"


def test_without_a_uniqueid_equal_lines_are_counted_and_the_same_file_gives_the_same_refs():
    line = cdr(columns=16)
    first, second = read(line + line)
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert first.ref != second.ref
    assert read(line + line) == [first, second]
    assert report(line).ref == first.ref


def test_without_a_stated_zone_nothing_is_guessed():
    found = refused(SAMPLE, ParseContext())
    assert found.field == "start"
    assert "zone" in found.remedy


def test_with_usegmtime_the_source_states_utc():
    assert report(SAMPLE, ParseContext(zone=UTC)).occurred_at.hour == 17


AGAIN = "2026-10-25 02:30:00"


@pytest.mark.parametrize(
    ("uniqueid", "hour"),
    [
        ("", 0),
        ("1792888200.1", 0),
        ("1792891801.1", 1),
        ("pbx1-1792891790.1", 1),
        ("1700000000.1", 0),
        ("1800000000.1", 0),
    ],
)
def test_the_hour_that_comes_twice_is_the_first_unless_the_uniqueid_says_otherwise(
    uniqueid: str, hour: int
):
    found = report(cdr({9: AGAIN, 16: uniqueid}), BERLIN)
    assert found.occurred_at == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("dst", "line"),
    [
        ("008614087654321", "+8614087654321"),
        ("+8614087654321", "+8614087654321"),
        ("2001", "2001"),
        ("canary-07", "canary-07"),
    ],
)
def test_the_line_is_the_number_dialled_or_the_extension(dst: str, line: str):
    assert report(cdr({2: dst})).lines == (line,)


def test_national_numbers_take_the_country_of_the_source():
    context = ParseContext(zone=UTC, settings={"country": "1"})
    assert report(cdr({2: "2025550123"}), context).lines == ("+12025550123",)


@pytest.mark.parametrize("dst", ["s", "", "i"])
def test_an_extension_that_stands_for_no_number_needs_the_line_of_the_source(dst: str):
    assert refused(cdr({2: dst})).field == "dst"
    assert report(cdr({2: dst}), ParseContext(zone=UTC, line="L7")).lines == ("L7",)


def test_a_withheld_number_is_no_caller():
    assert report(cdr({1: ""})).caller is None


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("http://x.example")', "@SUM(1)", '","2026-01-01 00:00:00",', "您好", "\r"]
)
def test_the_name_a_caller_chose_changes_nothing(name: str):
    found = report(cdr({4: f'"{name}" <14012345678>'}))
    assert found.text is None
    assert found.details == {}
    assert (found.caller, found.lines) == ("14012345678", ("+8614087654321",))


def test_a_name_that_is_not_utf8_keeps_no_call_out():
    assert report(SAMPLE.replace(b"anon", b"\xb2\xe2\xca\xd4")).ref == "1795685952.26"
    assert refused(SAMPLE.replace(b"14087654321", b"\xb2\xe2")).field == "dst"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({9: "2026-02-30 10:00:00"}, "start"),
        ({9: "26.11.2026 17:39"}, "start"),
        ({9: ""}, "start"),
        ({9: "0001-01-01 00:00:00"}, "start"),
        ({12: "-1"}, "duration"),
        ({13: "=1+1"}, "billsec"),
        ({13: "9" * 30}, "billsec"),
        ({14: "DOCUMENTATION"}, "disposition"),
        ({2: "x" * 201}, "dst"),
        ({1: "x" * 201}, "src"),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_its_column(changes: dict[int, str], field: str):
    assert refused(cdr(changes)).field == field


@pytest.mark.parametrize("at", [1, 40, 200, len(SAMPLE) - 22, len(SAMPLE) - 3, len(SAMPLE) - 2])
def test_a_line_that_was_cut_is_refused(at: int):
    assert "cut" in refused(SAMPLE[:at]).remedy


@pytest.mark.parametrize("size", [1023, 1024])
def test_a_line_that_ends_where_the_buffer_ends_is_taken_for_cut(size: int):
    filler = "x" * (size - len(cdr({8: ""})) + 1)
    line = cdr({8: filler})
    assert len(line) == size + 1
    assert "buffer" in refused(line).reason


def test_a_last_line_that_is_still_being_written_is_refused():
    whole, cut = read(cdr() + cdr(columns=16).rstrip(b"\n"))
    assert isinstance(whole, Report)
    assert isinstance(cut, Reject)
    assert "fewer columns" in cut.reason


def test_a_last_line_without_a_line_break_is_taken_if_it_is_as_wide_as_the_others():
    assert all(isinstance(found, Report) for found in read(cdr() + cdr().rstrip(b"\n")))


def test_cdr_custom_with_its_other_order_is_refused_not_misread():
    order = (4, 1, 2, 3, *range(5, 16), 0, 16, 17)
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow([COLUMNS[at] for at in order])
    assert "cdr_custom" in refused(out.getvalue().encode()).remedy


def test_nul_bytes_are_refused():
    assert "NUL" in refused(SAMPLE.replace(b"anon", b"an\x00on")).reason


@given(st.binary(max_size=300) | st.lists(st.binary(max_size=12), max_size=22).map(b",".join))
def test_any_bytes_give_one_report_or_reject_a_line(data: bytes):
    lines = [line for line in data.split(b"\n") if line.removeprefix(b"\xef\xbb\xbf").strip()]
    assert b"".join(CDR.split(io.BytesIO(data))) == data
    assert len(read(data)) == len(lines)


@given(st.integers(0, 17), st.text(max_size=30))
def test_any_text_in_any_column_is_taken_or_refused(at: int, text: str):
    line = cdr({at: text.replace("\ud800", "")}) if at not in NUMBERS else cdr({13: "1"})
    for found in read(line):
        if isinstance(found, Report):
            assert found.text is None
            found.ref.encode()
