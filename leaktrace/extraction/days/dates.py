"""When the order was placed: which of the days and times in a text are said of the order."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.days.clock_en import CLOCK_EN, clock_of_english
from leaktrace.extraction.days.moments import Moment, read_moments
from leaktrace.extraction.days.moments_zh import CLOCK_ZH, clock_of
from leaktrace.extraction.prices.claimed import is_put_right
from leaktrace.extraction.reading import Reading
from leaktrace.extraction.spoken_of import speaks_of_order

__all__ = ["find_dates"]

_ZH_ORDERED = re.compile(
    r"下[的了过]?一?个?单|下订|拍[的了下过]|拍下|落[嘅咗个]?单|那?个?订单|[购买订][的了过买]|购入|订购|购买|抢的|付款|支付|付的|成交|交易|的单|那[一]?[单笔]|单子|(?:下单|订单|购买|成交|付款)时间|下单|买[的了]?|定的|拍|(?<![留剩楼乡名手底天脚地之以放掉落卸写拿打当时])下的(?![午雨雪去来车飞楼班])|日子(?:说的?)?是|哪天(?:买|下|拍)|[买下]过?单"
)
_EN_ORDERED = re.compile(
    r"\b(?:ordered|placed|bought|purchased?|order(?:ed)? (?:from|date|on)|paid|order|got|sent for|sent off for|grabbed|snagged|copped|nabbed|scored|bagged|picked up|scooped up|snapped up|treated (?:yourself|herself|himself|myself)|went in|went through|put in|put through|docket|booked|dated|invoice|checkout|receipt|date|authori[sz]e)\b"
)
_EN_THING = r"(?:\W+\w[\w'-]*+){0,7}\W*$"
_EN_NEAR = re.compile(
    r"^\W*(?:(?:i|you|we|he|she|that|was|were|and|,|had|'d|'?ve|,? i'?d|(?:i|you|we|they)'?(?:ve|d|have))\W+){0,3}(?:ordered|placed|bought|purchased|paid|order|purchase|sent for|grabbed|snagged|copped|nabbed|scored|bagged|picked up|scooped up|snapped up|treated (?:yourself|herself|himself|myself)|went in|went through|put in|put through|on|for)\b"
)
_EN_NEAR_BEFORE = re.compile(
    rf"\b(?:ordered|placed|bought|purchased?|order|got|sent (?:off )?for|grabbed|snagged|copped|nabbed|scored|bagged|picked up|scooped up|snapped up|treated (?:yourself|herself|himself|myself)|went in|went through|put in|put through|docket|(?:that|it) was (?:only|just)|booked|agreed|dated|checkout|receipt|date|authori[sz]ed?|paid|invoice|shopping|transaction|charged?|knew|right){_EN_THING}"
)
_EN_TOLD = re.compile(
    r"['’]s (?:order|purchase)\b|\W{1,2}(?:says? )?(?:he|she|they)(?: (?:says?|said|goes))?\b"
)
_SHIPPED = re.compile(
    r"发货|派送|送达|到达|签收|失效|到期|过期|截止|前(?:领取|处理|[订预]购|预约|下单|报名|办理|到店|付款|支付|购买|回复|确认|完成)|快递停|自动|deliver|arriv|ship|expire|before(?! midnight| noon| bed| work| lunch| tea| dinner| christmas| easter)|until|\bby |pick ?up|due|within|next|vote|tomorrow"
)
_OF_CONTACT = re.compile(
    r"(?:来电|通话|接听|记录|录音)(?:时间|日期)?[:：\s是]*$|\b(?:request|complaint|query|e-?mail|letter|ticket) (?:was |is )?(?:dated|of|from) $|\b(?:confirm\w*|appointment|booked|scheduled)(?: for| on)?\s*$"
)
_WORD = re.compile(r"\w")
_OTHER_SENSE = re.compile(
    r"\b(?:judges?|courts?|magistrates?|police|doctors?|officers?|council|boss|general|tribunal|government|mayor|ministry|sheriff|president|referee) (?:has |have |had )?order(?:ed|s)\b"
    r"|\bordered (?:him|her|me|us|them)(?! (?:an?|the|some|two)\b)[^.?!]{0,40} to (?:pay|leave|go|stop|stay|hand|return|come|stand|get|give|take|sit|evacuate|appear|remove|close|quit|move|step)\b"
    r"|(?<!order )\bplaced (?:first(?! thing)|second|third|fourth|fifth|\d+(?:st|nd|rd|th)|in (?:the )?(?:care|custody|quarantine|coma)|under|on (?:hold|leave|probation|remand))\b"
)
"""Who is ordered to do something, or placed third, bought nothing."""
_COLUMN = re.compile(r"\b(?:date|day|when|called|call|received|time)\W{1,3}$")
"""What stands before the day of the contact in a form."""
_CORRECTED = re.compile(
    r"[.…，,、 (（—-]*(?:哦|噢|啊)?(?:不对|不是|错了|说错|不好意思|抱歉|看错|记错|记岔|对不起|搞错|哦不|呃不|其实|明明|(?:我|俺|阿拉|咱|偶|佢)(?:妈|爸|婆婆|们)?[说讲](?:是)?)[^。]{0,14}[买拍订购下定]"
)
_SEASON = re.compile(
    r"(?:期间)?(?:的)?(?:件量|大促|期间|活动|高峰|爆仓|物流|快递|来临|到来|临近|前后|放假|不打烊)"
)
"""What a feast is the reason of."""
_PUT_RIGHT = re.compile(
    r"[^\d]{0,12}?\b(?:no+|nah|nope|not|wrong|actually|sorry|wait|i mean|it was|it's|'twas|i said|i told (?:him|her|them)|corrected (?:him|her|them)|but|or|and i said|when it was|instead of|rather than)\b[^\d.?!]{0,24}"
)
"""What stands between a day and the one that puts it right."""
_BESIDE = 44
_JUST_ORDERED = re.compile(
    r"\b(?:ordered|bought|placed|purchased|paid(?: for)?|booked)(?: (?:it|them|that|this|one|on|last|back|this|past|the|'em|yours|from us)){0,3} $"
)
"""What stands right before the day of an order."""
_DAY_ENDS = re.compile(r"[.,;?!\"”]|$| (?:but|not|and i|she|he|they)\b")
"""What stands behind a number that is a day by itself."""
_SENTENCE_ENDS = re.compile(r"[。！？!?\n…]")
_DEADLINE = re.compile(r"之?前(?!后)")
_THAT_ORDER = re.compile(r"的?(?:[那这]一?[单笔]|的?订单|的单)")
_HAPPENS = re.compile(
    r"(?:才|又|刚|会|要|就|能|可以?|给您?|帮您?)*(?:之?内|以内|来电|打来|走|发|派|送|到|打包|装车|出库|出货|寄|揽收|配货|补发|上门)"
)


def find_dates(
    reading: Reading, placed_at: datetime, anchors: Sequence[Detail] = ()
) -> list[Detail]:
    """Days and times that are said of the order.

    Args:
        reading: the text.
        placed_at: the time of the order.
        anchors: products, prices and numbers of the order in the text; a day beside one is the order's.
    """
    found: list[Detail] = []
    # a caller far from the buyer says the time of the order as the order has it
    clocks = (placed_at.astimezone(reading.occurred_at.tzinfo), placed_at)
    moments = read_moments(reading)
    today = reading.occurred_at.date()
    of_contact = {
        moment.span
        for moment in moments
        if moment.day == today and _COLUMN.search(reading.before(moment.span[0], 12))
    }
    ours = {moment.span for moment in moments if any(_agrees(moment, local) for local in clocks)}
    for moment in moments:
        agrees = any(_agrees(moment, local) for local in clocks)
        if not agrees and (moment.span in ours or moment.span in of_contact):
            # 03/04 was read with the month in front and with the day in front
            continue
        if not agrees and reading.zh and is_put_right(reading.text, *moment.span):
            found.append(_detail(moment, wrong=True))
            continue
        if moment.bare and not _is_told(reading, moment, anchors, found, agrees=agrees):
            continue
        if _SEASON.match(reading.text, moment.span[1]):
            continue
        if (
            not moment.bare
            and not _said_of_order(reading, moment, agrees=agrees)
            and not (agrees and _beside(reading, moment, anchors))
            and not (agrees and _puts_right(reading, moment, found))
        ):
            continue
        found.append(_detail(moment, wrong=not agrees))
    taken = [detail.span for detail in found if detail.span is not None]
    found += [
        hit
        for hit in _clocks(reading, placed_at, clocks)
        if hit.span is not None and not any(a < hit.span[1] and hit.span[0] < b for a, b in taken)
    ]
    if reading.zh or not _OTHER_SENSE.search(reading.text):
        return found
    return [
        hit
        for hit in found
        if hit.span and not _OTHER_SENSE.search(reading.text, *reading.sentence(*hit.span))
    ]


def _detail(moment: Moment, *, wrong: bool) -> Detail:
    """A day that is said of the order."""
    precise = moment.minute is not None
    strength = Strength.FUZZY if moment.loose else Strength.EXACT if precise else Strength.PARTIAL
    return Detail(Field.ORDERED_AT, moment.value, moment.span, strength, wrong, rule="date")


def _puts_right(reading: Reading, moment: Moment, found: Sequence[Detail]) -> bool:
    """Whether a day is put in the place of another that was found: he goes Saturday. Nah mate, Sunday."""
    return any(
        hit.span is not None
        and 0 <= moment.span[0] - hit.span[1] <= _BESIDE
        and _PUT_RIGHT.fullmatch(reading.text[hit.span[1] : moment.span[0]])
        for hit in found
    )


def _is_told(
    reading: Reading,
    moment: Moment,
    anchors: Sequence[Detail],
    found: Sequence[Detail],
    *,
    agrees: bool,
) -> bool:
    """Whether a day that stands alone is the order's: a day of the month is so by chance one time in thirty."""
    start, end = moment.span
    if _SHIPPED.search(reading.before(start, 5)) or _DEADLINE.match(reading.text, end):
        return False
    if any(hit.value[:10] == moment.value[:10] for hit in found):
        return True
    if (
        agrees
        and moment.minute is not None
        and moment.period
        and _may_be_bought(reading, moment, anchors)
    ):
        return True
    told = not reading.zh and not moment.relative and _DAY_ENDS.match(reading.text, end)
    if told and _JUST_ORDERED.search(reading.before(start, 40)):
        return True
    words = _ZH_ORDERED if reading.zh else _EN_ORDERED
    return agrees and (
        _beside(reading, moment, anchors)
        or (
            not moment.relative
            and (reading.of_order or bool(anchors or words.search(reading.text)))
        )
        or (moment.relative and _said_of_order(reading, moment, agrees=agrees))
    )


def _may_be_bought(reading: Reading, moment: Moment, anchors: Sequence[Detail]) -> bool:
    """Whether anything in a text speaks of a purchase, or it has but the time: then one to the minute is the order's."""
    if not _WORD.search(reading.text[: moment.span[0]] + reading.text[moment.span[1] :]):
        return True
    words = _ZH_ORDERED if reading.zh else _EN_ORDERED
    return reading.of_order or bool(
        anchors or words.search(reading.text) or speaks_of_order(reading)
    )


def _clocks(reading: Reading, placed_at: datetime, clocks: Sequence[datetime]) -> Iterator[Detail]:
    """The order's time of day without a day: 八点十四分拍的, at 9:42 pm."""
    pattern, words = (CLOCK_ZH, _ZH_ORDERED) if reading.zh else (CLOCK_EN, _EN_ORDERED)
    read = clock_of if reading.zh else _english_clock
    for match in pattern.finditer(reading.text):
        start, end = match.span()
        hour, minute, _, period = read(match)
        if hour is None:
            continue
        moment = Moment(placed_at.date(), (start, end), period, hour, minute)
        if not any(_same_clock(moment, local) for local in clocks):
            continue
        left, right = reading.sentence(start, end)
        before = reading.text[max(left, start - 12 if reading.zh else start - 40) : start]
        after = reading.text[end : min(right, end + (8 if reading.zh else 24))]
        near = words.search(re.split(r"[，,。]", after)[0]) or words.search(before[-20:])
        if (near and not _SHIPPED.search(before + after)) or (
            minute is not None
            and moment.minute
            and words.search(reading.text)
            and not _SHIPPED.search(before[-6:] + after[:6])
        ):
            strength = Strength.PARTIAL
            value = moment.value
            yield Detail(
                Field.ORDERED_AT, value, (start, end), strength, contradicts=False, rule="clock"
            )


def _english_clock(match: re.Match[str]) -> tuple[int | None, int | None, int | None, str]:
    """Hour, minute and second; a part of the day is not told."""
    return (*clock_of_english(match), "")


def _same_clock(moment: Moment, local: datetime) -> bool:
    """Whether the order was placed at that time of some day."""
    hours = {moment.hour} if moment.period else {moment.hour, ((moment.hour or 0) + 12) % 24}
    return local.hour in hours and moment.minute in (None, local.minute)


def _beside(reading: Reading, moment: Moment, anchors: Sequence[Detail]) -> bool:
    """Whether a fact of the order stands in the same sentence, close by."""
    start, end = moment.span
    left, right = reading.sentence(start, end)
    if reading.zh:
        left, right = _listed(reading, start, end)
    if _SHIPPED.search(reading.before(start, 4)) or _SHIPPED.search(reading.after(end, 6)):
        return False
    reach = 20 if reading.zh else 60
    return any(
        hit.span is not None
        and left <= hit.span[0] < right
        and hit.span[0] - end <= reach
        and start - hit.span[1] <= reach
        for hit in anchors
        if not hit.contradicts
    )


def _listed(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The bounds of the sentence around a place; what a list has between semicolons stays together."""
    left = max((m.end() for m in _SENTENCE_ENDS.finditer(reading.text, 0, start)), default=0)
    right = _SENTENCE_ENDS.search(reading.text, end)
    return left, right.start() if right else len(reading.text)


def _agrees(moment: Moment, local: datetime) -> bool:
    """Whether the order was placed then, as far as was said."""
    night = moment.period in ("晚", "晚上", "夜里", "evening", "night") and local.hour < 5
    day = (
        local.date() - timedelta(1)
        if night and moment.hour is None and moment.day != local.date()
        else local.date()
    )
    if moment.loose:
        return abs((moment.day - day).days) <= moment.reach
    if moment.day != day:
        return False
    if moment.hour is None:
        return True
    if moment.minute is None:
        # just before midnight is an hour from it too
        return abs(moment.hour - local.hour) in (0, 1, 12, 23)
    return (moment.hour, moment.minute) in {
        (local.hour, local.minute),
        ((local.hour + 12) % 24, local.minute),
    }


def _said_of_order(reading: Reading, moment: Moment, *, agrees: bool) -> bool:
    """Whether the words around a day speak of an order, and not of its delivery or a deadline."""
    start, end = moment.span
    left, right = reading.sentence(start, end)
    reach = (60, 40) if not reading.zh else (14, 14)
    before = reading.text[max(left, start - reach[0]) : start]
    after = reading.text[end : min(right, end + reach[1])]
    words = _ZH_ORDERED if reading.zh else _EN_ORDERED
    precise = moment.minute is not None and (reading.zh or not moment.relative)
    precise = precise and _may_be_bought(reading, moment, ())
    just_ordered = not reading.zh and _JUST_ORDERED.search(before)
    if just_ordered or (agrees and (precise or _THAT_ORDER.match(after))):
        return True
    calendar = agrees and not moment.relative and not moment.loose
    if calendar and (reading.of_order or words.search(reading.text)):
        # a calendar day that is the order's own by chance is one in some hundred
        return not (_SHIPPED.search(before[-5:]) or _DEADLINE.match(after))
    near = re.split(r"[，,。]", after)[0] + "|" + before[-10:]
    of_contact = not agrees and (_OF_CONTACT.search(before) or _HAPPENS.match(after))
    if of_contact or _SHIPPED.search(near):
        return False
    if reading.zh:
        strict = moment.relative and not agrees
        corrected = _CORRECTED.match(reading.after(end, 30))
        return bool(corrected) or _ordered_zh(before, after, strict=strict)
    if moment.relative and moment.day == reading.occurred_at.date():
        return bool(re.search(r"\b(?:ordered|placed|bought|purchased)\b[^.]{0,30}$", before))
    told = agrees and (re.search(r"\bfrom (?:the )?$", before) or _EN_TOLD.match(after))
    return bool(told or _EN_NEAR.search(after) or _EN_NEAR_BEFORE.search(before))


def _ordered_zh(before: str, after: str, *, strict: bool) -> bool:
    """Whether the Chinese words around a day speak of an order.

    Of a day that is not the order's only the same clause counts: 昨儿我们搞活动 is said of the shop.
    """
    if strict:
        clauses = re.split(r"[，,。]", after)[0], re.split(r"[，,。]", before)[-1][-8:]
        return any(map(_ZH_ORDERED.search, clauses))
    return bool(
        _ZH_ORDERED.search(after)
        or _ZH_ORDERED.search(before[-8:])
        or before.endswith(("时间", "时间是", "时间:"))
    )
