"""FreeSWITCH's call detail records as CSV, whose quotes are not escaped."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from format_reader import Reader
from hypothesis import assume, given
from hypothesis import strategies as st

from leaktrace.domain.contact import Medium, Report
from leaktrace.domain.framing import OVERSIZE
from leaktrace.domain.ports import ParseContext
from leaktrace.intake.freeswitch_csv import FreeSwitchCsvFormat

CSV = FreeSwitchCsvFormat()
SHANGHAI = ParseContext(zone=ZoneInfo("Asia/Shanghai"))
BERLIN = ParseContext(zone=ZoneInfo("Europe/Berlin"))
UUID = "5d9cbf6e-0e33-4c4e-9f3b-2a1c8f5d0001"
CALL = {
    "start": "2026-11-26 17:39:12",
    "answer": "2026-11-26 17:39:20",
    "end": "2026-11-26 17:39:41",
    "duration": "29",
    "billsec": "21",
    "cause": "NORMAL_CLEARING",
}


def quoted(*columns: str) -> str:
    """Columns as a template writes them: quoted, and nothing escaped."""
    return ",".join(f'"{column}"' for column in columns)


def example(
    name: str = "anon", src: str = "14012345678", dst: str = "14087654321", **changes: str
) -> bytes:
    call = (CALL | changes).values()
    tail = (UUID, "", "canary-07", "PCMA", "PCMA")
    return f"{quoted(name, src, dst, 'public', *call, *tail)}\n".encode("utf-8", "surrogateescape")


def asterisk(clid: str = '"anon" <14012345678>', argument: str = "u07", **changes: str) -> bytes:
    head = ("canary-07", "14012345678", "14087654321", "public", clid, "sofia/external/a", "")
    call = (CALL | changes).values()
    return f"{quoted(*head, 'voicemail', argument, *call, '', UUID, '')}\n".encode()


READER = Reader(CSV, SHANGHAI)
read, report, refused = READER.read, READER.report, READER.refused


def test_the_template_that_is_set_by_default_becomes_a_call():
    assert report(example()) == Report(
        ref=UUID,
        medium=Medium.CALL,
        lines=("+8614087654321",),
        occurred_at=datetime(2026, 11, 26, 9, 39, 12, tzinfo=UTC),
        caller="14012345678",
        text=None,
        duration_s=21,
        record=example().rstrip(b"\n"),
    )


def test_the_template_that_is_built_in_and_that_of_asterisk_say_the_same():
    built_in = quoted("anon", "14012345678", "14087654321", "public", *CALL.values(), UUID, UUID)
    for data in (f'{built_in}, "canary-07"\n'.encode(), asterisk()):
        found = report(data)
        assert (found.ref, found.lines, found.caller) == (UUID, ("+8614087654321",), "14012345678")
        assert (found.duration_s, found.occurred_at.hour) == (21, 9)


def test_a_call_nobody_answered_has_no_answer_time_and_no_length():
    assert report(example(answer="", billsec="0", cause="NO_ANSWER")).duration_s == 0
    assert report(example(answer="", billsec="7")).duration_s == 0


FORGED = (
    f'x",{quoted("14099999999", "2001", "public", *CALL.values(), UUID.replace("1c", "ff"), "")}'
    ',"a","b","c'
)


@pytest.mark.parametrize(
    "name",
    [
        'Bob "the buyer"',
        '","',
        '"",",",""',
        '=HYPERLINK("http://x.example")',
        "您好",
        "",
        FORGED,
        "\udcb2\udce2",
    ],
)
def test_the_name_a_caller_chose_can_neither_hide_the_call_nor_make_another(name: str):
    found = report(example(name))
    assert (found.ref, found.caller, found.lines) == (UUID, "14012345678", ("+8614087654321",))


@pytest.mark.parametrize("clid", ['"a", "b" <1>', FORGED, '","","",""'])
def test_nor_can_it_in_the_template_of_asterisk(clid: str):
    found = report(asterisk(f'"{clid}" <14012345678>', argument='say "x","y"'))
    assert (found.ref, found.caller, found.lines) == (UUID, "14012345678", ("+8614087654321",))


@given(st.text(st.characters(exclude_characters="\n\r\x00", exclude_categories=["Cs"])))
def test_no_name_at_all_changes_what_is_read(name: str):
    found = report(example(name))
    assert (found.ref, found.caller, found.duration_s) == (UUID, "14012345678", 21)


def test_a_number_that_a_caller_chose_can_change_no_more_than_the_number():
    found = report(example(src='1","14099999999'))
    assert (found.ref, found.lines, found.caller) == (UUID, ("+8614087654321",), "14099999999")


def test_the_file_of_an_account_has_the_same_refs():
    assert report(asterisk()).ref == report(example()).ref


@pytest.mark.parametrize("cut", [1, 40, 120, len(example()) - 3, len(example()) - 12])
def test_a_line_that_was_cut_is_refused(cut: int):
    assert "cut" in refused(example()[:cut]).remedy


@pytest.mark.parametrize(
    "line",
    [
        example().rstrip(b"\n") + b',"Linphone/4.0 (caller\'s choice)"',
        quoted(UUID, "b", "inbound", "1", "2", CALL["answer"], CALL["end"], "21").encode(),
        example().replace(UUID.encode(), b"sip-call-id@example.com"),
        example(start="26.11.2026 17:39"),
        example(billsec="-1"),
        example(billsec="=1+1"),
    ],
)
def test_other_templates_and_wrong_values_are_refused_and_not_misread(line: bytes):
    assert "template" in refused(line).remedy


def test_a_call_longer_than_calls_are_is_refused():
    assert refused(example(billsec="999999999")).field == "billsec"


def test_nul_bytes_are_refused():
    assert "NUL" in refused(example("an\x00on")).reason


def test_a_zone_that_nobody_stated_is_asked_for():
    found = refused(example(), ParseContext())
    assert found.field == "start_stamp"
    assert "zone" in found.remedy


@pytest.mark.parametrize(
    ("start", "end", "duration", "hour"),
    [
        ("2026-10-25 02:50:00", "2026-10-25 02:10:00", "1200", 0),
        ("2026-10-25 02:50:00", "2026-10-25 03:10:00", "1200", 1),
        ("2026-10-25 02:50:00", "2026-10-25 03:10:00", "4800", 0),
        ("2026-10-25 02:50:00", "2026-10-25 02:50:10", "10", 0),
        ("2026-10-25 02:50:00", "", "10", 0),
        ("2026-10-25 02:50:00", "2026-10-25 03:10:00", "7", 0),
    ],
)
def test_the_hour_that_comes_twice_is_the_one_that_fits_the_end(
    start: str, end: str, duration: str, hour: int
):
    found = report(example(start=start, answer="", end=end, duration=duration), BERLIN)
    assert found.occurred_at == datetime(2026, 10, 25, hour, 50, tzinfo=UTC)


def test_extensions_and_withheld_numbers_are_read_as_elsewhere():
    assert report(example(dst="2001", src="anonymous")).lines == ("2001",)
    assert report(example(src="anonymous")).caller is None
    assert report(example(dst=""), ParseContext(zone=UTC, line="L7")).lines == ("L7",)


@given(st.binary(max_size=200) | st.lists(st.binary(max_size=12), max_size=20).map(b'","'.join))
def test_any_bytes_give_one_report_or_reject_a_line(data: bytes):
    assume(OVERSIZE not in data)  # of a line that is marked as cut the head is kept
    lines = [line for line in data.split(b"\n") if line.removeprefix(b"\xef\xbb\xbf").strip()]
    assert [found.record for found in read(data)] == [line.removesuffix(b"\r") for line in lines]
