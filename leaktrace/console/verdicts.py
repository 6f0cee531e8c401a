"""The verdict in plain words: what it says, what it rests on, and what an accusation still lacks."""

from collections.abc import Mapping
from typing import Any, Final

from leaktrace.attribution import UNLISTED, Params
from leaktrace.console.i18n import Speech, msg
from leaktrace.console.wording import all_of, name_of
from leaktrace.domain.case import Verdict
from leaktrace.services.case_document import rests_on_rarity

__all__ = ["by_rarity", "grounds", "guarantee", "missing", "verdict_sentence"]

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
_ATTRIBUTED: Final = msg("The copy of {channels} was disclosed.")
_ATTRIBUTED_ALL: Final = msg("The copies of each of these were disclosed: {channels}.")
_ONE: Final = msg(
    "Most probably the copy of {channel} was disclosed. The proof is not complete, so it is not accused."
)
_ONE_OR_UNLISTED: Final = msg(
    "Either the copy of {channel} was disclosed, or that of a party which is not listed here. What has arrived so far cannot tell which."
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

_GROUND: Final = msg(
    "{channel}: e-value {e_value}, where {threshold} is needed; posterior probability {share}, where {needed} is needed."
)
_GUARANTEE: Final = msg(
    "What this guarantees: as long as the draws were random and stayed sealed, the chance that any innocent channel is ever accused is at most {bound}, whatever callers do and however often one looks."
)
_POSTERIOR: Final = msg("Its posterior probability is {share}, and {needed} is needed.")
_E_VALUE: Final = msg("Its e-value is {e_value}, and {threshold} is needed.")
_NO_DRAW: Final = msg(
    "It has no e-value: no sealed draw gave it a value that it alone can see, so nothing can prove that it was this copy."
)
_IDENTITIES: Final = msg(
    "Callers have to say its own values of at least {count} buyers; those of a single one could have been learnt elsewhere."
)
_RARITY: Final = msg(
    "{channels}: probable, although the likelihood ratio is below 1. The ratio compares with whatever explains the contacts best without it, be that several leakers at once or a party that is not listed, and asks nothing for it; the probability counts how rare that is."
)
_CONTROLS: Final = msg("A sealed control was contacted with its facts.")


def verdict_sentence(say: Speech, case: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The verdict as one sentence that a merchant understands."""
    verdict = Verdict(case["verdict"])
    if verdict in _FIXED:
        return say(_FIXED[verdict])
    if verdict is Verdict.ATTRIBUTED:
        sentence = _ATTRIBUTED if len(case["accused"]) == 1 else _ATTRIBUTED_ALL
        return say(sentence, channels=all_of(say, case["accused"], names))
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
        _NESTED if nested else _SEVERAL, count=len(members), channels=all_of(say, members, names)
    )


def grounds(say: Speech, case: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """What each accusation rests on, in numbers."""
    return [
        say(
            _GROUND,
            channel=name_of(say, names, channel["channel_id"]),
            e_value=say.magnitude(channel["e_value"]),
            threshold=say.magnitude(case["threshold"]),
            share=say.share(channel["posterior"]),
            needed=_needed(say),
        )
        for channel in case["channels"]
        if channel["channel_id"] in case["accused"] and channel["e_value"] and case.get("threshold")
    ]


def guarantee(say: Speech, case: Mapping[str, Any]) -> str:
    """What may be relied on where somebody is accused, in one sentence."""
    return say(_GUARANTEE, bound=say.percent(case["false_accusation_bound"]))


def by_rarity(say: Speech, case: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Why a probability is high beside a likelihood ratio that is low; empty where none is."""
    found = [one["channel_id"] for one in case["channels"] if rests_on_rarity(one)]
    return say(_RARITY, channels=all_of(say, found, names)) if found else ""


def missing(
    say: Speech, case: Mapping[str, Any], names: Mapping[str, str]
) -> list[tuple[str, list[str]]]:
    """For each suspect, what an accusation would still need; nothing where somebody is accused.

    Without a suspect set it is told of the likeliest channel, where anybody had any facts at all.
    """
    verdict, channels = Verdict(case["verdict"]), case["channels"]
    if verdict in (Verdict.ATTRIBUTED, Verdict.BACKGROUND, Verdict.REGISTRY_COMPROMISED):
        return []
    suspects = [one for one in channels if one["channel_id"] in case["suspect_set"]]
    found = [
        (name_of(say, names, one["channel_id"]), list(_lacks(say, case, one)))
        for one in suspects or channels[:1]
    ]
    return [(name, lacks) for name, lacks in found if lacks]


def _lacks(say: Speech, case: Mapping[str, Any], channel: Mapping[str, Any]) -> list[str]:
    lacks = []
    threshold, e_value = case.get("threshold"), channel["e_value"]
    if channel["posterior"] < Params().set_threshold:
        lacks.append(say(_POSTERIOR, share=say.share(channel["posterior"]), needed=_needed(say)))
    if e_value is None:
        lacks.append(say(_NO_DRAW))
    elif threshold and e_value < threshold:
        lacks.append(
            say(
                _E_VALUE,
                e_value=say.magnitude(e_value),
                threshold=say.magnitude(threshold),
            )
        )
    elif threshold and _canaries_said(case, channel) < Params().identities_needed:
        lacks.append(say(_IDENTITIES, count=say.number(Params().identities_needed)))
    if not case["controls_clean"]:
        lacks.append(say(_CONTROLS))
    return lacks


def _canaries_said(case: Mapping[str, Any], channel: Mapping[str, Any]) -> int:
    """Of how many canaries its own value was said, in contacts that count."""
    won = {bet["contact_id"] for bet in channel["bets"] if bet["matched"] and not bet["flaw"]}
    contacts = (row for row in case["contacts"] if row["contact_id"] in won)
    return len({canary_id for row in contacts for canary_id in row["canary_ids"]})


def _needed(say: Speech) -> str:
    return say.percent(Params().set_threshold)
