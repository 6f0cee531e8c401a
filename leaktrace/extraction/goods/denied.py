"""Goods of which a Chinese text says that they are not the buyer's: 不是核桃，是枣; and every other place where they are named."""

import re
from collections.abc import Iterator, Sequence

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.goods.product import Product, overlaps
from leaktrace.extraction.goods.table import goods_at
from leaktrace.extraction.reading import Reading

__all__ = ["claimed_in_parcels", "put_right"]

_DENIED = re.compile(
    r"(?:(?<!是)不是|不系|唔系|没买过?|冇买过?|没有?买过?|哪(?:里|有)?买过?|没订过?|从来没买过?|买的不是|我买的又不是|哪来的)(?:什么|啥子?|么子|这个|那个|个|的){0,2}"
)
_MEANT = re.compile(r"我(?:家)?(?:明明)?(?:买|订|拍)的(?:明明)?(?:是|系)")
"""How the holder names goods that are the own ones, or a trap for the caller."""


_CLAIMED = re.compile(
    r"(?:里面|里头|内件|物品|托寄物|装的)(?:装的)?(?:好像|应该)?(?:是|为|系|[：:])(?:[一二两三四五六七八九十几\d]{1,3}[张本份包支把部个克公斤箱件]|一?些|一?批)?(?:的|疑似)?"
    r"(?P<what>信用卡|银行卡|储蓄卡|社保卡|医保卡|电话卡|手机卡|sim卡|护照|身份证|假证件?|毒品|冰毒|海洛因|违禁[品药]|管制刀具|枪支|弹药|现金|假[币钞]|外币|公章|香烟|电子烟|处方药|走私[品货]?|象牙|野生动物)"
    r"|(?:所购|购买|消费|采购|开具|订购)(?:的|了)?[“\"]?(?P<office>(?:办公|电脑|打印|劳保|会议|工程)(?:家具|耗材|用品|设备|材料|器材|文具)(?:一[批套])?)"
)
"""What a caller says to have found in a parcel, or an invoice is for."""


def claimed_in_parcels(text: str) -> Iterator[tuple[int, int]]:
    """Where things that nobody ordered are said to be in the buyer's parcel, or on the buyer's invoice."""
    for match in _CLAIMED.finditer(text):
        yield match.span("what" if match["what"] else "office")


def put_right(reading: Reading, known: Sequence[Product], found: Sequence[Detail]) -> list[Detail]:
    """The finds, with goods that were denied, or named for others, wherever they stand."""
    wrong = {reading.text[slice(*hit.span)] for hit in found if hit.contradicts and hit.span}
    titles = "".join(product.folded for product in known)
    denied = set(_words(reading, _DENIED)) if found else set()
    trap = set(_words(reading, _MEANT)) if found else set()
    others = {
        word
        for word in denied
        | wrong
        | (trap - {_said(reading, hit) for hit in found if not hit.contradicts})
        if len(word) > 1 and word not in titles
    }
    kept = [hit for hit in found if _said(reading, hit) not in denied & others]
    for word in sorted(others, key=len, reverse=True):
        for match in re.finditer(re.escape(word), reading.text):
            hit = Detail(
                Field.PRODUCT,
                reading.raw[slice(*match.span())],
                match.span(),
                Strength.FUZZY,
                contradicts=True,
                rule="other goods",
            )
            if not overlaps(hit, kept):
                kept.append(hit)
    return kept


def _said(reading: Reading, hit: Detail) -> str:
    """The words of a find."""
    assert hit.span is not None
    return reading.text[slice(*hit.span)]


def _words(reading: Reading, pattern: re.Pattern[str]) -> Iterator[str]:
    """The goods that are named behind some words."""
    for match in pattern.finditer(reading.text):
        if word := goods_at(reading.text, match.end()):
            yield word
