"""A seeding plan as one page: a file on its own, without scripts and without anything from elsewhere."""

from collections.abc import Iterator
from html import escape
from typing import Final

from leaktrace.console import plan_plots as plots
from leaktrace.console.i18n import Speech, msg
from leaktrace.seeding.planner import Confusable, Note, Plan
from leaktrace.seeding.planner.words import NO_REMEDY, advice

__all__ = ["page"]

_TITLE: Final = msg("Seeding plan")
_STYLE: Final = """
:root { --paper:#fcfcfb; --ink:#1c2430; --dim:#5c6675; --grid:#e3e6ea; --same:#eceef0; --bar:#3f78cf; --warn:#c8500a;
  --h0:#f6b26b; --h1:#e4edf8; --h2:#bcd3ef; --h3:#86b0de; --h4:#3f7cc0; --h5:#134a87;
  --c0:#0072b2; --c1:#d55e00; --c2:#008b65; --c3:#b0568a; --c4:#8a6d00; --c5:#4d4d4d; }
body { background:var(--paper); color:var(--ink); font:15px/1.5 system-ui,"Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;
  max-width:960px; margin:36px auto; padding:0 20px; }
h1 { font-size:26px; margin:0 0 4px; } h2 { font-size:18px; margin:40px 0 4px; } p { margin:4px 0 14px; max-width:76ch; } .sub, .hint { color:var(--dim); }
.tiles { display:flex; flex-wrap:wrap; gap:10px; margin:18px 0; } .tiles div { border:1px solid var(--grid); border-radius:6px; padding:8px 14px; min-width:104px; }
.tiles b { display:block; font-size:22px; font-variant-numeric:tabular-nums; } .tiles span { color:var(--dim); font-size:13px; }
.tiles .short b { color:var(--warn); }
ul.notes { padding-left:20px; } ul.notes li { margin:3px 0; max-width:86ch; }
svg { display:block; max-width:100%; height:auto; margin:8px 0; font:12px system-ui,"Noto Sans","Noto Sans CJK SC",sans-serif; }
svg text { fill:var(--ink); } svg .tick, svg .hint, svg .axis { fill:var(--dim); } svg .head { font-weight:600; font-size:13px; }
.grid { stroke:var(--grid); } .limit { stroke:var(--dim); stroke-dasharray:5 4; } .same { fill:var(--same); } .bar { fill:var(--bar); } .order { fill:var(--bar); opacity:.7; }
.h0 { fill:var(--h0); } .h1 { fill:var(--h1); } .h2 { fill:var(--h2); } .h3 { fill:var(--h3); } .h4 { fill:var(--h4); } .h5 { fill:var(--h5); }
svg .num { font-size:13px; font-variant-numeric:tabular-nums; } svg .num.small { font-size:11px; } svg .t4, svg .t5 { fill:#fff; } svg .t0 { font-weight:700; fill:#3a1d00; }
.struck { stroke:#8a4a00; stroke-width:1; opacity:.55; }
polyline { fill:none; } .line { stroke-width:2; } .whisker { stroke-width:1.5; opacity:.55; } svg .rate { font-weight:600; }
.line.c0, .whisker.c0 { stroke:var(--c0); } .line.c1, .whisker.c1 { stroke:var(--c1); stroke-dasharray:7 3; } .line.c2, .whisker.c2 { stroke:var(--c2); } .line.c3, .whisker.c3 { stroke:var(--c3); }
.line.c4, .whisker.c4 { stroke:var(--c4); } .line.c5, .whisker.c5 { stroke:var(--c5); } .line.c2 { stroke-dasharray:2 3; } .line.c3 { stroke-dasharray:9 3 2 3; }
.whisker { stroke-dasharray:none !important; }
.dot.c0, svg .k0 { fill:var(--c0); } .dot.c1, svg .k1 { fill:var(--c1); } .dot.c2, svg .k2 { fill:var(--c2); } .dot.c3, svg .k3 { fill:var(--c3); } .dot.c4, svg .k4 { fill:var(--c4); } .dot.c5, svg .k5 { fill:var(--c5); }
.key { display:flex; flex-wrap:wrap; gap:6px 18px; color:var(--dim); font-size:13px; } .key svg { display:inline; width:16px; margin:0 5px -3px 0; }
.wide { overflow-x:auto; } table { border-collapse:collapse; font-size:13px; width:100%; } th, td { padding:5px 10px 5px 0; text-align:left; vertical-align:top; border-bottom:1px solid var(--grid); }
th { font-weight:600; } td.num { text-align:right; font-variant-numeric:tabular-nums; } td ul { margin:0; padding-left:16px; } summary { cursor:pointer; color:var(--dim); margin:8px 0; }
@media print { body { margin:0; max-width:none; } h2 { break-after:avoid; } svg { break-inside:avoid; } }
"""


def page(plan: Plan, say: Speech) -> str:
    """The page, in the language of `say`."""
    parts = [_head(plan, say)]
    if plan.orders:
        parts += [
            _margins(plan, say),
            _confusable(plan, say),
            _power(plan, say),
            _routes(plan, say),
            _schedule(plan, say),
        ]
    title = escape(say(_TITLE))
    body = "\n".join(part for part in parts if part)
    return (
        f'<!doctype html>\n<html lang="{say.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>LeakTrace: {title}</title>\n<style>{_STYLE}</style></head>\n"
        f"<body>\n{body}\n</body></html>\n"
    )


def _title(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"


def _head(plan: Plan, say: Speech) -> str:
    control = plan.controls
    reached = max(
        (one.share for one in plan.power if one.canaries == len(plan.orders)), default=None
    )
    tiles = [
        (f"{len(plan.orders)}", msg("canary orders"), False),
        (f"{len(plan.counts)}", msg("routes used"), False),
        (f"{plan.lines_used}", msg("lines used"), False),
        (f"{control.planned}/{control.needed}", msg("sealed controls"), control.missing > 0),
        (f"{plan.least:.1f}", msg("smallest margin, in orders"), False),
        (f"{len(plan.confusable)}", msg("confusable pairs"), bool(plan.confusable)),
        (f"{plan.cost:,f}", msg("cost"), False),
    ]
    if reached is not None:
        tiles.insert(4, (f"{reached:.0%}", msg("leaker told, at the highest rate"), reached < 0.8))
    shown = "".join(
        f"<div{' class=short' if short else ''}><b>{number}</b><span>{escape(say(name))}</span></div>"
        for number, name, short in tiles
    )
    notes = "".join(f"<li>{escape(_said(note, say))}</li>" for note in plan.notes)
    sub = say(
        msg("{channels} channels, {routes} feasible routes, orders over {window} days, watched for {watched}; seed {seed}"),
        channels=len(plan.brief.channels),
        routes=len(plan.brief.routes),
        window=f"{plan.brief.window:g}",
        watched=f"{plan.brief.watched:g}",
        seed=plan.brief.seed,
    )  # fmt: skip
    return (
        f'<h1>{escape(say(_TITLE))}</h1><p class="sub">{escape(sub)}</p>'
        f'<div class="tiles">{shown}</div>' + (f'<ul class="notes">{notes}</ul>' if notes else "")
    )


def _said(note: Note, say: Speech) -> str:
    return say(note.message, **note.params)


def _margins(plan: Plan, say: Speech) -> str:
    words = say(
        msg(
            "By how many orders a leak of one channel (row) is told from a leak of another (column): orders that"
            " the first has and the second has not, and orders where their copies differ in a value, counted by"
            " what they are worth. Colour: the bound on the chance to take the second for the leaker."
        )
    )
    return (
        _title(say(msg("Margins between channels")))
        + f"<p>{escape(words)}</p>"
        + f'<div class="key">{"".join(_keys(say))}</div><div class="wide">{plots.heat_map(plan, say)}</div>'
    )


def _keys(say: Speech) -> Iterator[str]:
    for number, text in enumerate(plots.heat_words(say)):
        struck = '<line x1="2" y1="14" x2="14" y2="2" class="struck"/>' if number == 0 else ""
        square = f'<rect width="16" height="16" class="h{number}"/>{struck}'
        yield f'<span><svg viewBox="0 0 16 16">{square}</svg>{escape(text)}</span>'


def _confusable(plan: Plan, say: Speech) -> str:
    title = _title(say(msg("Confusable by design")))
    if not plan.confusable:
        words = say(msg("None: every ordered pair is separated by at least one order."))
        return f"{title}<p>{escape(words)}</p>"
    head = (
        msg("Leaks"),
        msg("Taken for"),
        msg("What may still tell"),
        msg("What would separate them"),
    )
    titles = "".join(f"<th>{escape(say(text))}</th>" for text in head)
    rows = "".join(_confusable_row(one, say) for one in plan.confusable)
    return f'{title}<div class="wide"><table><tr>{titles}</tr>{rows}</table></div>'


def _confusable_row(one: Confusable, say: Speech) -> str:
    first = f"{one.channel_id} ⇄" if one.mutual else one.channel_id
    hints = [say(msg("time of the call"))] if one.by_time else []
    hints += [say(msg("what the caller knows"))] if one.by_fields else []
    todo = [_said(advice(remedy), say) for remedy in one.remedies] or [say(NO_REMEDY)]
    listed = "".join(f"<li>{escape(text)}</li>" for text in todo)
    told = say.listed(hints) or say(msg("nothing"))
    return (
        f"<tr><td>{escape(first)}</td><td>{escape(one.other)}</td><td>{escape(told)}</td>"
        f"<td><ul>{listed}</ul></td></tr>"
    )


def _power(plan: Plan, say: Speech) -> str:
    if not plan.power:
        return ""
    words = say(
        msg(
            "Share of simulated worlds over the number of canaries, a line for each leak rate: the part of a"
            " leaker's orders that bring an informed contact. Left: its posterior is .95 or more, with 95 %"
            " limits. Right: the sealed draw accuses it as well. Dashed: .8."
        )
    )
    return (
        _title(say(msg("Predicted power")))
        + f"<p>{escape(words)}</p>"
        + plots.power_curves(plan, say)
    )


def _routes(plan: Plan, say: Speech) -> str:
    left = len(plan.counts) - plots.MOST_ROUTES
    more = say(msg("{count} more routes are in the plan itself."), count=left) if left > 0 else ""
    return (
        _title(say(msg("Orders by channel")))
        + plots.orders_by_channel(plan, say)
        + _title(say(msg("Orders by route")))
        + plots.orders_by_route(plan, say)
        + (f'<p class="hint">{escape(more)}</p>' if more else "")
    )


def _schedule(plan: Plan, say: Speech) -> str:
    words = say(
        msg(
            "Which order comes on which day is left to chance, so that no season looks like a channel."
        )
    )
    head = (msg("No."), msg("Day"), msg("Line"), msg("Route"), msg("Own values"))
    titles = "".join(f"<th>{escape(say(text))}</th>" for text in head)
    rows = "".join(_order_row(plan, number) for number in range(len(plan.orders)))
    folded = escape(say(msg("All orders")))
    return (
        _title(say(msg("Schedule"))) + f"<p>{escape(words)}</p>{plots.calendar(plan, say)}"
        f'<details><summary>{folded}</summary><div class="wide"><table><tr>{titles}</tr>{rows}'
        "</table></div></details>"
    )


def _order_row(plan: Plan, number: int) -> str:
    one = plan.orders[number]
    at = plan.brief.at(one.day)
    when = f"{one.day:.2f}" if at is None else f"{at:%Y-%m-%d %H:%M}"
    own = "; ".join(f"{name}: {', '.join(fields)}" for name, fields in one.variants.items())
    cells = (f"{one.number}", when, f"{one.line + 1}", one.route_id, own)
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
