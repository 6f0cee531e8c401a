"""SmsForwarder (短信转发器): messages and call notices that an Android phone posts.

Rests on pppscn/SmsForwarder v3.5 at commit 32300b2 (2026-06-11): ``utils/sender/WebhookUtils.kt`` (bodies, sign),
``entity/MsgInfo.kt`` and ``entity/CallInfo.kt`` (default content, call texts), ``receiver/CallReceiver.kt`` (up to
three notices a call). Its labels are Chinese in every language of the phone (``res/values/strings.xml``).
"""

import base64
import hmac
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import BinaryIO
from urllib.parse import unquote

from leaktrace.domain.bodies import (
    bodies,
    flat_values,
    from_one_line,
    has_token,
    same_secret,
    to_one_line,
)
from leaktrace.domain.contact import CallStage, Medium, Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.framing import line_deliveries
from leaktrace.domain.normal import normal_phone
from leaktrace.domain.ports import Authentication, ParseContext, PushAnswer, PushRequest
from leaktrace.domain.records import (
    MAX_TEXT,
    digest,
    line_name,
    rejected,
    storable,
)
from leaktrace.domain.times import format_time, in_zone, parse_time

__all__ = ["SmsForwarderFormat"]

_FRESH = timedelta(hours=1)

# The text as it arrived comes before the text that went through a template of the app.
_RAW_TEXT = ("org_content", "text")
_FILLED_TEXT = ("content", "msg")
_TIMESTAMP = ("timestamp", "ts")
_RX = ("rx", "receive_time")
_SIM = ("sim", "card_slot")
_DEVICE = ("device", "device_mark")

_OUTGOING = "outgoing"
_CALL_TYPES: Mapping[str, CallStage | str] = {
    **dict.fromkeys(("1", "来电挂机"), CallStage.ENDED),
    **dict.fromkeys(("2", "去电挂机"), _OUTGOING),
    **dict.fromkeys(("3", "未接来电"), CallStage.MISSED),
    **dict.fromkeys(("4", "来电提醒"), CallStage.RINGING),
    **dict.fromkeys(("5", "来电接通"), CallStage.ANSWERED),
    **dict.fromkeys(("6", "去电拨出"), _OUTGOING),
}
_NOTICE_LINE = re.compile(
    r"(通讯录名|被呼号码|通话时间|通话时长|响铃时长|通话类型|呼叫转移)[：:]\s*(.*)"
)
_SIM_REMARK = re.compile(r"SIM([12])_?(.*)", re.DOTALL)
_NUMBER = re.compile(r"(?<![0-9])\+?[0-9](?:[ -]?[0-9]){9,12}(?![0-9])")
_ID_IN_REMARK = re.compile(r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9._-]{1,63}")
_LOCAL_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
_SUB_ID = re.compile(r"SubId[：:]\s*-?[0-9]*")
_OFFSET = re.compile(r"(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})$")
_SECONDS = re.compile(r"([0-9]{1,6})\s*(?:s|秒)?")


@dataclass(frozen=True)
class _Post:
    """What one body says."""

    sender: str
    text: str
    device: str
    sim: str
    call_type: str
    rx: str
    """The time of arrival, as the app wrote it."""
    rx_at: datetime | None
    sent_at: datetime | None
    """The timestamp: when it was posted, at a resend anew."""

    @property
    def posted_at(self) -> datetime:
        """The time of the notice itself."""
        when = self.rx_at or self.sent_at
        if when is None:
            raise InputError(
                "no time with an offset",
                field="rx",
                remedy="Send [receive_time:yyyy-MM-dd'T'HH:mm:ssXXX] and [timestamp], or state the zone",
            )
        return when

    @property
    def bucket(self) -> str:
        """The minute of the post: a retry repeats the timestamp."""
        return str(int((self.sent_at or self.posted_at).timestamp()) // 60)


class SmsForwarderFormat:
    """Reads bodies of SmsForwarder's webhook sender, one a line: JSON, or form-encoded.

    Lines are found by the number or line_id in the SIM's remark and the number that was called; else by the
    source's settings ``SIM1``, ``SIM2``, ``device:<device>``, ``lines`` (line_ids with commas between; several:
    it was one of these); else by the line of the source. ``country`` is the calling code of national numbers.
    """

    name = "smsforwarder"
    answer = PushAnswer()

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """Deliveries of whole lines."""
        return line_deliveries(stream)

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every body."""
        for record in bodies(delivery):
            try:
                yield _report(record, _post(flat_values(from_one_line(record)), context), context)
            except InputError as error:
                yield rejected(record, error)

    def authenticate(
        self, request: PushRequest, secret: str
    ) -> tuple[Authentication, str | None, str]:
        """Judge by the sign, else by ``Authorization: Bearer <secret>`` or ``X-LT-Token: <secret>``.

        The sign covers the timestamp and not the body, so it is replayable and good for one hour and one use.
        """
        if not secret:
            return Authentication.FAILED, None, "the source has no secret"
        once, reason = _signed(request, secret)
        if once is not None:
            return Authentication.REPLAYABLE, once, ""
        if has_token(request, secret):
            return Authentication.STATIC, None, ""
        return Authentication.FAILED, None, reason

    def delivery(self, request: PushRequest) -> bytes:
        """The body as one line (see `leaktrace.domain.bodies`); JSON begins with a brace, a form with a key."""
        return to_one_line(request.body)


def _first(values: Mapping[str, str], keys: tuple[str, ...]) -> str:
    """The first of these keys that is there and not blank."""
    found = next((values[key] for key in keys if values.get(key, "").strip()), "")
    return storable(found.strip(), keys[0])


def _post(values: Mapping[str, str], context: ParseContext) -> _Post:
    if "from" not in values:
        raise InputError("is missing", field="from", remedy="Put [from] into the template")
    sender = _first(values, ("from",))
    key = next((key for key in _RAW_TEXT + _FILLED_TEXT if key in values), None)
    if key is None:
        raise InputError("is missing", field="text", remedy="Put [org_content] into the template")
    post = _Post(
        sender=sender,
        text=storable(values[key], key, limit=MAX_TEXT),
        device=_first(values, _DEVICE),
        sim=_first(values, _SIM),
        call_type=_first(values, ("call_type",)),
        rx=_first(values, _RX),
        rx_at=None,
        sent_at=_sent_at(_first(values, _TIMESTAMP)),
    )
    if key in _FILLED_TEXT and not post.sim and not post.rx:
        post = _unwrapped(post)
    return replace(post, rx_at=_rx_at(post.rx, context.zone))


def _unwrapped(post: _Post) -> _Post:
    """The parts of the app's default content: from, text, SIM, SubId, time and device as lines.

    The last lines are the app's own, whatever the text before them says.
    """
    lines = post.text.replace("\r\n", "\n").split("\n")
    if len(lines) < 5 or lines[0].strip() != post.sender or not _LOCAL_TIME.fullmatch(lines[-2]):
        return post
    end = -3 if _SUB_ID.fullmatch(lines[-3]) else -2
    sim = lines[end - 1]
    if len(lines) < 3 - end or (sim and not _SIM_REMARK.fullmatch(sim)):
        return post
    return replace(
        post,
        text="\n".join(lines[1 : end - 1]),
        sim=storable(sim, "sim"),
        rx=lines[-2],
        device=storable(lines[-1].strip(), "device") or post.device,
    )


def _sent_at(text: str) -> datetime | None:
    """The instant of a timestamp in milliseconds (or, as some versions may send, in seconds)."""
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{10}|[0-9]{13}", text):
        raise InputError(f"{text[:24]!r} is no timestamp", field="timestamp")
    milliseconds = int(text) * (1000 if len(text) == 10 else 1)
    instant = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds)
    return in_zone(instant, UTC, field="timestamp")


def _rx_at(text: str, zone: tzinfo | None) -> datetime | None:
    """The instant of arrival; None where neither an offset nor the source tells the zone."""
    if not text:
        return None
    instant = parse_time(text, field="rx", zone=zone or UTC)
    return instant if zone is not None or _OFFSET.search(text) else None


def _report(record: bytes, post: _Post, context: ParseContext) -> Report:
    notice = _notice(post.text)
    stage = _CALL_TYPES.get(post.call_type)
    if stage is None and notice:
        stage = _stage_of(notice)
    if stage == _OUTGOING:
        raise InputError("an outgoing call is no contact", field="call_type")
    if isinstance(stage, CallStage):
        return _call(record, post, notice, stage, context)
    when = post.posted_at
    key = post.rx or post.bucket
    return Report(
        ref=digest("sms", post.device, post.sender, post.text, key),
        medium=Medium.SMS,
        lines=_lines(post, {}, context),
        occurred_at=when,
        caller=post.sender or None,
        text=post.text,
        record=record,
    )


def _notice(text: str) -> dict[str, str]:
    """The labelled lines of a call's text; empty if there are other lines, for then it is a message."""
    found = [_NOTICE_LINE.fullmatch(line.strip()) for line in text.splitlines() if line.strip()]
    notice = {line.group(1): line.group(2).strip() for line in found if line is not None}
    return notice if len(notice) == len(found) and "通话类型" in notice else {}


def _stage_of(notice: Mapping[str, str]) -> CallStage | str:
    """The stage of a notice whose type was lost, as at a resend by hand."""
    stage = _CALL_TYPES.get(notice["通话类型"])
    if stage is not None:
        return stage
    if "响铃时长" in notice:
        return CallStage.MISSED
    if "通话时长" in notice:
        return CallStage.ENDED
    raise InputError(
        f"{notice['通话类型'][:24]!r} is no type of a call",
        field="call_type",
        remedy="Put {{CALL_TYPE}} into the template",
    )


def _call(
    record: bytes, post: _Post, notice: Mapping[str, str], stage: CallStage, context: ParseContext
) -> Report:
    """One notice of a call. Its text is the app's and not the caller's, so the report has none."""
    started = notice.get("通话时间", "")
    begin = _started_at(started, post, context) if started else post.posted_at
    final = stage in (CallStage.ENDED, CallStage.MISSED)
    ends_at = post.rx_at or post.sent_at
    # Of a missed call the app tells how long it rang; nobody talked.
    length = notice.get("通话时长", "0" if started else "")  # left out where it is nought
    talked = _SECONDS.fullmatch(length) if stage is CallStage.ENDED else None
    key = started if final and started else post.bucket
    return Report(
        ref=digest("call", post.device, post.sender, stage, key),
        medium=Medium.CALL,
        lines=_lines(post, notice, context),
        occurred_at=begin,
        caller=post.sender or None,
        duration_s=0 if stage is CallStage.MISSED else int(talked.group(1)) if talked else None,
        stage=stage,
        call_key=digest(post.device, post.sender),
        ends_at=ends_at,
        record=record,
    )


def _started_at(text: str, post: _Post, context: ParseContext) -> datetime:
    """The start of a call, in the phone's own zone: that of the source, else the offset of the arrival.

    An offset of zero tells nothing about the phone: some builds (WebhookUtils.kt at 046dd8e) write the arrival
    in UTC wherever the phone is.
    """
    zone = context.zone
    if zone is None and post.rx and _OFFSET.search(post.rx):
        offset = datetime.fromisoformat(post.rx.upper()).utcoffset()
        zone = timezone(offset) if offset else None
    return parse_time(text, field="通话时间", zone=zone)


def _lines(post: _Post, notice: Mapping[str, str], context: ParseContext) -> tuple[str, ...]:
    country = context.settings.get("country", "86")
    sim = _SIM_REMARK.fullmatch(post.sim)
    slot, remark = (f"SIM{sim.group(1)}", sim.group(2).strip()) if sim else ("", post.sim)
    # The slot is a hint that is often wrong, so a called number that differs from it makes a set.
    if stated := _numbers(remark, country) | _numbers(notice.get("被呼号码", ""), country):
        return tuple(stated)
    slots = (slot,) if slot else ("SIM1", "SIM2")
    if slot and slot in context.settings:
        return _set_of((slot,), context.settings)
    if _ID_IN_REMARK.fullmatch(remark):
        return (remark,)
    for keys in ((f"device:{post.device}",), slots, ("lines",)):
        if found := _set_of(keys, context.settings):
            return found
    if context.line is not None:
        return (line_name(context.line),)
    raise InputError(
        "no line",
        field="sim",
        remedy="Write the number into the SIM's remark, or set SIM1, SIM2, device:<device> or lines",
    )


def _numbers(text: str, country: str) -> dict[str, None]:
    """The telephone numbers in a text, each once, in their order."""
    return dict.fromkeys(normal_phone(n, country=country) for n in _NUMBER.findall(text))


def _set_of(keys: tuple[str, ...], settings: Mapping[str, str]) -> tuple[str, ...]:
    """The lines under these settings, each once."""
    names = [name for key in keys for name in settings.get(key, "").split(",") if name.strip()]
    return tuple(dict.fromkeys(line_name(name) for name in names))


def _signed(request: PushRequest, secret: str) -> tuple[str | None, str]:
    """What makes the sign of a request one-time, or None and why it is not valid.

    The app encodes the sign for URLs once, and a form or a query encodes it again.
    """
    try:
        values = flat_values(request.body)
        stamp, sign = _first(values, _TIMESTAMP), _first(values, ("sign",))
        sent_at = _sent_at(stamp)
    except InputError as error:
        return None, str(error)
    if not sign or sent_at is None:
        return None, "neither a token nor a timestamp with a sign"
    while re.search(r"%[0-9A-Fa-f]{2}", sign):
        sign = unquote(sign)
    mac = hmac.digest(secret.encode(), f"{stamp}\n{secret}".encode(), "sha256")
    if not same_secret(sign, base64.b64encode(mac).decode()):
        return None, "the sign does not match the secret"
    if abs(request.received_at - sent_at) > _FRESH:
        return None, f"the timestamp {format_time(sent_at)} is more than an hour off"
    return f"{stamp}:{sign}", ""
