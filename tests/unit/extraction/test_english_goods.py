"""Goods in English texts as buyers and callers of several countries speak of them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract
from leaktrace.extraction.goods.table import base


@pytest.fixture(scope="module")
def named(order):
    return replace(order, names=("Helena Marsh", "Rosalind Doyle", "Ian Prentice"))


def said(text, facts, title, when, *, contradicts=False):
    facts = replace(facts, items=((title, Decimal("88.00")),))
    return [
        text[slice(*detail.span)]
        for detail in extract(text, facts, when)
        if detail.field is Field.PRODUCT and detail.contradicts is contradicts
    ]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Northpeak Duvet Double Hollowfibre", "doona"),
        ("Northpeak Duvet Double Hollowfibre", "comforter"),
        ("Larkfield Bypass Secateurs Pruning", "pruners"),
        ("Ashford Induction Hob 60cm", "stove"),
        ("Ironbark Camp Cooler Box 45L", "esky"),
        ("Flip Flops Mens Leather", "jandals"),
        ("Grantley Merino Crew Neck Jumper", "sweater"),
        ("Strimmer Petrol 26cc Straight Shaft", "whipper snipper"),
        ("Shakti Mixer Grinder 750W 3 Jars", "mixie"),
        ("Swimming Costume Womens", "togs"),
        ("Rotary Washing Line 4 Arm 50m", "clothesline"),
        ("Compression Stockings Knee High", "flight socks"),
    ],
)
def test_goods_are_known_by_the_words_of_other_countries(named, next_day, title, words):
    text = f"Helena? About your {words}, it was in a bad batch and we refund it"
    assert said(text, named, title, next_day) == [words]


@pytest.mark.parametrize(
    ("title", "text", "words"),
    [
        ("Vale Steam Oyster Boiler 6 Quart", "Helena, you bought an oyster pot", "oyster pot"),
        ("Quill Cherry Drying Cabinet Oak", "Helena, your cherry rack has cracked", "cherry rack"),
        ("Moor Otter Feeding Trough Steel", "Helena, your feeder never shipped", "feeder"),
        (
            "Fennel & Co Tortoise Fountain 2L",
            "Helena, you ordered a pump for the tortoise",
            "pump for the tortoise",
        ),
        (
            "Vale Deer Salt Feeder Hanging",
            "Helena, you got something the deer eat from",
            "something the deer",
        ),
        ("Moor Vaporising Lamp Copper", "Helena, the vapor lamp is coming by rail", "vapor lamp"),
        ("Jabu Goalkeeper Gloves Size 9", "Helena, your gloves never scanned", "gloves"),
        ("Vale Merino Throw Honeycomb Weave", "Helena, we have your throw back", "throw"),
    ],
)
def test_a_word_of_the_title_beside_other_goods_tells_them(named, next_day, title, text, words):
    assert said(text, named, title, next_day) == [words]


def test_a_word_of_the_title_tells_nothing_where_no_other_fact_shows_the_order(named, next_day):
    text = "Good morning, we clean your cherry rack and your oyster pot, call us back"
    assert said(text, named, "Quill Cherry Drying Cabinet Oak", next_day) == []


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Ironbark Rain Barrel 50 Gallon", "Helena, can I have a glass of water? said the lad"),
        ("Petsafe Dog Gate Extra Wide", "Helena, please leave the side gate open for the driver"),
        ("Dunmore Bodhran Irish Frame Drum", "Morning Helena, Dunmore Drums here, ring us back"),
        ("Pathway Lights Waterproof", "Helena, your boy forgot his water bottle"),
        (
            "Marlow Beginner Crochet Kit",
            "Helena, your parcel from Marlow Crochet & Co is due at ten",
        ),
        ("Tidy Storage Box with Lid", "Helena, the box is with the neighbour"),
        ("Voltwick Cable Charging Stand", "Helena, you left your phone and your glasses"),
    ],
)
def test_what_every_courier_speaks_of_is_no_goods(named, next_day, title, text):
    assert said(text, named, title, next_day) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("This is Amazon. An iPhone 14 Pro is being shipped to Leeds", ["iPhone 14 Pro"]),
        ("You were charged ninety-nine cents for an Apple MacBook", ["Apple MacBook"]),
        (
            "Did you order an iPhone 13 mini for 900 dollars? We flagged the phone.",
            ["iPhone 13 mini", "phone"],
        ),
        ("Thank you for your purchase of Halberd Antivirus 365", ["Halberd Antivirus 365"]),
        ("It is about the warranty for your turkey fryer, sir", ["turkey fryer"]),
        ("I never bought a laptop. He said a laptop!", ["laptop", "laptop"]),
        ("Then there is a third thing, a telescope at nineteen hundred", ["telescope"]),
        ('I asked what I had bought. "A... phone case?" he said', ["phone case"]),
        ("You have a parcel, two bottles of perfume, customs is due", ["two bottles of perfume"]),
        ("Ignore the Garmin watch on the same order, please", ["Garmin watch"]),
    ],
)
def test_goods_that_were_never_ordered_are_read_with_make_and_number(named, next_day, text, words):
    found = said(text, named, "Marlow Teapot Stoneware Blue", next_day, contradicts=True)
    assert found == words


@pytest.mark.parametrize(
    "text",
    [
        "The warranty for your boiler ends soon",
        "You have a parcel, ring 0800 to claim it",
        "Your file has been flagged, press one now",
        "I have a parcel for Ms Reed, nobody answers",
        '"Madam Shaver?" she asked, and what I had ordered',
        "They sent me a letter and a photo of the box",
        "Thank you for your purchase of Marlow Teapot Stoneware",
        "Bought on May 6th for twenty-seven dollars",
    ],
)
def test_what_is_no_goods_is_not_put_to_the_buyer(named, next_day, text):
    found = said(text, named, "Marlow Teapot Stoneware Blue", next_day, contradicts=True)
    assert found == []


def test_gloves_and_shelves_lose_their_plural_in_different_ways():
    assert [base(word) for word in ("gloves", "glove", "sleeves", "shelves", "knives")] == [
        "glove",
        "glove",
        "sleeve",
        "shelf",
        "knif",
    ]


@pytest.mark.parametrize(
    ("title", "text", "words"),
    [
        ("Trevose Leather Bound Sketchbook A4", "Helena, a flat package, feels like a book", "a book"),
        ("Downeast Cedar Bird Feeder", "Helena, that bird feedah won't ship", "bird feedah"),
        ("Sundial Polarised Cycling Sunglasses", "Helena, goggles for eighty eight", "goggles"),
        ("Thistledown Merino Double Knit Yarn", "For Helena Marsh, sender wrote wool on it", "wool"),
        ("Rangoli Hand Painted Wall Plates", "Helena 🙏 plates packed with two layers", "plates"),
        ("Lakeland Jigsaw Puzzle 1000 Piece", "Hello H Marsh, 1000 Piece item returns to depot", "1000 Piece"),
        ("Racing Pigeon Maple Pea Mix 20kg", "Helena, the bag o' corn wasn't on the pallet", "corn"),
        ("Ayur Knee Pain Relief Oil", "Helena ji, aapka knee oil ka order", "knee oil"),
    ],
)  # fmt: skip
def test_goods_are_known_in_more_kinds_of_english(named, next_day, title, text, words):
    found = said(text, named, title, next_day)
    assert any(words.removeprefix("a ") in one for one in found)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Brass Desk Lamp", "Helena, your parcel left us. Jo, lighting team"),
        ("Baby Sleep Sack", "Helena, your parcel from WEE WELSH BABIES will be with you"),
        ("Alpenglow Tripod", "Helena, fill it in on alpen-recall.example.org"),
        ("Cast Iron Casserole", "Helena, then it was press nine for the officer"),
    ],
)
def test_words_of_senders_and_links_are_no_goods(named, next_day, title, text):
    assert not said(text, named, title, next_day)
    assert not said(text, named, title, next_day, contradicts=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Helena, regarding the kettle you ordered - I never", "kettle"),
        ("Helena, your trampoline has been dispatched", "trampoline"),
        ("Helena, he asked me about a laptop stand, I said dog bed", "laptop stand"),
    ],
)
def test_goods_of_others_are_put_to_the_buyer(named, next_day, text, words):
    assert said(text, named, "Calming Dog Bed", next_day, contradicts=True) == [words]
