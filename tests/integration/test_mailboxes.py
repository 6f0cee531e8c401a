"""Mailboxes on real servers and folders: fetched once, in order, and left as they were."""

import os
import socket
import threading
from datetime import UTC, datetime

import pytest
from mail_servers import PASSWORD, USER, Imap, Pop3, certificate, context_of
from pymap.imap.state import ConnectionState
from pymap.parsing.response import ResponseNo

from leaktrace.domain.contact import Report
from leaktrace.domain.errors import SourceError
from leaktrace.domain.mail.files import MAX_MAIL_BYTES
from leaktrace.domain.ports import ParseContext, PullFormat
from leaktrace.intake.mail import EmailFormat

EMAIL = EmailFormat()
ARRIVED = datetime(2026, 11, 26, 9, 40, 5, tzinfo=UTC)


def mail(subject, *, to="k3n9x2wq@inbox.example.com", body="hello", more=""):
    return (
        f"Delivered-To: {to}\r\n{more}"
        "Received: from a.example.org by mx1.example.com; Thu, 26 Nov 2026 17:40:00 +0800\r\n"
        f"From: service@example.org\r\nSubject: {subject}\r\n\r\n{body}\r\n"
    ).encode()


def pull(settings, cursor="", secret=PASSWORD):
    """All that is new, and the cursor behind it."""
    pulled = list(EMAIL.pull(settings, secret, cursor))
    found = [
        report
        for one in pulled
        for report in EMAIL.parse(one.payload, ParseContext(settings=settings))
    ]
    assert all(isinstance(one, Report) for one in found)
    return [one.text.partition("\n")[0].removeprefix("Subject: ") for one in found], (
        pulled[-1].cursor if pulled else cursor
    )


@pytest.fixture
def imap():
    server = Imap()
    yield server
    server.close()


@pytest.fixture
def pop3():
    server = Pop3()
    yield server
    server.close()


@pytest.fixture
def at(request):
    """``at(server)``: the settings that lead to it."""

    def settings(server, **more):
        kind = "imap" if isinstance(server, Imap) else "pop3"
        return {
            "kind": kind, "host": "localhost", "port": str(server.port), "user": USER, "tls": "no", **more,
        }  # fmt: skip

    return settings


def test_the_format_can_be_fetched():
    assert isinstance(EMAIL, PullFormat)


# --- IMAP --------------------------------------------------------------------------------------


def test_an_imap_mailbox_gives_what_is_new_and_no_more(imap, at):
    imap.put(mail("one"), mail("two"))
    first, cursor = pull(at(imap))
    assert first == ["one", "two"]
    assert pull(at(imap), cursor) == ([], cursor)
    imap.put(mail("three"))
    assert pull(at(imap), cursor)[0] == ["three"]


def test_nothing_in_the_mailbox_is_marked_as_seen(imap, at):
    imap.put(mail("one"))
    pull(at(imap))
    with imap.client() as box:
        box.select()
        assert box.search(None, "UNSEEN")[1] == [b"1"]


def test_the_time_of_arrival_that_the_mailbox_knows_is_kept(imap, at):
    imap.put(mail("one"))
    (pulled,) = EMAIL.pull(at(imap), PASSWORD, "")
    (report,) = EMAIL.parse(pulled.payload, ParseContext())
    assert report.received_at == report.occurred_at == ARRIVED
    (report,) = EMAIL.parse(pulled.payload, ParseContext(settings={"mx": "mx1.example.com"}))
    assert report.occurred_at == ARRIVED.replace(second=0), "our server's own line is nearer"


def test_when_the_server_numbers_anew_everything_comes_again_under_the_same_reference(imap, at):
    def refs(cursor):
        pulled = list(EMAIL.pull(at(imap, folder="Shop"), PASSWORD, cursor))
        found = [one for each in pulled for one in EMAIL.parse(each.payload, ParseContext())]
        return [one.ref for one in found], pulled[-1].cursor

    cursors = []
    seen = []
    for _ in range(2):
        with imap.client() as box:
            box.delete("Shop")
            box.create("Shop")
        imap.put(mail("one"), mail("two"), folder="Shop")
        found, cursor = refs(cursors[-1] if cursors else "")
        seen.append(found)
        cursors.append(cursor)
    assert cursors[0] != cursors[1]
    assert seen[0] == seen[1]
    assert len(set(seen[0])) == 2


def test_a_folder_may_have_a_chinese_name(imap, at):
    with imap.client() as box:
        box.create('"&kABSBw- &- x"')
    imap.put(mail("one"), folder='"&kABSBw- &- x"')
    assert pull(at(imap, folder="\u9000\u5207 & x"))[0] == ["one"]


def test_many_mails_come_in_deliveries_of_bounded_size(imap, at):
    imap.put(*(mail(f"{number}", body="x" * 100_000) for number in range(12)))
    pulled = list(EMAIL.pull(at(imap), PASSWORD, ""))
    assert len(pulled) == 3
    assert max(len(one.payload) for one in pulled) < 600_000
    assert len({one.cursor for one in pulled}) == 3
    assert pull(at(imap), pulled[1].cursor)[0] == ["10", "11"]


def test_of_a_mail_that_is_too_long_the_beginning_is_kept_and_its_size_is_told(imap, at):
    imap.put(mail("long", body="words\r\n" + "x" * MAX_MAIL_BYTES), mail("short"))
    pulled = list(EMAIL.pull(at(imap), PASSWORD, ""))
    long, short = (one for each in pulled for one in EMAIL.parse(each.payload, ParseContext()))
    assert "[the mail has 4194" in long.text
    assert "words" in long.text
    assert short.text == "Subject: short\n\nhello"


def test_providers_that_ask_who_is_there_are_told(imap, at, monkeypatch):
    told = []

    async def do_id(self, cmd, plain=ConnectionState.do_id):
        told.append(self)
        return await plain(self, cmd)

    async def do_select(self, cmd, plain=ConnectionState.do_select):
        if self not in told:
            return ResponseNo(cmd.tag, b"Unsafe Login. Please contact kefu"), None
        return await plain(self, cmd)

    monkeypatch.setattr(ConnectionState, "do_id", do_id)
    monkeypatch.setattr(ConnectionState, "do_select", do_select)
    assert pull(at(imap)) == ([], "")
    assert len(told) == 1


@pytest.mark.parametrize(
    ("change", "secret", "message"),
    [
        ({}, "open-sesame", "refuses the user or the password"),
        ({"user": "nobody"}, PASSWORD, "refuses the user or the password"),
        ({"folder": "Nowhere"}, PASSWORD, "the folder 'Nowhere' cannot be opened"),
        ({"tls": "yes"}, PASSWORD, "no trusted connection"),
        ({"tls": "starttls"}, PASSWORD, "does not answer as it should"),
    ],
)
def test_a_refusal_of_the_server_says_where_and_what_to_do(imap, at, change, secret, message):
    with pytest.raises(SourceError, match=message) as caught:
        pull(at(imap, **change), secret=secret)
    assert caught.value.where == f"localhost:{imap.port}"
    assert caught.value.remedy
    assert PASSWORD not in str(caught.value)
    assert "open-sesame" not in str(caught.value)


@pytest.mark.parametrize(("server", "way"), [(Imap, "yes"), (Imap, "starttls"), (Pop3, "yes")])
def test_certificates_are_checked(server, way, at, tmp_path):
    path = certificate(tmp_path)
    context = context_of(path)
    started = Imap(starttls=context) if way == "starttls" else server(tls=context)
    try:
        with pytest.raises(SourceError, match="no trusted connection"):
            pull(at(started, tls=way))
        assert pull(at(started, tls=way, ca=str(path)))[0] == []
        with pytest.raises(SourceError, match="no trusted connection"):
            pull(at(started, tls=way, ca=str(path), host="127.0.0.1"))
    finally:
        started.close()


# --- POP3 --------------------------------------------------------------------------------------


def test_a_pop3_mailbox_gives_what_is_new_wherever_it_stands_in_the_list(pop3, at):
    pop3.mails = {"u1": mail("one"), "u2": mail("two")}
    first, cursor = pull(at(pop3))
    assert first == ["one", "two"]
    pop3.mails = {"u0": mail("newest"), **pop3.mails}
    assert pull(at(pop3), cursor)[0] == ["newest"]
    assert "DELE" not in pop3.commands


def test_ids_of_mails_that_are_gone_are_forgotten(pop3, at):
    pop3.mails = {"u1": mail("one"), "u2": mail("two")}
    _, cursor = pull(at(pop3))
    pop3.mails = {"u2": mail("two"), "u3": mail("three")}
    found, later = pull(at(pop3), cursor)
    assert found == ["three"]
    assert len(later.split()) == len(cursor.split()) == 2


def test_a_pop3_mail_comes_byte_by_byte_whatever_its_lines_are(pop3, at):
    raw = mail("dots", body=".\r\n..two\r\n" + "x" * 100_000 + "\r\n\xe9")
    pop3.mails = {"u1": raw}
    (pulled,) = EMAIL.pull(at(pop3), PASSWORD, "")
    assert pulled.payload.endswith(raw)


def test_of_a_long_pop3_mail_the_beginning_is_kept(pop3, at):
    pop3.mails = {"u1": mail("long", body="words\r\n" + ("x" * 70 + "\r\n") * 90_000)}
    (pulled,) = EMAIL.pull(at(pop3), PASSWORD, "")
    assert MAX_MAIL_BYTES < len(pulled.payload) < MAX_MAIL_BYTES + 1000
    assert pop3.commands.count("RETR") == 0


@pytest.mark.parametrize("secret", ["wrong", "pässword"])
def test_a_refusal_of_a_pop3_server_is_told(pop3, at, secret):
    with pytest.raises(SourceError, match="refuses the user or the password"):
        pull(at(pop3), secret=secret)


# --- Servers that are none ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["imap", "pop3"])
@pytest.mark.parametrize(
    "greeting", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\xff" * 40, b"* BYE\r\n"]
)
def test_whatever_answers_is_one_error(kind, greeting):
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer():
            connection, _ = listener.accept()
            with connection:
                connection.sendall(greeting)

        thread = threading.Thread(target=answer)
        thread.start()
        settings = {
            "kind": kind, "host": "127.0.0.1", "port": str(listener.getsockname()[1]), "user": USER, "tls": "no",
        }  # fmt: skip
        with pytest.raises(SourceError, match="does not answer as it should"):
            pull(settings)
        thread.join()


def test_nobody_there_is_one_error():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(SourceError, match="does not answer as it should"):
        pull({"kind": "imap", "host": "127.0.0.1", "port": str(port), "user": USER, "tls": "no"})


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({}, "not stated"),
        ({"kind": "exchange"}, "exchange"),
        ({"kind": "imap"}, "host is not stated"),
        ({"kind": "imap", "host": "mail.example.com"}, "user is not stated"),
        ({"kind": "imap", "host": "mail.example.com", "user": "a\r\nb"}, "user is not stated"),
        ({"kind": "imap", "host": "mail.example.com", "user": "a", "tls": "no"}, "for all to read"),
        ({"kind": "imap", "host": "mail.example.com", "user": "a", "tls": "maybe"}, "tls is 'maybe'"),
        ({"kind": "pop3", "host": "mail.example.com", "user": "a", "port": "70000"}, "no port"),
        ({"kind": "pop3", "host": "mail.example.com", "user": "a", "ca": "/no/such"}, "certificate"),
        ({"kind": "maildir", "path": "mail"}, "not absolute"),
        ({"kind": "maildir", "path": "/no/such"}, "cannot be read"),
        ({"kind": "mbox", "path": "/no/such"}, "cannot be read"),
    ],
)  # fmt: skip
def test_settings_that_do_not_fit_are_told(settings, message):
    with pytest.raises(SourceError, match=message) as caught:
        pull(settings)
    assert caught.value.remedy


def test_a_password_with_a_line_break_is_no_password():
    settings = {"kind": "imap", "host": "mail.example.com", "user": "a"}
    for secret in ("", "a\r\nb DELETE INBOX"):
        with pytest.raises(SourceError, match="no password"):
            pull(settings, secret=secret)


# --- Folders -----------------------------------------------------------------------------------


@pytest.fixture
def maildir(tmp_path):
    for part in ("new", "cur", "tmp"):
        (tmp_path / "Maildir" / part).mkdir(parents=True)
    return tmp_path / "Maildir"


def test_a_maildir_gives_what_is_in_new_and_cur(maildir):
    (maildir / "new" / "1795686005.M1P1.host").write_bytes(mail("one"))
    (maildir / "cur" / "1795686006.M1P1.host:2,S").write_bytes(mail("two"))
    (maildir / "tmp" / "1795686007.M1P1.host").write_bytes(mail("half"))
    (maildir / "cur" / ".hidden").write_bytes(mail("hidden"))
    (maildir / "cur" / "link").symlink_to(maildir / "tmp" / "1795686007.M1P1.host")
    found, cursor = pull({"kind": "maildir", "path": str(maildir)})
    assert sorted(found) == ["one", "two"]
    assert cursor.isdecimal()


def test_a_mail_that_is_read_and_moved_comes_as_the_same_bytes(maildir):
    settings = {"kind": "maildir", "path": str(maildir)}
    path = maildir / "new" / "1795686005.M1P1.host"
    path.write_bytes(mail("one"))
    (first,) = EMAIL.pull(settings, "", "")
    path.rename(maildir / "cur" / f"{path.name}:2,S")
    (again,) = EMAIL.pull(settings, "", first.cursor)
    assert again.payload == first.payload
    (report,) = EMAIL.parse(first.payload, ParseContext())
    assert report.received_at == datetime.fromtimestamp(1795686005, UTC)


def test_what_came_long_ago_is_not_read_again(maildir, time_machine):
    settings = {"kind": "maildir", "path": str(maildir)}
    (maildir / "new" / "1795686005.M1P1.host").write_bytes(mail("one"))
    os.utime(maildir / "new" / "1795686005.M1P1.host", (0, 0))
    changed = (maildir / "new" / "1795686005.M1P1.host").stat().st_ctime
    time_machine.move_to(changed + 3600)
    (first,) = EMAIL.pull(settings, "", "")
    assert first.cursor == str((maildir / "new" / "1795686005.M1P1.host").stat().st_ctime_ns)
    assert list(EMAIL.pull(settings, "", str(int(first.cursor) + 1))) == []


def test_an_mbox_is_read_again_only_when_it_has_changed(tmp_path):
    path = tmp_path / "mbox"
    line = b"From a@example.org Thu Nov 26 17:40:05 2026\n"
    path.write_bytes(line + mail("one") + b"\n" + line + mail("two") + b"\n")
    settings = {"kind": "mbox", "path": str(path)}
    found, cursor = pull(settings)
    assert found == ["one", "two"]
    assert pull(settings, cursor) == ([], cursor)
    with path.open("ab") as file:
        file.write(line + mail("three") + b"\n")
    assert pull(settings, cursor)[0] == ["one", "two", "three"]


def test_the_cursor_of_an_mbox_moves_when_all_of_it_was_taken(tmp_path):
    path = tmp_path / "mbox"
    line = b"From a@example.org Thu Nov 26 17:40:05 2026\n"
    path.write_bytes(b"".join(line + mail(str(n), body="x" * 300_000) + b"\n" for n in range(4)))
    first, second = EMAIL.pull({"kind": "mbox", "path": str(path)}, "", "before")
    assert first.cursor == "before"
    assert second.cursor.startswith(f"{path.stat().st_size}:")
