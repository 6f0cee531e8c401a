"""Which words of a title name the goods themselves, and where a text speaks of goods that were bought."""

import re
from collections.abc import Iterator

from leaktrace.extraction.goods.table import base
from leaktrace.extraction.places.gazetteer import CITIES_ZH
from leaktrace.extraction.reading import is_hanzi

__all__ = [
    "EN_STOP",
    "GENERIC",
    "HEADS",
    "chinese_heads",
    "english_heads",
    "is_bought",
    "single_nouns",
    "stem",
    "words_by_head",
]

GENERIC = re.compile(
    "机器|家用|家庭|通用|正品|包邮|新款|厂家|直营|官方|旗舰|套装|礼盒|礼物|生日|送长辈|长辈|年货|学生|宿舍|男女|男士|女士|女友|妈妈|父母|儿童|宝宝|婴儿|孕妇|情侣|成人|中老年|办公室|办公|休闲|零食|小吃|便携|智能|自动|全自动|大容量|大号|小号|家装|高级感|高级|专用|专业级|专业|防水|防滑|耐磨|防风|即食|开袋|充电|快充|手机|电话|视频|通话|定位|上课|"
    "户外|室内|客厅|卧室|厨房|浴室|门口|汽车|车载|司机|电动|独立|包装|整箱|批发|散装|精装|全套|两件|一对|三支|两支|一体|规划|多功能|简约|现代|经典|法式|北欧|日常|运动|跑步|旅行|上飞机|可用|可上|新国标|国标|入门|网络|计算机|正版|第二版|设计|数据|互联|监控|停车|安装|夜视|前后|春秋|夏季|秋冬|冬季|春夏|保湿|补水|滋润|温和|"
    "清洁|控油|加厚|加宽|加绒|透气|轻便|舒适|百搭|显瘦|收腰|时尚|潮牌|小众|学习|阅读|营养|成长|免打孔|不锈钢|新鲜|当季|现摘|现发|空运|顺丰|流浪|游戏|打字|按键|声音|静音|成功|女生|男生|小学生|初中生|高中|长期|全身|全面|四件|三件|装送|在线|送|小时|家|版|女|男"
)
"""Words of titles that name no product."""
HEADS = frozenset(
    "器机奶霜膏粉液水油茶酒米面肉干果枣糖饼鞋靴衣裤裙衫服袜帽巾被枕垫毯床椅桌柜架灯笔本书册包箱袋臼杵碾磨凿镰锹锄钉铆榫杯壶锅煲碗刀盘盒伞表链镯戒珠仪键拍竿棒瓶贴片丸囊镜膜刷梳芯洒套粮罐乳釉红橙篷帘秤酥缸笼砚筛贴抛瞳尿湿宝源露剂布漆胶炉砖网饵皂蜡烛炭苗笋耳参虾蟹肠饺粽糕酱醋盐蜜酪菜梯篮篓筐凳扇鼓琴砂钙"
)
"""Characters that end the name of a product."""
_SINGLE_HEADS = HEADS | frozenset(
    "剑筝琴鼓笛箫弓棋牌球船鞭梯箕箩筐篓缸甑匙勺铲钳锤锯斧锄锹绳网笼窝菇参虾蟹鱼蛋糕粽肠鸭鹅鸡豆菜瓜锅桶盅坛砧墩凳柜毡扇帘帚"
)
"""The same, where one stands as a noun by itself: 那把剑."""

_EN_STOP_TEXT = """
with and for the of set pack in to a an by women men womens mens kids black white blue red green
grey gray pink navy brown oatmeal matte ocean queen king large small twin front rear deep home
size inch ml lb oz mg min built new mid ankle light lightweight water resistant wireless
portable digital smart video call two way talk high content day daily card case bag tray pair
handle heat screen window side base free back neck face cup person instant pop up true sterling
silver flavor lemon chicken salmon camera food oil piece pieces storage cell
"""
EN_STOP = frozenset(_EN_STOP_TEXT.split())
"""Words of English titles that tell nothing, or are words of ordinary talk."""
_NO_NOUN_TEXT = """
bank card phone account service order gift house line light electric night nights family adult adults pro plus manual
stainless steel leather wood wooden oak walnut cotton gold bluetooth outdoor indoor adjustable cordless rechargeable
automatic foldable folding inflatable heavy duty compatible gifts edition series style quart years birth summer
winter travel office kitchen garden bathroom deluxe premium professional classic vintage modern mobile balance support
"""
_NO_NOUN = frozenset(_NO_NOUN_TEXT.split())
_COUNTED = frozenset(
    [
        "set",
        "pack",
        "pair",
        "kit",
        "bundle",
        "trio",
        "duo",
        "box",
        "piece",
        "pieces",
        "front",
        "rear",
    ]
)
_DOER = re.compile(
    r"(?!(?:water|paper|leather|super|silver|winter|summer|power|copper|inner|outer|under|order|other|number|over|upper|lower|corner|center|pepper|timer|rubber|fiber|computer|tower|flower|amber|master|filter|river|butter|ginger|laser|razor|driver|color|motor|indoor|outdoor|decor|sensor|door|floor|mirror|major)s?$)[a-z]{3,}(?:er|or)s?"
)
_SEGMENT = re.compile(r",| with | for | in |[()]")

_MEASURE = "坛缸篓束口枝盘碟叠摞朵筒听扎板尊樽双箱盒盆张袋包瓶罐套把只台条件款份支块盏桶斤件单辆架部顶本册床幅串对副根颗株棵提捆筐篮卷"
_BOUGHT = re.compile(
    rf"(?:[买拍订购抢](?:[的了过到嘞额嘅咗])?|下单的?|[您你恁侬]的|反映的?|反馈的?|关于|这边|所购之|购之|内物(?:是|为|系)?|内件(?:是|为)?|品名|物品(?:是|为)?|[里内](?:面|头|边)?(?:装的?)?(?:都?是)|[那这][一两二三四五六七八九十几\d]{{0,2}}[个{_MEASURE}])"
    rf"(?:[那这])?(?:[一两二三四五六七八九十几\d]{{1,2}})?(?:[个{_MEASURE}])?(?:进口|新鲜|正宗)?的?$"
)
_ORIGIN = re.compile(
    rf"{CITIES_ZH.pattern}|河北|山西|辽宁|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古?|宁夏|新疆|西藏|东北|台湾|香港|澳门"
    r"|中国|日本|韩国|泰国|越南|法国|德国|意大利|英国|美国|澳洲|新西兰|进口|国产|特产"
)
_ORDERED = re.compile(r"的?(?:订单|单子|包裹|快递|快件|[那这]一?[单笔])")
_SINGLE = re.compile(
    rf"(?:[买拍订购][的过了]?|[您你那这])[那这]?[一两二三四五六七八九十几\d]{{0,2}}[个{_MEASURE}]子?(?P<noun>[\u4e00-\u9fff])儿?(?P<rest>.?)",
    re.DOTALL,
)
_OWNED = re.compile(
    r"(?:[您你恁侬](?:家)?(?:买|拍|订|定)?(?:的|嘞|额|这|那|个)?|[这那]|[买拍订定购抢](?:的|嘞|了))(?P<noun>[\u4e00-\u9fff])儿?(?P<rest>.?)",
    re.DOTALL,
)
_ALONE = re.compile(
    r"(?:(?<![^，,。！!？?；;：:、\s“\"])|(?<=[，,。；说把拿收是][那这])|(?<=[块钱多到来几右下元毛]的)|(?<=[把说拿跟和]))(?P<noun>[书粮伞鞋锅灯花茶酒药缸枕床琴笔蟹虾鱼蛋椅桌柜裙裤帽袜靴梨桃橙柚瓜枣糖醋刀碗杯壶秤梯棋毯镯帘糕饼蜜盐油米肉藕菇笋参粽奶酱膏丸霜皂炭苗籽锯钳钻泵网竿饵鼓笛箫被褥席帐凳箱篓筐坛铲砧炉灶扇钟胎镜砂布漆砖车梳表锁香球玉粉面串珠])儿?"
    r"(?=的[^确士]|[，,。！!？?]|[一二两三几][箱盒袋件双把]|[坏破碎裂漏烂到换退没已寄发质不还掉冻压挺很太有要给放打洒断炸少检鉴验查质测召过超不是含带掉缺跟都也摔瘪磕砸歪丢湿潮霉馊死蔫化沉重拆开拿取搁送装怕]|$)"
)
_IN_WRAPPING = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=[那这您你的]))(?P<noun>[\u4e00-\u9fff])(?:罐|瓶|盒|袋|箱|桶|坛|缸)子?(?=[坏破碎裂漏烂打摔压洒，,。、的]|$)"
)
"""Goods with what they are in: 蜜罐子."""
_OF_KIND = re.compile(
    rf"(?:[买拍订购]的|里面?(?:装)?的?(?:是不是|是)(?:个|点|些)?|[您你](?:家|买|拍|订)?的|[那这][个{_MEASURE}]|装的(?:是)?)(?P<word>[\u4e00-\u9fff]{{1,2}}(?P<head>[\u4e00-\u9fff]))(?=[的了吗吧呢啊呀是有在被，,。！!？?；;：:、坏碎破烂漏裂质检出含召退]|$)"
)
_NO_GOODS = re.compile(
    r"[快递包裹订单账帐银行手机短信微客服公司平台户件货款钱号码名站电话信息资料地址时间验证师傅先生女士小姐店家里]"
)
_FAULTY = re.compile(
    r"(?:检测|检出|检查出|抽检|质检|质量|有问题|出问题|超标|召回|过期|发霉|坏了|少发|漏发|破损|不合格|那一?单|这一?单)"
)
_WITH_ZI = re.compile(
    r"(?P<this>[您你这那][这那]?[个台辆条款架只套]?)?(?P<whole>(?P<noun>[\u4e00-\u9fff])子)"
)
_NO_ZI = frozenset("盒箱袋瓶罐包面本套件片子个房车孩")
"""What these make with 子 is a wrapping, or no goods at all."""
_MAY_FOLLOW = frozenset(
    "里全都又太了的啊呀吧呢啦嘛被在跟和有是已还没到漏坏碎破掉路冻烂订退要今明昨能送开脱质出发丢少检裂查不给放太我你您压收吗涂断散变化湿泡蔫死臭酸馊霉洒撒卡怎咋属可用抽多吃喝看听粘"
)


_THAT_ORDER = re.compile(
    r"(?<![\u4e00-\u9fff])(?P<word>[\u4e00-\u9fff]{1,2}(?P<head>[\u4e00-\u9fff]))(?=那一?[单笔]|这一?[单笔]|一[箱盒件袋只把个床棵台])"
)


def words_by_head(text: str, heads: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Words where one names what was bought, that end as the name of the goods does: 果干 for 西梅干."""
    for match in (*_OF_KIND.finditer(text), *_THAT_ORDER.finditer(text)):
        head = match["head"]
        if head in heads and head in HEADS and not _NO_GOODS.search(match["word"]):
            yield match.span("word")


def stem(word: str) -> str:
    """A word without its plural ending."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


_PARTICLES = frozenset("可能用带及和与的款型号级色大小高低长短新老多全双单")
"""Characters that end no name of goods."""


def chinese_heads(folded: str) -> frozenset[str]:
    """The characters at which a name of goods may end in a title: those that mostly do, or before a break."""
    idle = {n for match in GENERIC.finditer(folded) for n in range(*match.span())}
    return frozenset(
        char
        for n, char in enumerate(folded)
        if is_hanzi(char)
        and n not in idle
        and char not in _PARTICLES
        and (
            char in _SINGLE_HEADS
            or not is_hanzi(folded[n + 1 : n + 2] or " ")
            or GENERIC.match(folded, n + 1)
        )
    )


def english_heads(folded: str) -> tuple[frozenset[str], frozenset[str]]:
    """Words of the first part of a title that may be its noun.

    Returns:
        Those that it most likely is: the last one, and words that say what a thing does, as trimmer. And
        all of them.
    """
    words = re.findall(r"[a-z0-9-]+", _SEGMENT.split(folded)[0])
    named = [
        word
        for word in (words[1:] if len(words) > 1 else words)
        if len(word) >= 4 and word.isalpha() and word not in EN_STOP | _NO_NOUN | _COUNTED
    ]
    likely = [*named[-1:], *(word for word in named if _DOER.fullmatch(word))]
    return frozenset(map(base, likely)), frozenset(map(base, named))


def is_bought(text: str, start: int, end: int) -> bool:
    """Whether the words around say that it was bought, and it is more than where goods come from."""
    return not _ORIGIN.fullmatch(text, start, end) and bool(
        _BOUGHT.search(text[max(0, start - 12) : start])
        or _ORDERED.match(text, end)
        or _FAULTY.match(text, end)
    )


def single_nouns(
    text: str, heads: frozenset[str], spoken: frozenset[str], *, told: bool = False
) -> Iterator[tuple[int, int]]:
    """Where a single character names the goods, as people say it: 那双鞋, 椅子, 书一箱.

    Args:
        text: what was said.
        heads: characters with which the name of the goods ends in the title.
        spoken: words of one character that are said for such goods.
        told: whether another fact shows whose order is spoken of.
    """
    nouns = heads | spoken
    if nouns.isdisjoint(text):
        return
    for pattern in (_SINGLE, _OWNED):
        for match in pattern.finditer(text):
            rest = match["rest"]
            if match["noun"] in nouns and (
                not rest or not is_hanzi(rest) or rest in _MAY_FOLLOW or rest == match["noun"]
            ):
                yield match.span("noun")
    for pattern in (_ALONE, _IN_WRAPPING):
        for match in pattern.finditer(text):
            if match["noun"] in (nouns if told else spoken):
                yield match.span("noun")
    for match in _WITH_ZI.finditer(text):
        noun = match["noun"]
        if noun in nouns and (noun not in _NO_ZI or (noun in "车套片" and match["this"])):
            yield match.span("whole")
