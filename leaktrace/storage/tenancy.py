"""Tenancy that cannot be forgotten: a session belongs to a merchant and sees and writes that merchant's rows only."""

from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria

from leaktrace.domain.errors import RuleError
from leaktrace.storage.base import MerchantOwned

__all__ = ["ALL_MERCHANTS", "guard_tenancy", "merchant_of"]

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


def guard_tenancy(session_class: type[Session]) -> None:
    """Make every session of this class keep to its merchant."""
    event.listen(session_class, "do_orm_execute", _only_own_rows)
    event.listen(session_class, "before_flush", _only_own_writes)


def _only_own_rows(state: ORMExecuteState) -> None:
    if state.is_insert:
        _check_insert(state)
        return
    if (
        state.execution_options.get("all_merchants")
        or state.is_column_load
        or state.is_relationship_load
    ):
        return
    if not any(issubclass(mapper.class_, MerchantOwned) for mapper in state.all_mappers):
        return
    merchant_id = merchant_of(state.session)
    state.statement = state.statement.options(
        with_loader_criteria(
            MerchantOwned, lambda row: row.merchant_id == merchant_id, include_aliases=True
        )
    )


def _check_insert(state: ORMExecuteState) -> None:
    mapper = state.bind_mapper
    if mapper is None or not issubclass(mapper.class_, MerchantOwned):
        return
    merchant_id = merchant_of(state.session)
    parameters: Any = state.parameters or []
    rows = [parameters] if isinstance(parameters, dict) else parameters
    if any(row.get("merchant_id") != merchant_id for row in rows):
        raise RuleError("a row of another merchant cannot be written in this session")


def _only_own_writes(session: Session, _context: UOWTransaction, _instances: object) -> None:
    for row in (*session.new, *session.dirty):
        if isinstance(row, MerchantOwned) and row.merchant_id != merchant_of(session):
            raise RuleError("a row of another merchant cannot be written in this session")
