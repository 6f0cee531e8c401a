"""Telephone numbers that belong to nobody, for the demo, the documentation and tests.

North America reserves 555-0100 to 555-0199 for fiction. China reserves nothing; here numbers of a
shape that no carrier has been assigned are used: +86 140 to 144 with eight more digits. This helper
is the only place that makes a number, and no code path that plants canaries uses it.
"""

__all__ = ["fictional_phone"]

_PREFIXES = ("140", "141", "142", "143", "144")


def fictional_phone(number: int) -> str:
    """The `number`-th fictional Chinese mobile number, in E.164.

    Args:
        number: 0 to 499,999,999.
    """
    return f"+86{_PREFIXES[number % 5]}{number // 5 % 100_000_000:08d}"
