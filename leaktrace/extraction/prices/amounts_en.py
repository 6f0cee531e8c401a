"""Sums in English, in figures with the money of many countries and in words: R3 899, €45,90, eleven hundred dollars."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain

from leaktrace.extraction.numbers import (
    EN_DIGITS,
    EN_NUMBER,
    decimal_of,
    english_number,
    english_sums,
)
from leaktrace.extraction.prices.beside_en import short_thousands
from leaktrace.extraction.prices.claimed import may_be_paid
from leaktrace.extraction.prices.counted_en import NO_COUNT
from leaktrace.extraction.prices.money_en import AFTER_FIGURE, BEFORE_FIGURE, IN_WORDS, MAY_BE_MONEY
from leaktrace.extraction.prices.rounded import round_digits
from leaktrace.extraction.prices.sums import FIGURE, Said, called_sums_en, is_twisted, rounds_to
from leaktrace.extraction.reading import Reading

__all__ = ["english_amounts", "own_in_words"]

_MONEY = r"(?:\d{1,3}(?:,\d\d)*(?:[,.'’]\d{3})+(?:[.,]\d\d)?|\d{1,9}(?:[.,]\d{1,2})?)"
"""Behind a sign for money a comma may be the point."""
_APART = r"\d{1,3}(?: \d{3})+(?:[.,]\d\d)?(?![\d-])"
"""How thousands stand apart where that is the custom."""
_EN_ABOUT = r"(?:about|around|roughly|approx\.?|approximately|some|nearly|almost|near|just (?:over|under|shy of|about|short of)|a (?:bit|little|touch|tad|hair|shade|smidge|fraction) (?:over|under|above|below|more than|less than|shy of)|slightly (?:over|under|more than|less than)|close to|under|over|north of|south of|upwards of|not quite|more than|less than|give or take|in the region of|somewhere (?:around|near)|maybe|like|well over|a couple(?: of)?|the (?:guts|bones|best part|better part|wrong side|right side|thick end) of|(?:getting|going|closing|edging) (?:on|up)(?: for| to| in on)?|pushing|touching|nigh(?:-| )on|close on|hard on|knocking on|(?:a )?(?:penny|cent|dollar|pound|quid|buck|few (?:quid|bucks|pounds|dollars|pence|cents|rupees)) (?:over|under|shy of|short of|off))"
_EN_FUZZ = r"(?:-ish|ish|\s?odd|\s?something|\s?and change|\s?and a bit|\s?plus|-plus|\s?or so|\s?or thereabouts|\s?give or take|\s?approx(?:imately)?|\s?roughly|,? near enough|,? more or less|,? or near it|,? or near as)"
_TWO = r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|(?:four|six|seven|eight|nine)teen|ten|eleven|twelve|thirteen|fifteen)(?![ -]\w*(?:hundred|thousand))"
"""Two digits of pence in words."""
_EN_AMOUNT = re.compile(
    rf"(?P<about>\b{_EN_ABOUT}\s+)?(?:(?:\br\s?|zar\s?|€\s?|eur\s?)(?P<apart>{_APART})|(?P<sign>{BEFORE_FIGURE}|\br\s?(?=\d{{2}}|\d,\d{{3}}))(?P<a>{_MONEY})(?![\d])(?:(?:/[-=]|\.-)|(?:,? and)? (?P<coins>\d\d) ?(?:p|c|cents?|pence|paise)\b|(?<![.,]\d\d) ?(?:[.-](?P<after>\d\d)(?![\d./:-]){NO_COUNT}|\. (?P<apart_after>\d\d)(?=\s*(?:[,;!?)\"”]|\.(?!\d)|$))))?(?P<fuzz>{_EN_FUZZ}\b)?|(?<![\d.$£€])(?P<b>\d{{1,3}}(?:\.\d{{3}})+,\d\d(?!\d)|\d{{1,5}},\d\d(?!\d)|{FIGURE})(?P<fuzz2>{_EN_FUZZ})?\s?{AFTER_FIGURE}(?:(?:,? and)? (?P<pence>\d\d|{_TWO})(?: ?(?:p|c|cents|pence))?(?=[\s,.?!;\"”')]|$){NO_COUNT})?(?P<fuzz3>{_EN_FUZZ}\b)?"
    rf"|\b(?P<words>{EN_NUMBER})(?P<odd>[- ](?:odd|ish|something|plus|and change))?(?: point (?P<point>{EN_NUMBER}))?\s*{IN_WORDS}\b(?:,?\s+(?:and\s+)?(?:(?P<cents>{EN_NUMBER})(?<! )(?:\s*(?:cents|pence|paise)|{NO_COUNT})|(?P<small>\d\d) ?(?:p|c|cents|pence|paise)\b))?(?P<fuzz4>{_EN_FUZZ}\b)?)"
)
_EN_LOOSE = re.compile(
    rf"\b(?:(?P<about>{_EN_ABOUT})\s+(?:an? )?(?P<c>{FIGURE}(?![\d.:/%-])|{EN_NUMBER})|(?:paid|cost|costs|charged?|spent|for|was|total|of|to)\s+(?P<d>{FIGURE}|{EN_NUMBER}){_EN_FUZZ})(?!\s?(?:dollars?|bucks|quid|pounds?|euros?|usd|%|percent|cents|years?|days?|hours?|minutes?|mins?|weeks?|months?|people|times|miles|am|pm|o'clock|a\.m|p\.m|lbs?|kg|inch|feet|ft|pieces?|items?|units?|in the|thousand|hundred|of (?:the|my|our|your)))\b"
)
"""About so much, without a unit: just under ninety, for forty-something."""
_FOR = re.compile(r"\b(?:for|ordered|took|owe)\b")
"""What stands before a sum in words that somebody owes."""
_AS_PRICE = re.compile(
    r" (?:declared|total|refund|charge|order|purchase|payment|altogether|all in\b|in all\b|in full|all told|(?:that )?(?:i|you|he|she|we|they) (?:had |have )?paid|for (?:it|the|your|that|them)\b)"
)
"""What stands behind one."""
_EN_WORD = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|oh|a(?= hundred))"
_EN_DIGIT = r"one|two|three|four|five|six|seven|eight|nine"
_ROUND = re.compile(r"[a-z]+ hundred(?:(?: and)? [a-z]+)?")
"""A number that is said of anything: a hundred and eighty."""
_EN_WORDS = re.compile(
    rf"\b{_EN_WORD}(?:(?:,? and |[ -]{{1,2}}){_EN_WORD}){{0,7}}(?: and (?:a half|a quarter|three quarters))?\b"
)


def english_amounts(reading: Reading) -> Iterator[Said]:
    """Every amount of money that an English text names."""
    for match in _EN_AMOUNT.finditer(reading.text) if MAY_BE_MONEY.search(reading.text) else ():
        if match["words"]:
            spoken = match["words"].strip()
            # seven nine dollars
            digits = re.fullmatch(rf"(?:{_EN_DIGIT})(?: (?:{_EN_DIGIT}))+", spoken)
            whole = next(iter(english_sums(spoken)), None) if digits else english_number(spoken)
            amount = None if whole is None else Decimal(whole) + _coins(match)
        else:
            amount = _figure(match["apart"] or match["a"] or match["b"])
            amount = None if amount is None else amount + _coins(match)
        loose = any(match[name] for name in ("about", "fuzz", "fuzz2", "fuzz3", "fuzz4", "odd"))
        step = max(Decimal(amount or 0) / 10, Decimal(2))
        if match["odd"] or match["fuzz2"] or match["fuzz4"]:
            # sixty-something is up to seventy
            step = max(step, Decimal(10) ** round_digits(amount or Decimal(1)))
        if amount is not None:
            yield Said(Decimal(amount), match.span(), loose, step)
    for match in _EN_LOOSE.finditer(reading.text):
        said = match["c"] or match["d"]
        worth = decimal_of(said) if said[0].isdigit() else next(iter(english_sums(said)), None)
        start = match.start("c" if match["c"] else "d")
        if worth and worth >= 20 and may_be_paid(reading.before(start, 60)):
            step = max(worth / 10, Decimal(2))
            yield Said(worth, match.span(), loose=True, step=step)
    yield from called_sums_en(reading.text)


def own_in_words(
    reading: Reading, amounts: Sequence[Decimal]
) -> Iterator[tuple[tuple[int, int], Decimal | None]]:
    """The own amounts in English words; a short or round number needs to be said to be a price."""
    for match in _EN_WORDS.finditer(reading.text):
        words = match.group()
        before = reading.before(match.start(), 40)
        named = may_be_paid(before) or bool(
            _FOR.search(before) or _AS_PRICE.match(reading.text, match.end())
        )
        long = len(re.findall(r"[a-z]+", words)) > 2 or "hundred" in words
        if named or (long and not _ROUND.fullmatch(words)):
            fitting, span = _fitting(words, amounts, named=named), match.span()
            if fitting is None and words.endswith(" one"):
                # "the fifty-four ninety-nine one"
                fitting = _fitting(words.removesuffix(" one"), amounts, named=named)
                span = span[0], span[1] - len(" one")
            yield span, fitting


def _fitting(words: str, amounts: Sequence[Decimal], *, named: bool) -> Decimal | None:
    """The own amount that words say, or one that has its digits in another order."""
    sums = english_sums(words)
    return next(
        chain(
            (one for one in sums if one in amounts),
            (amount for amount in amounts if named and rounds_to(sums[:1], amount, named=True)),
            (one for one in [short_thousands(words)] if one in amounts),
            (one for one in sums if any(is_twisted(one, own) for own in amounts)),
        ),
        None,
    )


def _coins(match: re.Match[str]) -> Decimal:
    """The pence or cents of a sum, in figures or words: 86 quid and 40p, eighty-six point four pounds."""
    if match["point"]:
        digits = [EN_DIGITS.get(word, "") for word in re.findall(r"[a-z]+", match["point"])]
        spoken = str(english_number(match["point"]) or 0)
        return Decimal(f"0.{''.join(digits) if all(digits) else spoken}")
    said = next(
        filter(None, match.group("pence", "coins", "after", "apart_after", "small", "cents")), "0"
    )
    return Decimal(int(said) if said.isdigit() else english_number(said) or 0) / 100


def _figure(text: str) -> Decimal | None:
    """A figure with the point and the marks between thousands of any country: 3 899, 1.299,00, 1,25,000."""
    whole, cents = text, ""
    if match := re.fullmatch(r"(.+)[.,](\d{1,2})", text):
        whole, cents = match[1], match[2]
    digits = re.sub(r"\D", "", whole)
    return decimal_of(f"{digits}.{cents}" if cents else digits)
