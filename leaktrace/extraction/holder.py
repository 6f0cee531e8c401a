"""Which words of a note are the line holder's own, and so not the caller's knowledge."""

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.reading import Reading, bare

__all__ = ["by_holder", "with_echoes"]

_ZH_KIN = r"(?:[老我]?[公婆妈爸奶爷]|爱人|媳妇|女儿|儿子|家里人|同事|室友)?"
_ZH_SAYS = re.compile(
    r"(?<![听跟给对和问向等])我(?:嘴快|顺口|随口|不小心|主动|故意|先|自己|还)(?:说|报|讲|答)(?:了|出)?|(?<![听跟给对和问向等])我(?:就|便|当时|回|又|直接|先)?(?:说|报|讲|答|回|回答|(?:告诉|纠正|回)(?:了?(?:他们?|她们?|对方|那边|客服))?)(?!(?:是|对|好)[，,。]|[的好了]|[把给][你您]|[你您]听)|(?<=[，,。；])(?:错了|不对)[，,](?:其实)?是|其实(?:是|应该是)|我(?:实际|真正)|正确的是|应该是"
    r"|(?<![听跟给对和问向等])我(?:就|便|又|先|都|已经|刚)?(?:报了|说了(?![算几半]))"
    r"|(?<![听跟给对和问向等])我(?:就|便|又|先)?(?:[跟和对向给](?:他们?|她们?|对方|客服|那边|那人)(?:[说讲报念提]|介绍)|(?:自我介绍|自报家门|自报姓名|提到|提起|提了(?:一[下句嘴])?))"
)
_ZH_ASKS = re.compile(
    rf"(?:(?:^|(?<=[，,。；！？\n]))(?=问(?:对方|那边|来电的))|(?<![听跟给对和问向等说])我{_ZH_KIN})(?:就|便|又|再|先|还|反|追|当时|赶紧|马上|试着|故意|随口|顺口|多嘴|直接|只){{0,2}}(?:问(?![你您]|一?下[，,])|猜|以为)(?:了|过|道)?(?:一?[句声下嘴])?(?:他们?|她们?|对方|那边|那人|客服|那个人|来电的)?"
)
_ZH_TURNS = re.compile(r"他|她|佢|伊(?=[讲话说])|对方|那边|客服|来电|骗子|那人|[说报讲]对")
_ZH_ANSWERS = re.compile(
    r"他|她|佢|伊(?=[讲话说])|对方|那边|客服|来电|[，,。；：:“\"]\s?(?:就|便|才|马上)?(?:[说讲答回称]|是(?!不是|找|退|说|关于|买))|谁|哪|什么|啥|怎么|咋|为何|多少|几|凭|点知|点解|边|乜|[，,](?!\s?(?:还是|或者?|是|有没有))"
)
"""What ends a question, or asks for what the other one knows."""
_ZH_KNEW = re.compile(
    r"(?:怎么|咋|如何|从哪|哪里|为什么|为啥|凭什么|凭啥|谁)[^，,。；]{0,8}$|(?:怎么|咋)[^，,。；]{0,3}(?:知道|晓得)"
)
_ZH_HANDING = re.compile(r"我(?:就|便|又|先|还|都)?[把将][^，,。；：:]{0,16}$")
_ZH_HANDED = re.compile(
    r"[^，,。；！!？?\n]{0,12}?(?:告诉|(?:报|说|发|念|讲)(?:给|出|了))(?:他|她|对方|那边|客服|去|来|$|[，,。；])"
)
"""我把名字周雨桐报给他."""
_ZH_QUOTED = re.compile(
    r"[^。！!？?；;，,\n“”\"]{0,20}(?:[？?][”\"]?|[”\"])[，,]?\s?我(?:就|便|又|反)?(?:问|说)(?:他|她|对方)?(?:道|了一句)?(?:[，,。；;]\s?(?=他|她|对方|那边|那人|客服|结果)|[。]?$)"
)
_ZH_LEADS = re.compile(
    r"[说讲问报答](?:了|道)?(?:他|她|对方|那边|客服|一?句)?(?:了一?句)?[：:，,]?\s?$"
)
_EN_LEADS = re.compile(r"\b(?:said|asked|told)(?: (?:him|her|them))?[:,]? $")
_EN_WHO = r"(?:i|my (?:wife|husband|mum|mom|dad|son|daughter|mother|father|partner|gran|nan)|we)"
_EN_SAYS = re.compile(
    r"(?<!before )\bi (?:(?:just|then|had|already|even|also|only|first|stupidly|accidentally) )*(?:said|told|answered|replied|corrected)|\bactually,? it(?:'s| was)|\breally it was|\bit was really|\bmine (?:is|was)|\bi'm (?:in|at)|i (?:actually )?paid"
    r"|(?<!before )\bi(?:'d| had)?(?: (?:just|then|already|even|also|only|first|stupidly|accidentally))* (?:gave (?:him|her|them)|given (?:him|her|them)|said|told|mentioned|admitted|let slip|let on|blurted|volunteered|offered|introduced myself)"
)
_EN_ASKS = re.compile(
    rf"\b{_EN_WHO} (?:(?:just|then|even|also|only|first) )*(?:asked|wondered|guessed|assumed|figured|checked|inquired|enquired)(?: (?:him|her|them|the (?:man|woman|caller|lady|guy)|back))?(?: straight out| then)?"
    r"(?:,? [\"'“‘]?(?:if|whether|that|was it|was this|was that|is it|is this|is that|it was|it's|this was|about|did (?:he|she|they) mean|does (?:he|she) mean|you mean|was (?:he|she)|were they|are you)\b|[:,]? ?$|:)(?: (?:he|she|they) (?:was|were|meant|wanted|rang|called|had|phoned|is|are)\b)?"
    rf"|\b{_EN_WHO} thought (?:it|this) (?:was|might be|must be) (?:about|for)\b"
)
_EN_TURNS = re.compile(
    r"\b(?:he|she|they|caller|the (?:man|woman|lady|guy)|then)\b|^ (?:nothing|no more)\b|, (?:wants|wanted|asks|asked|says|said|needs|needed)\b"
)
_EN_THEIRS = re.compile(
    r" (?:that )?(?:he|she|they)(?: had| was| were|'d)? (?:named?|mentioned|said(?=[,.;]|$)|spoke of|talking about|talked about|brought up|described|quoted)\b"
)
"""Behind words of the caller that the holder repeats."""
_EN_ANSWERS = re.compile(
    r"\b(?:he|she|they|caller|the (?:man|woman|lady|guy)|then|said|says|who|what|why|where|which|how|knew|know)\b|,(?! (?:or|and|my|the)\b)|[;–—]|--"
)
_EN_KNEW = re.compile(
    r"\b(?:how|why|where|who)\b[^.;]{0,16}\b(?:know|knew|got|get|have|had|told)\b"
)
_EN_OTHER = re.compile(
    r"\b(?:(?:he|she|they|caller|guy|man|woman|lady)(?: \w+)? (?:said|says|claimed|claims|knew|knows|insisted|reckoned)|told me|says?|claiming|knew)(?: that)? $"
)
"""Before words of the holder that the caller said: he said I paid 89.99."""
_EN_IF = re.compile(r"\b(?:that|if|what|how much|which|once|after|unless) $")
_EN_QUOTED = re.compile(
    r"[^.!?;\n\"“”]{0,60}?(?:[?][\"”'’]?|,?[\"”'’]),? i (?:then )?(?:said|asked)(?: him| her| them| back)?(?:\s?[;.]|,? (?:and|then|but)\b|,? (?:he|she|they)\b|\s*$)"
)
_SPEAKER = re.compile(
    r"(?:^|(?<=[.?!。！？…\s]))([^\s:：.?!。！？…，,“”\"]{1,10}(?: [a-z]{1,8})?)\s?[:：](?![\d/])"
)
_OWN = frozenset({"me", "myself", "我", "本人", "机主"})
"""How a transcript marks what the holder of the line said."""
_ZH_OWN_ORDER = re.compile(r"^(?:才|刚|我)?[下拍买]|^(?:才|刚)")
_EN_OWN_ORDER = re.compile(
    r"(?:^|[.!?\n]\s*)(?:i )?(?:only )?(?:ordered|bought)(?: it| this)? (?:only |just )?$"
)
_REMEMBERED = 100
"""Facts that a later one is compared with: a text of thousands must cost no more than its length."""
_RANK = {Strength.FUZZY: 0, Strength.PARTIAL: 1, Strength.EXACT: 2}


def by_holder(reading: Reading, detail: Detail) -> bool:
    """Whether a detail was said or asked by the holder of the line."""
    if detail.span is None:
        return False
    start, end = detail.span
    line = reading.text[reading.text.rfind("\n", 0, start) + 1 : start]
    if _own_line(line):
        return True
    left, _ = reading.sentence(start, end)
    before = reading.text[left:start]
    if not reading.zh and _EN_THEIRS.match(reading.text, end):
        return False
    return (
        _named(before, zh=reading.zh)
        or _asked(before, zh=reading.zh)
        or _quoted(reading, start, before)
        or _told_behind(reading, end, before)
        or (detail.field is Field.ORDERED_AT and _own_order(reading, start, end, before))
    )


def _own_line(line: str) -> bool:
    """Whether the last speaker that a transcript names in the line so far is the holder."""
    last = None
    for last in _SPEAKER.finditer(line):  # noqa: B007  # the last one counts
        pass
    if last is None or last[1] not in _OWN:
        return False
    said = line[last.end() :].lstrip()
    return not (said[:1] in ("“", '"') and re.search(r"[”\"]", said[1:]))


def _told_behind(reading: Reading, end: int, before: str) -> bool:
    """Whether the words behind it tell that the holder said it."""
    if not reading.zh:
        return bool(_EN_QUOTED.match(reading.text, end))
    handed = _ZH_HANDING.search(before) and _ZH_HANDED.match(reading.text, end)
    return bool(handed or _ZH_QUOTED.match(reading.text, end))


def _own_order(reading: Reading, start: int, end: int, before: str) -> bool:
    """Whether a note begins with when its writer ordered."""
    if re.search(r"您|你|\byou", reading.text[: end + 6]):
        return False
    if not reading.zh:
        return bool(_EN_OWN_ORDER.search(reading.text[:start]))
    begins = not before.strip("【】来电记录")
    return begins and bool(_ZH_OWN_ORDER.match(reading.text[end : end + 3]))


def _named(before: str, *, zh: bool) -> bool:
    """Whether the words before it make it a statement of the holder."""
    says, turns, knew = (_ZH_SAYS, _ZH_TURNS, _ZH_KNEW) if zh else (_EN_SAYS, _EN_TURNS, _EN_KNEW)
    last = None
    for last in says.finditer(before):  # noqa: B007  # the last one counts
        pass
    if last is None or turns.search(before[last.end() :]) or knew.search(before[last.end() :]):
        return False
    led = before[: last.start()]
    if zh:
        return True
    of_order = last[0].endswith("paid") or last[0].startswith("i'm")
    return not _EN_OTHER.search(led) and not (of_order and _EN_IF.search(led))


def _quoted(reading: Reading, start: int, before: str) -> bool:
    """Whether it stands in words between quotation marks that the holder said or asked, of several sentences."""
    opened = reading.text.rfind("“", 0, start)
    if opened < reading.text.rfind("”", 0, start) or opened < 0:
        opened = reading.text.rfind('"', 0, start)
        if reading.text.count('"', 0, start) % 2 == 0:
            return False
    left, _ = reading.sentence(opened, opened)
    led = reading.text[left:opened]
    if not (_ZH_LEADS if reading.zh else _EN_LEADS).search(led):
        return False
    if (_ZH_KNEW if reading.zh else _EN_KNEW).search(before):
        return False
    return _named(led, zh=reading.zh) or _asked(led, zh=reading.zh)


def _asked(before: str, *, zh: bool) -> bool:
    """Whether the words before it make it a question of the holder that names what was meant."""
    asks, answers = (_ZH_ASKS, _ZH_ANSWERS) if zh else (_EN_ASKS, _EN_ANSWERS)
    last = None
    for last in asks.finditer(before):  # noqa: B007  # the last one counts
        pass
    if last is None or (not zh and _EN_OTHER.search(before[: last.start()])):
        return False
    return not answers.search(before, last.end())


def with_echoes(text: str, found: Iterable[tuple[Detail, bool]]) -> tuple[Detail, ...]:
    """Mark also what a caller only repeated.

    Args:
        text: what was read.
        found: details in order of appearance, each with whether the holder named it: what is told as unsaid was
            named to nobody.

    Returns:
        The details, those marked that the holder had named before the caller did.
    """
    named: deque[Detail] = deque(maxlen=_REMEMBERED)
    told: deque[Detail] = deque(maxlen=_REMEMBERED)
    marked = []
    for detail, by_own in found:
        repeated = any(_covers(text, one, detail) for one in named)
        echo = repeated and not any(_covers(text, one, detail) for one in told)
        if by_own:
            named.append(detail)
        elif not detail.by_holder and not echo:
            told.append(detail)
        marked.append(replace(detail, by_holder=True) if echo else detail)
    return tuple(marked)


def _covers(text: str, earlier: Detail, later: Detail) -> bool:
    """Whether what was said later tells no more than what was said before."""
    if earlier.field is not later.field or earlier.span is None or later.span is None:
        return False
    if earlier.value != later.value:
        return bool(later.value) and bare(later.value) in bare(earlier.value)
    if _RANK[later.strength] > _RANK[earlier.strength]:
        return False
    before, after = bare(text[slice(*earlier.span)]), bare(text[slice(*later.span)])
    # two other words for one thing may have been chosen by two who know it
    return earlier.field is not Field.PRODUCT or after in before or before in after
