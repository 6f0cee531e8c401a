"""Real material from outside goes through the intake without a crash, and none of it becomes evidence."""

import csv
import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from xml.sax.saxutils import quoteattr

import pytest

# The data matters here, not the engine.
pytestmark = [pytest.mark.slow, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]
ZONE = "America/New_York"
MONDAY = date(2026, 10, 5)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ARRIVALS = """
columns: {Number: ref, Day: date, Time: time, Text: text}
optional: [Text]
medium: sms
formats: {midnight: unknown}
"""
COUNTS = ("received", "stored", "duplicates", "quarantined")


def present(folder, name):
    """A file that whoever has the data folder has to have."""
    path = folder / name
    assert path.exists(), f"{path.name} is missing in the data folder"
    return path


@pytest.fixture
def told(print_counts):
    """The counts of an ingest; they are printed too."""

    def tell(name, done):
        assert done.status == 0, done.err
        counts = {what: done.json[what] for what in COUNTS}
        print_counts(name, **counts)
        return tuple(counts.values())

    return tell


def line_ids(world):
    with (world / "lines.csv").open(encoding="utf-8") as file:
        return [row["line_id"] for row in csv.DictReader(file) if row["kind"] == "phone"]


def write(path, rows):
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_the_day_file_of_the_ftc_goes_through_and_nothing_in_it_is_informed(
    demo, planted, shared_data, tmp_path, told
):
    world = planted("routes-112")
    source = present(shared_data, "ftc-dnc-2021-07-08/dnc_complaint_numbers_2021-07-08.csv")
    lines = line_ids(world)
    with source.open(encoding="utf-8") as file:
        complaints = list(csv.DictReader(file))
    assert len(complaints) == 14_034
    # Five years on, so that they fall into the time in which the canaries were out.
    shift = datetime(2026, 10, 1, tzinfo=UTC) - datetime(2021, 7, 8, tzinfo=UTC)
    rows = []
    for number, row in enumerate(complaints):
        at = datetime.fromisoformat(row["Created_Date"]) + timedelta(days=shift.days)
        text = f"{row['Subject']} {row['Consumer_City']} {row['Consumer_State']} {row['Violation_Date']}"
        rows.append(
            {
                "ref": f"ftc-{number}", "medium": "call", "line": lines[number % len(lines)], "text": text,
                "occurred_at": at.isoformat(), "caller": row["Company_Phone_Number"] or None,
            }
        )  # fmt: skip
    rows = [{key: value for key, value in row.items() if value is not None} for row in rows]
    write(tmp_path / "ftc.jsonl", rows)
    done = demo("ingest", tmp_path / "ftc.jsonl", "--format", "native", "--zone", ZONE, "--json")
    assert told("FTC, over all lines, native", done) == (14_034, 14_034, 0, 0)
    assert demo("contact", "list", "--informed", "--json").json["total"] == 0


def test_transcripts_of_robocalls_go_through_and_none_of_them_is_informed(
    demo, planted, shared_data, tmp_path, told
):
    world = planted("routes-112")
    source = present(shared_data, "robocall-transcripts/metadata.csv")
    lines = line_ids(world)
    with source.open(encoding="utf-8", newline="") as file:
        transcripts = list(csv.DictReader(file))
    assert len(transcripts) == 1_101
    at = datetime(2026, 10, 1, tzinfo=UTC)
    rows = [
        {
            "ref": row["file_name"], "medium": "call", "line": lines[number % len(lines)],
            "occurred_at": (at + timedelta(minutes=number)).isoformat(), "text": row["transcript"] or " ",
        }
        for number, row in enumerate(transcripts)
    ]  # fmt: skip
    write(tmp_path / "robocalls.jsonl", rows)
    done = demo("ingest", tmp_path / "robocalls.jsonl", "--format", "native", "--json")
    assert told("robocall transcripts, native", done) == (1_101, 1_101, 0, 0)
    assert demo("contact", "list", "--informed", "--json").json["total"] == 0


def test_feedback_reports_in_the_shapes_that_providers_send_are_taken_whatever_their_line_breaks(
    demo, planted, shared_data, told
):
    planted("routes-112")
    paths = sorted((shared_data / "arf-mails").glob("*/*.eml"))
    assert len(paths) == 19
    done = demo("ingest", *paths, "--format", "arf", "--json")
    # The mailboxes they name are none of ours, three name none, one is no such report; three are one in three forms.
    assert told("feedback reports, arf", done)[:2] == (19, 0)
    reasons = Counter(row["reason"] for row in demo("quarantine", "list", "--json").json)
    assert reasons["the line is not in the line inventory"] == 15
    assert reasons["does not tell which mailbox complained"] == 3


def test_the_day_file_of_the_ftc_is_read_as_it_is_published(demo, planted, shared_data, told):
    lines = line_ids(planted("routes-112"))
    source = present(shared_data, "ftc-dnc-2021-07-08/dnc_complaint_numbers_2021-07-08.csv")
    words = ("ingest", source, "--format", "complaint-csv", "--zone", ZONE, "--json")
    done = demo(*words, "--line", lines[0])
    # Two of its rows are the same in every cell.
    assert told("FTC, as published, complaint-csv", done) == (14_034, 14_033, 1, 0)
    assert demo(*words, "--line", lines[0]).json["stored"] == 0


def test_a_collection_of_short_messages_goes_through_as_the_backup_of_a_phone(
    demo, planted, shared_data, tmp_path, told
):
    lines = line_ids(planted("routes-112"))
    source = present(shared_data, "sms-spam-collection/SMSSpamCollection")
    with source.open(encoding="utf-8", newline="") as file:
        rows = [line.rstrip("\n").split("\t") for line in file][1:]
    assert len(rows) == 5_574
    at = datetime(2026, 10, 1, tzinfo=UTC)
    with (tmp_path / "sms.xml").open("w", encoding="utf-8") as file:
        file.write(
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>\n<smses count="{len(rows)}">\n'
        )
        for number, (_, text) in enumerate(rows):
            when = int((at + timedelta(minutes=number)).timestamp() * 1000)
            file.write(
                f'  <sms protocol="0" address="+120255501{number % 100:02}" date="{when}" type="1" read="1"'
                f" body={quoteattr(text)} />\n"
            )
        file.write("</smses>\n")
    words = ("ingest", tmp_path / "sms.xml", "--format", "sms-backup", "--line", lines[0], "--json")
    assert told("SMS Spam Collection, sms-backup", demo(*words)) == (5_574, 5_574, 0, 0)
    assert demo("contact", "list", "--informed", "--json").json["total"] == 0


def test_times_at_which_frauds_arrived_go_through_as_a_sheet_of_columns_of_its_own(
    demo, planted, shared_data, tmp_path, told
):
    lines = line_ids(planted("routes-112"))
    source = present(shared_data, "smishing-arrival-times/time_day.csv")
    with source.open(encoding="utf-8", newline="") as file:
        arrivals = list(csv.reader(file))
    assert len(arrivals) == 9_432
    with (tmp_path / "arrivals.csv").open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(("Number", "Day", "Time"))
        for number, (weekday, clock) in enumerate(arrivals):
            sheet.writerow((number, MONDAY + timedelta(days=WEEKDAYS.index(weekday)), clock))
    (tmp_path / "arrivals.yaml").write_text(ARRIVALS, encoding="utf-8")
    done = demo(
        "ingest", tmp_path / "arrivals.csv", "--format", "complaint-csv", "--profile", tmp_path / "arrivals.yaml",
        "--zone", "Asia/Shanghai", "--line", lines[0], "--json",
    )  # fmt: skip
    assert told("arrival times of smishing, complaint-csv", done) == (9_432, 9_432, 0, 0)
    # Midnight stands for an unknown time: the last moment of that day then.
    contacts = demo("contact", "list", "--limit", 10_000, "--json").json["contacts"]
    at_end_of_monday = sum(row["occurred_at"].startswith("2026-10-05T15:59:59") for row in contacts)
    unknown = sum(row == ["Monday", "00:00:00"] for row in arrivals)
    late = sum(row == ["Monday", "23:59:59"] for row in arrivals)
    assert at_end_of_monday == unknown + late > 0
