"""What comes over the wire and is no ordinary request: slow, cut, endless, twice as long as it says, packed."""

import gzip
import socket
import threading

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from leaktrace.console.server import listen, make_server
from leaktrace.domain.source import SourceKind
from leaktrace.services import sources
from leaktrace.services.deliveries import delivery_payload
from leaktrace.services.streams import Intake, catch_up
from leaktrace.storage.models import Delivery, Quarantine

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SHORT_S = 0.3


@pytest.fixture
def secret(tenant):
    """That of the hook "phones"."""
    with tenant.writes.begin() as session:
        return sources.add_source(
            session, "phones", "smsforwarder", SourceKind.HOOK, {"zone": "Asia/Shanghai"}
        )


@pytest.fixture
def serving(app):
    """``serving(proxies="", patience_s=30)``: a console on a port of this machine; a function that connects."""
    servers = []

    def serve(*, proxies="", patience_s=30.0):
        app.settings = app.settings.model_copy(update={"proxies": proxies})
        server, listener = make_server(app), listen("127.0.0.1", 0)
        server.config.app.state.console.patience_s = patience_s
        server.config.timeout_keep_alive = min(server.config.timeout_keep_alive, patience_s)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        servers.append((server, thread, listener))
        return lambda: socket.create_connection(listener.getsockname(), timeout=20)

    yield serve
    for server, thread, listener in servers:
        server.should_exit = True
        thread.join()
        listener.close()


def head(secret="", path="/hooks/phones", **headers):
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    shown = [f"X-LT-Token: {secret}"] if secret else []
    return "\r\n".join(
        [f"POST {path} HTTP/1.1", "Host: in.example.com", *shown, *lines, "", ""]
    ).encode()


def until_closed(connection):
    """All that comes until the other side closes."""
    pieces = []
    while piece := connection.recv(65536):
        pieces.append(piece)
    return b"".join(pieces)


def until(connection, words):
    """Whether words come before the other side closes; nothing else is read."""
    told = b""
    while words not in told and (piece := connection.recv(1)):
        told += piece
    return words in told


def asked(connect, *pieces):
    """The status of the first answer to what was sent."""
    with connect() as connection:
        for piece in pieces:
            connection.sendall(piece)
        return int(connection.recv(65536).split()[1])


def payloads(tenant):
    with tenant.reads.begin() as session:
        rows = session.scalars(select(Delivery).order_by(Delivery.id))
        return [delivery_payload(session, row) for row in rows]


# --- Slow ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "first",
    [b"", b"POST /hooks/phones HTTP/1.1\r\nHost: in.exa", b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\nGET /he"],
    ids=["silent", "in the head", "in the second head"],
)  # fmt: skip
def test_a_connection_that_ends_no_head_is_closed(serving, first):
    with serving(patience_s=SHORT_S)() as connection:
        connection.sendall(first)
        told = until_closed(connection)
    assert (b"200 OK" in told) == (b"healthz" in first)


@pytest.mark.parametrize("length", [{"Content_Length": 9}, {"Transfer_Encoding": "chunked"}])
def test_a_body_that_does_not_end_is_refused_and_the_connection_closed(
    serving, tenant, secret, length
):
    with serving(patience_s=SHORT_S)() as connection:
        connection.sendall(
            head(secret, **length) + b"2\r\n{}\r\n"[: 1 if "Content_Length" in length else 9]
        )
        told = until_closed(connection)
    assert told.split()[1] == b"408"
    assert payloads(tenant) == []


def test_the_rest_of_a_body_that_was_refused_is_not_waited_for(serving, secret):
    with serving(patience_s=SHORT_S)() as connection:
        connection.sendall(head(secret, path="/hooks/nobody", Content_Length=900_000) + b"x")
        assert until(connection, b"no such hook")
        connection.sendall(b"x")
        assert until_closed(connection) == b'"}'


def test_whoever_keeps_pace_is_served_however_often(serving, tenant, secret):
    with serving(patience_s=20)() as connection:
        for number in range(3):
            body = b'{"n":%d}' % number
            connection.sendall(head(secret, Content_Length=len(body)))
            connection.sendall(body)
            assert until(connection, b'{"ok":true}')
    assert len(payloads(tenant)) == 3


def test_a_head_without_end_is_refused(serving, secret):
    with serving()() as connection:
        try:
            connection.sendall(b"POST /hooks/phones HTTP/1.1\r\nX-A: " + b"a" * 500_000)
            told = until_closed(connection)
        except ConnectionError:
            told = b""
    assert b" 200 " not in told


# --- Cut, contradicting, packed --------------------------------------------------------------------


def test_a_body_that_is_cut_is_not_kept(serving, tenant, secret):
    connect = serving()
    with connect() as connection:
        connection.sendall(head(secret, Content_Length=20) + b'{"n":1}')
        connection.shutdown(socket.SHUT_WR)
        until_closed(connection)
    assert payloads(tenant) == []


def test_what_follows_a_body_is_no_part_of_it(serving, tenant, secret):
    assert asked(serving(), head(secret, Content_Length=7) + b'{"n":1}{"n":2}') in {200, 400}
    assert payloads(tenant) in ([b'{"n":1}'], [])


def test_a_chunked_body_is_kept_as_one(serving, tenant, secret):
    pieces = (b'3\r\n{"n\r\n', b'4\r\n":1}\r\n', b"0\r\n\r\n")
    assert asked(serving(), head(secret, Transfer_Encoding="chunked"), *pieces) == 200
    assert payloads(tenant) == [b'{"n":1}']


@pytest.mark.parametrize(
    "length", ["-1", "1e3", "7, 8", "9" * 5000, "٧".encode().decode("latin-1")]
)
def test_a_length_that_is_none_is_refused(serving, tenant, secret, length):
    assert asked(serving(), head(secret, Content_Length=length) + b'{"n":1}') in {400, 413}
    assert payloads(tenant) == []


def test_a_length_beside_chunks_hides_no_second_request(serving, tenant, secret):
    hidden = head(secret, Content_Length=7) + b'{"n":2}'
    both = head(secret, Content_Length=len(hidden) + 5, Transfer_Encoding="chunked")
    with serving()() as connection:
        connection.sendall(both + b"0\r\n\r\n" + hidden)
        told = until_closed(connection)
    assert (told.split()[1], told.count(b"HTTP/1.1")) == (b"400", 1)
    assert payloads(tenant) == []


def test_a_packed_body_is_kept_as_it_came_and_not_unpacked(serving, app, tenant, secret):
    packed = gzip.compress(b"x" * 10_000_000)
    wire = head(secret, Content_Encoding="gzip", Content_Length=len(packed)) + packed
    assert asked(serving(), wire) == 200
    (kept,) = payloads(tenant)
    assert len(kept) < 2 * len(packed)
    catch_up(Intake(tenant.writes, app.formats, app.zone))
    with tenant.reads.begin() as session:
        assert len(session.scalars(select(Quarantine)).all()) == 1


def test_a_secret_in_a_query_serves_for_nothing_and_reaches_no_log(serving, tenant, secret):
    with capture_logs() as logs:
        connect = serving()
        assert asked(connect, head(path=f"/hooks/phones?token={secret}", Content_Length=0)) == 401
        assert (
            asked(connect, head(path=f"/hooks/phones?X-LT-Token={secret}", Content_Length=0)) == 401
        )
    assert logs
    assert secret not in str(logs)


# --- From where ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proxies", "told", "status"),
    [
        ("", "192.0.2.9", 403),
        ("198.51.100.1", "192.0.2.9", 403),
        ("127.0.0.1", "192.0.2.9", 401),
        ("127.0.0.0/8", "203.0.113.5, 192.0.2.9", 401),
        ("127.0.0.1", "192.0.2.9, 203.0.113.5", 403),
        ("127.0.0.1", "nonsense", 403),
    ],
)
def test_a_header_says_where_a_push_comes_from_only_where_a_proxy_was_named(
    serving, tenant, monkeypatch, proxies, told, status
):
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    with tenant.writes.begin() as session:
        sources.add_source(
            session, "near", "smsforwarder", SourceKind.HOOK, {"allow": "192.0.2.0/24"}
        )
    wire = head(path="/hooks/near", X_Forwarded_For=told, Content_Length=0)
    assert asked(serving(proxies=proxies), wire) == status
    assert len(payloads(tenant)) == (status == 401)


def test_a_scheme_is_believed_from_a_proxy_only(serving, tenant):
    wire = head(path="/login", X_Forwarded_Proto="https", Content_Length=0)
    assert asked(serving(), wire) == 403
    assert asked(serving(proxies="127.0.0.1"), wire) == 401
