"""What it costs to compare contacts and to list campaigns, beside datasketch's own search over plain texts.

To compare costs the same for each contact, however many there are; a list costs the marks that several
contacts have, and what the database needs to count the marks. The baseline keeps everything in memory and
nothing afterwards: it opens no seal, writes no mark, and begins anew each time.
"""

import random
from itertools import pairwise
from typing import Any

import tables
from children import Clock, now_mib, peak_mib, run_child
from contacts import insert_contacts
from databases import databases, engines_of, open_app
from datasketch import MinHash, MinHashLSH
from planting import insert_world, make_world
from sqlalchemy import text

from leaktrace.bootstrap import Tenant
from leaktrace.domain.fiction import fictional_phone
from leaktrace.services import campaigns

_SCRIPTS = 200
"""So many texts are said again and again, with another number in them each time."""
STEPS = ("compare all", "nothing new", "list", "one campaign")


def run(contacts: int, texts: int, engine: str, *, as_json: bool) -> None:
    """Measure and print."""
    sizes = sorted({max(1, contacts // 4), contacts})
    found = {name: _engine(name, sizes, texts) for name in engines_of(engine)}
    plain = run_child("campaigns_plain", contacts=contacts, texts=texts)
    shown = [
        tables.table(
            f"campaigns, {name}: {texts} in 100 contacts with a text",
            ("contacts", *(f"{step}, s" for step in STEPS), "campaigns", "MiB before", "peak MiB"),
            [
                (
                    one["contacts"], *(one["seconds"][step] for step in STEPS), one["campaigns"],
                    one["before_mib"], one["peak_mib"],
                )
                for one in runs
            ],
        )
        for name, runs in found.items()
    ]  # fmt: skip
    shown.append(
        tables.table(
            "datasketch in memory, nothing sealed or kept",
            ("contacts", "compare all, s", "peak MiB"),
            [(contacts, plain["seconds"], plain["peak_mib"])],
        )
    )
    document = {"benchmark": "campaigns", "texts": texts, "engines": found, "baseline": plain}
    tables.show(document, shown, as_json=as_json)


def child(*, home: str, url: str, begin: int, end: int, texts: int) -> dict[str, Any]:
    """Insert contacts, compare those that are new, list, and show the largest."""
    app = open_app(home, url)
    tenant = app.tenant()
    world = make_world(canaries=60, channels=9, lines=200)
    if not begin:
        with tenant.writes.begin() as session:
            insert_world(session, world)
    insert_contacts(tenant.writes, world, begin, end, 0, lambda number: _text(number, texts))
    if url:
        with app.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))
    before, seconds = now_mib(), {}
    for step in ("compare all", "nothing new"):
        clock = Clock()
        _compare(tenant)
        seconds[step] = clock.read()["seconds"]
    clock = Clock()
    with tenant.reads.begin() as session:
        found = campaigns.list_campaigns(session)
    seconds["list"] = clock.read()["seconds"]
    clock = Clock()
    if found:
        with tenant.reads.begin() as session:
            campaigns.campaign_of(session, found[0].contact_ids[-1])
    seconds["one campaign"] = clock.read()["seconds"]
    app.close()
    return {
        "contacts": end, "new": end - begin, "seconds": seconds, "campaigns": len(found),
        "before_mib": before, "peak_mib": peak_mib(),
    }  # fmt: skip


def plain(*, contacts: int, texts: int) -> dict[str, Any]:
    """The same contacts by callers in a dictionary and texts in the search of datasketch."""
    rows = [
        (fictional_phone(10_000_000 + number), _text(number, texts)) for number in range(contacts)
    ]
    clock = Clock()
    callers: dict[str, list[int]] = {}
    search = MinHashLSH(num_perm=96, params=(12, 8))
    for number, (caller, words) in enumerate(rows):
        callers.setdefault(caller, []).append(number)
        if words:
            sketch = MinHash(num_perm=96, seed=1)
            sketch.update_batch({words[n : n + 3].encode() for n in range(len(words) - 2)})
            search.insert(number, sketch)
            search.query(sketch)
    return clock.read() | {"peak_mib": peak_mib()}


def _engine(name: str, sizes: list[int], texts: int) -> list[dict[str, Any]]:
    with databases(name) as fresh:
        where = fresh()
        return [
            run_child("campaigns", **where, begin=begin, end=end, texts=texts)
            for begin, end in pairwise([0, *sizes])
        ]


def _compare(tenant: Tenant) -> None:
    waiting: list[Any] = []
    while True:
        with tenant.writes.begin() as session:
            waiting = campaigns.unmarked_contacts(session, waiting[-1] if waiting else None)
            if not waiting:
                return
            campaigns.mark_contacts(session, waiting)


def _text(number: int, texts: int) -> str:
    """Nothing, words of its own, or one of the scripts with a number in it."""
    chance = random.Random(number)
    if chance.randrange(100) >= texts:
        return ""
    script = chance.randrange(2 * _SCRIPTS)
    words = random.Random(f"script {script}" if script < _SCRIPTS else f"own {number}")
    half = ["".join(chr(words.randrange(0x4E00, 0x9FA5)) for _ in range(25)) for _ in range(2)]
    return f"{half[0]}{chance.randrange(10_000)}{half[1]}"
