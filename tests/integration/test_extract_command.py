"""`leaktrace extract`: texts in, details and classes out, without a database."""

import json

import pytest

ORDER = {
    "name": "欧阳小敏", "phone": None, "email": None,
    "address": {"province": "浙江省", "city": "杭州市", "district": "滨江区", "detail": "望潮路88号2栋1203室"},
    "order_no": "260310774412095533", "items": [{"title": "竹语双层玻璃养生壶", "price": "167.50"}],
    "amount": "167.50", "currency": "CNY", "placed_at": "2026-03-10T20:14:09+08:00",
}  # fmt: skip
ROW = {
    "id": "1", "medium": "call", "occurred_at": "2026-03-11T15:30:00+08:00", "order": ORDER,
    "text": "对方：你是李雷吗？\n我：我是欧阳小敏。\n对方：您买了养生壶。",
}  # fmt: skip


@pytest.fixture
def extract(leaktrace, tmp_path):
    def run(row, *words):
        file = tmp_path / "texts.jsonl"
        file.write_text(json.dumps(row), encoding="utf-8")
        return leaktrace("extract", file, *words)

    return run


def test_what_is_not_of_the_order_and_what_the_holder_said_is_told_apart(extract):
    shown = extract(ROW).out
    assert "李雷  (exact, not of this order)" in shown
    assert "欧阳小敏  (exact, not the caller's knowledge)" in shown


@pytest.mark.parametrize(
    ("row", "lacks"),
    [
        ({"text": "x"}, "id, medium, occurred_at, order"),
        ({**ROW, "order": {**ORDER, "address": {}}}, "address.province, address.city"),
    ],
)
def test_all_that_a_line_lacks_is_said_at_once(extract, row, lacks):
    done = extract(row)
    assert done.status == 2
    assert f"lacks {lacks}" in done.err
    assert "leaktrace extract --help" in done.err


def test_the_help_shows_the_form_of_a_line(leaktrace):
    assert '"occurred_at"' in leaktrace("extract", "--help").out
