"""Messages: the same one whether it was posted or fetched from the phone's store."""

from datetime import datetime, timedelta

from leaktrace.domain.contact import Medium, Report
from leaktrace.domain.ports import ParseContext
from leaktrace.domain.records import digest
from leaktrace.intake.smsforwarder.posts import Post, caller_key, post_lines

__all__ = ["APART", "message_report", "stored_message"]

APART = timedelta(seconds=15)
"""The phone dates a message when it stores it, and again when it tells the app of it: not further apart than this."""


def message_report(record: bytes, post: Post, context: ParseContext) -> Report:
    """The report of a message that was posted.

    It is known again by the second of its arrival, which a resend by hand keeps; without one by the minute.
    """
    who = caller_key(post.sender, context)
    at = post.posted_at
    key = _second(post.rx_at) if post.rx_at else post.rx or post.bucket
    return Report(
        ref=digest("posted", post.device, who, post.text, key),
        medium=Medium.SMS,
        lines=post_lines(post, "", context),
        occurred_at=at,
        caller=post.sender or None,
        text=post.text,
        also=_near("stored", post.device, who, post.text, at),
        record=record,
    )


def stored_message(
    record: bytes,
    at: datetime,
    sender: str,
    text: str,
    device: str,
    lines: tuple[str, ...],
    context: ParseContext,
) -> Report:
    """The report of a message in the phone's store."""
    who = caller_key(sender, context)
    return Report(
        ref=digest("stored", device, who, text, _second(at)),
        medium=Medium.SMS,
        lines=lines,
        occurred_at=at,
        caller=sender or None,
        text=text,
        also=_near("posted", device, who, text, at),
        record=record,
    )


def _near(way: str, device: str, who: str, text: str, at: datetime) -> tuple[str, ...]:
    """The references that the same message has if it was told the other way, at about this time."""
    second, apart = int(at.timestamp()), int(APART.total_seconds())
    keys = [str(key) for key in range(second - apart, second + apart + 1)]
    minutes = dict.fromkeys(str(int(key) // 60) for key in keys) if way == "posted" else ()
    return tuple(digest(way, device, who, text, key) for key in (*keys, *minutes))


def _second(at: datetime) -> str:
    return str(int(at.timestamp()))
