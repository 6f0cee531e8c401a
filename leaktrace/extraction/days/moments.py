"""Days and times of day that a text names, absolute or relative to the contact."""

from leaktrace.extraction.days.moment import Moment
from leaktrace.extraction.days.moments_en import english_moments
from leaktrace.extraction.days.moments_zh import chinese_moments
from leaktrace.extraction.reading import Reading

__all__ = ["Moment", "read_moments"]


def read_moments(reading: Reading) -> list[Moment]:
    """Every day that a text names."""
    found = chinese_moments(reading) if reading.zh else []
    taken = [moment.span for moment in found]
    english = (
        moment
        for moment in english_moments(reading)
        if not any(a < moment.span[1] and moment.span[0] < b for a, b in taken)
    )
    return [*found, *english]
