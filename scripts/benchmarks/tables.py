"""Figures as a table for people or as one JSON document."""

import json
import os
from collections.abc import Sequence
from typing import Any

Cell = str | int | float | None


def show(document: dict[str, Any], tables: Sequence[str], *, as_json: bool) -> None:
    """Print a document: as JSON, or its tables and a remark on the load of the machine."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    document = {**document, "load": round(load, 2), "processors": os.cpu_count()}
    if as_json:
        print(json.dumps(document, ensure_ascii=False, indent=1))
        return
    print("\n\n".join(tables))
    print(f"\nload {load:.2f} on {os.cpu_count()} processors: figures vary with it, ratios less")


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """A table with its title; numbers to the right."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [
        max(len(name), *(len(row[n]) for row in cells)) if cells else len(name)
        for n, name in enumerate(header)
    ]
    lines = [title, _line(header, widths), "  ".join("-" * width for width in widths)]
    return "\n".join([*lines, *(_line(row, widths) for row in cells)])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = zip(cells, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(text.rjust(width) for text, width in rest)])


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) else value
