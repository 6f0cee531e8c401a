"""What words, verdicts and reasons are called on a page. Source strings are English; see `leaktrace.console.i18n`."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from leaktrace.attribution import VERBAL_SCALE
from leaktrace.attribution.result import UNLISTED
from leaktrace.console.i18n import Speech, msg
from leaktrace.domain.account import Role
from leaktrace.domain.case import CaseStatus, EvidenceKind, Verdict
from leaktrace.domain.channel import ChannelKind, Field, View
from leaktrace.domain.contact import ContactClass, Medium, Origin, Strength
from leaktrace.domain.source import SourceKind, SourceState

__all__ = ["WORDS", "evidence_text", "name_of", "support", "verdict_sentence", "word"]

WORDS: Final[Mapping[type[StrEnum], Mapping[str, str]]] = {
    Verdict: {
        Verdict.REGISTRY_COMPROMISED: msg("Own records compromised"),
        Verdict.ATTRIBUTED: msg("Attributed"),
        Verdict.SET: msg("Suspect set"),
        Verdict.SUSPECTED: msg("Suspected"),
        Verdict.INCONCLUSIVE: msg("Inconclusive"),
        Verdict.BACKGROUND: msg("Background"),
    },
    CaseStatus: {
        CaseStatus.OPEN: msg("Open"),
        CaseStatus.CLOSED: msg("Closed"),
    },
    EvidenceKind: {
        EvidenceKind.TIME: msg("Time"),
        EvidenceKind.VISIBILITY: msg("Visibility"),
        EvidenceKind.VARIANT: msg("Variant"),
        EvidenceKind.PATTERN: msg("Pattern"),
        EvidenceKind.BACKGROUND: msg("Background rate"),
    },
    Field: {
        Field.NAME: msg("name"),
        Field.PHONE: msg("phone"),
        Field.EMAIL: msg("email"),
        Field.ADDRESS: msg("address"),
        Field.NICK: msg("nick"),
        Field.ORDER_NO: msg("order number"),
        Field.PRODUCT: msg("product"),
        Field.PRICE: msg("price"),
        Field.ORDERED_AT: msg("order time"),
        Field.TRACKING_NO: msg("tracking number"),
        Field.NOTE: msg("note"),
    },
    View: {
        View.PLAIN: msg("plain"),
        View.MASKED: msg("masked"),
        View.VIRTUAL: msg("relay number"),
        View.VARIANT: msg("variant"),
        View.NONE: msg("not given"),
    },
    ChannelKind: {
        ChannelKind.PLATFORM: msg("Platform"),
        ChannelKind.MERCHANT_ERP: msg("Merchant ERP"),
        ChannelKind.COURIER: msg("Courier"),
        ChannelKind.OUTSOURCED_SERVICE: msg("Outsourced service"),
    },
    ContactClass: {
        ContactClass.SCAM: msg("Scam"),
        ContactClass.EXPECTED: msg("Expected message"),
        ContactClass.BACKGROUND: msg("Background contact"),
        ContactClass.UNKNOWN: msg("Cannot be told"),
    },
    Medium: {
        Medium.CALL: msg("Call"),
        Medium.SMS: msg("SMS"),
        Medium.EMAIL: msg("Mail"),
        Medium.IM: msg("Chat"),
    },
    Origin: {
        Origin.NOTED: msg("noted by a person"),
        Origin.TEXT: msg("found in the text"),
    },
    Strength: {
        Strength.EXACT: msg("whole value"),
        Strength.PARTIAL: msg("part of it"),
        Strength.FUZZY: msg("roughly"),
    },
    SourceKind: {
        SourceKind.MANUAL: msg("Files by hand"),
        SourceKind.FOLDER: msg("Watched folder"),
        SourceKind.HOOK: msg("Gateway push"),
    },
    SourceState: {
        SourceState.ACTIVE: msg("Active"),
        SourceState.PAUSED: msg("Paused"),
    },
    Role: {
        Role.VIEWER: msg("Viewer"),
        Role.REVIEWER: msg("Reviewer"),
    },
}
"""Every word of the domain that a page shows. By kind: words of two kinds may have the same code."""

_REASONS: Final = (
    msg("A courier, platform or shop writes about the order and asks for nothing."),
    msg("Facts about the order were noted, so the caller knew it."),
    msg("Nothing is known of what was said."),
    msg("Silence, a wrong number, a survey or too few words to tell."),
    msg("Shows no correct fact about the order."),
    msg("Shows correct facts about the order and wants something of the buyer."),
    msg("Says one fact and nothing else."),
    msg("Shows correct facts about the order without being a message about it."),
)
"""Reasons that the reading gives for a class, for the catalogue. One that is not here is shown in English."""

_SCALE: Final[Mapping[str, tuple[str, str]]] = {
    "extremely strong": (
        msg("extremely strong support"),
        msg("extremely strong support against it"),
    ),
    "very strong": (msg("very strong support"), msg("very strong support against it")),
    "strong": (msg("strong support"), msg("strong support against it")),
    "moderately strong": (
        msg("moderately strong support"),
        msg("moderately strong support against it"),
    ),
    "moderate": (msg("moderate support"), msg("moderate support against it")),
    "weak": (msg("weak support"), msg("weak support against it")),
}
assert set(_SCALE) == {name for _, name in VERBAL_SCALE}
_NO_SUPPORT: Final = msg("no support either way")

_FIXED: Final[Mapping[Verdict, str]] = {
    Verdict.REGISTRY_COMPROMISED: msg(
        "A caller knew facts of an order that was never given to any channel. Our own records must have got out, so no channel is accused."
    ),
    Verdict.INCONCLUSIVE: msg(
        "Somebody had order facts, but what has arrived so far does not point to one channel or a small group of them."
    ),
    Verdict.BACKGROUND: msg(
        "No contact showed a fact of a canary order. What arrived is ordinary background."
    ),
}
_ATTRIBUTED: Final = msg(
    "The copy held by {channels} got out: what callers knew and the sealed draws, independently of each other, point to it."
)
_ONE: Final = msg(
    "The copy held by {channel} most probably got out. One more kind of proof is missing before this may be called attributed."
)
_ONE_OR_UNLISTED: Final = msg(
    "Either the copy held by {channel} got out, or that of a party which is not listed here. What has arrived so far cannot tell which."
)
_SEVERAL: Final = msg(
    "A leaker is among these {count}: {channels}. What has arrived so far cannot tell which of them."
)
_NESTED: Final = msg(
    "A leaker is among these {count}: {channels}. The seeding so far cannot tell them apart, whatever contacts come."
)
_SUSPECTED: Final = msg(
    "More points to {channel} than to anyone else, but not enough yet to say that a leaker is there."
)
_UNLISTED: Final = msg("a party that is not listed")


def word(say: Speech, value: str | None) -> str:
    """A word of the domain in the language of the page; an empty text for None."""
    if value is None:
        return ""
    text = WORDS.get(type(value), {}).get(value) if isinstance(value, StrEnum) else None
    return str(value) if text is None else say(text)


def name_of(say: Speech, names: Mapping[str, str], channel_id: str) -> str:
    """A channel's name with its id; the unlisted party in words."""
    if channel_id == UNLISTED:
        return say(_UNLISTED)
    name = names.get(channel_id, "")
    if not name or name == channel_id:
        return channel_id
    return f"{name}（{channel_id}）" if say.language.startswith("zh") else f"{name} ({channel_id})"


def verdict_sentence(say: Speech, case: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The verdict as one sentence that a merchant understands."""
    verdict = Verdict(case["verdict"])
    if verdict in _FIXED:
        return say(_FIXED[verdict])
    if verdict is Verdict.ATTRIBUTED:
        return say(_ATTRIBUTED, channels=_all_of(say, case["accused"], names))
    members: list[str] = case["suspect_set"]
    if verdict is Verdict.SUSPECTED:
        first = case["channels"][0]["channel_id"] if case["channels"] else members[0]
        return say(_SUSPECTED, channel=name_of(say, names, first))
    listed = [member for member in members if member != UNLISTED]
    if len(listed) == 1:
        sentence = _ONE if len(members) == 1 else _ONE_OR_UNLISTED
        return say(sentence, channel=name_of(say, names, listed[0]))
    nested = any(set(members) <= set(group) for group in case["confusable"])
    return say(
        _NESTED if nested else _SEVERAL, count=len(members), channels=_all_of(say, members, names)
    )


def evidence_text(say: Speech, line: Mapping[str, Any]) -> str:
    """A reason in the language of the page, names of fields included."""
    params = dict(line.get("params") or {})
    if not line.get("message"):
        return str(line["text"])
    if "field" in params:
        parts = [part.strip() for part in str(params["field"]).split(",")]
        params["field"] = say.listed([_field(say, part) for part in parts])
    return say(line["message"], **params)


def support(say: Speech, verbal: str) -> str:
    """A step of the verbal scale, for or against."""
    name, against = verbal.removesuffix(" against"), verbal.endswith(" against")
    return say(_SCALE[name][against]) if name in _SCALE else say(_NO_SUPPORT)


def _field(say: Speech, name: str) -> str:
    return word(say, Field(name)) if name in set(Field) else name


def _all_of(say: Speech, channel_ids: Sequence[str], names: Mapping[str, str]) -> str:
    return say.listed([name_of(say, names, channel_id) for channel_id in channel_ids])
