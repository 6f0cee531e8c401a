"""What stands in reasons of refusals and is not LeakTrace's own, and what a page says instead of the command line."""

from typing import Final

from leaktrace.console.i18n import msg

__all__ = ["OF_LIBRARIES", "ON_PAGES"]

OF_LIBRARIES: Final = (
    msg("Expecting value"),
    msg("Expecting ',' delimiter"),
    msg("Expecting ':' delimiter"),
    msg("Expecting property name enclosed in double quotes"),
    msg("Unterminated string starting"),
    msg("Extra data"),
    msg("Invalid control character"),
    msg("Invalid \\escape"),
    msg("Invalid \\uXXXX escape"),
    msg("not well-formed (invalid token)"),
    msg("mismatched tag"),
    msg("unclosed token"),
    msg("no element found"),
    msg("undefined entity"),
    msg("duplicate attribute"),
    msg("junk after document element"),
    msg("unexpected end of data"),
)
"""Why JSON, XML and CSV cannot be read, in the words of the libraries that read them; for the catalogue."""
ON_PAGES: Final = {
    "If all of the file reached one line, take it in again with --line LINE; if not, add its folder as a source with --set SIM1=LINE and so on": msg(
        "If all of the file reached one line, state that line with the record here or with all that were found; if not, add the folder of the file as a source with a setting for each card"
    ),
    "See 'leaktrace line list'": msg("Take one from the list, or import it first"),
}
"""Remedies that name a command, and what to do in the console."""
