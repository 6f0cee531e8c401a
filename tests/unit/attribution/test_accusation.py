"""When a channel is accused, what keeps it from being accused, and what would change the verdict."""

from dataclasses import replace

import pytest
from small_world import evidence, hit, route, said

from leaktrace.attribution import DOWNGRADES, RIVALS, Flaw, Params, Reveal, attribute
from leaktrace.domain.case import Verdict
from leaktrace.domain.channel import Field
from leaktrace.domain.copy import Fit

POOL = 20
CHAIN = (0, 1, 2)


def leak(hits=6, *, leaker=1, flaw=None, unconfirmed=frozenset(), controls=()):
    """Sixty canaries through one chain, each channel with its own name; one channel's names are said."""
    drawn = {channel: channel for channel in CHAIN}
    fits = {channel: Fit.HOLDS if channel == leaker else Fit.DIFFERS for channel in CHAIN}
    contacts = [
        hit(identity, 20.0 + identity, said(fits=fits, pool=POOL), said(Field.PRODUCT))
        for identity in range(hits)
    ]
    reveals = tuple(
        Reveal(
            contact_id=contact.contact_id,
            at=contact.at,
            identity=contact.identity,
            field=Field.NAME,
            pool=POOL,
            value=leaker,
            drawn=drawn,
            visible={channel: frozenset((channel,)) for channel in CHAIN},
            flaw=flaw,
            unconfirmed=unconfirmed,
        )
        for contact in contacts
    )
    plain = evidence(route(range(60), CHAIN), contacts, controls=controls)
    return replace(plain, reveals=reveals, drawn_channels=frozenset(CHAIN))


def test_posterior_and_lottery_together_accuse():
    found = attribute(leak())
    assert found.verdict is Verdict.ATTRIBUTED
    assert found.accused == found.suspect_set == ("channel-1",)
    first = found.channels[0]
    assert first.posterior >= 0.95
    assert first.e_value >= found.threshold == 3 / 0.01
    assert [bet.matched for bet in first.bets] == [True] * 6
    assert found.downgrades == ()


def test_the_threshold_grows_with_the_channels_the_merchant_has_listed():
    listed = replace(leak(2), family=40)
    assert attribute(listed).threshold == 4000
    assert attribute(leak(2)).channels[0].e_value < 4000
    assert attribute(listed).verdict is not Verdict.ATTRIBUTED


def test_a_looser_bound_asks_for_a_smaller_e_value():
    assert attribute(leak(), Params(false_accusation_bound=0.05)).threshold == 60


@pytest.mark.parametrize("flaw", [Flaw.DRAWN_LATE, Flaw.UNSEALED])
def test_without_commitment_or_blind_log_the_verdict_falls_and_says_why(flaw):
    found = attribute(leak(flaw=flaw))
    assert found.verdict is Verdict.SET
    assert found.accused == ()
    (downgrade,) = found.downgrades
    assert downgrade.count == 6
    assert downgrade.spared == ("channel-1",)
    assert downgrade.message in DOWNGRADES
    assert "6" in downgrade.text


def test_without_read_back_of_its_copy_a_channel_is_not_accused():
    found = attribute(leak(unconfirmed=frozenset((1,))))
    assert found.verdict is Verdict.SET
    assert found.downgrades[0].spared == ("channel-1",)


def test_a_copy_of_another_channel_that_was_not_read_back_spares_nobody():
    found = attribute(leak(unconfirmed=frozenset((0,))))
    assert found.verdict is Verdict.ATTRIBUTED


def test_any_informed_contact_on_a_sealed_control_accuses_nobody():
    found = attribute(leak(controls=("control-contact",)))
    assert found.verdict is Verdict.REGISTRY_COMPROMISED
    assert found.accused == ()
    assert found.downgrades[0].contact_ids == ("control-contact",)
    assert found.downgrades[0].spared == ("channel-1",)


def test_the_lottery_alone_accuses_nobody():
    """Every value of one channel is said, but other channels' canaries are hit as often as its own."""
    silent = replace(leak(), hits=())
    assert attribute(silent).verdict is Verdict.BACKGROUND
    assert attribute(silent).channels[0].posterior < 0.95


def test_a_strong_case_stands_under_every_rival_assumption():
    found = attribute(leak(12))
    assert {rival.message for rival in found.rivals} <= set(RIVALS)
    assert len(found.rivals) >= 8
    assert not any(rival.changed for rival in found.rivals)


def test_a_case_that_hangs_on_one_contact_says_so():
    needed = [attribute(leak(count)).verdict for count in range(1, 7)]
    just_enough = 1 + needed.index(Verdict.ATTRIBUTED)
    found = attribute(leak(just_enough))
    flips = [rival for rival in found.rivals if rival.changed]
    assert flips
    assert all(rival.verdict is not Verdict.ATTRIBUTED for rival in flips)
    assert any("contact" in rival.params for rival in flips)


def test_a_case_that_hangs_on_one_cell_of_the_record_says_so():
    """Callers know two facts that the copy of one channel lacks; if the record errs, it is suspect too."""
    fits = {0: Fit.HOLDS, 1: Fit.HOLDS, 2: Fit.LACKS}
    contacts = [
        hit(i, 20.0, said(), said(Field.PRODUCT, fits=fits), said(Field.PRICE, fits=fits))
        for i in range(6)
    ]
    found = attribute(evidence(route(range(60), CHAIN), contacts))
    assert "channel-2" not in found.suspect_set
    wrong = [rival for rival in found.rivals if rival.text.startswith("channel-2 holds")]
    assert [rival.params["field"] for rival in wrong] == ["product", "price"]
    assert all(rival.changed and "channel-2" in rival.suspect_set for rival in wrong)


def test_nothing_to_judge_has_no_rivals():
    assert attribute(evidence(route(range(60), CHAIN))).rivals == ()
