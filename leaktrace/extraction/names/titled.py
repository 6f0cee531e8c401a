"""Surnames with a form of address: 冯女士, 魏姐, 同女士 for 童女士; none of a caller's own."""

import re

from leaktrace.domain.contact import Strength
from leaktrace.extraction.names.pool import BOUNDS_LEFT, NOT_BEFORE, NameSearch
from leaktrace.extraction.names.surnames import COMPOUND, RARE, SURNAMES, ZH_TITLES, sounds
from leaktrace.extraction.reading import is_hanzi

__all__ = ["OFFICES", "SELF", "STAFF", "find_titled"]

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
    "董事长",
    "厂长",
    "所长",
    "主席",
    "博士",
    "工程师",
    "医师",
    "药师",
    "镇长",
    "村长",
    "连长",
    "营长",
    "导师",
    "总监",
    "家长",
    "宝妈",
    "宝爸",
]
"""Titles that staff have too: they count behind a surname of the pool only, as these single characters do."""
_RANKS = "师生爷妹弟娘婆公爹工导董局处队老太嬢孃姑奶舅仔"
_TITLE = re.compile("|".join((*ZH_TITLES, *OFFICES, *_RANKS)))
_READ = re.compile(r"(?P<sur>[\u4e00-\u9fff])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,7}[)）]$")
_NEIGHBOUR = re.compile(
    r"(?:隔壁|邻居|对门|楼上|楼下|下头|底下|下面|前台|门卫|保安|传达室)(?:的|那个|家)?$"
)
"""Who takes a parcel in, before the name."""
STAFF = re.compile(r"(?:(?<!会)(?<!人)员|骑手|司机|小哥|站长|客服|专员)(?:[:：]|是|姓名)?$")
"""What a caller is, before the caller's own name."""
SELF = re.compile(
    r"(?:我(?:是|叫|系|姓)|这[里边]是|自称(?:是|叫)?|[部司店铺行处科室]的?|中心|客服|网点|工号|服务|专员|管家|顾问|助手|卖家|掌柜|骑手|站长|员|联系人)[“\"‘:：\s]*$"
)
_SENT = re.compile(r"(?:由|派|安排|指派|请?联系|请找|问)(?:您的|本站|我们的?)?$")
_BRINGS = re.compile(r"(?:正在?)?(?:[为给]您)?(?:派|配|投|送|揽|上门|取件|负责|安装|联系您)")
"""Around the name of somebody who brings the parcel."""
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
_POSTS = frozenset(["门卫", "站长", "队长", "店长", "组长", "班长", "警卫", "护卫"])
"""What is no surname at its end."""
_COMMON = frozenset(
    ["师兄", "师姐", "师弟", "师妹", "师叔", "师伯", "师娘", "师哥", "安哥", "广哥"]
)
_LINKS = frozenset("和于从由向连同")
"""Surnames that join words: 和妈妈 is nobody's name."""
_FORMAL = frozenset(["先生", "女士", "小姐", "太太", "女仕"])
_CLOSE = frozenset("哥姐叔姨嫂婶伯")
_GOES_ON = re.compile(r"[夫们妹特德父母侄贵林]")
"""What makes another word of a form of address of one character."""
_GREETINGS = ("您好", "你好", "喂", "哎")


def find_titled(search: NameSearch) -> None:
    """冯女士, 魏姐; 同女士 for 童女士."""
    text, known = search.text, search.known
    for match in _TITLE.finditer(text):
        end, title = match.end(), match.group()
        start, surname = _surname_before(text, match.start(), title)
        theirs = surname in known.surnames
        if not surname or not search.free(start, end) or surname + title in _COMMON:
            continue
        if _is_given(search, start + 1) or (
            not theirs and title in _CLOSE and any(surname in one for _, _, one in known.pool)
        ):
            continue
        if not theirs and (title in OFFICES or title in _RANKS):
            continue
        if not theirs and not _is_surname(text, start, surname):
            greeted = _is_alone(text, start) or text.endswith(_GREETINGS, 0, start)
            if greeted and title in _FORMAL:
                _titled_by_ear(search, surname, (start, end))
        elif _addressed(search, start, end, title) and not _is_staff(
            text, start, title, theirs=theirs
        ):
            wrong = surname != known.surname
            search.add(surname, (start, end), Strength.PARTIAL, "surname", wrong=wrong)


def _is_given(search: NameSearch, end: int) -> bool:
    """Whether a given name of the pool ends there, as that of 国强兄弟: 强 is no surname then."""
    start = end - 2
    alone = start <= 0 or search.text[start - 1] in BOUNDS_LEFT
    return start >= 0 and alone and search.text[start:end] in search.known.given


def _titled_by_ear(search: NameSearch, said: str, place: tuple[int, int]) -> None:
    """What is no surname before a form of address: one that sounds so, or the end of a given name."""
    known = search.known
    if alike := _homophones(search, said):
        value = alike[0] if len(alike) == 1 else said
        wrong = known.surname not in alike
        search.add(value, place, Strength.PARTIAL, "surname", wrong=wrong)
    elif any(given.endswith(said) for _, _, given in known.pool):
        wrong = not known.own.endswith(said)
        search.add(said, place, Strength.PARTIAL, "given", wrong=wrong)


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
    if _NEIGHBOUR.search(before) or (not theirs and STAFF.search(before)):
        return True
    if _SENT.search(before) and _BRINGS.match(text, text.find(title, start) + len(title)):
        return True
    if text[max(0, start - 1) : start + 1] in _POSTS or _INTRODUCED.search(
        text, max(0, start - 16), start
    ):
        return True
    return title in OFFICES and bool(SELF.search(text[max(0, start - 8) : start]))


def _homophones(search: NameSearch, said: str) -> list[str]:
    """The surnames of the pool that sound like a character."""
    heard = sounds(said)
    return [one for one in search.known.surnames if len(one) == 1 and sounds(one) & heard]


def _is_alone(text: str, start: int) -> bool:
    """Whether what stands there is not the end of a longer word."""
    left = text[start - 1] if start else ""
    return not left or not is_hanzi(left) or left in NOT_BEFORE or text.endswith("是不", 0, start)


def _after_name(search: NameSearch, start: int) -> bool:
    """Whether a whole name stands just before: 秦孟飞 秦先生."""
    return any(end == start and end - begun > 1 for begun, end in search.taken)


def _addressed(search: NameSearch, start: int, end: int, title: str) -> bool:
    """Whether surname and title stand alone, and are not the end of a longer word or name."""
    text = search.text
    alone = _is_alone(text, start)
    if len(title) == 1:
        rest = text[end : end + 1]
        if alone and text[start : end - 1] in search.known.surnames and title in _CLOSE:
            return not _GOES_ON.match(text, end)
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
