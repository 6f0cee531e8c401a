"""How many pushes are kept in a second, and how long each waits, beside the same server keeping nothing."""

import asyncio
import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tables
from children import now_mib
from databases import databases, engines_of, open_app
from fastapi import Request
from fastapi.responses import JSONResponse

from leaktrace.cli.running import set_up_logs
from leaktrace.console.server import listen, make_server
from leaktrace.domain.source import SourceKind
from leaktrace.services.sources import add_source

HOOK, BASELINE = "/hooks/bench", "/bench"
BODY = json.dumps(
    {
        "from": "+8614000001234",
        "text": "您的包裹已到驿站，取件码 %06d",
        "sim": "SIM1_+8614000000001",
    },
    ensure_ascii=False,
)


def run(rate: int, seconds: int, connections: int, engine: str, *, as_json: bool) -> None:
    """Measure and print."""
    found = {name: _engine(name, rate, seconds, connections) for name in engines_of(engine)}
    shown = [
        tables.table(
            f"hooks, {name}: {one['pushes']:,} pushes",
            ("what", "req/s", "p50 ms", "p99 ms", "longest ms", "cpu ms each", "not 200"),
            [
                (label, *(one[key][figure] for figure in FIGURES))
                for label, key in (
                    (f"kept, {rate} a second", "kept"),
                    ("kept, as many as go", "kept_most"),
                    ("nothing kept, as many as go", "baseline"),
                )
            ],
        )
        + f"\nresident memory: {one['memory_mib'][0]:.0f} MiB before, {one['memory_mib'][1]:.0f} MiB after"
        for name, one in found.items()
    ]
    tables.show({"benchmark": "hooks", "rate": rate, "engines": found}, shown, as_json=as_json)


FIGURES = ("requests_per_s", "p50_ms", "p99_ms", "longest_ms", "cpu_ms", "failed")


def child(*, home: str, url: str) -> dict[str, Any]:
    """Serve until stdin is closed. Tells port and secret in a first line."""
    set_up_logs()
    app = open_app(home, url)
    with app.tenant().writes.begin() as session:
        secret = add_source(session, "bench", "smsforwarder", SourceKind.HOOK, {})
    server = make_server(app)

    async def nothing(request: Request) -> JSONResponse:
        await request.body()
        return JSONResponse({"ok": True})

    console: Any = server.config.app
    console.add_api_route(BASELINE, nothing, methods=["POST"])
    with listen("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        print(json.dumps({"port": listener.getsockname()[1], "secret": secret}), flush=True)
        for _ in sys.stdin:
            print(json.dumps([now_mib(), time.process_time()]), flush=True)
        server.should_exit = True
        thread.join()
    app.close()
    return {}


def _engine(name: str, rate: int, seconds: int, connections: int) -> dict[str, Any]:
    with databases(name) as fresh:
        server = subprocess.Popen(
            [sys.executable, str(Path(__file__).parent / "__main__.py"), "_child", "hooks"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            server.stdin.write(json.dumps(fresh()) + "\n")
            server.stdin.flush()
            told = json.loads(server.stdout.readline())
            load = _Load(told["port"], told["secret"], connections)
            load.drive(HOOK, 50, 0)
            pushes, before = rate * seconds, _spent(server)
            memory, found = [before[0]], {}
            for what, path, at in (
                ("kept", HOOK, rate),
                ("kept_most", HOOK, 0),
                ("baseline", BASELINE, 0),
            ):
                found[what] = load.drive(path, pushes, at)
                after = _spent(server)
                found[what]["cpu_ms"] = 1000 * (after[1] - before[1]) / pushes
                before = after
            memory.append(before[0])
            return {"pushes": 2 * pushes, "memory_mib": memory, **found}
        finally:
            server.stdin.close()
            server.wait(30)


def _spent(server: "subprocess.Popen[str]") -> tuple[float, float]:
    """Resident memory in MiB and seconds of the processor of the server so far."""
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write("\n")
    server.stdin.flush()
    memory, seconds = json.loads(server.stdout.readline())
    return memory, seconds


class _Load:
    """Pushes over a fixed number of connections that stay open."""

    def __init__(self, port: int, secret: str, connections: int) -> None:
        self._port, self._secret, self._connections = port, secret, connections
        self._number = 0

    def drive(self, path: str, pushes: int, rate: int) -> dict[str, float]:
        """So many pushes, evenly at that rate, or each as soon as a connection is free."""
        return asyncio.run(self._drive(path, pushes, rate))

    async def _drive(self, path: str, pushes: int, rate: int) -> dict[str, float]:
        began = time.perf_counter()
        # Due times and not sending times: a push that had to wait for a connection was late too.
        due = iter([began + number / rate if rate else 0.0 for number in range(pushes)])
        waits: list[float] = []
        failed = 0

        async def one_after_the_other() -> None:
            nonlocal failed
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            for at in due:
                if rate:
                    await asyncio.sleep(max(0.0, at - time.perf_counter()))
                sent = at or time.perf_counter()
                writer.write(self._request(path))
                status = await _answer(reader)
                waits.append(time.perf_counter() - sent)
                failed += status != 200
            writer.close()

        await asyncio.gather(*(one_after_the_other() for _ in range(self._connections)))
        return _figures(waits, failed, time.perf_counter() - began)

    def _request(self, path: str) -> bytes:
        self._number += 1
        body = (BODY % self._number).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-LT-Token: {self._secret}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


async def _answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
    await reader.readexactly(length)
    return int(head.split(b" ", 2)[1])


def _figures(waits: Sequence[float], failed: int, seconds: float) -> dict[str, float]:
    cuts = statistics.quantiles(waits, n=100, method="inclusive")
    return {
        "requests_per_s": len(waits) / seconds,
        "p50_ms": 1000 * statistics.median(waits),
        "p99_ms": 1000 * cuts[98],
        "longest_ms": 1000 * max(waits),
        "failed": failed,
    }
