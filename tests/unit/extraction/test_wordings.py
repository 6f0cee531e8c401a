"""Ways of saying a fact that were missed in texts which no rule had seen."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract


def said(text, facts, when, field):
    found = [d for d in extract(text, facts, when) if d.field is field]
    return [(text[slice(*d.span)], d.value, d.contradicts) for d in found]


@pytest.fixture(scope="module")
def dotted(order):
    names = ("阿依慕·吐尔地", "阿依古·吐尔地", "阿依慕·艾山")
    return replace(order, names=names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("阿依慕·吐尔地，您的包裹到了", [("阿依慕·吐尔地", "阿依慕·吐尔地", False)]),
        ("收件人阿依慕 艾山", [("阿依慕 艾山", "阿依慕·艾山", True)]),
        ("你是阿依慕女士吗", [("阿依慕", "阿依慕", False)]),
        ("你是阿依古吗", [("阿依古", "阿依古", True)]),
        ("阿姨您好", []),
    ],
)
def test_a_name_with_a_dot_is_read_whole_and_by_its_first_part(dotted, next_day, text, expected):
    assert said(text, dotted, next_day, Field.NAME) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("沈孃孃，你的包裹", [("沈孃孃", "沈", False)]),
        ("叫沈什么来着，没听清", [("沈", "沈", False)]),
        ("问我是不是沈…后面没听清", [("沈", "沈", False)]),
        ("派送员：赵师傅 14211760824", []),
        ("派送员：沈女士在家吗", [("沈女士", "沈", False)]),
    ],
)
def test_half_a_name_is_read_and_the_couriers_own_is_not(order, next_day, text, expected):
    assert said(text, order, next_day, Field.NAME) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Asked for 'Halena Marsch', could not say it.", ["Halena Marsch"]),
        ("Marsh household, please hold.", ["Marsh"]),
        ("Harold Mason from the county called.", []),
    ],
)
def test_an_english_name_is_known_again_though_both_words_are_misheard(
    english_order, next_day_american, text, words
):
    assert [one for one, _, _ in said(text, english_order, next_day_american, Field.NAME)] == words


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("469.00", "实付肆佰陆拾玖元整"),
        ("4378.00", "笔记本加鼠标一共4378，当时误操作"),
    ],
)
def test_a_price_is_read_in_the_numerals_of_banks_and_without_a_unit(order, next_day, amount, text):
    facts = replace(order, amount=Decimal(amount), items=())
    assert [value for _, value, _ in said(text, facts, next_day, Field.PRICE)] == [amount]


@pytest.mark.parametrize("text", ["一共12件都要退", "总共3次没打通", "一共99天"])
def test_a_count_is_no_price(order, next_day, text):
    assert said(text, order, next_day, Field.PRICE) == []


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("219.00", "a purchase, two hundred nineteen, from Ohio"),
        ("89.99", "a kettle on your account, eighty-nine ninety-nine, sir"),
    ],
)
def test_an_english_price_is_read_in_words(english_order, next_day_american, amount, text):
    facts = replace(english_order, amount=Decimal(amount), items=())
    assert [value for _, value, _ in said(text, facts, next_day_american, Field.PRICE)] == [amount]


def test_the_name_of_a_sale_that_is_near_is_no_day_of_last_year(order):
    early = replace(order, placed_at=datetime.fromisoformat("2026-11-01T00:00:41+08:00"))
    when = datetime.fromisoformat("2026-11-04T15:00:00+08:00")
    assert said("您双十一那笔订单", early, when, Field.ORDERED_AT) == []
    later = replace(order, placed_at=datetime.fromisoformat("2026-11-11T00:01:00+08:00"))
    when = datetime.fromisoformat("2026-11-13T15:00:00+08:00")
    found = said("您双十一下的订单", later, when, Field.ORDERED_AT)
    assert found == [("双十一", "2026-11-11", False)]


def test_a_day_of_the_month_is_read_without_the_month(english_order, next_day_american):
    found = said("you bought it on the tenth", english_order, next_day_american, Field.ORDERED_AT)
    assert found == [("the tenth", "2026-03-10", False)]


def test_last_digits_are_read_though_a_machine_took_a_zero_for_a_letter(order, next_day):
    facts = replace(order, order_no="260310774412090533")
    found = said("订单尾号O533", facts, next_day, Field.ORDER_NO)
    assert found == [("O533", "0533", False)]


def test_one_clause_of_a_note_is_enough(order, next_day):
    facts = replace(order, notes=("请放门卫室王叔那里，到了不要打电话，发短信就行，谢谢",))
    assert said("他说看到写了不要打电话", facts, next_day, Field.NOTE)
    assert not said("他说不要挂断", facts, next_day, Field.NOTE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Is that Helenah? Amazon here.", [("Helenah", "Helena Marsh", False)]),
        ("Mr. uh Marssh, about your order", [("Mr. uh Marssh", "Marsh", False)]),
        ("H. Marsh, your parcel waits", [("H. Marsh", "Marsh", False)]),
        ("J. Marsh, your parcel waits", [("J. Marsh", "Marsh", True)]),
        ("Hi Helena here's your update", [("Helena", "Helena", False)]),
        ("Hello, Helena here from Larkshop", []),
        ("Signed by: H. MARSH", []),
        ("Is that Harold?", [("Harold", "Harold", True)]),
    ],
)
def test_english_names_are_known_by_ear_and_by_their_initials(
    english_order, next_day_american, text, expected
):
    found = said(text, english_order, next_day_american, Field.NAME)
    assert [(words, wrong) for words, _, wrong in found] == [
        (words, wrong) for words, _, wrong in expected
    ]


@pytest.mark.parametrize(
    ("own", "text", "expected"),
    [
        ("Terrence Whitlow", "Hi Terry, it is the merchant", [("Terry", "Terrence", False)]),
        ("Terrence Whitlow", "Hi Bob, it is the merchant", [("Bob", "Bob", True)]),
        ("Stuart Ellwood", "Is that Stewart? Amazon here", [("Stewart", "Stuart", False)]),
        ("Gregory Lindqvist", "looking for Lindquist", [("Lindquist", "Lindqvist", False)]),
    ],
)
def test_a_first_name_is_known_in_its_short_form_and_by_ear(
    english_order, next_day_american, own, text, expected
):
    facts = replace(english_order, names=(own, "Aaron Whitby"))
    assert said(text, facts, next_day_american, Field.NAME) == expected


def test_a_name_that_sounds_like_two_of_the_pool_is_kept_as_it_was_said(
    english_order, next_day_american
):
    facts = replace(english_order, names=("Stuart Ellwood", "Stewart Mills"))
    found = said("Is that Stuwart?", facts, next_day_american, Field.NAME)
    assert found == [("Stuwart", "Stuwart", False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("雨桐姐，京东安装售后的", [("雨桐", "雨桐", False)]),
        ("喂，雨桐兄是吗", [("雨桐", "雨桐", False)]),
        ("沈叔，今天发货了", [("沈叔", "沈", False)]),
        ("【飞鹭快递】沈雨*，您的件已到", [("沈雨*", "沈雨*", False)]),
        ("问是不是老赵家，打错了", [("老赵", "赵", True)]),
        ("有客户全款", []),
    ],
)
def test_chinese_names_are_read_with_more_forms_of_address(order, next_day, text, expected):
    assert said(text, order, next_day, Field.NAME) == expected


@pytest.mark.parametrize(
    ("amount", "text", "words"),
    [
        ("129.99", "a hundred and, one twenty-nine ninety-nine, right?", "one twenty-nine ninety-nine"),
        ("154.00", "it also took one hundred fifty-four", "one hundred fifty-four"),
        ("57.25", "your payment of fifty-seven and a quarter", "fifty-seven and a quarter"),
        ("189.00", "your hundred and eighty-nine quid is in limbo", "hundred and eighty-nine"),
        ("34.50", "thirty-four pound fifty", "thirty-four pound fifty"),
        ("42.00", "total paid £42.00", "£42.00"),
        ("1680.00", "charged sixteen eighty", "sixteen eighty"),
    ],
)  # fmt: skip
def test_sums_are_read_as_they_are_spoken_in_english(
    english_order, next_day_american, amount, text, words
):
    pounds = any(word in text for word in ("£", "quid", "pound"))
    currency = "GBP" if pounds else "USD"
    facts = replace(english_order, amount=Decimal(amount), items=(), currency=currency)
    found = said(text, facts, next_day_american, Field.PRICE)
    assert [(value, wrong) for _, value, wrong in found] == [(amount, False)]
    assert words in found[0][0] or found[0][0] in words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("您花了一百六十出头", ["167.50"]),
        ("付了一百七不到", ["167.50"]),
        ("差不多快一百八块钱的东西", ["167.50"]),
        ("付了三百不到", []),
        ("卡里有两百出头", []),
    ],
)
def test_rounded_sums_are_read(order, next_day, text, expected):
    found = said(text, order, next_day, Field.PRICE)
    assert [value for _, value, wrong in found if not wrong] == expected


def test_a_sum_is_read_before_not_a_cent_less(order, next_day):
    facts = replace(order, amount=Decimal("188.00"), items=())
    found = said("钱一百八十八一分不少退给恁", facts, next_day, Field.PRICE)
    assert found == [("一百八十八", "188.00", False)]


@pytest.mark.parametrize("day", ["琴日", "昨儿个", "昨个", "昨朝"])
def test_yesterday_is_read_in_dialects(order, next_day, day):
    text = f"你{day}买的养生壶要召回"
    assert said(text, order, next_day, Field.ORDERED_AT) == [(day, "2026-03-10", False)]


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("tracking ends 4407, no charge", Field.TRACKING_NO, "4407"),
        ("quoting Marsh and 4921 for a refund of order", Field.ORDER_NO, "4921"),
        ("604 Larkspur, right? Your parcel is on the porch", Field.ADDRESS, None),
        ("418 Larkspur, right? Your parcel is on the porch", Field.ADDRESS, "418 Larkspur"),
    ],
)
def test_numbers_are_read_in_fewer_words(english_order, next_day_american, text, field, words):
    found = said(text, english_order, next_day_american, field)
    assert [one[0] for one in found] == ([words] if words else [])


def test_pounds_are_no_dollars(english_order, next_day_american):
    text = "2 flights from £42.50, forty-two pounds fifty in all"
    assert said(text, english_order, next_day_american, Field.PRICE) == []
