"""The mapping profile of a system: what its files look like, and what stands in which column."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from leaktrace.channels.mapped_file.parts import FIELD_OF, WHOLE, Content, Part, content_of
from leaktrace.channels.mapped_file.shapes import (
    ENCODINGS,
    FileShape,
    Formats,
    Limit,
    formats_of,
    limits_of,
    shape_of,
)
from leaktrace.domain.channel import Field
from leaktrace.domain.errors import InputError
from leaktrace.domain.options import Options
from leaktrace.domain.placing import Capabilities, has_unseen, telltale
from leaktrace.domain.words import member

__all__ = ["Profile", "profile_of"]

_PATH = re.compile(r"[^.\[\]]+(?:\[\])?(?:\.[^.\[\]]+)*")
_RISKY = "=+-@\t\r＝＋－＠"
_MOST_COLUMNS = 300


@dataclass(frozen=True)
class Profile:
    """Everything that is known of one system."""

    file: FileShape
    columns: Mapping[str, Content]
    formats: Formats
    limits: Mapping[Part, Limit]
    forbidden: str
    stored_as: str
    """An encoding that every value has to survive."""
    read_file: FileShape
    read_columns: Mapping[str, Content]
    """Empty where the system has no export."""
    read_formats: Formats
    capabilities: Capabilities


def profile_of(settings: Mapping[str, object]) -> Profile:
    """The profile in the settings of a channel.

    Raises:
        InputError: with the path of the setting that does not fit, and what to do.
    """
    options = Options(settings)
    options.only(
        "file", "columns", "formats", "limits", "forbidden", "stored_as", "variants", "read_back"
    )
    if "file" not in options:
        raise options.error("file", "is missing", "Say at least 'type: csv'")
    file = shape_of(options.section("file"), FileShape(""))
    columns = _columns(options.section("columns"), file)
    formats = formats_of(options.section("formats"), Formats())
    limits = limits_of(options.section("limits"))
    read = options.section("read_back") if options.value("read_back") != "none" else None
    read_file, read_columns, read_formats = file, dict[str, Content](), formats
    if read is not None:
        read.only("file", "columns", "formats")
        read_file = shape_of(read.section("file"), file)
        read_formats = formats_of(read.section("formats"), formats)
        read_columns = _columns(read.section("columns"), read_file, write=False) or {
            column: content for column, content in columns.items() if content.parts
        }
        _check_read(columns, read_columns, read)
    return Profile(
        file, columns, formats, limits,
        options.text("forbidden"),
        options.choice("stored_as", ("", *ENCODINGS)),
        read_file, read_columns, read_formats,
        _capabilities(options, columns, limits, reads_back=bool(read_columns)),
    )  # fmt: skip


def _columns(options: Options, file: FileShape, *, write: bool = True) -> dict[str, Content]:
    columns = {str(column): _content(options, column, file) for column in options}
    if not columns and not write:
        return columns
    if len(columns) > _MOST_COLUMNS:
        raise InputError(f"has more than {_MOST_COLUMNS} columns", field="columns")
    parts = [part for content in columns.values() for part in content.parts]
    if Part.ORDER_NO not in parts:
        raise InputError(
            "no column has the order number",
            field=options.where("").strip("."),
            remedy="Map one to order_no: without it nothing can be read back",
        )
    if Part.ITEM_PRICE in parts and Part.PRICE not in parts:
        raise InputError(
            "item.price is there without price",
            field=options.where("").strip("."),
            remedy="Map a column to price, the amount of the order",
        )
    if file.type == "json":
        _check_paths(options, columns)
    return columns


def _content(options: Options, column: str, file: FileShape) -> Content:
    if not column.strip() or len(column) > 200:
        raise options.error(column, "is not the name of a column", "Put it in quotes")
    if telltale(column):
        raise options.error(column, "says that the orders are no real ones", "Leave the column out")
    value = options.value(column)
    if isinstance(value, Mapping):
        return _constant(options.section(column), file)
    text = options.text(column)
    try:
        content = content_of(text)
    except ValueError:
        raise options.error(
            column,
            f"{text[:60]!r} names no part of an order, or two with nothing between them",
            f"Write {{constant: text}}, a text with parts in braces, or one of: {', '.join(Part)}",
        ) from None
    words = "".join(content.pieces[::2])
    _check_words(options, column, words, content.pieces[0], file)
    if (
        len(content.parts) > 1
        and content.of_item
        and not all(part.startswith("item.") for part in content.parts)
    ):
        raise options.error(column, "mixes parts of an item with parts of the order")
    return content


def _constant(options: Options, file: FileShape) -> Content:
    options.only("constant")
    value = options.value("constant")
    if isinstance(value, bool | int):
        return Content((str(value).lower(),), value)
    text = options.text("constant")
    _check_words(options, "constant", text, text, file)
    return Content((text,))


def _check_words(options: Options, key: str, words: str, begin: str, file: FileShape) -> None:
    """The words of a profile stand in every order, where the channel sees them."""
    if word := telltale(words):
        raise options.error(
            key,
            f"says {word!r}, and so that the orders are no real ones",
            "No field that the channel sees may say so: leave the word out",
        )
    if file.type != "json" and begin.startswith(tuple(_RISKY)):
        raise options.error(
            key, "begins like a formula, which spreadsheets run", "Begin with a letter"
        )
    if has_unseen(words):
        raise options.error(key, "has a character that cannot be seen", "Take it out")
    if file.type != "xlsx":
        try:
            words.encode(file.encoding)
        except UnicodeEncodeError:
            raise options.error(key, f"cannot be written in {file.encoding}") from None


def _check_paths(options: Options, columns: Mapping[str, Content]) -> None:
    paths = {column: tuple(column.split(".")) for column in columns}
    for column, path in paths.items():
        if not _PATH.fullmatch(column) or "[]" in path[-1]:
            raise options.error(column, "is not a path", "Write a.b.c, or list[].key for items")
        if any(path == other[: len(path)] for name, other in paths.items() if name != column):
            raise options.error(column, "is a value and holds others as well")
        content = columns[column]
        if content.parts and content.of_item != ("[]" in column):
            raise options.error(
                column, "items belong into a list, and nothing else", "Write list[].key"
            )
    if len({column.partition("[]")[0] for column in columns if "[]" in column}) > 1:
        raise InputError("there are two lists of items", field=options.where("").strip("."))


def _check_read(
    written: Mapping[str, Content], read: Mapping[str, Content], options: Options
) -> None:
    """A field that the export does not show would be taken for one that the system lost."""
    shown = _fields(read)
    for name in _fields(written):
        if name not in shown:
            raise options.error(
                "columns",
                f"no column of the export shows {name}, which the system is given",
                f"Add it to the export, or leave {name} out of what the system is given",
            )


def _fields(columns: Mapping[str, Content]) -> list[Field]:
    found = {
        FIELD_OF[part] for content in columns.values() for part in content.parts if part in FIELD_OF
    }
    return [name for name in Field if name in found]


def _capabilities(
    options: Options,
    columns: Mapping[str, Content],
    limits: Mapping[Part, Limit],
    *,
    reads_back: bool,
) -> Capabilities:
    """Limits of values that are written in another form are left to the moment of writing."""
    fields = frozenset(_fields(columns))
    reshaped = {Field.PHONE, Field.PRICE, Field.ORDERED_AT}
    variants = frozenset(
        member(Field, word, field="variants") for word in options.words("variants")
    )
    if stray := sorted(variants - fields):
        raise options.error("variants", f"{stray[0]} is in no column")
    plain = {WHOLE[part]: limit.most for part, limit in limits.items() if part in WHOLE}
    return Capabilities(
        fields=fields,
        limits={name: most for name, most in plain.items() if name in fields - reshaped},
        variants=variants,
        reads_back=reads_back,
    )
