"""Twilio's webhooks: messages, the notices of a call, and the signature over address and body."""

import base64
import hashlib
import hmac
import io
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.contact import CallStage, Medium, Reject, Report
from leaktrace.domain.ports import Authentication, ParseContext, PushFormat, PushRequest
from leaktrace.intake.twilio import TwilioSmsFormat, TwilioVoiceFormat

SMS, VOICE = TwilioSmsFormat(), TwilioVoiceFormat()
AT = datetime(2026, 11, 26, 9, 40, 5, tzinfo=UTC)
# The vector of the reference.
TOKEN = "12345678901234567890123456789012"
URL = "https://lt.example.com/hook/twilio/sms"
MESSAGE = {
    "AccountSid": "AC00000000000000000000000000000001",
    "ApiVersion": "2010-04-01",
    "Body": "Your parcel refund is ready",
    "From": "+12025550143",
    "MessageSid": "SM00000000000000000000000000000001",
    "NumMedia": "0",
    "NumSegments": "1",
    "SmsMessageSid": "SM00000000000000000000000000000001",
    "SmsSid": "SM00000000000000000000000000000001",
    "SmsStatus": "received",
    "To": "+12025550178",
}
SIGNATURE = "EhM9vVISnxmNqEoBCZOgZu9OA1o="
CALL = {
    "CallSid": "CA00000000000000000000000000000001",
    "AccountSid": MESSAGE["AccountSid"],
    "From": "+12025550143",
    "To": "+12025550178",
    "Caller": "+12025550143",
    "Called": "+12025550178",
    "CallStatus": "ringing",
    "Direction": "inbound",
    "ApiVersion": "2010-04-01",
}


def form(values: dict[str, str], **changes: str) -> bytes:
    return urlencode(values | changes).encode()


def pushed(body: bytes, at: datetime = AT, **rest: str) -> PushRequest:
    return PushRequest(body, {}, at, **rest)


def read(
    plugin: TwilioSmsFormat | TwilioVoiceFormat, data: bytes, context: ParseContext | None = None
) -> list[Report | Reject]:
    context = context or ParseContext()
    return [
        found for part in plugin.split(io.BytesIO(data)) for found in plugin.parse(part, context)
    ]


def message(at: datetime = AT, **changes: str) -> Report | Reject:
    (found,) = read(SMS, SMS.delivery(pushed(form(MESSAGE, **changes), at)))
    return found


def call(at: datetime = AT, **changes: str) -> Report | Reject:
    (found,) = read(VOICE, VOICE.delivery(pushed(form(CALL, **changes), at)))
    return found


# Messages


def test_a_message_is_dated_by_its_arrival_which_the_delivery_carries():
    delivery = SMS.delivery(pushed(form(MESSAGE)))
    assert delivery == b"at:2026-11-26T09:40:05Z " + form(MESSAGE)
    (found,) = read(SMS, delivery)
    assert found == Report(
        ref="SM00000000000000000000000000000001",
        medium=Medium.SMS,
        lines=("+12025550178",),
        occurred_at=AT,
        caller="+12025550143",
        text="Your parcel refund is ready",
        also=("SM00000000000000000000000000000001",),
        record=delivery,
    )


def test_a_webhook_that_is_set_to_get_has_all_in_its_address():
    request = pushed(b"", method="GET", query=form(MESSAGE).decode())
    assert read(SMS, SMS.delivery(request)) == [message()]


def test_a_body_of_which_nobody_knows_when_it_came_is_refused_with_what_to_write():
    (found,) = read(SMS, form(MESSAGE))
    assert isinstance(found, Reject)
    assert found.remedy.startswith("Write at:")
    (mended,) = read(SMS, b"at:2026-11-26T09:40:05Z " + found.record)
    assert isinstance(mended, Report)
    assert mended.occurred_at == AT


def test_words_come_through_whatever_is_in_them():
    words = "您的包裹破损 & 理赔 = 100%\r\n+1 http://x.example/?a=b&From=+1"
    found = message(Body=words, NewParameter="x")
    assert isinstance(found, Report)
    assert (found.text, found.caller) == (words, "+12025550143")


def test_a_picture_without_words_has_no_text_and_an_old_name_of_the_sid_serves():
    old = {key: value for key, value in MESSAGE.items() if key != "MessageSid"}
    (found,) = read(SMS, SMS.delivery(pushed(form(old, Body="", NumMedia="1"))))
    assert isinstance(found, Report)
    assert (found.text, found.ref) == (None, MESSAGE["SmsSid"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"SmsStatus": "delivered"}, "SmsStatus"),
        ({"MessageSid": ""}, "MessageSid"),
        ({"MessageSid": "x" * 201}, "MessageSid"),
        ({"To": ""}, "To"),
        ({"To": "+junk"}, "To"),
        ({"From": "x" * 201}, "From"),
        ({"Body": "x" * 100_001}, "Body"),
        ({"Body": "a\x00b"}, "Body"),
    ],
)
def test_a_wrong_message_is_refused_with_the_name_of_its_parameter(
    changes: dict[str, str], field: str
):
    found = message(**changes)
    assert isinstance(found, Reject)
    assert found.field == field


def test_a_parameter_that_is_there_twice_is_refused():
    (found,) = read(SMS, SMS.delivery(pushed(form(MESSAGE) + b"&From=%2B12025550199")))
    assert isinstance(found, Reject)


# Calls


def test_the_first_notice_of_a_call_is_dated_by_its_arrival():
    found = call()
    assert isinstance(found, Report)
    assert (found.ref, found.stage) == (f"{CALL['CallSid']}:ringing", CallStage.RINGING)
    assert (found.occurred_at, found.ends_at, found.duration_s) == (AT, AT, None)
    assert (found.lines, found.caller, found.text) == (("+12025550178",), "+12025550143", None)


def test_the_last_notice_has_a_time_and_a_length_of_its_own():
    found = call(
        AT + timedelta(minutes=1),
        CallStatus="completed",
        CallDuration="21",
        Timestamp="Thu, 26 Nov 2026 09:40:41 +0000",
        SequenceNumber="2",
        CallbackSource="call-progress-events",
    )
    assert isinstance(found, Report)
    assert (found.stage, found.duration_s) == (CallStage.ENDED, 21)
    assert found.occurred_at == AT + timedelta(seconds=15)
    assert found.ends_at == AT + timedelta(seconds=36)
    first = call()
    assert isinstance(first, Report)
    assert found.call_key == first.call_key
    assert found.ref != first.ref


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        ("queued", CallStage.RINGING),
        ("initiated", CallStage.RINGING),
        ("in-progress", CallStage.ANSWERED),
        ("completed", CallStage.ENDED),
        ("busy", CallStage.MISSED),
        ("no-answer", CallStage.MISSED),
        ("failed", CallStage.MISSED),
        ("canceled", CallStage.MISSED),
    ],
)
def test_every_status_is_a_stage(status: str, stage: CallStage):
    found = call(CallStatus=status)
    assert isinstance(found, Report)
    assert found.stage is stage
    assert found.duration_s == (0 if stage is CallStage.MISSED else None)


@pytest.mark.parametrize(
    "number",
    [
        "+266696687",
        "+" + "7378742833",
        "+2562533",
        "+8656696",
        "+8566696",
        "+86" + "282452253",
        "anonymous",
        "Restricted",
        "",
    ],
)
def test_the_numbers_that_stand_for_a_withheld_one_are_no_caller(number: str):
    found = call(From=number, Caller=number)
    assert isinstance(found, Report)
    assert found.caller is None


def test_a_forwarded_call_keeps_the_number_that_was_dialled_first():
    found = call(ForwardedFrom="+12025550111")
    assert isinstance(found, Report)
    assert found.lines == ("+12025550111", "+12025550178")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"Direction": "outbound-dial", "ParentCallSid": "CA2"}, "Direction"),
        ({"Direction": "outbound-api"}, "Direction"),
        ({"CallStatus": "soon"}, "CallStatus"),
        ({"CallSid": ""}, "CallSid"),
        ({"CallStatus": "completed", "CallDuration": "-1"}, "CallDuration"),
        ({"CallStatus": "completed", "CallDuration": "9" * 12}, "CallDuration"),
        ({"Timestamp": "yesterday"}, "Timestamp"),
        ({"Timestamp": "Thu, 26 Nov 9999 09:40:41 +0000"}, "Timestamp"),
    ],
)
def test_a_wrong_notice_is_refused_with_the_name_of_its_parameter(
    changes: dict[str, str], field: str
):
    found = call(**changes)
    assert isinstance(found, Reject)
    assert found.field == field


# Answers


def test_the_answers_are_twiml_that_says_nothing_to_the_caller():
    assert SMS.answer.media_type == VOICE.answer.media_type == "text/xml"
    assert SMS.answer.body.endswith(b"<Response/>")
    assert b'<Reject reason="busy"/>' in VOICE.answer.body
    assert isinstance(SMS, PushFormat)
    assert isinstance(VOICE, PushFormat)


# Authentication


def judged(
    body: bytes, signature: str, url: str = URL, secret: str = TOKEN, **rest: str
) -> Authentication:
    request = PushRequest(body, {"x-twilio-signature": signature}, AT, url=url, **rest)
    level, once, reason = SMS.authenticate(request, secret)
    assert once is None
    assert bool(reason) is (level is Authentication.FAILED)
    return level


def signed(url: str, tail: str = "") -> str:
    mac = hmac.new(TOKEN.encode(), (url + tail).encode(), hashlib.sha1)
    return base64.b64encode(mac.digest()).decode()


def test_the_vector_of_the_reference_is_bound_to_its_body():
    assert judged(form(MESSAGE), SIGNATURE) is Authentication.BODY_BOUND
    assert judged(form(dict(reversed(MESSAGE.items()))), SIGNATURE) is Authentication.BODY_BOUND


@pytest.mark.parametrize(
    "url", [URL, URL.replace("example.com", "example.com:443"), URL.replace("com", "com:8443")]
)
def test_the_port_may_be_signed_or_not(url: str):
    assert judged(form(MESSAGE), SIGNATURE, url) is Authentication.BODY_BOUND


def test_the_usual_port_may_be_signed_though_the_address_has_none():
    tail = "".join(key + MESSAGE[key] for key in sorted(MESSAGE))
    for url, port in ((URL, 443), (URL.replace("https", "http"), 80)):
        with_port = url.replace("example.com", f"example.com:{port}")
        assert judged(form(MESSAGE), signed(with_port, tail), url) is Authentication.BODY_BOUND


def test_a_pair_is_signed_once_and_nothing_is_taken_off():
    body = b"b=2&a= x &b=1&b=2&c="
    assert judged(body, signed(URL, "a x b1b2c")) is Authentication.BODY_BOUND


def test_json_is_bound_by_its_hash_in_the_address():
    body = json.dumps({"From": "+12025550143"}).encode()
    url = f"{URL}?bodySHA256={hashlib.sha256(body).hexdigest()}"
    assert judged(body, signed(url), url) is Authentication.BODY_BOUND
    assert judged(body + b" ", signed(url), url) is Authentication.FAILED


def test_a_get_is_bound_by_its_address():
    query = form(MESSAGE).decode()
    url = f"{URL}?{query}"
    assert judged(b"", signed(url), url, query=query) is Authentication.BODY_BOUND
    assert judged(b"", signed(url), url + "0", query=query) is Authentication.FAILED


@pytest.mark.parametrize(
    ("body", "signature", "url", "secret"),
    [
        (form(MESSAGE, Body="another"), SIGNATURE, URL, TOKEN),
        (form(MESSAGE), SIGNATURE[:-2], URL, TOKEN),
        (form(MESSAGE), "", URL, TOKEN),
        (form(MESSAGE), "签名", URL, TOKEN),
        (form(MESSAGE), SIGNATURE, URL + "/", TOKEN),
        (form(MESSAGE), SIGNATURE, "", TOKEN),
        (form(MESSAGE), SIGNATURE, "https://[", TOKEN),
        (form(MESSAGE), SIGNATURE, "https://lt.example.com:99999/", TOKEN),
        (form(MESSAGE), SIGNATURE, URL, "another"),
        (form(MESSAGE), SIGNATURE, URL, ""),
        (b"a=1&" * 300, SIGNATURE, URL, TOKEN),
        (b"\xff\xfe", SIGNATURE, URL, TOKEN),
        (b"", signed(URL + "?bodySHA256=0"), URL + "?bodySHA256=0", TOKEN),
    ],
)
def test_anything_else_fails(body: bytes, signature: str, url: str, secret: str):
    assert judged(body, signature, url, secret) is Authentication.FAILED


def test_a_token_in_the_address_is_static():
    request = PushRequest(form(MESSAGE), {"x-twilio-signature": "x"}, AT, url=URL, token="s3cret")
    assert SMS.authenticate(request, "s3cret") == (Authentication.STATIC, None, "")


# Anything at all


@given(st.binary(max_size=200), st.sampled_from([b"", b"at:", b"at:2026-11-26T09:40:05Z "]))
def test_any_bytes_give_one_report_or_reject_a_body(data: bytes, head: bytes):
    body = head + data
    lines = [line for line in body.split(b"\n") if line.removeprefix(b"\xef\xbb\xbf").strip()]
    for plugin in (SMS, VOICE):
        assert len(read(plugin, body)) == len(lines)
        assert len(read(plugin, plugin.delivery(pushed(data)))) == 1


@given(
    st.dictionaries(
        st.sampled_from([*MESSAGE, *CALL, "Timestamp", "CallDuration", "ForwardedFrom"]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    ),
    st.text(max_size=30),
)
def test_any_values_are_taken_or_refused_and_never_signed_by_chance(
    changes: dict[str, str], signature: str
):
    for plugin, values in ((SMS, MESSAGE), (VOICE, CALL)):
        body = form(values, **changes)
        (found,) = read(plugin, plugin.delivery(pushed(body)))
        assert isinstance(found, Report | Reject)
        assert judged(body, quote_plus(signature)) is Authentication.FAILED
