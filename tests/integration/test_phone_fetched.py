"""Phones that are asked for their lists: everything comes, in order, and what was posted before counts once."""

import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from phone_server import Phone, serving, sign_of

from leaktrace.domain.errors import SourceError
from leaktrace.domain.ports import PushRequest
from leaktrace.domain.source import SourceKind
from leaktrace.intake.smsforwarder import SmsForwarderFormat
from leaktrace.scheduler.worker import Worker
from leaktrace.services import contacts, deliveries, lines, sources
from leaktrace.services.parsing import parse_delivery

SMSF = SmsForwarderFormat()
SECRET = "LT-secret-01"
NOW = time.time_ns() // 1_000_000
DAY = 24 * 3600 * 1000


@pytest.fixture
def phone() -> Iterator[Phone]:
    with serving(Phone(secret=SECRET)) as started:
        yield started


def pull(phone: Phone, cursor: str = "", secret: str = SECRET) -> tuple[list[dict], str]:
    """All rows since the cursor, and the new cursor."""
    rows = []
    for pulled in SMSF.pull({"url": phone.url}, secret, cursor):
        assert len(pulled.payload) < 1024 * 1024
        rows += [json.loads(line) for line in pulled.payload.splitlines()]
        cursor = pulled.cursor
    return rows, cursor


def test_everything_comes_oldest_first_messages_before_calls(phone):
    for number in range(250):
        phone.add_message(f"m{number}", NOW - DAY * 300 + number * 1000)
    phone.add_call(NOW - 2000)
    phone.add_call(NOW - 9000)
    rows, cursor = pull(phone)
    assert [row["content"] for row in rows[:250]] == [f"m{number}" for number in range(250)]
    assert [row["dateLong"] for row in rows[250:]] == [NOW - 9000, NOW - 2000]
    assert cursor == f"{phone.messages[-1]['date']} {NOW - 2000}"


def test_the_rows_are_in_deliveries_of_bounded_size_with_a_cursor_each(phone):
    for number in range(300):
        phone.add_message("长" * 1000 + str(number), NOW - 400_000 + number)
    pulled = list(SMSF.pull({"url": phone.url}, SECRET, ""))
    assert len(pulled) > 1
    cursors = [int(one.cursor.split()[0]) for one in pulled]
    assert cursors == sorted(cursors)
    assert cursors[-1] == NOW - 400_000 + 299


def test_the_next_time_a_day_is_fetched_again_and_not_all(phone):
    for number in range(150):
        phone.add_message(f"old{number}", NOW - 9 * DAY + number)
    phone.add_message("new", NOW - 1000)
    _, cursor = pull(phone)
    phone.asked.clear()
    phone.add_message("late", NOW - 2000)
    rows, after = pull(phone, cursor)
    assert [row["content"] for row in rows] == ["late", "new"]
    assert after == cursor
    assert [data["page_num"] for path, data in phone.asked if path == "/sms/query"] == [1]


def test_a_call_that_ends_late_is_not_missed(phone):
    phone.add_call(NOW - 1000)
    _, cursor = pull(phone)
    phone.add_call(NOW - 3 * 3600 * 1000, duration=10_790)
    rows, _ = pull(phone, cursor)
    assert len(rows) == 2


def test_a_clock_in_the_future_hides_nothing_later(phone):
    phone.add_message("future", NOW + 90 * DAY)
    rows, cursor = pull(phone)
    assert len(rows) == 1
    phone.messages.clear()
    phone.add_message("now", NOW)
    assert [row["content"] for row in pull(phone, cursor)[0]] == ["now"]


def test_a_row_without_a_date_is_kept_for_the_quarantine(phone):
    phone.messages.append({"number": "14012345678", "content": "x", "type": 1})
    rows, _ = pull(phone, f"{NOW} {NOW}")
    assert rows == [{"number": "14012345678", "content": "x", "type": 1}]


@pytest.mark.parametrize("cursor", ["", "x", "1", "1 2 3", "-1 5", "１ ２"])
def test_a_cursor_that_is_none_begins_anew(phone, cursor):
    phone.add_message("m", NOW - 900 * DAY)
    assert len(pull(phone, cursor)[0]) == 1


def test_a_phone_without_a_secret_is_asked_without_a_sign(phone):
    phone.secret = ""
    phone.add_message("m", NOW)
    assert len(pull(phone, secret="")[0]) == 1


def test_a_wrong_secret_is_named(phone):
    with pytest.raises(SourceError, match=r"签名校验失败.*sign key"):
        pull(phone, secret="another")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"8FA0B1", "no JSON; encryption is not supported"),
        (b"\xff\xfe", "no JSON"),
        (b"[]", "no JSON"),
        (b'{"code":500,"msg":"no"}', "'no'"),
        (b'{"code":200,"timestamp":1,"data":[]}', "not signed"),
        (b'{"code":200,"timestamp":1,"sign":"x","data":[]}', "not signed"),
    ],
)
def test_an_answer_of_something_else_is_named(phone, answer, reason):
    phone.answer = answer
    with pytest.raises(SourceError, match=reason):
        pull(phone)


@pytest.mark.parametrize("data", [5, [5], "x", {}])
def test_an_answer_that_is_no_list_is_named(phone, data):
    answer = {"code": 200, "timestamp": NOW, "sign": sign_of(NOW, SECRET), "data": data}
    phone.answer = json.dumps(answer).encode()
    with pytest.raises(SourceError, match="no list"):
        pull(phone)


def test_a_phone_that_is_off_is_named_with_what_to_do(phone):
    url = phone.url
    with serving(Phone()) as gone:
        port = gone.url
    assert port != url
    with pytest.raises(SourceError, match=r"cannot be reached.*server runs") as failed:
        list(SMSF.pull({"url": port}, SECRET, ""))
    assert SECRET not in str(failed.value)


@pytest.mark.parametrize("settings", [{}, {"url": "phone:5000"}, {"url": "file:///etc/passwd"}])
def test_a_source_without_an_address_is_told_so(settings):
    with pytest.raises(SourceError, match="url=http"):
        list(SMSF.pull(settings, SECRET, ""))


# Posted and fetched


@pytest.fixture
def source(tenant, tmp_path):
    """A source of the phone "lt-phone-01", whose line is in the inventory."""
    file = tmp_path / "lines.csv"
    file.write_text(
        "line_id,kind,value,role,acquired_at,label\n"
        "L1,phone,+8614000000001,canary,2026-01-01T00:00:00Z,\n"
    )
    settings = {"SIM1": "L1", "device": "lt-phone-01", "zone": "Asia/Shanghai"}
    with tenant.writes.begin() as session:
        lines.import_lines(session, lines.read_lines(file))
        sources.add_source(session, "phones", "smsforwarder", SourceKind.HOOK, settings)
        return sources.find_source(session, "phones").id


def take(app, tenant, source, payload):
    with tenant.writes.begin() as session:
        key = deliveries.store_delivery(session, source, payload)
        return parse_delivery(session, app.formats, key).counts


def posted(text: str, at_ms: int, call_type: str = "") -> bytes:
    rx = datetime.fromtimestamp(at_ms // 1000, UTC).astimezone().isoformat()
    values = {"device": "lt-phone-01", "from": "+8614012345678", "text": text, "sim": "SIM1_L1"}
    body = json.dumps(values | {"rx": rx, "ts": str(at_ms + 900), "call_type": call_type})
    return SMSF.delivery(PushRequest(body.encode(), {}, datetime.now(UTC)))


@pytest.mark.parametrize("fetched_first", [False, True])
def test_what_was_posted_and_is_fetched_counts_once(app, tenant, source, phone, fetched_first):
    begin = NOW - 7200_000
    local = datetime.fromtimestamp((begin + 60_000) // 1000, UTC).timestamp()
    started = datetime.fromtimestamp(local + 8 * 3600, UTC).strftime("%Y-%m-%d %H:%M:%S")
    notice = f"通讯录名：未知号码\n通话时间：{started}\n通话时长：43s\n通话类型：来电挂机"
    phone.add_message("理赔请加企微", begin)
    phone.add_message("once more", begin + 5000)
    phone.add_message("only in the store", begin + 6000)
    phone.add_call(begin + 60_000)
    phone.add_call(begin + 600_000, type=3)
    payloads = [
        posted("理赔请加企微", begin + 2000),
        posted("once more", begin + 8000),
        posted("通讯录名：未知号码\n通话类型：来电提醒", begin + 61_000, "来电提醒"),
        posted(notice, begin + 110_000, "来电挂机"),
    ]
    fetched = [one.payload for one in SMSF.pull({"url": phone.url}, SECRET, "")]
    for payload in [*fetched, *payloads] if fetched_first else [*payloads, *fetched]:
        take(app, tenant, source, payload)
    with tenant.reads.begin() as session:
        page = contacts.list_contacts(session)
    assert sorted(str(row.medium) for row in page.contacts) == ["call"] * 2 + ["sms"] * 3


def bare(label: str) -> str:
    """The text of a notice for which the app found nothing in the phone's log."""
    return f"通讯录名：未知号码\n通话类型：{label}"


@pytest.mark.parametrize("told", [("来电提醒", "来电接通", "来电挂机"), ("来电接通", "来电挂机"), ("来电挂机",)])  # fmt: skip
@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("fetched", ["before", "after", "never"])
def test_a_long_call_whose_end_tells_nothing_is_one(
    app, tenant, source, phone, told, order, fetched
):
    begin = NOW - 7200_000
    at = {"来电提醒": 0, "来电接通": 9_000, "来电挂机": 610_000}
    phone.add_call(begin + 8_000, duration=601)
    rows = [one.payload for one in SMSF.pull({"url": phone.url}, SECRET, "")]
    posts = [posted(bare(label), begin + at[label], label) for label in told][::order]
    early, late = (rows if fetched == when else [] for when in ("before", "after"))
    for payload in [*early, *posts, *late]:
        take(app, tenant, source, payload)
    with tenant.reads.begin() as session:
        (call,) = contacts.list_contacts(session).contacts
    assert call.duration_s == (None if fetched == "never" else 601)
    if fetched == "never" and len(told) > 1:
        assert call.occurred_at < datetime.fromtimestamp(begin / 1000 + 60, UTC)


def test_the_next_call_is_another_although_the_end_of_the_first_told_nothing(app, tenant, source):
    begin = NOW - 7200_000
    for label, after in (("来电提醒", 0), ("来电挂机", 300_000)):
        for call in (begin, begin + 400_000):
            take(app, tenant, source, posted(bare(label), call + after, label))
    with tenant.reads.begin() as session:
        assert contacts.list_contacts(session).total == 2


def test_a_text_that_really_came_twice_counts_twice(app, tenant, source, phone):
    begin = NOW - 7200_000
    phone.add_message("fire sale", begin)
    phone.add_message("fire sale", begin + 3000)
    for at in (begin + 1000, begin + 4000):
        take(app, tenant, source, posted("fire sale", at))
    (pulled,) = SMSF.pull({"url": phone.url}, SECRET, "")
    counts = take(app, tenant, source, pulled.payload)
    assert (counts.stored, counts.duplicates) == (0, 2)
    with tenant.reads.begin() as session:
        assert contacts.list_contacts(session).total == 2


@pytest.fixture
def hooked(demo, phone, tmp_path):
    """The command; a source "phones" that is pushed, and fetched from the phone as well."""
    (tmp_path / "lines.csv").write_text(
        "line_id,kind,value,role,acquired_at,label\n"
        "L1,phone,+8614000000001,canary,2026-01-01T00:00:00Z,\n"
    )
    assert demo("line", "import", tmp_path / "lines.csv").status == 0
    (tmp_path / "secret").write_text(SECRET)
    (tmp_path / "secret").chmod(0o600)
    done = demo(
        *("source", "add", "phones", "--format", "smsforwarder", "--kind", "hook"),
        *("--zone", "Asia/Shanghai", "--set", "SIM1=L1", "--set", "device=lt-phone-01"),
        *("--set", f"url={phone.url}", "--secret-file", tmp_path / "secret"),
    )
    assert done.status == 0, done.err
    return demo


def test_a_hook_whose_phone_can_be_asked_is_fetched_too(hooked, app, tenant, phone):
    begin = NOW - 7200_000
    phone.add_message("理赔请加企微", begin)
    assert "reached" in hooked("source", "test", "phones").out
    with tenant.reads.begin() as session:
        source = sources.find_source(session, "phones").id
    take(app, tenant, source, posted("理赔请加企微", begin + 1000))
    first = hooked("source", "run", "phones", "--json").json
    assert (first["stored"], first["duplicates"]) == (0, 1)
    phone.add_message("lost while nothing listened", begin + 60_000)
    assert hooked("source", "run", "phones", "--json").json["stored"] == 1
    phone.secret = "another"
    failed = hooked("source", "run", "phones")
    assert (failed.status, "sign key" in failed.err) == (1, True)
    assert "签名校验失败" in hooked("source", "list", "--json").json[0]["last_error"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_worker_fetches_a_hook_whose_phone_can_be_asked(hooked, app, tenant, phone):
    phone.add_message("理赔请加企微", NOW - 7200_000)
    worker = Worker(app, collect_s=0.1)
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline and not phone.asked:
            threading.Event().wait(0.02)
    finally:
        worker.stop()
        thread.join()
    with tenant.reads.begin() as session:
        assert contacts.list_contacts(session).total == 1


def test_a_format_that_cannot_be_asked_says_so(demo):
    words = ("source", "add", "x", "--format", "kannel", "--kind", "hook", "--set", "url=http://x")
    done = demo(*words)
    assert (done.status, "cannot be fetched" in done.err) == (2, True)


def test_the_tests_sign_as_the_format_does():
    assert sign_of(1764150000123, SECRET) == quote(
        "kt1hZ7xHnMoz1W2RErGiobIai/gG1uYzJkX7EGZySGk=", safe=""
    )
