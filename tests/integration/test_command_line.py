"""What the terminal shows: true defaults, ids that can be copied, and loud words where nothing was taken."""

import json
import re
import socket
import sys

import pytest

from leaktrace.cli import accounts, cases, contacts, inventory, quarantine, seeding, sources
from leaktrace.cli.context import print_table
from leaktrace.domain.fiction import fictional_phone
from leaktrace.settings import Settings


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_the_help_names_the_port_that_is_listened_on(leaktrace, command):
    shown = " ".join(leaktrace(command, "--help").out.split())
    (default,) = re.findall(r"--port <int[^>]*> [^\[]*\[default: ([^\];]*)", shown)
    assert default == f"({Settings.model_fields['port'].default}, or the setting 'port')"


CONTACT = "01a20464-5deb-7016-bba0-f8bd10e3261c"
COMMITMENT = f"sha256:{'0123456789abcdef' * 4}"
WORDY = "Shows correct facts about the order and wants something of the buyer."


@pytest.fixture
def table(monkeypatch, capsys):
    """``table(width, columns, rows, ids)``: what a terminal of that width shows."""

    def show(width, columns, rows, ids):
        monkeypatch.setenv("COLUMNS", str(width))
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        print_table("Title", columns, rows, ids=ids)
        return capsys.readouterr().out

    return show


def test_what_an_empty_setting_means_is_said(leaktrace, tmp_path):
    words = ("config", "show", "--home", tmp_path)
    told = {
        row.split("│")[1].strip(): row for row in leaktrace(*words).out.splitlines() if "│" in row
    }
    assert "(the only one)" in told["merchant"]
    assert "(SQLite in the home)" in told["database_url"]
    assert leaktrace(*words, "--json").json["merchant"] == {"value": "", "origin": "default"}


@pytest.mark.parametrize("width", [20, 40, 60, 80, 100, 160])
def test_an_id_is_in_one_piece_however_narrow_the_terminal(table, width):
    columns = ("contact", "occurred", "class", "reason", "commitment")
    row = (CONTACT, "2026-09-19T03:45:00Z", "scam", WORDY, COMMITMENT)
    shown = table(width, columns, [row, row], ids=("contact", "commitment"))
    assert shown.count(CONTACT) == shown.count(COMMITMENT) == 2
    assert "…" not in shown


def test_rows_that_leave_no_room_beside_their_ids_are_told_line_by_line(table):
    shown = table(
        60, ("draw_id", "commitment", "opened_at"), [("draw-1", COMMITMENT, None)], ["commitment"]
    )
    assert shown == f"Title\ndraw_id     draw-1\ncommitment  {COMMITMENT}\nopened_at   \n"


def test_a_table_that_fits_stays_one_and_nothing_in_it_is_markup(table):
    shown = table(80, ("id", "reason"), [("draw-1", "[bold]\x1b[2J")], ["id"])
    assert "│ draw-1 │ [bold]?[2J │" in shown


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (("seed", "draws"), ("draw_id", "commitment")),
        (("contact", "list"), ("contact",)),
        (("quarantine", "list"), ("id",)),
        (("case", "list"), ("case_id",)),
        (("channel", "list"), ("channel",)),
        (("line", "list"), ("line_id",)),
        (("source", "list"), ("name",)),
        (("user", "list"), ("login",)),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_list_keeps_its_ids_in_one_piece(demo, monkeypatch, words, ids):
    seen = []
    for module in (accounts, cases, contacts, inventory, quarantine, seeding, sources):
        monkeypatch.setattr(module, "print_table", lambda *_args, **given: seen.append(given))
    assert demo(*words).status == 0
    assert seen == [{"ids": ids}]


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_none_is_a_usage_error(leaktrace, tmp_path, command):
    done = leaktrace(command, "--port", 99_999, "--home", tmp_path)
    assert (done.status, "--port" in done.err) == (2, True)


def test_the_example_is_not_built_when_its_port_is_taken(leaktrace):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = leaktrace("demo", "--port", port)
    assert done.status == 2
    assert f"cannot listen on 127.0.0.1 port {port}" in done.err
    assert done.out == ""


def test_what_is_wrong_with_a_word_is_said_without_how_it_was_found(demo):
    done = demo("user", "add", "li.wei", "--role", "boss")
    assert (done.status, "Value error" in done.err) == (2, False)
    assert "'boss' is not one of" in done.err


def test_a_source_whose_folder_is_not_there_is_added_with_a_word(demo, tmp_path):
    words = ("source", "add", "--format", "native", "--kind", "folder", "--path")
    assert "there is no folder" in demo(*words, tmp_path / "later", "one").err
    assert demo(*words, tmp_path, "two").err == ""


def test_a_record_is_shown_without_the_mark_of_its_encoding(demo, tmp_path):
    (tmp_path / "calls.csv").write_bytes("\ufeff日期,谁\n昨天,你\n".encode())
    demo("ingest", tmp_path / "calls.csv", "--format", "complaint-csv")
    (row, *_) = demo("quarantine", "list", "--json").json
    shown = demo("quarantine", "show", row["id"]).out
    assert "\n日期,谁" in shown


def test_a_record_that_came_without_its_zone_is_mended_with_it(demo, tmp_path):
    (tmp_path / "lines.csv").write_text(
        "line_id,kind,value,role,acquired_at,label\n"
        f"L0001,phone,{fictional_phone(1)},canary,2026-01-01T00:00:00Z,\n"
    )
    demo("line", "import", tmp_path / "lines.csv")
    call = {"ref": "c-1", "medium": "call", "line": "L0001", "occurred_at": "2026-09-11 13:35:00"}
    (tmp_path / "calls.jsonl").write_text(json.dumps(call) + "\n")
    demo("ingest", tmp_path / "calls.jsonl", "--format", "native")
    (row,) = demo("quarantine", "list", "--json").json
    words = ("quarantine", "replay", row["id"], "--with", tmp_path / "calls.jsonl")
    refused = demo(*words).out
    assert "still refused: occurred_at: the time has no offset. Add one" in refused
    assert demo(*words, "--zone", "Shanghai").status == 2
    assert demo(*words, "--zone", "Asia/Shanghai").out.endswith("stored\n")
    (contact,) = demo("contact", "list", "--json").json["contacts"]
    assert contact["occurred_at"] == "2026-09-11T05:35:00Z"


ALL_LISTS = (
    ("user", "list"), ("event", "list"), ("quarantine", "list", "--counts"), ("source", "list"), ("line", "list"),
    ("line", "health"), ("line", "show", "L0001"), ("contact", "list"), ("case", "list"), ("seed", "draws"), ("doctor",),
)  # fmt: skip


@pytest.fixture
def busy(demo, tmp_path):
    """A merchant to whom one of everything has happened, each at some microsecond."""
    (tmp_path / "lines.csv").write_text(
        "line_id,kind,value,role,acquired_at,label\n"
        f"L0001,phone,{fictional_phone(1)},canary,2026-01-01T00:00:00.123456Z,\n"
    )
    assert demo("line", "import", tmp_path / "lines.csv").status == 0
    assert demo("user", "add", "li.wei", "--role", "viewer").status == 0
    assert demo("line", "own", "L0001", "--note", "bought").status == 0
    rows = [
        {"ref": f"c-{at}", "medium": "call", "line": line, "occurred_at": f"2026-09-11T05:35:{at}Z"}
        for at, line in (("00.123456", "L0001"), ("01", "L0009"))
    ]
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "calls.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    words = ("source", "add", "inbox", "--format", "native", "--kind", "folder", "--path")
    assert demo(*words, tmp_path / "inbox").status == 0
    assert demo("source", "run", "inbox").status == 0
    assert demo("attribute", "--as-of", "2026-10-01T00:00:00.654321Z").status == 0
    return demo


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_times_are_told_to_people_in_whole_seconds_and_to_programs_exactly(busy):
    for words in ALL_LISTS:
        done = busy(*words)
        assert not re.search(r":[0-9]{2}\.[0-9]", done.out + done.err), words
    (contact,) = busy("contact", "list", "--json").json["contacts"]
    assert contact["occurred_at"] == "2026-09-11T05:35:00.123456Z"
    assert contact["received_at"].endswith("Z")
    shown = busy("contact", "show", contact["contact_id"]).out
    assert "occurred_at  2026-09-11T05:35:00Z\n" in shown
    assert not re.search(r"received_at .*\.", shown)
    (case,) = busy("case", "list", "--json").json
    assert case["as_of"] == "2026-10-01T00:00:00.654321Z"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_summary_of_an_intake_counts_no_contact_twice(demo, planted, worlds):
    planted("routes-112")
    row = demo("ingest", worlds / "routes-112" / "contacts.jsonl", "--format", "native").out
    spoken, other, among = map(int, re.findall(r" in (\d+), not in (\d+); .*: (\d+)\n", row)[0])
    (stored,) = map(int, re.findall(r"= (\d+) stored", row))
    assert spoken + other == stored
    assert among > 0
