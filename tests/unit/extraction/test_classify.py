"""What a contact is."""

import pytest

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import UNBOUND, ContactClass, Medium
from leaktrace.extraction import classify, extract, read_noted


def class_of(text, facts, when, *, medium=Medium.SMS, caller=None, noted=None):
    details = extract(text, facts, when) + read_noted(noted or {}, facts, when)
    return classify(
        text=text, medium=medium, caller=caller, details=details, facts=facts
    ).contact_class


@pytest.mark.parametrize(
    "text",
    [
        "自称商城客服，知道沈雨桐买了养生壶，说质量不合格要三倍赔偿，让加微信。",
        "【橙舟商城】沈雨桐您好，您昨天的订单异常，退款请点 http://tk.example.net/a1",
        "【飞鹭快递理赔】您的快件FL7741203395561丢失，请添加理赔专员办理。",
    ],
)
def test_facts_with_a_lure_are_a_scam_whoever_signs(order, next_day, text):
    assert class_of(text, order, next_day) is ContactClass.SCAM


@pytest.mark.parametrize(
    "text",
    [
        "【飞鹭快递】您的快件（运单尾号5561）已揽收，可在官方小程序查询进度。",
        "【橙舟商城】您的订单260310774412095533已付款，客服不会索要验证码。",
        "【飞鹭快递】您的快件5561已发货，正在派送，查看物流 https://fl.example.net/t",
        "【飞鹭快递】凭取件码3-2-1102到听风苑门口快递柜取件，运单尾号5561。",
    ],
)
def test_messages_of_platform_and_courier_are_expected(order, next_day, text):
    assert class_of(text, order, next_day, caller="1069001234") is ContactClass.EXPECTED


@pytest.mark.parametrize(
    "text",
    [
        "快递盒里夹了一张小卡片，好评返现3元，加微信 cz_hp02 领取。",
        "感谢购买养生壶，包裹内有售后卡，五星好评扫码领红包。",
        "亲，养生壶白色的没货了，给您发灰色行吗，不行的话给您退。",
        "【晨曦银行】您尾号0417的信用卡3月10日消费167.50元，如非本人操作请致电客服。",
        "【海关】申报人沈雨桐，您的订单260310774412095533已放行，个人额度可在海关官网查询。",
        "小哥打来，说家里没人，东西给放物业了。",
    ],
)
def test_shops_banks_and_cards_in_the_parcel_are_expected(order, next_day, text):
    assert class_of(text, order, next_day) is ContactClass.EXPECTED


@pytest.mark.parametrize(
    "text",
    [
        "PayPal: You paid $42.50 USD to larkshop. Transaction ID 5MX771.",
        "Just confirming: one stovetop kettle for Apt 12B? Labels are printed tonight.",
        "Your Larkshop order LT-664921: one item was cancelled and refunded.",
        "How was your delivery from Larkshop? Reply 1 to 5.",
        "Seller here, it's in the post, sorry for the wait!",
    ],
)
def test_english_shops_and_payment_services_are_expected(english_order, next_day_american, text):
    assert class_of(text, english_order, next_day_american) is ContactClass.EXPECTED


@pytest.mark.parametrize(
    "text",
    [
        "UPS: we could not deliver 1Z999AA10588214407. Pay £1.20 for redelivery: ups-pay.example.org",
        "Your Larkshop order of a stovetop kettle was declined, call us back at once.",
        "PayPal: $42.50 for your stovetop kettle is on hold, verify your card.",
    ],
)
def test_whoever_is_named_what_wants_money_or_a_call_is_a_scam(
    english_order, next_day_american, text
):
    assert class_of(text, english_order, next_day_american) is ContactClass.SCAM


def test_a_card_that_asks_for_more_than_a_review_is_not_the_shops(order, next_day):
    text = "包裹里有张卡片：沈雨桐您好，五星好评扫码，输入银行卡号领取养生壶补偿金"
    assert class_of(text, order, next_day) is ContactClass.SCAM


@pytest.mark.parametrize(
    "text",
    ["Two question poll on the school election: reply 1 or 2", "民意调查：您对学校教育满意吗"],
)
def test_a_survey_is_unknown_by_message_too(order, next_day, text):
    assert class_of(text, order, next_day) is ContactClass.UNKNOWN


def test_facts_that_only_the_holder_said_show_no_knowledge(order, next_day):
    text = "问我买了什么，我嘴快说了沈雨桐、养生壶。然后要我共享屏幕。"
    assert class_of(text, order, next_day, medium=Medium.CALL) is ContactClass.BACKGROUND


@pytest.mark.parametrize(
    "text",
    [
        "您好，贷款利息很低，需要吗",
        "【信用贷】额度已到账，戳 http://d.example.com/a",
        "自动语音：您的快递已丢失，请按零转人工理赔。",
    ],
)
def test_a_lure_without_facts_is_background(order, next_day, text):
    assert class_of(text, order, next_day, medium=Medium.CALL) is ContactClass.BACKGROUND


@pytest.mark.parametrize(
    "text", ["", "在吗", "响一声就挂。", "静音三秒后挂断。", "“沈女士吗？”说打错了。"]
)
def test_silence_and_a_bare_name_are_unknown(order, next_day, text):
    assert class_of(text, order, next_day, medium=Medium.CALL) is ContactClass.UNKNOWN


def test_noted_facts_without_a_text_are_a_scam(order, next_day):
    assert class_of("", order, next_day, noted={Field.PRODUCT: "养生壶"}) is ContactClass.SCAM
    assert class_of("", order, next_day, noted={Field.NAME: "沈女士"}) is ContactClass.UNKNOWN


def test_another_name_of_the_pool_is_knowledge_of_the_order_too(order, next_day):
    assert class_of("", order, next_day, noted={Field.NAME: "沈雨航"}) is ContactClass.SCAM


def test_a_part_of_another_name_of_the_pool_is_as_much_knowledge_as_one_of_the_own(order, next_day):
    text = "{}，包裹的事要退款给您，请加微信"
    assert class_of(text.format("雨桐"), order, next_day) is ContactClass.SCAM
    assert class_of(text.format("雨航"), order, next_day) is ContactClass.SCAM
    assert class_of(text.format("志强"), order, next_day) is not ContactClass.SCAM


def test_a_line_without_an_order_gets_no_scam():
    for text in ("沈雨桐您好，您买的养生壶要退款，加微信", "在吗", ""):
        found = classify(text=text, medium=Medium.SMS, caller=None, details=(), facts=None)
        assert found.contact_class in (ContactClass.BACKGROUND, ContactClass.UNKNOWN)


def test_the_reason_is_a_sentence_without_personal_data(order, next_day):
    text = "沈雨桐您好，您买的养生壶要退款，加微信"
    found = classify(
        text=text,
        medium=Medium.SMS,
        caller=None,
        details=extract(text, order, next_day),
        facts=order,
    )
    assert found.reason.endswith(".")
    assert "沈" not in found.reason


def test_the_remark_of_a_gateway_is_no_word_of_the_caller(order, english_order, next_day):
    for facts in (order, english_order):
        assert extract(UNBOUND, facts, next_day) == ()
        assert class_of(UNBOUND, facts, next_day, medium=Medium.CALL) is ContactClass.UNKNOWN
        noted = {Field.NAME: facts.names[0]}
        assert class_of(UNBOUND, facts, next_day, noted=noted) is ContactClass.SCAM
    for text in ("您好，贷款利息很低，需要吗", "自称商城客服，知道沈雨桐买了养生壶，让加微信。"):
        marked = class_of(f"{text}\n{UNBOUND}", order, next_day)
        assert marked is class_of(text, order, next_day)


def test_the_city_of_the_buyer_and_the_dialled_number_are_no_knowledge(order, next_day):
    text = "杭州的朋友您好，您的号码14211223344已被抽中，点击 http://a.example.com 领奖"
    assert extract(text, order, next_day)
    assert class_of(text, order, next_day) is ContactClass.BACKGROUND


@pytest.mark.parametrize(
    "text",
    [
        "Helena, your order LT-664921 is being refunded. Scan the QR code with WeChat",
        "Order LT-664921: please confirm your credit card.",
        "Hello Helena, LT-664921 is at our branch. First pay the clearance by e-transfer.",
    ],
)
def test_codes_cards_and_wallets_are_asked_for_by_no_shop(english_order, next_day_american, text):
    assert class_of(text, english_order, next_day_american) is ContactClass.SCAM


def test_who_says_only_the_mailbox_is_told_of_with_what_that_shows(
    english_order, next_day_american
):
    text = "Your email is helena.marsh31@example.org, right? Give me your Alipay login"
    details = extract(text, english_order, next_day_american)
    told = classify(text=text, medium=Medium.SMS, caller=None, details=details, facts=english_order)
    assert told.contact_class is ContactClass.BACKGROUND
    assert "knows the number or mailbox" in told.reason


@pytest.mark.parametrize(
    "text",
    [
        "沈雨桐女士，我是快递员，您的件地址不详，麻烦您转9块9邮费到我微信",
        "喂你好沈女士，送快递的，件在我这，补12块运费，微信转我，我给您送上去",
        "【飞鹭快递】沈雨桐，您的快件待派送，请将运费12元转至快递员个人微信",
        "快递小哥：沈雨桐，代收货款扫我这个个人码就行",
    ],
)
def test_money_to_a_private_account_is_wanted_by_no_courier(order, next_day, text):
    assert class_of(text, order, next_day) is ContactClass.SCAM


@pytest.mark.parametrize(
    "text",
    [
        "沈雨桐你好，送快递的，到付15元，给现金或者扫面单上的码",
        "沈雨桐，飞鹭快递，多收的运费已退到您微信，件放门口了",
        "【飞鹭快递】沈雨桐，派件中。请勿把运费转到快递员个人微信",
    ],
)
def test_paying_at_the_door_or_being_paid_back_is_not_that(order, next_day, text):
    assert class_of(text, order, next_day) is ContactClass.EXPECTED
