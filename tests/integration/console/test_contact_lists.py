"""The list of contacts in the console, narrowed down."""

import html
import io
import json
import re
from zoneinfo import ZoneInfo

import pytest

from leaktrace.services import contacts, sources
from leaktrace.services.streams import Intake, ingest_stream

pytestmark = pytest.mark.usefixtures("scene")
ZONE = ZoneInfo("Asia/Shanghai")


def take_in(app, tenant, rows):
    row = {"medium": "call", "line": "L1", "occurred_at": "2026-10-09T03:30:00Z", "text": "静音"}
    payload = "".join(f"{json.dumps(row | more)}\n" for more in rows).encode()
    with tenant.writes.begin() as session:
        source = sources.manual_source(session, "more", "native")
    intake = Intake(tenant.writes, app.formats, app.zone)
    ingest_stream(intake, source.id, "more", "native", io.BytesIO(payload))


@pytest.fixture
def told_often(scene, app, tenant):
    """35 calls of one caller, more than a page of them."""
    rows = [
        {
            "ref": f"often-{n}",
            "caller": "+8614100000071",
            "occurred_at": f"2026-10-09T03:{n:02}:00Z",
        }
        for n in range(35)
    ]
    take_in(app, tenant, rows)


@pytest.fixture
def withheld(scene, app, tenant):
    take_in(app, tenant, [{"ref": f"w-{n}", "caller": "anonymous"} for n in range(2)])
    return next(one.contact_id for one in every(tenant) if one.ref == "w-0")


def keys(text):
    return re.findall(r'<th scope="row"><a href="/contacts/([0-9a-f-]{36})"', text)


def every(tenant):
    with tenant.reads.begin() as session:
        return contacts.list_contacts(session, limit=1000).contacts


def found(text):
    return int(re.search(r"Found: ([0-9,]+)", text)[1])


def test_it_is_narrowed_down_by_line_days_and_class(visit, tenant):
    person, rows = visit("viewer"), every(tenant)
    line = rows[0].line_ids[0]
    assert found(person.get(f"/contacts?line={line}").text) == sum(
        line in one.line_ids for one in rows
    )
    assert found(person.get("/contacts?line=L999").text) == 0
    day = rows[0].occurred_at.astimezone(ZONE).date()
    same_day = [one for one in rows if one.occurred_at.astimezone(ZONE).date() == day]
    text = person.get(f"/contacts?since={day}&until={day}&kind=").text
    assert keys(text) == [str(one.contact_id) for one in same_day][:30]
    assert f'value="{day}"' in text
    assert 'href="/contacts">Clear' in text
    kind = rows[0].contact_class
    narrow = person.get(f"/contacts?since={day}&until={day}&kind={kind}&line={line}").text
    assert found(narrow) == sum(
        one.contact_class is kind and line in one.line_ids for one in same_day
    )


@pytest.mark.usefixtures("told_often")
def test_it_is_narrowed_down_by_medium_and_source(visit, tenant):
    person, rows = visit("viewer"), every(tenant)
    assert found(person.get("/contacts?medium=call").text) == sum(
        one.medium == "call" for one in rows
    )
    assert found(person.get("/contacts?source=more").text) == 35
    answer = person.post("/contacts", medium="sms", source="phone-log")
    assert answer.headers["location"] == "/contacts?medium=sms&source=phone-log"
    text = person.get(answer.headers["location"]).text
    assert found(text) == sum(one.medium == "sms" for one in rows)
    assert '<option value="sms" selected>' in text
    assert '<option value="phone-log" selected>' in text


@pytest.mark.usefixtures("told_often")
def test_the_api_narrows_down_as_the_page_does(visit, tenant):
    person, rows = visit("viewer"), every(tenant)

    def listed(query):
        return person.get(f"/api/v1/contacts?limit=500&{query}").json()

    known = next(one for one in rows if one.ref == "often-0")
    for query, page in (
        ("line=L2", "line=L2"), ("canary=C1", "canary=C1"), ("medium=sms", "medium=sms"), ("source=more", "source=more"),
        ("from=2026-10-09&to=2026-10-12", "since=2026-10-09&until=2026-10-12"),
        (f"caller={known.contact_id}", f"caller={known.contact_id}"),
        ("class=scam&medium=sms&from=2026-10-13", "kind=scam&medium=sms&since=2026-10-13"),
    ):  # fmt: skip
        total = listed(query)["total"]
        assert 0 < total == found(person.get(f"/contacts?{page}").text) < len(rows)
        assert len(listed(query)["contacts"]) == total
    assert listed("from=0001-01-01&to=9999-12-31")["total"] == len(rows)
    assert listed("from=9999-12-31")["total"] == listed("to=0001-01-01")["total"] == 0


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("line=L999", 404), ("canary=C999", 404), ("source=nobody", 404), ("from=yesterday", 400),
        ("caller=14100000071", 400), ("medium=fax", 400), ("line=%00", 400),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_by_the_api(visit, query, status):
    assert visit("viewer").get(f"/api/v1/contacts?{query}").status_code == status


@pytest.mark.parametrize(
    "query",
    [
        "medium=fax",
        "since=yesterday",
        "since=1990-01-01",
        "until=9999-12-31",
        "caller=x",
        "kind=x",
        "informed=x",
    ],
)
def test_what_cannot_be_limits_nothing(visit, tenant, query):
    assert found(visit("viewer").get(f"/contacts?{query}").text) == len(every(tenant))


@pytest.mark.usefixtures("told_often")
def test_the_pages_of_a_list_stay_narrowed_down(visit):
    text = visit("viewer").get("/contacts?line=L1&since=2026-01-01").text
    link = html.unescape(re.search(r'rel="next" href="([^"]+)"', text)[1])
    assert link == "/contacts?line=L1&since=2026-01-01&page=2"
    assert found(visit("viewer").get(link).text) == found(text)


@pytest.mark.usefixtures("told_often")
def test_contacts_of_one_caller_are_found_and_no_number_stands_in_an_address(visit):
    person = visit("reviewer")
    answer = person.post("/contacts", caller="14100000071")
    assert answer.status_code == 303
    address = answer.headers["location"]
    assert "141" not in address.replace(address[-36:], "")
    text = person.get(address).text
    assert found(text) == 35
    assert "+86 141****0071" in text
    assert "14100000071" not in text
    contact = person.get(f"/contacts/{keys(text)[0]}").text
    link = re.search(r'href="(/contacts\?caller=[^"]+)"', contact)[1]
    assert found(visit("viewer").get(link).text) == 35
    nobody = person.post("/contacts", caller="14100000999")
    assert "There is no contact of this caller" in nobody.text
    assert "没有这个来电" in visit("reviewer", language="zh-CN").post("/contacts", caller="x").text


def test_a_line_is_found_by_its_whole_number_and_no_number_stands_in_an_address(visit):
    for written in ("+8614000000001", "140 0000 0001", "L1"):
        answer = visit("reviewer").post("/contacts", line=written, since="2026-01-01", kind="")
        address = answer.headers["location"]
        assert (answer.status_code, address) == (303, "/contacts?line=L1&since=2026-01-01")
    text = visit("reviewer").post("/contacts", line="14000000999").text
    assert "There is no such line." in text
    assert "There is no such line." in visit("viewer").get("/contacts?line=L999").text
    assert (
        "没有这个号码/邮箱" in visit("reviewer", language="zh-CN").post("/contacts", line="x").text
    )


def test_what_is_typed_goes_with_what_was_chosen_before(visit, tenant):
    (known, *_) = (one for one in every(tenant) if one.has_caller)
    answer = visit("viewer").post("/contacts", of=str(known.contact_id), informed="no", page="1")
    assert answer.headers["location"] == f"/contacts?informed=no&caller={known.contact_id}"
    assert visit("viewer").post("/contacts").headers["location"] == "/contacts"


def test_what_reached_a_canary_is_listed(visit, tenant):
    rows = every(tenant)
    (canary,) = next(one.canary_ids for one in rows if one.canary_ids)
    answer = visit("viewer").post("/contacts", canary=canary)
    assert answer.headers["location"] == f"/contacts?canary={canary}"
    expected = [str(one.contact_id) for one in rows if canary in one.canary_ids]
    assert keys(visit("viewer").get(f"/contacts?canary={canary}").text) == expected
    nowhere = visit("viewer").get("/contacts?canary=C999").text
    assert "There is no such canary." in nowhere
    assert "No contact fits" not in nowhere


def test_days_the_wrong_way_round_are_told(visit):
    query = "/contacts?since=2026-10-09&until=2026-10-08"
    assert "The first day is later than the last." in visit("viewer").get(query).text
    assert "later than the last" not in visit("viewer").get(query.replace("09", "08")).text


def test_only_reviewers_try_numbers(visit):
    viewer = visit("viewer")
    assert viewer.post("/contacts", caller="14100000071").status_code == 403
    assert 'name="caller"' not in viewer.get("/contacts").text
    assert "There is no such line." in viewer.post("/contacts", line="+8614000000001").text
    assert viewer.post("/contacts", line="L1").headers["location"] == "/contacts?line=L1"


def test_those_whose_number_is_withheld_are_not_one_caller(visit, withheld):
    person = visit("viewer")
    assert "/contacts?caller=" not in person.get(f"/contacts/{withheld}").text
    assert found(person.get(f"/contacts?caller={withheld}").text) == 0
