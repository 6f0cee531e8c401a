"""What contacts of one campaign have in common: the wording, and the links."""

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from leaktrace.extraction.reading import fold, is_hanzi

if TYPE_CHECKING:
    from datasketch import MinHash

__all__ = ["BANDS", "link_hosts", "wording_bands"]

BANDS = 12
"""Texts of which 8 in 10 shingles agree share a band in 9 cases of 10; of which 3 in 10 do, in 1 of 1,000."""
_ROWS = 8
_FEWEST = 12
"""Shingles of a text that is long enough to be known again."""
_LONGEST = 5_000
_LINK = re.compile(
    r"(?:h[tx]{2}ps?://)?(?<![@\w.-])((?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,12})(/[\w/?=&.%+-]{0,80})?"
)
_ENDINGS = frozenset(
    [
        "com",
        "cn",
        "net",
        "org",
        "top",
        "xyz",
        "cc",
        "vip",
        "info",
        "site",
        "online",
        "shop",
        "icu",
        "club",
        "io",
        "me",
        "link",
        "live",
        "app",
        "work",
        "fun",
        "tk",
        "ru",
        "uk",
        "us",
    ]
)
_SHARED = frozenset(
    [
        "bit.ly",
        "t.cn",
        "t.co",
        "url.cn",
        "dwz.cn",
        "tinyurl.com",
        "goo.gl",
        "is.gd",
        "ow.ly",
        "weixin.qq.com",
        "u.jd.com",
        "m.tb.cn",
        "docs.google.com",
        "wa.me",
        "t.me",
    ]
)
"""Hosts of everybody's links, where only the whole address tells one from another."""


def link_hosts(text: str) -> tuple[str, ...]:
    """The hosts that a text links to, each once; of a shortener or shared host the whole address."""
    found = []
    for match in _LINK.finditer(fold(text)[:_LONGEST]):
        host, path = match[1].removeprefix("www."), match[2] or ""
        if host in _SHARED or host.rsplit(".", 1)[-1] in _ENDINGS:
            found.append(host + path if host in _SHARED else host)
    return tuple(dict.fromkeys(found))


def wording_bands(text: str, said: Iterable[tuple[int, int]] = ()) -> tuple[str, ...]:
    """Names under which a text is found again by texts that are nearly the same.

    Args:
        text: the words of a contact.
        said: where it tells facts of an order; they differ from victim to victim, and are left out.

    Returns:
        `BANDS` names, or none for a text that is too short to be known again.
    """
    plain = list(fold(text)[:_LONGEST])
    for start, end in said:
        plain[start:end] = " " * (min(end, len(plain)) - min(start, len(plain)))
    words = re.sub(r"[\W\d_]+", "", _LINK.sub(" ", "".join(plain)))
    size = 3 if any(map(is_hanzi, words)) else 5
    shingles = {words[n : n + size].encode() for n in range(len(words) - size + 1)}
    if len(shingles) < _FEWEST:
        return ()
    sketch = _blank_sketch().copy()
    sketch.update_batch(sorted(shingles))
    rows = np.asarray(sketch.hashvalues, dtype=">u8").reshape(BANDS, _ROWS)
    return tuple(f"{number}:{row.tobytes().hex()}" for number, row in enumerate(rows))


@cache
def _blank_sketch() -> "MinHash":
    """A sketch of no text: to draw its permutations takes five times as long as to sketch a text."""
    from datasketch import MinHash  # noqa: PLC0415 - takes a second, which nothing else should

    return MinHash(num_perm=BANDS * _ROWS, seed=1)
