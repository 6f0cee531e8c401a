"""gammu's database, SQLite and PostgreSQL, as its schemas 17 and 18 make it: nothing is missed, nothing is changed."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
import time_machine
from sqlalchemy import make_url

from leaktrace.domain.contact import Report
from leaktrace.domain.errors import SourceError
from leaktrace.domain.ports import ParseContext
from leaktrace.intake.gammu.sql import GammuSqlFormat

GAMMU = GammuSqlFormat()
SHANGHAI = ParseContext(zone=ZoneInfo("Asia/Shanghai"), line="L1")
NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
CODINGS = (
    "'Default_No_Compression', 'Unicode_No_Compression', '8bit', 'Default_Compression', "
    "'Unicode_Compression'"
)
# The columns that each schema has, in the types that the scripts of the daemon give them.
SQLITE = {
    17: f"""
        CREATE TABLE gammu (Version INTEGER NOT NULL DEFAULT 0 PRIMARY KEY);
        INSERT INTO gammu VALUES (17);
        CREATE TABLE inbox (
          UpdatedInDB NUMERIC NOT NULL DEFAULT (datetime('now', 'localtime')),
          ReceivingDateTime NUMERIC NOT NULL DEFAULT (datetime('now', 'localtime')),
          Text TEXT NOT NULL, SenderNumber TEXT NOT NULL DEFAULT '',
          Coding TEXT NOT NULL DEFAULT 'Default_No_Compression', UDH TEXT NOT NULL,
          SMSCNumber TEXT NOT NULL DEFAULT '', Class INTEGER NOT NULL DEFAULT -1,
          TextDecoded TEXT NOT NULL DEFAULT '', ID INTEGER PRIMARY KEY AUTOINCREMENT,
          RecipientID TEXT NOT NULL, Processed TEXT NOT NULL DEFAULT 'false',
          Status INTEGER NOT NULL DEFAULT -1, CHECK (Coding IN ({CODINGS})));
        """,
}
SQLITE[18] = (
    SQLITE[17]
    .replace("(17)", "(18)")
    .replace(
        "RecipientID TEXT",
        "MessageID INTEGER NOT NULL DEFAULT 0, SequencePosition INTEGER NOT NULL DEFAULT 1, "
        "PartCount INTEGER NOT NULL DEFAULT 1, RecipientID TEXT",
    )
)
POSTGRES = {
    17: f"""
        CREATE TABLE gammu ("Version" smallint NOT NULL DEFAULT '0');
        INSERT INTO gammu VALUES (17);
        CREATE TABLE inbox (
          "UpdatedInDB" timestamp(0) WITHOUT time zone NOT NULL DEFAULT LOCALTIMESTAMP(0),
          "ReceivingDateTime" timestamp(0) WITHOUT time zone NOT NULL DEFAULT LOCALTIMESTAMP(0),
          "Text" text NOT NULL, "SenderNumber" varchar(20) NOT NULL DEFAULT '',
          "Coding" varchar(255) NOT NULL DEFAULT 'Default_No_Compression', "UDH" text NOT NULL,
          "SMSCNumber" varchar(20) NOT NULL DEFAULT '', "Class" integer NOT NULL DEFAULT '-1',
          "TextDecoded" text NOT NULL DEFAULT '', "ID" serial PRIMARY KEY,
          "RecipientID" text NOT NULL, "Processed" boolean NOT NULL DEFAULT 'false',
          "Status" integer NOT NULL DEFAULT '-1', CHECK ("Coding" IN ({CODINGS})));
        """,
}
POSTGRES[18] = (
    POSTGRES[17]
    .replace("(17)", "(18)")
    .replace(
        '"RecipientID"',
        '"MessageID" bigint NOT NULL DEFAULT 0, "SequencePosition" integer NOT NULL DEFAULT 1, '
        '"PartCount" integer NOT NULL DEFAULT 1, "RecipientID"',
    )
)


class Daemon:
    """What gammu-smsd does to its database."""

    def __init__(self, connection, schema, settings) -> None:
        self.connection, self.schema, self.settings = connection, schema, settings
        self.cursor = ""

    def receive(self, text, **changes):
        """Insert one part; its ID."""
        values = {
            "ReceivingDateTime": "2026-11-26 17:40:05",
            "Text": text.encode("utf-16-be").hex().upper(),
            "SenderNumber": "+8614012345678",
            "Coding": "Unicode_No_Compression",
            "UDH": "",
            "TextDecoded": text,
            "RecipientID": "L1",
        } | changes
        mark = "?" if isinstance(self.connection, sqlite3.Connection) else "%s"
        names = ", ".join(f'"{name}"' for name in values)
        statement = (
            f'INSERT INTO inbox ({names}) VALUES ({", ".join([mark] * len(values))}) RETURNING "ID"'
        )
        (number,) = self.connection.execute(statement, tuple(values.values())).fetchone()
        self.connection.commit()
        return number

    def part(self, place, total, text, reference=0xA7, message=0, **changes):
        if self.schema == 18:
            changes |= {"MessageID": message, "SequencePosition": place, "PartCount": total}
        return self.receive(text, UDH=f"050003{reference:02X}{total:02X}{place:02X}", **changes)

    def pull(self, minutes=0):
        """The texts that are fetched so many minutes after `NOW`, in their order."""
        texts = []
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            for pulled in GAMMU.pull(self.settings, "", self.cursor):
                self.cursor = pulled.cursor
                for found in GAMMU.parse(pulled.payload, SHANGHAI):
                    assert isinstance(found, Report), found
                    texts.append(found.text)
        return texts


@pytest.fixture(params=[17, 18])
def schema(request):
    return request.param


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def daemon(request, schema, tmp_path):
    """A daemon whose inbox is empty."""
    if request.param == "sqlite":
        with closing(sqlite3.connect(tmp_path / "smsd.db")) as connection:
            connection.executescript(SQLITE[schema])
            yield Daemon(connection, schema, {"path": str(tmp_path / "smsd.db")})
        return
    url = make_url(request.getfixturevalue("postgres_url")).set(drivername="postgresql")
    plain = url.render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        connection.execute(POSTGRES[schema])
        connection.commit()
        yield Daemon(connection, schema, {"database": plain})


def test_messages_are_fetched_with_their_parts_together(daemon):
    daemon.receive("您好", Coding="Default_No_Compression")
    first = daemon.part(1, 2, "您的包裹", message=2)
    daemon.receive("另一条")
    daemon.part(2, 2, "破损", message=first)
    assert sorted(daemon.pull()) == ["另一条", "您好", "您的包裹破损"]


def test_an_empty_inbox_gives_nothing_to_read(daemon):
    assert daemon.pull() == []


def test_what_is_known_is_given_again_for_a_while_and_then_no_more(daemon):
    daemon.receive("a")
    assert daemon.pull() == ["a"]
    daemon.receive("b")
    assert daemon.pull(5) == ["a", "b"]
    assert daemon.pull(10) == ["a", "b"]
    daemon.receive("c")
    assert daemon.pull(15) == ["b", "c"]
    assert daemon.pull(21) == ["b", "c"]
    assert daemon.pull(31) == ["c"]
    assert daemon.pull(42) == []


def test_a_message_that_is_not_whole_waits_for_its_parts(daemon):
    first = daemon.part(1, 2, "您的", message=1)
    daemon.receive("x")
    assert daemon.pull() == ["x"]
    assert daemon.pull(9) == ["x"]
    daemon.part(2, 2, "包裹", message=first)
    assert sorted(daemon.pull(9)) == ["x", "您的包裹"]


def test_a_message_that_is_never_whole_is_given_after_the_timeout(daemon):
    daemon.part(1, 2, "您的", message=1)
    daemon.receive("x")
    assert daemon.pull() == ["x"]
    assert daemon.pull(10) == ["x", "您的"]
    daemon.part(2, 2, "包裹", message=1)
    assert daemon.pull(11) == []
    assert daemon.pull(20) == []
    assert daemon.pull(30) == ["包裹"]


def test_a_row_that_is_committed_late_is_not_missed(daemon):
    daemon.receive("b", ID=7)
    assert daemon.pull() == ["b"]
    assert daemon.pull(9) == ["b"]
    daemon.receive("a", ID=6)
    assert daemon.pull(10) == ["a", "b"]


def test_references_that_come_round_again_are_told_apart(daemon):
    rows = []
    for number in range(3):
        rows += [(number, 1), (number, 2)]
    for number, place in rows:
        at = datetime(2026, 11, 26, 17, 0) + timedelta(minutes=11 * number)  # noqa: DTZ001
        daemon.part(
            place, 2, f"{number}{place} ", message=2 * number + 1, ReceivingDateTime=str(at)
        )
    assert daemon.pull() == ["01 02 ", "11 12 ", "21 22 "]


def test_many_messages_come_in_deliveries_of_bounded_size(daemon):
    for number in range(60):
        daemon.part(1, 2, "长" * 2000, reference=number, message=2 * number + 1)
        daemon.part(2, 2, "文", reference=number, message=2 * number + 1)
    with time_machine.travel(NOW, tick=False):
        pulled = list(GAMMU.pull(daemon.settings, "", ""))
    assert len(pulled) > 1
    found = [one for each in pulled for one in GAMMU.parse(each.payload, SHANGHAI)]
    assert [len(one.text) for one in found if isinstance(one, Report)] == [2001] * 60


def test_nothing_is_changed_and_nothing_is_held(daemon):
    daemon.receive("a")
    with time_machine.travel(NOW, tick=False):
        pulling = iter(GAMMU.pull(daemon.settings, "", ""))
        next(pulling)
        daemon.receive("b")
        daemon.connection.execute("DELETE FROM inbox WHERE \"TextDecoded\" = 'a'")
        daemon.connection.commit()
    assert daemon.pull() == ["b"]


@pytest.mark.parametrize("schema", [17], indirect=True)
def test_a_table_may_have_another_name(daemon):
    daemon.receive("a")
    daemon.connection.execute("ALTER TABLE inbox RENAME TO special_inbox")
    daemon.connection.commit()
    with pytest.raises(SourceError, match=r"cannot be read.*inbox"):
        daemon.pull()
    daemon.settings["table"] = "special_inbox"
    assert daemon.pull() == ["a"]
    daemon.settings["table"] = 'x" --'
    with pytest.raises(SourceError, match="table"):
        daemon.pull()


@pytest.mark.parametrize("schema", [17], indirect=True)
def test_a_table_of_something_else_is_named(daemon):
    daemon.connection.execute("DROP TABLE inbox")
    daemon.connection.execute('CREATE TABLE inbox ("ID" integer, "Body" text)')
    daemon.connection.execute("INSERT INTO inbox VALUES (1, 'x')")
    daemon.connection.commit()
    with time_machine.travel(NOW, tick=False):
        (pulled,) = GAMMU.pull(daemon.settings, "", "")
    (found,) = GAMMU.parse(pulled.payload, SHANGHAI)
    assert found.field == "receivingdatetime"


def test_text_that_is_no_unicode_goes_to_quarantine_and_stops_nothing(tmp_path):
    with closing(sqlite3.connect(tmp_path / "smsd.db")) as connection:
        connection.executescript(SQLITE[17])
        daemon = Daemon(connection, 17, {"path": str(tmp_path / "smsd.db")})
        daemon.receive("a")
        connection.execute("UPDATE inbox SET SenderNumber = CAST(x'ff41' AS TEXT)")
        connection.commit()
        with time_machine.travel(NOW, tick=False):
            (pulled,) = GAMMU.pull(daemon.settings, "", "")
    (found,) = GAMMU.parse(pulled.payload, SHANGHAI)
    assert found.field == "sendernumber"


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({}, "Set path"),
        ({"path": "/nonexistent/smsd.db"}, "unable to open"),
        ({"database": "mysql://smsd@localhost/smsd"}, "PostgreSQL"),
        ({"database": "postgresql://smsd:s3cret@localhost/smsd"}, "without a password"),
        ({"database": "postgresql://smsd@127.0.0.1:1/smsd?connect_timeout=1"}, "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_named_without_the_secret(settings, reason):
    with pytest.raises(SourceError, match=reason) as failed:
        list(GAMMU.pull(settings, "s3cret", ""))
    assert "s3cret" not in str(failed.value)
