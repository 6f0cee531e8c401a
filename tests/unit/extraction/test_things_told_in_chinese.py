"""Goods by a general word, by their stuff, or by an English word in Chinese talk."""

import pytest
from goods_said import said


@pytest.mark.parametrize(
    ("title", "text", "words"),
    [
        ("灸小堂艾灸盒随身灸铜罐", "您买的熏艾的小罐罐", "熏艾的小罐罐"),
        ("净颜祛痘凝胶温和", "您买了抹痘痘的药膏", "抹痘痘的药膏"),
        ("川厨煲汤砂锅陶瓷", "您那个煲汤的裂了", "煲汤的"),
        ("步步健老人鞋软底", "您买的那双走路的鞋开胶", "走路的鞋"),
        ("闽窑德化白瓷盖碗", "沈雨桐，里面是瓷器，当面验", "瓷器"),
        ("大围山干香菇剪脚", "沈雨桐，您那箱山货受潮", "山货"),
        ("炊大王电饭煲家用4L", "沈小姐，你那个rice cooker到了", "rice cooker"),
        ("云渡婴儿推车轻便折叠", "你买的stroller要recall", "stroller"),
        ("云渡婴儿推车轻便折叠", "沈小姐，你那个laptop到了", ""),
        ("大围山干香菇剪脚", "沈雨桐，我们店在瓷器口", ""),
        ("南屿秋冬加绒打底裤女", "您买的秋裤有甲醛", "秋裤"),
    ],
)
def test_goods_are_known_by_a_general_word(order, next_day, title, text, words):
    assert said(text, order, title, next_day) == ([words] if words else [])
