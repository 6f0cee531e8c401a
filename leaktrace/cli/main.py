"""The command ``leaktrace``: global options, errors, exit status."""

import sys
import traceback
from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any

import typer

from leaktrace import __version__
from leaktrace.cli import (
    accounts,
    campaigns,
    cases,
    contacts,
    data,
    drill,
    evaluation,
    intake,
    inventory,
    lines,
    premises,
    probe,
    quarantine,
    running,
    seeding,
    sources,
)
from leaktrace.cli.context import Cli, warn
from leaktrace.domain.errors import FileError, LeakTraceError, UsageError

__all__ = ["app", "main"]

# Typer brings a click of its own; what all its usage errors have in common is not among its public names.
_WrongWords: type[Exception] = next(
    base for base in typer.BadParameter.__mro__ if base.__name__ == "ClickException"
)
_GLOBAL = {"--home": "home", "--database": "database_url", "--merchant": "merchant"}

app = typer.Typer(
    name="leaktrace",
    help="Finds out which link of the chain leaked a merchant's order data, with canary orders.",
    epilog="Example: leaktrace init --merchant my-shop && leaktrace channel import channels.csv",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for group in (
    inventory,
    seeding,
    intake,
    sources,
    contacts,
    quarantine,
    campaigns,
    cases,
    premises,
    lines,
    probe,
    data,
    drill,
    accounts,
    running,
    evaluation,
):
    group.register(app)


@app.callback()
def _options(
    home: Annotated[str, typer.Option(help="Where settings, keys and the database are.")] = "",
    database: Annotated[str, typer.Option(help="postgresql+psycopg://... or sqlite:///...")] = "",
    merchant: Annotated[str, typer.Option(help="Slug of the merchant.")] = "",
    debug: Annotated[bool, typer.Option(help="Show tracebacks.")] = False,
) -> None:
    """Taken out of the arguments by `main`, wherever they stand; declared here for --help."""


@app.command("version")
def _version() -> None:
    """Print the version."""
    typer.echo(__version__)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit status: 0 done, 1 failed, 2 wrong usage or input, 3 rejects."""
    given, options = _take_globals(list(sys.argv[1:] if arguments is None else arguments))
    debug = "--debug" in given
    given = [word for word in given if word != "--debug"]
    cli = Cli(options, debug)
    try:
        status = _run(given, cli)
    finally:
        cli.close()
    sys.exit(status)


@cache
def _command() -> Any:
    """The command with all its groups, made once a process."""
    return typer.main.get_command(app)


def _run(arguments: list[str], cli: Cli) -> int:
    try:
        result: Any = _command()(
            args=arguments, prog_name="leaktrace", standalone_mode=False, obj=cli
        )
    except typer.Exit as stop:
        return stop.exit_code
    except _WrongWords as error:
        # What checks the words says first that it did, and that helps nobody.
        said = error.format_message().replace("Value error, ", "")  # type: ignore[attr-defined]
        warn(f"error: {said}")
        warn("See --help of the command")
        return 2
    except (typer.Abort, KeyboardInterrupt):
        warn("stopped")
        return 1
    except BrokenPipeError:
        return 1
    except Exception as error:  # noqa: BLE001 - the outermost edge: a user never sees a traceback unasked
        if cli.debug:
            traceback.print_exc()
        return _explain(error)
    return result if isinstance(result, int) else 0


def _explain(error: Exception) -> int:
    """One line for each fault: where, what, what to do."""
    if isinstance(error, FileError):
        for fault in error.errors:
            warn(f"error: {fault}")
        warn(f"error: {error}")
        return error.exit_code
    # Imported when needed: --help and the version need no database.
    from leaktrace.storage.failures import database_failure

    known = error if isinstance(error, LeakTraceError) else database_failure(error)
    if known is not None:
        warn(f"error: {known}")
        return known.exit_code
    if isinstance(error, OSError):
        warn(f"error: {error.filename or 'a file'}: {error.strerror}")
        return 1
    warn(
        f"error: an unforeseen fault ({type(error).__name__}). Run again with --debug and report it"
    )
    return 1


def _take_globals(arguments: list[str]) -> tuple[list[str], dict[str, str]]:
    """Take --home, --database and --merchant out, wherever they stand."""
    rest: list[str] = []
    options: dict[str, str] = {}
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "--":
            return [*rest, word, *words], options
        if name not in _GLOBAL:
            rest.append(word)
            continue
        if not equals:
            value = next(words, "")
        if not value:
            _fail(f"{name} needs a value")
        options[_GLOBAL[name]] = value
    return rest, options


def _fail(message: str) -> None:
    warn(f"error: {UsageError(message)}")
    sys.exit(2)
