"""Quarantine in the console: counts, records, mending, replaying and discarding."""

import html
import io
import json
import re

import pytest
from sqlalchemy import func, select

from leaktrace.services import contacts, quarantine, sources
from leaktrace.services.events import list_events
from leaktrace.services.streams import Intake, ingest_stream
from leaktrace.storage import models

pytestmark = pytest.mark.usefixtures("scene")

EVIL = "<script>alert(1)</script>"


def record(ref, line="L99", **more):
    row = {"ref": ref, "medium": "sms", "line": line, "occurred_at": "2026-10-09T03:30:00Z"}
    return json.dumps(row | more, ensure_ascii=False)


@pytest.fixture
def waiting(app, tenant):
    """Four records of one source that could not be taken, for two reasons."""
    intake_of(app, tenant, record("a", text=EVIL), record("b"), record("c"), '{"ref": 1')


def intake_of(app, tenant, *rows):
    with tenant.writes.begin() as session:
        source = sources.manual_source(session, "notes", "native")
    intake = Intake(tenant.writes, app.formats, app.zone)
    ingest_stream(intake, source.id, "notes", "native", io.BytesIO("\n".join(rows).encode()))


def ids(tenant, reason=""):
    with tenant.reads.begin() as session:
        which = quarantine.Which("notes", reason)
        return [str(key) for key in quarantine.matching(session, which, limit=9)]


def contacts_of(tenant):
    with tenant.reads.begin() as session:
        query = select(func.count()).select_from(models.Contact).join(models.Source)
        return session.scalar(query.where(models.Source.name == "notes"))


def test_an_empty_quarantine_says_so(visit):
    assert "Nothing waits in quarantine" in visit("viewer").get("/quarantine").text


@pytest.mark.usefixtures("waiting")
class TestQuarantine:
    def test_it_is_counted_by_source_and_reason_for_everybody(self, visit):
        text = visit("viewer").get("/quarantine").text
        counts = re.findall(r'data-label="Records" class="number">(\d+)<', text)
        assert counts == ["3", "1"]
        assert "the line is not in the line inventory" in text
        assert '<form method="post" action="/quarantine/' not in text
        assert "Waiting: 4" in visit("viewer").get("/sources").text
        assert "隔离区" in visit("viewer", language="zh-CN").get("/quarantine").text

    def test_it_is_filtered(self, visit):
        text = visit("viewer").get("/quarantine?source=notes&reason=JSON").text
        assert "Found: 1" in text
        assert "Found: 0" in visit("viewer").get("/quarantine?source=other").text

    def test_only_reviewers_see_a_record_and_that_is_recorded(self, visit, tenant):
        key = ids(tenant, "inventory")[0]
        assert visit("viewer").get(f"/quarantine/{key}").status_code == 403
        text = visit("reviewer").get(f"/quarantine/{key}").text
        assert EVIL not in text
        assert "&lt;script&gt;" in text
        with tenant.reads.begin() as session:
            assert ("quarantine.show", key) in [(one.action, one.object_id) for one in list_events(session)]  # fmt: skip

    def test_a_mended_record_is_taken_in_and_the_original_stays(self, visit, tenant):
        person, key = visit("reviewer"), ids(tenant, "inventory")[0]
        again = person.post(f"/quarantine/{key}", what="mend", text=record("a", line="L98"))
        assert "Still refused" in again.text
        none = person.post(f"/quarantine/{key}", what="mend", text="one\ntwo")
        assert (none.status_code, "this is 2 records, where one is needed" in none.text) == (
            400,
            True,
        )
        done = person.post(f"/quarantine/{key}", what="mend", text=record("a", line="L1"))
        assert "Taken in: 1" in person.get(done.headers["location"]).text
        assert contacts_of(tenant) == 1
        text = person.get(f"/quarantine/{key}").text
        assert "L99" in text
        assert "taken in later" in text
        gone = person.post(f"/quarantine/{key}", what="discard", why="x")
        assert (gone.status_code, "this record was replayed already" in gone.text) == (400, True)

    def test_of_a_refused_mend_or_replay_the_true_reason_is_shown(self, visit, tenant):
        person, key = visit("reviewer"), ids(tenant, "inventory")[0]
        chinese = visit("reviewer", language="zh-CN")

        def told(visitor, text, what="mend"):
            page = visitor.post(f"/quarantine/{key}", what=what, text=text).text
            return html.unescape(re.search(r'role="alert">(.*?)</p>', page)[1])

        nowhere = told(person, record("a", line="L98"))
        assert nowhere == (
            "Still refused: line L98: the line is not in the line inventory. "
            "Import the line and replay the record, or discard it"
        )
        assert told(person, "", "replay") == nowhere.replace("L98", "L99")
        assert "号码/邮箱" in told(chinese, record("a", line="L98"))
        future = told(person, record("a", line="L1", occurred_at="2199-01-01T00:00:00Z"))
        assert "occurred_at: the contact lies in the future" in future
        assert "inventory" not in future
        assert "ref: is missing" in told(person, record("", line="L1"))
        person.post(
            f"/quarantine/{ids(tenant, 'inventory')[1]}", what="mend", text=record("b", "L1")
        )
        used = told(person, record("b", line="L1", text="another"))
        assert "ref: the reference was used before for another contact" in used

    def test_one_is_discarded_with_a_reason_only(self, visit, tenant):
        person, key = visit("reviewer"), ids(tenant, "inventory")[0]
        said = {"text": "half mended", "line": "L1", "zone": "Asia/Shanghai"}
        page = person.post(f"/quarantine/{key}", what="discard", **said).text
        assert all(one in page for one in ("Say why", *said.values()))
        assert person.post(f"/quarantine/{key}", what="discard", why="a test").status_code == 303
        assert key not in ids(tenant)
        assert "a test" in person.get(f"/quarantine/{key}").text

    def test_all_that_were_found_are_replayed_or_discarded(self, visit, tenant):
        person = visit("reviewer")
        done = person.post("/quarantine/replay", source="notes", reason="")
        assert "Taken in: 0, still refused: 4" in person.get(done.headers["location"]).text
        assert "Say why" in person.post("/quarantine/discard", source="notes").text
        assert "Choose a source" in person.post("/quarantine/discard", why="x").text
        done = person.post("/quarantine/discard", source="notes", reason="JSON", why="half a line")
        assert "Set aside: 1" in person.get(done.headers["location"]).text
        assert len(ids(tenant)) == 3

    def test_a_link_tells_nobody_what_was_not_done(self, visit):
        """Neither one that was made up, nor one that another was given."""
        person, other = visit("reviewer"), visit("reviewer")
        link = person.post("/quarantine/replay", source="notes").headers["location"]
        assert "Taken in: 0, still refused: 4" in person.get(link).text
        made_up = link.replace("stored-0", "stored-9")
        for visitor, path in (
            (other, link), (person, made_up), (person, "/quarantine?stored=9&discarded=9"),
            (person, "/quarantine?done=stored-9."), (person, "/quarantine?done=%F0%9F%98%80"),
        ):  # fmt: skip
            text = visitor.get(path).text
            assert "Waiting: 4" in text
            assert "Taken in" not in text
            assert "Set aside" not in text

    def test_viewers_change_nothing(self, visit, tenant):
        viewer, key = visit("viewer"), ids(tenant, "inventory")[0]
        for path in ("replay", "discard", key):
            answer = viewer.post(f"/quarantine/{path}", source="notes", why="x", what="discard")
            assert answer.status_code == 403
        assert len(ids(tenant)) == 4

    def test_everything_is_told_once(self, visit):
        """Reasons with their counts; of one of them the records, and no reason beside each."""
        person = visit("reviewer")
        text = person.get("/quarantine").text
        assert text.count("the line is not in the line inventory") == 1
        assert 'href="/quarantine/' not in text
        link = html.unescape(
            re.search(r'href="(/quarantine\?source=[^"]*inventory[^"]*)"', text)[1]
        )
        text = person.get(link).text
        assert text.count('<th scope="row"><a href="/quarantine/') == 3
        assert text.count("Import the line and replay the record") == 1
        assert 'value="1"' in re.search(r'name="records" value="\d"', text)[0]

    def test_after_a_refused_mend_the_page_knows_one_reason(self, visit, tenant):
        key = ids(tenant, "inventory")[0]
        text = (
            visit("reviewer")
            .post(f"/quarantine/{key}", what="mend", text=record("", line="L1"))
            .text
        )
        assert "ref: is missing" in text
        assert "inventory" not in text

    def test_the_line_to_be_imported_is_shown_whole_only_where_the_record_is(
        self, visit, tenant, app
    ):
        person = visit("reviewer")
        intake_of(app, tenant, record("m", line="care@inbox.example.com"))
        assert "care@inbox.example.com" not in person.get("/quarantine?reason=inbox").text
        key = ids(tenant, "inbox")[0]
        assert "<code>care@inbox.example.com</code>" in person.get(f"/quarantine/{key}").text

    def test_a_line_and_a_zone_can_be_stated_for_a_record_or_for_all(self, visit, tenant, app):
        person = visit("reviewer")
        rows = [record(f"z{n}", line=None, occurred_at="2026-10-09T11:30:00") for n in range(2)]
        intake_of(app, tenant, *rows)
        key, other = ids(tenant, "line: is missing")
        nowhere = person.post(f"/quarantine/{key}", what="replay", line="L77", zone="Asia/Shanghai")
        assert (nowhere.status_code, "there is no line" in nowhere.text) == (400, True)
        half = person.post(f"/quarantine/{key}", what="replay", line="L1")
        assert "occurred_at: the time has no offset" in html.unescape(half.text)
        assert ids(tenant, "the time has no offset") == [key]
        done = person.post(f"/quarantine/{key}", what="replay", line="L1", zone="Asia/Shanghai")
        assert done.status_code == 303
        faulty = person.post("/quarantine/replay", reason="line: is missing", zone="Mars")
        assert (faulty.status_code, "there is no time zone" in faulty.text) == (400, True)
        person.post(
            "/quarantine/replay", reason="line: is missing", line="L1", zone="Asia/Shanghai"
        )
        assert other not in ids(tenant)
        assert contacts_of(tenant) == 2

    @pytest.mark.parametrize(
        ("stated", "english", "chinese"),
        [
            ({"zone": "Shanghai"}, "there is no time zone 'Shanghai'. Use one such as Asia/Shanghai", "没有 'Shanghai' 这个时区。请使用 Asia/Shanghai 这样的时区名"),
            ({"line": "L999"}, "there is no line 'L999'. Take one from the list, or import it first", "没有 'L999' 这个号码/邮箱。请从列表中选择，或先导入它"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_with_what_was_stated_is_said_and_is_no_fault_of_the_record(
        self, visit, tenant, stated, english, chinese
    ):
        key, other = ids(tenant, "inventory")[:2]
        for language, said in (("en", english), ("zh-CN", chinese)):
            person = visit("reviewer", language=language)
            own = person.get(f"/quarantine/{key}").text
            card = re.search(r"<dl class=\"facts\">.*?</dl>", own, re.DOTALL)[0]
            for what in ("replay", "mend"):
                page = person.post(f"/quarantine/{key}", what=what, text="{}", **stated)
                assert page.status_code == 400
                assert said in html.unescape(page.text)
                assert card in page.text
                assert "Still refused" not in page.text
            page = person.post("/quarantine/replay", source="notes", **stated)
            assert said in html.unescape(page.text)
        # Of what is set aside it does not matter.
        done = visit("reviewer").post(f"/quarantine/{other}", what="discard", why="x", **stated)
        assert done.status_code == 303

    def test_what_was_stated_for_all_stands_there_still_when_it_is_wrong(self, visit):
        for wrong in ({"line": "L77", "zone": "Asia/Shanghai"}, {"line": "L1", "zone": "Mars"}):
            page = visit("reviewer").post("/quarantine/replay", source="notes", **wrong)
            assert page.status_code == 400
            for name, value in wrong.items():
                assert f'name="{name}" value="{value}"' in page.text


def test_quotes_in_a_reason_are_shown_as_quotes(visit, tenant, app):
    slip = json.loads(record("a")) | {"details": {"nmae": "x"}}
    intake_of(app, tenant, json.dumps(slip))
    person, (key,) = visit("reviewer"), ids(tenant)
    for page in (person.get("/quarantine"), person.post(f"/quarantine/{key}", what="replay")):
        assert "details: 'nmae' is no field of an order. Write one of" in html.unescape(page.text)
        assert "&amp;#39;" not in page.text


def test_the_link_of_a_reason_means_no_other_that_has_its_words(visit, tenant, app):
    person = visit("reviewer")
    slip = json.loads(record("c", line=None)) | {"lnie": "L1"}
    intake_of(app, tenant, record("a", line=None), record("b", line=None), json.dumps(slip))
    intake_of(app, tenant, record("d", "L88"), record("e", "L99"))
    assert len(ids(tenant, "line: is missing")) == 3
    links = re.findall(r'href="(/quarantine\?source=[^"]*)"', person.get("/quarantine").text)
    found = {len(told): told for told in map(html.unescape, links)}
    for link in found.values():
        text = person.get(link).text
        count = 1 if "lnie" in link else 2
        assert f"Found: {count}" in text
        assert text.count('<th scope="row"><a href="/quarantine/') == count
    (link,) = (one for one in found.values() if "lnie" not in one and "inventory" not in one)
    form = re.search(r'action="/quarantine/discard".*?</form>', person.get(link).text, re.DOTALL)[0]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    del hidden["csrf"]
    done = person.post("/quarantine/discard", why="a test", **hidden)
    assert "Set aside: 2" in person.get(done.headers["location"]).text
    assert len(ids(tenant)) == 3


def test_a_table_in_an_older_encoding_is_shown_and_mended_as_text(visit, tenant, app, tmp_path):
    with tenant.writes.begin() as session:
        source = sources.manual_source(session, "notes", "complaint-csv")
    table = "时刻,线路,内容\r\n2026-10-09T11:30:00+08:00,L1,您的快递丢了\r\n".encode("gb18030")
    shape = {"columns": {"时间": "occurred_at", "线路": "line", "内容": "text"}}
    intake = Intake(tenant.writes, app.formats, app.zone)
    settings = {"profile": json.dumps(shape)}
    ingest_stream(intake, source.id, "notes", "complaint-csv", io.BytesIO(table), settings=settings)
    person, (key,) = visit("reviewer"), ids(tenant)
    text = html.unescape(person.get(f"/quarantine/{key}").text)
    assert "您的快递丢了" in text
    assert "This is no text" not in text
    mended = table.decode("gb18030").replace("时刻", "时间")
    assert person.post(f"/quarantine/{key}", what="mend", text=mended).status_code == 303
    assert contacts_of(tenant) == 1


@pytest.mark.parametrize(("encoding", "said"), [("big5", "張先生"), ("cp1252", "Zoë")])
def test_mending_keeps_characters_that_the_encoding_of_the_table_does_not_have(
    visit, tenant, app, encoding, said
):
    with tenant.writes.begin() as session:
        source = sources.manual_source(session, "notes", "complaint-csv")
    table = f"When,Line,Words\r\n2026-10-09T11:30:00+08:00,L1,{said}\r\n"
    columns = {"Time": "occurred_at", "Line": "line", "Words": "text"}
    settings = {"profile": json.dumps({"columns": columns, "file": {"encoding": encoding}})}
    intake = Intake(tenant.writes, app.formats, app.zone)
    stream = io.BytesIO(table.encode(encoding))
    ingest_stream(intake, source.id, "notes", "complaint-csv", stream, settings=settings)
    person, (key,) = visit("reviewer"), ids(tenant)
    assert said in html.unescape(person.get(f"/quarantine/{key}").text)
    mended = table.replace("When", "Time").replace(said, f"{said} 张伟")
    assert person.post(f"/quarantine/{key}", what="mend", text=mended).status_code == 303
    with tenant.reads.begin() as session:
        query = select(models.Contact.id).join(models.Source)
        (found,) = session.scalars(query.where(models.Source.name == "notes"))
        (shown,) = contacts.show_contacts(session, [found], masked=False)
    assert shown.text == f"{said} 张伟"
