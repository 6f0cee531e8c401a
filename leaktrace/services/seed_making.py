"""From a plan to canaries, line by line: who shares a line differs in surname, and has pools of its own.

Where names are taken is known here. People and what is dealt to them are made in batches
(`leaktrace.seeding.dealing`), some of them ahead, in a process beside this one if there is one.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from itertools import count, cycle, islice
from typing import ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.attribution import WrittenDraw
from leaktrace.domain.channel import Field
from leaktrace.domain.line import Line, LineRole
from leaktrace.domain.order import Canary, Identity, Order, guard_lines
from leaktrace.domain.premises import Premises, guard_address
from leaktrace.seeding.dealing import Dealt, Seat, deal, gather
from leaktrace.seeding.orders import DraftOrder
from leaktrace.seeding.personas import Persona
from leaktrace.seeding.planner import Plan, PlannedOrder
from leaktrace.services.draw_store import MAX_POOLS
from leaktrace.services.lines import line_value
from leaktrace.storage import models
from leaktrace.storage.sealed import sealer_of

__all__ = ["Batch", "Made", "Workshop"]

_P = ParamSpec("_P")
_T = TypeVar("_T")
_GROUPS = 500
"""Lines for which people are looked up at once."""
_SEATS = 500
_AHEAD = 3
"""Batches that are dealt before they are asked for."""


@dataclass(frozen=True, slots=True)
class Made:
    """One canary."""

    canary: Canary
    role: LineRole
    line_keys: tuple[UUID, ...]
    planned: PlannedOrder | None
    """None for a sealed control."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some canaries, and the sealed draw of all their pools."""

    made: tuple[Made, ...]
    draw: WrittenDraw | None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an identity is to be: on which lines, with which order."""

    lines: tuple[Line, ...]
    line_keys: tuple[UUID, ...]
    planned: PlannedOrder | None
    draft: DraftOrder
    seat: Seat


@dataclass
class Workshop:
    """What the canaries of one run are made from."""

    plan_id: str
    plan: Plan
    seed: bytes
    new_seed: Callable[[], bytes]
    """Of the draw of a batch."""
    premises: Sequence[Premises]
    drafts: Iterator[DraftOrder]
    aside: Executor | None = None
    """Where batches are dealt ahead, if anywhere."""
    not_varied: int = 0
    """Pools that the plan asked for and there were not enough values for."""

    def make(
        self,
        session: Session,
        lines: Mapping[LineRole, Sequence[models.Line]],
        domains: Mapping[LineRole, Sequence[models.Line]],
    ) -> Iterator[Batch]:
        """Every canary of the plan, and then the sealed controls.

        Args:
            session: a writing session.
            lines: phone lines, as many as the plan takes.
            domains: mail domains that their mailboxes may lie under.
        """
        waiting: deque[tuple[list[_Place], Callable[[], Dealt]]] = deque()
        for some in _batched(self._places(session, lines, domains)):
            work = (self.seed, self.new_seed(), [one.seat for one in some])
            waiting.append((some, self._begin(deal, *work)))
            if len(waiting) > (_AHEAD if self.aside else 0):
                yield self._batch(*waiting.popleft())
        while waiting:
            yield self._batch(*waiting.popleft())

    def _places(
        self,
        session: Session,
        lines: Mapping[LineRole, Sequence[models.Line]],
        domains: Mapping[LineRole, Sequence[models.Line]],
    ) -> Iterator[_Place]:
        """Every identity of the plan, line by line."""
        plan = self.plan
        sites = self._sites(session)
        on = {
            role: _Lines(session, lines[role], domains.get(role, ())) for role in LineRole
        }  # fmt: skip
        by_line: dict[int, list[PlannedOrder]] = defaultdict(list)
        for order in plan.orders:
            by_line[order.line].append(order)
        numbers = (order.number for order in plan.orders)
        drafts = dict(zip(numbers, islice(self.drafts, len(plan.orders)), strict=True))
        for place in sorted(by_line):
            mates = [(order, drafts.pop(order.number)) for order in by_line[place]]
            ids = [f"{self.plan_id}-{order.number:04d}" for order, _ in mates]
            yield from self._on_line(on[LineRole.CANARY], place, ids, mates, *next(sites))
        left, number = plan.controls.planned, count(1)
        for place in range(len(lines[LineRole.CONTROL])):
            controls = [
                (None, draft) for draft in islice(self.drafts, min(plan.brief.per_line, left))
            ]
            left -= len(controls)
            ids = [f"{self.plan_id}-s{next(number):03d}" for _ in controls]
            yield from self._on_line(on[LineRole.CONTROL], place, ids, controls, *next(sites))

    def _on_line(
        self,
        lines: "_Lines",
        number: int,
        ids: Sequence[str],
        mates: Sequence[tuple[PlannedOrder | None, DraftOrder]],
        premises: Premises,
        group: Sequence[Persona],
    ) -> Iterator[_Place]:
        owned, keys, domain = lines.at(number)
        together = zip(ids, mates, group, strict=False)
        for place, (canary_id, (planned, draft), persona) in enumerate(together):
            seat = Seat(
                canary_id, persona, owned[0].line_id, place, len(mates), premises, domain,
                {} if planned is None else _receivers(planned),
            )  # fmt: skip
            yield _Place(owned, keys, planned, draft, seat)

    def _batch(self, places: Sequence[_Place], dealt: Callable[[], Dealt]) -> Batch:
        """The canaries of a batch."""
        done = dealt()
        self.not_varied += done.not_varied
        return Batch(tuple(map(self._canary, places, done.addresses)), done.draw)

    def _canary(self, place: _Place, written: str) -> Made:
        seat, draft = place.seat, place.draft
        persona = seat.persona
        own = guard_address(written, seat.premises)
        mailbox = f"{persona.mailbox}@{seat.domain}" if seat.domain else None
        identity = Identity(persona.name, place.lines[0].value, mailbox, own, persona.nick)
        role = guard_lines(identity, place.lines)
        order = Order(
            draft.order_no, draft.items, draft.amount, draft.currency, draft.placed_at, draft.note
        )
        line_ids = tuple(line.line_id for line in place.lines)
        canary = Canary(seat.canary_id, line_ids, identity, order)
        return Made(canary, role, place.line_keys, place.planned)

    def _sites(self, session: Session) -> Iterator[tuple[Premises, Sequence[Persona]]]:
        """For one line after the other: where its buyers live, and who they are, as people there are called.

        One building for all of a line: a unit said without its street must not fit two of them.
        """
        groups = {
            locale: self._groups(session, locale)
            for locale in {one.locale for one in self.premises}
        }
        for premises in cycle(self.premises):
            yield premises, next(groups[premises.locale])

    def _groups(self, session: Session, locale: str) -> Iterator[Sequence[Persona]]:
        """People for one line after the other; none has the name of a buyer that there is already."""
        per_line = self.plan.brief.per_line
        for found in self._blocks(_GROUPS * per_line, locale):
            taken = _taken(session, [one.name for one in found])
            for place in range(0, len(found), per_line):
                group = found[place : place + per_line]
                if not any(one.name in taken for one in group):
                    yield group

    def _blocks(self, size: int, locale: str) -> Iterator[list[Persona]]:
        """People in blocks without end, the next block under way."""
        per_line = self.plan.brief.per_line
        found = self._begin(gather, self.seed, 0, size, per_line, locale)
        for start in count(size, size):
            after = self._begin(gather, self.seed, start, size, per_line, locale)
            yield found()
            found = after

    def _begin(
        self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs
    ) -> Callable[[], _T]:
        """Begin some work where it is made ahead; else it is done when its result is asked for."""
        if self.aside is None:
            return partial(work, *args, **kwargs)
        return self.aside.submit(work, *args, **kwargs).result


class _Lines:
    """Phone lines in their order, and the mail domains that they have in turn."""

    def __init__(
        self, session: Session, phones: Sequence[models.Line], domains: Sequence[models.Line]
    ) -> None:
        self._session, self._phones = session, phones
        self._domains = [(line_value(session, row), row.id) for row in domains]

    def at(self, number: int) -> tuple[tuple[Line, ...], tuple[UUID, ...], str]:
        """The lines of the identities on a phone line, their keys, and the mail domain if there is one."""
        row = self._phones[number]
        phone = line_value(self._session, row)
        if not self._domains:
            return (phone,), (row.id,), ""
        domain, key = self._domains[number % len(self._domains)]
        return (phone, domain), (row.id, key), domain.value


def _receivers(planned: PlannedOrder) -> dict[Field, tuple[str, ...]]:
    """Field to the channels that get values of their own in it."""
    found: dict[Field, tuple[str, ...]] = {}
    for channel_id, names in planned.variants.items():
        for name in names:
            found[name] = (*found.get(name, ()), channel_id)
    return found


def _batched(places: Iterator[_Place]) -> Iterator[list[_Place]]:
    """The places in batches, none of which has more pools than one draw may hold."""
    some: list[_Place] = []
    pools = 0
    for one in places:
        pools += len(one.seat.receivers)
        if len(some) == _SEATS or pools > MAX_POOLS:
            yield some
            some, pools = [], len(one.seat.receivers)
        some.append(one)
    if some:
        yield some


def _taken(session: Session, names: Sequence[str]) -> set[str]:
    """Those of the names that some buyer of the merchant has."""
    sealer, table = sealer_of(session), models.Identity.__tablename__
    indexes = {index: name for name in names for index in sealer.blinds(table, "name_index", name)}
    known = session.scalars(
        select(models.Identity.name_index).where(models.Identity.name_index.in_(indexes))
    )
    return {indexes[index] for index in known if index is not None}
