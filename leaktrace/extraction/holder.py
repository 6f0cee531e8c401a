"""Which words of a note are the line holder's own, and so not the caller's knowledge."""

import re

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail
from leaktrace.extraction.reading import Reading

__all__ = ["by_holder"]

_ZH_SAYS = re.compile(
    r"(?<![听跟给对和问向])我(?:嘴快|顺口|随口|不小心)(?:说|报|讲|答)(?:了|出)?|(?<![听跟给对和问向])我(?:就|便|当时|回|又|直接|先)?(?:说|报|讲|答|回答|告诉|纠正|回他|回她|回)(?!(?:是|对|好)[，,。]|[的好了])|(?<=[，,。；])(?:错了|不对)[，,](?:其实)?是|其实(?:是|应该是)|我(?:实际|真正)|正确的是|应该是"
)
_ZH_TURNS = re.compile(r"他|她|对方|那边|客服|来电|[说报讲]对")
_EN_SAYS = re.compile(
    r"\bi (?:said|told|answered|replied|corrected)|\bactually,? it(?:'s| was)|\breally it was|\bit was really|\bmine (?:is|was)|\bi'm (?:in|at)|i (?:actually )?paid"
)
_EN_TURNS = re.compile(r"\b(?:he|she|they|caller|the (?:man|woman|lady|guy)|then)\b")
_OWN_LINE = re.compile(r"\s*(?:me|myself|我|本人|机主)\s?[:：]")
"""How a transcript marks what the holder of the line said."""
_ZH_OWN_ORDER = re.compile(r"^(?:才|刚|我)?[下拍买]|^(?:才|刚)")
_EN_OWN_ORDER = re.compile(
    r"(?:^|[.!?\n]\s*)(?:i )?(?:only )?(?:ordered|bought)(?: it| this)? (?:only |just )?$"
)


def by_holder(reading: Reading, detail: Detail) -> bool:
    """Whether a detail was said by the holder of the line."""
    if detail.span is None:
        return False
    start, end = detail.span
    if _OWN_LINE.match(reading.text, reading.text.rfind("\n", 0, start) + 1):
        return True
    left, _ = reading.sentence(start, end)
    before = reading.text[left:start]
    says, turns = (_ZH_SAYS, _ZH_TURNS) if reading.zh else (_EN_SAYS, _EN_TURNS)
    last = None
    for last in says.finditer(before):  # noqa: B007  # the last one counts
        pass
    if last is not None and not turns.search(before[last.end() :]):
        return True
    spoken_to = re.search(r"您|你|\byou", reading.text[: end + 6])
    if detail.field is not Field.ORDERED_AT or spoken_to:
        return False
    if reading.zh:
        return not before.strip("【】来电记录") and bool(
            _ZH_OWN_ORDER.match(reading.text[end : end + 3])
        )
    return bool(_EN_OWN_ORDER.search(reading.text[:start]))
