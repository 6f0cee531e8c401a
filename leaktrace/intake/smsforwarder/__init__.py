"""SmsForwarder (短信转发器): messages and call notices that an Android phone posts, and that it is asked for.

Rests on pppscn/SmsForwarder v3.5 at commit 32300b2 (2026-06-11): ``utils/sender/WebhookUtils.kt`` (bodies, sign),
``entity/MsgInfo.kt`` and ``entity/CallInfo.kt`` (default content, call texts), ``receiver/CallReceiver.kt`` (up to
three notices a call), ``server/controller`` and ``utils/HttpServerUtils.kt`` (what the phone answers), and its labels
in Chinese and English (``res/values*/strings.xml``).
"""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from leaktrace.domain.bodies import bodies, from_one_line, has_token, to_one_line, token_fault
from leaktrace.domain.cards import CARDS
from leaktrace.domain.contact import Reject, Report
from leaktrace.domain.framing import line_deliveries
from leaktrace.domain.ports import Authentication, ParseContext, Pulled, PushAnswer, PushRequest
from leaktrace.domain.records import read_each
from leaktrace.intake.smsforwarder.calls import call_report, call_stage
from leaktrace.intake.smsforwarder.messages import message_report
from leaktrace.intake.smsforwarder.phone import check_phone, fetched
from leaktrace.intake.smsforwarder.posts import body_values, read_post
from leaktrace.intake.smsforwarder.rows import is_row, row_report
from leaktrace.intake.smsforwarder.signs import signed_once

__all__ = ["SmsForwarderFormat"]


class SmsForwarderFormat:
    """Reads bodies of SmsForwarder's webhook sender, one a line: JSON, form-encoded, or its default content as text.

    Lines are found by the number or line_id in the SIM's remark and the number that was called; else by the
    source's settings ``SIM1``, ``SIM2``, ``device:<device>``, ``lines`` (line_ids with commas between; several:
    it was one of these); else by the line of the source. ``country`` is the calling code of national numbers.

    With the setting ``url`` (``http://192.0.2.7:5000``) the phone's own server is asked for its messages and its call
    log, which have what posts lack: no loss while nothing listened, milliseconds, a slot that the system knows. Its
    rows are read here, too, one a line. Within one source an event that was posted and is fetched counts once, if
    the setting ``device`` is what the phone posts as its name. What can still be seen twice: a message that the
    phone dates more than `messages.APART` off between its store and its notice, and a call more than five seconds.
    """

    name = "smsforwarder"
    settings = ("url", "device", "SIM1", "device:NAME", *CARDS)
    answer = PushAnswer()

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """Deliveries of whole lines."""
        return line_deliveries(stream)

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every body; rows of what the phone itself sent or dialled are no records."""
        return read_each(bodies(delivery), _report, context)

    def authenticate(
        self, request: PushRequest, secret: str
    ) -> tuple[Authentication, str | None, str]:
        """Judge by the sign, else by a token as `has_token` finds it.

        The sign covers the timestamp and not the body, so it is replayable and good for one hour and one use.
        """
        if not secret:
            return Authentication.FAILED, None, "the source has no secret"
        once, reason = signed_once(_sent(request), request.received_at, secret)
        if once is not None:
            return Authentication.REPLAYABLE, once, ""
        if has_token(request, secret):
            return Authentication.STATIC, None, ""
        return Authentication.FAILED, None, token_fault(request, reason)

    def delivery(self, request: PushRequest) -> bytes:
        """The body, or what stood in the address, as one line (see `leaktrace.domain.bodies`)."""
        return to_one_line(_sent(request))

    def pull(self, settings: Mapping[str, str], secret: str, cursor: str) -> Iterator[Pulled]:
        """What the phone has had since `cursor`; see `leaktrace.intake.smsforwarder.phone`."""
        return fetched(settings, secret, cursor)

    def check_pull(self, settings: Mapping[str, str], secret: str) -> None:
        """Pass only if the address of the phone is stated."""
        check_phone(settings, secret)


def _sent(request: PushRequest) -> bytes:
    """What was posted, or with GET put into the address."""
    return request.body or request.query.encode("latin-1", "replace")


def _report(record: bytes, context: ParseContext) -> Report | None:
    values = body_values(from_one_line(record))
    if is_row(values):
        return row_report(record, values, context)
    post = read_post(values, context)
    stage, notice = call_stage(post)
    if stage is not None:
        return call_report(record, post, notice, stage, context)
    return message_report(record, post, context)
