"""Hooks: addresses with a token, what is answered, what is signed, from where and how much may come, under load."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, select
from structlog.testing import capture_logs

from leaktrace.console.app import create_app
from leaktrace.console.hook_keeper import FRESH_S, MOST_WAITING, HookBook, HookKeeper, TooBusyError
from leaktrace.domain.errors import StoreError
from leaktrace.domain.ports import Authentication, PushAnswer, PushFormat
from leaktrace.domain.source import SourceKind
from leaktrace.intake.native import NativeFormat
from leaktrace.services import sources
from leaktrace.services.deliveries import Arrived, delivery_payload, store_deliveries
from leaktrace.storage.models import Delivery, Source

pytestmark = pytest.mark.slow


class EchoFormat(NativeFormat):
    """Keeps what it was told of the request; every token is right but "wrong"."""

    name = "echo"
    answer = PushAnswer(b"<Response/>", "text/xml")

    def authenticate(self, request, secret):
        wrong = request.token == "wrong"
        return (Authentication.FAILED if wrong else Authentication.BODY_BOUND), None, "wrong"

    def delivery(self, request):
        return json.dumps(
            [request.method, request.url, request.query, request.token, request.body.decode()]
        ).encode()


@pytest.fixture
def hook(app, tenant):
    """``hook(name, **settings)``: a hook of the format "echo"."""
    app.formats = {**app.formats, "echo": EchoFormat()}

    def add(name="echo-1", **settings):
        with tenant.writes.begin() as session:
            return sources.add_source(session, name, "echo", SourceKind.HOOK, settings)

    return add


def kept(tenant):
    with tenant.reads.begin() as session:
        rows = session.scalars(select(Delivery).order_by(Delivery.id))
        return [json.loads(delivery_payload(session, row)) for row in rows]


def kept_ids(tenant):
    with tenant.reads.begin() as session:
        return session.scalars(select(Delivery.id)).all()


# --- What a format gets and gives ----------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "PATCH", "POST", "PUT"])
def test_the_format_gets_the_request_as_it_came_and_says_what_is_answered(
    visit, tenant, hook, method
):
    hook()
    answer = visit().client.request(
        method, "/hooks/echo-1/s%2Ft?b=%E4%B8%AD&a=1&a=2+3", content="x"
    )
    assert (answer.status_code, answer.text) == (200, "<Response/>")
    assert answer.headers["content-type"].startswith("text/xml")
    address = "http://127.0.0.1:8470/hooks/echo-1/s%2Ft?b=%E4%B8%AD&a=1&a=2+3"
    assert kept(tenant) == [[method, address, "b=%E4%B8%AD&a=1&a=2+3", "s/t", "x"]]


def test_other_methods_are_none_of_hooks(visit, hook):
    hook()
    assert visit().client.request("DELETE", "/hooks/echo-1").status_code == 405


@pytest.mark.parametrize(
    ("of_all", "of_source", "path", "address"),
    [
        ("https://in.example.com", "", "/hooks/echo-1?a=1", "https://in.example.com/hooks/echo-1?a=1"),
        ("https://in.example.com/lt", "", "/hooks/echo-1/t", "https://in.example.com/lt/hooks/echo-1/t"),
        ("https://in.example.com", "https://sms.example.org/in", "/hooks/echo-1?a=1", "https://sms.example.org/in?a=1"),
        ("", "https://sms.example.org/in", "/hooks/echo-1/t%20x?a=1", "https://sms.example.org/in/t%20x?a=1"),
        ("", "https://sms.example.org/in", "/hooks/echo-1%2Ft", "https://sms.example.org/in/t"),
        ("", "https://sms.example.org/in", "/hooks%2Fecho%2D1/s%2Ft", "https://sms.example.org/in/s%2Ft"),
    ],
)  # fmt: skip
def test_the_address_that_was_signed_is_the_public_one(
    visit, app, tenant, hook, of_all, of_source, path, address
):
    app.settings = app.settings.model_copy(update={"public_url": of_all})
    hook(public_url=of_source)
    assert visit().client.post(path).status_code == 200
    assert kept(tenant)[0][1] == address


def test_a_token_in_the_address_reaches_neither_log_nor_counters_nor_answers(visit, hook):
    hook()
    person = visit()
    with capture_logs() as logs:
        texts = [
            person.client.get(path).text
            for path in (
                "/hooks/echo-1/s3cr3t",
                "/hooks/nobody/s3cr3t",
                "/hooks/echo-1/s3cr3t/more",
            )
        ]
        texts.append(person.client.delete("/hooks/echo-1/s3cr3t").text)
    assert {log["route"] for log in logs} == {"/hooks/{source_name}/{token:path}"}
    assert "s3cr3t" not in str(logs)
    assert "s3cr3t" not in person.get("/metrics").text + "".join(texts)


def test_a_wrong_token_is_kept_as_such_and_refused(visit, tenant, hook):
    hook()
    assert visit().client.get("/hooks/echo-1/wrong").status_code == 401
    with tenant.reads.begin() as session:
        (row,) = session.scalars(select(Delivery))
    assert (row.authentication, row.authentication_note) == (Authentication.FAILED, "wrong")


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\x00\xfe", b'{"sign":"\\ud800","ts":"1"}', b"sign=%ED%A0%80&ts=1", b"[" * 9000],
)
def test_no_body_can_make_a_format_fail(visit, app, tenant, body):
    names = sorted(name for name, one in app.formats.items() if isinstance(one, PushFormat))
    person = visit()
    for name in names:
        with tenant.writes.begin() as session:
            sources.add_source(session, name, name, SourceKind.HOOK, {})
        for method in ("GET", "POST"):
            path = f"/hooks/{name}/%ED%A0%80%00?%ED%A0%80=%00"
            status = person.client.request(method, path, content=body).status_code
            assert status in {200, 401}, name
    assert {"smsforwarder", "kannel"} <= set(names)


def test_a_hook_whose_format_is_not_installed_at_the_moment_asks_to_be_sent_it_again(
    visit, app, tenant, hook
):
    hook()
    formats = app.formats
    app.formats = {name: one for name, one in formats.items() if name != "echo"}
    answer = visit().client.post("/hooks/echo-1")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    app.formats = formats
    assert visit().client.post("/hooks/echo-1").status_code == 200


# --- From where, how much, how often ---------------------------------------------------------------


def test_pushes_from_elsewhere_are_refused_and_not_kept(visit, server, app, tenant, hook):
    hook(allow="192.0.2.0/24")
    hook("open")
    person = visit()
    assert person.client.post("/hooks/echo-1").status_code == 403
    assert person.client.post("/hooks/open").status_code == 200
    assert [one[1] for one in kept(tenant)] == ["http://127.0.0.1:8470/hooks/open"]
    from starlette.testclient import TestClient

    near = TestClient(server, client=("192.0.2.9", 5000))
    assert near.post("/hooks/echo-1").status_code == 200
    assert 'outcome="elsewhere"} 1' in person.get("/metrics").text


@pytest.mark.parametrize("streamed", [False, True])
def test_a_source_may_have_another_limit_of_size(visit, tenant, hook, streamed):
    hook("small", max_bytes="100")
    hook("large", max_bytes="1000000")

    def push(name, size):
        pieces = iter([b"x" * (size - 1), b"x"]) if streamed else b"x" * size
        return visit().client.post(f"/hooks/{name}", content=pieces).status_code

    assert [push("small", 100), push("small", 101)] == [200, 413]
    assert [push("large", 1_000_000), push("large", 1_000_001)] == [200, 413]
    assert len(kept(tenant)) == 2


def test_a_source_may_have_a_limit_of_pushes_in_a_minute(visit, tenant, hook):
    hook(per_minute="3")
    hook("free")
    person = visit()
    answers = [person.client.post("/hooks/echo-1", content=str(n)) for n in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 3 + [429] * 2
    assert answers[-1].headers["retry-after"] == "60"
    assert {person.client.post("/hooks/free", content=str(n)).status_code for n in range(5)} == {
        200
    }
    assert len(kept(tenant)) == 8


def test_pushes_without_the_secret_use_up_nothing_of_what_the_gateway_may_send(visit, tenant, hook):
    hook(per_minute="3")
    person = visit()
    wrong = [person.client.post("/hooks/echo-1/wrong", content=str(n)) for n in range(5)]
    assert {answer.status_code for answer in wrong} == {401}
    answers = [person.client.post("/hooks/echo-1", content=str(n)) for n in range(4)]
    assert [answer.status_code for answer in answers] == [200] * 3 + [429]


def test_a_hook_that_is_paused_takes_nothing_from_that_moment_on(visit, tenant, hook):
    hook()
    person = visit()
    assert person.client.post("/hooks/echo-1", content="1").status_code == 200
    with tenant.writes.begin() as session:
        sources.pause_source(session, "echo-1")
    assert person.client.post("/hooks/echo-1", content="2").status_code == 404
    with tenant.writes.begin() as session:
        sources.pause_source(session, "echo-1", resume=True)
    assert person.client.post("/hooks/echo-1", content="3").status_code == 200
    assert [one[-1] for one in kept(tenant)] == ["1", "3"]


# --- Under load ------------------------------------------------------------------------------------


def arrived(tenant, number, name="echo-1"):
    with tenant.reads.begin() as session:
        return Arrived(sources.find_source(session, name).id, b"%d" % number)


def test_pushes_that_come_together_are_one_transaction(app, tenant, hook):
    hook()
    pushes = [arrived(tenant, number) for number in range(50)]
    commits = []
    event.listen(app.engine, "commit", lambda _: commits.append(1))

    async def push():
        keeper = HookKeeper(lambda _: tenant)
        return await asyncio.gather(*(keeper.keep(tenant.merchant_id, one) for one in pushes))

    assert asyncio.run(push()) == [Authentication.LOCAL] * 50
    assert len(commits) == 1
    assert len(kept_ids(tenant)) == 50


def test_the_same_push_and_the_same_signature_twice_in_one_transaction(app, tenant, hook):
    hook()
    source = arrived(tenant, 0).source_id

    def signed(body, key):
        return Arrived(source, body, authentication=Authentication.REPLAYABLE, one_time_key=key)

    pushes = [signed(b"a", "k"), signed(b"a", "k"), signed(b"b", "k"), signed(b"c", "other")]

    async def push():
        keeper = HookKeeper(lambda _: tenant)
        return await asyncio.gather(*(keeper.keep(tenant.merchant_id, one) for one in pushes))

    good, bad = Authentication.REPLAYABLE, Authentication.FAILED
    for _ in range(2):
        assert asyncio.run(push()) == [good, good, bad, good]
    with tenant.reads.begin() as session:
        rows = session.scalars(select(Delivery.authentication).order_by(Delivery.id)).all()
    assert rows == [good, bad, good]


def test_several_processes_that_keep_the_same_push_keep_one(app, tenant, hook):
    hook()
    pushes = [arrived(tenant, number) for number in range(20)]

    async def push():
        keepers = [HookKeeper(lambda _: tenant) for _ in range(4)]
        waits = [one.keep(tenant.merchant_id, push) for push in pushes for one in keepers]
        return await asyncio.gather(*waits)

    assert set(asyncio.run(push())) == {Authentication.LOCAL}
    assert len(kept_ids(tenant)) == 20


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_processes_that_keep_the_same_pushes_in_another_order_do_not_wait_for_each_other(
    app, tenant, hook
):
    hook()
    first, last = sorted((arrived(tenant, number) for number in range(2)), key=lambda one: one.key)
    waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"

    def other():
        with tenant.writes.begin() as session:
            store_deliveries(session, [last, first])

    def is_waiting():
        with app.engine.connect() as connection:
            return connection.exec_driver_sql(waits).scalar()

    with ThreadPoolExecutor() as threads:
        with tenant.writes.begin() as session:
            store_deliveries(session, [first])
            done = threads.submit(other)
            while not is_waiting():
                assert not done.done()
            store_deliveries(session, [last])
        done.result()
    assert len(kept_ids(tenant)) == 2


def test_an_outage_is_told_to_all_who_wait_and_the_next_is_kept(app, tenant, hook):
    hook()
    pushes = [arrived(tenant, number) for number in range(3)]
    out = [True]

    def tenant_of(_):
        if out.pop():
            raise StoreError("the database is away")
        return tenant

    async def push():
        keeper = HookKeeper(tenant_of)
        waits = [keeper.keep(tenant.merchant_id, one) for one in pushes[:2]]
        failed = await asyncio.gather(*waits, return_exceptions=True)
        out.append(False)
        return failed, await keeper.keep(tenant.merchant_id, pushes[2])

    failed, last = asyncio.run(push())
    assert [type(one) for one in failed] == [StoreError, StoreError]
    assert last is Authentication.LOCAL


def test_more_than_can_be_kept_soon_is_refused_at_once(app, tenant, hook):
    hook()
    one = arrived(tenant, 1)

    async def push():
        keeper = HookKeeper(lambda _: tenant)
        waits = [keeper.keep(tenant.merchant_id, one) for _ in range(MOST_WAITING + 3)]
        return await asyncio.gather(*waits, return_exceptions=True)

    answers = asyncio.run(push())
    assert [type(answer) for answer in answers[-3:]] == [TooBusyError] * 3
    assert set(answers[:-3]) == {Authentication.LOCAL}


def test_a_hook_is_looked_up_now_and_then_and_one_that_is_not_there_each_time(app, tenant, hook):
    at = [0.0]
    book = HookBook(app, clock=lambda: at[0])

    def looked_up(name):
        began = []
        listener = lambda *_: began.append(1)  # noqa: E731 - has to be removed again
        event.listen(app.engine, "begin", listener)
        found = asyncio.run(book.find(name))
        event.remove(app.engine, "begin", listener)
        return found is not None, len(began)

    assert [looked_up("echo-1"), looked_up("echo-1")] == [(False, 1), (False, 1)]
    hook()
    assert [looked_up("echo-1"), looked_up("echo-1")] == [(True, 1), (True, 0)]
    at[0] = FRESH_S
    with tenant.writes.begin() as session:
        session.scalars(select(Source)).one().settings = {"max_bytes": "5"}
    assert looked_up("echo-1") == (True, 1)
    assert asyncio.run(book.find("echo-1")).rules.max_bytes == 5


def test_a_busy_server_says_so(app, tenant, hook, visit):
    hook()
    server = create_app(app)

    class Busy:
        async def keep(self, *_):
            raise TooBusyError

    server.state.console.keeper = Busy()
    from starlette.testclient import TestClient

    answer = TestClient(server).post("/hooks/echo-1")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
