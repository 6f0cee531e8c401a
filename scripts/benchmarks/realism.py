"""Can made-up orders, names and notes be told from real ones? Areas under the curve; .5 is chance."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import tables
from children import Clock
from exports import taobao_rows
from numpy.typing import NDArray

from leaktrace.seeding.orders import (
    AuditResult,
    ExportedOrder,
    OrderModel,
    audit,
    blank_separated,
    detect,
    fit,
    of_draft,
    read_orders,
    sample,
)
from leaktrace.seeding.orders.classifiers import Curve, Logistic, curve
from leaktrace.seeding.orders.model import zone_named
from leaktrace.seeding.personas import note_pool, people

DATA = Path(__file__).parents[3] / "shared" / "data"
CDNOW = DATA / "cdnow" / "CDNOW_master.txt"
_GRAMS = 600
_SEED = bytes(range(16))


def run(canaries: int, names: Path | None, notes: Path | None, *, as_json: bool) -> None:
    """Measure and print."""
    rows: list[dict[str, Any]] = []
    if CDNOW.is_file():
        lines = CDNOW.read_text(encoding="ascii").splitlines()
        rows += _orders("CDNOW, halves by customer", _read(list(blank_separated(lines))), canaries)
    else:
        rows.append({"what": "CDNOW", "remark": "not available"})
    rows += _orders("made-up Taobao export", _read(taobao_rows(random.Random(5), 20_000)), canaries)
    made = list(people(_SEED, 0, 4_000))
    rows.append(_texts("Chinese names", [one.name for one in made], names))
    rows.append(
        _texts(
            "order notes", [text for n in range(80) for text in note_pool(_SEED, f"L{n}")], notes
        )
    )
    header = ("what", "auc", "low", "high", "compared", "given away by")
    shown = tables.table(
        "realism: .5 is chance, above .6 a batch is refused",
        header,
        [
            tuple(row.get(k) for k in ("what", "auc", "low", "high", "compared", "remark"))
            for row in rows
        ],
    )
    tables.show({"benchmark": "realism", "rows": rows}, [shown], as_json=as_json)


def _read(rows: Sequence[tuple[int, dict[str, str]]]) -> tuple[ExportedOrder, ...]:
    return read_orders(rows, detect(rows[0][1]))


def _orders(what: str, orders: tuple[ExportedOrder, ...], canaries: int) -> list[dict[str, Any]]:
    """Fitted on half of the buyers, audited against the other half, beside two halves of real orders."""
    rng = random.Random(1)
    buyers = sorted({order.buyer for order in orders})
    rng.shuffle(buyers)
    seen = set(buyers[: len(buyers) // 2])
    learned = [order for order in orders if order.buyer in seen]
    held_out = [order for order in orders if order.buyer not in seen]
    clock = Clock()
    model = fit(learned)
    fitting = clock.read()
    clock = Clock()
    drafts = _drafts(model, rng, len(learned))
    drawing = clock.read()
    rng.shuffle(drafts)
    rng.shuffle(learned)
    found = audit(drafts[:canaries], held_out)
    real = audit(learned[:canaries], held_out)
    small = audit(drafts[:100], held_out)
    speed = {
        "fitted_per_s": len(learned) / fitting["cpu_seconds"],
        "drawn_per_s": len(drafts) / drawing["cpu_seconds"],
        "model_bytes": len(model.to_json().encode()),
    }
    return [
        {**_row(what, found), **speed},
        _row(f"{what}: 100 canaries", small),
        _row(f"{what}: real against real", real),
    ]


def _drafts(model: OrderModel, rng: random.Random, count: int) -> list[ExportedOrder]:
    """Drafts of the days of the model; orders without numbers in the export have none."""
    zone = zone_named(model.zone)
    since = datetime.combine(model.begins, time(), zone)
    until = datetime.combine(model.ends + timedelta(days=1), time(), zone)
    return [of_draft(draft) for draft in sample(model, rng, count, since, until)]


def _row(what: str, result: AuditResult) -> dict[str, Any]:
    return {
        "what": what,
        "auc": round(result.auc, 4),
        "low": round(result.low, 4),
        "high": round(result.high, 4),
        "compared": result.canaries,
        "remark": ", ".join(one.feature for one in result.features[:3]),
    }


# --- Names and notes -------------------------------------------------------------------------------


def _texts(what: str, made: Sequence[str], path: Path | None) -> dict[str, Any]:
    """Made-up texts against real ones, one in a line of a file, by the runs of characters in them."""
    if path is None:
        return {"what": what, "remark": "not available: no real ones in shared data; give a file"}
    real = sorted(set(path.read_text(encoding="utf-8").split("\n")) - {""})
    random.Random(1).shuffle(real)
    size = min(len(real), len(made), 4_000)
    result = grams_curve(list(made[:size]), real[:size])
    return {
        "what": what,
        "auc": round(result.area, 4),
        "low": round(result.low, 4),
        "high": round(result.high, 4),
        "compared": size,
        "remark": path.name,
    }


def grams_curve(made: list[str], real: list[str], *, folds: int = 5) -> Curve:
    """The cross-validated area of a classifier that knows runs of one to three characters."""
    order = np.random.default_rng(0).permutation(len(made) + len(real))
    texts, labels = [*made, *real], np.r_[np.ones(len(made)), np.zeros(len(real))]
    odds = np.zeros(len(texts))
    for fold in range(folds):
        unseen = order[fold::folds]
        seen = np.setdiff1d(order, unseen)
        counts = Counter(gram for n in seen for gram in _grams(texts[n]))
        known = {gram: k for k, (gram, _) in enumerate(counts.most_common(_GRAMS))}
        learned = Logistic(
            _matrix([texts[n] for n in seen], known), labels[seen], products=False, ridge=20.0
        )
        odds[unseen] = learned.scores(_matrix([texts[n] for n in unseen], known))
    return curve(odds[labels > 0], odds[labels == 0])


def _matrix(texts: Sequence[str], known: dict[str, int]) -> NDArray[np.float64]:
    values = np.zeros((len(texts), len(known)))
    for n, text in enumerate(texts):
        for gram in _grams(text):
            if gram in known:
                values[n, known[gram]] = 1.0
    return values


def _grams(text: str) -> set[str]:
    framed = f"^{text}$"
    return {framed[n : n + k] for k in (1, 2, 3) for n in range(len(framed) - k + 1)}
