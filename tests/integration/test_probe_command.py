"""The next canaries of a case: from the store, on the terminal, and in the case itself."""

import pytest
from sqlalchemy import update

from leaktrace.domain.line import LineRole
from leaktrace.services.probing import free_places
from leaktrace.storage import models
from leaktrace.storage.base import now

pytestmark = pytest.mark.slow

NESTED_AS_OF = "2026-10-29T16:00:00Z"
EARLY = "2026-09-11T00:00:00Z"
"""After the first informed contact in the world routes-113."""
LATE = "2026-10-18T16:00:00Z"


def attribute(demo, world, as_of):
    done = demo("ingest", world / "contacts.jsonl", "--format", "native", "--json")
    assert done.status == 0, done.err
    (case,) = demo("attribute", "--as-of", as_of, "--json").json["cases"]
    return case


@pytest.fixture
def injectable(demo, worlds, tmp_path):
    """The nested world, were each of its channels open to values of its own."""
    world = worlds / "nested-201"
    channels = (world / "channels.csv").read_text(encoding="utf-8").replace(",no,", ",yes,")
    (tmp_path / "channels.csv").write_text(channels, encoding="utf-8")
    for words in (
        ("channel", "import", tmp_path / "channels.csv"),
        ("line", "import", world / "lines.csv"),
        ("exposure", "import", world / "canaries.jsonl", world / "exposures.jsonl"),
    ):
        assert demo(*words).status == 0
    return attribute(demo, world, NESTED_AS_OF)


def test_chain_without_variants_is_said_to_be_inseparable(demo, planted):
    case = attribute(demo, planted("nested-201"), NESTED_AS_OF)
    everybody = ["courier-1", "erp-1", "platform-1", "unlisted"]

    assert case["next_probe"]["inseparable"] == [everybody]
    assert case["next_probe"]["canaries"] == 0
    assert demo("case", "show", "case-1", "--json").json["next_probe"] == case["next_probe"]
    done = demo("probe", "case-1")
    assert (done.status, done.err) == (0, "")
    assert f"cannot be separated by any route or variant we can place: {', '.join(everybody)}" in (
        done.out
    )
    assert "Next: open a way that parts them" in done.out


def test_chain_with_variants_is_planned_with_a_value_for_everybody(demo, injectable):
    found = injectable["next_probe"]

    assert found["routes"] == ["platform-1 > erp-1 > courier-1"]
    assert found["variants"] == [["platform-1", "erp-1", "courier-1"]]
    assert found["counts"] == [found["canaries"]]
    assert (found["tried"], found["inseparable"]) == ([True], [])
    assert demo("probe", "case-1", "--json").json == {"case_id": "case-1"} | found
    shown = demo("probe", "case-1").out
    assert "platform-1 > erp-1 > courier-1" in shown
    assert f"probability {found['expected_separation']:.2f}" in shown
    assert "seed draw" in shown


def test_free_lines_bound_the_plan(demo, tenant, injectable):
    with tenant.writes.begin() as session:
        assert free_places(session) == 120, "sixty phones with one identity each"
        everything = update(models.Line).where(models.Line.role == LineRole.CANARY)
        session.execute(everything.values(retired_at=now()))
        session.execute(
            update(models.Line).where(models.Line.line_id == "L0011").values(retired_at=None)
        )
    with tenant.reads.begin() as session:
        left = free_places(session)

    found = demo("probe", "case-1", "--json").json
    assert (left, found["canaries"]) == (2, 2)
    assert "The free lines take 2 more canaries" in found["note"]
    assert found["expected_separation"] < injectable["next_probe"]["expected_separation"]
    assert demo("probe", "case-1", "--canaries", 30, "--json").json["canaries"] == 30


def test_without_a_free_line_the_plan_is_empty_and_says_so(demo, tenant, injectable):
    assert injectable["next_probe"]["routes"]
    with tenant.writes.begin() as session:
        session.execute(update(models.Line).values(retired_at=now()))

    done = demo("probe", "case-1")
    assert "No line is free for another canary" in done.out
    assert "leaktrace line import" in done.out


def test_suspects_on_different_routes_are_parted_by_routes_that_were_taken(demo, planted):
    case = attribute(demo, planted("routes-113"), EARLY)
    found = case["next_probe"]

    assert "courier-2" in case["suspect_set"]
    assert found["canaries"] == sum(found["counts"]) > 0
    assert {"courier-2" in route for route in found["routes"]} == {True, False}
    assert all(
        variant in route
        for route, variants in zip(found["routes"], found["variants"], strict=True)
        for variant in variants
    )
    few, many = (demo("probe", "case-1", "--canaries", count, "--json").json for count in (6, 40))
    assert (few["canaries"], many["canaries"]) == (6, 40)
    assert few["expected_separation"] < many["expected_separation"]


def test_settled_case_has_no_next_probe(demo, planted):
    case = attribute(demo, planted("routes-113"), LATE)

    assert (case["suspect_set"], case["next_probe"]) == (["courier-2"], None)
    done = demo("probe", "case-1")
    assert "Nothing is left to separate." in done.out
    assert "values that a sealed draw gave to: courier-2" in done.out


def test_background_has_no_next_probe(demo):
    (case,) = demo("attribute", "--json").json["cases"]

    assert (case["verdict"], case["next_probe"]) == ("background", None)
    assert demo("probe", "case-1", "--json").json["routes"] == []


def test_unknown_case_and_senseless_numbers_are_refused(demo):
    done = demo("probe", "case-9")
    assert done.status == 1
    assert "there is no case 'case-9'. See 'leaktrace case list'" in done.err
    assert demo("probe", "case-1", "--canaries", 0).status == 2


def test_help_has_an_example(demo):
    assert "Example: leaktrace probe case-1" in demo("probe", "--help").out
