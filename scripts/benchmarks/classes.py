"""Classes by rules, by learned weights and by both, on texts that neither had seen: each set is left out once."""

from pathlib import Path
from typing import Any

import tables
from learning import SETS, Example, as_file, examples, learn

from leaktrace.domain.contact import ContactClass
from leaktrace.extraction.classes.learned import CLASSES, Weights, choose

_EVIDENCE = (ContactClass.SCAM, ContactClass.UNKNOWN)
"""Classes of contacts that speak against a channel where they show facts of the buyer."""


def run(write: Path | None, *, as_json: bool) -> None:
    """Learn from all sets but one and read that one; or learn from all, and write what the package brings along."""
    sets = {name: examples(name) for name in SETS}
    if write is not None:
        text = as_file(learn([text for held in sets.values() for text in held]))
        write.write_text(text, encoding="utf-8")
        print(f"{write}: {len(text.encode())} bytes")
        return
    rows, document = [], []
    for new, texts in sets.items():
        weights = learn([text for name, held in sets.items() if name != new for text in held])
        for what, told in _ways(texts, weights).items():
            figures = _figures(texts, told)
            rows.append((new, len(texts), what, *figures.values()))
            document.append({"set": new, "texts": len(texts), "what": what, **figures})
    header = (
        "left out", "texts", "what", "right", *(f"{one} F1" for one in CLASSES), "macro F1",
        "expected read as scam", "expected taken for evidence", "evidence lost",
    )  # fmt: skip
    shown = tables.table("classes of texts that neither rules nor weights had seen", header, rows)
    tables.show({"benchmark": "classes", "rows": document}, [shown], as_json=as_json)


def _ways(texts: list[Example], weights: Weights) -> dict[str, list[ContactClass]]:
    """The classes by each way of telling them; of the acceptance set, from which the rules were made, by words only.

    What the rules say of a set today proves nothing: they were mended by it. So what they told when it was new stands
    for them.
    """
    scores = [weights.scores(text.found) or [0.0] * len(CLASSES) for text in texts]
    words = [max(zip(own, CLASSES, strict=True), key=lambda pair: pair[0])[1] for own in scores]
    rules = [text.by_rules for text in texts if text.by_rules]
    if len(rules) < len(texts):
        return {"words": words}
    both = [
        choose(told, own, knows=text.knows, of_order=text.of_order, wishes=text.wishes)
        for told, own, text in zip(rules, scores, texts, strict=True)
    ]
    return {"first reading": rules, "words": words, "rules and words": both}


def _figures(texts: list[Example], told: list[ContactClass]) -> dict[str, Any]:
    pairs = [(text.label, one) for text, one in zip(texts, told, strict=True)]
    each = {name: _f1(pairs, name) for name in CLASSES}
    evidence = [
        (text.label, one in _EVIDENCE) for text, one in zip(texts, told, strict=True) if text.knows
    ]
    return {
        "right": sum(label is one for label, one in pairs),
        **each,
        "macro_f1": sum(each.values()) / len(each),
        "expected_as_scam": pairs.count((ContactClass.EXPECTED, ContactClass.SCAM)),
        "expected_as_evidence": evidence.count((ContactClass.EXPECTED, True)),
        "evidence_lost": evidence.count((ContactClass.SCAM, False)),
    }


def _f1(pairs: list[tuple[ContactClass, ContactClass]], name: ContactClass) -> float:
    both = pairs.count((name, name))
    said = sum((label is name) + (one is name) for label, one in pairs)
    return 2 * both / (said or 1)
