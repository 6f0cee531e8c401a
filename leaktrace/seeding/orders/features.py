"""What one can see of an order without knowing its buyer: the columns a classifier gets.

Frequencies, gaps and neighbours are taken from *other* real orders, which are not compared themselves. With an
order among its own neighbours, or left out of them, two samples of the same shop can be told apart.
"""

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from leaktrace.seeding.orders.records import ExportedOrder

__all__ = ["matrix"]

Array = NDArray[np.float64]
_Getter = Callable[[ExportedOrder], Hashable]
_DATES = ("%Y%m%d", "%y%m%d", "%m%d")
_FALLING = 0.1


def matrix(
    canaries: Sequence[ExportedOrder],
    real: Sequence[ExportedOrder],
    known: Sequence[ExportedOrder],
) -> tuple[tuple[str, ...], Array, tuple[str, ...]]:
    """The features of canaries and real orders, one row each, canaries first.

    Args:
        canaries: the orders that are judged.
        real: what they are compared with.
        known: other real orders, of which frequencies are taken.

    Returns:
        The names of the features, their values, and the names of those that cannot be compared: the day if the
        canaries are of another period, and what one side has nothing of.
    """
    orders = [*canaries, *real]
    columns = {name: np.array([value(o) for o in orders], float) for name, value in _PLAIN.items()}
    for name, key in _FREQUENT.items():
        counts = Counter(map(key, known))
        columns[name] = np.log1p(np.array([counts[key(o)] for o in orders], float))
    columns["gap"] = _gaps(orders, known)
    columns["order number: turn"] = _turns(orders, known)
    left_out = set()
    if not _same_period(canaries, real):
        left_out |= {"day", "gap", "order number: beginning", "order number: turn"}
    for name, has in _HELD.items():
        if not (any(map(has, canaries)) and any(map(has, real))):
            left_out |= {column for column in columns if column.startswith(name)}
    kept = [n for n, c in columns.items() if n not in left_out and float(np.ptp(c)) > 0]
    values = np.column_stack([columns[n] for n in kept]) if kept else np.zeros((len(orders), 0))
    return tuple(kept), values, tuple(sorted(left_out))


def _pieces(order: ExportedOrder) -> int:
    return sum(item.qty for item in order.items)


def _sum(order: ExportedOrder) -> float:
    return float(sum(item.price * item.qty for item in order.items))


def _cents(order: ExportedOrder) -> int:
    return round(float(order.amount) * 100)


def _number(order: ExportedOrder) -> str:
    return order.order_no.strip().lstrip("#")


def _dated(order: ExportedOrder) -> int:
    """Which form of the date of the order is in its number, from 1; 0 for none."""
    forms = (order.placed_at.strftime(form) for form in _DATES)
    return next((n for n, day in enumerate(forms, 1) if day in _number(order)), 0)


def _undated(order: ExportedOrder) -> str:
    """The number without the date of its order."""
    form = _dated(order)
    day = order.placed_at.strftime(_DATES[form - 1]) if form else ""
    return _number(order).replace(day, "", 1) if day else _number(order)


def _shape(order: ExportedOrder) -> str:
    text = re.sub(r"[0-9]", "9", _number(order))
    return re.sub(r"[A-Z]", "A", re.sub(r"[a-z]", "a", text))


def _hour(order: ExportedOrder) -> float:
    """The hour on the clock of the shop, the day beginning at five, when the fewest order."""
    at = order.placed_at
    return (at.hour + at.minute / 60 - 5) % 24


_PLAIN: dict[str, Callable[[ExportedOrder], float]] = {
    "amount": lambda o: math.log(max(0.01, float(o.amount))),
    "amount beside prices": lambda o: float(o.amount) - _sum(o),
    "kinds of goods": lambda o: len(o.items),
    "pieces": _pieces,
    "price of a piece": lambda o: math.log(max(0.01, _sum(o) / max(1, _pieces(o)))),
    "hour": _hour,
    "weekday": lambda o: o.placed_at.weekday(),
    "minute": lambda o: o.placed_at.minute,
    "second": lambda o: o.placed_at.second,
    "day": lambda o: o.placed_at.toordinal(),
    "name length": lambda o: len(o.name),
    "note length": lambda o: len(o.note),
    "order number: length": lambda o: len(_number(o)),
    "order number: date": _dated,
    "order number: digits": lambda o: len(set(_number(o))),
}
_FREQUENT: dict[str, _Getter] = {
    "amount: frequency": _cents,
    "amount: ending": lambda o: _cents(o) % 100,
    "amount: digit": lambda o: _cents(o) // 100 % 10,
    "goods: frequency": lambda o: o.items[0].title if o.items else "",
    "goods: basket": lambda o: tuple(sorted((i.title, i.qty) for i in o.items)),
    "goods: pair": lambda o: tuple(sorted(i.title for i in o.items)[:2]),
    "goods: price": lambda o: (o.items[0].title, o.items[0].price) if o.items else "",
    "hour: frequency": lambda o: (o.placed_at.weekday(), o.placed_at.hour),
    "minute: frequency": lambda o: o.placed_at.minute,
    "region: frequency": lambda o: (o.region.province, o.region.city),
    "order number: shape": _shape,
    "order number: beginning": lambda o: _undated(o)[:2],
    "order number: end": lambda o: _number(o)[-1:],
}
_HELD: dict[str, Callable[[ExportedOrder], bool]] = {
    "name length": lambda o: bool(o.name),
    "region": lambda o: bool(o.region.province or o.region.city),
    "order number": lambda o: bool(o.order_no),
}


def _seconds(at: datetime) -> float:
    return at.timestamp()


def _gaps(orders: Sequence[ExportedOrder], known: Sequence[ExportedOrder]) -> Array:
    """From each order to the nearest one that is known."""
    times = np.sort(np.array([_seconds(o.placed_at) for o in known], float))
    padded = np.concatenate(([-np.inf], times, [np.inf]))
    at = np.array([_seconds(o.placed_at) for o in orders], float)
    left = np.searchsorted(times, at, side="left")
    gaps = np.minimum(at - padded[left], padded[left + 1] - at)
    return np.asarray(np.log1p(np.minimum(gaps, 1e9)), float)


def _turns(orders: Sequence[ExportedOrder], known: Sequence[ExportedOrder]) -> Array:
    """How far an order number is from those of known orders just before and after; 0 if they do not climb."""
    numbered = sorted((_seconds(o.placed_at), int(d)) for o in known if (d := _digits(o)))
    falls = sum(a[1] > b[1] for a, b in pairwise(numbered))
    values = np.zeros(len(orders))
    if len(numbered) < 20 or falls > _FALLING * len(numbered):
        return values
    times = [second for second, _ in numbered]
    for n, order in enumerate(orders):
        digits = _digits(order)
        place = bisect_left(times, _seconds(order.placed_at))
        around = sorted(value for _, value in numbered[max(0, place - 3) : place + 3])
        values[n] = math.log1p(abs(int(digits) - around[len(around) // 2])) if digits else 50.0
    return values


def _digits(order: ExportedOrder) -> str:
    found = re.search(r"[0-9]+$", _number(order))
    return found[0] if found else ""


def _same_period(canaries: Sequence[ExportedOrder], real: Sequence[ExportedOrder]) -> bool:
    """Whether nearly all canaries lie within the days of the real orders, and not in a corner of them."""
    days = sorted(o.placed_at.toordinal() for o in real)
    own = sorted(o.placed_at.toordinal() for o in canaries)
    inside = sum(days[0] <= day <= days[-1] for day in own)
    return inside >= 0.95 * len(own) and own[-1] - own[0] >= 0.5 * (days[-1] - days[0])
