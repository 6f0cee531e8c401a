"""Names with accents, which people type with and without them; the value is the pool's spelling."""

from dataclasses import replace

import pytest
from words_said import names_said as said

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.domain.copy import Fit
from leaktrace.extraction import alike, extract, fit, unfit


@pytest.mark.parametrize(
    ("text", "name", "span", "value"),
    [
        ("Dear Joao Silva, your parcel", "João Silva", "Joao Silva", "João Silva"),
        ("JOAO SILVA, your parcel", "João Silva", "JOAO SILVA", "João Silva"),
        ("Hi Joao, your parcel", "João Silva", "Joao", "João"),
        ("Hi João, your parcel", "João Silva", "João", "João"),
        ("Hi Joa\u0303o, your parcel", "João Silva", "Joa\u0303o", "João"),
        ("Dear João Silva, your parcel", "Joao Silva", "João Silva", "Joao Silva"),
        ("Dear Jorg Weiss", "Jörg Weiß", "Jorg Weiss", "Jörg Weiß"),
        ("Olá: Herr Jörg Weiß. Danke", "Jörg Weiss", "Jörg Weiß", "Jörg Weiss"),
        ("Mr Weiß, your order", "Jörg Weiss", "Mr Weiß", "Weiss"),
        ("Hi Zoe, your parcel", "Zoë van der Berg", "Zoe", "Zoë"),
        ("Mr Alves, your order", "Conceição Alves", "Mr Alves", "Alves"),
        ("Ms Goncalves, your order", "Júlia Gonçalves", "Ms Goncalves", "Gonçalves"),
        ("Dear Jose Garcia", "José García López", "Jose Garcia", "José García López"),
        ("Is this Lukasz Zolc?", "Łukasz Żółć", "Lukasz Zolc", "Łukasz Żółć"),
        ("Is this Łukasz Żółć?", "Łukasz Żółć", "Łukasz Żółć", "Łukasz Żółć"),
        ("Dear Nguyen Thi Anh", "Nguyễn Thị Ánh", "Nguyen Thi Anh", "Nguyễn Thị Ánh"),
        ("Dear Nguyễn Thị Ánh", "Nguyễn Thị Ánh", "Nguyễn Thị Ánh", "Nguyễn Thị Ánh"),
        ("Hello dear M1guel Alves, your order", "Miguel Álves", "M1guel Alves", "Miguel Álves"),
        ("您好 Zoë Åkesson，您的订单", "Zoë Åkesson", "Zoë Åkesson", "Zoë Åkesson"),
    ],
)
def test_a_name_is_the_same_with_and_without_accents(order, next_day, text, name, span, value):
    assert said(text, order, next_day, name, "Ann Ray")[:1] == [(span, value, False)]
    assert said(text, order, next_day, "Ann Ray", name)[:1] == [(span, value, True)]


def test_a_stranger_keeps_the_accents_that_were_typed(order, next_day):
    found = said("Hello, is this Renée Dubois?", order, next_day, "João Silva", "Ann Ray")
    assert found == [("Renée Dubois", "Renée Dubois", True)]


def test_a_copy_without_accents_holds_the_name_that_was_said():
    detail = Detail(Field.NAME, "João Weiß", None, Strength.EXACT, contradicts=False)
    assert fit(detail, "JOAO WEISS") is Fit.HOLDS
    assert fit(detail, "Joana Weiss") is Fit.DIFFERS
    first = Detail(Field.NAME, "João", None, Strength.PARTIAL, contradicts=False)
    assert fit(first, "Joao Weiss") is Fit.HOLDS


def test_names_that_differ_in_accents_only_are_no_two_values_of_a_pool():
    assert alike(Field.NAME, ["João Silva", "Ann Ray", "Joao Silva"]) == (0, 2)
    assert unfit(Field.NAME, "Nguyễn Thị Ánh", ["Jane Doe"]) is None


@pytest.mark.parametrize(
    ("text", "name", "span"),
    [
        ("Dear Kumar s/o Raju, your parcel", "Kumar s/o Raju", "Kumar s/o Raju"),
        ("Dear Kumar Raju, your parcel", "Kumar s/o Raju", "Kumar Raju"),
        ("Dear Ali Ali, your parcel", "Ali Ali", "Ali Ali"),
        ("Dear J K Rowe, your parcel", "J. K. Rowe", "J K Rowe"),
        ("Dear J. K. Rowe, your parcel", "J K Rowe", "J. K. Rowe"),
        ("Dear J.K. Rowe, your parcel", "J. K. Rowe", "J.K. Rowe"),
        ("Dear J. Rowe, your parcel", "J. K. Rowe", "J. Rowe"),
        ("Dear Ø. Æsop, your parcel", "Ø. Æsop", "Ø. Æsop"),
    ],
)
def test_unusual_names_are_read_as_they_are_written(order, next_day, text, name, span):
    assert said(text, order, next_day, name, "Ann Ray") == [(span, name, False)]
    assert said(text, order, next_day, "Ann Ray", name) == [(span, name, True)]


@pytest.mark.parametrize("names", [(), ("É É",), ("Ø Æ",), ("--",), ("..",), ("-- Al --",), ("",)])
def test_an_order_with_no_name_or_a_strange_one_is_read_all_the_same(order, next_day, names):
    facts = replace(order, names=names)
    found = extract("您好，您买的养生壶167.50元，请联系 Ann Ray", facts, next_day)
    assert Field.PRICE in {detail.field for detail in found}
