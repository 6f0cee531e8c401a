"""Alibaba Cloud private numbers (号码隐私保护): calls and messages to relay numbers, as it posts them.

Rests on help.aliyun.com: 109201 (``SecretReport``), 59770 (``SecretStartReport``), 400454 (``SecretPickUpReport``), 305609
(``SecretSmsIntercept``), 305596 (posts, answer). An array has no name of what it holds, so that is told by its keys. In
the words of the service A and B talk by way of the relay number X. It signs nothing, and may mask numbers.
"""

from collections.abc import Iterator, Mapping

from leaktrace.domain.bodies import events, flat_values, required
from leaktrace.domain.calls import reached, relay_lines, seconds_between, shown_caller
from leaktrace.domain.contact import UNBOUND, CallStage, Medium, Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.gateways import TokenGateway
from leaktrace.domain.ports import ParseContext, PushAnswer
from leaktrace.domain.records import MAX_TEXT, digest, read_each, storable
from leaktrace.domain.times import parse_time

__all__ = ["AliyunSecretReportFormat"]

_A_TO_B, _B_TO_A, _BLOCKED = "0", "1", "4"
_OF_SMS = frozenset({"2", "3", "5"})
"""Calls of these types are messages; their words come as a ``SecretSmsIntercept``."""
_NO_BINDING = "2"
_NO_SUBSCRIPTION = "NO_SUBS_EXIST"
_NO_SUBSCRIPTION_SMS = "SUBS_NOT_EXISTS"


class AliyunSecretReportFormat(TokenGateway):
    """Reads arrays of events, one array a line; or an event a line.

    ``ref`` is the ``call_id`` and the stage, of a message its ``id``. The line is X, the number that was dialled, and
    never the number behind it, which a caller who dialled X need not know. Times have no offset; the source must state
    the zone. The merchant's own line is A; ``--set side=b`` says that it is B. Calls from it are no contacts.

    X dialled while it was bound to nobody (``unconnected_cause`` 2) leads to the remark `UNBOUND`.
    """

    name = "aliyun-secretreport"
    settings = ("side", "code:NAME", "country")
    answer = PushAnswer('{"code":0,"msg":"接收成功"}'.encode())

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every event, and for every body that holds none."""
        return read_each(events(delivery), _report, context)


def _report(record: bytes, context: ParseContext) -> Report:
    values = flat_values(record)
    told = _message if "sms_content" in values else _call
    return told(record, values, context)


def _call(record: bytes, values: Mapping[str, str], context: ParseContext) -> Report:
    call, kind = required(values, "call_id"), required(values, "call_type")
    if kind in _OF_SMS:
        raise InputError(
            "the record of a message without its words",
            field="call_type",
            remedy="Subscribe to SecretSmsIntercept, and discard this",
        )
    if kind not in {_A_TO_B, _B_TO_A, _BLOCKED}:
        raise InputError(f"{kind[:24]!r} is no type of a call", field="call_type")
    own = _A_TO_B if context.settings.get("side", "a") == "a" else _B_TO_A
    if kind == own:
        raise InputError("an outgoing call is no contact", field="call_type")
    stage, talked = _stage(values, context)
    unbound = (
        values.get("unconnected_cause") == _NO_BINDING
        or values.get("control_msg") == _NO_SUBSCRIPTION
    )
    began = parse_time(required(values, "call_time"), field="call_time", zone=context.zone)
    return Report(
        ref=f"{call}:{stage}",
        medium=Medium.CALL,
        lines=relay_lines(
            values.get("secret_no", ""), values.get("extension", ""), context, field="secret_no"
        ),
        occurred_at=began,
        caller=_caller(values, kind),
        text=UNBOUND if unbound else None,
        duration_s=talked,
        stage=stage,
        call_key=call,
        ends_at=began,
        record=record,
    )


def _caller(values: Mapping[str, str], kind: str) -> str | None:
    """Who dialled X; where nothing is bound there may be but one number."""
    key = "phone_no" if kind == _A_TO_B else "peer_no"
    if kind == _BLOCKED and not values.get(key, "").strip():
        key = "phone_no"
    return shown_caller(values.get(key, ""), key)


def _stage(values: Mapping[str, str], context: ParseContext) -> tuple[CallStage, int | None]:
    """How far the call had come, and the seconds talked: unanswered calls "start" when they end."""
    start = values.get("start_time", "").strip()
    release = values.get("release_time", "").strip()
    if not release:
        return (CallStage.ANSWERED if start else CallStage.RINGING), None
    if not start:
        return CallStage.MISSED, 0
    talked = seconds_between(
        parse_time(start, field="start_time", zone=context.zone),
        parse_time(release, field="release_time", zone=context.zone),
        "release_time",
    )
    return (CallStage.ENDED if talked else CallStage.MISSED), talked


def _message(record: bytes, values: Mapping[str, str], context: ParseContext) -> Report:
    sender, sent = required(values, "send_no"), required(values, "start_time")
    words = storable(values["sms_content"], "sms_content", limit=MAX_TEXT)
    key = values.get("id", "").strip() or values.get("call_id", "").strip()
    if values.get("sms_intercept_type") == _NO_SUBSCRIPTION_SMS:
        words = f"{words}\n{UNBOUND}".lstrip()
    return Report(
        ref=digest("sms", key, sender, *(() if key else (sent, words))),
        medium=Medium.SMS,
        lines=reached(values.get("secret_no", ""), context, field="secret_no"),
        occurred_at=parse_time(sent, field="start_time", zone=context.zone),
        caller=shown_caller(sender, "send_no"),
        text=words or None,
        record=record,
    )
