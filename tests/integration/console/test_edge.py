"""Headers, forgery, sizes, faults, and what reaches the log."""

import asyncio
import re

import pytest
from console_scene import PASSWORD, fill
from sqlalchemy import text
from starlette.requests import Request
from structlog.testing import capture_logs

from leaktrace.console.core import STATIC
from leaktrace.console.edge import Edge

pytestmark = pytest.mark.usefixtures("people")


@pytest.mark.parametrize(
    "path", ["/login", "/", "/nothing", "/healthz", "/api/openapi.json", "/hooks/x"]
)
def test_every_answer_has_the_headers(visit, path):
    headers = visit("viewer").get(path).headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";")
    )
    assert policy == {
        "default-src": "'self'",
        "style-src": "'self'",
        "script-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "form-action": "'self'",
    }
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in headers


def test_files_of_the_design_may_be_kept_and_nothing_is_loaded_from_elsewhere(visit):
    person = visit("viewer")
    assert "max-age" in person.get("/static/console.css").headers["cache-control"]
    assert person.get("/static/../app.py").status_code == 404
    assert not re.findall(r'(?:src|href)="https?:', person.get("/").text)
    assert "url(" not in (STATIC / "console.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("token", [None, "", "guessed"])
def test_a_form_without_the_token_of_the_session_changes_nothing(visit, token):
    person = visit("viewer")
    answer = person.client.post("/logout", data={} if token is None else {"csrf": token})
    assert answer.status_code == 403
    assert person.get("/").status_code == 200


def test_the_token_of_another_session_does_not_serve(visit):
    other, person = visit("viewer"), visit("viewer")
    assert person.client.post("/logout", data={"csrf": other.csrf()}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
def test_a_form_from_elsewhere_is_refused(visit, headers):
    person = visit()
    form = {"login": "viewer", "password": PASSWORD}
    assert person.client.post("/login", data=form, headers=headers).status_code == 403
    assert (
        person.client.post("/language", data={"language": "en"}, headers=headers).status_code == 403
    )


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "same-origin", "origin": "null"}, {"origin": "http://127.0.0.1:8470"}],
)
def test_our_own_form_is_taken(visit, headers):
    form = {"login": "viewer", "password": PASSWORD}
    assert visit().client.post("/login", data=form, headers=headers).status_code == 303


def test_a_get_changes_nothing(visit):
    person = visit("viewer")
    assert person.get("/logout").status_code == 405
    assert person.get("/language").status_code == 405
    assert person.get("/").status_code == 200


def test_a_form_that_is_too_long_is_refused(visit):
    answer = visit().client.post("/login", data={"login": "x" * 70_000})
    assert answer.status_code == 413


def test_a_fault_shows_a_reference_and_no_traceback(visit, app):
    person = visit("viewer")
    with app.engine.begin() as connection:
        connection.execute(text('ALTER TABLE "channel" RENAME TO channel_gone'))
    with capture_logs() as logs:
        answer = person.get("/channels")
    assert answer.status_code == 500
    (fault,) = [entry for entry in logs if entry["event"] == "fault"]
    assert f"Reference: {fault['reference']}" in answer.text
    for word in ("Traceback", "SELECT", "channel_gone", "Error"):
        assert word not in answer.text
    assert "SELECT" not in str(logs)
    assert "inventory_pages.py" in fault["at"]


@pytest.mark.parametrize(
    "path", ["/hooks/%00", "/lines/%00", "/canaries?tag=%00", "/api/v1/cases/%00"]
)
def test_a_character_that_no_database_keeps_is_no_fault_of_ours(visit, path):
    with capture_logs() as logs:
        assert visit("viewer").get(path).status_code < 500
        assert visit().log_in("\x00").status_code < 500
    assert not [entry for entry in logs if entry["event"] == "fault"]


def test_addresses_that_are_none_are_refused_and_no_fault(visit):
    person = visit()
    with capture_logs() as logs:
        assert person.client.post("/login", headers={"origin": "http://["}).status_code == 403
        assert person.get("/login?next=//[").status_code == 200
        done = person.client.post(
            "/login", data={"login": "viewer", "password": PASSWORD, "next": "//["}
        )
        assert (done.status_code, done.headers["location"]) == (303, "/")
    assert not [entry for entry in logs if entry["event"] == "fault"]


def test_whoever_hangs_up_leaves_no_fault_in_the_log(server):
    async def hung_up(_scope, receive, _send):
        await Request({"type": "http"}, receive).body()

    async def receive():
        return {"type": "http.disconnect"}

    async def send(_message):
        raise AssertionError("nobody is there")

    scope = {
        "type": "http", "method": "POST", "path": "/hooks/x", "query_string": b"", "headers": [(b"host", b"x")],
        "scheme": "http", "server": ("x", 80),
    }  # fmt: skip
    with capture_logs() as logs:
        asyncio.run(Edge(hung_up, server.state.console)(scope, receive, send))
    assert [(entry["event"], entry["status"]) for entry in logs] == [("request", 499)]


def test_the_log_has_routes_and_no_addresses_queries_or_bodies(visit):
    with capture_logs() as logs:
        person = visit("viewer")
        person.get("/contacts?kind=secret-query")
        person.get("/no/such/secret-path")
        person.client.post("/hooks/secret-hook", content=b"secret-body")
    assert {entry["route"] for entry in logs} == {
        "/login",
        "/contacts",
        "unknown",
        "/hooks/{source_name}",
    }
    assert "secret" not in str(logs)
    assert PASSWORD not in str(logs)


class TestProbes:
    def test_the_process_is_up_and_ready(self, visit):
        person = visit()
        assert person.get("/healthz").json() == {"ok": True}
        assert person.get("/readyz").json() == {"ok": True, "problem": None}

    def test_a_schema_of_another_revision_is_not_ready(self, visit, app):
        with app.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = 'other'"))
        answer = visit().get("/readyz")
        assert (answer.status_code, answer.json()) == (503, {"ok": False, "problem": "StoreError"})
        assert visit().get("/healthz").status_code == 200
        assert "leaktrace_database_up 0" in visit().get("/metrics").text

    def test_counters_are_prometheus_text_without_names(self, visit):
        person = visit("viewer")
        person.get("/cases/case-of-somebody")
        answer = person.get("/metrics")
        assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
        for line in answer.text.splitlines():
            assert re.fullmatch(
                r'# (HELP|TYPE) .+|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [0-9.e+-]+', line
            ), line
        assert (
            'leaktrace_http_requests_total{method="GET",route="/cases/{case_id}",status="404"} 1'
            in answer.text
        )
        assert 'leaktrace_logins_total{outcome="done"} 1' in answer.text
        assert "somebody" not in answer.text
        assert "viewer" not in answer.text


class TestApi:
    def test_without_a_login_nothing_is_told(self, visit):
        for path in ("/api/v1/cases", "/api/v1/cases/case-1", "/api/v1/contacts"):
            answer = visit().get(path)
            assert answer.status_code == 401
            assert answer.json()["error"] == "Please log in"

    @pytest.mark.usefixtures("scene_only")
    def test_cases_and_contacts_are_the_documents_of_the_contract(self, visit):
        person = visit("viewer")
        (case,) = person.get("/api/v1/cases").json()["cases"]
        assert case["case_id"] == "case-1"
        assert case["informed_contacts"] == 2
        document = person.get("/api/v1/cases/case-1").json()
        assert {
            "verdict",
            "suspect_set",
            "confusable",
            "channels",
            "contacts",
            "p_unlisted",
        } <= document.keys()
        page = person.get("/api/v1/contacts?class=scam&limit=1").json()
        assert page["total"] == 2
        assert page["contacts"][0]["class"] == "scam"
        assert page["contacts"][0]["masked"] is True
        assert person.get("/api/v1/contacts?limit=0").status_code == 400

    def test_the_api_describes_itself_and_has_no_pages(self, visit):
        document = visit().get("/api/openapi.json").json()
        assert set(document["paths"]) == {
            "/api/v1/canaries",
            "/api/v1/cases",
            "/api/v1/cases/{case_id}",
            "/api/v1/contacts",
            "/api/v1/lines",
            "/hooks/{source_name}",
        }
        assert visit().get("/docs").status_code == 404


@pytest.fixture
def scene_only(app, tenant, tmp_path):
    """The small world without its people, who are there already."""
    fill(app, tenant, tmp_path)
