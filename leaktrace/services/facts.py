"""Everything that could be said about one canary order, gathered from the order, its pools and every copy of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo

from leaktrace.domain.channel import Channel, Field, View
from leaktrace.domain.exposure import Exposure
from leaktrace.domain.order import Canary
from leaktrace.extraction import OrderFacts

__all__ = ["facts_of", "senders_of"]

_WHOLE = (View.PLAIN, View.VARIANT)
Pools = Mapping[Field, tuple[str, ...]]


def senders_of(channels: Iterable[Channel]) -> tuple[str, ...]:
    """The names under which the merchant's channels legitimately write about an order."""
    names = (name for channel in channels for name in (channel.name, channel.provider) if name)
    return tuple(dict.fromkeys(names))


def facts_of(
    canary: Canary,
    exposures: Sequence[Exposure],
    pools: Pools,
    senders: tuple[str, ...],
    zone: tzinfo,
) -> OrderFacts:
    """The facts of one canary order: own values first, then every other that could be said.

    Blind to who holds what: the extraction looks for all of them by the same rule. Of a pool every value
    is there, whether anybody was given it or not; whoever has which, these facts are the same.
    """
    identity, order = canary.identity, canary.order

    def known(own: str, field: Field) -> tuple[str, ...]:
        return _known(own, field, exposures, pools.get(field, ()))

    return OrderFacts(
        names=known(identity.name, Field.NAME),
        phone=identity.phone,
        email=identity.email,
        nick=identity.nick,
        province=identity.address.province,
        city=identity.address.city,
        district=identity.address.district,
        detail=identity.address.detail,
        units=(),
        addresses=known(str(identity.address), Field.ADDRESS)[1:],
        order_no=order.order_no,
        tracking_nos=known("", Field.TRACKING_NO)[1:],
        items=tuple((item.title, item.price) for item in order.items),
        amount=order.amount,
        currency=order.currency,
        placed_at=order.placed_at.astimezone(zone),
        notes=known("", Field.NOTE)[1:],
        senders=senders,
        nicks=known(identity.nick, Field.NICK)[1:],
        emails=known(identity.email or "", Field.EMAIL)[1:],
    )


def _known(
    own: str, field: Field, exposures: Sequence[Exposure], pool: tuple[str, ...]
) -> tuple[str, ...]:
    """The own value, then all others in the order of the alphabet.

    Of a field that was drawn these are the values of the pool and no more. What a copy has instead of one
    of them, cut or misspelt, tells who was given which: to look for it would favour those values.
    """
    held = {exposure.holds[field] for exposure in exposures if exposure.views.get(field) in _WHOLE}
    return tuple(dict.fromkeys((own, *sorted(pool or held))))
