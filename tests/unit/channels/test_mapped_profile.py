import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.channels.mapped_file import MappedFileModule
from leaktrace.channels.mapped_file.parts import Part, content_of
from leaktrace.domain.cells import clean_cell
from leaktrace.domain.channel import Field
from leaktrace.domain.errors import InputError

CSV = {"type": "csv"}
COLUMNS = {"No": "order_no", "Name": "name"}


def opened(**settings):
    return MappedFileModule().open({"file": CSV, "columns": COLUMNS} | settings)


@pytest.mark.parametrize(
    ("settings", "field", "message"),
    [
        ({"file": {"type": "xls"}}, "file.type", "cannot be 'xls'"),
        ({"file": {"type": "csv", "encoding": "utf-7"}}, "file.encoding", "cannot be"),
        ({"file": {"type": "csv", "data_row": 1}}, "file.data_row", "not below"),
        ({"file": {"type": "csv", "name": "../x"}}, "file.name", "name of a file"),
        ({"file": {"type": "csv", "name": "canary"}}, "file.name", "name of a file"),
        ({"file": {"type": "xlsx", "sheet": "a/b"}}, "file.sheet", "name of a sheet"),
        ({"file": {"type": "csv", "speed": 1}}, "file.speed", "no setting"),
        ({"file": []}, "file", "not a mapping"),
        ({"columns": {"Name": "name"}}, "columns", "order number"),
        ({"columns": COLUMNS | {"X": "surname"}}, "columns.X", "names no part"),
        ({"columns": COLUMNS | {"X": "{name}{note}"}}, "columns.X", "nothing between"),
        ({"columns": COLUMNS | {"X": "{name"}}, "columns.X", "names no part"),
        ({"columns": COLUMNS | {"X": 7}}, "columns.X", "not a short text"),
        ({"columns": COLUMNS | {"X": {"constant": "内部测试"}}}, "columns.X.constant", "测试"),
        ({"columns": COLUMNS | {"X": {"constant": "=1+1"}}}, "columns.X.constant", "formula"),
        ({"columns": COLUMNS | {"X": {"constnat": "a"}}}, "columns.X.constnat", "no setting"),
        ({"columns": COLUMNS | {"X": "test {note}"}}, "columns.X", "test"),
        ({"columns": COLUMNS | {"X": "{item.sku} {note}"}}, "columns.X", "mixes"),
        ({"columns": COLUMNS | {"Honeypot": "note"}}, "columns.Honeypot", "no real ones"),
        ({"columns": COLUMNS | {"P": "item.price"}}, "columns", "without price"),
        ({"formats": {"phone": "local"}}, "formats.phone", "cannot be"),
        ({"formats": {"country": "086"}}, "formats.country", "calling code"),
        ({"formats": {"time": "%d.%m."}}, "formats.time", "no form of a time"),
        ({"formats": {"time": "%Y-%m-%d %B"}}, "formats.time", "no form of a time"),
        ({"formats": {"time": "%Y-%m-%d"}}, "formats.zone", "missing"),
        ({"formats": {"zone": "Asia/Hangzhou"}}, "formats.zone", "no time zone"),
        ({"formats": {"zone": "../../etc/passwd"}}, "formats.zone", "no time zone"),
        ({"formats": {"decimals": True}}, "formats.decimals", "whole number"),
        ({"formats": {"apostrophe": ["fax"]}}, "formats.apostrophe", "no apostrophe"),
        ({"limits": {"name": 0}}, "limits.name", "whole number"),
        ({"limits": {"fax": 3}}, "limits.fax", "no fax"),
        ({"limits": {"name": {"bytes": 9, "encoding": "x"}}}, "limits.name.encoding", "cannot be"),
        ({"variants": ["note"]}, "variants", "in no column"),
        ({"variants": "name"}, "variants", "list of words"),
        ({"read_back": {"columns": {"No": "order_no"}}}, "read_back.columns", "shows name"),
        ({"read_back": {"colums": {}}}, "read_back.colums", "no setting"),
        ({"stored_as": "ebcdic"}, "stored_as", "cannot be"),
    ],
)  # fmt: skip
def test_a_profile_that_does_not_fit_is_refused_with_the_path_of_the_setting(
    settings, field, message
):
    with pytest.raises(InputError, match=r".") as caught:
        opened(**settings)
    assert caught.value.field == field
    assert message in caught.value.message


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"no": "order_no", "a": "name", "a.b": "note"}, "columns.a"),
        ({"no": "order_no", "a..b": "name"}, "columns.a..b"),
        ({"no": "order_no", "sku": "item.sku"}, "columns.sku"),
        ({"no": "order_no", "items[].name": "name"}, "columns.items[].name"),
        ({"no": "order_no", "a[].s": "item.sku", "b[].t": "item.title"}, "columns"),
    ],
)
def test_paths_of_json_have_to_make_one_record(columns, field):
    with pytest.raises(InputError) as caught:
        opened(file={"type": "json"}, columns=columns)
    assert caught.value.field == field


def test_a_profile_needs_a_file():
    with pytest.raises(InputError, match="is missing"):
        MappedFileModule().open({"columns": COLUMNS})


def test_capabilities_are_what_the_columns_say():
    able = opened(
        columns={"No": "order_no", "N": "name", "省": "address.province", "T": "item.title"},
        limits={"name": {"bytes": 20}, "address.province": 20, "phone": 11},
        variants=["name"],
    ).capabilities
    assert able.fields == {Field.ORDER_NO, Field.NAME, Field.ADDRESS, Field.PRODUCT}
    assert able.limits == {Field.NAME: 20}
    assert able.variants == {Field.NAME}
    assert able.reads_back


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('="00123"', "00123"),
        ("'14002400001", "14002400001"),
        ("\t14002400001\t", "14002400001"),
        ("’林若溪", "林若溪"),
        ('=""', ""),
        ("'", ""),
        ("O'Neil", "O'Neil"),
        ("\ufeff 林\u3000溪 ", "林\u3000溪"),
    ],
)
def test_marks_around_a_cell_are_taken_off(cell, text):
    assert clean_cell(cell) == text


def test_a_text_of_another_form_stands_for_its_first_part():
    content = content_of("To {name} at {address}")
    assert content.read("To 林溪 at 杭州") == {Part.NAME: "林溪", Part.ADDRESS: "杭州"}
    assert content.read("林**") == {Part.NAME: "林**"}
    assert content.read("") == {}


@given(text=st.text(st.sampled_from("ab -/"), max_size=2_000))
def test_any_text_is_cut_in_no_time_and_shows_nothing_but_itself(text):
    shown = content_of("a {name} {note} {nick}-{address}/").read(text)
    assert all(piece in text for piece in shown.values())
