"""gammu's folder: names read from the right, encodings, parts of one message, and what is new in it."""

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from format_reader import Reader
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.errors import SourceError
from leaktrace.domain.ports import ParseContext, PullFormat
from leaktrace.intake.gammu.files import GammuFilesFormat
from leaktrace.intake.gammu.folder import message_files, name_of

GAMMU = GammuFilesFormat()
SHANGHAI = ParseContext(zone=ZoneInfo("Asia/Shanghai"), line="L1")
SCAM = "【菜鸟】您的包裹破损,理赔请加企微 xxxx"
ONE = "IN20261126_174005_00_+8614012345678_00.txt"


def unicode(text: str) -> bytes:
    return b"\xfe\xff" + text.encode("utf-16-be")


def line(*files: tuple[str, bytes]) -> bytes:
    values = [{"name": n, "content": base64.b64encode(c).decode()} for n, c in files]
    return json.dumps({"files": values}).encode()


READER = Reader(GAMMU, SHANGHAI)
read, report, refused = READER.read, READER.report, READER.refused


def test_a_file_becomes_a_message():
    data = line((ONE, unicode(SCAM)))
    found = report(data)
    assert found == Report(
        ref=found.ref,
        medium=Medium.SMS,
        lines=("L1",),
        occurred_at=datetime(2026, 11, 26, 9, 40, 5, tzinfo=UTC),
        caller="+8614012345678",
        text=SCAM,
        record=data,
    )


def test_the_zone_is_that_of_the_source_and_never_guessed():
    assert "zone" in refused(line((ONE, b"x")), ParseContext(line="L1")).remedy


def test_the_line_is_that_of_the_source():
    assert "inbox" in refused(line((ONE, b"x")), ParseContext(zone=SHANGHAI.zone)).remedy


# Names


@pytest.mark.parametrize(
    ("name", "sender", "part"),
    [
        (ONE, "+8614012345678", 0),
        ("IN20261126_174005_07_ACME_SHOP_02.txt", "ACME_SHOP", 2),
        ("IN20261126_174005_00__00.bin", "", 0),
        ("IN20261126_174005_00_X100X_100.smsbackup", "*100*", 100),
        ("IN20261126_174005_00_+86140XXXX5678_00.txt", "+86140****5678", 0),
        ("IN20261126_174005_00_MAXX_00.txt", "MAXX", 0),
        ("IN20261126_174005_00_10_00_00.txt", "10_00", 0),
    ],
)
def test_a_name_is_read_from_the_right_and_has_asterisks_in_numbers(
    name: str, sender: str, part: int
):
    found = name_of(name)
    assert found
    assert (found.sender, found.part) == (sender, part)


@pytest.mark.parametrize(
    "name",
    [
        "OUT20261126_174005_00_+8614012345678_00.txt",
        "IN20261126_174005_+8614012345678_00.txt",
        "IN20261326_174005_00_1_00.txt",
        "IN20261126_174005_00_1_00.txt.part",
        "x",
    ],
)
def test_other_names_are_none_of_the_daemons(name: str):
    assert name_of(name) is None
    assert refused(line((name, b"x"))).field == "name"


def grouped(*names: str) -> list[list[str]]:
    found = [name for text in names if (name := name_of(text))]
    groups = message_files(found, timedelta(seconds=600))
    return sorted([name.text for name in one] for one in groups)


def named(clock: str, part: int, serial: int = 0, sender: str = "+1") -> str:
    return f"IN20261126_{clock}_{serial:02}_{sender}_{part:02}.txt"


def test_parts_of_one_message_have_times_of_their_own():
    names = [named("174005", 0), named("174007", 1), named("174006", 2)]
    assert grouped(*reversed(names)) == [names]


def test_messages_of_one_sender_are_told_apart_by_what_lies_nearest():
    first = [named("174005", 0), named("174006", 1)]
    second = [named("174105", 0), named("174106", 1), named("174107", 2)]
    alone = [named("174205", 0)]
    other = [named("174006", 0, sender="+2")]
    serial = [named("174006", 0, serial=1)]
    assert grouped(*first, *second, *alone, *other, *serial) == sorted(
        [first, second, alone, other, serial]
    )


def test_a_part_without_those_before_it_stands_alone():
    assert grouped(named("174006", 1), named("175507", 2)) == [
        [named("174006", 1)],
        [named("175507", 2)],
    ]
    assert len(grouped(named("174005", 0), named("175006", 1))) == 2


# Contents


def test_parts_are_joined_before_they_are_read():
    raw = "退款😀".encode("utf-16-be")
    parts = (named("174005", 0), b"\xfe\xff" + raw[:6]), (named("174006", 1), b"\xfe\xff" + raw[6:])
    assert report(line(*parts)).text == "退款😀"


def test_what_the_daemon_writes_behind_the_end_is_none_of_the_text():
    junk = b"\x00\x00\x54\xff\x00\x00\x12"
    assert report(line((ONE, unicode("理赔") + junk))).text == "理赔"


def test_a_byte_that_is_nought_in_two_characters_is_no_end():
    assert report(line((ONE, b"\xfe\xff\x4e\x00\x00\x41"))).text == "一A"


def test_the_daemons_own_charset_has_to_be_said_if_it_is_not_utf_8():
    assert report(line((ONE, SCAM.encode()))).text == SCAM
    data = line((ONE, SCAM.encode("gb18030")))
    assert "InboxFormat" in refused(data).remedy
    said = ParseContext(zone=SHANGHAI.zone, line="L1", settings={"charset": "gb18030"})
    assert report(data, said).text == SCAM
    wrong = ParseContext(zone=SHANGHAI.zone, line="L1", settings={"charset": "hex"})
    assert refused(data, wrong).field == "content"


def test_a_binary_file_is_a_contact_without_words():
    binary = ONE.replace(".txt", ".bin")
    found = report(line((binary, b"\x00\x06\xff")))
    assert found.text is None
    assert found.ref != report(line((binary, b"\x00\x06\xfe"))).ref


BACKUP = """; This file format was designed for Gammu

[SMSBackup000]
; 理赔
; Text00 = 0041
PDU = Deliver
UDH = 050003A70201
Text00 = {first}
Text01 = {second}
Coding = Unicode_No_Compression

[SMSBackup001]
; x
PDU = Deliver
UDH = 050003A70202
Text00 = {third}
Coding = Unicode_No_Compression
"""
DETAIL = ONE.replace(".txt", ".smsbackup")


def test_a_detailed_file_has_all_parts_and_its_comments_are_not_read():
    first, second, third = (text.encode("utf-16-be").hex() for text in ("您的", "包裹", "破损"))
    content = BACKUP.format(first=first, second=second.upper(), third=third)
    assert report(line((DETAIL, content.encode()))).text == "您的包裹破损"
    windows = content.replace("\n", "\r\n").encode()
    assert report(line((DETAIL, windows))).text == "您的包裹破损"


def test_a_report_of_delivery_is_no_record_and_a_binary_backup_has_no_words():
    content = BACKUP.format(first="0041", second="0042", third="0043")
    assert read(line((DETAIL, content.replace("Deliver", "Status_Report").encode()))) == []
    binary = content.replace("Unicode_No_Compression", "8bit").encode()
    assert report(line((DETAIL, binary))).text is None


def test_a_message_that_was_saved_again_is_the_same():
    first = report(line((ONE, unicode(SCAM))))
    assert report(line((named("174005", 0, 3, "+8614012345678"), unicode(SCAM)))).ref == first.ref
    assert report(line((ONE, SCAM.encode()))).ref == first.ref
    assert report(line((ONE, unicode("x")))).ref != first.ref
    assert report(line((ONE.replace("174005", "174006"), unicode(SCAM)))).ref != first.ref


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (b'{"files": []}', "files"),
        (b'{"files": {}}', "files"),
        (b'{"files": [1]}', "files"),
        (b'{"file": "x"}', "files"),
        (json.dumps({"files": [{"name": ONE, "content": "%%"}]}).encode(), "content"),
        (json.dumps({"files": [{"name": ONE, "content": 5}]}).encode(), "content"),
        (json.dumps({"files": [{"name": [ONE]}]}).encode(), "name"),
        (line((ONE, b"a\x00b")), "content"),
        (line((ONE, b"x" * 65_537)), "content"),
        (line((named("174005", 0, sender="x" * 180), b"x")), "name"),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_its_field(data: bytes, field: str):
    found = refused(data)
    assert found.field == field
    assert read(found.record) == [found]


# A folder


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


def pull(inbox: Path, cursor: str = "", *, seconds: int = 60) -> tuple[list[str | None], str]:
    """The texts of all messages since the cursor, and the new cursor."""
    texts: list[str | None] = []
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds), tick=False):
        for pulled in GAMMU.pull({"path": str(inbox)}, "", cursor):
            cursor = pulled.cursor
            for found in GAMMU.parse(pulled.payload, SHANGHAI):
                assert isinstance(found, Report), found
                texts.append(found.text)
    return texts, cursor


def test_it_is_a_format_that_is_fetched():
    assert isinstance(GAMMU, PullFormat)


def test_messages_of_a_folder_are_fetched_with_all_their_parts(inbox: Path):
    (inbox / named("174005", 0)).write_bytes(unicode("您的"))
    (inbox / named("174006", 1)).write_bytes(unicode("包裹"))
    (inbox / named("174005", 0, 1)).write_bytes(unicode("退款"))
    (inbox / "OUT1_1.txt").write_bytes(b"x")
    (inbox / ".hidden").write_bytes(b"x")
    (inbox / "IN20261126_174005_00_1_00.txt.part").write_bytes(b"x")
    (inbox / "INbox").mkdir()
    (inbox / named("174009", 0)).symlink_to(inbox / named("174005", 0))
    texts, cursor = pull(inbox)
    assert sorted(map(str, texts)) == ["您的包裹", "退款"]
    assert pull(inbox, cursor, seconds=2 * 3600)[1] == cursor


def test_what_came_since_is_fetched_although_its_time_is_older(inbox: Path):
    (inbox / named("174005", 0)).write_bytes(b"first")
    _, cursor = pull(inbox)
    (inbox / named("010000", 0)).write_bytes(b"late")
    texts, after = pull(inbox, cursor)
    assert "late" in texts
    assert int(after) > int(cursor)


def test_a_message_that_is_still_being_written_waits(inbox: Path):
    (inbox / named("174005", 0)).write_bytes(b"half")
    assert pull(inbox, seconds=0) == ([], "")
    (inbox / named("174006", 1)).write_bytes(b" and whole")
    assert pull(inbox)[0] == ["half and whole"]


def test_files_of_the_future_are_not_held_back_for_ever(inbox: Path):
    (inbox / named("174005", 0)).write_bytes(b"x")
    texts, cursor = pull(inbox, seconds=-86_400)
    assert texts == ["x"]
    assert pull(inbox, cursor, seconds=-86_400)[0] == ["x"]


def test_a_name_that_is_none_goes_to_quarantine(inbox: Path):
    (inbox / "IN_my_own.txt").write_bytes(b"x")
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=60)):
        (pulled,) = GAMMU.pull({"path": str(inbox)}, "", "")
    (found,) = read(pulled.payload)
    assert isinstance(found, Reject)
    assert found.field == "name"


def test_many_messages_come_in_deliveries_of_bounded_size(inbox: Path):
    for number in range(40):
        (inbox / named(f"17{number:02}05", 0)).write_bytes(b"x" * 30_000)
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=60)):
        pulled = list(GAMMU.pull({"path": str(inbox)}, "", ""))
    assert len(pulled) > 1
    assert [int(one.cursor) for one in pulled] == sorted(int(one.cursor) for one in pulled)


@pytest.mark.parametrize("settings", [{}, {"path": "nowhere"}])
def test_no_folder_is_named_with_what_to_do(settings: dict[str, str]):
    with pytest.raises(SourceError, match="inbox"):
        list(GAMMU.pull(settings, "", ""))


def test_a_single_file_is_read_under_its_name_with_the_other_parts(inbox: Path):
    for part, text in enumerate(("您的", "包裹")):
        (inbox / named(f"17400{part}", part)).write_bytes(unicode(text))
    found = []
    for part in (0, 1):
        with (inbox / named(f"17400{part}", part)).open("rb") as stream:
            found += [one for data in GAMMU.split(stream) for one in GAMMU.parse(data, SHANGHAI)]
    (only,) = found
    assert isinstance(only, Report)
    assert only.text == "您的包裹"


@given(
    st.lists(
        st.tuples(
            st.sampled_from([ONE, DETAIL, ONE.replace("txt", "bin"), named("174006", 1), "x"]),
            st.binary(max_size=60) | st.just(unicode(SCAM)) | st.just(BACKUP.encode()),
        ),
        max_size=3,
    )
)
def test_any_files_are_taken_or_refused(files: list[tuple[str, bytes]]):
    (found,) = read(line(*files))
    if isinstance(found, Report):
        assert found.occurred_at.tzinfo is UTC
        (found.text or "").encode()
