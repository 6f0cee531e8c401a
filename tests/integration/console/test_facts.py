"""A fact that was said several times is told once."""

import io
import json

import pytest
from console_scene import AS_OF, contact
from sqlalchemy import select

from leaktrace.console.facts import facts_of
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Origin, Strength
from leaktrace.services import attribution_runs, cases, sources
from leaktrace.services.streams import Intake, ingest_stream, read_everything
from leaktrace.storage import models


def said(field, value, strength=Strength.EXACT, *, wrong=False, origin=Origin.TEXT):
    return Detail(field, value, None, strength, contradicts=wrong, origin=origin)


def test_each_fact_is_told_once_with_its_count_and_its_best_strength():
    name, product = facts_of(
        (one, False, one.value)
        for one in (
            said(Field.NAME, "林**", Strength.PARTIAL),
            said(Field.PRODUCT, "水壶", Strength.FUZZY),
            said(Field.NAME, "林**", origin=Origin.NOTED),
            said(Field.PRODUCT, "恒温电热水壶"),
            said(Field.NAME, "林**", Strength.FUZZY),
        )
    )
    assert (name.values, name.count, name.strength) == (("林**",), 3, Strength.EXACT)
    assert name.origins == (Origin.TEXT, Origin.NOTED)
    assert (product.values, product.count) == (("水壶", "恒温电热水壶"), 2)


def test_what_is_right_what_differs_and_what_was_drawn_stay_apart():
    details = [said(Field.NAME, "林**"), said(Field.NAME, "王**", wrong=True)]
    facts = facts_of(zip([*details, details[1]], [False, False, True], "abb", strict=True))
    assert [(one.contradicts, one.drawn) for one in facts] == [
        (False, False), (True, False), (False, True)
    ]  # fmt: skip


def test_different_values_that_look_alike_when_masked_are_told_as_many():
    said_of = [
        (said(Field.NAME, "王**", wrong=True), False, name) for name in ("王一", "王二", "王一")
    ]
    (fact,) = facts_of(said_of)
    assert (fact.values, fact.count) == (("王**", "王**"), 3)


@pytest.mark.usefixtures("scene")
def test_a_page_tells_apart_different_names_that_look_alike_when_masked(visit, app, tenant):
    """Those of a contact, and those of the contacts of a case."""
    text = "请问是王雨桐女士吗？您购买的恒温电热水壶189元有质量问题，办理退款。请问是王明渊女士吗？"
    body = json.dumps(contact("alike", 1, 12, text), ensure_ascii=False).encode()
    with tenant.writes.begin() as session:
        source = sources.manual_source(session, "phone-log", "native")
    ingest_stream(
        Intake(tenant.writes, app.formats, app.zone),
        source.id,
        "phone-log",
        "native",
        io.BytesIO(body),
    )
    read_everything(Intake(tenant.writes, app.formats, app.zone))
    with tenant.writes.begin() as session:
        attribution_runs.attribute_now(session, AS_OF)
    with tenant.reads.begin() as session:
        (key,) = session.scalars(select(models.Contact.id).where(models.Contact.ref == "alike"))
        (known,) = cases.list_cases(session)
    person, twice = visit("viewer"), "<bdi>王**</bdi>, <bdi>王**</bdi>"
    assert twice in person.get(f"/contacts/{key}").text
    assert twice in person.get(f"/cases/{known.case_id}").text
