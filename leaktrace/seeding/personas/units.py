"""The units of a building, from the pattern by which they are numbered."""

import re
from itertools import islice, product

from leaktrace.domain.errors import InputError

__all__ = ["MAX_UNITS", "units_from_pattern"]

MAX_UNITS = 5_000
_RANGE = re.compile(r"\{(?:(\d{1,4})-(\d{1,4})|([A-Z])-([A-Z]))\}")
_EXAMPLE = "Write it as {1-3}幢{1-2}单元{1-6}0{1-4}室 or Apt {1-9}{A-D}"


def units_from_pattern(pattern: str, *, most: int = MAX_UNITS) -> tuple[str, ...]:
    """Expand ``{1-3}幢{1-2}单元{1-6}0{1-4}室`` into every unit that it stands for, in order.

    Numbers are as long as the first one of their range: ``{01-12}`` starts with 01.

    Raises:
        InputError: the pattern is not of that form, or stands for none or for more than `most` units, or
            for one unit twice.
    """
    text = pattern.strip()
    parts: list[list[str]] = []
    end, count = 0, 1
    for match in _RANGE.finditer(text):
        parts += [[text[end : match.start()]], _values(match)]
        count *= len(parts[-1])
        end = match.end()
    literal = "".join(part[0] for part in parts[::2]) + text[end:]
    if not text or "{" in literal or "}" in literal:
        raise InputError(f"{pattern!r} is no pattern of units", field="units", remedy=_EXAMPLE)
    if count > most:
        raise InputError(
            f"{pattern!r} stands for {count} units, more than {most}",
            field="units",
            remedy="Name a part of the building, or split it into several premises",
        )
    units = tuple("".join(one) for one in islice(product(*parts, [text[end:]]), most))
    if len(set(units)) < len(units):
        raise InputError(
            f"{pattern!r} stands for one unit twice",
            field="units",
            remedy="Give numbers that stand side by side the same length, such as {01-12}",
        )
    return units


def _values(match: re.Match[str]) -> list[str]:
    """What a range stands for."""
    low, high, first, last = match.groups()
    if low is not None:
        values = [f"{number:0{len(low)}}" for number in range(int(low), int(high) + 1)]
    else:
        values = [chr(code) for code in range(ord(first), ord(last) + 1)]
    if not values:
        raise InputError(f"{match.group()} runs backwards", field="units", remedy=_EXAMPLE)
    return values
