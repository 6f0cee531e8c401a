"""Mails from the mailbox to the contact: on the line that was hit, once, with the sealed bytes behind it."""

import pytest
from mail_servers import PASSWORD, USER, Imap
from sqlalchemy import select

from leaktrace.services.deliveries import delivery_payload
from leaktrace.storage.models import Contact, ContactLine, Delivery, Line

LINES = """line_id,kind,value,role,acquired_at,label
M1,email,k3n9x2wq@inbox.example.com,canary,2026-09-01T00:00:00Z,
M2,email,shop+7f2k@inbox.example.com,canary,2026-09-01T00:00:00Z,
M3,email,shop@inbox.example.com,control,2026-09-01T00:00:00Z,
D1,email_domain,inbox.example.com,control,2026-09-01T00:00:00Z,
D2,email_domain,xn--fsqu00a.example.com,control,2026-09-01T00:00:00Z,
"""
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def mail(to, subject="Parcel"):
    return (
        f"X-Original-To: {to}\r\n"
        "Received: from a.example.org by mx1.example.com; Thu, 26 Nov 2026 17:40:00 +0800\r\n"
        f"From: Post <service@example.org>\r\nSubject: {subject}\r\n\r\nhello\r\n"
    ).encode()


@pytest.fixture
def lined(demo, tmp_path, fill_once):
    """A merchant with mailboxes and mail domains."""
    (tmp_path / "lines.csv").write_text(LINES)
    fill_once("mailboxes", lambda: demo("line", "import", tmp_path / "lines.csv"))
    return demo


@pytest.fixture
def imap():
    server = Imap()
    yield server
    server.close()


def reached(tenant):
    with tenant.reads.begin() as session:
        query = (
            select(Line.line_id)
            .join(ContactLine, ContactLine.line_id == Line.id)
            .join(Contact, Contact.id == ContactLine.contact_id)
        )
        return sorted(session.scalars(query))


@pytest.mark.parametrize(
    ("to", "line"),
    [
        ("K3N9x2wq@Inbox.Example.com", "M1"),
        ("k3n9x2wq+anything@inbox.example.com", "M1"),
        ("prvs=0123456789=k3n9x2wq@inbox.example.com", "M1"),
        ("k3n9x2wq=inbox.example.com@lists.example.org", "M1"),
        ("shop+7f2k@inbox.example.com", "M2"),
        ("shop+other@inbox.example.com", "M3"),
        ("nobody-knows@inbox.example.com", "D1"),
        ("nobody+k3n9x2wq@inbox.example.com", "D1"),
        ("nobody@例子.example.com", "D2"),
        ("nobody@xn--fsqu00a.example.com", "D2"),
    ],
)
@sqlite_only
def test_an_alias_finds_its_own_line_before_that_of_its_domain(lined, tenant, tmp_path, to, line):
    (tmp_path / "one.eml").write_bytes(mail(to))
    done = lined("ingest", tmp_path / "one.eml", "--format", "email", "--json")
    assert (done.status, done.json["stored"]) == (0, 1), done.err
    assert reached(tenant) == [line]


@sqlite_only
def test_a_mail_to_somebody_else_is_kept_in_quarantine(lined, tmp_path):
    (tmp_path / "one.eml").write_bytes(mail("nobody@elsewhere.example.com"))
    done = lined("ingest", tmp_path / "one.eml", "--format", "email", "--json").json
    assert (done["stored"], done["quarantined"]) == (0, 1)


def test_a_mailbox_is_fetched_by_the_worker_once(lined, tenant, imap, tmp_path):
    (tmp_path / "secret").write_text(f"{PASSWORD}\n")
    (tmp_path / "secret").chmod(0o600)
    settings = ("kind=imap", "host=127.0.0.1", f"port={imap.port}", f"user={USER}", "tls=no")
    words = [word for one in (*settings, "mx=mx1.example.com") for word in ("--set", one)]
    added = lined(
        "source", "add", "box", "--format", "email", "--kind", "pull", *words,
        "--secret-file", tmp_path / "secret",
    )  # fmt: skip
    assert added.status == 0, added.err
    imap.put(mail("k3n9x2wq@inbox.example.com"), mail("nobody-knows@inbox.example.com"))
    assert lined("source", "test", "box").status == 0
    first = lined("source", "run", "box", "--json").json
    again = lined("source", "run", "box", "--json").json
    assert (first["stored"], again["received"]) == (2, 0)
    imap.put(mail("k3n9x2wq@inbox.example.com", "Second"))
    assert lined("source", "run", "box", "--json").json["stored"] == 1
    assert reached(tenant) == ["D1", "M1", "M1"]
    with tenant.reads.begin() as session:
        first, _ = session.scalars(select(Delivery).order_by(Delivery.id))
        assert mail("k3n9x2wq@inbox.example.com") in delivery_payload(session, first)
        assert b"Parcel" not in first.payload


@sqlite_only
@pytest.mark.parametrize(
    ("settings", "lacks"),
    [
        ([], "kind of mailbox is not stated"),
        (["kind=exchange"], "kind of mailbox is 'exchange'"),
        (["kind=imap", "user=shop"], "host is not stated"),
        (["kind=imap", "host=imap.example.com", "user=shop"], "there is no password"),
        (["kind=maildir", "path=Maildir"], "the path is not absolute"),
    ],
)
def test_a_mailbox_that_cannot_be_fetched_is_not_added(lined, settings, lacks):
    words = [word for one in settings for word in ("--set", one)]
    added = lined("source", "add", "box", "--format", "email", "--kind", "pull", *words)
    assert (added.status, lacks in added.err) == (1, True), added.err
    assert lined("source", "list", "--json").json == []


@sqlite_only
def test_a_mailbox_is_not_changed_to_one_that_cannot_be_fetched(lined, tmp_path):
    (tmp_path / "secret").write_text(PASSWORD)
    words = [
        word
        for one in ("kind=imap", "host=imap.example.com", "user=shop")
        for word in ("--set", one)
    ]
    lined(
        "source", "add", "box", "--format", "email", "--kind", "pull", *words,
        "--secret-file", tmp_path / "secret",
    )  # fmt: skip
    refused = lined("source", "change", "box", "--set", "kind=maildir")
    assert (refused.status, "the path is not absolute" in refused.err) == (1, True)
    assert lined("source", "change", "box", "--set", "folder=Shop").status == 0


@sqlite_only
def test_a_mailbox_that_was_numbered_anew_brings_nothing_twice(lined, tenant, imap, tmp_path):
    (tmp_path / "secret").write_text(PASSWORD)
    (tmp_path / "secret").chmod(0o600)
    settings = (
        "kind=imap",
        "host=127.0.0.1",
        f"port={imap.port}",
        f"user={USER}",
        "tls=no",
        "folder=Shop",
    )
    words = [word for one in settings for word in ("--set", one)]
    lined(
        "source",
        "add",
        "box",
        "--format",
        "email",
        "--kind",
        "pull",
        *words,
        "--secret-file",
        tmp_path / "secret",
    )
    stored = []
    for _ in range(2):
        with imap.client() as box:
            box.delete("Shop")
            box.create("Shop")
        imap.put(mail("k3n9x2wq@inbox.example.com"), folder="Shop")
        stored.append(lined("source", "run", "box", "--json").json["stored"])
    assert stored == [1, 0]
    assert reached(tenant) == ["M1"]
