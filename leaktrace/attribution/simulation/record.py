"""From a world to the evidence: what our own record, and nothing else, tells the attribution.

The facts are compared with the recorded copies in the way `leaktrace.services.attribution_inputs`
does it.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np

from leaktrace.attribution.background import estimate
from leaktrace.attribution.inputs import Evidence, Exposures, Hit, IntArray, Reveal, Said
from leaktrace.attribution.simulation.calls import Calls, Form
from leaktrace.attribution.simulation.layout import BoolArray, Layout
from leaktrace.attribution.simulation.scenario import FACTS_SAID, POOL_SIZES, Scenario, Variants
from leaktrace.domain.channel import ChannelKind, Field
from leaktrace.domain.contact import Strength
from leaktrace.domain.copy import Fit

__all__ = ["record"]

_STRENGTHS: Final = {
    Form.EXACT: Strength.EXACT,
    Form.PARTIAL: Strength.PARTIAL,
    Form.FUZZY: Strength.FUZZY,
}
_FIELDS = len(POOL_SIZES)


def record(scenario: Scenario, layout: Layout, calls: Calls) -> Evidence:
    """The evidence of a world. Cost: array operations, and Python over contacts with facts."""
    identity, channel = np.nonzero(layout.noted)
    hits, reveals, controls = _Reader(scenario, layout).read(calls)
    at = layout.at[identity, channel]
    return Evidence(
        channels=layout.channel_ids,
        start=float(at.min(initial=scenario.days / 2.0)),
        end=scenario.days,
        exposures=Exposures(
            identity, channel, at, scenario.identities, _copies(layout, identity, channel)
        ),
        hits=hits,
        background=estimate(*_quiet(scenario, layout, calls)),
        control_hits=controls,
        reveals=reveals,
        drawn_channels=frozenset(
            number
            for number in np.unique(channel).tolist()
            if _has_own(scenario, layout.kinds[number])
        ),
        blocks=layout.blocks,
    )


def _has_own(scenario: Scenario, kind: ChannelKind) -> bool:
    """Whether channels of a kind are given values of their own."""
    return scenario.variants is Variants.ALL or (
        scenario.variants is Variants.COURIERS and kind is ChannelKind.COURIER
    )


def _copies(layout: Layout, identity: IntArray, channel: IntArray) -> IntArray:
    """A number for all that a recorded copy shows."""
    weights = 1 << np.arange(len(FACTS_SAID))
    shown = (layout.noted_shows * weights).sum(axis=1)
    code = identity
    for field, pool in enumerate(POOL_SIZES):
        code = code * pool + layout.drawn[identity, channel, field]
    code = (code << len(FACTS_SAID)) + shown[channel]
    return np.unique(code, return_inverse=True)[1]


def _quiet(scenario: Scenario, layout: Layout, calls: Calls) -> tuple[IntArray, np.ndarray]:
    """Contacts and days of control lines, and of the others before their first recorded exposure."""
    lines = len(layout.placed) + scenario.control_lines
    until = np.full(lines, scenario.days)
    first = np.where(layout.noted, layout.at, np.inf).min(axis=1)
    until[: scenario.identities] = np.minimum(first, scenario.days)
    early = calls.at < until[calls.line]
    return np.bincount(calls.line[early], minlength=lines), until


def _members(table: BoolArray) -> list[list[int]]:
    """For each identity, the channels that are set."""
    return [[c for c, there in enumerate(row) if there] for row in table.tolist()]


class _Reader:
    """Reads contacts against the recorded copies."""

    def __init__(self, scenario: Scenario, layout: Layout) -> None:
        self._scenario = scenario
        self._layout = layout
        self._channels = _members(layout.noted)
        self._holders = _members(layout.held)
        self._shows: list[list[bool]] = layout.noted_shows.tolist()
        self._facts = [
            frozenset(fact for fact, shown in zip(FACTS_SAID, row, strict=True) if shown)
            for row in self._shows
        ]
        self._varied = scenario.variants is not Variants.NONE
        self._own = [_has_own(scenario, kind) for kind in layout.kinds]

    def read(self, calls: Calls) -> tuple[tuple[Hit, ...], tuple[Reveal, ...], tuple[str, ...]]:
        """Informed contacts, reveals, and contacts that know a sealed control."""
        hits: list[Hit] = []
        reveals: list[Reveal] = []
        controls: list[str] = []
        rows = np.flatnonzero(calls.informed)
        some = calls.taken(rows)
        table = zip(
            rows.tolist(),
            some.line.tolist(),
            some.at.tolist(),
            some.said.tolist(),
            some.value.tolist(),
            some.form.tolist(),
            strict=True,
        )
        for row, identity, at, said, values, forms in table:
            contact_id = f"contact-{row:05d}"
            if identity >= self._scenario.identities:
                controls.append(contact_id)
                continue
            if self._varied:
                reveals.extend(self._reveals(contact_id, at, identity, said, values))
            if not self._channels[identity]:
                continue
            facts = self._said(identity, said, values, forms)
            if facts:
                exposed = self._channels[identity]
                hits.append(
                    Hit(
                        contact_id=contact_id,
                        at=at,
                        identity=identity,
                        reach=dict.fromkeys(exposed, Fit.HOLDS),
                        said=facts,
                        shown={channel: self._facts[channel] for channel in exposed},
                    )
                )
        return tuple(hits), tuple(reveals), tuple(controls)

    def _said(
        self, identity: int, said: list[bool], values: list[int], forms: list[int]
    ) -> tuple[Said, ...]:
        """The facts that are right for some recorded copy, or for the order itself."""
        facts = []
        for number, (name, part) in enumerate(FACTS_SAID):
            if not said[number]:
                continue
            varied = self._varied and number < _FIELDS
            copies = self._compare(identity, number, values[number] if varied else 0)
            pool = 1
            if Fit.DIFFERS in copies.values():
                pool = POOL_SIZES[number]
            facts.append(Said(name, part, _STRENGTHS[Form(forms[number])], pool, copies))
        return tuple(facts)

    def _compare(self, identity: int, number: int, value: int) -> Mapping[int, Fit]:
        """What was said, with every recorded copy. Without variants all values are 0."""
        if number >= _FIELDS:
            return {
                channel: Fit.HOLDS if self._shows[channel][number] else Fit.LACKS
                for channel in self._channels[identity]
            }
        drawn = self._layout.drawn[identity, :, number].tolist()
        return {
            channel: Fit.LACKS
            if not self._shows[channel][number]
            else Fit.HOLDS
            if drawn[channel] == value
            else Fit.DIFFERS
            for channel in self._channels[identity]
        }

    def _reveals(
        self, contact_id: str, at: float, identity: int, said: list[bool], values: list[int]
    ) -> list[Reveal]:
        """The pool values that were said, whether anybody was given them or not."""
        reveals = []
        for number, pool in enumerate(POOL_SIZES):
            if not said[number]:
                continue
            drawn = self._layout.drawn[identity, :, number].tolist()
            there = self._layout.at[identity].tolist()
            reveals.append(
                Reveal(
                    contact_id=contact_id,
                    at=at,
                    identity=identity,
                    field=_POOLED[number],
                    pool=pool,
                    value=values[number],
                    drawn={c: drawn[c] for c in self._holders[identity] if self._own[c]},
                    visible={
                        c: frozenset((drawn[c],))
                        for c in self._channels[identity]
                        if there[c] <= at and self._shows[c][number]
                    },
                    alone=sum(said) == 1,
                )
            )
        return reveals


_POOLED: Final[tuple[Field, ...]] = tuple(name for name, _ in FACTS_SAID[:_FIELDS])
