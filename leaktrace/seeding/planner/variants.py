"""Which channels can be given a value of their own, in which fields, and whose copies then differ.

A channel can if the merchant writes its record (`Channel.injectable`) and its view lets the value
survive: ``plain`` and ``variant`` keep all of it, ``masked`` a surname, the last digits or a district
only, so there a value is of use as far as these differ (`Brief.parts`). Where a platform hands the
order on itself nothing can be varied.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from leaktrace.attribution.params import Params
from leaktrace.domain.channel import Channel, Field, View
from leaktrace.seeding.planner.brief import VARIED, Brief, Route

__all__ = ["Shown", "Variants", "said", "shown", "shows_more"]

_PARAMS = Params()
_WHOLE = frozenset({View.PLAIN, View.VARIANT})


class Shown(StrEnum):
    """How much of a field a channel's copy shows."""

    WHOLE = "whole"
    PART = "part"
    NOTHING = "nothing"


def shown(channel: Channel, name: Field) -> Shown:
    """What the view of a channel leaves of a field."""
    view = channel.views.get(name, View.NONE)
    if view in _WHOLE:
        return Shown.WHOLE
    return Shown.PART if view is View.MASKED else Shown.NOTHING


def said(name: Field) -> float:
    """P(a caller says the value of a field by which copies differ); of an address that is the unit."""
    return _PARAMS.disclosed(name, "unit" if name is Field.ADDRESS else "")


def shows_more(channel: Channel, other: Channel) -> tuple[Field, ...]:
    """The fields that one copy shows, at least in part, and the other does not."""
    return tuple(
        name
        for name in Field
        if shown(channel, name) is not Shown.NOTHING and shown(other, name) is Shown.NOTHING
    )


@dataclass(frozen=True)
class Variants:
    """Who gets values of their own on the orders of one route."""

    own: Mapping[str, tuple[Field, ...]]
    """Channel to fields; channels that get none are left out."""
    short: tuple[tuple[str, Field], ...]
    """Channels that could, were the pool of the field larger."""

    @classmethod
    def of(cls, route: Route, brief: Brief, channels: Mapping[str, Channel]) -> "Variants":
        """All that can; where a pool is too small, those that show most of it and get the order first.

        One value of a pool is left for the channels that share one.
        """
        own: dict[str, tuple[Field, ...]] = {}
        short: list[tuple[str, Field]] = []
        for name in VARIED:
            able = [
                one
                for one in route.channel_ids
                if channels[one].injectable and shown(channels[one], name) is not Shown.NOTHING
            ]
            able.sort(key=lambda one: shown(channels[one], name) is Shown.PART)
            for number, one in enumerate(able):
                part = shown(channels[one], name) is Shown.PART
                values = brief.parts.get(name, 0) if part else brief.pools.get(name, 0)
                if number + 1 < min(values, brief.pools.get(name, 0)):
                    own[one] = (*own.get(one, ()), name)
                elif brief.pools.get(name, 0):
                    short.append((one, name))
        return cls(own, tuple(short))

    def told(self, channel: Channel, other: Channel, brief: Brief) -> float:
        """P(a caller with the copy of `channel` says a value by which that of `other` differs)."""
        silent = 1.0
        for name in VARIED:
            owners = sum(name in fields for fields in self.own.values())
            mine = name in self.own.get(channel.channel_id, ())
            theirs = name in self.own.get(other.channel_id, ())
            views = {shown(channel, name), shown(other, name)}
            if not (mine or theirs) or Shown.NOTHING in views:
                continue
            # What is left of a masked value differs only if there are so many that do.
            if Shown.PART in views and brief.parts.get(name, 0) <= owners:
                continue
            silent *= 1.0 - said(name)
        return 1.0 - silent
