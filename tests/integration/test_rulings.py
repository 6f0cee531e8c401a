"""A person overrules the class of a contact: a new record, by which everything else goes from then on."""

import json
import re
from uuid import UUID

import pytest
from sqlalchemy import func, select
from told_again import tell_again

from leaktrace.services.reading import read_contacts
from leaktrace.services.streams import Intake, read_everything
from leaktrace.storage import models


@pytest.fixture
def filled(demo, world_filled):
    world_filled("routes-112")
    return demo


def informed(filled):
    return filled("contact", "list", "--informed", "--limit", "100", "--json").json


def test_a_ruling_stands_and_the_attribution_goes_by_it(filled, tenant):
    before = informed(filled)
    cases = filled("attribute", "--json").json["cases"]
    key = before["contacts"][0]["contact_id"]
    assert any(key == one["contact_id"] for case in cases for one in case["contacts"])
    done = filled("contact", "classify", key, "expected", "--why", "I had rung them", "--json")
    assert done.status == 0, done.err
    assert (done.json["class"], done.json["reason"]) == ("expected", "A person decided so.")
    assert not done.json["informed"]
    assert informed(filled)["total"] == before["total"] - 1
    cases = filled("attribute", "--json").json["cases"]
    assert not any(key == one["contact_id"] for case in cases for one in case["contacts"])
    with tenant.reads.begin() as session:
        kept = select(func.count()).select_from(models.Reading)
        assert session.scalar(kept.where(models.Reading.contact_id == UUID(key))) == 2


def test_it_is_recorded_and_the_newest_one_stands(filled):
    key = informed(filled)["contacts"][0]["contact_id"]
    filled("contact", "classify", key, "background", "--why", "a robocall")
    filled("contact", "classify", key, "scam", "--why", "heard the recording again")
    shown = filled("contact", "show", key, "--reveal", "--json").json
    assert [(one["class"], one["why"]) for one in shown["rulings"]] == [
        ("scam", "heard the recording again"),
        ("background", "a robocall"),
    ]
    assert shown["class"] == "scam"
    assert shown["informed"]
    told = filled("contact", "show", key, "--reveal").out
    assert re.search(r"^ruling       scam, cli:.*Z: heard the recording again$", told, re.MULTILINE)
    assert '{"' not in told
    events = filled("event", "list", "--json").json
    ruled = [one["data"] for one in events if one["action"] == "contact.classify"]
    assert ruled[0] == {"was": "background", "becomes": "scam"}


def test_a_reason_is_asked_for_and_masked_where_the_words_are(filled):
    key = informed(filled)["contacts"][0]["contact_id"]
    assert filled("contact", "classify", key, "expected").status == 2
    assert filled("contact", "classify", key, "expected", "--why", " ").status in (1, 2)
    assert filled("contact", "classify", key, "friendly", "--why", "x").status == 2
    filled("contact", "classify", key, "expected", "--why", "Anna knew")
    masked = filled("contact", "show", key, "--json").json["rulings"]
    assert "Anna" not in json.dumps(masked, ensure_ascii=False)


def test_a_ruling_without_any_fact_makes_no_evidence(filled):
    key = filled("contact", "list", "--class", "background", "--json").json["contacts"][0]["contact_id"]  # fmt: skip
    done = filled("contact", "classify", key, "scam", "--why", "the tape says so", "--json").json
    assert done["class"] == "scam"
    assert not done["informed"]


def test_reading_again_keeps_what_was_decided(filled, app, tenant):
    key = informed(filled)["contacts"][0]["contact_id"]
    filled("contact", "classify", key, "expected", "--why", "known to me")
    with tenant.writes.begin() as session:
        read_contacts(session, [UUID(key)], app.zone)
    assert filled("contact", "show", key, "--json").json["class"] == "expected"


def test_a_later_notice_of_the_same_call_takes_the_ruling_over(filled, app, tenant):
    """The call is told again when it has ended; what was decided about its ringing is not lost."""
    key = UUID(informed(filled)["contacts"][0]["contact_id"])
    filled("contact", "classify", key, "expected", "--why", "known to me")
    later = tell_again(app, tenant, key)
    shown = filled("contact", "show", later, "--json").json
    assert shown["class"] == "expected"
    assert len(shown["rulings"]) == 1
    refused = filled("contact", "classify", key, "scam", "--why", "no")
    assert refused.status == 1
    assert str(later) in refused.err


def test_a_ruling_passes_over_a_notice_that_nobody_came_to_read(filled, app, tenant):
    """Whoever had stored it was killed; the notice after it is read first, or together with it."""
    for is_read in (True, False):
        key = UUID(informed(filled)["contacts"][0]["contact_id"])
        filled("contact", "classify", key, "expected", "--why", "known to me")
        between = tell_again(app, tenant, key, is_read=False)
        last = tell_again(app, tenant, between, is_read=is_read)
        read_everything(Intake(tenant.writes, app.formats, app.zone))
        assert filled("contact", "show", last, "--json").json["class"] == "expected"
