"""Huawei Cloud PrivateNumber (隐私保护通话): records of calls and messages to relay numbers, as it posts them.

Rests on support.huaweicloud.com/api-PrivateNumber, "AXB/AX/AXE/X 模式话单通知接口" (``fee``, signature, retries) and
"短信通知接口". Times are UTC by the service's own definition, whatever zone a source states. The number that stands for
the direction means another thing in each mode, so it is not read.
"""

import base64
import hmac
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from leaktrace.domain.bodies import (
    events,
    flat_values,
    has_token,
    required,
    same_secret,
    to_one_line,
    token_fault,
)
from leaktrace.domain.calls import reached, relay_lines, seconds_between, shown_caller
from leaktrace.domain.contact import UNBOUND, Medium, Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.framing import line_deliveries
from leaktrace.domain.ports import Authentication, ParseContext, PushAnswer, PushRequest
from leaktrace.domain.records import (
    MAX_TEXT,
    decode_record,
    digest,
    json_object,
    read_each,
    storable,
)
from leaktrace.domain.times import parse_time

__all__ = ["HuaweiPrivateNumberFormat"]

_FRESH = timedelta(hours=6)
"""The last retry comes 300 minutes after the event, and may be signed as the first try was."""
_PARTS = re.compile(r'(\w+)\s*=\s*"([^"]{0,200})"')
_NO_BINDING = "8014"


class HuaweiPrivateNumberFormat:
    """Reads notices of calls (``fee``, up to 50 in a body) and of messages (``smsEvent``), one body a line.

    ``ref`` is made of the ``sessionId``, in which both numbers stand; of a message it is the ``smsIdentifier``. The line
    is X, the number that was dialled. A call that failed since X was bound to nobody (``ulFailReason`` 8014) leads to
    the remark `UNBOUND`.
    """

    name = "huawei-privatenumber"
    settings = ("code:NAME", "country")
    answer = PushAnswer(b"", "application/json")

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """Deliveries of whole lines."""
        return line_deliveries(stream)

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every call and message, and for every body that holds none."""
        return read_each(events(delivery, within="feeLst"), _report, context)

    def authenticate(
        self, request: PushRequest, secret: str
    ) -> tuple[Authentication, str | None, str]:
        """Judge by ``X-AKSK``, of which the secret is the app_secret; else by a token as `has_token` finds it.

        The digest covers a random number and a time and not the body, so it is replayable and good for six hours and
        one body.
        """
        if not secret:
            return Authentication.FAILED, None, "the source has no secret"
        once, reason = _digested(request, secret)
        if once is not None:
            return Authentication.REPLAYABLE, once, ""
        if has_token(request, secret):
            return Authentication.STATIC, None, ""
        return Authentication.FAILED, None, token_fault(request, reason)

    def delivery(self, request: PushRequest) -> bytes:
        """The body as one line (see `leaktrace.domain.bodies`)."""
        return to_one_line(request.body)


def _digested(request: PushRequest, secret: str) -> tuple[str | None, str]:
    """What makes the digest of a request one-time, or None and why it is not valid."""
    parts = dict(_PARTS.findall(request.headers.get("x-aksk", "")))
    nonce, created = parts.get("Nonce", ""), parts.get("Created", "")
    if not nonce or not created:
        return None, "neither X-AKSK nor a token"
    mac = hmac.digest(secret.encode(), (nonce + created).encode(errors="replace"), "sha256")
    if not same_secret(parts.get("PasswordDigest", ""), base64.b64encode(mac).decode()):
        return None, "the digest does not match the secret"
    try:
        made = parse_time(created, field="Created", zone=UTC)
    except InputError as error:
        return None, str(error)
    if abs(request.received_at - made) > _FRESH:
        return None, "the digest is more than six hours off"
    return f"{nonce}:{created}", ""


def _report(record: bytes, context: ParseContext) -> Report:
    body = json_object(decode_record(record))
    message = body.get("smsEvent")
    if isinstance(message, dict):
        return _message(record, _texts(message), context)
    if "statusInfo" in body:
        raise InputError(
            "a notice of the state of a call",
            field="eventType",
            remedy="Set the address for call records and that for messages only",
        )
    return _call(record, flat_values(record), context)


def _texts(values: Mapping[str, object]) -> dict[str, str]:
    return {key: value for key, value in values.items() if isinstance(value, str)}


def _time(values: Mapping[str, str], key: str) -> datetime | None:
    text = values.get(key, "").strip()
    return parse_time(text, field=key, zone=UTC) if text else None


def _call(record: bytes, values: Mapping[str, str], context: ParseContext) -> Report:
    times = (_time(values, key) for key in ("callInTime", "fwdStartTime", "failTime"))
    began = next((time for time in times if time is not None), None)
    if began is None:
        raise InputError("is missing", field="callInTime", remedy="Look whether the event is whole")
    answered, ended = _time(values, "fwdAnswerTime"), _time(values, "callEndTime")
    dialled = "bindNum" if values.get("bindNum", "").strip() else "calleeNum"
    return Report(
        ref=digest("call", required(values, "sessionId")),
        medium=Medium.CALL,
        lines=relay_lines(
            values.get(dialled, ""), values.get("extendNum", ""), context, field=dialled
        ),
        occurred_at=began,
        caller=shown_caller(values.get("callerNum", ""), "callerNum"),
        text=UNBOUND if values.get("ulFailReason") == _NO_BINDING else None,
        duration_s=seconds_between(answered, ended, "callEndTime") if answered and ended else 0,
        record=record,
    )


def _message(record: bytes, values: Mapping[str, str], context: ParseContext) -> Report:
    if values.get("notificationMode", "").lower() == "block":
        raise InputError(
            "this message waits to be told where it goes, and LeakTrace does not tell",
            field="notificationMode",
            remedy="Set the address for messages, not the one that controls them",
        )
    sent = _time(values, "timeStamp")
    if sent is None:
        raise InputError("is missing", field="timeStamp", remedy="Look whether the event is whole")
    return Report(
        ref=required(values, "smsIdentifier"),
        medium=Medium.SMS,
        lines=reached(values.get("virtualNumber", ""), context, field="virtualNumber"),
        occurred_at=sent,
        caller=shown_caller(values.get("calling", ""), "calling"),
        text=storable(values.get("smsContent", ""), "smsContent", limit=MAX_TEXT) or None,
        record=record,
    )
