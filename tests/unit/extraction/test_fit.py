"""Whether a caller could have said a detail from a copy."""

import pytest

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.domain.copy import Fit
from leaktrace.extraction import address_part, fit, is_informing

WHOLE = "浙江省杭州市滨江区望潮路88号听风苑2栋1203室"


def detail(field, value, strength=Strength.EXACT, *, wrong=False, holder=False):
    return Detail(field, value, None, strength, wrong, by_holder=holder)


@pytest.mark.parametrize(
    ("field", "value", "strength", "held", "expected"),
    [
        (Field.NAME, "沈", "partial", "沈**", Fit.HOLDS),
        (Field.NAME, "沈", "partial", "沈雨桐", Fit.HOLDS),
        (Field.NAME, "沈", "partial", "吕**", Fit.DIFFERS),
        (Field.NAME, "沈雨桐", "exact", "沈**", Fit.LACKS),
        (Field.NAME, "沈雨桐", "exact", "沈雨航", Fit.DIFFERS),
        (Field.NAME, "沈雨桐", "exact", "沈雨桐", Fit.HOLDS),
        (Field.NAME, "沈雨桐", "exact", "沈女士", Fit.LACKS),
        (Field.NAME, "雨桐", "partial", "沈雨桐", Fit.HOLDS),
        (Field.NAME, "沈*桐", "partial", "沈雨桐", Fit.HOLDS),
        (Field.NAME, "沈*桐", "partial", "沈**", Fit.LACKS),
        (Field.NAME, "Marsh", "partial", "Helena Marsh", Fit.HOLDS),
        (Field.NAME, "Helena Marsh", "exact", "H*** Marsh", Fit.LACKS),
        (Field.NAME, "Helena Marsh", "exact", "Elena March", Fit.DIFFERS),
        (Field.NAME, "沈雨桐", "exact", "Helena Marsh", Fit.DIFFERS),
        (Field.NAME, "沈雨桐", "exact", "H*** Marsh", Fit.DIFFERS),
        (Field.PHONE, "3344", "partial", "142****3344", Fit.HOLDS),
        (Field.PHONE, "+8614211223344", "exact", "142****3344", Fit.LACKS),
        (Field.PHONE, "+8614211223344", "exact", "+8614211223344", Fit.HOLDS),
        (Field.PHONE, "3344", "partial", "+8614400556677-3001", Fit.LACKS),
        (Field.PHONE, "9988", "partial", "+8614211223344", Fit.DIFFERS),
        (Field.TRACKING_NO, "5561", "partial", "FL7741203395561", Fit.HOLDS),
        (Field.ORDER_NO, "1234", "partial", "260310774412095533", Fit.DIFFERS),
        (Field.PRICE, "167.50", "exact", "167.50", Fit.HOLDS),
        (Field.PRICE, "167.50", "fuzzy", "167.5", Fit.HOLDS),
        (Field.PRICE, "99.00", "exact", "167.50", Fit.DIFFERS),
        (Field.ORDERED_AT, "2026-03-10", "partial", "2026-03-10T20:14:09+08:00", Fit.HOLDS),
        (Field.ORDERED_AT, "2026-03-10T20:14", "exact", "2026-03-10", Fit.LACKS),
        (Field.ORDERED_AT, "2026-03-09", "partial", "2026-03-10T20:14:09+08:00", Fit.DIFFERS),
        (Field.PRODUCT, "竹语双层玻璃养生壶", "fuzzy", "竹语双层玻璃养生壶；棉拖鞋", Fit.HOLDS),
        (Field.PRODUCT, "电动牙刷", "fuzzy", "竹语双层玻璃养生壶", Fit.DIFFERS),
        (Field.ADDRESS, "2栋1203室", "exact", WHOLE, Fit.HOLDS),
        (Field.ADDRESS, "2栋", "partial", WHOLE, Fit.HOLDS),
        (Field.ADDRESS, "2栋1204室", "exact", WHOLE, Fit.DIFFERS),
        (Field.ADDRESS, "2栋1203室", "exact", "浙江省杭州市滨江区****", Fit.LACKS),
        (Field.ADDRESS, "望潮路88号听风苑", "partial", "浙江省杭州市滨江区****", Fit.LACKS),
        (Field.ADDRESS, "杭州市滨江区", "partial", "浙江省杭州市滨江区****", Fit.HOLDS),
        (Field.ADDRESS, "滨江区", "partial", WHOLE, Fit.HOLDS),
        (Field.ADDRESS, "洛阳市", "partial", WHOLE, Fit.DIFFERS),
        (Field.ADDRESS, "Apt 12B", "exact", "418 Larkspur Lane, Apt 12B", Fit.HOLDS),
        (Field.ADDRESS, "Apt 12C", "exact", "418 Larkspur Lane, Apt 12B", Fit.DIFFERS),
        (
            Field.ADDRESS,
            "418 Larkspur Lane, Dayton",
            "partial",
            "OhioDayton 418 Larkspur Lane, Apt 12B",
            Fit.DIFFERS,
        ),
        (
            Field.ADDRESS,
            "418 Larkspur Lane",
            "partial",
            "418 Larkspur Lane, Dayton, Ohio, Apt 12B",
            Fit.HOLDS,
        ),
        (Field.NOTE, "请放门卫室", "exact", "请放门卫室", Fit.HOLDS),
        (Field.EMAIL, "a.b77@example.cn", "exact", "a***7@example.cn", Fit.LACKS),
        (Field.NAME, "沈雨桐", "exact", "***", Fit.LACKS),
        (Field.NAME, "沈雨桐", "exact", "", Fit.LACKS),
    ],
)
def test_a_copy_holds_lacks_or_differs(field, value, strength, held, expected):
    assert fit(detail(field, value, Strength(strength)), held) is expected


@pytest.mark.parametrize(
    ("field", "value", "strength", "expected"),
    [
        (Field.NAME, "沈", "partial", False),
        (Field.NAME, "沈雨桐", "exact", True),
        (Field.NAME, "雨桐", "partial", True),
        (Field.PHONE, "3344", "partial", False),
        (Field.EMAIL, "a.b77@example.cn", "exact", False),
        (Field.PRODUCT, "竹语双层玻璃养生壶", "fuzzy", True),
        (Field.PRICE, "167.50", "fuzzy", True),
        (Field.ORDERED_AT, "2026-03-10", "partial", True),
        (Field.ORDERED_AT, "2026-03-09", "fuzzy", False),
        (Field.TRACKING_NO, "5561", "partial", True),
        (Field.ORDER_NO, "561", "partial", False),
        (Field.ADDRESS, "杭州市", "partial", False),
        (Field.ADDRESS, "浙江省杭州市滨江区", "partial", False),
        (Field.ADDRESS, "滨江区望潮路88号", "partial", True),
        (Field.ADDRESS, "听风苑", "partial", True),
        (Field.ADDRESS, "2栋", "partial", True),
        (Field.ADDRESS, "Dayton, Ohio", "partial", False),
        (Field.ADDRESS, "Larkspur Lane", "partial", True),
        (Field.NOTE, "请放门卫室", "fuzzy", True),
    ],
)
def test_only_what_belongs_to_one_identity_informs(field, value, strength, expected):
    assert is_informing(detail(field, value, Strength(strength))) is expected


def test_a_wrong_fact_and_a_fact_of_the_line_holder_inform_of_nothing():
    assert not is_informing(detail(Field.NAME, "沈雨航", wrong=True))
    assert not is_informing(detail(Field.NAME, "沈雨桐", holder=True))


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ("2栋1203室", "unit"),
        ("1203", "unit"),
        ("Apt 12B", "unit"),
        ("望潮路88号听风苑", "place"),
        ("滨江区", "place"),
        ("418 Larkspur Lane", "place"),
    ],
)
def test_a_unit_is_told_from_a_place(value, part):
    assert address_part(detail(Field.ADDRESS, value)) == part
