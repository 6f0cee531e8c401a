"""Which routes the next canaries can take: those taken so far, and the same stages combined anew."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice, product

from leaktrace.attribution.probe_power import Candidate
from leaktrace.domain.channel import ChannelKind

__all__ = ["Route", "candidates", "combined"]

Route = tuple[str, ...]
"""Channels in the order in which they get an order."""

_MOST_COMBINED = 2_000
"""New combinations looked at; the plan never needs more than a few."""


def combined(
    routes: Sequence[Route], kinds: Mapping[str, ChannelKind], suspects: Collection[str]
) -> tuple[Route, ...]:
    """Routes that no order took, made of stages that did occur.

    For every row of kinds that occurred (platform, ERP, courier), one channel of each kind. Of
    those that nobody suspects, the busiest of a kind stands for all.

    Args:
        routes: those that orders took.
        kinds: of every channel on them.
        suspects: whom to separate.
    """
    busy = Counter(channel for route in routes for channel in route)
    choices: dict[ChannelKind, list[str]] = {}
    for kind in sorted({kinds[channel] for channel in busy}):
        of_kind = sorted(
            (channel for channel in busy if kinds[channel] is kind),
            key=lambda channel: (-busy[channel], channel),
        )
        quiet = [channel for channel in of_kind if channel not in suspects][:1]
        choices[kind] = [channel for channel in of_kind if channel in suspects] + quiet
    taken = {frozenset(route) for route in routes}
    rows = dict.fromkeys(tuple(kinds[channel] for channel in route) for route in routes)
    return tuple(islice(_fresh(rows, choices, taken), _MOST_COMBINED))


def _fresh(
    rows: Collection[tuple[ChannelKind, ...]],
    choices: Mapping[ChannelKind, Sequence[str]],
    taken: set[frozenset[str]],
) -> Iterator[Route]:
    for row in rows:
        for route in product(*(choices[kind] for kind in row)):
            members = frozenset(route)
            if len(members) == len(route) and members not in taken:
                taken.add(members)
                yield route


def candidates(
    routes: Sequence[Route],
    fresh: Sequence[Route],
    suspects: Collection[str],
    injectable: Collection[str],
) -> tuple[Candidate, ...]:
    """The ways to place an order, of which no two show the same; those tried come first.

    Every suspect on an order that can be given a value of its own is given one: it separates more
    than any route does, and an accusation needs it.
    """
    found: dict[tuple[frozenset[str], frozenset[str], bool], Candidate] = {}
    for tried, some in ((True, routes), (False, fresh)):
        for route in some:
            variants = tuple(
                channel for channel in route if channel in suspects and channel in injectable
            )
            shared = len(variants) < len(route)
            key = (frozenset(suspects) & frozenset(route), frozenset(variants), shared)
            found.setdefault(key, Candidate(route, variants, tried))
    return tuple(found.values())
