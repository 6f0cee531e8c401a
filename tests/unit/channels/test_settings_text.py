import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.channels.settings_text import profile_from_yaml
from leaktrace.domain.errors import InputError


def test_words_that_yaml_takes_for_something_else_stay_words():
    text = "a: no\nb: 2026-11-18\nc: 0123\nd: 1.50\ne: on\nf: 12:30:00\ng: =\nh: .inf\nNO: x"
    assert profile_from_yaml(text) == {
        "a": "no", "b": "2026-11-18", "c": "0123", "d": "1.50", "e": "on", "f": "12:30:00",
        "g": "=", "h": ".inf", "NO": "x",
    }  # fmt: skip


def test_numbers_truth_lists_and_nothing_are_what_they_are():
    text = "a: 12\nb: true\nc: [x, -3]\nd:\ne: {f: false}"
    assert profile_from_yaml(text) == {
        "a": 12, "b": True, "c": ["x", -3], "d": None, "e": {"f": False},
    }  # fmt: skip


def test_json_is_read_as_well():
    assert profile_from_yaml('{"file": {"type": "csv", "header_row": 1}}') == {
        "file": {"type": "csv", "header_row": 1}
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2", "twice"),
        ("a: {b: 1, b: 2}", "twice"),
        ("1: a", "no text"),
        ("[a]: b", "YAML"),
        ("a: &x 1\nb: *x", "anchors"),
        ("a: *x", "anchors"),
        ("a: !!python/object/apply:os.system [ls]", "tags"),
        ("a: !!timestamp 2026-11-18", "tags"),
        ("a: [", "not YAML"),
        ("a: b: c", "not YAML"),
        ("a: \x07", "not YAML"),
        ("- a", "not a mapping"),
        ("", "not a mapping"),
        ("[" * 2_000, "nested too deeply"),
        ("a: 1\n---\nb: 2", "not YAML"),
        ("x" * 200_001, "characters"),
    ],
)
def test_what_could_be_meant_in_two_ways_is_refused(text, message):
    with pytest.raises(InputError, match=message):
        profile_from_yaml(text)


def test_the_error_names_file_and_row():
    with pytest.raises(InputError) as caught:
        profile_from_yaml("a: 1\nb: [\n", where="erp.yaml")
    assert (caught.value.file, caught.value.row) == ("erp.yaml", 3)


@given(text=st.text(st.sampled_from("ab:-[]{}&*!#'\"|>%@, \n0179~=?.<"), max_size=60))
def test_any_text_gives_settings_that_json_can_hold_or_an_error(text):
    try:
        found = profile_from_yaml(text)
    except InputError:
        return
    assert json.loads(json.dumps(found)) == found
