"""Chinese sums that are a little more or less than a round one: 两百出头, 不到三百, 五六十."""

import re
from collections.abc import Iterator
from decimal import Decimal

from leaktrace.extraction.numbers import decimal_of, digits_of, number_of
from leaktrace.extraction.prices.sums import Said

__all__ = ["figure_of", "round_digits", "rounded_sums"]

_FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟"
_PLAIN_HAN = str.maketrans(_FORMAL, "一二三四五六七八九十百千")
_TO_HAN = str.maketrans("0123456789", "零一二三四五六七八九")
_NO_COUNT = r"(?![个天年岁件次人万千百分点号斤位名条单米平公里票台辆套本颗粒克毫小时秒月周星\d一二三四五六七八九])"
_LOOSE_HAN = re.compile(
    rf"(?:补|退|付|花|转|给|收|卖|要|才|值|价|就|共|款|额|约|大概|差不多|也就)(?:了|您|你|我|的)?(?P<sum>[一二两三四五六七八九]?[十百千]|[一二两三四五六七八九]百[一二三四五六七八九]十?|\d[百千])[多来几]{_NO_COUNT}(?!块|元)"
)
_SOME_HAN = re.compile(
    r"(?<![一二两三四五六七八九十百千万\d第低高少省降涨差贵便])(?P<sum>[一二两三四五六七八九]千(?:零|[一二三四五六七八九]百)?|[一二两三四五六七八九]百(?:零|[一二三四五六七八九]十)?|[二三四五六七八九]十)(?:好几|[几多来])(?:块钱?(?!板)|元钱?|(?=[，,。！!？?；;”\"’…\s]|的?吧|嘛|啦|了|呢|的(?!人|客户|用户|家|单量|销量)|[退买拍卖那]|$))"
)
"""一百五十几, 三百来块: without a word that says that it is a sum."""
_ROUND = r"[一二两三四五六七八九]?[十百千](?:[一二三四五六七八九][十百]?)?|\d[百千]|\d{2,5}"
_ROUNDED = re.compile(
    r"大几|好几|出头|挂零|冒头|点|不到|不足|不满|将近|快|接近|小|差|奔|上下|左右|近|约|大概|[一二三四五六七八九]{2}[十百千块元]|[百千][一二三四五六七八九]{2}"
)
_OVER_HAN = re.compile(
    rf"(?P<sum>{_ROUND})(?:块钱?|元钱?)?(?:出头|挂零|冒头|冒点|多一?点|大几|好几)"
)
_UNDER_HAN = re.compile(
    rf"(?:不到|不足|不满|将近|快要?|接近|小|差点|差不多|奔|近|凑)(?P<sum>{_ROUND})(?P<unit>块钱?|元钱?|蚊)?{_NO_COUNT}|(?P<after>{_ROUND})(?:块钱?|元钱?)?(?:不到|不足|差一?点)"
)
_NEAR_HAN = re.compile(
    rf"(?:大概|大约|差不多|约|好像是?)(?:是|有|就)?(?P<sum>{_ROUND}){_NO_COUNT}(?!块|元|[多来几])|(?P<after>{_ROUND})(?:块钱?|元钱?)?(?:上下|左右|的样子){_NO_COUNT}"
)
_PAIR_HAN = re.compile(
    rf"(?<![一二两三四五六七八九十百千\d幺零])(?:(?P<head>[一二两三四五六七八九]?[百千])(?P<c>[一二三四五六七八])(?P<d>[二三四五六七八九])(?P<small>十)?|(?P<a>[一二两三四五六七八])(?P<b>[二两三四五六七八九])(?P<of>[十百千]))(?:来|多)?(?:块钱?|元钱?|蚊)?{_NO_COUNT}"
)


def figure_of(text: str) -> Decimal | None:
    """A figure, or a Chinese number with or without 点."""
    if text.isascii():
        return decimal_of(text.replace(" ", ""))
    text = text.translate(_TO_HAN)
    whole, _, part = text.translate(_PLAIN_HAN).partition("点")
    number = number_of(whole)
    if number is None:
        return None
    return Decimal(f"{number}.{digits_of(part)}") if part else Decimal(number)


def round_digits(amount: Decimal) -> int:
    """The place of the last digit before trailing zeros: 2 for 200, 1 for 60 and 120."""
    plain = str(int(amount))
    return len(plain) - len(plain.rstrip("0"))


def rounded_sums(text: str) -> Iterator[Said]:
    """A little more or less than a round sum: 两百出头, 不到三百."""
    for match in _LOOSE_HAN.finditer(text):
        amount = figure_of(match["sum"])
        if amount is not None:
            step = Decimal(10) ** round_digits(amount)
            yield Said(amount, (match.start("sum"), match.end()), loose=True, step=step)
    for match in _SOME_HAN.finditer(text):
        amount = figure_of(match["sum"].removesuffix("零"))
        if amount is not None and (amount >= 100 or match.group()[-1] in "块元钱"):
            step = (
                Decimal(10) if match["sum"].endswith("零") else Decimal(10) ** round_digits(amount)
            )
            yield Said(amount, match.span(), loose=True, step=step)
    if not _ROUNDED.search(text):
        return
    yield from _over(text)
    for match in _UNDER_HAN.finditer(text):
        amount = figure_of(match["sum"] or match["after"])
        if amount and (match["after"] or match["unit"] or amount >= 100):
            yield Said(amount - amount / 8, match.span(), loose=True, step=amount / 8)
    yield from _around(text)


def _over(text: str) -> Iterator[Said]:
    """A little more than a round sum, or the upper half of its tens: 两百出头, 三十大几."""
    for match in _OVER_HAN.finditer(text):
        amount = figure_of(match["sum"])
        if amount and match.group().endswith("大几"):
            half = Decimal(10) ** round_digits(amount) / 2
            yield Said(amount + half, match.span(), loose=True, step=half)
        elif amount:
            yield Said(amount, match.span(), loose=True, step=amount / 8)


def _around(text: str) -> Iterator[Said]:
    """Two sums between which it is, or one that it is near."""
    for match in _PAIR_HAN.finditer(text):
        low, high = _pair(match)
        if low < high <= low * 2:
            yield Said(low, match.span(), loose=True, step=high + (high - low) - low)
    for match in _NEAR_HAN.finditer(text):
        amount = figure_of(match["sum"] or match["after"])
        if amount and amount >= 20:
            yield Said(amount, match.span(), loose=True, step=amount / 8)


def _pair(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    """Two sums that one speaks of as about so much: 五六十, 一百七八."""
    head = figure_of(match["head"]) or Decimal(0) if match["head"] else Decimal(0)
    unit = head / (_leading(match["head"]) * 10) if match["head"] else figure_of(match["of"])
    low, high = match["c"] or match["a"], match["d"] or match["b"]
    one = unit or Decimal(0)
    return head + one * (number_of(low) or 0), head + one * (number_of(high) or 0)


def _leading(head: str) -> int:
    """How many hundreds or thousands."""
    return number_of(head[:-1]) or 1 if len(head) > 1 else 1
