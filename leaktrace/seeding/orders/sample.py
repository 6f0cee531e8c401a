"""Drafts of canary orders, drawn from a model of the real ones."""

from bisect import bisect_right
from collections.abc import Container, Iterator
from datetime import datetime
from decimal import Decimal
from random import Random

from leaktrace.domain.errors import RuleError
from leaktrace.domain.order import Item
from leaktrace.seeding.orders.cells import Spread, Weights
from leaktrace.seeding.orders.clock import instants
from leaktrace.seeding.orders.draws import Draw
from leaktrace.seeding.orders.model import Baskets, Good, OrderModel, Period
from leaktrace.seeding.orders.numbering import Numbers
from leaktrace.seeding.orders.records import DraftOrder, Region

__all__ = ["sample"]

_CENT = Decimal("0.01")
_TRIES = 50

_Common = tuple[tuple[int, Spread], ...]


def sample(
    model: OrderModel,
    rng: Random,
    count: int,
    since: datetime,
    until: datetime,
    *,
    taken: Container[str] = frozenset(),
) -> Iterator[DraftOrder]:
    """Draw orders as the shop gets them, in the order of their time. Memory does not grow with their number.

    Args:
        model: of the shop's real orders.
        rng: the randomness, such as `random.SystemRandom` for canaries that are planted.
        count: how many.
        since: the first instant possible.
        until: the first instant that is too late.
        taken: order numbers that are in use already. None of them is drawn, and none twice.

    Raises:
        RuleError: an empty period, goods that cannot be named, or no more room for order numbers.
    """
    shops = _Shops(model)
    numbers = Numbers(model.numbers, rng, taken)
    regions = Weights([(Region(province, city), n) for province, city, n in model.regions])
    names, lengths = Draw(model.name_lengths), Draw(model.notes.lengths)
    texts = _note_texts(model)
    for at in instants(model, rng, count, since, until):
        items, amount = shops.at(at).buy(rng)
        noted = rng.random() < model.notes.share
        text = texts.draw(rng) if noted else ""
        yield DraftOrder(
            order_no=numbers.next(at),
            items=items,
            amount=amount,
            currency=model.currency,
            placed_at=at,
            note=text,
            note_length=len(text) or (max(1, lengths.draw(rng)) if noted else 0),
            region=regions.draw(rng) if regions else Region(),
            name_length=max(1, names.draw(rng)) if names else 0,
        )


class _Shops:
    """The shop as it was at a time; beyond the last period as in that one."""

    def __init__(self, model: OrderModel) -> None:
        self._model = model
        self._begins = [one.begins for one in model.periods]
        self._made: dict[int, _Shop] = {}

    def at(self, when: datetime) -> "_Shop":
        """The shop of that day."""
        place = max(0, bisect_right(self._begins, when.date().isoformat()) - 1)
        if place not in self._made:
            self._made[place] = _Shop(
                self._model.goods, self._model.periods[place], self._model.common
            )
        return self._made[place]


class _Shop:
    """Assortment and prices of one period."""

    def __init__(self, goods: tuple[Good, ...], period: Period, common: _Common) -> None:
        self._baskets = _BasketMaker(goods, period.baskets)
        self._till = _Till(goods, period, common)

    def buy(self, rng: Random) -> tuple[tuple[Item, ...], Decimal]:
        """Goods, and what is paid for them."""
        return self._till.pay(rng, self._baskets.draw(rng))


def _note_texts(model: OrderModel) -> Weights[str]:
    """The common notes as often as they are; an empty text for all the others."""
    written = sum(n for _, n in model.notes.common)
    total = max(model.notes.lengths.total, written, 1)
    return Weights([*model.notes.common, ("", float(total - written) or 1e-9)])


class _BasketMaker:
    """Draws what is bought together."""

    def __init__(self, goods: tuple[Good, ...], held: Baskets) -> None:
        self._kinds = Draw(held.kinds)
        self._rare = [n for n, good in enumerate(goods) if not good.count]
        popular = [(n, c) for n, c in held.popular if n >= 0 or self._rare]
        self._popular: Weights[int] = Weights(popular)
        partners: dict[int, list[tuple[int, int]]] = {}
        for a, b, n in held.together:
            partners.setdefault(a, []).append((b, n))
            partners.setdefault(b, []).append((a, n))
        self._partners = {good: Weights(cells) for good, cells in partners.items()}
        # Of all the goods beside this one, the share that is one of its known partners.
        count, kinds = dict(held.popular), _mean_kinds(held.kinds)
        self._bound = {
            good: min(1.0, sum(n for _, n in cells) / max(1.0, count.get(good, 0) * (kinds - 1)))
            for good, cells in partners.items()
        }
        self._pieces = {good: Draw(one) for good, one in held.quantities}
        loose = held.loose if self._popular else 0
        whole: list[tuple[tuple[tuple[int, int], ...], float]] = [
            (basket, float(n)) for basket, n in held.exact
        ]
        self._whole = Weights([*whole, ((), float(loose))])
        if not self._whole:
            raise RuleError(
                "no goods of these orders may be named",
                where="orders",
                remedy="Map the column with the titles of the goods",
            )

    def draw(self, rng: Random) -> tuple[tuple[int, int], ...]:
        """Goods and how many of each."""
        basket = self._whole.draw(rng)
        return basket or self._loose(rng)

    def _loose(self, rng: Random) -> tuple[tuple[int, int], ...]:
        chosen: dict[int, int] = {}
        wanted = max(1, self._kinds.draw(rng))
        last = self._good(rng, None)
        for _ in range(_TRIES):
            if last not in chosen:
                pieces = self._pieces.get(last) or self._pieces[-1]
                chosen[last] = max(1, pieces.draw(rng))
            if len(chosen) >= wanted:
                break
            last = self._good(rng, last)
        return tuple(sorted(chosen.items()))

    def _good(self, rng: Random, beside: int | None) -> int:
        if beside is not None and rng.random() < self._bound.get(beside, 0.0):
            return self._partners[beside].draw(rng)
        good = self._popular.draw(rng)
        return rng.choice(self._rare) if good < 0 else good


def _mean_kinds(kinds: Spread) -> float:
    cells = [(value, n) for value, n in kinds.exact]
    cells += [((low + high) // 2, n) for low, high, n in kinds.bins]
    total = sum(n for _, n in cells)
    return max(1.01, sum(value * n for value, n in cells) / total) if total else 1.01


class _Till:
    """Prices goods and says what is paid for them."""

    def __init__(self, goods: tuple[Good, ...], period: Period, common: _Common) -> None:
        money, own = period.money, dict(period.prices)
        self._goods = goods
        self._prices = [Draw(own.get(n) or good.prices) for n, good in enumerate(goods)]
        self._bands = [(top, Draw(one, dict(common).get(0))) for top, one in money.bands]
        wider = dict(common)
        self._amounts = {
            (good, count): Draw(one, wider.get(count), usual)
            for good, count, usual, one in money.amounts
        }
        self._whole = {basket: Draw(one, wider.get(0)) for basket, one in money.baskets}
        self._lists = dict(money.lists)
        self._priced = money.priced

    def pay(
        self, rng: Random, pieces: tuple[tuple[int, int], ...]
    ) -> tuple[tuple[Item, ...], Decimal]:
        """The items with their prices, and the amount."""
        prices = [max(0, self._prices[good].draw(rng)) for good, _ in pieces]
        total = sum(price * count for price, (_, count) in zip(prices, pieces, strict=True))
        if self._priced:
            paid = self._beside(rng, total)
        else:
            paid = self._paid(rng, pieces)
            prices = _shared_out(paid, prices, pieces)
        items = tuple(
            Item(self._goods[good].sku, self._goods[good].title, count, Decimal(price) * _CENT)
            for price, (good, count) in zip(prices, pieces, strict=True)
        )
        return items, Decimal(paid) * _CENT

    def _beside(self, rng: Random, total: int) -> int:
        """What is paid for goods of that sum."""
        band = next((draw for top, draw in self._bands if total <= top), None)
        for _ in range(_TRIES if band else 0):
            assert band is not None
            paid = band.draw(rng, total)
            if paid > 0 or paid == total:
                return paid
        return total

    def _paid(self, rng: Random, pieces: tuple[tuple[int, int], ...]) -> int:
        """An amount where no prices are known, by the narrowest figures there are for such a basket."""
        if len(pieces) == 1 and pieces[0] in self._amounts:
            return max(0, self._amounts[pieces[0]].draw(rng))
        if pieces in self._whole:
            return max(0, self._whole[pieces].draw(rng))
        if all(good in self._lists for good, _ in pieces):
            total = sum(self._lists[good] * count for good, count in pieces)
            return self._beside(rng, total)
        count = sum(number for _, number in pieces)
        for key in ((-1, count), (-1, 0)):
            if key in self._amounts:
                return max(0, self._amounts[key].draw(rng))
        return 0


def _shared_out(paid: int, prices: list[int], pieces: tuple[tuple[int, int], ...]) -> list[int]:
    """Prices evenly by piece, as they are worked out from an export without prices."""
    count = sum(number for _, number in pieces)
    return [round(paid / count)] * len(prices)
