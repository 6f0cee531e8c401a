"""Mails to contacts.

Which line was reached and when is taken from what our side wrote (``leaktrace.domain.mail.hops``); the sender's
To, Cc and Date are the last resort, and Date is none.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import BinaryIO

from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.mail.files import KeptMail, kept_mails, mail_deliveries, mail_key, marked
from leaktrace.domain.mail.hops import (
    Border,
    addressees,
    arrival,
    border_of,
    envelope_alias,
    host_names,
)
from leaktrace.domain.mail.parts import Part, read_part
from leaktrace.domain.mail.words import attached_mails, mail_text, sender
from leaktrace.domain.ports import ParseContext, Pulled
from leaktrace.domain.records import line_name
from leaktrace.domain.times import parse_time
from leaktrace.intake.mail.forwarded import passed_on
from leaktrace.intake.mail.pulling import MAILBOX, check_mailbox, pull_mails

__all__ = ["EmailFormat"]

_INNER = "inner"
"""Marks a mail that was passed on as an attachment of another."""


class EmailFormat:
    """Reads mails, one contact each.

    Settings: ``mx``, the host names of our servers that take mail from outside; ``prefix``, what qmail puts before
    the local part; ``forwarded=yes`` where people pass on what they got: then the contact is the mail within.
    For fetching see `pull_mails`.
    """

    name = "email"
    settings = ("mx", "prefix", "forwarded", *MAILBOX)

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """Deliveries of whole mails; a file is one mail or an mbox."""
        return mail_deliveries(stream)

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every mail, or for every mail that was passed on in it."""
        forwarded = context.settings.get("forwarded") == "yes"
        for kept in kept_mails(delivery):
            for mail in _passed_on(kept) if forwarded else [kept]:
                try:
                    if forwarded and not mail.fact(_INNER):
                        yield passed_on(mail, context)
                    else:
                        yield _report(mail, context)
                except InputError as error:
                    yield Reject(error.message, mail.record, error.field, error.remedy)

    def pull(self, settings: Mapping[str, str], secret: str, cursor: str) -> Iterator[Pulled]:
        """New mails of a mailbox."""
        return pull_mails(settings, secret, cursor)

    def check_pull(self, settings: Mapping[str, str], secret: str) -> None:
        """Pass only if the mailbox and the way to it are stated."""
        check_mailbox(settings, secret)


def _passed_on(kept: KeptMail) -> list[KeptMail]:
    """The mails that somebody passed on in a mail as attachments; without any the mail itself."""
    if kept.fact(_INNER):
        return [kept]
    known = {_INNER: "yes"}
    inner = [
        KeptMail(raw, marked(raw, known), known) for raw in attached_mails(read_part(kept.raw))
    ]
    return inner or [kept]


def _report(kept: KeptMail, context: ParseContext) -> Report:
    mail = read_part(kept.raw)
    if not mail.fields:
        raise InputError(
            "is no mail: it has no header", remedy="Give a file of one mail, or an mbox"
        )
    own = host_names(context.settings.get("mx", ""))
    border = border_of(mail, own)
    arrived = kept.fact("arrived")
    received_at = parse_time(arrived, field="arrived") if arrived else None
    size = kept.fact("size")
    note = f"[the mail has {size} bytes, of which {len(kept.raw)} are kept]" if size else ""
    return Report(
        ref=mail_key(kept.raw),
        medium=Medium.EMAIL,
        lines=_lines(mail, border, context),
        occurred_at=_occurred(border, received_at, context, named=bool(own)),
        received_at=received_at,
        caller=sender(mail),
        text=mail_text(mail, note=note) or None,
        record=kept.record,
    )


def _lines(mail: Part, border: Border, context: ParseContext) -> tuple[str, ...]:
    alias = envelope_alias(border, context.settings.get("prefix", ""))
    if alias is not None:
        return (alias,)
    if context.line is not None:
        return (line_name(context.line),)
    if found := addressees(mail):
        return found
    raise InputError(
        "does not tell which mailbox it was sent to",
        field="line",
        remedy="State the line of the source if its mailbox is one, or let the server write X-Original-To",
    )


def _occurred(
    border: Border, received_at: datetime | None, context: ParseContext, *, named: bool
) -> datetime:
    """When our server took the mail: by its own line; else as the mailbox knows; else by the topmost line there is."""
    at = arrival(border, context.zone) if named or received_at is None else received_at
    if at is None:
        at = received_at
    if at is None:
        raise InputError(
            "nothing says when it arrived; what the sender wrote as Date is not believed",
            field="Received",
            remedy="Take the mail with its whole header, and see that mx has the names that stand behind 'by'"
            if named
            else "Take the mail with its whole header from the mailbox",
        )
    return at
