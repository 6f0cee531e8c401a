"""SmsForwarder's notices of calls: up to three for one call, and what they leave open."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from smsforwarder_posts import (
    CALLER,
    CONTENT,
    ENDED,
    LEFT_OUT,
    MISSED,
    RINGING,
    SCAM,
    SHANGHAI,
    SMS,
    body,
    call,
    form,
    refused,
    report,
)

from leaktrace.domain.contact import CallStage, Medium, Report
from leaktrace.domain.ports import ParseContext


def test_an_ended_call_starts_when_the_phone_rang():
    found = report(call(ENDED, rx="2026-11-26T17:39:56+08:00"))
    assert found == Report(
        ref=found.ref,
        medium=Medium.CALL,
        lines=("+8614087654321",),
        occurred_at=datetime(2026, 11, 26, 9, 39, 12, tzinfo=UTC),
        caller=CALLER,
        text=None,
        duration_s=43,
        stage=CallStage.ENDED,
        call_key=found.call_key,
        ends_at=datetime(2026, 11, 26, 9, 39, 56, tzinfo=UTC),
        record=found.record,
    )


def test_a_missed_call_lasted_no_time_however_long_it_rang():
    found = report(call(MISSED))
    assert (found.stage, found.duration_s) == (CallStage.MISSED, 0)


def test_a_call_whose_length_is_left_out_lasted_no_time_but_a_bare_notice_tells_none():
    assert report(call(ENDED.replace("通话时长：43s\n", ""))).duration_s == 0
    assert report(call("通讯录名：未知号码\n通话类型：来电挂机")).duration_s is None


def test_a_start_that_was_left_blank_is_none():
    found = report(call(ENDED.replace("通话时间：2026-11-26 17:39:12", "通话时间：")))
    assert found.occurred_at == datetime(2026, 11, 26, 9, 40, 5, tzinfo=UTC)
    assert found.duration_s is None


@pytest.mark.parametrize("label", ["来电提醒", "来电接通"])
def test_a_notice_during_the_call_starts_when_it_was_posted(label: str):
    found = report(call(RINGING.replace("来电提醒", label)))
    assert found.occurred_at == found.ends_at == datetime(2026, 11, 26, 9, 40, 5, tzinfo=UTC)
    assert found.duration_s is None


@pytest.mark.parametrize(
    ("digit", "label", "stage"),
    [
        ("1", "来电挂机", CallStage.ENDED),
        ("3", "未接来电", CallStage.MISSED),
        ("4", "来电提醒", CallStage.RINGING),
        ("5", "来电接通", CallStage.ANSWERED),
    ],
)
def test_the_stage_is_known_by_digit_label_or_text(digit: str, label: str, stage: CallStage):
    text = RINGING.replace("来电提醒", label)
    for call_type in (digit, int(digit), label, "", "未知通话", LEFT_OUT):
        assert report(body(text=text, call_type=call_type)).stage is stage


@pytest.mark.parametrize(("digit", "label"), [("2", "去电挂机"), ("6", "去电拨出")])
def test_an_outgoing_call_is_no_contact(digit: str, label: str):
    for call_type in (digit, label, ""):
        found = refused(body(text=RINGING.replace("来电提醒", label), call_type=call_type))
        assert found.reason == "an outgoing call is no contact"


def test_a_resent_notice_without_its_type_is_known_by_its_lines():
    lost = {"call_type": "未知通话"}
    assert (
        report(body(text=MISSED.replace("未接来电", "未知通话"), **lost)).stage is CallStage.MISSED
    )
    assert report(body(text=ENDED.replace("来电挂机", "未知通话"), **lost)).stage is CallStage.ENDED
    assert refused(body(text=RINGING.replace("来电提醒", "未知通话"), **lost)).field == "call_type"


OTHER_LANGUAGES = {
    "en": (
        "Linkman:Unknown Number\nVia Number:14087654321\nCall date: 2026-11-26 17:39:12\nCall duration: 43s\n"
        "Call type: Incoming Ended"
    ),
    "zh-TW": (
        "通訊錄名：未知號碼\n被呼號碼：14087654321\n通話時間：2026-11-26 17:39:12\n通話時長：43s\n"
        "通話類型：來電掛機\n呼叫轉移：是"
    ),
}


@pytest.mark.parametrize("label", ["Incoming Ended", "來電掛機", "Unknown", "未知通話", ""])
@pytest.mark.parametrize("text", OTHER_LANGUAGES.values(), ids=OTHER_LANGUAGES)
def test_a_call_is_told_in_the_language_of_the_phone(text: str, label: str):
    found = report(body(text=text, call_type=label))
    chinese = report(call(ENDED))
    assert found.record != chinese.record
    assert replace(found, record=b"") == replace(chinese, record=b"")


@pytest.mark.parametrize(
    ("label", "stage"),
    [
        ("Missed", CallStage.MISSED),
        ("Incoming Received", CallStage.RINGING),
        ("Incoming Answered", CallStage.ANSWERED),
        ("未接來電", CallStage.MISSED),
        ("來電接通", CallStage.ANSWERED),
    ],
)
def test_the_stage_is_known_in_the_language_of_the_phone(label: str, stage: CallStage):
    assert report(body(text=f"Contact: x\nCall type: {label}", call_type=label)).stage is stage
    assert report(body(text=f"通訊錄名：x\n通話類型：{label}", call_type="")).stage is stage


@pytest.mark.parametrize("label", ["Outgoing Ended", "Outgoing Started", "去電掛機", "去電拨出"])
def test_an_outgoing_call_is_no_contact_in_any_language(label: str):
    assert "outgoing" in refused(body(text=f"Contact: x\nCall type: {label}", call_type="")).reason


def test_a_message_that_quotes_a_notice_stays_a_message():
    quoted = f"{ENDED}\n请回电"
    found = report(body(text=quoted))
    assert (found.medium, found.text) == (Medium.SMS, quoted)


def test_the_notices_of_one_call_share_their_key_and_not_their_ref():
    ringing, answered, ended = (
        report(call(text, sim=sim), ParseContext(line="L1"))
        for text, sim in (
            (RINGING, ""),
            (RINGING.replace("来电提醒", "来电接通"), ""),
            (ENDED, SMS["sim"]),
        )
    )
    assert ringing.call_key == answered.call_key == ended.call_key
    assert len({ringing.ref, answered.ref, ended.ref}) == 3
    assert ended.call_key != report(call(ENDED, device="lt-phone-02")).call_key


def test_a_final_notice_has_one_ref_however_late_it_is_sent_again():
    first = report(call(ENDED))
    assert report(call(ENDED, ts="1795690800000")).ref == first.ref
    assert report(call(ENDED.replace("17:39:12", "17:39:50"))).ref != first.ref


@pytest.mark.parametrize("text", [ENDED, MISSED])
def test_a_notice_that_the_call_before_was_put_into_is_another_call(text: str):
    first, second = report(call(text)), report(call(text, rx="2026-11-26T17:46:10+08:00"))
    assert second.ref != first.ref
    assert second.occurred_at == datetime(2026, 11, 26, 9, 46, 10, tzinfo=UTC)
    assert second.duration_s is None
    again = call(text, rx="2026-11-26T17:46:10+08:00", ts="1795690800000")
    assert report(again).ref == second.ref


def test_a_long_call_is_not_taken_for_the_one_before():
    long = ENDED.replace("43s", "3600s")
    assert report(call(long, rx="2026-11-26T18:40:05+08:00")).duration_s == 3600


@pytest.mark.parametrize("sender", ["", "-1", "-2", "未知号码", "unknown"])
def test_a_withheld_number_is_no_caller(sender: str):
    assert report(call(ENDED, **{"from": sender})).caller is None


@pytest.mark.parametrize(("rx", "hour"), [("02:31:00+02:00", 0), ("02:31:00+01:00", 1)])
def test_where_the_clocks_go_back_a_call_starts_before_it_is_told(rx: str, hour: int):
    berlin = ParseContext(zone=ZoneInfo("Europe/Berlin"))
    text = ENDED.replace("2026-11-26 17:39:12", "2026-10-25 02:30:10")
    found = report(call(text, rx=f"2026-10-25T{rx}"), berlin)
    assert found.occurred_at == datetime(2026, 10, 25, hour, 30, 10, tzinfo=UTC)


def test_the_start_of_a_call_is_read_in_the_zone_of_the_source_or_of_the_phone():
    bangkok = ParseContext(zone=ZoneInfo("Asia/Bangkok"))
    assert report(call(ENDED), bangkok).occurred_at.hour == 10
    assert report(call(ENDED)).occurred_at.hour == 9


@pytest.mark.parametrize("rx", ["", "2026-11-26 17:40:05", "2026-11-26T09:40:05Z"])
def test_a_start_whose_zone_nothing_tells_is_refused(rx: str):
    found = refused(call(ENDED, rx=rx))
    assert found.field == "通话时间"
    assert "zone" in found.remedy


def test_a_default_form_may_carry_a_call():
    content = CONTENT.replace(SCAM, ENDED)
    found = report(form(**{"from": CALLER, "content": content}), SHANGHAI)
    assert (found.medium, found.stage, found.duration_s) == (Medium.CALL, CallStage.ENDED, 43)
