"""Contacts are masked until somebody asks, and the asking is recorded."""

import pytest
from sqlalchemy import select

from leaktrace.storage.models import Event


@pytest.fixture
def filled(demo, world_filled):
    world_filled("routes-112")
    return demo


def first(filled, *words):
    return filled("contact", "list", "--limit", "1", *words, "--json").json["contacts"][0]


def test_a_genuine_pick_up_message_about_a_canary_order_is_expected(filled):
    page = filled("contact", "list", "--class", "expected", "--limit", "1000", "--json").json
    assert page["total"] == 150
    assert all(not contact["informed"] for contact in page["contacts"])
    assert all(contact["reason"] for contact in page["contacts"])
    assert any(contact["canary_ids"] for contact in page["contacts"])


def test_lists_show_no_word_of_a_text_and_no_whole_number(filled):
    listed = filled("contact", "list", "--informed", "--json")
    for contact in listed.json["contacts"]:
        assert set(contact["text"]) <= {"•", " ", "\n"}
        assert contact["masked"]
        assert not contact["caller"] or "****" in contact["caller"]
    assert "+8614" not in listed.out


def test_asking_for_personal_data_shows_it_and_is_recorded_with_who_and_why(filled, app):
    contact = first(filled, "--informed")
    masked = filled("contact", "show", contact["contact_id"], "--json").json
    assert masked["masked"]
    shown = filled(
        "contact", "show", contact["contact_id"], "--reveal", "--why", "case review", "--json"
    ).json
    assert not shown["masked"]
    assert shown["caller"].startswith("+8614")
    with app.reads.begin() as session:
        (event,) = session.scalars(select(Event).where(Event.action == "contact.reveal"))
    assert event.object_id == contact["contact_id"]
    assert event.actor.startswith("cli:")
    assert event.data == {"why": "case review"}
    newest = filled("event", "list", "--limit", "1", "--json").json[0]
    assert (newest["action"], newest["data"]) == ("contact.reveal", {"why": "case review"})
    assert "contact.reveal" in filled("event", "list").out


def test_a_case_shown_with_what_callers_said_is_recorded_too(filled):
    filled("attribute", "--json")
    filled("case", "show", "case-1")
    filled("case", "show", "case-1", "--json")
    actions = [row["action"] for row in filled("event", "list", "--json").json]
    assert actions.count("case.reveal") == 2


def test_every_detail_of_a_text_points_at_the_words_that_showed_it(filled):
    page = filled("contact", "list", "--informed", "--limit", "100", "--json").json["contacts"]
    details = 0
    for contact in page:
        shown = filled("contact", "show", contact["contact_id"], "--reveal", "--json").json
        for detail in shown["details"]:
            if detail["origin"] == "noted":
                assert detail["span"] is None
                continue
            start, end = detail["span"]
            assert 0 <= start < end <= len(shown["text"])
            details += 1
    assert details >= 10


@pytest.mark.parametrize(
    "words",
    [("contact", "show", "nonsense"), ("contact", "show", "00000000-0000-7000-8000-000000000000")],
)
def test_an_unknown_contact_is_a_clear_line(filled, words):
    done = filled(*words)
    assert done.status in {1, 2}
    assert done.err.startswith("error: ")
    assert done.err.count("\n") == 1


def test_a_new_exposure_has_the_contacts_of_its_line_read_again(demo, worlds, tmp_path):
    world = worlds / "routes-112"
    for words in (
        ("channel", "import", world / "channels.csv"),
        ("line", "import", world / "lines.csv"),
        ("ingest", world / "contacts.jsonl", "--format", "native"),
    ):
        assert demo(*words).status == 0
    assert demo("contact", "list", "--informed", "--json").json["total"] == 0
    demo("exposure", "import", world / "canaries.jsonl", world / "exposures.jsonl")
    (case,) = demo("attribute", "--as-of", "2026-10-31T16:00:00Z", "--json").json["cases"]
    assert case["suspect_set"] == ["warehouse-1"]
    assert demo("contact", "list", "--informed", "--json").json["total"] == 18
