"""Masked values tell apart, and do not tell who."""

from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.channel import Field
from leaktrace.domain.masking import mask_line, mask_text, mask_value


def test_a_number_keeps_its_country_and_last_four_digits():
    assert mask_line("+8614000001234") == "+86****1234"
    assert mask_line("1069000004") == "106****0004"
    assert mask_line("95588") == "****"


def test_a_mailbox_keeps_its_first_letter_and_domain():
    assert mask_line("olive.hjm68@inbox.example.com") == "o***@inbox.example.com"


def test_names_addresses_and_numbers_are_cut_short():
    assert mask_value(Field.NAME, "周雨桐") == "周**"
    assert mask_value(Field.ADDRESS, "湖北省武汉市洪山区") == "湖北****"
    assert mask_value(Field.TRACKING_NO, "FL8413299527370") == "****7370"
    assert mask_value(Field.PRICE, "78.00") == "78.00"


@given(text=st.text(max_size=200))
def test_a_masked_text_shows_its_length_and_no_word(text):
    masked = mask_text(text)
    assert len(masked) == len(text)
    assert set(masked) <= {"•"} | {letter for letter in text if letter.isspace()}
