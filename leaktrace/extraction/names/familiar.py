"""How those who know each other call one another: 小徐, 老徐, 阿婷, 婷婷, 婷姐."""

import re
from functools import lru_cache

from leaktrace.domain.contact import Strength
from leaktrace.extraction.names.pool import NameSearch
from leaktrace.extraction.names.surnames import SURNAMES, split_name
from leaktrace.extraction.names.titled import SELF

__all__ = ["find_familiar", "find_hailed", "find_nicknamed", "find_pet_names"]

_HAILED = re.compile(
    r"(?:喂|哎|嗨)[，,]?(?P<name>阿(?![姨婆公伯叔哥姐嫂妹弟爷妈爸])[\u4e00-\u9fff])(?=[啊吗呀，,？?])"
    r"|(?:找|问是不是|叫了?|喊)(?:一?个)?[“\"‘「](?P<quoted>阿(?![姨婆公伯叔哥姐嫂妹弟爷妈爸])[\u4e00-\u9fff])(?=[”\"’」])"
)
_DOUBLED = re.compile(
    r"(?:[的是叫找]|喂[，,]?)(?P<name>(?P<one>[丽婷娜莉佳芳燕玲静莹倩媛欢甜萌晶蓉红娟雯瑶琪冰霞薇菲思圆蕾珍珊梅兰敏颖露璐阳洋强壮军辉涛鹏杰豆安萍慧娇艳秀英翠彤悦鑫磊超飞龙虎斌凯浩])(?P=one))(?=[吗吧不？?]|在吗|在不)"
)
"""Given names that are doubled, of whoever it is."""
_NICKNAMED = re.compile(
    r"(?:问?是不是|叫了?[^，,。]{0,3}|喊(?:了[^，,。]{1,3})?|找|问)[“\"'‘\s]{0,2}(?P<name>老(?P<sur>[\u4e00-\u9fff])(?=[家，,。！？”\"’]|$)|(?<=[“\"‘])小[\u4e00-\u9fff](?=[”\"’]))"
)
_PET = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=[叫喊是找问成])|(?<=[叫喊]我))(?:[阿小](?P<a>[\u4e00-\u9fff])|(?P<b>[\u4e00-\u9fff])(?P=b))(?=[啊呀嘛吗吧不在是您你哎诶欸唉，,。.!！?？:：”\"’…\s]|先生|女士|小姐|[姐哥妹弟]儿?|$)"
    r"|(?:(?<![\u4e00-\u9fff])|(?<=[叫喊是找问成家])|(?<=[叫喊称]我)|(?<=称呼我))(?P<c>[\u4e00-\u9fff])(?:姐|哥|妹|叔|姨)(?=[啊呀嘛吗吧不在是您你，,。.!！?？:：”\"’…\s]|$)"
)


@lru_cache(maxsize=4096)
def _familiar_to(surname: str) -> re.Pattern[str]:
    """How somebody of that surname is called by those who know each other."""
    return re.compile(
        rf"(?:(?<![\u4e00-\u9fff])|(?<=[是叫找姓])){surname}(?=什么[^的时呢]|啥|…|——|\.\.)|(?:(?<![\u4e00-\u9fff])|(?<=[叫喊找])|(?<=[叫喊]我))小{surname}[哥姐妹弟](?![夫妹们])|(?:(?<![\u4e00-\u9fff])|(?<=[叫喊找问])|(?<=[^我里边们就才]是)|(?<=[叫喊]我))[小老]{surname}(?=[啊呀呐嘛吗吧家不,，.。!！?？:：”\"’]|$)|(?:(?<![\u4e00-\u9fff])|(?<=[叫喊找问是喂哎诶嘿嗨说])|(?<=[叫喊]我))老{surname}(?:[哥姐叔伯头](?![\u4e00-\u9fff])|(?![师板公家乡总婆头爷外])(?=[在你您是呢哈哟诶唉欸咯啦那给买订拍要收系嘅喺]))|(?<=[喽呀啊哈嗨嘿我喂哦噢诶欸呢吧]){surname}[哥姐总](?![夫妹])"
    )


@lru_cache(maxsize=1024)
def _alone(surname: str) -> re.Pattern[str]:
    """A surname of two characters by itself: 喂，申屠对吧."""
    return re.compile(
        rf"(?:(?<![\u4e00-\u9fff])|(?<=[是叫找姓喊喂])){surname}(?=[对是吧吗啊呀，,。?？、！!…”\"]|$)"
    )


def find_familiar(search: NameSearch) -> None:
    """小徐, 老徐, and 高哥 after a word of greeting: for the surnames of the pool only."""
    for surname in search.known.surnames:
        if surname not in search.text:
            continue
        pattern = _familiar_to(surname) if len(surname) == 1 else _alone(surname)
        for match in pattern.finditer(search.text):
            if search.free(*match.span()):
                wrong = surname != search.known.surname
                search.add(surname, match.span(), Strength.PARTIAL, "surname", wrong=wrong)


def find_nicknamed(search: NameSearch) -> None:
    """老赵 and "小芳" of somebody who is nobody of the pool, where it is asked for."""
    for match in _NICKNAMED.finditer(search.text):
        said, surname = match["name"], match["sur"]
        known = any(said[1] in name for name, _, _ in search.known.pool)
        if not known and search.free(*match.span("name")) and (not surname or surname in SURNAMES):
            value = surname or said
            search.add(value, match.span("name"), Strength.PARTIAL, "surname", wrong=True)


def find_pet_names(search: NameSearch) -> None:
    """阿婷, 小婷, 婷婷, 婷姐: a character of a given name of the pool."""
    chars = {char for _, _, given in search.known.pool for char in given}
    own = split_name(search.known.own)[1]
    for match in _PET.finditer(search.text):
        char = match["a"] or match["b"] or match["c"]
        if (
            char in chars
            and search.free(*match.span())
            and not SELF.search(search.text[max(0, match.start() - 8) : match.start()])
        ):
            wrong = char not in own
            search.add(char, match.span(), Strength.PARTIAL, "surname", wrong=wrong)


def find_hailed(search: NameSearch) -> None:
    """阿强 of somebody who is nobody of the pool, where he is greeted."""
    for match in _HAILED.finditer(search.text):
        group = "name" if match["name"] else "quoted"
        if search.free(*match.span(group)):
            value = match[group][1:] if group == "name" else match[group]
            search.add(value, match.span(group), Strength.PARTIAL, "surname", wrong=True)
    for match in _DOUBLED.finditer(search.text):
        if search.free(*match.span("name")):
            search.add(match["name"], match.span("name"), Strength.PARTIAL, "surname", wrong=True)
