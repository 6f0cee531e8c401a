"""What the settings of a source say to the program itself."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.errors import InputError
from leaktrace.domain.source_rules import is_allowed, rules_of, wait_after


def test_without_settings_everything_is_as_usual():
    rules = rules_of({"zone": "Asia/Shanghai", "SIM1": "L1"})
    assert (rules.every_s, rules.per_minute, rules.allow, rules.public_url) == (None, None, (), "")
    assert rules.alarm_after == timedelta(hours=1)
    assert rules.max_bytes == 256 * 1024


def test_what_is_said_holds():
    rules = rules_of(
        {
            "every": "300",
            "alarm_after": "7200",
            "allow": "192.0.2.0/24, 2001:db8::/32",
            "max_bytes": "1048576",
            "per_minute": "600",
            "public_url": "https://in.example.com/hooks/phones/",
        }
    )
    assert (rules.every_s, rules.alarm_after) == (300, timedelta(hours=2))
    assert (rules.max_bytes, rules.per_minute) == (1048576, 600)
    assert rules.public_url == "https://in.example.com/hooks/phones"
    assert [str(network) for network in rules.allow] == ["192.0.2.0/24", "2001:db8::/32"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("every", "0"),
        ("every", "nan"),
        ("every", "soon"),
        ("every", "100000"),
        ("alarm_after", "1"),
        ("max_bytes", "4194305"),
        ("per_minute", "-1"),
        ("allow", "192.0.2.0/33"),
        ("allow", "192.0.2.1/24"),
        ("allow", "example.com"),
        ("public_url", "in.example.com"),
        ("public_url", "ftp://in.example.com/hooks"),
        ("public_url", "https://in.example.com/hooks?a=b"),
    ],
)
def test_what_cannot_be_is_refused_by_its_name(name, value):
    with pytest.raises(InputError) as caught:
        rules_of({name: value})
    assert caught.value.field == name


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("192.0.2.7", True),
        ("198.51.100.7", False),
        ("::ffff:192.0.2.7", True),
        ("2001:db8::1", True),
        ("2001:db9::1", False),
        ("", False),
        ("testclient", False),
    ],
)
def test_pushes_come_from_where_they_may(address, allowed):
    networks = rules_of({"allow": "192.0.2.0/24,2001:db8::/32"}).allow
    assert is_allowed(address, networks) is allowed
    assert is_allowed(address, ())


@given(failures=st.integers(1, 10_000), every=st.floats(1, 86_400), key=st.text(max_size=8))
def test_waiting_grows_to_a_quarter_of_an_hour_and_is_the_same_each_time(failures, every, key):
    wait = wait_after(failures, every, key).total_seconds()
    plain = min(every * 2 ** min(failures - 1, 40), max(900, every))
    assert 0.8 * plain - 1e-3 <= wait <= 1.2 * plain + 1e-3
    assert wait == wait_after(failures, every, key).total_seconds()


def test_sources_that_failed_together_do_not_come_back_together():
    waits = {wait_after(6, 60, f"source-{number}") for number in range(20)}
    assert len(waits) == 20
