"""Runs the worked example through the public commands only, then starts the console."""

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from leaktrace.cli.demo.files import stamp
from leaktrace.cli.demo.planted import LEAKER, plant, read_given, write_world
from leaktrace.cli.demo.world import make_plan, write_plan
from leaktrace.console.server import listen

__all__ = ["run_demo"]

ZONE = "Asia/Shanghai"
LOGIN = "officer"


def run_demo(*, port: int, serve: bool, seed: int) -> int:
    """Plant, collect, attribute, and show; 0 when every step went well.

    Args:
        port: of the console.
        serve: start the console at the end; without it the home is thrown away at once.
        seed: of the world.

    Raises:
        UsageError: the console could not be started there.
    """
    if serve:
        # Looked at before anything is built: that takes a minute.
        listen("127.0.0.1", port).close()
    home = Path(tempfile.mkdtemp(prefix="leaktrace-demo-"))
    try:
        return _run(home, port=port, serve=serve, seed=seed)
    except subprocess.CalledProcessError as error:
        print(error.stderr or "", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _run(home: Path, *, port: int, serve: bool, seed: int) -> int:
    files = home / "files"
    plan = make_plan(seed, datetime.now(ZoneInfo(ZONE)))
    write_plan(plan, files)
    print(
        "A merchant with two platforms, two ERPs, three couriers, a call centre and a warehouse.\n"
        f"60 canary orders on 40 lines, 10 control lines, 60 days. {LEAKER} leaks; LeakTrace does not know that.\n"
    )
    print("Sixty-one days ago the names and addresses of the canaries are drawn, and sealed:")
    past = plan.start - timedelta(days=1)
    _step(home, "init", "--merchant", "orange-boat", at=past)
    _step(home, "channel", "import", str(files / "channels.csv"), at=past)
    _step(home, "line", "import", str(files / "lines.csv"), at=past)
    _step(home, "exposure", "import", str(files / "canaries.jsonl"), at=past)
    drawn = files / "assignments.jsonl"
    _step(home, "seed", "draw", str(files / "draws.jsonl"), "--out", str(drawn), at=past)
    write_world(plant(plan, read_given(drawn), seed), files)
    print(
        "\nThen each order is placed as it was drawn, and sixty days of calls and messages come in:"
    )
    _step(home, "exposure", "import", str(files / "canaries.jsonl"), str(files / "exposures.jsonl"))
    _step(home, "ingest", str(files / "notes.jsonl"), "--format", "native")
    _step(home, "ingest", str(files / "messages.jsonl"), "--format", "smsforwarder")
    _step(home, "ingest", str(files / "Master.csv"), "--format", "asterisk-cdr", "--zone", ZONE)
    _step(home, "attribute")
    password = secrets.token_urlsafe(12)
    _step(home, "user", "add", LOGIN, "--role", "reviewer", "--password-stdin", stdin=password)
    cases = json.loads(_leaktrace(home, "case", "list", "--json"))
    suspects = ", ".join(cases[0]["suspect_set"]) or "nobody"
    print(f"\nVerdict: {cases[0]['verdict']}, {suspects}. The leak was at {LEAKER}.")
    if not serve:
        return 0
    print(
        f"\nConsole   http://127.0.0.1:{port}/\nLogin     {LOGIN}\nPassword  {password}\n",
        flush=True,
    )
    print("Stop with Ctrl-C; the demo's data is thrown away then.", flush=True)
    command = [
        *_command(home),
        "serve",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--with-worker",
    ]
    # SIGTERM ends the demo as Ctrl-C does: the console stops and the home goes.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with subprocess.Popen(command, env=_environment()) as console:  # noqa: S603 - our own command
        try:
            return console.wait()
        except KeyboardInterrupt:
            console.terminate()
            return 0


def _step(home: Path, *words: str, stdin: str = "", at: datetime | None = None) -> None:
    shown = " ".join(Path(word).name if word.startswith(str(home)) else word for word in words)
    print(f"$ leaktrace {shown}", flush=True)
    print(_leaktrace(home, *words, stdin=stdin, at=at).rstrip(), flush=True)


def _leaktrace(home: Path, *words: str, stdin: str = "", at: datetime | None = None) -> str:
    done: Any = subprocess.run(  # noqa: S603 - our own command
        [*_command(home, at), *words],
        input=stdin,
        capture_output=True,
        text=True,
        check=True,
        env=_environment(),
    )
    return str(done.stdout)


def _command(home: Path, at: datetime | None = None) -> list[str]:
    """The command line; at another time for what the demo has done long ago."""
    program = ["leaktrace"] if at is None else ["leaktrace.cli.demo.clock", stamp(at), "--"]
    return [sys.executable, "-m", *program, "--home", str(home)]


def _environment() -> dict[str, str]:
    """The demo keeps to its own home, whatever the environment says of another."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LEAKTRACE_")}
    return kept | {"PYTHONUTF8": "1"}
