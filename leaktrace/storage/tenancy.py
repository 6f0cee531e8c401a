"""Tenancy that cannot be forgotten: a session belongs to a merchant and sees and writes that merchant's rows only."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NoReturn, cast
from uuid import UUID

from sqlalchemy import ClauseElement, Delete, Insert, Table, Update, event
from sqlalchemy.orm import (
    FromStatement,
    ORMExecuteState,
    Session,
    UOWTransaction,
    with_loader_criteria,
)
from sqlalchemy.orm.attributes import get_history
from sqlalchemy.sql.visitors import iterate

from leaktrace.domain.errors import RuleError
from leaktrace.storage.base import Base, MerchantOwned

__all__ = ["ALL_MERCHANTS", "check_rows", "guard_tenancy", "merchant_of"]

ALL_MERCHANTS = {"all_merchants": True}
"""Execution option for the few statements that look across merchants: rotation, hooks, the worker."""


def merchant_of(session: Session) -> UUID:
    """The merchant a session belongs to.

    Raises:
        RuleError: it belongs to none.
    """
    merchant_id = session.info.get("merchant_id")
    if not isinstance(merchant_id, UUID):
        raise RuleError("this session belongs to no merchant")
    return merchant_id


def check_rows(session: Session, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Let rows pass that are about to be written past the session, as its own statements are.

    Raises:
        RuleError: one of them is of another merchant.
    """
    if _is_owned(table):
        _only_of(merchant_of(session), rows)


def guard_tenancy(session_class: type[Session]) -> None:
    """Make every session of this class keep to its merchant."""
    event.listen(session_class, "do_orm_execute", _keep_to_own_rows)
    event.listen(session_class, "before_flush", _only_own_writes)
    for name in ("bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings"):
        setattr(session_class, name, _refuse)  # the older ways of writing pass by both events


def _keep_to_own_rows(state: ORMExecuteState) -> None:
    """Narrow a statement to the rows of the session's merchant; refuse what cannot be narrowed."""
    if isinstance(state.statement, Insert):
        _check_insert(state, state.statement)
        return
    if (
        state.execution_options.get("all_merchants")
        or state.is_column_load
        or state.is_relationship_load
    ):
        return
    if isinstance(state.statement, Update):
        _check_update(state, state.statement)
    if not state.is_orm_statement or isinstance(state.statement, FromStatement):
        _check_raw(state)
        return
    if not state.session.info.get("merchant_id") and not _touches_owned(state):
        return
    merchant_id = merchant_of(state.session)
    state.statement = state.statement.options(
        with_loader_criteria(
            MerchantOwned, lambda row: row.merchant_id == merchant_id, include_aliases=True
        )
    )


def _touches_owned(state: ORMExecuteState) -> bool:
    """Whether a table of merchants is anywhere in the statement, however deep."""
    parts = iterate(cast("ClauseElement", state.statement))
    return any(isinstance(part, Table) and _is_owned(part) for part in parts)


def _is_owned(table: object) -> bool:
    return table in _owned_tables()


@cache
def _owned_tables() -> frozenset[object]:
    """All models are there when the first statement runs: `leaktrace.storage.models` imports them together."""
    return frozenset(
        mapper.local_table
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, MerchantOwned)
    )


def _check_raw(state: ORMExecuteState) -> None:
    """Tables and text, which criteria do not reach. Key rotation reads them, in sessions of no merchant."""
    reads = not isinstance(state.statement, (Update, Delete, FromStatement))
    if reads and not state.session.info.get("merchant_id"):
        return
    if _touches_owned(state):
        _refuse()


def _check_insert(state: ORMExecuteState, statement: Insert) -> None:
    """Rows come as parameters, where their merchant can be seen."""
    if not _is_owned(statement.table):
        return
    merchant_id = merchant_of(state.session)
    if statement._values or statement._multi_values or statement.select is not None:  # noqa: SLF001 - told nowhere else
        _refuse()
    parameters: Any = state.parameters or [{}]
    rows = [parameters] if isinstance(parameters, Mapping) else parameters
    _only_of(merchant_id, rows)


def _only_of(merchant_id: UUID, rows: Iterable[Mapping[str, Any]]) -> None:
    if any(row.get("merchant_id") != merchant_id for row in rows):
        _refuse_foreign()


def _check_update(state: ORMExecuteState, statement: Update) -> None:
    if not _is_owned(statement.table):
        return
    if state.parameters and not isinstance(state.parameters, Mapping):
        _refuse()  # an update by primary keys knows no further condition
    changed = {getattr(column, "key", column) for column in statement._values or ()}  # noqa: SLF001 - told nowhere else
    if "merchant_id" in changed | set(state.parameters or ()):
        _refuse_foreign()


def _only_own_writes(session: Session, _context: UOWTransaction, _instances: object) -> None:
    for row in (*session.new, *session.dirty, *session.deleted):
        if not isinstance(row, MerchantOwned):
            continue
        given_away = row not in session.new and get_history(row, "merchant_id").has_changes()
        if given_away or row.merchant_id != merchant_of(session):
            _refuse_foreign()


def _refuse_foreign() -> NoReturn:
    raise RuleError("a row of another merchant cannot be written in this session")


def _refuse(*_arguments: object, **_options: object) -> NoReturn:
    raise RuleError("this statement cannot be narrowed to the merchant of the session")
