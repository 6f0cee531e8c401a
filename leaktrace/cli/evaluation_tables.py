"""The rows of an evaluation as tables for people and as JSON."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from leaktrace.attribution.evaluation import NullWorlds, Redraws, Row
from leaktrace.cli.context import print_table
from leaktrace.cli.evaluation_required import figure_as_json, print_figures

__all__ = ["as_json", "null_as_json", "print_null", "print_rows"]


def print_rows(rows: Sequence[Row], alpha: float) -> None:
    """The attribution, what is required of it, and the simpler methods on the same worlds."""
    first, worlds = rows[0].first_seed, rows[0].seeds
    print_table(
        f"{worlds} worlds of each scenario, seeds {first} to {first + worlds - 1}, bound {alpha:g}",
        (
            "", "top1", "top set", "false acc.", "95 % limits", "attributed", "coverage", "set size",
            "registry", "Brier", "ECE", "s", *_canaries_title(rows),
        ),
        [
            (*_cells(row), *_canaries(row))
            for row in rows
        ],
    )  # fmt: skip
    print_figures(rows)
    print_table(
        "Simpler methods on the same worlds: likeliest channel leaks / innocent accused / leakers accused",
        ("", *_baselines(rows)),
        [(row.scenario, *(_baseline_cell(row, name) for name in _baselines(rows))) for row in rows],
    )


def print_null(drawn: Sequence[Redraws], worlds: NullWorlds) -> None:
    """Two tables: values drawn anew, and null worlds."""
    print_table(
        "An innocent channel's values drawn anew, contacts fixed: no mean may exceed 1 by more than luck",
        (
            "seed", "redraws", "bets", "mean E", "s.e.", "after the first bet", "s.e.",
            "ever 20 (at most .05)",
        ),
        [
            (
                one.seed, one.redraws, f"{one.bets:.1f}", f"{one.mean:.4f}", f"{one.error:.4f}",
                f"{one.first:.3f}", f"{one.first_error:.3f}", f"{one.above_20:.4f}",
            )
            for one in drawn
        ],
    )  # fmt: skip
    print_table(
        f"{worlds.worlds} null worlds, seeds {worlds.first_seed} to {worlds.first_seed + worlds.worlds - 1}",
        ("an innocent channel ...", "share", "95 % limits", "at most"),
        [
            (name, f"{one.value:.5f}", f"{one.low:.2g} - {one.high:.2g}", f"{most:g}")
            for name, one, most in (
                ("any ever comes to C/alpha", worlds.accused, worlds.alpha),
                ("one chosen beforehand ever comes to 20", worlds.above_20, 0.05),
            )
        ],
    )


def null_as_json(drawn: Sequence[Redraws], worlds: NullWorlds) -> list[dict[str, Any]]:
    """The null calibration as rows of the public list."""
    keys = (
        "top1", "top_set", "brier", "log_score", "ece", "false_accusation_rate", "coverage",
        "canaries_to_95", "seconds",
    )  # fmt: skip
    blank: dict[str, Any] = dict.fromkeys(keys) | {"baselines": {}}
    accused = worlds.accused
    return [
        *(
            {"scenario": "null_redraws", "seeds": 1, "first_seed": one.seed, **blank}
            | dataclasses.asdict(one)
            for one in drawn
        ),
        {"scenario": "null_worlds", "seeds": worlds.worlds, **blank}
        | {
            "first_seed": worlds.first_seed,
            "alpha": worlds.alpha,
            "false_accusation_rate": accused.value,
            "false_accusation_limits": [accused.low, accused.high],
            "above_20": dataclasses.asdict(worlds.above_20),
            "greatest": worlds.greatest,
        },
    ]


def _cells(row: Row) -> tuple[str, ...]:
    wrong = row.false_accusations
    return (
        row.scenario,
        _number(row.top1),
        _number(row.top_set),
        f"{wrong.value:.4g}",
        f"{wrong.low:.2g} - {wrong.high:.2g}",
        _number(row.attributed),
        _number(row.coverage),
        _number(row.set_size, 2),
        _number(row.registry_compromised),
        _number(row.brier),
        _number(row.ece),
        _number(row.seconds, 1),
    )


def _canaries_title(rows: Sequence[Row]) -> tuple[str, ...]:
    return ("canaries",) if any(row.canaries_tried for row in rows) else ()


def _canaries(row: Row) -> tuple[str, ...]:
    """How many it takes; of a scenario that was asked in vain, how many do not do."""
    if not row.canaries_tried:
        return ()
    if row.canaries_to_95 is not None:
        return (str(row.canaries_to_95),)
    return (f"over {row.canaries_tried[-1][0]}",)


def _number(value: float | None, digits: int = 3) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _baselines(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(one.baseline.value for row in rows for one in row.baselines))


def _baseline_cell(row: Row, name: str) -> str:
    for one in row.baselines:
        if one.baseline.value == name:
            parts = (one.top1, one.false_accusation_rate, one.attributed)
            return " / ".join("-" if part is None else f"{part:.2f}" for part in parts)
    return ""


def as_json(row: Row) -> dict[str, Any]:
    """The public form of a row: the fields of the contract, and all others."""
    fields = dataclasses.asdict(row)
    limits = fields.pop("false_accusations")
    fields["false_accusation_rate"] = row.false_accusation_rate
    fields["false_accusation_limits"] = [limits["low"], limits["high"]]
    fields["figures"] = [figure_as_json(one) for one in row.figures]
    fields["verdicts"] = {str(verdict): count for verdict, count in row.verdicts}
    fields["set_sizes"] = {str(size): count for size, count in row.set_sizes}
    fields["baselines"] = {
        str(one.baseline): {
            "top1": one.top1,
            "false_accusation_rate": one.false_accusation_rate,
            "attributed": one.attributed,
        }
        for one in row.baselines
    }
    return fields
