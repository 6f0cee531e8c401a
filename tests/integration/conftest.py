"""Running the command as a user does, in this process."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from loopback import ENTRY_POINT, Gateway, gateway_running

from leaktrace.cli.main import main


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.out)


Command = Callable[..., Done]


@pytest.fixture
def leaktrace(capsys) -> Command:
    """``leaktrace(*words)``: run a command; its exit status and output."""

    def run(*words: object) -> Done:
        with pytest.raises(SystemExit) as stop:
            main([str(word) for word in words])
        captured = capsys.readouterr()
        return Done(int(stop.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture
def demo(leaktrace, app) -> Command:
    """The same with home and database of the fixture `app`, whose merchant is "demo"."""
    app.engine.dispose()

    def run(*words: object) -> Done:
        return leaktrace(*words, "--home", app.settings.home, "--database", app.settings.database)

    return run


@pytest.fixture
def planted(demo, worlds, fill_once) -> Callable[[str], Path]:
    """Imports channels, lines and exposures of a world; its folder."""

    def plant(name: str) -> Path:
        fill_once(name, lambda: import_all(worlds / name))
        return worlds / name

    def import_all(world: Path) -> None:
        for words in (
            ("channel", "import", world / "channels.csv"),
            ("line", "import", world / "lines.csv"),
            ("exposure", "import", world / "canaries.jsonl", world / "exposures.jsonl"),
        ):
            done = demo(*words)
            assert (done.status, done.err) == (0, "")

    return plant


@pytest.fixture
def world_filled(demo, worlds, planted, fill_once) -> Callable[[str], Path]:
    """Imports all of a world, its contacts too; its folder."""

    def fill(name: str) -> Path:
        fill_once(f"{name}-with-contacts", lambda: ingest_all(planted(name)))
        return worlds / name

    def ingest_all(world: Path) -> None:
        assert demo("ingest", world / "contacts.jsonl", "--format", "native").status == 0

    return fill


@pytest.fixture
def loopback_format(tmp_path, monkeypatch) -> None:
    """The format "loopback", entered as another package would enter it."""
    entered = tmp_path / "plugins" / "loopback-1.0.dist-info"
    entered.mkdir(parents=True)
    (entered / "METADATA").write_text("Metadata-Version: 2.1\nName: loopback\nVersion: 1.0\n")
    (entered / "entry_points.txt").write_text(ENTRY_POINT)
    monkeypatch.syspath_prepend(entered.parent)


@pytest.fixture
def gateway(loopback_format) -> Iterator[Gateway]:
    """A gateway that runs on this machine, and the format to fetch from it."""
    with gateway_running(Gateway()) as made:
        yield made
