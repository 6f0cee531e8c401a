"""Tables that are small as files and huge as rows are refused as a whole, before anything is made of them."""

import io
import zipfile
from zoneinfo import ZoneInfo

import pytest

from leaktrace.domain.contact import Reject
from leaktrace.domain.ports import ParseContext
from leaktrace.intake.complaints import ComplaintFormat

OWN = ParseContext(
    zone=ZoneInfo("Asia/Shanghai"),
    line="L1",
    settings={"profile": '{"columns": {"When": "occurred_at", "Number": "caller"}}'},
)
HEADINGS = '<row><c t="str"><v>When</v></c><c t="str"><v>Number</v></c></row>'


def book(cells: str, shared: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", '<w><sheet name="One" id="1"/></w>')
        archive.writestr(
            "xl/_rels/workbook.xml.rels", '<r><Relationship Id="1" Target="sheet.xml"/></r>'
        )
        archive.writestr("xl/sheet.xml", f"<w>{HEADINGS}{cells}</w>")
        archive.writestr("xl/sharedStrings.xml", f"<s>{shared}</s>")
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (book('<row><c r="XFD1" t="str"><v>x</v></c></row>' * 1_000), "10000000 cells"),
        (
            book(
                '<row><c t="s"><v>0</v></c></row>' * 1_000, f"<si><t>{'x' * 100_000}</t></si>"
            ),
            "67108864 characters",
        ),
        (b"When,Number\n" + b"x\n" * 1_048_576, "1048576 rows"),
        (b"When,Number," + b"h" * 100_000 + b"\n" + b"x\n" * 10_000, "10000 rows below headings"),
    ],
    ids=["far to the right", "one text in many cells", "many rows", "long headings"],
)  # fmt: skip
def test_a_small_file_that_would_become_huge_is_refused(data: bytes, reason: str):
    (found,) = ComplaintFormat().parse(data, OWN)
    assert isinstance(found, Reject)
    assert reason in found.reason


def test_some_cells_far_to_the_right_do_no_harm():
    row = '<row><c t="str"><v>2026-09-01 10:00</v></c><c r="XFD1" t="str"><v>x</v></c></row>'
    found = list(ComplaintFormat().parse(book(row), OWN))
    assert len(found) == 1
    assert not isinstance(found[0], Reject)
