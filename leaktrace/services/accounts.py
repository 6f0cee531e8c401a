"""Console accounts: argon2id passwords, server-side sessions, lock-out after wrong passwords."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from leaktrace.domain.account import Role
from leaktrace.domain.errors import InputError, NotFoundError, RuleError
from leaktrace.services.events import record
from leaktrace.storage import models
from leaktrace.storage.base import now
from leaktrace.storage.tenancy import ALL_MERCHANTS, merchant_of

__all__ = [
    "Account",
    "Login",
    "add_user",
    "disable_user",
    "find_login",
    "list_users",
    "log_in",
    "log_out",
    "note_use",
    "use_is_due",
]

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
USE_NOTED = timedelta(minutes=1)
MAX_FAILURES = 5
LOCKED = timedelta(minutes=5)
_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{1,119}")


@dataclass(frozen=True)
class Account:
    """A console account."""

    login: str
    role: Role
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True)
class Login:
    """Who is logged in."""

    user_id: UUID
    login: str
    role: Role
    merchant_id: UUID
    merchant: str
    csrf: str
    """Goes into every form of the session."""
    seen_at: datetime
    """When the session was last used, to the minute."""


def add_user(session: Session, login: str, password: str, role: Role) -> None:
    """Add an account.

    Raises:
        InputError: a login that cannot be, or a password under 12 characters.
        RuleError: the login is taken.
    """
    if not _LOGIN.fullmatch(login):
        raise InputError(f"{login[:40]!r} cannot be a login", field="login")
    if not 12 <= len(password) <= 256:
        raise InputError("must have 12 to 256 characters", field="password")
    taken = (
        select(models.User.id).where(models.User.login == login).execution_options(**ALL_MERCHANTS)
    )
    if session.scalar(taken) is not None:
        raise RuleError(f"the login {login!r} is taken")
    session.add(
        models.User(
            merchant_id=merchant_of(session),
            login=login,
            password_hash=_hasher().hash(password),
            role=role,
        )
    )
    record(session, "user.add", "user", login, role=role.value)


def list_users(session: Session) -> list[Account]:
    """All accounts of the merchant."""
    rows = session.scalars(select(models.User).order_by(models.User.login))
    return [Account(row.login, row.role, row.created_at, row.disabled_at) for row in rows]


def disable_user(session: Session, login: str) -> None:
    """Close an account and end its sessions at once.

    Raises:
        NotFoundError: there is no such account.
    """
    user = session.scalar(select(models.User).where(models.User.login == login))
    if user is None:
        raise NotFoundError(f"there is no user {login!r}", remedy="See 'leaktrace user list'")
    user.disabled_at = user.disabled_at or now()
    session.execute(delete(models.WebSession).where(models.WebSession.user_id == user.id))
    record(session, "user.disable", "user", login)


def log_in(session: Session, login: str, password: str) -> str | None:
    """Check a password; the token of a new session, or None.

    Takes the same time whether the login exists or not. After five wrong passwords in a row an
    account is locked for five minutes. Needs a session that belongs to no merchant.
    """
    user = session.scalar(
        select(models.User)
        .where(models.User.login == login)
        .execution_options(**ALL_MERCHANTS)
        .with_for_update()
    )
    matches = _matches(user.password_hash if user else _decoy(), password)
    if user is None:
        return None
    session.info["merchant_id"], session.info["actor"] = user.merchant_id, f"user:{user.login}"
    at = now()
    if user.disabled_at is not None or (user.locked_until is not None and user.locked_until > at):
        record(session, "login.refuse", "user", user.login)
        return None
    if not matches:
        user.failures += 1
        if user.failures >= MAX_FAILURES:
            user.failures, user.locked_until = 0, at + LOCKED
        record(session, "login.fail", "user", user.login)
        return None
    user.failures, user.locked_until = 0, None
    token = secrets.token_urlsafe(32)
    session.add(
        models.WebSession(
            merchant_id=user.merchant_id,
            token_sha256=_digest(token),
            user_id=user.id,
            csrf=secrets.token_urlsafe(24),
            created_at=at,
            seen_at=at,
            expires_at=at + LONGEST,
        )
    )
    record(session, "login", "user", user.login)
    return token


def find_login(session: Session, token: str) -> Login | None:
    """Who a token belongs to; None when it is unknown, idle for 30 minutes, or 12 hours old."""
    at = now()
    row = session.execute(
        select(models.WebSession, models.User, models.Merchant.slug)
        .join(models.User, models.User.id == models.WebSession.user_id)
        .join(models.Merchant, models.Merchant.id == models.User.merchant_id)
        .where(models.WebSession.token_sha256 == _digest(token))
        .execution_options(**ALL_MERCHANTS)
    ).one_or_none()
    if row is None:
        return None
    web, user, slug = row
    if user.disabled_at is not None or at >= web.expires_at or at - web.seen_at > IDLE:
        return None
    return Login(user.id, user.login, user.role, user.merchant_id, slug, web.csrf, web.seen_at)


def use_is_due(login: Login) -> bool:
    """Whether `note_use` is to be called: not at every page, since it writes."""
    return now() - login.seen_at > USE_NOTED


def note_use(session: Session, login: Login, token: str) -> None:
    """Note that a session is in use. Needs a writing session."""
    session.info["merchant_id"] = login.merchant_id
    session.execute(
        update(models.WebSession)
        .where(models.WebSession.token_sha256 == _digest(token))
        .values(seen_at=now())
    )


def log_out(session: Session, token: str) -> None:
    """End a session."""
    session.execute(
        delete(models.WebSession)
        .where(models.WebSession.token_sha256 == _digest(token))
        .execution_options(**ALL_MERCHANTS)
    )


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    # OWASP's second choice for Argon2id: 19 MiB, two passes; 30 ms a login.
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@lru_cache(maxsize=1)
def _decoy() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))


def _matches(stored: str, password: str) -> bool:
    try:
        return _hasher().verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
