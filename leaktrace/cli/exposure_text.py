"""An import of exposures in words: what is not as it was drawn, and what was corrected late."""

from collections.abc import Iterator
from typing import Any, Final

from leaktrace.services.draw_conflicts import Conflict
from leaktrace.services.exposures import ExposureImport

__all__ = ["exposure_import_json", "exposure_warnings"]

_NAMED: Final = 20
"""So many are named in words; all are in the JSON."""
_WORDS: Final = {
    Conflict.OTHER_VALUE: "holds another value of the pool",
    Conflict.OUTSIDE: "holds no value of the pool; cut or changed on the way?",
    Conflict.OTHER_ROUTE: "the draw sent this canary by another channel",
}


def exposure_import_json(done: ExposureImport) -> dict[str, Any]:
    """The result as a JSON object."""
    return done.__dict__ | {
        "draw_conflicts": [
            {
                "canary_id": one.canary_id,
                "channel_id": one.channel_id,
                "field": one.field,
                "kind": one.kind,
            }
            for one in done.draw_conflicts
        ],
        "corrected_after_contact": [
            {"canary_id": canary_id, "channel_id": channel_id}
            for canary_id, channel_id in done.corrected_after_contact
        ],
    }


def exposure_warnings(done: ExposureImport) -> Iterator[str]:
    """Lines for stderr; none where all is as it was drawn."""
    if done.draw_conflicts:
        yield f"warning: not as it was drawn: {len(done.draw_conflicts)}. Taken over as it stands; look again:"
        yield from _some(
            [
                f"{one.canary_id}  {one.channel_id}  {one.field or 'route'}: {_WORDS[one.kind]}"
                for one in done.draw_conflicts
            ]
        )
    if done.corrected_after_contact:
        yield (
            "warning: corrected after a caller had shown facts of the canary: "
            f"{len(done.corrected_after_contact)}. It is recorded; keep the proof of what the channel holds:"
        )
        yield from _some([f"{one}  {other}" for one, other in done.corrected_after_contact])


def _some(lines: list[str]) -> Iterator[str]:
    yield from (f"  {line}" for line in lines[:_NAMED])
    if len(lines) > _NAMED:
        yield f"  ... and {len(lines) - _NAMED} more; --json names all"
