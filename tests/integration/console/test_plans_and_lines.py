"""Plans with pictures and advice, lines with their health, and their JSON."""

import io
import json
import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from planted_scene import CONTROLS, LINES
from sqlalchemy import update

from leaktrace.domain.life import LineStep
from leaktrace.services import line_life, sources
from leaktrace.services.plan_list import list_plans
from leaktrace.services.streams import Intake, ingest_stream
from leaktrace.storage import models

pytestmark = pytest.mark.slow

PAGES = ("/canaries", "/canaries/plan-1-0001", "/plans", "/plans/plan-1", "/plans/plan-2", "/lines", "/lines/P0")  # fmt: skip


@pytest.mark.usefixtures("people")
def test_empty_pages_say_how_to_begin(visit):
    person = visit("viewer")
    assert "leaktrace seed run" in person.get("/canaries").text
    assert "leaktrace seed plan" in person.get("/plans").text
    assert "leaktrace line import" in person.get("/lines").text
    assert person.get("/api/v1/lines").json() == {"lines": []}
    assert person.get("/api/v1/canaries").json() == {"total": 0, "canaries": []}


@pytest.mark.usefixtures("planted")
class TestPlans:
    def test_the_list_tells_run_plans_from_others(self, visit, tenant):
        with tenant.reads.begin() as session:
            first, second = list_plans(session)[::-1]
        assert (first.orders, first.made, first.released) == (7, 7, 0)
        assert (second.orders, second.made) == (7, 0)
        text = visit("viewer").get("/plans").text
        assert '<a href="/canaries?plan=plan-1">Canaries: 7</a>' in text
        assert text.index("plan-2") < text.index("plan-1")
        assert "not yet" in text

    def test_the_page_has_every_margin_the_advice_the_curve_and_the_schedule(self, visit):
        text = visit("viewer").get("/plans/plan-1").text
        assert len(re.findall(r'<text [^>]*class="num ', text)) == 6
        assert "<polyline" in text
        assert "add a route that has wms-1 and not erp-1" in text
        assert "⇄" in text
        assert text.count('<td data-label="Line">') == 7
        assert text.count('class="order"') == 7

    def test_a_plan_without_worlds_has_no_curve(self, visit):
        assert "<polyline" not in visit("viewer").get("/plans/plan-2").text

    def test_pictures_need_no_exception_of_the_policy_and_escape_names(self, visit):
        text = visit("viewer").get("/plans/plan-1").text
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=", text)
        assert "<b>ERP" not in text

    def test_a_plan_that_is_not_there_is_not_found(self, visit):
        assert visit("viewer").get("/plans/plan-9").status_code == 404


@pytest.mark.usefixtures("planted")
class TestLines:
    def test_the_list_says_what_each_line_needs_and_masks_numbers(self, visit):
        text = visit("viewer").get("/lines").text
        assert f"Found: {len(LINES) + len(CONTROLS)}" in text
        assert "flagged: gets no canary" in text
        assert text.count("self-test is due") == 1 + 4
        assert re.search(r"\+86 14\d\*{4}\d{4}", text)
        assert not re.search(r"\+8614\d{9}", text)

    @pytest.mark.parametrize(
        ("need", "names"),
        [("flagged", ["P1"]), ("retired", ["P2"]), ("due", ["P0", "P1", "Q0", "Q1"]), ("rings", [])],
    )  # fmt: skip
    def test_lines_are_filtered_by_what_they_need(self, visit, need, names):
        text = visit("viewer").get(f"/lines?need={need}").text
        assert re.findall(r'<th scope="row"><a href="/lines/([^"]+)"', text) == names

    def test_the_life_of_a_line_is_masked_and_never_shows_the_test_word(self, visit, tenant):
        with tenant.writes.begin() as session:
            word = line_life.send_nonce(session, "P0")
        text = visit("reviewer").get("/lines/P0").text
        assert "contract of +****1111" in text or "contract of ****1111" in text
        assert "Test word made" in text
        assert word not in text
        assert '<a href="/canaries?line=P0">3</a>' in text
        assert "stays in phone 3" in visit("viewer").get("/lines/P2").text

    def test_a_word_that_arrived_on_another_line_is_shown_with_where(self, visit, app, tenant):
        with tenant.writes.begin() as session:
            word = line_life.send_nonce(session, "P0")
            source = sources.manual_source(session, "more", "native")
        at = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        row = {"ref": "b", "medium": "sms", "line": "P1", "occurred_at": at, "text": word}
        intake = Intake(tenant.writes, app.formats, app.zone)
        ingest_stream(intake, source.id, "more", "native", io.BytesIO(json.dumps(row).encode()))
        reviewer = visit("reviewer")
        reviewer.post("/lines")
        text = visit("viewer").get("/lines?need=strayed").text
        assert re.findall(r'<th scope="row"><a href="/lines/([^"]+)"', text) == ["P0"]
        assert "its test word arrived on another line" in text
        text = visit("viewer", language="zh-CN").get("/lines/P0").text
        assert "测试词到了别的号码/邮箱" in text
        assert "P1" in text
        assert word not in text

    def test_a_line_shows_its_label_and_leads_to_its_contacts(self, visit, app, tenant):
        with tenant.writes.begin() as session:
            session.execute(update(models.Line).values(label="phone 1, slot 1"))
            source = sources.manual_source(session, "more", "native")
        row = {"ref": "a", "medium": "call", "line": "P0", "occurred_at": "2026-11-20T03:30:00Z"}
        intake = Intake(tenant.writes, app.formats, app.zone)
        ingest_stream(intake, source.id, "more", "native", io.BytesIO(json.dumps(row).encode()))
        for page in ("/lines", "/lines/P0"):
            text = visit("viewer").get(page).text
            assert "phone 1, slot 1" in text
            assert '<a href="/contacts?line=P0">1</a>' in text

    def test_only_reviewers_settle_self_tests(self, visit):
        viewer, reviewer = visit("viewer"), visit("reviewer")
        assert "See which test words" not in viewer.get("/lines").text
        assert viewer.post("/lines").status_code == 403
        assert reviewer.client.post("/lines", data={"csrf": "x"}).status_code == 403
        answer = reviewer.post("/lines")
        assert "came back on: 0" in reviewer.get(answer.headers["location"]).text
        assert "came back on" not in reviewer.get("/lines?answered=7").text
        assert "came back on" not in viewer.get(answer.headers["location"]).text

    def test_health_as_json_has_no_number(self, visit):
        rows = visit("viewer").get("/api/v1/lines").json()["lines"]
        assert [row["line_id"] for row in rows] == ["P0", "P1", *CONTROLS]
        assert [row["flagged"] for row in rows] == [False, True, False, False]
        assert all(row["due"] for row in rows)
        assert "value" not in rows[0]

    def test_a_flag_that_was_cleared_is_none(self, visit, tenant):
        with tenant.writes.begin() as session:
            line_life.note_line(session, "P1", LineStep.CLEARED, "quiet for 60 days")
        assert "flagged: gets" not in visit("viewer").get("/lines").text

    def test_a_line_that_is_not_there_is_not_found(self, visit):
        assert visit("viewer").get(f"/lines/{uuid4()}").status_code == 404


@pytest.mark.usefixtures("planted")
def test_every_page_is_there_in_both_languages_and_marks_its_place(visit):
    for language, words in (("zh-CN", "金丝雀订单"), ("en", "Canaries")):
        person = visit("viewer", language=language)
        for path in PAGES:
            answer = person.get(path)
            assert (answer.status_code, words in answer.text) == (200, True), path
            assert 'aria-current="page"' in answer.text
    advice = visit("viewer", language="zh-CN").get("/plans/plan-1").text
    assert "add a route" not in advice


@pytest.mark.usefixtures("planted")
def test_another_merchant_sees_nothing_of_it(visit, app):
    from console_scene import add_people

    from leaktrace.services import merchants

    with app.writes.begin() as session:
        merchants.initialise(session, "other")
    add_people(app.tenant("other"), suffix=".other")
    person = visit("reviewer.other")
    for path in ("/canaries/plan-1-0001", "/plans/plan-1", "/lines/P0"):
        assert person.get(path).status_code == 404
    for path in ("/canaries", "/plans", "/lines"):
        text = person.get(path).text
        assert "plan-1" not in text
        assert "/lines/P0" not in text
    assert person.post("/canaries", canary="plan-1-0001", change="burn", why="x").status_code == 404
