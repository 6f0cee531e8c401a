"""The units of a building, from the pattern by which they are numbered."""

__all__ = ["MAX_UNITS", "units_from_pattern"]

MAX_UNITS = 5_000


def units_from_pattern(pattern: str, *, most: int = MAX_UNITS) -> tuple[str, ...]:
    """Expand ``{1-3}幢{1-2}单元{1-6}0{1-4}室`` into every unit that it stands for, in order.

    Raises:
        InputError: the pattern is not of that form, or stands for none or for more than `most` units.
    """
    raise NotImplementedError
