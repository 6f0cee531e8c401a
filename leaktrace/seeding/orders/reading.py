"""Rows of an order export to orders, with every fault named. Dirty cells are cleaned, doubtful ones refused."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from decimal import Decimal

from leaktrace.domain.errors import FileError, InputError
from leaktrace.domain.order import Item
from leaktrace.domain.times import parse_time
from leaktrace.seeding.orders.profiles import Profile
from leaktrace.seeding.orders.records import ExportedOrder, Region

__all__ = ["clean", "local_time", "money", "read_orders", "region_of"]

MAX_FAULTS = 50
_WRAPPED = re.compile(r'=\s*"(.*)"', re.DOTALL)
_PLAIN = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,6})?")
_SIGNS = re.compile(r"^(?:CNY|RMB|USD|EUR|GBP|HK\$|US\$|[¥￥$€£])\s*|\s*元$")
_TIME = re.compile(
    r"(?P<y>[0-9]{4})(?P<s>[-/.]?)(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})"
    r"(?:[T ]+(?P<h>[0-9]{1,2}):(?P<i>[0-9]{2})(?::(?P<c>[0-9]{2})(?:\.[0-9]{1,9})?)?)?"
    r"\s*(?P<o>Z|UTC|[+-][0-9]{2}:?[0-9]{2})?"
)
_PROVINCE = re.compile(r"^(.{2,8}?(?:省|自治区|特别行政区)|北京市?|上海市?|天津市?|重庆市?)")
_CITY = re.compile(r"^(.{1,12}?(?:自治州|地区|盟|市))")
_TOWNS = ("北京", "上海", "天津", "重庆")


def clean(cell: str) -> str:
    """A cell without what spreadsheets put around it: ``="..."``, a leading apostrophe, blanks and tabs."""
    text = cell.strip()
    if wrapped := _WRAPPED.fullmatch(text):
        text = wrapped[1].replace('""', '"')
    return text.strip().removeprefix("'").strip()


def money(text: str, field: str) -> Decimal:
    """An amount with or without a sign of its currency. A comma is for thousands only.

    Raises:
        InputError: no amount, or one that could be read in two ways.
    """
    bare = _SIGNS.sub("", clean(text))
    if not _PLAIN.fullmatch(bare) and not _THOUSANDS.fullmatch(bare):
        raise InputError(
            f"{text[:24]!r} is not an amount", field=field, remedy="Write it as 1234.50"
        )
    return Decimal(bare.replace(",", ""))


def local_time(text: str, zone: tzinfo | None) -> datetime:
    """A time as exports write it, such as ``2026/3/1 9:05`` or ``2026-03-01 09:05:00 +0800``.

    Returns:
        The time in `zone`, or with its own offset if no zone is stated.

    Raises:
        InputError: no time, or one without an offset where no zone is stated.
    """
    found = _TIME.fullmatch(clean(text))
    if not found or (not found["s"] and len(found["m"] + found["d"]) != 4):
        raise InputError(
            f"{text[:40]!r} is not a time",
            field="placed_at",
            remedy="Write it as 2026-11-18 20:14:05",
        )
    offset = {"Z": "Z", "UTC": "Z", None: ""}.get(found["o"], found["o"])
    written = (
        f"{found['y']}-{found['m']:0>2}-{found['d']:0>2}"
        f"T{found['h'] or '0':0>2}:{found['i'] or '00'}:{found['c'] or '00'}{offset}"
    )
    instant = parse_time(written, field="placed_at", zone=zone)
    if zone is not None:
        return instant.astimezone(zone)
    return datetime.fromisoformat(written)


def region_of(address: str) -> Region:
    """Province and city of a Chinese address in one piece, or of one whose parts have blanks between."""
    text = address.strip()
    head = _PROVINCE.match(text)
    if not head:
        return Region()
    province = head[1]
    rest = text[head.end() :].strip()
    if province.removesuffix("市") in _TOWNS:
        return Region(province, province.removesuffix("市") + "市")
    city = _CITY.match(rest)
    return Region(province, city[1] if city and "*" not in city[1] else "")


class _Draft:
    """An order while its rows come in."""

    def __init__(self, row: int, cells: Mapping[str, str]) -> None:
        self.row = row
        self.cells = dict(cells)
        self.lines: list[tuple[str, str, int, Decimal | None]] = []


def read_orders(
    rows: Iterable[tuple[int, Mapping[str, str]]],
    profile: Profile,
    *,
    where: str = "",
    zone: tzinfo | None = None,
) -> tuple[ExportedOrder, ...]:
    """The paid orders of an export, in its order.

    Args:
        rows: numbered rows, column to cell; several rows may make one order, told by its number.
        profile: which column means what.
        where: the name of the file, for errors.
        zone: the zone of the shop, where the profile has none or another.

    Raises:
        FileError: rows that cannot be read, each named.
    """
    drafts: dict[str, _Draft] = {}
    faults: list[InputError] = []
    for row, raw in rows:
        cells = {name: clean(raw.get(column, "")) for name, column in profile.columns.items()}
        try:
            draft = drafts.setdefault(cells.get("order_no") or f"row {row}", _Draft(row, cells))
            draft.lines.extend(_lines(cells))
        except InputError as error:
            _note(faults, error.at(where, row))
    single = {d.lines[0][1] for d in drafts.values() if len(d.lines) == 1 and d.lines[0][2] == 1}
    orders = []
    for draft in drafts.values():
        if any(word in draft.cells.get("status", "") for word in profile.dropped):
            continue
        try:
            orders.append(_order(draft, profile, zone or profile.zone, single))
        except InputError as error:
            _note(faults, error.at(where, draft.row))
    if faults:
        raise FileError(tuple(faults), remedy="Correct the file and read it again")
    return tuple(order for order in orders if order.items)


def _note(faults: list[InputError], error: InputError) -> None:
    faults.append(error)
    if len(faults) >= MAX_FAULTS:
        raise FileError(tuple(faults), remedy="Correct the file and read it again")


def _lines(cells: Mapping[str, str]) -> list[tuple[str, str, int, Decimal | None]]:
    """The line of goods of a row: sku, title, quantity and price."""
    title, sku = cells.get("title", ""), cells.get("sku", "")
    if not title and not sku and "title" in cells:
        return []
    count = cells.get("qty") or "1"
    if not re.fullmatch(r"[0-9]{1,6}(?:\.0+)?", count):
        raise InputError(f"{count[:24]!r} is not a number of pieces", field="qty")
    price = cells.get("price", "")
    return [(sku, title, int(float(count)), money(price, "price") if price else None)]


def _order(draft: _Draft, profile: Profile, zone: tzinfo | None, single: set[str]) -> ExportedOrder:
    cells = draft.cells
    amount = money(cells.get("amount", ""), "amount")
    priced = all(line[3] is not None for line in draft.lines)
    address = cells.get("address", "")
    region = Region(cells.get("province", ""), cells.get("city", ""))
    nick, phone, name = cells.get("buyer", ""), cells.get("phone", ""), cells.get("name", "")
    number = cells.get("order_no", "")
    return ExportedOrder(
        order_no=number,
        placed_at=local_time(cells.get("placed_at", ""), zone),
        items=_items(draft, profile, amount, single) if amount >= 0 else (),
        amount=amount,
        currency=cells.get("currency") or profile.currency,
        buyer=nick or phone or (name + address),
        name="" if "*" in name else name,
        note=cells.get("note", ""),
        region=region if region.province or region.city else region_of(address),
        priced=priced,
        personal=tuple(text for text in (nick, phone, address, number) if text),
    )


def _items(draft: _Draft, profile: Profile, amount: Decimal, single: set[str]) -> tuple[Item, ...]:
    """The goods of an order. Where no prices are stated, the amount is shared out evenly."""
    lines = [line for line in draft.lines if line[2] > 0]
    if len(lines) == 1 and profile.separator:
        _sku, title, count, price = lines[0]
        titles = _titles(title, profile.separator, single)
        if 1 < len(titles) <= count:
            extra = count - len(titles)
            lines = [("", one, 1 + (extra if n == 0 else 0), price) for n, one in enumerate(titles)]
    pieces = sum(line[2] for line in lines)
    share = (amount / pieces).quantize(Decimal("0.01")) if pieces else amount
    return tuple(
        Item(
            sku=sku or title, title=title or sku, qty=count, price=share if price is None else price
        )
        for sku, title, count, price in _merged(lines, profile.generic)
    )


def _titles(cell: str, separator: str, single: set[str]) -> list[str]:
    """The titles in a cell. A title sold by itself is known as a whole, even with the separator in it."""
    if cell in single:
        return [cell]
    parts = cell.split(separator)
    titles: list[str] = []
    start = 0
    while start < len(parts):
        for end in range(len(parts), start, -1):
            whole = separator.join(parts[start:end])
            if whole in single or end == start + 1:
                titles.append(whole.strip())
                start = end
                break
    return [title for title in titles if title]


def _merged(
    lines: list[tuple[str, str, int, Decimal | None]], generic: str
) -> list[tuple[str, str, int, Decimal | None]]:
    """Lines of the same goods at the same price are one line."""
    pieces: dict[tuple[str, str, Decimal | None], int] = {}
    for sku, title, count, price in lines:
        key = (sku, title or ("" if sku else generic), price)
        pieces[key] = pieces.get(key, 0) + count
    return [(sku, title, count, price) for (sku, title, price), count in pieces.items()]
