"""The margins of a plan, and the pairs of channels that it leaves confusable."""

from collections.abc import Iterator, Mapping

import numpy as np

from leaktrace.attribution.inputs import IntArray
from leaktrace.domain.channel import Channel, Field
from leaktrace.seeding.planner.brief import VARIED, Brief
from leaktrace.seeding.planner.result import Confusable, Margin, Remedy, RemedyKind
from leaktrace.seeding.planner.separation import Separation
from leaktrace.seeding.planner.variants import Shown, said, shown, shows_more

__all__ = ["confusables", "margins", "unseen"]


def margins(brief: Brief, separation: Separation, counts: IntArray) -> tuple[Margin, ...]:
    """Of every ordered pair."""
    orders, both, varied, ahead = (
        separation.totals(table, counts).tolist()
        for table in (
            separation.only,
            separation.both,
            separation.told > 0,
            separation.ahead,
        )
    )
    effective = (counts @ separation.worth).tolist()
    return tuple(
        Margin(
            channel_id=brief.channels[c].channel_id,
            other=brief.channels[d].channel_id,
            orders=orders[place],
            both=both[place],
            variants=varied[place],
            ahead=ahead[place],
            fields=shows_more(brief.channels[c], brief.channels[d]),
            effective=round(effective[place], 6),
            mistaken=float(f"{separation.chance(effective[place]):.6g}"),
        )
        for place, (c, d) in enumerate(separation.pairs)
    )


def unseen(brief: Brief, separation: Separation, counts: IntArray) -> tuple[str, ...]:
    """Channels that no order reaches."""
    reached = counts @ separation.holds
    return tuple(
        name for name, orders in zip(brief.channel_ids, reached.tolist(), strict=True) if not orders
    )


def confusables(
    brief: Brief, separation: Separation, counts: IntArray, found: tuple[Margin, ...]
) -> tuple[Confusable, ...]:
    """Pairs of seen channels that neither routes nor values separate, with what would; the mutual ones first."""
    hidden = unseen(brief, separation, counts)
    pairs = {(one.channel_id, one.other): one for one in found}
    left = {pair: one for pair, one in pairs.items() if not one.separated and pair[0] not in hidden}
    listed = []
    for place, (pair, one) in enumerate(pairs.items()):
        mutual = pair in left and pair[::-1] in left
        if pair not in left or (
            mutual and brief.channel_ids.index(pair[0]) > brief.channel_ids.index(pair[1])
        ):
            continue
        back = pairs[pair[::-1]]
        listed.append(
            Confusable(
                channel_id=one.channel_id,
                other=one.other,
                mutual=mutual,
                by_time=one.ahead > 0 and (not mutual or back.ahead > 0),
                by_fields=bool(one.fields) and (not mutual or bool(back.fields)),
                remedies=tuple(dict.fromkeys(_both_ways(brief, separation, place, mutual=mutual))),
            )
        )
    return tuple(sorted(listed, key=lambda one: not one.mutual))


def _both_ways(
    brief: Brief, separation: Separation, place: int, *, mutual: bool
) -> Iterator[Remedy]:
    yield from _remedies(brief, separation, place)
    if mutual:
        back = separation.pairs.index(separation.pairs[place][::-1])
        yield from _remedies(brief, separation, back)


def _remedies(brief: Brief, separation: Separation, place: int) -> Iterator[Remedy]:
    """What would separate a pair, the surest first."""
    c, d = separation.pairs[place]
    one, other = brief.channels[c], brief.channels[d]
    able = np.flatnonzero(separation.only[:, place])
    if len(able):
        best = min(able.tolist(), key=lambda row: (brief.routes[row].cost, row))
        yield Remedy(
            RemedyKind.MORE_ORDERS, one.channel_id, other.channel_id, brief.routes[best].route_id
        )
    yield from _values(one, other)
    if not len(able):
        with_both = np.flatnonzero(separation.both[:, place])
        nearest = brief.routes[int(with_both[0])].route_id if len(with_both) else ""
        yield Remedy(RemedyKind.ROUTE, one.channel_id, other.channel_id, nearest)
    if other.injectable and not separation.ahead[:, place].any():
        yield Remedy(RemedyKind.DELAY, other.channel_id)


def _values(one: Channel, other: Channel) -> Iterator[Remedy]:
    """The field that callers say most, of those that both show and one of the two can be given anew."""
    able: Mapping[Field, str] = {
        name: next(channel.channel_id for channel in (one, other) if channel.injectable)
        for name in VARIED
        if (one.injectable or other.injectable)
        and shown(one, name) is Shown.WHOLE
        and shown(other, name) is Shown.WHOLE
    }
    if able:
        best = max(able, key=said)
        yield Remedy(RemedyKind.VARIANT, able[best], field=best)
