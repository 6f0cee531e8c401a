"""What a contact is by fixed rules on its words and on the facts that it shows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import ContactClass, Detail, Medium, Origin, Strength
from leaktrace.domain.copy import Fit
from leaktrace.extraction.classes.lures import (
    asks_review,
    has_topic,
    is_genuine_talk,
    is_hollow,
    is_link,
    is_payment_notice,
    is_silent,
    is_soft,
    is_survey,
    lures,
    service_words,
    signed_by,
    speaks_of_sender,
)
from leaktrace.extraction.classes.private import asks_private
from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.fit import fit, is_informing
from leaktrace.extraction.reading import is_hanzi

__all__ = ["Classification", "Heard", "Shown", "by_rules", "is_of_order", "shown", "without_text"]

_SHORT_CODE = re.compile(r"(?:\+?86)?(?:106\d{5,}|95\d{3,4}|100\d{2,3}$)")
_NARRATED = re.compile(
    r"自称|声称|冒充|假冒|谎称|\b(?:claimed|pretend\w*|supposedly|so-called)\b|“客服|\"客服"
)
_SHORT_NOTE = 24
_SURELY = 2
"""Words of ordinary service talk that make a signed message one."""
_RETURNED = re.compile(r"原路退|已退回|original payment|退款成功|已原路")


@dataclass(frozen=True)
class Classification:
    """The class of a contact and why."""

    contact_class: ContactClass
    reason: str
    """An English sentence without personal data."""


@dataclass(frozen=True)
class Heard:
    """The words of a text, what they want of the buyer, and how many of them are of ordinary service talk."""

    folded: str
    wants: Sequence[str]
    service: int
    private: bool = False
    """Whether it asks for money to a private account."""

    @classmethod
    def of(cls, folded: str) -> "Heard":
        """Of a text that is folded and stripped. Cost: its length."""
        return cls(folded, lures(folded), service_words(folded), asks_private(folded))

    @property
    def wishes(self) -> int:
        """How many things it wants that no shop wants."""
        return sum(not is_soft(word) for word in self.wants)

    def marks(self) -> set[str]:
        """How much it wants and serves, as marks that can be weighed beside words."""
        hard, soft = self.wishes, len(self.wants) - self.wishes
        return {
            f"<wants {min(hard, 3)}>",
            f"<may want {min(soft, 2)}>",
            f"<serves {min(self.service, 4)}>",
        }


@dataclass(frozen=True)
class Shown:
    """What a contact shows of an order."""

    details: Sequence[Detail]
    """All that was extracted or noted."""
    agreeing: Sequence[Detail]
    """Those that only somebody with a copy could say."""
    informing: Sequence[Detail]
    """Those of them that tell one order from others."""
    noted: bool
    """Whether a person noted one that tells."""
    of_buyer: bool
    """Whether one of them is about the buyer."""


def shown(details: Sequence[Detail], facts: OrderFacts | None) -> Shown:
    """What details show; of a line without an order, nothing."""
    agreeing = [detail for detail in details if is_of_order(detail, facts)] if facts else []
    informing = [detail for detail in agreeing if _tells(detail)]
    return Shown(
        details,
        agreeing,
        informing,
        noted=any(detail.origin is Origin.NOTED for detail in informing),
        of_buyer=any(_is_of_buyer(detail, facts) for detail in agreeing),
    )


def by_rules(
    heard: Heard, medium: Medium, caller: str | None, facts: OrderFacts | None, seen: Shown
) -> Classification:
    """The class of a text.

    Args:
        heard: the words.
        medium: how it came.
        caller: the number or mailbox it came from, if it was shown.
        facts: the order, if the line has one.
        seen: what it shows of the order.
    """
    folded, wants = heard.folded, heard.wants
    has_details = bool(seen.details)
    if heard.private and seen.of_buyer:
        return Classification(
            ContactClass.SCAM,
            "Shows correct facts about the order and asks for money to a private account.",
        )
    if not seen.noted and _is_service(heard, caller, facts, has_details=has_details):
        return Classification(
            ContactClass.EXPECTED,
            "A courier, platform or shop writes about the order and asks for nothing.",
        )
    only_product = _fields(seen.agreeing) <= {Field.PRODUCT}
    if not seen.noted and asks_review(folded, wants) and only_product:
        return Classification(
            ContactClass.EXPECTED, "The shop, or a card in its parcel, asks for a review."
        )
    if not seen.of_buyer:
        return _without_facts(folded, medium, wants, seen)
    return _with_facts(folded, wants, seen)


def _fields(details: Sequence[Detail]) -> set[Field]:
    """The kinds of facts among details."""
    return {detail.field for detail in details}


def is_of_order(detail: Detail, facts: OrderFacts) -> bool:
    """Whether only somebody with a copy could say it: the own value, another one of the pools, or a part of it."""
    if detail.by_holder:
        return False
    if not detail.contradicts:
        return True
    pool = {
        Field.NAME: facts.names,
        # a unit is compared at the end of an address
        Field.ADDRESS: (*facts.units, *(f", {unit}" for unit in facts.units), *facts.addresses),
        Field.NICK: facts.nicks,
        Field.EMAIL: facts.emails,
    }
    values = pool.get(detail.field, ())
    return detail.value in values or _fits_any(replace(detail, span=None), values)


@lru_cache(maxsize=256)
def _fits_any(detail: Detail, values: tuple[str, ...]) -> bool:
    """Whether a detail fits one of the values. It is asked several times, and what is said may be said often."""
    return any(fit(detail, value) is Fit.HOLDS for value in values)


def _tells(detail: Detail) -> bool:
    """Whether it tells one order from others, whichever value of a pool it is of.

    A mailbox of a pool was made up for this order.
    """
    of_pool = detail.contradicts and detail.field is Field.EMAIL
    return of_pool or is_informing(replace(detail, contradicts=False))


def _is_of_buyer(detail: Detail, facts: OrderFacts | None) -> bool:
    """Whether a fact is about the buyer.

    Half a country lives in a city, and whoever dials a number or writes to a mailbox knows it; but a
    mailbox of a pool was made up for this order.
    """
    if detail.field is Field.EMAIL and facts is not None and facts.emails:
        return True
    reached = detail.field in (Field.PHONE, Field.EMAIL) and detail.strength is not Strength.PARTIAL
    return not reached and (detail.field is not Field.ADDRESS or _tells(detail))


def without_text(seen: Shown, *, unbound: bool) -> Classification:
    """A contact of which only noted facts are known, or the number that was used, or nothing."""
    if seen.informing:
        return Classification(
            ContactClass.SCAM, "Facts about the order were noted, so the caller knew it."
        )
    if unbound:
        return Classification(
            ContactClass.UNKNOWN,
            "A relay number was used outside its order: somebody had kept it, or guessed it.",
        )
    return Classification(ContactClass.UNKNOWN, "Nothing is known of what was said.")


def _is_service(
    heard: Heard, caller: str | None, facts: OrderFacts | None, *, has_details: bool
) -> bool:
    """Whether it is the ordinary talk of those who handle the order."""
    folded, wants, words = heard.folded, heard.wants, heard.service
    door, genuine = is_genuine_talk(folded)
    if genuine and (words or door):
        return True
    official = signed_by(folded, facts) or (
        caller is not None and bool(_SHORT_CODE.match(caller.replace(" ", "")))
    )
    official |= has_details and is_payment_notice(folded)
    official |= not wants and speaks_of_sender(folded, facts)
    if official and words >= _SURELY and all(map(is_link, wants)):
        wants = []  # a link to look where the parcel is: no more than the sender always writes
    hard = [word for word in wants if not is_soft(word)]
    if hard and not (official and _RETURNED.search(folded) and len(hard) <= 1):
        return False
    if wants and not (official or door or words >= 3):
        return False
    if official:
        return bool(words or _RETURNED.search(folded) or has_details)
    if _NARRATED.search(folded) or (is_silent(folded) and not has_details):
        return False
    return door or (has_details and bool(words))


def _without_facts(
    folded: str, medium: Medium, wants: Sequence[str], seen: Shown
) -> Classification:
    """A text that shows nothing of the buyer."""
    details = seen.details
    quiet = is_silent(folded) and len(wants) == 0 and not details
    survey = is_survey(folded) and not wants and not details
    topic = bool(wants) or has_topic(folded)
    if (
        not topic
        or survey
        or (is_hollow(folded) and not wants)
        or (quiet and medium is Medium.CALL and len(folded) < _short(folded))
    ):
        return Classification(
            ContactClass.UNKNOWN, "Silence, a wrong number, a survey or too few words to tell."
        )
    if seen.agreeing:
        return Classification(
            ContactClass.BACKGROUND,
            "Shows nothing of the order that one who knows the number or mailbox could not say.",
        )
    return Classification(ContactClass.BACKGROUND, "Shows no correct fact about the order.")


def _short(folded: str) -> int:
    """Up to how many characters a note is a short one: a Chinese character says more."""
    return _SHORT_NOTE if any(map(is_hanzi, folded)) else 3 * _SHORT_NOTE


def _with_facts(folded: str, wants: Sequence[str], seen: Shown) -> Classification:
    """A text or note that shows correct facts and is no service message."""
    if seen.noted and not wants:
        return Classification(
            ContactClass.SCAM, "Facts about the order were noted, so the caller knew it."
        )
    if wants:
        return Classification(
            ContactClass.SCAM,
            "Shows correct facts about the order and wants something of the buyer.",
        )
    if len(_fields(seen.agreeing)) == 1 and (
        is_silent(folded) or not seen.informing or len(folded) < _SHORT_NOTE
    ):
        return Classification(ContactClass.UNKNOWN, "Says one fact and nothing else.")
    return Classification(
        ContactClass.SCAM, "Shows correct facts about the order without being a message about it."
    )
