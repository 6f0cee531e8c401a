"""Cells of tables, as spreadsheets and order systems write them."""

import re

__all__ = ["clean_cell"]

_WRAPPED = re.compile(r'="(.*)"', re.DOTALL)
_APOSTROPHES = "'’‘"
_BLANKS = " \t\r\n\u00a0\ufeff"


def clean_cell(text: str) -> str:
    """A cell without what keeps spreadsheets from changing it: ``="..."``, an apostrophe before it, blanks around."""
    bare = text.strip(_BLANKS)
    wrapped = _WRAPPED.fullmatch(bare)
    if wrapped:
        bare = wrapped.group(1).strip(_BLANKS)
    return bare[1:].strip(_BLANKS) if bare[:1] and bare[0] in _APOSTROPHES else bare
