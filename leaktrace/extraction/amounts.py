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
)
from leaktrace.extraction.reading import Reading
from leaktrace.extraction.rounded import figure_of, round_digits, rounded_sums
from leaktrace.extraction.sums import Said, called_sums_en, called_sums_zh, is_twisted

__all__ = ["Prices", "Said", "find_prices", "know_prices", "read_amounts"]

_FIGURE = r"(?<!\d)(?:\d{1,3}(?:,\d{3}){1,3}(?!\d)(?:\.\d{1,2})?|\d{1,9}(?:\.\d{1,2})?)"


_HAN = r"\d[百千]\d?(?![百千\d])|(?<![零〇一二两三四五六七八九十百千万])[零〇一二两三四五六七八九十百千万廿卅]{1,15}(?:点[零〇一二三四五六七八九]{1,2})?|[零〇壹贰叁肆伍陆柒捌玖拾佰仟万]{2,15}"
_ZH_AMOUNT = re.compile(
    rf"(?=[¥￥r人0-9零〇一二两三四五六七八九十百千万廿卅壹贰叁肆伍陆柒捌玖拾佰仟])(?P<sign>[¥￥]\s?|rmb\s?|人民币\s?)?(?P<sum>{_FIGURE}|\d{{1,6}}\. \d\d|{_HAN})(?P<more>多|来|几|把|出头|挂零|冒头|好几)?\s?"
    r"(?P<unit>元|块钱|块|圆|蚊鸡?|大洋|yuan|rmb)(?:(?P<dime>[1-9一二三四五六七八九])(?:角|毛)?(?:(?P<cent>[1-9一二三四五六七八九])分?)?(?![\d个件单盒支条十百千]))?"
)
_SIGNED = re.compile(
    rf"(?=[¥￥rc人])(?:[¥￥]|rmb|cny|人民币)\s?(?P<sum>{_FIGURE})(?!\d|[ ]?(?:元|块))"
)
_NAMED = re.compile(
    rf"(?=[金价实付合总应货原支售一退])(?:[一总]共|金额|价格|价钱|实付|付了|付款|合计|总价|应付|货值|货款|退款|原价|支付(?!宝)|售价|价值)(?:[^0-9。，,\n尾末后号]{{0,4}}?)(?P<sum>{_FIGURE}|[一二两三四五六七八九]?[十百千][零〇一二三四五六七八九十百]*(?:点[零〇一二三四五六七八九]{{1,2}})?)(?![\d:年月日点号笔*元块.件个单盒次位人套份条包瓶天期斤])"
)
_EN_ABOUT = r"(?:about|around|roughly|approx\.?|approximately|some|nearly|almost|near|just (?:over|under|shy of|about|short of)|a (?:bit|little|touch|tad|hair|shade|smidge|fraction) (?:over|under|above|below|more than|less than|shy of)|slightly (?:over|under|more than|less than)|close to|under|over|north of|south of|upwards of|not quite|more than|less than|give or take|in the region of|somewhere (?:around|near)|maybe|like|well over|a couple(?: of)?)"
_EN_FUZZ = r"(?:-ish|ish|\s?odd|\s?something|\s?and change|\s?and a bit|\s?plus|-plus|\s?or so|\s?or thereabouts|\s?give or take)"
_EN_AMOUNT = re.compile(
    rf"(?P<about>\b{_EN_ABOUT}\s+)?(?:(?P<sign>(?:us|a|c|nz)?\s?\$|[£€₹]|(?:usd|gbp|eur|aud|cad|nzd|inr|zar|kes)\s?|\b(?:rs\.?|ksh\.?)\s?|\br\s?(?=\d{{3}}))(?P<a>{_FIGURE})(?!\d)(?P<fuzz>{_EN_FUZZ}\b)?|(?<![\d.$£€])(?P<b>\d{{1,5}},\d\d(?!\d)|{_FIGURE})(?P<fuzz2>{_EN_FUZZ})?\s?(?:(?:dollars?|bucks|usd|yuan|rmb|quid|pounds?|gbp|euros?|rs|rupees?|rand|inr|zar|aud|cad|shillings)\b|[$£€](?!\s?\d))(?P<fuzz3>{_EN_FUZZ}\b)?"
    rf"|\b(?P<words>{EN_NUMBER})(?P<odd>[- ](?:odd|ish|something|plus|and change))?\s*(?:dollars?|bucks|yuan|rmb|quid|pounds?|euros?|rupees?|rand|shillings)\b(?:\s+(?:and\s+)?(?P<cents>{EN_NUMBER})\s*(?:cents|pence)?)?(?P<fuzz4>{_EN_FUZZ}\b)?)"
)
_EN_LOOSE = re.compile(
    rf"\b(?:(?P<about>{_EN_ABOUT})\s+(?:an? )?(?P<c>{_FIGURE}(?![\d.:/%-])|{EN_NUMBER})|(?:paid|cost|costs|charged?|spent|for|was|total|of|to)\s+(?P<d>{_FIGURE}|{EN_NUMBER}){_EN_FUZZ})(?!\s?(?:dollars?|bucks|quid|pounds?|euros?|usd|%|percent|cents|years?|days?|hours?|minutes?|mins?|weeks?|months?|people|times|miles|am|pm|o'clock|a\.m|p\.m|lbs?|kg|inch|feet|ft|pieces?|items?|units?|in the|thousand|hundred|of (?:the|my|our|your)))\b"
)
"""About so much, without a unit: just under ninety, for forty-something."""
_CURRENCY = re.compile(
    r"(?P<gbp>£|gbp|quid|pounds?)|(?P<eur>€|eur)|(?P<inr>₹|inr|\brs\b|rupee)|(?P<zar>zar|rand|^r\s?\d)|(?P<kes>kes|ksh|shilling)"
)


_PLAIN = re.compile(r"(?<![\d.$£€¥:\-/])(\d{1,5}\.\d{1,2})(?!\d|[.:]\d)")
_WHOLE = re.compile(
    r"(?:^|(?<=[^\w.$£€¥:/#*-])|(?<=[\u4e00-\u9fff]))(?P<sum>\d{2,6}|[一二三四五六七八九][零〇一二三四五六七八九]{2,3})(?![\d:.\-/a-z*%一二三四五六七八九十百千]| ?(?:[号栋幢楼层室座年月日天点时分秒个件斤克升米寸码岁人次位条片包袋瓶盒支张把双只台套本期路弄抽粒颗尺度户房级代届款公厘毫平]|单元|小时|g\b|kg|ml|cm|mah|w\b|v\b))"
)
_MONEY_BEFORE = re.compile(
    r"(?:退|付|花|收|卖|价|款|额|钱|赔|转|打|实付|共|原路|才|只要|到手|拿下|买的?|拍的?|paid|payed|pay|cost|costs|charged?|total|amount|refund(?:ing|ed)?(?: (?:you|me))?|worth|price|spent|for|back|\bme)(?:了|您|你|我|的|是|到|回|回来|给你|给您| (?:is|was|of|the))*[:： ]{0,2}$"
)
_MONEY_AFTER = re.compile(
    r"(?:[那这]一?[单笔张台双件个条只]|不刀|不讲价|包邮|到手|拿下|入手|的货款|整|全退|退[给回您你]|原路|都退|返|转[给您你]| back\b| in full| total\b| refund| even\b| flat\b| for the )"
)
_HAN_BARE = re.compile(
    r"(?<![零一二两三四五六七八九十百千万])(?:[一二两三四五六七八九](?:[十百千][零一二三四五六七八九]?)+(?:[十百][一二三四五六七八九]?)?(?:点[零〇一二三四五六七八九]{1,2})?(?![零一二三四五六七八九十百千万元块号楼栋幢座单室点分时年月日天岁个件盒包斤瓶支片抽])|[一二两三四五六七八九百十千零]{2,9}(?=一分(?:不少|都不少|也不少|一厘)))"
)
_EN_WORD = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|oh|a(?= hundred))"
_EN_DIGIT = r"one|two|three|four|five|six|seven|eight|nine"
_EN_WORDS = re.compile(
    rf"\b{_EN_WORD}(?:(?:,? and |[ -]{{1,2}}){_EN_WORD}){{0,7}}(?: and (?:a half|a quarter|three quarters))?\b"
)
_ALONE = re.compile(
    r"(?<![a-z\d号码位])(?:(?<![^\s，,、；;：:。（(“\"—])|^)\d{2,5}(?=[，,。；;）)]|\.(?!\d)|\s*$|不变|打[\d.一二三四五六七八九]{0,3}完?折)"
)
"""A number between stops, with nothing that it counts."""
_TAKEN_BACK = re.compile(
    r"(?:的|吧|了)?[—…，,. 。?？-]{1,4}(?:哦|噢|呃|啊|oh |uh,? |er,? )?(?:不对|看错|看反|看串|说错|错了|不是|是我|我看|no\b|sorry|wait|i mean|correction|my mistake)[^\d]{0,4}?"
)
_ABOUT = re.compile(r"(?:大概|大约|约|差不多|将近|近|左右)$")
_PAID = re.compile(
    r"金额|实付|付了|价格|价钱|合计|总价|应付|货值|货款|支付|共|收了|花了|那笔|报了|payment|paid|charge|total|amount|purchase|price|cost|c[ao]mes? to|for the order|refund|he said|she said|worth|bought"
)
_PAID_FOR = re.compile(r"\b(?:purchase|order|charge|transaction) of an? [^.!?\n]{3,50} for $")
_PAID_AFTER = re.compile(r"[)）]?(?:已|的)?(?:支付|付款|扣款)成功")
_TO_OTHERS = re.compile(r" to (?:mr|mrs|ms|miss)\b")
"""Who was paid by a transfer is no shop."""
_FEE = re.compile(
    r"赔|补偿|补贴|税|费|押金|差价|差额|差|满|减|红包|返现|返|额度|贷|奖|券|会员|扣除|每月|每年|每天|日结|时薪|单价|首付|起|一单|充值|fee|tax|gift|compensat|voucher|bonus|reward|prize|extra|member|month|/day|per |limit|deposit|double|triple|up to|from \$|discount|coupon|customs|settlement|estimated|expected|toll|fine|duty|levy|handling|postage|slot|redeliver|unpaid|surcharge|lodgement"
)


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
    if number is None or "." in match["sum"] or not match["dime"]:
        return number
    return number + Decimal(f"0.{digits_of(match['dime'])}{digits_of(match['cent'] or '')}")


def _english(reading: Reading) -> Iterator[Said]:
    """Amounts in dollars."""
    for match in _EN_AMOUNT.finditer(reading.text):
        if match["words"]:
            spoken = match["words"].strip()
            # seven nine dollars
            digits = re.fullmatch(rf"(?:{_EN_DIGIT})(?: (?:{_EN_DIGIT}))+", spoken)
            whole = english_sums(spoken)[0] if digits else english_number(spoken)
            cents = english_number(match["cents"]) if match["cents"] else 0
            amount = None if whole is None else Decimal(whole) + Decimal(cents or 0) / 100
        else:
            figure = match["a"] or match["b"]
            amount = decimal_of(re.sub(r"^(\d+),(\d\d)$", r"\1.\2", figure))
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
        if worth and worth >= 20 and _PAID.search(reading.before(match.start(), 40)):
            step = max(worth / 10, Decimal(2))
            yield Said(worth, match.span(), loose=True, step=step)
    yield from called_sums_en(reading.text)


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
    taken: list[tuple[int, int]] = []
    for one in said:
        value = _agreeing(one, known)
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
            _claimed(reading, one)
            or any(is_twisted(one.amount, amount) for amount in known.amounts)
            or _taken_back(reading, one, said, known)
        ):
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
        (match.span(), figure_of(match.group())) for match in _HAN_BARE.finditer(reading.text)
    ]
    numbers += [
        (match.span("sum"), _spelled(match["sum"]))
        for match in _WHOLE.finditer(reading.text)
        if _MONEY_BEFORE.search(reading.before(match.start("sum"), 24))
        or _MONEY_AFTER.match(reading.text, match.end())
        or _ALONE.match(reading.text, match.start())
    ]
    if not reading.zh:
        numbers += _in_words(reading, known)
    for (start, end), number in numbers:
        free = not any(one.span[0] < end and start < one.span[1] for one in said)
        if number is None or not free:
            continue
        paid = _MONEY_BEFORE.search(reading.before(start, 24))
        rounded = _cut_off(reading.text[start:end], number, known, paid=paid is not None)
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


def _cut_off(text: str, number: Decimal, known: Prices, *, paid: bool) -> Decimal | None:
    """The own amount whose last part was left out: 三百六 for 368, 175 for 174.99."""
    step = 0
    if re.fullmatch(r"[一二两三四五六七八九]([百千])[一二三四五六七八九]", text):
        step = 10 if "百" in text else 100
    return next(
        (
            amount
            for amount in known.amounts
            if number < amount < number + step
            or (paid and amount > 20 and number != amount and _rounds_to([number], amount))
        ),
        None,
    )


def _spelled(text: str) -> Decimal | None:
    """A figure, or digits that were said one by one: 三九九."""
    return decimal_of(text if text.isascii() else digits_of(text))


def _in_words(reading: Reading, known: Prices) -> Iterator[tuple[tuple[int, int], Decimal | None]]:
    """The own amounts in English words; a number below a hundred needs to be said to be a price."""
    for match in _EN_WORDS.finditer(reading.text):
        words = match.group()
        before = reading.before(match.start(), 40)
        named = _PAID.search(before) or re.search(r"\b(?:for|ordered|took|owe)\b", before)
        if named or len(re.findall(r"[a-z]+", words)) > 2 or "hundred" in words:
            sums = english_sums(words)
            fitting = (
                [one for one in sums if one in known.amounts]
                or [amount for amount in known.amounts if named and _rounds_to(sums[:1], amount)]
                or [one for one in sums if any(is_twisted(one, own) for own in known.amounts)]
            )
            yield match.span(), fitting[0] if fitting else None


def _rounds_to(sums: list[Decimal], amount: Decimal) -> bool:
    """Whether whole sums leave out no more than the cents of an amount."""
    return any(
        one >= 10 and one == int(one) and amount != int(amount) and abs(one - amount) < 1
        for one in sums
    )


def _agreeing(one: Said, known: Prices) -> Decimal | None:
    """The order's amount that was said, exactly or rounded."""
    for amount in known.amounts:
        if amount == one.amount or _rounds_to([one.amount], amount):
            return amount
        if one.loose and (
            one.amount <= amount < one.amount + one.step or abs(amount - one.amount) < one.step / 2
        ):
            return amount
    return None


def _taken_back(reading: Reading, one: Said, said: list[Said], known: Prices) -> bool:
    """Whether the own amount follows at once, with a word that takes this one back."""
    taken = _TAKEN_BACK.match(reading.text, one.span[1])
    return taken is not None and any(
        0 <= other.span[0] - taken.end() <= 6 and _agreeing(other, known) is not None
        for other in said
    )


def _claimed(reading: Reading, one: Said) -> bool:
    """Whether a wrong amount is put to the buyer as what was paid."""
    start, end = one.span
    left = max(0, start - 12)
    # a comma ends the thought: what stands behind it says what the amount is
    before = re.split(r"[，,。.;；!！\n]", reading.text[left:start])[-1]
    further = "" if reading.zh else re.split(r"[.;!\n]", reading.before(start, 26))[-1]
    around = before + further + reading.after(end, 5)
    paid = (
        _PAID.search(before)
        or _PAID_FOR.search(reading.before(start, 80))
        or _PAID_AFTER.match(reading.text, end)
    )
    return bool(paid) and not _FEE.search(around) and not _TO_OTHERS.match(reading.text, end)
