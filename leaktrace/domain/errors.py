"""The errors a user can meet. Each says what went wrong, where, and what to do.

::

    LeakTraceError                 exit 1
    ├── UsageError                 exit 2: the words of a command are off
    ├── InputError                 exit 2: a file or a value cannot be read at all
    ├── FileError                exit 2: several of them, in one file
    ├── NotFoundError              no such thing for this merchant
    ├── RuleError                  a rule of the domain forbids it
    ├── KeyringError               a key is missing, wrong or readable by others
    │   └── SealError              sealed data does not open: moved, changed, or its key is gone
    ├── StoreError                 the database is missing, outdated or not reachable
    ├── PluginError                a channel or source plug-in cannot be loaded
    │   └── NoPluginError          it is not installed
    └── SourceError                what a source should be fetched from does not give it
"""

__all__ = [
    "FileError",
    "InputError",
    "KeyringError",
    "LeakTraceError",
    "NoPluginError",
    "NotFoundError",
    "PluginError",
    "RuleError",
    "SealError",
    "SourceError",
    "StoreError",
    "UsageError",
]


class LeakTraceError(Exception):
    """Root of all errors that are shown to a user.

    Args:
        message: what went wrong, as a sentence without a full stop.
        where: file, row and field, or the object concerned.
        remedy: what the user can do about it.
    """

    exit_code = 1

    def __init__(self, message: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        """One line: where, what, and what to do."""
        head = f"{self.where}: {self.message}" if self.where else self.message
        return f"{head}. {self.remedy}" if self.remedy else head


class UsageError(LeakTraceError):
    """Raised when the words of a command contradict one another or name nothing."""

    exit_code = 2


class InputError(LeakTraceError):
    """Raised when a value or a file that the user gave cannot be taken.

    Args:
        message: what is wrong with it.
        where: the file or the object.
        row: the row in the file, counted from 1, header included.
        field: the name of the column or key.
        remedy: what to do.
    """

    exit_code = 2

    def __init__(
        self,
        message: str,
        *,
        where: str = "",
        row: int | None = None,
        field: str = "",
        remedy: str = "",
    ) -> None:
        place = [where] if where else []
        if row is not None:
            place.append(f"row {row}")
        if field:
            place.append(f"field {field}")
        super().__init__(message, where=", ".join(place), remedy=remedy)
        self.file = where
        self.row = row
        self.field = field

    def at(self, where: str, row: int) -> "InputError":
        """The same error, placed in a file and row."""
        return InputError(self.message, where=where, row=row, field=self.field, remedy=self.remedy)


class FileError(LeakTraceError):
    """Raised when rows of a file cannot be taken; nothing of the file was taken then.

    Args:
        errors: one for each fault, in the order of the file.
        remedy: what to do.
    """

    exit_code = 2

    def __init__(self, errors: "tuple[InputError, ...]", *, remedy: str = "") -> None:
        faults = "1 fault" if len(errors) == 1 else f"{len(errors)} faults"
        super().__init__(f"{faults}, nothing was imported", remedy=remedy)
        self.errors = errors


class NotFoundError(LeakTraceError):
    """Raised when a merchant has no object of that name."""


class RuleError(LeakTraceError):
    """Raised when a rule of the domain forbids what was asked for."""


class KeyringError(LeakTraceError):
    """Raised when a key is missing, wrong, or readable by others."""


class SealError(KeyringError):
    """Raised when sealed data does not open."""


class StoreError(LeakTraceError):
    """Raised when the database is missing, outdated, locked for good or not reachable."""


class PluginError(LeakTraceError):
    """Raised when a plug-in cannot be loaded or does not keep its contract."""


class NoPluginError(PluginError, KeyError):
    """Raised when a plug-in is asked for that is not installed."""


class SourceError(LeakTraceError):
    """Raised when a mailbox, gateway or database cannot be reached, refuses the secret, or answers wrongly."""
