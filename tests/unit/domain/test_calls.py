"""Which line a call reached, and by whom, as exchanges and cloud numbers tell it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.calls import (
    channel_made_at,
    coded_line,
    reached,
    relay_lines,
    seconds_between,
    shown_caller,
)
from leaktrace.domain.errors import InputError
from leaktrace.domain.ports import ParseContext
from leaktrace.domain.times import epoch_time, local_times

NOWHERE = ParseContext()
SOURCE = ParseContext(line="L9", settings={"code:07": "L07"})
AT = datetime(2026, 11, 26, 9, 39, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("dialled", "lines"),
    [
        ("+8614087654321", ("+8614087654321",)),
        ("14087654321", ("+8614087654321",)),
        ("2001", ("2001",)),
        ("*97", ("*97",)),
        ("s", ("L9",)),
        ("", ("L9",)),
        ("141****0001", ("L9",)),
        ("+86141****0001", ("L9",)),
    ],
)
def test_the_line_is_the_number_that_was_dialled_or_that_of_the_source(
    dialled: str, lines: tuple[str, ...]
):
    assert reached(dialled, SOURCE, field="to") == lines


@pytest.mark.parametrize("dialled", ["", "s", " ", "141****0001"])
def test_where_nothing_names_a_line_it_is_said_what_to_do(dialled: str):
    with pytest.raises(InputError) as caught:
        reached(dialled, NOWHERE, field="to")
    assert caught.value.field == "to"
    assert "line" in caught.value.remedy


def test_a_call_that_was_passed_on_may_have_been_for_either_number():
    assert reached("14087654321", NOWHERE, forwarded="14000000001", field="to") == (
        "+8614000000001",
        "+8614087654321",
    )
    assert reached("s", SOURCE, forwarded="14000000001", field="to") == ("+8614000000001", "L9")


@given(st.text(max_size=300))
def test_whatever_is_said_to_have_passed_it_on_keeps_no_call_out(forwarded: str):
    assert reached("14087654321", SOURCE, forwarded=forwarded, field="to")[-1] == "+8614087654321"


def test_an_extension_tells_whose_a_shared_relay_number_is():
    assert relay_lines("14100000001", "07", SOURCE, field="x") == ("L07",)
    for extension in ("", " ", "08"):
        assert relay_lines("14100000001", extension, SOURCE, field="x") == ("+8614100000001",)


def test_an_access_code_is_what_the_source_says_else_its_line_else_a_line_id():
    assert coded_line("07", SOURCE, field="code") == "L07"
    assert coded_line("08", SOURCE, field="code") == "L9"
    assert coded_line("1234", NOWHERE, field="code") == "1234"
    with pytest.raises(InputError) as caught:
        coded_line("", NOWHERE, field="code")
    assert caught.value.remedy


def test_a_caller_is_shown_as_far_as_its_number_is():
    assert shown_caller(" 182****2019 ", "from") == "182****2019"
    for number in ("", "anonymous", "Restricted", "UNKNOWN", "+266696687"):
        assert shown_caller(number, "from", withheld=frozenset({"+266696687"})) is None
    with pytest.raises(InputError):
        shown_caller("x" * 201, "from")


def test_a_call_has_a_length_that_calls_have():
    assert seconds_between(AT, AT + timedelta(seconds=21.9), "end") == 21
    for end in (AT - timedelta(seconds=1), AT + timedelta(days=8)):
        with pytest.raises(InputError) as caught:
            seconds_between(AT, end, "end")
        assert caught.value.field == "end"


@pytest.mark.parametrize(
    ("uniqueid", "made"),
    [
        ("1795685952.26", AT),
        ("pbx-1-1795685952.7", AT),
        ("99999999999.1", None),
        ("1795685952", None),
        ("vip caller", None),
        ("", None),
    ],
)
def test_a_uniqueid_begins_with_the_second_of_its_channel(uniqueid: str, made: datetime | None):
    assert channel_made_at(uniqueid) == made


# Times that gateways write in other ways


@pytest.mark.parametrize(
    ("text", "per_second"),
    [
        ("1795685952", 1),
        ("1795685952.000", 1),
        ("1795685952000", 1000),
        ("1795685952000000", 1_000_000),
    ],
)
def test_a_count_since_1970_in_any_unit(text: str, per_second: int):
    assert epoch_time(text, per_second=per_second) == AT


def test_the_decimals_of_a_count_are_kept_to_the_microsecond():
    assert epoch_time("1795685952.104512").microsecond == 104512
    assert epoch_time("1795685952104.5", per_second=1000).microsecond == 104500


@pytest.mark.parametrize(
    "text",
    ["", "-1", "1e9", "0", "1795685952000", "9" * 19, "9" * 30, "１７９５６８５９５２", "1."],
)
def test_a_count_that_is_none_or_in_another_unit_is_refused(text: str):
    with pytest.raises(InputError) as caught:
        epoch_time(text, field="when")
    assert caught.value.field == "when"


def test_a_local_time_means_two_instants_where_the_clocks_go_back():
    berlin = ZoneInfo("Europe/Berlin")
    first, second = local_times("2026-10-25 02:30:00", berlin, remedy="x")
    assert second - first == timedelta(hours=1)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert len(local_times("2026-10-25 04:30:00", berlin, remedy="x")) == 1


@pytest.mark.parametrize("text", ["", "2026-02-30 10:00:00", "2026-11-26T17:39:12", "17:39"])
def test_what_is_no_local_time_is_refused(text: str):
    with pytest.raises(InputError):
        local_times(text, UTC, remedy="x")


def test_a_zone_that_nobody_stated_is_asked_for():
    with pytest.raises(InputError) as caught:
        local_times("2026-11-26 17:39:12", None, field="start", remedy="State it")
    assert (caught.value.field, caught.value.remedy) == ("start", "State it")
