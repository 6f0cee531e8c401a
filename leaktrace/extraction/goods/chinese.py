"""Goods in Chinese texts: stretches of a title, other words, what they do, and words that sound so."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.goods.denied import claimed_in_parcels
from leaktrace.extraction.goods.described import described
from leaktrace.extraction.goods.mixed import named_in_english
from leaktrace.extraction.goods.product import Product, one_detail, overlaps
from leaktrace.extraction.goods.table import Talk, are_akin, goods_at, goods_of_word
from leaktrace.extraction.goods.things import told_things
from leaktrace.extraction.goods.title_nouns import (
    GENERIC,
    HEADS,
    is_bought,
    single_nouns,
    words_by_head,
)
from leaktrace.extraction.names.surnames import sounds
from leaktrace.extraction.reading import Reading, is_hanzi
from leaktrace.extraction.spoken_of import is_promoted, is_signature, is_something_else

__all__ = ["find_chinese", "other_chinese"]

_MEANT = re.compile(
    r"[买拍订购抢]|[那这]一?[双箱盒套把台床条款盏件]|商品|那个|这个|[您你恁侬]的|下单|退|召回|质检|检测|检出"
)
_COUNTED = r"[那这]?[一两二三四五六七八九十几\d]{0,2}[双箱盒盆张袋包瓶罐套把只台条件款份支块盏桶斤单辆架部本床幅串对副颗株棵提筐卷]?"
_PUT_TO_BUYER = re.compile(
    rf"(?:商品名?(?:叫|是|：|:|说成了?)|说成了?|说的?是|[买拍订购抢][的滴嘞勒咯哩嘅咗额]|[号日][买拍订购下][的滴嘞了]?|(?:没|冇|未|有|要|我|您|你|恁|侬|下单了?|拍了|购)得?买过?(?:了|[的滴嘞勒咯哩嘅咗额])?|[拍下买]下的|下单的|(?:内件|品名|货品|托寄物|物品名?|商品名称?)(?:是|为)?[：:\s]{{1,2}}|[您你恁侬]是不是(?:还)?有|另(?:外)?(?:一|那)?[个件单](?:系|是|就是)(?:[^，,。\s]{{1,6}}[的嘅])?|在[^，,。]{{0,6}}买[的过]|\d[日号]的|里面(?:好像|应该|装的)?是|东西是|当成|写成|听成|看成|搞成)(?:个|的|“|\")*{_COUNTED}(?:个|的|“|\")*"
)
_SAID_OF = re.compile(
    rf"(?:[您你恁侬]家?(?:的|那|这)|(?<!为)(?:什么|啥子?|么子)|说|关于|反映的?|报|有(?:一|个)?|另外一单[，,]?|[、，,]一)(?:那|这)?{_COUNTED}个?"
)
_WHOSE = re.compile(
    r"(?:呢个|这个|那个|嗰个)?(?:又|也|都|还|亦)?(?:是不是|系唔系|系咪|是|系)(?:你|您|恁|侬|我)(?:的?单子|[的家]?[买拍订]|嘅单|也?下)"
)
_ATTRIBUTES = re.compile(
    rf"(?:{GENERIC.pattern}|进口|无线|纯棉|真皮|实木|电热|有机|野生|农家){{1,3}}"
)
"""Words before the name of goods that do not belong to it."""
_PAIRED = re.compile(
    r"(?:[两二俩三四五][个件样单](?:件|包裹|快递|货|东西)?|两样)[^。！!]{0,8}[，,、：:。？?\s]?一[^\s，,。？?]{2,8}[，,、]一[^\s，,。]?$"
)
"""Two parcels of which the one is named, and then the other: 两个件？一个凉席，一个."""
_REFUNDED = re.compile(
    r"(?:的)?(?:订单|单子)?(?:退款|要?退|理赔|召回|质量|有问题|不合格|检测|超标|被召|到付|货到付款|[、，,]金额|自动扣|(?:要|被|已)?召回|(?:存在|有)(?:质量|安全)|[坏烂破漏碎丢错缺]了|到了|发错|少发|缺货|(?:还)?没付|检[测出]|抽检|质检|查出|不合格|[，,？?！!]我[^，,。]{0,4}[买订拍])"
)
_THING = r"(?:小|大|圆|方|破)?(?:东西|机器|机子|家伙什?|玩意儿?|物件|设备|工具|用品|产品|器械|器具|圆盘|板子|箱子|杆子|瓶子|罐子|罩子|毯子|垫子|架子|袋子|棍子|椅子|桌子|小?车子?|鞋子?|衣服|衣裳|裤子|帽子|灯|锅|壶|杯子|枕头|被子|绳子|盆|桶|柜子|床|机)"
_OF_THING = re.compile(rf"(?:的|嘞|额|嘅)(?:那个|这个)?{_THING}")
_BOUGHT_AT = re.compile(r"[店铺坊买订拍购]")
_MODEL = re.compile(r"(?: ?(?:\d{1,3}|pro|max|plus|ultra|mini|air|se)(?![a-z]))+")
_WHAT = re.compile(r"[\u4e00-\u9fff]{1,9}$")
_WHICH_DOES = re.compile(
    r"[\u4e00-\u9fff]{0,2}?(?:的|嘞|额|嘅|滴|勒|咯|哩|嗰|用的?|那个|这个|那|机子?|器)(?!人|时候|钱|话|地方|事|费|师傅)"
)
_SPOKEN = re.compile(
    r"[，,。！!：:“\"]$|[买拍订定购抢用]|下单|那个|这个|那[台盏把件套张]|[您你恁侬]|关于|什么|来着|说"
)
_FORGOTTEN = re.compile(
    r"(?P<head>[\u4e00-\u9fff])(?:什么|啥子?|什么什么)(?P<tail>[\u4e00-\u9fff])"
)
_LATIN = re.compile(r"[a-z]{3}")
_COMMON = frozenset("一是的了个已以有在不和就都也要会能我你您他她")
_OF_TITLE = frozenset(["words", "three", "head", "noun", "goods", "joined", "bought"])
"""Rules that find stretches of a title."""
_OF = frozenset(["的", "那个", "的那个", "用的"])
_PARTED = frozenset(["", " ", ",", "，", "、", "/", "-", "|"])
_FIRMS = frozenset(
    [
        "服饰",
        "服装",
        "食品",
        "家居",
        "家纺",
        "数码",
        "图书",
        "文具",
        "美妆",
        "珠宝",
        "母婴",
        "电器",
        "家电",
        "箱包",
        "皮具",
        "百货",
        "茶叶",
    ]
)
_SHOP_NAME = re.compile(
    r"(?:旗舰|专营|专卖|官方|茶?业|食品|店|铺|庄|坊|客服|公司|集团|商城|家居|的?小|掌柜)"
)


def find_chinese(reading: Reading, product: Product) -> list[Detail]:
    """Stretches of the title, and other words for the same thing."""
    hits = [one_detail(product, span, "described") for span in described(reading, product)]
    hits += _stretches(reading, product)
    for rule, search in _SEARCHES:
        hits += [one_detail(product, span, rule) for span in search(reading, product)]
    if not hits:
        hits += [
            one_detail(product, span, "sound")
            for span in _heard(reading, product.talk, product.pairs)
        ]
    found: list[Detail] = []
    for hit in hits:
        inner = [one for one in found if overlaps(one, [hit])]
        if all(_widens(hit, one) for one in inner) and not _is_other(reading, hit):
            found = [one for one in found if one not in inner] + [hit]
    return _side_by_side(reading, found)


def _widens(hit: Detail, other: Detail) -> bool:
    """Whether a find has another within it, as 煮茶的机器 has 煮茶, that is no more than a hint either."""
    assert hit.span is not None
    assert other.span is not None
    return (
        hit.span[0] <= other.span[0]
        and other.span[1] <= hit.span[1]
        and hit.span != other.span
        and other.strength is Strength.FUZZY
    )


def _side_by_side(reading: Reading, found: list[Detail]) -> list[Detail]:
    """Stretches of the title that no more than a stop parts are one find: 竹纤维毛巾 三条装."""
    out: list[Detail] = []
    for hit in sorted(found, key=lambda one: one.span or (0, 0)):
        last = out[-1] if out else None
        if last and last.span and hit.span:
            between = reading.text[last.span[1] : hit.span[0]]
            if between in _OF or (between in _PARTED and {last.rule, hit.rule} <= _OF_TITLE):
                partial = Strength.PARTIAL in (last.strength, hit.strength)
                strength = Strength.PARTIAL if partial else Strength.FUZZY
                span = last.span[0], hit.span[1]
                out[-1] = replace(last, span=span, strength=strength)
                continue
        out.append(hit)
    return out


def _is_other(reading: Reading, hit: Detail) -> bool:
    """Whether goods are meant that were not bought."""
    if hit.rule == "title":
        return False
    assert hit.span is not None
    if is_signature(reading, *hit.span):
        return True
    long = hit.strength is Strength.PARTIAL
    return is_something_else(reading, *hit.span) or (not long and is_promoted(reading))


def _other_words(reading: Reading, product: Product) -> Iterator[tuple[int, int]]:
    """Other words for goods of the groups of the title."""
    text = reading.text
    for word in product.talk.words:
        start = text.find(word)
        while start >= 0:
            weak = word in product.talk.weak
            firm = word in _FIRMS and text.endswith(product.folded[:2], 0, start)
            meant = not weak or (
                _MEANT.search(text[max(0, start - 8) : start])
                and not _within_other(text, start, start + len(word), product)
            )
            if not firm and meant:
                yield start, start + len(word)
            start = text.find(word, start + len(word))


def _within_other(text: str, start: int, end: int, product: Product) -> bool:
    """Whether a word is a piece of the name of other goods: 机器 of 扫地机器人."""
    for begin in range(max(0, start - 4), start + 1):
        word = goods_at(text, begin)
        if len(word) > end - start and begin + len(word) >= end:
            return not goods_of_word(word, zh=True) & product.groups
    return False


def _nouns(reading: Reading, product: Product) -> Iterator[tuple[int, int]]:
    """Single characters, as in 那双鞋."""
    return single_nouns(reading.text, product.heads, product.talk.singles, told=reading.of_order)


def _by_head(reading: Reading, product: Product) -> Iterator[tuple[int, int]]:
    """Words that end as the name of the goods does, but those for goods of other groups."""
    for start, end in words_by_head(reading.text, product.heads):
        word = reading.text[start:end]
        other = goods_of_word(word, zh=True) or goods_of_word(word[1:], zh=True)
        if not other or are_akin(other, product.groups):
            yield start, end


def _in_english(reading: Reading, product: Product) -> Iterator[tuple[int, int]]:
    """English words for such goods, where they were bought or the order is spoken of."""
    if not _LATIN.search(reading.text):
        return
    for start, end in named_in_english(reading.text, product.groups, product.heads):
        if reading.of_order or is_bought(reading.text, start, end):
            yield start, end


def _tasks(reading: Reading, product: Product) -> Iterator[tuple[int, int]]:
    """What the goods do, or a thing told by a word of the title: 量血压的, 打豆浆的机器, 破什么机."""
    text = reading.text
    for task in product.talk.does:
        start = text.find(task)
        if start >= 0:
            end = start + len(task)
            rest = _WHICH_DOES.match(text, end)
            if rest and (
                start == 0 or reading.of_order or _SPOKEN.search(text[max(0, start - 12) : start])
            ):
                yield start, rest.end()
    for match in _OF_THING.finditer(text):
        told = _WHAT.search(text, max(0, match.start() - 9), match.start())
        what = GENERIC.sub(lambda idle: " " * len(idle.group()), told.group()) if told else ""
        shared = (n for n in range(len(what) - 1) if what[n : n + 2] in product.pairs)
        if told and not _BOUGHT_AT.search(what) and (first := next(shared, None)) is not None:
            yield told.start() + first, match.end()
    for match in _FORGOTTEN.finditer(text):
        head, tail = match["head"], match["tail"]
        if any(
            len(word) > 2 and word[0] == head and word[-1] == tail for word in product.talk.words
        ):
            yield match.span()


_SEARCHES = (
    ("thesaurus", _other_words),
    ("single noun", _nouns),
    ("does", _tasks),
    ("thing", told_things),
    ("mixed", _in_english),
    ("head", _by_head),
)


@lru_cache(maxsize=4096)
def _by_character(talk: Talk) -> dict[str, tuple[tuple[str, int], ...]]:
    """The words of some groups by each of their characters, and its place in the word."""
    out: dict[str, list[tuple[str, int]]] = {}
    for word in talk.words:
        if word not in talk.weak and all(map(is_hanzi, word)):
            for place, char in enumerate(word):
                out.setdefault(char, []).append((word, place))
    return {char: tuple(words) for char, words in out.items()}


def _heard(reading: Reading, talk: Talk, pairs: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Words that sound like one for these goods, and have a character in common with it."""
    text, known = reading.text, _by_character(talk)
    for at, char in enumerate(text):
        for word, place in known.get(char, ()):
            start, end = at - place, at - place + len(word)
            said = text[max(0, start) : end]
            if (
                len(said) == len(word)
                and _misheard(word, said)
                and (len(word) > 2 or is_bought(text, _attributes(text, start, pairs), end))
            ):
                yield start, end


def _attributes(text: str, start: int, pairs: frozenset[str]) -> int:
    """Where the words of the title begin that stand before a word: 碎花群子."""
    while start > 1 and text[start - 2 : start] in pairs:
        start -= 1
    return start if text[start - 1 : start + 1] not in pairs else start - 1


def _misheard(word: str, said: str) -> bool:
    """Whether one sounds like the other, and no common word stands for one of its characters."""
    return all(
        has == heard or (is_hanzi(heard) and heard not in _COMMON and sounds(has) & sounds(heard))
        for has, heard in zip(word, said, strict=True)
    )


def _stretches(reading: Reading, product: Product) -> Iterator[Detail]:
    """Stretches of the title, each as long as it goes."""
    text = reading.text
    begun, before = 0, (-1, -1)
    for start in [n for n in range(len(text) - 1) if text[n : n + 2] in product.pairs]:
        if start < begun:
            continue
        end = start + 2
        while (
            end < len(text)
            and text[end - 1 : end + 1] in product.pairs
            and text[start : end + 1] in product.folded
        ):
            end += 1
        hit = _stretch(reading, product, start, end)
        if hit is None and before[1] == start:
            hit = _joined(reading, product, before[0], end)
        if hit:
            yield hit
        before = (start, end) if hit is None else (-1, -1)
        begun = end - 1 if hit is None else end


def _joined(reading: Reading, product: Product, start: int, end: int) -> Detail | None:
    """Two stretches of the title side by side, as 武鸣沃柑 of 沃柑广西武鸣."""
    telling = GENERIC.sub("", reading.text[start:end])
    if end - start > 8 or len(telling) < 4 or not all(map(is_hanzi, telling)):
        return None
    return one_detail(product, (start, end), "joined")


def _stretch(reading: Reading, product: Product, start: int, end: int) -> Detail | None:
    """What a stretch of the title in a text amounts to."""
    said = reading.text[start:end]
    rest = GENERIC.sub("", said)
    head = reading.text[end : end + 1]
    branded = product.folded.startswith(said[:2])
    if branded and len(said) <= 4 and _SHOP_NAME.match(reading.text, end):
        return None
    whole, strength, rule = end, Strength.FUZZY, "noun"
    if len(said) == len(product.folded):
        strength, rule = Strength.EXACT, "title"
    elif rest == said and len(said) == 2 and head in HEADS and head in product.folded:
        whole, rule = end + 1, "head"
        if branded and _SHOP_NAME.match(reading.text, whole):
            return None
    elif len(said) >= 4 and len(rest) >= 2 and any(map(is_hanzi, rest)):
        strength, rule = Strength.PARTIAL, "words"
    elif is_bought(reading.text, start, end) and _tells(rest, said):
        rule = "bought"
    elif reading.of_order and said[-1] in product.heads and goods_of_word(said, zh=True):
        rule = "goods"
    elif len(said) == 3 and rest == said and not branded and all(map(is_hanzi, said)):
        rule = "three"
    elif len(rest) < 2 or said[-1] not in HEADS or rest[-1] != said[-1]:
        return None
    return one_detail(product, (start, whole), rule, strength)


def _tells(rest: str, said: str) -> bool:
    """Whether more than words that say nothing were said: 海参, 跑步鞋."""
    return all(map(is_hanzi, said)) and (
        len(rest) >= 2 or (len(rest) == 1 and said[-1] == rest and rest in HEADS)
    )


def other_chinese(reading: Reading, own: frozenset[int]) -> Iterator[Detail]:
    """Goods that are in none of the items, where they are said to have been ordered."""
    yield from _whose(reading, own)
    yield from (_other_goods(reading, *span) for span in claimed_in_parcels(reading.text))
    text = reading.text
    for match in (*_PUT_TO_BUYER.finditer(text), *_SAID_OF.finditer(text)):
        begin = match.end()
        word = goods_at(text, begin)
        if not word and (told := _ATTRIBUTES.match(text, begin)):
            begin = told.end()
            word = goods_at(text, begin)
        span = begin, begin + len(word)
        if word.isascii() and (model := _MODEL.match(text, span[1])):
            span = span[0], model.end()
        paired = match.re is _SAID_OF and _PAIRED.search(
            text, max(0, match.start() - 24), match.end()
        )
        refunded = paired or match.re is _PUT_TO_BUYER or _REFUNDED.match(text, span[1])
        if (
            word
            and refunded
            and not goods_of_word(word, zh=True) & own
            and not is_something_else(reading, *span)
        ):
            yield _other_goods(reading, *span)


def _whose(reading: Reading, own: frozenset[int]) -> Iterator[Detail]:
    """Goods of which it is asked whether they are the buyer's too: 充电宝也是您买的吗."""
    text = reading.text
    for match in _WHOSE.finditer(text):
        for start in range(max(0, match.start() - 8), match.start() - 1):
            word = goods_at(text, start)
            end = start + len(word)
            if word and end == match.start() and not goods_of_word(word, zh=True) & own:
                yield _other_goods(reading, start, end)
                break


def _other_goods(reading: Reading, start: int, end: int) -> Detail:
    """Goods that are none of the order."""
    said = reading.raw[start:end]
    return Detail(
        Field.PRODUCT, said, (start, end), Strength.FUZZY, contradicts=True, rule="other goods"
    )
