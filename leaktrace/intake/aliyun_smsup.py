"""Alibaba Cloud SMS: answers to messages that were sent (上行短信, ``SmsUp``), as it posts them.

Rests on help.aliyun.com/document_detail/60127.html (fields, answer, retries) and the older page 101646, whose times are
``20261126174000`` and whose sequence numbers are numbers. It signs nothing.
"""

import re
from collections.abc import Iterator

from leaktrace.domain.bodies import events, flat_values, required
from leaktrace.domain.calls import coded_line, shown_caller
from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.gateways import TokenGateway
from leaktrace.domain.ports import ParseContext, PushAnswer
from leaktrace.domain.records import MAX_TEXT, digest, read_each, storable
from leaktrace.domain.times import parse_time

__all__ = ["AliyunSmsUpFormat"]

_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})")


class AliyunSmsUpFormat(TokenGateway):
    """Reads arrays of messages, one array a line; or a message a line.

    ``ref`` is made of ``sequence_id`` and the number of the sender: the service posts an event again now and then.
    Times have no offset; the source must state the zone. The line is that of the access code ``dest_code`` (see
    `coded_line`), which the service chooses itself.
    """

    name = "aliyun-smsup"
    settings = ("code:NAME",)
    answer = PushAnswer('{"code":0,"msg":"接收成功"}'.encode())

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every message, and for every body that holds none."""
        return read_each(events(delivery), _report, context)


def _report(record: bytes, context: ParseContext) -> Report:
    values = flat_values(record)
    sender, code = required(values, "phone_number"), values.get("dest_code", "").strip()
    sent, content = required(values, "send_time"), values.get("content", "")
    number = values.get("sequence_id", "").strip()
    return Report(
        ref=digest("sms", number, sender, *(() if number else (sent, content, code))),
        medium=Medium.SMS,
        lines=(coded_line(code, context, field="dest_code"),),
        occurred_at=parse_time(
            _COMPACT.sub(r"\1-\2-\3 \4:\5:\6", sent), field="send_time", zone=context.zone
        ),
        caller=shown_caller(sender, "phone_number"),
        text=storable(content, "content", limit=MAX_TEXT) or None,
        record=record,
    )
