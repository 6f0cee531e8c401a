"""Notices of calls: up to three for one call, and none with the caller's words."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from leaktrace.domain.calls import shown_caller
from leaktrace.domain.contact import CallStage, Medium, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.ports import ParseContext
from leaktrace.domain.records import digest
from leaktrace.domain.times import parse_time
from leaktrace.intake.smsforwarder.posts import Post, caller_key, has_offset, post_lines

__all__ = ["call_key", "call_report", "call_stage"]

_OUTGOING = "outgoing"
# As the app says it in simplified and in traditional Chinese and in English, and by its numbers.
_CALL_TYPES: Mapping[str, CallStage | str] = {
    **dict.fromkeys(("1", "来电挂机", "來電掛機", "Incoming Ended"), CallStage.ENDED),
    **dict.fromkeys(("2", "去电挂机", "去電掛機", "Outgoing Ended"), _OUTGOING),
    **dict.fromkeys(("3", "未接来电", "未接來電", "Missed"), CallStage.MISSED),
    **dict.fromkeys(("4", "来电提醒", "來電提醒", "Incoming Received"), CallStage.RINGING),
    **dict.fromkeys(("5", "来电接通", "來電接通", "Incoming Answered"), CallStage.ANSWERED),
    **dict.fromkeys(("6", "去电拨出", "去電拨出", "去電撥出", "Outgoing Started"), _OUTGOING),
}
_LABELS: Mapping[str, str] = {
    **dict.fromkeys(("通讯录名", "通訊錄名", "Linkman", "Contact", "Contact name"), "contact"),
    **dict.fromkeys(("被呼号码", "被呼號碼", "Via Number"), "called"),
    **dict.fromkeys(("通话时间", "通話時間", "Call date"), "start"),
    **dict.fromkeys(("通话时长", "通話時長", "Call duration"), "talked"),
    **dict.fromkeys(("响铃时长", "響鈴時長", "Ring duration"), "rang"),
    **dict.fromkeys(("通话类型", "通話類型", "Call type"), "type"),
    **dict.fromkeys(("呼叫转移", "呼叫轉移", "Call forwarding", "Forwarded"), "forwarded"),
}
_NOTICE_LINE = re.compile(rf"({'|'.join(_LABELS)})[：:]\s*(.*)")
_SECONDS = re.compile(r"([0-9]{1,6})\s*(?:s|秒)?")
_BEHIND = timedelta(minutes=3)
"""The app tells of a call a second after its end, but not how long it rang before it was taken."""


def call_stage(post: Post) -> tuple[CallStage | None, Mapping[str, str]]:
    """Which moment of a call a post tells of, and its labelled lines; None for a message.

    Raises:
        InputError: a call that the phone made, or one of no known type.
    """
    notice = _notice(post.text)
    stage = _CALL_TYPES.get(post.call_type)
    if stage is None and notice:
        stage = _stage_of(notice)
    if stage == _OUTGOING:
        raise InputError(
            "an outgoing call is no contact",
            field="call_type",
            remedy="Leave outgoing calls out of the app's rules",
        )
    return (stage if isinstance(stage, CallStage) else None), notice


def _notice(text: str) -> dict[str, str]:
    """The labelled lines of a call's text; empty if there are other lines, for then it is a message."""
    found = [_NOTICE_LINE.fullmatch(line.strip()) for line in text.splitlines() if line.strip()]
    notice = {_LABELS[line.group(1)]: line.group(2).strip() for line in found if line is not None}
    return notice if len(notice) == len(found) and "type" in notice else {}


def _stage_of(notice: Mapping[str, str]) -> CallStage | str:
    """The stage of a notice whose type was lost, as at a resend by hand."""
    stage = _CALL_TYPES.get(notice["type"])
    if stage is not None:
        return stage
    if "rang" in notice:
        return CallStage.MISSED
    if "talked" in notice:
        return CallStage.ENDED
    raise InputError(
        f"{notice['type'][:24]!r} is no type of a call",
        field="call_type",
        remedy="Put {{CALL_TYPE}} into the template",
    )


def call_report(
    record: bytes, post: Post, notice: Mapping[str, str], stage: CallStage, context: ParseContext
) -> Report:
    """One notice of a call. Its text is the app's and not the caller's, so the report has none."""
    length = _seconds(notice)
    begin = None
    if stage in (CallStage.ENDED, CallStage.MISSED) and notice.get("start"):
        begin = _started_at(notice["start"], length, post, context)
    talked = length if stage is CallStage.ENDED else 0
    return Report(
        ref=digest("call", post.device, post.sender, stage, _key(begin, post)),
        medium=Medium.CALL,
        lines=post_lines(post, notice.get("called", ""), context),
        occurred_at=begin or post.posted_at,
        caller=shown_caller(post.sender, "from"),
        duration_s=None if begin is None else talked,
        stage=stage,
        call_key=call_key(post.device, post.sender, context),
        ends_at=post.rx_at or post.sent_at,
        record=record,
    )


def _seconds(notice: Mapping[str, str]) -> int | None:
    """How long it was talked, or of a missed call how long it rang; left out where that is nought."""
    found = _SECONDS.fullmatch(notice.get("talked", notice.get("rang", "0")))
    return int(found.group(1)) if found else None


def _key(begin: datetime | None, post: Post) -> str:
    """What a notice that is sent again keeps: the start of the call, the second of the notice, else its minute."""
    known = begin or post.rx_at
    return str(int(known.timestamp())) if known is not None else post.bucket


def call_key(device: str, caller: str, context: ParseContext) -> str:
    """What all notices of one call have in common, posted or fetched."""
    return digest(device, caller_key(caller, context))


def _started_at(
    text: str, length: int | None, post: Post, context: ParseContext
) -> datetime | None:
    """The start of a call, in the phone's own zone: that of the source, else the offset of the arrival.

    None where the call ended long before the notice. The app looks for the call in the phone's log, and where the log
    is behind it finds the one before from the same caller.

    An offset of zero tells nothing about the phone: some builds (WebhookUtils.kt at 046dd8e) write the arrival
    in UTC wherever the phone is.
    """
    zone = context.zone
    if zone is None and post.rx and has_offset(post.rx):
        offset = datetime.fromisoformat(post.rx.upper()).utcoffset()
        zone = timezone(offset) if offset else None
    lasted = timedelta(seconds=length or 0)
    near = post.rx_at - lasted if post.rx_at else None
    begin = parse_time(text, field="通话时间", zone=zone, near=near)
    return None if near is not None and near - begin > _BEHIND else begin
