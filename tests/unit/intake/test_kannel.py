"""Kannel's requests: escape codes in the address, headers of a post, charsets, and an answer that says nothing."""

from datetime import UTC, datetime
from urllib.parse import quote_plus, urlencode

import pytest
from format_reader import Reader
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.contact import Medium, Report
from leaktrace.domain.ports import Authentication, ParseContext, PushFormat, PushRequest
from leaktrace.intake.kannel import KannelFormat

KANNEL = KannelFormat()
LINE = ParseContext(line="L9")
SCAM = "【菜鸟】您的包裹破损,理赔请加企微 xxxx"
AT = datetime(2026, 11, 26, 9, 40, 5, tzinfo=UTC)
MESSAGE: dict[str, str | bytes] = {
    "from": "+8614012345678",
    "to": "+8614087654321",
    "text": SCAM,
    "t": "1795686005",
    "smsc": "modem1",
    "id": "5e0a1f7e-0001-4a5b-8a51-0123456789ab",
    "charset": "UTF-8",
    "coding": "0",
    "udh": "",
}
LEFT_OUT = object()


def query(**changes: object) -> str:
    return urlencode({k: v for k, v in (MESSAGE | changes).items() if v is not LEFT_OUT})


READER = Reader(KANNEL, LINE)
read, report, refused = READER.read, READER.report, READER.refused


def get(query: str, **headers: str) -> PushRequest:
    return PushRequest(b"", headers, AT, "GET", query=query)


def test_a_request_becomes_a_message():
    found = report(KANNEL.delivery(get(query())))
    assert found == Report(
        ref=found.ref,
        medium=Medium.SMS,
        lines=("+8614087654321",),
        occurred_at=AT,
        caller="+8614012345678",
        text=SCAM,
        record=query().encode(),
    )


def test_the_time_to_the_minute_is_greenwich_whatever_the_zone_of_the_source():
    assert report(query(t="2026-11-26 09:40")).occurred_at == AT.replace(second=0)


@pytest.mark.parametrize(
    ("charset", "coding", "raw"),
    [
        ("UTF-16BE", "2", SCAM.encode("utf-16-be")),
        ("", "2", SCAM.encode("utf-16-be")),
        (LEFT_OUT, "2", SCAM.encode("utf-16-be")),
        ("GB2312", "0", SCAM.encode("gb18030")),
        ("utf8", LEFT_OUT, SCAM.encode()),
        (LEFT_OUT, LEFT_OUT, SCAM.encode()),
    ],
)
def test_the_text_is_read_in_its_charset(charset: object, coding: object, raw: bytes):
    assert report(query(text=raw, charset=charset, coding=coding)).text == SCAM


def test_latin_text_is_read_in_its_charset():
    assert report(query(text="Señor".encode("cp1252"), charset="windows-1252")).text == "Señor"
    assert "charset" in refused(query(text="Señor".encode("cp1252"))).remedy


def test_half_a_character_keeps_no_message_out():
    raw = SCAM.encode("utf-16-be") + b"\xd8\x3d"
    assert report(query(text=raw, charset="UTF-16BE")).text == SCAM + "\ufffd"


def test_text_whose_blanks_were_squeezed_out_of_its_bytes_is_refused_with_what_to_take():
    squeezed = "A\u2014B".encode("utf-16-be").replace(b"\x20", b"")
    found = refused(query(text=squeezed, charset="UTF-16BE"))
    assert (found.field, "%b" in found.remedy) == ("text", True)


def test_a_binary_message_is_a_contact_without_words():
    assert report(query(text=b"\x00\x06\xff", coding="1", charset="")).text is None


@pytest.mark.parametrize("charset", ["8-BIT", "binary"])
def test_the_charset_tells_that_a_message_is_binary_where_the_coding_is_left_out(charset: str):
    assert report(query(text=b"\x00\x06\xff", coding=LEFT_OUT, charset=charset)).text is None


def test_the_alphabet_of_telephones_has_become_utf_8_on_the_way():
    assert report(query(text="Señor €5", charset="GSM")).text == "Señor €5"


def test_the_id_makes_a_retry_the_same_message():
    first = report(query())
    assert report(query(t="1795686009", udh="x")).ref == first.ref
    assert report(query(id="another")).ref != first.ref


def test_without_an_id_the_content_does():
    first = report(query(id=LEFT_OUT))
    assert report(query(id="")).ref == first.ref
    for change in ({"text": "x"}, {"t": "1795686006"}, {"from": "1"}, {"smsc": "m2"}):
        assert report(query(id="", **change)).ref != first.ref


@pytest.mark.parametrize(
    ("changes", "named", "lines"),
    [
        ({}, {"smsc:modem1": "L1"}, ("+8614087654321",)),
        ({"to": "14087654321"}, {}, ("+8614087654321",)),
        ({"to": "2001"}, {"smsc:modem1": "L1,L2"}, ("L1", "L2")),
        ({"to": "2001"}, {}, ("2001",)),
        ({"to": ""}, {"lines": "L3"}, ("L3",)),
        ({"to": LEFT_OUT, "smsc": LEFT_OUT}, {}, ("L9",)),
    ],
)
def test_the_line_is_the_number_or_told_by_the_modem(
    changes: dict[str, object], named: dict[str, str], lines: tuple[str, ...]
):
    assert report(query(**changes), ParseContext(line="L9", settings=named)).lines == lines


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"from": LEFT_OUT}, "from"),
        ({"text": LEFT_OUT}, "text"),
        ({"t": LEFT_OUT}, "t"),
        ({"t": "%T"}, "t"),
        ({"t": "99999999999"}, "t"),
        ({"charset": "rot13"}, "charset"),
        ({"charset": "punycode"}, "charset"),
        ({"from": b"\xff"}, "from"),
        ({"from": "x" * 201}, "from"),
        ({"text": "a\x00b"}, "text"),
        ({"text": "x" * 100_001}, "text"),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_its_field(
    changes: dict[str, object], field: str
):
    assert refused(query(**changes)).field == field


@pytest.mark.parametrize(
    "data", ["hello", "=", "from=1&from=2", "&".join("a=1" for _ in range(65))]
)
def test_what_is_no_query_is_refused(data: str):
    assert refused(data).record == data.encode()


def test_no_line_is_refused_with_what_to_do():
    found = refused(query(to=""), ParseContext())
    assert (found.field, "smsc" in found.remedy) == ("to", True)


# post-url: the text is the body, the rest in headers


def post(raw: bytes, kind: str, query: str = "", **headers: str) -> PushRequest:
    named = {
        "content-type": kind,
        "x-kannel-from": "+8614012345678",
        "x-kannel-to": "+8614087654321",
        "x-kannel-time": "2026-11-26 09:40:05",
        "x-kannel-smsc": "modem1",
        "x-kannel-coding": "0",
    }
    return PushRequest(raw, named | headers, AT, query=query)


@pytest.mark.parametrize(
    ("raw", "kind", "coding"),
    [
        (SCAM.encode(), 'text/plain; charset="UTF-8"', "0"),
        (SCAM.encode("utf-16-be"), 'text/plain; charset="UTF-16BE"', "2"),
    ],
)
def test_a_post_gives_the_same_as_an_address(raw: bytes, kind: str, coding: str):
    delivery = KANNEL.delivery(post(raw, kind, **{"x-kannel-coding": coding}))
    assert len(delivery.splitlines()) == 1
    found = report(delivery)
    assert (found.text, found.caller, found.occurred_at) == (SCAM, "+8614012345678", AT)
    assert found.lines == ("+8614087654321",)


def test_what_stands_in_the_address_of_a_post_is_stronger_than_its_headers():
    sent = post(SCAM.encode(), 'text/plain; charset="UTF-8"', query="id=5&smsc=modem2&t=1795686005")
    found = report(KANNEL.delivery(sent), ParseContext(settings={"smsc:modem2": "L2"}))
    assert found.ref == report(query(id="5")).ref


def test_a_binary_post_is_kept_byte_for_byte():
    raw = bytes(range(256))
    delivery = KANNEL.delivery(post(raw, "application/octet-stream", **{"x-kannel-coding": "1"}))
    assert quote_plus(raw, safe="/").encode().replace(b"+", b"%20") in delivery
    assert report(delivery).text is None


def test_a_posted_form_is_read_like_an_address():
    form = PushRequest(query().encode(), {"content-type": "application/x-www-form-urlencoded"}, AT)
    assert report(KANNEL.delivery(form)).ref == report(query()).ref


def test_the_caller_is_told_nothing():
    assert KANNEL.answer.body == b""


def test_it_is_a_push_format_that_trusts_a_password_in_the_address():
    assert isinstance(KANNEL, PushFormat)
    basic = get(query(), authorization="Basic bGVha3RyYWNlOnMzY3JldA==")
    assert KANNEL.authenticate(basic, "s3cret") == (Authentication.STATIC, None, "")
    for secret in ("other", ""):
        level, once, reason = KANNEL.authenticate(basic, secret)
        assert (level, once) == (Authentication.FAILED, None)
        assert reason


@given(
    st.dictionaries(st.sampled_from(list(MESSAGE)), st.text(max_size=20) | st.binary(max_size=20))
)
def test_any_values_are_taken_or_refused(changes: dict[str, object]):
    (found,) = read(query(**changes).encode("utf-8", "replace"))
    if isinstance(found, Report):
        assert found.lines
        assert found.occurred_at.tzinfo is UTC
        (found.text or "").encode()
