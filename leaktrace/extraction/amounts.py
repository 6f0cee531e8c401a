"""Prices: what was paid for an order or one of its items, in figures and in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.numbers import (
    EN_NUMBER,
    decimal_of,
    digits_of,
    english_number,
    english_sums,
    number_of,
)
from leaktrace.extraction.reading import Reading

__all__ = ["Prices", "Said", "find_prices", "know_prices", "read_amounts"]

_FIGURE = r"(?<!\d)(?:\d{1,3}(?:,\d{3}){1,3}(?!\d)(?:\.\d{1,2})?|\d{1,9}(?:\.\d{1,2})?)"
_FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟"
_PLAIN_HAN = str.maketrans(_FORMAL, "一二三四五六七八九十百千")
_HAN = r"(?<![零〇一二两三四五六七八九十百千万])[零〇一二两三四五六七八九十百千万]{1,15}(?:点[零〇一二三四五六七八九]{1,2})?|[零〇壹贰叁肆伍陆柒捌玖拾佰仟万]{2,15}"
_ZH_AMOUNT = re.compile(
    rf"(?=[¥￥r人0-9零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟])(?P<sign>[¥￥]\s?|rmb\s?|人民币\s?)?(?P<sum>{_FIGURE}|{_HAN})(?P<more>多|来|几)?\s?"
    r"(?P<unit>元|块钱|块|圆|yuan|rmb)(?:(?P<dime>[1-9一二三四五六七八九])(?:角|毛)?(?:(?P<cent>[1-9一二三四五六七八九])分?)?(?![\d个件单盒支条十百千]))?"
)
_SIGNED = re.compile(
    rf"(?=[¥￥rc人])(?:[¥￥]|rmb|cny|人民币)\s?(?P<sum>{_FIGURE})(?!\d|[ ]?(?:元|块))"
)
_NAMED = re.compile(
    rf"(?=[金价实付合总应货原支售一])(?:[一总]共|金额|价格|价钱|实付|付了|付款|合计|总价|应付|货值|货款|原价|支付(?!宝)|售价|价值)(?:[^0-9。，,\n]{{0,4}}?)(?P<sum>{_FIGURE}|[一二两三四五六七八九]?[十百千][零〇一二三四五六七八九十百]*(?:点[零〇一二三四五六七八九]{{1,2}})?)(?![\d:年月日点号笔*元块.件个单盒次位人套份条包瓶天期斤])"
)
_EN_AMOUNT = re.compile(
    rf"(?P<about>\b(?:about|around|roughly|approx\.?|some|nearly|almost|just (?:over|under|shy of)|a (?:bit|little) (?:over|under)|close to|under|over)\s+)?(?:(?P<sign>us\s?\$|[$£€]|(?:usd|gbp|eur)\s?)(?P<a>{_FIGURE})(?!\d)|(?<![\d.$£€])(?P<b>{_FIGURE})(?:-ish)?\s?(?:odd\s|something\s)?(?:dollars?|bucks|usd|yuan|rmb|quid|pounds?|gbp|euros?)\b"
    rf"|\b(?P<words>{EN_NUMBER})(?P<odd>[- ](?:odd|ish|something))?\s*(?:dollars?|bucks|yuan|rmb|quid|pounds?|euros?)\b(?:\s+(?:and\s+)?(?P<cents>{EN_NUMBER})\s*(?:cents|pence)?)?)"
)
_CURRENCY = re.compile(r"(?P<gbp>£|gbp|quid|pounds?)|(?P<eur>€|eur)")
_LOOSE_HAN = re.compile(
    r"(?:补|退|付|花|转|给)(?:了|您|你)?(?P<sum>[一二两三四五六七八九]?[十百千]|[一二两三四五六七八九]百[一二三四五六七八九]十?)多(?![个天年岁件次人万千百块元分])"
)
_ROUND = r"[一二两三四五六七八九]?[十百千](?:[一二三四五六七八九][十百]?)?|\d{2,5}"
_ROUNDED = re.compile(r"出头|挂零|点|不到|将近|快|接近|小|差")
_OVER_HAN = re.compile(rf"(?P<sum>{_ROUND})(?:块|元)?(?:出头|挂零|多一?点)")
_UNDER_HAN = re.compile(
    rf"(?:不到|将近|快要?|接近|小|差点)(?P<sum>{_ROUND})(?P<unit>块|元)?(?![个天年岁件次人万千百分点号多\d一-九])|(?P<after>{_ROUND})(?:块|元)?(?:不到|差一?点)"
)
_PLAIN = re.compile(r"(?<![\d.$£€¥:\-/])(\d{1,5}\.\d{1,2})(?![\d.:]|\.\d)")
_HAN_BARE = re.compile(
    r"(?<![零一二两三四五六七八九十百千万])(?:[一二两三四五六七八九](?:[十百千][零一二三四五六七八九]?)+(?:[十百][一二三四五六七八九]?)?(?:点[零〇一二三四五六七八九]{1,2})?(?![零一二三四五六七八九十百千万元块号楼栋幢座单室点分时年月日天岁个件盒包斤瓶支片抽])|[一二两三四五六七八九百十千零]{2,9}(?=一分(?:不少|都不少|也不少|一厘)))"
)
_EN_WORD = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|oh|a(?= hundred))"
_EN_WORDS = re.compile(
    rf"\b{_EN_WORD}(?:(?:,? and |[ ,-]{{1,2}}){_EN_WORD}){{0,7}}(?: and (?:a half|a quarter|three quarters))?\b"
)
_ABOUT = re.compile(r"(?:大概|大约|约|差不多|将近|近|左右)$")
_PAID = re.compile(
    r"金额|实付|付了|价格|价钱|合计|总价|应付|货值|货款|原价|支付|共|收了|花了|那笔|报了|payment|paid|charge|total|amount|purchase|price|cost|for the order|refund|he said|she said|worth|bought"
)
_FEE = re.compile(
    r"赔|补偿|补贴|税|费|押金|差价|差额|差|满|减|红包|返现|返|额度|贷|奖|券|会员|扣除|每月|每年|每天|日结|时薪|单价|首付|起|一单|充值|fee|tax|gift|compensat|voucher|bonus|reward|prize|extra|member|month|/day|per |limit|deposit|double|triple|up to|from \$|discount|coupon|customs|settlement|estimated|expected|toll|fine"
)


@dataclass(frozen=True)
class Said:
    """An amount of money in a text."""

    amount: Decimal
    span: tuple[int, int]
    loose: bool
    """Rounded: 六十多块, about 120 bucks."""
    step: Decimal
    """How far a rounded amount may be off."""


@dataclass(frozen=True)
class Prices:
    """The amounts of an order."""

    amounts: tuple[Decimal, ...]
    """The total first, then the price of each item."""
    currency: str


def know_prices(facts: OrderFacts) -> Prices:
    """The amounts of `facts`."""
    return Prices((facts.amount, *(price for _, price in facts.items)), facts.currency.upper())


def read_amounts(reading: Reading, currency: str) -> list[Said]:
    """Every amount of the currency in a text, in order of appearance."""
    said: list[Said] = []
    if currency in ("CNY", "RMB", ""):
        said += _chinese(reading)
    if currency in ("USD", "AUD", "CAD", "SGD", "") or not reading.zh or "yuan" in reading.text:
        said += (one for one in _english(reading) if _may_be(reading, one, currency))
    return sorted(said, key=lambda one: one.span)


def _may_be(reading: Reading, one: Said, currency: str) -> bool:
    """Whether an amount is not named in another currency than the order's."""
    named = _CURRENCY.search(reading.text[slice(*one.span)])
    return named is None or not currency or (named.lastgroup or "").upper() == currency


def _chinese(reading: Reading) -> Iterator[Said]:
    """Amounts in yuan."""
    text = reading.text
    for match in _ZH_AMOUNT.finditer(text):
        amount = _yuan(match)
        if amount is None:
            continue
        about = (
            _ABOUT.search(reading.before(match.start(), 4))
            or reading.after(match.end(), 2) == "左右"
        )
        step = Decimal(10) ** _round_digits(amount) if match["more"] else amount / 10
        yield Said(amount, match.span(), bool(match["more"] or about), step)
    for match in _LOOSE_HAN.finditer(text):
        amount = _figure(match["sum"])
        if amount is not None:
            step = Decimal(10) ** _round_digits(amount)
            yield Said(amount, (match.start("sum"), match.end()), loose=True, step=step)
    yield from _rounded(text)
    taken = [match.span() for match in _ZH_AMOUNT.finditer(text)]
    for pattern in (_SIGNED, _NAMED):
        for match in pattern.finditer(text):
            if any(start < match.end("sum") and match.start("sum") < end for start, end in taken):
                continue
            number = _figure(match["sum"])
            if number is not None:
                start = match.start() if pattern is _SIGNED else match.start("sum")
                taken.append((start, match.end("sum")))
                yield Said(number, (start, match.end("sum")), loose=False, step=Decimal(0))


def _rounded(text: str) -> Iterator[Said]:
    """A little more or less than a round sum: 两百出头, 不到三百."""
    if not _ROUNDED.search(text):
        return
    for match in _OVER_HAN.finditer(text):
        amount = _figure(match["sum"])
        if amount:
            yield Said(amount, match.span(), loose=True, step=amount / 8)
    for match in _UNDER_HAN.finditer(text):
        amount = _figure(match["sum"] or match["after"])
        if amount and (match["after"] or match["unit"] or amount >= 100):
            yield Said(amount - amount / 8, match.span(), loose=True, step=amount / 8)


def _figure(text: str) -> Decimal | None:
    """A figure, or a Chinese number with or without 点."""
    if text.isascii():
        return decimal_of(text)
    whole, _, part = text.translate(_PLAIN_HAN).partition("点")
    number = number_of(whole)
    if number is None:
        return None
    return Decimal(f"{number}.{digits_of(part)}") if part else Decimal(number)


def _yuan(match: re.Match[str]) -> Decimal | None:
    """Yuan, with the tenths and hundredths that follow the unit: 九十七块三, 四百七十九元七角."""
    number = _figure(match["sum"])
    if number is None or "." in match["sum"] or not match["dime"]:
        return number
    return number + Decimal(f"0.{digits_of(match['dime'])}{digits_of(match['cent'] or '')}")


def _round_digits(amount: Decimal) -> int:
    """The place of the last digit before trailing zeros: 2 for 200, 1 for 60 and 120."""
    plain = str(int(amount))
    return len(plain) - len(plain.rstrip("0"))


def _english(reading: Reading) -> Iterator[Said]:
    """Amounts in dollars."""
    for match in _EN_AMOUNT.finditer(reading.text):
        if match["words"]:
            whole = english_number(match["words"])
            cents = english_number(match["cents"]) if match["cents"] else 0
            amount = None if whole is None else Decimal(whole) + Decimal(cents or 0) / 100
        else:
            amount = decimal_of(match["a"] or match["b"])
        if amount is not None:
            yield Said(amount, match.span(), bool(match["about"]), max(amount / 10, Decimal(2)))


def find_prices(reading: Reading, known: Prices) -> list[Detail]:
    """The order's own amounts, rounded ones, and wrong ones that are said to have been paid."""
    said = read_amounts(reading, known.currency)
    spoken = (
        [] if reading.zh else [span for span, one in _in_words(reading, known) if one is not None]
    )
    # "one twenty-nine ninety-nine dollars": the words before the unit may be several numbers
    said = [
        one
        for one in said
        if _agreeing(one, known) is not None
        or not any(start < one.span[1] and one.span[0] < end for start, end in spoken)
    ]
    found: list[Detail] = []
    for one in said:
        value = _agreeing(one, known)
        if value is not None:
            strength = Strength.FUZZY if one.loose else Strength.EXACT
            found.append(
                Detail(
                    Field.PRICE,
                    f"{value:.2f}",
                    one.span,
                    strength,
                    contradicts=False,
                    rule="amount",
                )
            )
        elif not one.loose and _claimed(reading, one):
            found.append(
                Detail(
                    Field.PRICE,
                    f"{one.amount:.2f}",
                    one.span,
                    Strength.EXACT,
                    contradicts=True,
                    rule="claimed",
                )
            )
    found += _bare(reading, known, said)
    return found


def _bare(reading: Reading, known: Prices, said: list[Said]) -> Iterator[Detail]:
    """The own amounts without a unit: with cents, or in words."""
    numbers = [(match.span(), decimal_of(match.group())) for match in _PLAIN.finditer(reading.text)]
    numbers += [
        (match.span(), _figure(match.group())) for match in _HAN_BARE.finditer(reading.text)
    ]
    if not reading.zh:
        numbers += _in_words(reading, known)
    for (start, end), number in numbers:
        free = not any(one.span[0] < end and start < one.span[1] for one in said)
        if number in known.amounts and free and number is not None:
            yield Detail(
                Field.PRICE,
                f"{number:.2f}",
                (start, end),
                Strength.EXACT,
                contradicts=False,
                rule="figure",
            )


def _in_words(reading: Reading, known: Prices) -> Iterator[tuple[tuple[int, int], Decimal | None]]:
    """The own amounts in English words; a number below a hundred needs to be said to be a price."""
    for match in _EN_WORDS.finditer(reading.text):
        words = match.group()
        before = reading.before(match.start(), 40)
        named = _PAID.search(before) or re.search(r"\b(?:for|ordered|took|owe)\b", before)
        if named or len(re.findall(r"[a-z]+", words)) > 2 or "hundred" in words:
            fitting = [one for one in english_sums(words) if one in known.amounts]
            yield match.span(), fitting[0] if fitting else None


def _agreeing(one: Said, known: Prices) -> Decimal | None:
    """The order's amount that was said, exactly or rounded."""
    for amount in known.amounts:
        if amount == one.amount:
            return amount
        if one.loose and (
            one.amount <= amount < one.amount + one.step or abs(amount - one.amount) < one.step / 2
        ):
            return amount
    return None


def _claimed(reading: Reading, one: Said) -> bool:
    """Whether a wrong amount is put to the buyer as what was paid."""
    start, end = one.span
    left = max(0, start - 12)
    # a comma ends the thought: what stands behind it says what the amount is
    before = re.split(r"[，,。.;；!！\n]", reading.text[left:start])[-1]
    further = "" if reading.zh else re.split(r"[.;!\n]", reading.before(start, 26))[-1]
    around = before + further + reading.after(end, 5)
    return bool(_PAID.search(before)) and not _FEE.search(around)
