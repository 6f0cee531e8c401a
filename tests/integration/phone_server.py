"""A phone with SmsForwarder's server, on loopback: pages newest first, signs, refuses what is wrongly signed."""

import base64
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import quote


def sign_of(stamp: int, secret: str) -> str:
    mac = hmac.digest(secret.encode(), f"{stamp}\n{secret}".encode(), "sha256")
    return quote(base64.b64encode(mac).decode(), safe="")


@dataclass
class Phone:
    """What lies on the phone, and how its server is set up."""

    secret: str = ""
    messages: list[dict[str, Any]] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    answer: bytes | None = None
    """Answered whatever is asked, if it is set."""
    url: str = ""

    def add_message(self, text: str, at_ms: int, **other: Any) -> None:
        row = {"name": "", "number": "14012345678", "content": text, "date": at_ms, "type": 1}
        self.messages.append(row | {"sim_id": 0, "sub_id": 1} | other)

    def add_call(self, at_ms: int, **other: Any) -> None:
        row = {"name": "", "number": "14012345678", "dateLong": at_ms, "duration": 43, "type": 1}
        self.calls.append(row | {"via_number": "", "sim_id": 0, "sub_id": 1} | other)

    def reply(self, path: str, request: dict[str, Any]) -> tuple[int, bytes]:
        data = request["data"]
        self.asked.append((path, data))
        if self.answer is not None:
            return 200, self.answer
        now = time.time_ns() // 1_000_000
        if self.secret:
            if abs(now - request["timestamp"]) > 600_000:
                return 500, b'{"code":500,"msg":"timestamp"}'
            if request.get("sign") != sign_of(request["timestamp"], self.secret):
                failure = {"timestamp": now, "code": 500, "msg": "签名校验失败"}
                return 500, json.dumps(failure).encode()
        rows, key = {
            "/sms/query": (self.messages, "date"),
            "/call/query": (self.calls, "dateLong"),
        }[path]
        kind = data["type"]
        found = [row for row in rows if not kind or row["type"] == kind]
        found.sort(key=lambda row: row.get(key, 0), reverse=True)
        start = (data["page_num"] - 1) * data["page_size"]
        page = found[start : start + data["page_size"]]
        answer = {"timestamp": now, "code": 200, "msg": "success", "data": page}
        if self.secret:
            answer["sign"] = sign_of(now, self.secret)
        return 200, json.dumps(answer, ensure_ascii=False).encode()


@contextmanager
def serving(phone: Phone) -> Iterator[Phone]:
    """The phone with its server on, under `Phone.url`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            status, answer = phone.reply(self.path, json.loads(body))
            self.send_response(status)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        phone.url = f"http://127.0.0.1:{server.server_address[1]}"
        yield phone
        server.shutdown()
        thread.join()
