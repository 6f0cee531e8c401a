"""What a plan says in words, in the language of the page: notes, and advice on channels that it confuses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from leaktrace.console.i18n import Speech, msg
from leaktrace.console.wording import field_name
from leaktrace.seeding.planner import Note, Plan
from leaktrace.seeding.planner.words import NO_REMEDY, advice

__all__ = ["ConfusableRow", "confusable_rows", "note_text"]

_TIME: Final = msg("time of the call")
_KNOWN: Final = msg("what the caller knows")


@dataclass(frozen=True)
class ConfusableRow:
    """Two channels that no order of a plan separates."""

    channel_id: str
    other: str
    mutual: bool
    hints: Sequence[str]
    """What may still tell, softly."""
    advice: Sequence[str]
    """What would separate them."""


def note_text(say: Speech, note: Note) -> str:
    """A note or an advice in the language of the page, names of fields included."""
    params = dict(note.params)
    if "field" in params:
        params["field"] = field_name(say, str(params["field"]))
    return say(note.message, **params)


def confusable_rows(say: Speech, plan: Plan) -> list[ConfusableRow]:
    """The confusable pairs of a plan, each with what to do about it."""
    return [
        ConfusableRow(
            one.channel_id,
            one.other,
            one.mutual,
            [say(_TIME)] * one.by_time + [say(_KNOWN)] * one.by_fields,
            [note_text(say, advice(remedy)) for remedy in one.remedies] or [say(NO_REMEDY)],
        )
        for one in plan.confusable
    ]
