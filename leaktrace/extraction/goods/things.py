"""Goods that a lay person tells by a general word: 熏艾的小罐罐, 擦痘痘的膏子; or by their stuff: 瓷器, 山货."""

import re
from collections.abc import Iterator

from leaktrace.extraction.goods.product import Product
from leaktrace.extraction.goods.title_nouns import GENERIC, HEADS
from leaktrace.extraction.reading import Reading

__all__ = ["told_things"]

_DOUBLED = (
    "罐瓶膏杆棒棍盒袋包带圈垫板刀架车凳椅帽鞋夹刷绳网罩笼球灯壶杯碗盘锅桶盆篮筐箱柜套棉毯片贴粉泥糖"
)
"""Nouns that are said twice in the south-west: 罐罐."""
_THINGS = rf"东西|机器|机子|家伙什?|玩意儿?|物件|设备|器械|器具|工具|神器|疙瘩|坨坨|砣砣|药膏|膏药|药水|药酒|药丸|药片|药粉|药|油|水|粉|泥|汤|茶|糕|粥|面|酒|糖|丸子?|饼子?|片片|(?P<twice>[{_DOUBLED}])(?P=twice)|[{_DOUBLED}]子|板|台|架|布|纸|绳|线|棉|砂|石头?|木头|铁块|铜块|钩子?|钳子|锤子|铲子|勺子|叉子|镜子?|针|笔|本子|册子|牌子?|珠子?|链子|坠子|壳子?|膜|胶|盖子|塞子|管子?|嘴子|扣子?|轮子?|电池|模子|坯子|筛子|漏斗|笼屉|褥子|帘子|席子|帐子"
_TOLD_THING = re.compile(
    rf"(?P<lead>[买拍订购抢][的了过得嘞滴]?|[您你恁侬俺我][家们]?的?|[那这嗰][一]?[个把张口台架只种包瓶罐袋箱双条块套件桶根副盒]?|[说是、，,。：:“\"\s]|^)(?P<what>[^\W\d_a-z的买拍订购您你恁侬那这是说了]{{2,5}}?)用?[的嘅嘞滴勒咯哩额](?:那个|这个|[那这]?一?[把张口台架只瓶罐盒根])?(?:[小大老旧新铜铁木红黑白花布圆方长短软硬]|木头|塑料|玻璃|不锈钢)?(?:{_THINGS})"
)
_BOUGHT_FOR = re.compile(
    r"(?:[买拍订购抢][的了过得嘞滴]|[您你恁侬]家?的|[您你恁侬][那这])[那这]?[一]?[个把张口台架只种包瓶罐袋箱双条块套件桶根副盒件]?(?P<what>[^\W\d_a-z的买拍订购您你恁侬是说了]{1,5}?)[的嘅嘞滴](?P<noun>[\u4e00-\u9fff])儿?(?=[^\u4e00-\u9fff]|$|[坏破碎漏裂到没被是了质检查出不有发寄退召甲超开掉断含用太很])"
)
"""您买的那双走路的鞋: any use, where it was bought."""
_LEADS = re.compile(r"[买拍订购抢那这嗰]|[您你恁]家?的")
_IDLE = frozenset(
    "用使家人里外上下大小一个只东西儿子好多少新老手头的全自动多功能男女通专高级款装送不可加厚"
)
_NO_END = frozenset("机包件本面水奶刀表盒书套片球器粉膏品布")
_NO_PAIR = re.compile(r"[您你我他她的了那这两三四五六七八九十几大小新老好坏真假手]")
_PAIR = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=[那这个把只的您你口张条根双盏套买件]))(?P<first>[\u4e00-\u9fff])(?P<noun>[\u4e00-\u9fff])(?=[^\u4e00-\u9fff]|$|[下上明今昨后就已还给到发寄装坏破碎漏裂没被是质检查出退召]|完好)"
)
_STUFFS = {
    "瓷器": "瓷陶", "陶瓷": "瓷陶", "陶器": "陶", "玻璃制品": "璃", "玻璃器皿": "璃", "玻璃的": "璃", "瓷的": "瓷", "木器": "木", "木头的": "木", "竹器": "竹", "竹编": "竹", "竹子的": "竹",
    "铁器": "铁钢", "铁家伙": "铁钢", "铜器": "铜", "银器": "银", "漆器": "漆", "皮货": "皮", "皮的": "皮", "山货": "菇耳笋菌核栗枣蜜参", "干货": "干菇耳枣贝虾笋菌莲", "海货": "虾蟹鱼贝参蚝鱿海鲍带", "鲜货": "鲜虾蟹鱼果菜",
    "冻货": "冻", "活物": "活虾蟹鱼龟虫", "活体": "活虾蟹鱼龟虫", "绿植": "花盆苗栽植兰萝竹", "花木": "花苗树栽", "布料": "布棉麻绸缎", "面料": "布棉麻绸缎", "药材": "参芪归药草枸茯陈", "瓶瓶罐罐": "瓶罐乳霜水酱油", "坛坛罐罐": "坛罐缸",
}  # fmt: skip
"""What a courier calls goods by their stuff, and characters of titles of such goods."""
_STUFF = re.compile("|".join(sorted(_STUFFS, key=len, reverse=True)))
_WITHIN = re.compile(
    r"(?:里[头面边]?(?:装的?|包的)?(?:都?是|有)?|装的?(?:都?是|有)|[是箱盒件袋，,。！\s]|^)$"
)
_CARE = re.compile(
    r"易碎|怕[摔碎压]|轻[拿放]|碎|当面|验|小心|慢|[，,。！\s]|$|一[箱件盒]|[受坏湿烂霉潮破漏断丢压到散]"
)


def told_things(reading: Reading, product: Product) -> Iterator[tuple[int, int]]:
    """Things that are told by a word of the title, and the stuff of which goods of the title are."""
    text = reading.text
    known = frozenset(GENERIC.sub("", product.folded)) - _IDLE
    for match in _TOLD_THING.finditer(text):
        shared = known.intersection(match["what"])
        if shared and (reading.of_order or _LEADS.match(match["lead"])):
            yield match.start("what"), match.end()
    for match in _BOUGHT_FOR.finditer(text):
        if match["noun"] in product.heads or match["noun"] in product.talk.singles:
            yield match.start("what"), match.end()
    yield from _gapped(reading, product)
    if reading.of_order:
        for match in _STUFF.finditer(text):
            fits = not known.isdisjoint(_STUFFS[match.group()])
            before = reading.before(match.start(), 6)
            if fits and _WITHIN.search(before) and _CARE.match(text, match.end()):
                yield match.span()


def _gapped(reading: Reading, product: Product) -> Iterator[tuple[int, int]]:
    """Two characters of a title that stand apart in it, the second of which names such goods: 竹篮, of 竹编洗衣篮."""
    title = GENERIC.sub(" ", product.folded)
    nouns = (product.heads & HEADS) - _NO_END
    if not reading.of_order or nouns.isdisjoint(reading.text):
        return
    for match in _PAIR.finditer(reading.text):
        first, noun = match["first"], match["noun"]
        at = title.rfind(noun)
        if (
            noun in nouns
            and first not in _IDLE
            and 0 <= title.find(first) < at - 1
            and not _NO_PAIR.search(match.group())
        ):
            yield match.span()
