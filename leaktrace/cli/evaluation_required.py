"""Required figures with what was measured and what could be: as a table, as JSON and on the page."""

import math
from collections.abc import Sequence
from html import escape
from typing import Any, Final

from leaktrace.attribution.evaluation import Bound, Figure, Measure, Row, Share, Status
from leaktrace.cli.context import print_table
from leaktrace.console import svg

__all__ = ["anything_missed", "figure_as_json", "print_figures", "required_section"]

_NAMES: Final = {
    Measure.TOP1: "likeliest leaks",
    Measure.FALSE_ACCUSATIONS: "innocent accused",
    Measure.ATTRIBUTED: "leakers accused",
    Measure.COVERAGE: "set holds a leaker",
    Measure.WHOLE_CHAIN: "set holds whole chain",
    Measure.REGISTRY: "registry compromised",
}
_HEAD: Final = ("", "figure", "required", "measured", "95 % limits", "bound", "set by", "status")
_ROW: Final = 22.0
_LEFT: Final = 190.0


def anything_missed(rows: Sequence[Row]) -> bool:
    """Whether a required figure is missed though nothing that is known stands in its way."""
    return any(one.status is Status.MISSED for row in rows for one in row.figures)


def print_figures(rows: Sequence[Row]) -> None:
    """The required figures as a table; nothing where nothing is required."""
    lines = [(row.scenario, *_cells(one)) for row in rows for one in row.figures]
    if lines:
        print_table(
            "Required figures; a bound is what no method could beat in these worlds", _HEAD, lines
        )


def figure_as_json(figure: Figure) -> dict[str, Any]:
    """The public form of a required figure."""
    measured, bound = figure.measured, figure.bound
    return {
        "figure": str(figure.measure),
        "required": figure.required,
        "at_most": figure.at_most,
        "measured": measured and measured.value,
        "limits": measured and [measured.low, measured.high],
        "bound": bound and bound.share.value,
        "bound_limits": bound and [bound.share.low, bound.share.high],
        "bound_of": bound and bound.of,
        "bound_expected": bound and bound.expected,
        "status": str(figure.status),
    }


def required_section(rows: Sequence[Row]) -> str:
    """The part of the page on required figures: a plot of those that can fall short, and the table."""
    body = "".join(_line(row, one) for row in rows for one in row.figures)
    if not body:
        return ""
    titles = "".join(f"<th>{escape(title)}</th>" for title in _HEAD)
    return (
        "<h2>What is required, and what could be had</h2><p>A bound is what no method could beat in "
        "the same worlds. The <i>ideal ranking</i> knows how these worlds come about, and sums "
        "exactly over what it does not know. The <i>bettor with hindsight</i> knows in advance which bets will be won; nobody can "
        "bet so, and what can be had lies below. <i>Who had a copy in time</i> counts the worlds in which "
        "every channel of the chain did: to name one that did not would be wrong. <i>Out of reach</i>: the bound is itself short of "
        "what is required. <i>At its bound</i>: what was measured cannot be told from the bound. "
        "<i>Missed</i>, in red: the bound allows more.</p>"
        f'{_plot(rows)}<div class="wide"><table class="required"><tr>{titles}</tr>{body}</table></div>'
    )


def _cells(figure: Figure) -> tuple[str, ...]:
    measured, bound = figure.measured, figure.bound
    return (
        _NAMES[figure.measure],
        f"{'≤' if figure.at_most else '≥'}{figure.required:g}",
        "" if measured is None else f"{measured.value:.4g}",
        "" if measured is None else f"{measured.low:.3g} - {measured.high:.3g}",
        "unknown" if bound is None else f"{bound.share.value:.4g}",
        "" if bound is None else _setter(bound),
        str(figure.status),
    )


def _setter(bound: Bound) -> str:
    beside = "" if bound.expected is None else f", expects {bound.expected:.3f}"
    return bound.of + beside


def _line(row: Row, figure: Figure) -> str:
    cells = [row.scenario, *_cells(figure)]
    made = "".join(f"<td>{escape(cell)}</td>" for cell in cells[:-1])
    style = ' class="short"' if figure.status is Status.MISSED else ""
    return f"<tr>{made}<td{style}>{cells[-1]}</td></tr>"


def _plot(rows: Sequence[Row]) -> str:
    shown = [
        (row.scenario, one, one.measured)
        for row in rows
        for one in row.figures
        if not one.at_most and one.measured is not None
    ]
    if not shown:
        return ""
    top = 40.0
    bottom = top + _ROW * len(shown)
    least = min(min(one.low, figure.required) for _, figure, one in shown)
    first = math.floor(10 * least)
    ticks = [(tenth / 10, f"{tenth / 10:g}") for tenth in range(first, 11)]
    scale = svg.linear(first / 10, 1.0, _LEFT, 850, ticks)
    parts = [*_key(), *svg.x_axis(scale, top, bottom)]
    for number, (scenario, figure, measured) in enumerate(shown):
        y = top + _ROW * (number + 0.5)
        parts.append(svg.label(8, y + 4, f"{scenario}: {_NAMES[figure.measure]}", "name"))
        parts += _marks(scale, y, figure, measured)
    return svg.drawing(870, bottom + 26, "Required, measured, and bound", parts)


def _marks(scale: svg.Scale, y: float, figure: Figure, measured: Share) -> list[str]:
    place = scale.place
    parts = [svg.rule(place(measured.low), y, place(measured.high), y, "whisker")]
    if figure.bound is not None:
        title = f"bound, {figure.bound.of}: {figure.bound.share.value:.3f}"
        parts.append(svg.ring(place(figure.bound.share.value), y, 6, "could", title))
    asked = place(figure.required)
    parts.append(svg.rule(asked, y - 8, asked, y + 8, "asked"))
    style = "m-short" if figure.status is Status.MISSED else "m-own"
    title = f"measured: {measured.value:.3f}"
    return [*parts, svg.disc(place(measured.value), y, 4.5, style, title)]


def _key() -> list[str]:
    return [
        svg.rule(_LEFT + 4, 8, _LEFT + 4, 24, "asked"),
        svg.label(_LEFT + 14, 20, "required", "tick"),
        svg.disc(_LEFT + 104, 16, 4.5, "m-own"),
        svg.label(_LEFT + 114, 20, "measured, 95 % limits", "tick"),
        svg.ring(_LEFT + 274, 16, 6, "could"),
        svg.label(_LEFT + 286, 20, "bound", "tick"),
    ]
