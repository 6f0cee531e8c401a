"""SmsForwarder's posts: messages, their lines, and how bodies become deliveries."""

import io
import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smsforwarder_posts import (
    CALLER,
    CONTENT,
    ENDED,
    LEFT_OUT,
    RINGING,
    SCAM,
    SHANGHAI,
    SMS,
    SMSF,
    body,
    call,
    form,
    read,
    refused,
    report,
    request,
)

from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.ports import ParseContext, PushFormat, PushRequest

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


def test_a_default_content_that_is_escaped_like_json_gives_the_same():
    escaped = json.dumps(CONTENT, ensure_ascii=False)[1:-1].encode()
    plain = report(SMSF.delivery(request(CONTENT.encode())), SHANGHAI)
    found = report(SMSF.delivery(request(escaped)), SHANGHAI)
    assert (found.ref, found.text, found.lines) == (plain.ref, plain.text, plain.lines)
    assert refused(b"a\\nb\\x").record == b"a\\nb\\x"


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
    "unfilled",
    [
        {"ts": "[timestamp]", "sign": "[sign]"},
        {"call_type": "{{CALL_TYPE}}", "sub_id": "{{CARD_SUBID}}"},
    ],
)
def test_what_the_app_did_not_fill_in_says_nothing(unfilled: dict[str, object]):
    assert report(body(**unfilled)).ref == report(body()).ref


def test_a_time_of_arrival_that_was_not_filled_in_gives_way_to_the_timestamp():
    found = report(body(rx="[receive_time:yyyy-MM-dd'T'HH:mm:ssXXX]"))
    assert found.occurred_at == report(body(rx="")).occurred_at


def test_a_card_that_was_not_filled_in_is_not_known():
    context = ParseContext(settings={"SIM1": "L1", "SIM2": "L2"})
    assert report(body(sim="[card_slot]"), context).lines == ("L1", "L2")


def test_the_default_content_needs_no_timestamp_where_the_zone_is_stated():
    query = form(**{"from": CALLER, "content": CONTENT})
    assert report(query, SHANGHAI).occurred_at == datetime(2026, 11, 26, 9, 40, 5, tzinfo=UTC)
    assert refused(query).field == "rx"


@pytest.mark.parametrize(("ts", "hour"), [("1792888206", 0), ("1792891806", 1)])
def test_where_the_clocks_go_back_the_timestamp_tells_which_hour_is_meant(ts: str, hour: int):
    berlin = ParseContext(zone=ZoneInfo("Europe/Berlin"))
    found = report(body(rx="2026-10-25 02:30:05", ts=ts), berlin)
    assert found.occurred_at == datetime(2026, 10, 25, hour, 30, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"from": LEFT_OUT}, "from"),
        ({"text": LEFT_OUT}, "text"),
        ({"text": {"content": SCAM}}, "text"),
        ({"text": "x" * 100_001}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"from": "x" * 201}, "from"),
        ({"rx": "17:40:05"}, "rx"),
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
        ("SIM3", {"SIM3": "L3"}, ("L3",)),
        ("SIM3_", {"SIM1": "L1", "SIM3": "L3"}, ("L3",)),
        ("", {"SIM2": "L2", "SIM3": "L3"}, ("L2", "L3")),
        ("", {"device:other": "L4"}, ("L9",)),
        ("", {"SIM2": "L2"}, ("L9",)),
        ("", {"SIM2": "L2", "lines": "L6,L7"}, ("L6", "L7")),
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


@pytest.mark.parametrize("sim", ["SIM3", "SIM3_", "SIM3_中国移动"])
def test_a_card_that_was_not_named_is_refused_with_the_command_that_names_it(sim: str):
    found = refused(call(RINGING, sim=sim), ParseContext(settings={"SIM1": "L1"}, source="phones"))
    assert found.reason == "no line"
    assert "leaktrace source change phones --set SIM3=LINE" in found.remedy


@pytest.mark.parametrize(
    "told", [{"sim": "", "sub_id": ""}, {"sim": "", "sub_id": "-1"}, {"sim": None, "sub_id": None}]
)
@pytest.mark.parametrize(("named", "other"), [("SIM1", "SIM2"), ("SIM2", "SIM1")])
def test_a_card_that_is_not_told_is_not_taken_for_the_only_one_that_was_named(
    told: dict[str, str | None], named: str, other: str
):
    values = {key: value for key, value in (SMS | told).items() if value is not None}
    context = ParseContext(settings={named: "L12"}, zone=ZoneInfo("Asia/Shanghai"), source="phones")
    found = refused(json.dumps(values).encode(), context)
    assert found.reason == "no line"
    assert f"leaktrace source change phones --set {other}=LINE" in found.remedy
    assert f"if {named} is the only one, state its line with --line LINE" in found.remedy


@pytest.mark.parametrize("sim", ["", "SIM3"])
def test_of_a_file_given_by_hand_no_source_is_named_that_could_not_be_changed(sim: str):
    found = refused(call(RINGING, sim=sim), ParseContext(by_hand=True))
    assert "source change" not in found.remedy
    assert "take it in again with --line LINE" in found.remedy


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


def test_it_is_a_push_format():
    assert isinstance(SMSF, PushFormat)


# Anything at all


@given(st.binary(max_size=300))
def test_any_bytes_give_one_report_or_reject_a_body(data: bytes):
    lines = [line for line in data.split(b"\n") if line.removeprefix(b"\xef\xbb\xbf").strip()]
    assert b"".join(SMSF.split(io.BytesIO(data))) == data
    assert len(read(data)) == len(lines)
    SMSF.authenticate(request(data), "x")
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
