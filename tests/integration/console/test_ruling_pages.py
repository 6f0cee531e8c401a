"""Deciding in the console what a contact is."""

import re

import pytest
from console_scene import EVIL
from sqlalchemy import select
from told_again import tell_again

from leaktrace.domain.contact import ContactClass
from leaktrace.services import contacts
from leaktrace.storage import models

pytestmark = pytest.mark.usefixtures("scene")


@pytest.fixture
def informed(tenant):
    with tenant.reads.begin() as session:
        return (
            contacts.list_contacts(session, contacts.ContactFilter(informed=True))
            .contacts[0]
            .contact_id
        )


def standing(tenant, contact_id):
    with tenant.reads.begin() as session:
        return contacts.show_contact(session, contact_id)


def decide(person, contact_id, **fields):
    assert person.get(f"/contacts/{contact_id}").status_code == 200
    said = {"contact_class": "expected", "why": "I had rung them", **fields}
    return person.post(f"/contacts/{contact_id}/class", **said)


def test_a_reviewer_decides_and_the_page_tells_who_and_when(visit, tenant, informed):
    person = visit("reviewer")
    assert decide(person, informed).status_code == 303
    view = standing(tenant, informed)
    assert view.contact_class is ContactClass.EXPECTED
    assert not view.informed
    page = person.get(f"/contacts/{informed}").text
    assert "user:reviewer" in page
    assert "A person decided so." in page
    assert "I had rung them" not in page  # masked, as the words are
    shown = person.post(f"/contacts/{informed}", why="look").text
    assert "I had rung them" in shown
    assert "由人员裁定" in visit("reviewer", language="zh-CN").get(f"/contacts/{informed}").text


def test_that_a_reason_is_required_is_said(visit, informed):
    text = visit("reviewer").get(f"/contacts/{informed}").text
    assert re.search(r'<label for="ruling">Reason <span class="needed">required', text)


def test_a_viewer_cannot_decide(visit, tenant, informed):
    person = visit("viewer")
    assert "/class" not in person.get(f"/contacts/{informed}").text
    assert decide(person, informed).status_code == 403
    assert standing(tenant, informed).informed


@pytest.mark.parametrize("fields", [{"why": " "}, {"contact_class": "friendly"}])
def test_a_decision_needs_a_reason_and_one_of_the_classes(visit, tenant, informed, fields):
    assert decide(visit("reviewer"), informed, **fields).status_code in (400, 422)
    with tenant.reads.begin() as session:
        assert session.scalars(select(models.ContactRuling)).all() == []


def test_a_form_of_another_session_is_refused(visit, tenant, informed):
    assert decide(visit("reviewer"), informed, csrf="other").status_code == 403
    assert standing(tenant, informed).informed


def test_a_reason_is_shown_as_text_only(visit, informed):
    person = visit("reviewer")
    decide(person, informed, why=EVIL)
    assert EVIL not in person.post(f"/contacts/{informed}", why="look").text


def test_of_an_earlier_version_nothing_can_be_decided(visit, app, tenant, informed):
    person = visit("reviewer")
    tell_again(app, tenant, informed)
    assert "/class" not in person.get(f"/contacts/{informed}").text
    answer = decide(person, informed)
    assert answer.status_code == 409
    assert "database" not in answer.text
