"""Small worlds written out by hand: who was given what when, and which contacts came."""

import numpy as np

from leaktrace.attribution import Background, Evidence, Exposures, Hit, Said
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Strength

QUIET = Background(rate=0.1, shape=0.5, low=0.08, high=0.12, lines=20)


def evidence(given, hits=(), *, channels=None, identities=None, copies=None, controls=(), end=60.0):
    """`given` has rows of identity, channel, day."""
    rows = sorted(given)
    count = channels or 1 + max((row[1] for row in rows), default=0)
    return Evidence(
        channels=tuple(f"channel-{number}" for number in range(count)),
        start=0.0,
        end=end,
        exposures=Exposures(
            np.array([row[0] for row in rows], dtype=np.int64),
            np.array([row[1] for row in rows], dtype=np.int64),
            np.array([row[2] for row in rows], dtype=np.float64),
            identities or 1 + max((row[0] for row in rows), default=0),
            None
            if copies is None
            else np.array([copies(row[0], row[1]) for row in rows], dtype=np.int64),
        ),
        hits=tuple(hits),
        background=QUIET,
        control_hits=tuple(controls),
    )


def route(identities, channels, day=1.0, gap=0.1):
    """Every identity goes to all the channels, one `gap` after another."""
    return [
        (identity, channel, day + step * gap)
        for identity in identities
        for step, channel in enumerate(channels)
    ]


def said(name=Field.NAME, *, fits=None, pool=1, part="", strength=Strength.EXACT):
    """A fact; copies show it unless `fits` says otherwise."""
    return Said(field=name, part=part, strength=strength, pool=pool, copies=fits or {})


def hit(identity, at=20.0, *facts, contact_id="", reach=None, shown=None):
    """An informed contact; without facts the caller knew the name."""
    return Hit(
        contact_id=contact_id or f"contact-{identity}",
        at=at,
        identity=identity,
        reach=reach or {},
        said=facts or (said(),),
        shown=shown or {},
    )


def posteriors(attribution):
    return {channel.channel_id: channel.posterior for channel in attribution.channels}
