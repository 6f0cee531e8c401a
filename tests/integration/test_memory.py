"""What the worker keeps between attributions changes what they cost, and nothing that they say."""

import random
from dataclasses import fields

import pytest
from drawn_scene import CALLED, LATER, names, pool, says, stocked

from leaktrace.crypto.sealing import Opener
from leaktrace.domain.times import parse_time
from leaktrace.services import attribution_runs, line_life
from leaktrace.services.attribution_inputs import gather

pytestmark = pytest.mark.slow

THREE = ("erp-1", "courier-1", "desk-1")
END = "2026-10-01T00:00:00Z"


@pytest.fixture
def scene(demo, tenant, time_machine, fill_once, tmp_path):
    return stocked(demo, tenant, time_machine, fill_once, tmp_path)


@pytest.fixture
def planted(scene):
    """Two canaries with names by lot at three channels; what was drawn."""
    given = scene.draw(pool("C1"), pool("C3"))
    scene.plant(given)
    return scene, given


class Looks:
    """Gathers with a memory and without."""

    def __init__(self, scene):
        self._scene, self.memory = scene, attribution_runs.Memory()

    def agree(self, as_of=END):
        """Both come to the same; what it is."""
        with self._scene.tenant.reads.begin() as session:
            kept, fresh = (
                gather(session, parse_time(as_of), memory) for memory in (self.memory, None)
            )
        assert plain(kept.evidence) == plain(fresh.evidence)
        assert (kept.contacts, kept.holdings, kept.inputs_digest) == (
            fresh.contacts,
            fresh.holdings,
            fresh.inputs_digest,
        )
        return fresh


def plain(evidence):
    """The fields of the evidence, comparable."""
    found = {field.name: getattr(evidence, field.name) for field in fields(evidence)}
    given = found.pop("exposures")
    found |= {field.name: getattr(given, field.name) for field in fields(given)}
    return {name: one.tolist() if hasattr(one, "tolist") else one for name, one in found.items()}


def ring(scene, *texts, line="L1", at=CALLED):
    """Calls that came earlier and are recorded now: the clock only ever goes on."""
    rows = [
        {"ref": f"{line}-{at}-{text}"[:190], "medium": "call", "line": line, "occurred_at": at, "text": text}
        for text in texts
    ]  # fmt: skip
    scene.run("ingest", scene.write("calls.jsonl", rows), "--format", "native")


def hold(scene, *rows):
    """What channels hold, told now."""
    scene.run(
        "exposure", "import", scene.folder / "canaries.jsonl", scene.write("exposures.jsonl", rows)
    )


def steps(scene, given):
    """Everything that can happen to a merchant; nothing needs another to have happened."""
    named = {key[2]: value for key, value in given.items() if key[0] == "C1"}
    copy = scene.exposure(
        "C1", "erp-1", holds={"name": named["erp-1"]}, exposed_at="2026-09-04T00:00:00Z"
    )
    other = scene.exposure("C4", "erp-2", holds={"name": "冯明"})
    unsaid = next(name for name in names("C1") if name not in named.values())
    look = ("seed", "open", "draw-1", "--why", "x", "--out", scene.folder / "opened")
    return [
        lambda: ring(scene, says(named["erp-1"])),
        lambda: ring(scene, says(named["desk-1"]), says(unsaid)),
        lambda: ring(scene, "您好，办贷款吗？", line="L4"),
        lambda: ring(scene, says(given["C3", "name", "erp-1"]), line="L2"),
        lambda: ring(scene, says("蒋明"), line="L5"),
        lambda: ring(scene, says(named["courier-1"]), at="2026-09-02T12:00:00Z"),
        lambda: hold(scene, copy | {"proof": {"kind": "sent"}}),
        lambda: hold(scene, other),
        lambda: scene.draw(pool("C2")),
        lambda: scene.run(*look),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
def test_an_attribution_from_memory_is_that_from_scratch_whatever_happens(planted, seed):
    scene, given = planted
    looks = Looks(scene.at(LATER))
    happens = steps(scene, given)
    random.Random(seed).shuffle(happens)
    digests = [looks.agree().inputs_digest]
    for step in happens:
        step()
        digests.append(looks.agree().inputs_digest)
    assert len(set(digests)) == len(digests)
    assert looks.agree("2026-09-10T00:00:00Z").inputs_digest not in digests
    assert looks.agree().inputs_digest == digests[-1]


def test_a_copy_that_is_given_later_counts_from_then_on(planted):
    scene, _ = planted
    hold(scene.at(LATER), scene.exposure("C4", "erp-2", holds={"name": "冯明"}, exposed_at=LATER))
    looks = Looks(scene)
    held = [
        looks.agree(at).evidence.channels
        for at in ("2026-09-24T00:00:00Z", LATER, END, "2026-09-24T00:00:00Z")
    ]
    assert ["erp-2" in found for found in held] == [False, True, True, False]


def test_contacts_that_were_recorded_before_known_ones_are_not_missed(planted):
    """Another process may have written them down, and been late to say so."""
    scene, given = planted
    looks = Looks(scene.at(LATER))
    ring(scene, says(given["C1", "name", "erp-1"]))
    before = looks.agree()
    scene.at("2026-09-24T00:00:00Z")
    ring(scene, says(given["C1", "name", "desk-1"]), "您好，办贷款吗？")
    ring(scene, "您好，办贷款吗？", line="L5")
    after = looks.agree()
    assert len(after.contacts) == len(before.contacts) + 1
    assert after.evidence.background.rate > before.evidence.background.rate


def test_only_what_is_new_is_opened(planted, monkeypatch):
    scene, given = planted
    scene.at(LATER)
    ring(scene, says(given["C1", "name", "erp-1"]), says(given["C1", "name", "desk-1"]))
    looks = Looks(scene)
    looks.agree()
    ring(scene, says(given["C3", "name", "erp-1"]), line="L2")
    opened = []

    original = Opener.open

    def noted(self, row_id, blob):
        opened.append(self.column)
        return original(self, row_id, blob)

    monkeypatch.setattr(Opener, "open", noted)
    with scene.tenant.reads.begin() as session:
        gathered = gather(session, parse_time(END), looks.memory)
    assert len(gathered.contacts) == 3
    assert opened == ["details"]


def test_the_document_of_a_case_is_the_same_from_memory_and_from_scratch(planted):
    scene, given = planted
    scene.at(LATER)
    memory, at = attribution_runs.Memory(), parse_time(END)
    with scene.tenant.writes.begin() as session:
        attribution_runs.attribute_now(session, at, memory=memory)
    ring(scene, says(given["C1", "name", "erp-1"]), says(given["C1", "name", "desk-1"]))
    told = []
    for kept in (memory, None):
        with scene.tenant.writes() as session:
            told.append(attribution_runs.attribute_now(session, at, memory=kept).to_json())
            session.rollback()
    assert told[0] == told[1]
    assert len(told[0]["cases"][0]["contacts"]) == 2


@pytest.mark.parametrize(("meant", "settled"), [("L5", 1), ("L4", 0)])
def test_the_word_that_we_send_to_a_line_ourselves_is_no_background(planted, meant, settled):
    """Not even where it arrives on another line than we meant."""
    scene, _ = planted
    looks = Looks(scene.at(LATER))
    quiet = looks.agree().evidence.background.rate
    with scene.tenant.writes.begin() as session:
        word = line_life.send_nonce(session, meant)
    ring(scene, f"LeakTrace {word}", line="L5")
    assert looks.agree().evidence.background.rate > quiet
    with scene.tenant.writes.begin() as session:
        assert line_life.settle_nonces(session) == settled
    assert looks.agree().evidence.background.rate == pytest.approx(quiet)


def test_calls_that_a_line_got_before_it_was_acquired_are_no_background(planted):
    """They were meant for whoever had the number before."""
    scene, _ = planted
    looks = Looks(scene.at(LATER))
    quiet = looks.agree().evidence.background.rate
    ring(scene, "找李哥", line="L5", at="2026-07-31T23:59:59Z")
    assert looks.agree().evidence.background.rate == pytest.approx(quiet)
    ring(scene, "找李哥", line="L5", at="2026-08-01T00:00:00Z")
    assert looks.agree().evidence.background.rate > quiet
