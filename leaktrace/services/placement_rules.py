"""What a channel is to be given of a canary order: its own variants, and the rest in the views it has."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.channel import Channel, Field, View
from leaktrace.domain.errors import NotFoundError, RuleError
from leaktrace.domain.order import Address, Canary
from leaktrace.domain.placing import ChannelModule, ChannelSystem, OrderToPlace
from leaktrace.domain.sameness import same_value
from leaktrace.domain.times import format_time
from leaktrace.storage import models
from leaktrace.storage.sealed import open_sealed

__all__ = [
    "channel_row",
    "load_given",
    "module_of",
    "of_another",
    "opened_setup",
    "to_place",
    "values_for",
    "views_of",
]

CHUNK = 5_000
_GIVEN = (View.PLAIN, View.VARIANT)


def channel_row(session: Session, channel_id: str) -> models.Channel:
    """The row of a channel.

    Raises:
        NotFoundError: there is none.
    """
    row = session.scalar(select(models.Channel).where(models.Channel.channel_id == channel_id))
    if row is None:
        raise NotFoundError(
            f"there is no channel {channel_id[:40]!r}", remedy="See 'leaktrace channel list'"
        )
    return row


def module_of(modules: Mapping[str, ChannelModule], name: str) -> ChannelModule:
    """A channel module by its name.

    Raises:
        NotFoundError: there is none.
    """
    if name not in modules:
        raise NotFoundError(
            f"there is no channel module {name[:40]!r}",
            remedy=f"There are: {', '.join(sorted(modules))}",
        )
    return modules[name]


def opened_setup(
    session: Session, row: models.Channel, modules: Mapping[str, ChannelModule]
) -> ChannelSystem:
    """The system of a channel, by its newest set-up.

    Raises:
        RuleError: it was never set up.
    """
    setup = session.scalar(
        select(models.ChannelSetup)
        .where(models.ChannelSetup.channel_id == row.id)
        .order_by(models.ChannelSetup.id.desc())
        .limit(1)
    )
    if setup is None:
        raise RuleError(
            f"channel {row.channel_id} is not set up",
            remedy=f"Say how it is reached: 'leaktrace channel setup {row.channel_id} manual'",
        )
    plain = open_sealed(session, models.ChannelSetup.settings, setup.id, setup.settings)
    return module_of(modules, setup.module).open(json.loads(plain))


def load_given(
    session: Session, order_ids: Iterable[UUID], channel_id: str
) -> dict[str, dict[Field, str]]:
    """What the sealed draws gave one channel, by canary and field. For those who place orders."""
    found: dict[str, dict[Field, str]] = defaultdict(dict)
    wanted = list(order_ids)
    for start in range(0, len(wanted), CHUNK):
        rows = session.execute(
            select(
                models.CanaryOrder.canary_id,
                models.DrawPool.id,
                models.DrawPool.field,
                models.DrawPool.given,
            )
            .join(models.CanaryOrder, models.CanaryOrder.id == models.DrawPool.order_id)
            .where(models.DrawPool.order_id.in_(wanted[start : start + CHUNK]))
        )
        for canary_id, row_id, name, blob in rows:
            given = json.loads(open_sealed(session, models.DrawPool.given, row_id, blob))
            if channel_id in given:
                found[canary_id][name] = given[channel_id]
    return found


def values_for(canary: Canary, channel: Channel, given: Mapping[Field, str]) -> dict[Field, str]:
    """What a channel is to hold of a canary. Relay numbers, masks and waybill numbers are not ours to give."""
    identity, order = canary.identity, canary.order
    own = {
        Field.NAME: identity.name,
        Field.PHONE: identity.phone or "",
        Field.EMAIL: identity.email or "",
        Field.ADDRESS: str(identity.address),
        Field.NICK: identity.nick,
        Field.ORDER_NO: order.order_no,
        Field.PRODUCT: "、".join(item.title for item in order.items),
        Field.PRICE: str(order.amount),
        Field.ORDERED_AT: format_time(order.placed_at),
        Field.NOTE: order.note,
    } | dict(given)
    return {
        name: own[name]
        for name in Field
        if own.get(name) and (name in given or channel.views.get(name) in _GIVEN)
    }


def to_place(canary: Canary, channel: Channel, given: Mapping[Field, str]) -> OrderToPlace:
    """A canary order as one channel is to be given it."""
    values = values_for(canary, channel, given)
    return OrderToPlace(
        canary_id=canary.canary_id,
        order_no=canary.order.order_no,
        placed_at=canary.order.placed_at,
        values=values,
        items=canary.order.items,
        amount=canary.order.amount,
        currency=canary.order.currency,
        address=_address(canary.identity.address, values.get(Field.ADDRESS)),
    )


def views_of(
    channel: Channel, holds: Mapping[Field, str], given: Mapping[Field, str]
) -> dict[Field, View]:
    """In which form a channel was found to hold each field."""
    views = {}
    for name, value in holds.items():
        expected = channel.views.get(name, View.PLAIN)
        if "*" in value:
            views[name] = View.MASKED
        elif name in given:
            views[name] = View.VARIANT
        else:
            views[name] = View.PLAIN if expected in (View.NONE, View.MASKED) else expected
    return views


def of_another(
    canary: Canary,
    views: Mapping[str, str],
    given: Mapping[Field, str],
    holds: Mapping[Field, str],
) -> bool:
    """Whether what a channel holds is plainly of another buyer than a canary's.

    The canary's own number settles it. What is masked tells nothing, nor does a relay number; what a channel
    cut still fits. One field that does not fit may be the channel's doing, as long as others fit.
    """
    identity = canary.identity
    own = {
        Field.NAME: identity.name, Field.PHONE: identity.phone, Field.EMAIL: identity.email,
        Field.ADDRESS: str(identity.address), Field.NICK: identity.nick,
    }  # fmt: skip
    fits = {
        name: any(_alike(name, one, held) for one in (own[name], given.get(name)) if one)
        for name, held in holds.items()
        if own.get(name) and held and "*" not in held
    }
    if views.get(Field.PHONE) == View.VIRTUAL:
        fits.pop(Field.PHONE, None)
    if fits.get(Field.PHONE):
        return False
    wrong = sum(not one for one in fits.values())
    return wrong > 0 and (wrong == len(fits) or len(fits) - wrong == 1 < wrong)


def _alike(name: Field, own: str, held: str) -> bool:
    """Whether a value can have come of ours: the same, a part that a channel left of it, or more about it."""
    if name is Field.PHONE or same_value(name, own, held):
        return same_value(name, own, held)
    short, long = sorted(("".join(text.split()) for text in (own, held)), key=len)
    return short in long


def _address(own: Address, value: str | None) -> Address | None:
    """The parts of the address that this channel is given; a drawn one has the same street and district."""
    if value is None:
        return None
    head = str(Address(own.province, own.city, own.district, ""))
    detail = value.removeprefix(head)
    return Address(own.province, own.city, own.district, detail)
