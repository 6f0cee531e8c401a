"""How a merchant's order numbers look: learned as a pattern, filled in anew and never twice."""

import re
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Sequence
from datetime import date, datetime
from itertools import pairwise
from math import prod
from random import Random
from typing import Final

from leaktrace.domain.errors import RuleError
from leaktrace.seeding.orders.cells import Cells, K, Weights, common
from leaktrace.seeding.orders.model import NumberStyle

__all__ = ["FALLBACK", "LONGEST", "Numbers", "learn_styles"]

LONGEST = 30
"""Order systems cut longer numbers."""
_DATES: Final = ("%Y%m%d%H%M%S", "%y%m%d%H%M%S", "%Y%m%d%H%M", "%y%m%d%H%M", "%Y%m%d", "%y%m%d")
_NUMBER = re.compile(rf"[A-Za-z0-9-]{{1,{LONGEST}}}")
_OPEN = {"9": "0123456789", "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "a": "abcdefghijklmnopqrstuvwxyz"}
_KNOTS = 400
_MOST_DISORDER = 0.1
_TRIES = 1_000
_PASSED_OVER = 40

FALLBACK = NumberStyle(
    template="DDDDDDDD" + "99999999", date_format="%Y%m%d", digits=((),) * 8, count=1
)
"""For exports without order numbers: the date and eight digits."""


def learn_styles(numbers: Sequence[tuple[str, datetime]]) -> tuple[NumberStyle, ...]:
    """The patterns of order numbers, the most frequent first.

    Args:
        numbers: each with the local time of its order. A leading ``#`` or blanks are no part of it.

    Returns:
        Patterns that at least five orders share; `FALLBACK` if there are none.
    """
    shapes: dict[str, list[tuple[str, datetime]]] = defaultdict(list)
    plain: list[tuple[str, datetime]] = []
    for written, at in numbers:
        number = written.strip().lstrip("#")
        if _NUMBER.fullmatch(number):
            plain.append((number, at))
            shapes[_shape(number)].append((number, at))
    if plain:
        place, form = _date_place([number for number, _ in plain], [at for _, at in plain])
        counter = _climbing(plain, place=place, form=form)
        if counter is not None:
            return (counter,)
    styles = [_style(held) for held in shapes.values() if len(held) >= max(K, len(numbers) // 1000)]
    return tuple(sorted(styles, key=lambda one: (-one.count, one.template))) or (FALLBACK,)


def _shape(number: str) -> str:
    return re.sub(r"[a-z]", "a", re.sub(r"[A-Z]", "A", re.sub(r"[0-9]", "9", number)))


def _style(held: Sequence[tuple[str, datetime]]) -> NumberStyle:
    """The pattern of numbers of one shape: where the date is, what never changes, what is open."""
    place, form = _date_place([number for number, _ in held], [at for _, at in held])
    wide = len(held[0][1].strftime(form)) if form else 0
    template = ["D" if place <= n < place + wide else "" for n in range(len(held[0][0]))]
    digits: list[Cells[str]] = []
    shape = _shape(held[0][0])
    for n, kind in enumerate(shape):
        if template[n]:
            continue
        seen = Counter(number[n] for number, _ in held)
        letter, often = seen.most_common(1)[0]
        if kind not in _OPEN or (often == len(held) and len(held) >= 4 * K):
            # A character of everybody's number tells of nobody; D, A and a would be read as open places.
            template[n] = _literal(letter)
        else:
            template[n] = kind
            digits.append(common(number[n] for number, _ in held))
    return NumberStyle(
        template="".join(template),
        date_format=form,
        digits=tuple(digits),
        count=len(held),
    )


def _date_place(numbers: Sequence[str], times: Sequence[datetime]) -> tuple[int, str]:
    """Where nearly every number has the date of its order, and in which form."""
    for form in _DATES:
        where: Counter[int] = Counter()
        for number, at in zip(numbers, times, strict=True):
            where[number.find(at.strftime(form))] += 1
        place, often = max(
            ((p, n) for p, n in where.items() if p >= 0), key=lambda one: one[1], default=(-1, 0)
        )
        if often >= 0.9 * len(numbers):
            return place, form
    return -1, ""


def _places(template: str) -> list[str]:
    """The places of a template: one character, or one with a backslash for itself."""
    return re.findall(r"\\.|.", template)


def _climbing(
    held: Sequence[tuple[str, datetime]], *, place: int = -1, form: str = ""
) -> NumberStyle | None:
    """The pattern of a counter behind a fixed beginning, and behind the date if there is one.

    Every figure is a mean over at least five orders.
    """
    wide = len(held[0][1].strftime(form)) if form else 0
    end = max(place, 0) + wide
    heads = Counter((number[: max(place, 0)], _head(number[end:])) for number, _ in held)
    (before, head), often = heads.most_common(1)[0]
    if often < max(4 * K, 0.9 * len(held)):
        return None
    start = end + len(head)
    counts = sorted(
        (at, int(number[start:]))
        for number, at in held
        if number[: max(place, 0)] == before
        and number[end:start] == head
        and number[start:].isdigit()
    )
    if len(counts) < 4 * K or _disorder(counts) > _MOST_DISORDER:
        return None
    daily = bool(form) and _starts_over(counts)
    values = [value for _, value in counts]
    days = len({at.date() for at, _ in counts}) if daily else 1
    open_places = min(len(number) for number, _ in held) - start
    return NumberStyle(
        template=f"{_literal(before)}{'D' * wide}{_literal(head)}{'9' * open_places}",
        date_format=form,
        digits=((),) * open_places,
        count=len(counts),
        climbs=_knots(counts, daily=daily),
        dense=len(values) > 0.5 * days * (max(values) - min(values) + 1),
        daily=daily,
    )


def _head(text: str) -> str:
    return text.rstrip("0123456789")


def _literal(text: str) -> str:
    """Characters of a template that stand for themselves."""
    return "".join(f"\\{c}" if c in "DAa9" else c for c in text)


def _knots(counts: Sequence[tuple[datetime, int]], *, daily: bool) -> tuple[tuple[int, int], ...]:
    """Mean time and mean count of orders that follow one another."""
    held = sorted((_clock(at, daily=daily), value) for at, value in counts)
    step = max(K, len(held) // _KNOTS)
    chunks = [held[n : n + step] for n in range(0, len(held) - step + 1, step)]
    knots = {
        round(sum(second for second, _ in chunk) / step): sum(v for _, v in chunk) // step
        for chunk in chunks
    }
    return tuple(sorted(knots.items()))


def _clock(at: datetime, *, daily: bool) -> float:
    """Seconds since midnight, or since 1970."""
    return at.hour * 3600 + at.minute * 60 + at.second if daily else at.timestamp()


def _starts_over(counts: Sequence[tuple[datetime, int]]) -> bool:
    """Whether a counter begins anew with most days."""
    turns = [(a[1], b[1]) for a, b in pairwise(counts) if a[0].date() != b[0].date()]
    return len(turns) > 1 and sum(a > b for a, b in turns) > 0.5 * len(turns)


def _disorder(counts: Sequence[tuple[datetime, int]]) -> float:
    """The share of neighbours of a day whose numbers fall; one half for numbers by chance."""
    pairs = [(a, b) for a, b in pairwise(counts) if a[0].date() == b[0].date()]
    if len(pairs) < 2 * K:  # hardly two orders on any day
        pairs = list(pairwise(counts))
    return sum(a[1] > b[1] for a, b in pairs) / max(1, len(pairs))


class Numbers:
    """Gives out order numbers in a merchant's style, none of them twice.

    The open places of one day's numbers are taken from a keyed shuffle of all that is possible there, and a
    counter only ever rises, so no list of the numbers given out is needed: memory does not grow with them.

    Args:
        styles: the patterns.
        rng: the randomness.
        taken: numbers that are in use.
    """

    def __init__(
        self, styles: Sequence[NumberStyle], rng: Random, taken: Container[str] = frozenset()
    ) -> None:
        self._choice = Weights([(n, style.count) for n, style in enumerate(styles)])
        self._makers = [(_Climber if style.climbs else _Shuffler)(style, rng) for style in styles]
        self._rng, self._taken = rng, taken

    def next(self, at: datetime) -> str:
        """A number for an order of that local time, which is not before the last one's.

        Raises:
            RuleError: the pattern has no room for another one.
        """
        maker = self._makers[self._choice.draw(self._rng)]
        for _ in range(_TRIES):
            number = maker.make(at)
            if number is None:
                break
            if number not in self._taken:
                return number
        raise RuleError(
            "there is no free order number in the merchant's style",
            where="order_no",
            remedy="Draw fewer orders, or give them the numbers that the shop itself gives out",
        )


class _Maker(ABC):
    """Fills in one pattern."""

    def __init__(self, style: NumberStyle, rng: Random) -> None:
        self._marks = _places(style.template)
        self._form, self._rng = style.date_format, rng

    @abstractmethod
    def make(self, at: datetime) -> str | None:
        """The next number, unlike all before it; None if there is none left."""

    def _filled(self, at: datetime, letters: Sequence[str]) -> str:
        dates = iter(at.strftime(self._form) if self._form else "")
        rest = iter(letters)
        return "".join(
            next(dates) if mark == "D" else next(rest) if mark in _OPEN else mark[-1]
            for mark in self._marks
        )


class _Climber(_Maker):
    """A counter that rises with time."""

    def __init__(self, style: NumberStyle, rng: Random) -> None:
        super().__init__(style, rng)
        self._times = [second for second, _ in style.climbs]
        self._values = [value for _, value in style.climbs]
        self._wide = sum(mark in _OPEN for mark in self._marks)
        self._daily, self._day = style.daily, date.min
        self._last = -1

    def make(self, at: datetime) -> str | None:
        """The counter at that time, or the next free one."""
        if self._daily and at.date() != self._day:
            self._day, self._last = at.date(), -1
        self._last = max(self._last + 1, self._expected(_clock(at, daily=self._daily)))
        text = f"{self._last:0{self._wide}}"
        number = self._filled(at, text[: self._wide]) + text[self._wide :]
        return number if len(number) <= LONGEST else None

    def _expected(self, second: float) -> int:
        """Between two known means in a straight line, and on with the mean slope beyond them."""
        times, values = self._times, self._values
        if len(times) < 2:
            return values[0]
        right = bisect_right(times, second)
        if 0 < right < len(times):
            a, b = right - 1, right
        else:
            a, b = 0, len(times) - 1
        start = a if right < len(times) else b
        slope = (values[b] - values[a]) / (times[b] - times[a])
        return max(0, round(values[start] + slope * (second - times[start])))


class _Shuffler(_Maker):
    """Open places by chance, as often as each character is found there."""

    def __init__(self, style: NumberStyle, rng: Random) -> None:
        super().__init__(style, rng)
        kinds = [mark for mark in self._marks if mark in _OPEN]
        self._alphabets = [
            [letter for letter, _ in cells] or list(_OPEN[kind])
            for cells, kind in zip(style.digits, kinds, strict=True)
        ]
        self._chances = [
            [n / max(n for _, n in cells) for _, n in cells] or [1.0] * len(_OPEN[kind])
            for cells, kind in zip(style.digits, kinds, strict=True)
        ]
        self._room = prod(len(letters) for letters in self._alphabets)
        self._bits = max(2, (self._room - 1).bit_length())
        self._day = ""
        self._place = 0
        self._keys: tuple[int, ...] = ()
        self._rekey()

    def make(self, at: datetime) -> str | None:
        """The next of the shuffle; rare characters are passed over as often as they are rare."""
        day = at.strftime(self._form) if self._form else ""
        if day[:8] != self._day[:8]:
            self._rekey()
        self._day = day
        for _ in range(_PASSED_OVER):
            letters, chance = self._spelled()
            if letters is None:
                return None
            spare = self._room - self._place > 50 * _PASSED_OVER
            if not spare or self._rng.random() < chance:
                break
        return self._filled(at, letters or "")

    def _rekey(self) -> None:
        self._keys = tuple(self._rng.getrandbits(64) | 1 for _ in range(4))
        self._place = 0

    def _spelled(self) -> tuple[list[str] | None, float]:
        """The characters at the next place of the shuffle, and how likely they are kept."""
        while self._place < 1 << self._bits:
            number = self._shuffled(self._place)
            self._place += 1
            if number < self._room:
                break
        else:
            return None, 0.0
        letters: list[str] = []
        chance = 1.0
        for alphabet, chances in zip(self._alphabets, self._chances, strict=True):
            number, digit = divmod(number, len(alphabet))
            letters.append(alphabet[digit])
            chance *= chances[digit]
        return letters, chance

    def _shuffled(self, place: int) -> int:
        """A keyed one-to-one mapping of the numbers of so many bits (a Feistel network, Luby and Rackoff 1988)."""
        left_bits = self._bits // 2
        right_bits = self._bits - left_bits
        left, right = place >> right_bits, place & ((1 << right_bits) - 1)
        for key in self._keys:
            mixed = ((right + 1) * key) & 0xFFFFFFFFFFFFFFFF
            mixed ^= mixed >> 29
            mixed = (mixed * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
            left ^= (mixed >> 20) & ((1 << left_bits) - 1)
            left, right = right, left
            left_bits, right_bits = right_bits, left_bits
        return (left << right_bits) | right
