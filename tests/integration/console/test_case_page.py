"""The page of a case that rests on sealed draws: verdict, history, doubts and holders in words."""

import json
import re
from html import unescape

import pytest
from drawn_case import LEAKER, disclosed, flawed, hanging_on_one_contact
from drawn_scene import GIVEN, stocked

from leaktrace.console.i18n import speech
from leaktrace.console.next_canaries import next_canaries
from leaktrace.console.verdicts import by_rarity

pytestmark = [
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
    pytest.mark.slow,
    pytest.mark.usefixtures("people"),
]
CASE = "/cases/case-1"


@pytest.fixture
def drawn(demo, tenant, time_machine, fill_once, tmp_path):
    """A merchant who draws before planting."""
    return stocked(demo, tenant, time_machine, fill_once, tmp_path)


def section(page: str, heading: str) -> str:
    """The words under a heading, by its id."""
    found = re.search(rf'<section[^>]*aria-labelledby="{heading}".*?</section>', page, re.DOTALL)
    assert found, heading
    return found[0]


def words(html: str) -> str:
    """What a reader reads."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def test_an_attributed_case_says_whose_copy_and_what_is_guaranteed(drawn, visit):
    case = disclosed(drawn)
    assert (case["verdict"], case["accused"]) == ("attributed", [LEAKER])
    page = visit("viewer").get(CASE).text
    said = words(page)
    assert "The copy of 星禾订单 (erp-1) was disclosed." in said
    assert re.search(r"e-value [\d.,]+( × 10\S+)?, where 500 is needed", said)
    assert "the chance that any innocent channel is ever accused is at most 1%" in said
    assert "It is not said whose fault it was" in said
    assert "What an accusation would still need" not in said
    assert "guilty" not in said.lower()
    assert "What to do next What it means: a copy of the data got out." in said
    assert "a person has to review it before anybody is confronted" in said
    for kept in ("recordings", "read back", "commitment of the draw", "seed open DRAW"):
        assert kept in said
    assert "leaktrace case show case-1 --json" in said


def test_the_history_has_a_step_for_every_bet_and_a_table_that_names_no_value(drawn, visit):
    case = hanging_on_one_contact(drawn)
    page = visit("viewer").get(CASE).text
    history = section(page, "h-history")
    svg = re.search(r'<svg class="history".*?</svg>', history, re.DOTALL)[0]
    bets = {row["channel_id"]: row["bets"] for row in case["channels"]}
    assert len(bets[LEAKER]) == 4
    assert svg.count('<circle class="bet match"') == 4
    assert svg.count('<circle class="bet miss"') == sum(map(len, bets.values())) - 4 > 0
    assert svg.count('class="curve foremost"') == 1
    assert svg.count('class="curve"') == 2
    assert 'class="threshold"' in svg
    for bet in bets[LEAKER]:
        assert f'href="/contacts/{bet["contact_id"]}"' in history
    first = rf"name 1 in 18 its own value Yes {bets[LEAKER][0]['e_value']:.1f}"
    assert re.search(first, words(history))
    assert not [name for name in GIVEN if name in page]


def test_the_page_says_that_one_contact_changes_the_verdict(drawn, visit):
    case = hanging_on_one_contact(drawn)
    changed = [rival for rival in case["sensitivity"] if rival["changed"]]
    assert case["verdict"] == "attributed"
    assert [rival["verdict"] for rival in changed] == ["set"]
    contact_id = changed[0]["params"]["contact"]
    page = visit("viewer").get(CASE).text
    panel = section(page, "h-rivals")
    count = len(case["sensitivity"])
    assert f"1 of {count} rival assumptions change it: Without the contact of Sep 23" in words(
        panel
    )
    first, *others = re.findall(
        r"<tr( class=\"changed\")?>\s*(<th scope=\"row\">.*?)</tr>", panel, re.DOTALL
    )
    assert first[0]
    assert "Suspect set" in first[1]
    assert f'href="/contacts/{contact_id}"' in first[1]
    assert not any(row[0] for row in others)
    chinese = visit("viewer", language="zh-CN").get(CASE).text
    assert f"{count} 种不同假设中，有 1 种会改变结论" in words(section(chinese, "h-rivals"))


def test_a_verdict_that_nothing_overturns_says_so(drawn, visit):
    case = disclosed(drawn)
    assert not any(rival["changed"] for rival in case["sensitivity"])
    panel = words(section(visit("viewer").get(CASE).text, "h-rivals"))
    assert "No rival assumption that we tried changes the verdict." in panel


def test_a_case_short_of_proof_says_what_is_missing(drawn, visit):
    case = disclosed(drawn, calls=2)
    assert (case["verdict"], case["accused"]) == ("set", [])
    said = words(visit("viewer").get(CASE).text)
    assert "What an accusation would still need" in said
    assert f"Its e-value is {case['channels'][0]['e_value']:.0f}, and 500 is needed." in said
    assert "What this guarantees" not in said
    assert "What to do next" not in visit("viewer").get(CASE).text


def test_flaws_and_holders_are_told_in_words(drawn, visit):
    case = flawed(drawn)
    assert (case["verdict"], case["downgrades"][0]["spared"]) == ("set", [LEAKER])
    page = visit("viewer").get(CASE).text
    box = words(section(page, "h-downgrades"))
    assert "Values of copies that nobody read back are not counted; contacts: 4" in box
    assert "Without this, these would be accused: 星禾订单 (erp-1)." in box
    assert section(page, "h-history").count('class="bet void"') == 1 + 4
    assert "No: copy not read back" in words(section(page, "h-history"))
    holders = words(section(page, "h-holders"))
    assert "Copies that nobody read back, so that they accuse nobody: 4." in holders
    assert (
        "others could see its value as well, so that it proves nothing: 1 (橙舟商城 (shop-1): 1)"
        in holders
    )
    assert "it was lost on the way: 1." in holders
    chinese = visit("viewer", language="zh-CN").get(CASE).text
    assert "没有人回读核对的副本，其值不计入；联系次数：4" in words(chinese)
    assert "若没有这一情况，会指控：星禾订单（erp-1）。" in words(chinese)


def test_channels_of_which_no_canary_was_contacted_are_shown_apart(drawn, visit):
    case = disclosed(drawn)
    assert [row["channel_id"] for row in case["silent_channels"]] == ["erp-2"]
    table = words(section(visit("viewer").get(CASE).text, "h-posterior"))
    assert re.search(r"No canary contacted 拓云订单 \(erp-2\) .* 0 / 8", table)


def test_no_chinese_page_of_a_drawn_case_has_english_in_it(drawn, visit):
    flawed(drawn)
    page = visit("viewer", language="zh-CN").get(CASE).text
    page = re.search(r"<main.*</main>", page, re.DOTALL)[0]
    left = set(re.findall(r"[A-Za-z]{2,}", words(page)))
    assert left <= {"case", "erp", "courier", "desk", "shop", "ERP"}, left


def test_the_interface_gives_bets_without_values(drawn, visit):
    disclosed(drawn)
    answer = visit("viewer").get("/api/v1/cases/case-1")
    case = answer.json()
    (first, *_) = case["channels"]
    assert set(first["bets"][0]) == {
        "contact_id", "occurred_at", "field", "odds", "matched", "e_value", "flaw",
    }  # fmt: skip
    for contact in case["contacts"]:
        del contact["ref"]  # what the source calls it; the scene puts the words in
    text = json.dumps(case, ensure_ascii=False)
    assert not [name for name in GIVEN if name in text]


NAMES = {"erp-1": "ERP X", "wms-1": "Warehouse"}


@pytest.mark.parametrize(
    ("probe", "orders", "notes"),
    [
        ({"canaries": 4}, (), ()),
        ({"canaries": 4, "routes": [["wms-1", "erp-1"]]}, ("1 × Warehouse (wms-1) → ERP X (erp-1)",), ()),
        (
            {"routes": ["wms-1 > erp-1"], "variants": [["erp-1"]], "counts": [3], "tried": [False]},
            ("3 × Warehouse (wms-1) → ERP X (erp-1); with values of their own: ERP X (erp-1) (no order took this route before: see first whether it can)",),
            (),
        ),
        ({"canaries": 0, "note": "Nothing is left to separate."}, (), ("Nothing is left to separate.",)),
        (
            {"notes": [{"message": "Only values of their own tell these apart, whatever the route: {channels}.",
                        "params": {"channels": "erp-1, wms-1"}}]},
            (), ("Only values of their own tell these apart, whatever the route: ERP X (erp-1), Warehouse (wms-1).",),
        ),
    ],
)  # fmt: skip
def test_next_canaries_are_told_whatever_the_proposal_leaves_out(probe, orders, notes, app):
    found = next_canaries(speech("en", app.zone), {"next_probe": probe}, NAMES)
    assert (found.orders, found.notes) == (orders, notes)
    assert next_canaries(speech("en", app.zone), {"next_probe": None}, NAMES) is None


@pytest.mark.parametrize(
    ("posterior", "log10_lr", "named"), [(0.97, -0.7, True), (0.97, 0.1, False), (0.4, -0.7, False)]
)
@pytest.mark.parametrize(
    ("language", "start"),
    [
        ("en", "Warehouse (wms-1): probable, although the likelihood ratio is below 1."),
        ("zh-CN", "Warehouse（wms-1）：概率较高，而似然比低于 1。"),
    ],
)
def test_a_high_probability_beside_a_low_likelihood_ratio_is_explained(
    posterior, log10_lr, named, language, start, app
):
    rows = [
        {"channel_id": "erp-1", "posterior": 0.99, "log10_lr": 3.0},
        {"channel_id": "wms-1", "posterior": posterior, "log10_lr": log10_lr},
    ]
    said = by_rarity(speech(language, app.zone), {"channels": rows}, NAMES)
    assert said.startswith(start) if named else said == ""


@pytest.mark.parametrize(
    ("language", "on_contact", "on_case"),
    [("en", "a value of the sealed draw", "drawn"), ("zh-CN", "密封抽签中的值", "抽签值")],
)
def test_a_value_of_the_draw_is_called_that_and_not_a_difference(
    drawn, visit, language, on_contact, on_case
):
    case = hanging_on_one_contact(drawn)
    person = visit("viewer", language=language)
    differs = {"en": "differs", "zh-CN": "不一致"}[language]
    assert {row["canary_ids"][0] for row in case["contacts"]} == {"C1", "C2", "C3"}
    for row in case["contacts"]:
        said = words(section(person.get(f"/contacts/{row['contact_id']}").text, "h-details"))
        assert on_contact in said
        assert differs not in said
    contacts = words(section(person.get(CASE).text, "h-contacts"))
    assert on_case in contacts
    assert differs not in contacts


def test_the_terminal_and_the_interface_say_it_too(drawn, visit):
    case = hanging_on_one_contact(drawn)
    key = case["contacts"][0]["contact_id"]
    told = drawn.run("contact", "show", key)["details"]
    assert [one["drawn"] for one in told if one["field"] == "name"] == [True]
    assert "│ drawn │" in drawn.demo("contact", "show", key).out
    listed = visit("viewer").get("/api/v1/contacts?informed=true").json()["contacts"]
    assert all(any(one["drawn"] for one in row["details"]) for row in listed)
