"""Learning a model from real orders. What is returned has no buyer in it.

Goods, their titles and prices are the merchant's own and kept, but for a title that has a buyer's name, nick,
number or address in it. Everything else is kept as counts of at least five orders, regions of five buyers,
and the text of a note only if twenty buyers wrote it.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta, tzinfo
from decimal import Decimal
from itertools import combinations

from leaktrace.domain.errors import RuleError
from leaktrace.seeding.orders.cells import K, Spread, common, merged_runs, spread
from leaktrace.seeding.orders.model import (
    Baskets,
    Good,
    Money,
    Notes,
    OrderModel,
    Period,
    Timing,
    zone_name,
)
from leaktrace.seeding.orders.numbering import learn_styles
from leaktrace.seeding.orders.records import ExportedOrder

__all__ = ["LEAST_ORDERS", "fit"]

LEAST_ORDERS = 100
"""Fewer orders teach no habits."""
COMMON_NOTE = 20
"""A note is kept if so many orders of so many buyers have it."""
_BANDS = 8
_BASKETS = 5_000
_PAIRS = 5_000
_PERIOD = 3_000
_PLAIN_PERIOD = 6_000
"""Where goods are not named, every amount has to be learned anew in each period."""
_MOST_PERIODS = 24
_DIGITS = re.compile(r"[0-9]{5}|[0-9](?:[ -]?[0-9]){6}|@")

_Basket = tuple[tuple[int, int], ...]


def fit(orders: Sequence[ExportedOrder], *, zone: tzinfo | None = None) -> OrderModel:
    """Learn the habits of a shop from its real orders, as aggregates of at least five orders each.

    Args:
        orders: real paid orders; those in another currency than most are passed over.
        zone: the zone of the shop; that of the first order if left out.

    Raises:
        RuleError: fewer than `LEAST_ORDERS`.
    """
    currency = Counter(order.currency for order in orders).most_common(1)[0][0] if orders else ""
    held = [order for order in orders if order.currency == currency and order.items]
    if len(held) < LEAST_ORDERS:
        raise RuleError(
            f"{len(held)} orders are too few to learn from",
            where="orders",
            remedy=f"Export at least {LEAST_ORDERS} paid orders, better a whole year",
        )
    first = held[0].placed_at
    place = zone or first.tzinfo
    if place is None:
        raise RuleError("a time without an offset is no instant", where="placed_at")
    if zone is not None:
        times = [order.placed_at.astimezone(zone) for order in held]
    else:
        times = [order.placed_at for order in held]
    goods, index = _goods(held)
    baskets = [_basket(order, index) for order in held]
    wider = () if all(order.priced for order in held) else _common(held, baskets)
    return OrderModel(
        orders=len(held),
        zone=zone_name(place, first),
        currency=currency,
        goods=goods,
        periods=_periods(held, [at.date() for at in times], baskets, goods, wider),
        common=wider,
        timing=_timing([(at.date(), at.hour, at.minute, at.second) for at in times]),
        regions=_regions(held),
        name_lengths=spread(len(order.name) for order in held if order.name),
        notes=_notes(held),
        numbers=learn_styles(
            [(order.order_no, at) for order, at in zip(held, times, strict=True) if order.order_no]
        ),
    )


def _periods(
    orders: Sequence[ExportedOrder],
    days: Sequence[date],
    baskets: Sequence[_Basket],
    goods: tuple[Good, ...],
    wider: tuple[tuple[int, Spread], ...],
) -> tuple[Period, ...]:
    """Stretches of whole days, each with enough orders to learn its assortment and prices."""
    rare = {n for n, good in enumerate(goods) if not good.count}
    by_day: dict[date, list[int]] = defaultdict(list)
    for n, day in enumerate(days):
        by_day[day].append(n)
    least = max(_PERIOD if len(goods) > 1 else _PLAIN_PERIOD, len(orders) // _MOST_PERIODS)
    cuts: list[tuple[date, list[int]]] = []
    for day in sorted(by_day):
        if not cuts or len(cuts[-1][1]) >= least:
            cuts.append((day, []))
        cuts[-1][1].extend(by_day[day])
    if len(cuts) > 1 and len(cuts[-1][1]) < least:
        cuts[-2][1].extend(cuts.pop()[1])
    periods = []
    for begins, places in cuts:
        own, held = [orders[n] for n in places], [baskets[n] for n in places]
        prices = _prices(own, held) if len(cuts) > 1 else ()
        periods.append(
            Period(begins.isoformat(), _baskets(held, rare), _money(own, held, wider), prices)
        )
    return tuple(periods)


def _prices(
    orders: Sequence[ExportedOrder], baskets: Sequence[_Basket]
) -> tuple[tuple[int, Spread], ...]:
    """What goods cost in these orders, where many enough had them alone or with others."""
    paid: dict[int, list[int]] = defaultdict(list)
    for order, basket in zip(orders, baskets, strict=True):
        if len(basket) == len(order.items) == 1:
            paid[basket[0][0]].append(_cents(order.items[0].price))
    return tuple(
        (good, spread(cents, endings=True))
        for good, cents in sorted(paid.items())
        if len(cents) >= 4 * K
    )


def _cents(amount: Decimal) -> int:
    return int((amount * 100).to_integral_value())


# --- Goods and baskets -------------------------------------------------------------------------


def _goods(orders: Sequence[ExportedOrder]) -> tuple[tuple[Good, ...], dict[tuple[str, str], int]]:
    """The goods that may be named, the most frequent first, and the place of each."""
    prices: dict[tuple[str, str], list[int]] = defaultdict(list)
    private: set[tuple[str, str]] = set()
    for order in orders:
        for item in order.items:
            key = (item.sku, item.title)
            prices[key].append(_cents(item.price))
            if _tells(order, f"{item.sku} {item.title}"):
                private.add(key)
    keys = sorted(prices.keys() - private, key=lambda key: (-len(prices[key]), key))
    goods = []
    for sku, title in keys:
        paid = prices[sku, title]
        if len(paid) >= K:
            goods.append(Good(sku, title, len(paid), spread(paid, endings=True)))
        else:  # the list price of the merchant's own goods, not what somebody paid for a basket
            goods.append(Good(sku, title, 0, Spread(exact=((sorted(paid)[len(paid) // 2], 1),))))
    return tuple(goods), {key: n for n, key in enumerate(keys)}


def _tells(order: ExportedOrder, text: str) -> bool:
    """Whether a title has something of its buyer in it."""
    words = (*order.personal, order.buyer, order.name)
    return any(len(word) >= 2 and word in text for word in words)


def _basket(order: ExportedOrder, index: dict[tuple[str, str], int]) -> _Basket:
    pieces: Counter[int] = Counter()
    for item in order.items:
        place = index.get((item.sku, item.title))
        if place is not None:
            pieces[place] += item.qty
    return tuple(sorted(pieces.items()))


def _baskets(baskets: Sequence[_Basket], rare: set[int]) -> Baskets:
    counts = Counter(basket for basket in baskets if basket and not rare & {g for g, _ in basket})
    exact = sorted(
        ((basket, n) for basket, n in counts.items() if n >= K),
        key=lambda cell: (-cell[1], cell[0]),
    )[:_BASKETS]
    whole = {basket for basket, _ in exact}
    loose = [basket for basket in baskets if basket and basket not in whole]
    if 0 < len(loose) < K:
        loose = []
    pairs: Counter[tuple[int, int]] = Counter()
    pieces: dict[int, list[int]] = defaultdict(list)
    for basket in loose:
        for good, count in basket:
            pieces[good].append(count)
        pairs.update(combinations([good for good, _ in basket if good not in rare][:20], 2))
    every = [count for counts in pieces.values() for count in counts]
    return Baskets(
        exact=tuple(exact),
        loose=len(loose),
        kinds=spread(len(basket) for basket in loose),
        popular=common(-1 if good in rare else good for basket in loose for good, _ in basket),
        together=tuple((a, b, n) for (a, b), n in common(pairs.elements())[:_PAIRS]),
        quantities=(
            (-1, spread(every)),
            *((good, spread(n)) for good, n in sorted(pieces.items()) if len(n) >= 4 * K),
        ),
    )


# --- Money -------------------------------------------------------------------------------------


def _money(
    orders: Sequence[ExportedOrder],
    baskets: Sequence[_Basket],
    wider: tuple[tuple[int, Spread], ...],
) -> Money:
    if not wider:
        sums = [_cents(sum((i.price * i.qty for i in o.items), Decimal(0))) for o in orders]
        bands = _bands(sums, [_cents(order.amount) for order in orders])
        return Money(priced=True, bands=bands, amounts=())
    amounts: dict[tuple[int, int], list[int]] = defaultdict(list)
    whole: dict[_Basket, list[int]] = defaultdict(list)
    for order, basket in zip(orders, baskets, strict=True):
        paid, pieces = _cents(order.amount), sum(count for _, count in basket)
        amounts[-1, 0].append(paid)
        amounts[-1, pieces].append(paid)
        if len(basket) == 1:
            amounts[basket[0]].append(paid)
        elif basket:
            whole[basket].append(paid)
    lists = _lists(amounts) if len({good for good, _ in amounts}) > 2 else {}
    known = {count: {value for value, _ in one.exact} for count, one in wider}
    cells = []
    for (good, count), own in sorted(amounts.items()):
        if len(own) >= 2 * K:
            held = spread(own, endings=True)
            exact = {value for value, _ in held.exact}
            if count and good in lists and not _telling(held):
                continue
            rest = [value for value in own if value not in exact]
            usual = sum(value in known.get(count, ()) for value in rest)
            cells.append(
                (good, count, round(usual / len(rest), 2) if len(rest) >= K else 0.0, held)
            )
    singles = {((good, count),) for good, count, _, _ in cells}
    several = [
        (sum(lists[good] * count for good, count in basket), _cents(order.amount))
        for order, basket in zip(orders, baskets, strict=True)
        if basket and basket not in singles and all(good in lists for good, _ in basket)
    ]
    bands = _bands([total for total, _ in several], [paid for _, paid in several])
    return Money(
        priced=False,
        bands=bands,
        amounts=tuple(cells),
        baskets=tuple(
            (basket, held)
            for basket, own in sorted(whole.items())
            if len(own) >= 4 * K and _telling(held := spread(own, endings=True))
        ),
        lists=tuple(lists.items()) if bands else (),
    )


def _telling(amounts: Spread) -> bool:
    """Whether most amounts are known as they are; else the prices of the goods say more."""
    return 2 * sum(n for _, n in amounts.exact) > amounts.total


def _lists(amounts: Mapping[tuple[int, int], Sequence[int]]) -> dict[int, int]:
    """What a piece of each good mostly costs by itself, where at least five orders agree on it."""
    lists = {}
    for (good, count), paid in amounts.items():
        value, often = Counter(paid).most_common(1)[0]
        if good >= 0 and count == 1 and often >= K:
            lists[good] = value
    return lists


def _common(
    orders: Sequence[ExportedOrder], baskets: Sequence[_Basket]
) -> tuple[tuple[int, Spread], ...]:
    """The amounts of all times by quantity."""
    amounts: dict[int, list[int]] = defaultdict(list)
    for order, basket in zip(orders, baskets, strict=True):
        amounts[sum(count for _, count in basket)].append(_cents(order.amount))
        amounts[0].append(_cents(order.amount))
    return tuple(
        (count, spread(paid, endings=True))
        for count, paid in sorted(amounts.items())
        if len(paid) >= 2 * K
    )


def _bands(sums: Sequence[int], paid: Sequence[int]) -> tuple[tuple[int, Spread], ...]:
    """What is paid above or below the prices of the goods, by the sum of these: postage, coupons."""
    if len(sums) < 4 * K:
        return ()
    ordered = sorted(sums)
    edges = sorted({ordered[len(ordered) * n // _BANDS] // 100 * 100 for n in range(1, _BANDS)})
    held: list[list[tuple[int, int]]] = [[] for _ in range(len(edges) + 1)]
    for total, amount in zip(sums, paid, strict=True):
        held[bisect_left(edges, total)].append((amount - total, total))
    every = _beside([one for band in held for one in band])
    tops = [*edges, 10**12]
    return tuple(
        (top, _beside(band) if len(band) >= 4 * K else every)
        for top, band in zip(tops, held, strict=True)
    )


def _beside(pairs: Sequence[tuple[int, int]]) -> Spread:
    return spread((off for off, _ in pairs), endings=True, beside=[total for _, total in pairs])


# --- Time --------------------------------------------------------------------------------------


def _timing(times: Sequence[tuple[date, int, int, int]]) -> Timing:
    perday = Counter(day for day, *_ in times)
    first, last = min(perday), max(perday)
    counts = [perday[first + timedelta(days=n)] for n in range((last - first).days + 1)]
    runs = merged_runs(counts)
    dated = any(hour or minute or second for _, hour, minute, second in times)
    minutes = common(minute for _, _, minute, _ in times) if dated else ()
    return Timing(
        days=tuple(
            ((first + timedelta(days=begin)).isoformat(), end - begin + 1, n)
            for begin, end, n in runs
        ),
        weekdays=common(day.weekday() for day, *_ in times),
        hours=_hours(times) if dated else (),
        minutes=minutes,
        seconds=any(second for *_, second in times),
    )


def _hours(times: Iterable[tuple[date, int, int, int]]) -> tuple[tuple[int, int, int, int], ...]:
    """Blocks of hours of each weekday; a weekday with too few orders is left out, and reads as any day."""
    week = [[0] * 24 for _ in range(8)]
    for day, hour, _, _ in times:
        week[day.weekday()][hour] += 1
        week[7][hour] += 1
    return tuple(
        (weekday, begin, end - begin + 1, n)
        for weekday, counts in enumerate(week)
        if sum(counts) >= 4 * K
        for begin, end, n in merged_runs(counts)
    )


# --- Buyers, in numbers only -------------------------------------------------------------------


def _regions(orders: Sequence[ExportedOrder]) -> tuple[tuple[str, str, int], ...]:
    """Cities of at least five buyers; the others count for their province, or for no region at all."""
    counts: Counter[tuple[str, str]] = Counter()
    buyers: dict[tuple[str, str], set[str]] = defaultdict(set)
    keys = [(order, (order.region.province, order.region.city)) for order in orders]
    for order, key in keys:
        buyers[key].add(order.buyer or order.order_no)
    for order, (province, city) in keys:
        if len(buyers[province, city]) < K:
            buyers[province, ""].add(order.buyer or order.order_no)
    for _, (province, city) in keys:
        key = (province, city) if len(buyers[province, city]) >= K else (province, "")
        counts[key if len(buyers[key]) >= K else ("", "")] += 1
    return tuple(
        (province, city, n)
        for (province, city), n in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        if n >= K
    )


def _notes(orders: Sequence[ExportedOrder]) -> Notes:
    """How many write notes, how long, and the texts that very many write. Nothing with a number in it."""
    written = [order for order in orders if order.note]
    buyers: dict[str, set[str]] = defaultdict(set)
    for order in written:
        buyers[order.note].add(order.buyer or order.order_no)
    texts = common((order.note for order in written), least=COMMON_NOTE)
    if len(written) < K:
        return Notes(0.0, Spread(), ())
    return Notes(
        share=round(len(written) / len(orders), 4),
        lengths=spread(len(order.note) for order in written),
        common=tuple(
            (text, n)
            for text, n in texts
            if len(buyers[text]) >= COMMON_NOTE and not _DIGITS.search(text)
        ),
    )
