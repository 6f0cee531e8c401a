"""Whether a small learned model tells classes better than the rules do, on texts that neither had seen."""

import json
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import tables
from scipy import optimize, sparse

DATA = Path(__file__).parents[2] / "tests" / "data" / "extraction"
CLASSES = ("scam", "expected", "background", "unknown")
_LONGEST = 4
_SEEN_IN = 2
_PENALTY = 0.1
_SMOOTHING = 0.05

Row = dict[str, Any]


def run(*, as_json: bool) -> None:
    """Train on the sets before one that was new, and read that one."""
    rows, document = [], []
    for known, new in (
        (["contacts"], "independent"),
        (["contacts", "independent"], "independent_2"),
    ):
        train, test = [row for name in known for row in _read(name)], _read(new)
        truth = [row["class"] for row in test]
        for what, told in _ways(train, test).items():
            each = [_f1(truth, told, name) for name in CLASSES]
            right = sum(a == b for a, b in zip(truth, told, strict=True))
            rows.append((new, len(test), what, right, *each, sum(each) / len(each)))
            document.append(dict(zip(("set", "texts", "what", "right", *CLASSES, "macro_f1"), rows[-1], strict=True)))  # fmt: skip
    header = ("new set", "texts", "what", "right", *CLASSES, "macro F1")
    shown = tables.table("classes of texts that nobody had seen: F1", header, rows)
    tables.show({"benchmark": "classes", "rows": document}, [shown], as_json=as_json)


def _read(name: str) -> list[Row]:
    """A labelled set, with what the rules read when it was new; of the acceptance set, what is marked in it."""
    rows = [json.loads(line) for line in (DATA / f"{name}.jsonl").open(encoding="utf-8")]
    first = DATA / "first_reading" / f"{name}.jsonl"
    told = {}
    if first.exists():
        told = {one["id"]: one for one in map(json.loads, first.open(encoding="utf-8"))}
    for row in rows:
        reading = told.get(row["id"], {"class": row["class"], "details": row["gold"]})
        row["told"], row["details"] = reading["class"], reading["details"]
    return rows


def _ways(train: list[Row], test: list[Row]) -> dict[str, list[str]]:
    """The classes of the new texts by each way of telling them."""
    truth = [row["class"] for row in train]
    out = {"rules": [row["told"] for row in test]}
    for what, facts in (("words", False), ("words and facts", True)):
        known, new = _counts(train, test, facts=facts)
        out[f"naive Bayes, {what}"] = _bayes(known, truth, new)
        known, new = _weighted(known, new)
        if facts:
            known, new = _beside(known, _kinds(train)), _beside(new, _kinds(test))
        out[f"logistic regression, {what}"] = _logistic(known, truth, new)
        if facts:
            known, new = _beside(known, _told(train)), _beside(new, _told(test))
            out["logistic regression, and the rules' class"] = _logistic(known, truth, new)
    voters = ("rules", "logistic regression, words", "logistic regression, words and facts")
    out["vote of the rules and both regressions"] = [
        _most(votes) for votes in zip(*(out[voter] for voter in voters), strict=True)
    ]
    return out


def _most(votes: Sequence[str]) -> str:
    """What two of three say, or the first."""
    word, count = Counter(votes).most_common(1)[0]
    return word if count > 1 else votes[0]


def _text(row: Row, *, facts: bool) -> str:
    """The words; with facts, each that agrees or contradicts by a mark for its kind."""
    text: str = row["text"]
    for detail in sorted(row["details"], key=lambda one: -one["span"][0]) if facts else ():
        start, end = detail["span"]
        mark = "¬" if detail["contradicts"] or detail.get("by_holder") else ""
        text = f"{text[:start]}¤{mark}{detail['field'][:2].upper()}¤{text[end:]}"
    return text if facts else text.lower()


def _grams(text: str) -> Counter[str]:
    return Counter(
        text[start : start + size]
        for size in range(1, _LONGEST + 1)
        for start in range(len(text) - size + 1)
    )


def _counts(train: list[Row], test: list[Row], *, facts: bool) -> tuple[Any, Any]:
    """How often each stretch of up to four characters stands in each text."""
    known, new = ([_grams(_text(row, facts=facts)) for row in rows] for rows in (train, test))
    seen = Counter(gram for grams in known for gram in grams)
    column = {gram: n for n, gram in enumerate(gram for gram, n in seen.items() if n >= _SEEN_IN)}
    return _matrix(known, column), _matrix(new, column)


def _matrix(texts: list[Counter[str]], column: dict[str, int]) -> Any:
    cells = [
        (n, column[gram], count)
        for n, grams in enumerate(texts)
        for gram, count in grams.items()
        if gram in column
    ]
    rows, columns, values = np.array(cells).T
    return sparse.csr_matrix((values.astype(float), (rows, columns)), (len(texts), len(column)))


def _weighted(known: Any, new: Any) -> tuple[Any, Any]:
    """Logarithms of counts, rare stretches heavier, every text of length one."""
    held = np.asarray((known > 0).sum(axis=0)).ravel()
    weight = sparse.diags(np.log((1 + known.shape[0]) / (1 + held)) + 1)
    out = []
    for counts in (known, new):
        weighed = counts.copy()
        weighed.data = 1 + np.log(weighed.data)
        weighed = weighed @ weight
        length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
        out.append(sparse.diags(1 / np.maximum(length, 1e-12)) @ weighed)
    return out[0], out[1]


def _kinds(rows: list[Row]) -> list[list[float]]:
    """The medium, and how many kinds of facts agree."""
    out = []
    for row in rows:
        agree = len({d["field"] for d in row["details"] if not d["contradicts"] and not d.get("by_holder")})  # fmt: skip
        medium = [float(row["medium"] == name) for name in ("call", "sms", "im", "email")]
        out.append([*medium, float(agree == 0), float(agree == 1), float(agree > 1), float(agree > 2)])  # fmt: skip
    return out


def _told(rows: list[Row]) -> list[list[float]]:
    return [[float(row["told"] == name) for name in CLASSES] for row in rows]


def _beside(matrix: Any, more: list[list[float]]) -> Any:
    return sparse.hstack([matrix, sparse.csr_matrix(np.array(more))]).tocsr()


def _bayes(known: Any, truth: list[str], new: Any) -> list[str]:
    """Multinomial naive Bayes."""
    scores = []
    for name in CLASSES:
        own = np.array([one == name for one in truth])
        counts = np.asarray(known[own].sum(axis=0)).ravel() + _SMOOTHING
        scores.append(new @ np.log(counts / counts.sum()) + math.log(own.mean()))
    return [CLASSES[n] for n in np.argmax(scores, axis=0)]


def _logistic(known: Any, truth: list[str], new: Any) -> list[str]:
    """Logistic regression of four classes that weigh the same, with a penalty on the squares."""
    own = np.array([[one == name for name in CLASSES] for one in truth], dtype=float)
    weight = (own / own.sum(axis=0)).sum(axis=1) * len(truth) / len(CLASSES)
    size = known.shape[1]

    def loss(flat: Any) -> tuple[float, Any]:
        slopes, bias = flat[: size * 4].reshape(size, 4), flat[size * 4 :]
        scores = known @ slopes + bias
        scores -= scores.max(axis=1, keepdims=True)
        log = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        off = (np.exp(log) - own) * weight[:, None]
        value = -(weight * (own * log).sum(axis=1)).sum() + _PENALTY / 2 * (slopes**2).sum()
        return value, np.concatenate([(known.T @ off + _PENALTY * slopes).ravel(), off.sum(axis=0)])

    found = optimize.minimize(loss, np.zeros(size * 4 + 4), jac=True, method="L-BFGS-B", options={"maxiter": 300})  # fmt: skip
    scores = new @ found.x[: size * 4].reshape(size, 4) + found.x[size * 4 :]
    return [CLASSES[n] for n in np.argmax(scores, axis=1)]


def _f1(truth: list[str], told: list[str], name: str) -> float:
    both = sum(a == b == name for a, b in zip(truth, told, strict=True))
    return 2 * both / (truth.count(name) + told.count(name) or 1)
