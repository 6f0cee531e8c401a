"""Why records were refused and sources failed, and what to do about it, in the language of a page.

Intake, formats and worker say it in English, with values in between; so it is kept and so the command line shows it.
What is not listed in `leaktrace.console.refusal_texts` is shown as it is.
"""

import re
from collections.abc import Iterable
from typing import Final

from leaktrace.console.i18n import Speech, msg
from leaktrace.console.refusal_texts import FAILURES, KNOWN, REMEDIES
from leaktrace.console.refusal_words import ON_PAGES

__all__ = ["failure", "refusal", "whole_refusal"]

_GAP: Final = re.compile(r"(?<!\\\{)\\\{(\w+)\\\}(?!\\\})")
_WHERE: Final = r"(?:(?P<where>.+?): )?"
_AT: Final = msg("{where}: {reason}")
_WHAT_TO_DO: Final = msg("{reason}. {remedy}")

_Pattern = tuple[re.Pattern[str], str]


def _patterns(texts: Iterable[str], before: str = "") -> tuple[_Pattern, ...]:
    """What matches each text, whatever the values in its gaps."""
    return tuple(
        (re.compile(before + _GAP.sub(r"(?P<\1>.+)", re.escape(text)), re.DOTALL), text)
        for text in texts
    )


_REFUSALS: Final = _patterns(text for text in KNOWN if _GAP.search(re.escape(text)))
_FAILURES: Final = _patterns(FAILURES, _WHERE)
_REMEDIES: Final = _patterns(REMEDIES, r"(?P<reason>.+)\. ")


def refusal(say: Speech, text: str) -> str:
    """A reason or a remedy in the language of the page; as it is where it is not known."""
    for pattern, message in _REFUSALS:
        if found := pattern.fullmatch(text):
            values = found.groupdict()
            for name in values.keys() & {"reason", "error"}:
                values[name] = say(values[name])
            return say(message, **values)
    return say(ON_PAGES.get(text, text))


def whole_refusal(say: Speech, reason: str, field: str = "", remedy: str = "") -> str:
    """The same with the field before it and what to do behind it, where there are any."""
    said = refusal(say, reason)
    if field:
        said = say(_AT, where=field, reason=said)
    return say(_WHAT_TO_DO, reason=said, remedy=refusal(say, remedy)) if remedy else said


def failure(say: Speech, text: str) -> str:
    """Why a source failed, where and what to do, in the language of the page; as it is where it is not known."""
    for pattern, message in _REMEDIES:
        if found := pattern.fullmatch(text):
            reason = _reason(say, found["reason"])
            return say(_WHAT_TO_DO, reason=reason, remedy=_said(say, message, found))
    return _reason(say, text)


def _reason(say: Speech, text: str) -> str:
    for pattern, message in _FAILURES:
        if found := pattern.fullmatch(text):
            said = _said(say, message, found)
            return say(_AT, where=found["where"], reason=said) if found["where"] else said
    return text


def _said(say: Speech, message: str, found: re.Match[str]) -> str:
    names = re.findall(r"\{(\w+)\}", message)
    return say(message, **{name: found[name] for name in names})
