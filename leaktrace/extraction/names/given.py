"""Given names that stand alone, as they are written or as they are heard."""

import re

from leaktrace.domain.contact import Strength
from leaktrace.extraction.names.pool import BOUNDS_LEFT, BOUNDS_RIGHT, NameSearch
from leaktrace.extraction.names.surnames import COMPOUND, ZH_TITLES, sounds, split_name

__all__ = ["find_given", "find_given_heard"]

_LED = re.compile(
    r"(?:知道|晓得|认得|认识|记得|核实到?|查到|名字[叫是]?|姓名|叫做?|查询到|那个|这个|有个|[叫喊称][我俺咱]|(?P<kin>[你您俺咱我恁侬][们家]))$"
)
"""Words before somebody's given name, some of them before one's own people."""
_OWNS = re.compile(
    r"名下|宝[宝贝子妈爸妹]|[妈麻爸爹]咪|老铁|亲[，,。!！啊]|家(?:长|属|里)?(?![电具纺居装政园])|(?:ah|lah|leh|meh)(?![a-z])"
)
_DOES = tuple("买拍订定购下付住收签要")
_GIVEN_ALONE = re.compile(
    r"(?:(?:叫|喊|称呼?|亲爱的|请问[您你]?是|是不是|找|[您你]是|问是)[我您你]?(?:是|叫)?[“\"‘「]?|(?:^|[^\u4e00-\u9fff]))(?=(?P<name>[\u4e00-\u9fff]{2})(?:先生|女士|小姐|同学|老师|[姐哥]|[您你]好|是吗|是吧|[吗吧，,。？?！!”\"’」\s]|$))"
)


def find_given(search: NameSearch) -> None:
    """A given name of at least two characters that stands alone."""
    own = split_name(search.known.own)[1], *_halves(search.known.own)
    known = {given for _, _, given in search.known.pool if len(given) > 1}
    for given in known.union(*(_halves(name) for name, _, _ in search.known.pool)):
        start = search.text.find(given)
        while start >= 0:
            end = start + len(given)
            if _stands_alone(search.text, start, end) and search.free(start, end):
                wrong = given not in own
                search.add(given, (start, end), Strength.PARTIAL, "given", wrong=wrong)
            start = search.text.find(given, end)


def _halves(name: str) -> tuple[str, ...]:
    """The parts of a Tibetan or Mongolian name in four characters, by which people are called."""
    return (name[:2], name[2:]) if len(name) == 4 and name[:2] not in COMPOUND else ()


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the words around a given name let it be one: 你家春妮买, 知道秀英，."""
    left = start == 0 or text[start - 1] in BOUNDS_LEFT
    right = (
        end == len(text)
        or text[end] in BOUNDS_RIGHT
        or text.startswith(ZH_TITLES, end)
        or _OWNS.match(text, end) is not None
    )
    if left and right:
        return True
    led = _LED.search(text, max(0, start - 4), start)
    joined = (
        led is not None and led.group().startswith(("名字", "姓名")) and text[end] in "和跟与及"
    )
    return joined or (
        led is not None and (right or (led["kin"] is not None and text.startswith(_DOES, end)))
    )


def find_given_heard(search: NameSearch) -> None:
    """A given name of two characters by ear, where somebody is called by it."""
    known = search.known
    own = split_name(known.own)[1]
    for match in _GIVEN_ALONE.finditer(search.text):
        said = match["name"]
        first, last = sounds(said[0]), sounds(said[1])
        alike = {
            given
            for _, _, given in known.pool
            if len(given) == 2 and sounds(given[0]) & first and sounds(given[1]) & last
        }
        if alike and search.free(*match.span("name")):
            one = len(alike) == 1
            value, strength = (min(alike), Strength.PARTIAL) if one else (said, Strength.FUZZY)
            search.add(value, match.span("name"), strength, "sound", wrong=own not in alike)
