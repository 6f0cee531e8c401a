"""SmsForwarder's posts: messages, the notices of a call, and who may post them."""

import base64
import hashlib
import hmac
import io
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, quote_plus, urlencode
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.contact import CallStage, Medium, Reject, Report
from leaktrace.domain.ports import Authentication, ParseContext, PushFormat, PushRequest
from leaktrace.intake.smsforwarder import SmsForwarderFormat

SMSF = SmsForwarderFormat()
SHANGHAI = ParseContext(zone=ZoneInfo("Asia/Shanghai"))
SCAM = "【菜鸟】您的包裹破损,理赔请加企微 xxxx"
CALLER = "14012345678"
SMS = {
    "v": 1,
    "src": "smsforwarder",
    "device": "lt-phone-01",
    "from": CALLER,
    "text": SCAM,
    "sim": "SIM2_14087654321",
    "sub_id": "3",
    "call_type": "未知通话",
    "rx": "2026-11-26T17:40:05+08:00",
    "ts": "1795686006123",
    "sign": "",
}
ENDED = (
    "通讯录名：未知号码\n被呼号码：14087654321\n通话时间：2026-11-26 17:39:12\n通话时长：43s\n"
    "通话类型：来电挂机\n呼叫转移：是"
)
MISSED = "通讯录名：未知号码\n通话时间：2026-11-26 17:39:12\n响铃时长：21s\n通话类型：未接来电"
RINGING = "通讯录名：未知号码\n通话类型：来电提醒"
# The example of the reference, with a number that nobody has.
CONTENT = f"{CALLER}\n{SCAM}\nSIM2_14087654321\nSubId：3\n2026-11-26 17:40:05\nlt-phone-01"
LEFT_OUT = object()


def body(**changes: object) -> bytes:
    values = {key: value for key, value in (SMS | changes).items() if value is not LEFT_OUT}
    return json.dumps(values, ensure_ascii=False).encode()


def form(**values: str) -> bytes:
    return urlencode(values).encode()


def call(text: str, **changes: object) -> bytes:
    label = text.partition("通话类型：")[2].partition("\n")[0]
    return body(**({"text": text, "call_type": label} | changes))


def read(data: bytes, context: ParseContext | None = None) -> list[Report | Reject]:
    context = context or ParseContext()
    return [found for part in SMSF.split(io.BytesIO(data)) for found in SMSF.parse(part, context)]


def report(data: bytes, context: ParseContext | None = None) -> Report:
    (found,) = read(data, context)
    assert isinstance(found, Report), found
    return found


def refused(data: bytes, context: ParseContext | None = None) -> Reject:
    (found,) = read(data, context)
    assert isinstance(found, Reject), found
    assert found.reason
    return found


# Messages


def test_the_recommended_body_becomes_a_message():
    found = report(body())
    assert found == Report(
        ref=found.ref,
        medium=Medium.SMS,
        lines=("+8614087654321",),
        occurred_at=datetime(2026, 11, 26, 9, 40, 5, tzinfo=UTC),
        caller=CALLER,
        text=SCAM,
        also=found.also,
        record=body(),
    )


@pytest.mark.parametrize("stamp", ["timestamp", "ts"])
@pytest.mark.parametrize("text", ["text", "org_content", "content", "msg"])
@pytest.mark.parametrize("sim", ["sim", "card_slot"])
@pytest.mark.parametrize("rx", ["rx", "receive_time"])
@pytest.mark.parametrize("device", ["device", "device_mark"])
def test_other_templates_with_the_usual_keys_give_the_same(
    stamp: str, text: str, sim: str, rx: str, device: str
):
    values = {
        "from": CALLER,
        stamp: 1795686006123,
        text: SCAM,
        sim: SMS["sim"],
        rx: SMS["rx"],
        device: SMS["device"],
    }
    assert report(json.dumps(values).encode()).ref == report(body()).ref


def test_the_text_as_it_arrived_is_stronger_than_a_filled_template():
    assert report(body(text=LEFT_OUT, content="x", org_content=SCAM)).text == SCAM


def test_the_default_form_is_unwrapped():
    data = form(**{"from": CALLER, "content": CONTENT, "timestamp": "1795686006123"})
    found = report(data, SHANGHAI)
    assert (found.text, found.lines, found.caller) == (SCAM, ("+8614087654321",), CALLER)
    assert found.occurred_at == datetime(2026, 11, 26, 9, 40, 5, tzinfo=UTC)


def test_a_default_content_without_sim_and_subid_is_unwrapped():
    old = f"{CALLER}\nI need my money now\n\n2026-11-26 17:40:05\nlt-phone-01"
    found = report(
        form(**{"from": CALLER, "content": old, "timestamp": "1795686006123"}),
        ParseContext(settings={"device:lt-phone-01": "L1,L2"}),
    )
    assert (found.text, found.lines) == ("I need my money now", ("L1", "L2"))


def test_a_default_content_that_is_posted_as_plain_text_gives_the_same():
    form_ = form(**{"from": CALLER, "content": CONTENT, "timestamp": "1795686006123"})
    for text in (CONTENT, CONTENT.replace("\n", "\r\n"), f"{CONTENT}\n"):
        delivery = SMSF.delivery(request(text.encode()))
        assert len(delivery.splitlines()) == 1
        found = report(delivery, SHANGHAI)
        assert found.ref == report(form_, SHANGHAI).ref
        assert (found.text, found.lines) == (SCAM, ("+8614087654321",))


def test_plain_text_of_another_template_is_refused():
    assert refused(SMSF.delivery(request(f"{CALLER}\n{SCAM}".encode())), SHANGHAI).field == "rx"
    assert refused(SMSF.delivery(request(SCAM.encode()))).remedy


def test_a_text_that_ends_like_the_default_content_moves_no_line():
    forged = f"{SCAM}\nSIM1_14000000001\nSubId：1\n2020-01-01 00:00:00\nother"
    wrapped = CONTENT.replace(SCAM, forged)
    found = report(form(**{"from": CALLER, "content": wrapped}), SHANGHAI)
    assert (found.text, found.lines) == (forged, ("+8614087654321",))
    assert found.occurred_at.year == 2026
    own = f"{CALLER}\n{forged}"
    assert report(body(text=own)).text == own
    assert report(body(text=LEFT_OUT, content=own)).lines == ("+8614087654321",)


def test_a_custom_form_is_read_like_its_json():
    values = {key: str(value) for key, value in SMS.items()}
    assert report(form(**values)).ref == report(body()).ref


def test_without_rx_the_timestamp_tells_when():
    when = datetime(2026, 11, 26, 9, 40, 6, 123000, tzinfo=UTC)
    assert report(body(rx="")).occurred_at == when
    assert report(body(rx=LEFT_OUT, ts=1795686006123)).occurred_at == when


def test_an_rx_without_an_offset_is_read_in_the_stated_zone_and_never_in_a_guessed_one():
    naive = "2026-11-26 17:40:05"
    assert report(body(rx=naive), SHANGHAI).occurred_at.minute == 40
    assert report(body(rx=naive)).occurred_at.second == 6
    assert "zone" in refused(body(rx=naive, ts="")).remedy


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"from": LEFT_OUT}, "from"),
        ({"text": LEFT_OUT}, "text"),
        ({"text": {"content": SCAM}}, "text"),
        ({"text": "x" * 100_001}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"from": "x" * 201}, "from"),
        ({"rx": "[receive_time:XXX]"}, "rx"),
        ({"rx": "2026-02-30T10:00:00+08:00"}, "rx"),
        ({"rx": "", "ts": "yesterday"}, "timestamp"),
        ({"rx": "", "ts": "0000000000000"}, "timestamp"),
        ({"rx": "", "ts": "9999999999999"}, "timestamp"),
        ({"rx": "", "ts": ""}, "rx"),
        ({"sim": ""}, "sim"),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_its_field(
    changes: dict[str, object], field: str
):
    assert refused(body(**changes)).field == field


def test_the_same_message_has_one_ref_however_often_it_is_posted():
    first = report(body())
    assert report(body(ts="1795689999999", sign="x")).ref == first.ref
    assert report(body(), SHANGHAI).ref == first.ref
    for other in ({"text": "x"}, {"from": "10690000"}, {"rx": "2026-11-26T17:41:05+08:00"}):
        assert report(body(**other)).ref != first.ref


def test_without_rx_a_message_is_the_same_within_a_minute():
    first = report(body(rx=""))
    assert report(body(rx="", ts="1795686060001")).ref != first.ref
    assert report(body(rx="", ts="1795686000001")).ref == first.ref


# Calls


def test_an_ended_call_starts_when_the_phone_rang():
    found = report(call(ENDED, rx="2026-11-26T17:39:56+08:00"))
    assert found == Report(
        ref=found.ref,
        medium=Medium.CALL,
        lines=("+8614087654321",),
        occurred_at=datetime(2026, 11, 26, 9, 39, 12, tzinfo=UTC),
        caller=CALLER,
        text=None,
        duration_s=43,
        stage=CallStage.ENDED,
        call_key=found.call_key,
        ends_at=datetime(2026, 11, 26, 9, 39, 56, tzinfo=UTC),
        record=found.record,
    )


def test_a_missed_call_lasted_no_time_however_long_it_rang():
    found = report(call(MISSED))
    assert (found.stage, found.duration_s) == (CallStage.MISSED, 0)


def test_a_call_whose_length_is_left_out_lasted_no_time_but_a_bare_notice_tells_none():
    assert report(call(ENDED.replace("通话时长：43s\n", ""))).duration_s == 0
    assert report(call("通讯录名：未知号码\n通话类型：来电挂机")).duration_s is None


@pytest.mark.parametrize("label", ["来电提醒", "来电接通"])
def test_a_notice_during_the_call_starts_when_it_was_posted(label: str):
    found = report(call(RINGING.replace("来电提醒", label)))
    assert found.occurred_at == found.ends_at == datetime(2026, 11, 26, 9, 40, 5, tzinfo=UTC)
    assert found.duration_s is None


@pytest.mark.parametrize(
    ("digit", "label", "stage"),
    [
        ("1", "来电挂机", CallStage.ENDED),
        ("3", "未接来电", CallStage.MISSED),
        ("4", "来电提醒", CallStage.RINGING),
        ("5", "来电接通", CallStage.ANSWERED),
    ],
)
def test_the_stage_is_known_by_digit_label_or_text(digit: str, label: str, stage: CallStage):
    text = RINGING.replace("来电提醒", label)
    for call_type in (digit, int(digit), label, "", "未知通话", LEFT_OUT):
        assert report(body(text=text, call_type=call_type)).stage is stage


@pytest.mark.parametrize(("digit", "label"), [("2", "去电挂机"), ("6", "去电拨出")])
def test_an_outgoing_call_is_no_contact(digit: str, label: str):
    for call_type in (digit, label, ""):
        found = refused(body(text=RINGING.replace("来电提醒", label), call_type=call_type))
        assert found.reason == "an outgoing call is no contact"


def test_a_resent_notice_without_its_type_is_known_by_its_lines():
    lost = {"call_type": "未知通话"}
    assert (
        report(body(text=MISSED.replace("未接来电", "未知通话"), **lost)).stage is CallStage.MISSED
    )
    assert report(body(text=ENDED.replace("来电挂机", "未知通话"), **lost)).stage is CallStage.ENDED
    assert refused(body(text=RINGING.replace("来电提醒", "未知通话"), **lost)).field == "call_type"


def test_a_message_that_quotes_a_notice_stays_a_message():
    quoted = f"{ENDED}\n请回电"
    found = report(body(text=quoted))
    assert (found.medium, found.text) == (Medium.SMS, quoted)


def test_the_notices_of_one_call_share_their_key_and_not_their_ref():
    ringing, answered, ended = (
        report(call(text, sim=sim), ParseContext(line="L1"))
        for text, sim in (
            (RINGING, ""),
            (RINGING.replace("来电提醒", "来电接通"), ""),
            (ENDED, SMS["sim"]),
        )
    )
    assert ringing.call_key == answered.call_key == ended.call_key
    assert len({ringing.ref, answered.ref, ended.ref}) == 3
    assert ended.call_key != report(call(ENDED, device="lt-phone-02")).call_key


def test_a_final_notice_has_one_ref_however_late_it_is_posted_again():
    first = report(call(ENDED))
    again = report(call(ENDED, rx="2026-11-26T19:00:00+08:00", ts="1795690800000"))
    assert again.ref == first.ref
    assert report(call(ENDED.replace("17:39:12", "17:50:00"))).ref != first.ref


def test_the_start_of_a_call_is_read_in_the_zone_of_the_source_or_of_the_phone():
    bangkok = ParseContext(zone=ZoneInfo("Asia/Bangkok"))
    assert report(call(ENDED), bangkok).occurred_at.hour == 10
    assert report(call(ENDED)).occurred_at.hour == 9


@pytest.mark.parametrize("rx", ["", "2026-11-26 17:40:05", "2026-11-26T09:40:05Z"])
def test_a_start_whose_zone_nothing_tells_is_refused(rx: str):
    found = refused(call(ENDED, rx=rx))
    assert found.field == "通话时间"
    assert "zone" in found.remedy


def test_a_default_form_may_carry_a_call():
    content = CONTENT.replace(SCAM, ENDED)
    found = report(form(**{"from": CALLER, "content": content}), SHANGHAI)
    assert (found.medium, found.stage, found.duration_s) == (Medium.CALL, CallStage.ENDED, 43)


# Lines

BOTH = {"SIM1": "L1", "SIM2": "L2, L3", "device:lt-phone-01": "L4,L5", "lines": "L6"}


@pytest.mark.parametrize(
    ("sim", "named", "lines"),
    [
        ("SIM1_14087654321", BOTH, ("+8614087654321",)),
        ("SIM1_中国移动_14087654321", BOTH, ("+8614087654321",)),
        ("SIM1_+44 7700 900123", BOTH, ("+447700900123",)),
        ("SIM1_14087654321 14000000001", {}, ("+8614087654321", "+8614000000001")),
        ("SIM1_L0051", {}, ("L0051",)),
        ("SIM1_中国移动", BOTH, ("L1",)),
        ("SIM2_", BOTH, ("L2", "L3")),
        ("", BOTH, ("L4", "L5")),
        ("", {"SIM1": "L1", "SIM2": "L2"}, ("L1", "L2")),
        ("SIM1_", {"SIM2": "L2", "lines": "L6,L7,L6"}, ("L6", "L7")),
        ("SIM1_中国移动", {}, ("L9",)),
        ("", {"device:other": "L4"}, ("L9",)),
    ],
)
def test_the_line_is_told_by_the_sim_the_settings_or_the_source(
    sim: str, named: dict[str, str], lines: tuple[str, ...]
):
    assert report(body(sim=sim), ParseContext(line="L9", settings=named)).lines == lines


def test_national_numbers_take_the_country_of_the_source():
    assert report(body(sim="SIM1_2025550123"), ParseContext(settings={"country": "1"})).lines == (
        "+12025550123",
    )


def test_a_called_number_that_is_not_the_sims_makes_a_set():
    found = report(call(ENDED, sim="SIM1_14000000001"))
    assert found.lines == ("+8614000000001", "+8614087654321")


def test_no_line_is_refused_with_what_to_do():
    found = refused(call(RINGING, sim=""))
    assert found.reason == "no line"
    assert "SIM1" in found.remedy


# Files and deliveries


def test_a_file_has_one_body_a_line_json_or_form():
    data = body() + b"\r\n\n" + form(**{key: str(value) for key, value in SMS.items()}) + b"\n{\n"
    first, second, third = read(data)
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert isinstance(third, Reject)


def test_a_file_may_be_one_pretty_printed_document():
    pretty = json.dumps(SMS, indent=2, ensure_ascii=False).encode()
    assert report(pretty).ref == report(body()).ref


@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b"[1]",
        b"hello",
        b"from=1&from=2&text=x",
        b"from=%FF&text=x",
        b"\xff\xfe",
        b'{"from": NaN}',
        b'{"from": "1", "from": "2"}',
        b"[" * 50_000,
    ],
)
def test_what_is_no_body_is_refused(data: bytes):
    assert refused(data).record == data


def request(data: bytes, at: datetime | None = None, **headers: str) -> PushRequest:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return PushRequest(data, named, at or datetime(2025, 11, 26, 9, 41, tzinfo=UTC))


@pytest.mark.parametrize(
    "data",
    [
        body(),
        json.dumps(SMS, indent=2, ensure_ascii=False).encode(),
        json.dumps(SMS, indent=2, ensure_ascii=False).replace("\n", "\r\n").encode() + b"\r\n",
        form(**{key: str(value) for key, value in SMS.items()}),
        form(**{key: str(value) for key, value in SMS.items()}) + b"\r\n",
    ],
)
def test_a_delivery_is_one_line_that_is_read_without_the_headers(data: bytes):
    delivery = SMSF.delivery(request(data))
    assert len(delivery.splitlines()) == 1
    assert report(delivery).ref == report(body()).ref


def test_what_stands_in_the_address_is_the_delivery_where_nothing_is_posted():
    query = form(**{key: str(value) for key, value in SMS.items()}).decode()
    get = PushRequest(b"", {}, datetime(2026, 11, 26, 9, 41, tzinfo=UTC), "GET", query=query)
    assert report(SMSF.delivery(get)).ref == report(body()).ref


def test_a_body_that_is_nothing_is_kept_and_refused():
    delivery = SMSF.delivery(request(b'{"from": "1",\n"text": "100%'))
    assert delivery == b'raw:{"from": "1",%0A"text": "100%25'
    assert refused(delivery).record == delivery


# Authentication: the vector of the reference

SECRET = "LT-secret-01"
STAMP = "1764150000123"
ENCODED = "kt1hZ7xHnMoz1W2RErGiobIai%2FgG1uYzJkX7EGZySGk%3D"
SENT = datetime.fromtimestamp(1764150000.123, UTC)


def signed(secret: str, stamp: str) -> str:
    mac = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256)
    return quote(base64.b64encode(mac.digest()).decode(), safe="")


def test_the_tests_sign_as_the_app_does():
    assert signed(SECRET, STAMP) == ENCODED


@pytest.mark.parametrize(
    "data",
    [
        body(ts=STAMP, sign=ENCODED),
        body(ts=int(STAMP), sign=ENCODED),
        body(ts=LEFT_OUT, timestamp=STAMP, sign="kt1hZ7xHnMoz1W2RErGiobIai/gG1uYzJkX7EGZySGk="),
        form(**{"from": CALLER, "content": CONTENT, "timestamp": STAMP, "sign": ENCODED}),
        f"from=1&content=x&timestamp={STAMP}&sign={quote_plus(ENCODED)}\n".encode(),
        f"from=1&content=x&timestamp={STAMP}&sign={ENCODED}".encode(),
    ],
)
def test_the_vector_of_the_reference_authenticates_in_every_body(data: bytes):
    level, once, reason = SMSF.authenticate(request(data, SENT), SECRET)
    assert level is Authentication.REPLAYABLE
    assert once == f"{STAMP}:kt1hZ7xHnMoz1W2RErGiobIai/gG1uYzJkX7EGZySGk="
    assert not reason


def test_a_sign_in_the_address_is_encoded_twice_and_authenticates():
    query = f"from=1&content=x&timestamp={STAMP}&sign={quote_plus(ENCODED)}"
    get = PushRequest(b"", {}, SENT, "GET", query=query)
    assert SMSF.authenticate(get, SECRET)[0] is Authentication.REPLAYABLE


def test_the_sign_is_as_the_app_sends_it_in_the_default_form():
    assert b"%252FgG1" in form(sign=ENCODED)
    assert form(sign=ENCODED).endswith(b"%253D")


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_sign_is_good_for_an_hour(hours: int):
    data = body(ts=STAMP, sign=ENCODED)
    limit = SENT + timedelta(hours=hours)
    assert SMSF.authenticate(request(data, limit), SECRET)[0] is Authentication.REPLAYABLE
    level, once, reason = SMSF.authenticate(request(data, limit + timedelta(seconds=hours)), SECRET)
    assert (level, once) == (Authentication.FAILED, None)
    assert "hour" in reason


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"{",
        body(ts=STAMP),
        body(ts="", sign=ENCODED),
        body(ts="soon", sign=ENCODED),
        body(ts="1764150000124", sign=ENCODED),
        body(ts=STAMP, sign=ENCODED[:-4]),
        body(ts=STAMP, sign=signed("another", STAMP)),
        body(ts=STAMP, sign="签名"),
        body(ts=STAMP, sign="%ff" * 60),
        json.dumps(SMS | {"ts": STAMP, "sign": "\ud800"}).encode(),
    ],
)
def test_a_wrong_or_missing_sign_fails_with_a_reason(data: bytes):
    level, once, reason = SMSF.authenticate(request(data, SENT), SECRET)
    assert (level, once) == (Authentication.FAILED, None)
    assert reason


def test_a_static_header_authenticates_as_static():
    for headers in ({"authorization": f"Bearer {SECRET}"}, {"x_lt_token": SECRET}):
        assert SMSF.authenticate(request(b"x", **headers), SECRET) == (
            Authentication.STATIC,
            None,
            "",
        )


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": SECRET},
        {"authorization": f"bearer {SECRET}x"},
        {"x_lt_token": ""},
        {"x_lt_token": "LT-secret-0"},
        {"x_lt_token": "密"},
    ],
)
def test_a_wrong_header_fails(headers: dict[str, str]):
    assert SMSF.authenticate(request(b"x", **headers), SECRET)[0] is Authentication.FAILED


def test_an_empty_secret_authenticates_nobody():
    data = body(ts=STAMP, sign=signed("", STAMP))
    for headers in ({}, {"x_lt_token": ""}, {"authorization": "Bearer "}):
        assert SMSF.authenticate(request(data, SENT, **headers), "")[0] is Authentication.FAILED


def test_it_is_a_push_format():
    assert isinstance(SMSF, PushFormat)


# Anything at all


@given(st.binary(max_size=300))
def test_any_bytes_give_one_report_or_reject_a_body(data: bytes):
    lines = [line for line in data.split(b"\n") if line.removeprefix(b"\xef\xbb\xbf").strip()]
    assert b"".join(SMSF.split(io.BytesIO(data))) == data
    assert len(read(data)) == len(lines)
    SMSF.authenticate(request(data), SECRET)
    assert len(read(SMSF.delivery(request(data)))) <= 1


@given(
    st.dictionaries(
        st.sampled_from([*SMS, "content", "timestamp", "card_slot", "receive_time"]),
        st.text(max_size=20)
        | st.integers()
        | st.none()
        | st.sampled_from([ENDED, RINGING, CONTENT]),
    )
)
def test_any_values_are_taken_or_refused(changes: dict[str, object]):
    (found,) = read(json.dumps(SMS | changes).encode(), SHANGHAI)
    if isinstance(found, Report):
        assert found.lines
        assert found.occurred_at.tzinfo is UTC
        (found.text or "").encode()
