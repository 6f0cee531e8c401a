"""What words, verdicts and reasons are called on a page. Source strings are English; see `leaktrace.console.i18n`."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final

from leaktrace.attribution import UNLISTED, VERBAL_SCALE, Flaw
from leaktrace.console.history import Outcome
from leaktrace.console.i18n import Speech, msg
from leaktrace.domain.account import Role
from leaktrace.domain.case import CaseStatus, EvidenceKind, Verdict
from leaktrace.domain.channel import ChannelKind, Field, View
from leaktrace.domain.contact import ContactClass, Medium, Origin, Strength
from leaktrace.domain.life import CanaryStep, LineStep
from leaktrace.domain.line import LineKind, LineRole
from leaktrace.domain.source import Resolution, SourceKind, SourceState

__all__ = [
    "WORDS",
    "all_of",
    "class_reason",
    "evidence_text",
    "field_name",
    "name_of",
    "support",
    "word",
]

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
        EvidenceKind.BACKGROUND: msg("Allowance"),
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
        SourceKind.PULL: msg("Fetched on a schedule"),
    },
    SourceState: {
        SourceState.ACTIVE: msg("Active"),
        SourceState.PAUSED: msg("Paused"),
    },
    Resolution: {
        Resolution.REPLAYED: msg("taken in later"),
        Resolution.DISCARDED: msg("set aside"),
    },
    Flaw: {
        Flaw.DRAWN_LATE: msg("drawn too late"),
        Flaw.UNSEALED: msg("recorded after the draw was opened"),
        Flaw.NOT_READ_BACK: msg("copy not read back"),
    },
    Outcome: {
        Outcome.MATCH: msg("its own value"),
        Outcome.MISS: msg("another value"),
        Outcome.VOID: msg("not counted"),
    },
    CanaryStep: {
        CanaryStep.PLANNED: msg("Planned"),
        CanaryStep.RELEASED: msg("Released"),
        CanaryStep.PLACED: msg("Placed"),
        CanaryStep.EXPOSED: msg("Exposed"),
        CanaryStep.WATCHED: msg("Watched"),
        CanaryStep.HIT: msg("Hit"),
        CanaryStep.BURNT: msg("Burnt"),
        CanaryStep.RETIRED: msg("Retired"),
    },
    LineStep: {
        LineStep.OWNED: msg("Proven ours"),
        LineStep.NONCE_SENT: msg("Test word made"),
        LineStep.VERIFIED: msg("Verified"),
        LineStep.STRAYED: msg("Test word arrived on another line"),
        LineStep.FLAGGED: msg("Flagged"),
        LineStep.CLEARED: msg("Cleared"),
        LineStep.RETIRED: msg("Retired"),
    },
    LineRole: {
        LineRole.CANARY: msg("For canaries"),
        LineRole.CONTROL: msg("Sealed control"),
    },
    LineKind: {
        LineKind.PHONE: msg("Phone line"),
        LineKind.EMAIL: msg("Mailbox"),
        LineKind.EMAIL_DOMAIN: msg("Mail domain"),
        LineKind.CHAT: msg("Chat account"),
    },
    Role: {
        Role.VIEWER: msg("Viewer"),
        Role.REVIEWER: msg("Reviewer"),
    },
}
"""Every word of the domain that a page shows. By kind: words of two kinds may have the same code."""

_REASONS: Final = (
    msg("Shows correct facts about the order and asks for money to a private account."),
    msg("A courier, platform or shop writes about the order and asks for nothing."),
    msg("The shop, or a card in its parcel, asks for a review."),
    msg("Facts about the order were noted, so the caller knew it."),
    msg("A relay number was used outside its order: somebody had kept it, or guessed it."),
    msg("Nothing is known of what was said."),
    msg("Silence, a wrong number, a survey or too few words to tell."),
    msg("Shows no correct fact about the order."),
    msg("The program failed to read this text, which is a fault of its own: please report it."),
    msg("Shows nothing of the order that one who knows the number or mailbox could not say."),
    msg("Shows correct facts about the order and wants something of the buyer."),
    msg("Says one fact and nothing else."),
    msg("Shows correct facts about the order without being a message about it."),
    msg("Shows correct facts about the order, in words of those who want something."),
    msg("The words are those of ordinary messages about an order."),
    msg("The words are those of advertising and of strangers."),
    msg("The words do not tell what it wants."),
)
"""Reasons that the reading gives for a class, for the catalogue. One that is not here is shown in English."""

_WITH_WORDS: Final = (
    msg("Shows correct facts about the order, in words of those who want something: {words}."),
    msg("The words are those of ordinary messages about an order: {words}."),
    msg("The words are those of advertising and of strangers: {words}."),
    msg("The words do not tell what it wants: {words}."),
)
"""The same where words of the contact stand behind it."""

_SCALE: Final[Mapping[str, str]] = {
    "extremely strong": msg("extremely strong support"),
    "very strong": msg("very strong support"),
    "strong": msg("strong support"),
    "moderately strong": msg("moderately strong support"),
    "moderate": msg("moderate support"),
    "weak": msg("weak support"),
}
assert set(_SCALE) == {name for _, name in VERBAL_SCALE}
_NO_SUPPORT: Final = msg("no support")
_ROUTE: Final = msg("route")
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


def evidence_text(say: Speech, line: Mapping[str, Any]) -> str:
    """A reason in the language of the page, names of fields included."""
    params = dict(line.get("params") or {})
    if not line.get("message"):
        return str(line["text"])
    if "field" in params:
        parts = [part.strip() for part in str(params["field"]).split(",")]
        params["field"] = say.listed([field_name(say, part) for part in parts])
    return say(line["message"], **params)


def class_reason(say: Speech, reason: str) -> str:
    """The stored reason of a class in the language of the page; words of the contact stay in their own."""
    for template in _WITH_WORDS:
        begin = template.removesuffix("{words}.")
        if reason.startswith(begin):
            words = reason.removeprefix(begin).removesuffix(".").split(", ")
            return say(template, words=say.listed(words))
    return say(reason)


def support(say: Speech, verbal: str) -> str:
    """A step of the verbal scale. Results of earlier versions also have steps against, which say no more."""
    return say(_SCALE.get(verbal, _NO_SUPPORT))


def field_name(say: Speech, name: str | None) -> str:
    """A field by its code; None stands for the route."""
    if name is None:
        return say(_ROUTE)
    return word(say, Field(name)) if name in set(Field) else name


def all_of(say: Speech, channel_ids: Iterable[str], names: Mapping[str, str]) -> str:
    """Channels by name, in a list in words."""
    return say.listed([name_of(say, names, channel_id) for channel_id in channel_ids])
