"""SMS Gate (capcom6/android-sms-gateway): messages that an Android phone posts. It tells of no calls.

Rests on the app at commit 0cdc5d8 (2026-07-14), ``modules/webhooks`` (events, payloads, ``PayloadSingingPlugin.kt``)
and ``modules/receiver/ReceiverService.kt``, and its documentation at af97537 (2026-08-05).
"""

import hmac
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import BinaryIO

from leaktrace.domain.bodies import (
    bodies,
    from_one_line,
    has_token,
    same_secret,
    to_one_line,
    token_fault,
)
from leaktrace.domain.cards import CARDS, lines_of_card
from leaktrace.domain.contact import CallStage, Medium, Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.framing import line_deliveries
from leaktrace.domain.ports import Authentication, ParseContext, PushAnswer, PushRequest
from leaktrace.domain.records import (
    MAX_TEXT,
    decode_record,
    digest,
    json_line,
    json_object,
    rejected,
    text_at,
)
from leaktrace.domain.times import format_time, parse_time

__all__ = ["SmsGateFormat"]

_HEARTBEATS = frozenset({"system:ping", "app:started"})
_MMS_STAGES = {"mms:received": CallStage.RINGING, "mms:downloaded": CallStage.ENDED}
_WORDS, _BINARY = "sms:received", "sms:data-received"
_CONTACTS = (_WORDS, _BINARY, *_MMS_STAGES)
_APART_S = 120
"""How far the time of the SMS centre and that of the phone may lie apart for one message."""


class SmsGateFormat:
    """Reads bodies of SMS Gate's webhooks, one a line; those of batch events give one report a message.

    The events ``system:ping`` and ``app:started`` are signs of life and no records: nothing comes of them. An MMS is
    told twice, when it is announced and when it is there; its content takes the place of the announcement. Other
    events tell of messages that were sent and are rejected: their webhooks should not be registered.

    Times are those of the SMS centre, and can lie hours before the arrival. A message that the app exports or finds in
    the phone's store has that of its arrival, and so another id; within two minutes it is known again by its words.
    The line is the number in ``recipient``, which most Chinese SIM cards do not know; else the source's settings
    ``SIM1``, ``SIM2`` (``simNumber`` counts from 1), ``device:<deviceId>``, ``lines``; else the line of the source.
    """

    name = "smsgate"
    settings = ("SIM1", "device:NAME", *CARDS)
    answer = PushAnswer()

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """Deliveries of whole lines."""
        return line_deliveries(stream)

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every message, and for every body that is none."""
        for record in bodies(delivery):
            try:
                found = _messages(record, json_object(decode_record(from_one_line(record))))
            except InputError as error:
                yield rejected(record, error)
                continue
            for part, values in found:
                try:
                    yield _report(part, values, context)
                except InputError as error:
                    yield rejected(part, error)

    def authenticate(
        self, request: PushRequest, secret: str
    ) -> tuple[Authentication, str | None, str]:
        """Judge by ``X-Signature``, else by a token as `has_token` finds it.

        The signature covers the raw body and the time of sending, which each retry has anew. A request that is sent
        again says nothing new, so that neither its age nor its use is limited.
        """
        given = request.headers.get("x-signature", "").lower()
        stamp = request.headers.get("x-timestamp", "")
        mac = hmac.digest(secret.encode(), request.body + stamp.encode(errors="replace"), "sha256")
        if secret and stamp and same_secret(given, mac.hex()):
            return Authentication.BODY_BOUND, None, ""
        if has_token(request, secret):
            return Authentication.STATIC, None, ""
        reason = (
            "the signature does not match the body"
            if given
            else token_fault(request, "no signature and no token")
        )
        return Authentication.FAILED, None, reason if secret else "the source has no secret"

    def delivery(self, request: PushRequest) -> bytes:
        """The body as one line (see `leaktrace.domain.bodies`)."""
        return to_one_line(request.body)


def _messages(record: bytes, envelope: dict[str, object]) -> list[tuple[bytes, dict[str, object]]]:
    """The events in a body, each with its bytes: of a batch, one for every message, as its own body would be."""
    event = text_at(envelope, "event")
    if event in _HEARTBEATS:
        return []
    single = event.replace(":batch:", ":")
    if single not in _CONTACTS:
        raise InputError(
            f"{event[:40]!r} is no message that arrived",
            field="event",
            remedy=f"Register webhooks for {', '.join(_CONTACTS)} only",
        )
    if single == event:
        return [(record, envelope)]
    messages = _object(envelope, "payload").get("messages")
    if not isinstance(messages, list) or not messages:
        raise InputError("is no list of messages", field="payload.messages")
    common = {"deviceId": envelope.get("deviceId"), "event": single}
    return [(json_line(part), part) for part in ({**common, "payload": one} for one in messages)]


def _object(values: Mapping[str, object], key: str) -> dict[str, object]:
    value = values.get(key)
    if not isinstance(value, dict):
        raise InputError("is no object", field=key, remedy="Send the body as the app makes it")
    return value


def _report(record: bytes, envelope: dict[str, object], context: ParseContext) -> Report:
    event, device = text_at(envelope, "event"), text_at(envelope, "deviceId")
    payload = _object(envelope, "payload")
    at = parse_time(text_at(payload, "receivedAt"), field="receivedAt", zone=context.zone)
    sender = text_at(payload, "sender").strip() or text_at(payload, "phoneNumber").strip()
    text, card = _text(event, payload), text_at(payload, "simNumber")
    ref, *also = _references(event, device, sender, text, at, payload)
    stage = _MMS_STAGES.get(event)
    return Report(
        ref=ref,
        medium=Medium.SMS,
        lines=lines_of_card(
            context,
            numbers=(text_at(payload, "recipient"),),
            slot=f"SIM{card}" if card else "",
            device=device,
            field="recipient",
            remedy="Set SIM1, SIM2, device:<deviceId> or lines, or state the line of the source",
        ),
        occurred_at=at,
        caller=sender or None,
        text=text,
        stage=stage,
        call_key=digest("mms", device, sender) if stage else None,
        ends_at=at if stage else None,
        also=tuple(also),
        record=record,
    )


def _references(
    event: str,
    device: str,
    sender: str,
    text: str | None,
    at: datetime,
    payload: Mapping[str, object],
) -> list[str]:
    """The reference of a message, and those that it has if the app told it with the other of its two times.

    The app's id is made of the words, the time and the card, and of binary data it is another one each time.
    """
    message_id = text_at(payload, "messageId")
    if event == _BINARY:
        data = text_at(payload, "data", limit=MAX_TEXT)
        return [digest(device, event, sender, data, format_time(at))]
    if event != _WORDS:
        return [digest(device, event, message_id or digest(sender, text or ""), format_time(at))]
    card = text_at(payload, "simNumber") or f"id {message_id}"
    # The SMS centre counts whole seconds, the phone thousandths.
    dated, other = ("phone", "centre") if at.microsecond else ("centre", "phone")
    second = int(at.timestamp())
    near = range(second - _APART_S, second + _APART_S + 1)
    keys = [(dated, second), *((other, one) for one in near)]
    return [digest(by, device, sender, text or "", card, str(key)) for by, key in keys]


def _text(event: str, payload: Mapping[str, object]) -> str | None:
    """The words of a message; binary ones have none."""
    if event == _WORDS:
        if payload.get("message") is None:
            raise InputError("is missing", field="message")
        return text_at(payload, "message", limit=MAX_TEXT)
    if event == _BINARY:
        return None
    words = [text_at(payload, key, limit=MAX_TEXT) for key in ("subject", "body")]
    return "\n".join(filter(None, words)) or None
