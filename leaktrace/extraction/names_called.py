"""How people are called to their face: 冯女士, 魏姐, 姓许, 小徐, 阿婷, and a given name alone."""

import re
from functools import lru_cache

from leaktrace.domain.contact import Strength
from leaktrace.extraction.names_pool import (
    BOUNDS_LEFT,
    BOUNDS_RIGHT,
    NOT_BEFORE,
    NameSearch,
)
from leaktrace.extraction.reading import is_hanzi
from leaktrace.extraction.surnames import (
    COMPOUND,
    RARE,
    SURNAMES,
    ZH_TITLES,
    sounds,
    split_name,
)

__all__ = ["OFFICES", "find_called_by", "find_cut_off"]

OFFICES = [
    "大夫",
    "医生",
    "主任",
    "经理",
    "教授",
    "律师",
    "校长",
    "院长",
    "队长",
    "科长",
    "处长",
    "局长",
    "书记",
    "会计",
    "教练",
    "护士",
]
"""Titles that staff have too: they count behind a surname of the pool only, as these single characters do."""
_RANKS = "生爷妹弟娘婆公爹工导董局处队老太嬢孃姑奶舅仔"
_TITLE = re.compile("|".join((*ZH_TITLES, *OFFICES, *_RANKS)))
_EXPLAINED = re.compile(
    r"(?P<word>[\u4e00-\u9fff]{2,4}?)(?:的|那个?|这个?)(?P<char>[\u4e00-\u9fff])(?!加|[\u4e00-\u9fff]{0,1}的)"
)
_RADICAL = re.compile(
    r"(?:[草木金水火土言王女竹石禾米衣示月日耳马鱼虫山口心手目足]|三点水|两点水|提手|绞丝|单人|双人|反犬|走之|宝盖)字?(?:[旁头底边]儿?)的?(?:那个?|一个)?(?P<char>[\u4e00-\u9fff])"
)
_CUT_OFF = re.compile(r"(?P<said>[\u4e00-\u9fff]{2})(?=…|\.{2,}|——)")
_READ = re.compile(r"(?P<sur>[\u4e00-\u9fff])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,7}[)）]$")
_BUILT = {
    "弓长": "张", "木子": "李", "双木": "林", "耳东": "陈", "立早": "章", "口天": "吴", "古月": "胡", "言午": "许",
    "草头": "黄", "三横": "王", "干勾": "于", "走肖": "赵", "人可": "何", "禾火": "秋", "木易": "杨", "双人": "徐",
    "十八子": "李", "水工": "江", "日月": "明", "门三": "闫", "卯金刀": "刘", "文刀": "刘", "女口": "如", "山今": "岑",
}  # fmt: skip
"""How a surname is told by its parts."""
_BUILT_UP = re.compile(rf"(?P<parts>{'|'.join(_BUILT)})(?P<char>[\u4e00-\u9fff])")
_SURNAMED = re.compile(
    rf"(?:(?<!百家)姓(?:(?:说|叫|念|报|听|错)成了?|是)?)(?P<sur>{'|'.join(COMPOUND)}|[\u4e00-\u9fff])(?=的|和|[，,。、;；:\s吧吗对不没是呀啊嘛？?“”\"]|$|女士|先生|小姐)"
    rf"|(?:写[的着住起到]|登记的|显示的?|印的)(?:是|姓)?(?P<put>{'|'.join(COMPOUND)}|[\u4e00-\u9fff])(?=[喎啊呀嘞哩吔哦噢]|$)"
    rf"|(?<![\u4e00-\u9fff])(?P<of>{'|'.join(COMPOUND)}|[\u4e00-\u9fff])姓(?=[（(，,。；;、]|$)"
)
_NEIGHBOUR = re.compile(
    r"(?:隔壁|邻居|对门|楼上|楼下|下头|底下|下面|前台|门卫|保安|传达室)(?:的|那个|家)?$"
)
"""Who takes a parcel in, before the name."""
_HAILED = re.compile(
    r"(?:喂|哎|嗨)[，,]?(?P<name>阿(?![姨婆公伯叔哥姐嫂妹弟爷妈爸])[\u4e00-\u9fff])(?=[啊吗呀，,？?])"
)
_NICKNAMED = re.compile(
    r"(?:问?是不是|叫了?[^，,。]{0,3}|喊|找|问)[“\"'‘\s]{0,2}(?P<name>老(?P<sur>[\u4e00-\u9fff])(?=[家，,。！？”\"’]|$)|(?<=[“\"‘])小[\u4e00-\u9fff](?=[”\"’]))"
)
_STAFF = re.compile(r"(?:(?<!会)(?<!人)员|骑手|司机|小哥|站长|客服|专员)(?:[:：]|是|姓名)?$")
"""What a caller is, before the caller's own name."""
_SELF = re.compile(
    r"(?:我(?:是|叫|系|姓)|这[里边]是|自称(?:是|叫)?|[部司店铺行处科室]的?|中心|客服|网点|工号|服务|专员|管家|顾问|助手|卖家|掌柜|骑手|站长|员|联系人)[“\"‘:：\s]*$"
)
_MAY_FOLLOW = frozenset(
    "你您吗的吧在是，呢对啊呀嘛哈不么哎诶欸啦咯喽喂好我家撒噻嗦嘞咧哩伐哇喔哦噢唦啵呗哒咩系嘅恁侬唉"
)
_KIN = frozenset(
    [
        "妈妈",
        "姐姐",
        "哥哥",
        "妹妹",
        "弟弟",
        "爷爷",
        "老公",
        "老婆",
        "爸爸",
        "外婆",
        "外公",
        "姥姥",
        "姥爷",
        "姑姑",
        "舅舅",
        "舅妈",
        "姑妈",
        "姨妈",
    ]
)
_INTRODUCED = re.compile(r"(?:我是|这里是|我们是)[^，,。！？\s]{1,10}的小?$")
"""我是早教中心的小: the caller's own name follows."""
_COLLEAGUE = re.compile(r"(?:师傅|组长|主管|同事|经理)[^。！？]{0,12}$")
_POSTS = frozenset(["门卫", "站长", "队长", "店长", "组长", "班长", "警卫", "护卫"])
"""What is no surname at its end."""
_COMMON = frozenset(
    ["师兄", "师姐", "师弟", "师妹", "师叔", "师伯", "师娘", "师哥", "安哥", "广哥"]
)
_LINKS = frozenset("和于从由向连同")
"""Surnames that join words: 和妈妈 is nobody's name."""
_LED = re.compile(
    r"(?:知道|晓得|认得|认识|记得|核实到?|查到|查询到|那个|这个|有个|[叫喊称][我俺咱]|(?P<kin>[你您俺咱我恁侬][们家]))$"
)
"""Words before somebody's given name, some of them before one's own people."""
_OWNS = ("名下", "家")
_DOES = tuple("买拍订定购下付住收签要")
_FORMAL = frozenset(["先生", "女士", "小姐", "太太", "女仕"])
_GREETINGS = ("您好", "你好", "喂", "哎")
_PET = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=[叫喊是找问成])|(?<=[叫喊]我))(?:[阿小](?P<a>[\u4e00-\u9fff])|(?P<b>[\u4e00-\u9fff])(?P=b))(?=[啊呀嘛吗吧不在是您你，,。.!！?？:：”\"’…\s]|先生|女士|小姐|[姐哥妹弟]儿?|$)"
    r"|(?:(?<![\u4e00-\u9fff])|(?<=[叫喊是找问成]))(?P<c>[\u4e00-\u9fff])(?:姐|哥|妹|叔|姨)(?=[啊呀嘛吗吧不在是您你，,。.!！?？:：”\"’…\s]|$)"
)
_GIVEN_ALONE = re.compile(
    r"(?:(?:叫|喊|称呼?|亲爱的|请问[您你]?是|是不是|找|[您你]是|问是)[我您你]?(?:是|叫)?[“\"‘「]?|(?:^|[^\u4e00-\u9fff]))(?=(?P<name>[\u4e00-\u9fff]{2})(?:先生|女士|小姐|同学|老师|[姐哥]|[您你]好|是吗|是吧|[吗吧，,。？?！!”\"’」\s]|$))"
)


def find_called_by(search: NameSearch) -> None:
    """Parts of names, with or without a form of address."""
    _titled(search)
    _surnamed(search)
    _familiar(search)
    _nicknamed(search)
    _given(search)
    _pet_names(search)
    _hailed(search)
    _given_heard(search)
    _explained(search)


def _explained(search: NameSearch) -> None:
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
            if char in "的个那这" or word == "单元" or (word is not None and char not in word):
                continue
            start, end = match.span()
            if word is not None:
                # no more than the word that has the character in it
                at = word.rfind(char)
                start += at if at + 1 < len(word) else max(0, at - 1)
            span = start, end
            if (char in chars or sounds(char) & heard) and search.free(*span):
                wrong = char not in search.known.own
                search.add(char, span, Strength.PARTIAL, "surname", wrong=wrong)


def find_cut_off(search: NameSearch) -> None:
    """谭建……: the beginning of a name of three characters, before the line breaks off."""
    for match in _CUT_OFF.finditer(search.text):
        said = match["said"]
        theirs = any(len(name) > 2 and name.startswith(said) for name, _, _ in search.known.pool)
        if theirs and search.free(*match.span("said")):
            wrong = not search.known.own.startswith(said)
            search.add(said, match.span("said"), Strength.PARTIAL, "given", wrong=wrong)


def _titled(search: NameSearch) -> None:
    """冯女士, 魏姐; 同女士 for 童女士."""
    text, known = search.text, search.known
    for match in _TITLE.finditer(text):
        end, title = match.end(), match.group()
        start, surname = _surname_before(text, match.start(), title)
        theirs = surname in known.surnames
        if not surname or not search.free(start, end) or surname + title in _COMMON:
            continue
        if not theirs and (title in OFFICES or title in _RANKS):
            continue
        if not theirs and not _is_surname(text, start, surname):
            greeted = _is_alone(text, start) or text.endswith(_GREETINGS, 0, start)
            if greeted and title in _FORMAL and (alike := _homophones(search, surname)):
                wrong = known.surname not in alike
                value = alike[0] if len(alike) == 1 else surname
                search.add(value, (start, end), Strength.PARTIAL, "surname", wrong=wrong)
        elif _addressed(search, start, end, title) and not _is_staff(
            text, start, title, theirs=theirs
        ):
            wrong = surname != known.surname
            search.add(surname, (start, end), Strength.PARTIAL, "surname", wrong=wrong)


def _surname_before(text: str, place: int, title: str) -> tuple[int, str]:
    """What stands where a surname would before a form of address, and its place; empty if nothing does."""
    surname = text[max(0, place - 2) : place]
    surname = surname if surname in COMPOUND else surname[-1:]
    if text[place - 1 : place] == "家" and title not in _RANKS:
        surname = text[max(0, place - 2) : place - 1]  # 霍家小妹
    elif (read := _READ.search(text, max(0, place - 12), place)) is not None:
        surname = read["sur"]  # 仇(qiú)小姐
    if not surname or not is_hanzi(surname[0]):
        return place, ""
    return text.rfind(surname, 0, place), surname


def _is_surname(text: str, start: int, surname: str) -> bool:
    """Whether people are called so."""
    rare = surname in RARE and _is_alone(text, start)
    return surname in SURNAMES or surname in COMPOUND or rare


def _is_staff(text: str, start: int, title: str, *, theirs: bool) -> bool:
    """Whether a caller gives the own name, or no person is meant: 和妈妈."""
    if title in _KIN and (text[start] in _LINKS or not _is_alone(text, start)):
        return True
    before = text[max(0, start - 6) : start]
    if _NEIGHBOUR.search(before) or (not theirs and _STAFF.search(before)):
        return True
    if text[max(0, start - 1) : start + 1] in _POSTS or _INTRODUCED.search(
        text, max(0, start - 16), start
    ):
        return True
    return title in OFFICES and bool(_SELF.search(text[max(0, start - 8) : start]))


def _homophones(search: NameSearch, said: str) -> list[str]:
    """The surnames of the pool that sound like a character."""
    heard = sounds(said)
    return [one for one in search.known.surnames if len(one) == 1 and sounds(one) & heard]


def _surnamed(search: NameSearch) -> None:
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
        if not theirs and (_STAFF.search(before[-6:]) or _COLLEAGUE.search(before)):
            continue
        wrong = surname != known.surname
        search.add(surname, match.span(), Strength.PARTIAL, "surname", wrong=wrong)


@lru_cache(maxsize=4096)
def _familiar_to(surname: str) -> re.Pattern[str]:
    """How somebody of that surname is called by those who know each other."""
    return re.compile(
        rf"(?:(?<![\u4e00-\u9fff])|(?<=[是叫找姓])){surname}(?=什么[^的时呢]|啥|…)|(?:(?<![\u4e00-\u9fff])|(?<=[叫喊找])|(?<=[叫喊]我))[小老]{surname}(?=[啊呀呐嘛吗吧家不,，.。!！?？:：”\"’]|$)|(?:(?<![\u4e00-\u9fff])|(?<=[叫喊找问是喂哎诶嘿嗨说])|(?<=[叫喊]我))老{surname}(?:[哥姐叔伯头](?![\u4e00-\u9fff])|(?![师板公家乡总婆头爷外])(?=[在你您是呢哈哟诶唉欸咯啦那给买订拍要收系嘅喺]))|(?<=[喽呀啊哈嗨嘿我喂哦噢诶欸呢吧]){surname}[哥姐总](?![夫妹])"
    )


@lru_cache(maxsize=1024)
def _alone(surname: str) -> re.Pattern[str]:
    """A surname of two characters by itself: 喂，申屠对吧."""
    return re.compile(
        rf"(?:(?<![\u4e00-\u9fff])|(?<=[是叫找姓喊喂])){surname}(?=[对是吧吗啊呀，,。?？、！!…”\"]|$)"
    )


def _familiar(search: NameSearch) -> None:
    """小徐, 老徐, and 高哥 after a word of greeting: for the surnames of the pool only."""
    for surname in search.known.surnames:
        if surname not in search.text:
            continue
        pattern = _familiar_to(surname) if len(surname) == 1 else _alone(surname)
        for match in pattern.finditer(search.text):
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


def _is_alone(text: str, start: int) -> bool:
    """Whether what stands there is not the end of a longer word."""
    left = text[start - 1] if start else ""
    return not left or not is_hanzi(left) or left in NOT_BEFORE


def _after_name(search: NameSearch, start: int) -> bool:
    """Whether a whole name stands just before: 秦孟飞 秦先生."""
    return any(end == start and end - begun > 1 for begun, end in search.taken)


def _addressed(search: NameSearch, start: int, end: int, title: str) -> bool:
    """Whether surname and title stand alone, and are not the end of a longer word or name."""
    text = search.text
    alone = _is_alone(text, start)
    if len(title) == 1:
        rest = text[end : end + 1]
        return (
            alone
            and (not rest or not is_hanzi(rest) or rest in _MAY_FOLLOW)
            and text[start:end] not in ("小姐", "老总")
        )
    if alone or _after_name(search, start):
        return True
    # 周海女士 and 李小文先生 are other people's names; 尊敬客户张女士 is a surname
    names = [text[start - n] for n in (1, 2) if start - n >= 0]
    return not any(char in SURNAMES and char not in NOT_BEFORE for char in names)


def _given(search: NameSearch) -> None:
    """A given name of at least two characters that stands alone."""
    own = split_name(search.known.own)[1]
    for given in {given for _, _, given in search.known.pool if len(given) > 1}:
        start = search.text.find(given)
        while start >= 0:
            end = start + len(given)
            if _stands_alone(search.text, start, end) and search.free(start, end):
                wrong = given != own
                search.add(given, (start, end), Strength.PARTIAL, "given", wrong=wrong)
            start = search.text.find(given, end)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the words around a given name let it be one: 你家春妮买, 知道秀英，."""
    left = start == 0 or text[start - 1] in BOUNDS_LEFT
    right = (
        end == len(text) or text[end] in BOUNDS_RIGHT or text.startswith((*ZH_TITLES, *_OWNS), end)
    )
    if left and right:
        return True
    led = _LED.search(text, max(0, start - 4), start)
    return led is not None and (right or (led["kin"] is not None and text.startswith(_DOES, end)))


def _pet_names(search: NameSearch) -> None:
    """阿婷, 小婷, 婷婷, 婷姐: a character of a given name of the pool."""
    chars = {char for _, _, given in search.known.pool for char in given}
    own = split_name(search.known.own)[1]
    for match in _PET.finditer(search.text):
        char = match["a"] or match["b"] or match["c"]
        if (
            char in chars
            and search.free(*match.span())
            and not _SELF.search(search.text[max(0, match.start() - 8) : match.start()])
        ):
            wrong = char not in own
            search.add(char, match.span(), Strength.PARTIAL, "surname", wrong=wrong)


def _hailed(search: NameSearch) -> None:
    """阿强 of somebody who is nobody of the pool, where he is greeted."""
    for match in _HAILED.finditer(search.text):
        if search.free(*match.span("name")):
            value = match["name"][1:]
            search.add(value, match.span("name"), Strength.PARTIAL, "surname", wrong=True)


def _given_heard(search: NameSearch) -> None:
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
