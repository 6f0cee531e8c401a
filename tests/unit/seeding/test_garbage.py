"""Garbage is looked for seldom while canaries are made, and as before afterwards."""

import gc

import pytest

from leaktrace.seeding.garbage import rarely_collected


def test_collector_is_as_before_afterwards():
    before = gc.get_threshold(), gc.get_freeze_count()

    with rarely_collected():
        assert gc.get_threshold() != before[0]
        assert gc.get_freeze_count() > before[1]

    assert (gc.get_threshold(), gc.get_freeze_count()) == before


def test_collector_is_as_before_where_something_fails():
    before = gc.get_threshold()

    with pytest.raises(KeyError), rarely_collected():
        raise KeyError

    assert gc.get_threshold() == before
