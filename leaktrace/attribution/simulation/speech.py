"""What callers say, and how it is heard."""

import numpy as np

from leaktrace.attribution.inputs import IntArray
from leaktrace.attribution.simulation.calls import Calls, Form, Source
from leaktrace.attribution.simulation.layout import BoolArray, Layout
from leaktrace.attribution.simulation.leaks import Truth, Visits
from leaktrace.attribution.simulation.scenario import FACTS_SAID, POOL_SIZES, Scenario, Variants

__all__ = ["background", "spoken"]

_FIELDS = len(POOL_SIZES)
_STORM_SHARE = 0.5
_STORM_CALLS = 3.0


def spoken(
    scenario: Scenario, layout: Layout, truth: Truth, made: Visits, rng: np.random.Generator
) -> Calls:
    """Contacts of people who have a copy; those after the window are not seen."""
    seen = made.at < scenario.days
    line, at, source = made.line[seen], made.at[seen], made.source[seen]
    informed = (rng.random(len(line)) < scenario.informed) | (source == Source.FRAMING)
    shows = np.vstack([layout.shows, np.ones(len(FACTS_SAID), dtype=np.bool_)])
    # -1 and below, whoever has the whole order, meet the last row.
    holds = shows[np.maximum(source, -1)] & informed[:, None]
    said = _at_least_one(holds, np.array(scenario.said) * scenario.talk, rng)
    value = _known(scenario, layout, line, source, rng)
    if truth.framed is not None:
        framing = source == Source.FRAMING
        identity, channel = truth.framed
        said[framing, :_FIELDS] = True
        value[framing] = layout.value[identity, channel]
    return _heard(scenario, Calls(line, at, source, said, value, _forms(scenario, said, rng)), rng)


def background(scenario: Scenario, layout: Layout, rng: np.random.Generator) -> Calls:
    """Contacts that need no leak, on every line over the whole window."""
    lines = len(layout.placed) + scenario.control_lines
    rate = np.full(lines, scenario.calls)
    if scenario.spread is not None:
        rate = rate * rng.gamma(scenario.spread, 1.0 / scenario.spread, lines)
    line = np.repeat(np.arange(lines), rng.poisson(rate * scenario.days))
    at = rng.uniform(0.0, scenario.days, len(line))
    for _ in range(rng.poisson(scenario.storms)):
        day = rng.integers(int(scenario.days))
        more = rng.poisson(_STORM_CALLS, lines) * (rng.random(lines) < _STORM_SHARE)
        stormy = np.repeat(np.arange(lines), more)
        line = np.concatenate([line, stormy])
        at = np.concatenate([at, day + rng.random(len(stormy))])
    size = len(line)
    said = rng.random((size, len(FACTS_SAID))) < np.array(scenario.chance) * scenario.chance_factor
    # Nobody can name an order that was not placed yet, nor one on a line without an identity.
    placed = np.append(layout.placed, np.full(scenario.control_lines, np.inf))
    said &= (at >= placed[line])[:, None]
    value = np.zeros((size, _FIELDS), dtype=np.int64)
    if scenario.variants is not Variants.NONE:
        value = rng.integers(POOL_SIZES, size=(size, _FIELDS))
    source = np.full(size, int(Source.BACKGROUND))
    calls = Calls(line, at, source, said, value, _forms(scenario, said, rng))
    return _heard(scenario, calls, rng)


def _at_least_one(holds: BoolArray, chances: np.ndarray, rng: np.random.Generator) -> BoolArray:
    """Facts said, given that it was at least one of those that the copy shows."""
    said = holds & (rng.random(holds.shape) < chances)
    again = np.flatnonzero(holds.any(axis=1) & ~said.any(axis=1))
    while len(again):
        said[again] = holds[again] & (rng.random((len(again), holds.shape[1])) < chances)
        again = again[~said[again].any(axis=1)]
    return said


def _known(
    scenario: Scenario,
    layout: Layout,
    line: IntArray,
    source: IntArray,
    rng: np.random.Generator,
) -> IntArray:
    """The values that each caller has: its copy's, or an issued one."""
    orders = scenario.identities
    # An unlisted party got each order from somewhere: it has one issued value of it, always the same.
    upstream = _random_holder(layout.held, rng)
    picked = _random_holder(layout.held[np.minimum(line, orders - 1)], rng)
    whose = np.where(source >= 0, source, picked)
    unlisted = source == Source.UNLISTED
    whose[unlisted] = upstream[line[unlisted]]
    values = layout.value[np.minimum(line, orders - 1), whose]
    sealed = line >= orders
    if sealed.any():
        values[sealed] = layout.base[line[sealed] - orders]
    return values


def _random_holder(held: BoolArray, rng: np.random.Generator) -> IntArray:
    """For each row one of the channels that hold it."""
    chosen: IntArray = (held * rng.random(held.shape)).argmax(axis=1)
    return chosen


def _forms(scenario: Scenario, said: BoolArray, rng: np.random.Generator) -> IntArray:
    form = np.full(said.shape, int(Form.EXACT))
    if scenario.fuzzy or scenario.partial:
        chance = rng.random(said.shape)
        form[:, :_FIELDS][chance[:, :_FIELDS] < scenario.fuzzy] = Form.FUZZY
        form[:, _FIELDS:][chance[:, _FIELDS:] < scenario.partial] = Form.PARTIAL
    return form


def _heard(scenario: Scenario, calls: Calls, rng: np.random.Generator) -> Calls:
    """Some names and units are misheard."""
    low, high = scenario.hearing_error
    eta = rng.uniform(low, high)
    wrong = rng.random(calls.value.shape) < eta
    said, value = calls.said, calls.value
    if scenario.variants is Variants.NONE:
        # What is heard is no value of the order, and so not known to be one.
        said[:, :_FIELDS] &= ~wrong
    else:
        pools = np.array(POOL_SIZES)
        shift = rng.integers(1, pools, size=wrong.shape)
        value = np.where(wrong, (value + shift) % pools, value)
    value = np.where(said[:, :_FIELDS], value, -1)
    return Calls(calls.line, calls.at, calls.source, said, value, calls.form)
