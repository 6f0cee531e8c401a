"""The table of a checklist: nothing in it is changed by a spreadsheet, and what comes back is read."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.channel import Field
from leaktrace.domain.checklist import Result, checklist, read_entry
from leaktrace.domain.errors import InputError

ROW = {"ref": "C1", "field": "name", "value": "林若溪", "seen": "", "result": "", "at": "", "by": ""}  # fmt: skip


def written(*rows):
    return list(csv.DictReader(io.StringIO(checklist(rows).decode("utf-8-sig"))))


@given(st.text(st.sampled_from("林溪a1+-=@'’‘\" ,;0"), min_size=1).map(str.strip).filter(bool))
def test_a_value_comes_back_as_it_was_printed_and_no_cell_is_a_formula(value):
    (row,) = written(("C1", "12345678901234567890", Field.NOTE, "=note", value))
    assert read_entry(row, None).value == value
    assert not [cell for cell in row.values() if cell[:1] in ("=", "+", "-", "@") and cell]
    assert row["order_no"] == "'12345678901234567890"


@pytest.mark.parametrize(
    ("text", "result"),
    [("confirmed", Result.CONFIRMED), ("Failed", Result.FAILED), ("确认", Result.CONFIRMED), ("不符", Result.FAILED), ("", None)],
)  # fmt: skip
def test_a_result_is_said_in_either_language(text, result):
    assert read_entry(ROW | {"result": text}, None).result is result


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"result": "yes"}, "result"),
        ({"field": "fax"}, "field"),
        ({"at": "yesterday"}, "at"),
        ({"at": "2026-11-02T10:00"}, "at"),
        ({"seen": "x" * 501}, "seen"),
        ({"by": "x" * 501}, "by"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_column(change, field):
    with pytest.raises(InputError) as caught:
        read_entry(ROW | change, None)
    assert caught.value.field == field
