"""A case on a terminal: everything that the page says, and no id is cut however narrow it is."""

from io import StringIO

import pytest
from drawn_case import flawed, hanging_on_one_contact
from drawn_scene import stocked
from rich.console import Console

from leaktrace.cli.case_text import case_lines, channel_table

pytestmark = pytest.mark.slow

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def drawn(demo, tenant, time_machine, fill_once, tmp_path):
    """A merchant who draws before planting."""
    return stocked(demo, tenant, time_machine, fill_once, tmp_path)


@sqlite_only
@pytest.mark.slow
def test_an_accusation_comes_with_its_numbers_and_what_would_change_it(drawn):
    case = hanging_on_one_contact(drawn)
    shown = drawn.demo("case", "show", "case-1").out
    (changed,) = [rival for rival in case["sensitivity"] if rival["changed"]]
    for words in (
        "case-1: attributed\nthe copy of erp-1 was disclosed\naccused: erp-1\n",
        "is ever accused is at most 0.01",
        f"{case['channels'][0]['e_value']:.3g}",
        "e-value needed for an accusation: 500",
        "no canary contacted: erp-2",
        f"1 of {len(case['sensitivity'])} rival assumptions change it:\n",
        f"  Without the contact {changed['params']['contact']}: set, erp-1",
        "what to do next\n  a copy got out: that says neither who did it nor how. A person has to review it",
        "'leaktrace case show case-1 --json'",
    ):
        assert words in shown


@sqlite_only
@pytest.mark.slow
def test_flaws_are_told_with_whom_they_spare(drawn):
    flawed(drawn)
    shown = drawn.demo("case", "show", "case-1").out
    assert "erp-1 is not accused: its e-value is below what is needed" in shown
    assert (
        "flaw: Values of copies that nobody read back are not counted; contacts: 4"
        " (without this accused: erp-1)"
    ) in shown
    assert "no rival assumption that was tried changes the verdict" in shown


def channel(name: str, **changed: object) -> dict[str, object]:
    return {
        "channel_id": name, "posterior": 0.98, "log10_lr": 4.2, "verbal": "extremely strong",
        "e_value": 3.9e21, "canaries_hit": 14, "canaries_exposed": 30, "evidence": [],
    } | changed  # fmt: skip


@pytest.mark.parametrize(
    ("posterior", "log10_lr", "said"), [(0.97, -0.7, True), (0.97, 0.1, False), (0.4, -0.7, False)]
)
def test_a_high_posterior_beside_a_low_likelihood_ratio_is_explained(posterior, log10_lr, said):
    two = [channel("erp-1"), channel("wms-1", posterior=posterior, log10_lr=log10_lr)]
    document = {"channels": two, "contacts": [], "p_unlisted": 0.01, "p_no_leak": 0.0}
    lines = [line for line in case_lines(document) if "several leakers" in line]
    assert len(lines) == said
    assert all(line.startswith("wms-1: probable though its LR is below 1:") for line in lines)


@pytest.mark.parametrize("width", [30, 40, 60, 80, 160])
def test_no_id_is_cut_however_narrow_the_terminal(width):
    out = StringIO()
    document = {"channels": [channel("warehouse-hangzhou-1"), channel("erp-1")], "contacts": []}
    Console(file=out, width=width, markup=False).print(channel_table(document))
    assert "warehouse-hangzhou-1" in out.getvalue()
    assert "…" not in out.getvalue()


def test_the_next_canaries_are_listed_by_route_and_what_is_from_outside_moves_no_cursor():
    document = {
        "channels": [],
        "next_probe": {
            "canaries": 6, "expected_separation": 0.91, "note": "No line\x1b[2J is free.",
            "routes": ["shop-1 > erp-1", "shop-1 > erp-2"], "counts": [4, 2],
        },
    }  # fmt: skip
    assert list(case_lines(document)) == [
        "next canaries: 6, to tell suspects apart with probability 0.91",
        "  4 x shop-1 > erp-1",
        "  2 x shop-1 > erp-2",
        "  No line?[2J is free.",
    ]
