"""SMS Gate's webhooks: messages, announcements, signs of life, and the signature over the raw body."""

import hmac
import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from format_reader import Reader
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.contact import CallStage, Medium, Reject, Report
from leaktrace.domain.ports import Authentication, ParseContext, PushFormat, PushRequest
from leaktrace.intake.smsgate import SmsGateFormat

GATE = SmsGateFormat()
LINE = ParseContext(line="L9")
PAYLOAD = {
    "message": "【顺丰】您的包裹异常,请加客服微信",
    "receivedAt": "2026-11-26T17:40:00.000+08:00",
    "messageId": "7a1b22c3",
    "phoneNumber": "+8614012345678",
    "recipient": "+8614087654321",
    "sender": "+8614012345678",
    "simNumber": 2,
}
AT = datetime(2026, 11, 26, 9, 40, tzinfo=UTC)
LEFT_OUT = object()


def body(event: str = "sms:received", **changes: object) -> bytes:
    payload = {key: value for key, value in (PAYLOAD | changes).items() if value is not LEFT_OUT}
    return envelope(event, payload)


def envelope(event: object, payload: object, **other: object) -> bytes:
    values = {
        "deviceId": "ffffffffceb0b1db0000018e937c815b",
        "event": event,
        "id": "Ey6ECgOkVVFjz3CL48B8C",
        "payload": payload,
        "webhookId": "LreFUt-Z3sSq0JufY9uWB",
    }
    return json.dumps(values | other, ensure_ascii=False, separators=(",", ":")).encode()


READER = Reader(GATE, LINE)
read, report, refused = READER.read, READER.report, READER.refused


def same_event(stored: Report, later: Report) -> bool:
    """Whether the later one counts as the stored one told again."""
    return stored.ref in (later.ref, *later.also)


def test_a_message_becomes_a_report():
    found = report(body())
    assert found == Report(
        ref=found.ref,
        medium=Medium.SMS,
        lines=("+8614087654321",),
        occurred_at=AT,
        caller="+8614012345678",
        text=PAYLOAD["message"],
        also=found.also,
        record=body(),
    )


def test_versions_without_sender_or_without_phone_number_give_the_same():
    assert report(body(sender=LEFT_OUT)).ref == report(body()).ref
    assert report(body(phoneNumber=LEFT_OUT)).ref == report(body()).ref
    assert report(body(sender=LEFT_OUT)).caller == report(body()).caller


def test_a_message_posted_twice_under_two_ids_is_one():
    again = json.loads(body()) | {"id": "another", "webhookId": "another"}
    assert report(json.dumps(again).encode()).ref == report(body()).ref
    assert report(body(receivedAt="2026-11-26T09:40:00.000Z")).ref == report(body()).ref


@pytest.mark.parametrize(
    "changes",
    [
        {"receivedAt": "2026-11-26T17:40:01.000+08:00"},
        {"simNumber": 1},
        {"message": "x"},
        {"sender": "106900000001"},
    ],
)
def test_the_same_words_at_another_time_or_on_another_card_are_another_message(
    changes: dict[str, object],
):
    assert not same_event(report(body(**changes)), report(body()))


def test_where_the_card_is_not_known_the_apps_own_id_tells_messages_apart():
    one, other = (report(body(simNumber=None, messageId=key)) for key in ("7a1b22c3", "7a1b22c4"))
    assert not same_event(one, other)
    assert same_event(one, report(body(simNumber=None)))


def test_where_the_app_gives_no_id_sender_and_text_stand_for_it():
    bare = report(body(simNumber=None, messageId=LEFT_OUT))
    assert bare.ref == report(body(simNumber=None, messageId=None)).ref
    assert bare.ref != report(body(simNumber=None, messageId=LEFT_OUT, message="x")).ref


@pytest.mark.parametrize("seconds", [-60, 0, 4, 119])
def test_a_message_that_is_exported_later_is_known_again_although_the_phone_dates_it(seconds: int):
    phones = (AT + timedelta(seconds=seconds, milliseconds=231)).isoformat(timespec="milliseconds")
    exported = report(body(receivedAt=phones, messageId="1f"))
    assert same_event(report(body()), exported)
    assert same_event(exported, report(body()))


@pytest.mark.parametrize(
    "changes",
    [{"simNumber": 1}, {"message": "x"}, {"receivedAt": "2026-11-26T17:45:00.231+08:00"}],
)
def test_another_message_is_not_taken_for_an_exported_one(changes: dict[str, object]):
    exported = {"receivedAt": "2026-11-26T17:40:04.231+08:00", "messageId": "1f"} | changes
    assert not same_event(report(body()), report(body(**exported)))


def test_binary_messages_are_told_apart_by_their_bytes_and_not_by_the_apps_id():
    one = report(body("sms:data-received", message=LEFT_OUT, data="AAEC"))
    again = report(body("sms:data-received", message=LEFT_OUT, data="AAEC", messageId="1f"))
    other = report(body("sms:data-received", message=LEFT_OUT, data="AAED", messageId="1f"))
    assert same_event(one, again)
    assert not same_event(one, other)


def test_a_time_without_an_offset_is_read_in_the_stated_zone_only():
    naive = body(receivedAt="2026-11-26T17:40:00.000")
    assert report(naive, ParseContext(zone=ZoneInfo("Asia/Shanghai"))).occurred_at == AT
    assert refused(naive).field == "receivedAt"


@pytest.mark.parametrize(
    ("changes", "named", "lines"),
    [
        ({"recipient": None}, {"SIM2": "L2"}, ("L2",)),
        ({"recipient": None, "simNumber": 1}, {"SIM2": "L2", "lines": "L3,L4"}, ("L3", "L4")),
        ({"recipient": LEFT_OUT, "simNumber": None}, {"SIM1": "L1", "SIM2": "L2"}, ("L1", "L2")),
        ({"recipient": ""}, {"device:ffffffffceb0b1db0000018e937c815b": "L5"}, ("L5",)),
        ({"recipient": None}, {}, ("L9",)),
        ({"recipient": "14087654321"}, {"SIM2": "L2"}, ("+8614087654321",)),
    ],
)
def test_the_line_is_the_recipient_or_told_by_the_settings(
    changes: dict[str, object], named: dict[str, str], lines: tuple[str, ...]
):
    assert report(body(**changes), ParseContext(line="L9", settings=named)).lines == lines


def test_no_line_is_refused_with_what_to_do():
    found = refused(body(recipient=None), ParseContext())
    assert (found.reason, found.field) == ("no line", "recipient")
    assert "--set SIM2=LINE" in found.remedy


@pytest.mark.parametrize("event", ["system:ping", "app:started"])
def test_a_sign_of_life_is_no_record(event: str):
    assert read(envelope(event, {"simCards": [{"slotIndex": 0, "simNumber": 1}]})) == []


@pytest.mark.parametrize("event", ["sms:sent", "sms:delivered", "sms:failed", "sms:cancelled", ""])
def test_what_tells_of_sent_messages_is_rejected_with_what_to_register(event: str):
    found = refused(body(event))
    assert found.field == "event"
    assert "sms:received" in found.remedy


def test_a_data_message_is_a_contact_without_words():
    found = report(body("sms:data-received", message=LEFT_OUT, data="AAECAw=="))
    assert (found.medium, found.text, found.caller) == (Medium.SMS, None, "+8614012345678")


def test_an_mms_has_the_words_of_its_subject_and_body():
    found = report(body("mms:downloaded", subject="退款", body="请点击", attachments=[]))
    assert found.text == "退款\n请点击"
    assert report(body("mms:downloaded", subject=None, body=None)).text is None


def test_announcement_and_content_of_an_mms_are_two_stages_of_one_event():
    announced = report(body("mms:received", messageId="T1", transactionId="T1", subject="退款"))
    there = report(body("mms:downloaded", messageId="42", body="请点击"))
    assert announced.call_key == there.call_key
    assert (announced.stage, there.stage) == (CallStage.RINGING, CallStage.ENDED)
    assert announced.ref != there.ref
    other = report(body("mms:downloaded", sender="+8614012345679"))
    assert other.call_key != there.call_key


def test_a_batch_gives_one_report_a_message_as_if_it_had_come_alone():
    second = PAYLOAD | {"messageId": "7a1b22c4", "message": "Last call"}
    batch = envelope("sms:batch:received", {"messages": [PAYLOAD, second]})
    first, other = read(batch)
    assert isinstance(first, Report)
    assert isinstance(other, Report)
    assert first.ref == report(body()).ref != other.ref
    assert read(first.record) == [first]


def test_a_bad_message_of_a_batch_keeps_the_others_out_of_quarantine():
    batch = envelope("sms:batch:received", {"messages": [PAYLOAD, {"message": "x"}, 7]})
    good, bad, worse = read(batch)
    assert isinstance(good, Report)
    assert isinstance(bad, Reject)
    assert isinstance(worse, Reject)
    assert read(bad.record) == [bad]


@pytest.mark.parametrize("messages", [None, [], {}, "x"])
def test_a_batch_without_messages_is_refused(messages: object):
    data = envelope("sms:batch:received", {"messages": messages})
    assert refused(data).field == "payload.messages"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (envelope("sms:received", None), "payload"),
        (envelope("sms:received", []), "payload"),
        (envelope({}, PAYLOAD), "event"),
        (envelope("sms:received", PAYLOAD, deviceId=[]), "deviceId"),
        (body(message=LEFT_OUT), "message"),
        (body(message={"a": 1}), "message"),
        (body(message="x" * 100_001), "message"),
        (body(message="a\x00b"), "message"),
        (body(receivedAt="yesterday"), "receivedAt"),
        (body(receivedAt=LEFT_OUT), "receivedAt"),
        (body(simNumber=True), "simNumber"),
        (body(sender="x" * 201), "sender"),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_its_field(data: bytes, field: str):
    assert refused(data).field == field


def test_a_document_over_several_lines_is_one_body():
    pretty = json.dumps(json.loads(body()), indent=2).encode()
    assert report(pretty).ref == report(body()).ref


# Authentication: the vector of the reference

KEY = "aB3xYz9Q"
STAMP = "1764150003"
FROM, TO = ("+86" + start + "0000000" + end for start, end in (("139", "1"), ("138", "2")))
SIGNED = envelope(
    "sms:received",
    {
        "message": "【顺丰】您的包裹异常,请加客服微信",
        "receivedAt": "2026-11-26T17:40:00.000+08:00",
        "messageId": "7a1b22c3",
        "phoneNumber": FROM,
        "recipient": TO,
        "sender": FROM,
        "simNumber": 2,
    },
)
SIGNATURE = "69eb28dc3d32534a7fd14506c8715c5ac7430078ca2290157947bfc9f511073a"


def request(data: bytes = SIGNED, **headers: str) -> PushRequest:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return PushRequest(data, named, datetime(2026, 11, 26, 9, 41, tzinfo=UTC))


@pytest.mark.parametrize("signature", [SIGNATURE, SIGNATURE.upper()])
def test_the_vector_of_the_reference_is_bound_to_the_body(signature: str):
    signed = request(x_timestamp=STAMP, x_signature=signature)
    assert GATE.authenticate(signed, KEY) == (Authentication.BODY_BOUND, None, "")


def test_the_raw_bytes_are_signed_and_not_what_they_mean():
    escaped = SIGNED.replace("包裹".encode(), b"\\u003c\\u0026\\u003d")
    mac = hmac.digest(KEY.encode(), escaped + STAMP.encode(), "sha256").hex()
    good = request(escaped, x_timestamp=STAMP, x_signature=mac)
    assert GATE.authenticate(good, KEY)[0] is Authentication.BODY_BOUND
    plain = request(escaped.replace(b"\\u003c", b"<"), x_timestamp=STAMP, x_signature=mac)
    assert GATE.authenticate(plain, KEY)[0] is Authentication.FAILED


@pytest.mark.parametrize(
    ("data", "headers"),
    [
        (SIGNED, {}),
        (SIGNED, {"x_timestamp": STAMP}),
        (SIGNED, {"x_signature": SIGNATURE}),
        (SIGNED, {"x_timestamp": "1764150004", "x_signature": SIGNATURE}),
        (SIGNED, {"x_timestamp": STAMP, "x_signature": SIGNATURE[:-1]}),
        (SIGNED, {"x_timestamp": "\udcff", "x_signature": "签名"}),
        (SIGNED + b" ", {"x_timestamp": STAMP, "x_signature": SIGNATURE}),
    ],
)
def test_a_wrong_or_missing_signature_fails_with_a_reason(data: bytes, headers: dict[str, str]):
    level, once, reason = GATE.authenticate(request(data, **headers), KEY)
    assert (level, once) == (Authentication.FAILED, None)
    assert reason


def test_an_empty_secret_authenticates_nobody():
    mac = hmac.digest(b"", SIGNED + STAMP.encode(), "sha256").hex()
    signed = request(x_timestamp=STAMP, x_signature=mac)
    assert GATE.authenticate(signed, "")[0] is Authentication.FAILED


def test_a_token_serves_where_the_app_does_not_sign():
    shown = request(authorization=f"Bearer {KEY}")
    assert GATE.authenticate(shown, KEY) == (Authentication.STATIC, None, "")


def test_it_is_a_push_format_whose_delivery_is_read_without_the_headers():
    assert isinstance(GATE, PushFormat)
    pretty = json.dumps(json.loads(body()), indent=2).encode()
    assert report(GATE.delivery(request(pretty))).ref == report(body()).ref


# Anything at all


@given(
    st.dictionaries(
        st.sampled_from([*PAYLOAD, "subject", "body", "messages"]),
        st.text(max_size=20) | st.integers() | st.none() | st.lists(st.none(), max_size=2),
    ),
    st.sampled_from(
        ["sms:received", "sms:data-received", "mms:received", "mms:batch:downloaded", "x"]
    ),
)
def test_any_values_are_taken_or_refused(changes: dict[str, object], event: str):
    for found in read(body(event, **changes)):
        if isinstance(found, Report):
            assert found.lines
            assert found.occurred_at.tzinfo is UTC
            (found.text or "").encode()
        else:
            assert read(found.record) == [found]
