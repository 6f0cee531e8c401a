"""The sign that the app and its server make of a timestamp and the secret. It does not cover what is sent."""

import base64
import hmac
import re
from datetime import datetime, timedelta
from urllib.parse import quote, unquote

from leaktrace.domain.bodies import flat_values, same_secret
from leaktrace.domain.errors import InputError
from leaktrace.intake.smsforwarder.posts import TIMESTAMP, first_of, instant_of

__all__ = ["is_sign_of", "sign_of", "signed_once"]

_FRESH = timedelta(hours=1)


def sign_of(stamp: str, secret: str) -> str:
    """The sign of a timestamp, encoded for URLs as the app writes it."""
    return quote(_plain(stamp, secret), safe="")


def is_sign_of(sign: str, stamp: str, secret: str) -> bool:
    """Whether a sign is that of the timestamp, however often it was encoded for URLs on its way."""
    return same_secret(_decoded(sign), _plain(stamp, secret))


def signed_once(body: bytes, received_at: datetime, secret: str) -> tuple[str | None, str]:
    """What makes the sign of a body one-time, or None and why it is not valid.

    The app encodes the sign for URLs once, and a form or a query encodes it again.
    """
    try:
        values = flat_values(body)
        stamp, sign = first_of(values, TIMESTAMP), first_of(values, ("sign",))
        sent_at = instant_of(stamp)
    except InputError as error:
        return None, str(error)
    if not sign or sent_at is None:
        return None, "neither a token nor a timestamp with a sign"
    if not is_sign_of(sign, stamp, secret):
        return None, "the sign does not match the secret"
    if abs(received_at - sent_at) > _FRESH:
        return None, "the timestamp is more than an hour off"
    return f"{stamp}:{_plain(stamp, secret)}", ""


def _decoded(sign: str) -> str:
    while re.search(r"%[0-9A-Fa-f]{2}", sign):
        sign = unquote(sign)
    return sign


def _plain(stamp: str, secret: str) -> str:
    mac = hmac.digest(secret.encode(), f"{stamp}\n{secret}".encode(), "sha256")
    return base64.b64encode(mac).decode()
