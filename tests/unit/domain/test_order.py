"""The guard: no identity is ever reached by anything but a line of the inventory."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.errors import InputError, LeakTraceError, RuleError
from leaktrace.domain.fiction import fictional_phone
from leaktrace.domain.line import Line, LineKind, LineRole
from leaktrace.domain.order import Address, Identity, guard_lines

HOME = Address("湖北省", "武汉市", "洪山区", "望舒街1号1栋101室")
SINCE = datetime(2026, 9, 1, tzinfo=UTC)
OWNED = fictional_phone(11)


def line(value, kind=LineKind.PHONE, role=LineRole.CANARY):
    return Line("L1", kind, value, role, SINCE)


def buyer(phone=None, email=None):
    return Identity("周雨桐", phone, email, HOME)


def test_an_identity_on_its_own_line_passes_with_the_role_of_the_line():
    assert guard_lines(buyer(OWNED), [line(OWNED)]) is LineRole.CANARY
    assert guard_lines(buyer(OWNED), [line(OWNED, role=LineRole.CONTROL)]) is LineRole.CONTROL


@given(
    phone=st.one_of(
        st.text(max_size=30),
        st.integers(0, 10**15).map(str),
        st.integers(0, 10**13).map("+{}".format),
    )
)
def test_no_other_number_gets_past_however_it_is_written(phone):
    try:
        guard_lines(buyer(phone), [line(OWNED)])
    except LeakTraceError:
        return
    digits = "".join(letter for letter in phone if letter.isdecimal())
    assert digits[-11:] == OWNED[-11:] or digits == OWNED[3:]


@pytest.mark.parametrize(
    "way", ["+86 140-0000-0002", "8614000000002", "１４０００００００２", "0086 140 0000 0002"]
)
def test_a_number_of_somebody_else_is_refused_in_every_spelling(way):
    with pytest.raises((RuleError, InputError)):
        guard_lines(buyer(way), [line("+8614000000001")])


def test_the_mailbox_must_be_a_line_or_lie_under_a_domain_that_is_one():
    mailbox = "olive.hjm68xdw@inbox.example.com"
    assert guard_lines(buyer(email=mailbox), [line(mailbox, LineKind.EMAIL)])
    assert guard_lines(buyer(email=mailbox), [line("inbox.example.com", LineKind.EMAIL_DOMAIN)])
    for other in (
        "someone@example.com",
        "olive@evil-inbox.example.com",
        "olive@inbox.example.com.example.org",
    ):
        with pytest.raises(RuleError, match="mailbox"):
            guard_lines(buyer(email=other), [line("inbox.example.com", LineKind.EMAIL_DOMAIN)])


def test_an_identity_without_a_line_or_without_a_way_to_reach_it_is_refused():
    with pytest.raises(RuleError, match="at least one line"):
        guard_lines(buyer(OWNED), [])
    with pytest.raises(RuleError, match="a phone or a mailbox"):
        guard_lines(buyer(), [line(OWNED)])


def test_control_lines_and_canary_lines_do_not_mix_in_one_identity():
    lines = [line(OWNED), line("a@inbox.example.com", LineKind.EMAIL, LineRole.CONTROL)]
    with pytest.raises(RuleError, match="control lines and canary lines"):
        guard_lines(buyer(OWNED, "a@inbox.example.com"), lines)


def test_a_mailbox_line_does_not_license_a_phone():
    with pytest.raises(RuleError, match="the phone is none"):
        guard_lines(buyer(OWNED), [line("a@inbox.example.com", LineKind.EMAIL)])


def test_an_address_does_not_repeat_a_city_that_is_its_own_province():
    assert str(Address("上海市", "上海市", "嘉定区", "鹭洲东路65号")) == "上海市嘉定区鹭洲东路65号"
    assert str(HOME) == "湖北省武汉市洪山区望舒街1号1栋101室"


@given(number=st.integers(0, 499_999_999))
def test_fictional_numbers_are_of_a_shape_that_nobody_has(number):
    phone = fictional_phone(number)
    assert phone[:6] in {"+86140", "+86141", "+86142", "+86143", "+86144"}
    assert len(phone) == 14


def test_an_account_of_a_chat_gives_no_mailbox():
    account = line("wechat:olive@inbox.example.com", LineKind.CHAT)

    with pytest.raises(RuleError):
        guard_lines(buyer(email="olive@inbox.example.com"), [account])
