"""A small world that is quick to make: two channels, three canaries, and contacts of every class."""

import io
import json
from datetime import UTC, datetime

from leaktrace.bootstrap import App, Tenant
from leaktrace.domain.account import Role
from leaktrace.services import (
    accounts,
    attribution_runs,
    channels,
    exposures,
    lines,
    sources,
)
from leaktrace.services.streams import Intake, ingest_stream

PASSWORD = "correct horse battery"
NAMES = ("林若溪", "周慕白", "沈听澜")
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"
AS_OF = datetime(2026, 10, 31, 16, tzinfo=UTC)

CHANNELS = """channel_id,kind,name,provider,injectable,views
platform-1,platform,橙舟商城 & <b>旗舰店</b>,橙舟,no,name=plain;phone=plain;address=plain;order_no=plain;product=plain;price=plain;ordered_at=plain
courier-1,courier,飞鹭快递,飞鹭,no,name=masked;phone=virtual;address=plain;tracking_no=plain
"""


def canary(number: int) -> dict[str, object]:
    return {
        "canary_id": f"C{number}",
        "line_ids": [f"L{number}"],
        "identity": {
            "name": NAMES[number - 1],
            "phone": f"+861400000000{number}",
            "email": None,
            "address": {
                "province": "浙江省", "city": "杭州市", "district": "余杭区", "detail": f"云仓路8号{number}0{number}室",
            },
            "nick": f"buyer{number}",
        },
        "order": {
            "order_no": f"20261001000{number}7731",
            "items": [{"sku": f"S{number}", "title": "恒温电热水壶", "qty": 1, "price": "189.00"}],
            "amount": "189.00",
            "currency": "CNY",
            "placed_at": f"2026-10-0{number}T02:00:00Z",
        },
    }  # fmt: skip


def exposure(number: int, channel_id: str) -> dict[str, object]:
    address = f"浙江省杭州市余杭区云仓路8号{number}0{number}室"
    if channel_id == "platform-1":
        holds = {
            "name": NAMES[number - 1],
            "phone": f"+861400000000{number}",
            "address": address,
            "order_no": f"20261001000{number}7731",
            "product": "恒温电热水壶",
            "price": "189.00",
            "ordered_at": f"2026-10-0{number}T02:00:00Z",
        }
        views = dict.fromkeys(holds, "plain")
    else:
        holds = {
            "name": f"{NAMES[number - 1][0]}**",
            "phone": f"+8617000000{number}00",
            "address": address,
        }
        views = {"name": "masked", "phone": "virtual", "address": "plain"}
    return {
        "canary_id": f"C{number}",
        "channel_id": channel_id,
        "exposed_at": f"2026-10-0{number}T03:00:00Z",
        "holds": holds,
        "views": views,
        "proof": {"kind": "test"},
    }


def contact(ref: str, line: int, day: int, text: str, medium: str = "sms") -> dict[str, object]:
    return {
        "ref": ref,
        "medium": medium,
        "line": f"L{line}",
        "occurred_at": f"2026-10-{day:02}T08:00:00Z",
        "caller": "+8614000001234",
        "text": text,
    }


CONTACTS = (
    contact(
        "scam-1",
        1,
        12,
        f"{NAMES[0]}您好，您购买的恒温电热水壶189元有质量问题，请加客服微信办理退款{EVIL}",
    ),
    contact(
        "scam-2:14000009876",
        2,
        13,
        f"{NAMES[1]}您好，您10月2日买的恒温电热水壶订单异常，请点链接办理三倍理赔",
    ),
    contact("background-1", 3, 14, "低息贷款，额度二十万，点击链接立即申请"),
    contact("silent-1", 3, 15, "", "call"),
)


def add_people(tenant: Tenant, *, suffix: str = "") -> None:
    with tenant.writes.begin() as session:
        accounts.add_user(session, f"reviewer{suffix}", PASSWORD, Role.REVIEWER)
        accounts.add_user(session, f"viewer{suffix}", PASSWORD, Role.VIEWER)


def fill(app: App, tenant: Tenant, folder) -> None:
    """Plant, take in, attribute."""
    (folder / "channels.csv").write_text(CHANNELS, encoding="utf-8")
    rows = [f"L{n},phone,+861400000000{n},canary,2026-09-01T00:00:00Z," for n in (1, 2, 3)]
    (folder / "lines.csv").write_text(
        "\n".join(["line_id,kind,value,role,acquired_at,label", *rows, ""]), encoding="utf-8"
    )
    for name, documents in (
        ("canaries.jsonl", [canary(n) for n in (1, 2, 3)]),
        (
            "exposures.jsonl",
            [exposure(n, c) for n in (1, 2, 3) for c in ("platform-1", "courier-1")],
        ),
    ):
        text = "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)
        (folder / name).write_text(text, encoding="utf-8")
    with tenant.writes.begin() as session:
        channels.import_channels(session, channels.read_channels(folder / "channels.csv"))
        lines.import_lines(session, lines.read_lines(folder / "lines.csv"))
        exposures.import_exposures(session, folder / "canaries.jsonl", folder / "exposures.jsonl")
        source = sources.manual_source(session, "phone-log", "native")
    body = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in CONTACTS).encode()
    intake = Intake(tenant.writes, app.formats, app.zone)
    ingest_stream(intake, source.id, "phone-log", "native", io.BytesIO(body))
    with tenant.writes.begin() as session:
        attribution_runs.attribute_now(session, AS_OF)
