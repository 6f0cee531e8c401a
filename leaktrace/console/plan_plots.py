"""The pictures of a seeding plan. Colours are never alone: numbers, dashes and shapes say the same."""

import itertools
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from leaktrace.console import svg
from leaktrace.console.i18n import Speech, msg
from leaktrace.seeding.planner import Margin, Plan, PowerPoint

__all__ = [
    "MOST_ROUTES",
    "calendar",
    "heat_class",
    "heat_map",
    "heat_words",
    "orders_by_channel",
    "orders_by_route",
    "power_curves",
]

BOUNDS: Final = (0.5, 0.1, 0.01, 0.001)
"""Where the classes of the heat map change: bounds on the chance to be mistaken."""
MOST_ROUTES: Final = 40
_WIDTH: Final = 920.0
_TENTHS: Final = tuple((tenth / 10, f"{tenth / 10:g}") for tenth in range(0, 11, 2))
_LETTER: Final = 6.6
"""Pixels that a letter takes, roughly."""
_WIDE: Final = 0x2E80
"""From here on letters are twice as wide."""


def _length(text: str) -> float:
    return sum(2 * _LETTER if ord(letter) >= _WIDE else _LETTER for letter in text)


def _cut(text: str, most: int = 24) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def heat_class(one: Margin) -> int:
    """0 for a pair that nothing separates, then 1 (hardly) to 5 (well)."""
    if not one.separated:
        return 0
    return 1 + sum(one.mistaken <= bound for bound in BOUNDS)


def heat_words(say: Speech) -> list[str]:
    """What the classes of the heat map mean, from 0 on: nothing separates, then ranges of the bound."""
    bounds = [f"{bound:g}" for bound in BOUNDS]
    return [
        say(msg("not separated")),
        say(msg("above {bound}"), bound=bounds[0]),
        *(f"{low} – {high}" for high, low in itertools.pairwise(bounds)),
        say(msg("up to {bound}"), bound=bounds[-1]),
    ]


def heat_map(plan: Plan, say: Speech) -> str:
    """Channels by channels: who leaks is a row, whom it could be taken for a column."""
    ids = plan.brief.channel_ids
    names = [_cut(name) for name in ids]
    left = max(map(_length, names)) + 46
    cell = min(58.0, max(30.0, (_WIDTH - left - 90) / len(ids)))
    top = 28 + 0.78 * max(map(_length, names))
    parts = [
        svg.label(12, top + len(ids) * cell / 2, say(msg("leaks")), "axis", anchor="middle", turn=-90),
        svg.label(left, 14, say(msg("taken for")), "axis"),
    ]  # fmt: skip
    place = {name: number for number, name in enumerate(ids)}
    for number, name in enumerate(names):
        middle = cell * (number + 0.5)
        parts.append(svg.label(left - 8, top + middle + 4, name, "name", anchor="end"))
        parts.append(svg.label(left + middle + 3, top - 8, name, "name", turn=-52))
        parts.append(
            svg.band(left + cell * number, top + cell * number, cell - 1, cell - 1, "same")
        )
    style = "num small" if cell < 36 else "num"
    for one in plan.margins:
        x, y = left + cell * place[one.other], top + cell * place[one.channel_id]
        kind = heat_class(one)
        parts.append(svg.band(x, y, cell - 1, cell - 1, f"h{kind}", _pair_title(one, say)))
        if kind == 0:
            parts.append(svg.rule(x + 3, y + cell - 4, x + cell - 4, y + 3, "struck"))
        worth = one.effective
        text = f"{worth:.1f}" if 0 < worth < 9.95 else f"{worth:.0f}"
        parts.append(
            svg.label(
                x + (cell - 1) / 2, y + cell / 2 + 4, text, f"{style} t{kind}", anchor="middle"
            )
        )
    # Room for the last name, which leans out to the right.
    lean = 0.62 * _length(names[-1])
    width = left + cell * len(ids) + max(lean, 20)
    return svg.drawing(
        width, top + cell * len(ids) + 8, say(msg("Margins between channels")), parts
    )


def _pair_title(one: Margin, say: Speech) -> str:
    """What a cell tells when one points at it."""
    return say(
        msg(
            "{channel} leaks, {other} is suspected: {orders} orders only the first has; both have {both}, of"
            " which {variants} differ in a value and {ahead} reach the first a day earlier; bound {bound}"
        ),
        channel=one.channel_id,
        other=one.other,
        orders=one.orders,
        both=one.both,
        variants=one.variants,
        ahead=one.ahead,
        bound=f"{one.mistaken:.2g}",
    )


def power_curves(plan: Plan, say: Speech) -> str:
    """P(told) and P(attributed) over the number of canaries, a line for each rate."""
    panels: tuple[tuple[str, Callable[[PowerPoint], float], bool], ...] = (
        (msg("Leaker told from all others"), lambda one: one.share, True),
        (msg("Leaker attributed"), lambda one: one.attributed / one.worlds, False),
    )
    parts: list[str] = []
    for number, (title, share, limits) in enumerate(panels):
        parts.append(f'<g transform="translate({number * 470} 0)">')
        parts += _panel(plan.power, say, say(title), share, limits=limits)
        parts.append("</g>")
    return svg.drawing(_WIDTH, 316, say(msg("Predicted power")), parts)


def _panel(
    points: Sequence[PowerPoint],
    say: Speech,
    title: str,
    share: Callable[[PowerPoint], float],
    *,
    limits: bool,
) -> list[str]:
    most = max(one.canaries for one in points)
    counts = sorted({one.canaries for one in points})
    x = svg.linear(0, most, 52, 370, [(0, "0"), *((count, f"{count}") for count in counts)])
    y = svg.linear(0, 1, 262, 36, _TENTHS)
    parts = [
        svg.label(52, 18, title, "head"),
        *svg.x_axis(x, 36, 262, say(msg("canaries"))),
        *svg.y_axis(y, 52, 370),
        svg.rule(52, y.place(0.8), 370, y.place(0.8), "limit"),
    ]
    ends: list[tuple[float, int, str]] = []
    for number, rate in enumerate(sorted({one.rate for one in points}, reverse=True)):
        style = number % 6
        some = sorted((one for one in points if one.rate == rate), key=lambda one: one.canaries)
        line = [(x.place(one.canaries), y.place(share(one))) for one in some]
        if limits:
            parts += [
                svg.rule(px + 2 * number - 3, y.place(one.low), px + 2 * number - 3, y.place(one.high), f"whisker c{style}")
                for (px, _), one in zip(line, some, strict=True)
            ]  # fmt: skip
        parts.append(svg.path([(x.place(0), y.place(0)), *line], f"line c{style}"))
        for (px, py), one in zip(line, some, strict=True):
            words = f"{one.canaries}, {rate:.0%}: {share(one):.2f}"
            mark = svg.disc if number % 2 == 0 else svg.ring
            parts.append(mark(px, py, 4, f"dot c{style}", words))
        ends.append((line[-1][1], style, f"{rate:.0%}"))
    return parts + _end_labels(ends)


def _end_labels(ends: Sequence[tuple[float, int, str]]) -> list[str]:
    """The rates at the ends of their lines, moved apart where they would lie on one another."""
    parts, last = [], -math.inf
    for y, style, text in sorted(ends):
        last = max(y, last + 15)
        parts.append(svg.label(380, last + 4, text, f"rate k{style}"))
    return parts


def orders_by_channel(plan: Plan, say: Speech) -> str:
    """How many orders each channel gets."""
    members = {route.route_id: route.channel_ids for route in plan.brief.routes}
    counts: Counter[str] = Counter()
    for name, number in plan.counts.items():
        counts.update(dict.fromkeys(members[name], number))
    rows = [(_cut(name), counts[name], name) for name in plan.brief.channel_ids]
    return _bars(rows, say(msg("Orders by channel")))


def orders_by_route(plan: Plan, say: Speech) -> str:
    """How many orders go by each route, the most used first."""
    members = {route.route_id: route.channel_ids for route in plan.brief.routes}
    ranked = sorted(plan.counts.items(), key=lambda item: (-item[1], item[0]))
    rows = [
        (_cut(f"{name}  {' › '.join(members[name])}", 76), number, " › ".join(members[name]))
        for name, number in ranked[:MOST_ROUTES]
    ]
    return _bars(rows, say(msg("Orders by route")))


def _bars(rows: Sequence[tuple[str, int, str]], title: str) -> str:
    left = min(max((_length(name) for name, _, _ in rows), default=0.0) + 14, 560.0)
    most = max((number for _, number, _ in rows), default=1) or 1
    parts: list[str] = []
    for place, (name, number, full) in enumerate(rows):
        y = 19.0 * place + 4
        width = (_WIDTH - left - 60) * number / most
        parts += [
            svg.label(left - 8, y + 12, name, "name", anchor="end"),
            svg.band(left, y, width, 14, "bar", f"{full}: {number}"),
            svg.label(left + width + 6, y + 12, f"{number}", "tick"),
        ]
    return svg.drawing(_WIDTH, 19.0 * len(rows) + 8, title, parts)


def calendar(plan: Plan, say: Speech) -> str:
    """Orders by day, and the hour of each."""
    days = math.ceil(plan.brief.window)
    counts = Counter(int(one.day) for one in plan.orders)
    most = max(counts.values(), default=1)
    x = svg.linear(0, days, 60, 890, _day_ticks(plan.brief.begins, days, say))
    tall = svg.linear(0, most, 110, 24, [(0, "0"), (most, f"{most}")])
    hour = svg.linear(24, 0, 140, 300, [(at, f"{at}:00") for at in range(0, 25, 6)])
    parts = [
        svg.label(60, 14, say(msg("orders a day")), "hint"),
        *svg.y_axis(tall, 60, 890),
        svg.label(60, 132, say(msg("hour of the day")), "hint"),
        *svg.x_axis(x, 140, 300),
        *svg.y_axis(hour, 60, 890),
    ]
    step = x.place(1) - x.place(0)
    for day, number in sorted(counts.items()):
        y = tall.place(number)
        parts.append(svg.band(x.place(day) + 1, y, step - 2, 110 - y, "bar", f"{number}"))
    size = 3.6 if len(plan.orders) <= 200 else 2.2
    for one in plan.orders:
        at = plan.brief.at(one.day)
        when = f"{one.day:.2f}" if at is None else f"{at:%Y-%m-%d %H:%M}"
        place = x.place(one.day), hour.place(one.day % 1 * 24)
        parts.append(svg.disc(*place, size, "order", f"{one.number}: {when}, {one.route_id}"))
    return svg.drawing(_WIDTH, 326, say(msg("Schedule")), parts)


def _day_ticks(begins: datetime | None, days: int, say: Speech) -> list[tuple[float, str]]:
    step = max(1, math.ceil(days / 10))
    if begins is None:
        return [(day, f"{day}") for day in range(0, days + 1, step)]
    # Days are those of the brief's own offset, whatever the zone of the reader.
    pattern: Mapping[bool, str] = {True: "{0.month}月{0.day}日", False: "{0:%d %b}"}
    form = pattern[say.language.startswith("zh")]
    return [(day, form.format(begins + timedelta(days=day))) for day in range(0, days + 1, step)]
