"""Goods told by what they are for, by one character, or beside another parcel, where the order is spoken of."""

import pytest
from goods_said import said


@pytest.mark.parametrize(
    ("title", "text", "words"),
    [
        ("松果儿童液体钙咀嚼钙片", "沈雨桐家给娃吃的钙，查出有问题", "给娃吃的钙"),
        ("净屋豆腐猫砂大袋无尘", "沈雨桐，给猫方便时铺的那个砂里头有虫", "给猫方便时铺的那个砂"),
        ("海佬虾笼捕鱼折叠地笼", "沈女士系咪，捉鱼嘅笼到咗", "捉鱼嘅笼"),
        ("北岭大红枣免洗特级", "沈女士，我买那枣儿里头有沙子", "枣儿"),
        ("蜂房土蜂蜜纯正天然", "沈女士，蜜是买了两瓶么", "蜜"),
        ("铁匠铺手工铁锅无涂层炒锅", "沈女士，锅摔了个坑", "锅"),
        ("潮记手打牛肉丸冷冻火锅丸子", "沈女士，你有箱冻嘅嘢到咗", "冻嘅嘢"),
        ("果园突尼斯软籽石榴整箱", "沈女士，石榴破了", "石榴"),
        ("猫咪驱虫药体外滴剂", "沈女士，猫的滴剂是假的", "滴剂"),
    ],
)
def test_goods_are_told_by_their_use_where_the_order_is_spoken_of(
    order, next_day, title, text, words
):
    assert said(text, order, title, next_day) == [words]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("铁匠铺手工铁锅无涂层炒锅", "楼下的人磨刀用的锅炉"),
        ("松果儿童液体钙咀嚼钙片", "医生说给娃吃的钙要看牌子"),
        ("潮记手打牛肉丸冷冻火锅丸子", "外头冷得很，冻的东西少吃"),
        ("海佬虾笼捕鱼折叠地笼", "沈女士，您家里养鱼吗"),
    ],
)
def test_a_use_alone_tells_no_goods(order, next_day, title, text):
    assert said(text, order, title, next_day) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("恁家是不是有两个件？一个养生壶，一个酸奶机。", ["酸奶机"]),
        ("有两个件，一个系你嘅，另一个系梁生嘅保温杯", ["保温杯"]),
        ("养生壶是您的，充电宝也是您买的吗", ["充电宝"]),
        ("九月四号买滴奶锅一百四十五", ["奶锅"]),
        ("我跟她讲冇买奶锅", ["奶锅"]),
        ("充电宝放在桌上，您买的养生壶到了", []),
        ("您的扫地机器人要召回", ["扫地机器人"]),
        ("您那款电动牙刷质检不合格", ["电动牙刷"]),
        ("您购买的儿童安全座椅存在隐患", ["安全座椅"]),
        ("恁买嘞羊毛衫到了", ["羊毛衫"]),
        ("内件：电热毯", ["电热毯"]),
        ("什么羊毛衫，我买的养生壶", ["羊毛衫"]),
        ("您的平板电脑可以登录查询", []),
        ("您的茶叶要不要喝", []),
    ],
)
def test_goods_of_another_parcel_are_put_to_the_buyer(order, next_day, text, words):
    assert said(text, order, "竹语双层玻璃养生壶全自动煮茶器", next_day, contradicts=True) == words


@pytest.mark.parametrize(
    ("title", "text", "words"),
    [
        ("松山绞肉机家用电动", "店里说我买的打馅儿的有问题", "打馅儿的"),
        ("云衣毛球修剪器充电式", "沈女士，你那个剃毛球的到了", "剃毛球的"),
        ("康乐膏药贴颈椎", "沈女士，贴腰的到了", "贴腰的"),
        ("农兴红薯沙地新鲜", "你买的那箱山芋坏了", "山芋"),
        ("农兴土豆黄心", "沈女士，一袋洋芋到了", "洋芋"),
        ("康乐唱戏机老人", "沈女士，你那戏匣子到了", "戏匣子"),
        ("农兴竹编簸箕圆形", "师傅，你格个竹头匾老大额", "竹头匾"),
        ("童安婴儿推车轻便", "沈女士，推娃的到了", "推娃的"),
    ],
)
def test_goods_are_known_by_what_regions_call_them(order, next_day, title, text, words):
    assert said(text, order, title, next_day) == [words]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("农兴红枣免洗", "沈女士，核桃到了"),
        ("农兴土豆黄心", "沈女士，红苕到了"),
        ("拼装积木大颗粒", "沈女士，要先预存，装完退你的"),
        ("老人手机大字", "沈女士，打电话的是谁"),
    ],
)
def test_other_goods_are_not_known_for_the_own_ones(order, next_day, title, text):
    assert said(text, order, title, next_day) == []
