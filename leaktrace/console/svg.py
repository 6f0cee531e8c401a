"""Pieces of inline SVG: scales, marks and frames. Colours are classes of the page's style sheet."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

__all__ = [
    "Scale",
    "band",
    "disc",
    "drawing",
    "label",
    "linear",
    "logarithmic",
    "path",
    "ring",
    "rule",
    "x_axis",
    "y_axis",
]


@dataclass(frozen=True)
class Scale:
    """From values to pixels."""

    place: Callable[[float], float]
    ticks: tuple[tuple[float, str], ...]
    """Values, and what is written at them."""
    low: float
    """First pixel."""
    high: float
    """Last pixel."""


def linear(
    first: float, last: float, low: float, high: float, ticks: Iterable[tuple[float, str]]
) -> Scale:
    """Values from `first` to `last` over pixels from `low` to `high`."""
    span = (last - first) or 1.0
    return Scale(lambda value: low + (value - first) / span * (high - low), tuple(ticks), low, high)


def logarithmic(
    first: float, last: float, low: float, high: float, *, zero: float | None = None
) -> Scale:
    """Powers of ten; values below `first` go to the pixel `zero`, or to `low`.

    Args:
        first: a power of ten.
        last: the same.
        low: pixel of `first`.
        high: pixel of `last`.
        zero: where nothing at all is put, with a tick of its own.
    """
    decades = math.log10(last / first)

    def place(value: float) -> float:
        if value < first:
            return low if zero is None else zero
        return low + math.log10(min(value, last) / first) / decades * (high - low)

    powers = range(round(math.log10(first)), round(math.log10(last)) + 1)
    step = 1 if len(powers) <= 7 else math.ceil(len(powers) / 6)
    ticks = [(10.0**power, f"{10.0**power:g}") for power in powers[::step]]
    if zero is not None:
        ticks.insert(0, (0.0, "0"))
    return Scale(place, tuple(ticks), low if zero is None else zero, high)


def drawing(width: float, height: float, title: str, parts: Iterable[str]) -> str:
    """A whole picture, which shrinks where there is less room; the page's style sheet says how."""
    body = "\n".join(parts)
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="img">'
        f"<title>{escape(title)}</title>\n{body}\n</svg>"
    )


def label(
    x: float, y: float, text: str, style: str = "", *, anchor: str = "start", turn: float = 0.0
) -> str:
    """Words at a place; `anchor` is ``start``, ``middle`` or ``end``."""
    turned = f' transform="rotate({turn:g} {x:.1f} {y:.1f})"' if turn else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" class="{style}" text-anchor="{anchor}"{turned}>'
        f"{escape(text)}</text>"
    )


def rule(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    """A straight line."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{style}"/>'


def disc(x: float, y: float, radius: float, style: str, title: str = "") -> str:
    """A filled circle; the title shows when one points at it."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" class="{style}">{_title(title)}</circle>'


def ring(x: float, y: float, size: float, style: str, title: str = "") -> str:
    """A square stood on its corner, to tell a mark from a disc without colour."""
    points = f"{x:.1f},{y - size:.1f} {x + size:.1f},{y:.1f} {x:.1f},{y + size:.1f} {x - size:.1f},{y:.1f}"
    return f'<polygon points="{points}" class="{style}">{_title(title)}</polygon>'


def band(x: float, y: float, width: float, height: float, style: str, title: str = "") -> str:
    """A filled rectangle."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.0):.1f}" height="{height:.1f}" '
        f'class="{style}">{_title(title)}</rect>'
    )


def path(points: Sequence[tuple[float, float]], style: str, title: str = "") -> str:
    """A line through points."""
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{places}" class="{style}">{_title(title)}</polyline>'


def x_axis(scale: Scale, top: float, bottom: float, title: str = "") -> list[str]:
    """Grid lines over the height, ticks under it, and a title under these."""
    parts = [rule(scale.place(at), top, scale.place(at), bottom, "grid") for at, _ in scale.ticks]
    parts += [
        label(scale.place(at), bottom + 16, text, "tick", anchor="middle")
        for at, text in scale.ticks
    ]
    if title:
        middle = (scale.low + scale.high) / 2
        parts.append(label(middle, bottom + 34, title, "axis", anchor="middle"))
    return parts


def y_axis(scale: Scale, left: float, right: float, title: str = "") -> list[str]:
    """Grid lines over the width, ticks left of it, and a title left of these."""
    parts = [rule(left, scale.place(at), right, scale.place(at), "grid") for at, _ in scale.ticks]
    parts += [
        label(left - 8, scale.place(at) + 4, text, "tick", anchor="end") for at, text in scale.ticks
    ]
    if title:
        middle = (scale.low + scale.high) / 2
        parts.append(label(left - 44, middle, title, "axis", anchor="middle", turn=-90))
    return parts


def _title(text: str) -> str:
    return f"<title>{escape(text)}</title>" if text else ""
