"""Requests as phones and modems send them, over a real socket: kept, read by the worker, and answered as they need."""

import base64
import hmac
import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

import httpx
import pytest
from sqlalchemy import select

from leaktrace.console.server import listen, make_server
from leaktrace.domain.ports import Authentication
from leaktrace.domain.source import SourceKind
from leaktrace.services import contacts, lines, sources
from leaktrace.services.streams import Intake, catch_up
from leaktrace.storage.models import Delivery

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LINE = "+8614000000001"
CALLER = "+8614000001234"
SCAM = "【菜鸟】您的包裹破损,理赔请加企微 & <xxxx>"
SECRET = "LT-secret-01"
AT = "2026-11-20T20:14:05+08:00"


@pytest.fixture
def gateway(app, tenant, tmp_path) -> Iterator[httpx.Client]:
    """A client whose requests go to a running console."""
    file = tmp_path / "lines.csv"
    file.write_text(
        f"line_id,kind,value,role,acquired_at,label\nL1,phone,{LINE},canary,2026-01-01T00:00:00Z,\n"
    )
    with tenant.writes.begin() as session:
        lines.import_lines(session, lines.read_lines(file))
        for name in ("smsforwarder", "smsgate", "kannel"):
            sources.add_source(
                session, name, name, SourceKind.HOOK, {"zone": "Asia/Shanghai"}, secret=SECRET
            )
    server, listener = make_server(app), listen("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    base = f"http://127.0.0.1:{listener.getsockname()[1]}/hooks"
    with httpx.Client(base_url=base, timeout=20) as client:
        yield client
    server.should_exit = True
    thread.join()
    listener.close()


def sign_of(stamp: str) -> str:
    mac = hmac.digest(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), "sha256")
    return quote(base64.b64encode(mac).decode(), safe="")


def received(app, tenant):
    """What the worker makes of the pushes: the texts and lines of the contacts, and how good each delivery is."""
    catch_up(Intake(tenant.writes, app.formats, app.zone))
    with tenant.reads.begin() as session:
        rows = contacts.list_contacts(session).contacts
        found = contacts.show_contacts(session, [row.contact_id for row in rows], masked=False)
        kept = session.scalars(select(Delivery).order_by(Delivery.id))
        levels = [row.authentication for row in kept]
    assert all(row.line_ids == ("L1",) for row in found)
    return [(str(row.medium), row.caller, row.text) for row in found], levels


MESSAGE = ("sms", CALLER, SCAM)


def smsforwarder_values() -> dict[str, str]:
    stamp = str(time.time_ns() // 1_000_000)
    return {"from": CALLER, "timestamp": stamp, "sign": sign_of(stamp)}


def test_the_default_form_of_smsforwarder(gateway, app, tenant):
    values = smsforwarder_values()
    local = datetime.fromisoformat(AT).strftime("%Y-%m-%d %H:%M:%S")
    values["content"] = f"{CALLER}\n{SCAM}\nSIM1_{LINE}\nSubId：1\n{local}\nlt-phone-01"
    answer = gateway.post("/smsforwarder", data=values)
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    assert received(app, tenant) == ([MESSAGE], [Authentication.REPLAYABLE])


def test_the_recommended_template_of_smsforwarder_with_a_header(gateway, app, tenant):
    values = smsforwarder_values()
    body = {
        "v": 1,
        "device": "lt-phone-01",
        "from": CALLER,
        "text": SCAM,
        "sim": f"SIM1_{LINE}",
        "rx": AT,
        "ts": values["timestamp"],
        "sign": "",
    }
    answer = gateway.post("/smsforwarder", json=body, headers={"Authorization": f"Bearer {SECRET}"})
    assert answer.status_code == 200
    assert received(app, tenant) == ([MESSAGE], [Authentication.STATIC])


def test_smsforwarder_by_get(gateway, app, tenant):
    values = smsforwarder_values() | {"org_content": SCAM, "card_slot": f"SIM1_{LINE}", "rx": AT}
    values["sign"] = quote(values["sign"], safe="")
    answer = gateway.get("/smsforwarder", params=values)
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    assert received(app, tenant) == ([MESSAGE], [Authentication.REPLAYABLE])


def test_three_notices_of_a_call_are_one_call(gateway, app, tenant):
    def notice(label: str, minute: str, *more: str) -> None:
        text = "\n".join(("通讯录名：未知号码", *more, f"通话类型：{label}"))
        body = {"device": "p", "from": CALLER, "text": text, "call_type": label}
        body |= {"sim": f"SIM1_{LINE}", "rx": f"2026-11-20T20:{minute}+08:00"}
        headers = {"X-LT-Token": SECRET}
        assert gateway.post("/smsforwarder", json=body, headers=headers).status_code == 200

    notice("来电提醒", "14:05")
    notice("来电接通", "14:15")
    notice("来电挂机", "15:00", "通话时间：2026-11-20 20:14:04", "通话时长：43s")
    assert received(app, tenant)[0] == [("call", CALLER, "")]


def smsgate_body(event: str, **payload: object) -> bytes:
    values = {"deviceId": "d1", "event": event, "id": "e1", "payload": payload, "webhookId": "w1"}
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&=":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text.encode()


def smsgate_headers(body: bytes) -> dict[str, str]:
    stamp = str(int(datetime.now(UTC).timestamp()))
    mac = hmac.digest(SECRET.encode(), body + stamp.encode(), "sha256")
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "me.capcom.smsgateway/1.60.0",
        "X-Timestamp": stamp,
        "X-Signature": mac.hex(),
    }


def test_smsgate_signs_the_bytes_as_they_are_and_sends_twice(gateway, app, tenant):
    payload = {"sender": CALLER, "recipient": LINE, "simNumber": 1, "receivedAt": AT}
    body = smsgate_body("sms:received", message=SCAM, messageId="7a1b22c3", **payload)
    again = body.replace(b'"id":"e1"', b'"id":"e2"')
    for sent in (body, body, again):
        answer = gateway.post("/smsgate", content=sent, headers=smsgate_headers(sent))
        assert (answer.status_code, answer.json()) == (200, {"ok": True})
    forged = body.replace(b"7a1b22c3", b"7a1b22c4")
    headers = smsgate_headers(body)
    assert gateway.post("/smsgate", content=forged, headers=headers).status_code == 401
    found, levels = received(app, tenant)
    assert found == [MESSAGE]
    assert levels == [Authentication.BODY_BOUND] * 2 + [Authentication.FAILED]


def test_an_announced_mms_and_its_content_are_one_and_a_ping_is_none(gateway, app, tenant):
    common = {"sender": CALLER, "recipient": LINE, "simNumber": 1}
    bodies = [
        smsgate_body("system:ping", health={}),
        smsgate_body("mms:received", messageId="T1", receivedAt=AT, subject=None, **common),
        smsgate_body("mms:downloaded", messageId="42", receivedAt=AT, body=SCAM, **common),
    ]
    for body in bodies:
        answer = gateway.post("/smsgate", content=body, headers=smsgate_headers(body))
        assert answer.status_code == 200
    assert received(app, tenant)[0] == [MESSAGE]


def test_an_mms_that_is_fetched_late_is_the_announced_one_and_the_next_another(
    gateway, app, tenant
):
    common = {"sender": CALLER, "recipient": LINE, "simNumber": 1}
    day = "2026-11-20T20"
    for event, minute, words in (
        ("mms:received", 0, {"messageId": "T1"}),
        ("mms:downloaded", 40, {"messageId": "42", "body": SCAM}),
        ("mms:received", 50, {"messageId": "T2"}),
    ):
        at = f"{day}:{minute:02}:05.000+08:00"
        body = smsgate_body(event, receivedAt=at, **words, **common)
        answer = gateway.post("/smsgate", content=body, headers=smsgate_headers(body))
        assert answer.status_code == 200
    assert sorted(received(app, tenant)[0]) == sorted([("sms", CALLER, ""), MESSAGE])


KANNEL = {"from": CALLER, "to": LINE, "t": "1795176845", "smsc": "m1", "id": "5e0a1f7e"}


def test_kannel_by_get_is_answered_with_nothing_to_send_on(gateway, app, tenant):
    values = KANNEL | {"text": SCAM.encode("utf-16-be"), "charset": "UTF-16BE", "coding": "2"}
    answer = gateway.get(f"/kannel?{urlencode(values)}", auth=("leaktrace", SECRET))
    assert (answer.status_code, answer.content) == (200, b"")
    assert received(app, tenant) == ([MESSAGE], [Authentication.STATIC])


def test_kannel_by_post_with_the_secret_at_the_end_of_the_address(gateway, app, tenant):
    headers = {
        "Content-Type": 'text/plain; charset="UTF-8"',
        "X-Kannel-From": CALLER,
        "X-Kannel-To": LINE,
        "X-Kannel-Time": "2026-11-20 12:14:05",
        "X-Kannel-SMSC": "m1",
        "X-Kannel-Coding": "0",
    }
    answer = gateway.post(f"/kannel/{SECRET}", content=SCAM.encode(), headers=headers)
    assert (answer.status_code, answer.content) == (200, b"")
    assert received(app, tenant) == ([MESSAGE], [Authentication.STATIC])


def test_a_modem_without_the_secret_gets_nowhere(gateway, app, tenant):
    values = KANNEL | {"text": SCAM}
    assert gateway.get(f"/kannel?{urlencode(values)}").status_code == 401
    assert gateway.get(f"/kannel/wrong?{urlencode(values)}").status_code == 401
    assert received(app, tenant)[0] == []
