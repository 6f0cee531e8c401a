"""One element of ``cases`` in the public JSON: an attribution as it is stored and shown."""

from collections.abc import Mapping
from typing import Any

from leaktrace.attribution import VERBAL_SCALE_VERSION, Attribution, Bet, ChannelResult
from leaktrace.domain.contact import Detail
from leaktrace.domain.times import format_time
from leaktrace.services.attribution_inputs import CaseContact, Gathered, Holding
from leaktrace.storage import models

__all__ = ["LIKELY", "case_document", "rests_on_rarity"]

LIKELY = 0.5
"""A posterior from which on a channel is more probable than not."""


def case_document(
    case: models.Case,
    result: Attribution,
    gathered: Gathered,
    next_probe: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The document of an attribution; `channels` has those that had a copy of a hit canary.

    Args:
        case: the case it is kept in.
        result: the attribution.
        gathered: what it rests on.
        next_probe: the next canaries; None where nothing is left to separate.
    """
    holdings = {holding.channel_id: holding for holding in gathered.holdings}
    times = {
        str(contact.contact_id): format_time(contact.occurred_at) for contact in gathered.contacts
    }
    told = [
        _channel(channel, holdings.get(channel.channel_id), times) for channel in result.channels
    ]
    return {
        "case_id": case.case_id,
        "status": case.status,
        "opened_at": format_time(case.opened_at),
        "verdict": result.verdict,
        "accused": list(result.accused),
        "suspect_set": list(result.suspect_set),
        "confusable": [list(group) for group in result.confusable],
        "p_unlisted": result.p_unlisted,
        "p_no_leak": result.p_no_leak,
        "controls_clean": result.controls_clean,
        "threshold": result.threshold,
        "verbal_scale": VERBAL_SCALE_VERSION,
        "channels": [row for row in told if row["canaries_hit"]],
        "silent_channels": [row for row in told if not row["canaries_hit"]],
        **_doubts(result),
        "contacts": [_contact(contact) for contact in gathered.contacts],
        "next_probe": next_probe,
        "false_accusation_bound": result.false_accusation_bound,
    }


def rests_on_rarity(channel: Mapping[str, Any]) -> bool:
    """Whether a channel is probable though something else, rarer beforehand, would explain the contacts better."""
    return bool(channel["posterior"] >= LIKELY and channel["log10_lr"] < 0)


def _doubts(result: Attribution) -> dict[str, Any]:
    """What did not count, and what would change the verdict."""
    return {
        "downgrades": [
            {
                "message": one.message,
                "params": {"count": one.count},
                "text": one.text,
                "contact_ids": list(one.contact_ids),
                "spared": list(one.spared),
            }
            for one in result.downgrades
        ],
        "sensitivity": [
            {
                "message": rival.message,
                "params": dict(rival.params),
                "text": rival.text,
                "verdict": rival.verdict,
                "accused": list(rival.accused),
                "suspect_set": list(rival.suspect_set),
                "changed": rival.changed,
            }
            for rival in result.rivals
        ],
    }


def _channel(
    channel: ChannelResult, holding: Holding | None, times: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "channel_id": channel.channel_id,
        "posterior": channel.posterior,
        "log10_lr": channel.log10_lr,
        "verbal": channel.verbal,
        "log10_universal": channel.log10_universal,
        "e_value": channel.e_value,
        "e_co_exposed": channel.e_co_exposed,
        "e_route": channel.e_route,
        "canaries_exposed": channel.canaries_exposed,
        "canaries_hit": channel.canaries_hit,
        "holding": None if holding is None else _holding(holding),
        "bets": [_bet(bet, times) for bet in channel.bets],
        "evidence": [
            {
                "kind": line.kind,
                "log10_lr": line.log10_lr,
                "text": line.text,
                "message": line.message,
                "params": dict(line.params),
                "contact_ids": list(line.contact_ids),
            }
            for line in channel.evidence
        ],
    }


def _holding(holding: Holding) -> dict[str, Any]:
    return {
        "alone": holding.alone,
        "shared": holding.shared,
        "shared_with": dict(holding.shared_with),
        "lost": holding.lost,
        "unconfirmed": holding.unconfirmed,
    }


def _bet(bet: Bet, times: Mapping[str, str]) -> dict[str, Any]:
    """What one contact did to the e-value. Names no value: which one was whose stays sealed."""
    return {
        "contact_id": bet.contact_id,
        "occurred_at": times[bet.contact_id],
        "field": bet.field,
        "odds": bet.odds,
        "matched": bet.matched,
        "e_value": bet.e_value,
        "flaw": bet.flaw,
    }


def _contact(contact: CaseContact) -> dict[str, Any]:
    return {
        "contact_id": str(contact.contact_id),
        "ref": contact.ref,
        "medium": contact.medium,
        "occurred_at": format_time(contact.occurred_at),
        "canary_ids": list(contact.canary_ids),
        "class": contact.contact_class,
        "details": [_detail(detail) for detail in contact.details],
    }


def _detail(detail: Detail) -> dict[str, Any]:
    return {
        "field": detail.field,
        "value": detail.value,
        "span": None if detail.span is None else list(detail.span),
        "origin": detail.origin,
        "strength": detail.strength,
        "contradicts": detail.contradicts,
    }
