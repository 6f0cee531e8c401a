"""Rows of the phone's own lists, as its server gives them: messages and calls."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from leaktrace.domain.calls import LONGEST_CALL_S, shown_caller
from leaktrace.domain.cards import lines_of_card
from leaktrace.domain.contact import CallStage, Medium, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.ports import ParseContext
from leaktrace.domain.records import MAX_TEXT, digest, storable, whole_number
from leaktrace.intake.smsforwarder.calls import call_key
from leaktrace.intake.smsforwarder.messages import stored_message
from leaktrace.intake.smsforwarder.posts import first_of, instant_of

__all__ = ["is_row", "row_report"]

_INBOX = "1"
_CALL_STAGES: Mapping[str, CallStage | None] = {
    "1": CallStage.ENDED,
    "2": None,  # outgoing
    "3": CallStage.MISSED,
    "4": CallStage.MISSED,  # went to the voice mail
    "5": CallStage.MISSED,  # rejected
    "6": CallStage.MISSED,  # blocked
    "7": CallStage.ENDED,  # answered on another device
}
_REMEDY = "Set SIM1, SIM2, device:<device> or lines, or state the line of the source"


def is_row(values: Mapping[str, str]) -> bool:
    """Whether these are the keys of a row and not those of a post."""
    return "from" not in values and "number" in values


def row_report(record: bytes, values: Mapping[str, str], context: ParseContext) -> Report | None:
    """The report of a row; None for what the phone itself sent or dialled.

    Raises:
        InputError: a row that lacks something, or of a type that is not known.
    """
    if "dateLong" in values:
        return _call(record, values, context)
    if values.get("type", _INBOX) != _INBOX:
        return None
    if "content" not in values:
        raise InputError("is missing", field="content")
    text = storable(values["content"], "content", limit=MAX_TEXT)
    return stored_message(
        record,
        _instant(values, "date"),
        first_of(values, ("number",)),
        text,
        context.settings.get("device", ""),
        _lines(values, context),
        context,
    )


def _call(record: bytes, values: Mapping[str, str], context: ParseContext) -> Report | None:
    kind = values.get("type", "")
    if kind not in _CALL_STAGES:
        raise InputError(f"{kind[:24]!r} is no type of a call", field="type")
    stage = _CALL_STAGES[kind]
    if stage is None:
        return None
    begin, device = _instant(values, "dateLong"), context.settings.get("device", "")
    length = whole_number(values.get("duration", "0"), "duration", below=LONGEST_CALL_S)
    number = first_of(values, ("number",))
    return Report(
        ref=digest("call log", device, number, kind, values["dateLong"]),
        medium=Medium.CALL,
        lines=_lines(values, context),
        occurred_at=begin,
        caller=shown_caller(number, "number"),
        duration_s=length if stage is CallStage.ENDED else 0,  # of others it tells how long it rang
        stage=stage,
        call_key=call_key(device, number, context),
        ends_at=begin + timedelta(seconds=length),
        record=record,
    )


def _instant(values: Mapping[str, str], key: str) -> datetime:
    instant = instant_of(values.get(key, ""), key)
    if instant is None:
        raise InputError("is missing", field=key)
    return instant


def _lines(values: Mapping[str, str], context: ParseContext) -> tuple[str, ...]:
    """The slot is counted from 0, and -1 where the system does not know it."""
    slot = {"0": "SIM1", "1": "SIM2"}.get(values.get("sim_id", ""), "")
    return lines_of_card(
        context,
        numbers=(first_of(values, ("via_number",)),),
        slot=slot,
        device=context.settings.get("device", ""),
        field="sim_id",
        remedy=_REMEDY,
    )
