"""Exchanges and cloud numbers post as their makers do, over real connections; the worker makes contacts of it."""

import base64
import hashlib
import hmac
import http.client
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import select

from leaktrace.console.server import listen, make_server
from leaktrace.domain.contact import UNBOUND, ContactClass
from leaktrace.domain.ports import Authentication
from leaktrace.domain.source import SourceKind
from leaktrace.services import contacts, lines, sources
from leaktrace.services.contacts import ContactView
from leaktrace.services.streams import Intake, catch_up
from leaktrace.storage.models import Delivery, Quarantine

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

NOW = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
LINES = {
    "RELAY": "+8614100000001",
    "RENTED": "+12025550178",
    "DESK": "+8614087654321",
    "CARD": "+8614000000001",
}
AUTH_TOKEN = "12345678901234567890123456789012"
APP_SECRET = "hwAppSecretDemo"


@dataclass(frozen=True)
class Answer:
    status: int
    media_type: str
    body: bytes


class Gateways:
    """Whoever posts to the hooks of the fixture application."""

    def __init__(self, app, tenant, port: int) -> None:
        self._app, self._tenant, self.port = app, tenant, port

    def hook(self, name: str, format_name: str, *, secret: str = "", **settings: str) -> str:
        """Add a hook; its secret."""
        with self._tenant.writes.begin() as session:
            made = sources.add_source(
                session, name, format_name, SourceKind.HOOK, settings, secret=secret
            )
        return made or secret

    def post(self, path: str, body: bytes, *, method: str = "POST", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body or None, named)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers.get_content_type(), answer.read())
        finally:
            connection.close()

    def contacts(self) -> list[ContactView]:
        """What the worker makes of it, in full, newest first."""
        catch_up(Intake(self._tenant.writes, self._app.formats, self._app.zone))
        with self._tenant.writes.begin() as session:
            listed = contacts.list_contacts(session).contacts
            return [contacts.reveal_contact(session, one.contact_id) for one in listed]

    def levels(self) -> list[Authentication]:
        with self._tenant.reads.begin() as session:
            rows = session.scalars(select(Delivery.authentication).order_by(Delivery.id))
            return list(rows)

    def refusals(self) -> list[str]:
        with self._tenant.reads.begin() as session:
            return list(session.scalars(select(Quarantine.reason).order_by(Quarantine.id)))


@pytest.fixture
def gateways(app, tenant, tmp_path) -> Iterator[Gateways]:
    """A server on a free port of this machine, and the lines that are reached."""
    file = tmp_path / "lines.csv"
    rows = (
        f"{name},phone,{number},canary,2026-01-01T00:00:00Z,\n" for name, number in LINES.items()
    )
    file.write_text(f"line_id,kind,value,role,acquired_at,label\n{''.join(rows)}")
    with tenant.writes.begin() as session:
        lines.import_lines(session, lines.read_lines(file))
    server = make_server(app)
    with listen("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield Gateways(app, tenant, listener.getsockname()[1])
        server.should_exit = True
        thread.join()


def signed(url: str, values: dict[str, str]) -> str:
    """As Twilio signs."""
    text = url + "".join(name + values[name] for name in sorted(values))
    return base64.b64encode(hmac.digest(AUTH_TOKEN.encode(), text.encode(), hashlib.sha1)).decode()


FORM = {"Content_Type": "application/x-www-form-urlencoded; charset=UTF-8"}
JSON = {"Content_Type": "application/json;charset=UTF-8"}
MESSAGE = {
    "AccountSid": "AC00000000000000000000000000000001",
    "ApiVersion": "2010-04-01",
    "Body": "Your parcel refund is ready",
    "From": "+12025550143",
    "MessageSid": "SM00000000000000000000000000000001",
    "NumMedia": "0",
    "NumSegments": "1",
    "SmsMessageSid": "SM00000000000000000000000000000001",
    "SmsSid": "SM00000000000000000000000000000001",
    "SmsStatus": "received",
    "To": "+12025550178",
}


def test_the_vector_of_twilio_passes_behind_a_proxy_and_no_other_body_does(gateways):
    gateways.hook(
        "sms",
        "twilio-sms",
        secret=AUTH_TOKEN,
        public_url="https://lt.example.com/hook/twilio/sms",
    )
    signature = "EhM9vVISnxmNqEoBCZOgZu9OA1o="
    body = urlencode(MESSAGE).encode()
    before = datetime.now(UTC)
    answer = gateways.post("/hooks/sms", body, X_Twilio_Signature=signature, **FORM)
    assert (answer.status, answer.media_type) == (200, "text/xml")
    assert answer.body.endswith(b"<Response/>")
    forged = body.replace(b"ready", b"gone")
    refused = gateways.post("/hooks/sms", forged, X_Twilio_Signature=signature, **FORM)
    assert refused.status == 401
    assert gateways.levels() == [Authentication.BODY_BOUND, Authentication.FAILED]
    (contact,) = gateways.contacts()
    assert (contact.text, contact.line_ids) == (MESSAGE["Body"], ("RENTED",))
    assert before <= contact.occurred_at <= datetime.now(UTC)
    assert "signature" in gateways.refusals()[0]


def test_a_message_that_twilio_sends_again_however_late_and_one_by_get_count_once(gateways):
    gateways.hook("sms", "twilio-sms", secret=AUTH_TOKEN)
    url = f"http://127.0.0.1:{gateways.port}/hooks/sms"
    body, query = urlencode(MESSAGE).encode(), f"?{urlencode(MESSAGE)}"
    for minutes in (0, 90):
        with time_machine.travel(datetime.now(UTC) + timedelta(minutes=minutes)):
            posted = gateways.post(
                "/hooks/sms", body, X_Twilio_Signature=signed(url, MESSAGE), **FORM
            )
        assert posted.status == 200
    signature = signed(url + query, {})
    got = gateways.post(f"/hooks/sms{query}", b"", method="GET", X_Twilio_Signature=signature)
    assert got.status == 200
    assert gateways.levels() == [Authentication.BODY_BOUND] * 3
    assert len(gateways.contacts()) == 1
    assert gateways.refusals() == []


def test_the_notices_of_a_call_to_a_rented_number_are_one_contact(gateways):
    gateways.hook("calls", "twilio-voice", secret=AUTH_TOKEN)
    url = f"http://127.0.0.1:{gateways.port}/hooks/calls"
    call = {
        "CallSid": "CA00000000000000000000000000000001",
        "From": "+266696687",
        "To": "+12025550178",
        "CallStatus": "ringing",
        "Direction": "inbound",
    }
    ended = call | {
        "CallStatus": "completed",
        "CallDuration": "21",
        "Timestamp": (datetime.now(UTC) + timedelta(seconds=25)).strftime(
            "%a, %d %b %Y %H:%M:%S +0000"
        ),
        "CallbackSource": "call-progress-events",
    }
    for values in (call, ended):
        answer = gateways.post(
            "/hooks/calls",
            urlencode(values).encode(),
            X_Twilio_Signature=signed(url, values),
            **FORM,
        )
        assert (answer.status, answer.media_type) == (200, "text/xml")
    (contact,) = gateways.contacts()
    assert (contact.duration_s, contact.caller, contact.line_ids) == (21, "", ("RENTED",))


def beijing(at: datetime) -> str:
    return at.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%d %H:%M:%S")


def test_a_relay_number_dialled_outside_its_order_is_told_to_who_reads_the_contact(gateways):
    secret = gateways.hook("relay", "aliyun-secretreport", zone="Asia/Shanghai")
    call = {
        "call_id": "0b6504079d077b14",
        "call_type": 1,
        "phone_no": "14087654321",
        "secret_no": "14100000001",
        "peer_no": "14012345678",
        "sub_id": 1000127710293959,
        "call_time": beijing(NOW),
        "start_time": beijing(NOW + timedelta(seconds=8)),
        "release_time": beijing(NOW + timedelta(seconds=29)),
        "unconnected_cause": 0,
    }
    begun = {key: call[key] for key in ("call_id", "call_type", "secret_no", "peer_no")} | {
        "call_time": call["call_time"]
    }
    unbound = call | {
        "call_id": "0b6504079d077b15",
        "call_type": 4,
        "phone_no": "14012345679",
        "peer_no": "",
        "start_time": call["release_time"],
        "unconnected_cause": 2,
    }
    for events in ([begun], [call, unbound], [call]):
        answer = gateways.post(f"/hooks/relay/{secret}", json.dumps(events).encode(), **JSON)
        assert answer.status == 200
        assert json.loads(answer.body) == {"code": 0, "msg": "接收成功"}
    assert gateways.post("/hooks/relay/wrong", json.dumps([call]).encode()).status == 401
    found = {contact.duration_s: contact for contact in gateways.contacts()}
    assert set(found) == {0, 21}
    assert {contact.line_ids for contact in found.values()} == {("RELAY",)}
    assert (found[21].text, found[21].caller) == ("", "14012345678")
    assert found[0].text == UNBOUND
    assert found[0].contact_class is ContactClass.UNKNOWN
    assert "outside its order" in found[0].reason
    assert not found[0].informed


def test_a_digest_of_huawei_cloud_is_good_for_one_body_however_often_it_comes(gateways):
    gateways.hook("relay", "huawei-privatenumber", secret=APP_SECRET)
    created = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    nonce = "66C92B11FF8A425FB8D4CCFE0ED9ED1F"
    mac = hmac.digest(APP_SECRET.encode(), (nonce + created).encode(), hashlib.sha256)
    headers = JSON | {
        "Authorization": 'AKSK realm="SDP",profile="UsernameToken",type="Appkey"',
        "X_AKSK": f'UsernameToken Username="demo_app",PasswordDigest="'
        f'{base64.b64encode(mac).decode()}",Nonce="{nonce}",Created="{created}"',
    }

    def fee(session: str) -> bytes:
        stamp = NOW.strftime("%Y-%m-%d %H:%M:%S")
        one = {"sessionId": session, "callerNum": "+8614012345678", "callInTime": stamp}
        two = one | {"sessionId": f"{session}-2", "ulFailReason": 8014}
        calls = [call | {"bindNum": "+8614100000001"} for call in (one, two)]
        return json.dumps({"eventType": "fee", "feeLst": calls}).encode()

    for _ in range(2):
        answer = gateways.post("/hooks/relay", fee("a"), **headers)
        assert (answer.status, answer.body) == (200, b"")
    assert gateways.post("/hooks/relay", fee("b"), **headers).status == 401
    assert gateways.levels() == [Authentication.REPLAYABLE, Authentication.FAILED]
    found = gateways.contacts()
    assert {contact.occurred_at for contact in found} == {NOW}
    assert sorted(contact.text for contact in found) == ["", UNBOUND]


def test_answers_to_sms_are_thanked_in_the_words_of_each_vendor(gateways):
    up = gateways.hook("up", "aliyun-smsup", zone="Asia/Shanghai", line="DESK")
    reply = gateways.hook("reply", "tencent-sms", **{"code:07": "CARD"})
    one = {
        "phone_number": "14012345678",
        "content": "退订",
        "send_time": beijing(NOW),
        "dest_code": "1234",
        "sequence_id": 1234567890,
    }
    two = {
        "extend": "07",
        "mobile": "14012345678",
        "nationcode": "86",
        "sign": "签名",
        "text": "T",
        "time": int(NOW.timestamp()),
    }
    for body in (json.dumps([one]), json.dumps([one | {"sequence_id": "1234567890"}], indent=1)):
        answer = gateways.post(f"/hooks/up/{up}", body.encode(), **JSON)
        assert json.loads(answer.body) == {"code": 0, "msg": "接收成功"}
    answer = gateways.post(f"/hooks/reply/{reply}", json.dumps(two).encode(), **JSON)
    assert json.loads(answer.body) == {"result": 0, "errmsg": "OK"}
    found = {contact.line_ids: contact for contact in gateways.contacts()}
    assert set(found) == {("DESK",), ("CARD",)}
    assert found["DESK",].text == "退订"
    assert {contact.occurred_at for contact in found.values()} == {NOW}


def escaped(cdr: bytes) -> bytes:
    return b"cdr=" + quote(cdr, safe="!$'()*,-./_~").encode()


def in_base64(cdr: bytes) -> bytes:
    return b"cdr=" + base64.b64encode(cdr)


@pytest.mark.parametrize(
    ("media_type", "encode"),
    [
        ("application/json", bytes),
        ("application/x-www-form-urlencoded", escaped),
        ("application/x-www-form-base64-encoded", in_base64),
    ],
)
def test_an_exchange_posts_its_records_in_each_encoding(
    gateways, media_type: str, encode: Callable[[bytes], bytes]
):
    secret = gateways.hook("pbx", "freeswitch-json")
    uuid = "5d9cbf6e-0e33-4c4e-9f3b-2a1c8f5d0001"
    created = int(NOW.timestamp()) * 1_000_000
    cdr = {
        "channel_data": {"direction": "inbound"},
        "callflow": [
            {
                "caller_profile": {
                    "caller_id_name": '"您好"+&=',
                    "caller_id_number": "14012345678",
                    "rdnis": "14000000001",
                    "destination_number": "14087654321",
                    "uuid": uuid,
                },
                "times": {
                    "created_time": str(created),
                    "profile_created_time": str(created),
                    "answered_time": "0",
                    "hangup_time": str(created + 21_000_000),
                },
            }
        ],
    }
    basic = base64.b64encode(f"leaktrace:{secret}".encode()).decode()
    body = encode(json.dumps(cdr, ensure_ascii=False, separators=(",", ":")).encode())
    answer = gateways.post(
        f"/hooks/pbx?uuid={uuid}",
        body,
        Content_Type=media_type,
        Authorization=f"Basic {basic}",
        User_Agent="freeswitch-json/1.0",
    )
    assert answer.status == 200
    (contact,) = gateways.contacts()
    assert (contact.ref, contact.caller, contact.duration_s) == (uuid, "14012345678", 0)
    assert sorted(contact.line_ids) == ["CARD", "DESK"]
    assert contact.occurred_at == NOW
