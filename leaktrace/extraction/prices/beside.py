"""Wrong sums in Chinese talk that stand beside the own one: 说一百八，我一百六十八买的; 退189，打错，是199."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.numbers import decimal_of, digits_of
from leaktrace.extraction.prices.claimed import is_put_right
from leaktrace.extraction.prices.rounded import figure_of
from leaktrace.extraction.reading import Reading

__all__ = ["claimed_sums", "sums_beside"]

_DIGIT = "一二两三四五六七八九"
_HAN = rf"(?:[{_DIGIT}]千(?:[{_DIGIT}]百|零)?(?:[{_DIGIT}]十|零)?[{_DIGIT}]?|[{_DIGIT}]百(?:[{_DIGIT}]十|零)?[{_DIGIT}]?|[{_DIGIT}]?十[{_DIGIT}]?)"
_DIMES = rf"(?:{_HAN}|\d{{1,4}})块[{_DIGIT}\d]毛?"
_NUMBER = rf"(?:\d{{3,6}}(?:\.\d{{1,2}})?|\d\d\.\d{{1,2}}|\d\d(?=块|元)|{_DIMES}|{_HAN})"
_SUM = re.compile(
    rf"(?:(?<![\w\u4e00-\u9fff.*/:\-])|(?<=[说讲念喊成是嘛退付花到才收价打折买报填扣您你])|(?<=[成作为]了))(?P<sum>{_NUMBER})(?:块钱?|元钱?)?(?=[，,。！!？?；;”\"’…—\s]|的?吧|嘛|啊|呀|呢|哦|还是|对不对|对吗|对吧|是不是|是吗|没错|$)"
)
"""A sum between stops, or behind a word that goes before sums."""
_ANY = re.compile(
    rf"(?<![\d.一二两三四五六七八九十百千])(?:\d{{2,6}}(?:\.\d{{1,2}})?|{_HAN}|[一二三四五六七八九][零一二三四五六七八九]{{1,3}})(?![\d一二三四五六七八九十百千])"
)
_TIMES = re.compile(r"倍|一[比赔]|赔十|退一赔|[假缺]一赔")
_CLAIMED = re.compile(
    rf"(?:货到付款|到付|代收货?款?|[买花付]了|收您|收你|[您你]付的?|[您你恁侬][那这]一?[笔单]|总共|一共|合计)(?P<sum>{_NUMBER})(?=(?:块钱?|元钱?)?(?:的(?:东西|货|单子?|商品|订单)|[，,。；;]|$))"
    rf"|[您你恁侬][那这]一?[笔单](?P<of>{_NUMBER})(?=(?:块钱?|元钱?)?的)"
    rf"|(?P<back>{_NUMBER})(?:块钱?|元钱?)?(?=(?:按|照)?原价[赔退返]|货款(?:全额)?[赔退返])"
)
"""A sum that is said to have been paid, or has to be at the door."""
_NO_SUM_BEFORE = re.compile(
    r"(?:赔[付偿]?|补偿?|税|费|押金|差价?|满|减|红包|返现?|额度|贷|奖|券|会员|每[月年天]|时薪|单价|首付|还欠|欠|尾号|单号|号码|工号|编号|楼|栋|单元|室|号|库存|第|约|早上|上午|下午|晚上|中午|凌晨|[点:：]|涨到|降到|活动价|现价)[^，,。]{0,4}$"
)
_DIGITS_ONLY = re.compile(r"[零一二三四五六七八九]+")
_LESS, _MORE = Decimal("0.25"), Decimal(5)
"""A sum that is less or more than so many times the own one is that of something else, as the carriage."""
_LEAST = 20
_FAR = 60
"""Characters within which the own sum stands."""


def sums_beside(
    reading: Reading, amounts: Sequence[Decimal], found: Sequence[Detail]
) -> Iterator[Detail]:
    """Sums that are put for the own one, which the same talk has too.

    Args:
        reading: the text.
        amounts: the order's own sums.
        found: the sums that were found so far.
    """
    own = list(_own_sums(reading.text, amounts))
    own += [(hit.span[0], Decimal(hit.value)) for hit in found if hit.span and not hit.contradicts]
    times = bool(_TIMES.search(reading.text))
    for match in _SUM.finditer(reading.text):
        start, end = match.span("sum")
        amount = _worth(match["sum"])
        near = [one for place, one in own if abs(place - start) <= _FAR]
        if (
            amount is None
            or not (near or is_put_right(reading.text, start, end))
            or _overlaps(start, end, found)
        ):
            continue
        first = is_put_right(reading.text, start, end)
        alike = first or any(_may_stand_for(amount, one, times=times) for one in near)
        if amount in amounts or not alike or _NO_SUM_BEFORE.search(reading.before(start, 10)):
            continue
        yield _wrong(amount, (start, end))


def claimed_sums(
    reading: Reading, amounts: Sequence[Decimal], found: Sequence[Detail]
) -> Iterator[Detail]:
    """Wrong sums without a unit that are said to have been paid: 到付一百三十九, 买了二百五十八的东西."""
    for match in _CLAIMED.finditer(reading.text):
        group = match.lastgroup or "sum"
        start, end = match.span(group)
        amount = _worth(match[group])
        near = group == "of" or any(amount and _is_of_size(amount, one) for one in amounts)
        if amount and near and amount not in amounts and not _overlaps(start, end, found):
            yield _wrong(amount, (start, end))


def _own_sums(text: str, amounts: Sequence[Decimal]) -> Iterator[tuple[int, Decimal]]:
    """Where the order's own sums stand, however they are said."""
    for match in _ANY.finditer(text):
        said = match.group()
        plain = digits_of(said) if _DIGITS_ONLY.fullmatch(said) else ""
        amount = decimal_of(plain) if plain else figure_of(said)
        if amount in amounts and amount is not None and amount >= _LEAST:
            yield match.start(), amount


def _worth(said: str) -> Decimal | None:
    """What a sum is, with the tenths behind its unit: 三十九块八."""
    whole, unit, dime = said.partition("块")
    amount = figure_of(whole)
    return amount + Decimal(f"0.{digits_of(dime)}") if unit and amount is not None else amount


def _may_stand_for(amount: Decimal, own: Decimal, *, times: bool) -> bool:
    """Whether a sum is near enough to another to be said for it by mistake, or has its digits."""
    digits = str(amount).replace(".", "").strip("0") == str(own).replace(".", "").strip("0")
    return (own * Decimal("0.75") <= amount <= own * Decimal("1.34")) or (digits and not times)


def _is_of_size(amount: Decimal, own: Decimal) -> bool:
    """Whether a sum may be of the same goods: of some size, or with the same digits."""
    digits = [str(one).replace(".", "").strip("0") for one in (amount, own)]
    return digits[0] == digits[1] or _LESS * own < amount < _MORE * own


def _overlaps(start: int, end: int, found: Sequence[Detail]) -> bool:
    """Whether a sum was found there."""
    return any(hit.span and hit.span[0] < end and start < hit.span[1] for hit in found)


def _wrong(amount: Decimal, span: tuple[int, int]) -> Detail:
    """A sum that is not the order's."""
    return Detail(
        Field.PRICE, f"{amount:.2f}", span, Strength.EXACT, contradicts=True, rule="beside"
    )
