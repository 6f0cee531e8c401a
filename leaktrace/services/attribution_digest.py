"""A digest of everything that an attribution rests on, to know equal inputs again."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

import rfc8785

from leaktrace.attribution import Background, Evidence, Hit, Reveal
from leaktrace.domain.exposure import Exposure
from leaktrace.domain.times import format_time
from leaktrace.services.drawn import DrawRef

__all__ = ["canonical_exposures", "canonical_told", "digest_of", "digest_of_exposures"]

_CHUNK = 1_000
_PLAIN = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def digest_of(
    exposures: str,
    background: Background,
    controls: Sequence[str],
    draws: Iterable[DrawRef],
    evidence: Evidence | None,
    told: Sequence[tuple[str, str]],
) -> str:
    """The SHA-256 of the inputs in canonical JSON (RFC 8785).

    Args:
        exposures: their digest, see `digest_of_exposures`.
        background: as it was measured.
        controls: contacts on sealed controls.
        draws: all sealed draws.
        evidence: what is made of it all; None if there is none.
        told: of each contact, what `canonical_told` made of its hits and reveals.
    """
    rest = None
    if evidence is not None:
        rest = {
            "blocks": [_by_number(block.routed) for block in evidence.blocks],
            "drawn_channels": sorted(evidence.drawn_channels),
            "family": evidence.family,
        }
    digest = hashlib.sha256()
    digest.update(b'{"background":' + rfc8785.dumps([background.rate, background.shape]))
    digest.update(b',"controls":' + rfc8785.dumps(list(controls)))
    digest.update(b',"draws":' + rfc8785.dumps([_draw(draw) for draw in draws]))
    digest.update(b',"evidence":' + _PLAIN(rest).encode())
    digest.update(b',"exposures":' + _PLAIN(exposures).encode())
    for place, name in enumerate(("hits", "reveals")):
        joined = ",".join(texts[place] for texts in told if texts[place])
        digest.update(f',"{name}":[{joined}]'.encode())
    digest.update(b"}")
    return "sha256:" + digest.hexdigest()


def canonical_told(hits: Iterable[Hit], reveals: Iterable[Reveal]) -> tuple[str, str]:
    """Hits and reveals in canonical JSON, each without the brackets around it."""
    return ",".join(_PLAIN(_hit(one)) for one in hits), ",".join(
        _PLAIN(_reveal(one)) for one in reveals
    )


def digest_of_exposures(exposures: Sequence[Exposure]) -> str:
    """The SHA-256 of exposures in canonical JSON."""
    digest = hashlib.sha256()
    for start in range(0, len(exposures), _CHUNK):
        text = canonical_exposures(exposures[start : start + _CHUNK])[1:-1]
        digest.update(("," if start else "[").encode() + text.encode())
    digest.update(b"]" if exposures else b"[]")
    return digest.hexdigest()


def canonical_exposures(exposures: Sequence[Exposure]) -> str:
    """Exposures in canonical JSON.

    By another encoder, since there are many of them: for strings and whole numbers under ASCII keys that
    of the standard library writes the same in a tenth of the time. It differs in other numbers.
    """
    return _PLAIN(
        [
            [
                one.canary_id, one.channel_id, format_time(one.exposed_at), one.holds, one.views,
                one.via, one.read_back,
            ]
            for one in exposures
        ]
    )  # fmt: skip


def _draw(draw: DrawRef) -> list[Any]:
    opened = None if draw.opened_at is None else format_time(draw.opened_at)
    return [draw.draw_id, draw.commitment, format_time(draw.committed_at), opened]


def _hit(hit: Hit) -> list[Any]:
    said = [
        [str(one.field), one.part, str(one.strength), one.pool, _by_number(one.copies)]
        for one in hit.said
    ]
    return [hit.contact_id, _microseconds(hit.at), hit.identity, said]


def _reveal(reveal: Reveal) -> list[Any]:
    return [
        reveal.contact_id, _microseconds(reveal.at), reveal.identity, str(reveal.field), reveal.pool, reveal.value,
        _by_number(reveal.drawn),
        {str(number): sorted(values) for number, values in reveal.visible.items()},
        reveal.alone, None if reveal.flaw is None else str(reveal.flaw),
        sorted(reveal.unconfirmed),
    ]  # fmt: skip


def _microseconds(days: float) -> int:
    return round(days * 86_400_000_000)


def _by_number(values: Any) -> dict[str, Any]:
    return {
        str(number): value if isinstance(value, int) else str(value)
        for number, value in values.items()
    }
