"""Pushes of gateways: kept before anything reads them, judged, bounded, never answered with more than needed."""

import base64
import hashlib
import hmac
import io
import json
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from leaktrace.console.app import create_app
from leaktrace.domain.bodies import from_one_line
from leaktrace.domain.ports import Authentication
from leaktrace.domain.source import SourceKind
from leaktrace.services import contacts, deliveries, lines, merchants, sources
from leaktrace.services.streams import Intake, catch_up
from leaktrace.storage.models import Contact, Delivery, DeliveryParse, Quarantine
from leaktrace.storage.sealed import open_sealed

LINE = "+8614000000001"


@pytest.fixture
def secret(tenant, tmp_path) -> str:
    """The secret of the hook "phone-1", whose line is in the inventory."""
    file = tmp_path / "lines.csv"
    file.write_text(
        f"line_id,kind,value,role,acquired_at,label\nL1,phone,{LINE},canary,2026-01-01T00:00:00Z,\n"
    )
    with tenant.writes.begin() as session:
        lines.import_lines(session, lines.read_lines(file))
        made = sources.add_source(
            session,
            "phone-1",
            "smsforwarder",
            SourceKind.HOOK,
            {"line": "L1", "zone": "Asia/Shanghai"},
        )
    assert made
    return made


def body(text: str, secret: str, *, at: datetime | None = None) -> bytes:
    stamp = str(int((at or datetime.now(UTC)).timestamp() * 1000))
    mac = hmac.digest(secret.encode(), f"{stamp}\n{secret}".encode(), "sha256")
    document = {
        "from": "+8614000001234",
        "content": text,
        "timestamp": stamp,
        "sign": quote(base64.b64encode(mac).decode()),
        "receive_time": "2026-11-20 20:14:05",
    }
    return json.dumps(document, ensure_ascii=False).encode()


def stored(tenant) -> list[Delivery]:
    with tenant.reads.begin() as session:
        return list(session.scalars(select(Delivery).order_by(Delivery.id)))


def test_a_signed_push_is_kept_as_it_came_and_not_read_yet(visit, tenant, secret):
    push = body("您好", secret)
    answer = visit().client.post("/hooks/phone-1", content=push)
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    (delivery,) = stored(tenant)
    assert delivery.authentication is Authentication.REPLAYABLE
    with tenant.reads.begin() as session:
        assert deliveries.delivery_payload(session, session.get_one(Delivery, delivery.id)) == push
        assert session.scalars(select(DeliveryParse)).all() == []
        assert session.scalars(select(Contact)).all() == []


def test_a_push_goes_to_the_merchant_of_the_hook_though_another_has_the_same_line(
    visit, app, tenant, secret, tmp_path
):
    with app.writes.begin() as session:
        merchants.initialise(session, "other")
    other = app.tenant("other")
    with other.writes.begin() as session:
        lines.import_lines(session, lines.read_lines(tmp_path / "lines.csv"))
    visit().client.post("/hooks/phone-1", content=body("您好", secret))
    for one in (other, tenant):
        catch_up(Intake(one.writes, app.formats, app.zone))
    found = []
    for one in (other, tenant):
        with one.reads.begin() as session:
            found.append([len(session.scalars(select(row)).all()) for row in (Delivery, Contact)])
    assert found == [[0, 0], [1, 1]]


def test_the_worker_makes_a_contact_of_it(visit, app, tenant, secret):
    visit().client.post("/hooks/phone-1", content=body("您好", secret))
    catch_up(Intake(tenant.writes, app.formats, app.zone))
    with tenant.reads.begin() as session:
        (row,) = contacts.list_contacts(session).contacts
    assert (row.line_ids, row.source) == (("L1",), "phone-1")


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_token_in_a_header_serves_too(visit, tenant, secret, method):
    answer = visit().client.request(
        method, "/hooks/phone-1", content=b'{"content":"x"}', headers={"X-LT-Token": secret}
    )
    assert answer.status_code == 200
    assert stored(tenant)[0].authentication is Authentication.STATIC


def test_a_bad_sign_is_kept_and_refused_and_never_becomes_a_contact(visit, app, tenant, secret):
    answer = visit().client.post("/hooks/phone-1", content=body("您好", "another secret"))
    assert answer.status_code == 401
    (delivery,) = stored(tenant)
    assert delivery.authentication is Authentication.FAILED
    assert delivery.authentication_note == "the sign does not match the secret"
    catch_up(Intake(tenant.writes, app.formats, app.zone))
    with tenant.reads.begin() as session:
        assert contacts.list_contacts(session).total == 0
        (row,) = session.scalars(select(Quarantine))
    assert "not authenticated" in row.reason
    assert secret not in answer.text


EVENTS = json.dumps([{"sequence_id": str(number)} for number in range(999)]).encode()


@pytest.mark.parametrize(
    "push",
    [b"", b"\n" * 99, EVENTS, b"\xff\x00" * 200_000],
    ids=["nothing", "blanks", "events", "long"],
)
def test_what_a_stranger_sends_is_one_entry_of_the_quarantine_whatever_it_is(
    visit, app, tenant, push
):
    with tenant.writes.begin() as session:
        sources.add_source(session, "mo", "aliyun-smsup", SourceKind.HOOK, {"max_bytes": "900000"})
    assert visit().client.post("/hooks/mo", content=push).status_code == 401
    catch_up(Intake(tenant.writes, app.formats, app.zone))
    with tenant.reads.begin() as session:
        (row,) = session.scalars(select(Quarantine))
        kept = open_sealed(session, Quarantine.record, row.id, row.record)
    assert "not authenticated" in row.reason
    assert push.startswith(from_one_line(kept))


def test_what_a_stranger_sent_before_does_not_keep_the_same_from_being_replayed(visit, app, tenant):
    with tenant.writes.begin() as session:
        made = sources.add_source(
            session, "mo", "aliyun-smsup", SourceKind.HOOK, {"zone": "Asia/Shanghai"}
        )
    unknown = {"phone_number": "14000001234", "dest_code": "L9", "send_time": "2026-11-20 20:14:05"}
    push, person = json.dumps(unknown).encode(), visit()
    assert person.client.post("/hooks/mo", content=push).status_code == 401
    assert person.client.post(f"/hooks/mo/{made}", content=push).status_code == 200
    catch_up(Intake(tenant.writes, app.formats, app.zone))
    with tenant.reads.begin() as session:
        reasons = session.scalars(select(Quarantine.reason).order_by(Quarantine.id)).all()
    assert [reason[:30] for reason in reasons] == [
        "the request was not authentica",
        "the line is not in the line in",
    ]


def test_a_repeat_is_answered_the_same_and_kept_once(visit, tenant, secret):
    person, push = visit(), body("您好", secret)
    assert [person.client.post("/hooks/phone-1", content=push).status_code for _ in range(3)] == [
        200
    ] * 3
    assert len(stored(tenant)) == 1


def test_a_used_signature_under_another_body_is_kept_and_refused(visit, tenant, secret):
    person, push = visit(), body("您好", secret)
    assert person.client.post("/hooks/phone-1", content=push).status_code == 200
    forged = json.dumps(json.loads(push) | {"text": "再见"}).encode()
    assert person.client.post("/hooks/phone-1", content=forged).status_code == 401
    assert [delivery.authentication for delivery in stored(tenant)] == [
        Authentication.REPLAYABLE,
        Authentication.FAILED,
    ]


def test_a_console_that_was_started_anew_knows_what_was_used_before(visit, app, tenant, secret):
    push = body("您好", secret)
    assert visit().client.post("/hooks/phone-1", content=push).status_code == 200
    app.engine.dispose()
    from starlette.testclient import TestClient

    anew = TestClient(create_app(app))
    assert anew.post("/hooks/phone-1", content=push).status_code == 200
    forged = json.dumps(json.loads(push) | {"text": "再见"}).encode()
    assert anew.post("/hooks/phone-1", content=forged).status_code == 401
    assert len(stored(tenant)) == 2


def test_failed_pushes_are_bounded_and_good_ones_still_pass(visit, tenant, secret):
    person = visit()
    answers = [
        person.client.post("/hooks/phone-1", content=b'{"n":%d}' % number).status_code
        for number in range(103)
    ]
    assert answers == [401] * 100 + [429] * 3
    assert len(stored(tenant)) == 100
    assert person.client.post("/hooks/phone-1", content=body("您好", secret)).status_code == 200


@pytest.mark.parametrize("streamed", [False, True])
def test_a_body_that_is_too_long_is_refused_and_not_kept(visit, tenant, secret, streamed):
    push = b"x" * (256 * 1024 + 1)
    content = iter([push[:100_000], push[100_000:]]) if streamed else push
    answer = visit().client.post("/hooks/phone-1", content=content, headers={"X-LT-Token": secret})
    assert answer.status_code == 413
    assert stored(tenant) == []


def test_a_body_of_the_greatest_length_is_kept(visit, tenant, secret):
    answer = visit().client.post(
        "/hooks/phone-1", content=b"x" * (256 * 1024), headers={"X-LT-Token": secret}
    )
    assert answer.status_code == 200
    assert stored(tenant)[0].size == 256 * 1024


def test_an_unknown_a_paused_and_a_manual_source_are_all_unknown(visit, tenant, secret):
    with tenant.writes.begin() as session:
        sources.manual_source(session, "by-hand", "native")
        sources.add_source(session, "no-push", "native", SourceKind.HOOK, {})
        sources.pause_source(session, "phone-1")
    person = visit()
    for name in ("nothing", "phone-1", "by-hand", "no-push"):
        answer = person.client.post(f"/hooks/{name}", content=body("您好", secret))
        assert answer.status_code == 404, name
    assert stored(tenant) == []


def test_a_push_from_a_browser_needs_no_cookie_and_gets_none(visit, secret):
    answer = visit().client.post(
        "/hooks/phone-1", content=body("您好", secret), headers={"sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers


def test_neither_body_nor_secret_nor_name_reaches_the_log(visit, secret):
    with capture_logs() as logs:
        visit().client.post("/hooks/phone-1", content=body("机密内容", secret))
    assert logs
    for word in ("机密", secret, "phone-1", "14000001234"):
        assert word not in str(logs)


def test_what_is_kept_is_sealed(visit, app, tenant, secret):
    visit().client.post("/hooks/phone-1", content=body("机密内容", secret))
    (delivery,) = stored(tenant)
    assert "机密".encode() not in delivery.payload
    assert delivery.sha256 != hashlib.sha256(delivery.payload).digest()
    assert io.BytesIO(delivery.payload).read(1)
    assert app.formats["smsforwarder"].name == "smsforwarder"
