"""What a contact is: a scam, an expected message about the order, background, or nothing that can be told."""

from collections.abc import Collection, Sequence

from leaktrace.domain.contact import UNBOUND, ContactClass, Detail, Medium
from leaktrace.extraction.classes.learned import Said, choose, stretches, trained, words_for
from leaktrace.extraction.classes.rules import (
    Classification,
    Heard,
    Shown,
    by_rules,
    is_of_order,
    shown,
    without_text,
)
from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.reading import fold

__all__ = ["BY_WORDS", "Classification", "classify", "heard_in", "said_in", "speaks_of_order"]

_FACT = "□"
"""Stands where a fact was said."""
BY_WORDS = {
    ContactClass.SCAM: "Shows correct facts about the order, in words of those who want something",
    ContactClass.EXPECTED: "The words are those of ordinary messages about an order",
    ContactClass.BACKGROUND: "The words are those of advertising and of strangers",
    ContactClass.UNKNOWN: "The words do not tell what it wants",
}
"""Why a contact has a class that the rules alone would not have given it; the words stand behind it."""


def classify(
    *,
    text: str,
    medium: Medium,
    caller: str | None,
    details: Sequence[Detail],
    facts: OrderFacts | None,
) -> Classification:
    """Tell what a contact is, by rules, and by its words where they speak strongly for something else.

    Args:
        text: the words, or empty; a gateway's remark stands behind them.
        medium: how it came.
        caller: the number or mailbox it came from, if it was shown.
        details: what was extracted or noted about the order.
        facts: the order; None if the line has none, so that nobody can know anything about it.
    """
    folded = fold(text.removesuffix(UNBOUND))
    seen = shown(details, facts)
    heard = heard_in(folded, details)
    if not heard.folded:
        return without_text(seen, unbound=text.endswith(UNBOUND))
    told = by_rules(heard, medium, caller, facts, seen)
    if facts is None or seen.noted or (heard.private and seen.of_buyer):
        return told
    found = stretches(folded, said_in(details, facts)) | heard.marks()
    return _by_words(told, found, seen, heard)


def heard_in(folded: str, details: Sequence[Detail]) -> Heard:
    """What a text wants and serves, without the facts in it: a note to the courier must not count for his talk."""
    kept, at = "", 0
    for start, end in sorted(one.span for one in details if one.span is not None):
        if start >= at:
            kept += folded[at:start] + _FACT
            at = end
    return Heard.of((kept + folded[at:]).strip())


def speaks_of_order(heard: Heard, seen: Shown) -> bool:
    """Whether a text has a fact of the buyer, or a word of those who handle orders."""
    return seen.of_buyer or heard.service > 0


def said_in(details: Sequence[Detail], facts: OrderFacts) -> list[Said]:
    """Where facts were said, each by its kind and by whether it is of the order, and never by its value."""
    return [
        (*detail.span, f"<{'' if is_of_order(detail, facts) else 'not '}{detail.field}>")
        for detail in details
        if detail.span is not None
    ]


def _by_words(
    told: Classification, found: Collection[str], seen: Shown, heard: Heard
) -> Classification:
    """What the rules told, or another class where the words speak for it."""
    weights, rules = trained(), told.contact_class
    scores = weights.scores(found)
    if scores is None:
        return told
    chosen = choose(
        rules,
        scores,
        knows=seen.of_buyer,
        of_order=speaks_of_order(heard, seen),
        wishes=heard.wishes,
    )
    if chosen is rules:
        return told
    words = ", ".join(words_for(chosen, rules, found, weights))
    return Classification(chosen, f"{BY_WORDS[chosen]}{': ' if words else ''}{words}.")
