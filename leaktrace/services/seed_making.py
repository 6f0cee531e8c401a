"""From a plan to canaries, line by line: who shares a line differs in surname, and has pools of its own."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count, islice
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.attribution import Pool
from leaktrace.domain.channel import Field
from leaktrace.domain.errors import RuleError
from leaktrace.domain.line import LineRole
from leaktrace.domain.order import Address, Canary, Identity, Order, guard_lines
from leaktrace.domain.premises import Premises
from leaktrace.seeding.orders import DraftOrder
from leaktrace.seeding.personas import address_pool, note_pool
from leaktrace.seeding.planner import Plan, PlannedOrder
from leaktrace.services.lines import line_value
from leaktrace.services.seed_crowd import Buyer, crowds, own_pool
from leaktrace.storage import models
from leaktrace.storage.sealed import sealer_of

__all__ = ["LEAST_VALUES", "Made", "Workshop"]

LEAST_VALUES = 20
"""A pool with fewer values is not drawn from: it would prove little."""


@dataclass(frozen=True)
class Made:
    """One canary, with the pools that its variants are to be drawn from."""

    canary: Canary
    role: LineRole
    line_key: UUID
    planned: PlannedOrder | None
    """None for a sealed control."""
    pools: tuple[Pool, ...]


@dataclass
class Workshop:
    """What the canaries of one run are made from."""

    plan_id: str
    plan: Plan
    seed: bytes
    premises: Sequence[Premises]
    drafts: Iterator[DraftOrder]
    aside: Executor | None = None
    """Where people are made ahead, if anywhere."""
    not_varied: int = 0
    """Pools that the plan asked for and there were not enough values for."""
    _units: dict[str, dict[str, Address]] = field(default_factory=dict)

    def make(
        self, session: Session, lines: Mapping[LineRole, Sequence[models.Line]]
    ) -> Iterator[Made]:
        """Every canary of the plan, and then the sealed controls."""
        plan, groups = self.plan, self._groups(session)
        by_line: dict[int, list[PlannedOrder]] = defaultdict(list)
        for order in plan.orders:
            by_line[order.line].append(order)
        numbers = (order.number for order in plan.orders)
        drafts = dict(zip(numbers, islice(self.drafts, len(plan.orders)), strict=True))
        for place in sorted(by_line):
            mates = [(order, drafts.pop(order.number)) for order in by_line[place]]
            ids = [f"{self.plan_id}-{order.number:04d}" for order, _ in mates]
            line = lines[LineRole.CANARY][place]
            yield from self._on_line(session, line, ids, mates, next(groups))
        left, number = plan.controls.planned, count(1)
        for line in lines[LineRole.CONTROL]:
            controls = [
                (None, draft) for draft in islice(self.drafts, min(plan.brief.per_line, left))
            ]
            left -= len(controls)
            ids = [f"{self.plan_id}-s{next(number):03d}" for _ in controls]
            yield from self._on_line(session, line, ids, controls, next(groups))

    def _on_line(
        self,
        session: Session,
        line: models.Line,
        ids: Sequence[str],
        mates: Sequence[tuple[PlannedOrder | None, DraftOrder]],
        group: Sequence[Buyer],
    ) -> Iterator[Made]:
        owned = line_value(session, line)
        together = zip(ids, mates, group, strict=False)
        for place, (canary_id, (planned, draft), buyer) in enumerate(together):
            persona = buyer.persona
            # One building for all of a line: a unit said without its street must not fit two of them.
            premises = self.premises[
                persona.number // self.plan.brief.per_line % len(self.premises)
            ]
            seat = _Seat(self.seed, line.line_id, place, len(mates), buyer, premises)
            own = self._address(premises, seat.addresses[-1])
            identity = Identity(persona.name, owned.value, None, own, persona.nick)
            order = Order(
                draft.order_no,
                draft.items,
                draft.amount,
                draft.currency,
                draft.placed_at,
                draft.note,
            )
            canary = Canary(canary_id, (line.line_id,), identity, order)
            role = guard_lines(identity, (owned,))
            pools = () if planned is None else tuple(self._pools(canary_id, planned, seat))
            yield Made(canary, role, line.id, planned, pools)

    def _pools(self, canary_id: str, planned: PlannedOrder, seat: "_Seat") -> Iterator[Pool]:
        """The pools of an order, for the channels that get values of their own."""
        channels: dict[Field, list[str]] = defaultdict(list)
        for channel_id, names in planned.variants.items():
            for name in names:
                channels[name].append(channel_id)
        for name, receivers in channels.items():
            values = seat.values(name)
            if len(values) < max(LEAST_VALUES, len(receivers) + 1):
                self.not_varied += 1
                continue
            yield Pool(canary_id, name, values, tuple(receivers))

    def _address(self, premises: Premises, text: str) -> Address:
        """One of the addresses of the premises, from how it is written.

        Raises:
            RuleError: it is none of them.
        """
        known = self._units.get(premises.premises_id)
        if known is None:
            addresses = [premises.address(unit) for unit in premises.units]
            known = {str(one): one for one in addresses}
            self._units[premises.premises_id] = known
        if text not in known:
            raise RuleError(
                "the address is none of the premises in the inventory", where="identity.address"
            )
        return known[text]

    def _groups(self, session: Session) -> Iterator[Sequence[Buyer]]:
        """People for one line after the other; none has the name of a buyer that there is already."""
        plan, per_line = self.plan, self.plan.brief.per_line
        fields = {name for one in plan.orders for names in one.variants.values() for name in names}
        lines = plan.lines_used + plan.controls.lines
        for found in crowds(self.seed, per_line, lines, sorted(fields), self.aside):
            taken = _taken(session, [one.persona.name for one in found])
            for place in range(0, len(found), per_line):
                group = found[place : place + per_line]
                if not any(one.persona.name in taken for one in group):
                    yield group


@dataclass(frozen=True)
class _Seat:
    """A persona's place among those that share its line."""

    seed: bytes
    line_id: str
    place: int
    mates: int
    buyer: Buyer
    premises: Premises

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """Its own share of the units of its premises. The last is its own, and takes no part in a draw."""
        return address_pool(
            self.seed, self.line_id, self.premises, mate=self.place, mates=self.mates, size=51
        )

    def values(self, name: Field) -> tuple[str, ...]:
        """The values of a field that channels may be given; none where it cannot be varied."""
        persona = self.buyer.persona
        match name:
            case Field.ADDRESS:
                return self.addresses[:-1]
            case Field.NOTE:
                return note_pool(
                    self.seed, self.line_id, persona.locale, mate=self.place, mates=self.mates
                )
            case _:
                made = self.buyer.pools.get(name)
                return own_pool(self.seed, persona, name) if made is None else made


def _taken(session: Session, names: Sequence[str]) -> set[str]:
    """Those of the names that some buyer of the merchant has."""
    sealer, table = sealer_of(session), models.Identity.__tablename__
    indexes = {index: name for name in names for index in sealer.blinds(table, "name_index", name)}
    known = session.scalars(
        select(models.Identity.name_index).where(models.Identity.name_index.in_(indexes))
    )
    return {indexes[index] for index in known if index is not None}
