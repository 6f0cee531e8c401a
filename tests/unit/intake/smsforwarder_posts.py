"""Posts of SmsForwarder for tests: as its templates make them, and what its parser gives for them."""

import io
import json
from datetime import UTC, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from leaktrace.domain.contact import Reject, Report
from leaktrace.domain.ports import ParseContext, PushRequest
from leaktrace.intake.smsforwarder import SmsForwarderFormat

SMSF = SmsForwarderFormat()
SHANGHAI = ParseContext(zone=ZoneInfo("Asia/Shanghai"))
SCAM = "【菜鸟】您的包裹破损,理赔请加企微 xxxx"
CALLER = "14012345678"
SMS = {
    "v": 1,
    "src": "smsforwarder",
    "device": "lt-phone-01",
    "from": CALLER,
    "text": SCAM,
    "sim": "SIM2_14087654321",
    "sub_id": "3",
    "call_type": "未知通话",
    "rx": "2026-11-26T17:40:05+08:00",
    "ts": "1795686006123",
    "sign": "",
}
ENDED = (
    "通讯录名：未知号码\n被呼号码：14087654321\n通话时间：2026-11-26 17:39:12\n通话时长：43s\n"
    "通话类型：来电挂机\n呼叫转移：是"
)
MISSED = "通讯录名：未知号码\n通话时间：2026-11-26 17:39:12\n响铃时长：21s\n通话类型：未接来电"
RINGING = "通讯录名：未知号码\n通话类型：来电提醒"
# The example of the reference, with a number that nobody has.
CONTENT = f"{CALLER}\n{SCAM}\nSIM2_14087654321\nSubId：3\n2026-11-26 17:40:05\nlt-phone-01"
LEFT_OUT = object()


def body(**changes: object) -> bytes:
    values = {key: value for key, value in (SMS | changes).items() if value is not LEFT_OUT}
    return json.dumps(values, ensure_ascii=False).encode()


def form(**values: str) -> bytes:
    return urlencode(values).encode()


def call(text: str, **changes: object) -> bytes:
    label = text.partition("通话类型：")[2].partition("\n")[0]
    return body(**({"text": text, "call_type": label} | changes))


def read(data: bytes, context: ParseContext | None = None) -> list[Report | Reject]:
    context = context or ParseContext()
    return [found for part in SMSF.split(io.BytesIO(data)) for found in SMSF.parse(part, context)]


def report(data: bytes, context: ParseContext | None = None) -> Report:
    (found,) = read(data, context)
    assert isinstance(found, Report), found
    return found


def refused(data: bytes, context: ParseContext | None = None) -> Reject:
    (found,) = read(data, context)
    assert isinstance(found, Reject), found
    assert found.reason
    return found


def request(data: bytes, at: datetime | None = None, **headers: str) -> PushRequest:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return PushRequest(data, named, at or datetime(2025, 11, 26, 9, 41, tzinfo=UTC))
