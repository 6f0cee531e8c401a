"""Which column of an order export means what.

Column sets vary by platform, account and year, so they are data and no code. The two of Taobao and Tmall are
the legacy export and the newer one of the seller's workbench; the one of Shopify is its orders CSV with several
rows an order; CDNOW_master is the file of Fader and Hardie (2001), customer, date, number of discs and dollars.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from leaktrace.domain.errors import InputError

__all__ = ["FIELDS", "PROFILES", "Profile", "blank_separated", "detect", "mapping_profile"]

FIELDS: Final = (
    "order_no",
    "placed_at",
    "amount",
    "title",
    "sku",
    "qty",
    "price",
    "currency",
    "buyer",
    "name",
    "phone",
    "address",
    "province",
    "city",
    "note",
    "status",
)
"""The fields a column can be mapped to."""

_NEEDED = ("placed_at", "amount")
_CHINA = "Asia/Shanghai"


@dataclass(frozen=True)
class Profile:
    """The columns of one kind of export."""

    name: str
    columns: Mapping[str, str]
    """Field to column, for the fields of `FIELDS`."""
    needs: tuple[str, ...]
    """The fields without which a file is not of this kind."""
    zone: tzinfo | None
    """The zone of times without an offset, and of the shop; None if every time has its offset."""
    currency: str = "CNY"
    encoding: str = "utf-8"
    """How such files are mostly encoded."""
    separator: str = ""
    """What stands between the titles of an order that has one row only."""
    dropped: tuple[str, ...] = ()
    """Words in the status of an order that was never paid; such orders teach nothing."""
    generic: str = ""
    """The title of goods that the file does not name."""

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that must be there."""
        return tuple(self.columns[name] for name in self.needs)

    @property
    def optional(self) -> tuple[str, ...]:
        """The columns that are read if they are there."""
        return tuple(self.columns[name] for name in self.columns if name not in self.needs)


_TAOBAO = {
    "order_no": "订单编号",
    "buyer": "买家会员名",
    "title": "宝贝标题",
    "qty": "宝贝总数量",
    "phone": "联系手机",
    "address": "收货地址",
    "name": "收货人姓名",
    "note": "买家留言",
    "status": "订单状态",
}
_UNPAID = ("交易关闭", "等待买家付款", "已关闭", "待付款")

PROFILES: Final = (
    Profile(
        name="taobao",
        columns={**_TAOBAO, "placed_at": "订单创建时间", "amount": "买家实际支付金额"},
        needs=("order_no", "placed_at", "amount", "title", "qty"),
        zone=ZoneInfo(_CHINA),
        encoding="gb18030",
        separator="，",
        dropped=_UNPAID,
    ),
    Profile(
        name="taobao-2",
        columns={
            **_TAOBAO,
            "placed_at": "买家下单时间",
            "amount": "买家实付金额",
            "sku": "宝贝规格",
        },
        needs=("order_no", "placed_at", "amount", "title", "qty"),
        zone=ZoneInfo(_CHINA),
        encoding="gb18030",
        separator="，",
        dropped=_UNPAID,
    ),
    Profile(
        name="shopify",
        columns={
            "order_no": "Name",
            "buyer": "Email",
            "status": "Financial Status",
            "placed_at": "Created at",
            "qty": "Lineitem quantity",
            "title": "Lineitem name",
            "price": "Lineitem price",
            "sku": "Lineitem sku",
            "name": "Shipping Name",
            "phone": "Shipping Phone",
            "address": "Shipping Street",
            "city": "Shipping City",
            "province": "Shipping Province",
            "amount": "Total",
            "currency": "Currency",
            "note": "Notes",
        },
        needs=("order_no", "placed_at", "amount", "title", "qty", "price"),
        zone=None,
        currency="USD",
        dropped=("voided", "pending", "expired"),
    ),
    Profile(
        name="jd",
        columns={
            "order_no": "订单号",
            "placed_at": "下单时间",
            "amount": "应付金额",
            "sku": "商品ID",
            "title": "商品名称",
            "qty": "订购数量",
            "price": "京东价",
            "buyer": "下单帐号",
            "name": "客户姓名",
            "phone": "联系电话",
            "address": "客户地址",
            "note": "订单备注",
            "status": "订单状态",
        },
        needs=("order_no", "placed_at", "amount", "title", "qty"),
        zone=ZoneInfo(_CHINA),
        encoding="gb18030",
        dropped=("取消", "等待付款"),
    ),
    Profile(
        name="cdnow",
        columns={
            "buyer": "customer_id",
            "placed_at": "date",
            "qty": "number_of_cds",
            "amount": "dollar_value",
        },
        needs=("buyer", "placed_at", "qty", "amount"),
        zone=ZoneInfo("America/New_York"),
        currency="USD",
        generic="CD",
    ),
)


def detect(header: Iterable[str]) -> Profile:
    """The profile whose columns a header has.

    Args:
        header: the names of the columns; blanks around them do not count.

    Raises:
        InputError: none fits. It names what the nearest profile misses, and how to give a mapping.
    """
    names = {name.strip().strip("\ufeff") for name in header}
    lacks = {one.name: [c for c in one.required if c not in names] for one in PROFILES}
    for profile in PROFILES:
        if not lacks[profile.name]:
            return profile
    nearest = min(
        PROFILES, key=lambda one: (len(lacks[one.name]) / len(one.required), one.name == "cdnow")
    )
    missing = ", ".join(lacks[nearest.name])
    raise InputError(
        f"no known order export has these columns; for {nearest.name} it lacks {missing}",
        row=1,
        remedy="State which columns mean what: --column placed_at=COLUMN --column amount=COLUMN --column title=COLUMN."
        f" The fields are {', '.join(FIELDS)}",
    )


def mapping_profile(
    columns: Mapping[str, str], *, zone: tzinfo, currency: str = "CNY", separator: str = ""
) -> Profile:
    """A profile for an export of any other shape.

    Args:
        columns: field to column, such as ``{"placed_at": "created", "amount": "paid"}``.
        zone: the zone of the shop, and of times without an offset.
        currency: where no column states it.
        separator: what stands between the titles of an order that has one row only.

    Raises:
        InputError: an unknown field, or the time or amount is missing.
    """
    for name in columns:
        if name not in FIELDS:
            raise InputError(
                f"{name!r} is no field of an order",
                field=name,
                remedy=f"The fields are {', '.join(FIELDS)}",
            )
    for name in _NEEDED:
        if not columns.get(name):
            raise InputError("no column is given for it", field=name, remedy=f"Add {name}=COLUMN")
    return Profile(
        name="mapping",
        columns=dict(columns),
        needs=tuple(columns),
        zone=zone,
        currency=currency,
        separator=separator,
        generic="" if columns.get("title") or columns.get("sku") else "goods",
    )


def blank_separated(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The numbered rows of a file whose columns are set apart by blanks; the first line names them.

    Raises:
        InputError: a row has more or fewer cells than the header.
    """
    header: list[str] = []
    for number, line in enumerate(lines, start=1):
        cells = line.split()
        if not cells:
            continue
        if not header:
            header = cells
        elif len(cells) != len(header):
            raise InputError(f"{len(cells)} cells where the header has {len(header)}", row=number)
        else:
            yield number, dict(zip(header, cells, strict=True))
