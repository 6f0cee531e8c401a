"""Which words of a title name the goods themselves, and where a text speaks of goods that were bought."""

import re

from leaktrace.extraction.gazetteer import CITIES_ZH
from leaktrace.extraction.goods import GENERIC
from leaktrace.extraction.reading import is_hanzi

__all__ = ["EN_STOP", "chinese_heads", "english_noun", "is_bought", "single_nouns", "stem"]

_EN_STOP_TEXT = """
with and for the of set pack in to a an by women men womens mens kids black white blue red green
grey gray pink navy brown oatmeal matte ocean queen king large small twin front rear deep home
size inch ml lb oz mg min built new mid ankle light lightweight water resistant wireless
portable digital smart video call two way talk high content day daily card case bag tray pair
handle heat screen window side base free back neck face cup person instant pop up true sterling
silver flavor lemon chicken salmon camera food oil piece pieces storage cell
"""
EN_STOP = frozenset(_EN_STOP_TEXT.split())
"""Words of English titles that tell nothing, or are words of ordinary talk."""
_NO_NOUN = frozenset(
    ["bank", "card", "phone", "account", "service", "order", "gift", "house", "line", "light"]
)
_COUNTED = frozenset(
    [
        "set",
        "pack",
        "pair",
        "kit",
        "bundle",
        "trio",
        "duo",
        "box",
        "piece",
        "pieces",
        "front",
        "rear",
    ]
)
_SEGMENT = re.compile(r",| with | for | in |[()]")

_MEASURE = "双箱盒盆张袋包瓶罐套把只台条件款份支块盏桶斤件单"
_BOUGHT = re.compile(
    rf"(?:[买拍订购](?:[的了过到])?|下单的?|[您你]的|反映的?|反馈的?|关于|这边|[那这][一两二三四五六七八九十几\d]{{0,2}}[个{_MEASURE}])"
    rf"(?:[那这])?(?:[一两二三四五六七八九十几\d]{{1,2}})?(?:[个{_MEASURE}])?(?:进口|新鲜|正宗)?的?$"
)
_ORIGIN = re.compile(
    rf"{CITIES_ZH.pattern}|河北|山西|辽宁|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古?|宁夏|新疆|西藏|东北|台湾|香港|澳门"
    r"|中国|日本|韩国|泰国|越南|法国|德国|意大利|英国|美国|澳洲|新西兰|进口|国产|特产"
)
_ORDERED = re.compile(r"的?(?:订单|单子|[那这]一?[单笔])")
_SINGLE = re.compile(
    rf"(?:[买拍订购]的?|[您你那这])[那这]?[一两二三四五六七八九十几\d]{{0,2}}[{_MEASURE}](?P<noun>[\u4e00-\u9fff])(?P<rest>.?)",
    re.DOTALL,
)
_WITH_ZI = re.compile(r"(?P<noun>[\u4e00-\u9fff])子")
_NO_ZI = frozenset("盒箱袋瓶罐包面本套件片子个房车")
"""What these make with 子 is a wrapping, or no goods at all."""
_MAY_FOLLOW = frozenset(
    "了的啊呀吧呢啦嘛被在跟和有是已还没到漏坏碎破掉路冻烂订退要今明昨能送开脱质出发丢少"
)


def stem(word: str) -> str:
    """A word without its plural ending."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def chinese_heads(folded: str) -> frozenset[str]:
    """The characters at which a name of goods ends in a title: before a break, or a word that says nothing."""
    idle = {n for match in GENERIC.finditer(folded) for n in range(*match.span())}
    return frozenset(
        char
        for n, char in enumerate(folded)
        if is_hanzi(char)
        and n not in idle
        and (not is_hanzi(folded[n + 1 : n + 2] or " ") or GENERIC.match(folded, n + 1))
    )


def english_noun(folded: str) -> str:
    """The noun that the first part of a title ends with; empty if it is a word of ordinary talk."""
    for word in reversed(re.findall(r"[a-z0-9-]+", _SEGMENT.split(folded)[0])):
        if word in _COUNTED or not word.isalpha():
            continue
        return stem(word) if len(word) >= 4 and word not in EN_STOP | _NO_NOUN else ""
    return ""


def is_bought(text: str, start: int, end: int) -> bool:
    """Whether the words around say that it was bought, and it is more than where goods come from."""
    return not _ORIGIN.fullmatch(text, start, end) and bool(
        _BOUGHT.search(text[max(0, start - 12) : start]) or _ORDERED.match(text, end)
    )


def single_nouns(text: str, heads: frozenset[str]) -> list[tuple[int, int]]:
    """Where a single character names the goods, as people say it: 那双鞋, 椅子."""
    found = [
        match.span("noun")
        for match in _SINGLE.finditer(text)
        if match["noun"] in heads
        and (
            not match["rest"]
            or not is_hanzi(match["rest"])
            or match["rest"] in _MAY_FOLLOW
            or match["rest"] == match["noun"]
        )
    ]
    return found + [
        match.span()
        for match in _WITH_ZI.finditer(text)
        if match["noun"] in heads and match["noun"] not in _NO_ZI
    ]
