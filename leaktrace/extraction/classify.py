"""What a contact is: a scam, an expected message about the order, background, or nothing that can be told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from leaktrace.domain.contact import ContactClass, Detail, Medium, Origin
from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.fit import is_informing
from leaktrace.extraction.lures import (
    SENDERS,
    is_hollow,
    is_silent,
    lures,
    service_words,
    signed_by,
)
from leaktrace.extraction.reading import fold

__all__ = ["Classification", "classify"]

_SHORT_CODE = re.compile(r"(?:\+?86)?(?:106\d{5,}|95\d{3,4}|1\d{4}$|100\d{2,3}$)")
_NARRATED = re.compile(
    r"自称|声称|说是|冒充|假冒|谎称|知道我|报出|报了|claim|said|knew|pretend|caller|voicemail|she's from|he's from"
)
_GENUINE = re.compile(r"正常|真的?快递|没要任何|平台内|genuine|legit|asked nothing")
_DOOR = re.compile(
    r"快递员|快递小哥|小哥|骑手|送货|派件|驿站|物业打来|前台有|取件|有你个件|放门口|放前台|在家吗|开门|门禁|送餐|快递柜|放哪|快递：|回访|店家|卖家：|商家：|driver|courier|concierge|at the gate|at the door|delivery (?:man|guy|person)|merchant courtesy"
)
_CONTACT_ME = re.compile(
    r"加(?:一下)?[^。，]{0,6}(?:微信|q|v|好友|客服)|添加|扫|银行卡|验证码|收款码|付款码|h[tx]{2}ps?:|/x/|gift card|whatsapp|routing|cash app|zip \+|赔|三倍|双倍|丢失|破损|弄丢|摔坏|召回|超标"
)


@dataclass(frozen=True)
class Classification:
    """The class of a contact and why."""

    contact_class: ContactClass
    reason: str
    """An English sentence without personal data."""


def classify(
    *,
    text: str,
    medium: Medium,
    caller: str | None,
    details: Sequence[Detail],
    facts: OrderFacts | None,
) -> Classification:
    """Tell what a contact is.

    Args:
        text: the words, or empty.
        medium: how it came.
        caller: the number or mailbox it came from, if it was shown.
        details: what was extracted or noted about the order.
        facts: the order; None if the line has none, so that nobody can know anything about it.
    """
    folded = fold(text).strip()
    agreeing = (
        [detail for detail in details if not detail.contradicts and not detail.by_holder]
        if facts
        else []
    )
    informing = [detail for detail in agreeing if is_informing(detail)]
    if not folded:
        return _without_text(informing)
    wants = lures(folded)
    if _is_service(folded, caller, facts, wants, has_details=bool(agreeing)):
        return Classification(
            ContactClass.EXPECTED,
            "A courier, platform or shop writes about the order and asks for nothing.",
        )
    if not agreeing:
        return _without_facts(folded, medium, wants, details)
    noted = any(detail.origin is Origin.NOTED for detail in informing)
    return _with_facts(folded, wants, agreeing, informing, noted=noted)


def _without_text(informing: list[Detail]) -> Classification:
    """A contact of which only noted facts are known, or nothing."""
    if informing:
        return Classification(
            ContactClass.SCAM, "Facts about the order were noted, so the caller knew it."
        )
    return Classification(ContactClass.UNKNOWN, "Nothing is known of what was said.")


def _is_service(
    folded: str,
    caller: str | None,
    facts: OrderFacts | None,
    wants: list[str],
    *,
    has_details: bool,
) -> bool:
    """Whether it is the ordinary talk of those who handle the order."""
    short = caller is not None and bool(_SHORT_CODE.match(caller.replace(" ", "")))
    words = service_words(folded)
    if _GENUINE.search(folded) and (words or _DOOR.search(folded)):
        return True
    soft = (
        not _CONTACT_ME.search(
            re.sub(r"[^。；;]*(?:不会|请勿|没让|没要|勿泄露)[^。；;]*", "", folded)
        )
        and len(wants) <= 1
    )
    if wants and not (soft and (signed_by(folded, facts) or short) and words):
        return False
    if signed_by(folded, facts) or short:
        return bool(words)
    if _NARRATED.search(folded) and not _DOOR.search(folded):
        return False
    return bool(words or _DOOR.search(folded)) and (
        has_details or bool(_DOOR.search(folded)) or bool(SENDERS.search(folded))
    )


def _without_facts(
    folded: str, medium: Medium, wants: list[str], details: Sequence[Detail]
) -> Classification:
    """A text that shows nothing of the order."""
    quiet = is_silent(folded)
    if (is_hollow(folded) and not wants) or (
        quiet
        and len(wants) <= (1 if medium is Medium.CALL else 0)
        and not details
        and len(folded) < 60
    ):
        return Classification(
            ContactClass.UNKNOWN, "Silence, a wrong number, a survey or too few words to tell."
        )
    return Classification(ContactClass.BACKGROUND, "Shows no correct fact about the order.")


def _with_facts(
    folded: str, wants: list[str], agreeing: list[Detail], informing: list[Detail], *, noted: bool
) -> Classification:
    """A text or note that shows correct facts and is no service message."""
    if wants or noted:
        return Classification(
            ContactClass.SCAM,
            "Shows correct facts about the order and wants something of the buyer.",
        )
    fields = {detail.field for detail in agreeing}
    if is_silent(folded) or (len(fields) == 1 and not informing):
        return Classification(ContactClass.UNKNOWN, "Says a name or a building and nothing else.")
    if len(fields) == 1 and len(folded) < 24:
        return Classification(ContactClass.UNKNOWN, "Says one fact and nothing else.")
    return Classification(
        ContactClass.SCAM, "Shows correct facts about the order without being a message about it."
    )
