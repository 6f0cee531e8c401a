"""Answers to messages that were sent: Alibaba Cloud SMS and Tencent Cloud SMS."""

import io
import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.ports import Authentication, ParseContext, PushFormat, PushRequest
from leaktrace.intake.aliyun_smsup import AliyunSmsUpFormat
from leaktrace.intake.tencent_sms import TencentSmsFormat

ALIYUN, TENCENT = AliyunSmsUpFormat(), TencentSmsFormat()
SHANGHAI = ParseContext(zone=ZoneInfo("Asia/Shanghai"), line="L106")
AT = datetime(2026, 11, 26, 9, 40, tzinfo=UTC)
WORDS = "请加客服微信办理退款"
UP = {
    "phone_number": "14012345678",
    "content": WORDS,
    "send_time": "2026-11-26 17:40:00",
    "dest_code": "1234",
    "sequence_id": "1234567890",
}
REPLY = {
    "extend": "",
    "mobile": "14012345678",
    "nationcode": "86",
    "sign": "签名",
    "text": WORDS,
    "time": 1795686000,
}
LEFT_OUT = object()
Plugin = AliyunSmsUpFormat | TencentSmsFormat


def changed(values: dict[str, object], **changes: object) -> dict[str, object]:
    return {key: value for key, value in (values | changes).items() if value is not LEFT_OUT}


def up(**changes: object) -> bytes:
    return json.dumps([changed(UP, **changes)], ensure_ascii=False).encode()


def reply(**changes: object) -> bytes:
    return json.dumps(changed(REPLY, **changes), ensure_ascii=False).encode()


def read(plugin: Plugin, data: bytes, context: ParseContext = SHANGHAI) -> list[Report | Reject]:
    return [
        found for part in plugin.split(io.BytesIO(data)) for found in plugin.parse(part, context)
    ]


def report(plugin: Plugin, data: bytes, context: ParseContext = SHANGHAI) -> Report:
    (found,) = read(plugin, data, context)
    assert isinstance(found, Report), found
    return found


def refused(plugin: Plugin, data: bytes, context: ParseContext = SHANGHAI) -> Reject:
    (found,) = read(plugin, data, context)
    assert isinstance(found, Reject), found
    return found


# Alibaba Cloud


def test_an_array_of_answers_becomes_messages():
    data = json.dumps([UP, UP | {"sequence_id": "2"}], ensure_ascii=False).encode()
    first, second = read(ALIYUN, data)
    assert isinstance(second, Report)
    assert first == Report(
        ref=report(ALIYUN, up()).ref,
        medium=Medium.SMS,
        lines=("L106",),
        occurred_at=AT,
        caller="14012345678",
        text=WORDS,
        record=json.dumps(UP, ensure_ascii=False).encode(),
    )
    assert second.ref != first.ref


@pytest.mark.parametrize("number", ["1234567890", 1234567890, 1234567890.0])
def test_a_sequence_number_is_the_same_as_text_number_and_double(number: object):
    assert report(ALIYUN, up(sequence_id=number)).ref == report(ALIYUN, up()).ref


def test_a_sequence_number_counts_together_with_the_sender():
    assert report(ALIYUN, up(phone_number="14012345679")).ref != report(ALIYUN, up()).ref


def test_without_a_sequence_number_an_answer_is_known_by_what_it_says_and_when():
    bare = report(ALIYUN, up(sequence_id=LEFT_OUT))
    assert report(ALIYUN, up(sequence_id="")).ref == bare.ref
    for other in ({"content": "x"}, {"send_time": "2026-11-26 17:40:01"}, {"dest_code": "9"}):
        assert report(ALIYUN, up(**({"sequence_id": ""} | other))).ref != bare.ref


def test_the_older_page_writes_times_without_separators():
    assert report(ALIYUN, up(send_time="20261126174000", sign_name="签名")).occurred_at == AT


def test_a_zone_that_nobody_stated_is_asked_for():
    found = refused(ALIYUN, up(), ParseContext(line="L106"))
    assert found.field == "send_time"
    assert "zone" in found.remedy


def test_a_masked_sender_is_kept_as_it_is_shown():
    assert report(ALIYUN, up(phone_number="1401234****")).caller == "1401234****"


def test_the_line_is_that_of_the_access_code():
    zone = ZoneInfo("Asia/Shanghai")
    coded = ParseContext(zone=zone, line="L106", settings={"code:1234": "L07"})
    assert report(ALIYUN, up(), coded).lines == ("L07",)
    assert report(ALIYUN, up(), ParseContext(zone=zone)).lines == ("1234",)
    assert refused(ALIYUN, up(dest_code=""), ParseContext(zone=zone)).field == "dest_code"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"phone_number": LEFT_OUT}, "phone_number"),
        ({"phone_number": {}}, "phone_number"),
        ({"send_time": ""}, "send_time"),
        ({"send_time": "20261399000000"}, "send_time"),
        ({"content": "a\x00"}, "content"),
        ({"content": "x" * 100_001}, "content"),
    ],
)
def test_a_wrong_value_of_an_array_is_refused_alone(changes: dict[str, object], field: str):
    bad, good = read(ALIYUN, up(**changes)[:-1] + b"," + up()[1:])
    assert isinstance(bad, Reject)
    assert isinstance(good, Report)
    assert bad.field == field
    assert refused(ALIYUN, bad.record) == bad


# Tencent Cloud


def test_a_reply_becomes_a_message():
    assert report(TENCENT, reply()) == Report(
        ref=report(TENCENT, reply(sign="x")).ref,
        medium=Medium.SMS,
        lines=("L106",),
        occurred_at=AT,
        caller="+8614012345678",
        text=WORDS,
        record=reply(),
    )


def test_a_reply_is_the_same_when_it_is_posted_again_and_another_when_it_says_another_thing():
    first = report(TENCENT, reply())
    assert report(TENCENT, reply(time=str(REPLY["time"]))).ref == first.ref
    for other in ({"text": "x"}, {"time": 1795686001}, {"mobile": "14012345679"}, {"extend": "7"}):
        assert report(TENCENT, reply(**other)).ref != first.ref


def test_the_number_gets_its_country_and_the_line_its_access_code():
    found = report(TENCENT, reply(nationcode="1", mobile="2025550143", extend="07"), ParseContext())
    assert (found.caller, found.lines) == ("+12025550143", ("07",))
    assert report(TENCENT, reply(mobile="+8614012345678")).caller == "+8614012345678"
    assert report(TENCENT, reply(nationcode="")).caller == "14012345678"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"mobile": ""}, "mobile"),
        ({"time": LEFT_OUT}, "time"),
        ({"time": 1795686000000}, "time"),
        ({"time": "2026-11-26 17:40:00"}, "time"),
        ({"text": LEFT_OUT, "report_status": "SUCCESS"}, "text"),
        ({"text": "\ud800"}, "text"),
    ],
)
def test_a_wrong_reply_is_refused_with_the_name_of_its_field(
    changes: dict[str, object], field: str
):
    data = json.dumps(changed(REPLY, **changes)).encode()
    assert refused(TENCENT, data).field == field


# Both


def test_they_are_answered_what_their_pages_ask_for():
    assert json.loads(ALIYUN.answer.body) == {"code": 0, "msg": "接收成功"}
    assert json.loads(TENCENT.answer.body) == {"result": 0, "errmsg": "OK"}


@pytest.mark.parametrize("plugin", [ALIYUN, TENCENT])
def test_they_sign_nothing_so_the_token_in_the_address_counts(plugin: Plugin):
    assert isinstance(plugin, PushFormat)
    for token, level in (("s3cret", Authentication.STATIC), ("", Authentication.FAILED)):
        request = PushRequest(up(), {}, AT, token=token)
        assert plugin.authenticate(request, "s3cret")[0] is level


@given(st.binary(max_size=200))
def test_any_bytes_give_one_report_or_reject_a_body(data: bytes):
    lines = [line for line in data.split(b"\n") if line.removeprefix(b"\xef\xbb\xbf").strip()]
    for plugin in (ALIYUN, TENCENT):
        assert len(read(plugin, data)) == len(lines)
        assert len(read(plugin, plugin.delivery(PushRequest(data, {}, AT)))) <= 1


@given(
    st.dictionaries(
        st.sampled_from([*UP, *REPLY]),
        st.text(max_size=20) | st.integers() | st.floats() | st.none(),
    )
)
def test_any_values_are_taken_or_refused(changes: dict[str, object]):
    for plugin, values in ((ALIYUN, UP), (TENCENT, REPLY)):
        for found in read(plugin, json.dumps([values | changes, values]).encode()):
            if isinstance(found, Report):
                f"{found.caller}{found.text}{found.lines}".encode()
