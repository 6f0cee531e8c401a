"""Goods told in Chinese by what they are for or made of: 烙饼的锅, 给猫用的那个砂, 冻嘅嘢."""

import re
from collections.abc import Iterator

from leaktrace.extraction.goods.product import Product
from leaktrace.extraction.goods.title_nouns import GENERIC
from leaktrace.extraction.reading import Reading

__all__ = ["described"]

_FOR_WHAT = re.compile(
    r"(?P<what>(?<=[买拍订购过那这您你，,。、\s“\"说的里])[^\W\d_a-z买拍订购过那这的]{1,4}?)(?:[的嘅嘞滴勒](?:那个|这个|那[把张口台架只])?|那个)(?P<noun>[\u4e00-\u9fff])(?![\u4e00-\u9fff](?<![，,。粘坏有是被没漏说到质破])[\u4e00-\u9fff])"
)
"""烙饼的锅, 抹头发那个油."""
_BOUGHT_FOR = re.compile(
    r"(?:[买拍订购](?:的|了|咗|滴|嘞)?(?:那个|这个|一?个|一?只)?|\d\.|[;；、])(?P<what>[\u4e00-\u9fff]{3,8}的)(?=[，,。；;？?！!”\"]|$)"
)
_LABELLED = re.compile(
    r"(?:商品|货品|品名|物品|内件|托寄物|货物|项目)(?:名称?)?[:：]\s?(?P<what>[^\s，,。；;（(¥￥]{2,16})"
)
_USES = "治祛灸煲焖煨涮喷补防止通疏掏滴揩抠撸甩揭祭吃喝用穿戴擦抹洗泡煮炖炒烧烤煎蒸烫切削磨打捶敲钻锯修补贴敷治量测照听看读写画弹吹拉唱玩骑坐躺睡盖铺垫装放挂晾晒烘养喂遛钓爬跑跳练浇种栽除驱杀粘捆绑缝织绣钩扎梳剪剃刮染卷夹铲扫拖吸滤榨搅扇熏插拌腌酿炸烙擀涂搽漱刷护按捏套遮挡接撒施灌充搬推背抱拎提收存锁防刻印裁熨晒滚摇冲兑舀捞劈砍挖刨扦串裹包拄罩捉逮腌囤垒糊淋揉掰撬拧量绷别箍"
_VERBS = frozenset(_USES)
_FOR_USE = re.compile(
    rf"(?P<what>[给帮替]?[\u4e00-\u9fff]{{0,4}}[{_USES}][\u4e00-\u9fff]{{0,3}}?)(?:[用使]?[的嘅嘞滴勒咯哩额]|用)(?:[那这嗰][一]?[个把张口台架只种包瓶罐袋箱双条块套件桶]?)?(?P<noun>[\u4e00-\u9fff])儿?(?=[^\u4e00-\u9fff]|$|里[头面边]?|有[虫毒害]|[坏破碎漏裂到没被是了质检查不的吧吗嘛呢啊哈嗦噻全都还太又也已])"
)
"""给小孩吃的钙, 磨刀用的那块石."""
_WHICH = re.compile(
    rf"(?:[那这嗰][一]?[个把张口台架只种包瓶罐袋箱双条块套件桶款]?|[买拍订购][的了过滴嘞咗]?|[说讲：:，,“]|[你您恁侬]家?(?:买的|的|[那这]一?[个把张口台架只种包瓶罐袋箱双条块套件桶款]?)?)(?P<what>(?:[给帮替][\u4e00-\u9fff]{{1,2}})?[\u4e00-\u9fff]{{0,2}}?[{_USES}][^\W\d_a-z的了过着是在有没给就到来去退赔您你我他她完]{{1,4}}(?:用的|使的|[的嘅嘞滴]))(?=[^\u4e00-\u9fff]|$|[坏破碎漏裂到没被质检查出退召有寄丢发超不要吧吗嘛呢啊哈嗦噻])"
)
"""那个剃毛球的, 您买的打馅儿的: a thing that is told by what it does and by nothing else."""
_SENT_AGAIN = re.compile(r"补[发偿差交寄货]")
_SAYS_NOTHING = frozenset("用使家人里外上下大小一个只东西儿子好多少新老手头的")
_MADE = "冻冰甜辣咸酸苦热冷干湿圆方软硬毛瓷铁木竹纸布皮铜银金绒花香臭脆糯"
_OF_SORT = re.compile(
    rf"(?:[箱盒袋包瓶罐件个只条把桶些点]|[买拍订购][的了咗]?|那|这|嗰)(?P<whole>(?P<sort>[{_MADE}])(?:冰冰|邦邦)?[的嘅嘞](?:东西|嘢|物事|货|吃的|吃食|玩意儿?|物件))"
)


def described(reading: Reading, product: Product) -> Iterator[tuple[int, int]]:
    """A noun of the title behind what it is for, or that alone: 烙饼的锅, 套在膝盖上的, 商品：梯孑."""
    text = reading.text
    nouns = product.heads | product.talk.singles
    for match in _FOR_WHAT.finditer(text):
        noun, what = match["noun"], match["what"]
        if noun in nouns and noun not in what and _named_in(what, product):
            yield match.start("what"), match.end()
    for match in _BOUGHT_FOR.finditer(text):
        what = GENERIC.sub(" ", match["what"])
        if any(what[n : n + 2] in product.pairs for n in range(len(what) - 1)):
            yield match.span("what")
    for match in _LABELLED.finditer(text):
        if any(char in product.heads for char in match["what"]):
            yield match.span("what")
    yield from _used(text, product, nouns, told=reading.of_order)


def _used(
    text: str, product: Product, nouns: frozenset[str], *, told: bool
) -> Iterator[tuple[int, int]]:
    """Goods told by any use, or by what they are like, where they were bought or the order is spoken of."""
    known = frozenset(product.folded).union(*product.talk.does) - _SAYS_NOTHING
    for match in _WHICH.finditer(text):
        shared = frozenset(match["what"]) & known
        fits = len(shared) > 1 or (shared and (shared - _VERBS or match["what"][0] in shared))
        if (
            fits
            and not _SENT_AGAIN.search(match["what"])
            and (told or match.group()[0] in "买拍订购您你恁侬")
        ):
            yield match.span("what")
    if not told:
        return
    nouns |= {word[-1] for word in product.talk.words if word in product.folded}
    if not nouns.isdisjoint(text):
        for match in _FOR_USE.finditer(text):
            if match["noun"] in nouns and match["noun"] not in match["what"]:
                given = re.search("[给帮替]", match["what"])
                start = match.start("what") + (given.start() if given else 0)
                yield start, match.end("noun")
    for match in _OF_SORT.finditer(text):
        if match["sort"] in product.folded:
            yield match.span("whole")


def _named_in(what: str, product: Product) -> bool:
    """Whether a title has what goods are said to be for: two characters side by side, or all of them."""
    plain = GENERIC.sub(" ", what)
    pairs = any(plain[n : n + 2] in product.pairs for n in range(len(plain) - 1))
    return pairs or (len(what) > 1 and all(char in product.folded for char in what))
