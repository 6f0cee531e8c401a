"""Canaries on pages: who is found, who may change them, and what is refused."""

import re

import pytest
from sqlalchemy import select

from leaktrace.domain.life import CanaryStep
from leaktrace.services import canary_list
from leaktrace.services.canary_life import life_of, note, note_hits, set_step
from leaktrace.services.canary_list import CanaryFilter
from leaktrace.services.registry import load_canaries
from leaktrace.storage.models import CanaryOrder, Channel, Event

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("planted")]

ROW = re.compile(r'<th scope="row">.*?<a href="/canaries/([^"]+)"')


def shown(answer):
    return ROW.findall(answer.text)


def found(tenant, **wanted):
    with tenant.reads.begin() as session:
        return [row.canary_id for row in canary_list.list_canaries(session, CanaryFilter(**wanted))]


def steps(tenant, canary_id):
    with tenant.reads.begin() as session:
        return [stage.step for stage in life_of(session, canary_id)]


def test_a_step_beside_a_channel_is_the_step_there(visit, tenant):
    """One copy was read back, the other was handed over only; a burnt canary is burnt everywhere."""
    first, second, third, *_ = found(tenant, plan_id="plan-1", channel_id="courier-1")
    with tenant.writes.begin() as session:
        keys = dict(session.execute(select(Channel.channel_id, Channel.id)).all())
        orders = dict(session.execute(select(CanaryOrder.canary_id, CanaryOrder.id)).all())
        some = [orders[first], orders[second]]
        for channel, step in (
            ("wms-1", CanaryStep.PLACED),
            ("courier-1", CanaryStep.PLACED),
            ("wms-1", CanaryStep.EXPOSED),
        ):
            note(session, some, step, channel=keys[channel])
        set_step(session, [second], CanaryStep.BURNT, "told a courier")
    assert found(tenant, channel_id="courier-1", step=CanaryStep.PLACED) == [first]
    assert found(tenant, channel_id="wms-1", step=CanaryStep.EXPOSED) == [first]
    assert found(tenant, channel_id="wms-1", step=CanaryStep.PLACED) == []
    assert third in found(tenant, channel_id="courier-1", step=CanaryStep.PLANNED)
    assert found(tenant, step=CanaryStep.EXPOSED) == [first]
    assert found(tenant, channel_id="wms-1", step=CanaryStep.BURNT) == [second]
    page = visit("viewer").get("/canaries?channel=courier-1&step=placed")
    assert shown(page) == [first]
    assert "Step at courier-1" in page.text
    assert page.text.count("step-placed") == 1
    answer = visit("viewer").get("/api/v1/canaries?channel=courier-1&step=placed")
    assert [row["step"] for row in answer.json()["canaries"]] == ["placed"]


def test_the_list_shows_route_lines_and_step_of_each(visit):
    text = visit("viewer").get("/canaries").text
    assert "Found: 13" in text
    assert "wms-1 → erp-1 → courier-1" in text
    assert "0 of 3" in text
    assert text.count("step-planned") == 13
    assert text.count("Sealed control") == 6


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("step=planned", 13),
        ("step=burnt", 1),
        ("step=nonsense", 13),
        ("channel=wms-1", 7),
        ("tag=spring", 2),
        ("plan=plan-1", 7),
        ("plan=plan-2", 0),
        ("line=P0", 3),
        ("plan=plan-1&tag=spring&step=planned", 1),
        ("tag=%3Cscript%3E", 0),
    ],
)
def test_filters_limit_page_and_api_alike(visit, tenant, query, count):
    first, second, *_ = found(tenant, plan_id="plan-1")
    with tenant.writes.begin() as session:
        canary_list.tag(session, [first, second], "spring")
        if "burnt" in query or "&" in query:
            set_step(session, [first], CanaryStep.BURNT, "told a courier")
    person = visit("viewer")
    page = person.get(f"/canaries?{query}")
    assert len(shown(page)) == count
    assert "<script" not in page.text
    answer = person.get(f"/api/v1/canaries?{query}&limit=500")
    if "nonsense" in query:
        assert answer.status_code == 400
    else:
        assert answer.json()["total"] == count
        assert [row["canary_id"] for row in answer.json()["canaries"]] == shown(page)


def test_pages_follow_one_another_and_keep_the_filter(visit, monkeypatch):
    monkeypatch.setattr("leaktrace.console.canary_pages.PAGE", 5)
    person = visit("viewer")
    seen = []
    for number in (1, 2):
        page = person.get(f"/canaries?plan=plan-1&page={number}")
        seen += shown(page)
    assert len(seen) == len(set(seen)) == 7
    assert "plan=plan-1&amp;page=1" in page.text
    assert shown(person.get("/canaries?plan=plan-1&page=99")) == seen[5:]


def test_nothing_of_a_buyer_and_no_drawn_value_is_on_any_page(visit, tenant):
    with tenant.reads.begin() as session:
        canaries = list(load_canaries(session).values())
    person = visit("reviewer")
    paths = ["/canaries", "/plans/plan-1", "/lines", "/api/v1/canaries", "/api/v1/lines"]
    paths += [f"/canaries/{one.canary_id}" for one in canaries[:2]]
    texts = {path: person.get(path).text for path in paths}
    for one in canaries:
        for secret in (one.identity.name, one.identity.phone, one.order.order_no):
            for path, text in texts.items():
                assert secret not in text, path


def test_ticked_canaries_are_tagged_and_untagged(visit, tenant):
    person = visit("reviewer")
    chosen = found(tenant, plan_id="plan-1")[:2]
    answer = person.post("/canaries?plan=plan-1", canary=chosen, change="tag", name="spring")
    assert answer.status_code == 303
    page = person.get(answer.headers["location"])
    assert "Newly tagged: 2" in page.text
    assert "Newly tagged" not in person.get("/canaries?done=tag&count=2").text
    assert "Newly tagged" not in visit("reviewer").get(answer.headers["location"]).text
    assert 'value="plan-1" selected' in page.text
    assert found(tenant, tag="spring") == chosen
    person.post("/canaries", canary=chosen[:1], change="untag", name="spring")
    assert found(tenant, tag="spring") == chosen[1:]


def test_all_that_a_filter_finds_are_retired_with_the_reason(visit, tenant):
    person = visit("reviewer")
    fields = {"which": "found", "total": "3", "change": "retire", "why": "season is over"}
    answer = person.post("/canaries?line=P0", **fields)
    assert "Retired: 3" in person.get(answer.headers["location"]).text
    on_line = found(tenant, line_id="P0")
    assert found(tenant, step=CanaryStep.RETIRED) == on_line
    life = person.get(f"/canaries/{on_line[0]}").text
    assert "Reason: season is over" in life
    assert "user:reviewer" in life
    assert '<a href="/plans/plan-1">Plan plan-1</a>' in life


@pytest.mark.parametrize(
    ("query", "fields", "said"),
    [
        ("", {"change": "tag", "name": "spring"}, "Tick canaries first"),
        ("", {"change": "burn", "which": "found", "total": "13", "why": "x"}, "Set a filter first"),
        ("?line=P0", {"change": "tag", "which": "found", "total": "2", "name": "x"}, "finds 3 canaries now"),
        ("", {"change": "burn", "canary": "plan-1-0001", "why": " "}, "Say why"),
        ("", {"change": "tag", "canary": "plan-1-0001", "name": "two words"}, "A tag is one word"),
    ],
)  # fmt: skip
def test_what_is_incomplete_changes_nothing_and_keeps_the_form(visit, tenant, query, fields, said):
    answer = visit("reviewer").post(f"/canaries{query}", **fields)
    assert answer.status_code == 400
    assert said in re.search(r'role="alert">([^<]+)<', answer.text)[1]
    if "canary" in fields:
        assert re.search(r'value="plan-1-0001"[^>]* checked', answer.text)
    assert set(steps(tenant, "plan-1-0001")) == {CanaryStep.PLANNED}
    with tenant.reads.begin() as session:
        assert canary_list.list_tags(session) == []


def test_one_unknown_canary_and_none_of_them_is_changed(visit, tenant):
    chosen = ["plan-1-0001", "plan-9-0001"]
    answer = visit("reviewer").post("/canaries", canary=chosen, change="burn", why="told")
    assert answer.status_code == 404
    assert steps(tenant, "plan-1-0001") == [CanaryStep.PLANNED]


def test_a_viewer_may_look_and_change_nothing(visit, tenant):
    person = visit("viewer")
    page = person.get("/canaries").text
    assert 'type="checkbox"' not in page
    assert "Change several" not in page
    for change in ("tag", "untag", "burn", "retire"):
        answer = person.post("/canaries", canary="plan-1-0001", change=change, name="x", why="y")
        assert answer.status_code == 403
        assert "reviewer" in answer.text
    assert steps(tenant, "plan-1-0001") == [CanaryStep.PLANNED]


def test_a_form_without_its_token_or_from_elsewhere_is_refused(visit, tenant):
    person = visit("reviewer")
    fields = {"canary": "plan-1-0001", "change": "burn", "why": "told"}
    assert person.client.post("/canaries", data=fields).status_code == 403
    assert person.client.post("/canaries", data={**fields, "csrf": "x"}).status_code == 403
    elsewhere = {"sec-fetch-site": "cross-site"}
    mine = {**fields, "csrf": person.csrf()}
    assert person.client.post("/canaries", data=mine, headers=elsewhere).status_code == 403
    assert visit().client.post("/canaries", data=mine).headers["location"] == "/login"
    assert visit().get("/api/v1/canaries").status_code == 401
    assert steps(tenant, "plan-1-0001") == [CanaryStep.PLANNED]


def test_changes_are_in_the_record_with_who_made_them(visit, tenant):
    visit("reviewer").post("/canaries", canary="plan-1-0001", change="burn", why="told")
    with tenant.reads.begin() as session:
        (event,) = session.scalars(select(Event).where(Event.action == "canary.burnt"))
    assert (event.actor, event.data) == ("user:reviewer", {"count": 1})


def test_the_life_shows_proofs_and_masks_what_somebody_typed(visit, tenant):
    digest = "ab" * 32
    with tenant.writes.begin() as session:
        order = session.scalar(select(CanaryOrder.id).where(CanaryOrder.canary_id == "plan-1-0001"))
        proofs = {
            CanaryStep.RELEASED: {"auc": 0.534, "high": 0.61, "forced": "small batch"},
            CanaryStep.PLACED: {
                "documents": [{"name": "outbound-20260908103000.csv", "sha256": digest}]
            },
            CanaryStep.EXPOSED: {"kind": "confirmed", "how": "call from +8614100001111"},
        }
        for step, proof in proofs.items():
            note(session, [order], step, proof=proof)
        note_hits(session)
    text = visit("viewer").get("/canaries/plan-1-0001").text
    assert "AUC 0.53, at most 0.61" in text
    assert "Released though the audit objected: small batch" in text
    assert "File outbound-20260908103000.csv" in text
    assert f'title="SHA-256 {digest}"' in text
    assert "call from ****1111" in text
    assert "0001111" not in text


def test_a_canary_that_is_not_there_is_not_found(visit):
    assert visit("viewer").get("/canaries/plan-9-0001").status_code == 404
