"""The rows of an evaluation as tables for people and as JSON."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from leaktrace.attribution.evaluation import Row
from leaktrace.cli.context import print_table

__all__ = ["REQUIRED", "Required", "as_json", "print_rows"]


@dataclasses.dataclass(frozen=True)
class Required:
    """What a release must reach. None: nothing is asked."""

    top1: float | None = None
    false_accusations: float | None = None
    attributed: float | None = None
    coverage: float | None = None
    whole_chain: float | None = None
    registry: float | None = None


REQUIRED = {
    "a": Required(top1=0.80, false_accusations=0.005, coverage=0.97),
    "a_v": Required(top1=0.92, false_accusations=0.0, attributed=0.75, coverage=0.97),
    "b2": Required(top1=0.99, false_accusations=0.0, attributed=0.90, coverage=0.98),
    "b0": Required(false_accusations=0.0, attributed=0.0, coverage=0.99, whole_chain=0.99),
    "c3": Required(top1=0.86, false_accusations=0.002, attributed=0.60, coverage=0.95),
    "d_v": Required(top1=0.99, false_accusations=0.0, attributed=0.68, coverage=0.98),
    "e1": Required(false_accusations=0.002),
    "e3": Required(false_accusations=0.002),
    "g2": Required(false_accusations=0.003, registry=0.85),
}


def print_rows(rows: Sequence[Row], alpha: float) -> None:
    """Two tables: the attribution, and the simpler methods on the same worlds."""
    first, worlds = rows[0].first_seed, rows[0].seeds
    print_table(
        f"{worlds} worlds of each scenario, seeds {first} to {first + worlds - 1}, bound {alpha:g}; "
        "required figures after them",
        (
            "", "top1", "top set", "false accusations", "attributed", "coverage", "set size",
            "registry", "Brier", "log", "ECE", "s",
        ),
        [_cells(row, REQUIRED.get(row.scenario, Required())) for row in rows],
    )  # fmt: skip
    print_table(
        "Simpler methods on the same worlds: likeliest channel leaks / innocent accused / leakers accused",
        ("", *_baselines(rows)),
        [(row.scenario, *(_baseline_cell(row, name) for name in _baselines(rows))) for row in rows],
    )


def _cells(row: Row, required: Required) -> tuple[str, ...]:
    wrong = row.false_accusations
    false = f"{wrong.value:.4g} ({wrong.low:.2g} - {wrong.high:.2g})"
    attributed = _beside(row.attributed, required.attributed)
    return (
        row.scenario,
        _beside(row.top1, required.top1),
        _number(row.top_set),
        false + ("" if required.false_accusations is None else f" ≤{required.false_accusations:g}"),
        attributed,
        _beside(row.coverage, required.coverage),
        _number(row.set_size, 2)
        + (
            ""
            if required.whole_chain is None
            else f", whole chain {_beside(row.whole_chain, required.whole_chain)}"
        ),
        _beside(row.registry_compromised, required.registry),
        _number(row.brier),
        _number(row.log_score),
        _number(row.ece),
        _number(row.seconds, 1),
    )


def _beside(value: float | None, required: float | None) -> str:
    return _number(value) + ("" if required is None else f" ≥{required:g}")


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
