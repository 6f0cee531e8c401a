"""Text out of the bytes of a mail: labels that are wrong, bytes without a label, encoded words (RFC 2047)."""

import binascii
import re
from collections.abc import Iterator

__all__ = ["decode_text", "header_text"]

_NAMES = {
    # What is labelled GB2312 or GBK is nearly always GB18030, which holds both.
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cp950"), "big5hkscs"),
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("shift_jis", "x-sjis", "windows-31j", "cp932"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "cp949"), "cp949"),
    **dict.fromkeys(("iso-8859-1", "latin1", "windows-1252", "cp1252"), "cp1252"),
    **{f"iso-8859-{part}": f"iso8859-{part}" for part in (*range(2, 12), *range(13, 17))},
    **{f"windows-{page}": f"cp{page}" for page in (874, *range(1250, 1259)) if page != 1252},
    **{name: name for name in ("hz-gb-2312", "euc-jp", "iso-2022-jp", "iso-2022-kr", "koi8-r")},
    **{name: name for name in ("koi8-u", "tis-620", "utf-7", "utf-16", "utf-16le", "utf-16be")},
}
"""Labels that are believed, as WHATWG's Encoding Standard maps them; not every codec of Python is for strangers."""
_WEAK = frozenset({"cp1252"})
"""Labels that programs put on anything."""
_LONGEST_HEADER = 64 * 1024
_WORD = re.compile(rb"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?\r\n]*)\?=")
_BETWEEN = re.compile(rb"\s*")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_FOLDS = re.compile(r"\s*[\r\n]+\s*")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def decode_text(data: bytes, label: str = "") -> str:
    """The text of some bytes. What no database can hold becomes U+FFFD.

    The label is tried first, unless it is one that says nothing, then UTF-8, and without a label GB18030; GB18030
    also where UTF-8 is stated and is plainly wrong.

    Args:
        data: the bytes.
        label: what the mail calls their character set; empty where it does not say.
    """
    name = _NAMES.get(label.strip().strip("\"'").lower(), "")
    tries = [name] if name and name not in _WEAK else []
    tries += ["utf-8"] if name else ["utf-8", "gb18030"]
    text = next(filter(None, (_strictly(data, encoding) for encoding in tries)), None)
    if text is None:
        text = data.decode(name or "cp1252", "replace")
        if name == "utf-8" and _is_garbled(text):
            text = _strictly(data, "gb18030") or text
    return _UNSTORABLE.sub("\ufffd", text.removeprefix("\ufeff"))


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _is_garbled(text: str) -> bool:
    """Whether most of what is beyond ASCII could not be read; a single broken byte is no wrong label."""
    return 2 * text.count("\ufffd") > sum(letter > "\x7f" for letter in text)


def header_text(raw: bytes) -> str:
    """The value of a header, encoded words decoded; on one line.

    A character that was torn apart between two words of one character set is put together again.
    """
    text = "".join(decode_text(data, label) for data, label in _stretches(raw[:_LONGEST_HEADER]))
    return _FOLDS.sub(" ", text).strip()


def _stretches(raw: bytes) -> Iterator[tuple[bytes, str]]:
    """Bytes that are decoded together, with the label of their character set."""
    end, held, label = 0, b"", ""
    for found in _WORD.finditer(raw):
        charset = found[1].decode("ascii", "replace").lower()
        between = raw[end : found.start()]
        apart = bool(between.strip()) or not held
        if held and (apart or charset != label):
            yield held, label
            held = b""
        if apart:  # blanks between two encoded words are none
            yield between, ""
        held += _word(found[2], found[3])
        label, end = charset, found.end()
    if held:
        yield held, label
    yield raw[end:], ""


def _word(kind: bytes, text: bytes) -> bytes:
    if kind in b"bB":
        bare = _NOT_BASE64.sub(b"", text)
        return binascii.a2b_base64(bare[: len(bare) - (len(bare) % 4 == 1)] + b"==")
    return binascii.a2b_qp(text, header=True)
