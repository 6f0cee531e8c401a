"""An evaluation as one page: a file on its own, without scripts and without anything from elsewhere."""

from collections.abc import Sequence
from html import escape
from typing import Final

from leaktrace.attribution.evaluation import NullWorlds, Redraws, Row
from leaktrace.attribution.simulation import SCENARIOS, Variants, simulate
from leaktrace.cli import evaluation_plots as plots
from leaktrace.cli.evaluation_required import required_section

__all__ = ["page"]

_HISTORIES: Final = 4

_STYLE: Final = """
:root { --paper:#fcfcfb; --ink:#1c2430; --dim:#667080; --grid:#e3e6ea; --stripe:#f4f5f6; --own:#1f5fbf;
  --votes:#9aa2ad; --rate:#b98b3e; --vvotes:#c0603a; --guilt:#3f8f6b; --bad:#b3352b;
  --s1:#174a9c; --s2:#3f78cf; --s3:#7fa9e3; --s4:#b6cdf0; --s5:#d9e4f5; --s0:#e7e8ea; }
@media (prefers-color-scheme: dark) { :root { --paper:#14181e; --ink:#e4e8ee; --dim:#97a1b0; --grid:#2b323c;
  --stripe:#1a1f27; --own:#6ea5ff; --votes:#7c8694; --rate:#d2a457; --vvotes:#e0825c; --guilt:#5fb690; --bad:#ef7d72;
  --s1:#8fb8ff; --s2:#5f92e6; --s3:#3f6cb8; --s4:#2d4d84; --s5:#24395c; --s0:#2a3038; } }
body { background:var(--paper); color:var(--ink); font:15px/1.5 system-ui,"Noto Sans",sans-serif;
  max-width:920px; margin:36px auto; padding:0 20px; }
h1 { font-size:26px; margin:0 0 4px; } h2 { font-size:18px; margin:40px 0 4px; }
p { margin:4px 0 14px; max-width:70ch; } .sub, .hint, td.dim { color:var(--dim); }
svg { display:block; max-width:100%; height:auto; margin:8px 0; font:12px system-ui,"Noto Sans",sans-serif; }
svg text { fill:var(--ink); } svg .tick, svg .hint, svg .axis { fill:var(--dim); } svg .head { font-weight:600; font-size:13px; }
.grid { stroke:var(--grid); } .ideal { stroke:var(--dim); stroke-dasharray:4 4; } .limit { stroke:var(--bad); stroke-dasharray:5 4; }
.stripe { fill:var(--stripe); } .whisker { stroke:var(--own); stroke-width:2; } .lead { stroke:var(--grid); }
.m-own { fill:var(--own); } .m-votes { fill:var(--votes); } .m-rate { fill:var(--rate); } .m-vvotes { fill:var(--vvotes); } .m-guilt { fill:var(--guilt); }
polyline { fill:none; } .thin { stroke:var(--votes); opacity:.55; } .thick { stroke:var(--own); stroke-width:2.5; }
.leaker { stroke:var(--bad); stroke-width:2.2; } .innocent { stroke:var(--votes); stroke-width:1; }
.s1 { fill:var(--s1); } .s2 { fill:var(--s2); } .s3 { fill:var(--s3); } .s4 { fill:var(--s4); } .s5 { fill:var(--s5); } .s0 { fill:var(--s0); }
.line { stroke-width:2; } .line.c0 { stroke:var(--own); } .line.c1 { stroke:var(--vvotes); } .line.c2 { stroke:var(--guilt); }
.line.c3 { stroke:var(--rate); } .line.c4 { stroke:var(--bad); } .line.c5 { stroke:var(--votes); }
.dot.c0 { fill:var(--own); } .dot.c1 { fill:var(--vvotes); } .dot.c2 { fill:var(--guilt); } .dot.c3 { fill:var(--rate); } .dot.c4 { fill:var(--bad); } .dot.c5 { fill:var(--votes); }
.key { display:flex; flex-wrap:wrap; gap:6px 18px; color:var(--dim); font-size:13px; } .key svg { display:inline; width:14px; margin:0 5px -2px 0; }
.wide { overflow-x:auto; } table { border-collapse:collapse; font-size:13px; font-variant-numeric:tabular-nums; width:100%; }
th, td { padding:4px 8px; text-align:right; vertical-align:top; border-bottom:1px solid var(--grid); } td { white-space:nowrap; } td small { display:block; }
th { font-weight:600; vertical-align:bottom; max-width:84px; }
th:nth-child(1), td:nth-child(1), th:nth-child(2), td:nth-child(2) { text-align:left; } td:nth-child(2) { white-space:normal; min-width:220px; color:var(--dim); }
td.short { color:var(--bad); font-weight:600; } table.required td:nth-child(2) { color:var(--ink); min-width:0; }
.asked { stroke:var(--ink); stroke-width:2; } .could { stroke:var(--guilt); stroke-width:2; fill:none; } .m-short { fill:var(--bad); } small { color:var(--dim); font-weight:400; }
"""
_KEY: Final = (
    ("disc", "m-own", "LeakTrace"),
    ("ring", "m-votes", "votes"),
    ("ring", "m-rate", "votes per canary"),
    ("ring", "m-vvotes", "votes + variants"),
    ("ring", "m-guilt", "guilt + variants"),
)


def page(
    rows: Sequence[Row], null: tuple[Sequence[Redraws], NullWorlds] | None, alpha: float
) -> str:
    """The page.

    Args:
        rows: of the evaluation.
        null: the null calibration, if it was done.
        alpha: the bound of false accusations.
    """
    parts = [_head(rows, alpha)]
    if rows:
        parts += [
            required_section(rows),
            _figures(rows),
            _rates(rows),
            _calibration(rows),
            _sets(rows),
        ]
        parts += [_histories(rows, alpha), _canaries(rows)]
    if null is not None:
        parts.append(_null(*null))
    body = "\n".join(part for part in parts if part)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>LeakTrace: evaluation</title>\n<style>{_STYLE}</style></head>\n"
        f"<body>\n{body}\n</body></html>\n"
    )


def _head(rows: Sequence[Row], alpha: float) -> str:
    if rows:
        first, worlds = rows[0].first_seed, rows[0].seeds
        which = f"{worlds:,} worlds of each scenario, seeds {first} to {first + worlds - 1}; "
    else:
        which = ""
    return (
        "<h1>How well the attribution does</h1>"
        f'<p class="sub">{which}bound of false accusations {alpha:g}. Every world is made up, and its '
        "leakers are known; so these figures hold as far as the worlds resemble the real one.</p>"
    )


def _figures(rows: Sequence[Row]) -> str:
    head = (
        "", "", "top 1", "innocent accused", "leakers accused", "set holds a leaker", "set size",
        "own records leak", "Brier", "ECE",
    )  # fmt: skip
    body = "".join(_figure(row) for row in rows)
    titles = "".join(f"<th>{escape(title)}</th>" for title in head)
    return f'<h2>All figures</h2><div class="wide"><table><tr>{titles}</tr>{body}</table></div>'


def _figure(row: Row) -> str:
    size = "" if row.set_size is None else f"{row.set_size:.2f}"
    cells = (
        _share(row.top1), f"{row.false_accusations.value:.4g}", _share(row.attributed),
        _share(row.coverage), size, _share(row.registry_compromised), _share(row.brier),
        _share(row.ece),
    )  # fmt: skip
    named = f"<td>{escape(row.scenario)}</td><td>{escape(row.title)}</td>"
    return f"<tr>{named}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _rates(rows: Sequence[Row]) -> str:
    marks = {
        "disc": '<circle cx="7" cy="7" r="5" class="{}"/>',
        "ring": '<polygon points="7,2 12,7 7,12 2,7" class="{}"/>',
    }
    key = "".join(
        f'<span><svg viewBox="0 0 14 14">{marks[shape].format(style)}</svg>{name}</span>'
        for shape, style, name in _KEY
    )
    return (
        "<h2>Accusations, right and wrong</h2><p>Votes find leakers because they "
        "accuse somebody every time. An accusation is what a merchant acts upon, so the right-hand "
        f'side decides.</p><div class="key">{key}</div>{plots.rates(rows)}'
    )


def _calibration(rows: Sequence[Row]) -> str:
    return (
        "<h2>Is a posterior of .8 right in eight of ten cases?</h2><p>Each dot is a tenth of the "
        "scale, over all scenarios; its size is the number of channels. Thin lines: one scenario "
        "each. On the dashed line the posterior is right; above it, it is too careful.</p>"
        + plots.calibration(rows)
    )


def _sets(rows: Sequence[Row]) -> str:
    return (
        "<h2>How narrow the suspect sets are</h2><p>Share of worlds by the number of members, the "
        "unlisted party counted. In a nested chain without variants (b0) the right answer is the "
        "whole chain.</p>" + plots.set_sizes(rows)
    )


def _histories(rows: Sequence[Row], alpha: float) -> str:
    varied = [
        row for row in rows
        if row.scenario in SCENARIOS and SCENARIOS[row.scenario].variants is not Variants.NONE
    ]  # fmt: skip
    if not varied:
        return ""
    worlds = [simulate(SCENARIOS[row.scenario], row.first_seed) for row in varied[:_HISTORIES]]
    return (
        "<h2>How an e-value grows</h2><p>The first world of each scenario with variants. A caller who "
        "says a value that one channel alone was given multiplies its e-value; a value that nobody was "
        "given takes from all, and that of another channel changes nothing. Red: channels that leak; "
        "grey: innocent ones; dashed: what it takes to be accused.</p>"
        + plots.histories(worlds, alpha)
    )


def _canaries(rows: Sequence[Row]) -> str:
    tried = {row.scenario: row.canaries_tried for row in rows if row.canaries_tried}
    if not tried:
        return ""
    return (
        "<h2>How many canaries it takes</h2><p>Share of leaking channels that come to a posterior of "
        ".95, over the number of canaries. The named number is the smallest at which half of them do."
        "</p>" + plots.canaries(tried)
    )


def _null(drawn: Sequence[Redraws], worlds: NullWorlds) -> str:
    body = "".join(
        f"<tr><td>{one.seed}</td><td>{one.redraws:,} drawings, {one.bets:.1f} bets each</td>"
        f"<td>{one.first:.3f} ± {one.first_error:.3f}</td>"
        f"<td>{one.mean:.4f} ± {one.error:.4f}</td><td>{one.above_20:.4f}</td></tr>"
        for one in drawn
    )
    accused, single = worlds.accused, worlds.above_20
    return (
        "<h2>Is an innocent channel safe?</h2><p>An innocent channel's values drawn anew while all "
        "contacts stay as they were: its e-value must not exceed 1 on average.</p>"
        '<div class="wide"><table><tr><th>seed</th><th></th><th>mean after the first bet</th>'
        f"<th>after all bets</th><th>ever 20 or more</th></tr>{body}</table></div>"
        f"<p>In {worlds.worlds:,} worlds with two busy leakers, storms, chance mentions and half of the "
        f"values misheard, an innocent channel ever came to C/alpha in {accused.value:.4%} "
        f"(95&nbsp;% limits {accused.low:.3%} to {accused.high:.3%}; allowed {worlds.alpha:.3%}), and one "
        f"chosen beforehand to 20 in {single.value:.4%} (allowed 5&nbsp;%).</p>"
    )
