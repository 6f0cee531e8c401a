"""Whether a caller could have said a detail from a given copy, and whether it tells anything at all."""

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.domain.copy import Fit
from leaktrace.extraction.goods.table import goods_of
from leaktrace.extraction.names.accents import unaccented
from leaktrace.extraction.names.surnames import sounds, split_name
from leaktrace.extraction.places.addresses import split_place
from leaktrace.extraction.places.units import Unit, parse_unit, unit_at_end
from leaktrace.extraction.reading import bare, fold, is_hanzi

__all__ = ["address_part", "fit", "is_informing"]

_STARS = re.compile(r"\*+|x{3,}|某+")
_VIRTUAL = re.compile(r"\+?\d{5,}(?:-|转|ext\.?|,)\d{3,6}$")
_ITEMS = re.compile(r"[；;\n]")
_EN_UNIT_START = re.compile(
    r"(?:apartment|apt|unit|suite|ste|flat|room|door|#|\d{1,4}(?:[a-z]|/\d{1,2})?$)"
)


def fit(detail: Detail, held: str) -> Fit:
    """Compare what was said with the value of a copy.

    Args:
        detail: what the caller said.
        held: the exact value that the copy has of that field.
    """
    held = held.strip()
    if not held or not _STARS.sub("", held).strip():
        return Fit.LACKS
    compare = _COMPARE.get(detail.field, _fit_text)
    return compare(detail, held)


def _fit_text(detail: Detail, held: str) -> Fit:
    """Mailboxes, nicks and notes."""
    said, has = bare(detail.value), bare(held)
    if "*" in has:
        return Fit.LACKS if _shows(has, said) else Fit.DIFFERS
    return Fit.HOLDS if said == has or (len(said) >= 3 and said in has) else Fit.DIFFERS


def _shows(masked: str, whole: str) -> bool:
    """Whether a masked value may stand for a whole one."""
    pattern = ".*".join(re.escape(part) for part in _STARS.split(masked))
    return re.fullmatch(pattern, whole) is not None


def _fit_name(detail: Detail, held: str) -> Fit:
    """Names: whole, a part of one, or masked; a misheard one is compared by ear."""
    said, has = fold(unaccented(detail.value)), fold(unaccented(held))
    if any(map(is_hanzi, has)) and any(map(is_hanzi, said)):
        return _fit_chinese(said, re.sub(r"\s", "", has), detail.strength)
    if said == has:
        return Fit.HOLDS
    words, own = re.findall(r"[a-z'’\-]+", said), re.findall(r"[a-z'’\-*.]+", has)
    if not words:
        return Fit.DIFFERS  # written in other letters
    if any("*" in word or word.endswith(".") for word in own):
        return _fit_masked_words(words, own)
    return Fit.HOLDS if set(words) <= set(own) else Fit.DIFFERS


def _fit_masked_words(said: list[str], own: list[str]) -> Fit:
    """English names with stars or initials: J*** Davies."""
    shown = {word for word in own if "*" not in word and not word.endswith(".")}
    hidden = [re.sub(r"[*.]+", "", word) for word in own if "*" in word or word.endswith(".")]
    rest = [word for word in said if word not in shown]
    if not rest:
        return Fit.HOLDS
    return (
        Fit.LACKS
        if all(any(word.startswith(start) for start in hidden) for word in rest)
        else Fit.DIFFERS
    )


def _fit_chinese(said: str, has: str, strength: Strength) -> Fit:
    """Chinese names, where the first character of a copy is the surname."""
    masked = "*" in has or "某" in has or has.endswith(("先生", "女士", "小姐"))
    visible = re.sub(r"先生$|女士$|小姐$", "*", has)
    if "*" in said:
        head, _, last = said.partition("*")
        last = last.strip("*")
        if not visible.startswith(head):
            return Fit.DIFFERS
        if not last or visible.endswith(last):
            return Fit.HOLDS
        return Fit.LACKS if masked else Fit.DIFFERS
    if masked:
        return _fit_masked_chinese(said, visible, strength)
    surname, given = split_name(visible)
    parts = (surname, given, visible[:1], visible[:2], visible[2:], *given)
    heard = strength is Strength.FUZZY and _sounds_like(said, visible)
    partly = strength is Strength.PARTIAL and said in parts
    return Fit.HOLDS if said == visible or partly or heard else Fit.DIFFERS


def _fit_masked_chinese(said: str, visible: str, strength: Strength) -> Fit:
    """What was said against 王**, 王*明 or 王先生."""
    head, tail = _STARS.split(visible)[0], _STARS.split(visible)[-1]
    if strength is Strength.PARTIAL and (said == head or split_name(said + "某")[0] == said):
        return Fit.HOLDS if head.startswith(said) else Fit.DIFFERS
    if strength is Strength.PARTIAL:
        other = len(said) == 1 or head.startswith(said[:1])
        return Fit.LACKS if other or said.endswith(tail) else Fit.DIFFERS
    if _shows(visible, said):
        return Fit.LACKS
    heard = strength is Strength.FUZZY and bool(sounds(said[0]) & sounds(visible[0]))
    return Fit.LACKS if heard else Fit.DIFFERS


def _sounds_like(said: str, has: str) -> bool:
    """Whether two names are the same by ear."""
    return len(said) == len(has) and all(
        sounds(a) & sounds(b) for a, b in zip(said, has, strict=True)
    )


def _digits(text: str) -> str:
    """Letters, digits and stars of a number, without the country code of a telephone number."""
    plain = re.sub(r"[^0-9a-z*]", "", fold(text))
    return (
        plain[2:]
        if text.strip().startswith("+86")
        else plain[1:]
        if text.strip().startswith("+1") and len(plain) == 11
        else plain
    )


def _fit_number(detail: Detail, held: str) -> Fit:
    """Telephone, order and tracking numbers."""
    said = _digits(detail.value)
    if detail.field is Field.PHONE and _VIRTUAL.match(re.sub(r"\s", "", held)):
        relay = _digits(re.split(r"[-转,e]", held)[0])
        return (
            Fit.HOLDS
            if said == relay or (len(said) >= 4 and len(said) < len(relay) and relay.endswith(said))
            else Fit.LACKS
        )
    fits = [
        _fit_one_number(said, _digits(part)) for part in re.split(r"[;；,，、\s]+", held) if part
    ]
    return Fit.HOLDS if Fit.HOLDS in fits else Fit.LACKS if Fit.LACKS in fits else Fit.DIFFERS


def _fit_one_number(said: str, has: str) -> Fit:
    """One number against one number, either of them masked or cut."""
    if said == has:
        return Fit.HOLDS
    said_head, _, said_tail = said.partition("*")
    said_tail = said_tail.strip("*")
    if "*" not in has:
        cut = len(said) < len(has) and (has.endswith(said) or has.startswith(said))
        masked = "*" in said and has.startswith(said_head) and has.endswith(said_tail)
        return Fit.HOLDS if cut or masked else Fit.DIFFERS
    head, tail = has.partition("*")[0], has.rpartition("*")[2]
    if "*" in said:
        agree = _ends_agree(said_head, head, said_tail, tail)
        reach = len(said_head) <= len(head) and len(said_tail) <= len(tail)
    elif len(said) <= 8:
        reach = tail.endswith(said) or bool(head and head.startswith(said))
        agree = reach or said.endswith(tail)
    else:
        reach, agree = False, _shows(has, said)
    return Fit.DIFFERS if not agree else Fit.HOLDS if reach else Fit.LACKS


def _ends_agree(one_head: str, head: str, one_tail: str, tail: str) -> bool:
    """Whether two masked values show the same where both show anything."""
    heads = one_head.startswith(head) or head.startswith(one_head)
    return heads and (one_tail.endswith(tail) or tail.endswith(one_tail))


def _fit_address(detail: Detail, held: str) -> Fit:
    """A unit is compared with the unit of the copy, a place with its place."""
    said, has = detail.value, held
    if floor := _FLOOR.fullmatch(said):
        return _fit_floor(floor[1], has)
    masked = bool(_STARS.search(fold(held)))
    unit = _as_unit(said)
    has_unit = unit_at_end(has, ()) if not masked else ""
    if unit is not None:
        own = parse_unit(has_unit) if has_unit else None
        return Fit.LACKS if own is None else Fit.HOLDS if unit.within(own) else Fit.DIFFERS
    place = bare(_STARS.sub("", fold(has.removesuffix(has_unit) if has_unit else has)))
    if bare(said) in place or _in_parts(said, has):
        return Fit.HOLDS
    if not masked:
        return Fit.DIFFERS
    return Fit.LACKS if _may_go_on(bare(said), place) else Fit.DIFFERS


def _fit_floor(said: str, held: str) -> Fit:
    """A floor against the room of a copy."""
    unit = parse_unit(unit_at_end(held, ()))
    if unit is None or not unit.room:
        return Fit.LACKS
    return Fit.HOLDS if unit.room[:-2] == said else Fit.DIFFERS


def address_part(detail: Detail) -> str:
    """``unit`` or ``place``: which part of an address a detail is."""
    of_unit = _as_unit(detail.value) is not None or _FLOOR.fullmatch(detail.value)
    return "unit" if of_unit else "place"


_FLOOR = re.compile(r"(\d{1,2})(?:楼|(?:st|nd|rd|th) floor)")


def _as_unit(said: str) -> Unit | None:
    """What was said, if it is a unit and not a place."""
    folded = fold(said)
    if any(map(is_hanzi, folded)):
        if re.match(r"(?:[a-z]|[0-9]{1,3})(?:栋|幢|号楼|座|单元)|\d{3,4}室?$|[a-z0-9]+-\d", folded):
            return parse_unit(said)
        return None
    return parse_unit(said) if _EN_UNIT_START.match(folded) else None


def _in_parts(said: str, held: str) -> bool:
    """Whether every part of a place is somewhere in the copy, in any order (English), or in this order."""
    if any(map(is_hanzi, said)):
        place = bare(re.sub(r"\*+", "", fold(held)))
        parts = [
            part
            for part in re.findall(r".+?(?:省|市|自治区|区|县|大道|路|街|号|$)", fold(said))
            if part
        ]
        at = 0
        for part in parts:
            found = place.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        return bool(parts)
    return all(
        re.search(rf"(?<!\w){re.escape(part)}(?!\w)", fold(held))
        for part in re.split(r",\s*", fold(said))
        if part
    )


def _may_go_on(said: str, place: str) -> bool:
    """Whether a place may be what a masked copy hides: they agree on province, city and district, or do not meet."""
    regions = re.compile(r"[^省市区县]{2,}?(?:省|市|自治区|区|县)")
    named = [part for part in regions.findall(said) if part[-1] in "省市区县"]
    own = "".join(regions.findall(place))
    return all(part in own for part in named) or not own


def _fit_price(detail: Detail, held: str) -> Fit:
    """Prices; a rounded one fits what it may stand for (its value is the order's amount)."""
    try:
        said = Decimal(detail.value.replace(",", ""))
        amounts = [
            Decimal(part.replace(",", "")) for part in re.findall(r"\d[\d,]*(?:\.\d+)?", held)
        ]
    except InvalidOperation:
        return Fit.DIFFERS
    if "*" in held:
        return Fit.LACKS
    return Fit.HOLDS if said in amounts else Fit.DIFFERS


def _fit_time(detail: Detail, held: str) -> Fit:
    """Times, as precisely as said; a copy that has less lacks the rest."""
    said, has = detail.value, held.replace(" ", "T")
    try:
        datetime.fromisoformat(has)
    except ValueError:
        if not re.fullmatch(r"\d{4}-\d\d(?:-\d\d(?:T\d\d(?::\d\d)?)?)?", has):
            return Fit.DIFFERS
    local = re.sub(r"(?:Z|[+-]\d\d:?\d\d)$", "", has) if "T" in has else has
    if local.startswith(said):
        return Fit.HOLDS
    if said.startswith(local):
        return Fit.LACKS
    same_day = said[:10] == local[:10]
    if (
        same_day
        and len(said) == 13
        and len(local) >= 13
        and abs(int(said[11:13]) - int(local[11:13])) <= 1
    ):
        return Fit.HOLDS
    return Fit.DIFFERS


def _fit_product(detail: Detail, held: str) -> Fit:
    """Products: the value is the title of the item meant, or for a wrong product the words said."""
    said, has = bare(detail.value), bare(held)
    if said in has:
        return Fit.HOLDS
    if "*" in has:
        return Fit.LACKS
    if any(bare(part) and bare(part) in said for part in _ITEMS.split(held)):
        # the copy has a shortened title of the same item
        return Fit.HOLDS
    if detail.contradicts:
        return Fit.DIFFERS
    same = goods_of(fold(detail.value)) & goods_of(fold(held))
    return Fit.HOLDS if same and detail.strength is Strength.FUZZY else Fit.DIFFERS


_COMPARE: dict[Field, Callable[[Detail, str], Fit]] = {
    Field.NAME: _fit_name,
    Field.PHONE: _fit_number,
    Field.ORDER_NO: _fit_number,
    Field.TRACKING_NO: _fit_number,
    Field.ADDRESS: _fit_address,
    Field.PRICE: _fit_price,
    Field.ORDERED_AT: _fit_time,
    Field.PRODUCT: _fit_product,
}


def is_informing(detail: Detail) -> bool:
    """Whether a detail, agreeing with the order, belongs to one identity.

    A bare surname, the number that was dialled, the mailbox that was written to, a province, city or
    district, an entrance or a floor alone and words of the line's holder tell nothing.
    """
    if detail.contradicts or detail.by_holder:
        return False
    if detail.field is Field.NAME:
        return _telling_name(detail)
    if detail.field is Field.ADDRESS:
        unit = _as_unit(detail.value)
        if unit is not None or _FLOOR.fullmatch(detail.value):
            return unit is not None and bool(unit.building or unit.room)
        return _below_district(detail.value)
    if detail.field in (Field.ORDER_NO, Field.TRACKING_NO):
        return len(re.sub(r"[^0-9A-Za-z]", "", detail.value)) >= 4
    vague = detail.field is Field.ORDERED_AT and detail.strength is Strength.FUZZY
    return detail.field not in (Field.PHONE, Field.EMAIL) and not vague


def _telling_name(detail: Detail) -> bool:
    """Whether more than a surname was said."""
    value = fold(detail.value)
    if any(map(is_hanzi, value)):
        shown = value.replace("*", "")
        return len(shown) >= 2 and not (
            detail.strength is Strength.PARTIAL and shown == split_name(shown + "某")[0]
        )
    return detail.rule != "surname"


def _below_district(value: str) -> bool:
    """Whether a place names a road, a house or an estate."""
    if any(map(is_hanzi, value)):
        rest = re.sub(
            r"^(?:[^路街道号]{2,}?(?:省|自治区))?(?:[^路街道号]{2,}?市)?(?:[^路街道号]{2,}?(?:区(?!公)|县))?",
            "",
            value,
        )
        estate = re.search(r"(?:小区|园区|社区)$", value)
        return bool(rest) or bool(estate and not re.fullmatch(r".{2,}(?:省|市).*区", value))
    road, number, _ = split_place(value.split(",", maxsplit=1)[0], "")
    return bool(number) or bool(
        re.search(
            r"\b(?:street|lane|drive|road|avenue|court|terrace|way|row|loop|place|boulevard|hill|close|crescent|gardens|mews|wynd|brae|loan|gait|vennel|trail|circle|parade|esplanade|square|quay|walk|path|towers|apartments|lofts|house|st|ln|dr|rd|ave|blvd|cres|trl)\b",
            (road or value).lower(),
        )
    )
