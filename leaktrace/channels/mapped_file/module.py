"""Placing orders by an import file, and reading them back from an export."""

from collections.abc import Iterator, Mapping, Sequence

from leaktrace.channels.mapped_file.parts import Content, Part
from leaktrace.channels.mapped_file.profile import Profile, profile_of
from leaktrace.channels.mapped_file.reading import read_export
from leaktrace.channels.mapped_file.values import item_texts, order_texts
from leaktrace.channels.mapped_file.writing import json_document, table_document
from leaktrace.domain.cells import clean_cell
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Reject
from leaktrace.domain.errors import InputError
from leaktrace.domain.placing import (
    Document,
    HeldOrder,
    OrderToPlace,
    Placement,
    has_unseen,
    refusal,
)

__all__ = ["MappedFileModule"]

_RISKY = tuple("=+-@\t\r＝＋－＠")
Texts = Mapping[Part, str]
Ready = tuple[Texts, list[Texts]]
"""The parts of an order, and those of each of its items."""


class MappedFileModule:
    """Opens systems that take orders from a file; the settings are a mapping profile."""

    name = "mapped_file"

    def open(self, settings: Mapping[str, object]) -> "_MappedSystem":
        """The system of one channel.

        Raises:
            InputError: the profile does not fit, with the path of the setting.
        """
        return _MappedSystem(profile_of(settings))


class _MappedSystem:
    """One system, known by its profile."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self.capabilities = profile.capabilities

    def place(self, orders: Sequence[OrderToPlace]) -> Placement:
        """One import file with all orders that fit. The same orders give the same bytes."""
        ready: list[Ready] = []
        placed: list[str] = []
        refused: dict[str, str] = {}
        for order in orders:
            reason = refusal(order, self.capabilities) or self._unfit(order)
            if reason is None:
                try:
                    ready.append(self._ready(order))
                    placed.append(order.canary_id)
                    continue
                except InputError as error:
                    reason = error.message
            refused[order.canary_id] = reason
        documents = (self._document(ready),) if ready else ()
        return Placement(documents, tuple(placed), refused)

    def read_back(self, content: bytes) -> Iterator[HeldOrder | Reject]:
        """The orders of an export, canaries and others; the caller knows which are which."""
        return read_export(self._profile, content)

    def _unfit(self, order: OrderToPlace) -> str | None:
        number = order.values.get(Field.ORDER_NO)
        if number is None:
            return "the file needs the order number, and this channel is not given it: add order_no=plain to its views"
        if number != order.order_no:
            return "the order number is this channel's own, and could not be found again"
        by_item = any(content.of_item for content in self._profile.columns.values())
        file = self._profile.file
        if by_item and len(order.items) != 1 and file.type != "json" and file.rows == "order":
            return f"it has {len(order.items)} items, and the file has one row an order: say 'rows: item' if it may have more"
        return None

    def _ready(self, order: OrderToPlace) -> Ready:
        """The texts of one order, checked.

        Raises:
            InputError: one that the system would not take as it is.
        """
        profile = self._profile
        used = {part for content in profile.columns.values() for part in content.parts}
        texts = order_texts(order, used, profile.formats)
        shows_product = Field.PRODUCT in profile.capabilities.fields
        items: list[Texts] = [
            item_texts(order, item, profile.formats, shows_product=shows_product)
            for item in order.items
        ]
        for parts in (texts, *items):
            for part in used & parts.keys():
                self._check(part, parts[part])
        for content in profile.columns.values():
            for parts in items if content.of_item else [texts]:
                self._check_column(content, parts)
        return texts, items

    def _check_column(self, content: Content, parts: Texts) -> None:
        text = content.text(parts)
        # Whoever opens the file in a spreadsheet must not run what a value says. A number in E.164 is harmless.
        is_table, is_number = (
            self._profile.file.type != "json",
            text[:1] == "+" and text[1:].isdigit(),
        )
        if is_table and text.startswith(_RISKY) and not is_number:
            raise InputError(f"{content.parts[0]} begins like a formula, which spreadsheets run")
        if content in self._profile.read_columns.values():
            shown = {part: parts[part] for part in content.parts if parts[part]}
            if content.read(clean_cell(text)) != shown:
                raise InputError(
                    f"{content.parts[0]} could not be told from marks and words around it"
                )

    def _check(self, part: Part, text: str) -> None:
        profile = self._profile
        limit = profile.limits.get(part)
        if limit is not None:
            size = len(text.encode(limit.encoding, "replace")) if limit.encoding else len(text)
            if size > limit.most:
                unit = f"bytes in {limit.encoding}" if limit.encoding else "characters"
                raise InputError(f"{part} has {size} {unit}, and the system takes {limit.most}")
        if has_unseen(text):
            raise InputError(f"{part} has a character that cannot be seen")
        if bad := sorted(set(text) & set(profile.forbidden)):
            raise InputError(f"{part} has {bad[0]!r}, which the system does not take")
        file = "" if profile.file.type == "xlsx" else profile.file.encoding
        for encoding in filter(None, (file, profile.stored_as)):
            try:
                text.encode(encoding)
            except UnicodeEncodeError as error:
                letter = text[error.start]
                raise InputError(f"{part} has {letter!r}, which {encoding} does not have") from None

    def _document(self, ready: Sequence[Ready]) -> Document:
        profile = self._profile
        if profile.file.type == "json":
            return json_document(profile.file, profile.columns, ready)
        rows = [
            [self._cell(content, parts) for content in profile.columns.values()]
            for order in ready
            for parts in self._rows(order)
        ]
        return table_document(profile.file, list(profile.columns), rows)

    def _rows(self, order: Ready) -> list[Texts]:
        texts, items = order
        if self._profile.file.rows == "order":
            return [{**(items[0] if len(items) == 1 else {}), **texts}]
        return [{**texts, **item} for item in items]

    def _cell(self, content: Content, parts: Texts) -> str:
        text = content.text(parts)
        marked = text and self._profile.formats.apostrophe.intersection(content.parts)
        return f"'{text}" if marked else text
