"""Names in Chinese texts: whole, given name only, surname with a form of address, masked, misheard."""

import re
from operator import or_

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.names.abroad import find_abroad
from leaktrace.extraction.names.called import find_called_by
from leaktrace.extraction.names.explained import find_cut_off
from leaktrace.extraction.names.misread import find_given_of_others, find_misread
from leaktrace.extraction.names.pool import (
    BOUNDS_LEFT,
    BOUNDS_RIGHT,
    NOT_BEFORE,
    ChineseNames,
    NameSearch,
    pinyin_of,
)
from leaktrace.extraction.names.spoken import find_halting, find_in_cantonese, find_nicked
from leaktrace.extraction.names.surnames import COMPOUND, SURNAMES, ZH_TITLES, near_sounds
from leaktrace.extraction.names.titled import OFFICES
from leaktrace.extraction.names.words_zh import is_word, runs_into_word
from leaktrace.extraction.reading import Reading, is_hanzi

__all__ = ["find_chinese_names"]

_MASKED = re.compile(
    rf"(?<![\u4e00-\u9fff*])?(?P<sur>{'|'.join(COMPOUND)}|[\u4e00-\u9fff])(?P<stars>\*{{1,3}}|[xX某]{{2}}|某(?=[\u4e00-\u9fff](?:[^\u4e00-\u9fff]|$|[收先女您你的]))|什么(?=[\u4e00-\u9fff](?:[，,。；;、的吗吧是对您你]|先生|女士|小姐)))(?P<last>[\u4e00-\u9fff])?"
)
_MASKS = re.compile(r"[*某]|[xX]{2}|什么")
"""One of these is in every masked name."""
_NUMBERED = re.compile(r"[订运货面快清账保]单$")
"""What stands before a masked number: 订单****."""
_FIRST_MASKED = re.compile(
    r"(?<![\w*])(?P<stars>\*{1,2})(?P<last>[\u4e00-\u9fff]{1,2}?)(?=先生|女士|小姐|您|你|[^\u4e00-\u9fff*]|$)"
)
_LAST_MASKED = re.compile(r"[\u4e00-\u9fff]{2}\*(?![\u4e00-\u9fff*])")
_CALLED = re.compile(
    r"(?:姓名|收件人|收货人|收件|收货|购方|户主|机主|认识|找|叫的?|称呼我?|名字说?(?:的?是|成)?|尊敬的|亲爱的|买家|用户|(?:请问)?是不是|请问您?是|您是|你是|(?<=[：:“\"])我是(?!不是)|问是(?!不是)|报了|名字|联系人|客户|业主|错成|写的|写成|念成|叫成|喊成|喊我|称我|听成|说我叫|管我叫|报成|报的是|喊的是|问我是(?!不是)|问是(?!不是)|说成|找一?个?|转告|通知到?|@|问(?=[\u4e00-\u9fff]{2,3}(?:在不在|在吗|在家|在么|的电话|欠|是不是))|[他她我](?:们)?(?:哥们儿?|朋友|同事|亲戚|老公|老婆|爱人|儿子|女儿|闺女|同学|邻居|兄弟|家属|媳妇|对象|丈夫|妻子|侄子|外甥|合伙人))(?:一个|个|：|:|“|\"|是|叫|写的|\s)*(?=(?P<name>[\u4e00-\u9fff]{2,4}))"
)
_GREETED = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|(?<=\u73ed)|(?<=年级))(?P<name>[\u4e00-\u9fff]{2,4}?)(?:的?(?:爸爸|妈妈|家长|爷爷|奶奶|外婆|外公|老公|老婆|太太|先生|儿子|女儿)[吧吗是在，,？?呀]|您好|你好|先生|女士|小姐|同志|是吧|是吗|对吧|对吗|吗|的件|的快递|的包裹|，您|,您|:您|：您|您购|家属|亲属|的收|本人|收[）)。，])"
)
_FORMAL = frozenset(["先生", "女士", "小姐", "太太", "同学", "老师"])
_LATIN = re.compile(r"[a-z]{2}")
_TONED = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü", "aaaaeeeeiiiioooouuuuvvvvv")
_RELATIVES = ("家属", "亲属")
_OF_THINGS = re.compile(
    r"[”\"’」]?的?(?:会议|软件|app|小程序|平台|公众号|网站|群|公司|店|牌子|品牌|东西|链接|应用|网址)"
)
"""What is called so and is no person."""
_OFFICE_OR_PLACE = re.compile(r"[部处科室局厅组队湾苑郡寨屯堡巷弄路街镇乡县区市庭厦城]$")
_PLACES = frozenset("园府居庄村里桥家坝岭山岸台")
"""Ends of names of places that are ends of names of people too."""
_OF_PLACE = re.compile(r"的|那边|那儿|那个|小区|[吗吧]?[一二三四五六七八九十\d]+[栋幢号]")
_ADDRESSED = (
    *ZH_TITLES,
    *[
        "您好",
        "你好",
        "吗",
        "吧",
        "在不在",
        "在家",
        "在吗",
        "本人",
        "是我",
        "收",
        "的快递",
        "的电话",
        "，您",
        ",您",
        "是您",
    ],
)
_ASKED_FOR = re.compile(
    r"""(?:找|叫|请问|名字|姓名|件人|货人|联系人|尊敬的|亲爱的|[您你]是|是不是|我[是说]|喂|问|[“"（(「『])[：:是为,，“"]{0,2}$"""
)
_DEEDS = frozenset("欠借贷逾涉拖还")
"""What is told of a stranger behind the name."""
_NO_NAME_TEXT = """
顾客 客户 用户 买家 亲亲 家人 朋友 业主 会员 车主
您好 你好 先生 女士 小姐 客服 谁是 什么 时间 地址 金额 方便 易购 安全 时候 马上 金融 高级 安排 明天 关于 关注 包裹 成功 和您 路上 向您 单号 安心 应该 原来 和你
全款 全额 全家 全程 全国 单位 单子 高端 高兴 方案 方法 方向 方面 连续 钱款 金牌 安装 安检 路由 经理 任何 申请 和平 和气 应急 商家 申通 安能 百世 保证 官方 全部 都是 方式 银行 计划 保险 项目 管理 商品 商家 车主 温馨 华为 于是 时效 连接 查询 明确 来电 来自 解冻 简单 马先 别人 本人 成员 会员
"""
_NO_NAME = frozenset(_NO_NAME_TEXT.split())


def find_chinese_names(reading: Reading, known: ChineseNames) -> list[Detail]:
    """Every name in a text that is the order's, another of the pool, or put to the buyer as theirs."""
    search = NameSearch(reading, known)
    if reading.zh:
        _whole(search)
        _masked(search)
        _half_masked(search)
        find_halting(search)
        find_cut_off(search)
        _called(search)
        _misheard(search)
        _romanised(search)
        find_called_by(search)
        find_in_cantonese(search)
        find_nicked(search)
        find_abroad(search)
        find_misread(search)
        find_given_of_others(search)
        return search.found
    if "*" in reading.text:
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
            whole = (len(given) > 1 or search.ends(end)) and not _of_words(search, start, end)
            if whole and search.free(start, end):
                search.add(
                    name, (start, end), Strength.EXACT, "name", wrong=name != search.known.own
                )
            start = search.text.find(name, end)


def _of_words(search: NameSearch, start: int, end: int) -> bool:
    """Whether what could be a name is a word, or runs into one, and nobody is addressed or asked for by it."""
    if end - start > 2:
        return runs_into_word(search.text, start, end) or search.text[start + 1 : end] in ZH_TITLES
    if search.text.startswith(ZH_TITLES, start + 1):
        # 张姐 is no 张洁
        return True
    return (
        is_word(search.text[start:end])
        and not search.text.startswith(_ADDRESSED, end)
        and not _ASKED_FOR.search(search.text, max(0, start - 6), start)
    )


def _masked(search: NameSearch) -> None:
    """周*桐, 张**."""
    if not _MASKS.search(search.text):
        return
    for match in _MASKED.finditer(search.text):
        surname, last = match["sur"], match["last"] or ""
        stars = 1 if match["stars"] == "什么" else len(match["stars"])
        if match["stars"] == "什么" and surname not in search.known.surnames:
            continue
        if last and (stars > 1 or search.text[match.end() : match.end() + 1] == "*"):
            last = ""
        named = surname in SURNAMES or surname in COMPOUND or surname in search.known.surnames
        if _NUMBERED.search(search.text, max(0, match.start("sur") - 1), match.end("sur")):
            continue
        if not named or not search.free(*match.span()):
            continue
        own = search.known.own
        fits = own.startswith(surname) and (not last or own[-1] == last)
        if (
            last
            and not fits
            and not any(
                name.startswith(surname) and name[-1] == last for name, _, _ in search.known.pool
            )
            and last in BOUNDS_RIGHT
        ):
            last, fits = "", own.startswith(surname)
        shown = surname + ("*" * stars + last if last else "")
        end = match.end("last") if last else match.end("stars")
        search.add(shown, (match.start("sur"), end), Strength.PARTIAL, "masked", wrong=not fits)


def _half_masked(search: NameSearch) -> None:
    """蒋丽*, **娟: the first two characters of a name of three, or its end."""
    for match in _FIRST_MASKED.finditer(search.text):
        size = len(match["stars"]) + len(match["last"])
        like = [
            name
            for name, _, _ in search.known.pool
            if name.endswith(match["last"]) and len(name) == size
        ]
        if like and search.free(*match.span()):
            wrong = search.known.own not in like
            search.add(match.group(), match.span(), Strength.PARTIAL, "masked", wrong=wrong)
    for match in _LAST_MASKED.finditer(search.text):
        shown = match.group()
        if search.free(*match.span()) and any(
            len(name) == 3 and name.startswith(shown[:2]) for name, _, _ in search.known.pool
        ):
            wrong = not search.known.own.startswith(shown[:2])
            search.add(shown, match.span(), Strength.PARTIAL, "masked", wrong=wrong)


def _called(search: NameSearch) -> None:
    """Names of nobody in the pool, where the words around say that it is a name."""
    for pattern in (_CALLED, _GREETED):
        for match in pattern.finditer(search.text):
            said = _trimmed(search, match)
            # 欧阳女士: a surname of two characters is no whole name
            if (
                not said
                or _OF_THINGS.match(search.text, match.start("name") + len(said))
                or said.removesuffix("小") in COMPOUND
                or said in search.known.given
                or said[1:] in ZH_TITLES
                or not search.free(match.start("name"), match.start("name") + len(said))
            ):
                continue
            place = (match.start("name"), match.start("name") + len(said))
            alike = search.heard(said)
            if alike:
                _add_alike(search, said, place, alike)
            elif nearly := search.nearly_heard(said) if len(said) > 2 else []:
                _add_alike(search, said, place, nearly)
            elif _plausible(search, said, place[1]) and (
                pattern is _CALLED
                or search.text[place[1] : place[1] + 2]
                in ("您好", "你好", "先生", "女士", "小姐", *_RELATIVES)
                or (search.text[: place[0]].endswith("】") and search.text[place[1]] in ",，")
            ):
                search.add(said, place, Strength.EXACT, "stranger", wrong=True)


def _trimmed(search: NameSearch, match: re.Match[str]) -> str:
    """The part of the characters behind "called" that can be a name."""
    said: str = match["name"]
    if said[1:2] == "家":
        return ""
    named = said[0] in SURNAMES or said[:2] in COMPOUND or said[0] in search.known.surnames
    if not named or said[0] in "和都全应连同":
        return ""
    for size in (4, 3, 2):
        part = said[:size]
        if len(part) != size or (size == 4 and part[:2] not in COMPOUND):
            continue
        rest = search.text[match.start("name") + size :][:2]
        if part[-1] in "您你的吗吧是先女小姐收说问态我他要，" or not (
            not rest
            or not is_hanzi(rest[0])
            or rest[0] in BOUNDS_RIGHT
            or rest[0] in _DEEDS
            or rest[0] == said[0]
            or rest in ZH_TITLES
            or rest in _RELATIVES
        ):
            continue
        return part if part not in _NO_NAME and part[:2] not in _NO_NAME else ""
    return ""


def _plausible(search: NameSearch, said: str, end: int) -> bool:
    """Whether a stranger may be called so: no form of address within, no common word, no place or office."""
    return (
        len(said) >= 2
        and not _OFFICE_OR_PLACE.search(said)
        and not (said[-1] in _PLACES and _OF_PLACE.match(search.text, end))
        and not any(title in said for title in ZH_TITLES if len(title) > 1)
        and said[-1] not in "总姐哥某师工"
        and said[1:] not in OFFICES
    )


def _add_alike(search: NameSearch, said: str, place: tuple[int, int], alike: list[str]) -> None:
    """A name that sounds like some of the pool."""
    value = alike[0] if len(alike) == 1 else said
    search.add(value, place, Strength.FUZZY, "sound", wrong=search.known.own not in alike)


def _misheard(search: NameSearch) -> None:
    """Anything that sounds like a name of the pool from its surname on."""
    text, known = search.text, search.known
    for start, char in enumerate(text):
        if char < "\u4e00" or known.surname_sounds.isdisjoint(near_sounds(char)):
            continue
        for size in known.sizes:
            place = (start, start + size)
            said = text[start : start + size]
            if len(said) != size or not all(map(is_hanzi, said)) or not search.free(*place):
                continue
            if _of_words(search, *place) or (size == 2 and not _short_name(search, said, start)):
                continue
            if alike := search.heard(said):
                _add_alike(search, said, place, alike)
                break
            if size > 2 and (nearly := search.nearly_heard(said)) and _bounded(search, *place):
                _add_alike(search, said, place, nearly)
                break
            if size == 3 and said[:2] not in COMPOUND and _akin(search, said, start):
                search.add(said, place, Strength.EXACT, "akin", wrong=True)
                break


def _short_name(search: NameSearch, said: str, start: int) -> bool:
    """Whether two characters stand as a name: after a break, with a surname or a form of address."""
    alone = start == 0 or search.text[start - 1] in BOUNDS_LEFT
    return (
        alone
        and search.ends(start + 2)
        and (said[0] in SURNAMES or search.text[start + 2 : start + 4] in _FORMAL)
        and said not in _NO_NAME
    )


def _bounded(search: NameSearch, start: int, end: int) -> bool:
    """Whether words may end before and after a place."""
    left = search.text[start - 1 : start]
    alone = not left or not is_hanzi(left) or left in BOUNDS_LEFT or left in NOT_BEFORE
    return alone and search.ends(end)


def _akin(search: NameSearch, said: str, start: int) -> bool:
    """Whether a name differs from one of the pool by a single character of the given name."""
    if not _bounded(search, start, start + 3) or any(title in said for title in ZH_TITLES):
        return False
    return any(
        len(name) == 3 and name[0] == said[0] and (name[1] == said[1]) != (name[2] == said[2])
        for name, _, _ in search.known.pool
    )


def _romanised(search: NameSearch) -> None:
    """A name read off its pinyin, whole or in part: Wenjun Huang, huang wen jun, 黄wenjūn."""
    text = search.reading.text.translate(_TONED)
    if not _LATIN.search(text):
        return
    alike: dict[tuple[int, int], list[str]] = {}
    for name, heard in search.known.spoken:
        lettered = [any(map(text.__contains__, said)) for said in heard]
        if not any(lettered) or not all(map(or_, lettered, map(text.__contains__, name))):
            continue
        for match in pinyin_of(name).finditer(text):
            if any("a" <= char <= "z" for char in match.group()):
                alike.setdefault(match.span(), []).append(name)
    for place, names in alike.items():
        value = names[0] if len(names) == 1 else search.reading.raw[place[0] : place[1]]
        wrong = search.known.own not in names
        if not any(
            hit.span and hit.span[0] < place[1] and place[0] < hit.span[1] for hit in search.found
        ):
            search.found.append(
                Detail(Field.NAME, value, place, Strength.FUZZY, wrong, rule="pinyin")
            )
