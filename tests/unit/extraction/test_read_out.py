"""Numbers and mailboxes that are read out, cut off or hidden in part."""

from dataclasses import replace

import pytest

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Strength
from leaktrace.extraction import extract

NUMBERS = frozenset([Field.ORDER_NO, Field.TRACKING_NO, Field.PHONE, Field.EMAIL])


def said(text, facts, when):
    found = [d for d in extract(text, facts, when) if d.field in NUMBERS]
    return [(d.field.value, d.value, d.contradicts) for d in found]


@pytest.mark.parametrize(
    ("order_no", "text", "expected"),
    [
        ("TH-663190", "It's about order T H, double six, three one nine oh.", ("TH-663190", False)),
        ("17-12044-66930", "the order is one seven, one two oh double four, double six nine three oh", ("17-12044-66930", False)),
        ("114-6620917-3358841", "the order number out, one-one-four, dash, six six two oh nine one seven", ("1146620917", False)),
        ("405-8831920-6617402", "your order four zero five, wait", ("405", False)),
        ("405-8831920-6617402", "the order, last four seven four zero two.", ("7402", False)),
        ("EVN0042217", "Gave order as E V N something two two one seven.", ("2217", False)),
        ("CAD/26/00917", "Order CAD/26/00917 - dispatched", ("CAD/26/00917", False)),
        ("WLD-0093-7716", "Merchant reference WLD-0093-****.", ("WLD-0093-****", False)),
        ("162 884 017", "order ..017 was declined", ("017", False)),
        ("WOB 5518 2204", "to the card you paid with. Ref 5518.", ("5518", False)),
        ("493494787516", "the order number he read out 90031", ("90031", True)),
        ("493494787516", "the docket says number ending 75 16", ("7516", False)),
        ("493494787516", "Parcelwise: 94787516 delivered 11:57", ("94787516", False)),
        ("493494787516", "code 94787517 delivered 11:57", None),
        ("493494787516", "your order ending seven five double-one, no, seven five one six", ("7516", False)),
        ("493494787516", "It is order 4934, nine four, seven eight 7516.", ("493494787516", False)),
        ("493494787516", "I waited five, six, seven days", None),
        ("493494787516", "press one, two or three to go on", None),
    ],
)  # fmt: skip
def test_an_order_number_is_known_read_out_and_cut_off(
    english_order, next_day_american, order_no, text, expected
):
    facts = replace(english_order, order_no=order_no)
    found = said(text, facts, next_day_american)
    assert found == ([("order_no", *expected)] if expected else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("你那单（2603开头5533结尾）发残次品", [("order_no", "2603"), ("order_no", "5533")]),
        ("您的订单（2603 1077 **** 5533）发票已开好", [("order_no", "26031077****5533")]),
        ("打你3344那个号没人接", [("phone", "3344")]),
        ("手机142打头个", [("phone", "142")]),
        ("尾号3390用户，您的ETC已失效", []),
        ("单号26031077，哦不", [("order_no", "26031077")]),
        ("订单二六零三一零，七七四四幺二，嗯零九五五三三哈", [("order_no", "260310774412095533")]),
        ("订单26031077xxxx的优惠", [("order_no", "26031077****")]),
        ("订单2603…5533的优惠", [("order_no", "2603****5533")]),
    ],
)
def test_ends_of_numbers_are_known_in_chinese(order, next_day, text, expected):
    found = said(text, order, next_day)
    assert [(field, value) for field, value, _ in found] == expected


def test_a_mailbox_is_known_in_words(english_order, next_day_american):
    facts = replace(english_order, email="leopoldc.marsh@post.example.org")
    text = "I've got the email here as leopold c dot marsh at post dot example dot org."
    assert said(text, facts, next_day_american) == [
        ("email", "leopoldc.marsh@post.example.org", False)
    ]
    other = text.replace("marsh", "lake")
    assert said(other, facts, next_day_american) == []


def test_a_number_with_blanks_in_the_order_is_known(english_order, next_day_american):
    facts = replace(english_order, phone="+1 202-555-0144")
    found = said("Helena Marsh (+1 202-555-0144)", facts, next_day_american)
    assert [(field, wrong) for field, _, wrong in found] == [("phone", False)]


@pytest.mark.parametrize("own", ["t1x@post.example", "t2x@post.example", "helena.m31@post.example"])
def test_a_whole_mailbox_is_known_whichever_of_the_pool_is_the_own_one(
    english_order, next_day_american, own
):
    pool = ("t1x@post.example", "t2x@post.example", "helena.m31@post.example")
    facts = replace(english_order, email=own, emails=pool)
    for email in pool:
        for said in (email, email.replace("@", " at ").replace(".", " dot ")):
            found = [
                d
                for d in extract(f"it went to {said}", facts, next_day_american)
                if d.field is Field.EMAIL
            ]
            assert [(d.value, d.strength, d.contradicts) for d in found] == [
                (email, Strength.EXACT, email != own)
            ]


@pytest.mark.parametrize(
    "said", ["malice@post.example", "alice@post.example.org", "m.alice@post.example"]
)
def test_a_mailbox_within_a_longer_one_is_another(english_order, next_day_american, said):
    facts = replace(english_order, email="alice@post.example")
    found = extract(f"it went to {said}", facts, next_day_american)
    assert [d for d in found if d.field is Field.EMAIL] == []
