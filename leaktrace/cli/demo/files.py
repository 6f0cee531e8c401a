"""Writing the files of the demo world."""

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

__all__ = ["stamp", "write_csv", "write_jsonl"]


def stamp(at: datetime) -> str:
    """An instant with its offset, to the second."""
    return at.replace(microsecond=0).isoformat()


def write_csv(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    """Rows with a header."""
    buffer = StringIO()
    table = list(rows)
    writer = csv.DictWriter(buffer, fieldnames=list(table[0]))
    writer.writeheader()
    writer.writerows(table)
    path.write_text(buffer.getvalue(), encoding="utf-8", newline="")


def write_jsonl(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """One object a line."""
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")
