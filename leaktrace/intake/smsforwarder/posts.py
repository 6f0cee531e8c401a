"""What one body of the app says, in whichever of its shapes it came."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

from leaktrace.domain.bodies import flat_values
from leaktrace.domain.cards import lines_of_card
from leaktrace.domain.errors import InputError
from leaktrace.domain.normal import normal_phone
from leaktrace.domain.ports import ParseContext
from leaktrace.domain.records import MAX_TEXT, decode_record, storable
from leaktrace.domain.times import epoch_time, parse_time

__all__ = [
    "TIMESTAMP",
    "Post",
    "body_values",
    "caller_key",
    "first_of",
    "has_offset",
    "instant_of",
    "post_lines",
    "read_post",
]

TIMESTAMP = ("timestamp", "ts")
"""The keys under which a body has the time of its sending."""

# The text as it arrived comes before the text that went through a template of the app.
_RAW_TEXT = ("org_content", "text")
_FILLED_TEXT = ("content", "msg")
_RX = ("rx", "receive_time")
_SIM = ("sim", "card_slot")
_DEVICE = ("device", "device_mark")

_SIM_REMARK = re.compile(r"SIM([0-9])_?(.*)", re.DOTALL)
_LOCAL_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
_UNFILLED = re.compile(
    r"\[(?:timestamp|sign|card_slot|title|device_mark|receive_time(?::[^\[\]]*)?)\]|\{\{\w+\}\}"
)
"""What versions of the app that do not know it leave in a template, and all do with GET and no secret."""
_SUB_ID = re.compile(r"SubId[：:]\s*-?[0-9]*")
_OFFSET = re.compile(r"(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})$")
_REMEDY = "Write the number into the SIM's remark, or set SIM1, SIM2, device:<device> or lines"


@dataclass(frozen=True)
class Post:
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


def body_values(body: bytes) -> dict[str, str]:
    """The keys of a body. One of several lines that is no JSON is the default content, posted as plain text.

    Raises:
        InputError: neither JSON nor a form nor the default content.
    """
    text = decode_record(body).strip()
    if not text.startswith("{"):
        text = _unescaped(text)
        if "\n" in text:
            return {"from": text.partition("\n")[0].strip(), "content": text}
    return flat_values(body)


def _unescaped(text: str) -> str:
    """The lines of a text that is posted as plain text, which newer versions escape as if it were JSON."""
    if "\\n" not in text or "\n" in text:
        return text
    try:
        return str(json.loads(f'"{text}"'))
    except ValueError:
        return text


def first_of(values: Mapping[str, str], keys: tuple[str, ...]) -> str:
    """The first of these keys that is there, not blank, and not as it stands in the template."""
    found = (values.get(key, "").strip() for key in keys)
    told = next((value for value in found if value and not _UNFILLED.fullmatch(value)), "")
    return storable(told, keys[0])


def read_post(values: Mapping[str, str], context: ParseContext) -> Post:
    """What these values say.

    Raises:
        InputError: no sender, no text, or a time that is none.
    """
    if "from" not in values:
        raise InputError("is missing", field="from", remedy="Put [from] into the template")
    sender = first_of(values, ("from",))
    key = next((key for key in _RAW_TEXT + _FILLED_TEXT if key in values), None)
    if key is None:
        raise InputError("is missing", field="text", remedy="Put [org_content] into the template")
    post = Post(
        sender=sender,
        text=storable(values[key], key, limit=MAX_TEXT),
        device=first_of(values, _DEVICE),
        sim=first_of(values, _SIM),
        call_type=first_of(values, ("call_type",)),
        rx=first_of(values, _RX),
        rx_at=None,
        sent_at=instant_of(first_of(values, TIMESTAMP)),
    )
    if key in _FILLED_TEXT and not post.sim and not post.rx:
        post = _unwrapped(post)
    return replace(post, rx_at=_rx_at(post, context.zone))


def _unwrapped(post: Post) -> Post:
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


def instant_of(text: str, field: str = "timestamp") -> datetime | None:
    """The instant of a timestamp in milliseconds (or, as some versions may send, in seconds)."""
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{10}|[0-9]{13}", text):
        raise InputError("is no timestamp", field=field)
    return epoch_time(text, per_second=1 if len(text) == 10 else 1000, field=field)


def has_offset(text: str) -> bool:
    """Whether a time tells its own zone."""
    return _OFFSET.search(text) is not None


def _rx_at(post: Post, zone: tzinfo | None) -> datetime | None:
    """The instant of arrival; None where neither an offset nor the source tells the zone."""
    if not post.rx:
        return None
    instant = parse_time(post.rx, field="rx", zone=zone or UTC, near=post.sent_at)
    return instant if zone is not None or has_offset(post.rx) else None


def post_lines(post: Post, called: str, context: ParseContext) -> tuple[str, ...]:
    """The lines that it may have been, by the SIM's remark, the number that was called, and the source."""
    sim = _SIM_REMARK.fullmatch(post.sim)
    slot, remark = (f"SIM{sim.group(1)}", sim.group(2).strip()) if sim else ("", post.sim)
    return lines_of_card(
        context, numbers=(called,), slot=slot, remark=remark, device=post.device, remedy=_REMEDY
    )


def caller_key(caller: str, context: ParseContext) -> str:
    """A caller in the form in which a post and the phone's own list agree: E.164 where it is a number."""
    try:
        return normal_phone(caller, country=context.settings.get("country", "86"))
    except InputError:
        return caller.strip()
