"""Channels, lines and exposures: taken whole or not at all, every fault with file, row and field."""

import json

import pytest
from sqlalchemy import func, select

from leaktrace.storage.models import CanaryOrder, Channel, Event, Exposure, Line

CHANNELS = "channel_id,kind,name,provider,injectable,views\n"
LINES = "line_id,kind,value,role,acquired_at,label\n"
PHONE = "+8614000000001"
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what is refused before the database sees it."""


@pytest.fixture
def write(tmp_path):
    def to(name, text):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return to


def count(tenant, model):
    with tenant.reads.begin() as session:
        return session.scalar(select(func.count()).select_from(model))


def canary(**changed):
    row = {
        "canary_id": "C1",
        "line_ids": ["L1"],
        "identity": {
            "name": "周雨桐", "phone": PHONE, "nick": "木子月1",
            "address": {"province": "湖北省", "city": "武汉市", "district": "洪山区", "detail": "望舒街1号1栋101室"},
        },
        "order": {
            "order_no": "260912777865995429", "amount": "78.00", "currency": "CNY", "placed_at": "2026-09-12T10:53:28+08:00",
            "items": [{"sku": "S1", "title": "防晒衣女夏季薄款", "qty": 1, "price": "78.00"}],
        },
    }  # fmt: skip
    return row | changed


def exposure(**changed):
    row = {
        "canary_id": "C1", "channel_id": "erp-1", "exposed_at": "2026-09-12T11:00:00+08:00",
        "holds": {"name": "周雨桐", "phone": PHONE}, "views": {"name": "plain", "phone": "plain"}, "proof": {"kind": "readback"},
    }  # fmt: skip
    return row | changed


@pytest.fixture
def stocked(demo, write, fill_once):
    """One channel and two lines, of which one is a control."""
    channels = CHANNELS + "erp-1,merchant_erp,ERP,Vendor,no,name=plain;phone=plain\n"
    lines = (
        f"{LINES}L1,phone,{PHONE},canary,2026-09-01T00:00:00+08:00,A\n"
        "L2,phone,+8614000000002,control,2026-09-01T00:00:00+08:00,B\n"
    )

    def stock():
        assert demo("channel", "import", write("c.csv", channels)).status == 0
        assert demo("line", "import", write("l.csv", lines)).status == 0

    fill_once("stocked", stock)
    return demo


def import_rows(demo, write, canaries, exposures):
    def text(rows):
        return "".join(row if isinstance(row, str) else json.dumps(row) + "\n" for row in rows)

    return demo(
        "exposure",
        "import",
        write("canaries.jsonl", text(canaries)),
        write("exposures.jsonl", text(exposures)),
    )


@sqlite_only
@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("erp-2,broker,X,Y,no,name=plain", "row 3, field kind: there is no kind 'broker'"),
        ("erp-2,courier,X,Y,maybe,name=plain", "row 3, field injectable: must be yes or no"),
        (
            "erp-2,courier,X,Y,no,colour=plain",
            "row 3, field views.field: there is no field 'colour'",
        ),
        ("erp 2,courier,X,Y,no,name=plain", "row 3, field channel_id"),
        (
            "erp-2,courier,=HYPERLINK(1),Y,no,name=plain",
            "row 3, field name: begins like a spreadsheet formula",
        ),
        ("erp-2,courier,,Y,no,name=plain", "row 3, field name: is missing"),
        ("erp-2,courier,X,Y,no", "row 3: 5 cells where the header has 6"),
        ("erp-1,courier,X,Y,no,name=plain", "row 3, field channel_id: erp-1 is there twice"),
        ('erp-2,courier,"X', "this is not CSV"),
        ("erp-2,courier,X\0,Y,no,name=plain", "row 3: has a NUL in it"),
    ],
)
def test_a_bad_channel_is_named_by_file_row_and_field_and_nothing_is_taken(
    demo, tenant, write, row, said
):
    path = write(
        "channels.csv", CHANNELS + "erp-1,merchant_erp,ERP,Vendor,no,name=plain\n" + row + "\n"
    )
    done = demo("channel", "import", path)
    assert done.status == 2
    assert f"channels.csv, {said}" in done.err or said in done.err
    assert "Traceback" not in done.err
    assert count(tenant, Channel) == 0


def test_text_that_is_not_utf8_is_refused_and_read_with_its_encoding(demo, tenant, write):
    path = write(
        "channels.csv", (CHANNELS + "zto,courier,中通快递,中通,no,name=plain\n").encode("gb18030")
    )
    refused = demo("channel", "import", path)
    assert refused.status == 2
    assert "--encoding gb18030" in refused.err
    assert demo("channel", "import", path, "--encoding", "gb18030").status == 0
    assert demo("channel", "show", "zto", "--json").json["name"] == "中通快递"
    marked = write(
        "bom.csv", b"\xef\xbb\xbf" + (CHANNELS + "sf,courier,SF,SF,no,name=plain\n").encode()
    )
    assert demo("channel", "import", marked).status == 0
    assert count(tenant, Channel) == 2


def test_a_row_of_two_mebibytes_is_refused(demo, write):
    done = demo("channel", "import", write("channels.csv", CHANNELS + "x" * 2_000_000))
    assert done.status == 2
    assert "row 2: the row is longer than 1 MiB" in done.err


def test_importing_channels_again_changes_nothing_and_new_views_update(demo, write):
    path = write("c.csv", CHANNELS + "erp-1,merchant_erp,ERP,V,no,name=plain\n")
    assert demo("channel", "import", path, "--json").json == {
        "created": 1,
        "updated": 0,
        "unchanged": 0,
    }
    assert demo("channel", "import", path, "--json").json == {
        "created": 0,
        "updated": 0,
        "unchanged": 1,
    }
    done = demo(
        "channel",
        "add",
        "erp-1",
        "--kind",
        "merchant_erp",
        "--name",
        "ERP",
        "--provider",
        "V",
        "--views",
        "name=masked",
        "--json",
    )
    assert done.json == {"created": 0, "updated": 1, "unchanged": 0}
    assert demo("channel", "show", "erp-1", "--json").json["views"] == "name=masked"
    assert demo("channel", "show", "erp-9").status == 1


@sqlite_only
@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("L1,phone,14000000001,canary,2026-09-01T00:00:00Z,", "field value: a phone line is given in E.164"),
        ("L1,phone,+86140abc,canary,2026-09-01T00:00:00Z,", "field value: is not a telephone number"),
        ("L1,fax,+8614000000001,canary,2026-09-01T00:00:00Z,", "field kind"),
        ("L1,phone,+8614000000001,spare,2026-09-01T00:00:00Z,", "field role"),
        ("L1,phone,+8614000000001,canary,2026-09-31T00:00:00Z,", "field acquired_at: is not a time"),
        ("L1,phone,+8614000000001,canary,2026-09-01T00:00:00,", "field acquired_at: the time has no offset"),
        ("L1,phone,+8614000000001,canary,1890-09-01T00:00:00Z,", "outside the years"),
        ("L1,email,not a mailbox,canary,2026-09-01T00:00:00Z,", "field value: is not a mailbox"),
        ("L1,phone,+8614000000001,canary,2026-09-01T00:00:00Z,@cmd", "field label"),
        ("L0,phone,+8614000000009,canary,2026-09-01T00:00:00Z,", "field value: is there twice"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_and_nothing_is_taken(demo, tenant, write, row, said):
    path = write(
        "lines.csv", LINES + "L9,phone,+8614000000009,canary,2026-09-01T00:00:00Z,\n" + row + "\n"
    )
    done = demo("line", "import", path)
    assert done.status == 2
    assert f"lines.csv, row 3, {said}" in done.err or said in done.err
    assert count(tenant, Line) == 0


def test_a_line_keeps_its_value_and_no_value_belongs_to_two_lines(stocked, tenant, write):
    other = write("o.csv", LINES + "L1,phone,+8614000000077,canary,2026-09-01T00:00:00Z,\n")
    done = stocked("line", "import", other)
    assert (done.status, "another value, kind or role" in done.err) == (1, True)
    thief = write("t.csv", LINES + f"L7,phone,{PHONE},canary,2026-09-01T00:00:00Z,\n")
    done = stocked("line", "import", thief)
    assert (done.status, "belongs to line L1 already" in done.err) == (1, True)
    relabelled = write("r.csv", LINES + f"L1,phone,{PHONE},canary,2026-09-01T00:00:00Z,new\n")
    assert stocked("line", "import", relabelled, "--json").json == {
        "created": 0,
        "updated": 1,
        "unchanged": 0,
    }
    assert count(tenant, Line) == 2


def test_lines_are_listed_masked(stocked):
    listed = stocked("line", "list", "--json")
    assert [row["value"] for row in listed.json] == ["+86 140****0001", "+86 140****0002"]
    assert PHONE not in listed.out


@sqlite_only
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"line_ids": ["L8"]}, "field line_ids: line L8 is not in the line inventory"),
        ({"line_ids": []}, "field line_ids: must be a list"),
        ({"line_ids": ["L1", "L2"]}, "control lines and canary lines at once"),
        ({"identity": canary()["identity"] | {"phone": "+8614000000002"}}, "field identity.phone: the phone is none of the canary's lines"),
        ({"identity": canary()["identity"] | {"phone": "call me"}}, "field identity.phone"),
        ({"identity": canary()["identity"] | {"email": "a@b.example.com"}}, "field identity.email"),
        ({"identity": canary()["identity"] | {"name": ""}}, "field identity.name: is missing"),
        ({"order": canary()["order"] | {"amount": "many"}}, "field order.amount: must be an amount"),
        ({"order": canary()["order"] | {"amount": "NaN"}}, "field order.amount"),
        ({"order": canary()["order"] | {"items": []}}, "field order.items"),
        ({"order": canary()["order"] | {"placed_at": "2026-02-30T00:00:00Z"}}, "field order.placed_at"),
        ({"order": None}, "field order: is missing"),
    ],
)  # fmt: skip
def test_a_bad_canary_is_named_and_nothing_is_taken(stocked, tenant, write, changed, said):
    done = import_rows(stocked, write, [canary(canary_id="C0"), canary(**changed)], [])
    assert done.status == 2
    assert "canaries.jsonl, row 2" in done.err
    assert said in done.err
    assert count(tenant, CanaryOrder) == 0


@sqlite_only
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"canary_id": "C7"}, "field canary_id: there is no canary 'C7'"),
        ({"channel_id": "erp-7"}, "field channel_id: there is no channel 'erp-7'"),
        ({"exposed_at": "2026-08-01T00:00:00Z"}, "field exposed_at: lies more than a day before the order"),
        ({"exposed_at": "2199-08-01T00:00:00Z"}, "field exposed_at: lies in the future"),
        ({"holds": {"name": "周雨桐"}}, "field holds.phone: phone has no value in holds"),
        ({"holds": {}, "views": {}}, "field holds: a channel that holds nothing"),
        ({"holds": {"name": "周雨桐", "phone": "+8614000000002"}}, "field holds.phone: the phone is none of the canary's lines"),
        ({"views": {"name": "plain", "phone": "clear"}}, "there is no view 'clear'"),
        ({"holds": {"name": "周雨桐", "shoe": "43"}}, "there is no field 'shoe'"),
    ],
)  # fmt: skip
def test_a_bad_exposure_is_named_and_nothing_is_taken(stocked, tenant, write, changed, said):
    done = import_rows(stocked, write, [canary()], [exposure(**changed)])
    assert done.status == 2
    assert "exposures.jsonl, row 1" in done.err
    assert said in done.err
    assert (count(tenant, CanaryOrder), count(tenant, Exposure)) == (0, 0)


@sqlite_only
@pytest.mark.parametrize("text", ['{"canary_id": ', "[1]", "nonsense", '{"a": NaN}', "[" * 100_000])
def test_a_line_that_is_no_json_object_is_refused(stocked, write, text):
    done = import_rows(stocked, write, [text + "\n"], [])
    assert done.status == 2
    assert "canaries.jsonl, row 1: this is not a JSON object" in done.err


def test_a_sealed_control_is_never_given_to_a_channel(stocked, write):
    identity = canary()["identity"] | {"phone": "+8614000000002"}
    control = canary(canary_id="K1", line_ids=["L2"], identity=identity)
    assert import_rows(stocked, write, [control], []).status == 0
    holds = {"name": "周雨桐", "phone": "+8614000000002"}
    done = import_rows(stocked, write, [control], [exposure(canary_id="K1", holds=holds)])
    assert (done.status, "is a sealed control" in done.err) == (2, True)


def test_a_changed_exposure_becomes_a_correction_that_points_at_the_old_record(
    stocked, tenant, write
):
    assert import_rows(stocked, write, [canary()], [exposure()]).status == 0
    changed = exposure(
        holds={"name": "周**", "phone": PHONE}, views={"name": "masked", "phone": "plain"}
    )
    done = import_rows(stocked, write, [canary()], [changed])
    assert "0 new, 1 corrected" in done.out
    assert (
        "0 new, 0 corrected, 1 unchanged" in import_rows(stocked, write, [canary()], [changed]).out
    )
    with tenant.reads.begin() as session:
        first, second = session.scalars(select(Exposure).order_by(Exposure.id))
    assert (first.corrects_id, second.corrects_id) == (None, first.id)


def test_a_planted_canary_never_changes(stocked, write):
    assert import_rows(stocked, write, [canary()], []).status == 0
    done = import_rows(
        stocked, write, [canary(identity=canary()["identity"] | {"name": "周雨彤"})], []
    )
    assert (done.status, "C1 is there already with other values" in done.err) == (2, True)


def test_a_round_trip_through_export_changes_nothing(demo, planted, tmp_path):
    planted("routes-112")
    first = tmp_path / "first.jsonl", tmp_path / "first-exposures.jsonl"
    assert demo("exposure", "export", *first, "--json").json == {"canaries": 60, "exposures": 240}
    done = demo("exposure", "import", *first)
    assert "0 new, 60 unchanged" in done.out
    assert "0 new, 0 corrected, 240 unchanged" in done.out
    second = tmp_path / "second.jsonl", tmp_path / "second-exposures.jsonl"
    demo("exposure", "export", *second)
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert first[0].stat().st_mode & 0o077 == 0


def test_each_use_case_leaves_an_event_with_its_actor(stocked, app, write):
    import_rows(stocked, write, [canary()], [exposure()])
    with app.reads.begin() as session:
        events = session.scalars(select(Event).order_by(Event.id)).all()
    actions = [event.action for event in events]
    assert {
        "keys.create",
        "merchant.create",
        "channel.import",
        "line.import",
        "exposure.import",
    } <= set(actions)
    assert all(
        event.actor.startswith("cli:") for event in events if event.action.endswith(".import")
    )
    assert PHONE not in str([event.data for event in events])


def test_nothing_personal_lies_in_the_database_in_the_clear(stocked, app, write):
    import_rows(stocked, write, [canary()], [exposure()])
    with app.engine.connect() as connection:
        for table in ("line", "identity", "canary_order", "exposure", "event"):
            rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"').all()
            text = repr(
                [
                    [bytes(cell) if isinstance(cell, memoryview) else cell for cell in row]
                    for row in rows
                ]
            )
            for secret in (PHONE, "14000000001", "周雨桐", "260912777865995429"):
                assert secret not in text
                assert repr(secret.encode())[2:-1] not in text
