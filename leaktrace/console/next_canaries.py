"""The canaries to place next, in words. Every part of the proposal may be missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from leaktrace.console.i18n import Speech, msg
from leaktrace.console.wording import all_of, name_of

__all__ = ["NextCanaries", "next_canaries"]

_ORDERS: Final = msg("{count} × {route}")
_OWN_VALUES: Final = msg("{orders}; with values of their own: {channels}")
_UNTRIED: Final = msg("{orders} (no order took this route before: see first whether it can)")


@dataclass(frozen=True)
class NextCanaries:
    """What to place, and what it is expected to bring."""

    canaries: int
    """None are proposed where it is 0; then the notes say why."""
    separation: float | None
    """The probability that the suspects are then told apart."""
    orders: tuple[str, ...]
    notes: tuple[str, ...]


def next_canaries(
    say: Speech, case: Mapping[str, Any], names: Mapping[str, str]
) -> NextCanaries | None:
    """The proposal of a case; None where there is none."""
    probe = case.get("next_probe")
    if not probe:
        return None
    return NextCanaries(
        probe.get("canaries") or 0,
        probe.get("expected_separation"),
        tuple(
            _orders(say, probe, number, names) for number, _ in enumerate(probe.get("routes") or ())
        ),
        tuple(_notes(say, probe, names)),
    )


def _orders(say: Speech, probe: Mapping[str, Any], number: int, names: Mapping[str, str]) -> str:
    """Orders that are placed in the same way; `variants`, `counts` and `tried` run beside `routes`."""
    route = probe["routes"][number]
    stations = route.split(" > ") if isinstance(route, str) else route
    text = say(
        _ORDERS,
        count=say.number(_beside(probe, "counts", number, default=1)),
        route=" → ".join(name_of(say, names, one) for one in stations),
    )
    variants = _beside(probe, "variants", number, default=())
    if variants:
        text = say(_OWN_VALUES, orders=text, channels=all_of(say, _listed(variants), names))
    return text if _beside(probe, "tried", number, default=True) else say(_UNTRIED, orders=text)


def _beside(probe: Mapping[str, Any], name: str, number: int, default: Any) -> Any:
    values = probe.get(name) or ()
    return values[number] if number < len(values) else default


def _listed(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _notes(say: Speech, probe: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    if not probe.get("notes"):
        return [say(probe["note"])] if probe.get("note") else []
    found = []
    for note in probe["notes"]:
        params = dict(note["params"])
        for name in ("channel", "channels"):
            if name in params:
                ids = [part.strip() for part in str(params[name]).split(",")]
                params[name] = all_of(say, ids, names)
        found.append(say(note["message"], **params))
    return found
