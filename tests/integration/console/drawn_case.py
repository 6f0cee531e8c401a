"""Cases that rest on sealed draws: one whose copy was disclosed beyond doubt, and ones that are less sure."""

from typing import Any

from drawn_scene import LINES, OWNERS, PHONES, Scene, canary, names, pool, says, units

LEAKER, COURIER, DESK, SILENT = "erp-1", "courier-1", "desk-1", "erp-2"
AS_OF = "2026-10-01T00:00:00Z"
CANARIES = ("C1", "C3", "C4", "C2")
QUIET = {f"S{number}": surname for number, surname in enumerate("秦许何吕施张孔曹", start=1)}
"""Canaries that nobody calls; the leaker never had them."""
Given = dict[tuple[str, str, str], str]


def attribute(scene: Scene) -> dict[str, Any]:
    """The one case, as the command line tells it."""
    (case,) = scene.run("attribute", "--as-of", AS_OF)["cases"]
    return case


def disclosed(scene: Scene, calls: int = 4) -> dict[str, Any]:
    """Callers who say the names that were drawn for the leaker: four are proof enough, two are not."""
    given = _draw(scene)
    scene.plant(given)
    _call(scene, given, calls)
    return attribute(scene)


def hanging_on_one_contact(scene: Scene) -> dict[str, Any]:
    """Two callers who say a name, and one who says name and unit: without that one, the proof would not do.

    Somebody says a name that nobody was given, after the leaker's own was said.
    """
    given = _draw(scene, pool("C2", field="address", values=units()))
    scene.plant(given)
    _call(scene, given, 2)
    name, address = (given["C2", field, LEAKER] for field in ("name", "address"))
    both = f"{says(name)}您的地址是{address}，对吧？"
    scene.call(both, line=LINES["C2"], at="2026-09-23T08:00:00Z")
    drawn = {name for key, name in given.items() if key[:2] == ("C2", "name")}
    nobodys = next(name for name in names("C2") if name not in drawn)
    scene.call(says(nobodys), line=LINES["C2"], at="2026-09-26T08:00:00Z")
    return attribute(scene)


def flawed(scene: Scene) -> dict[str, Any]:
    """The same, but nobody read back what the leaker holds, one value was lost, and one seen in transit."""
    given = _draw(scene)
    scene.expose(*(_flawed_row(scene, given, key) for key in given))
    _call(scene, given, len(CANARIES))
    return attribute(scene)


def _draw(scene: Scene, *more: dict[str, Any]) -> Given:
    rows = [canary(name) for name in OWNERS]
    rows += [_quiet(number, name) for number, name in enumerate(QUIET)]
    scene.run("exposure", "import", scene.write("canaries.jsonl", rows))
    given = scene.draw(*(pool(canary_id) for canary_id in CANARIES), *more)
    for channel_id in (COURIER, DESK, SILENT):
        scene.expose(*(_quiet_row(scene, name, channel_id) for name in QUIET))
    return given


def _call(scene: Scene, given: Given, calls: int) -> None:
    for number, canary_id in enumerate(CANARIES[:calls]):
        name = given[canary_id, "name", LEAKER]
        scene.call(says(name), line=LINES[canary_id], at=f"2026-09-{20 + number}T08:00:00Z")


def _quiet(number: int, name: str) -> dict[str, Any]:
    row = canary("C4") | {"canary_id": name, "line_ids": ["L4"]}
    row["identity"] = row["identity"] | {"name": f"{QUIET[name]}一鸣", "phone": PHONES["L4"]}
    row["order"] = row["order"] | {"order_no": f"26090277786599550{number}"}
    return row


def _quiet_row(scene: Scene, name: str, channel_id: str) -> dict[str, Any]:
    holds = {"name": f"{QUIET[name]}一鸣", "phone": PHONES["L4"]}
    views = dict.fromkeys(holds, "plain")
    return scene.exposure("C4", channel_id, holds=holds, views=views) | {"canary_id": name}


def _flawed_row(scene: Scene, given: Given, key: tuple[str, str, str]) -> dict[str, Any]:
    canary_id, _, channel_id = key
    row = scene.exposure(canary_id, channel_id, holds={"name": given[key]})
    if channel_id == LEAKER:
        row["proof"] = {"kind": "sent"}
    if (canary_id, channel_id) == ("C2", DESK):
        row["holds"]["name"] = "周海"
    if (canary_id, channel_id) == ("C4", COURIER):
        row["via"] = ["shop-1"]
    return row
