"""What the pages show, to whom, and in which language."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from console_scene import EVIL, NAMES, add_people
from sqlalchemy import select

from leaktrace.domain.source import RunOutcome
from leaktrace.services import contacts, merchants, source_runs, sources
from leaktrace.storage.base import now
from leaktrace.storage.models import Event

PAGES = ("/", "/cases/case-1", "/contacts", "/channels", "/sources")


def first_scam(tenant):
    with tenant.reads.begin() as session:
        page = contacts.list_contacts(session, contacts.ContactFilter(informed=True))
    return next(row.contact_id for row in page.contacts if row.ref == "scam-1")


@pytest.mark.usefixtures("people")
def test_an_empty_console_says_how_to_begin(visit):
    person = visit("viewer")
    assert "leaktrace attribute" in person.get("/").text
    assert "leaktrace channel import" in person.get("/channels").text
    assert "leaktrace source add" in person.get("/sources").text
    assert "leaktrace ingest" in person.get("/contacts").text


@pytest.mark.usefixtures("scene")
class TestCase:
    def test_the_list_leads_to_the_case(self, visit):
        page = visit("viewer").get("/")
        assert 'href="/cases/case-1"' in page.text
        assert re.search(r'class="number">\s*2\s*<', page.text)

    def test_the_case_gives_sentence_shares_reasons_and_contacts(self, visit):
        text = visit("viewer").get("/cases/case-1").text
        assert 'class="sentence"' in text
        assert "a lead on a copy, not on a person" in text
        assert "Canaries hit: 2 of 3" in text
        assert re.search(r"\d+\.\d%", text)
        assert text.count('<tr id="contact-') == 2
        assert "1 background contacts" in text

    def test_the_reasons_of_a_channel_add_up_to_its_sum(self, visit):
        text = visit("viewer").get("/cases/case-1").text
        for block in re.findall(r"<table class=\"reasons\">.*?</table>", text, re.DOTALL):
            body, foot = block.split("<tfoot>")
            weights = [
                float(w.replace("−", "-")) for w in re.findall(r">([+−]?\d+\.\d\d)</td>", body)
            ]
            total = float(re.findall(r">([+−]?\d+\.\d\d)</td>", foot)[0].replace("−", "-"))
            assert sum(weights) == pytest.approx(total, abs=0.005 * (len(weights) + 1))

    def test_the_time_line_has_every_exposure_and_every_contact(self, visit):
        text = visit("viewer").get("/cases/case-1").text
        svg = re.search(r'<svg class="timeline".*?</svg>', text, re.DOTALL)[0]
        assert svg.count("<circle") == 4
        assert svg.count("<path") == 2
        assert "飞鹭快递" in svg

    def test_contacts_are_filtered_and_paged(self, visit):
        person = visit("viewer")
        rows = re.compile(r'<th scope="row"><a href="/contacts/')
        assert len(rows.findall(person.get("/contacts").text)) == 4
        assert len(rows.findall(person.get("/contacts?kind=background").text)) == 1
        assert len(rows.findall(person.get("/contacts?informed=yes").text)) == 2
        assert len(rows.findall(person.get("/contacts?kind=nonsense&informed=x&page=1").text)) == 4
        assert "No contact fits" in person.get("/contacts?page=99").text

    def test_no_page_shows_personal_data_unasked(self, visit, tenant):
        person = visit("reviewer")
        for path in (
            *PAGES,
            f"/contacts/{first_scam(tenant)}",
            "/api/v1/contacts",
            "/api/v1/cases/case-1",
        ):
            text = person.get(path).text
            for secret in (*NAMES[:2], "14000001234", "14000009876", "微信", "alert(1)"):
                assert secret not in text, path

    def test_a_reviewer_sees_it_when_asking_and_that_is_recorded(self, visit, tenant):
        person, key = visit("reviewer"), first_scam(tenant)
        answer = person.post(f"/contacts/{key}", why="call from the bank")
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert f'<mark title="name">{NAMES[0]}</mark>' in answer.text
        assert "+8614000001234" in answer.text
        with tenant.reads.begin() as session:
            (event,) = session.scalars(select(Event).where(Event.action == "contact.reveal"))
        assert (event.actor, event.object_id) == ("user:reviewer", str(key))
        assert event.data == {"why": "call from the bank"}
        assert NAMES[0] not in person.get(f"/contacts/{key}").text

    def test_what_an_attacker_wrote_is_text(self, visit, tenant):
        answer = visit("reviewer").post(f"/contacts/{first_scam(tenant)}")
        assert EVIL not in answer.text
        assert "<script" not in answer.text
        assert "&lt;script&gt;alert(1)" in answer.text
        assert "<b>旗舰店" not in visit("viewer").get("/channels").text

    def test_a_viewer_cannot_see_it_and_is_told_why(self, visit, tenant):
        person, key = visit("viewer"), first_scam(tenant)
        assert "Show personal data" not in person.get(f"/contacts/{key}").text
        answer = person.post(f"/contacts/{key}")
        assert answer.status_code == 403
        assert "reviewer" in answer.text
        with tenant.reads.begin() as session:
            assert not session.scalars(select(Event).where(Event.action == "contact.reveal")).all()

    def test_another_merchant_sees_nothing_of_it(self, visit, app, tenant):
        with app.writes.begin() as session:
            merchants.initialise(session, "other")
        add_people(app.tenant("other"), suffix=".other")
        person, key = visit("reviewer.other"), first_scam(tenant)
        assert person.get("/cases/case-1").status_code == 404
        assert person.get(f"/contacts/{key}").status_code == 404
        assert person.post(f"/contacts/{key}").status_code == 404
        assert person.get("/api/v1/cases/case-1").status_code == 404
        assert person.get("/api/v1/contacts").json() == {"total": 0, "contacts": []}
        assert "platform-1" not in person.get("/channels").text

    def test_every_page_is_there_in_both_languages(self, visit, tenant):
        for language, words in (("zh-CN,zh;q=0.9", "案件"), ("en-GB", "Cases")):
            person = visit("reviewer", language=language)
            for path in (*PAGES, f"/contacts/{first_scam(tenant)}"):
                answer = person.get(path)
                assert answer.status_code == 200
                assert words in answer.text
                assert (
                    f'<html lang="{language[:5] if language[:2] == "zh" else "en"}">' in answer.text
                )

    def test_a_chinese_page_has_no_english_reasons(self, visit):
        text = visit("viewer", language="zh-CN").get("/cases/case-1").text
        text = re.sub(r'(class|href)="[^"]*"', "", text)
        for english in ("canaries", "Callers", "support", "Shows", "moderate"):
            assert english not in text

    def test_times_are_in_the_zone_of_the_merchant(self, visit):
        text = visit("viewer").get("/cases/case-1").text
        assert "Oct 12, 2026, 4:00:00 PM" in text.replace("\xa0", " ")
        assert "Asia/Shanghai (GMT+08:00)" in text
        assert (
            "2026年10月12日 16:00:00" in visit("viewer", language="zh-CN").get("/cases/case-1").text
        )


@pytest.mark.usefixtures("people")
def test_the_language_that_was_chosen_stays(visit):
    person = visit("viewer", language="en")
    answer = person.client.post("/language", data={"language": "zh-CN", "next": "/channels"})
    assert answer.headers["location"] == "/channels"
    assert "渠道" in person.get("/channels").text
    person.client.post("/language", data={"language": "xx", "next": "//evil.example"})
    assert "渠道" in person.get("/channels").text


@pytest.mark.usefixtures("people")
def test_a_failing_source_shows_its_error(visit, tenant, tmp_path):
    with tenant.writes.begin() as session:
        sources.add_source(
            session, "inbox", "native", sources.SourceKind.FOLDER, {"path": str(tmp_path)}
        )
    with tenant.writes.begin() as session:
        (source,) = sources.list_sources(session)
        source_runs.record_run(
            session, source.id, now(), RunOutcome.FAILED, error="the folder <gone> is missing"
        )
    text = visit("viewer").get("/sources").text
    assert "Failed: the folder &lt;gone&gt; is missing" in text
    assert "Watched folder" in text


@pytest.mark.usefixtures("people")
def test_a_source_that_fails_for_too_long_is_told_of_on_every_page(visit, tenant, tmp_path):
    with tenant.writes.begin() as session:
        sources.add_source(
            session, "inbox", "native", sources.SourceKind.FOLDER, {"path": str(tmp_path)}
        )
    with tenant.writes.begin() as session:
        (source,) = sources.list_sources(session)
        began = now() - timedelta(hours=2)
        source_runs.record_run(session, source.id, began, RunOutcome.FAILED, error="it is gone")
    person = visit("viewer")
    for page in ("/", "/contacts", "/sources"):
        assert "Nothing comes in from these sources any more: inbox" in person.get(page).text
    text = person.get("/sources").text
    assert "Failing since" in text
    assert "Next try not before" in text
    assert "inbox" not in person.get("/nothing").text
    assert "inbox" not in visit().get("/login").text


@pytest.mark.usefixtures("people")
def test_what_is_not_there_is_not_found(visit):
    person = visit("viewer")
    assert person.get(f"/contacts/{uuid4()}").status_code == 404
    assert person.get("/cases/case-9").status_code == 404
    assert person.get("/contacts/not-an-id").status_code == 400
    assert person.get("/contacts?page=x").status_code == 400


@pytest.mark.usefixtures("people")
def test_a_source_of_which_all_waits_in_quarantine_is_not_called_in_order(visit, demo, tmp_path):
    (tmp_path / "a.jsonl").write_text("{}\n")
    words = ("--format", "native", "--kind", "folder", "--path", tmp_path)
    assert demo("source", "add", "inbox", *words).status == 0
    assert demo("source", "run", "inbox", "--json").json["quarantined"] == 1
    text = visit("viewer").get("/sources").text
    assert "All that came waits in quarantine." in text
    assert '<a href="/quarantine?source=inbox">In quarantine: 1</a>' in text
    assert "In order" not in text


@pytest.mark.usefixtures("people")
def test_a_hook_to_which_nothing_came_is_called_what_the_doctor_calls_it(visit, demo):
    demo("source", "add", "phones", "--format", "smsforwarder", "--kind", "hook")
    text = visit("viewer").get("/sources").text
    assert "Nothing has come yet" in text
    assert "In order" not in text
    assert "source phones: nothing has come yet" in demo("doctor").out
