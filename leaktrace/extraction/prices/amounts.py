"""Prices: what was paid for an order or one of its items, in figures and in words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.numbers import decimal_of, digits_of, number_of
from leaktrace.extraction.prices.amounts_en import english_amounts, own_in_words
from leaktrace.extraction.prices.beside import claimed_sums, sums_beside
from leaktrace.extraction.prices.beside_en import apart_sums, sums_beside_en
from leaktrace.extraction.prices.claimed import (
    is_claimed,
    is_of_door,
    is_taken_back,
    may_be_paid,
    wrong_sums_en,
)
from leaktrace.extraction.prices.money_en import is_of_currency
from leaktrace.extraction.prices.other_numbers import is_other_number
from leaktrace.extraction.prices.rounded import figure_of, round_digits, rounded_sums
from leaktrace.extraction.prices.sums import FIGURE, Said, called_sums_zh, is_twisted, rounds_to
from leaktrace.extraction.reading import Reading

__all__ = ["Prices", "Said", "find_prices", "know_prices"]

_HAN = r"\d千\d百(?:\d十?\d?)?|\d[百千]\d?(?![百千\d])|(?<![零〇一二两三四五六七八九十百千万])[零〇一二两三四五六七八九十百千万廿卅]{1,15}(?:点[零〇一二三四五六七八九]{1,2})?|[零〇壹贰叁肆伍陆柒捌玖拾佰仟万]{2,15}"
_ZH_AMOUNT = re.compile(
    rf"(?=[¥￥r人0-9零〇一二两三四五六七八九十百千万廿卅壹贰叁肆伍陆柒捌玖拾佰仟])(?P<sign>[¥￥]\s?|rmb\s?|人民币\s?)?(?P<sum>{FIGURE}|\d{{1,6}}\. \d\d|{_HAN})(?P<more>多|来|几|把|出头|挂零|冒头|好几)?\s?"
    r"(?P<unit>元|块钱|块(?!儿|头|堆)|圆|蚊鸡?|大洋|[令零]吉|[马新港坡]币|新?台币|港[元纸]|yuan|rmb|ringgit|myr|sgd|hkd)(?:(?P<sen>\d\d|[一二三四五六七八九]?十[一二三四五六七八九]?)(?:仙|sen|分(?![钟之期别开店行]))|(?P<dime>[1-9一二三四五六七八九壹贰叁肆伍陆柒捌玖]|半(?![个天斤年月箱盒价]))(?:角|毛)?(?:(?P<cent>(?<=\d)[1-9]|(?<![\d])[一二三四五六七八九])分?)?(?![\d个件单盒支条十百千]))?"
)
_SIGNED = re.compile(
    rf"(?=[¥￥rcmhnts人马新港坡台])(?:[¥￥]|(?<![a-z])(?:rmb?|cny|myr|hkd|twd|ntd?|sgd|mop|(?:hk|nt|s)\$)|人民币|[马新港坡]币|新?台币)\s?\$?(?P<sum>{FIGURE})(?!\d|[ ]?(?:元|块))"
)
_NAMED = re.compile(
    rf"(?=[金价实付合总应货原支售一退])(?:[一总]共|金额|价格|价钱|实付|付了|付款|合计|总价|应付|货值|货款|退款|原价|支付(?!宝)|售价|价值)(?:[^0-9。，,\n尾末后号]{{0,4}}?)(?P<sum>{FIGURE}|[一二两三四五六七八九]?[十百千][零〇一二三四五六七八九十百]*(?:点[零〇一二三四五六七八九]{{1,2}})?)(?![\d:年月日点号笔*元块.件个单盒次位人套份条包瓶天期斤箱张把双只袋桶台本部辆米吨颗粒头株])"
)


_PLAIN = re.compile(
    r"(?<![\d.$£€¥:\-/])(?<!\d,)(\d{1,5}\.\d{1,2}|\d{1,3},\d{3}\.\d{1,2})(?!\d|[.:]\d)"
)
_WHOLE = re.compile(
    r"(?:^|(?<=[^\w.$£€¥:/#*-])|(?<=[\u4e00-\u9fff]))(?P<sum>\d{2,6}|[一二三四五六七八九][零〇一二三四五六七八九]{1,3})(?![\d:.\-/a-z*%一二三四五六七八九十百千]| ?(?:[号栋幢楼层室座年月日天点时分秒个件斤克升米寸码岁人次位条片包袋瓶盒支张把双只台套本期路弄抽粒颗尺度户折口杯碗房级代届款公厘毫平]|单元|小时|g\b|kg|ml|cm|mah|w\b|v\b))"
)
_MONEY_BEFORE = re.compile(
    r"(?:退|付|花|收|卖|价|款|额|钱|赔|转|打|实付|共|原路|才|只要|到手|拿下|买的?|拍的?|paid|payed|pay|cost|costs|charged?|total|amount|refund(?:ing|ed)?(?: (?:you|me))?|worth|price|spent|for|back|\bme)(?:了|您|你|我|的|是|到|回|回来|给你|给您| (?:is|was|of|the))*[:： ]{0,2}$"
)
_MONEY_AFTER = re.compile(
    r"(?:的(?:[，,。！!？?；;”]|$|[那这货单])|退(?:[，,。！!；;]|$)|[拍买订购入抢]的|[那这]个价|价位|的价|[那这]一?[单笔张台双件个条只]|不刀|不讲价|包邮|到手|拿下|入手|的货款|整|全退|退[给回您你]|原路|都退|返|转[给您你]| back\b| in full| total\b| refund| even\b| flat\b| for the )"
)
_BOUGHT_AFTER = re.compile(
    r"(?:块钱?|元)?(?:[买拍拿订购收]的|入手|到手|拿下|的(?:东西|货|单)|的(?!人|客户|用户|家|路|车|时候)[\u4e00-\u9fff]{2})"
)
_HAN_BARE = re.compile(
    r"(?<![零一二两三四五六七八九十百千万])(?:[一二两三四五六七八九](?:[十百千][零一二三四五六七八九]?)+(?:[十百][一二三四五六七八九]?)?(?:点[零〇一二三四五六七八九]{1,2})?(?![零二三四五六七八九十百千万元块号楼栋幢座单室点分时年月日天岁个件盒包斤瓶支片抽]|一(?![起并共道同台个件只把套双箱张]))|[一二两三四五六七八九百十千零]{2,9}(?=一分(?:不少|都不少|也不少|一厘)))"
)
_ALONE = re.compile(
    r"(?<![a-z\d号码位])(?:(?<![^\n，,、；;：:。（(“\"—])|(?<=[，,、；;：:。.!?] )|^)\d{2,5}(?=[，,。；;）)]|\.(?!\d)|\s*$|不变|打[\d.一二三四五六七八九]{0,3}完?折)"
)
"""A number between stops, with nothing that it counts."""
_MOST = Decimal(10) ** 15
"""No order costs as much."""
_WAGES = re.compile(r"(?:[一每]天|日[赚入结]|[一每]个?月|月[赚入]|时薪|[一每]单)$")
_ABOUT = re.compile(r"(?:大概|大约|约|差不多|将近|近|左右)$")


@dataclass(frozen=True)
class Prices:
    """The amounts of an order."""

    amounts: tuple[Decimal, ...]
    """The total first, then the price of each item."""
    currency: str


def know_prices(facts: OrderFacts) -> Prices:
    """The amounts of `facts` that somebody may have paid; no text says others, and they cannot be compared."""
    sums = (facts.amount, *(price for _, price in facts.items))
    amounts = tuple(sum_ for sum_ in sums if sum_.is_finite() and abs(sum_) < _MOST)
    return Prices(amounts, facts.currency.upper())


def _of_currency(reading: Reading, currency: str, money: list[Said]) -> list[Said]:
    """Every amount of the currency in a text, in order of appearance; `money`: those in English."""
    said = [one for one in money if is_of_currency(reading, one, currency)]
    if reading.zh or currency in ("CNY", "RMB", ""):
        # who speaks Chinese says 块 of the money of any country
        said += [one for one in _chinese(reading) if is_of_currency(reading, one, currency)]
    return sorted(said, key=lambda one: one.span)


def _has_english(reading: Reading, currency: str) -> bool:
    """Whether sums in a text may be in English words."""
    return currency in ("USD", "AUD", "CAD", "SGD", "") or not reading.zh or "yuan" in reading.text


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
        step = Decimal(10) ** round_digits(amount) if match["more"] else amount / 10
        yield Said(amount, match.span(), bool(match["more"] or about), step)
    yield from rounded_sums(text)
    yield from called_sums_zh(text)
    taken = [match.span() for match in _ZH_AMOUNT.finditer(text)]
    for pattern in (_SIGNED, _NAMED):
        for match in pattern.finditer(text):
            if any(start < match.end("sum") and match.start("sum") < end for start, end in taken):
                continue
            number = figure_of(match["sum"])
            if number is not None:
                start = match.start() if pattern is _SIGNED else match.start("sum")
                taken.append((start, match.end("sum")))
                yield Said(number, (start, match.end("sum")), loose=False, step=Decimal(0))


def _yuan(match: re.Match[str]) -> Decimal | None:
    """Yuan, with the tenths and hundredths that follow the unit: 九十七块三, 四百七十九元七角."""
    number = figure_of(match["sum"])
    if number is None or "." in match["sum"] or not (match["dime"] or match["sen"]):
        return number
    if match["sen"]:
        return number + Decimal(number_of(match["sen"]) or 0) / 100
    if match["dime"] == "半":
        return number + Decimal("0.5")
    return number + Decimal(f"0.{digits_of(match['dime'])}{digits_of(match['cent'] or '')}")


def find_prices(reading: Reading, known: Prices) -> list[Detail]:
    """The order's own amounts, rounded ones, and wrong ones that are said to have been paid."""
    money = list(english_amounts(reading)) if _has_english(reading, known.currency) else []
    said = _of_currency(reading, known.currency, money)
    words = [] if reading.zh else list(own_in_words(reading, known.amounts))
    # the ninety of "four euro ninety" is no sum of its own
    words = [
        (span, one)
        for span, one in words
        if not any(sum_.span[0] < span[0] and span[1] <= sum_.span[1] for sum_ in money)
    ]
    spoken = [span for span, one in words if one is not None]
    # "one twenty-nine ninety-nine dollars": the words before the unit may be several numbers
    said = [
        one
        for one in said
        if _agreeing(reading, one, known) is not None
        or not any(start < one.span[1] and one.span[0] < end for start, end in spoken)
    ]
    found: list[Detail] = []
    taken: list[tuple[int, int]] = []
    own = [one.span for one in said if _agreeing(reading, one, known) is not None]
    for one in said:
        value = _agreeing(reading, one, known)
        if one.loose and _WAGES.search(reading.before(one.span[0], 4)):
            continue
        if any(start < one.span[1] and one.span[0] < end for start, end in taken):
            continue
        taken += [one.span] if value is not None else []
        if value is not None:
            strength = Strength.FUZZY if one.loose or value != one.amount else Strength.EXACT
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
        elif not one.loose and (
            is_claimed(reading, one)
            or any(is_twisted(one.amount, amount) for amount in known.amounts)
            or is_taken_back(reading, one, own)
        ):
            found.append(_claim(one))
    found += _bare(reading, known, said, words)
    if not reading.zh:
        found += _free(apart_sums(reading, known.amounts), found)
        found += _foreign(reading, known, found, money)
        found += wrong_sums_en(reading, found, known.amounts)
        found += list(sums_beside_en(reading, known.amounts, found, money))
    else:
        found += list(sums_beside(reading, known.amounts, found))
        found += list(claimed_sums(reading, known.amounts, found))
    return found


def _free(hits: Iterable[Detail], found: list[Detail]) -> list[Detail]:
    """Those of some finds that share no character with others."""
    taken = [hit.span for hit in found if hit.span is not None]
    return [
        hit
        for hit in hits
        if hit.span and not any(a < hit.span[1] and hit.span[0] < b for a, b in taken)
    ]


def _foreign(
    reading: Reading, known: Prices, found: list[Detail], money: list[Said]
) -> Iterator[Detail]:
    """Sums in another money than the order's, where they are put to the buyer as paid."""
    taken = [hit.span for hit in found if hit.span is not None]
    for one in money:
        free = not any(start < one.span[1] and one.span[0] < end for start, end in taken)
        foreign = not one.loose and not is_of_currency(reading, one, known.currency)
        if free and foreign and is_claimed(reading, one):
            yield _claim(one)


def _claim(one: Said) -> Detail:
    """A wrong sum."""
    value = f"{one.amount:.2f}"
    return Detail(Field.PRICE, value, one.span, Strength.EXACT, contradicts=True, rule="claimed")


def _bare(
    reading: Reading,
    known: Prices,
    said: list[Said],
    words: Iterable[tuple[tuple[int, int], Decimal | None]],
) -> Iterator[Detail]:
    """The own amounts without a unit: with cents, or in `words`."""
    numbers = [(match.span(), decimal_of(match.group())) for match in _PLAIN.finditer(reading.text)]
    numbers += [
        (match.span(), figure_of(match.group())) for match in _HAN_BARE.finditer(reading.text)
    ]
    numbers += [
        (match.span("sum"), _spelled(match["sum"]))
        for match in _WHOLE.finditer(reading.text)
        if _MONEY_BEFORE.search(reading.before(match.start("sum"), 24))
        or _MONEY_AFTER.match(reading.text, match.end())
        or (
            _ALONE.match(reading.text, match.start())
            and not is_of_door(reading.before(match.start(), 16))
        )
    ]
    numbers += words
    for (start, end), number in numbers:
        free = not any(one.span[0] < end and start < one.span[1] for one in said)
        if number is None or not free or is_other_number(reading, start, end):
            continue
        paid = _MONEY_BEFORE.search(reading.before(start, 24)) or (
            reading.zh and _BOUGHT_AFTER.match(reading.text, end)
        )
        text = reading.text[start:end]
        rounded = _cut_off(text, number, known, paid=bool(paid), zh=reading.zh)
        if rounded is not None:
            yield Detail(
                Field.PRICE,
                f"{rounded:.2f}",
                (start, end),
                Strength.FUZZY,
                contradicts=False,
                rule="cut",
            )
            continue
        wrong = number not in known.amounts
        if not wrong or any(is_twisted(number, amount) for amount in known.amounts):
            value = f"{number:.2f}"
            span = (start, end)
            yield Detail(Field.PRICE, value, span, Strength.EXACT, wrong, rule="figure")


def _cut_off(text: str, number: Decimal, known: Prices, *, paid: bool, zh: bool) -> Decimal | None:
    """The own amount whose last part was left out: 三百六 for 368, 175 for 174.99."""
    step = 0
    if re.fullmatch(r"[一二两三四五六七八九]千[一二三四五六七八九]百[一二三四五六七八九]", text):
        step = 10
    elif re.fullmatch(r"[一二两三四五六七八九]([百千])[一二三四五六七八九]", text):
        step = 10 if "百" in text else 100
    return next(
        (
            amount
            for amount in known.amounts
            if number < amount < number + step
            or (paid and zh and 0 < number - amount <= Decimal(step) / 4)
            or (
                paid
                and amount > 20
                and number != amount
                and rounds_to([number], amount, named=True)
            )
        ),
        None,
    )


def _spelled(text: str) -> Decimal | None:
    """A figure, or digits that were said one by one: 三九九."""
    return decimal_of(text if text.isascii() else digits_of(text))


def _agreeing(reading: Reading, one: Said, known: Prices) -> Decimal | None:
    """The order's amount that was said, exactly or rounded."""
    named = not reading.zh and may_be_paid(reading.before(one.span[0], 40))
    for amount in known.amounts:
        if amount == one.amount or rounds_to([one.amount], amount, named=named):
            return amount
        if one.loose and (
            one.amount <= amount < one.amount + one.step or abs(amount - one.amount) < one.step / 2
        ):
            return amount
    return None
