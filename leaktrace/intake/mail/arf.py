"""Feedback reports (RFC 5965) to contacts: what a mailbox provider tells of mails that its customers complained about.

The contact is the mail within, as the provider had it: its own lines stand above those of the sender, as in a mail
that was fetched from a mailbox. Hotmail's reports have no part with facts, and what is left of a mail may be its
header alone, under a wrong media type, or nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import BinaryIO

from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.mail.addresses import known_mailboxes, mailboxes
from leaktrace.domain.mail.files import KeptMail, kept_mails, mail_deliveries, mail_key
from leaktrace.domain.mail.hops import addressees, arrival, border_of, envelope_alias, host_names
from leaktrace.domain.mail.parts import Part, read_part
from leaktrace.domain.mail.words import mail_text, sender
from leaktrace.domain.ports import ParseContext, Pulled
from leaktrace.domain.records import digest, line_name
from leaktrace.domain.times import parse_mail_time, parse_time
from leaktrace.intake.mail.pulling import MAILBOX, check_mailbox, pull_mails

__all__ = ["ArfFormat"]

_DEEPEST = 10
_FACTS = "message/feedback-report"
_ENCLOSED = ("message/rfc822", "message/global", "text/rfc822-header")
"""Of mails, and of headers alone; the last is also written without its plural."""


@dataclass(frozen=True)
class _Feedback:
    """The parts of a report that matter; one without fields where it is not there."""

    facts: Part
    mail: Part
    raw: bytes
    """The bytes of the mail within."""


class ArfFormat:
    """Reads feedback reports, one contact each.

    Settings: ``mx``, the host names of our servers that take mail from outside, for when a report came. For fetching
    see `pull_mails`.
    """

    name = "arf"
    settings = ("mx", *MAILBOX)

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """Deliveries of whole mails; a file is one mail or an mbox."""
        return mail_deliveries(stream)

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every mail."""
        for kept in kept_mails(delivery):
            try:
                yield _report(kept, context)
            except InputError as error:
                yield Reject(error.message, kept.record, error.field, error.remedy)

    def pull(self, settings: Mapping[str, str], secret: str, cursor: str) -> Iterator[Pulled]:
        """New reports in a mailbox."""
        return pull_mails(settings, secret, cursor)

    def check_pull(self, settings: Mapping[str, str], secret: str) -> None:
        """Pass only if the mailbox and the way to it are stated."""
        check_mailbox(settings, secret)


def _report(kept: KeptMail, context: ParseContext) -> Report:
    outer = read_part(kept.raw)
    feedback = _feedback(outer)
    lines = _lines(feedback, context)
    callers = [address for _, address in mailboxes(feedback.facts.first("original-mail-from"))]
    complaint = feedback.facts.text("feedback-type")[:40]
    note = f"[feedback report: {complaint}]" if complaint else ""
    return Report(
        # One mail may have reached several lines, and each of them may complain.
        ref=digest(*lines, mail_key(feedback.raw if feedback.mail.fields else kept.raw)),
        medium=Medium.EMAIL,
        lines=lines,
        occurred_at=_occurred(feedback, context.zone),
        received_at=_received(kept, outer, context),
        caller=sender(feedback.mail) or next(iter(callers), "")[:200] or None,
        text=mail_text(feedback.mail, note=note) or None,
        record=kept.record,
    )


def _feedback(outer: Part) -> _Feedback:
    """The parts of a report.

    Raises:
        InputError: it is none.
    """
    nothing = Part((), b"")
    leaves = list(_leaves(outer, _DEEPEST))
    told = [part for part in leaves if part.kind == _FACTS]
    mails = [part.content() for part in leaves if part.kind.startswith(_ENCLOSED)]
    if len(mails) > 1 or len(told) > 1:
        raise InputError(
            f"has {max(len(mails), len(told))} mails in it, where a feedback report is about one",
            remedy="Mails that people pass on are of the format email, with forwarded=yes",
        )
    if not mails and not told:
        raise InputError(
            "is no feedback report: it has no such part, and no mail in it",
            remedy="Mails that were sent to a mailbox itself are of the format email",
        )
    raw = mails[0].lstrip(b"\r\n") if mails else b""
    facts = read_part(told[0].content().lstrip(b"\r\n")) if told else nothing
    return _Feedback(facts, read_part(raw) if raw else nothing, raw)


def _leaves(part: Part, depth: int) -> Iterator[Part]:
    """The parts of a mail that are not made of parts."""
    if depth and part.kind.startswith("multipart/"):
        for child in part.parts():
            yield from _leaves(child, depth - 1)
    else:
        yield part


def _lines(feedback: _Feedback, context: ParseContext) -> tuple[str, ...]:
    """The mailboxes it may have reached: as the report says, else as the provider's lines in the mail say.

    Many providers leave the mailbox out or put another word in its place.
    """
    stated = [
        address
        for name, value in feedback.facts.fields
        if name == "original-rcpt-to"
        for address in known_mailboxes(value)
    ]
    if stated:
        return tuple(dict.fromkeys(stated))
    alias = envelope_alias(border_of(feedback.mail, ()))
    if alias is not None:
        return (alias,)
    if context.line is not None:
        return (line_name(context.line),)
    if found := addressees(feedback.mail):
        return found
    raise InputError(
        "does not tell which mailbox complained",
        field="Original-Rcpt-To",
        remedy="The provider leaves it out. State the line of the source if its reports are about one mailbox",
    )


def _occurred(feedback: _Feedback, zone: tzinfo | None) -> datetime:
    """When the provider took the mail. A time with an offset is believed before one in the stated zone.

    Raises:
        InputError: no such time.
    """
    border = border_of(feedback.mail, ())
    texts = [feedback.facts.text(name) for name in ("arrival-date", "received-date")]
    fault = InputError(
        "nothing says when the mail arrived; what the sender wrote as Date is not believed",
        field="Arrival-Date",
    )
    for stated in dict.fromkeys((None, zone)):
        for text in filter(None, texts):
            try:
                return parse_mail_time(text, field="Arrival-Date", zone=stated)
            except InputError as error:
                fault = error
        try:
            at = arrival(border, stated)
        except InputError as error:
            fault = error
        else:
            if at is not None:
                return at
    raise fault


def _received(kept: KeptMail, outer: Part, context: ParseContext) -> datetime | None:
    """When the report itself came, where that can be told."""
    try:
        if arrived := kept.fact("arrived"):
            return parse_time(arrived, field="arrived")
        border = border_of(outer, host_names(context.settings.get("mx", "")))
        return arrival(border, context.zone)
    except InputError:
        return None
