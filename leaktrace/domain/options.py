"""Reading the settings that a person wrote, with errors that say where: for plug-ins that are opened with settings."""

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from leaktrace.domain.errors import InputError
from leaktrace.domain.times import time_zone

__all__ = ["Options"]

_MAX_TEXT = 500


class Options:
    """A mapping of settings, and where it stands in the whole.

    Every reader gives a default where the key is not there, and raises `InputError` with the path of the key where
    the value does not fit.
    """

    def __init__(self, values: Mapping[str, object], path: str = "") -> None:
        self._values = values
        self._path = path

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def where(self, key: str) -> str:
        """The path of a key, as errors show it."""
        return f"{self._path}.{key}"[:120] if self._path else key[:120]

    def only(self, *known: str) -> None:
        """Refuse every other key: a mistyped setting must not be ignored."""
        for key in self._values:
            if key not in known:
                raise InputError(
                    f"there is no setting {key[:40]!r}",
                    field=self.where(key),
                    remedy=f"There are: {', '.join(known)}",
                )

    def value(self, key: str) -> object:
        """The value as it is; None where there is none."""
        return self._values.get(key)

    def text(self, key: str, default: str = "") -> str:
        """A short text."""
        value = self._values.get(key, default)
        if not isinstance(value, str) or len(value) > _MAX_TEXT:
            raise self.error(key, "is not a short text", "Put it in quotes")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise self.error(key, "has a character that cannot be written") from None
        return value

    def zone(self, key: str) -> ZoneInfo | None:
        """A time zone; None where there is none."""
        name = self.text(key)
        return time_zone(name, self.where(key)) if name else None

    def choice(self, key: str, known: tuple[str, ...], default: str = "") -> str:
        """One of a few words."""
        value = self.text(key, default)
        if value not in known:
            raise self.error(key, f"cannot be {value[:30]!r}", f"It is one of: {', '.join(known)}")
        return value

    def whole(self, key: str, default: int, *, least: int = 0, most: int = 1_000_000) -> int:
        """A whole number."""
        value = self._values.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.error(key, f"is not a whole number from {least} to {most}")
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.error(key, "is not a list of words", "Write [one, another]")
        return tuple(value)

    def section(self, key: str) -> "Options":
        """A mapping within; an empty one where there is none."""
        value = self._values.get(key, {})
        if not isinstance(value, Mapping):
            raise self.error(key, "is not a mapping", "Write 'key: value' on lines of its own")
        return Options(value, self.where(key))

    def error(self, key: str, message: str, remedy: str = "") -> InputError:
        """An error about one key, to raise."""
        return InputError(message, field=self.where(key), remedy=remedy)
