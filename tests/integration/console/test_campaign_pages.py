"""Campaigns in the console."""

import io
import json
import re

import pytest

from leaktrace.services import campaigns, sources
from leaktrace.services.streams import Intake, ingest_stream

pytestmark = pytest.mark.usefixtures("scene")
WORDS = "您在我们店购买的商品经抽检质量不达标，现在给您办理三倍理赔，请添加理赔专员微信处理。"
NAMES = ("欧阳娜娜", "司马相如")


@pytest.fixture
def told_twice(app, tenant):
    rows = [
        {
            "ref": f"twin-{n}", "medium": "sms", "line": f"L{n}", "text": f"{NAMES[n - 1]}您好，{WORDS}致电14100000071或写信zhou@mail.example",
            "occurred_at": f"2026-10-0{n + 6}T03:30:00Z", "caller": f"+861410000007{n}",
        }
        for n in (1, 2)
    ]  # fmt: skip
    with tenant.writes.begin() as session:
        source = sources.manual_source(session, "twins", "native")
    payload = "\n".join(map(json.dumps, rows)).encode()
    intake = Intake(tenant.writes, app.formats, app.zone)
    ingest_stream(intake, source.id, "twins", "native", io.BytesIO(payload))
    with tenant.writes.begin() as session:
        campaigns.mark_contacts(session, campaigns.unmarked_contacts(session))
    with tenant.reads.begin() as session:
        return next(one for one in campaigns.list_campaigns(session) if "wording" in one.shared)


def test_campaigns_are_listed_and_shown_masked(visit, told_twice):
    person = visit("viewer")
    text = person.get("/campaigns").text
    assert f'href="/campaigns/{told_twice.campaign_id}"' in text
    assert "Wording" in text
    page = person.get(f"/campaigns/{told_twice.campaign_id}").text
    for key in told_twice.contact_ids:
        assert f'href="/contacts/{key}"' in page
    assert "+8614100000071" not in page
    assert "团伙活动" in visit("viewer", language="zh-CN").get("/campaigns").text


def test_a_sample_of_the_wording_is_shown_without_personal_data(visit, told_twice):
    for language in ("en", "zh-CN"):
        person = visit("viewer", language=language)
        page = person.get(f"/campaigns/{told_twice.campaign_id}").text
        sample = re.search(r'<blockquote class="words" dir="auto">(.*?)</blockquote>', page)[1]
        assert sample == f"••••您好，{WORDS}致电•••••••••••或写信" + "•" * len("zhou@mail.example")
        listed = person.get("/campaigns").text
        assert f"••••您好，{WORDS[:20]}" in listed
        for secret in (*NAMES, "14100000071", "zhou"):
            assert secret not in page + listed
    assert (
        "Sample of the wording" in visit("viewer").get(f"/campaigns/{told_twice.campaign_id}").text
    )


def test_a_contact_of_no_campaign_is_not_found(visit):
    assert visit("viewer").get("/campaigns/00000000-0000-7000-8000-000000000000").status_code == 404
