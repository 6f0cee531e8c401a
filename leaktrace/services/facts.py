"""Everything that could be said about one canary order, gathered from the order and from every copy of it."""

from collections.abc import Iterable, Sequence
from datetime import tzinfo

from leaktrace.domain.channel import Channel, Field, View
from leaktrace.domain.exposure import Exposure
from leaktrace.domain.order import Canary
from leaktrace.extraction import OrderFacts

__all__ = ["facts_of", "senders_of"]

_WHOLE = (View.PLAIN, View.VARIANT)


def senders_of(channels: Iterable[Channel]) -> tuple[str, ...]:
    """The names under which the merchant's channels legitimately write about an order."""
    names = (name for channel in channels for name in (channel.name, channel.provider) if name)
    return tuple(dict.fromkeys(names))


def facts_of(
    canary: Canary, exposures: Sequence[Exposure], senders: tuple[str, ...], zone: tzinfo
) -> OrderFacts:
    """The facts of one canary order: own values first, then every value that some channel holds.

    Blind to who holds what: the extraction looks for all of them by the same rule.
    """
    identity, order = canary.identity, canary.order
    address = str(identity.address)
    return OrderFacts(
        names=_pool(identity.name, Field.NAME, exposures),
        phone=identity.phone,
        email=identity.email,
        nick=identity.nick,
        province=identity.address.province,
        city=identity.address.city,
        district=identity.address.district,
        detail=identity.address.detail,
        units=(),
        addresses=_pool(address, Field.ADDRESS, exposures)[1:],
        order_no=order.order_no,
        tracking_nos=tuple(value for value in _pool("", Field.TRACKING_NO, exposures) if value),
        items=tuple((item.title, item.price) for item in order.items),
        amount=order.amount,
        currency=order.currency,
        placed_at=order.placed_at.astimezone(zone),
        notes=tuple(value for value in _pool("", Field.NOTE, exposures) if value),
        senders=senders,
    )


def _pool(own: str, field: Field, exposures: Sequence[Exposure]) -> tuple[str, ...]:
    held = sorted(
        {exposure.holds[field] for exposure in exposures if exposure.views.get(field) in _WHOLE}
    )
    return tuple(dict.fromkeys((own, *held)))
