"""What goods are called, read from two tables of the package: goods_zh.txt and goods_en.txt."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import zip_longest

from leaktrace.extraction.reading import is_hanzi

__all__ = [
    "Talk",
    "are_akin",
    "base",
    "goods_at",
    "goods_of",
    "goods_of_word",
    "heads_of",
    "is_name",
    "may_name",
    "talk_of",
    "tokens",
]

_PLURALS = frozenset(
    [
        "cans",
        "contacts",
        "weights",
        "drops",
        "dates",
        "bits",
        "readers",
        "buds",
        "goods",
        "keys",
        "bells",
        "shades",
        "glasses",
        "smalls",
        "sweats",
        "tops",
        "heels",
        "pumps",
        "flats",
        "wheels",
        "trunks",
        "boxers",
        "briefs",
        "darts",
        "lashes",
        "nails",
        "greens",
        "bins",
        "specs",
        "scrubs",
    ]
)
"""Words that mean something else without their plural."""
_INTO_F = ("el", "hal", "kni", "lea", "li", "loa", "scar", "shea", "shel", "thie", "wi", "wol")
"""Before "ves" of the words whose singular ends with f: shelves; those of gloves, sleeves and stoves do not."""
_ENDINGS = (
    ("ss", "ss"), ("us", "us"), ("is", "is"), *((whole + "ves", whole + "f") for whole in _INTO_F), ("ies", "y"), ("ie", "y"), ("ches", "ch"),
    ("shes", "sh"), ("xes", "x"), ("sses", "ss"), ("ife", "if"), ("lfe", "lf"), ("s", ""),
)  # fmt: skip
"""Plural endings and what stands for them; the first that fits counts."""
_LONGEST_ZH = 9
_LONGEST_EN = 5
_TOKEN = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")
_MAIN_PART = re.compile(r",| with | for | by | in | from |[(]")
_BOOK = re.compile(
    r"\b(?:\d+ (?:[\w-]+ ){0,3}recipes|a novel|novel|cookbook|hardcover|paperback|hardback|a memoir|memoir|a guide to|handbook|a history of|short stories|signed edition|first edition)\b(?!.*\b(?:stand|holder|light|cover|sleeve)\b)"
)
"""A book is about anything: bread, birds, knitting."""
_AFTERTHOUGHT = re.compile(r" (?:with|for) [^,]*")
_FOR_OTHERS = re.compile(
    r"(?:专用|通用)?(?:支架|架子?(?!鼓)|壳|膜(?!片)|罩|盖(?!碗)|套(?![装餐件组])|包(?![邮装])|袋(?!装)|盒(?!装)|垫|线(?!上)|充电器|数据线|电池|滤芯|滤网|贴(?!片)|刷(?!新)|清洁剂|挂钩|底座|配件|收纳)"
)
"""What is sold for other goods: 平板电脑支架 is no tablet."""

_MOST_ALIKE = 28
"""Names of one kind of goods; a row of more lists what a department sells."""

_FEW = 4
"""Groups of a word that tells what a title names."""


@dataclass(frozen=True)
class Talk:
    """How one speaks of goods of some groups."""

    words: tuple[str, ...]
    """Longest first. English words are without their plural."""
    weak: frozenset[str]
    """Those of `words` that count only where a purchase is spoken of."""
    singles: frozenset[str]
    """Chinese words of one character."""
    does: tuple[str, ...]
    """What it does, or what it is for."""


@dataclass(frozen=True)
class _Table:
    """One of the two tables."""

    names: dict[str, frozenset[int]]
    """Words of titles to numbers of groups."""
    spoken: dict[str, frozenset[int]]
    """All words, those of the kinds too, to numbers of groups."""
    called: dict[str, frozenset[int]]
    """The other words said for goods, as far as they are those of few groups: some titles have only such a word."""
    certain: frozenset[str]
    """Words that name goods wherever they stand."""
    talk: tuple[Talk, ...]
    kinds: tuple[frozenset[str], ...]
    """The kinds of each group."""


def base(word: str) -> str:
    """An English word without its plural and its genitive."""
    word = re.sub(r"['’]s?$", "", word)
    if word in _PLURALS or len(word) <= 3 or not word.isalpha():
        return word
    if word.endswith("ah") and len(word) > 4:
        # as it is said where an r is not: feedah, heatah
        return word[:-2] + "er"
    for ending, kept in _ENDINGS:
        if word.endswith(ending):
            return word[: len(word) - len(ending)] + kept
    return word


def tokens(folded: str) -> list[tuple[int, int, str]]:
    """The words of an English text: where they stand, and what they are without their plural."""
    return [(*match.span(), _base(match.group())) for match in _TOKEN.finditer(folded)]


_base = lru_cache(maxsize=32768)(base)


def _cells(language: str) -> Iterator[list[list[str]]]:
    """The cells of a table, each a list of words."""
    text = resources.files("leaktrace.extraction.goods").joinpath(f"goods_{language}.txt")
    for line in text.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        cells = (*(cell.strip() for cell in line.split("|")), "", "", "")[:4]
        if language == "zh":
            yield [cell.split() for cell in cells]
            continue
        rows = [[word.strip() for word in cell.split(",") if word.strip()] for cell in cells]
        yield [[one if one.startswith("@") else _phrase(one) for one in row] for row in rows]


def _phrase(text: str) -> str:
    """An English phrase as `tokens` has its words; the mark at its end stays."""
    return " ".join(word for _, _, word in tokens(text)) + ("?" if text.endswith("?") else "")


@cache
def _table(language: str) -> _Table:
    """A table, with the words of the kinds given to their groups."""
    rows = list(_cells(language))
    common = {word for row in rows if row[0][0] == "?" for word in row[0]}
    rows = [row for row in rows if row[0][0] != "?"]
    kinds = {row[0][0]: row for row in rows if row[0][0].startswith("@")}
    groups = [part for row in rows if not row[0][0].startswith("@") for part in _by_noun(row)]
    names, spoken, other = defaultdict(set), defaultdict(set), defaultdict(set)
    certain: set[str] = set()
    talk = []
    for number, (called, said, does, of) in enumerate(groups):
        own = [*called, *said]
        general = [word for kind in of for word in kinds[kind][1]]
        tasks = {*does, *(word for kind in of for word in kinds[kind][2])}
        tasks = {task.removesuffix("的") for task in tasks if len(task.removesuffix("的")) > 1}
        plain = ((word.rstrip("?"), word.endswith("?")) for word in [*general, *own])
        words = {word: weak or word in common for word, weak in plain}
        for word in called:
            if len(word.rstrip("?")) > 1:
                names[word.rstrip("?")].add(number)
        for word in words:
            spoken[word].add(number)
        for word in said:
            other[word].add(number)
        named = {word.rstrip("?") for word in own}
        certain.update(word for word in named if len(word) > 1 and not words[word])
        talk.append(
            Talk(
                words=tuple(word for word in words if len(word) > 1),
                weak=frozenset(word for word, weak in words.items() if weak),
                singles=frozenset(word for word in words if len(word) == 1),
                does=tuple(tasks),
            )
        )
    return _Table(
        {word: frozenset(numbers) for word, numbers in names.items()},
        {word: frozenset(numbers) for word, numbers in spoken.items()},
        {
            word: frozenset(numbers)
            for word, numbers in other.items()
            if word in certain and len(numbers) <= _FEW
        },
        frozenset(certain),
        tuple(talk),
        tuple(frozenset(row[3]) for row in groups),
    )


def _by_noun(row: list[list[str]]) -> Iterator[list[list[str]]]:
    """The row itself; of one that lists a whole department, the names of each noun: what is beside them is not theirs.

    Else a caller who says drone would be right about a stylus, since both are in the row of small electronics.
    """
    names, *rest = row
    if len(names) <= _MOST_ALIKE:
        yield row
        return
    nouns: dict[str, list[str]] = {}
    for name in names:
        nouns.setdefault(name.rstrip("?").split(" ")[-1], []).append(name)
    yield from ([alike, *rest] for alike in nouns.values())


@lru_cache(maxsize=4096)
def talk_of(groups: frozenset[int], *, zh: bool) -> Talk:
    """How one speaks of goods of these groups."""
    of = [_table("zh" if zh else "en").talk[number] for number in groups]
    words = {word for one in of for word in one.words}
    firm = {word for one in of for word in one.words if word not in one.weak}
    return Talk(
        words=tuple(sorted(words, key=lambda word: (-len(word), word))),
        weak=frozenset(words - firm),
        singles=frozenset().union(*(one.singles for one in of)),
        does=tuple(sorted({task for one in of for task in one.does})),
    )


def goods_of(folded: str) -> frozenset[int]:
    """The groups of goods that a title names."""
    return _chinese(folded) if any(map(is_hanzi, folded)) else _english(folded)


def _chinese(title: str) -> frozenset[int]:
    """The groups of the longest words, but those of goods that this is sold for."""
    names = _table("zh").names
    hits: list[tuple[int, int, frozenset[int]]] = []
    at = 0
    while at < len(title) - 1:
        size = next(
            (size for size in range(_LONGEST_ZH, 1, -1) if title[at : at + size] in names), 0
        )
        if size:
            hits.append((at, at + size, names[title[at : at + size]]))
        at += size or 1
    kept = [
        (start, end, groups)
        for (start, end, groups), after in zip_longest(hits, hits[1:])
        if not _FOR_OTHERS.match(title, end) or (after and after[2] & groups)
    ]
    return frozenset().union(*(groups for _, _, groups in kept))


def _english(title: str) -> frozenset[int]:
    """The groups of what the first part names, or else the rest; not of what comes with it."""
    if _BOOK.search(title):
        return _table("en").names["hardcover"]
    parts = (_MAIN_PART.split(title)[0], _AFTERTHOUGHT.sub("", title), title)
    table = _table("en")
    for names, searched in ((table.names, parts), (table.called, parts[:1])):
        for part in searched:
            named = list(_phrases([word for _, _, word in tokens(part)], names))
            if named:
                # mostly the last one is the thing itself, but a throw is no honeycomb
                return frozenset().union(*named)
    return frozenset()


def heads_of(folded: str) -> frozenset[str]:
    """The last words of what an English title names: bed, for a dog bed."""
    words = [word for _, _, word in tokens(_MAIN_PART.split(folded)[0])]
    names = _table("en").names
    return frozenset(words[end - 1] for start, end in _runs(words, names) if end - start > 1)


def _phrases(words: list[str], names: dict[str, frozenset[int]]) -> Iterable[frozenset[int]]:
    """The groups of the longest phrases."""
    return (names[" ".join(words[start:end])] for start, end in _runs(words, names))


def _runs(words: list[str], names: dict[str, frozenset[int]]) -> Iterator[tuple[int, int]]:
    """Where the longest phrases stand that name goods."""
    at = 0
    while at < len(words):
        sizes = range(min(_LONGEST_EN, len(words) - at), 0, -1)
        size = next((size for size in sizes if " ".join(words[at : at + size]) in names), 0)
        if size:
            yield at, at + size
        at += size or 1


def goods_at(text: str, place: int) -> str:
    """The longest word that names goods for certain at a place of a Chinese text; empty if none does."""
    certain = _table("zh").certain
    for size in range(_LONGEST_ZH, 1, -1):
        word = text[place : place + size]
        if len(word) == size and word in certain:
            return word
    return ""


def goods_of_word(word: str, *, zh: bool) -> frozenset[int]:
    """The groups of which one speaks with a word; empty if it names no goods for certain."""
    table = _table("zh" if zh else "en")
    return table.spoken[word] if word in table.certain else frozenset()


def are_akin(some: frozenset[int], others: frozenset[int]) -> bool:
    """Whether goods of two groups are of one kind, as long johns and leggings are, or the same."""
    kinds = _table("zh").kinds
    return bool(some & others) or any(kinds[one] & kinds[other] for one in some for other in others)


def is_name(phrase: str) -> bool:
    """Whether an English phrase, without its plural, is what goods are called."""
    table = _table("en")
    return phrase in table.certain and (phrase in table.names or phrase in table.called)


def may_name(word: str) -> bool:
    """Whether an English word, without its plural, is said for some goods: a pot, a frame."""
    return word in _table("en").spoken
