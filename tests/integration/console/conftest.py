"""The console of the fixture application, and people who use it."""

import re
import warnings
from collections.abc import Callable, Iterator

import pytest
from console_scene import PASSWORD, add_people, fill
from httpx import Response
from planted_scene import plant

from leaktrace.console.app import create_app

with warnings.catch_warnings():
    # Starlette asks for another HTTP client than the one that is pinned; either does.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient


class Person:
    """Somebody at a browser."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.get = client.get

    def log_in(self, login: str, password: str = PASSWORD) -> Response:
        return self.client.post("/login", data={"login": login, "password": password})

    def csrf(self) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.get("/").text)
        assert found
        return found[1]

    def post(self, path: str, **fields: str | list[str]) -> Response:
        """Send a form of the page, its token included."""
        return self.client.post(path, data={"csrf": self.csrf(), **fields})


Visit = Callable[..., Person]


@pytest.fixture
def server(app):
    """The web application."""
    return create_app(app)


@pytest.fixture
def visit(server) -> Iterator[Visit]:
    """``visit("reviewer")``: a fresh browser, logged in; without a name not logged in."""
    clients = []

    def come(
        login: str = "", *, language: str = "en", base: str = "http://127.0.0.1:8470"
    ) -> Person:
        client = TestClient(
            server, base_url=base, follow_redirects=False, headers={"accept-language": language}
        )
        clients.append(client)
        person = Person(client)
        if login:
            assert person.log_in(login).status_code == 303
        return person

    yield come
    for client in clients:
        client.close()


@pytest.fixture
def people(tenant, fill_once):
    """Accounts "reviewer" and "viewer" of the merchant "demo"."""
    fill_once("people", lambda: add_people(tenant))


@pytest.fixture
def scene(app, tenant, people, fill_once, tmp_path):
    """The small world, attributed."""
    fill_once("console-scene", lambda: fill(app, tenant, tmp_path))


@pytest.fixture
def planted(app, tenant, fill_once):
    """Canaries of a plan, and people."""
    fill_once("console-planted", lambda: plant(app, tenant))
