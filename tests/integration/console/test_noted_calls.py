"""A call that somebody took goes in by a form, through the same intake as everything else."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote, urlsplit
from uuid import UUID

import pytest
from sqlalchemy import select

from leaktrace.domain.channel import Field
from leaktrace.services import contacts
from leaktrace.services.events import list_events
from leaktrace.services.sources import list_sources
from leaktrace.storage import models

pytestmark = pytest.mark.usefixtures("scene")

SAID = {
    "line": "L1", "at": "2026-10-09T11:30", "medium": "call", "caller": "+8614100000077", "duration_s": "95",
    "words": "我是客服，您买的恒温电热水壶有质量问题。", "wanted": "加微信退款", "knew-name": "林若溪",
}  # fmt: skip


@pytest.fixture
def reviewer(visit):
    return visit("reviewer")


def send(person, **changed):
    """Fill in the form as it is shown, and send it."""
    page = person.get("/contacts/new")
    assert page.status_code == 200
    ref = re.search(r'name="ref" value="([^"]+)"', page.text)
    assert ref
    return person.post("/contacts/new", **{"ref": ref[1], **SAID, **changed})


def shown(tenant, answer):
    assert answer.status_code == 303, answer.text
    with tenant.writes.begin() as session:
        key = UUID(urlsplit(answer.headers["location"]).path[-36:])
        return contacts.reveal_contact(session, key)


def test_what_was_noted_is_a_contact_at_once_with_the_person_as_its_source(reviewer, tenant):
    view = shown(tenant, send(reviewer))
    assert view.line_ids == ("L1",)
    assert view.occurred_at == datetime(2026, 10, 9, 3, 30, tzinfo=UTC)
    assert view.text == f"{SAID['words']}\n{SAID['wanted']}"
    assert (view.caller, view.duration_s, view.source) == ("+8614100000077", 95, "user:reviewer")
    assert view.noted == {Field.NAME: "林若溪"}
    assert view.informed
    assert view.canary_ids == ("C1",)
    with tenant.reads.begin() as session:
        events = [(one.action, one.actor) for one in list_events(session)]
        assert ("contact.note", "user:reviewer") in events
        assert [one.format for one in list_sources(session) if one.name == "user:reviewer"] == ["native"]  # fmt: skip


def test_the_bytes_are_kept_as_those_of_any_other_delivery(reviewer, tenant, app):
    view = shown(tenant, send(reviewer))
    with tenant.reads.begin() as session:
        contact = session.scalars(
            select(models.Contact).where(models.Contact.ref == view.ref)
        ).one()
        delivery = session.get_one(models.Delivery, contact.delivery_id)
        assert delivery.size > 100
        assert "恒温电热水壶".encode() not in delivery.payload


def test_a_form_that_is_sent_twice_is_one_contact_and_with_other_answers_refused(reviewer):
    first = send(reviewer, ref="noted-1")
    assert send(reviewer, ref="noted-1").headers["location"] == first.headers["location"]
    other = send(reviewer, ref="noted-1", words="something else")
    assert other.status_code == 400
    assert "sent before with other answers" in other.text


@pytest.mark.parametrize("line", ["L1", "+8614000000001", "14000000001", "+86 140 0000 0001"])
def test_the_line_is_known_by_its_name_and_by_its_number(reviewer, tenant, line):
    assert shown(tenant, send(reviewer, line=line)).line_ids == ("L1",)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"line": "L99"}, "There is no such line"),
        ({"line": " "}, "Say which line it was"),
        ({"at": "yesterday"}, "Say when it was"),
        ({"at": f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%dT%H:%M}"}, "Say when it was"),
        ({"duration_s": "long"}, "Say whole minutes and seconds"),
        ({"duration_s": "999999"}, "Say whole minutes and seconds"),
        ({"words": "a\x00b"}, "cannot be kept"),
        ({"caller": "x" * 300}, "cannot be kept"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_answers_which_stay(
    reviewer, tenant, changed, said
):
    answer = send(reviewer, **changed)
    assert answer.status_code == 400
    assert said in answer.text
    assert SAID["wanted"] in answer.text
    with tenant.reads.begin() as session:
        assert not [one for one in list_sources(session) if one.name == "user:reviewer"]


@pytest.mark.parametrize("nothing", ["", "  \r\n "])
def test_a_call_of_which_nothing_is_noted_is_refused_with_what_to_do(visit, tenant, nothing):
    empty = {"words": nothing, "wanted": nothing, "knew-name": nothing}
    answer = send(visit("reviewer"), **empty)
    assert answer.status_code == 400
    assert "Write down what they said, wanted or knew" in answer.text
    assert re.search(r'<textarea id="words"[^>]* aria-invalid="true"', answer.text)
    assert "请写下对方说了什么" in send(visit("reviewer", language="zh-CN"), **empty).text
    with tenant.reads.begin() as session:
        assert not [one for one in list_sources(session) if one.name == "user:reviewer"]


@pytest.mark.parametrize("said", ["words", "wanted", "knew-name"])
def test_one_answer_to_what_was_said_is_enough(reviewer, tenant, said):
    nothing = {"words": "", "wanted": "", "knew-name": ""}
    shown(tenant, send(reviewer, **(nothing | {said: SAID[said]})))


def test_minutes_and_seconds_are_how_long_it_lasted(reviewer, tenant):
    view = shown(tenant, send(reviewer, duration_m="3", duration_s="20"))
    assert view.duration_s == 200
    assert shown(tenant, send(reviewer, duration_m="2", duration_s="")).duration_s == 120
    assert shown(tenant, send(reviewer, duration_m="", duration_s="")).duration_s is None


def test_all_that_is_wrong_is_told_at_once_and_the_line_first(reviewer):
    nothing = {"words": "", "wanted": "", "knew-name": ""}
    text = send(reviewer, line="", at="", duration_m="x", **nothing).text
    told = (
        "Say which line it was", "Say when it was", "Say whole minutes", "Write down what they said"
    )  # fmt: skip
    places = [text.index(one) for one in told]
    assert places == sorted(places)
    assert text.count('aria-invalid="true"') == 5


def test_what_is_required_is_marked(visit):
    text = visit("reviewer").get("/contacts/new").text
    assert len(re.findall(r'class="needed">required', text)) == 2
    # A browser that checks would tell one fault at a time.
    assert " novalidate>" in text
    assert "必填" in visit("reviewer", language="zh-CN").get("/contacts/new").text


def test_who_noted_a_call_is_told_that_it_was_kept_and_no_word_stands_in_the_address(
    reviewer, visit
):
    answer = send(reviewer)
    address = answer.headers["location"]
    assert not any(said in unquote(address) for said in SAID.values() if len(said) > 4)
    text = reviewer.get(address).text
    assert "It was kept as you wrote it. Letters of what was said: 26, facts: 1." in text
    assert SAID["words"] not in text
    assert "It was kept" not in visit("viewer").get(address).text


def test_an_answer_that_the_caller_did_not_say_it_is_kept_and_counts_as_no_fact(reviewer, tenant):
    answer = send(reviewer, **{"knew-name": "不知道", "knew-price": "0", "words": "你好，加微信"})
    view = shown(tenant, answer)
    assert view.noted == {Field.NAME: "不知道", Field.PRICE: "0"}
    assert view.details == ()
    assert "facts: 0." in reviewer.get(answer.headers["location"]).text


def test_facts_are_put_as_questions_in_chinese_too(visit):
    text = visit("reviewer", language="zh-CN").get("/contacts/new").text
    assert "对方知道什么？" in text
    assert "请写下对方说了什么、知道什么" in text


def test_only_who_may_change_things_is_asked(visit):
    viewer, stranger = visit("viewer"), visit()
    refused = viewer.get("/contacts/new")
    assert (refused.status_code, "may look, and not change" in refused.text) == (403, True)
    assert "lines" not in re.search(r"<main.*?</main>", refused.text, re.DOTALL)[0]
    assert viewer.post("/contacts/new", **SAID).status_code == 403
    assert "/contacts/new" not in viewer.get("/contacts").text
    assert "/contacts/new" in visit("reviewer").get("/contacts").text
    assert stranger.get("/contacts/new").status_code == 303


def test_a_form_of_another_session_is_refused(reviewer):
    assert reviewer.client.post("/contacts/new", data={"csrf": "x", **SAID}).status_code == 403
