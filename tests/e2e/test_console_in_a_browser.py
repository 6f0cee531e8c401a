"""A real browser against a real server: from the login to the reasons why a channel is suspected."""

import io
import json
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
import structlog

from leaktrace.cli.main import main
from leaktrace.console.server import listen, make_server
from leaktrace.domain.account import Role
from leaktrace.domain.times import parse_time
from leaktrace.services import (
    accounts,
    attribution_runs,
    channels,
    exposures,
    lines,
    sources,
)
from leaktrace.services.streams import Intake, ingest_stream

WORLD = "routes-112"
SCENES = Path(__file__).parents[1] / "integration"
PASSWORD = "correct horse battery"

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class Site:
    """A running console."""

    url: str
    truth: dict
    """What the world of the site is known to be, or the case that it shows."""


@pytest.fixture
def site(app, tenant, worlds):
    """A server on a free port, with a world whose leaker is known."""
    folder = worlds / WORLD
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    with tenant.writes.begin() as session:
        channels.import_channels(session, channels.read_channels(folder / "channels.csv"))
        lines.import_lines(session, lines.read_lines(folder / "lines.csv"))
        exposures.import_exposures(session, folder / "canaries.jsonl", folder / "exposures.jsonl")
        source = sources.manual_source(session, "native", "native")
        accounts.add_user(session, "li.na", PASSWORD, Role.REVIEWER)
    with (folder / "contacts.jsonl").open("rb") as file:
        intake = Intake(tenant.writes, app.formats, app.zone)
        ingest_stream(intake, source.id, "native", "native", file)
    with tenant.writes.begin() as session:
        attribution_runs.attribute_now(session, parse_time(truth["as_of"]))
    with serving(app) as url:
        yield Site(url, truth)


@contextmanager
def serving(app):
    """A server on a free port; its address."""
    with listen("127.0.0.1", 0) as listener:
        server = make_server(app)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture
def accused(app, tenant, time_machine, tmp_path, capsys, monkeypatch):
    """A server with a case in which a sealed draw names the leaker, "erp-1"."""
    for folder in ("", "console"):
        monkeypatch.syspath_prepend(SCENES / folder)
    scenes, drawn_case = import_module("drawn_scene"), import_module("drawn_case")

    def command(*words):
        place = ("--home", app.settings.home, "--database", app.settings.database)
        with pytest.raises(SystemExit) as stop:
            main([str(word) for word in (*words, *place)])
        said = capsys.readouterr()
        return SimpleNamespace(
            status=stop.value.code or 0, err=said.err, json=json.loads(said.out or "null")
        )

    (tmp_path / "files").mkdir()
    scene = scenes.Scene(command, tenant, time_machine, tmp_path / "files").stock()
    case = drawn_case.hanging_on_one_contact(scene)
    with tenant.writes.begin() as session:
        accounts.add_user(session, "li.na", PASSWORD, Role.REVIEWER)
    with serving(app) as url:
        yield Site(url, case)


@pytest.fixture
def planted(app, tenant, monkeypatch):
    """A server with a plan of seven canaries that was run."""
    monkeypatch.syspath_prepend(SCENES / "console")
    import_module("planted_scene").plant(app, tenant)
    with tenant.writes.begin() as session:
        accounts.add_user(session, "li.na", PASSWORD, Role.REVIEWER)
    with serving(app) as url:
        yield Site(url, {})


def unexpected(request):
    """The address of a request that failed, unless the page was left before it was answered."""
    return [] if request.failure == "net::ERR_ABORTED" else [request.url]


@pytest.fixture
def page(chromium):
    """A page that must leave no error in the browser's console and violate no policy."""
    troubles: list[str] = []
    page = chromium.new_page()
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "console",
        lambda message: troubles.append(message.text) if message.type == "error" else None,
    )
    page.on("requestfailed", lambda request: troubles.extend(unexpected(request)))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', event => console.error(`policy: ${event.violatedDirective}`))"
    )
    yield page
    assert troubles == []


@pytest.fixture(autouse=True)
def _quiet():
    with structlog.testing.capture_logs():
        yield


def log_in(page, site):
    page.goto(site.url)
    page.fill("#login", "li.na")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(f"{site.url}/")


def test_from_the_login_to_the_evidence_against_the_leaking_channel(page, site):
    (leaker,) = site.truth["leakers"]
    log_in(page, site)
    page.click("text=case-1")
    assert page.locator(".sentence").inner_text().endswith("。")
    first = page.locator("details.evidence").first
    assert leaker in first.locator(".name").inner_text()
    assert first.get_attribute("open") is not None
    assert float(first.locator(".weight").inner_text().replace("−", "-")) > 1
    weights = first.locator("tbody td.number:last-child").all_inner_texts()
    total = first.locator("tfoot td.number").inner_text()
    assert sum(float(text.replace("−", "-")) for text in weights) == pytest.approx(
        float(total), abs=0.05
    )
    assert first.locator("table.reasons tbody tr").count() >= 2
    page.locator("svg.timeline a").first.click()
    assert re.search(r"#contact-", page.url)


@pytest.mark.slow
def test_an_accusation_shows_the_history_of_its_e_value_and_what_would_change_it(page, accused):
    log_in(page, accused)
    page.click("text=case-1")
    assert page.locator(".sentence").inner_text() == "星禾订单（erp-1）的副本已外泄。"
    assert "不超过 1%" in page.locator(".guarantee").inner_text()
    history = page.locator("svg.history")
    assert history.is_visible()
    curve = history.locator("path.curve.foremost").bounding_box()
    threshold = history.locator("line.threshold").bounding_box()
    assert curve["y"] < threshold["y"] < curve["y"] + curve["height"]
    bets = next(row["bets"] for row in accused.truth["channels"] if row["channel_id"] == "erp-1")
    assert history.locator(".foremost .bet.match").count() == len(bets) == 4
    table = page.locator("details.bets").first
    assert table.locator("tbody tr").count() == len(bets)
    changing = page.locator("tr.changed")
    assert changing.count() == 1
    assert "嫌疑集合" in changing.inner_text()
    changing.locator("a").click()
    assert re.search(r"/contacts/[0-9a-f-]{36}$", page.url)


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_of_an_accusation_is_not_wider_than_the_screen(page, accused, width):
    page.set_viewport_size({"width": width, "height": 900})
    log_in(page, accused)
    page.goto(f"{accused.url}/cases/case-1")
    widths = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert widths[0] <= widths[1]


def test_evidence_opens_by_keyboard_and_without_scripts(page, site):
    log_in(page, site)
    page.goto(f"{site.url}/cases/case-1")
    last = page.locator("details.evidence").last
    assert last.get_attribute("open") is None
    last.locator("summary").focus()
    page.keyboard.press("Enter")
    assert last.locator("table.reasons").is_visible()
    assert page.locator("script").count() == 0


def test_personal_data_is_shown_on_request_and_is_gone_after(page, site):
    log_in(page, site)
    page.click("nav >> text=联系事件")
    page.select_option("#informed", "yes")
    page.select_option("#kind", "scam")
    page.click(".filters button")
    page.locator("tbody tr", has_text="短信").first.locator("a").click()
    masked = page.locator(".words").inner_text()
    assert set(masked) <= set("• \n")
    page.fill("#why", "复核")
    page.click("text=显示个人信息")
    assert page.locator(".words mark").count() >= 1
    address = page.url
    page.goto(address)
    assert page.locator(".words").inner_text() == masked


@pytest.mark.parametrize("width", [390, 1400])
def test_no_page_is_wider_than_the_screen(page, site, width):
    page.set_viewport_size({"width": width, "height": 900})
    log_in(page, site)
    for path in ("/", "/cases/case-1", "/contacts", "/channels", "/sources"):
        page.goto(site.url + path)
        widths = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert widths[0] <= widths[1], path


def test_what_a_channel_is_given_stands_under_its_heading(page, site):
    log_in(page, site)
    page.goto(f"{site.url}/channels")
    lefts = "cells => cells.map(cell => Math.round(cell.getBoundingClientRect().left))"
    headings = page.locator(".matrix thead th").evaluate_all(lefts)
    first = page.locator(".matrix tbody tr").first.locator("th, td").evaluate_all(lefts)
    assert len(headings) == 15
    assert headings == first


def test_a_plan_shows_its_margins_and_what_would_separate_two_channels(page, planted):
    log_in(page, planted)
    page.click("nav >> text=布放计划")
    page.click("th >> text=plan-1")
    picture = page.locator(".of-margins svg")
    cells = picture.locator("rect[class^=h]")
    assert cells.count() == 6
    size = cells.first.bounding_box()
    assert size["width"] == pytest.approx(size["height"], abs=1)
    assert size["width"] > 25
    fills = cells.evaluate_all("cells => cells.map(cell => getComputedStyle(cell).fill)")
    assert len(set(fills)) >= 2
    row = page.locator("table.confusable tbody tr")
    assert "wms-1" in row.inner_text()
    assert row.locator("li").count() >= 1
    assert page.locator(".of-power polyline").count() == 6
    bars = page.locator(".of-channels rect.bar").evaluate_all(
        "bars => bars.map(bar => bar.getBoundingClientRect().width)"
    )
    assert bars[0] == pytest.approx(bars[1])
    assert bars[2] < bars[0]
    assert page.locator("script").count() == 0


def test_canaries_are_filtered_and_two_of_them_are_tagged(page, planted):
    log_in(page, planted)
    page.click("nav >> text=金丝雀订单")
    assert page.locator(".canaries tbody tr").count() == 13
    page.select_option("#channel", "courier-1")
    page.select_option("#plan", "plan-1")
    page.click(".filters button")
    rows = page.locator(".canaries tbody tr")
    assert rows.count() < 7
    for place in (0, 1):
        rows.nth(place).locator("input[type=checkbox]").check()
    page.fill("#name", "autumn")
    page.press("#name", "Enter")
    assert "2" in page.locator("[role=status]").inner_text()
    assert page.locator(".canaries .tag").count() == 2
    assert page.input_value("#channel") == "courier-1"
    page.goto(f"{planted.url}/canaries?tag=autumn")
    assert page.locator(".canaries tbody tr").count() == 2
    page.locator(".canaries tbody th a").first.click()
    assert page.locator(".tag").inner_text() == "autumn"
    assert page.locator("ol.route li").count() == 3


@pytest.mark.parametrize("width", [400, 1280])
def test_no_page_of_plans_canaries_and_lines_is_wider_than_the_screen(page, planted, width):
    page.set_viewport_size({"width": width, "height": 900})
    log_in(page, planted)
    for path in ("/canaries?line=P0", "/canaries/plan-1-0001", "/plans", "/plans/plan-1", "/lines", "/lines/P0"):  # fmt: skip
        page.goto(planted.url + path)
        widths = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert widths[0] <= widths[1], path


def test_a_record_in_quarantine_is_mended_where_it_is_shown(page, site, app, tenant):
    record = {"ref": "q", "medium": "sms", "line": "L999", "occurred_at": "2026-10-09T03:30:00Z"}
    with tenant.writes.begin() as session:
        source = sources.manual_source(session, "notes", "native")
    stream = io.BytesIO(json.dumps(record).encode())
    ingest_stream(
        Intake(tenant.writes, app.formats, app.zone), source.id, "notes", "native", stream
    )
    log_in(page, site)
    for width in (1280, 380):
        page.set_viewport_size({"width": width, "height": 900})
        for path in ("/sources", "/quarantine"):
            page.goto(site.url + path)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("tbody th a")
    text = page.locator("#text").input_value()
    assert json.loads(text) == record
    page.fill("#text", text.replace("L999", "L0001"))
    page.click("button[value=mend]")
    page.wait_for_url(re.compile(r"done=stored-1"))
    assert "1" in page.locator(".done").inner_text()


def test_a_call_is_noted_down_and_read_at_once(page, site):
    log_in(page, site)
    page.goto(f"{site.url}/contacts")
    page.click("text=记录来电")
    for width in (1280, 380):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    line = page.locator("#lines option").first.get_attribute("value")
    page.fill("#line", line)
    page.fill("#at", "2026-10-30T10:15")
    page.fill("#words", "您好，我是客服，您的快递丢了。")
    page.fill("#knew-name", "许知远")
    page.click("button.primary")
    page.wait_for_url(re.compile(r"/contacts/[0-9a-f-]{36}\?done="))
    assert "已按您所写保存" in page.locator(".done").inner_text()
    assert "2026" in page.locator("h1").inner_text()
    assert line in page.locator(".facts").first.inner_text()


@pytest.mark.parametrize("chromium", ["en-US"], indirect=True)
def test_the_language_follows_the_browser_and_then_the_choice(page, site):
    log_in(page, site)
    assert page.locator("h1").inner_text() == "Cases"
    page.click("text=中文")
    assert page.locator("h1").inner_text() == "案件"
    page.click("text=退出")
    assert page.locator("h1").inner_text() == "登录"
