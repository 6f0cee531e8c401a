"""Sums in English talk that are known by the own one: what stands beside it for it, and ways to say it without a unit."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.numbers import EN_NUMBER, decimal_of, english_sums
from leaktrace.extraction.prices.sums import Said
from leaktrace.extraction.reading import Reading

__all__ = ["apart_sums", "listed_sums", "short_thousands", "sums_beside_en"]

_TENS = r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|(?:thir|four|fif|six|seven|eigh|nine)teen|ten|eleven|twelve)"
_GROUPED = re.compile(
    r"(?<![\w.,:/-])#?(?P<sum>\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d{1,2})?)(?![\w%]|[.,:/-]\d)"
)
"""A figure with marks between its thousands, as sums have them and numbers of orders have not."""
_APART = re.compile(
    rf"(?<![\w.,:/£$€-])(?P<whole>\d{{2,6}})(?:[-/ ]|,? and )(?:(?P<figure>\d\d)|(?P<words>{_TENS}))(?![\w%]|[.,:/-]\d| ?(?:kg|lbs?|inch|am|pm)\b)"
)
"""A sum whose pence stand apart: 189-95, 189 ninety five."""
_PAUSED = re.compile(
    rf"(?<![\w-])(?P<whole>{EN_NUMBER})(?<![ -]),\s(?P<pence>{_TENS})(?![\w]| ?(?:kg|lbs?|inch|am|pm|days?)\b)"
)
_THOUSANDS = re.compile(
    rf"(?P<whole>{_TENS}|[a-z]+) (?P<rest>one|two|three|four|six|five|seven|eight|nine)"
)
_FEE = re.compile(
    r"compensat|voucher|bonus|reward|prize|extra|\bfees?\b|\btax|duty|customs|deposit|discount|coupon|\boff\b|postage|handling|deliver|shipping|surcharge|release|insurance|gift|limit|minimum|at least|balance|left in|\bsave|top-?up|another|a month|monthly|per |each|verif|activat|process|\bin it\b|on top|goodwill|loan|invest|fine\b|cards?\b|redeliver|transfer of|send (?:me|him|her|us)|\bwant(?:s|ed)|would you|on sale|\boffer|\brrp\b|minus|restock|pending|listed|dropped|down to|difference|adjust"
)
"""Words for a sum that is not what was paid."""
_DECIMAL = re.compile(r"(?<![\w.,:/#-])(?P<figure>\d{1,5}\.\d\d)(?![\w%]|[.,:/-]\d)")
_WORDS = re.compile(
    rf"(?<![\w$£€-])(?P<words>{EN_NUMBER})(?<![ -])(?![\w%]| ?(?:days?|hours?|minutes?|years?|am\b|pm\b|o'clock))"
)
_ALONE = re.compile(
    rf"(?:(?<=[.;\n] )|(?<=[.;\n])|(?<=[\"“]))(?P<sum>{EN_NUMBER}|\d{{2,5}})(?<![ -])(?=[.;\n\"”]|\?)(?!\.\d)"
)
"""A number that is a sentence by itself, as in a list that somebody reads out."""
_FAR = 90
"""Characters within which the own sum stands."""
_LEAST = 20
_LOW, _HIGH = Decimal("0.6"), Decimal("1.67")


def sums_beside_en(
    reading: Reading, amounts: Sequence[Decimal], found: Sequence[Detail], money: Sequence[Said]
) -> Iterator[Detail]:
    """Sums that are put for the own one, which the same talk has too: eighty-nine fifty, was it? Eighty-five fifty.

    Args:
        reading: the text.
        amounts: the order's own sums.
        found: the sums that were found so far.
        money: every sum in the text that has its unit.
    """
    own = [hit.span for hit in found if hit.span is not None and not hit.contradicts]
    taken = [hit.span for hit in found if hit.span is not None]
    if not own:
        return
    said = [(one.span, one.amount) for one in money if not one.loose]
    for (start, end), worth in chain(said, _with_pence(reading.text)):
        near = any(start - _FAR <= right and left <= end + _FAR for left, right in own)
        alike = any(_LOW <= worth / amount <= _HIGH for amount in amounts if amount)
        if (
            near
            and alike
            and worth not in amounts
            and not any(left < end and start < right for left, right in taken)
            and not _FEE.search(reading.text, max(0, start - 34), end + 24)
        ):
            taken.append((start, end))
            yield _sum(worth, (start, end), contradicts=True)


def _with_pence(text: str) -> Iterator[tuple[tuple[int, int], Decimal]]:
    """Numbers that are sums by their form, as they name the pence or cents too."""
    for match in _DECIMAL.finditer(text):
        worth = decimal_of(match["figure"])
        if worth is not None:
            yield match.span(), worth
    for match in _WORDS.finditer(text):
        if text[: match.start()].endswith((" at ", "number ", "and ")):
            # a time of the day, or the number of a house
            continue
        # twenty-nine ninety-nine
        sums = [one for one in english_sums(match["words"]) if one != int(one)]
        if sums:
            yield match.span(), sums[0]


def apart_sums(reading: Reading, amounts: Sequence[Decimal]) -> Iterator[Detail]:
    """The own amounts in forms that hardly anything else has: 64,500; 189-95; a hundred and eighty-nine, ninety-five."""
    comma = "," in reading.text
    for match in _GROUPED.finditer(reading.text) if comma else ():
        worth = decimal_of(match["sum"])
        if worth is not None and worth in amounts:
            yield _sum(worth, match.span("sum"))
    for match in _APART.finditer(reading.text):
        whole, pence = Decimal(match["whole"]), match["figure"]
        cents = [Decimal(pence)] if pence else english_sums(match["words"])
        worth = whole + cents[0] / 100
        if worth in amounts and cents[0]:
            yield _sum(worth, match.span())
    for match in _PAUSED.finditer(reading.text) if comma else ():
        cents = english_sums(match["pence"])
        for one in english_sums(match["whole"]):
            if one + cents[0] / 100 in amounts:
                yield _sum(one + cents[0] / 100, match.span())
                break


def listed_sums(reading: Reading, amounts: Sequence[Decimal]) -> Iterator[Detail]:
    """The own amounts that are all of a sentence: Slate sign. Twenty-four. Correct?"""
    for match in _ALONE.finditer(reading.text):
        said = match["sum"]
        sums = [Decimal(said)] if said.isdigit() else english_sums(said)
        fitting = next((one for one in sums if one in amounts and one >= _LEAST), None)
        if fitting is not None:
            yield _sum(fitting, match.span("sum"))


def short_thousands(words: str) -> Decimal | None:
    """What two numbers come to where the first counts thousands and the second hundreds: fifty-eight five is 58,500."""
    match = _THOUSANDS.fullmatch(words.replace("-", " "))
    if match is None:
        return None
    whole, rest = english_sums(match["whole"]), english_sums(match["rest"])
    return whole[0] * 1000 + rest[0] * 100 if whole and rest and whole[0] < 1000 else None


def _sum(worth: Decimal, span: tuple[int, int], *, contradicts: bool = False) -> Detail:
    """A sum that was said."""
    return Detail(Field.PRICE, f"{worth:.2f}", span, Strength.EXACT, contradicts, rule="beside")
