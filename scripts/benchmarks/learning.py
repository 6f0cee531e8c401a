"""Learning from the labelled sets what the words of a contact speak for. The same sets give the same weights."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from extract import facts_of
from scipy import optimize, sparse

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import ContactClass, Detail, Origin, Strength
from leaktrace.extraction.classes.classify import heard_in, said_in, speaks_of_order
from leaktrace.extraction.classes.learned import CLASSES, Weights, stretches
from leaktrace.extraction.classes.rules import shown
from leaktrace.extraction.names.surnames import SURNAMES
from leaktrace.extraction.reading import fold

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data" / "extraction"
SETS = ("contacts", "independent", *(f"independent_{n}" for n in range(2, 14)))
_ORDERS = 5
"""Of so many orders at least the texts have to have a stretch: what only one buyer's have may be personal."""
_PENALTY = 0.07
_NAMES = re.compile(rf"[小老阿] [{''.join(SURNAMES)}]|[{''.join(SURNAMES)}] [总姐哥工董]")
"""How people are called whom the callers speak of."""


@dataclass(frozen=True)
class Example:
    """A labelled text."""

    order_no: str
    label: ContactClass
    found: frozenset[str]
    by_rules: ContactClass | None
    """The class that it was given when it was new; None where it was never read so."""
    knows: bool
    """Whether facts of the buyer were found in it."""
    of_order: bool
    """Whether it speaks of an order."""
    wishes: int
    """How many things it wants that no shop wants."""


def examples(name: str) -> list[Example]:
    """A labelled set, with the facts that were found when it was new; of the acceptance set, those that are marked in it."""
    first = DATA / "first_reading" / f"{name}.jsonl"
    told = {one["id"]: one for one in _rows(first)} if first.exists() else {}
    out = []
    for row in _rows(DATA / f"{name}.jsonl"):
        reading = told.get(row["id"], {"details": row["gold"]})
        facts, folded = facts_of(row), fold(row["text"])
        details = [_detail(one) for one in reading["details"]]
        seen, heard = shown(details, facts), heard_in(folded, details)
        out.append(
            Example(
                order_no=row["order"]["order_no"],
                label=ContactClass(row["class"]),
                found=frozenset(stretches(folded, said_in(details, facts)) | heard.marks()),
                by_rules=ContactClass(reading["class"]) if "class" in reading else None,
                knows=seen.of_buyer,
                of_order=speaks_of_order(heard, seen),
                wishes=heard.wishes,
            )
        )
    return out


def learn(known: list[Example]) -> Weights:
    """Logistic regression of four classes that weigh the same, with a penalty on the squares.

    Every text has the same length, whatever the number of its stretches, and rare stretches weigh more: else
    commas would be learnt first.
    """
    vocabulary = _vocabulary(known)
    column = {stretch: n for n, stretch in enumerate(vocabulary)}
    cells = [
        (n, column[one])
        for n, text in enumerate(known)
        for one in sorted(text.found & column.keys())
    ]
    rows, columns = np.array(cells).T
    held = np.bincount(rows, minlength=len(known))
    rarity = np.log((1 + len(known)) / (1 + np.bincount(columns))) + 1
    rarity /= np.sqrt((rarity[columns] ** 2).mean())
    values = rarity[columns] / np.sqrt(held[rows])
    matrix = sparse.csr_matrix((values, (rows, columns)), (len(known), len(column)))
    own = np.array([[text.label is one for one in CLASSES] for text in known], dtype=float)
    slopes, bias = _fit(matrix, own)
    weighed = slopes * rarity[:, None]
    return Weights(_hundredths(bias), {one: _hundredths(weighed[n]) for one, n in column.items()})


def as_file(weights: Weights) -> str:
    """The file that the package brings along: a stretch in a line."""
    head = {
        "what": "What the words of a contact speak for: weights of a logistic regression, in hundredths, by class.",
        "made_by": "scripts/bench classes --write, from the labelled sets in tests/data/extraction",
        "classes": CLASSES,
        "bias": weights.bias,
    }
    lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}," for key, value in head.items()]  # fmt: skip
    of = ",\n".join(
        f"{json.dumps(one, ensure_ascii=False)}:{json.dumps(weight, separators=(',', ':'))}"
        for one, weight in weights.of.items()
    )
    return "\n".join(["{", *lines, f'"weights": {{\n{of}\n}}', "}", ""])


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _detail(one: dict[str, Any]) -> Detail:
    """A fact as it was written down; its strength, which no first reading has, is of no matter here."""
    return Detail(
        field=Field(one["field"]), value=one["value"], span=(one["span"][0], one["span"][1]),
        strength=Strength(one.get("strength", "exact")), contradicts=one["contradicts"],
        origin=Origin.TEXT, rule="marked", by_holder=one.get("by_holder", False),
    )  # fmt: skip


def _vocabulary(known: list[Example]) -> list[str]:
    orders: dict[str, set[str]] = defaultdict(set)
    for text in known:
        for stretch in text.found:
            orders[stretch].add(text.order_no)
    return sorted(
        stretch
        for stretch, held in orders.items()
        if len(held) >= _ORDERS and not _NAMES.search(stretch)
    )


def _fit(matrix: Any, own: Any) -> tuple[Any, Any]:
    """Slopes and bias. The loss is convex, and followed far enough down that rounding hides where it ended."""
    weight = (own / own.sum(axis=0)).sum(axis=1) * len(own) / len(CLASSES)
    size, kinds, across = matrix.shape[1], len(CLASSES), matrix.T.tocsr()

    def loss(flat: Any) -> tuple[float, Any]:
        slopes, bias = flat[: size * kinds].reshape(size, kinds), flat[size * kinds :]
        scores = matrix @ slopes + bias
        scores -= scores.max(axis=1, keepdims=True)
        log = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        off = (np.exp(log) - own) * weight[:, None]
        value = -(weight * (own * log).sum(axis=1)).sum() + _PENALTY / 2 * (slopes**2).sum()
        return value, np.concatenate([(across @ off + _PENALTY * slopes).ravel(), off.sum(axis=0)])

    found = optimize.minimize(
        loss, np.zeros((size + 1) * kinds), jac=True, method="L-BFGS-B",
        options={"maxiter": 2000, "maxfun": 4000, "ftol": 1e-14, "gtol": 1e-6, "maxcor": 30},
    )  # fmt: skip
    return found.x[: size * kinds].reshape(size, kinds), found.x[size * kinds :]


def _hundredths(values: Any) -> list[int]:
    return [round(100 * float(value)) for value in values]
