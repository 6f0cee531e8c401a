"""Names in Chinese texts: whole, given name only, surname with a form of address, masked, misheard."""

import re

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.names_pool import ChineseNames, NameSearch
from leaktrace.extraction.reading import Reading, is_hanzi
from leaktrace.extraction.surnames import (
    COMPOUND,
    SURNAMES,
    ZH_TITLES,
    sounds,
    split_name,
)

__all__ = ["find_chinese_names"]

_TITLED = re.compile(
    rf"(?P<sur>{'|'.join(COMPOUND)}|[\u4e00-\u9fff])(?P<title>{'|'.join(ZH_TITLES)})"
)
_SURNAMED = re.compile(
    rf"(?:(?<!百家)姓(?:(?:说|叫|念|报|听|错)成了?|是)?)(?P<sur>{'|'.join(COMPOUND)}|[\u4e00-\u9fff])(?=的|和|[，,。、;；:\s吧吗对？?“”\"]|$|女士|先生|小姐)"
)
_MASKED = re.compile(
    r"(?<![\u4e00-\u9fff*])?(?P<sur>[\u4e00-\u9fff])(?P<stars>\*{1,3}|[xX某]{2})(?P<last>[\u4e00-\u9fff])?"
)
_LAST_MASKED = re.compile(r"[\u4e00-\u9fff]{2}\*(?![\u4e00-\u9fff*])")
_NICKNAMED = re.compile(
    r"(?:问?是不是|叫了?[^，,。]{0,3}|喊|找|问)[“\"'‘\s]{0,2}(?P<name>老(?P<sur>[\u4e00-\u9fff])(?=[家，,。！？”\"’]|$)|(?<=[“\"‘])小[\u4e00-\u9fff](?=[”\"’]))"
)
_CALLED = re.compile(
    r"(?:姓名|收件人|收货人|收件|收货|购方|户主|机主|认识|找|叫的?|称呼我?|名字说?(?:的?是|成)?|尊敬的|亲爱的|买家|用户|(?:请问)?是不是|请问您?是|您是|你是|我是|问是|报了|名字|联系人|客户|业主|错成|写的|写成|念成|叫成|喊成|喊我|称我|听成|说我叫|管我叫|报成|报的是|喊的是|问我是|问是|说成|找一?个?|@)(?:一个|个|：|:|“|\"|是|叫|写的|\s)*(?=(?P<name>[\u4e00-\u9fff]{2,4}))"
)
_GREETED = re.compile(
    r"(?:^|[^\u4e00-\u9fff])(?P<name>[\u4e00-\u9fff]{2,3}?)(?:您好|你好|先生|女士|小姐|同志|是吧|是吗|对吧|对吗|吗|的件|的快递|的包裹|，您|,您|:您|：您|您购|的收|本人|收[）)。，])"
)
_STAFF = re.compile(r"(?:(?<!会)(?<!人)员|骑手|司机|小哥|站长|客服|专员)(?:[:：]|是|姓名)?$")
"""What a caller is, before the caller's own name."""
_LATIN = re.compile(r"[a-z]{3}")
_NOT_BEFORE = frozenset("的是叫找问给为称呼报了说和跟对位个您你请让喂嗯哎那有我称这与成姓")
_NO_NAME_TEXT = """
您好 你好 先生 女士 小姐 客服 谁是 什么 时间 地址 金额 方便 易购 安全 时候 马上 金融 高级 安排 明天 关于 关注 包裹 成功 和您 路上 向您 单号 安心 应该 原来 和你
全款 全额 全家 全程 全国 单位 单子 高端 高兴 方案 方法 方向 方面 连续 钱款 金牌 安装 安检 路由 经理 任何 申请 和平 和气 应急 商家 申通 安能 百世 保证 官方 全部 都是 方式 银行 计划 保险 项目 管理 商品 商家 车主 温馨 华为 于是 时效 连接 查询 明确 来电 来自 解冻 简单 马先 别人 本人 成员 会员
"""
_NO_NAME = frozenset(_NO_NAME_TEXT.split())
_BOUNDS_LEFT = frozenset("@】]叫是称的喊名说把问找跟给对“‘\"'、，,。：:（(【》—-！!？?…~ \n\t")
_BOUNDS_RIGHT = frozenset("是吗您你呢啊在吧对的，,。、；;：:？?！!”’\"'）)】…~ \n\t都收本也啦呀")


def find_chinese_names(reading: Reading, known: ChineseNames) -> list[Detail]:
    """Every name in a text that is the order's, another of the pool, or put to the buyer as theirs."""
    search = NameSearch(reading, known)
    if reading.zh:
        _whole(search)
        _masked(search)
        _half_masked(search)
        _called(search)
        _misheard(search)
        _titled(search)
        _familiar(search)
        _nicknamed(search)
        _given(search)
    elif "*" in reading.text:
        _masked(search)
    _romanised(search)
    return search.found


def _whole(search: NameSearch) -> None:
    """Whole names of the pool."""
    for name, _, given in search.known.pool:
        start = search.text.find(name)
        while start >= 0:
            end = start + len(name)
            # a name of two characters may be the head of a longer one, as 王海 of 王海天
            if search.free(start, end) and (len(given) > 1 or _ends(search.text, end)):
                search.add(
                    name, (start, end), Strength.EXACT, "name", wrong=name != search.known.own
                )
            start = search.text.find(name, end)


def _ends(text: str, end: int) -> bool:
    """Whether a name may end here."""
    rest = text[end : end + 2]
    return (
        not rest
        or not is_hanzi(rest[0])
        or rest[0] in _BOUNDS_RIGHT
        or rest in ZH_TITLES
        or rest in ("核对", "确认", "收到", "没错")
    )


def _masked(search: NameSearch) -> None:
    """周*桐, 张**."""
    for match in _MASKED.finditer(search.text):
        surname, last = match["sur"], match["last"] or ""
        stars = len(match["stars"])
        if last and (stars > 1 or search.text[match.end() : match.end() + 1] == "*"):
            last = ""
        if surname not in SURNAMES or not search.free(*match.span()):
            continue
        own = search.known.own
        fits = own[0] == surname and (not last or own[-1] == last)
        if (
            last
            and not fits
            and not any(name[0] == surname and name[-1] == last for name, _, _ in search.known.pool)
            and last in _BOUNDS_RIGHT
        ):
            last, fits = "", own[0] == surname
        shown = surname + ("*" * stars + last if last else "")
        end = match.end("last") if last else match.end("stars")
        search.add(shown, (match.start("sur"), end), Strength.PARTIAL, "masked", wrong=not fits)


def _half_masked(search: NameSearch) -> None:
    """蒋丽*: the first two characters of a name of three."""
    for match in _LAST_MASKED.finditer(search.text):
        shown = match.group()
        if search.free(*match.span()) and any(
            len(name) == 3 and name.startswith(shown[:2]) for name, _, _ in search.known.pool
        ):
            wrong = not search.known.own.startswith(shown[:2])
            search.add(shown, match.span(), Strength.PARTIAL, "masked", wrong=wrong)


def _heard(search: NameSearch, said: str) -> list[str]:
    """The names of the pool that sound like what was said."""
    heard = [sounds(char) for char in said]
    return [
        name
        for name, syllables in search.known.spoken
        if len(syllables) == len(heard)
        and all(a & b for a, b in zip(syllables, heard, strict=True))
    ]


def _called(search: NameSearch) -> None:
    """Names of nobody in the pool, where the words around say that it is a name."""
    for pattern in (_CALLED, _GREETED):
        for match in pattern.finditer(search.text):
            said = _trimmed(search, match)
            if not said or not search.free(match.start("name"), match.start("name") + len(said)):
                continue
            place = (match.start("name"), match.start("name") + len(said))
            alike = _heard(search, said)
            if alike:
                _add_alike(search, said, place, alike)
            elif _plausible(said) and (
                pattern is _CALLED
                or search.text[place[1] : place[1] + 2] in ("您好", "你好", "先生", "女士", "小姐")
                or (search.text[: place[0]].endswith("】") and search.text[place[1]] in ",，")
            ):
                search.add(said, place, Strength.EXACT, "stranger", wrong=True)


def _trimmed(search: NameSearch, match: re.Match[str]) -> str:
    """The part of the characters behind "called" that can be a name."""
    said: str = match["name"]
    if (said[0] not in SURNAMES and said[:2] not in COMPOUND) or said[0] == "和":
        return ""
    for size in (4, 3, 2):
        part = said[:size]
        if len(part) != size or (size == 4 and part[:2] not in COMPOUND):
            continue
        rest = search.text[match.start("name") + size :][:2]
        if part[-1] in "您你的吗吧是先女小姐收说问态我他要，" or not (
            not rest or not is_hanzi(rest[0]) or rest[0] in _BOUNDS_RIGHT or rest in ZH_TITLES
        ):
            continue
        return part if part not in _NO_NAME and part[:2] not in _NO_NAME else ""
    return ""


def _plausible(said: str) -> bool:
    """Whether a stranger may be called so: no form of address within, no common word."""
    return (
        len(said) >= 2
        and not any(title in said for title in ZH_TITLES if len(title) > 1)
        and said[-1] not in "总姐哥某"
    )


def _add_alike(search: NameSearch, said: str, place: tuple[int, int], alike: list[str]) -> None:
    """A name that sounds like some of the pool."""
    value = alike[0] if len(alike) == 1 else said
    search.add(value, place, Strength.FUZZY, "sound", wrong=search.known.own not in alike)


def _misheard(search: NameSearch) -> None:
    """Anything that sounds like a name of the pool from its surname on."""
    text, known = search.text, search.known
    for start, char in enumerate(text):
        if char < "\u4e00" or known.surname_sounds.isdisjoint(sounds(char)):
            continue
        for size in (3, 2):
            said = text[start : start + size]
            if (
                len(said) != size
                or not all(map(is_hanzi, said))
                or not search.free(start, start + size)
            ):
                continue
            if size == 2 and not (
                _ends(text, start + 2)
                and (start == 0 or text[start - 1] in _BOUNDS_LEFT)
                and char in SURNAMES
                and said not in _NO_NAME
            ):
                continue
            alike = _heard(search, said)
            if alike:
                _add_alike(search, said, (start, start + size), alike)
                break
            if size == 3 and _akin(search, said, start):
                search.add(said, (start, start + 3), Strength.EXACT, "akin", wrong=True)
                break


def _akin(search: NameSearch, said: str, start: int) -> bool:
    """Whether a name differs from one of the pool by a single character of the given name."""
    left = search.text[start - 1 : start]
    if left and is_hanzi(left) and left not in _BOUNDS_LEFT and left not in _NOT_BEFORE:
        return False
    if not _ends(search.text, start + 3) or any(title in said for title in ZH_TITLES):
        return False
    return any(
        len(name) == 3 and name[0] == said[0] and (name[1] == said[1]) != (name[2] == said[2])
        for name, _, _ in search.known.pool
    )


def _titled(search: NameSearch) -> None:
    """冯女士, 魏姐, 姓许."""
    for pattern in (_TITLED, _SURNAMED):
        for match in pattern.finditer(search.text):
            surname, start = match["sur"], match.start("sur")
            if (surname not in SURNAMES and surname not in COMPOUND) or not search.free(
                *match.span()
            ):
                continue
            title = match.groupdict().get("title")
            if title is not None and not _addressed(search.text, start, match.end(), title):
                continue
            theirs = any(surname == other for _, other, _ in search.known.pool)
            if not theirs and _STAFF.search(search.text[max(0, start - 6) : start]):
                continue
            begin = match.start() if pattern is _SURNAMED else start
            search.add(
                surname,
                (begin, match.end()),
                Strength.PARTIAL,
                "surname",
                wrong=surname != search.known.surname,
            )


def _familiar(search: NameSearch) -> None:
    """小徐, 老徐, and 高哥 after a word of greeting: for the surnames of the pool only."""
    for surname in {name for _, name, _ in search.known.pool if len(name) == 1}:
        pattern = rf"(?:(?<![\u4e00-\u9fff])|(?<=[是叫找姓])){surname}(?=什么[^的时呢]|啥|…)|(?<![\u4e00-\u9fff])[小老]{surname}(?=[啊呀嘛,，.。!！?？:：]|$)|(?<=[喽呀啊哈嗨嘿我喂哦噢诶欸呢吧]){surname}[哥姐总](?![夫妹])"
        for match in re.finditer(pattern, search.text):
            if search.free(*match.span()):
                wrong = surname != search.known.surname
                search.add(surname, match.span(), Strength.PARTIAL, "surname", wrong=wrong)


def _nicknamed(search: NameSearch) -> None:
    """老赵 and "小芳" of somebody who is nobody of the pool, where it is asked for."""
    for match in _NICKNAMED.finditer(search.text):
        said, surname = match["name"], match["sur"]
        known = any(said[1] in name for name, _, _ in search.known.pool)
        if not known and search.free(*match.span("name")) and (not surname or surname in SURNAMES):
            value = surname or said
            search.add(value, match.span("name"), Strength.PARTIAL, "surname", wrong=True)


def _addressed(text: str, start: int, end: int, title: str) -> bool:
    """Whether surname and title stand alone, and are not the end of a longer word or name."""
    left = text[start - 1] if start else ""
    alone = not left or not is_hanzi(left) or left in _NOT_BEFORE
    if len(title) == 1:
        rest = text[end : end + 1]
        return (
            alone
            and (not rest or not is_hanzi(rest) or rest in "你您吗的吧在是，呢对")
            and text[start:end] not in ("小姐", "老总")
        )
    if alone:
        return True
    # 周海女士 and 李小文先生 are other people's names; 尊敬客户张女士 is a surname
    names = [text[start - n] for n in (1, 2) if start - n >= 0]
    return not any(char in SURNAMES and char not in _NOT_BEFORE for char in names)


def _given(search: NameSearch) -> None:
    """A given name of at least two characters that stands alone."""
    seen: set[str] = set()
    for _, _, given in search.known.pool:
        if len(given) < 2 or given in seen:
            continue
        seen.add(given)
        start = search.text.find(given)
        while start >= 0:
            end = start + len(given)
            left = start == 0 or search.text[start - 1] in _BOUNDS_LEFT
            right = (
                end == len(search.text)
                or search.text[end] in _BOUNDS_RIGHT
                or search.text.startswith(ZH_TITLES, end)
            )
            if left and right and search.free(start, end):
                search.add(
                    given,
                    (start, end),
                    Strength.PARTIAL,
                    "given",
                    wrong=given != split_name(search.known.own)[1],
                )
            start = search.text.find(given, end)


def _romanised(search: NameSearch) -> None:
    """A name read off its pinyin: Wenjun Huang."""
    text = search.reading.text
    if not _LATIN.search(text):
        return
    alike: dict[tuple[int, int], list[str]] = {}
    for name, surname, given in search.known.latin:
        if given not in text and given[:2] not in text:
            continue
        for said in (
            f"{given} {surname}",
            f"{surname} {given}",
            f"{surname}{given}",
            f"{given}, {surname}",
        ):
            start = text.find(said)
            if (
                start >= 0
                and not re.match(r"[a-z0-9@_.]", text[max(0, start - 1) : start])
                and not re.match(r"[a-z0-9@_.]\w", text[start + len(said) :][:2])
            ):
                alike.setdefault((start, start + len(said)), []).append(name)
    for place, names in alike.items():
        value = names[0] if len(names) == 1 else search.reading.raw[place[0] : place[1]]
        search.found.append(
            Detail(
                Field.NAME,
                value,
                place,
                Strength.FUZZY,
                search.known.own not in names,
                rule="pinyin",
            )
        )
