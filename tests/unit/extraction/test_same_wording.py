"""What contacts of one campaign have in common."""

import pytest

from leaktrace.extraction.wording import BANDS, link_hosts, wording_bands

SCRIPT = "您好{name}女士，您在我们店购买的{goods}经抽检质量不达标，现在给您办理三倍理赔，请添加理赔专员微信处理。"


def bands_of(text, *said):
    spans = [(text.index(word), text.index(word) + len(word)) for word in said]
    return set(wording_bands(text, spans))


def test_a_script_is_known_again_whoever_it_was_told():
    one = SCRIPT.format(name="沈雨桐", goods="养生壶")
    other = SCRIPT.format(name="贺知微", goods="手冲咖啡壶")
    assert bands_of(one, "沈雨桐", "养生壶") & bands_of(other, "贺知微", "手冲咖啡壶")
    assert len(bands_of(one)) == BANDS


def test_numbers_and_links_do_not_make_another_wording():
    text = "Your parcel {} is held at our depot, settle the fee at {} before tomorrow night or it goes back."
    one, other = text.format("7741", "a.example.com/x1"), text.format("998", "b.example.net/q")
    assert bands_of(one) == bands_of(other)


@pytest.mark.parametrize(
    "other",
    [
        "您好，这里是银行信用卡中心，您的账单已逾期，请尽快登录手机银行还款，以免影响征信记录。",
        "Congratulations, you were picked for a holiday voucher, dial two now to hear how to collect it.",
    ],
)
def test_other_scripts_have_nothing_in_common(other):
    assert not bands_of(SCRIPT.format(name="沈雨桐", goods="养生壶")) & bands_of(other)


@pytest.mark.parametrize(
    "text", ["", "在吗", "hi", "12345678901234567890", "http://a.example.com/"]
)
def test_too_few_words_are_not_known_again(text):
    assert wording_bands(text) == ()


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("请点 http://tk.example.net/a1 退款", ("tk.example.net",)),
        ("hxxps://WWW.Pay.example.com/x?y=1 或 pay.example.com", ("pay.example.com",)),
        ("see bit.ly/3xYz and bit.ly/3xYz", ("bit.ly/3xyz",)),
        ("write to anna@post.example.org, version 1.5.2, e.g. this", ()),
    ],
)
def test_links_are_told_by_their_host(text, hosts):
    assert link_hosts(text) == hosts
