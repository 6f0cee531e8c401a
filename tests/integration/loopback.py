"""A gateway on this machine that keeps events until they are fetched, and a format that fetches them."""

import contextlib
import http.client
import json
import sys
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from leaktrace.domain.errors import SourceError
from leaktrace.domain.ports import Pulled
from leaktrace.intake.native import NativeFormat

__all__ = ["ENTRY_POINT", "Gateway", "LoopbackFormat", "gateway_running"]

ENTRY_POINT = "[leaktrace.sources]\nloopback = loopback:LoopbackFormat\n"
PAGE = 5


class LoopbackFormat(NativeFormat):
    """Fetches native records by HTTP, a page at a time; the mark is the number of the last one."""

    name = "loopback"

    def pull(self, settings: Mapping[str, str], secret: str, cursor: str) -> Iterator[Pulled]:
        """What came since; one record of what was given before comes again."""
        with contextlib.closing(self._connection(settings)) as connection:
            while True:
                rows = self._page(connection, secret, max(0, int(cursor or 0) - 1))
                last = rows[-1]["number"] if rows else 0
                if not rows or str(last) == cursor:
                    return
                cursor = str(last)
                yield Pulled(
                    b"".join(json.dumps(row["record"]).encode() + b"\n" for row in rows), cursor
                )

    def _connection(self, settings: Mapping[str, str]) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", int(settings["port"]), timeout=5)

    def _page(self, connection: http.client.HTTPConnection, secret: str, after: int):
        try:
            connection.request(
                "GET", f"/?after={after}", headers={"Authorization": f"Bearer {secret}"}
            )
            answer = connection.getresponse()
            body = answer.read()
        except OSError as error:
            raise SourceError(
                f"the gateway cannot be reached ({type(error).__name__}) with {secret}",
                remedy="See whether it runs",
            ) from None
        if answer.status != 200:
            raise SourceError(
                f"the gateway answers {answer.status}", remedy="See whether the secret is right"
            )
        return json.loads(body)


class Gateway:
    """What the server has, and how it behaves."""

    def __init__(self) -> None:
        self.records: list[dict[str, object]] = []
        self.secret = "open sesame"
        self.served = 0
        self.silent_from = sys.maxsize
        """The request from which on it says nothing until `resumed`."""
        self.resumed = threading.Event()
        self.ready = threading.Event()
        self.ready.set()
        self.port = 0

    def add(self, *records: dict[str, object]) -> None:
        self.records.extend(records)

    def page(self, after: int) -> list[dict[str, object]]:
        return [
            {"number": number, "record": record}
            for number, record in enumerate(self.records, start=1)
            if number > after
        ][:PAGE]


@contextlib.contextmanager
def gateway_running(gateway: Gateway) -> Iterator[Gateway]:
    """Serve it on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            gateway.served += 1
            gateway.ready.wait(20)
            if gateway.served >= gateway.silent_from:
                gateway.resumed.wait(20)
            allowed = self.headers["Authorization"] == f"Bearer {gateway.secret}"
            after = int(parse_qs(urlsplit(self.path).query)["after"][0])
            body = json.dumps(gateway.page(after)).encode() if allowed else b"no"
            self.send_response(200 if allowed else 401)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Whoever fetched was killed."""

    server = Server(("127.0.0.1", gateway.port), Handler)
    server.daemon_threads = True
    gateway.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
