"""Rows of gammu's inbox: parts put together, wrap-around, missing parts, texts in two ways, repeats."""

import io
import json
from datetime import UTC, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from format_reader import Reader
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.framing import DELIVERY_BYTES
from leaktrace.domain.ports import ParseContext, PullFormat
from leaktrace.intake.gammu.multipart import Concatenation, concatenation
from leaktrace.intake.gammu.sql import GammuSqlFormat

GAMMU = GammuSqlFormat()
SHANGHAI = ParseContext(zone=ZoneInfo("Asia/Shanghai"))
AT = datetime(2026, 11, 26, 17, 40, 5)  # noqa: DTZ001 - in the daemon's zone, as its rows have it
SCAM = "【菜鸟】您的包裹破损,理赔请加企微 xxxx"
LEFT_OUT = object()


def row(text: str = SCAM, **changes: object) -> bytes:
    values = {
        "UpdatedInDB": "2026-11-26 17:40:20",
        "ReceivingDateTime": "2026-11-26 17:40:05",
        "Text": text.encode("utf-16-be").hex().upper(),
        "SenderNumber": "+8614012345678",
        "Coding": "Unicode_No_Compression",
        "UDH": "",
        "SMSCNumber": "",
        "Class": -1,
        "TextDecoded": text,
        "ID": 1,
        "RecipientID": "+8614087654321",
        "Processed": "false",
        "Status": -1,
    }
    kept = {key: value for key, value in (values | changes).items() if value is not LEFT_OUT}
    return json.dumps(kept, ensure_ascii=False).encode()


def part(number: int, total: int, text: str, reference: int = 0xA7, **changes: object) -> bytes:
    return row(text, UDH=f"050003{reference:02X}{total:02X}{number:02X}", **changes)


def later(seconds: int) -> str:
    return str(AT + timedelta(seconds=seconds))


READER = Reader(GAMMU, SHANGHAI)
read, report, refused = READER.read, READER.report, READER.refused


def texts(*rows: bytes, context: ParseContext = SHANGHAI) -> list[str | None]:
    found = read(b"\n".join(rows), context)
    assert all(isinstance(one, Report) for one in found), found
    return [one.text for one in found if isinstance(one, Report)]


def test_a_row_becomes_a_message():
    found = report(row())
    assert found == Report(
        ref=found.ref,
        medium=Medium.SMS,
        lines=("+8614087654321",),
        occurred_at=datetime(2026, 11, 26, 9, 40, 5, tzinfo=UTC),
        caller="+8614012345678",
        text=SCAM,
        record=row(),
    )


def test_the_zone_is_that_of_the_source_and_never_guessed():
    assert refused(row(), ParseContext()).field == "receivingdatetime"
    bangkok = ParseContext(zone=ZoneInfo("Asia/Bangkok"))
    assert report(row(), bangkok).occurred_at.hour == 10


def test_a_sender_may_be_a_name():
    assert report(row(SenderNumber="ACME Shop")).caller == "ACME Shop"
    assert report(row(SenderNumber="")).caller is None


def test_an_answer_to_a_dialled_code_is_no_contact():
    assert read(row("Balance 5.00", Class=127, SenderNumber="")) == []


def test_a_binary_message_is_a_contact_without_words():
    found = report(row("", Coding="8bit", Text="0006FF", TextDecoded=""))
    assert found.text is None
    assert found.ref != report(row("", Coding="8bit", Text="0006FE", TextDecoded="")).ref


# The line


@pytest.mark.parametrize(
    ("phone_id", "named", "lines"),
    [
        ("14087654321", {}, ("+8614087654321",)),
        ("L07", {}, ("L07",)),
        ("modem", {"phone:modem": "L1"}, ("L1",)),
        ("modem1", {"phone:modem1": "L1,L2"}, ("L1", "L2")),
        ("modem", {"lines": "L3,L4"}, ("L3", "L4")),
        ("", {}, ("L9",)),
    ],
)
def test_the_line_is_the_id_of_the_phone(
    phone_id: str, named: dict[str, str], lines: tuple[str, ...]
):
    context = ParseContext(zone=SHANGHAI.zone, line="L9", settings=named)
    assert report(row(RecipientID=phone_id), context).lines == lines


def test_no_line_is_refused_with_what_to_do():
    assert "PhoneID" in refused(row(RecipientID="")).remedy


# Parts


@pytest.mark.parametrize(
    ("udh", "found"),
    [
        ("050003A70301", Concatenation("a7", 3, 1)),
        ("0608040b2d0302", Concatenation("0b2d", 3, 2)),
        ("0B05040B8423F00003A70202", Concatenation("a7", 2, 2)),
        ("050003A70101", None),
        ("050003A70304", None),
        ("050003A70300", None),
        ("050003A703", None),
        ("0504000003A7", None),
        ("060504158A0000", None),
        ("", None),
        ("05", None),
        ("zz", None),
    ],
)
def test_a_header_tells_the_concatenation(udh: str, found: Concatenation | None):
    assert concatenation(udh) == found


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_parts_make_one_message_in_whatever_order_they_come(order: tuple[int, ...]):
    rows = [part(n + 1, 3, SCAM[n * 9 : n * 9 + 9]) for n in range(3)]
    assert texts(*(rows[n] for n in order)) == [SCAM[:27]]


def test_the_text_of_all_parts_may_stand_in_the_first():
    first = part(1, 2, SCAM[:9], TextDecoded=SCAM)
    assert texts(first, part(2, 2, SCAM[9:], TextDecoded="")) == [SCAM]
    bare = {"Text": ""}
    assert texts(
        part(1, 2, SCAM[:9], **bare | {"TextDecoded": SCAM}),
        part(2, 2, SCAM[9:], **bare | {"TextDecoded": ""}),
    ) == [SCAM]
    assert texts(part(1, 2, SCAM[:9], **bare), part(2, 2, SCAM[9:], **bare)) == [SCAM]


def test_a_character_may_lie_across_two_parts():
    code = "退款😀".encode("utf-16-be").hex()
    first = part(1, 2, "", Text=code[:12], TextDecoded="退款?")
    assert texts(first, part(2, 2, "", Text=code[12:], TextDecoded="?")) == ["退款😀"]


def test_messages_of_several_senders_and_modems_do_not_mix():
    rows = [
        part(number, 2, f"{sender}{line}{number}", SenderNumber=sender, RecipientID=line)
        for number in (1, 2)
        for sender in ("A", "B")
        for line in ("L1", "L2")
    ]
    assert sorted(map(str, texts(*rows))) == ["AL11AL12", "AL21AL22", "BL11BL12", "BL21BL22"]


def test_a_reference_that_comes_round_again_is_another_message():
    rows = [
        part(1, 2, "first "),
        part(1, 2, "second ", ReceivingDateTime=later(100)),
        part(2, 2, "one"),
        part(2, 2, "two", ReceivingDateTime=later(100)),
    ]
    assert texts(*rows) == ["first one", "second two"]


@pytest.mark.parametrize(
    ("seconds", "setting", "found"),
    [
        (600, {}, ["ab"]),
        (601, {}, ["a", "b"]),
        (601, {"multipart_timeout": "900"}, ["ab"]),
        (-600, {}, ["ab"]),
        (-601, {}, ["a", "b"]),
    ],
)
def test_parts_that_lie_too_far_apart_are_of_two_messages(
    seconds: int, setting: dict[str, str], found: list[str]
):
    context = ParseContext(zone=SHANGHAI.zone, settings=setting)
    rows = [part(1, 2, "a"), part(2, 2, "b", ReceivingDateTime=later(seconds))]
    assert texts(*rows, context=context) == found


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("times", "found"),
    [
        (("02:59:58", "02:00:01"), ["ab"]),  # the clocks went back between the two
        (("02:10:00", "02:10:03"), ["ab"]),
        (("02:45:00", "02:00:01"), ["a", "b"]),
        (("01:59:58", "02:00:01"), ["ab"]),
    ],
)
def test_parts_that_came_while_the_clocks_went_back_are_one_message(
    times: tuple[str, str], found: list[str], order: int
):
    berlin = ParseContext(zone=ZoneInfo("Europe/Berlin"))
    rows = [
        part(number, 2, text, ReceivingDateTime=f"2026-10-25 {time}")
        for number, text, time in zip((1, 2), "ab", times, strict=True)
    ]
    assert sorted(filter(None, texts(*rows[::order], context=berlin))) == found


def test_eight_and_sixteen_bits_are_two_references():
    long = row("b", UDH="06080400A70202")
    assert texts(part(1, 2, "a"), long) == ["a", "b"]


def test_since_schema_18_the_daemon_says_what_belongs_together():
    def of(message: int, place: int, text: str, **changes: object) -> bytes:
        return part(
            place, 2, text, MessageID=message, SequencePosition=place, PartCount=2, **changes
        )

    rows = [
        of(5, 1, "a"),
        of(7, 1, "x"),
        of(5, 2, "b", ReceivingDateTime=later(5000)),
        of(7, 2, "y"),
    ]
    assert texts(*rows) == ["ab", "xy"]


def test_a_row_whose_message_is_not_known_yet_goes_by_its_header():
    rows = [part(n, 2, "ab"[n - 1], MessageID=0, SequencePosition=n, PartCount=2) for n in (1, 2)]
    assert texts(*rows) == ["ab"]


def test_a_message_that_is_not_whole_is_told_with_what_there_is():
    found = report(part(1, 3, "理赔") + b"\n" + part(3, 3, "企微"))
    assert found.text == "理赔企微"
    assert read(found.record) == [found]


def test_a_record_that_is_wrong_takes_no_other_with_it():
    rows = [part(1, 2, "a"), b"{", b'{"ID": 1}', part(2, 2, "b"), row("c")]
    found = read(b"\n".join(rows))
    assert [one.text for one in found if isinstance(one, Report)] == ["ab", "c"]
    assert [one.record for one in found if isinstance(one, Reject)] == [b"{", b'{"ID": 1}']


# Repeats


def test_a_message_that_was_stored_again_is_the_same():
    first = report(row())
    assert report(row(ID=99, UpdatedInDB="x", Processed="true", Status=3)).ref == first.ref
    for other in (
        {"ReceivingDateTime": later(1)},
        {"SenderNumber": "1"},
        {"RecipientID": "L1"},
        {"Text": "0041"},
    ):
        assert report(row(**other)).ref != first.ref


def test_all_parts_stored_twice_make_the_same_message_twice():
    rows = [part(1, 2, "a"), part(1, 2, "a", ID=2), part(2, 2, "b"), part(2, 2, "b", ID=4)]
    one, two = read(b"\n".join(rows))
    assert isinstance(one, Report)
    assert isinstance(two, Report)
    assert one.ref == two.ref


# Files


def test_names_of_columns_may_be_written_small():
    small = {key.lower(): value for key, value in json.loads(row()).items()}
    assert report(json.dumps(small).encode()).ref == report(row()).ref


def test_a_file_is_not_cut_within_a_message():
    rows = b"".join(
        part(n, 2, f"{m:04}{n}" + "x" * 60, reference=m % 256, ReceivingDateTime=later(m * 700))
        + b"\n"
        for m in range(1000)
        for n in (1, 2)
    )
    parts = list(GAMMU.split(io.BytesIO(rows)))
    assert len(parts) > 1
    assert b"".join(parts) == rows
    assert len(read(rows)) == 1000


def test_a_message_that_is_never_whole_does_not_keep_a_file_from_being_cut():
    rows = part(1, 2, "a") + b"\n" + b"".join(row(f"{n}", ID=n) + b"\n" for n in range(9000))
    parts = list(GAMMU.split(io.BytesIO(rows)))
    assert max(map(len, parts)) < 6 * DELIVERY_BYTES
    assert b"".join(parts) == rows
    assert len(read(rows)) == 9001


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (row(SenderNumber=LEFT_OUT), "sendernumber"),
        (row(TextDecoded=LEFT_OUT), "textdecoded"),
        (row(ReceivingDateTime=LEFT_OUT), "receivingdatetime"),
        (row(ReceivingDateTime="soon"), "receivingdatetime"),
        (row(ReceivingDateTime="0000-00-00 00:00:00"), "receivingdatetime"),
        (row(SenderNumber=[1]), "sendernumber"),
        (row(SenderNumber="x" * 201), "sendernumber"),
        (row(Text="", TextDecoded="a\x00"), "textdecoded"),
        (row(Text="0000"), "text"),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_its_field(data: bytes, field: str):
    found = refused(data)
    assert found.field == field
    assert read(found.record) == [found]


def test_it_is_a_format_that_is_fetched():
    assert isinstance(GAMMU, PullFormat)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from([*json.loads(row()), "MessageID", "SequencePosition", "PartCount"]),
            st.text(max_size=12)
            | st.integers(-2, 300)
            | st.none()
            | st.sampled_from(["050003A70201", "050003A70202", "0041D83D", later(1)]),
        ),
        max_size=5,
    )
)
def test_any_rows_are_taken_or_refused_and_none_is_lost(changes: list[dict[str, object]]):
    rows = [row(**(one | {"Processed": n})) for n, one in enumerate(changes)]
    found = read(b"\n".join(rows))
    kept = b"\n".join(one.record for one in found)
    for one in rows:
        assert one in kept or json.loads(one).get("Class") in (127, "127")
