"""Relay numbers: what Alibaba Cloud and Huawei Cloud post of calls and messages to them."""

import base64
import hashlib
import hmac
import io
import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.contact import UNBOUND, CallStage, ContactClass, Medium, Reject, Report
from leaktrace.domain.ports import Authentication, ParseContext, PushFormat, PushRequest
from leaktrace.extraction import classify
from leaktrace.intake.aliyun_secretreport import AliyunSecretReportFormat
from leaktrace.intake.huawei_privatenumber import HuaweiPrivateNumberFormat

ALIYUN, HUAWEI = AliyunSecretReportFormat(), HuaweiPrivateNumberFormat()
SHANGHAI = ParseContext(zone=ZoneInfo("Asia/Shanghai"))
AT = datetime(2026, 11, 26, 9, 39, 12, tzinfo=UTC)
WORDS = "您的订单异常，请回电"
LEFT_OUT = object()
ENDED = {
    "id": 12345678,
    "partner_key": "AB_CD",
    "pool_key": "FC1234567",
    "sub_id": 1000127710293959,
    "out_id": "L0001",
    "call_id": "0b6504079d077b14",
    "phone_no": "14087654321",
    "secret_no": "14100000001",
    "peer_no": "14012345678",
    "called_display_no": "14100000001",
    "call_type": 1,
    "call_time": "2026-11-26 17:39:12",
    "call_out_time": "2026-11-26 17:39:12",
    "ring_time": "2026-11-26 17:39:14",
    "start_time": "2026-11-26 17:39:20",
    "release_time": "2026-11-26 17:39:41",
    "release_dir": 1,
    "release_cause": 16,
    "unconnected_cause": 0,
    "city": "杭州",
}
LATER = ("call_out_time", "ring_time", "start_time", "release_time", "release_dir", "release_cause")
SMS = {
    "id": 123456,
    "sub_id": 123456,
    "send_no": "14012345678",
    "secret_no": "14100000001",
    "receive_no": "14087654321",
    "sms_content": WORDS,
    "start_time": "2026-11-26 17:39:12",
    "sms_type": 1,
    "sms_intercept_type": "NORMAL",
}
FEE = {
    "direction": 1,
    "spId": "demo_sp",
    "appKey": "demo_app",
    "icid": "ba171f34e6953fcd751edc77127748f4.3757285803.338666679.5",
    "bindNum": "+8614100000001",
    "sessionId": "+8614012345678_+8614100000001_4_627e5c1f",
    "subscriptionId": "c1564552-844a-4048-9ac7-d4f5944543fc",
    "callerNum": "+8614012345678",
    "calleeNum": "+8614100000001",
    "fwdDisplayNum": "+8614100000001",
    "fwdDstNum": "+8614087654321",
    "callInTime": "2026-11-26 09:39:12",
    "fwdStartTime": "2026-11-26 09:39:13",
    "fwdAlertingTime": "2026-11-26 09:39:15",
    "fwdAnswerTime": "2026-11-26 09:39:20",
    "callEndTime": "2026-11-26 09:39:41",
    "fwdUnaswRsn": 0,
    "ulFailReason": 0,
    "sipStatusCode": 0,
    "recordFlag": 0,
}
EVENT = {
    "smsIdentifier": "sms-1",
    "notificationMode": "Notify",
    "calling": "+8614012345678",
    "called": "+8614087654321",
    "virtualNumber": "+8614100000001",
    "event": "Text SMS ",
    "timeStamp": "2026-11-26T09:39:12.000Z",
    "smsContent": WORDS,
}
Plugin = AliyunSecretReportFormat | HuaweiPrivateNumberFormat


def text_of(values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode()


def changed(values: dict[str, object], **changes: object) -> dict[str, object]:
    return {key: value for key, value in (values | changes).items() if value is not LEFT_OUT}


def call(**changes: object) -> bytes:
    return text_of([changed(ENDED, **changes)])


def message(**changes: object) -> bytes:
    return text_of([changed(SMS, **changes)])


def fee(**changes: object) -> bytes:
    return text_of({"eventType": "fee", "feeLst": [changed(FEE, **changes)]})


def notice(**changes: object) -> bytes:
    return text_of({"appKey": "demo_app", "smsEvent": changed(EVENT, **changes)})


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


# Alibaba Cloud: calls


def test_a_call_that_was_answered_reached_the_relay_number_and_not_the_one_behind_it():
    assert report(ALIYUN, call()) == Report(
        ref="0b6504079d077b14:ended",
        medium=Medium.CALL,
        lines=("+8614100000001",),
        occurred_at=AT,
        caller="14012345678",
        text=None,
        duration_s=21,
        stage=CallStage.ENDED,
        call_key="0b6504079d077b14",
        ends_at=AT,
        record=text_of(ENDED),
    )


@pytest.mark.parametrize(
    ("changes", "stage", "talked"),
    [
        (dict.fromkeys(LATER, LEFT_OUT), CallStage.RINGING, None),
        ({"release_time": LEFT_OUT}, CallStage.ANSWERED, None),
        ({"start_time": ENDED["release_time"]}, CallStage.MISSED, 0),
        ({"start_time": ""}, CallStage.MISSED, 0),
    ],
)
def test_the_stage_is_told_by_the_times_that_are_there(
    changes: dict[str, object], stage: CallStage, talked: int | None
):
    found = report(ALIYUN, call(**changes))
    assert (found.stage, found.duration_s) == (stage, talked)
    assert (found.call_key, found.occurred_at) == ("0b6504079d077b14", AT)


def test_a_call_that_the_merchants_own_side_made_is_no_contact():
    assert refused(ALIYUN, call(call_type=0)).reason == "an outgoing call is no contact"
    other_side = ParseContext(zone=SHANGHAI.zone, settings={"side": "b"})
    assert report(ALIYUN, call(call_type=0), other_side).caller == "14087654321"
    assert refused(ALIYUN, call(), other_side).field == "call_type"


UNBOUND_CALL = {
    "call_type": 4,
    "sub_id": 0,
    "phone_no": "14012345678",
    "peer_no": "",
    "start_time": ENDED["call_time"],
    "release_time": ENDED["call_time"],
    "release_cause": 31,
    "unconnected_cause": 2,
}


def test_a_relay_number_that_is_dialled_outside_its_order_is_marked():
    found = report(ALIYUN, call(**UNBOUND_CALL))
    assert (found.text, found.stage, found.duration_s) == (UNBOUND, CallStage.MISSED, 0)
    assert (found.lines, found.caller) == (("+8614100000001",), "14012345678")
    early = UNBOUND_CALL | dict.fromkeys((*LATER, "unconnected_cause"), LEFT_OUT)
    assert report(ALIYUN, call(**early, control_msg="NO_SUBS_EXIST")).text == UNBOUND
    for cause in (0, 1, 3, 4):
        assert report(ALIYUN, call(**(UNBOUND_CALL | {"unconnected_cause": cause}))).text is None


def test_who_reads_the_contact_is_told_and_nothing_is_taken_for_knowledge():
    verdict = classify(text=UNBOUND, medium=Medium.CALL, caller=None, details=(), facts=None)
    assert verdict.contact_class is ContactClass.UNKNOWN
    assert "outside its order" in verdict.reason
    said, marked = (
        classify(text=text, medium=Medium.SMS, caller=None, details=(), facts=None)
        for text in (WORDS, f"{WORDS}\n{UNBOUND}")
    )
    assert said == marked


@pytest.mark.parametrize("number", ["141****0001", "1410000****"])
def test_a_masked_relay_number_names_no_line(number: str):
    found = refused(ALIYUN, call(secret_no=number))
    assert found.field == "secret_no"
    assert "whole number" in found.remedy
    stated = ParseContext(zone=SHANGHAI.zone, line="L07")
    assert report(ALIYUN, call(secret_no=number, peer_no="182****2019"), stated).lines == ("L07",)


def test_a_masked_caller_is_kept_as_it_is_shown():
    assert report(ALIYUN, call(peer_no="140****5678")).caller == "140****5678"


def test_of_a_shared_relay_number_the_extension_tells_the_line():
    shared = ParseContext(zone=SHANGHAI.zone, settings={"code:1234": "L12"})
    assert report(ALIYUN, call(extension="1234"), shared).lines == ("L12",)
    assert report(HUAWEI, fee(extendNum="1234"), shared).lines == ("L12",)
    assert report(HUAWEI, fee(extendNum="9"), shared).lines == ("+8614100000001",)


def test_the_times_are_of_the_zone_that_the_source_states():
    found = refused(ALIYUN, call(), ParseContext())
    assert found.field == "start_time"
    assert "zone" in found.remedy


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"call_id": LEFT_OUT}, "call_id"),
        ({"call_type": 2}, "call_type"),
        ({"call_type": 7}, "call_type"),
        ({"call_time": LEFT_OUT}, "call_time"),
        ({"release_time": "2026-11-26 17:39:00"}, "release_time"),
        ({"release_time": "soon"}, "release_time"),
        ({"secret_no": LEFT_OUT}, "secret_no"),
        ({"peer_no": "x" * 201}, "peer_no"),
    ],
)
def test_a_wrong_event_of_an_array_is_refused_alone(changes: dict[str, object], field: str):
    bad, good = read(ALIYUN, call(**changes)[:-1] + b"," + call()[1:])
    assert isinstance(bad, Reject)
    assert isinstance(good, Report)
    assert bad.field == field
    assert refused(ALIYUN, bad.record) == bad


# Alibaba Cloud: messages


def test_a_message_has_its_words():
    found = report(ALIYUN, message())
    assert (found.medium, found.text, found.caller) == (Medium.SMS, WORDS, "14012345678")
    assert (found.lines, found.occurred_at) == (("+8614100000001",), AT)


def test_a_message_is_known_by_its_id_else_by_its_call_id_else_by_what_it_says():
    assert report(ALIYUN, message(sms_sign="x")).ref == report(ALIYUN, message()).ref
    assert report(ALIYUN, message(id=7)).ref != report(ALIYUN, message()).ref
    by_call = {"id": LEFT_OUT, "call_id": "c1"}
    assert report(ALIYUN, message(**by_call)).ref == report(ALIYUN, message(**by_call)).ref
    first, other = (
        report(ALIYUN, message(id=LEFT_OUT, sms_content=words)) for words in (WORDS, "x")
    )
    assert first.ref != other.ref


def test_a_message_to_a_number_bound_to_nobody_is_marked_behind_its_words():
    intercepted = {"sms_intercept_type": "SUBS_NOT_EXISTS"}
    assert report(ALIYUN, message(**intercepted)).text == f"{WORDS}\n{UNBOUND}"
    assert report(ALIYUN, message(sms_content="", **intercepted)).text == UNBOUND
    assert report(ALIYUN, message(sms_content="")).text is None


# Huawei Cloud: calls and messages


def test_a_record_of_a_call_is_in_utc_whatever_zone_the_source_states():
    for context in (SHANGHAI, ParseContext()):
        found = report(HUAWEI, fee(), context)
        assert found == Report(
            ref=found.ref,
            medium=Medium.CALL,
            lines=("+8614100000001",),
            occurred_at=AT,
            caller="+8614012345678",
            text=None,
            duration_s=21,
            record=text_of(FEE),
        )
        assert "14012345678" not in found.ref


def test_up_to_fifty_calls_come_at_once_and_each_is_refused_alone():
    calls = [changed(FEE, sessionId=f"s{number}") for number in range(49)]
    data = text_of({"eventType": "fee", "feeLst": [*calls, changed(FEE, callInTime="x")]})
    found = read(HUAWEI, data)
    assert [isinstance(one, Report) for one in found] == [True] * 49 + [False]
    assert read(HUAWEI, found[-1].record) == [found[-1]]
    assert len({one.ref for one in found if isinstance(one, Report)}) == 49


def test_a_call_nobody_answered_lasted_no_time():
    assert report(HUAWEI, fee(fwdAnswerTime=LEFT_OUT, fwdUnaswRsn=18)).duration_s == 0
    early = {"callInTime": LEFT_OUT, "fwdStartTime": LEFT_OUT, "failTime": "2026-11-26 09:39:12"}
    assert report(HUAWEI, fee(fwdAnswerTime=LEFT_OUT, **early)).occurred_at == AT


def test_a_call_to_a_number_bound_to_nobody_is_marked():
    found = report(HUAWEI, fee(ulFailReason=8014, fwdAnswerTime=LEFT_OUT, bindNum=""))
    assert (found.text, found.lines) == (UNBOUND, ("+8614100000001",))
    assert report(HUAWEI, fee(ulFailReason=7500)).text is None


def test_the_direction_means_another_thing_in_each_mode_and_changes_nothing():
    assert report(HUAWEI, fee(direction=0)).ref == report(HUAWEI, fee()).ref


def test_a_notice_of_a_message_has_its_words_where_they_are_handed_on():
    found = report(HUAWEI, notice())
    assert (found.ref, found.medium, found.text) == ("sms-1", Medium.SMS, WORDS)
    assert (found.lines, found.occurred_at) == (("+8614100000001",), AT)
    assert report(HUAWEI, notice(smsContent=LEFT_OUT)).text is None


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (notice(notificationMode="Block"), "notificationMode"),
        (notice(timeStamp=LEFT_OUT), "timeStamp"),
        (notice(smsIdentifier=1), "smsIdentifier"),
        (notice(virtualNumber=""), "virtualNumber"),
        (text_of({"eventType": "callin", "statusInfo": {"sessionId": "s"}}), "eventType"),
        (fee(sessionId=LEFT_OUT), "sessionId"),
        (fee(callEndTime="2026-11-26 09:39:00"), "callEndTime"),
        (fee(bindNum="+86141****0001"), "bindNum"),
        (fee(callInTime=LEFT_OUT, fwdStartTime=LEFT_OUT), "callInTime"),
        (text_of({"eventType": "fee", "feeLst": []}), "callInTime"),
    ],
)
def test_a_wrong_notice_is_refused_with_the_name_of_its_field(data: bytes, field: str):
    found = refused(HUAWEI, data)
    assert found.field == field
    assert found.remedy


# Answers and authentication


def test_they_are_answered_what_their_pages_ask_for():
    assert json.loads(ALIYUN.answer.body) == {"code": 0, "msg": "接收成功"}
    assert HUAWEI.answer.body == b""


def test_alibaba_cloud_signs_nothing_so_the_token_in_the_address_counts():
    for token, level in (("s3cret", Authentication.STATIC), ("", Authentication.FAILED)):
        request = PushRequest(call(), {}, AT, token=token)
        assert ALIYUN.authenticate(request, "s3cret")[0] is level
    assert isinstance(ALIYUN, PushFormat)
    assert isinstance(HUAWEI, PushFormat)


# The vector of the reference.
SECRET = "hwAppSecretDemo"
NONCE, CREATED = "66C92B11FF8A425FB8D4CCFE0ED9ED1F", "2026-11-26T09:40:00Z"
DIGEST = "1g0CmGjXeguZgLl1ViOvjA+CR28FsFdqhjTP0L31m08="
MADE = datetime(2026, 11, 26, 9, 40, tzinfo=UTC)


def aksk(nonce: str = NONCE, created: str = CREATED, digest: str | None = None) -> str:
    mac = hmac.new(SECRET.encode(), (nonce + created).encode(), hashlib.sha256).digest()
    shown = base64.b64encode(mac).decode() if digest is None else digest
    return (
        f'UsernameToken Username="demo_app",PasswordDigest="{shown}",Nonce="{nonce}",'
        f'Created="{created}"'
    )


def judged(
    header: str, at: datetime = MADE, secret: str = SECRET
) -> tuple[Authentication, str | None, str]:
    return HUAWEI.authenticate(PushRequest(fee(), {"x-aksk": header}, at), secret)


@pytest.mark.parametrize("gap", [",", ", "])
def test_the_vector_of_the_reference_is_replayable_and_good_once(gap: str):
    assert aksk(digest=DIGEST) == aksk()
    assert judged(aksk().replace(",", gap)) == (
        Authentication.REPLAYABLE,
        f"{NONCE}:{CREATED}",
        "",
    )


@pytest.mark.parametrize("hours", [-6, 6])
def test_a_digest_is_good_until_the_last_retry(hours: int):
    limit = MADE + timedelta(hours=hours)
    assert judged(aksk(), limit)[0] is Authentication.REPLAYABLE
    level, once, reason = judged(aksk(), limit + timedelta(seconds=hours))
    assert (level, once) == (Authentication.FAILED, None)
    assert "six hours" in reason


@pytest.mark.parametrize(
    ("header", "secret"),
    [
        ("", SECRET),
        (aksk(digest=""), SECRET),
        (aksk(digest=DIGEST[:-2]), SECRET),
        (aksk(created="2026-11-26T09:40:01Z", digest=DIGEST), SECRET),
        (aksk(nonce="", digest=DIGEST), SECRET),
        (aksk(created="yesterday"), SECRET),
        (aksk(digest="签名"), SECRET),
        (aksk(), "another"),
        (aksk(), ""),
    ],
)
def test_a_wrong_or_missing_digest_fails_with_a_reason(header: str, secret: str):
    level, once, reason = judged(header, secret=secret)
    assert (level, once) == (Authentication.FAILED, None)
    assert reason


def test_a_token_in_the_address_is_static_for_huawei_cloud_too():
    request = PushRequest(fee(), {}, MADE, token=SECRET)
    assert HUAWEI.authenticate(request, SECRET) == (Authentication.STATIC, None, "")


# Anything at all


@given(st.binary(max_size=200))
def test_any_bytes_give_one_report_or_reject_a_body(data: bytes):
    lines = [line for line in data.split(b"\n") if line.removeprefix(b"\xef\xbb\xbf").strip()]
    for plugin in (ALIYUN, HUAWEI):
        assert len(read(plugin, data)) == len(lines)
        assert len(read(plugin, plugin.delivery(PushRequest(data, {}, AT)))) <= 1


VALUES = st.text(max_size=20) | st.integers() | st.none() | st.lists(st.integers(), max_size=2)


@given(st.dictionaries(st.sampled_from([*ENDED, *SMS, *FEE, *EVENT]), VALUES))
def test_any_values_are_taken_or_refused_and_again_alone(changes: dict[str, object]):
    bodies = {
        ALIYUN: [ENDED | changes, SMS | changes, changes],
        HUAWEI: {"eventType": "fee", "feeLst": [FEE | changes, changes]},
    }
    for plugin, body in bodies.items():
        found = read(plugin, json.dumps(body).encode())
        assert len(found) == len(body if isinstance(body, list) else body["feeLst"])
        for one in found:
            assert read(plugin, one.record) == [one]
    assert len(read(HUAWEI, json.dumps({"smsEvent": EVENT | changes}).encode())) == 1
