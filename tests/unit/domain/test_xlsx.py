import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaktrace.domain.errors import InputError
from leaktrace.domain.xlsx import sheet_rows

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK = f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>'
RELATIONS = '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>'


def book(cells="", shared="", *, compression=zipfile.ZIP_DEFLATED, **parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        names = {
            "xl/workbook.xml": BOOK,
            "xl/_rels/workbook.xml.rels": RELATIONS,
            "xl/worksheets/sheet1.xml": f"<worksheet xmlns='{MAIN}'><sheetData>{cells}</sheetData></worksheet>",
            "xl/sharedStrings.xml": f"<sst xmlns='{MAIN}'>{shared}</sst>",
        } | parts
        for name, text in names.items():
            archive.writestr(name, text)
    return made.getvalue()


def read(content, sheet=""):
    return dict(sheet_rows(content, sheet))


def test_every_kind_of_cell_is_read_where_it_stands():
    cells = (
        '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="inlineStr"><is><t>b</t></is></c>'
        '<c r="AA2" t="str"><f>1+1</f><v>c</v></c></row>'
        '<row><c><v>68.10</v></c><c><v>1.4002400001E10</v></c><c t="b"><v>1</v></c><c t="s"><v>9</v></c></row>'
    )
    shared = "<si><r><t>林</t></r><r><t>若溪</t></r><rPh><t>lin</t></rPh></si>"
    assert read(book(cells, shared)) == {
        2: {0: "林若溪", 2: "b", 26: "c"},
        3: {0: "68.10", 1: "14002400001", 2: "1"},
    }


def test_what_openpyxl_writes_is_read():
    made = openpyxl.Workbook()
    made.active.append(["林", 7, 1.5, None, "x & <y>"])
    content = io.BytesIO()
    made.save(content)
    assert read(content.getvalue()) == {1: {0: "林", 1: "7", 2: "1.5", 4: "x & <y>"}}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a workbook"),
        (b"\xd0\xcf\x11\xe0old", "not a workbook"),
        (book('<row r="1048577"/>'), "outside the sheet"),
        (book('<row><c r="XFE1"><v>1</v></c></row>'), "outside the sheet"),
        (book("<row>"), "no XML"),
        (book(**{"xl/workbook.xml": "<workbook/>"}), "has no sheet"),
        (book(**{"xl/_rels/workbook.xml.rels": RELATIONS.replace("sheet1", "../../etc")}), "no part"),
        (book(compression=zipfile.ZIP_LZMA), "unusual way"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_refused(content, message):
    with pytest.raises(InputError, match=message):
        read(content)


def test_another_sheet_is_not_taken_instead():
    with pytest.raises(InputError, match="has no sheet 'Two'"):
        read(book(), "Two")


def test_a_bomb_is_not_unpacked():
    with pytest.raises(InputError, match="64 MiB unpacked"):
        read(book("<row/>" + " " * (65 * 1024 * 1024)))


def test_entities_are_not_expanded():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    with pytest.raises(InputError, match="document type"):
        read(book(**{"xl/worksheets/sheet1.xml": bomb}))


def test_too_many_parts_are_refused():
    with pytest.raises(InputError, match="more than 1000 parts"):
        read(book(**{f"x{number}": "" for number in range(1_000)}))


@settings(deadline=None)
@given(
    part=st.sampled_from(["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"]),
    text=st.one_of(
        st.binary(max_size=80),
        st.lists(
            st.sampled_from(["<row>", "</row>", "<c>", "</c>", "<c r='A1'>", "<c t='s'>", "<v>", "</v>", "<si>", "</si>", "<t>", "</t>", "1", "9E9", "-1", "<rPh>", "</rPh>", "<c r='ZZZ9'>", "<sheet id='r1'/>"])
        ).map(lambda tags: f"<a>{''.join(tags)}</a>".encode()),
    ),
)  # fmt: skip
def test_any_part_is_read_or_refused(part, text):
    try:
        rows = read(book(**{part: text}))
    except InputError:
        return
    assert all(cell for cells in rows.values() for cell in cells.values())
