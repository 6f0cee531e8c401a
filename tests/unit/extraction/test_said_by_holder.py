"""Who said a fact first: what our side named, and what the caller is said not to know, tells nothing of the caller."""

import pytest

from leaktrace.domain.contact import ContactClass, Medium
from leaktrace.extraction import classify, extract, is_informing

TELLS_NOTHING = (ContactClass.BACKGROUND, ContactClass.UNKNOWN)


def heard(text, order, when):
    found = extract(text, order, when)
    assert found
    return found


def known_by_caller(text, order, when):
    return {text[slice(*one.span)] for one in heard(text, order, when) if not one.by_holder}


def class_of(text, order, when):
    found = extract(text, order, when)
    return classify(text=text, medium=Medium.CALL, caller=None, details=found, facts=order)


OURS_ZH = [
    "我问他是不是找沈雨桐，他说对，让我加微信退款",
    "我问：是退养生壶那167块5吗？对方：对对，您加一下微信",
    "我就问是退养生壶的吗，他嗯了一声，叫我加QQ",
    "我反问他是不是养生壶的事，他说是的，要我下载会议软件",
    "我问他：“喂，你好。是找沈雨桐？还是退养生壶那167块5？”他说对，加微信退款",
    "“是退养生壶那167块5吗？”我问，他说对，要我扫码",
    "是养生壶的事吗？我问他。他说是，让我加微信",
    "我猜是养生壶，他说没错，退款加微信",
    "我妈问他是不是养生壶，他说是，要我妈加微信退款",
    "我说我是沈雨桐，他才说沈雨桐女士您好，让我加QQ退款",
    "我报了名字沈雨桐，他说沈女士您好，退款加微信",
    "我告诉他我叫沈雨桐，他说好的沈雨桐，加微信理赔",
    "我把名字沈雨桐报给他了，他说退款要加微信",
    "他说您好。我：是退养生壶那167块5吗？对方：对，加微信退款",
    "我跟他说我买的是养生壶，他说养生壶有质量问题，加微信退款",
]
OURS_EN = [
    "I asked whether this was about the Voltera Enamel Stovetop Kettle, he said sure, and wanted gift cards for the refund.",
    "When I asked if he meant the Voltera Enamel Stovetop Kettle he said yes, buy gift cards.",
    '"Is this about the Voltera Enamel Stovetop Kettle?" I asked, and he said sure, then wanted gift cards for a refund.',
    "'Is this about the Voltera Enamel Stovetop Kettle?' I said; he said yes, then wanted gift cards.",
    "I asked whether they meant Helena Marsh. He said yes and asked for gift cards.",
    "My wife asked him if he meant Helena Marsh and he said right, then asked for gift cards.",
    "So I asked is it the $42.50 kettle, he goes sure, buy gift cards for the refund.",
    "I guessed it was the Voltera Enamel Stovetop Kettle and he said yes, wanted gift cards for the refund.",
    "I told him my name is Marsh, then he said 'Mrs Marsh, you are owed a refund', and wanted gift cards.",
    "I gave her my name, Helena Marsh, and she said Mrs Marsh you are owed a refund, gift cards.",
    "Caller: Hello. Me: Is it the $42.50 kettle? Caller: yes, $42.50, buy gift cards.",
    "I mentioned the Voltera Enamel Stovetop Kettle and she said yes, that one, refund by gift cards.",
]
UNSAID_ZH = [
    "他没提沈雨桐这个名字，也没提养生壶，只说快递理赔加QQ",
    "对方没有说出我的名字沈雨桐，只说退款让加微信",
    "对方不知道我叫沈雨桐，要我报验证码",
    "对方不晓得我买的是养生壶，让我报卡号",
    "对方说不出我买的是养生壶，只说理赔加QQ",
    "他报不出2栋1203室，只说快递丢了加微信",
    "他叫不上沈雨桐这个名字，让加QQ理赔",
    "他没报订单号260310774412095533，让加QQ理赔",
    "他只字未提养生壶，只叫我加QQ理赔",
    "名字沈雨桐他没说，养生壶也没提，只说理赔加QQ",
    "他连我叫沈雨桐都不知道，让我加QQ理赔",
    "对方没有报出沈雨桐、养生壶或者167块5，只让我加QQ理赔",
    "他没喊我沈雨桐，就喊亲，让我加QQ理赔",
]
UNSAID_EN = [
    "He didn't say Marsh or anything about a Voltera Enamel Stovetop Kettle, only that there was a parcel problem and gift cards.",
    "She never mentioned the Voltera Enamel Stovetop Kettle; just 'a recent order' and asked for my card.",
    "He didn't know I'd bought a Voltera Enamel Stovetop Kettle, just wanted gift cards for a refund.",
    "She couldn't tell me my name was Marsh, wanted my card number.",
    "He had no idea I bought a Voltera Enamel Stovetop Kettle, he wanted gift cards.",
    "He asked for my card without saying Helena Marsh or the kettle.",
    "She wouldn't say Helena Marsh, wanted gift cards for a refund.",
    "There was no mention of the Voltera Enamel Stovetop Kettle; he wanted gift cards for a refund.",
    "He never mentioned Marsh, the kettle or the $42.50, only a parcel problem and gift cards.",
    "The Voltera Enamel Stovetop Kettle was never mentioned, he wanted gift cards for the parcel.",
    "Neither Marsh nor the kettle was mentioned, he wanted gift cards for a refund.",
    "He did not mention the kettle or my name, Marsh, only a parcel problem and gift cards.",
]
KNOWN_ZH = [
    ("他没说自己是哪里的，但知道我买了养生壶，让我加微信", "养生壶"),
    ("他没说自己是谁，张口就喊沈雨桐，让我加微信退款", "沈雨桐"),
    ("他说我没收到货，养生壶要退，加微信", "养生壶"),
    ("他说养生壶没付款成功，让我加微信退款", "养生壶"),
    ("我没说我叫沈雨桐，他就直接喊沈雨桐女士，让我加微信退款", "沈雨桐"),
    ("我都没提养生壶，他自己说的养生壶退款，加微信", "养生壶"),
    ("我问他怎么知道我叫沈雨桐，他说系统里有，加微信退款", "沈雨桐"),
    ("我问他：“你是谁。你怎么知道我叫沈雨桐？”他说系统，加微信退款", "沈雨桐"),
    ("我说你怎么知道我买了养生壶，他说平台有，加微信退款", "养生壶"),
    ("我问他找谁，他说找沈雨桐，加微信退款", "沈雨桐"),
    ("他问我是不是沈雨桐，我说是，让我加微信退款", "沈雨桐"),
    ("没等我说话就报出沈雨桐，让我加微信退款", "沈雨桐"),
    ("他二话不说报出沈雨桐，让我加微信退款", "沈雨桐"),
    ("他没说错，沈雨桐，让我加微信退款", "沈雨桐"),
    ("他没说养生壶为什么召回，只让我加微信退款", "养生壶"),
    ("不知道哪来的电话说我的养生壶有问题，加微信退款", "养生壶"),
    ("我心想不会提养生壶吧，他就说养生壶召回，加微信", "养生壶"),
    ("我讲给你听哈，有人喊我沈雨桐，叫我加微信退款", "沈雨桐"),
    ("对方说沈雨桐没报海关税，让我转账", "沈雨桐"),
    ("我：喂？对方：沈雨桐吗？您的养生壶退款，加微信", "沈雨桐"),
    ("没提别的，只说沈雨桐的快递理赔，加微信", "沈雨桐"),
]
KNOWN_EN = [
    (
        "He didn't say who he was, but he knew I'd bought the Voltera Enamel Stovetop Kettle, gift cards.",
        "Kettle",
    ),
    (
        "He said I hadn't paid for the Voltera Enamel Stovetop Kettle and wanted gift cards.",
        "Kettle",
    ),
    ("He asked if I was Helena Marsh and I said yes, then wanted gift cards.", "Helena Marsh"),
    (
        "I asked how he knew I bought the Voltera Enamel Stovetop Kettle, he wanted gift cards.",
        "Kettle",
    ),
    ("I asked who he wanted and he said Helena Marsh, then gift cards.", "Helena Marsh"),
    ('"Is that Helena Marsh?" I said yes. He wanted gift cards for a refund.', "Helena Marsh"),
    (
        "He said the Voltera Enamel Stovetop Kettle could not be delivered and wanted gift cards.",
        "Kettle",
    ),
    (
        "She said they couldn't give me a refund on the Voltera Enamel Stovetop Kettle, gift cards.",
        "Kettle",
    ),
    ("I never said my name was Marsh, but he wanted gift cards.", "Marsh"),
    (
        "He didn't say why the Voltera Enamel Stovetop Kettle was recalled, wanted gift cards.",
        "Kettle",
    ),
    ("He said I paid $42.50 for it and wanted gift cards.", "$42.50"),
    ("She didn't just say Helena Marsh; she wanted gift cards.", "Helena Marsh"),
    (
        "He would not say more about the Voltera Enamel Stovetop Kettle, wanted gift cards.",
        "Kettle",
    ),
    (
        "I told him I did not want the Voltera Enamel Stovetop Kettle he mentioned, gift cards.",
        "Kettle",
    ),
    ("Me: Hello? Caller: Is that Helena Marsh? Buy gift cards.", "Helena Marsh"),
    ('Him: "Hello." Me: "You tell me." "Helena Marsh, buy gift cards."', "Helena Marsh"),
    ("Couldn't say Helena Marsh to save his life, wanted gift cards.", "Helena Marsh"),
    (
        "I never told anyone about the Voltera Enamel Stovetop Kettle, he wanted gift cards.",
        "Kettle",
    ),
]


@pytest.mark.parametrize("text", OURS_ZH + UNSAID_ZH)
def test_what_our_side_named_or_the_caller_left_out_is_no_knowledge(order, next_day, text):
    assert known_by_caller(text, order, next_day) == set()
    assert not any(map(is_informing, heard(text, order, next_day)))
    assert class_of(text, order, next_day).contact_class in TELLS_NOTHING


@pytest.mark.parametrize("text", OURS_EN + UNSAID_EN)
def test_the_same_in_english(english_order, next_day_american, text):
    assert known_by_caller(text, english_order, next_day_american) == set()
    assert class_of(text, english_order, next_day_american).contact_class in TELLS_NOTHING


@pytest.mark.parametrize(("text", "known"), KNOWN_ZH)
def test_questions_and_denials_of_something_else_leave_the_caller_the_knowledge(
    order, next_day, text, known
):
    assert known in known_by_caller(text, order, next_day)
    assert class_of(text, order, next_day).contact_class is ContactClass.SCAM


@pytest.mark.parametrize(("text", "known"), KNOWN_EN)
def test_the_same_questions_and_denials_in_english(english_order, next_day_american, text, known):
    assert any(known in said for said in known_by_caller(text, english_order, next_day_american))


def test_a_caller_who_named_it_first_keeps_it_though_the_holder_repeats_it(order, next_day):
    text = "他说沈雨桐女士您好，我说我是沈雨桐，他说沈雨桐女士您加一下微信退款"
    said = [one.by_holder for one in heard(text, order, next_day)]
    assert said == [False, True, False]


def test_an_answer_that_tells_more_than_was_named_is_the_callers(order, next_day):
    text = "我说我姓沈，他说那就是沈雨桐女士，让我加微信退款"
    assert "沈雨桐" in {said[:3] for said in known_by_caller(text, order, next_day)}


def test_a_name_that_was_left_out_first_and_said_later_is_known(order, next_day):
    text = "他先没提沈雨桐这个名字。后来他说沈雨桐女士您好，加微信退款"
    assert [one.by_holder for one in heard(text, order, next_day)] == [True, False]


def test_an_echo_is_known_far_from_what_was_named(order, next_day):
    text = (
        "我说我叫沈雨桐。"
        + "他说系统比较慢，请您稍等一下。" * 120
        + "好了沈雨桐女士，退款请加微信。"
    )
    assert known_by_caller(text, order, next_day) == set()


def test_a_code_that_is_asked_for_is_no_ordinary_talk_of_couriers(order, next_day):
    asked = class_of("他知道沈雨桐的快递，要我给验证码", order, next_day)
    assert asked.contact_class is ContactClass.SCAM
    ours = class_of("我问他是不是沈雨桐的快递，他说是，要我给验证码", order, next_day)
    assert ours.contact_class is ContactClass.BACKGROUND
    assert "快递, 证码" not in asked.reason + ours.reason
