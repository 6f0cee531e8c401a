"""Fixtures that all tests share: databases of both engines, an application, a browser, data."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import structlog
from compiled_once import CompiledOnce
from hypothesis import settings
from kept import Filling, Kept, PostgresCopies, SqliteCopies
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from postgres_server import PostgresServer
from sqlalchemy import create_engine

from leaktrace import bootstrap
from leaktrace.crypto.kek import KekStore
from leaktrace.services import merchants
from leaktrace.settings import Settings
from leaktrace.storage import engine as engines
from leaktrace.storage import migrate
from leaktrace.storage.engine import make_engine

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
# The data sets may not be handed on: their tests are there only where the data is.
collect_ignore_glob = [] if SHARED.exists() else ["*/test_public_*.py"]
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

SLOW = {
    "test_acceptance.py",
    "test_attribution_calibration.py",
    "test_bench.py",
    "test_cases.py",
    "test_docs.py",
    "test_edge.py",
    "test_hooks.py",
    "test_hooks_of_phones.py",
    "test_login.py",
    "test_pages.py",
    "test_rotation.py",
}
"""Files of many seconds; single tests are marked where they stand."""

PUBLIC_FILE = "public file"

settings.register_profile("normal", max_examples=200, deadline=None)
settings.register_profile("fast", max_examples=30, deadline=None)
settings.register_profile("nightly", max_examples=10_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "normal"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Who uses a server or a browser, or takes long, is marked so."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "chromium" in names:
            item.add_marker(pytest.mark.browser)
        if "postgres_url" in names:
            item.add_marker(pytest.mark.postgres)
        if item.path.name in SLOW:
            item.add_marker(pytest.mark.slow)


def pytest_terminal_summary(terminalreporter):
    """What came of each public file is printed, whichever process took it in."""
    told = [
        words
        for report in terminalreporter.getreports("passed")
        for name, words in report.user_properties
        if name == PUBLIC_FILE
    ]
    if told:
        terminalreporter.section("public files")
        for words in sorted(told):
            terminalreporter.line(words)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch):
    for name in [name for name in os.environ if name.startswith("LEAKTRACE_")]:
        monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _logs_as_they_were():
    """A command that set up its logs wrote to the stderr of its test, which is closed after it."""
    yield
    structlog.reset_defaults()


# --- Databases ---------------------------------------------------------------------------------


def _upgrade(url: str) -> None:
    engine = make_engine(url)
    migrate.upgrade(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory) -> Iterator[PostgresServer]:
    """A real PostgreSQL, one a test process, started when first needed."""
    # Not in pytest's own folder, which only its owner may enter: as root the server is another user.
    base = Path(tempfile.mkdtemp(prefix="leaktrace-pg-"))
    base.chmod(0o755)
    server = PostgresServer(base, tmp_path_factory.getbasetemp().parent / "postgres.lock")
    yield server
    server.close()
    shutil.rmtree(base)


@pytest.fixture
def postgres_url(postgres_server) -> Iterator[str]:
    """A fresh, empty PostgreSQL database."""
    url = postgres_server.create()
    yield url
    postgres_server.drop(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request, tmp_path) -> str:
    """A fresh, empty database of either engine."""
    if request.param == "postgres":
        return request.getfixturevalue("postgres_url")
    (tmp_path / "home").mkdir()
    return f"sqlite:///{tmp_path / 'home' / 'leaktrace.db'}"


@pytest.fixture(scope="session")
def _kept() -> Kept:
    return Kept()


@pytest.fixture
def filling_of(request, _kept, tmp_path_factory) -> Callable[[str], Filling]:
    """``filling_of(url)``: an empty database, and the steps that can be copied into it."""

    def make(url: str) -> Filling:
        kind = SqliteCopies if url.startswith("sqlite") else PostgresCopies
        if kind not in _kept.copies:
            _kept.copies[kind] = (
                SqliteCopies(tmp_path_factory.mktemp("kept"))
                if kind is SqliteCopies
                else PostgresCopies(request.getfixturevalue("postgres_server"))
            )
        return Filling(_kept, _kept.copies[kind], url)

    return make


@pytest.fixture
def migrate_quickly(filling_of) -> Callable[[str], None]:
    """Puts the newest schema into an empty database by copying one that was migrated before."""
    return lambda url: filling_of(url).once("migrated", lambda: _upgrade(url))


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    """All engines of the process share what was compiled for one of them."""
    shared = {"compiled_cache": CompiledOnce()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "create_engine", partial(create_engine, execution_options=shared))
        yield


# --- The application ---------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _keys(tmp_path_factory) -> Path:
    """The keys of all databases of this process: what one test filled another can open."""
    keys = Settings(home=tmp_path_factory.mktemp("with-keys")).keys
    KekStore(keys).create()
    return keys


@pytest.fixture
def _app_and_filling(database_url, filling_of, _keys, tmp_path):
    settings = Settings(home=tmp_path / "home", database_url=database_url)
    shutil.copytree(_keys, settings.keys)
    filling = filling_of(database_url)
    filling.once("migrated", lambda: _upgrade(database_url))
    made = bootstrap.build(settings)

    def initialise() -> None:
        with made.writes.begin() as session:
            merchants.initialise(session, "demo")
        made.engine.dispose()

    filling.once("initialised", initialise)
    yield made, filling
    made.close()


@pytest.fixture
def app(_app_and_filling) -> bootstrap.App:
    """An application on either engine, with the keys and the merchant "demo"."""
    return _app_and_filling[0]


@pytest.fixture
def fill_once(_app_and_filling) -> Callable[[str, Callable[[], object]], None]:
    """``fill_once(name, fill)``: what `fill` does to the database of `app` is done once a process, then copied."""
    app, filling = _app_and_filling

    def once(name: str, fill: Callable[[], object]) -> None:
        def fill_and_let_go() -> None:
            fill()
            app.engine.dispose()

        app.engine.dispose()
        filling.once(name, fill_and_let_go)

    return once


@pytest.fixture
def tenant(app) -> bootstrap.Tenant:
    """The view of the merchant "demo"."""
    return app.tenant()


# --- Data --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def worlds() -> Path:
    """The folders of simulated worlds with a known leaker."""
    return ROOT / "tests" / "data" / "worlds"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Public data sets beside the checkout. Whoever has `shared` at all has to have them."""
    assert (SHARED / "data").is_dir(), "'shared' is there without 'data'"
    return SHARED / "data"


@pytest.fixture
def print_counts(record_property) -> Callable[..., None]:
    """Have printed at the end, and written to the reports of the run, what came of a public file."""

    def print_them(name: str, **counts: int) -> None:
        told = ", ".join(f"{count:,} {what}" for what, count in counts.items())
        record_property(PUBLIC_FILE, f"{name}: {told}")

    return print_them


# --- A browser ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def _browser() -> Iterator[Browser]:
    # Not for the session: while it runs, its event loop counts as running in this thread.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def chromium(request) -> Iterator[BrowserContext]:
    """A fresh context of a real chromium; its locale by ``@pytest.mark.parametrize(..., indirect=True)``."""
    browser = request.getfixturevalue("_browser")
    context = browser.new_context(locale=getattr(request, "param", "zh-CN"))
    yield context
    context.close()
