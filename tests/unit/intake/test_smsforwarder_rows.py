"""Rows of the phone's own lists: what they say, and how a post of the same event is known again."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from format_reader import Reader
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.contact import CallStage, Medium, Reject, Report
from leaktrace.domain.ports import ParseContext, PullFormat
from leaktrace.intake.smsforwarder import SmsForwarderFormat

SMSF = SmsForwarderFormat()
PHONE = ParseContext(
    zone=ZoneInfo("Asia/Shanghai"),
    settings={"device": "lt-phone-01", "SIM1": "L1", "SIM2": "L2"},
)
CALLER = "14012345678"
SCAM = "【菜鸟】您的包裹破损,理赔请加企微 xxxx"
AT = datetime(2026, 11, 26, 9, 40, 5, tzinfo=UTC)
SMS = {
    "name": "未知号码",
    "number": CALLER,
    "content": SCAM,
    "date": 1795686005123,
    "type": 1,
    "sim_id": 1,
    "sub_id": 3,
}
CALL = {
    "name": "",
    "number": CALLER,
    "dateLong": 1795685952345,
    "duration": 43,
    "type": 1,
    "via_number": "",
    "sim_id": 0,
    "sub_id": 2,
    "is_forwarded": False,
}


def row(values: dict[str, object], **changes: object) -> bytes:
    return json.dumps(values | changes, ensure_ascii=False).encode()


def post(**changes: object) -> bytes:
    values = {
        "device": "lt-phone-01",
        "from": CALLER,
        "text": SCAM,
        "sim": "SIM2_14087654321",
        "rx": "2026-11-26T17:40:05+08:00",
        "ts": "1795686006123",
    }
    return json.dumps(values | changes).encode()


READER = Reader(SMSF, PHONE)
read, report = READER.read, READER.report


def same(one: Report, other: Report) -> bool:
    return one.ref == other.ref or one.ref in other.also or other.ref in one.also


def test_it_is_a_format_that_is_fetched():
    assert isinstance(SMSF, PullFormat)


def test_a_row_of_the_message_store_becomes_a_message():
    found = report(row(SMS))
    assert found == Report(
        ref=found.ref,
        medium=Medium.SMS,
        lines=("L2",),
        occurred_at=AT + timedelta(milliseconds=123),
        caller=CALLER,
        text=SCAM,
        also=found.also,
        record=row(SMS),
    )


def test_a_row_of_the_call_log_becomes_a_call():
    found = report(row(CALL))
    begin = datetime(2026, 11, 26, 9, 39, 12, 345_000, tzinfo=UTC)
    assert (found.medium, found.lines, found.occurred_at) == (Medium.CALL, ("L1",), begin)
    assert (found.duration_s, found.stage) == (43, CallStage.ENDED)
    assert found.ends_at == begin + timedelta(seconds=43)


@pytest.mark.parametrize("kind", [3, 4, 5, 6])
def test_a_call_that_nobody_took_lasted_no_time_however_long_it_rang(kind: int):
    found = report(row(CALL, type=kind))
    assert (found.stage, found.duration_s) == (CallStage.MISSED, 0)


@pytest.mark.parametrize("data", [row(CALL, type=2), row(SMS, type=2), row(SMS, type=5)])
def test_what_the_phone_sent_or_dialled_is_no_record(data: bytes):
    assert read(data) == []


@pytest.mark.parametrize("number", ["", "-1", "-2"])
def test_a_withheld_number_is_no_caller(number: str):
    assert report(row(CALL, number=number)).caller is None


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"sim_id": 0}, ("L1",)),
        ({"sim_id": -1}, ("L1", "L2")),
        ({"sim_id": 7}, ("L1", "L2")),
        ({"via_number": "14087654321"}, ("+8614087654321",)),
    ],
)
def test_the_slot_counts_from_nought_and_the_called_number_is_stronger(
    changes: dict[str, object], lines: tuple[str, ...]
):
    assert report(row(CALL, **changes)).lines == lines


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (row(SMS, date="soon"), "date"),
        (row(SMS, date=None), "date"),
        (row(SMS, content=None), "content"),
        (row(SMS, content="x" * 100_001), "content"),
        (row(CALL, dateLong=5), "dateLong"),
        (row(CALL, type=9), "type"),
        (row(CALL, duration=-3), "duration"),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_its_field(data: bytes, field: str):
    (found,) = read(data)
    assert isinstance(found, Reject)
    assert found.field == field


def test_no_line_is_refused_with_what_to_do():
    (found,) = read(row(SMS), ParseContext(zone=PHONE.zone))
    assert isinstance(found, Reject)
    assert "--set SIM2=LINE" in found.remedy


# The same event, posted and fetched


@pytest.mark.parametrize("seconds", [-15, -1, 0, 3, 14])
def test_a_message_that_was_posted_is_known_again_in_the_store(seconds: int):
    stored = report(row(SMS, date=SMS["date"] - seconds * 1000))
    assert same(report(post()), stored)
    assert stored.ref in report(post()).also
    assert report(post()).ref in stored.also


@pytest.mark.parametrize(
    ("stored", "posted"),
    [
        ({"number": "+8614012345678"}, {}),
        ({}, {"from": "+86 140 1234 5678"}),
        ({}, {"rx": "2026-11-26 17:40:05"}),
        ({}, {"rx": "2026-11-26T09:40:05Z"}),
        ({}, {"rx": ""}),
        ({"number": "10690000"}, {"from": "10690000"}),
    ],
)
def test_it_is_known_again_however_number_and_time_are_written(
    stored: dict[str, object], posted: dict[str, object]
):
    assert same(report(post(**posted)), report(row(SMS, **stored)))


@pytest.mark.parametrize(
    ("stored", "posted"),
    [
        ({"date": SMS["date"] + 20_000}, {}),
        ({"content": "x"}, {}),
        ({"number": "14012345679"}, {}),
        ({}, {"device": "lt-phone-02"}),
    ],
)
def test_another_message_is_not_taken_for_it(stored: dict[str, object], posted: dict[str, object]):
    assert not same(report(post(**posted)), report(row(SMS, **stored)))


def test_the_same_words_sent_twice_in_a_moment_stay_two():
    first, second = report(post()), report(post(rx="2026-11-26T17:40:08+08:00"))
    assert not same(first, second)
    assert not same(report(row(SMS)), report(row(SMS, date=SMS["date"] + 3000)))


def test_notice_and_row_of_a_call_have_one_key():
    notice = "通讯录名：未知号码\n通话时间：2026-11-26 17:39:12\n通话时长：43s\n通话类型：来电挂机"
    posted = report(post(text=notice, call_type="来电挂机"))
    fetched = report(row(CALL))
    assert posted.call_key == fetched.call_key
    assert posted.stage == fetched.stage
    assert abs(posted.occurred_at - fetched.occurred_at) < timedelta(seconds=1)


@given(
    st.dictionaries(
        st.sampled_from([*SMS, *CALL, "from"]),
        st.text(max_size=20) | st.integers() | st.none() | st.booleans() | st.floats(),
    ),
    st.sampled_from([SMS, CALL]),
)
def test_any_values_are_taken_or_refused(changes: dict[str, object], values: dict[str, object]):
    for found in read(json.dumps(values | changes).encode()):
        if isinstance(found, Report):
            assert found.lines
            assert found.occurred_at.tzinfo is UTC
