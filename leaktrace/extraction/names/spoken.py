"""Names as they are spoken: with a halt inside, and called in the Cantonese way."""

import re

from leaktrace.domain.contact import Strength
from leaktrace.extraction.names.pool import NameSearch
from leaktrace.extraction.names.surnames import COMPOUND, SURNAMES

__all__ = ["find_halting", "find_in_cantonese", "find_nicked"]

_HALTS = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:(?:…+|\.{2,}|—+|~+|、)(?:[呃嗯额][，,、…]*|那个[，,、…]*)?|[，,]?[呃嗯额][，,…]+|[(（][^()（）\n]{1,16}[)）])(?=[\u4e00-\u9fff])"
)
"""What a speaker who cannot read the sheet has between two characters."""
_CANTONESE = re.compile(r"[嘅喺咗㗎唔嘢佢攞啲嗰冇咁哋啱睇嚟喎]|系[咪嘛呀]|唔该")
_SAANG = re.compile(
    rf"(?:(?<![\u4e00-\u9fff])|(?<=[系叫揾搵畀俾同话个係咪嘛]))(?P<sur>{'|'.join(COMPOUND)}|[\u4e00-\u9fff])(?:生|太|师奶|小姐|姑娘|仔|姐|哥|叔|伯|婆|嫂)(?=[嘅系係喺话唔啊呀㗎喎您你，,。.!！?？、：:\s]|$)"
)

_NICKED = re.compile(
    r"(?:^|[“\"：:]|喂[，,、]?|(?<![我们])是|[？?]|哎[，,]?)(?P<name>[老小](?P<sur>[\u4e00-\u9fff])头?)(?=在(?:不|吗|家|么|没)|[啊呀呐][，,！!]|吗|吧[？?，,。]|不[？?，,]|[？?])"
    r"|^(?:喂|哎|嗨|hi|hello|嘿)?[，,!！]?(?P<called>[老小](?P<of>[\u4e00-\u9fff]))(?=[，,!！])"
)
"""老周在吗, 是小陈吗, “小徐啊，."""
_PLAIN_SURNAMES = SURNAMES - frozenset("米时区白车龙石水花江牛冷山木方毛明光巧强蓝金安平古")
"""Surnames that make no common word behind 小 or 老."""


def find_halting(search: NameSearch) -> None:
    """丁梓……萱, 陈、呃、建国: whole names of the pool with a halt inside."""
    halts = [match.span() for match in _HALTS.finditer(search.text)]
    if not halts:
        return
    kept = [n for n in range(len(search.text)) if not any(a <= n < b for a, b in halts)]
    smooth = "".join(search.text[n] for n in kept)
    for name, _, _ in search.known.pool:
        at = smooth.find(name) if len(name) > 2 else -1
        if at < 0:
            continue
        place = kept[at], kept[at + len(name) - 1] + 1
        if search.free(*place):
            wrong = name != search.known.own
            search.add(name, place, Strength.EXACT, "name", wrong=wrong)


def find_in_cantonese(search: NameSearch) -> None:
    """梁生, 陈太, of anybody: where the text is Cantonese, 生 and 太 are forms of address."""
    if not _CANTONESE.search(search.text):
        return
    for match in _SAANG.finditer(search.text):
        surname = match["sur"]
        named = surname in search.known.surnames or surname in SURNAMES or surname in COMPOUND
        if named and search.free(*match.span()):
            wrong = surname != search.known.surname
            search.add(surname, match.span(), Strength.PARTIAL, "surname", wrong=wrong)


def find_nicked(search: NameSearch) -> None:
    """老周在吗, “小徐啊: nicknames of anybody, where somebody is asked for or spoken to by one."""
    for match in _NICKED.finditer(search.text):
        group = "name" if match["name"] else "called"
        surname = match["sur"] or match["of"]
        named = surname in search.known.surnames or surname in _PLAIN_SURNAMES
        if named and search.free(*match.span(group)):
            wrong = surname != search.known.surname
            search.add(surname, match.span(group), Strength.PARTIAL, "surname", wrong=wrong)
