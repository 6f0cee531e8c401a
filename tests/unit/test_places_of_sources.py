"""Sources that read one place are told from those that read two."""

import pytest

from leaktrace.domain.source import SourceKind
from leaktrace.services.source_settings import fetched_from

BOX = {"host": "mail.example.com", "user": "all@inbox.example.com"}


def place(**settings):
    return fetched_from(SourceKind.PULL, settings)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"kind": "pop3", **BOX}, {"kind": "pop3", **BOX, "folder": "Junk"}),
        ({"kind": "pop3", **BOX, "folder": "Junk"}, {"kind": "imap", **BOX}),
        ({"kind": "imap", **BOX, "port": "993"}, {"kind": "imap", **BOX, "folder": "INBOX"}),
        ({"url": "http://h.example"}, {"url": "http://me@H.example:80/", "tls": "no"}),
        ({"url": "https://h.example:80/"}, {"url": "http://h.example"}),
        ({"url": "http://h.example/?a=1&b=2"}, {"url": "http://h.example?b=2&a=1", "every": "9"}),
        ({"path": "/srv/sms.db"}, {"path": "/srv/../srv/sms.db", "table": "inbox"}),
        ({"database": "postgresql://h.example/sms"}, {"database": "postgres://me@h.example:5432/sms", "table": "inbox"}),
        ({"database": "postgresql://h.example/sms"}, {"database": "postgresql:///?host=h.example&dbname=sms"}),
        ({"database": "postgresql://h.example/sms"}, {"database": "postgresql://h.example/sms?sslmode=require"}),
    ],
)  # fmt: skip
def test_one_place_is_one_however_it_is_written(one, other):
    assert place(**one) == place(**other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"kind": "imap", **BOX}, {"kind": "imap", **BOX, "folder": "Junk"}),
        ({"url": "https://h.example/api", "account": "a"}, {"url": "https://h.example/api", "account": "b"}),
        ({"url": "https://h.example/api?box=1"}, {"url": "https://h.example/api?box=2"}),
        ({"url": "http://h.example/"}, {"url": "https://h.example/"}),
        ({"path": "/srv/sms.db"}, {"path": "/srv/sms.db", "table": "inbox_2"}),
        ({"database": "postgresql:///sms?host=/run/a"}, {"database": "postgresql:///sms?host=/run/b"}),
        ({"database": "postgresql:///sms?port=5433"}, {"database": "postgresql:///sms"}),
        ({"database": "postgresql://h.example/sms"}, {"database": "postgresql://h.example/sms", "table": "t"}),
    ],
)  # fmt: skip
def test_two_places_are_two_however_alike(one, other):
    assert place(**one) != place(**other)


def test_what_is_only_pushed_lies_nowhere():
    assert fetched_from(SourceKind.HOOK, {"device": "x"}) == ""
