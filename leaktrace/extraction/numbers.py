"""Numbers as people say and write them: Chinese numerals, spoken digits, English number words."""

import re
from decimal import Decimal, InvalidOperation

__all__ = [
    "EN_DIGITS",
    "EN_NUMBER",
    "decimal_of",
    "digits_of",
    "english_number",
    "english_sums",
    "number_of",
]

_ZH_DIGITS = {
    char: n
    for n, chars in enumerate(
        ("零〇洞", "一幺壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for char in chars
}
_ZH_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_TO_ASCII = str.maketrans({char: str(n) for char, n in _ZH_DIGITS.items()})

_SMALL = {
    word: n
    for n, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: 10 * n
    for n, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
EN_DIGITS = {word: str(n) for word, n in _SMALL.items() if n < 10} | {"oh": "0"}
"""Words for one digit."""
_WORDS = "|".join(sorted((*_SMALL, *_TENS, "hundred", "thousand", "oh"), key=len, reverse=True))
EN_NUMBER = rf"(?:(?:{_WORDS}|a hundred)\b(?:(?:\s+and)?[\s-]+(?=(?:{_WORDS})\b))?){{1,12}}"
"""A number in English words in a folded text."""


def digits_of(text: str) -> str:
    """The digits in a run of written or spoken digits: 幺二 and 12 are both ``12``."""
    return re.sub(r"\D", "", text.translate(_TO_ASCII))


def number_of(text: str) -> int | None:
    """A whole number: ``215``, 两百一十五, 二六零五 (digit by digit), 一百二 (120)."""
    if text.isascii():
        return int(text) if text.isdigit() and len(text) <= 12 else None
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not any(char in _ZH_UNITS for char in text):
        digits = digits_of(text)
        return int(digits) if digits and len(digits) <= 12 else None
    total = part = digit = 0
    unit = 1
    for char in text:
        if char in _ZH_DIGITS:
            digit = _ZH_DIGITS[char]
            if digit == 0:
                unit = 10
        elif char == "万":
            total, part, digit, unit = (total + part + digit) * 10000, 0, 0, 10000
        elif char in _ZH_UNITS:
            unit = _ZH_UNITS[char]
            part += (digit or 1) * unit
            digit = 0
        else:
            return None
    # 一百二 is 120, but 一百零二 is 102 and 二十二 is 22
    return total + part + digit * (unit // 10 if unit >= 100 else 1)


def english_number(text: str) -> int | None:
    """A whole number in words: ``two hundred and seventeen``."""
    total = part = 0
    for word in re.findall(r"[a-z]+", text):
        if word in _SMALL:
            part += _SMALL[word]
        elif word in _TENS:
            part += _TENS[word]
        elif word == "hundred":
            part = (part or 1) * 100
        elif word == "thousand":
            total, part = total + (part or 1) * 1000, 0
        elif word not in ("and", "a"):
            return None
    return total + part


def decimal_of(text: str) -> Decimal | None:
    """A decimal number in digits, with or without thousands separators."""
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def english_sums(text: str) -> list[Decimal]:
    """What a row of number words may come to as a price: "one twenty-nine ninety-nine" is 129.99.

    The last words may be cents, and two numbers below a hundred may be hundreds and the rest.
    """
    words = [word for word in re.findall(r"[a-z]+", text) if word not in ("and", "a")]
    part = Decimal(0)
    for name, worth in (("half", "0.5"), ("quarters", "0.75"), ("quarter", "0.25")):
        if words and words[-1] == name:
            words, part = words[: -2 if name == "quarters" else -1], Decimal(worth)
    sums = []
    for cut in range(len(words), 0, -1):
        whole, cents = _whole_sum(words[:cut]), _below_hundred(words[cut:])
        if whole is not None and (cut == len(words) or (len(cents) == 1 and cents[0] >= 10)):
            sums.append(whole + part + Decimal(sum(cents)) / 100)
    if len(words) > 2 and words[-2] == "thousand" and sums and 0 < _SMALL.get(words[-1], 0) < 10:
        # sixty-four thousand five is 64,005, or 64,500 cut short
        sums.insert(1, sums[0] + 99 * _SMALL[words[-1]])
    return sums


def _whole_sum(words: list[str]) -> int | None:
    """A sum without cents."""
    if "hundred" in words or "thousand" in words:
        return _with_units(words)
    match _below_hundred(words):
        case [one]:
            return one
        case [tens, ones] if 0 < tens < 10 and ones < 10 and "oh" not in words:
            return tens * 10 + ones
        case [hundreds, rest] if rest >= 10 or "oh" in words:
            return hundreds * 100 + rest
        case [_, _, _, *_] as digits if len(digits) <= 4 and max(digits) < 10:
            return int("".join(map(str, digits)))
        case _:
            return None


def _with_units(words: list[str]) -> int | None:
    """Hundreds, and thousands with what is said behind them: four thousand three fifty."""
    if "thousand" not in words[:-1]:
        return english_number(" ".join(words))
    at = words.index("thousand") + 1
    thousands, rest = english_number(" ".join(words[:at])), _whole_sum(words[at:])
    return None if thousands is None or rest is None or rest >= 1000 else thousands + rest


def _below_hundred(words: list[str]) -> list[int]:
    """Words as numbers below a hundred, one after another; empty if some are none."""
    found: list[int] = []
    tens = False
    for word in words:
        if word in _TENS:
            found.append(_TENS[word])
        elif word in _SMALL and tens and 0 < _SMALL[word] < 10:
            found[-1] += _SMALL[word]
        elif word in _SMALL:
            found.append(_SMALL[word])
        elif word == "oh":
            found.append(0)
        else:
            return []
        tens = word in _TENS or word == "oh"
    return found
