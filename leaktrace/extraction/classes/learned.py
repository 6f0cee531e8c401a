"""What the words of a contact speak for, by weights that were learnt from labelled texts.

The facts that were found are left out of the text and only their kinds stand in it: so what is learnt is
how callers and shops speak, and which value of a pool was said changes nothing.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise

from leaktrace.domain.contact import ContactClass
from leaktrace.extraction.classes.lures import words_zh

__all__ = ["CLASSES", "Said", "Weights", "choose", "showable", "stretches", "trained", "words_for"]

CLASSES = (
    ContactClass.SCAM,
    ContactClass.EXPECTED,
    ContactClass.BACKGROUND,
    ContactClass.UNKNOWN,
)
_FILE = "class_weights.json"
_TOKEN = re.compile(r"[a-z']+|0+|\S")
_DIGITS = str.maketrans("123456789", "000000000")
_LEAD = 0.4
"""How far an expected message is ahead: taken for a scam it is false evidence, and a scam taken for it one vote less."""
_PER_WISH = 0.7
"""What a scam by the rules is ahead for each thing that the text wants and no shop would."""
_SHOWN = 4
_MUTE_EN = re.compile(
    r"\b(?:that|this|with|have|your|said|they|from|about|will|been|just|then|when|what|were|there|their|would|could|after|before|some|only|into|them|than|also|very|mine|because|something|someone|here|like|over|more|which|who|whom|mark|grace|hope|rose|april|june|august|dawn|faith|christian|marsh|stone|young|king|long|white|black|green|brown|page|case|price|good|guy|house|best|bill|holder|little|love|small|bell|bird|rush|kevin)\b"
)

Said = tuple[int, int, str]
"""Where a fact was said, and the mark that stands for it."""


@dataclass(frozen=True)
class Weights:
    """What each stretch of words speaks for, in hundredths, by `CLASSES`."""

    bias: Sequence[int]
    of: Mapping[str, Sequence[int]]

    def scores(self, found: Iterable[str]) -> list[float] | None:
        """The score of each class; None if no stretch is known."""
        known = list(filter(None, map(self.of.get, found)))
        if not known:
            return None
        root = 100 * len(known) ** 0.5
        return [
            own / 100 + sum(column) / root
            for own, column in zip(self.bias, zip(*known, strict=True), strict=True)
        ]


@lru_cache(maxsize=1)
def trained() -> Weights:
    """The weights that the package brings along."""
    text = (
        resources.files("leaktrace.extraction.classes").joinpath(_FILE).read_text(encoding="utf-8")
    )
    held = json.loads(text)
    return Weights(held["bias"], held["weights"])


def stretches(folded: str, said: Iterable[Said]) -> set[str]:
    """The words and pairs of words of a text; a Chinese character is a word, and so is a mark.

    Args:
        folded: the text; of its numbers only their length counts.
        said: the facts in it.
    """
    plain = folded.translate(_DIGITS)
    tokens: list[str] = []
    at = 0
    for start, end, mark in sorted(said):
        if start >= at:
            tokens += _TOKEN.findall(plain, at, start)
            tokens.append(mark)
            at = end
    tokens += _TOKEN.findall(plain, at)
    return {*tokens, *map(" ".join, pairwise(tokens))}


def choose(
    by_rules: ContactClass, scores: Sequence[float], *, knows: bool, of_order: bool, wishes: int = 0
) -> ContactClass:
    """The class that is weighed highest of those that the facts allow.

    Args:
        by_rules: what the rules say. It may be anything; what the words may make of it is bounded: of an expected
            message they make nothing that cannot be told.
        scores: what the words say, by `CLASSES`.
        knows: whether facts are shown that belong to the buyer: without them the words make nothing a scam,
            and with them nothing background.
        of_order: whether it speaks of an order at all: else the words make nothing an expected message, nor where it
            shows no fact and wants what no shop wants.
        wishes: how many things it wants of the buyer that no shop wants.
    """
    weighed = dict(zip(CLASSES, scores, strict=True))
    weighed[ContactClass.EXPECTED] += _LEAD
    if by_rules is ContactClass.SCAM:
        weighed[by_rules] += _PER_WISH * wishes
    open_to = {
        ContactClass.SCAM: knows,
        ContactClass.EXPECTED: of_order and (knows or not wishes),
        ContactClass.BACKGROUND: not knows,
        ContactClass.UNKNOWN: by_rules is not ContactClass.EXPECTED,
        by_rules: True,
    }
    return max((one for one in CLASSES if open_to[one]), key=weighed.__getitem__)


def words_for(
    chosen: ContactClass, instead_of: ContactClass, found: Iterable[str], weights: Weights
) -> list[str]:
    """The words that spoke most for a class and against another, in a form that can be shown."""
    own, other = CLASSES.index(chosen), CLASSES.index(instead_of)
    ahead = {
        stretch: weight[own] - weight[other]
        for stretch in found
        if (weight := weights.of.get(stretch)) and weight[own] > weight[other]
    }
    shown: list[str] = []
    for stretch in sorted(ahead, key=lambda one: (-ahead[one], one)):
        word = showable(stretch)
        if word and not any(word in one or one in word for one in shown):
            shown.append(word)
        if len(shown) == _SHOWN:
            break
    return shown


def showable(stretch: str) -> str:
    """A stretch as a reason may show it; empty where it says nothing by itself or could name a person."""
    tokens = stretch.split(" ")
    if all(token.isascii() and token.isalpha() for token in tokens):
        return stretch if max(map(len, tokens)) > 3 and not _MUTE_EN.search(stretch) else ""
    pair = "".join(tokens)
    return pair if pair in words_zh() else ""
