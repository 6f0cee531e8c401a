"""Which words of a note tell what the caller did not say or know: 没提周雨桐, never mentioned the vacuum."""

import re

from leaktrace.extraction.reading import Reading

__all__ = ["is_unsaid"]

_ZH_NOT = re.compile(
    r"(?<![等还])(?:没有?|未曾?|不曾|从未)(?:再|主动|具体|明确|直接|准确|能够?|正面|当面|亲口|完整|先|怎么|跟我们?|和我们?|对我们?|向我们?|给我们?){0,2}"
    r"(?:(?:提|说|讲|报|念|问|透露|点|喊|叫)(?:过|到|起|出来?|及|上来?)|提(?![货车现供交示醒前取款升高])|说|讲|报(?![名警销税关废价])|念|透露|点名|告诉我)(?!什么|别的|其他|[完清明错话服谎假])"
    r"|没有?(?:喊|叫|称呼?)我(?:叫|是)?$|(?<!我)不(?:知道|晓得)"
    r"|(?:说|报|叫|喊|讲|答|念|答应)不(?:出来?|上来?)"
    r"|(?:只字|一字|一句|半句|绝口|闭口)(?:都|也)?(?:未|不|没)提(?:到|起|及)?"
    r"|(?<!话)不(?:肯|愿意?|敢)?(?:[说讲](?![完清明错话服谎假])|提(?![货车现供交示醒前取款升高])|报(?![名警销税关废价]))(?:出|起|到|及)?"
)
_ZH_WH = r"谁|哪|什么|啥|怎么|咋|为何|几|多少|是不是|是否|有没有|何时"
_ZH_ENDS = re.compile(
    rf"[。；;！!？?\n（(]|[，,](?!(?:或者?|以及|还有|更别说|甚至)(?:我的?|姓名|名字|地址)?$)|但|却|可是|只|就|才|而是|反而|倒|后来|然后|直接|{_ZH_WH}"
)
"""What stands between a denial and a fact that it does not reach."""
_ZH_ASKED = re.compile(rf"[^，,。；;！!？?\n]{{0,10}}?(?:{_ZH_WH}|要退|怎样)")
"""Of a thing that the caller did speak of, something was left out: 没说水壶为什么退."""
_ZH_OWN = re.compile(
    r"(?<![跟给对和向问听打到])我(?:们|自己|本人|[老我]?[公婆妈爸奶爷]|都|还|也|又|并|从来|明明|根本|可|就|一直|当时|什么|啥|一个字|压根|从){0,3}$"
)
_ZH_LEFT_OUT = re.compile(
    r"[^，,。；;！!？?\n我但却别其]{0,9}?(?:没有?|未|不)(?:提|说|讲|报|念|知道|晓得|透露)(?:过|到|起|及|出来?|上来?)?(?=[，,。；;！!？?\s]|$)"
    r"|[^，,。；;！!？?\n我但却别其]{0,6}?(?:说|报|叫|喊|讲|答|念)不(?:出来?|上来?)(?=[，,。；;！!？?\s]|$)"
)
_ZH_TOLD = re.compile(r"(?<!没)(?<!没有)(?:[说讲报喊念问]|知道)[^，,。；;！!？?\n]{0,12}$")

_EN_NOT = re.compile(
    r"(?:\b(?:did|does|do|could|would|wo|ca|had|has|have|was|were)n[’']?t|\b(?:did|does|could|would|had|has) not|\bnever|\bcannot|\b(?:was |were )?unable to|\bfailed to|\brefused to|\bnot able to|\bneither)"
    r"(?: \w+ly| even| once| ever| able to)*"
    r" (?:sa(?:y|id)|mention(?:ed)?|kn(?:o|e)wn?|(?:tell|told)(?! (?:any|no|every)| you)|nam(?:e|ed)|stat(?:e|ed)|br(?:ing|ought) up|com(?:e|ing) up with|hear(?:d)? of|(?:refer|referred) to|call(?:ed)? me|ask(?:ed)? (?:for|about|after)|us(?:e|ed) (?:my|the) name|g(?:i|a)ven?(?= (?:me |us )?(?:(?:my|the|a|any|our) )?(?:\w+ )?(?:names?|surname|address|number|price|amount|postcode|details)\b))\b"
    r"|\b(?:had|has|have|having|with) no (?:idea|clue)\b|\bhadn[’']?t a clue\b|\bunaware (?:of|that)\b|\bno mention (?:was made |is made )?of\b|\bwithout (?:ever |even |once )?(?:saying|mentioning|naming|knowing|stating|giving (?:me )?(?:my|the|a) name)\b"
    r"|\b(?:said|knew|says|knows|mentioned) nothing (?:about|of)\b|\bnot a word (?:about|of)\b|\bnothing about\b"
)
_EN_WH = r"who|what|why|when|where|which|how|if|whether"
_EN_ENDS = re.compile(
    rf"[.;:!?\n(]|--|[–—]|\b(?:but|only|just|yet|though|although|still|however|instead|then|so|because|until|before|except|unless|he|she|they|more|else|further|{_EN_WH})\b"
)
_EN_ASKED = re.compile(r"[^.,;:!?\n]{0,14}?\b(?:to save|properly|right|correctly)\b")
_EN_COMMA = re.compile(
    r"(?:(?<!name)(?<!address)(?<!number)(?<!price),|,(?! ?[\"'“‘]?(?:mrs?|ms)?\.? ?$))(?! (?:or|nor|not even|let alone|much less|and not)\b)"
)
_EN_OR = re.compile(r"[^.;:!?\n]{0,40}?\b(?:or|nor)\b")
_EN_OWN = re.compile(
    r"\b(?:i|we|you)(?:['’](?:d|ve))? ?(?:\w+ly |even |still |also |just |myself )?$"
)
_EN_LEFT_OUT = re.compile(
    r"[\"'”’]?(?: (?:name|itself|at all|order|thing|part))?[\"'”’]? (?:(?:was|were|is|been|got)(?:n[’']?t| not| never)|never)(?: (?:even|once|ever|been|got))? (?:mentioned|said|named|brought up|stated|came up|come up)\b"
    r"|[\"'”’]? (?:didn[’']?t|did not) come up\b"
)
_EN_NEITHER = re.compile(r"\bneither\b[^.;:!?\n]{0,40}$")
_EN_SPOKEN = re.compile(
    r"[^.;:!?\n]{0,40}?\b(?:(?:was|were) (?:ever )?(?:mentioned|said|named|given)|came up)\b"
)


def is_unsaid(reading: Reading, start: int, end: int) -> bool:
    """Whether words are told as what the caller did not say or know."""
    left, right = reading.sentence(start, end)
    before, after = reading.text[left:start], reading.text[end:right]
    return _in_chinese(before, after) if reading.zh else _in_english(before, after)


def _in_chinese(before: str, after: str) -> bool:
    """Whether a Chinese sentence denies the words between two parts of it."""
    for match in _ZH_NOT.finditer(before):
        reached = not _ZH_ENDS.search(before, match.end()) and not _ZH_ASKED.match(after)
        if reached and not _ZH_OWN.search(before[: match.start()]):
            return True
    return bool(_ZH_LEFT_OUT.match(after)) and not _ZH_TOLD.search(before)


def _in_english(before: str, after: str) -> bool:
    """Whether an English sentence denies the words between two parts of it."""
    for match in _EN_NOT.finditer(before):
        between = before[match.end() :]
        reached = not _EN_ENDS.search(between) and not _EN_ASKED.match(after)
        comma = _EN_COMMA.search(between)
        listed = not comma or bool(_EN_OR.match(between[comma.end() :] + after))
        if reached and listed and not _EN_OWN.search(before[: match.start()]):
            return True
    if _EN_NEITHER.search(before) and _EN_SPOKEN.match(after):
        return True
    return bool(_EN_LEFT_OUT.match(after))
