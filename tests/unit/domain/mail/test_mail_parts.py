"""Mails as parts: what is off in a mail costs nothing but that part, and no mail is slow to read."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.mail.addresses import mailboxes
from leaktrace.domain.mail.markup import html_text
from leaktrace.domain.mail.parts import Part, read_part
from leaktrace.domain.mail.words import attached_mails, mail_text, sender

MULTIPART = b"""Subject: One
Content-Type: multipart/mixed; boundary="a b"

before
--a b
Content-Type: text/plain

first
--a b-not-it
still first
--a b\x20\x20
Content-Type: text/html; charset=utf-8

<b>second</b>
--a b--
behind
"""


def bodies(data: bytes) -> list[bytes]:
    return [part.body for part in read_part(data).parts()]


@pytest.mark.parametrize("gap", [b"\n", b"\r\n", b"\r"])
def test_any_of_the_line_breaks_will_do(gap: bytes):
    data = MULTIPART.replace(b"\n", gap)
    assert bodies(data) == [b"first\n--a b-not-it\nstill first", b"<b>second</b>"]
    assert read_part(data).text("subject") == "One"


def test_header_lines_that_are_continued_are_one():
    part = read_part(b"To: a@example.com,\r\n\tb@example.com\r\nX-Odd : 1\r\n\r\n body")
    assert part.fields == (("to", b"a@example.com,\n\tb@example.com"), ("x-odd", b"1"))
    assert part.body == b" body"


@pytest.mark.parametrize(
    ("data", "names", "body"),
    [
        (b"", [], b""),
        (b"hello\n", [], b"hello\n"),
        (b"\nno header\n", [], b"no header\n"),
        (b"From a@example.com Thu Nov 26 17:40:05 2026\nTo: x\n\nbody", ["to"], b"body"),
        (b"To: x\nthe empty line is missing\nmore", ["to"], b"the empty line is missing\nmore"),
        (b"To: x", ["to"], b""),
        (b"To: x\n\n \nbody", ["to"], b" \nbody"),
    ],
)
def test_the_header_ends_where_it_ends(data: bytes, names: list[str], body: bytes):
    part = read_part(data)
    assert [name for name, _ in part.fields] == names
    assert part.body == body


def test_a_part_without_an_end_goes_to_the_end():
    assert bodies(b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nhalf a pa") == [
        b"half a pa"
    ]
    assert bodies(b"Content-Type: multipart/mixed; boundary=x\n\nno boundary at all") == []
    assert bodies(b"Content-Type: multipart/mixed\n\n--\n\nno boundary stated") == []


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b'Content-Disposition: attachment; filename="a;b \\"c\\".pdf"', 'a;b "c".pdf'),
        (b"Content-Disposition: attachment; filename*=UTF-8''%E9%80%80.pdf", "退.pdf"),
        (b'Content-Disposition: attachment; filename*0="one"; filename*1=two', "onetwo"),
        (b"Content-Disposition: attachment; filename*0*=gbk''%CD%CB; filename*1*=%BF%EE", "退款"),
        (b'Content-Type: application/pdf; name="=?utf-8?B?6YCA?="', "退"),
        (b"Content-Type: application/pdf; name*" + b"9" * 5000 + b"=x", ""),
        (b"Content-Type: application/pdf", ""),
    ],
)  # fmt: skip
def test_names_of_files_are_read_as_mail_programs_write_them(header: bytes, name: str):
    assert read_part(header + b"\n\n").filename == name


@pytest.mark.parametrize(
    ("encoding", "body", "content"),
    [
        (b"base64", b"aGVs\nbG8=", b"hello"),
        (b"BASE64 ", b"aGVsbG8*", b"hello"),
        (b"base64", b"aGVsb", b"hel"),
        (b"quoted-printable", b"a=\nb=3D=zz", b"ab==zz"),
        (b"x-odd", b"a=3D", b"a=3D"),
    ],
)
def test_transfer_encodings_are_undone(encoding: bytes, body: bytes, content: bytes):
    assert (
        read_part(b"Content-Transfer-Encoding: " + encoding + b"\n\n" + body).content() == content
    )


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b'"Lin, A" <a@x.org>, b@y.org', [("Lin, A", "a@x.org"), ("", "b@y.org")]),
        (b"a@x.org (Li Wei)", [("Li Wei", "a@x.org")]),
        (b"undisclosed-recipients:;", []),
        (b'"b@y.org" <a@x.org>', [("b@y.org", "a@x.org")]),
        (b"=?utf-8?q?b=40y=2Eorg=3E=2C?= <a@x.org>", [("b@y.org>,", "a@x.org")]),
        (b'Group: a@x.org, "B" <b@y.org>;', [("", "a@x.org"), ("B", "b@y.org")]),
        ("林若溪 <a@x.org>".encode("gb18030"), [("林若溪", "a@x.org")]),
        (b"<a@x.org", [("", "a@x.org")]),
    ],
)
def test_mailboxes_and_names_are_told_apart(raw: bytes, found: list[tuple[str, str]]):
    assert mailboxes(raw) == found


# --- Words -------------------------------------------------------------------------------------


def test_html_becomes_text_and_keeps_where_links_lead():
    assert html_text(
        "<html><head><style>p {}</style></head><body><p>亲爱的<b>林若溪</b>：<br>请点<a href='https://x.example.org/r?o=1&amp;b=2'>"
        "这里</a>，或 <a href=https://x.example.org>https://x.example.org</a><table><tr><td>1<td>2</table>"
        "<img alt='客服' src=x><a href=#top>up</a> &lt;3<script>ignored()</script>"
    ) == "亲爱的林若溪：\n请点这里 <https://x.example.org/r?o=1&b=2> ，或 https://x.example.org\n1 2\n客服 up <3"  # fmt: skip


def test_of_a_text_in_two_forms_the_one_that_is_shown_is_taken():
    data = (
        b"Subject: S\nContent-Type: multipart/alternative; boundary=x\n\n"
        b"--x\n\nplain\n--x\nContent-Type: text/html\n\n<p>%b</p>\n--x--"
    )
    assert mail_text(read_part(data % b"shown")) == "Subject: S\n\nshown"
    assert mail_text(read_part(data % b" ")) == "Subject: S\n\nplain"


INVITE = (
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nDTSTART:20261126T094000Z\r\n"
    "SUMMARY;LANGUAGE=zh-CN:订单退款\r\nDESCRIPTION:林若溪您好\\, 请点\\nhttps://x.example.or\r\n g/r\\\\1\r\n"
    "LOCATION:\r\nORGANIZER;CN=客服:mailto:s@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
INVITED = "订单退款\n林若溪您好, 请点\nhttps://x.example.org/r\\1\nmailto:s@example.org"


@pytest.mark.parametrize(
    "header",
    [
        "Content-Type: text/calendar; method=REQUEST; charset=utf-8",
        "Content-Type: application/ics; name=invite.ics",
        "Content-Type: text/calendar\nContent-Disposition: attachment; filename=invite.ics",
    ],
)
def test_of_an_invitation_the_words_are_told_that_a_calendar_shows(header: str):
    assert mail_text(read_part(f"{header}\n\n{INVITE}".encode())) == INVITED


def test_an_invitation_without_words_is_told_as_it_stands():
    data = b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nEND:VCALENDAR"
    assert mail_text(read_part(data)) == "BEGIN:VCALENDAR\nEND:VCALENDAR"


def test_an_invitation_beside_words_is_no_other_form_of_them():
    data = (
        "Content-Type: multipart/alternative; boundary=x\n\n--x\n\nplain\n--x\nContent-Type: text/html\n\n"
        f"<p>shown</p>\n--x\nContent-Type: text/calendar\n\n{INVITE}\n--x--"
    )
    assert mail_text(read_part(data.encode())) == f"{INVITED}\n\nshown"


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("text/markdown", "*words*", "*words*"),
        ("text/vcard", "BEGIN:VCARD\nFN:客服", "BEGIN:VCARD\nFN:客服"),
        ("text/x-amp-html", "<html amp4email><p>words</p>", "words"),
        ("application/xhtml+xml", "<p>words</p>", "words"),
    ],
)
def test_words_are_told_in_whatever_form_they_are(kind: str, body: str, text: str):
    assert mail_text(read_part(f"Content-Type: {kind}\n\n{body}".encode())) == text


def test_names_that_the_sender_knows_and_files_are_told():
    data = (
        'From: "客服" <s@example.org>\nTo: 林若溪 <a@inbox.example.com>, b@inbox.example.com\nSubject: S\n'
        "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nwords\n--x\nContent-Type: image/png; name=p.png\n\n123\n"
        "--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename=n.txt\n\n12\n--x--"
    )
    assert mail_text(read_part(data.encode()), note="[note]") == (
        "From: 客服\nTo: 林若溪\nSubject: S\n\nwords\n\n[p.png, 3 bytes]\n[n.txt, 2 bytes]\n[note]"
    )


def test_a_mail_within_a_mail_is_read():
    inner = b"Subject: inner\nTo: x@example.com\n\nwords"
    data = b"Subject: outer\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nsee\n--x\nContent-Type: message/rfc822\n\n%b\n--x--"
    assert mail_text(read_part(data % inner)) == "Subject: outer\n\nsee\n\nSubject: inner\n\nwords"
    assert list(attached_mails(read_part(data % inner))) == [inner]
    assert list(attached_mails(read_part(inner))) == []


def test_a_text_that_is_too_long_is_cut_and_its_files_are_still_told():
    text = mail_text(Part((("subject", b"S"),), b"x" * 200_000), note="[note]")
    assert len(text) <= 100_000
    assert text.endswith("x\n[…]\n\n[note]")


@pytest.mark.parametrize(
    ("header", "caller"),
    [
        (b"From: =?utf-8?B?5a6i5pyN?= <s@example.org>", "s@example.org"),
        (b"From: nobody\nReturn-Path: <b@example.org>", "nobody"),
        (b"Return-Path: <b@example.org>", "b@example.org"),
        (b"Subject: x", None),
    ],
)
def test_the_sender_is_who_the_mail_says_it_is(header: bytes, caller: str | None):
    assert sender(read_part(header + b"\n\n")) == caller


# --- Hostile mails -----------------------------------------------------------------------------


def nested(depth: int) -> bytes:
    return b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth)
    )


@pytest.mark.parametrize(
    "data",
    [
        nested(3000),
        b"Content-Type: message/rfc822\n\n" * 3000 + b"\nx",
        b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\n" * 200_000,
        b"Content-Type: multipart/mixed" + b"; a=b" * 200_000 + b"\n\nx",
        b'Content-Type: text/plain; charset="' + b'\\"' * 200_000 + b"\n\nx",
        b"To: " + b'"\\' * 200_000 + b"\n\nx",
        b"To: " + b"<a@" * 200_000 + b"\n\nx",
        b"Subject: " + b"=?utf-8?q?" * 60_000 + b"\n\nx",
        b"A: b\n" * 300_000,
        b"Content-Type: text/html\n\n" + b"<a " * 200_000,
        b"Content-Type: text/html\n\n" + b"<!--" * 200_000,
        b'Content-Type: text/html\n\n<a href="' + b"<b " * 200_000 + b"&" * 100_000,
    ],
)
def test_no_mail_is_slow_to_read(data: bytes):
    began = time.process_time()
    mail_text(read_part(data))
    assert time.process_time() - began < 2


@given(st.binary(max_size=400))
def test_any_bytes_are_read(data: bytes):
    part = read_part(b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" + data)
    mail_text(part).encode()
    assert "\x00" not in mail_text(part)
    assert sender(read_part(data)) is None or data


@given(st.text(max_size=300))
def test_any_html_is_read(html: str):
    html_text(html)


def test_a_media_type_that_cannot_be_printed_is_none():
    part = read_part(b"Content-Type: multipar\x00t/x\n\nwords")
    assert part.kind == "text/plain"
    assert mail_text(part) == "words"
