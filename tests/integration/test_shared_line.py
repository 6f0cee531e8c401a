"""Two merchants of one installation may have the same line: each has its own contacts, and its own canaries only."""

import json

import pytest

from leaktrace.domain.fiction import fictional_phone
from leaktrace.services import merchants

CHANNELS = "channel_id,kind,name,provider,injectable,views\nerp-1,merchant_erp,E,E,yes,name=plain;phone=plain\n"
NAMES = {"demo": "周志远", "other": "冯雨桐"}


@pytest.fixture
def two(app, demo, tmp_path):
    """``two(merchant, *words)``: two merchants with the same number, a canary of their own on it."""
    with app.writes.begin() as session:
        merchants.initialise(session, "other")

    def run(merchant, *words):
        done = demo(*words, "--merchant", merchant)
        assert done.status == 0, done.err
        return done

    phone = fictional_phone(1)
    for merchant, name in NAMES.items():
        folder = tmp_path / merchant
        folder.mkdir()
        (folder / "channels.csv").write_text(CHANNELS)
        (folder / "lines.csv").write_text(
            "line_id,kind,value,role,acquired_at,label\n"
            f"{merchant}-1,phone,{phone},canary,2026-08-01T00:00:00Z,\n"
        )
        (folder / "canaries.jsonl").write_text(json.dumps(canary(merchant, name, phone)))
        exposure = {
            "canary_id": "C1", "channel_id": "erp-1", "exposed_at": "2026-09-02T00:00:00Z",
            "holds": {"name": name, "phone": phone}, "views": {"name": "plain", "phone": "plain"},
            "proof": {"kind": "readback"},
        }  # fmt: skip
        (folder / "exposures.jsonl").write_text(json.dumps(exposure))
        run(merchant, "channel", "import", folder / "channels.csv")
        told = run(merchant, "line", "import", folder / "lines.csv")
        assert (told.out, told.err) == ("lines: 1 new, 0 updated, 0 unchanged\n", "")
        run(merchant, "exposure", "import", folder / "canaries.jsonl", folder / "exposures.jsonl")
    return run


def canary(merchant, name, phone):
    place = {"province": "湖北省", "city": "武汉市", "district": "洪山区", "detail": "望舒街1号"}
    return {
        "canary_id": "C1", "line_ids": [f"{merchant}-1"],
        "identity": {"name": name, "phone": phone, "address": place},
        "order": {
            "order_no": f"26090277786599{len(merchant)}421", "amount": "78.00", "currency": "CNY",
            "placed_at": "2026-09-01T10:00:00Z",
            "items": [{"sku": "S1", "title": "防晒衣女夏季薄款", "qty": 1, "price": "78.00"}],
        },
    }  # fmt: skip


def note(folder, ref, name):
    row = {
        "ref": ref, "medium": "call", "line": fictional_phone(1), "occurred_at": "2026-09-10T00:00:00Z",
        "text": f"您好，是{name}吗？您的订单质检不合格，给您退款，请加理赔专员的微信。",
    }  # fmt: skip
    path = folder / f"{ref}.jsonl"
    path.write_text(json.dumps(row))
    return path


def test_what_one_takes_in_the_other_never_sees(two, tmp_path):
    two("demo", "ingest", note(tmp_path, "a", NAMES["demo"]), "--format", "native")
    assert two("other", "contact", "list", "--json").json == {"total": 0, "contacts": []}
    assert two("other", "quarantine", "list", "--json").json == []
    (mine,) = two("demo", "contact", "list", "--json").json["contacts"]
    assert (mine["line_ids"], mine["canary_ids"], mine["informed"]) == (["demo-1"], ["C1"], True)


def test_a_call_about_the_canary_of_the_other_is_evidence_against_nobody(two, tmp_path):
    """The same call reaches both, since the line is one: who leaked the other's order, did not leak this one's."""
    for merchant in NAMES:
        two(merchant, "ingest", note(tmp_path, "a", NAMES["other"]), "--format", "native")
    verdicts = {
        merchant: two(merchant, "attribute", "--as-of", "2026-10-01T00:00:00Z", "--json").json["cases"][0]
        for merchant in NAMES
    }  # fmt: skip
    assert (verdicts["demo"]["verdict"], verdicts["demo"]["channels"]) == ("background", [])
    assert [one["channel_id"] for one in verdicts["other"]["channels"]] == ["erp-1"]
