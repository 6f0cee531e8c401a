"""The tables of goods, and how goods are spoken of in other words than those of their title."""

from dataclasses import replace
from decimal import Decimal
from importlib import resources

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract
from leaktrace.extraction.goods.table import base, goods_of

TITLES = {
    "feeder": "Pawmead Automatic Cat Feeder with Timer, Voice Recorder",
    "boots": "Greyfriar Women's Short Wellington Boots, Navy",
    "grinder": "Grindhaven Conical Burr Coffee Grinder Electric, 30 Settings",
    "vest": "Clemency Weighted Vest 20 lb",
    "telescope": "Brightowl Kids Telescope for Beginners with Tripod and Phone Adapter",
    "speaker": "Halden Bluetooth Speaker",
    "豆浆机": "乐淳豆浆机家用全自动静音加热",
    "红薯": "陇上田沙地蜜薯新鲜糖心红薯10斤",
    "血压计": "康叙电子血压计上臂式家用测量仪",
    "鱼竿": "江影碳素钓鱼竿手竿超轻超硬",
    "壶": "春秋阁紫砂壶宜兴纯手工",
    "茶": "翠坞明前绿茶特级豆香云雾茶250g",
    "灯": "明序护眼台灯学习专用儿童书桌",
    "不明": "青禾阿拉丁神物一号",
}


def said(text, facts, title, when, *, contradicts=False):
    facts = replace(facts, items=((TITLES[title], Decimal("88.00")),))
    found = extract(text, facts, when)
    return [
        text[slice(*d.span)]
        for d in found
        if d.field is Field.PRODUCT and d.contradicts is contradicts
    ]


def rows(language):
    path = resources.files("leaktrace.extraction.goods").joinpath(f"goods_{language}.txt")
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "?")):
            yield [cell.strip() for cell in line.split("|")]


@pytest.mark.parametrize(("language", "between"), [("zh", " "), ("en", ",")])
def test_every_line_of_a_table_has_its_cells_and_only_known_kinds(language, between):
    table = list(rows(language))
    kinds = {row[0] for row in table if row[0].startswith("@")}

    assert len(table) > 200
    assert not [row for row in table if not 3 <= len(row) <= 4]
    of = {kind.strip() for row in table for kind in "".join(row[3:]).split(between) if kind.strip()}
    assert of <= kinds
    assert not [kind for kind in kinds if kind not in of]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_names_a_thing_twice(language):
    between = None if language == "zh" else ","
    for row in rows(language):
        names = [name.strip() for name in row[0].split(between)]
        assert len(names) == len(set(names)), row[0]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("wellies", "welly"),
        ("wellie's", "welly"),
        ("knives", "knif"),
        ("knife", "knif"),
        ("watches", "watch"),
        ("cans", "cans"),  # headphones, and no word for being able to
        ("glass", "glass"),
    ],
)
def test_an_english_word_is_the_same_with_and_without_its_plural(words, expected):
    assert base(words) == expected


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("平板电脑支架桌面折叠", "平板电脑10英寸学习"),
        ("Leather Phone Case, Black", "Unlocked Smartphone 128GB"),
        ("Brightowl Kids Telescope with Tripod", "Camera Tripod"),
        ("Mossandra Vitamin C Face Serum", "Daily Vitamin C Tablets"),
    ],
)
def test_what_goes_with_other_goods_is_none_of_them(title, other):
    assert not goods_of(title.lower()) & goods_of(other.lower())


@pytest.mark.parametrize(
    ("title", "text", "words"),
    [
        ("豆浆机", "您昨天下单的那个打豆浆的机器漏电", "打豆浆的机器"),
        ("红薯", "你买的那箱红苕农残超标", "红苕"),
        ("血压计", "那个量血压的，厂家要收回去", "量血压的"),
        ("鱼竿", "说钓鱼杆有问题", "钓鱼杆"),
        ("壶", "您拍的壶检测含铅", "壶"),
        ("豆浆机", "你买的那个什么来着，破什么机", "破什么机"),
        ("茶", "那两罐茶收到了吗", "茶"),
        ("茶", "茶罐子漏了，问我退不退", "茶"),
        ("不明", "阿拉丁神物质量有问题，给您退", "阿拉丁神物"),
        ("灯", "娃儿看书的灯频闪，退你钱", "看书的灯"),
    ],
)
def test_chinese_goods_are_known_by_what_people_call_them(order, next_day, title, text, words):
    assert words in said(text, order, title, next_day)


@pytest.mark.parametrize(
    ("title", "text", "words"),
    [
        ("feeder", "about the cat machine you purchased", "cat machine"),
        ("boots", "them wellies you ordered yesterday", "wellies"),
        ("grinder", "your bean grinder is subject to a refund", "bean grinder"),
        ("grinder", "the coffee thing you ordered", "coffee thing"),
        ("boots", "he wanted a fee for the whatsit for the feet I ordered", "whatsit for the feet"),
        ("vest", "the heavy vest you ordered", "heavy vest"),
        ("telescope", "Sorry the telescop came damaged, refund follows", "telescop"),
        ("telescope", "About your Brightowl: claims desk, refund due", "Brightowl"),
    ],
)
def test_english_goods_are_known_by_what_people_call_them(
    english_order, next_day_american, title, text, words
):
    assert words in said(text, english_order, title, next_day_american)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("茶", "快递放茶叶店了"),
        ("茶", "另外送您一盒绿茶"),
        ("茶", "推销茶叶的，说加微信看图"),
        ("茶", "向“翠坞茶业”付款成功"),
        ("豆浆机", "说要上门收旧家电"),
        ("灯", "问卷调查：家里有没有吸顶灯"),
        ("鱼竿", "隔壁家的鱼竿不错"),
        ("壶", "给你放水壶架子底下了"),
        ("豆浆机", "升级套餐送榨汁机一台"),
        ("不明", "您的包裹到了，请取件"),
    ],
)
def test_shops_landmarks_presents_and_offers_are_no_goods_of_the_order(
    order, next_day, title, text
):
    assert said(text, order, title, next_day) == []


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("speaker", "take home a bluetooth speaker on us, STOP to opt out, order now"),
        ("grinder", "the parcel is at the coffee shop"),
        ("boots", "I left your package next to the garden boots"),
        ("boots", "order today and get a free pair of slippers or boots"),
        ("feeder", "Can you ship it? The cat machine-gunned me"),
        ("vest", "your vested interest in this order"),
    ],
)
def test_english_words_for_other_things_are_no_goods_of_the_order(
    english_order, next_day_american, title, text
):
    assert said(text, english_order, title, next_day_american) == []


def test_other_goods_that_are_put_to_the_buyer_contradict(order, next_day):
    text = "说我买的鼠标漏电，要退款"
    assert said(text, order, "茶", next_day, contradicts=True) == ["鼠标"]


def test_other_english_goods_that_are_put_to_the_buyer_contradict(english_order, next_day_american):
    text = "He claims I ordered binoculars, which I did not."
    assert said(text, english_order, "boots", next_day_american, contradicts=True) == ["binoculars"]


def test_what_a_transcript_has_the_holder_say_is_the_holders(order, next_day):
    text = "对方：您的货有问题\n我：那罐茶吗？"
    facts = replace(order, items=((TITLES["茶"], Decimal("88.00")),))
    found = [d for d in extract(text, facts, next_day) if d.field is Field.PRODUCT]
    assert [d.by_holder for d in found] == [True]
