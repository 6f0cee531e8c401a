"""FreeSWITCH's call detail records as JSON, in all the encodings in which it posts and keeps them."""

import base64
import json
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from format_reader import Reader
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.contact import Medium, Report
from leaktrace.domain.ports import Authentication, PushFormat, PushRequest
from leaktrace.intake.freeswitch_json import FreeSwitchJsonFormat

FS = FreeSwitchJsonFormat()
UUID = "5d9cbf6e-0e33-4c4e-9f3b-2a1c8f5d0001"
CREATED, ANSWERED, HUNG_UP = "1795685952104512", "1795685960104512", "1795685981904512"
TIMES = {
    "created_time": CREATED,
    "profile_created_time": CREATED,
    "progress_time": "0",
    "answered_time": ANSWERED,
    "bridged_time": "0",
    "hangup_time": HUNG_UP,
    "transfer_time": "0",
}
PROFILE = {
    "caller_id_name": '"anon"',
    "ani": "14012345678",
    "aniii": "",
    "caller_id_number": "14012345678",
    "network_addr": "192.0.2.7",
    "rdnis": "",
    "destination_number": "14087654321",
    "uuid": UUID,
    "source": "mod_sofia",
    "context": "public",
    "chan_name": "sofia/external/14012345678@192.0.2.7",
}


def flow(times: dict[str, str] | None = None, **profile: object) -> dict[str, object]:
    return {"caller_profile": PROFILE | profile, "times": TIMES | (times or {})}


def cdr(*flows: object, direction: str = "inbound", **changes: object) -> dict[str, object]:
    return {
        "core-uuid": "0d0c4c2e-0000-4000-8000-000000000001",
        "switchname": "pbx",
        "channel_data": {"state": "CS_REPORTING", "direction": direction},
        "callStats": {},
        "variables": {"caller_id_name": "%22anon%22", "uuid": UUID},
        "app_log": {"applications": []},
        "callflow": list(flows) or [flow()],
    } | changes


def plain(values: dict[str, object] | None = None) -> bytes:
    return json.dumps(values or cdr(), ensure_ascii=False, separators=(",", ":")).encode()


def escaped(values: dict[str, object] | None = None) -> bytes:
    """As ``switch_url_encode`` does it: a plus sign is encoded as well."""
    return quote(plain(values), safe="!$'()*,-./_~").encode()


def in_base64(values: dict[str, object] | None = None) -> bytes:
    """Not encoded for URLs, although it is sent as a form."""
    return base64.b64encode(plain(values))


READER = Reader(FS)
read, report, refused = READER.read, READER.report, READER.refused


def test_a_record_becomes_a_call():
    assert report(plain()) == Report(
        ref=UUID,
        medium=Medium.CALL,
        lines=("+8614087654321",),
        occurred_at=datetime(2026, 11, 26, 9, 39, 12, 104512, tzinfo=UTC),
        caller="14012345678",
        text=None,
        duration_s=21,
        record=plain(),
    )


@pytest.mark.parametrize("name", ["您好+=&%7B", "x" * 40, '{"a": [1, 2]}'])
def test_all_encodings_of_posts_and_of_files_say_the_same(name: str):
    values = cdr(flow(caller_id_name=name))
    encoded = escaped(values), in_base64(values)
    bodies = [plain(values), *(b"cdr=" + one for one in encoded), *encoded]
    assert [report(body).ref for body in bodies] == [UUID] * 5
    pushed = [FS.delivery(PushRequest(body, {}, datetime.now(UTC))) for body in bodies]
    assert [report(one).lines for one in pushed] == [("+8614087654321",)] * 5


def test_a_folder_has_one_record_a_file_also_pretty_printed():
    assert report(plain() + b"\n").ref == UUID
    assert report(json.dumps(cdr(), indent=2).encode()).ref == UUID
    assert [found.record for found in read(plain() + b"\n" + in_base64() + b"\n")] == [
        plain(),
        in_base64(),
    ]


@pytest.mark.parametrize("answered", ["0", ""])
def test_a_call_nobody_answered_lasted_no_time(answered: str):
    assert report(plain(cdr(flow({"answered_time": answered})))).duration_s == 0


def test_a_transferred_call_is_what_the_caller_dialled_first():
    later = str(int(CREATED) + 20_000_000)
    moved = flow({"profile_created_time": later}, destination_number="2001", caller_id_number="9")
    for flows in ((moved, flow()), (flow(), moved)):
        found = report(plain(cdr(*flows)))
        assert (found.lines, found.caller) == (("+8614087654321",), "14012345678")
        assert found.duration_s == 21


def test_a_forwarded_call_keeps_the_number_that_was_dialled_first():
    assert report(plain(cdr(flow(rdnis="14000000001")))).lines == (
        "+8614000000001",
        "+8614087654321",
    )


def test_an_old_version_has_one_step_that_is_no_list():
    assert report(plain(cdr(callflow=flow()))).ref == UUID


def test_a_leg_that_the_exchange_dialled_is_no_contact():
    found = refused(plain(cdr(direction="outbound")))
    assert found.field == "direction"
    assert "log-b-leg" in found.remedy


def test_what_callers_can_put_into_variables_is_not_read():
    variables = {"destination_number": "2001", "start_epoch": "1", "uuid": "x", "billsec": "999"}
    found = report(plain(cdr(variables=variables)))
    assert (found.ref, found.lines, found.duration_s) == (UUID, ("+8614087654321",), 21)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (cdr(callflow=[]), "callflow"),
        (cdr(callflow="x"), "callflow"),
        (cdr(callflow=[1]), "callflow"),
        (cdr(flow({"created_time": "0"})), "created_time"),
        (cdr(flow({"created_time": "1795685952"})), "created_time"),
        (cdr(flow({"hangup_time": "1"})), "hangup_time"),
        (cdr(flow({"hangup_time": CREATED})), "hangup_time"),
        (cdr(flow(uuid="")), "caller_profile.uuid"),
        (cdr(flow(uuid=["x"])), "uuid"),
        (cdr(flow(destination_number="")), "destination_number"),
        (cdr(flow(destination_number="x" * 201)), "destination_number"),
        ({"cdr": 1}, "callflow"),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_its_field(values: dict[str, object], field: str):
    assert refused(plain(values)).field == field


@pytest.mark.parametrize(
    "data",
    [
        b"cdr=",
        b"cdr=hello",
        b"cdr=%7B",
        b"cdr=e30",
        b"cdr=a&cdr=b",
        in_base64()[:-7],
        escaped()[:-7],
        base64.b64encode(b"\xff\xfe" * 20),
        b"cdr=" + base64.b64encode(b"hello, this is no JSON"),
    ],
)
def test_what_is_none_or_was_cut_is_refused_and_kept(data: bytes):
    found = refused(data)
    assert found.record == data
    assert refused(found.record) == found


def test_the_credentials_of_json_cdr_conf_are_a_static_token():
    basic = "Basic " + base64.b64encode(b"leaktrace:s3cret").decode()
    for request in (
        PushRequest(plain(), {"authorization": basic}, datetime.now(UTC)),
        PushRequest(plain(), {}, datetime.now(UTC), token="s3cret", query=f"uuid={UUID}"),
    ):
        assert FS.authenticate(request, "s3cret") == (Authentication.STATIC, None, "")
        assert FS.authenticate(request, "other")[0] is Authentication.FAILED


def test_it_is_a_push_format_and_any_success_is_enough_of_an_answer():
    assert isinstance(FS, PushFormat)
    assert FS.answer.body == b'{"ok":true}'


@given(st.binary(max_size=120), st.sampled_from([b"", b"cdr=", b"%7b"]))
def test_any_bytes_give_one_report_or_reject_a_body(data: bytes, head: bytes):
    body = head + data
    lines = [line for line in body.split(b"\n") if line.removeprefix(b"\xef\xbb\xbf").strip()]
    assert len(read(body)) == len(lines)
    assert len(read(FS.delivery(PushRequest(body, {}, datetime.now(UTC))))) <= 1


@given(
    st.sampled_from(["created_time", "answered_time", "hangup_time", "profile_created_time"]),
    st.text(max_size=20) | st.integers(0, 10**20).map(str),
    st.sampled_from(sorted(PROFILE)),
    st.text(max_size=30) | st.none() | st.integers(),
)
def test_any_values_are_taken_or_refused(time: str, at: str, key: str, value: object):
    for found in read(plain(cdr(flow({time: at}, **{key: value})))):
        if isinstance(found, Report):
            assert found.lines
            "".join(found.lines).encode()
