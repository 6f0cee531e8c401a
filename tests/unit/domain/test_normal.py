"""Normal forms of numbers and mailboxes: one form for one line, and nothing that is not plainly one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.errors import InputError
from leaktrace.domain.normal import (
    email_domain,
    is_phone,
    mailbox_forms,
    normal_chat,
    normal_email,
    normal_phone,
)


@pytest.mark.parametrize(
    "text",
    [
        "+8614012345678",
        "14012345678",
        "140-1234-5678",
        "140 1234 5678",
        "008614012345678",
        "+86 (140) 1234‑5678",
        "８６１４０１２３４５６７８",
        "＋８６１４０１２３４５６７８",
        "8614012345678",
    ],
)
def test_every_way_to_write_a_number_gives_the_same_number(text: str):
    assert normal_phone(text) == "+8614012345678"


def test_a_national_number_takes_the_stated_country_and_loses_its_trunk_nought():
    assert normal_phone("07700 900123", country="44") == "+447700900123"
    assert normal_phone("2025550123", country="1") == "+12025550123"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+",
        "+0123456789",
        "110",
        "+86140123456789012",
        "140abc45678",
        "+86+14012345678",
        "12025550123;ext=9",
        "\x0014012345678",
        "१४०१२३४५६७८",
    ],
)
def test_what_is_not_plainly_a_number_is_refused(text: str):
    with pytest.raises(InputError, match="not a telephone number"):
        normal_phone(text)


def test_only_the_normal_form_itself_is_a_phone():
    assert is_phone("+8614012345678")
    assert not is_phone("14012345678")
    assert not is_phone("+8614012345678\n")


@given(st.text(max_size=30))
def test_a_normal_number_stays_as_it_is(text: str):
    try:
        number = normal_phone(text)
    except InputError:
        return
    assert is_phone(number)
    assert normal_phone(number) == number


@pytest.mark.parametrize(
    ("text", "mailbox"),
    [
        (" River.38G@Inbox.Example.COM\n", "river.38g@inbox.example.com"),
        ("ｒｉｖｅｒ＠inbox．example．com", "river@inbox.example.com"),
        ("a+b=c@x-1.example.org", "a+b=c@x-1.example.org"),
        ("J\u030c@inbox.example.com", "\u01f0@inbox.example.com"),
    ],
)
def test_mailboxes_have_one_form(text: str, mailbox: str):
    assert normal_email(text) == mailbox


@pytest.mark.parametrize(
    "text",
    [
        "",
        "river",
        "@inbox.example.com",
        "river@localhost",
        "river@-inbox.example.com",
        "a b@inbox.example.com",
        "a@b@inbox.example.com",
        "<river@inbox.example.com>",
        "river@inbox.example.com, other@inbox.example.com",
        "ri\x00ver@inbox.example.com",
        "ri\x1bver@inbox.example.com",
        "river\ud800@inbox.example.com",
        "x" * 65 + "@inbox.example.com",
        "river@" + "a" * 64 + ".example.com",
    ],
)
def test_what_is_not_a_mailbox_is_refused(text: str):
    with pytest.raises(InputError, match="not a mailbox"):
        normal_email(text)


@given(st.text(min_size=1, max_size=8))
def test_a_normal_mailbox_stays_as_it_is(local: str):
    try:
        mailbox = normal_email(f"{local}@inbox.example.com")
    except InputError:
        return
    assert normal_email(mailbox) == mailbox


def test_mail_domains_lose_case_and_the_at_sign():
    assert email_domain("@Inbox.Example.COM ") == "inbox.example.com"
    for text in ("", "com", "a@inbox.example.com", "inbox.example.com.", "in box.example.com"):
        with pytest.raises(InputError, match="not a mail domain"):
            email_domain(text)


def test_a_long_hostile_mailbox_is_refused_fast():
    with pytest.raises(InputError):
        normal_email("a@" + "a-" * 50_000)


@pytest.mark.parametrize(
    ("text", "mailbox"),
    [
        ("K3n9@例子.example.com", "k3n9@xn--fsqu00a.example.com"),
        ("k3n9@BÜCHER.example.com", "k3n9@xn--bcher-kva.example.com"),
        ("k3n9@xn--bcher-kva.example.com", "k3n9@xn--bcher-kva.example.com"),
    ],
)
def test_an_international_domain_has_its_ascii_form(text: str, mailbox: str):
    assert normal_email(text) == mailbox
    assert email_domain(text.partition("@")[2]) == mailbox.partition("@")[2]


@pytest.mark.parametrize(
    ("mailbox", "others"),
    [
        ("k3n9@inbox.example.com", ()),
        ("k3n9+shop@inbox.example.com", ("k3n9@inbox.example.com",)),
        ("prvs=0123456789=k3n9@inbox.example.com", ("k3n9@inbox.example.com",)),
        ("k3n9=inbox.example.com@lists.example.org", ("k3n9@inbox.example.com",)),
        (
            "bounces+k3n9=inbox.example.com@lists.example.org",
            ("bounces+k3n9@inbox.example.com", "k3n9@inbox.example.com", "bounces@inbox.example.com"),
        ),
        ("=@inbox.example.com", ()),
        ("+@inbox.example.com", ()),
    ],
)  # fmt: skip
def test_a_mailbox_may_stand_for_another(mailbox: str, others: tuple[str, ...]):
    assert mailbox_forms(mailbox) == (mailbox, *others)


def test_a_chat_account_is_the_same_however_it_is_written():
    assert normal_chat(" WeChat:Plum_Lane-07 ") == normal_chat("wechat:plum_lane-07")


@pytest.mark.parametrize(
    "text", ["plum_lane", "wechat:", "wechat:a b", "tel:14012345678", ":x", ""]
)
def test_what_names_no_app_and_handle_is_no_chat_account(text: str):
    with pytest.raises(InputError):
        normal_chat(text)
