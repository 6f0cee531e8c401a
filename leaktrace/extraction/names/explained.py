"""Names that are told by their characters: 姓许, 舒服的舒, 弓长张, and those that break off."""

import re

from leaktrace.domain.contact import Strength
from leaktrace.extraction.names.pool import NameSearch
from leaktrace.extraction.names.surnames import COMPOUND, RARE, SURNAMES, ZH_TITLES, sounds
from leaktrace.extraction.names.titled import STAFF
from leaktrace.extraction.reading import is_hanzi

__all__ = ["find_cut_off", "find_explained", "find_surnamed"]

_EXPLAINED = re.compile(
    r"(?P<word>[\u4e00-\u9fff]{2,4}?)(?:的|那个?|这个?)(?P<char>[\u4e00-\u9fff])(?!加|[\u4e00-\u9fff]{0,1}的)"
)
_RADICAL = re.compile(
    r"(?:[草木金水火土言王女竹石禾米衣示月日耳马鱼虫山口心手目足]|三点水|两点水|提手|绞丝|单人|双人|反犬|走之|宝盖)字?(?:[旁头底边]儿?)的?(?:那个?|一个)?(?P<char>[\u4e00-\u9fff])"
)
_CUT_OFF = re.compile(r"(?P<said>[\u4e00-\u9fff]{2})(?=…|\.{2,}|——)")
_BUILT = {
    "弓长": "张", "木子": "李", "双木": "林", "耳东": "陈", "立早": "章", "口天": "吴", "古月": "胡", "言午": "许",
    "草头": "黄", "三横": "王", "干勾": "于", "走肖": "赵", "人可": "何", "禾火": "秋", "木易": "杨", "双人": "徐",
    "十八子": "李", "水工": "江", "日月": "明", "门三": "闫", "卯金刀": "刘", "文刀": "刘", "女口": "如", "山今": "岑",
}  # fmt: skip
"""How a surname is told by its parts."""
_BUILT_UP = re.compile(rf"(?P<parts>{'|'.join(_BUILT)})(?P<char>[\u4e00-\u9fff])")
_SURNAMED = re.compile(
    rf"(?:(?<!百家)姓(?:(?:说|叫|念|报|听|错)成了?|是)?)(?P<sur>{'|'.join(COMPOUND)}|[\u4e00-\u9fff])(?=的|和|[，,。、;；:\s吧吗对不没是呀啊嘛？?“”\"我他她您你]|$|女士|先生|小姐)"
    rf"|(?:[念叫写听喊读说看打当错]成了?)[“\"]?(?P<for>{'|'.join(COMPOUND)}|[\u4e00-\u9fff])(?=[”\"]?(?:[，,。！!？?…；;]|$))"
    rf"|(?:写[的着住起到]|登记的|显示的?|印的)(?:是|姓)?(?P<put>{'|'.join(COMPOUND)}|[\u4e00-\u9fff])(?=[喎啊呀嘞哩吔哦噢]|$)"
    rf"|(?:(?<![\u4e00-\u9fff])|(?<=[客买用]户)|(?<=顾客)|(?<=[男女]客)|(?<=[机户买业]主)|(?<=买家)|(?<=女士)|(?<=先生)|(?<=当事人))(?P<of>{'|'.join(COMPOUND)}|[\u4e00-\u9fff])姓(?=[（(，,。；;、]|$|女|男|老人|顾客|客户)"
    rf"|(?:客户|顾客|机主|本人|我|事主|买家)[：:]\s?(?P<noted>{'|'.join(COMPOUND)}|[\u4e00-\u9fff])(?=[，,][^，。]{{0,9}}(?:姓|念|读))"
    rf"|(?:说|讲|是|姓|[：:，,“\"])(?P<built>{'|'.join(COMPOUND)}|[\u4e00-\u9fff])(?=[，,](?:就是|是)?(?:[单双]立?人|三点水|两点水|提手|[木金土火王女竹草米衣示言耳][字刀]?[旁头边]|左边|右边|上面|上头|[\u4e00-\u9fff]{{1,3}}加[\u4e00-\u9fff]))"
)
_OF_CALLER = re.compile(r"(?:[说讲称](?:他|她|伊|佢|其|自己|本人)|自称|自己|自报家门)$")
"""Before the surname that a caller gives as the own one."""
_IS_ASKED = re.compile(r"[对吧吗]|是不是|没错")
_ASKED = re.compile(r"姓(?:啥|什么|什麽|么子|甚|嘛|哪个|谁)|贵姓|什么姓|啥姓")
_ANSWERED = re.compile(
    rf"(?:[说讲猜报喊叫答回]|[：:“\"？?，,])(?:是|姓|系)?(?P<sur>{'|'.join(COMPOUND)}|[\u4e00-\u9fff])(?:吧|吗|嘛|呀|啊|嘞|咯)?(?=[。，,！!？?”\"…]|$)"
)
"""A surname by itself, as it is answered."""
_ALONE_TOO = (SURNAMES | COMPOUND) - frozenset(
    "是对好和来安时成常有全方平高于应谈路终向都金原木水易解单明连计关白黑查乐冷多行知说问听走"
)
"""Surnames that are no answer of another kind."""
_BY_HOLDER = re.compile(
    r"我(?:就?[说讲]|叫|是|的)?(?:[：:是]|不是|那个|对)*[，,\s“]*(?:[\u4e00-\u9fff][，,])?$"
)
_IDLE = re.compile(rf"{'|'.join(ZH_TITLES)}|[哦噢啊对是嗯吧吗]")
"""What may stand between a name and the explanation of its characters."""
_GIVES_OWN = re.compile(
    r"[，,。]?(?:您|你|恁|侬)?(?:就|可以)?(?:叫|喊|称呼)我|[，,](?:是|在)?(?:做|搞|负责|专门|客服|售后|理赔|专员|平台)"
)
"""A caller who says what to be called by."""
_COLLEAGUE = re.compile(r"(?:师傅|组长|主管|同事|经理)[^。！？]{0,12}$")


def find_explained(search: NameSearch) -> None:
    """舒服的舒, 木字旁的桐, 阎王爷那个阎: a character of a name of the pool, or one that sounds like it."""
    chars = {char for name, _, _ in search.known.pool for char in name}
    heard = frozenset(sound for char in chars for sound in sounds(char))
    for match in _BUILT_UP.finditer(search.text):
        char = match["char"]
        if char in search.known.surnames and search.free(*match.span()):
            wrong = char != search.known.surname
            search.add(char, match.span(), Strength.PARTIAL, "surname", wrong=wrong)
    for pattern in (_RADICAL, _EXPLAINED):
        for match in pattern.finditer(search.text):
            char = match["char"]
            word = match.groupdict().get("word")
            if (
                char in "的个那这"
                or f"{word}".endswith("单元")
                or (word is not None and char not in word)
            ):
                continue
            start, end = match.span()
            if word is not None:
                # no more than the word that has the character in it
                at = word.rfind(char)
                start += at if at + 1 < len(word) else max(0, at - 1)
            span = start, end
            if _puts_right(search, char, start) or _just_named(search, char, match.start()):
                continue
            if (char in chars or sounds(char) & heard) and search.free(*span):
                wrong = char not in search.known.own
                search.add(char, span, Strength.PARTIAL, "surname", wrong=wrong)


def _puts_right(search: NameSearch, char: str, start: int) -> bool:
    """Whether the holder of the line explains a character of a given name that a caller has just said."""
    said = any(0 <= start - end <= 24 and end - begun > 2 for begun, end in search.taken)
    return (
        said
        and char not in search.known.surnames
        and _BY_HOLDER.search(search.text, max(0, start - 8), start) is not None
    )


def _just_named(search: NameSearch, char: str, start: int) -> bool:
    """Whether a name that has the character was said just before: 沈明远，明天的明."""
    return any(
        0 <= start - end <= 24
        and end - begun > 1
        and char in search.text[begun:end]
        and (
            char not in search.known.surnames
            or not any(map(is_hanzi, _IDLE.sub("", search.text[end:start])))
        )
        for begun, end in search.taken
    )


def find_cut_off(search: NameSearch) -> None:
    """谭建……: the beginning of a name of three characters, before the line breaks off."""
    for match in _CUT_OFF.finditer(search.text):
        said = match["said"]
        theirs = any(len(name) > 2 and name.startswith(said) for name, _, _ in search.known.pool)
        if theirs and search.free(*match.span("said")):
            wrong = not search.known.own.startswith(said)
            search.add(said, match.span("said"), Strength.PARTIAL, "given", wrong=wrong)


def find_surnamed(search: NameSearch) -> None:
    """姓许."""
    known = search.known
    for match in _SURNAMED.finditer(search.text):
        group = match.lastgroup or "sur"
        surname = match[group]
        theirs = surname in known.surnames
        named = theirs or surname in SURNAMES or surname in COMPOUND
        if group == "sur":
            named = named or surname in RARE
        if not named or not search.free(*match.span()):
            continue
        before = search.text[max(0, match.start(group) - 16) : match.start()]
        if STAFF.search(before[-6:]) or (not theirs and _COLLEAGUE.search(before)):
            continue
        if _OF_CALLER.search(before) and not _IS_ASKED.match(search.text, match.end(group)):
            continue
        if _GIVES_OWN.match(search.text, match.end()):
            continue
        wrong = surname != known.surname
        search.add(surname, match.span(), Strength.PARTIAL, "surname", wrong=wrong)
    _answered(search)


def _answered(search: NameSearch) -> None:
    """The surname that is answered to the question what it is: 俺姓啥你知道不？他说潘."""
    asked = _ASKED.search(search.text)
    for match in _ANSWERED.finditer(search.text, asked.end()) if asked else ():
        surname, place = match["sur"], match.span("sur")
        theirs = surname in search.known.surnames
        if (theirs or surname in _ALONE_TOO) and search.free(*place):
            wrong = surname != search.known.surname
            search.add(surname, place, Strength.PARTIAL, "surname", wrong=wrong)
