"""Reading a word of a closed vocabulary."""

from enum import StrEnum
from typing import TypeVar

from leaktrace.domain.errors import InputError

__all__ = ["member"]

Word = TypeVar("Word", bound=StrEnum)


def member(kind: type[Word], text: object, *, field: str) -> Word:
    """The member of that value.

    Raises:
        InputError: there is none; the error lists those there are.
    """
    try:
        return kind(str(text))
    except ValueError:
        raise InputError(
            f"there is no {field.rpartition('.')[2]} {str(text)[:30]!r}",
            field=field,
            remedy=f"It is one of: {', '.join(kind)}",
        ) from None
