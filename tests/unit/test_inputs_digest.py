"""The digest of the inputs of an attribution is that of their canonical JSON, however it is written."""

from datetime import timedelta

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.channel import Field, View
from leaktrace.domain.exposure import Exposure
from leaktrace.domain.times import format_time
from leaktrace.services.attribution_contacts import ORIGIN
from leaktrace.services.attribution_digest import canonical_exposures

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
EXPOSURES = st.builds(
    Exposure,
    canary_id=WORDS,
    channel_id=WORDS,
    exposed_at=st.timedeltas(timedelta(days=-9_000), timedelta(days=30_000)).map(ORIGIN.__add__),
    holds=st.dictionaries(st.sampled_from(Field), WORDS),
    views=st.dictionaries(st.sampled_from(Field), st.sampled_from(View)),
    proof=st.sampled_from([{}, {"kind": "readback"}]),
    via=st.lists(WORDS, max_size=3).map(tuple),
)


@given(EXPOSURES)
def test_an_exposure_is_written_canonically(exposure):
    assert canonical_exposures([exposure]).encode() == rfc8785.dumps(
        [
            [
                exposure.canary_id,
                exposure.channel_id,
                format_time(exposure.exposed_at),
                {str(name): value for name, value in exposure.holds.items()},
                {str(name): str(view) for name, view in exposure.views.items()},
                list(exposure.via),
                exposure.proof == {"kind": "readback"},
            ]
        ]
    )
