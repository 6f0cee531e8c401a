"""What every intake plug-in must keep to, ours and those of others.

Parametrised over the entry points of ``leaktrace.sources``. Beside this file, ``samples/<name>/`` may hold files
of that format: ``good*`` gives at least one report when zone and line are stated; ``naive*`` has nothing but
times without an offset. A new plug-in adds its samples there and edits nothing here.
"""

import codecs
import io
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaktrace.domain.contact import Reject, Report
from leaktrace.domain.ports import (
    Authentication,
    EncodedFormat,
    IntakeFormat,
    ParseContext,
    PushFormat,
    PushRequest,
)

POINTS = sorted(entry_points(group="leaktrace.sources"), key=lambda point: point.name)
SAMPLES = Path(__file__).parent / "samples"
STATED = ParseContext(zone=ZoneInfo("Asia/Shanghai"), line="L0001")
UNSTATED = ParseContext(line="L0001")
STATED_AT = datetime(2026, 11, 26, 9, 41, tzinfo=UTC)
GARBAGE = [
    b"hello\n",
    b"\xff\xfe\x00\x01\n",
    b"{\n",
    b"<xml/>\n",
    b'"a","b"\n',
    b"\x00" * 50 + b"\n",
    "您好，这不是记录\n".encode(),
]


def samples(kind: str = "") -> list[tuple[str, Path]]:
    """Every sample with the name of its format."""
    names = {point.name for point in POINTS}
    found = sorted(SAMPLES.glob(f"*/{kind}*"))
    return [(path.parent.name, path) for path in found if path.parent.name in names]


def made(name: str) -> IntakeFormat:
    (point,) = (point for point in POINTS if point.name == name)
    return point.load()()


def read(
    plugin: IntakeFormat, data: bytes, context: ParseContext = STATED
) -> list[Report | Reject]:
    def each() -> Iterator[Report | Reject]:
        for delivery in plugin.split(io.BytesIO(data)):
            yield from plugin.parse(delivery, context)

    return list(each())


def check(found: Report | Reject) -> None:
    """What holds for anything that a parser gives."""
    if isinstance(found, Reject):
        assert found.reason
        f"{found.reason}{found.field}{found.remedy}".encode()
        return
    assert found.ref
    assert found.lines
    assert all(found.lines)
    assert found.record
    times = (found.occurred_at, found.received_at, found.ends_at)
    assert all(at.utcoffset() == timedelta(0) for at in times if at is not None)
    assert found.duration_s is None or found.duration_s >= 0
    texts = (found.ref, found.caller, found.text, *found.lines, *found.details.values())
    for text in texts:
        assert "\x00" not in (text or "")
        (text or "").encode()


@pytest.fixture(params=POINTS, ids=lambda point: point.name)
def point(request: pytest.FixtureRequest) -> EntryPoint:
    return request.param


def test_our_own_formats_are_installed():
    names = {point.name for point in POINTS}
    assert {"native", "smsforwarder", "smsgate", "kannel", "sms-backup", "asterisk-cdr"} <= names
    assert {"gammu-sql", "gammu-files"} <= names
    assert {"asterisk-cel", "freeswitch-csv", "freeswitch-json"} <= names
    assert {"twilio-sms", "twilio-voice", "huawei-privatenumber", "tencent-sms"} <= names
    assert {"aliyun-smsup", "aliyun-secretreport"} <= names


def test_no_two_plugins_have_one_name():
    assert len({point.name for point in POINTS}) == len(POINTS)


def test_it_is_an_intake_format_of_the_name_it_is_entered_by(point: EntryPoint):
    plugin = point.load()()
    assert isinstance(plugin, IntakeFormat)
    assert plugin.name == point.name


@pytest.mark.parametrize("data", [b"", b"\n", b"\r\n \n\n"])
def test_nothing_gives_nothing(point: EntryPoint, data: bytes):
    assert read(point.load()(), data) == []
    assert list(point.load()().split(io.BytesIO(b""))) == []


@pytest.mark.parametrize("data", GARBAGE)
def test_garbage_gives_rejects_only(point: EntryPoint, data: bytes):
    found = read(point.load()(), data)
    assert found
    assert all(isinstance(one, Reject) for one in found)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200))
def test_any_bytes_give_reports_and_rejects_only_and_the_same_again(point: EntryPoint, data: bytes):
    plugin = point.load()()
    found = read(plugin, data)
    assert found or not data.replace(b"\xef\xbb\xbf", b"").strip()
    for one in found:
        assert isinstance(one, Report | Reject)
        check(one)
    assert read(plugin, data) == found
    assert b"".join(plugin.split(io.BytesIO(data))) == data


@pytest.mark.parametrize(("name", "path"), samples("good"))
def test_a_good_sample_gives_reports_and_the_same_again(name: str, path: Path):
    data = path.read_bytes()
    found = read(made(name), data)
    assert any(isinstance(one, Report) for one in found)
    for one in found:
        check(one)
    assert read(made(name), data) == found
    refs = [one.ref for one in found if isinstance(one, Report)]
    assert len(set(refs)) == len(refs)


def damaged(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """The bytes after some were taken out and others put in, at a share of their length each."""
    for at, length, put in edits:
        start = int(at * len(data))
        data = data[:start] + put + data[start + length :]
    return data


@pytest.mark.parametrize(("name", "path"), samples())
@given(
    edits=st.lists(
        st.tuples(
            st.floats(0, 1),
            st.integers(0, 400),
            st.binary(max_size=6) | st.sampled_from([b"\n", b'"', b"{", b"}", b"&", b"<", b"\x00"]),
        ),
        max_size=4,
    )
)
def test_a_damaged_sample_never_raises_and_what_is_refused_can_be_mended(
    name: str, path: Path, edits: list[tuple[float, int, bytes]]
):
    plugin, data = made(name), damaged(path.read_bytes(), edits)
    assert b"".join(plugin.split(io.BytesIO(data))) == data
    for one in read(plugin, data):
        check(one)
        # The quarantine mends and replays one record at a time.
        assert len(list(plugin.parse(one.record, STATED))) == 1


@pytest.mark.parametrize(("name", "path"), samples("good"))
@given(at=st.floats(0, 1), garbage=st.sampled_from(GARBAGE))
def test_garbage_between_records_takes_none_of_them_along(
    name: str, path: Path, at: float, garbage: bytes
):
    lines = path.read_bytes().splitlines(keepends=True)
    before = read(made(name), b"".join(lines))
    if len(before) < len(lines):
        return  # a record goes over several lines, and may be parted
    place = int(at * len(lines))
    found = read(made(name), b"".join([*lines[:place], garbage, *lines[place:]]))
    assert [one for one in found if one in before] == before
    assert len(found) > len(before)


@pytest.mark.parametrize(("name", "path"), samples("good"))
def test_a_record_with_the_mark_of_utf8_is_in_utf8(name: str, path: Path):
    """As which it is kept when a person has mended it, whatever its encoding was."""
    plugin = made(name)
    if isinstance(plugin, EncodedFormat):
        marked = b"\xef\xbb\xbf" + path.read_bytes()
        assert codecs.lookup(plugin.encoding_of(marked, {})).name == "utf-8"


@pytest.mark.parametrize(("name", "path"), samples("naive"))
def test_a_zone_that_nobody_stated_is_not_guessed(name: str, path: Path):
    found = read(made(name), path.read_bytes(), UNSTATED)
    assert found
    for one in found:
        assert isinstance(one, Reject)
        assert one.remedy
    assert any(isinstance(one, Report) for one in read(made(name), path.read_bytes()))


def test_the_zone_of_the_machine_changes_nothing(
    point: EntryPoint, monkeypatch: pytest.MonkeyPatch
):
    plugin = point.load()()
    files = [path.read_bytes() for _, path in samples()]
    found = []
    try:
        for zone in ("UTC", "Pacific/Auckland"):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            found.append(
                [read(plugin, data, context) for data in files for context in (STATED, UNSTATED)]
            )
    finally:
        monkeypatch.undo()
        time.tzset()
    assert found[0] == found[1]


def test_a_refused_record_is_refused_for_the_same_reason_when_it_is_replayed(point: EntryPoint):
    plugin = point.load()()
    for data in GARBAGE:
        for found in read(plugin, data):
            assert list(plugin.parse(found.record, STATED)) == [found]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200), token=st.text(max_size=20))
def test_a_push_that_nobody_signed_is_stored_and_never_trusted(
    point: EntryPoint, body: bytes, token: str
):
    plugin = point.load()()
    if not isinstance(plugin, PushFormat):
        return
    headers = {"authorization": token, "x-lt-token": token, "content-type": token}
    request = PushRequest(body, headers, STATED_AT, query=quote(body[::2]), token=token)
    level, once, reason = plugin.authenticate(request, "a-secret-of-the-source")
    assert (level, once) == (Authentication.FAILED, None)
    assert reason
    delivery = plugin.delivery(request)
    assert b"".join(plugin.split(io.BytesIO(delivery))) == delivery
    for found in plugin.parse(delivery, STATED):
        check(found)
