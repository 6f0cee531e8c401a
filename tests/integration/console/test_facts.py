"""A fact that was said several times is told once."""

from leaktrace.console.facts import facts_of
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Origin, Strength


def said(field, value, strength=Strength.EXACT, *, wrong=False, origin=Origin.TEXT):
    return Detail(field, value, None, strength, contradicts=wrong, origin=origin)


def test_each_fact_is_told_once_with_its_count_and_its_best_strength():
    name, product = facts_of(
        (one, False)
        for one in (
            said(Field.NAME, "林**", Strength.PARTIAL),
            said(Field.PRODUCT, "水壶", Strength.FUZZY),
            said(Field.NAME, "林**", origin=Origin.NOTED),
            said(Field.PRODUCT, "恒温电热水壶"),
            said(Field.NAME, "林**", Strength.FUZZY),
        )
    )
    assert (name.values, name.count, name.strength) == (("林**",), 3, Strength.EXACT)
    assert name.origins == (Origin.TEXT, Origin.NOTED)
    assert (product.values, product.count) == (("水壶", "恒温电热水壶"), 2)


def test_what_is_right_what_differs_and_what_was_drawn_stay_apart():
    details = [said(Field.NAME, "林**"), said(Field.NAME, "王**", wrong=True)]
    facts = facts_of(zip([*details, details[1]], [False, False, True], strict=True))
    assert [(one.contradicts, one.drawn) for one in facts] == [
        (False, False), (True, False), (False, True)
    ]  # fmt: skip
