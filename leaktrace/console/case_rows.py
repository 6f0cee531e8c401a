"""What the page of a case shows of its channels and contacts, with words instead of codes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from leaktrace.attribution import Flaw
from leaktrace.console.facts import Fact, facts_of
from leaktrace.console.history import Outcome, Wager
from leaktrace.console.i18n import Speech
from leaktrace.console.wording import evidence_text, field_name, name_of, support, word
from leaktrace.domain.case import EvidenceKind
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import ContactClass, Detail, Medium, Origin, Strength
from leaktrace.domain.masking import mask_value
from leaktrace.domain.times import parse_time
from leaktrace.services.case_document import LIKELY
from leaktrace.services.contacts import ContactView

__all__ = [
    "BetRow",
    "ChannelRow",
    "ContactRow",
    "Reason",
    "channel_rows",
    "contact_rows",
    "wagers",
]


@dataclass(frozen=True)
class Reason:
    """One line of the evidence table."""

    kind: EvidenceKind
    text: str
    log10_lr: float
    contacts: int


@dataclass(frozen=True)
class BetRow:
    """What one contact did to the e-value of a channel. Names no value."""

    contact_id: str
    at: datetime
    field: str
    chances: float
    """One in so many an innocent channel's value would have been said."""
    outcome: Outcome
    """Whether its own value was said, counted or not."""
    flaw: str
    """Why it is not counted; empty where it is."""
    e_value: float


@dataclass(frozen=True)
class ChannelRow:
    """A channel of a case."""

    channel_id: str
    name: str
    number: int
    posterior: float
    log10_lr: float
    log10_universal: float | None
    support: str
    e_value: float | None
    e_co_exposed: float | None
    e_route: float | None
    hit: int
    exposed: int
    suspect: bool
    """A member of the suspect set."""
    likely: bool
    """Not in the set, and yet more probable than not."""
    reasons: tuple[Reason, ...]
    bets: tuple[BetRow, ...]


@dataclass(frozen=True)
class ContactRow:
    """An informed contact of a case, masked."""

    contact_id: str
    at: datetime
    medium: Medium
    contact_class: ContactClass
    canary_ids: tuple[str, ...]
    reason: str
    facts: tuple[Fact, ...]


def channel_rows(
    say: Speech,
    case: Mapping[str, Any],
    documents: Sequence[Mapping[str, Any]],
    names: Mapping[str, str],
    numbers: Mapping[str, int],
) -> list[ChannelRow]:
    """Rows of the channels in `documents`, a part of the case.

    Args:
        say: the language.
        case: the document they are from.
        documents: those of its channels that are wanted.
        names: of channels, by channel_id.
        numbers: of channels in the time line; one without gets its place.
    """
    return [
        _channel_row(
            say, case, document, names, numbers.get(document["channel_id"], len(numbers) + place)
        )
        for place, document in enumerate(documents, start=1)
    ]


def wagers(case: Mapping[str, Any]) -> dict[str, list[Wager]]:
    """The bets of every channel, for the picture of their history."""
    return {
        channel["channel_id"]: [
            Wager(
                parse_time(bet["occurred_at"]),
                bet["contact_id"],
                Outcome.VOID if bet["flaw"] else _outcome(bet),
                bet["e_value"],
            )
            for bet in channel.get("bets", ())
        ]
        for channel in (*case["channels"], *case.get("silent_channels", ()))
    }


def contact_rows(
    documents: Sequence[Mapping[str, Any]], views: Sequence[ContactView]
) -> list[ContactRow]:
    """What the attribution rested on; the reason comes from the newest reading."""
    newest = {str(view.contact_id): view for view in views}
    return [
        ContactRow(
            contact_id=row["contact_id"],
            at=parse_time(row["occurred_at"]),
            medium=Medium(row["medium"]),
            contact_class=ContactClass(row["class"]),
            canary_ids=tuple(row["canary_ids"]),
            reason=newest[row["contact_id"]].reason if row["contact_id"] in newest else "",
            facts=facts_of(_details(row, newest.get(row["contact_id"]))),
        )
        for row in documents
    ]


def _details(
    row: Mapping[str, Any], view: ContactView | None
) -> Iterator[tuple[Detail, bool, str]]:
    """Details of a contact, masked, beside the value of each; the newest reading tells which are values of a draw."""
    pairs = zip(view.details, view.drawn, strict=True) if view else ()
    of_draw = {(detail.field, detail.value, detail.span) for detail, drawn in pairs if drawn}
    for one in row["details"]:
        field = Field(one["field"])
        value = mask_value(field, one["value"])
        span = None if one["span"] is None else (one["span"][0], one["span"][1])
        detail = Detail(
            field, value, span, Strength(one["strength"]), contradicts=one["contradicts"], origin=Origin(one["origin"])
        )  # fmt: skip
        yield detail, (field, value, span) in of_draw, one["value"]


def _channel_row(
    say: Speech,
    case: Mapping[str, Any],
    channel: Mapping[str, Any],
    names: Mapping[str, str],
    number: int,
) -> ChannelRow:
    suspect = channel["channel_id"] in case["suspect_set"]
    return ChannelRow(
        channel_id=channel["channel_id"],
        name=name_of(say, names, channel["channel_id"]),
        number=number,
        posterior=channel["posterior"],
        log10_lr=channel["log10_lr"],
        log10_universal=channel.get("log10_universal"),
        support=support(say, channel["verbal"]),
        e_value=channel["e_value"],
        e_co_exposed=channel.get("e_co_exposed"),
        e_route=channel.get("e_route"),
        hit=channel["canaries_hit"],
        exposed=channel["canaries_exposed"],
        suspect=suspect,
        likely=channel["posterior"] >= LIKELY and not suspect,
        reasons=tuple(_reasons(say, channel)),
        bets=tuple(_bets(say, channel)),
    )


def _reasons(say: Speech, channel: Mapping[str, Any]) -> Iterator[Reason]:
    for line in channel["evidence"]:
        yield Reason(
            EvidenceKind(line["kind"]),
            evidence_text(say, line),
            line["log10_lr"],
            len(line["contact_ids"]),
        )


def _bets(say: Speech, channel: Mapping[str, Any]) -> Iterator[BetRow]:
    for bet in channel.get("bets", ()):
        flaw = bet["flaw"] or ""
        yield BetRow(
            contact_id=bet["contact_id"],
            at=parse_time(bet["occurred_at"]),
            field=field_name(say, bet["field"]),
            chances=1.0 / bet["odds"],
            outcome=_outcome(bet),
            flaw=word(say, Flaw(flaw)) if flaw in set(Flaw) else flaw,
            e_value=bet["e_value"],
        )


def _outcome(bet: Mapping[str, Any]) -> Outcome:
    return Outcome.MATCH if bet["matched"] else Outcome.MISS
