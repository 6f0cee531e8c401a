"""Masked values tell apart, and do not tell who."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.channel import Field
from leaktrace.domain.masking import (
    mask_but,
    mask_caller,
    mask_hint,
    mask_line,
    mask_quoted,
    mask_ref,
    mask_text,
    mask_value,
    shown_key,
)
from leaktrace.domain.records import digest


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("+8614304400010", "+86 143****0010"),
        ("+8614408800010", "+86 144****0010"),
        ("14304400010", "+86 143****0010"),
        ("8614304400010", "+86 143****0010"),
        ("+86 143 0440 0010", "+86 143****0010"),
        ("143****0010", "+86 143****0010"),
        ("+86143****0010", "+86 143****0010"),
        ("+12025550123", "+1 202****0123"),
        ("+447700900123", "+44 770****0123"),
        ("+372001234", "+372 ****1234"),
        ("1069000004", "106****0004"),
        ("95588", "****"),
    ],
)
def test_a_number_keeps_its_country_and_digits_of_both_ends_however_it_was_written(number, masked):
    assert mask_line(number) == masked
    assert mask_caller(number) == masked


def test_a_mailbox_keeps_its_first_letter_and_domain():
    assert mask_line("olive.hjm68@inbox.example.com") == "o***@inbox.example.com"


def test_an_account_keeps_its_app_and_first_letter():
    assert mask_line("wechat:plum_lane") == "wechat:p***"
    assert mask_line("wechat:plum@chatroom") == "wechat:p***"


@pytest.mark.parametrize(
    ("caller", "masked"),
    [
        ("olive@inbox.example.com", "o***@inbox.example.com"),
        ("wechat:plum_lane", "wechat:p***"),
        ("周雨桐", "•••"),
        ("+8614000000777 周雨桐", "•••••••••••••• •••"),
        ("a@b.example 周雨桐", "••••••••••• •••"),
        ("Zhou", "••••"),
    ],
)
def test_a_caller_is_masked_as_a_line_or_as_what_somebody_wrote(caller, masked):
    assert mask_caller(caller) == masked


def test_names_addresses_and_numbers_are_cut_short():
    assert mask_value(Field.NAME, "周雨桐") == "周**"
    assert mask_value(Field.ADDRESS, "湖北省武汉市洪山区") == "湖北****"
    assert mask_value(Field.TRACKING_NO, "FL8413299527370") == "****7370"
    assert mask_value(Field.PRICE, "78.00") == "78.00"


@pytest.mark.parametrize(
    ("ref", "masked"),
    [
        ("n-0024", "n-0024"),
        ("contact-00012", "contact-00012"),
        ("+8614000001234", "****1234"),
        ("call:14000001234:L1", "call:****1234:L1"),
        ("140-0000-1234/7", "****1234/7"),
        ("140_0000_1234/7", "****1234/7"),
        ("from +86 (140) 0000 1234", "from ****1234"),
        ("1758238800.12", "****0012"),
        ("mail <olive@inbox.example.com>", "mail <o***@inbox.example.com>"),
        ("14000001234@sip.example.com", "1***@sip.example.com"),
        ("noted-14000001234", "noted-****1234"),
        ("noted-" + "14000001234".zfill(32), "noted-****1234"),
        ("14000001234abcdef", "****1234abcdef"),
        ("noted-33b14000001234c07f2e9d0a1b2c3d4e5 ", "noted-33b****1234c07f2e9d0a1b2c3d4e5 "),
    ],
)
def test_a_reference_keeps_its_words_and_hides_numbers_and_mailboxes(ref, masked):
    assert mask_ref(ref) == masked


def test_of_a_text_that_can_be_read_numbers_and_mailboxes_cannot():
    text = "致电 141 0000 0071 或 zhou@mail.example, 1 元"
    assert mask_but(text, [True] * len(text)) == "致电 ••• •••• •••• 或 •••••••••••••••••, 1 元"
    assert mask_but(text, [False] * len(text)) == mask_text(text)


@pytest.mark.parametrize(
    "number",
    ["482", "482913", "４８２", "四八二九", "幺两八", "4 8-2", "六百零二", "①②③", "2026-11-18"],
)
def test_no_number_of_three_figures_can_be_read_however_it_is_written(number):
    text = f"茅台路6号{number}室，三倍"
    hidden = "".join(one if one.isspace() else "•" for one in number)
    assert mask_but(text, [True] * len(text)) == f"茅台路6号{hidden}室，三倍"


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("occured_at", "occured_at"),
        ("Line-2.b", "Line-2.b"),
        ("log_2026", "log_2026"),
        ("14000001234", ""),
        ("140_0000_1234", ""),
        ("card_6222_0200_1234_5678", ""),
        ("140___0000x1234", ""),
        ("王小明住茅台路561号602室", ""),
        ("a@b.example", ""),
        ("two words", ""),
        ("x" * 33, ""),
        ("", ""),
    ],
)
def test_a_key_is_told_only_where_it_has_the_form_of_a_name(key, shown):
    assert shown_key(key) == shown


def test_a_reference_that_leaktrace_made_itself_is_shown_whole():
    for ref in ("noted-33b14000001234c07f2e9d0a1b2c3d4e", digest("sms", "+8614000001234")):
        assert mask_ref(ref) == ref
    for number in range(500):
        assert mask_ref(made := digest(str(number))) == made


@given(text=st.text(max_size=200))
def test_a_masked_text_shows_its_length_and_no_word(text):
    masked = mask_text(text)
    assert len(masked) == len(text)
    assert set(masked) <= {"•"} | {letter for letter in text if letter.isspace()}


@pytest.mark.parametrize(
    ("reason", "masked"),
    [
        ("the line is not in the line inventory", "the line is not in the line inventory"),
        ("'fax' is no medium", "'fax' is no medium"),
        ("'2026-13-45T25:00:00Z' is not a time", "'2026-13-45T25:00:00Z' is not a time"),
        ("'周雨桐 14000001234' is not a time", "'••• •••••••••••' is not a time"),
        ("'Olive' is no event", "'•••••' is no event"),
        ('"O\'Hara" is no medium', "'•'••••' is no medium"),
        (r"'a\'Olive' is no medium", r"'•\'•••••' is no medium"),
    ],
)
def test_what_a_reason_quotes_is_masked_unless_nobody_can_be_called_so(reason, masked):
    assert mask_quoted(reason) == masked


@pytest.mark.parametrize(
    ("hint", "masked"),
    [("L112", "L112"), ("周雨桐14000001234", "周***"), ("Olive Hara", "O***"), ("a14000001234", "a****1234")],
)  # fmt: skip
def test_what_stands_where_a_line_belongs_is_masked_unless_it_is_the_name_of_one(hint, masked):
    assert mask_hint(hint) == masked
