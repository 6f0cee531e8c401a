"""Contacts are masked until somebody asks, and the asking is recorded."""

import csv

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


def listed(filled, *words):
    return filled("contact", "list", "--limit", "1000", *words, "--json").json


def test_a_list_is_narrowed_down_by_line_days_and_class(filled):
    every = listed(filled)["contacts"]
    line = every[0]["line_ids"][0]
    of_line = listed(filled, "--line", line)
    assert 0 < of_line["total"] < len(every)
    assert {tuple(one["line_ids"]) for one in of_line["contacts"]} == {(line,)}
    # The merchant's zone is 8 hours ahead.
    day = [one for one in every if "2026-09-19T16" <= one["occurred_at"] < "2026-09-21T16"]
    assert {one["occurred_at"][:10] for one in day} >= {"2026-09-20"}
    found = listed(filled, "--from", "2026-09-20", "--to", "2026-09-21")["contacts"]
    assert [one["contact_id"] for one in found] == [one["contact_id"] for one in day]
    scams = listed(filled, "--from", "2026-09-20", "--to", "2026-09-21", "--class", "scam")
    assert {one["contact_id"] for one in scams["contacts"]} == {
        one["contact_id"] for one in day if one["class"] == "scam"
    }


def test_a_list_is_narrowed_down_by_medium_and_source(filled):
    every = listed(filled)["contacts"]
    for option, value in (("medium", every[0]["medium"]), ("source", every[0]["source"])):
        found = listed(filled, f"--{option}", value)["contacts"]
        assert found == [one for one in every if one[option] == value] != []
    assert 0 < listed(filled, "--medium", "sms")["total"] < len(every)


def test_a_list_says_that_days_are_of_the_merchant_and_times_are_not(filled):
    told = filled("contact", "list", "--from", "2026-09-20", "--limit", "1").out
    assert "days of Asia/Shanghai, times in UTC" in told


def test_what_reached_a_canary_is_listed(filled):
    every = listed(filled)["contacts"]
    canary = first(filled, "--informed")["canary_ids"][0]
    found = listed(filled, "--canary", canary)["contacts"]
    assert found == [one for one in every if canary in one["canary_ids"]]


def test_a_list_is_narrowed_down_by_the_caller_without_a_number_being_shown(filled):
    contact = first(filled, "--informed")
    whole = filled("contact", "show", contact["contact_id"], "--reveal", "--json").json["caller"]
    found = listed(filled, "--caller", whole)
    assert contact["contact_id"] in {one["contact_id"] for one in found["contacts"]}
    assert {one["caller"] for one in found["contacts"]} == {contact["caller"]}
    assert listed(filled, "--caller", whole.removeprefix("+86"))["total"] == found["total"]
    assert listed(filled, "--caller", whole[:-1])["total"] == 0


def test_a_list_is_narrowed_down_by_a_line_however_its_number_is_written(filled, worlds):
    with (worlds / "routes-112" / "lines.csv").open(encoding="utf-8", newline="") as file:
        line = next(row for row in csv.DictReader(file) if row["kind"] == "phone")
    every, whole = listed(filled, "--line", line["line_id"]), line["value"]
    for written in (whole, whole.removeprefix("+86"), f"0086 {whole[3:6]} {whole[6:]}"):
        assert listed(filled, "--line", written) == every


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("--line", "L0"), 1, "there is no line 'L0'"),
        (("--canary", "C0"), 1, "there is no canary 'C0'"),
        (("--source", "nobody"), 1, "there is no source 'nobody'"),
        (("--from", "2026-09-21", "--to", "2026-09-20"), 2, "--from is later than --to"),
        (("--from", "20.9.2026"), 2, "--from: is not a day. Write it as 2026-11-18"),
        (("--to", "2026-02-30"), 2, "--to: is not a day"),
        (("--to", "9999-12-31"), 2, "--to: is"),
    ],
)
def test_a_line_that_is_not_there_and_a_day_that_is_none_are_told_of(filled, words, status, said):
    done = filled("contact", "list", *words)
    assert (done.status, said in done.err) == (status, True), done.err
