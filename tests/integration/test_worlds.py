"""Worlds with known leakers go in through the commands and come out with the right verdict, some on both engines."""

import json

import pytest

ON_SQLITE = (
    "nested-202", "quiet-501", "quiet-502", "routes-112", "routes-113", "routes-116", "routes-122", "time-701",
    "variants-301", "visibility-601",
)  # fmt: skip
ON_BOTH = ("dirty-801", "nested-201", "quiet-503", "two-401", "variants-302")


@pytest.fixture
def attributed(leaktrace, worlds, tmp_path):
    """Takes a world through the public commands into a fresh home; what ``attribute --json`` says."""

    def run(name, where, url):
        world, home = worlds / name, tmp_path / where
        truth = json.loads((world / "truth.json").read_text(encoding="utf-8"))
        options = ("--home", home, *(("--database", url) if url else ()))
        for words in (
            ("init", "--merchant", "demo"),
            ("channel", "import", world / "channels.csv"),
            ("line", "import", world / "lines.csv"),
            ("exposure", "import", world / "canaries.jsonl", world / "exposures.jsonl"),
        ):
            assert leaktrace(*words, *options).status == 0
        ingest = leaktrace(
            "ingest", world / "contacts.jsonl", "--format", "native", "--json", *options
        )
        assert ingest.status == 0
        counts = {name: ingest.json[name] for name in truth["ingest"]}
        assert counts == truth["ingest"]
        assert ingest.json["expected"] == truth["expected"]
        if name in ON_BOTH:
            again = leaktrace(
                "ingest", world / "contacts.jsonl", "--format", "native", "--json", *options
            )
            assert (again.json["stored"], again.json["quarantined"]) == (0, 0)
        done = leaktrace("attribute", "--as-of", truth["as_of"], "--json", *options)
        assert done.status == 0
        return truth, done.json

    return run


def numbers(document):
    """What must be equal on both engines: everything but keys and dates of this run."""
    (case,) = document["cases"]
    channels = [
        {key: value for key, value in channel.items() if key != "evidence"}
        | {
            "evidence": [
                (line["kind"], line["log10_lr"], line["text"]) for line in channel["evidence"]
            ]
        }
        for channel in case["channels"]
    ]
    kept = (
        "verdict",
        "accused",
        "suspect_set",
        "confusable",
        "p_unlisted",
        "p_no_leak",
        "controls_clean",
    )
    contacts = [(c["ref"], c["canary_ids"], c["class"], c["details"]) for c in case["contacts"]]
    return {key: case[key] for key in kept} | {"channels": channels, "contacts": contacts}


@pytest.mark.slow
@pytest.mark.parametrize("name", ON_SQLITE)
def test_a_world_comes_out_right(name, attributed):
    truth, document = attributed(name, "sqlite", "")
    check(name, truth, document["cases"][0])


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.parametrize("name", ON_BOTH)
def test_a_world_comes_out_right_and_equal_on_both_engines(name, attributed, postgres_url):
    truth, document = attributed(name, "postgres", postgres_url)
    _, other = attributed(name, "sqlite", "")
    assert numbers(document) == numbers(other)
    check(name, truth, document["cases"][0])


def check(name, truth, case):
    """The README of the worlds, row by row."""
    assert case["verdict"] != "attributed"
    assert case["accused"] == []
    assert case["controls_clean"]
    posterior = {channel["channel_id"]: channel["posterior"] for channel in case["channels"]}
    first = next(iter(posterior), None)
    kind = name.partition("-")[0]
    if kind in {"routes", "dirty", "variants"}:
        assert [first] == truth["leakers"] == case["suspect_set"]
        assert case["verdict"] in {"set", "suspected"}
    elif kind == "nested":
        assert set(case["suspect_set"]) == {"platform-1", "erp-1", "courier-1", "unlisted"}
        assert max(posterior.values()) - min(posterior.values()) < 1e-9
        assert [sorted(group) for group in case["confusable"]] == truth["confusable"]
    elif kind == "two":
        assert set(list(posterior)[:2]) == set(truth["leakers"])
        assert sum(value >= 0.5 for value in posterior.values()) == 2
        assert set(case["suspect_set"]) & set(truth["leakers"])
    elif kind == "visibility":
        assert {"platform-1", "erp-1"} <= set(case["suspect_set"])
        assert "courier-1" not in case["suspect_set"]
    elif kind == "time":
        assert first == "courier-1"
        assert set(case["suspect_set"]) <= {"courier-1", "unlisted"}
    else:
        assert case["verdict"] in {"background", "inconclusive"}
        assert all(value < 0.5 for value in posterior.values())
        assert case["suspect_set"] == []
    hit = {canary_id for contact in case["contacts"] for canary_id in contact["canary_ids"]}
    # A caller who said no more than a surname counts as informed in the truth, and as nobody here.
    assert 0 <= truth["informed_canaries"] - len(hit) <= 1
