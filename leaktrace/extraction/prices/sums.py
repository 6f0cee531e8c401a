"""Sums as they are called in talk: a ton, two seventy-odd, 三张, 千把五; and sums with their digits twisted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from leaktrace.extraction.numbers import EN_NUMBER, decimal_of, english_sums, number_of

__all__ = ["FIGURE", "Said", "called_sums_en", "called_sums_zh", "is_twisted", "rounds_to"]

FIGURE = r"(?<!\d)(?:\d{1,3}(?:,\d{3}){1,3}(?!\d)(?:\.\d{1,2})?|\d{1,9}(?:\.\d{1,2})?)"
"""A sum in figures."""


@dataclass(frozen=True)
class Said:
    """An amount of money in a text."""

    amount: Decimal
    span: tuple[int, int]
    loose: bool
    """Rounded: 六十多块, about 120 bucks."""
    step: Decimal
    """How far a rounded amount may be off."""


_NOTES_ZH = re.compile(
    r"(?:(?<=[，,、。：:\s花付退])|(?<=[花付退要卖]了)|^)(?P<hundreds>[一两二三四五六七八九])张(?=[，,。、；;\s]|多|$)"
)
"""So many notes of a hundred."""
_ABOUT_ZH = re.compile(
    r"(?P<unit>[百千万])把(?:块|元)?(?P<rest>[一二三四五六七八九])?(?![天年岁人个次刀枪])"
)
_ONE_OR_SO = re.compile(r"(?<![一二两三四五六七八九十百千万几\d])块把钱?(?![刀枪锁伞])")
"""One yuan or a little more."""
_SHORT_ZH = re.compile(
    r"(?<![一二两三四五六七八九十百千万几\d整冰石木土方大小硬])块(?P<dime>[一二三四五六七八九])(?:毛|角)?(?P<cent>[一二三四五六七八九])?(?![一二三四五六七八九十个件块])"
)
"""One yuan and so much: 块八毛."""
_SHORT_OF = re.compile(
    r"(?P<round>[一两二三四五六七八九]?[十百千]|\d{2,4})(?:块钱?|元)?(?:差|少|欠|短)(?P<less>[一两二三四五六七八九十]|\d{1,2})(?P<unit>[块元毛角])(?!钱?(?:就|才|到))"
    r"|(?:差|少)(?P<less2>[一两二三四五六七八九十]|\d{1,2})(?P<unit2>[块元毛角])钱?(?:就|不到|到)?(?P<round2>[一两二三四五六七八九]?[十百千]|\d{2,4})(?:块|元)"
)
"""A round sum but for a few yuan: 七百差一块."""
_SLANG_EN = {
    "ton": 100, "grand": 1000, "monkey": 500, "pony": 25, "score": 20, "fiver": 5, "tenner": 10, "century": 100, "bullseye": 50,
}  # fmt: skip
_CALLED_EN = re.compile(
    rf"\b(?:paid|pay|cost|costs|for|charged?|spent|was|of|refund(?:ed|ing)?)\s(?:me |you |him |her )?(?:an? )?(?P<half>half an? )?(?P<name>{'|'.join(_SLANG_EN)})\b"
)
_ODD_EN = re.compile(
    rf"\b(?P<sum>\d{{2,5}}|{EN_NUMBER})(?:[ -]?odd|[ -]something|-ish|ish| and change| and a bit|,? near enough|,? or thereabouts|,? give or take)\b(?!\s?(?:dollars?|bucks|quid|pounds?|euros?|usd|rupees?|rand|years?|days?|hours?|minutes?|weeks?|months?|people|times|miles|o'clock|pieces?|items?)\b)"
)
_SHORT = re.compile(r"(?:shy|short|north|south) of|\boff\b")
_PAIRED = re.compile(
    r"(?:dollars?|bucks|quid|pounds?|euros?|rupees?|rand|naira|ringgit|shillings?)\b"
)
_PAIR_EN = re.compile(
    rf"(?:[£$€₹₦] ?)?(?<![\w.])(?P<low>\d{{2,5}}|{EN_NUMBER})(?<![ -])(?: or | to |-| - |, )(?:[£$€₹₦] ?)?(?P<high>\d{{2,5}}|{EN_NUMBER})(?<![ -])\s?(?:dollars?|bucks|quid|pounds?|euros?|rupees?|rand|naira|ringgit|shillings?)\b"
)
"""Two sums between which it is: fifty or sixty dollars."""
_SHORT_OF_EN = re.compile(
    rf"\b(?:just|a (?:bit|hair|touch|shade|tad)|a few (?:quid|bucks|pounds|dollars)|not far|little) (?:shy of|short of|north of|south of|off) (?P<sum>\d{{2,5}}|{EN_NUMBER})(?![\w.,%]|\s?(?:years?|days?|hours?|minutes?|weeks?|months?|people|miles|o'clock|am|pm)\b)"
)
_THOUSANDS_EN = re.compile(
    rf"(?<![\w.])(?:[£€$₹] ?|\br ?)?(?:(?P<figure>\d{{1,3}}(?:\.\d{{1,2}})?)(?P<k>\s?k\b| grand\b| thousand\b)|(?P<words>{EN_NUMBER}) and a half (?:thousand|grand)\b|(?P<said>{EN_NUMBER})(?<![ -])[ -]?(?:k|kay)\b)"
)
"""Thousands that are not said to the last: 2.9k, eighteen and a half thousand."""
_DECADES = {
    name: 20 + 10 * n
    for n, name in enumerate(
        [
            "twenties",
            "thirties",
            "forties",
            "fifties",
            "sixties",
            "seventies",
            "eighties",
            "nineties",
        ]
    )
}
_PARTS = {"low": 0, "early": 0, "mid": 3, "middle": 3, "high": 6, "upper": 6, "late": 6}
_DECADE_EN = re.compile(
    rf"(?<!his )(?<!her )(?<!their )(?<!my )(?<!your )\b(?P<part>{'|'.join(_PARTS)})[ -](?P<decade>{'|'.join(_DECADES)})\b"
)
"""A sum by its tens: in the low forties."""
_MAY_BE_THOUSANDS = re.compile(r"\dk|\d k|grand|thousand|[a-z][ -]k(?:ay)?\b")
_MAY_TWIST = re.compile(r"\d{3,}")


def called_sums_zh(text: str) -> Iterator[Said]:
    """Sums that are not called by their number: 三张 is 300, 千把五 some 1500, 块八 1.8."""
    for match in _NOTES_ZH.finditer(text) if "张" in text else ():
        amount = Decimal(100 * (number_of(match["hundreds"]) or 0))
        yield Said(amount, match.span(), loose=True, step=amount / 10)
    for match in _SHORT_OF.finditer(text) if "差" in text or "少" in text or "欠" in text else ():
        whole = number_of(match["round"] or match["round2"]) or 0
        less = Decimal(number_of(match["less"] or match["less2"]) or 0)
        few = less / 10 if (match["unit"] or match["unit2"]) in "毛角" else less
        yield Said(whole - few, match.span(), loose=False, step=Decimal(0))
    for match in _ABOUT_ZH.finditer(text) if "把" in text else ():
        unit = {"百": 100, "千": 1000, "万": 10000}[match["unit"]]
        low = Decimal(unit + unit // 10 * (number_of(match["rest"] or "") or 0))
        yield Said(low, match.span(), loose=True, step=low / 5)
    for match in _ONE_OR_SO.finditer(text) if "块把" in text else ():
        yield Said(Decimal(1), match.span(), loose=True, step=Decimal(1))
    for match in _SHORT_ZH.finditer(text) if "块" in text else ():
        amount = Decimal(f"1.{number_of(match['dime'])}{number_of(match['cent'] or '') or ''}")
        yield Said(amount, match.span(), loose=False, step=Decimal(0))


def called_sums_en(text: str) -> Iterator[Said]:
    """Sums in slang, and sums that are a little more than was said, without a unit."""
    for match in _CALLED_EN.finditer(text):
        worth = Decimal(_SLANG_EN[match["name"]]) / (2 if match["half"] else 1)
        yield Said(worth, match.span("name"), loose=False, step=Decimal(0))
    for match in _ODD_EN.finditer(text):
        said = match["sum"]
        figure = decimal_of(said) if said[0].isdigit() else next(iter(english_sums(said)), None)
        if figure is not None and figure >= 20:
            yield Said(figure, match.span(), loose=True, step=max(figure / 10, Decimal(10)))
    for match in _PAIR_EN.finditer(text) if _PAIRED.search(text) else ():
        low, high = (
            decimal_of(said) if said[0].isdigit() else next(iter(english_sums(said)), None)
            for said in match.group("low", "high")
        )
        if low and high and low < high <= low * 2:
            yield Said(low, match.span(), loose=True, step=high - low + low / 20)
    for match in _SHORT_OF_EN.finditer(text) if _SHORT.search(text) else ():
        said = match["sum"]
        figure = decimal_of(said) if said[0].isdigit() else next(iter(english_sums(said)), None)
        if figure is not None and figure >= 50:
            yield Said(figure, match.span(), loose=True, step=figure / 8)
    yield from _thousands_en(text)
    for match in _DECADE_EN.finditer(text) if "ties" in text else ():
        low = Decimal(_DECADES[match["decade"]] + _PARTS[match["part"]])
        yield Said(low, match.span(), loose=True, step=Decimal(4))


def _thousands_en(text: str) -> Iterator[Said]:
    """Sums in thousands and parts of one."""
    for match in _THOUSANDS_EN.finditer(text) if _MAY_BE_THOUSANDS.search(text) else ():
        figure = decimal_of(match["figure"]) if match["figure"] else None
        if match["words"]:
            figure = next(iter(english_sums(match["words"])), None)
            figure = None if figure is None else figure + Decimal("0.5")
        elif match["said"]:
            figure = next(iter(english_sums(match["said"])), None)
        if figure:
            yield Said(figure * 1000, match.span(), loose=True, step=Decimal(100))


def is_twisted(amount: Decimal, own: Decimal) -> bool:
    """Whether a sum has the digits of another in another order, as 69.20 for 96.20.

    Who reads a sum off a list wrongly, or asks whether it was the other one, says such sums.
    """
    one, other = (str(sum_.quantize(Decimal("0.01"))).removesuffix(".00") for sum_ in (amount, own))
    digits = one.replace(".", ""), other.replace(".", "")
    return (
        one != other
        and len(one) == len(other)
        and one.find(".") == other.find(".")
        and sorted(digits[0]) == sorted(digits[1])
        and bool(_MAY_TWIST.match(digits[0]))
    )


def rounds_to(sums: Sequence[Decimal], amount: Decimal, *, named: bool = False) -> bool:
    """Whether whole sums leave out no more than the cents of an amount, or, where it is named as one, little more.

    Args:
        sums: what was said.
        amount: the own amount.
        named: whether it was said to be a price: then 350 is a round word for 349.
    """
    return any(
        one >= 10
        and one == int(one)
        and (
            (amount != int(amount) and abs(one - amount) < 1)
            or (
                named
                and one != amount
                and one >= 90
                and one % 10 == 0
                and abs(one - amount) * 90 <= one
            )
        )
        for one in sums
    )
