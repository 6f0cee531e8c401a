"""The reasons for and against a channel, and the numbers they rest on."""

import pytest
from small_world import evidence, hit, route, said

from leaktrace.attribution import MODEL, VERBAL_SCALE, Params, attribute, verbal
from leaktrace.attribution.params import FACTS
from leaktrace.domain.case import EvidenceKind
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Strength
from leaktrace.domain.copy import Fit


def reasons(attribution, channel, kind):
    found = next(c for c in attribution.channels if c.channel_id == channel)
    return [line for line in found.evidence if line.kind is kind]


def test_pattern_counts_hit_exposed_and_silent_canaries():
    rows = route(range(20), (0,)) + route(range(20, 40), (1,))
    found = attribute(evidence(rows, [hit(0), hit(1), hit(20)]))
    (line,) = reasons(found, "channel-0", EvidenceKind.PATTERN)
    assert line.text == (
        "2 of the 20 canaries this channel held were contacted with order facts; 18 stayed silent; "
        "contacted too, though it never held them: 1"
    )
    assert line.contact_ids == ("contact-0", "contact-1")


def test_contacts_before_the_copy_are_named_as_such():
    rows = [row for i in range(20) for row in ((i, 0, 1.0), (i, 1, 15.0))]
    facts = said(), said(Field.PRODUCT)
    hits = [hit(0, 9.0, *facts), hit(1, 12.0, *facts), hit(2, 30.0, *facts)]
    found = attribute(evidence(rows, hits))
    (late,) = reasons(found, "channel-1", EvidenceKind.TIME)
    assert late.text == "Contacts that came before this channel had its copy: 2"
    assert late.contact_ids == ("contact-0", "contact-1")
    assert late.log10_lr < 0
    (early,) = reasons(found, "channel-0", EvidenceKind.TIME)
    assert early.log10_lr > 0


def test_facts_that_a_copy_did_not_show_are_named_by_field_only():
    facts = [said(Field.PRODUCT, fits={1: Fit.LACKS}), said(Field.PRICE, fits={1: Fit.LACKS})]
    hits = [hit(0, 20.0, facts[0]), hit(1, 20.0, *facts), hit(2, 20.0, said())]
    found = attribute(evidence(route(range(20), (0, 1)), hits))
    (line,) = reasons(found, "channel-1", EvidenceKind.VISIBILITY)
    assert line.text == (
        "Callers who knew what this channel's copy did not show (product, price): 2"
    )
    assert line.contact_ids == ("contact-0", "contact-1")


def test_variants_are_told_for_and_against():
    own = said(fits={0: Fit.HOLDS, 1: Fit.DIFFERS}, pool=20)
    hits = [hit(i, 20.0, own) for i in range(3)]
    found = attribute(evidence(route(range(20), (0, 1)), hits))
    (gain,) = reasons(found, "channel-0", EvidenceKind.VARIANT)
    (loss,) = reasons(found, "channel-1", EvidenceKind.VARIANT)
    assert gain.log10_lr > 0 > loss.log10_lr
    assert gain.params == {"own": 3}
    assert loss.params == {"other": 3}
    # What a copy holds need not be what was given: a channel may have changed it.
    assert gain.text.startswith("Callers who said a value that this channel's copy holds, and")
    assert loss.text.startswith("Callers who said another value than this channel's copy holds")


def test_a_kind_that_contributes_nothing_is_left_out():
    found = attribute(evidence(route(range(20), (0, 1)), [hit(0)]))
    kinds = {line.kind for channel in found.channels for line in channel.evidence}
    assert kinds == {EvidenceKind.PATTERN, EvidenceKind.BACKGROUND}


def test_model_has_name_and_version():
    assert attribute(evidence(route([0], (0,)))).model == MODEL == "leaktrace-attribution/3"


@pytest.mark.parametrize(
    ("log10_lr", "words"),
    [
        (0.2, "none"),
        (-0.2, "none"),
        (0.31, "weak"),
        (1.0, "moderate"),
        (2.5, "moderately strong"),
        (3.0, "strong"),
        (5.9, "very strong"),
        (6.0, "extremely strong"),
        (-1.5, "none"),
    ],
)
def test_verbal_scale_follows_the_likelihood_ratio(log10_lr, words):
    assert verbal(log10_lr) == words


def test_verbal_scale_falls_from_step_to_step():
    limits = [limit for limit, _ in VERBAL_SCALE]
    assert limits == sorted(limits, reverse=True)


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_is_likeliest_from_a_copy_that_shows_it(fact):
    params = Params()
    shown, softly = params.disclosed(*fact), params.disclosed_softly(*fact)
    chances = [params.by_chance(*fact, strength) for strength in Strength]
    assert shown >= 2 * softly
    assert softly > max(chances)
    assert min(chances) == params.by_chance(*fact, Strength.EXACT)
    assert 0.5 < params.withheld(*fact) < 1


def test_every_field_has_its_numbers():
    params = Params()
    for name in Field:
        for part in ("", "place", "unit"):
            assert 0 < params.by_chance(name, part, Strength.EXACT) < params.disclosed(name, part)
