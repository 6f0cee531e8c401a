"""Real material from outside goes through the intake without a crash, and none of it becomes evidence."""

import csv
import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

# The data matters here, not the engine.
pytestmark = [pytest.mark.slow, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]
ZONE = "America/New_York"


def present(folder, name):
    """A file that whoever has the data folder has to have."""
    path = folder / name
    assert path.exists(), f"{path.name} is missing in the data folder"
    return path


def line_ids(world):
    with (world / "lines.csv").open(encoding="utf-8") as file:
        return [row["line_id"] for row in csv.DictReader(file) if row["kind"] == "phone"]


def write(path, rows):
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_the_day_file_of_the_ftc_goes_through_and_nothing_in_it_is_informed(
    demo, planted, shared_data, tmp_path
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
    assert done.status == 0, done.err
    assert done.json["received"] == done.json["stored"] == 14_034
    assert demo("contact", "list", "--informed", "--json").json["total"] == 0


def test_transcripts_of_robocalls_go_through_and_none_of_them_is_informed(
    demo, planted, shared_data, tmp_path
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
    assert done.status == 0, done.err
    assert done.json["received"] == done.json["stored"] == 1_101
    assert demo("contact", "list", "--informed", "--json").json["total"] == 0


def test_feedback_reports_in_the_shapes_that_providers_send_are_taken_whatever_their_line_breaks(
    demo, planted, shared_data
):
    planted("routes-112")
    paths = sorted((shared_data / "arf-mails").glob("*/*.eml"))
    assert len(paths) == 19
    done = demo("ingest", *paths, "--format", "arf", "--json")
    assert done.status == 0, done.err
    # The mailboxes they name are none of ours, three name none, one is no such report; three are one in three forms.
    assert (done.json["received"], done.json["stored"]) == (19, 0)
    reasons = Counter(row["reason"] for row in demo("quarantine", "list", "--json").json)
    assert reasons["the line is not in the line inventory"] == 15
    assert reasons["does not tell which mailbox complained"] == 3


def test_the_day_file_of_the_ftc_is_read_as_it_is_published(demo, planted, shared_data):
    lines = line_ids(planted("routes-112"))
    source = present(shared_data, "ftc-dnc-2021-07-08/dnc_complaint_numbers_2021-07-08.csv")
    words = ("ingest", source, "--format", "complaint-csv", "--zone", ZONE, "--json")
    done = demo(*words, "--line", lines[0])
    assert done.status == 0, done.err
    # Two of its rows are the same in every cell.
    counts = {name: done.json[name] for name in ("received", "stored", "duplicates", "quarantined")}
    assert counts == {"received": 14_034, "stored": 14_033, "duplicates": 1, "quarantined": 0}
    assert demo(*words, "--line", lines[0]).json["stored"] == 0
