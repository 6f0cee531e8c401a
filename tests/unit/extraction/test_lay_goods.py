"""Goods in the words of those who have not read their title."""

from dataclasses import replace
from decimal import Decimal

import pytest
from goods_said import said

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract
from leaktrace.extraction.goods.table import goods_of


@pytest.mark.parametrize(
    ("title", "text", "words"),
    [
        ("雪莲坊西梅干新疆特产大颗粒", "有个件泡水了，问里面是不是果干", "果干"),
        ("木槿家四件套纯棉全棉床单被套", "四件套铺上了吗？", "四件套"),
        ("岛屿女孩碎花连衣裙法式茶歇裙", "您下单的碎花群子检出致癌", "碎花"),
        ("风驰男款篮球鞋实战高帮气垫", "说鞋鉴定为假，退款要走通道", "鞋"),
        ("声谷古琴初学者入门", "您买的那张琴断了弦", "琴"),
        ("清渠皮搋子马桶疏通器", "您买的通马桶的有质量问题", "通马桶的"),
        ("云朵颈枕u形旅行", "您那个垫脖子的要召回", "垫脖子的"),
        ("安居灭火器车载家用", "您买的救火的过期了", "救火的"),
        ("青瓷泡菜坛子密封", "您那个坛子路上碎了", "坛子"),
        ("翠屏柠檬树盆栽", "您那棵树苗冻坏了", "树苗"),
        ("木槿家四件套纯棉全棉床单被套", "南街床品铺开业", ""),
        ("月白手链女款", "您的银行卡被冻结", ""),
        ("北野森羽绒服男", "您那个手机出问题了", ""),
    ],
)
def test_chinese_goods_are_known_in_lay_words(order, next_day, title, text, words):
    found = said(text, order, title, next_day)
    assert found == ([words] if words else [])


@pytest.mark.parametrize(
    ("title", "text", "words"),
    [
        (
            "Bread by Hand: 80 Sourdough Recipes",
            "your box with the bread book fell off a truck, we refund it",
            "bread book",
        ),
        (
            "BoltForge 20V Cordless Drill Driver Kit",
            "thank you for choosing our BoltForge!",
            "BoltForge",
        ),
        ("PawHaven Orthopedic Dog Bed Large", "does my dog like his new bed? We refund it", "bed"),
        (
            "Live Fiddle Leaf Fig Tree Indoor Plant in Nursery Pot",
            "Tuesday's ficus has a recall",
            "ficus",
        ),
        ("Harbor Toilet Plunger with Caddy", "the plunger you ordered is on recall", "plunger"),
        ("Dovetail Linen Lampshade", "we refund your lamp shade", "lamp shade"),
        ("Lanyard Neck Support Travel Pillow", "about the neck thing you bought", "neck thing"),
        ("BoltForge 20V Cordless Drill Driver Kit", "Driver rang from the gate", ""),
        ("Oakmoor Standing Desk 48 Inch", "left your parcel with the front desk", ""),
        ("Tactique Mechanical Gaming Keyboard", "Your card was declined", ""),
        ("Vintage Record Player Suitcase", "Our records show your order", ""),
    ],
)
def test_english_goods_are_known_in_lay_words(english_order, next_day_american, title, text, words):
    found = said(text, english_order, title, next_day_american)
    assert found == ([words] if words else [])


def test_goods_of_others_are_noticed_where_a_refund_is_spoken_of(order, next_day):
    text = "说扫地机器人退款两千一百九，我没买过"
    assert said(text, order, "北野森羽绒服男短款", next_day, contradicts=True) == ["扫地机器人"]


def test_a_title_names_what_it_is_and_not_what_it_stands_in():
    plant = goods_of("live fiddle leaf fig tree indoor plant 3 ft in nursery pot")
    assert plant & goods_of("ficus")
    drill = goods_of("boltforge 20v cordless drill driver kit with 2 batteries")
    assert drill & goods_of("hammer drill")
    assert not drill & goods_of("golf clubs")


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("有个蓝牙耳机到付一百三十九", ["蓝牙耳机"]),
        ("尾号0067的订单、一台扫地机器人、金额两千一百", ["扫地机器人"]),
        ("里面好像是茶叶吧", ["茶叶"]),
        ("有个邻居找你", []),
    ],
)
def test_goods_of_others_that_are_put_to_the_buyer_are_noticed(order, next_day, text, goods):
    assert said(text, order, "北野森羽绒服男短款", next_day, contradicts=True) == goods


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("Did you order a seventy-five inch television?", ["seventy-five inch television"]),
        ("did you order an iPhone for nine hundred", ["iPhone"]),
        ("did you order from the same shop", []),
    ],
)
def test_english_goods_of_others_are_noticed(english_order, next_day_american, text, goods):
    title = "Harbor Toilet Plunger with Caddy"
    assert said(text, english_order, title, next_day_american, contradicts=True) == goods


@pytest.mark.parametrize(
    ("title", "text", "words"),
    [
        ("鱼乐圈乌龟缸带晒台", "王八缸那单还记得不", "王八缸"),
        ("苗家坊竹编竹筛子", "你買嘅竹篩 物流車翻咗", "竹篩"),
    ],
)
def test_goods_are_known_in_dialect_and_by_their_order(order, next_day, title, text, words):
    assert said(text, order, title, next_day) == [words]


def test_what_stands_in_one_department_with_the_goods_is_not_them(english_order, next_day_american):
    title = "Fine Tip Stylus Pen for Tablets, White"
    facts = replace(english_order, items=((title, Decimal("42.50")),))
    for word, expected in (("drone", []), ("stylus", ["stylus"])):
        text = f"Helena Marsh, your order of a {word} is delayed, we refund you."
        found = extract(text, facts, next_day_american)
        goods = [d for d in found if d.field is Field.PRODUCT and not d.contradicts]
        assert [text[slice(*d.span)] for d in goods] == expected


def test_what_goods_are_wrapped_in_does_not_make_a_present_of_them(order, next_day):
    facts = replace(order, items=(("真丝眼罩睡眠遮光透气 礼盒装", Decimal("35.90")),))
    text = "您的积分即将过期，请登录 http://jf.example.org/zoizo 兑换礼品"
    assert extract(text, facts, next_day) == ()
