"""The pictures of an evaluation."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from leaktrace.attribution.evaluation import Baseline, Bin, Row
from leaktrace.attribution.lottery import EProcess, variant_lottery
from leaktrace.attribution.simulation import World
from leaktrace.console import svg

__all__ = ["calibration", "canaries", "histories", "rates", "set_sizes"]

_LABELS: Final = 92.0
_ROW: Final = 24.0
_TENTHS: Final = tuple((tenth / 10, f"{tenth / 10:g}") for tenth in range(0, 11, 2))
_MARKS: Final = {
    Baseline.VOTES: "m-votes",
    Baseline.RATE: "m-rate",
    Baseline.VARIANT_VOTES: "m-vvotes",
    Baseline.VARIANT_GUILT: "m-guilt",
}
"""The methods that are shown beside the attribution; the plain guilt model never accuses."""
_SET_CLASSES: Final = 5


def rates(rows: Sequence[Row]) -> str:
    """Leaking channels accused, and worlds with an innocent accused, for each scenario and method."""
    top, height = 52.0, _ROW * len(rows)
    bottom = top + height
    named = svg.linear(0, 1, _LABELS, 440, _TENTHS)
    wrong = svg.logarithmic(0.001, 1, 520, 850, zero=488)
    parts = [
        svg.label(_LABELS, 18, "Leaking channels that are accused", "head"),
        svg.label(488, 18, "Worlds in which an innocent channel is accused", "head"),
        svg.label(_LABELS, 36, "more is better", "hint"),
        svg.label(488, 36, "less is better; bars: 95 % limits", "hint"),
        *svg.x_axis(named, top, bottom),
        *svg.x_axis(wrong, top, bottom),
    ]
    for number, row in enumerate(rows):
        y = top + _ROW * (number + 0.5)
        if number % 2:
            parts.insert(0, svg.band(0, y - _ROW / 2, 870, _ROW, "stripe"))
        parts.append(svg.label(8, y + 4, row.scenario, "name"))
        for one in row.baselines:
            style = _MARKS.get(one.baseline)
            if style is None:
                continue
            if one.attributed is not None:
                title = f"{row.scenario}, {one.baseline}: {one.attributed:.3f}"
                parts.append(svg.ring(named.place(one.attributed), y, 4.5, style, title))
            rate = one.false_accusation_rate
            title = f"{row.scenario}, {one.baseline}: {rate:.4g}"
            parts.append(svg.ring(wrong.place(rate), y, 4.5, style, title))
        limits = row.false_accusations
        parts.append(svg.rule(wrong.place(limits.low), y, wrong.place(limits.high), y, "whisker"))
        title = f"{row.scenario}, LeakTrace: {limits.value:.4g}"
        parts.append(svg.disc(wrong.place(limits.value), y, 5, "m-own", title))
        if row.attributed is not None:
            title = f"{row.scenario}, LeakTrace: {row.attributed:.3f}"
            parts.append(svg.disc(named.place(row.attributed), y, 5, "m-own", title))
    return svg.drawing(870, bottom + 26, "Accusations, right and wrong", parts)


def calibration(rows: Sequence[Row]) -> str:
    """Stated posterior against the share that leaked: each scenario thin, all together thick."""
    x = svg.linear(0, 1, 60, 400, _TENTHS)
    y = svg.linear(0, 1, 380, 20, _TENTHS)
    parts = [
        *svg.x_axis(x, 20, 380, "stated posterior"),
        *svg.y_axis(y, 60, 400, "share that leaked"),
        svg.rule(x.place(0), y.place(0), x.place(1), y.place(1), "ideal"),
    ]
    for row in rows:
        enough = [one for one in row.curve if one.channels >= 20]
        points = [(x.place(one.posterior), y.place(one.leaked)) for one in enough]
        parts.append(svg.path(points, "thin", row.scenario))
    pooled = _pooled(rows)
    parts.append(svg.path([(x.place(o.posterior), y.place(o.leaked)) for o in pooled], "thick"))
    most = max((math.sqrt(one.channels) for one in pooled), default=1.0)
    for one in pooled:
        title = f"{one.channels} channels: stated {one.posterior:.3f}, leaked {one.leaked:.3f}"
        size = 3 + 9 * math.sqrt(one.channels) / most
        parts.append(svg.disc(x.place(one.posterior), y.place(one.leaked), size, "m-own", title))
    return svg.drawing(420, 424, "Calibration of the posteriors", parts)


def _pooled(rows: Sequence[Row]) -> list[Bin]:
    bins: dict[int, list[Bin]] = {}
    for row in rows:
        for one in row.curve:
            bins.setdefault(min(int(one.posterior * 10), 9), []).append(one)
    pooled = []
    for _, same in sorted(bins.items()):
        count = sum(one.channels for one in same)
        stated = sum(one.posterior * one.channels for one in same) / count
        leaked = sum(one.leaked * one.channels for one in same) / count
        pooled.append(Bin(stated, leaked, count))
    return pooled


def set_sizes(rows: Sequence[Row]) -> str:
    """How many members the suspect sets have; worlds without a set on the right."""
    top, scale = 30.0, svg.linear(0, 1, _LABELS, 850, _TENTHS)
    bottom = top + _ROW * len(rows)
    parts: list[str] = []
    for number in range(1, _SET_CLASSES + 1):
        x = _LABELS + 92 * (number - 1)
        words = f"{number} or more" if number == _SET_CLASSES else f"{number}"
        parts += [svg.band(x, 6, 12, 12, f"s{number}"), svg.label(x + 17, 16, words, "tick")]
    parts += [
        svg.band(_LABELS + 92 * _SET_CLASSES, 6, 12, 12, "s0"),
        svg.label(_LABELS + 92 * _SET_CLASSES + 17, 16, "no set", "tick"),
    ]
    for number, row in enumerate(rows):
        y, at = top + _ROW * number + 3, 0.0
        parts.append(svg.label(8, y + 13, row.scenario, "name"))
        counts = [0] * (_SET_CLASSES + 1)
        for size, count in row.set_sizes:
            counts[min(size, _SET_CLASSES)] += count
        counts[0] = row.seeds - sum(counts[1:])
        for size in (*range(1, _SET_CLASSES + 1), 0):
            share = counts[size] / row.seeds
            left, right = scale.place(at), scale.place(at + share)
            what = f"{size} members" if size else "no set"
            title = f"{row.scenario}: {what} in {share:.1%}"
            if share:
                parts.append(svg.band(left, y, right - left - 1, _ROW - 6, f"s{size}", title))
            at += share
    parts += [
        svg.label(scale.place(at), bottom + 16, text, "tick", anchor="middle")
        for at, text in scale.ticks
    ]
    return svg.drawing(870, bottom + 24, "Sizes of the suspect sets", parts)


def histories(worlds: Sequence[World], alpha: float) -> str:
    """The e-values of all channels over time, one panel a world."""
    width, height, gap = 420.0, 230.0, 30.0
    parts: list[str] = []
    for number, world in enumerate(worlds):
        left, top = (number % 2) * (width + gap), (number // 2) * (height + 62)
        parts.append(f'<g transform="translate({left:g} {top:g})">')
        parts += _history(world, alpha, width, height)
        parts.append("</g>")
    rows = -(-len(worlds) // 2)
    return svg.drawing(2 * width + gap, rows * (height + 62), "Histories of the e-values", parts)


def _history(world: World, alpha: float, width: float, height: float) -> list[str]:
    scenario, lottery = world.scenario, variant_lottery(world.evidence)
    limit = len(world.evidence.channels) / alpha
    most = max((bet.e_value for one in lottery.values() for bet in one.bets), default=1.0)
    last = 10.0 ** max(5, math.ceil(math.log10(max(most, limit)) + 0.2))
    x = svg.linear(
        0,
        scenario.days,
        50,
        width - 8,
        [(day, f"{day}") for day in range(0, int(scenario.days) + 1, 30)],
    )
    y = svg.logarithmic(1e-3, last, height, 30)
    names = [world.evidence.channels[one] for one in sorted(world.truth.leakers)]
    who = f"leaks: {', '.join(names)}" if names else "nobody leaks"
    parts = [
        svg.label(50, 16, f"{scenario.name}, seed {world.seed}: {who}", "head"),
        *svg.x_axis(x, 30, height, "day"),
        *svg.y_axis(y, 50, width - 8),
        svg.rule(50, y.place(limit), width - 8, y.place(limit), "limit"),
        svg.label(width - 10, y.place(limit) - 5, f"C/alpha = {limit:g}", "hint", anchor="end"),
    ]
    for channel, one in sorted(lottery.items(), key=lambda item: item[0] in world.truth.leakers):
        guilty = channel in world.truth.leakers
        points = _steps(one, x, y, scenario.days)
        parts.append(
            svg.path(points, "leaker" if guilty else "innocent", world.evidence.channels[channel])
        )
    return parts


def _steps(one: EProcess, x: svg.Scale, y: svg.Scale, days: float) -> list[tuple[float, float]]:
    points, before = [(x.place(0), y.place(1.0))], 1.0
    for bet in one.bets:
        points += [(x.place(bet.at), y.place(before)), (x.place(bet.at), y.place(bet.e_value))]
        before = bet.e_value
    return [*points, (x.place(days), y.place(before))]


def canaries(tried: Mapping[str, Sequence[tuple[int, float]]]) -> str:
    """Share of leakers found, over the number of canaries; one line a scenario."""
    counts = sorted({count for one in tried.values() for count, _ in one})
    ticks = [(math.log(count), f"{count}") for count in counts]
    x = svg.linear(ticks[0][0], ticks[-1][0] if len(ticks) > 1 else ticks[0][0] + 1, 60, 640, ticks)
    y = svg.linear(0, 1, 300, 20, _TENTHS)
    parts = [
        *svg.x_axis(x, 20, 300, "canaries (logarithmic)"),
        *svg.y_axis(y, 60, 640, "leakers at .95"),
        svg.rule(60, y.place(0.5), 640, y.place(0.5), "limit"),
    ]
    for number, (name, one) in enumerate(tried.items()):
        style = f"c{number % 6}"
        points = [(x.place(math.log(count)), y.place(share)) for count, share in one]
        parts.append(svg.path(points, f"line {style}", name))
        parts += [
            svg.disc(px, py, 3, f"dot {style}", f"{name}, {count} canaries: {share:.2f}")
            for (px, py), (count, share) in zip(points, one, strict=True)
        ]
        needed = next((count for count, share in one if share >= 0.5), None)
        words = f"{name}: {needed}" if needed else f"{name}: more than {one[-1][0]}"
        at = 32.0 + 20.0 * number
        parts += [svg.disc(668, at, 4, f"dot {style}"), svg.label(680, at + 4, words, "name")]
    return svg.drawing(870, 344, "Canaries needed", parts)
