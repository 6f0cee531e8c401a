"""Which line an event reached, where a phone or modem has several cards and says more or less well which it was."""

import re
from collections.abc import Iterable, Mapping

from leaktrace.domain.errors import InputError
from leaktrace.domain.normal import normal_phone
from leaktrace.domain.options import Options
from leaktrace.domain.ports import ParseContext
from leaktrace.domain.records import line_name

__all__ = ["CARDS", "check_names", "lines_of_card", "lines_of_settings", "names_lines"]

CARDS = ("lines", "country")
"""Settings of every format that asks `lines_of_card`; what it calls its cards and devices comes to that."""


_NUMBER = re.compile(r"(?<![0-9])\+?[0-9](?:[ -]?[0-9]){9,12}(?![0-9])")
_SLOT = re.compile(r"SIM[0-9]{1,2}")
_LINES_KEPT_IN = re.compile(rf"{_SLOT.pattern}|lines|[a-z]+:.*", re.DOTALL)
"""Settings whose values are lines. What a gateway calls its cards, devices and codes stands behind a colon."""
_OF_A_FILE = "If all of the file reached one line, take it in again with --line LINE; if not, add its folder as a source with --set SIM1=LINE and so on"
_ID_IN_REMARK = re.compile(r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9._-]{1,63}")


def lines_of_card(
    context: ParseContext,
    *,
    numbers: Iterable[str] = (),
    slot: str = "",
    remark: str = "",
    device: str = "",
    field: str = "sim",
    remedy: str,
) -> tuple[str, ...]:
    """The lines that it may have been; more than one: it was one of these.

    The strongest first: numbers; the source's setting of the slot; a line_id in the remark; the settings
    ``device:<device>``, those of all slots where the slot is not known and more than one is set, and ``lines``; the line
    of the source. Settings are line_ids with commas between. The setting ``country`` is the calling code of national
    numbers.

    Args:
        context: the line and the settings of the source.
        numbers: texts in which the line's own number may stand. A slot is a hint that is often wrong, so numbers
            that differ make a set.
        slot: the setting for this card, such as ``SIM1``; empty where it is not known.
        remark: what the user calls the card.
        device: what the user calls the phone.
        field: the name of the field, for the error.
        remedy: what to do where nothing tells the line, for the error.

    Raises:
        InputError: nothing tells the line.
    """
    settings, country = context.settings, context.settings.get("country", "86")
    found = [number for text in (remark, *numbers) for number in _NUMBER.findall(text)]
    if found:
        return tuple(dict.fromkeys(normal_phone(number, country=country) for number in found))
    if names := _set_of((slot,), settings):
        return names
    if _ID_IN_REMARK.fullmatch(remark):
        return (remark,)
    slots = () if slot else tuple(sorted(filter(_SLOT.fullmatch, settings)))
    # Beside one card that was named there may be another: which of the two it was, nothing tells.
    only = slots[0] if len(slots) == 1 else ""
    for keys in ((f"device:{device}",), () if only else slots, ("lines",)):
        if names := _set_of(keys, settings):
            return names
    if context.line is not None:
        return (line_name(context.line),)
    if context.by_hand:
        remedy = _OF_A_FILE
    elif _SLOT.fullmatch(slot):
        remedy = f"Say which line is in that card: leaktrace source change {context.source} --set {slot}=LINE, then leaktrace source reparse {context.source}"
    elif only:
        remedy = f"Name the other card as well: leaktrace source change {context.source} --set {_beside(only)}=LINE; or, if {only} is the only one, state its line with --line LINE. Then leaktrace source reparse {context.source}"
    raise InputError("no line", field=field, remedy=remedy)


def _beside(slot: str) -> str:
    """Another slot of a phone with two."""
    return "SIM2" if slot == "SIM1" else "SIM1"


def names_lines(setting: str) -> bool:
    """Whether the value of a setting of that name are lines."""
    return _LINES_KEPT_IN.fullmatch(setting) is not None


def check_names(settings: Mapping[str, str], known: Iterable[str]) -> None:
    """Pass only if all settings are known: of a misspelled one nothing would ever come.

    Args:
        settings: those that a person stated.
        known: their names. ``SIM1`` stands for a slot of any number, ``code:NAME`` for any name behind the colon.

    Raises:
        InputError: one is not.
    """
    names = sorted(known)
    strange = {key: value for key, value in settings.items() if _kind_of(key) not in names}
    Options(strange).only(*names)


def _kind_of(setting: str) -> str:
    """The name under which formats say that they know a setting."""
    before, colon, _ = setting.partition(":")
    if colon:
        return f"{before}:NAME"
    return "SIM1" if _SLOT.fullmatch(setting) else setting


def lines_of_settings(settings: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The lines that settings of a source name, under the setting that names them.

    Raises:
        InputError: what stands there is a number or a mailbox that cannot be.
    """
    return {key: _set_of((key,), settings) for key in settings if names_lines(key)}


def _set_of(keys: tuple[str, ...], settings: Mapping[str, str]) -> tuple[str, ...]:
    """The lines under these settings, each once."""
    names = [name for key in keys for name in settings.get(key, "").split(",") if name.strip()]
    return tuple(dict.fromkeys(line_name(name) for name in names))
