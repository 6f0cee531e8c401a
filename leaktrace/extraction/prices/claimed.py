"""Wrong sums that are put to the buyer as what was paid, or that somebody takes back."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.numbers import EN_NUMBER, decimal_of, english_sums
from leaktrace.extraction.prices.sums import Said
from leaktrace.extraction.reading import Reading

__all__ = [
    "is_claimed",
    "is_of_door",
    "is_put_right",
    "is_taken_back",
    "may_be_paid",
    "wrong_sums_en",
]

_TAKEN_BACK = re.compile(
    r"(?:的|吧|了)?[—…，,. 。?？-]{1,4}(?:哦|噢|呃|啊|oh |uh,? |er,? )?(?:不对|看错|看反|看串|说错|错了|不是|是我|我看|no\b|sorry|wait|i mean|correction|my mistake)[^\d]{0,4}?"
)
_PAID = re.compile(
    r"金额|实付|付了|价格|价钱|合计|总价|应付|货值|货款|支付|共|收了|花了|那笔|报了|payment|paid|charge|total|amount|purchase|price|cost|c[ao]mes? to|(?:correct|right|actual|real)(?: one| sum| figure)? (?:is|was)|sold (?:to you )?(?:in error )?(?:at|for)|r[ua]ng up (?:as|at)|declared|valued at|insured for|for the order|order (?:for|of|worth|totall?ing)|(?:auto-?)?renewed (?:for|at)|invoice[d ]|you spent|\bbilled|subscription|renewal|transaction (?:of|for)|refund|he said|she said|worth|bought|\b(?:said|told (?:him|her|them|me)|says|thought|reckoned|swore|insisted|claimed) (?:that )?(?:it|that|they|this|mine|ours|the (?:order|price|total|bill)) (?:was|were|is|are|cost|came to)\b"
)
_SPENT = re.compile(
    r"\bspent|\bbill|set (?:me|you|him|her|us|them) back|(?:hit|stung|done|billed) for|\bfork|shelled out|coughed up|parted with|\bknocked|came in at|\bowed?\b|back to (?:your|my|the) (?:card|account|bank)|sent back|giving (?:me|you) back|transaction|\bcod\b|declared"
)
"""Words for what was paid that people use of their own purchases rather than of what they are told."""
_PAID_FOR = re.compile(
    r"\b(?:purchase|order|charge|transaction) (?:of|for) an? [^.!?\n]{3,50} (?:for|at|of) $|\b(?:order(?:ed)?|b[ou][uy](?:ght)?|purchased?) an? [^.!?\n]{3,50}(?: for| at|,) $"
)
_PAID_AFTER = re.compile(
    r"[)）]?(?:已|的)?(?:支付|付款|扣款)成功"
    r"|\W{0,3}(?:correct|right\b|exactly|that['’]s (?:it|right|correct|the one|what we have)|that is (?:it|right|correct|what we have))|(?: (?:usd|gbp|eur|aud|cad|zar|inr))? (?:(?:will|is to|is due to|is going to) be|has been|have been|was|were|is being|is about to be|got|been) (?:just )?(?:auto[- ]?)?(?:taken|debited|charged|deducted|withdrawn|billed|paid|renewed|processed|authori[sz]ed|attempted|placed)\b| (?:cod\b|c\.o\.d|cash on delivery|on delivery)"
)
_BOUGHT_ZH = re.compile(
    r"(?:订购|购买|所购|购入|采购|消费|下单|买|拍|订)(?:的|了)?[“\"]?[^，,。；;！!？?\d¥￥]{1,14}[”\"]?[，,、:：]?(?:金额|共计?|价值|价格|合计|计)?$"
)
"""Goods that were bought, before what they cost."""
_LOST = re.compile(r"转了|转走|转出|汇|被骗|骗走|损失|转账|划走|刷走|盗刷|借|贷|存款|余额")
"""Sums that somebody lost."""
_FIRST_ZH = re.compile(
    r"(?:先|起初|起先|开头|刚开始|一开始|开始|头先|原先)(?:是|还)?(?:说|讲|报|念|问|喊|话)(?:的?是|成|了)?[“\"]?$"
)
_THEN_ZH = re.compile(
    r"[”\"]?(?:块钱?|元|号)?[，,。…—\s]{0,3}(?:[他她伊佢]|那人|对方|人家)?(?:又|后来|后面|后头|马上|赶紧|赶忙|立马|再|然后|才|转眼)?(?:改口|改成|改|又说|又讲|再说|说成|纠正|后来|后面)"
)
"""What goes before and behind something that a caller says first, and then puts right."""
_TO_OTHERS = re.compile(r" to (?:an? )?(?:mr|mrs|ms|miss|dr)\b")
"""Who was paid by a transfer is no shop."""
_FEE = re.compile(
    r"赔|补偿|补贴|税|费|押金|差价|差额|差|满|减|红包|返现|返|额度|贷|奖|券|会员|扣除|每月|每年|每天|日结|时薪|单价|首付|起|一单|充值|\bfees?\b|tax|gift|compensat|voucher|bonus|reward|prize|extra|member|month|/day|per |limit|deposit|double|triple|up to|from \$|discount|coupon|customs|settlement|estimated|expected|toll|fine|duty|levy|goodwill|loan|mortgage|salary|wages|invest|arrears|debt|bail|premium|our price|redirect|re-?route|raffle|lottery|from (?:[£€]|usd|gbp|eur)|per piece|/pc|handling|postage|slot|redeliver|unpaid|surcharge|lodgement| gest|small (?:charge|sum|amount)|nominal|over-?charg|overpa(?:id|y)|service (?:now )?costs?|service charge|storage|insurance|excess|for shipping|shipping (?:of|is|costs?|charge)|admin|clearance|release|verif|registration|processing|activation|top-?up|(?:it['’]ll|will|gonna|going to|would) cost|to (?:fix|unlock|release)\b|atm card|unclaimed|beneficiary"
)
_FEE_AFTER = re.compile(
    r"[^.!?\n]{0,50}\b(?:fee|tax|duty|customs|deposit|surcharge|handling|postage|monthly|per month|double|twice|triple|a month|every month|a week|per week)\b"
)
_WON = re.compile(r"\b(?:won|winners?|raffle|prizes?|lottery|awarded)\b")
_BARE = re.compile(
    rf"(?<![\w.,$£€/#-])(?:[$£€] ?)?(?:(?P<figure>\d{{2,5}}(?:\.\d\d)?)(?![\w%:/-]|[.,]\d)|(?P<words>(?:a )?{EN_NUMBER})(?<![ -])(?!\w))"
)
"""A number that may be a sum without its unit."""
_COUNTED = re.compile(
    r"[ -]?(?:%|percent|years?|days?|hours?|minutes?|mins?|weeks?|months?|people|times|miles|am\b|pm\b|o'clock|lbs?\b|kg|inch|feet|ft\b|pieces?|items?|units?|stores?|pack|watts?|quarts?|lit(?:er|re)s?|digits?|of (?:them|the)|th\b|st\b|nd\b|rd\b)"
)
_CORRECTED = re.compile(
    r"[^\d]{0,30}?\b(?:no|nope|not|sorry|i mean|meant|actually|it was|it's|it is|its|was|i (?:said|told)|told (?:him|her|them|you)|wait|instead of|rather than|scratch that|then|at first|first|before|changed?|corrected|fixed|became|switched|went to|swapped|dropped|correction|make that|or was it|or is it|or rather|er+|should be|should have been)\b[^\d]{0,24}$"
)
"""What stands between a sum and the one that puts it right."""
_ANSWERED = re.compile(
    r"[.?!,]?[\"”'’]?\s{0,3}(?:--? ?)?(?:me|holder|customer|buyer|client|callee|i|mum|dad|gran|nan|she|he|us)(?:\s?:| says?| said| goes| go)\s?[\"“'‘]?(?:no+|nope|nah)?[,.]? ?(?:it was |it's |i paid )?$"
)
"""What stands between a sum and the other one that somebody answers with."""
_AGAINST = re.compile(
    r"[^\d]{0,6}\b(?:not|instead of|rather than|but (?:he|she|they|it|the label|the paper) (?:said|says|had|has|put|typed|reads?)|(?:he|she|they) (?:said|says|had|thought|kept saying))\b[^\d]{0,14}$"
)
_SLIPPED = re.compile(
    r"[,.…—–-]{0,3} ?(?:no|nope|sorry|i mean|wait|correction|make that|actually|er+|uh|or rather|scratch that)(?:[,.…—–-]{0,3} (?:no|sorry|wait|it's|it was|that's))?[,.…—–-]{0,3} $"
)
"""What stands between the own sum and a wrong one by which somebody replaces it."""
_TOLD = re.compile(
    r"\b(?:price|cost|total|amount|charge[ds]?|bill(?:ed)?|debited|paid)\b[^.?!\d]{0,18}(?:\b(?:of|was|is|as|at|says?|said|to be|came to|for)|[:,-])?[\s\"“']{1,2}$"
    r"|\b(?:laptop|i-?phone|macbook|television|tv|telly|phone|tablet|ipad|console|playstation|xbox|watch|camera|drone)\b[^.?!\d]{0,20}(?: for| at| of| worth|,)\s$"
    r"|\b(?:second|another|other|third|extra) (?:one|order|purchase|item|charge|payment|thing)\b[^.?!\d]{0,30} (?:for|at|of)\s$"
)
"""What leads to a sum in words."""
_DOOR_BEFORE = re.compile(
    r"\b(?:flat|apartment|apt|unit|suite|door|room|house|block|number|no\.?|line|page|step|version)\.? #?$"
)
_PAID_JUST = re.compile(
    r"\b(?:you|u|i|she|he|they|we|mum|customer) (?:had |have |only |just )?(?:paid|spent|were charged|was charged|got charged)(?: (?:out|over|them|us|about|exactly))? $"
    r"|\b(?:your|ur|her|his|my) (?:payment|order|purchase|refund|total)(?: total)? (?:of|was|is|for|at|came to) $|\bcharged (?:at|you|u|me|her|him) $"
)
"""What stands right before a sum that was paid."""
_MUCH = re.compile(r"hundred|thousand|[a-z]+[ -][a-z]+")
_FEW, _MANY = Decimal("0.3"), Decimal(4)
"""How much less or more than the own sum one is that was taken for it."""


def is_taken_back(reading: Reading, one: Said, own: Sequence[tuple[int, int]]) -> bool:
    """Whether the own amount follows at once, with a word that takes this one back."""
    taken = _TAKEN_BACK.match(reading.text, one.span[1])
    return taken is not None and any(0 <= start - taken.end() <= 6 for start, _ in own)


def is_of_door(before: str) -> bool:
    """Whether words before a number tell that it is one of a door, or of a page or step."""
    return bool(_DOOR_BEFORE.search(before))


def is_put_right(text: str, start: int, end: int) -> bool:
    """Whether what stands there was said first, and another thing then: 先说六号，又改口五号."""
    led = _FIRST_ZH.search(text, max(0, start - 8), start)
    return led is not None and _THEN_ZH.match(text, end) is not None


def is_claimed(reading: Reading, one: Said) -> bool:
    """Whether a wrong amount is put to the buyer as what was paid."""
    start, end = one.span
    left = max(0, start - (12 if reading.zh else 18))
    # a comma ends the thought: what stands behind it says what the amount is
    before = re.split(r"[，,。.;；!！\n]", reading.text[left:start])[-1]
    further = "" if reading.zh else re.split(r"[.;!\n]", reading.before(start, 26))[-1]
    around = before + further + reading.after(end, 5)
    paid = (
        _PAID.search(before)
        or _PAID_FOR.search(reading.before(start, 80))
        or _PAID_AFTER.match(reading.text, end)
    )
    if reading.zh:
        if _LOST.search(reading.before(start, 12)):
            return False
        paid = paid or _BOUGHT_ZH.search(reading.before(start, 26))
        if is_put_right(reading.text, start, end):
            return True
    if _WON.search(reading.text, max(0, start - 70), end + 20):
        return False
    if not reading.zh and _FEE_AFTER.match(reading.text, end):
        return False
    return bool(paid) and not _FEE.search(around) and not _TO_OTHERS.match(reading.text, end)


def may_be_paid(before: str) -> bool:
    """Whether words before a sum tell that it was paid."""
    return bool(_PAID.search(before) or _SPENT.search(before))


def wrong_sums_en(
    reading: Reading, found: Sequence[Detail], amounts: Sequence[Decimal]
) -> Iterator[Detail]:
    """Sums without a unit in an English text that are said to have been paid, or are put right with an own one.

    Args:
        reading: the text.
        found: the sums that were found already.
        amounts: the own ones.
    """
    own = [hit.span for hit in found if hit.span is not None and not hit.contradicts]
    taken = [hit.span for hit in found if hit.span is not None]
    numbers = [
        one
        for one in _BARE.finditer(reading.text)
        if not is_of_door(reading.before(one.start(), 16))
    ]
    own += [one.span() for one in numbers if _worth(one, amounts) in amounts]
    for match in numbers:
        start, end = match.span()
        if any(a < end and start < b for a, b in taken) or _COUNTED.match(reading.text, end):
            continue
        worth = _worth(match, amounts)
        if (
            worth is None
            or worth in amounts
            or _FEE.search(reading.text, max(0, start - 24), end + 12)
        ):
            continue
        beside = _put_right(reading, start, end, own) if _is_near(worth, amounts) else None
        if beside and not any(a < beside[1] and beside[0] < b for a, b in taken):
            taken.append(beside)
            right = _worth(_BARE.match(reading.text, beside[0]) or match, amounts)
            yield Detail(
                Field.PRICE,
                f"{right:.2f}",
                beside,
                Strength.EXACT,
                contradicts=False,
                rule="claimed",
            )
        if beside or _is_paid(reading, match, worth, amounts):
            value = f"{worth:.2f}"
            yield Detail(
                Field.PRICE, value, (start, end), Strength.EXACT, contradicts=True, rule="claimed"
            )


def _is_paid(
    reading: Reading, match: re.Match[str], worth: Decimal, amounts: Sequence[Decimal]
) -> bool:
    """Whether a wrong sum without a unit is said to have been paid: a much larger one only in many words."""
    start, end = match.span()
    if "." in (match["figure"] or "") and _is_near(worth, amounts):
        just = _PAID_JUST.search(reading.before(start, 40))
        return bool(just) and not _FEE_AFTER.match(reading.text, end)
    return bool(
        match["words"] and worth > 20 and _MUCH.search(match["words"]) and _is_told(reading, start)
    )


def _worth(match: re.Match[str], amounts: Sequence[Decimal]) -> Decimal | None:
    """The sum that a number may be; words that may be several sums are the one nearest to an own one."""
    if match["figure"]:
        return decimal_of(match["figure"])
    sums = english_sums(match["words"])
    return next((one for one in sums if _is_near(one, amounts)), sums[0] if sums else None)


def _is_near(worth: Decimal, amounts: Sequence[Decimal]) -> bool:
    """Whether a sum is of the size of an own one."""
    return any(_FEW < worth / amount < _MANY for amount in amounts if amount)


def _is_told(reading: Reading, start: int) -> bool:
    """Whether a sum in words is said to be what something cost."""
    return bool(
        _TOLD.search(reading.before(start, 40)) or _PAID_FOR.search(reading.before(start, 80))
    )


def _put_right(
    reading: Reading, start: int, end: int, own: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """The own sum that follows and corrects this one, or goes before and is contradicted."""
    for left, right in own:
        after, before = reading.text[end:left], reading.text[right:start]
        follows = end <= left <= end + 50 and (_CORRECTED.match(after) or _ANSWERED.match(after))
        goes_before = right <= start <= right + 30 and (
            _AGAINST.match(before) or _SLIPPED.match(before)
        )
        if follows or goes_before:
            return left, right
    return None
