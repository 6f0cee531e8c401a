"""What an attribution costs, beside counting votes for each channel in plain SQL on the same data."""

import io
from typing import Any

import tables
from children import Clock, peak_mib, run_child
from contacts import LEAKER, insert_contacts
from databases import databases, engines_of, open_app
from planting import World, insert_world, make_world
from sqlalchemy import Engine, text
from texts import one_contact

from leaktrace.attribution import Params
from leaktrace.attribution.judging import judge
from leaktrace.services import streams
from leaktrace.services.attribution_inputs import gather
from leaktrace.services.attribution_runs import Memory, attribute_now
from leaktrace.services.sources import manual_source
from leaktrace.storage.base import now

VOTES = text("""
    SELECT c.channel_id, COUNT(DISTINCT ro.order_id) AS votes
    FROM reading r
    JOIN contact t ON t.id = r.contact_id
    JOIN reading_order ro ON ro.reading_id = r.id
    JOIN exposure e ON e.order_id = ro.order_id AND e.exposed_at < t.occurred_at
    JOIN channel c ON c.id = e.channel_id
    WHERE r.informed
    GROUP BY c.channel_id ORDER BY votes DESC
""")
STEPS = (
    "votes in SQL", "gather", "attribute", "store one more contact", "gather again", "judge again",
    "attribute again",
)  # fmt: skip
"""The three again with what the worker keeps in memory; to judge is posterior, e-values and verdict, without
the reasons and the rival assumptions."""


def run(
    canaries: int, channels: int, contacts: int, informed: int, engine: str, *, as_json: bool
) -> None:
    """Measure and print."""
    size = {"canaries": canaries, "channels": channels}
    steps = sorted({max(1, contacts // 4), max(1, contacts // 2), contacts})
    found = {
        name: _engine(name, size, steps, min(informed, steps[0])) for name in engines_of(engine)
    }
    shown = [
        tables.table(
            f"attribute, {name}: {canaries:,} canaries, {channels} channels, {runs[-1]['exposures']:,} exposures, {runs[-1]['informed']:,} informed contacts",
            ("contacts", *(f"{step}, s" for step in STEPS), "peak MiB"),
            [
                (one["contacts"], *(one["seconds"][step] for step in STEPS), one["peak_mib"])
                for one in runs
            ],
        )
        + f"\nin the suspect set: {', '.join(runs[-1]['suspect_set'])} (leaks: {runs[-1]['leaker']};"
        f" most votes: {runs[-1]['most_votes']})"
        for name, runs in found.items()
    ]  # fmt: skip
    tables.show({"benchmark": "attribute", **size, "engines": found}, shown, as_json=as_json)


def build(
    *, home: str, url: str, canaries: int, channels: int, begin: int, end: int, informed: int
) -> dict[str, Any]:
    """Plant, if nothing is planted yet, and insert contacts."""
    app = open_app(home, url)
    tenant = app.tenant()
    world = _world(canaries, channels)
    clock = Clock()
    if not begin:
        with tenant.writes.begin() as session:
            insert_world(session, world)
    insert_contacts(tenant.writes, world, begin, end, informed)
    if url:
        with app.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))
    app.close()
    return clock.read()


def child(*, home: str, url: str, canaries: int, channels: int) -> dict[str, Any]:
    """Count votes, gather, attribute, take in one more contact and attribute again."""
    app = open_app(home, url)
    tenant = app.tenant()
    world = _world(canaries, channels)
    seconds: dict[str, float] = {}
    clock = Clock()
    votes = _votes(app.engine)
    seconds["votes in SQL"] = clock.read()["seconds"]
    clock = Clock()
    with tenant.writes.begin() as session:
        gathered = gather(session, now())
    seconds["gather"] = clock.read()["seconds"]
    clock = Clock()
    memory = Memory()
    with tenant.writes.begin() as session:
        attribute_now(session, memory=memory)
    seconds["attribute"] = clock.read()["seconds"]
    with tenant.writes.begin() as session:
        source_id = manual_source(session, "bench", "native").id
    held = next(e for e in world.exposures[-1] if e.channel_id)
    line = one_contact(world.canaries[-1], held, f"one more after {len(gathered.contacts)} {now()}")
    intake = streams.Intake(tenant.writes, app.formats, app.zone)
    clock = Clock()
    stored = streams.ingest_stream(intake, source_id, "bench", "native", io.BytesIO(line))
    seconds["store one more contact"] = clock.read()["seconds"]
    before = judge(gathered.evidence, Params()).posterior
    clock = Clock()
    with tenant.writes.begin() as session:
        evidence = gather(session, now(), memory).evidence
    seconds["gather again"] = clock.read()["seconds"]
    clock = Clock()
    judge(evidence, Params(), before)
    seconds["judge again"] = clock.read()["seconds"]
    clock = Clock()
    with tenant.writes.begin() as session:
        result = attribute_now(session, memory=memory)
    seconds["attribute again"] = clock.read()["seconds"]
    app.close()
    return {
        "seconds": seconds,
        "peak_mib": peak_mib(),
        "exposures": sum(map(len, world.exposures)),
        "informed": len(gathered.contacts),
        "one_more": stored.to_json(),
        "leaker": world.channels[LEAKER].channel_id,
        "most_votes": votes[0][0] if votes else "nobody",
        "suspect_set": list(result.cases[0]["suspect_set"]),
    }


def _engine(
    name: str, size: dict[str, int], steps: list[int], informed: int
) -> list[dict[str, Any]]:
    runs, begin = [], 0
    with databases(name) as fresh:
        where = fresh()
        for end in steps:
            spent = run_child("build", **where, **size, begin=begin, end=end, informed=informed)
            one = run_child("attribute", **where, **size)
            runs.append({"contacts": end, "built_s": spent["seconds"], **one})
            begin = end
    return runs


def _votes(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(VOTES).all())


def _world(canaries: int, channels: int) -> World:
    return make_world(canaries=canaries, channels=channels, lines=canaries + canaries // 10)
