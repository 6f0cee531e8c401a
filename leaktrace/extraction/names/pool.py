"""The Chinese names of an order, made searchable, and one search for them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.names.surnames import ZH_TITLES, near_sounds, sounds, split_name
from leaktrace.extraction.reading import Reading, fold, is_hanzi

__all__ = [
    "BOUNDS_LEFT",
    "BOUNDS_RIGHT",
    "NOT_BEFORE",
    "ChineseNames",
    "NameSearch",
    "know_chinese_names",
    "pinyin_of",
]

NOT_BEFORE = frozenset(
    "的是叫找问给为称呼报了说和跟对位个您你请让喂嗯哎诶欸呃哦噢那有我称这与成姓喊讲话他她写"
)
"""Characters that are not the beginning of a name which goes on with what follows."""
BOUNDS_LEFT = frozenset(
    "@】]叫是称的者和喊名说讲把问找跟给对呃诶欸哦噢嗯啊呀哎嗨嘿哟喂哈吗吧呢嘛啦“‘\"'、，,。：:（(【》—-！!？?…~ \n\t"
)
BOUNDS_RIGHT = frozenset(
    "是吗您你呢啊在吧对不没嘛哇伐哈嗦喔噻咯喽啵咩撒咧哩的，,。、；;：:？?！!”’\"'）)】…~ \n\t都收本也啦呀呐噢哦嘿欸诶哎哟嘞唉"
)
_AFTER_NAME = (
    "核对",
    "确认",
    "收到",
    "没错",
    "批注",
    "转述",
    "本人",
    "收货",
    "收件",
    "订单",
    "购买",
    "用户",
    "会员",
    "顾客",
)


@dataclass(frozen=True)
class ChineseNames:
    """The pool of names, made searchable."""

    own: str
    pool: tuple[tuple[str, str, str], ...]
    """Folded name, surname and given name, as the pool has them, longest first."""
    spoken: tuple[tuple[str, tuple[frozenset[str], ...]], ...]
    nearly: tuple[tuple[str, tuple[frozenset[str], ...]], ...]
    """The same, as they are heard by those who tell fewer syllables apart."""
    surname_sounds: frozenset[str]
    """How the first characters of the names sound, nearly."""
    surnames: frozenset[str]
    given: frozenset[str]
    """The given names of two characters."""
    sizes: tuple[int, ...]
    """How many characters the names have, from two up; the largest first."""

    @property
    def surname(self) -> str:
        """The surname of the order's own name."""
        return split_name(self.own)[0]


def know_chinese_names(facts: OrderFacts) -> ChineseNames | None:
    """The Chinese names of `facts`; None if the order's own is not Chinese."""
    names = [
        fold(name)
        for name in facts.names
        if name and all(map(is_hanzi, fold(name))) and len(name) <= 5
    ]
    if not names or fold(facts.names[0]) != names[0]:
        return None
    unique = sorted(set(names), key=lambda name: (-len(name), name))
    spoken = tuple((name, tuple(map(sounds, name))) for name in unique)
    nearly = tuple((name, tuple(map(near_sounds, name))) for name in unique)
    return ChineseNames(
        own=names[0],
        pool=tuple((name, *split_name(name)) for name in unique),
        spoken=spoken,
        nearly=nearly,
        surname_sounds=frozenset(sound for _, heard in nearly for sound in heard[0]),
        surnames=frozenset(split_name(name)[0] for name in unique),
        given=frozenset(split_name(name)[1] for name in unique if len(split_name(name)[1]) == 2),
        sizes=tuple(sorted({2, 3, *map(len, unique)}, reverse=True)),
    )


@lru_cache(maxsize=4096)
def pinyin_of(name: str) -> re.Pattern[str]:
    """A name in pinyin, with the surname before or behind, each character perhaps as it is.

    To make one takes a millisecond: it is asked for where the text has letters that may be the name's.
    """
    surname, given = split_name(name)
    before, after = (_syllables(part) for part in (surname, given))
    return re.compile(
        rf"(?<![a-z0-9@_.])(?:{before}[ ,]?{after}|{after},? {before})(?![a-z0-9@_]|\.\w)"
    )


def _syllables(part: str) -> str:
    """Each character, or how it may be written in letters."""
    return "[ -]?".join(
        f"(?:{re.escape(char)}|{'|'.join(sorted(sounds(char), key=lambda one: (-len(one), one)))})"
        for char in part
    )


class NameSearch:
    """One search: what was found so far, and the places that are taken."""

    def __init__(self, reading: Reading, known: ChineseNames) -> None:
        self.reading, self.known = reading, known
        self.text, self._places = reading.packed, reading.places
        """Without blanks; but a line ends what stands on it, so that a name can begin the next."""
        if "\n" in reading.text:
            kept = [n for n, char in enumerate(reading.text) if char == "\n" or not char.isspace()]
            self._places = kept
            self.text = "".join(reading.text[n] for n in kept)
        self.found: list[Detail] = []
        self.taken: list[tuple[int, int]] = []

    def free(self, start: int, end: int) -> bool:
        """Whether no name was found there yet."""
        return not any(a < end and start < b for a, b in self.taken)

    def add(
        self, value: str, place: tuple[int, int], strength: Strength, rule: str, *, wrong: bool
    ) -> None:
        """Take a name that stands there."""
        self.taken.append(place)
        start, end = place
        if self._places is not None:
            start, end = self._places[start], self._places[end - 1] + 1
        self.found.append(Detail(Field.NAME, value, (start, end), strength, wrong, rule=rule))

    def heard(self, said: str) -> list[str]:
        """The names of the pool that sound like what was said."""
        return _alike(tuple(map(sounds, said)), self.known.spoken)

    def nearly_heard(self, said: str) -> list[str]:
        """Those that sound so to somebody who tells fewer syllables apart."""
        return _alike(tuple(map(near_sounds, said)), self.known.nearly)

    def ends(self, end: int) -> bool:
        """Whether a name may end here."""
        rest = self.text[end : end + 2]
        return (
            not rest
            or not is_hanzi(rest[0])
            or rest[0] in BOUNDS_RIGHT
            or rest in _AFTER_NAME
            or self.text.startswith(ZH_TITLES, end)
        )


def _alike(
    heard: tuple[frozenset[str], ...], names: tuple[tuple[str, tuple[frozenset[str], ...]], ...]
) -> list[str]:
    """The names each of whose characters may be read as what was heard."""
    return [
        name
        for name, syllables in names
        if len(syllables) == len(heard)
        and all(a & b for a, b in zip(syllables, heard, strict=True))
    ]
