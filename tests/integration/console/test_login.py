"""Who gets in, how long, and what happens to those who do not."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from console_scene import PASSWORD
from sqlalchemy import select

from leaktrace.console.limits import Window
from leaktrace.services import accounts
from leaktrace.storage.models import Event

pytestmark = pytest.mark.usefixtures("people")


def test_a_login_opens_the_console_and_a_logout_closes_it_on_the_server(visit):
    person = visit()
    assert person.get("/").headers["location"] == "/login"
    answer = person.log_in("reviewer")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert person.get("/").status_code == 200
    token = person.client.cookies["leaktrace"]
    assert person.post("/logout").headers["location"] == "/login"
    person.client.cookies.set("leaktrace", token, domain="127.0.0.1")
    assert person.get("/").status_code == 303


def test_the_cookie_on_https_is_bound_to_the_host_and_never_seen_by_scripts(visit):
    answer = visit(base="https://console.example").log_in("reviewer")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-leaktrace=")
    for attribute in ("HttpOnly", "Secure", "SameSite=strict", "Path=/"):
        assert attribute in cookie
    assert "Domain" not in cookie
    assert "max-age" in answer.headers["strict-transport-security"]


def test_the_cookie_on_this_machine_is_the_same_but_for_secure(visit):
    cookie = visit().log_in("reviewer").headers["set-cookie"]
    assert cookie.startswith("leaktrace=")
    assert "HttpOnly" in cookie
    assert "Secure" not in cookie


def test_a_password_is_not_taken_over_an_unprotected_network(visit):
    answer = visit(base="http://console.example").log_in("reviewer")
    assert answer.status_code == 403
    assert "https" in answer.text
    assert "set-cookie" not in answer.headers


def test_a_wrong_password_an_unknown_login_and_a_locked_account_get_one_answer(visit):
    person = visit()
    unknown = person.log_in("nobody")
    wrong = [person.log_in("viewer", "wrong password") for _ in range(5)]
    locked = person.log_in("viewer")
    texts = {answer.text.replace("nobody", "viewer") for answer in (unknown, *wrong, locked)}
    assert len(texts) == 1
    assert {answer.status_code for answer in (unknown, *wrong, locked)} == {401}


def test_a_locked_account_opens_again(visit):
    with time_machine.travel(datetime.now(UTC), tick=True) as clock:
        person = visit()
        for _ in range(5):
            person.log_in("viewer", "wrong password")
        assert person.log_in("viewer").status_code == 401
        clock.shift(timedelta(minutes=5, seconds=1))
        assert person.log_in("viewer").status_code == 303


def test_an_idle_session_ends(visit):
    with time_machine.travel(datetime.now(UTC), tick=True) as clock:
        person = visit("viewer")
        clock.shift(timedelta(minutes=29))
        assert person.get("/").status_code == 200
        clock.shift(timedelta(minutes=31))
        assert person.get("/").status_code == 303


def test_a_disabled_account_is_out_at_once(visit, tenant):
    person = visit("viewer")
    with tenant.writes.begin() as session:
        accounts.disable_user(session, "viewer")
    assert person.get("/").status_code == 303
    assert person.log_in("viewer").status_code == 401


def test_an_address_gets_a_share_of_attempts_and_no_more(visit):
    person = visit()
    answers = [person.log_in(f"guess-{number}").status_code for number in range(31)]
    assert answers == [401] * 30 + [429]
    assert person.log_in("reviewer").status_code == 429


def test_a_window_slides():
    at = [0.0]
    window = Window(2, 10, lambda: at[0])
    assert [window.take("a"), window.take("a"), window.take("a"), window.take("b")] == [
        True,
        True,
        False,
        True,
    ]
    at[0] = 10.0
    assert window.take("a")


@pytest.mark.parametrize(
    "evil", ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "/a\r\nb"]
)
def test_the_way_on_stays_within_the_console(visit, evil):
    answer = visit().client.post(
        "/login", data={"login": "viewer", "password": PASSWORD, "next": evil}
    )
    assert answer.headers["location"] == "/"


def test_the_way_on_leads_back_to_the_page_that_was_asked_for(visit):
    person = visit()
    assert person.get("/cases/case-1").headers["location"] == "/login?next=/cases/case-1"
    answer = person.client.post(
        "/login", data={"login": "viewer", "password": PASSWORD, "next": "/cases/case-1"}
    )
    assert answer.headers["location"] == "/cases/case-1"


def test_attempts_are_recorded_without_passwords(visit, tenant):
    person = visit()
    person.log_in("viewer", "not the password")
    person.log_in("viewer")
    with tenant.reads.begin() as session:
        events = session.scalars(select(Event).where(Event.action.like("login%"))).all()
    assert [(event.action, event.actor) for event in events] == [
        ("login.fail", "user:viewer"),
        ("login", "user:viewer"),
    ]
    assert "not the password" not in str([event.data for event in events])
