"""A system that a person types orders into: a checklist to print, one to hand back, and no read-back by export."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from zoneinfo import ZoneInfo

from leaktrace.domain.channel import Field
from leaktrace.domain.checklist import checklist
from leaktrace.domain.contact import Reject
from leaktrace.domain.errors import InputError
from leaktrace.domain.options import Options
from leaktrace.domain.placing import (
    Capabilities,
    Document,
    HeldOrder,
    OrderToPlace,
    Placement,
    refusal,
)
from leaktrace.domain.times import parse_time
from leaktrace.domain.words import member

__all__ = ["ManualModule"]

_HEAD = 4096
_SETTINGS = ("language", "title", "fields", "labels", "limits", "variants", "zone")
_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Orders to enter",
        "intro": "Type each value exactly as it is printed here, then tick it. Leave everything else empty.",
        "item": "Item",
        "done": "All entered and compared",
        "by": "By",
        "at": "Date and time",
        "name": "Name",
        "phone": "Phone",
        "email": "E-mail",
        "address": "Address",
        "nick": "Buyer's nick",
        "order_no": "Order number",
        "product": "Product",
        "price": "Price",
        "ordered_at": "Ordered at",
        "tracking_no": "Tracking number",
        "note": "Note",
    },
    "zh-CN": {
        "title": "待录入订单",
        "intro": "请逐字录入下列内容，每录完一项打一个勾；未列出的栏目留空。",
        "item": "商品",
        "done": "已全部录入并核对",
        "by": "录入人",
        "at": "日期与时间",
        "name": "收件人",
        "phone": "手机",
        "email": "邮箱",
        "address": "收货地址",
        "nick": "买家昵称",
        "order_no": "订单编号",
        "product": "商品名称",
        "price": "订单金额",
        "ordered_at": "下单时间",
        "tracking_no": "运单号",
        "note": "备注",
    },
}
_STYLE = (
    "body{font-family:sans-serif;margin:2em}section{break-inside:avoid;border-top:2px solid;margin:1.5em 0}"
    "table{border-collapse:collapse;width:100%}td{border:1px solid #888;padding:.4em;vertical-align:top}"
    "td:first-child{width:9em}td:last-child{width:1.5em;text-align:center}"
    "td.value{font-family:monospace;font-size:1.1em;white-space:pre-wrap}"
)
_BOX = "☐"


@dataclass(frozen=True)
class _Setup:
    """What the settings of a channel say."""

    language: str = "en"
    title: str = ""
    fields: frozenset[Field] = frozenset(Field)
    labels: Mapping[Field, str] = field(default_factory=dict)
    limits: Mapping[Field, int] = field(default_factory=dict)
    variants: frozenset[Field] = frozenset()
    zone: ZoneInfo | None = None

    def word(self, key: str) -> str:
        """A word of the page in its language."""
        return _WORDS[self.language][key]


class ManualModule:
    """Opens channels that are filled by hand.

    Settings, all of them optional: ``language`` (``en`` or ``zh-CN``); ``title`` of the page; ``fields`` that the system has,
    where it has not all; ``labels``, the system's own names of fields; ``limits`` in characters; ``variants``, the fields
    in which a variant is known to survive; ``zone`` in which the system wants the time of the order.
    """

    name = "manual"

    def open(self, settings: Mapping[str, object]) -> "_Checklist":
        """The checklist of one channel.

        Raises:
            InputError: a setting that does not exist, or does not fit.
        """
        return _Checklist(_setup(settings))


class _Checklist:
    """One channel that a person looks after."""

    def __init__(self, setup: _Setup) -> None:
        self._setup = setup
        self.capabilities = Capabilities(
            fields=setup.fields, limits=setup.limits, variants=setup.variants, reads_back=False
        )

    def place(self, orders: Sequence[OrderToPlace]) -> Placement:
        """One page with all orders that can be placed, and the same as a table to fill in."""
        refused = {}
        taken = []
        for order in orders:
            reason = refusal(order, self.capabilities)
            if reason is None:
                taken.append(order)
            else:
                refused[order.canary_id] = reason
        if not taken:
            return Placement(refused=refused)
        page = self._page(taken).encode()
        name = f"orders-{hashlib.sha256(page).hexdigest()[:8]}"
        documents = (
            Document(f"{name}.html", page),
            Document(f"{name}.csv", checklist(self._rows(taken))),
        )
        return Placement(documents, tuple(order.canary_id for order in taken), refused)

    def read_back(self, content: bytes) -> Iterator[HeldOrder | Reject]:
        """Nothing but the advice to look."""
        yield Reject(
            "this channel is looked at by a person, and has no export",
            content[:_HEAD],
            remedy="Fill in the checklist that was made with the page, and give it to 'leaktrace seed confirm'",
        )

    def _rows(self, orders: Sequence[OrderToPlace]) -> Iterator[tuple[str, str, Field, str, str]]:
        for order in orders:
            for name, text in _sorted(order):
                label, value = self._label(name), self._shown(name, text)
                yield order.canary_id, order.order_no, name, label, value

    def _page(self, orders: Sequence[OrderToPlace]) -> str:
        setup = self._setup
        title = escape(setup.title or setup.word("title"))
        parts = [
            f'<!DOCTYPE html>\n<html lang="{setup.language}"><head><meta charset="utf-8">',
            f"<title>{title}</title><style>{_STYLE}</style></head><body>",
            f"<h1>{title} ({len(orders)})</h1>\n<p>{escape(setup.word('intro'))}</p>",
        ]
        parts += [self._section(number, order) for number, order in enumerate(orders, 1)]
        return "\n".join([*parts, "</body></html>\n"])

    def _section(self, number: int, order: OrderToPlace) -> str:
        rows = [(self._label(name), self._shown(name, text)) for name, text in _sorted(order)]
        if len(order.items) > 1 and Field.PRODUCT in order.values:
            rows += self._items(order)
        body = "\n".join(
            f'<tr><td>{escape(label)}</td><td class="value">{escape(text)}</td><td>{_BOX}</td></tr>'
            for label, text in rows
        )
        setup = self._setup
        foot = f"{_BOX} {setup.word('done')} &nbsp; {setup.word('by')}: ________ &nbsp; {setup.word('at')}: ________"
        head = f"{number}. {escape(order.order_no)} <small>[{escape(order.canary_id)}]</small>"
        return f"<section><h2>{head}</h2>\n<table>\n{body}\n</table>\n<p>{foot}</p></section>"

    def _items(self, order: OrderToPlace) -> list[tuple[str, str]]:
        """One row an item; its price only for a channel that is to know prices."""
        rows = []
        for number, item in enumerate(order.items, 1):
            price = f" @ {item.price}" if Field.PRICE in order.values else ""
            rows.append((f"{self._setup.word('item')} {number}", f"{item.sku} × {item.qty}{price}"))
        return rows

    def _label(self, name: Field) -> str:
        return self._setup.labels.get(name) or self._setup.word(name)

    def _shown(self, name: Field, text: str) -> str:
        if name is not Field.ORDERED_AT or self._setup.zone is None:
            return text
        try:
            return parse_time(text).astimezone(self._setup.zone).isoformat(" ")
        except InputError:
            return text


def _sorted(order: OrderToPlace) -> list[tuple[Field, str]]:
    return [(name, order.values[name]) for name in Field if name in order.values]


def _setup(settings: Mapping[str, object]) -> _Setup:
    options = Options(settings)
    options.only(*_SETTINGS)
    labels, limits = options.section("labels"), options.section("limits")
    return _Setup(
        language=options.choice("language", tuple(_WORDS), "en"),
        title=options.text("title"),
        fields=_fields(options, "fields") or frozenset(Field),
        labels={member(Field, key, field="labels"): labels.text(key) for key in labels},
        limits={
            member(Field, key, field="limits"): limits.whole(key, 0, least=1) for key in limits
        },
        variants=_fields(options, "variants"),
        zone=options.zone("zone"),
    )


def _fields(options: Options, key: str) -> frozenset[Field]:
    return frozenset(member(Field, word, field=key) for word in options.words(key))
