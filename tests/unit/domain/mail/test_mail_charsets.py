"""Text out of the bytes of mails: labels lie, and characters are torn apart."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.mail.charsets import decode_text, header_text

WORDS = "您的包裹异常，请联系客服"


def word(data: bytes, charset: str = "gb2312", kind: str = "B") -> bytes:
    text = base64.b64encode(data).decode()
    return f"=?{charset}?{kind}?{text}?=".encode()


@pytest.mark.parametrize(
    ("data", "label", "text"),
    [
        ("镕ａ㐀".encode("gb18030"), "gb2312", "镕ａ㐀"),
        (WORDS.encode("gb18030"), "GBK", WORDS),
        (WORDS.encode("gb18030"), "", WORDS),
        (WORDS.encode("gb18030"), "us-ascii", WORDS),
        (WORDS.encode("gb18030"), "x-unknown", WORDS),
        (WORDS.encode("gb18030"), "utf-8", WORDS),
        (WORDS.encode(), "", WORDS),
        (WORDS.encode(), "iso-8859-1", WORDS),
        (b"\xef\xbb\xbf" + WORDS.encode(), "utf-8", WORDS),
        (b"caf\xe9", "iso-8859-1", "café"),
        (b"\x93quoted\x94", "iso-8859-1", "“quoted”"),
        ("包裹".encode("big5"), "big5", "包裹"),
        (WORDS.encode()[:-1], "utf-8", WORDS[:-1] + "\ufffd"),
        (b"a\x00b", "", "a\ufffdb"),
        (b"cmF3", "base64", "cmF3"),
        (rb"\u4f60", "unicode_escape", r"\u4f60"),
    ],
)
def test_the_label_is_believed_as_far_as_it_can_be(data: bytes, label: str, text: str):
    assert decode_text(data, label) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (word(WORDS.encode("gb18030")), WORDS),
        (WORDS.encode("gb18030"), WORDS),
        (WORDS.encode(), WORDS),
        (b"Re: " + word("退款".encode(), "utf-8", "b") + b" now", "Re: 退款 now"),
        (b"=?utf-8?q?a=20b_c?= =?gbk?b?" + base64.b64encode("退".encode("gbk")) + b"?=", "a b c退"),
        (b"=?utf-8*zh?Q?=E9=80=80?=", "退"),
        (b"two\r\n lines\r\n\tmore", "two lines more"),
        (b"=?utf-8?x?not one?=", "=?utf-8?x?not one?="),
        (b"=?utf-8?B?!!!?=", ""),
    ],
)
def test_encoded_words_are_read(raw: bytes, text: str):
    assert header_text(raw) == text


@given(st.integers(1, len(WORDS.encode("gb18030")) - 1))
def test_a_character_that_was_torn_apart_between_two_words_is_whole_again(cut: int):
    data = WORDS.encode("gb18030")
    assert header_text(word(data[:cut]) + b"\r\n " + word(data[cut:])) == WORDS


@given(st.binary(max_size=80), st.text(max_size=12))
def test_any_bytes_give_text_that_can_be_stored(data: bytes, label: str):
    for text in (decode_text(data, label), header_text(data), header_text(word(data, "utf-8"))):
        assert "\x00" not in text
        text.encode()
