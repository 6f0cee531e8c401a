"""What to do once a channel is accused: review, keep, export. Promises nothing that does not exist."""

from collections.abc import Mapping
from typing import Any, Final

from leaktrace.console.i18n import Speech, msg
from leaktrace.domain.case import Verdict

__all__ = ["next_steps"]

_STEPS: Final = (
    msg(
        "What it means: a copy of the data got out. It does not say who did it or how; a person has to review it before anybody is confronted."
    ),
    msg(
        "Review it: read the contacts that count, see that the caller and not our side said the values, and look at the evidence that does not count and at the rival assumptions. Decisions are not kept here yet; keep yours outside."
    ),
    msg(
        "Keep: recordings and screenshots of the contacts, the files that were imported, the proof of how each copy was read back, and the commitment of the draw with what shows when it was made."
    ),
    msg(
        "Open the draw only when it has to be proved: 'leaktrace seed open DRAW --why REASON --out manifest.json'. Contacts recorded after that cannot accuse by it."
    ),
    msg(
        "Write out what there is: 'leaktrace case show {case_id} --json' and 'leaktrace exposure export canaries.jsonl exposures.jsonl'. Both hold personal data in full, and that you did it is recorded."
    ),
)


def next_steps(say: Speech, case: Mapping[str, Any]) -> list[str]:
    """The steps, where somebody is accused; else none, since the page says what is missing."""
    if Verdict(case["verdict"]) is not Verdict.ATTRIBUTED:
        return []
    return [say(step, case_id=case["case_id"]) for step in _STEPS]
