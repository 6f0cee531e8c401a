"""Times in the columns of SQLite: as SQLAlchemy itself writes and compares them."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import DateTime
from sqlalchemy.dialects import sqlite

from leaktrace.storage.base import UTCDateTime

DIALECT = sqlite.dialect()
as_text = UTCDateTime().dialect_impl(DIALECT).bind_processor(DIALECT)
as_sqlalchemy_does = DateTime().dialect_impl(DIALECT).bind_processor(DIALECT)
offsets = st.timedeltas(timedelta(hours=-23), timedelta(hours=23)).map(timezone)


EARLIEST, LATEST = datetime(2, 1, 1), datetime(9998, 1, 1)  # noqa: DTZ001 - their zones come next


@given(st.datetimes(EARLIEST, LATEST, timezones=offsets))
def test_an_instant_is_written_in_utc_as_sqlalchemy_writes_it(instant: datetime) -> None:
    assert as_text is not None
    assert as_sqlalchemy_does is not None
    assert as_text(instant) == as_sqlalchemy_does(
        UTCDateTime().process_bind_param(instant, DIALECT)
    )


def test_no_time_is_none() -> None:
    assert as_text is not None
    assert as_text(None) is None


def test_a_time_without_an_offset_is_refused() -> None:
    assert as_text is not None
    with pytest.raises(TypeError, match="naive"):
        as_text(datetime(2026, 11, 18, 20, 14))  # noqa: DTZ001 - that is the point
