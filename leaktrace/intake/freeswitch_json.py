"""FreeSWITCH's call detail records as JSON, posted or as files.

Rests on FreeSWITCH at commit cc93a68 (2026-08-21), ``mod_json_cdr.c`` and ``switch_ivr_generate_json_cdr`` in
``switch_ivr.c``. A post is JSON; with ``encode=true`` a form ``cdr=`` of it, encoded for URLs; with ``encode=base64``
the same in Base64. What could not be posted goes to ``err-log-dir`` in the same encoding, without ``cdr=``.

Of the variables, which callers can fill, nothing is read: numbers and times are those of the call flow.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

from leaktrace.domain.bodies import bodies, flat_values, from_one_line
from leaktrace.domain.calls import reached, seconds_between, shown_caller
from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.gateways import TokenGateway
from leaktrace.domain.ports import ParseContext, PushAnswer
from leaktrace.domain.records import decode_record, json_object, read_each, text_at
from leaktrace.domain.times import epoch_time

__all__ = ["FreeSwitchJsonFormat"]

_BASE64 = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")
_NEVER = frozenset({"", "0"})


class FreeSwitchJsonFormat(TokenGateway):
    """Reads the records of calls, one a line or one a file.

    ``ref`` is the uuid of the caller's leg; the legs that the exchange dials itself are no contacts. ``duration_s`` is
    from answer to hang-up. Times are counts since 1970 and need no zone.
    """

    name = "freeswitch-json"
    settings = ("country",)
    answer = PushAnswer()

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every body."""
        return read_each(bodies(delivery), _report, context)


def _decoded(body: bytes) -> str:
    """The JSON of a body in any of the three encodings."""
    text = decode_record(body).strip()
    if text.startswith("cdr="):
        # A plus sign is one of Base64: encoding for URLs leaves none.
        text = flat_values(text.replace("+", "%2B").encode())["cdr"]
    if text.lower().startswith("%7b"):
        text = unquote(text)
    if not text.startswith("{") and _BASE64.fullmatch(text):
        try:
            text = decode_record(base64.b64decode(text, validate=True))
        except binascii.Error:
            raise InputError("not Base64", remedy="Look whether the row was cut") from None
    return text


def _report(record: bytes, context: ParseContext) -> Report:
    cdr = json_object(_decoded(from_one_line(record)))
    if text_at(_part(cdr, "channel_data"), "direction") == "outbound":
        raise InputError(
            "a leg that the exchange dialled is no contact",
            field="direction",
            remedy="Set log-b-leg to false in json_cdr.conf.xml",
        )
    flows = _flows(cdr)
    first = min(flows, key=lambda flow: text_at(_part(flow, "times"), "profile_created_time"))
    profile, times = _part(first, "caller_profile"), _part(first, "times")
    uuid = text_at(profile, "uuid").strip()
    if not uuid:
        raise InputError("is missing", field="caller_profile.uuid", remedy="Take the whole record")
    return Report(
        ref=uuid.lower(),
        medium=Medium.CALL,
        lines=reached(
            text_at(profile, "destination_number"),
            context,
            forwarded=text_at(profile, "rdnis"),
            field="destination_number",
        ),
        occurred_at=epoch_time(
            text_at(times, "created_time"), per_second=1_000_000, field="created_time"
        ),
        caller=shown_caller(text_at(profile, "caller_id_number"), "caller_id_number"),
        duration_s=_talked(flows),
        record=record,
    )


def _flows(cdr: Mapping[str, object]) -> Sequence[Mapping[str, object]]:
    """The steps of a call, one for each transfer and the newest first; old versions have one that is no list."""
    found = cdr.get("callflow")
    flows = [found] if isinstance(found, dict) else found
    if not isinstance(flows, list) or not flows or not all(isinstance(one, dict) for one in flows):
        raise InputError("is no list of steps", field="callflow", remedy="Take the whole record")
    return flows


def _part(values: Mapping[str, object], key: str) -> Mapping[str, object]:
    """The object under a key; empty where there is none."""
    found = values.get(key)
    return found if isinstance(found, dict) else {}


def _talked(flows: Sequence[Mapping[str, object]]) -> int:
    """The seconds from the first answer to the last hang-up; 0 if nobody answered."""
    answers, ends = (
        [
            epoch_time(text, per_second=1_000_000, field=key)
            for flow in flows
            if (text := text_at(_part(flow, "times"), key)) not in _NEVER
        ]
        for key in ("answered_time", "hangup_time")
    )
    return seconds_between(min(answers), max(ends), "hangup_time") if answers and ends else 0
