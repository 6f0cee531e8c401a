"""A text on which the program fails keeps no other from being read, and says so."""

import json

import pytest

from leaktrace.services import reading


@pytest.mark.parametrize("fault", [ZeroDivisionError, AssertionError])
def test_a_text_on_which_the_program_fails_is_told_and_the_others_are_read(
    demo, planted, tmp_path, monkeypatch, fault
):
    world = planted("routes-112")
    lines = (world / "contacts.jsonl").read_text(encoding="utf-8").splitlines()[-60:]
    rows = [json.loads(line) for line in lines]
    for row in rows[::2]:
        row["text"] = "broken"
    path = tmp_path / "contacts.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    extract = reading.extract

    def failing(text, facts, at):
        if text == "broken":
            raise fault
        return extract(text, facts, at)

    monkeypatch.setattr(reading, "extract", failing)
    done = demo("ingest", path, "--format", "native", "--json")
    assert (done.status, done.json["stored"]) == (0, 60)
    contacts = demo("contact", "list", "--limit", 100, "--json").json["contacts"]
    assert all(one["class"] for one in contacts)
    failed = [one for one in contacts if one["reason"] == reading.FAILED]
    assert 0 < len(failed) <= 30
    assert {one["class"] for one in failed} == {"unknown"}
    assert "broken" not in done.err
