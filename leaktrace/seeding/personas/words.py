"""Word lists as they are read best: many to a line."""

__all__ = ["words"]


def words(text: str) -> list[str]:
    """The words of a text, parted by blanks."""
    return text.split()
