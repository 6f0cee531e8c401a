"""How fast contacts are taken in, beside the same rows written plainly; and that memory stays flat."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import plainly
import tables
from children import Clock, peak_mib, run_child
from databases import databases, engines_of, open_app
from planting import insert_world, make_world
from texts import write_contacts

from leaktrace.services import streams
from leaktrace.services.sources import manual_source

BASELINES = {"sqlite": "sqlite3.executemany", "postgres": "binary COPY"}
STEPS = {"store_delivery": "store", "parse_delivery": "parse", "unread_contacts": "read", "read_contacts": "read"}  # fmt: skip


def run(rows: int, engine: str, *, as_json: bool) -> None:
    """Measure and print."""
    found = {name: _engine(name, rows) for name in engines_of(engine)}
    shown = []
    for name, one in found.items():
        shown.append(
            tables.table(
                f"ingest, {name}: {rows:,} contacts",
                ("what", "rows/s", "seconds", "cpu s", "ratio", "ratio of cpu"),
                [
                    ("ingest", *_figures(one["ingest"], one["baseline"], rows)),
                    (BASELINES[name], *_figures(one["baseline"], one["baseline"], rows)),
                ],
            )
        )
        shown.append(
            tables.table(
                "seconds by step", ("step", "seconds"), [(k, v) for k, v in one["steps"].items()]
            )
        )
        shown.append(
            tables.table(
                "peak of resident memory",
                ("contacts", "MiB before", "MiB", "file MiB", "rows/s"),
                [(m["rows"], m["before_mib"], m["peak_mib"], m["file_mib"], m["rows_per_s"]) for m in one["memory"]],
            )
        )  # fmt: skip
    tables.show({"benchmark": "ingest", "rows": rows, "engines": found}, shown, as_json=as_json)


def child(*, home: str, url: str, rows: int, baseline: bool) -> dict[str, Any]:
    """Take in one file of that many contacts."""
    app = open_app(home, url)
    tenant = app.tenant()
    world = make_world(canaries=60, channels=9, lines=200)
    path = Path(home) / "contacts.jsonl"
    write_contacts(path, world, rows)
    with tenant.writes.begin() as session:
        insert_world(session, world)
        source_id = manual_source(session, "bench", "native").id
    before = peak_mib()
    intake = streams.Intake(tenant.writes, app.formats, app.zone)
    steps = _time_steps()
    clock = Clock()
    with path.open("rb") as stream:
        summary = streams.ingest_stream(intake, source_id, "bench", "native", stream)
    spent = clock.read()
    found: dict[str, Any] = {
        "ingest": spent | {"rows_per_s": rows / spent["seconds"]},
        "counts": summary.to_json(),
        "steps": steps | {"commit and pauses": spent["seconds"] - sum(steps.values())},
        "memory": {
            "rows": rows,
            "before_mib": before,
            "peak_mib": peak_mib(),
            "file_mib": path.stat().st_size / 2**20,
            "rows_per_s": rows / spent["seconds"],
        },
    }
    app.close()
    if baseline:
        plain = (
            plainly.copy(url)
            if url
            else plainly.executemany(Path(home) / "leaktrace.db", Path(home) / "plain.db")
        )
        found["baseline"] = plain | {"rows_per_s": rows / plain["seconds"]}
    return found


def _engine(name: str, rows: int) -> dict[str, Any]:
    with databases(name) as fresh:
        once = run_child("ingest", **fresh(), rows=rows, baseline=True)
        more = run_child("ingest", **fresh(), rows=4 * rows, baseline=False)
    return {
        "ingest": once["ingest"],
        "baseline_is": BASELINES[name],
        "baseline": once["baseline"],
        "ratio": once["ingest"]["rows_per_s"] / once["baseline"]["rows_per_s"],
        "steps": once["steps"],
        "counts": once["counts"],
        "memory": [once["memory"], more["memory"]],
    }


def _figures(one: dict[str, float], plain: dict[str, float], rows: int) -> tuple[float, ...]:
    return (
        rows / one["seconds"],
        one["seconds"],
        one["cpu_seconds"],
        plain["seconds"] / one["seconds"],
        plain["cpu_seconds"] / one["cpu_seconds"],
    )


def _time_steps() -> dict[str, float]:
    """From now on the steps of a stream are timed; the seconds so far, by step."""
    spent = dict.fromkeys(STEPS.values(), 0.0)
    for name, step in STEPS.items():
        setattr(streams, name, _timed(getattr(streams, name), spent, step))
    return spent


def _timed(function: Callable[..., Any], spent: dict[str, float], step: str) -> Callable[..., Any]:
    def timed(*arguments: Any, **options: Any) -> Any:
        began = time.perf_counter()
        try:
            return function(*arguments, **options)
        finally:
            spent[step] += time.perf_counter() - began

    return timed
