"""Asking the phone's own server (port 5000) for what it has: ``POST /sms/query`` and ``/call/query``.

Rests on ``server/controller/{Sms,Call}Controller.kt``, ``server/component/AppMessageConverter.kt`` and
``utils/PhoneUtils.kt`` of the app: pages are newest first, errors are HTTP 500 or another code in the JSON, and a
request may be off by ten minutes.
"""

import http.client
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from leaktrace.domain.errors import InputError, SourceError
from leaktrace.domain.framing import DELIVERY_BYTES
from leaktrace.domain.ports import Pulled
from leaktrace.domain.records import json_line, json_object
from leaktrace.intake.smsforwarder.signs import is_sign_of, sign_of

__all__ = ["check_phone", "fetched"]

_PAGE = 100
_MOST_PAGES = 2000
_MOST_BYTES = 16 * 1024 * 1024
_TIMEOUT_S = 20
_OVERLAP_MS = 24 * 3600 * 1000
"""A call is listed when it has ended, under the time when it began."""
_REMEDY = "See whether the app's server runs, the phone is in reach, and the source's secret is its sign key"


@dataclass(frozen=True)
class _Cursor:
    """The newest message and the newest call that were fetched, in milliseconds."""

    sms: int = 0
    call: int = 0

    @classmethod
    def of(cls, text: str) -> "_Cursor":
        parts = text.split(" ")
        if len(parts) != 2 or not all(part.isascii() and part.isdigit() for part in parts):
            return cls()
        return cls(int(parts[0]), int(parts[1]))

    def __str__(self) -> str:
        return f"{self.sms} {self.call}"


def fetched(settings: Mapping[str, str], secret: str, cursor: str) -> Iterator[Pulled]:
    """Messages and then calls, oldest first, one row a line.

    The last day before the cursor is fetched again. A clock of the phone that was set into the future moves the
    cursor no further than now.

    Raises:
        SourceError: the phone cannot be reached, refuses the secret, or answers something else.
    """
    phone = _Phone(settings.get("url", ""), secret)
    at = _Cursor.of(cursor)
    now = time.time_ns() // 1_000_000
    for rows in _deliveries(phone.rows("/sms/query", {"type": 1, "keyword": ""}, "date", at.sms)):
        at = replace(at, sms=min(now, max(at.sms, *(date for date, _ in rows))))
        yield Pulled(b"".join(line for _, line in rows), str(at))
    calls = phone.rows("/call/query", {"type": 0, "phone_number": ""}, "dateLong", at.call)
    for rows in _deliveries(calls):
        at = replace(at, call=min(now, max(at.call, *(date for date, _ in rows))))
        yield Pulled(b"".join(line for _, line in rows), str(at))


def check_phone(settings: Mapping[str, str], secret: str) -> None:
    """Pass only if the settings have the address of a phone; it is not called.

    Raises:
        SourceError: they have not.
    """
    _Phone(settings.get("url", ""), secret)


def _deliveries(rows: list[tuple[int, bytes]]) -> Iterator[list[tuple[int, bytes]]]:
    held: list[tuple[int, bytes]] = []
    size = 0
    for row in rows:
        held.append(row)
        size += len(row[1])
        if size >= DELIVERY_BYTES:
            yield held
            held, size = [], 0
    if held:
        yield held


class _Phone:
    """The server of one phone.

    Args:
        url: its address.
        secret: its sign key; empty where it has none.

    Raises:
        SourceError: no address.
    """

    def __init__(self, url: str, secret: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SourceError(
                "the source has no address of the phone",
                where="setting url",
                remedy="Set url=http://192.0.2.7:5000, the address that the app's server shows",
            )
        self._where, self._secret = parts.netloc, secret
        self._base = parts.path.rstrip("/")
        kind = (
            http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        )
        self._connection = kind(parts.netloc.rpartition("@")[2], timeout=_TIMEOUT_S)

    def rows(
        self, path: str, query: Mapping[str, object], date_key: str, newest: int
    ) -> list[tuple[int, bytes]]:
        """The rows since a day before `newest`, oldest first, each with its date and as a line."""
        found: list[tuple[int, bytes]] = []
        for number in range(1, _MOST_PAGES + 1):
            page = self._page(path, {**query, "page_num": number, "page_size": _PAGE})
            dated = [(_date(row, date_key), json_line(row) + b"\n") for row in page]
            found.extend(row for row in dated if row[0] == 0 or row[0] >= newest - _OVERLAP_MS)
            # A row without a date says nothing of how far back the page goes.
            dates = [date for date, _ in dated if date]
            if len(page) < _PAGE or (dates and min(dates) < newest - _OVERLAP_MS):
                break
        return found[::-1]

    def _page(self, path: str, data: Mapping[str, object]) -> list[dict[str, object]]:
        stamp = str(time.time_ns() // 1_000_000)
        request: dict[str, object] = {"timestamp": int(stamp), "data": data}
        if self._secret:
            request["sign"] = sign_of(stamp, self._secret)
        answer = self._ask(path, json.dumps(request).encode())
        if answer.get("code") != 200:
            raise self._failure(f"it answers {str(answer.get('msg'))[:120]!r}")
        sign, answered = str(answer.get("sign", "")), str(answer.get("timestamp", ""))
        if self._secret and not is_sign_of(sign, answered, self._secret):
            raise self._failure("its answer is not signed with the secret of the source")
        rows = answer.get("data", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self._failure("its answer is no list")
        return rows

    def _ask(self, path: str, body: bytes) -> dict[str, object]:
        headers = {"Content-Type": "application/json"}
        try:
            self._connection.request("POST", self._base + path, body, headers)
            answer = self._connection.getresponse()
            content = answer.read(_MOST_BYTES + 1)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._failure(f"it cannot be reached ({type(error).__name__})") from None
        finally:
            self._connection.close()
        if len(content) > _MOST_BYTES:
            raise self._failure("its answer is too long")
        try:
            return json_object(content.decode())
        except (UnicodeDecodeError, InputError):
            reason = f"it answers {answer.status} and no JSON; encryption is not supported"
            raise self._failure(reason) from None

    def _failure(self, reason: str) -> SourceError:
        return SourceError(reason, where=f"phone {self._where}", remedy=_REMEDY)


def _date(row: Mapping[str, object], key: str) -> int:
    value = row.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
