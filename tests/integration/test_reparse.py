"""What came in is read again with a newer parser: new versions, and nothing old is touched."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from leaktrace.domain.contact import Reject, Report
from leaktrace.domain.ports import Authentication
from leaktrace.intake.native import NativeFormat
from leaktrace.services import contacts, lines, sources
from leaktrace.services.attribution_background import Arrivals
from leaktrace.services.attribution_contacts import informed_readings
from leaktrace.services.deliveries import Arrived, store_deliveries
from leaktrace.services.parsing import parse_delivery
from leaktrace.services.streams import Intake, ingest_stream, reparse_source
from leaktrace.storage import models

LINES = "line_id,kind,value,role,acquired_at,label\n"
ROWS = "".join(f"L{n},phone,+861400000000{n},canary,2026-09-01T00:00:00Z,\n" for n in (1, 2))


@pytest.fixture
def lined(demo, tmp_path, fill_once):
    path = tmp_path / "lines.csv"
    path.write_text(LINES + ROWS, encoding="utf-8")
    fill_once("reparse", lambda: demo("line", "import", path))
    return demo


class Newer(NativeFormat):
    """A parser of a later release."""

    def parse(self, delivery, context) -> Iterator[Report | Reject]:
        for one in super().parse(delivery, context):
            yield self.understood(one) if isinstance(one, Report) else one

    def understood(self, report):
        """It leaves out blanks that an older one kept."""
        return replace(report, text=(report.text or "").strip() or None)


class Renaming(Newer):
    """One that makes references in another way."""

    def understood(self, report):
        return replace(report, ref=f"new-{report.ref}")


class Moving(Newer):
    """One that reads the line and the time of a record better."""

    def understood(self, report):
        return replace(report, lines=("L2",), occurred_at=report.occurred_at + timedelta(hours=8))


class Refusing(Newer):
    """One that is stricter."""

    def understood(self, report):
        return Reject("is nothing", report.record)


def row(ref, **changed):
    values = {
        "ref": ref, "medium": "sms", "line": "L1", "occurred_at": "2026-09-20T10:00:00+08:00", "text": f" {ref} ",
    }  # fmt: skip
    return json.dumps(values | changed) + "\n"


class Desk:
    """Takes rows in with the parser as it was, and reads them again with another."""

    def __init__(self, app, tenant):
        self.app, self.tenant = app, tenant
        with tenant.writes.begin() as session:
            self.source_id = sources.manual_source(session, "phones", "native").id

    def intake(self, parser):
        return Intake(self.tenant.writes, {"native": parser}, self.app.zone)

    def take(self, *rows, parser=None):
        stream = io.BytesIO("".join(rows).encode())
        return ingest_stream(
            self.intake(parser or NativeFormat()), self.source_id, "phones", "native", stream
        ).counts

    def again(self, parser):
        return reparse_source(self.intake(parser), self.source_id)

    def current(self):
        with self.tenant.reads.begin() as session:
            page = contacts.list_contacts(session)
            keys = [one.contact_id for one in page.contacts]
            return sorted(contacts.show_contacts(session, keys, masked=False), key=lambda one: one.ref)  # fmt: skip

    def count(self, model=models.Contact):
        with self.tenant.reads.begin() as session:
            return session.scalar(select(func.count()).select_from(model))


@pytest.fixture
def desk(lined, app, tenant):
    return Desk(app, tenant)


def test_what_is_understood_as_before_stores_nothing(desk):
    desk.take(row("a"), row("b"), "{\n")
    parses, events = desk.count(models.DeliveryParse), desk.count(models.Event)
    done = desk.again(NativeFormat())
    assert (done.records, done.changed, done.fresh, done.unchanged, done.refused) == (3, 0, 0, 2, 1)
    assert (desk.count(), desk.count(models.Quarantine)) == (2, 1)
    assert (desk.count(models.DeliveryParse), desk.count(models.Event)) == (parses, events)


def test_what_is_understood_differently_is_a_new_version_and_the_old_one_stays(desk, tenant):
    desk.take(row("a"), row("b", text="plain"))
    before = {one.ref: one for one in desk.current()}
    done = desk.again(Newer())
    assert (done.changed, done.unchanged) == (1, 1)
    after = {one.ref: one for one in desk.current()}
    assert set(after) == {"a", "b"}
    assert (after["a"].text, after["b"]) == ("a", before["b"])
    assert after["a"].earlier == before["a"].contact_id
    assert after["a"].contact_class is not None
    assert after["a"].line_ids == ("L1",)
    with tenant.reads.begin() as session:
        (old,) = contacts.show_contacts(session, [before["a"].contact_id], masked=False)
    assert (old.text, old.later) == (" a ", after["a"].contact_id)
    assert replace(old, later=None) == before["a"]


def test_a_second_time_nothing_is_left_and_a_third_parser_goes_on_from_there(desk):
    desk.take(row("a"))
    assert desk.again(Newer()).changed == 1
    assert desk.again(Newer()).changed == 0
    assert desk.again(NativeFormat()).changed == 1
    assert (desk.count(), len(desk.current())) == (3, 1)
    assert desk.current()[0].text == " a "


def test_what_comes_again_is_compared_with_the_newest_version(desk):
    desk.take(row("a"))
    desk.again(Newer())
    assert desk.take(row("a"), row("b"), parser=Newer()).duplicates == 1
    assert desk.count(models.Quarantine) == 0


def test_the_newest_version_is_what_an_attribution_reads_and_what_lines_are_counted_by(
    desk, tenant
):
    desk.take(row("a"), row("b"))
    counted = Arrivals()
    with tenant.reads.begin() as session:
        counted.refresh(session)
    desk.again(Moving())
    fresh = Arrivals()
    with tenant.reads.begin() as session:
        counted.refresh(session)
        fresh.refresh(session)
        assert informed_readings(session) == []
        overview = {one.line.line_id: one.contacts for one in lines.list_lines(session)}
    assert [sorted(one._at) for one in (counted, fresh)] == [sorted(fresh._at)] * 2
    assert len(fresh._at) == 2
    assert sum(overview.values()) <= 2
    assert {one.line_ids for one in desk.current()} == {("L2",)}


def test_settings_that_were_put_right_count_for_what_came_before(desk, tenant):
    with tenant.writes.begin() as session:
        session.get_one(models.Source, desk.source_id).settings = {"zone": "America/New_York"}
    desk.take(row("a", occurred_at="2026-09-20T10:00:00"))
    with tenant.writes.begin() as session:
        session.get_one(models.Source, desk.source_id).settings = {"zone": "Asia/Shanghai"}
    assert desk.again(NativeFormat()).changed == 1
    assert desk.current()[0].occurred_at.hour == 2


def test_a_record_that_could_not_be_read_before_is_taken_and_leaves_quarantine(desk):
    desk.take(row("a"), parser=Refusing())
    assert (desk.count(), desk.count(models.Quarantine)) == (0, 1)
    done = desk.again(NativeFormat())
    assert (done.fresh, done.changed) == (1, 0)
    assert desk.count(models.QuarantineResolution) == 1


def test_a_parser_that_makes_references_in_another_way_counts_nothing_twice(desk):
    desk.take(row("a"), row("b", line="L2"))
    done = desk.again(Renaming())
    assert (done.changed, done.fresh, done.gone) == (2, 0, 0)
    assert [one.ref for one in desk.current()] == ["new-a", "new-b"]
    assert desk.again(Renaming()).changed == 0


def test_a_contact_that_is_no_longer_found_stays_and_is_told_of(desk):
    desk.take(row("a"))
    done = desk.again(Refusing())
    assert (done.gone, done.refused, done.changed) == (1, 1, 0)
    assert [one.ref for one in desk.current()] == ["a"]


def test_an_event_that_came_twice_is_told_by_the_record_it_was_stored_from(desk):
    desk.take(row("a"), row("b"))
    desk.take(row("a"), row("c"))
    assert desk.again(Newer()).changed == 3
    assert len(desk.current()) == 3
    assert desk.count(models.Quarantine) == 0


def test_what_was_not_authenticated_stays_out(desk, tenant):
    with tenant.writes.begin() as session:
        forged = Arrived(desk.source_id, row("f").encode(), authentication=Authentication.FAILED)
        ((delivery_id, _),) = store_deliveries(session, [forged])
        parse_delivery(session, {"native": NativeFormat()}, delivery_id)
    assert desk.again(Newer()).fresh == 0
    assert desk.count() == 0


def test_the_notices_of_a_call_stay_one_contact(lined, tmp_path, tenant):
    phone = {
        "v": 1,
        "src": "smsforwarder",
        "device": "p",
        "from": "14100000009",
        "sim": "",
        "sign": "",
    }
    posts = [
        phone | {"call_type": kind, "text": f"通讯录名：未知号码\n{more}通话类型：{kind}", "rx": at}
        for kind, more, at in (
            ("来电提醒", "", "2026-09-20 10:00:00"),
            ("来电接通", "", "2026-09-20 10:00:12"),
            ("来电挂机", "通话时间：2026-09-20 10:00:01\n通话时长：43s\n", "2026-09-20 10:00:57"),
        )
    ]
    for number, one in enumerate(posts):
        path = tmp_path / f"{number}.jsonl"
        path.write_text(json.dumps(one, ensure_ascii=False), encoding="utf-8")
        words = ("--format", "smsforwarder", "--zone", "Asia/Shanghai", "--line", "L1")
        assert lined("ingest", path, *words, "--source", "phone").status == 0
    done = lined("source", "reparse", "phone", "--json").json
    assert {name: done[name] for name in ("changed", "fresh", "gone")} == {"changed": 0, "fresh": 0, "gone": 0}  # fmt: skip
    assert lined("contact", "list", "--json").json["total"] == 1
    with tenant.reads.begin() as session:
        counted = Arrivals()
        counted.refresh(session)
        assert len(counted._at) == 1
        assert sum(one.contacts for one in lines.list_lines(session)) == 1


def test_the_command_tells_what_it_did(desk, lined, tenant):
    desk.take(row("a"), row("b"), parser=Newer())
    said = lined("source", "reparse", "phones")
    assert said.status == 0
    assert "records 2, in deliveries 1 = 2 understood differently + 0 new + 0 as before" in said.out
    (contact, _) = lined("contact", "list", "--json").json["contacts"]
    assert contact["later"] is None
    assert lined("contact", "show", contact["earlier"], "--json").json["later"] == contact["contact_id"]  # fmt: skip
    assert lined("source", "reparse", "nowhere").status == 1
