"""What plans are predicted to reach, in a document, a text and a page."""

import json
import re
from zoneinfo import ZoneInfo

import pytest
from planner_world import chain, channel, tiered

from leaktrace.cli.plan_page import page
from leaktrace.console.i18n import speech
from leaktrace.seeding.planner import plan, plan_document, plan_from, plan_text, power

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def made():
    brief = tiered(tiers=4, options=4, orders=64, injectable=True, rates=(0.1, 0.3))
    return plan(brief, worlds=32)


def test_a_plan_of_64_orders_finds_most_leakers_among_16(made):
    whole = {one.rate: one for one in made.power if one.canaries == 64}
    assert whole[0.3].share >= 0.75
    assert whole[0.3].first >= whole[0.3].told - 1
    assert whole[0.1].share < whole[0.3].share
    assert whole[0.3].low <= whole[0.3].share <= whole[0.3].high
    assert sum(one.wrong for one in made.power) <= 3


def test_more_canaries_tell_more_leakers(made):
    shares = [one.share for one in made.power if one.rate == 0.3]
    assert [one.canaries for one in made.power if one.rate == 0.3] == [16, 32, 48, 64]
    assert shares[0] < shares[-1]


def test_equal_questions_have_equal_answers(made):
    again = power(made, 32, canaries=(32,), rates=(0.3,))
    assert again == tuple(one for one in made.power if (one.canaries, one.rate) == (32, 0.3))


def test_the_quick_prediction_is_close_to_the_thorough_one(made):
    (quick,) = power(made, 24, canaries=(64,), rates=(0.3,))
    (thorough,) = power(made, 24, canaries=(64,), rates=(0.3,), thorough=True)
    assert abs(quick.told - thorough.told) <= 2


def test_confusable_channels_are_told_as_a_group_only():
    brief = chain(channel("shop"), channel("erp"), channel("courier"), orders=20, rates=(0.4,))
    (point,) = power(plan(brief), 20, canaries=(20,))
    assert (point.told, point.attributed) == (0, 0)
    assert point.grouped > 10


def test_a_plan_survives_json(made):
    document = json.loads(json.dumps(plan_document(made)))
    assert plan_from(document) == made
    assert document["scheme"] == "leaktrace-plan/1"


@pytest.mark.parametrize("change", [{"scheme": "other"}, {"orders": [{}]}, {"cost": "much"}])
def test_what_is_no_plan_is_refused(made, change):
    with pytest.raises(ValueError):
        plan_from({**plan_document(made), **change})


def test_the_text_names_routes_pairs_and_days():
    text = plan_text(plan(chain(channel("shop"), channel("erp")), worlds=2))
    assert "shop cannot be told from erp: add a route that has shop and not erp" in text
    assert "12  only: shop > erp" in text
    assert "12 canaries, rate 30%: told" in text


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_page_stands_alone_and_shows_every_margin(made, language):
    html = page(made, speech(language, ZONE))
    assert not re.search(r"<script|https?://|@import|url\(", html)
    assert html.count('class="num') == len(made.margins)
    assert f'lang="{language}"' in html
    assert ("布放计划" in html) == (language == "zh-CN")


def test_names_are_escaped_on_the_page():
    html = page(plan(chain(channel("<b>shop"), channel("erp"))), speech("en", ZONE))
    assert "<b>shop" not in html
    assert "&lt;b&gt;shop" in html
