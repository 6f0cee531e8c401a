"""What may be drawn: canaries that nobody has yet, and values that can be told apart and touch no stranger."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.attribution import Block, Pool
from leaktrace.domain.channel import ChannelKind, Field
from leaktrace.domain.errors import InputError
from leaktrace.domain.line import Line, LineKind, LineRole
from leaktrace.domain.masking import mask_value
from leaktrace.domain.normal import normal_email
from leaktrace.domain.order import Canary
from leaktrace.extraction import DRAWABLE, alike, forms, unfit
from leaktrace.services.lines import line_value
from leaktrace.services.registry import load_canaries, load_pools, load_routed
from leaktrace.storage import models

__all__ = ["DrawRules", "load_rules"]

MAX_VALUES = 2_000
_CHUNK = 5_000


@dataclass
class DrawRules:
    """The rules over what is known of the canaries that a draw names. Remembers what it let pass."""

    canaries: dict[str, Canary]
    """Those named that exist."""
    controls: frozenset[str]
    """Sealed controls among them."""
    exposed: frozenset[str]
    """Those that some channel has, or had by a record that was corrected since."""
    lines: dict[str, Line]
    """By line_id: those of the canaries."""
    channels: dict[str, ChannelKind]
    routed: set[str]
    """Canaries whose route is drawn already."""
    drawn: set[tuple[str, Field]] = field(default_factory=set)
    taken: dict[tuple[str, Field], dict[Hashable, str]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    """For a line and field, the normal forms that pools have, and whose."""

    def check_pool(self, pool: Pool) -> None:
        """Let a pool pass only if its draw can prove something.

        Raises:
            InputError: it cannot, or a value is not plausible.
        """
        self._check_canary(pool.canary_id, "canary_id")
        if pool.field not in DRAWABLE:
            raise InputError(
                f"{pool.field} cannot be drawn",
                field="field",
                remedy=f"Draw one of: {', '.join(DRAWABLE)}",
            )
        if (pool.canary_id, pool.field) in self.drawn:
            raise InputError(
                f"the {pool.field} of {pool.canary_id} is drawn already", field="field"
            )
        self._check_channels(pool.channels, "channels")
        if not len(pool.channels) < len(pool.values) <= MAX_VALUES:
            raise InputError(
                f"must be more than channels, and at most {MAX_VALUES}",
                field="values",
                remedy="Have 20 or more: a pool of one value a channel proves nothing",
            )
        self._check_values(pool)
        self._check_line_mates(pool)
        self.drawn.add((pool.canary_id, pool.field))

    def check_block(self, block: Block) -> None:
        """Let a block pass only if its draw can prove something.

        Raises:
            InputError: it cannot.
        """
        for canary_id in block.canary_ids:
            self._check_canary(canary_id, "canary_ids")
            if canary_id in self.routed:
                raise InputError(f"the route of {canary_id} is drawn already", field="canary_ids")
        self._check_channels(block.options, "options")
        if len({self.channels[channel_id] for channel_id in block.options}) > 1:
            raise InputError("must be channels of one kind", field="options")
        self.routed.update(block.canary_ids)

    def _check_canary(self, canary_id: str, where: str) -> None:
        if canary_id not in self.canaries:
            raise InputError(
                f"there is no canary {canary_id!r}",
                field=where,
                remedy="Import it first: 'leaktrace exposure import CANARIES'",
            )
        if canary_id in self.controls:
            raise InputError(
                f"{canary_id} is a sealed control, which is never given to any channel", field=where
            )
        if canary_id in self.exposed:
            raise InputError(
                f"{canary_id} is with a channel already: a draw after that proves nothing",
                field=where,
                remedy="Draw before the first exposure; for this canary it is too late",
            )

    def _check_channels(self, channel_ids: Iterable[str], where: str) -> None:
        for channel_id in channel_ids:
            if channel_id not in self.channels:
                raise InputError(
                    f"there is no channel {channel_id!r}",
                    field=where,
                    remedy="Import the channel first: 'leaktrace channel import FILE'",
                )

    def _check_values(self, pool: Pool) -> None:
        canary = self.canaries[pool.canary_id]
        own = _own(canary, pool.field)
        for number, value in enumerate(pool.values, start=1):
            fault = unfit(pool.field, value, own)
            if fault is not None:
                shown = mask_value(pool.field, value)
                raise InputError(
                    f"value {number} ({shown}) {fault.reason}", field="values", remedy=fault.remedy
                )
            if pool.field is Field.EMAIL:
                self._check_mailbox(canary, number, value)
        pair = alike(pool.field, pool.values)
        if pair is not None:
            one, other = (
                f"{number + 1} ({mask_value(pool.field, pool.values[number])})" for number in pair
            )
            raise InputError(
                f"a caller could not tell values {one} and {other} apart",
                field="values",
                remedy="Take one of them out",
            )

    def _check_mailbox(self, canary: Canary, number: int, value: str) -> None:
        """A mailbox of a pool is a line of the canary, or lies under a mail domain that is one."""
        allowed = {
            self.lines[line_id].value
            for line_id in canary.line_ids
            if self.lines[line_id].kind is not LineKind.PHONE
        }
        mailbox = normal_email(value, field="values")
        if mailbox != value or not {mailbox, mailbox.rpartition("@")[2]} & allowed:
            raise InputError(
                f"value {number} ({mask_value(Field.EMAIL, value)}) is none of the canary's lines",
                field="values",
                remedy="Import the mailbox or its domain as a line of the canary first",
            )

    def _check_line_mates(self, pool: Pool) -> None:
        """What is said on a line must not fit the pools of two identities."""
        own = {form for value in pool.values for form in forms(pool.field, value)}
        for line_id in self.canaries[pool.canary_id].line_ids:
            taken = self.taken[line_id, pool.field]
            mates = sorted({taken[form] for form in own & taken.keys()} - {pool.canary_id})
            if mates:
                raise InputError(
                    f"shares a value with the pool of {mates[0]} on the same line", field="values"
                )
        for line_id in self.canaries[pool.canary_id].line_ids:
            self.taken[line_id, pool.field].update(dict.fromkeys(own, pool.canary_id))


def load_rules(session: Session, canary_ids: Iterable[str]) -> DrawRules:
    """What the rules need to know, in a fixed number of statements for every few thousand canaries."""
    orders: dict[str, UUID] = {}
    controls: set[str] = set()
    exposed: set[str] = set()
    for some in _chunks(canary_ids):
        named = models.CanaryOrder.canary_id.in_(some)
        rows = session.execute(
            select(models.CanaryOrder.canary_id, models.CanaryOrder.id, models.Identity.role)
            .join(models.Identity, models.Identity.id == models.CanaryOrder.identity_id)
            .where(named)
        )
        for canary_id, order_id, role in rows:
            orders[canary_id] = order_id
            controls.update({canary_id} if role is LineRole.CONTROL else ())
        given = select(models.CanaryOrder.canary_id).join(
            models.Exposure, models.Exposure.order_id == models.CanaryOrder.id
        )
        exposed.update(session.scalars(given.where(named).distinct()))
    canaries = load_canaries(session, orders.values())
    line_ids = {line_id for canary in canaries.values() for line_id in canary.line_ids}
    rules = DrawRules(
        canaries=canaries,
        controls=frozenset(controls),
        exposed=frozenset(exposed),
        lines=_lines(session, line_ids),
        channels=dict(
            session.execute(select(models.Channel.channel_id, models.Channel.kind)).all()
        ),
        routed={canary_id for _, _, routed in load_routed(session) for canary_id in routed},
    )
    _remember_pools(session, rules, line_ids)
    return rules


def _lines(session: Session, line_ids: Iterable[str]) -> dict[str, Line]:
    return {
        row.line_id: line_value(session, row)
        for some in _chunks(line_ids)
        for row in session.scalars(select(models.Line).where(models.Line.line_id.in_(some)))
    }


def _remember_pools(session: Session, rules: DrawRules, line_ids: Iterable[str]) -> None:
    """Note the pools that are drawn already of every identity on these lines."""
    mates: dict[str, list[str]] = defaultdict(list)
    order_ids: set[UUID] = set()
    for some in _chunks(line_ids):
        rows = session.execute(
            select(models.CanaryOrder.id, models.CanaryOrder.canary_id, models.Line.line_id)
            .join(models.DrawPool, models.DrawPool.order_id == models.CanaryOrder.id)
            .join(
                models.IdentityLine,
                models.IdentityLine.identity_id == models.CanaryOrder.identity_id,
            )
            .join(models.Line, models.Line.id == models.IdentityLine.line_id)
            .where(models.Line.line_id.in_(some))
            .distinct()
        )
        for order_id, canary_id, line_id in rows:
            order_ids.add(order_id)
            mates[canary_id].append(line_id)
    for canary_id, pools in load_pools(session, order_ids).items():
        for name, values in pools.items():
            rules.drawn.add((canary_id, name))
            kept = {form: canary_id for value in values for form in forms(name, value)}
            for line_id in mates[canary_id]:
                rules.taken[line_id, name].update(kept)


def _chunks(names: Iterable[str]) -> Iterator[list[str]]:
    """The names in order, so many at a time that a statement can name them."""
    wanted = sorted(set(names))
    for start in range(0, len(wanted), _CHUNK):
        yield wanted[start : start + _CHUNK]


def _own(canary: Canary, name: Field) -> tuple[str, ...]:
    """The value of the canary itself; an address with and without its province, city and district."""
    identity = canary.identity
    if name is Field.ADDRESS:
        return str(identity.address), identity.address.detail
    return (identity.name if name is Field.NAME else "",)
