"""A small merchant who draws before planting: five channels, four lines, orders on them, and a clock."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leaktrace.domain.times import parse_time
from leaktrace.services.attribution_inputs import Gathered, gather

CHANNELS = """channel_id,kind,name,provider,injectable,views
shop-1,platform,橙舟商城,橙舟,yes,name=plain;phone=plain;address=plain
erp-1,merchant_erp,星禾订单,星禾,yes,name=variant;phone=plain;address=variant
erp-2,merchant_erp,拓云订单,拓云,yes,name=variant;phone=plain;address=variant
courier-1,courier,飞鹭快递,飞鹭,yes,name=variant;phone=plain;address=variant
desk-1,outsourced_service,安语客服,安语,yes,name=masked;phone=plain
"""
PHONES = {f"L{number}": f"+861400000000{number}" for number in range(1, 6)}
OWNERS = {"C1": "周明", "C2": "吴明", "C3": "郑明", "C4": "冯明", "K1": "蒋明"}
LINES = {"C1": "L1", "C2": "L1", "C3": "L2", "C4": "L3", "K1": "L5"}
GIVEN = (
    "志远", "晓彤", "淑珍", "伟东", "家豪", "雨桐", "思颖", "建国", "桂兰", "嘉诚", "秀红", "长青", "文博", "静怡",
    "海燕", "子轩", "梦洁", "立新", "玉梅", "晨曦",
)  # fmt: skip
PLACE = "湖北省武汉市洪山区望舒街1号舒城花园"
DRAWN, PLANTED, CALLED, LATER = (f"2026-09-{day}T08:00:00Z" for day in ("01", "03", "20", "25"))


def names(canary_id: str) -> list[str]:
    """The pool of names of a canary: one surname, twenty given names."""
    return [OWNERS[canary_id][0] + given for given in GIVEN]


def units(start: int = 1) -> list[str]:
    """A pool of addresses: one place, twenty units."""
    return [f"{PLACE}{number}号楼2单元{number}03室" for number in range(start, start + 20)]


def pool(canary_id: str = "C1", **changed: Any) -> dict[str, Any]:
    """A row of a draw file."""
    row = {
        "canary_id": canary_id,
        "field": "name",
        "values": names(canary_id),
        "channels": ["erp-1", "courier-1", "desk-1"],
    }
    return row | changed


def canary(name: str, **changed: Any) -> dict[str, Any]:
    """A row of canaries.jsonl."""
    line_id = LINES[name]
    place = {"province": "湖北省", "city": "武汉市", "district": "洪山区"}
    return {
        "canary_id": name,
        "line_ids": [line_id],
        "identity": {
            "name": OWNERS[name], "phone": PHONES[line_id],
            "address": place | {"detail": "望舒街1号舒城花园99号楼2单元101室"},
        },
        "order": {
            "order_no": f"26090277786599542{name[1]}", "amount": "78.00", "currency": "CNY",
            "placed_at": "2026-09-02T10:53:28+08:00",
            "items": [{"sku": "S1", "title": "防晒衣女夏季薄款", "qty": 1, "price": "78.00"}],
        },
    } | changed  # fmt: skip


@dataclass
class Scene:
    """The merchant "demo" of the fixture `app`, with commands and a clock."""

    demo: Any
    tenant: Any
    clock: Any
    folder: Path

    def at(self, instant: str) -> "Scene":
        """Move the clock."""
        self.clock.move_to(instant, tick=True)
        return self

    def write(self, name: str, rows: Any) -> Path:
        """A JSONL file, or any text."""
        path = self.folder / name
        text = rows if isinstance(rows, str) else "".join(json.dumps(row) + "\n" for row in rows)
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *words: object) -> Any:
        """A command that has to go well; its JSON."""
        done = self.demo(*words, "--json")
        assert done.status == 0, done.err
        return done.json

    def stock(self, fill_once: Any = None) -> "Scene":
        """Channels, lines and canaries that nobody has yet; with `fill_once` done once a process."""
        self.at(DRAWN)
        rows = [
            f"{line_id},phone,{value},{'control' if line_id == 'L5' else 'canary'},2026-08-01T00:00:00Z,x"
            for line_id, value in PHONES.items()
        ]
        lines = "line_id,kind,value,role,acquired_at,label\n" + "\n".join(rows) + "\n"
        files = (
            ("channel", self.write("channels.csv", CHANNELS)),
            ("line", self.write("lines.csv", lines)),
            ("exposure", self.write("canaries.jsonl", [canary(name) for name in OWNERS])),
        )

        def import_all() -> None:
            for kind, path in files:
                self.run(kind, "import", path)

        if fill_once:
            fill_once("drawn-scene", import_all)
        else:
            import_all()
        return self

    def draw(self, *rows: dict[str, Any]) -> dict[tuple[str, str, str], str]:
        """Draw; (canary, field, channel) to value."""
        out = self.folder / "assignments.jsonl"
        self.run("seed", "draw", self.write("draws.jsonl", rows), "--out", out)
        found = map(json.loads, out.read_text(encoding="utf-8").splitlines())
        return {
            (row["canary_id"], row.get("field", "route"), row["channel_id"]): row.get("value", "")
            for row in found
        }

    def exposure(self, canary_id: str, channel_id: str, **changed: Any) -> dict[str, Any]:
        """A row of exposures.jsonl, without any value yet that identifies."""
        holds = {"phone": PHONES[LINES[canary_id]]} | changed.pop("holds", {})
        views = {name: "plain" if name == "phone" else "variant" for name in holds}
        return {
            "canary_id": canary_id, "channel_id": channel_id, "exposed_at": PLANTED,
            "holds": holds, "views": views | changed.pop("views", {}), "proof": {"kind": "readback"},
        } | changed  # fmt: skip

    def expose(self, *rows: dict[str, Any]) -> "Scene":
        """Tell what the channels hold."""
        self.at(max(row["exposed_at"] for row in rows))
        path = self.write("exposures.jsonl", rows)
        self.run("exposure", "import", self.folder / "canaries.jsonl", path)
        return self

    def plant(self, given: dict[tuple[str, str, str], str], **changed: Any) -> "Scene":
        """Every channel gets what was drawn for it."""
        held: dict[tuple[str, str], dict[str, str]] = {}
        for (canary_id, field, channel_id), value in given.items():
            held.setdefault((canary_id, channel_id), {})[field] = value
        return self.expose(
            *(self.exposure(*key, holds=holds, **changed) for key, holds in held.items())
        )

    def call(self, *texts: str, line: str = "L1", at: str = CALLED, **changed: Any) -> "Scene":
        """Notes of calls that came."""
        self.at(at)
        rows = [
            {"ref": f"{line}-{at}-{number}-{text}"[:190], "medium": "call", "line": line, "occurred_at": at,
             "caller": "+8614111112222", "text": text} | changed
            for number, text in enumerate(texts)
        ]  # fmt: skip
        self.run("ingest", self.write("calls.jsonl", rows), "--format", "native")
        return self

    def gathered(self, as_of: str = "2026-10-01T00:00:00Z") -> Gathered:
        """What the attribution is given."""
        self.at(as_of)
        with self.tenant.writes.begin() as session:
            return gather(session, parse_time(as_of))


def says(name: str) -> str:
    """A caller who knows a name and nothing else."""
    return f"您好，是{name}吗？您买的防晒衣质检不合格，给您退款，请加一下理赔专员的微信。"


def stocked(demo: Any, tenant: Any, clock: Any, fill_once: Any, folder: Path) -> Scene:
    """The scene with what `stock` puts there."""
    (folder / "files").mkdir()
    return Scene(demo, tenant, clock, folder / "files").stock(fill_once)
