"""Exports of SMS Backup & Restore: elements that are no good XML, read one by one."""

import io
from datetime import UTC, datetime
from xml.sax.saxutils import quoteattr

import pytest
from format_reader import Reader
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.framing import DELIVERY_BYTES, OVERSIZE
from leaktrace.domain.ports import ParseContext
from leaktrace.intake.sms_backup import SmsBackupFormat

BACKUP = SmsBackupFormat()
LINE = ParseContext(line="L9")
AT = datetime(2026, 11, 26, 9, 40, 5, 123000, tzinfo=UTC)
SMS = {
    "protocol": "0",
    "address": "+8614012345678",
    "date": "1795686005123",
    "type": "1",
    "body": "理赔请加企微",
    "sub_id": "1",
    "readable_date": "2026年11月26日",
}
CALL = {
    "number": "+8614012345678",
    "duration": "43",
    "date": "1795686005123",
    "type": "1",
    "presentation": "1",
    "subscription_id": "89860000000000000001",
}
PROLOG = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<!-- File Created -->\n"
LEFT_OUT = object()


def tag(name: str, values: dict[str, str], **changes: object) -> str:
    kept = {k: str(v) for k, v in (values | changes).items() if v is not LEFT_OUT}
    return f"<{name} " + " ".join(f"{k}={quoteattr(v)}" for k, v in kept.items()) + " />"


def sms(**changes: object) -> str:
    return tag("sms", SMS, **changes)


def call(**changes: object) -> str:
    return tag("call", CALL, **changes)


def mms(*parts: str, addrs: str = "", **changes: object) -> str:
    values = {"date": "1795686005123", "msg_box": "1", "address": "1", "sub": "null"}
    head = tag("mms", values, **changes).removesuffix(" />")
    return f"{head}>\n<parts>{''.join(parts)}</parts>\n<addrs>{addrs}</addrs>\n</mms>"


READER = Reader(BACKUP, LINE)
read, report, refused = READER.read, READER.report, READER.refused


def test_a_message_becomes_a_report_whatever_stands_around_it():
    found = report(f"\ufeff{PROLOG}<smses count='1'>\n  {sms()}\n</smses>\n")
    assert found == Report(
        ref=found.ref,
        medium=Medium.SMS,
        lines=("L9",),
        occurred_at=AT,
        caller="+8614012345678",
        text="理赔请加企微",
        record=sms().encode(),
    )


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("&#55357;&#56832;", "😀"),
        ("&#xD83D;&#xDE00;", "😀"),
        ("&#xd83d;&#56832;", "😀"),
        ("&#128512;", "😀"),
        ("😀", "😀"),
        ("a&#55357;b", "a\ufffdb"),
        ("&#56832;&#55357;", "\ufffd\ufffd"),
        ("&#0;&#1;&#65535;", "\ufffd\ufffd\ufffd"),
        ("&#10;&amp;&lt;&gt;&quot;", '\n&<>"'),
        ("&amp;#55357;", "&#55357;"),
        ("/&gt; a > b", "/> a > b"),
    ],
)
def test_references_mean_the_characters_that_the_caller_wrote(written: str, text: str):
    assert report(f'<sms date="1795686005123" type="1" address="1" body="{written}"/>').text == text


@pytest.mark.parametrize("kind", ["2", "3", "4", "5", "6"])
def test_what_the_phone_sent_is_no_record(kind: str):
    assert read(sms(type=kind)) == []
    assert read(mms(msg_box=kind)) == []
    assert read(call(type="2")) == []


@pytest.mark.parametrize(
    ("kind", "seconds"), [("1", 43), ("3", 0), ("4", 0), ("5", 0), ("6", 0), ("7", 43)]
)
def test_a_call_lasted_only_if_somebody_took_it(kind: str, seconds: int):
    found = report(call(type=kind))
    assert (found.medium, found.duration_s, found.occurred_at) == (Medium.CALL, seconds, AT)


@pytest.mark.parametrize("presentation", ["2", "3", "4"])
def test_a_withheld_number_is_no_caller(presentation: str):
    assert report(call(presentation=presentation)).caller is None
    for number in ("null", "", "-1", "-2", "未知号码"):
        assert report(call(number=number, presentation="1")).caller is None


def test_the_words_of_an_mms_are_its_subject_and_its_text_and_its_caller_the_sender():
    found = report(
        mms(
            '<part ct="image/jpeg" text="null" data="AAAA"/>',
            '<part ct="text/plain" text="请点击"/>',
            addrs='<addr address="2" type="151"/><addr address="+8614012345678" type="137"/>',
            sub="退款",
        )
    )
    assert (found.text, found.caller) == ("退款\n请点击", "+8614012345678")
    assert report(mms()).text is None
    assert report(mms()).caller == "1"


@pytest.mark.parametrize(
    ("changes", "named", "lines"),
    [
        ({}, {"sub:1": "L1"}, ("L1",)),
        ({}, {"sub:2": "L1"}, ("L9",)),
        ({"sub_id": "-1"}, {"sub:1": "L1", "lines": "L1,L2"}, ("L1", "L2")),
        ({"sub_id": "null"}, {}, ("L9",)),
        ({"sub_id": LEFT_OUT, "subscription_id": "8986"}, {"sub:8986": "L2"}, ("L2",)),
    ],
)
def test_the_line_is_told_by_the_card(
    changes: dict[str, object], named: dict[str, str], lines: tuple[str, ...]
):
    assert report(sms(**changes), ParseContext(line="L9", settings=named)).lines == lines


def test_no_line_is_refused_with_what_to_do():
    assert "sub:<id>" in refused(sms(), ParseContext()).remedy


def test_overlapping_backups_give_the_same_events():
    assert report(sms(readable_date="x", read="0", contact_name="A")).ref == report(sms()).ref
    for other in ({"body": "x"}, {"date": "1795686005124"}, {"address": "2"}, {"sub_id": "2"}):
        assert report(sms(**other)).ref != report(sms()).ref
    assert report(call(duration="44")).ref == report(call()).ref
    assert report(call(date="1795686005124")).ref != report(call()).ref


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (sms(type="9"), "type"),
        (sms(type=LEFT_OUT), "type"),
        (sms(date="soon"), "date"),
        (sms(date=LEFT_OUT), "date"),
        (sms(date="1"), "date"),
        (sms(body="x" * 100_001), "body"),
        (sms(address="x" * 201), "address"),
        (call(type="9"), "type"),
        (call(duration="-1"), "duration"),
        (mms(msg_box="9"), "msg_box"),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_its_field(text: str, field: str):
    assert refused(text).field == field


@pytest.mark.parametrize(
    "text",
    [
        "<sms",
        '<sms date="1"',
        '<sms date="1" date="2"/>',
        '<sms body="a & b"/>',
        '<sms body="&own;"/>',
        "<sms>\x01</sms>",
        "<mms date='1'><parts>",
        "hello",
        "<xml/>",
        '<!DOCTYPE smses [<!ENTITY own "x">]>',
    ],
)
def test_what_is_no_element_is_refused_and_kept(text: str):
    found = refused(text)
    assert found.record == text.encode()
    assert read(found.record) == [found]


def test_a_damaged_element_takes_no_other_with_it():
    cut = sms()[:40]
    found = read(f"{PROLOG}<smses>\n{sms()}\nhello\n{cut}\n{call()}\n</smses>")
    assert [type(one) for one in found] == [Report, Reject, Reject, Report]
    assert found[1].record == b"hello"


def test_entities_of_a_file_are_never_looked_up():
    bomb = '<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<smses>'
    found = read(f"{bomb}{sms(body='x').replace('x', '&b;')}</smses>")
    assert [type(one) for one in found] == [Reject, Reject]


def test_a_large_file_is_cut_between_elements_and_nothing_of_it_is_lost():
    many = "".join(f"  {sms(date=1795686000000 + n)}\n" for n in range(5000))
    data = f"{PROLOG}<smses>\n{many}</smses>".encode()
    parts = list(BACKUP.split(io.BytesIO(data)))
    assert len(parts) > 1
    assert b"".join(parts) == data
    assert max(map(len, parts)) < 2 * DELIVERY_BYTES
    found = read(data)
    assert len({one.ref for one in found if isinstance(one, Report)}) == 5000 == len(found)


@pytest.mark.parametrize("after", ["", sms(body="after")])
def test_of_an_over_long_element_the_head_is_kept_and_the_next_is_read(after: str):
    picture = '<part ct="image/jpeg" data="' + "A" * 2_000_000 + '"/>'
    data = f"<smses>{sms()}\n{mms(picture)}\n{after}</smses>".encode()
    parts = list(BACKUP.split(io.BytesIO(data)))
    assert sum(map(len, parts)) < DELIVERY_BYTES
    marked = [part for part in parts if part.startswith(OVERSIZE)]
    assert len(marked) == 1
    found = read(data)
    (big,) = (one for one in found if isinstance(one, Reject))
    assert "media" in big.remedy
    assert big.record.startswith(b"<mms ")
    texts = [one.text for one in found if isinstance(one, Report)]
    assert texts == ["理赔请加企微", *(["after"] if after else [])]


def test_a_long_element_that_fits_a_delivery_is_refused_too():
    picture = '<part ct="image/jpeg" data="' + "A" * 300_000 + '"/>'
    assert "media" in refused(mms(picture)).remedy


def test_deep_nesting_is_no_matter():
    assert report(mms("<a>" * 20_000 + "</a>" * 20_000)).text is None


@given(
    st.dictionaries(
        st.sampled_from([*SMS, *CALL]),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=20),
    ),
    st.sampled_from([sms, call, mms]),
)
def test_any_values_are_taken_or_refused(changes, element):
    for found in read(element(**changes)):
        if isinstance(found, Report):
            assert found.lines
            assert found.occurred_at.tzinfo is UTC
            (found.text or "").encode()


@pytest.mark.parametrize(
    "text",
    [
        "<?xml?>", PROLOG, "<smses count='3'>", "<calls>", "</smses>", "<!-- nothing -->", "<calls/", "<smses></calls>",
        PROLOG + "<smses count='1' backup_set='x'>\n",
    ],
)  # fmt: skip
def test_a_file_that_ends_before_its_first_element_is_refused_as_a_whole(text):
    (found,) = read(text.encode())
    assert isinstance(found, Reject)
    assert found.record == text.encode()
    assert read(found.record) == [found]


@pytest.mark.parametrize(
    "text",
    [
        PROLOG + "<smses count='0'>\n</smses>\n",
        "<calls count='0'/>",
        "<smses></smses>",
        "",
        "\ufeff",
    ],
)
def test_a_backup_in_which_there_is_nothing_gives_nothing(text):
    assert read(text.encode()) == []


def test_what_stands_around_an_empty_backup_is_not_lost():
    (found,) = read(b"<smses count='0'></smses>\nwords")
    assert isinstance(found, Reject)
    assert found.record == b"words"


def test_a_date_that_is_none_is_refused_with_what_to_write():
    record = b'<sms address="1" date="soon" type="1" body="x" />'
    (found,) = SmsBackupFormat().parse(record, ParseContext(line="L1"))
    assert isinstance(found, Reject)
    assert found.remedy == "Write it in digits, such as 1790000000000"
