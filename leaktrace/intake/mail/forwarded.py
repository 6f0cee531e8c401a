"""Mails that people pass on within their own words: the lines that mail programs put before the text.

Rests on the forms of Gmail, Outlook, Apple Mail, 163.com and QQ, in English and Chinese.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from leaktrace.domain.contact import Medium, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.mail.addresses import known_mailboxes, mailboxes
from leaktrace.domain.mail.files import KeptMail
from leaktrace.domain.mail.parts import read_part
from leaktrace.domain.mail.words import mail_text
from leaktrace.domain.ports import ParseContext
from leaktrace.domain.records import digest, line_name
from leaktrace.domain.times import in_zone, parse_mail_time, parse_time

__all__ = ["passed_on"]

_BEGIN = re.compile(
    r"^[>\s]*(?:-{2,}\s*(?:转发邮件信息|转发的邮件|原始邮件|Forwarded message|Original Message)\s*-{2,}"
    r"|Begin forwarded message:|开始转发的邮件[:：])[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_LINE = re.compile(r"[>\s*]*(?P<label>[A-Za-z\u4e00-\u9fff -]{2,12}?)\s*[:：]\**\s*(?P<value>.*)")
_LABELS = {
    **dict.fromkeys(("from", "发件人", "寄件人"), "from"),
    **dict.fromkeys(("to", "收件人"), "to"),
    **dict.fromkeys(("cc", "抄送", "抄送人"), "cc"),
    **dict.fromkeys(("date", "sent", "发送日期", "发送时间", "日期", "时间"), "date"),
    **dict.fromkeys(("subject", "主题"), "subject"),
    **dict.fromkeys(("reply-to", "回复"), "other"),
}
_WORDED = (
    # 2026年11月26日(星期四) 下午5:40, 2026/11/26 17:40:05
    re.compile(
        r"(?P<year>\d{4})[年/.-](?P<month>\d{1,2})[月/.-](?P<day>\d{1,2})日?\D{0,12}?(?P<half>上午|下午|晚上)?\s*"
        r"(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?:[:：](?P<second>\d{2}))?"
    ),
    # Thu, Nov 26, 2026 at 5:40 PM, Thursday, November 26, 2026 17:40, 26 November 2026 at 17:40:00 GMT+8
    re.compile(
        r"(?:(?P<first>\d{1,2}) )?(?P<month>[A-Z][a-z]{2})[a-z]* (?:(?P<day>\d{1,2}), )?(?P<year>\d{4})\D{1,6}"
        r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s*(?P<half>[AaPp][Mm])?"
    ),
)
_OFFSET = re.compile(r"\b(?:GMT|UTC)([+-]\d{1,2})\b")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def passed_on(kept: KeptMail, context: ParseContext) -> Report:
    """The mail that a person passed on in this one.

    Raises:
        InputError: there is none, or it does not tell mailbox and time.
    """
    text = mail_text(read_part(kept.raw))
    begin = _BEGIN.search(text)
    if begin is None:
        raise InputError(
            "no mail was passed on in it",
            remedy="Pass mails on as attachments, or leave the lines in that the mail program puts before the text",
        )
    head, words = _head(text[begin.end() :].lstrip())
    callers = [address for _, address in mailboxes(head.get("from", "").encode())]
    subject = head.get("subject", "")
    inner = f"Subject: {subject}\n\n{words}" if subject else words
    at = _time(head.get("date", ""), context.zone)
    lines = _lines(head, context)
    return Report(
        ref=digest(*lines, at.isoformat(), inner),
        medium=Medium.EMAIL,
        lines=lines,
        occurred_at=at,
        caller=(callers or [head.get("from", "")])[0][:200] or None,
        text=inner.strip() or None,
        record=kept.record,
    )


def _head(text: str) -> tuple[dict[str, str], str]:
    """The lines before the words, by what they say, and the words."""
    head: dict[str, str] = {}
    rest = text
    while rest:
        line, _, after = rest.partition("\n")
        found = _LINE.fullmatch(line)
        label = _LABELS.get(found["label"].strip().lower()) if found else None
        if found is None or label is None:
            break
        head.setdefault(label, found["value"].strip())
        rest = after
    return head, rest.strip()


def _lines(head: dict[str, str], context: ParseContext) -> tuple[str, ...]:
    found = [box for key in ("to", "cc") for box in known_mailboxes(head.get(key, "").encode())]
    if not found and context.line is not None:
        found = [line_name(context.line)]
    if not found:
        raise InputError(
            "the mail that was passed on does not tell whom it was sent to",
            field="line",
            remedy="Pass it on as an attachment, or state the line of the source",
        )
    return tuple(dict.fromkeys(found))


def _time(text: str, zone: tzinfo | None) -> datetime:
    """The time as a mail program words it."""
    for read in (parse_time, parse_mail_time):
        if _reads(read, text):
            return read(text, field="Date", zone=zone)
    found = next(filter(None, (shape.search(text) for shape in _WORDED)), None)
    try:
        if found is None:
            raise ValueError  # noqa: TRY301 - one message for a wrong shape and an impossible date
        month, half = found["month"], (found["half"] or "").lower()
        hour = int(found["hour"])
        late = half in {"pm", "下午", "晚上"} and hour < 12
        value = datetime(  # noqa: DTZ001 - the zone comes next
            int(found["year"]),
            int(month) if month.isdigit() else _MONTHS.index(month) + 1,
            int(found["day"] or found.groupdict().get("first") or 0),
            0 if half in {"am", "上午"} and hour == 12 else hour + (12 if late else 0),
            int(found["minute"]),
            int(found["second"] or 0),
        )
    except ValueError:
        raise InputError(
            "the mail that was passed on does not tell when it was sent", field="Date",
            remedy="Pass it on as an attachment",
        ) from None  # fmt: skip
    away = _OFFSET.search(text)
    stated = timezone(timedelta(hours=int(away[1]))) if away and abs(int(away[1])) < 24 else zone
    return in_zone(value, stated, field="Date")


def _reads(read: Callable[..., datetime], text: str) -> bool:
    """Whether a reader of times knows this shape, whatever the zone."""
    try:
        read(text, zone=UTC)
    except InputError:
        return False
    return True
