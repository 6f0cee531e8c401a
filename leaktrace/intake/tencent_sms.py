"""Tencent Cloud SMS: answers to messages that were sent, as its reply callback posts them.

Rests on cloud.tencent.com/document/product/382/5809 and 43548 (fields, answer). It signs nothing, and an answer has
no number of its own.
"""

from collections.abc import Iterator

from leaktrace.domain.bodies import events, flat_values, required
from leaktrace.domain.calls import coded_line, shown_caller
from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.gateways import TokenGateway
from leaktrace.domain.ports import ParseContext, PushAnswer
from leaktrace.domain.records import MAX_TEXT, digest, read_each, storable
from leaktrace.domain.times import epoch_time

__all__ = ["TencentSmsFormat"]


class TencentSmsFormat(TokenGateway):
    """Reads callbacks, one a line.

    ``ref`` is made of sender, second, text and access code, since the service tells no number of the message. The line
    is that of the access code ``extend`` (see `coded_line`).
    """

    name = "tencent-sms"
    settings = ("code:NAME",)
    answer = PushAnswer(b'{"result":0,"errmsg":"OK"}')

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every body."""
        return read_each(events(delivery), _report, context)


def _report(record: bytes, context: ParseContext) -> Report:
    values = flat_values(record)
    mobile, nation = required(values, "mobile"), values.get("nationcode", "").strip()
    second, text = required(values, "time"), values.get("text", "")
    extend = values.get("extend", "").strip()
    if "text" not in values:
        raise InputError(
            "is missing",
            field="text",
            remedy="Set the address for replies, not the one for status reports",
        )
    caller = f"+{nation}{mobile}" if nation and not mobile.startswith("+") else mobile
    return Report(
        ref=digest("sms", caller, second, text, extend),
        medium=Medium.SMS,
        lines=(coded_line(extend, context, field="extend"),),
        occurred_at=epoch_time(second, field="time"),
        caller=shown_caller(caller, "mobile"),
        text=storable(text, "text", limit=MAX_TEXT) or None,
        record=record,
    )
