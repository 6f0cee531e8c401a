"""Who may post as SmsForwarder: the sign, which does not cover the body, and tokens."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, quote_plus

import pytest
from smsforwarder_posts import (
    CALLER,
    CONTENT,
    LEFT_OUT,
    SMS,
    SMSF,
    body,
    form,
    request,
)

from leaktrace.domain.ports import Authentication, PushRequest

# The vector of the reference.
SECRET = "LT-secret-01"
STAMP = "1764150000123"
ENCODED = "kt1hZ7xHnMoz1W2RErGiobIai%2FgG1uYzJkX7EGZySGk%3D"
SENT = datetime.fromtimestamp(1764150000.123, UTC)


def signed(secret: str, stamp: str) -> str:
    mac = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256)
    return quote(base64.b64encode(mac.digest()).decode(), safe="")


def test_the_tests_sign_as_the_app_does():
    assert signed(SECRET, STAMP) == ENCODED


@pytest.mark.parametrize(
    "data",
    [
        body(ts=STAMP, sign=ENCODED),
        body(ts=int(STAMP), sign=ENCODED),
        body(ts=LEFT_OUT, timestamp=STAMP, sign="kt1hZ7xHnMoz1W2RErGiobIai/gG1uYzJkX7EGZySGk="),
        form(**{"from": CALLER, "content": CONTENT, "timestamp": STAMP, "sign": ENCODED}),
        f"from=1&content=x&timestamp={STAMP}&sign={quote_plus(ENCODED)}\n".encode(),
        f"from=1&content=x&timestamp={STAMP}&sign={ENCODED}".encode(),
    ],
)
def test_the_vector_of_the_reference_authenticates_in_every_body(data: bytes):
    level, once, reason = SMSF.authenticate(request(data, SENT), SECRET)
    assert level is Authentication.REPLAYABLE
    assert once == f"{STAMP}:kt1hZ7xHnMoz1W2RErGiobIai/gG1uYzJkX7EGZySGk="
    assert not reason


def test_a_sign_in_the_address_is_encoded_twice_and_authenticates():
    query = f"from=1&content=x&timestamp={STAMP}&sign={quote_plus(ENCODED)}"
    get = PushRequest(b"", {}, SENT, "GET", query=query)
    assert SMSF.authenticate(get, SECRET)[0] is Authentication.REPLAYABLE


def test_the_sign_is_as_the_app_sends_it_in_the_default_form():
    assert b"%252FgG1" in form(sign=ENCODED)
    assert form(sign=ENCODED).endswith(b"%253D")


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_sign_is_good_for_an_hour(hours: int):
    data = body(ts=STAMP, sign=ENCODED)
    limit = SENT + timedelta(hours=hours)
    assert SMSF.authenticate(request(data, limit), SECRET)[0] is Authentication.REPLAYABLE
    level, once, reason = SMSF.authenticate(request(data, limit + timedelta(seconds=hours)), SECRET)
    assert (level, once) == (Authentication.FAILED, None)
    assert "hour" in reason


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"{",
        body(ts=STAMP),
        body(ts="", sign=ENCODED),
        body(ts="soon", sign=ENCODED),
        body(ts="1764150000124", sign=ENCODED),
        body(ts=STAMP, sign=ENCODED[:-4]),
        body(ts=STAMP, sign=signed("another", STAMP)),
        body(ts=STAMP, sign="签名"),
        body(ts=STAMP, sign="%ff" * 60),
        json.dumps(SMS | {"ts": STAMP, "sign": "\ud800"}).encode(),
    ],
)
def test_a_wrong_or_missing_sign_fails_with_a_reason(data: bytes):
    level, once, reason = SMSF.authenticate(request(data, SENT), SECRET)
    assert (level, once) == (Authentication.FAILED, None)
    assert reason


def test_a_static_header_authenticates_as_static():
    for headers in ({"authorization": f"Bearer {SECRET}"}, {"x_lt_token": SECRET}):
        assert SMSF.authenticate(request(b"x", **headers), SECRET) == (
            Authentication.STATIC,
            None,
            "",
        )


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": SECRET},
        {"authorization": f"bearer {SECRET}x"},
        {"x_lt_token": ""},
        {"x_lt_token": "LT-secret-0"},
        {"x_lt_token": "密"},
    ],
)
def test_a_wrong_header_fails(headers: dict[str, str]):
    assert SMSF.authenticate(request(b"x", **headers), SECRET)[0] is Authentication.FAILED


def test_of_a_wrong_token_it_is_told_that_it_is_wrong():
    for data in (body(), b"x"):
        shown = request(data, SENT, authorization="Bearer guessed")
        assert SMSF.authenticate(shown, SECRET)[2] == "the token is wrong"
        assert "token is wrong" not in SMSF.authenticate(request(data, SENT), SECRET)[2]


def test_an_empty_secret_authenticates_nobody():
    data = body(ts=STAMP, sign=signed("", STAMP))
    for headers in ({}, {"x_lt_token": ""}, {"authorization": "Bearer "}):
        assert SMSF.authenticate(request(data, SENT, **headers), "")[0] is Authentication.FAILED
