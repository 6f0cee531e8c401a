"""Twilio: messages and calls to a rented number, as its webhooks post them.

Rests on Twilio's pages "Messaging webhooks" and "TwiML Voice: Twilio's request", and for the signature on
``twilio/request_validator.py`` of twilio-python at commit 306691e. Parameters come as a form, or in the address where
the webhook is set to GET; new ones appear without notice.

Neither a message nor the first notice of a call has a time, so the time of arrival goes into the delivery.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import BinaryIO
from urllib.parse import parse_qs, parse_qsl, urlsplit

from leaktrace.domain.bodies import (
    arrival_of,
    bodies,
    flat_values,
    has_token,
    required,
    same_secret,
    token_fault,
    with_arrival,
)
from leaktrace.domain.calls import LONGEST_CALL_S, reached, shown_caller
from leaktrace.domain.contact import CallStage, Medium, Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.framing import line_deliveries
from leaktrace.domain.ports import Authentication, ParseContext, PushAnswer, PushRequest
from leaktrace.domain.records import MAX_TEXT, read_each, storable, whole_number
from leaktrace.domain.times import parse_mail_time

__all__ = ["TwilioSmsFormat", "TwilioVoiceFormat"]

_XML = b'<?xml version="1.0" encoding="UTF-8"?>'
_PORTS = {"https": 443, "http": 80}
_MAX_FIELDS = 200
_KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_WORDS = ("RESTRICTED", "BLOCKED", "UNKNOWN", "ANONYMOUS", "UNAVAILABLE")
_WITHHELD = frozenset({f"+{word.translate(_KEYS)}" for word in _WORDS} | {"+8566696"})
"""What stands for a number that was withheld: a word, as the keys of a telephone spell it, and UNKNOWN misspelt."""
_ARRIVED = frozenset({"received", "receiving"})
_STAGES: Mapping[str, CallStage] = {
    "queued": CallStage.RINGING,
    "initiated": CallStage.RINGING,
    "ringing": CallStage.RINGING,
    "in-progress": CallStage.ANSWERED,
    "completed": CallStage.ENDED,
    **dict.fromkeys(("busy", "failed", "no-answer", "canceled"), CallStage.MISSED),
}


class _TwilioWebhook:
    """What both webhooks have in common."""

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """Deliveries of whole lines."""
        return line_deliveries(stream)

    def authenticate(
        self, request: PushRequest, secret: str
    ) -> tuple[Authentication, str | None, str]:
        """Judge by ``X-Twilio-Signature``, of which the secret is the account's auth token; else by a token.

        The signature covers address and body. A request that is sent again says nothing new, so that neither its age
        nor its use is limited.
        """
        given = request.headers.get("x-twilio-signature", "")
        if secret and given and _is_signed(request, given, secret):
            return Authentication.BODY_BOUND, None, ""
        if has_token(request, secret):
            return Authentication.STATIC, None, ""
        reason = (
            "the signature does not match address and body"
            if given
            else token_fault(request, "no signature")
        )
        return Authentication.FAILED, None, reason if secret else "the source has no secret"

    def delivery(self, request: PushRequest) -> bytes:
        """The time of arrival, and the body as one line; of a GET the parameters (see `leaktrace.domain.bodies`)."""
        return with_arrival(request.body or request.query.encode(), request.received_at)


class TwilioSmsFormat(_TwilioWebhook):
    """Reads the webhook "A message comes in". ``ref`` is the ``MessageSid``; the time is that of arrival."""

    name = "twilio-sms"
    settings = ("country",)
    answer = PushAnswer(_XML + b"<Response/>", "text/xml")
    """No reply. Anything that is not TwiML would be sent to the caller, or be an error."""

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every body."""
        return read_each(bodies(delivery), _message, context)


class TwilioVoiceFormat(_TwilioWebhook):
    """Reads the webhook "A call comes in" and the status callbacks of a call, which make one contact.

    ``ref`` is the ``CallSid`` and the stage. The first notice has the time of arrival, status callbacks their own.
    """

    name = "twilio-voice"
    settings = ("country",)
    answer = PushAnswer(_XML + b'<Response><Reject reason="busy"/></Response>', "text/xml")
    """Busy, where no other address says what the number should do; callers of a status callback do not look."""

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every body."""
        return read_each(bodies(delivery), _call, context)


def _is_signed(request: PushRequest, given: str, token: str) -> bool:
    """Whether the signature is that of the address, with or without its port, and of the parameters.

    Of JSON, which has no parameters, the address has the hash, and the signature covers the address alone.
    """
    try:
        hashes = parse_qs(urlsplit(request.url).query, max_num_fields=_MAX_FIELDS).get("bodySHA256")
        tail = "" if hashes else _sorted_parameters(request.body)
        urls = (request.url, _with_other_port(request.url))
    except ValueError:  # not an address, or too many parameters
        return False
    if hashes and not same_secret(hashes[0], hashlib.sha256(request.body).hexdigest()):
        return False
    found = [same_secret(given, _signature(url + tail, token)) for url in urls]
    return any(found)


def _signature(text: str, token: str) -> str:
    mac = hmac.digest(token.encode(), text.encode(errors="replace"), "sha1")
    return base64.b64encode(mac).decode()


def _sorted_parameters(body: bytes) -> str:
    """Names and values of a form as they are signed: in order, each pair once, nothing taken off."""
    text = body.decode("utf-8", "replace")
    pairs = set(parse_qsl(text, keep_blank_values=True, max_num_fields=_MAX_FIELDS))
    return "".join(name + value for name, value in sorted(pairs))


def _with_other_port(url: str) -> str:
    """The address without its port; one that has none, with the usual one."""
    parts = urlsplit(url)
    usual = _PORTS.get(parts.scheme, 443)
    bare = parts.netloc.removesuffix(f":{parts.port}")
    return url.replace(parts.netloc, f"{bare}:{usual}" if parts.port is None else bare, 1)


def _message(record: bytes, context: ParseContext) -> Report:
    at, body = arrival_of(record)
    values = flat_values(body)
    if values.get("SmsStatus", "received") not in _ARRIVED:
        raise InputError(
            "the status of a message that was sent is no contact",
            field="SmsStatus",
            remedy="Set the address at the number, under 'A message comes in'",
        )
    sid = required(values, "MessageSid" if "MessageSid" in values else "SmsSid")
    return Report(
        ref=sid,
        medium=Medium.SMS,
        lines=reached(required(values, "To"), context, field="To"),
        occurred_at=_known(at),
        caller=shown_caller(values.get("From", ""), "From", withheld=_WITHHELD),
        text=storable(values.get("Body", ""), "Body", limit=MAX_TEXT) or None,
        also=(sid,),  # sent again it has another time of arrival
        record=record,
    )


def _call(record: bytes, context: ParseContext) -> Report:
    at, body = arrival_of(record)
    values = flat_values(body)
    if values.get("Direction", "inbound") != "inbound":
        raise InputError("an outgoing call is no contact", field="Direction")
    status = required(values, "CallStatus")
    if status not in _STAGES:
        raise InputError(f"{status[:24]!r} is no status of a call", field="CallStatus")
    stage, call = _STAGES[status], required(values, "CallSid")
    told = values.get("Timestamp", "").strip()
    when = parse_mail_time(told, field="Timestamp") if told else _known(at)
    talked = None
    if stage is CallStage.ENDED:
        text = values.get("CallDuration", "").strip()
        talked = whole_number(text, "CallDuration", below=LONGEST_CALL_S) if text else None
    return Report(
        ref=f"{call}:{stage}",
        medium=Medium.CALL,
        lines=reached(
            required(values, "To"),
            context,
            forwarded=values.get("ForwardedFrom", ""),
            field="To",
        ),
        occurred_at=when - timedelta(seconds=talked or 0),
        caller=shown_caller(values.get("From", ""), "From", withheld=_WITHHELD),
        duration_s=0 if stage is CallStage.MISSED else talked,
        stage=stage,
        call_key=call,
        ends_at=when,
        also=(f"{call}:{stage}",),
        record=record,
    )


def _known(at: datetime | None) -> datetime:
    """The time of arrival of a delivery that tells it."""
    if at is None:
        raise InputError(
            "no time: Twilio sends none, and when it came is not known",
            field="Timestamp",
            remedy="Write at:2026-11-18T20:14:05Z and a blank before the body",
        )
    return at
