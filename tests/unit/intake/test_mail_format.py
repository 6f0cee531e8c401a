"""Mails to contacts."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from format_reader import Reader
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.mail.files import mail_key, marked
from leaktrace.domain.ports import ParseContext
from leaktrace.intake.mail import EmailFormat

EMAIL = EmailFormat()
ALIAS = "k3n9x2wq@inbox.example.com"
OURS = ParseContext(settings={"mx": "mx1.example.com"})
SHANGHAI = ZoneInfo("Asia/Shanghai")
RECEIVED = "Received: from a.example.org by mx1.example.com; Thu, 26 Nov 2026 17:40:05 +0800"
AT = datetime(2026, 11, 26, 9, 40, 5, tzinfo=UTC)


def mail(*lines: str, body: str = "words") -> bytes:
    return "\n".join([*lines, "", body, ""]).encode()


PLAIN = mail(f"X-Original-To: {ALIAS}", RECEIVED, "From: Post <s@example.org>", "Subject: Parcel")


READER = Reader(EMAIL, OURS)
read, refused = READER.read, READER.refused


def one(data: bytes, context: ParseContext = OURS) -> Report:
    (found,) = read(data, context)
    assert isinstance(found, Report), found
    return found


def test_a_mail_becomes_a_report():
    assert one(PLAIN) == Report(
        ref=mail_key(PLAIN),
        medium=Medium.EMAIL,
        lines=(ALIAS,),
        occurred_at=AT,
        caller="s@example.org",
        text="From: Post\nSubject: Parcel\n\nwords",
        record=PLAIN,
    )


def test_the_alias_our_side_wrote_is_believed_before_the_stated_line_and_that_before_the_sender():
    stated = ParseContext(line="L0001", settings=OURS.settings)
    assert one(PLAIN, stated).lines == (ALIAS,)
    bare = mail(RECEIVED, "To: a@example.com, b@example.com")
    assert one(bare, stated).lines == ("L0001",)
    assert one(bare).lines == ("a@example.com", "b@example.com")


def test_a_mail_that_names_nobody_is_refused():
    assert refused(mail(RECEIVED, "To: undisclosed-recipients:;")).field == "line"


def test_what_the_sender_wrote_as_date_is_no_time():
    found = refused(mail(f"To: {ALIAS}", "Date: Thu, 26 Nov 2026 17:40:05 +0800"))
    assert (found.field, "mx" in found.remedy) == ("Received", True)
    assert "mx" not in refused(mail(f"To: {ALIAS}"), ParseContext()).remedy


@pytest.mark.parametrize(
    ("lines", "settings", "arrived", "at"),
    [
        ([RECEIVED], {}, "", AT),
        ([RECEIVED], {}, "2026-11-26T10:00:00Z", AT.replace(hour=10, minute=0, second=0)),
        ([RECEIVED], {"mx": "mx1.example.com"}, "2026-11-26T10:00:00Z", AT),
        ([RECEIVED], {"mx": "mx9.example.com"}, "2026-11-26T10:00:00Z", AT.replace(hour=10, minute=0, second=0)),
        ([], {}, "2026-11-26T09:40:05Z", AT),
    ],
)  # fmt: skip
def test_the_time_is_our_own_servers_or_else_the_mailboxs(lines, settings, arrived, at):
    data = mail(*lines, f"To: {ALIAS}")
    if arrived:
        data = marked(data, {"arrived": arrived})
    (found,) = EMAIL.parse(data, ParseContext(settings=settings))
    assert isinstance(found, Report)
    assert found.occurred_at == at
    assert (found.received_at is None) == (not arrived)


def test_a_time_without_an_offset_is_read_in_the_stated_zone_only():
    naive = mail(f"X-Original-To: {ALIAS}", RECEIVED.removesuffix(" +0800"))
    assert "offset" in refused(naive).reason
    assert one(naive, ParseContext(zone=SHANGHAI)).occurred_at == AT


def test_the_same_mail_from_another_mailbox_has_the_same_reference():
    again = marked(PLAIN.replace(b"\n", b"\r\n"), {"uid": 5, "validity": "7"})
    (found,) = EMAIL.parse(again, OURS)
    assert isinstance(found, Report)
    assert found.ref == one(PLAIN).ref


def test_a_refused_mail_can_be_replayed_with_what_its_mailbox_knew():
    delivery = marked(mail("To: nobody"), {"arrived": "2026-11-26T09:40:05Z"})
    (found,) = EMAIL.parse(delivery, OURS)
    assert isinstance(found, Reject)
    (found,) = EMAIL.parse(found.record, ParseContext(line="L0001"))
    assert isinstance(found, Report)
    assert found.received_at == AT


# --- Mails that people pass on -----------------------------------------------------------------

FORWARDED = ParseContext(zone=SHANGHAI, settings={"forwarded": "yes", "mx": "mx1.example.com"})
STAFF = (RECEIVED, "To: scams@example.com", "From: wang@example.com", "Subject: Fwd: see this")


def enclosing(*inner: bytes) -> bytes:
    parts = b"".join(b"--x\nContent-Type: message/rfc822\n\n" + one + b"\n" for one in inner)
    return mail(*STAFF, "Content-Type: multipart/mixed; boundary=x", body="").removesuffix(
        b"\n"
    ) + (b"--x\n\nI got this\n" + parts + b"--x--\n")


def test_where_people_pass_mails_on_the_contact_is_the_mail_within():
    data = enclosing(PLAIN)
    assert one(data).lines == ("scams@example.com",), "unless the source says so"
    (found,) = read(data, FORWARDED)
    assert isinstance(found, Report)
    assert (found.lines, found.caller, found.occurred_at) == ((ALIAS,), "s@example.org", AT)
    assert "I got this" not in (found.text or "")
    assert found.ref == one(PLAIN).ref, "who passes it on makes no other contact of it"


def test_each_of_several_mails_within_is_a_contact_and_can_be_replayed_alone():
    found = read(
        enclosing(PLAIN, mail("Subject: no time"), PLAIN.replace(b"Parcel", b"Gift")), FORWARDED
    )
    assert [type(one) for one in found] == [Report, Reject, Report]
    for each in found:
        assert list(EMAIL.parse(each.record, FORWARDED)) == [each]


QQ = """您好，转给您

------------------ 原始邮件 ------------------
发件人: "菜鸟理赔"<s@example.org>;
发送时间: 2026年11月26日(星期四) 下午5:40
收件人: "林"<k3n9x2wq@inbox.example.com>;
主题: 退款

请点这里"""
NETEASE = """-------- 转发邮件信息 --------
发件人："菜鸟理赔" <s@example.org>
发送日期：2026-11-26 17:40:00
收件人：k3n9x2wq@inbox.example.com
主题：退款

请点这里"""
GMAIL = """FYI

---------- Forwarded message ---------
From: Parcel <s@example.org>
Date: Thu, Nov 26, 2026 at 5:40 PM
Subject: 退款
To: <k3n9x2wq@inbox.example.com>


请点这里"""
OUTLOOK = """-----Original Message-----
From: Parcel <s@example.org>
Sent: Thursday, November 26, 2026 5:40 PM
To: k3n9x2wq@inbox.example.com
Subject: 退款

请点这里"""
APPLE = """Begin forwarded message:

> From: Parcel <s@example.org>
> Subject: 退款
> Date: 26 November 2026 at 17:40:00 GMT+8
> To: k3n9x2wq@inbox.example.com
>
> 请点这里"""
FORMS = {"qq": QQ, "163": NETEASE, "gmail": GMAIL, "outlook": OUTLOOK, "apple": APPLE}


@pytest.mark.parametrize("form", FORMS)
def test_a_mail_that_was_passed_on_within_the_text_is_read(form: str):
    (found,) = read(mail(*STAFF, body=FORMS[form]), FORWARDED)
    assert isinstance(found, Report), found
    assert (found.lines, found.caller) == ((ALIAS,), "s@example.org")
    assert found.occurred_at == AT.replace(second=0)
    assert found.text.replace("> ", "").replace(">", "").split() == ["Subject:", "退款", "请点这里"]


@pytest.mark.parametrize("form", ["qq", "163", "gmail", "outlook"])
def test_a_time_in_words_has_no_offset_and_needs_a_zone(form: str):
    (found,) = read(mail(*STAFF, body=FORMS[form]), ParseContext(settings=FORWARDED.settings))
    assert isinstance(found, Reject)
    assert "offset" in found.reason


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("Hello, I got a call", ""),
        ("-----Original Message-----\nFrom: s@example.org\n\nwords", "Date"),
        ("-----Original Message-----\nFrom: s@example.org\nSent: soon\n\nwords", "Date"),
        (f"-----Original Message-----\nTo: {ALIAS}\nSent: 2026-13-45 10:00\n\nwords", "Date"),
        ("-----Original Message-----\nSent: 2026-11-26 17:40\nTo: Lin\n\nwords", "line"),
    ],
)
def test_what_was_not_passed_on_whole_is_refused(body: str, field: str):
    (found,) = read(mail(*STAFF, body=body), FORWARDED)
    assert isinstance(found, Reject)
    assert found.field == field
    assert found.remedy


@given(st.text(max_size=200))
def test_whatever_people_write_is_a_report_or_a_reject(text: str):
    body = f"-----Original Message-----\n{text}".encode("utf-8", "replace").decode()
    for found in read(mail(*STAFF, body=body), FORWARDED):
        assert isinstance(found, Report | Reject)
