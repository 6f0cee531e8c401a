"""Records of telephone exchanges as files: read while they grow, in copies, and over the hour that comes twice."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from leaktrace.domain.source import SourceKind
from leaktrace.scheduler.collect import collect_source
from leaktrace.services import contacts, lines, quarantine, sources
from leaktrace.services.contacts import ContactView

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

DESK, CARD = "+8614087654321", "+8614000000001"
UUID = "5d9cbf6e-0e33-4c4e-9f3b-2a1c8f5d0001"


class Exchange:
    """A folder that an exchange writes to and the scheduled job reads."""

    def __init__(self, app, tenant, folder: Path) -> None:
        self._app, self._tenant, self.folder = app, tenant, folder

    def watch(self, format_name: str, **settings: str) -> None:
        with self._tenant.writes.begin() as session:
            given = {"path": str(self.folder)} | settings
            sources.add_source(session, "pbx", format_name, SourceKind.FOLDER, given)

    def look(self) -> list[ContactView]:
        """What is known after one more look, oldest first."""
        collect_source(self._app, self._tenant, "pbx")
        with self._tenant.reads.begin() as session:
            assert quarantine.list_quarantine(session) == []
            return list(reversed(contacts.list_contacts(session).contacts))


@pytest.fixture
def exchange(app, tenant, tmp_path) -> Iterator[Exchange]:
    file = tmp_path / "lines.csv"
    file.write_text(
        "line_id,kind,value,role,acquired_at,label\n"
        f"DESK,phone,{DESK},canary,2025-01-01T00:00:00Z,\n"
        f"CARD,phone,{CARD},canary,2025-01-01T00:00:00Z,\n"
    )
    with tenant.writes.begin() as session:
        lines.import_lines(session, lines.read_lines(file))
    folder = tmp_path / "records"
    folder.mkdir()
    return Exchange(app, tenant, folder)


# As cdr_csv of Asterisk writes it with loguniqueid: text quoted, numbers bare, no time of answer.
CDR = (
    '"canary-07","14012345678","14087654321","from-trunk","""anon"" <14012345678>",'
    '"PJSIP/trunk-0000001a","","VoiceMail","u07@default","{start}",,"{end}",29,0,'
    '"NO ANSWER","DOCUMENTATION","{made}.26"\n'
)


def test_the_file_of_an_account_has_the_same_calls_as_the_master_file(exchange):
    call = CDR.format(start="2025-11-26 17:39:12", end="2025-11-26 17:39:41", made=1764149952)
    exchange.watch("asterisk-cdr", zone="Asia/Shanghai")
    for name in ("Master.csv", "canary-07.csv"):
        (exchange.folder / name).write_text(call)
    (contact,) = exchange.look()
    assert contact.line_ids == ("DESK",)
    assert contact.occurred_at == datetime(2025, 11, 26, 9, 39, 12, tzinfo=UTC)


def test_calls_in_the_hour_that_comes_twice_are_an_hour_apart(exchange):
    exchange.watch("asterisk-cdr", zone="Europe/Berlin")
    instants = [datetime(2025, 10, 26, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    local = [at.astimezone(ZoneInfo("Europe/Berlin")) for at in instants]
    assert len({f"{at:%Y-%m-%d %H:%M:%S}" for at in local}) == 1
    calls = [
        CDR.format(
            start=f"{at:%Y-%m-%d %H:%M:%S}", end="2025-10-26 02:30:29", made=int(at.timestamp())
        )
        for at in local
    ]
    (exchange.folder / "Master.csv").write_text("".join(calls))
    assert [contact.occurred_at for contact in exchange.look()] == instants


def cel(kind: str, at: str, **changes: str) -> str:
    row = {
        "eventtype": kind, "eventtime": at, "cidname": '"anon"', "cidnum": "14012345678",
        "cidani": "14012345678", "cidrdnis": "", "ciddnid": "14087654321", "exten": "14087654321",
        "context": "from-trunk", "channame": "PJSIP/trunk-0000001a", "appname": "", "appdata": "",
        "amaflags": "3", "acctcode": "", "uniqueid": "1764149952.26", "linkedid": "1764149952.26",
        "peer": "", "userfield": "", "userdeftype": "", "extra": "",
    } | changes  # fmt: skip
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(row.values())
    return out.getvalue()


def test_an_event_log_that_is_read_during_a_call_tells_of_one_call(exchange):
    exchange.watch("asterisk-cel")
    log = exchange.folder / "Master.csv"
    steps = [
        (cel("CHAN_START", "1764149952.104512"), None),
        (cel("ANSWER", "1764149958.104512"), None),
        (cel("HANGUP", "1764149979.304512", extra='{"hangupcause":16}'), 21),
        (cel("LINKEDID_END", "1764149979.4", uniqueid="1764149953.27"), 21),
    ]
    written = ""
    for line, talked in steps:
        written += line
        log.write_text(written)
        for _ in range(2):
            (contact,) = exchange.look()
            assert (contact.duration_s, contact.line_ids) == (talked, ("DESK",))


def test_a_call_that_a_card_forwarded_belongs_to_the_card_or_the_desk(exchange):
    exchange.watch("asterisk-cel")
    (exchange.folder / "Master.csv").write_text(
        cel("CHAN_START", "1764149952.1", cidrdnis="14000000001", ciddnid="2001", exten="2001")
    )
    (contact,) = exchange.look()
    assert contact.line_ids == ("CARD",)


def test_records_that_could_not_be_posted_are_one_file_each(exchange):
    exchange.watch("freeswitch-json")
    profile = {
        "caller_id_number": "14012345678",
        "destination_number": "14087654321",
        "uuid": UUID,
    }
    times = {
        "created_time": "1764149952104512",
        "profile_created_time": "1764149952104512",
        "answered_time": "0",
        "hangup_time": "1764149981104512",
    }
    cdr = {
        "channel_data": {"direction": "inbound"},
        "callflow": [{"caller_profile": profile, "times": times}],
    }
    for name, number in (("a_1", 1), ("a_2", 2), ("again", 2)):
        text = json.dumps(cdr).replace(UUID, UUID[:-1] + str(number))
        (exchange.folder / f"{name}.cdr.json").write_text(text + "\n")
    assert [contact.ref[-1] for contact in exchange.look()] == ["1", "2"]


def test_the_master_file_of_freeswitch_is_rotated_and_nothing_counts_twice(exchange):
    exchange.watch("freeswitch-csv", zone="Asia/Shanghai")
    times = '"2025-11-26 17:39:12","","2025-11-26 17:39:41","29","0","NO_ANSWER"'
    line = f'"an "on", or so","14012345678","14087654321","public",{times},"{UUID}","","","",""\n'
    master = exchange.folder / "Master.csv"
    master.write_text(line)
    assert len(exchange.look()) == 1
    master.rename(exchange.folder / "Master.csv.2025-11-27-00-00-00")
    master.write_text(line.replace(UUID, UUID[:-1] + "2"))
    found = exchange.look()
    assert [contact.ref[-1] for contact in found] == ["1", "2"]
    assert found[0].occurred_at == datetime(2025, 11, 26, 9, 39, 12, tzinfo=UTC)
