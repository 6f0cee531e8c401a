"""Contacts that belong together, within a merchant and beyond it without a word about others."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from test_pull import soon, working
from told_again import tell_again

from leaktrace.domain.contact import ContactClass
from leaktrace.domain.errors import NotFoundError
from leaktrace.domain.line import Line, LineKind, LineRole
from leaktrace.services import campaigns, keys, lines, merchants, sources
from leaktrace.services.classifying import classify_contact
from leaktrace.services.streams import Intake, ingest_stream
from leaktrace.storage import models
from leaktrace.storage.base import first_id, new_id, now
from leaktrace.storage.sealed import seal
from leaktrace.storage.tenancy import merchant_of

SCRIPT = "您好，您在我们店购买的商品经抽检质量不达标，现在给您办理三倍理赔，请添加理赔专员微信，工号{}处理。"
SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def said(ref, text="", line="L1", caller=None, medium="sms", day=9):
    row = {"ref": ref, "medium": medium, "line": line, "occurred_at": f"2026-10-{day:02}T03:30:00Z"}
    row |= {"text": text} if text else {}
    return row | ({"caller": caller} if caller else {})


def take_in(app, tenant, rows, number, *, buyers=(("L1",), ("L2",))):
    """Contacts on the lines of buyers, and compared."""
    ingest(app, tenant, rows, number)
    with tenant.writes.begin() as session:
        for names in buyers:
            own(session, names)
    assert mark(tenant) == len(rows)
    assert mark(tenant) == 0


def own(session, names):
    key, merchant_id = new_id(), merchant_of(session)
    profile = seal(session, models.Identity.profile, key, b"{}")
    session.add(
        models.Identity(id=key, merchant_id=merchant_id, role=LineRole.CANARY, profile=profile)
    )
    session.flush()
    for line_id in session.scalars(select(models.Line.id).where(models.Line.line_id.in_(names))):
        session.add(models.IdentityLine(merchant_id=merchant_id, identity_id=key, line_id=line_id))


def ingest(app, tenant, rows, number):
    with tenant.writes.begin() as session:
        lines.import_lines(
            session,
            [
                Line(
                    f"L{n}", LineKind.PHONE, f"+86140000000{number}{n}", LineRole.CANARY, SINCE, ""
                )
                for n in (1, 2)
            ],
        )
        source = sources.manual_source(session, "notes", "native")
    payload = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    ingest_stream(Intake(tenant.writes, app.formats, app.zone), source.id, "notes", "native", io.BytesIO(payload.encode()))  # fmt: skip


def mark(tenant):
    with tenant.writes.begin() as session:
        waiting = campaigns.unmarked_contacts(session)
        campaigns.mark_contacts(session, waiting)
    return len(waiting)


def marks_of(tenant):
    with tenant.reads.begin() as session:
        return session.scalar(select(func.count()).select_from(models.ContactMark))


def test_who_looks_for_contacts_to_compare_goes_on_where_the_last_look_ended(app, tenant):
    ingest(app, tenant, ROWS, 0)
    with tenant.reads.begin() as session:
        every = campaigns.unmarked_contacts(session)
        first = campaigns.unmarked_contacts(session, limit=3)
        rest = campaigns.unmarked_contacts(session, first[-1])
        assert campaigns.unmarked_contacts(session, every[-1]) == []
        assert campaigns.unmarked_contacts(session, first_id(now() - timedelta(days=1))) == every
    assert first + rest == every
    assert len(every) == len(ROWS)


def test_two_that_found_the_same_contacts_compare_them_once(app, tenant):
    ingest(app, tenant, ROWS, 0)
    with tenant.reads.begin() as session:
        waiting = campaigns.unmarked_contacts(session)
    counts = []
    for _ in range(2):
        with tenant.writes.begin() as session:
            campaigns.mark_contacts(session, waiting)
        counts.append(marks_of(tenant))
    assert counts[0] == counts[1] > len(ROWS)


def test_the_worker_compares_all_that_waits(app, tenant):
    rows = [said(f"call-{n}", medium="call", day=1 + n % 28) for n in range(campaigns.BATCH + 5)]
    ingest(app, tenant, [*ROWS, *rows], 0)
    with working(app, collect_s=3600):
        assert soon(lambda: marks_of(tenant) > campaigns.BATCH)
    assert mark(tenant) == 0
    assert len(listed(tenant)) == 3


def test_a_text_that_many_contacts_have_ties_all_of_them(app, tenant):
    rows = [said(f"wave-{n}", SCRIPT.format(n % 3), day=1 + n % 28) for n in range(40)]
    take_in(app, tenant, rows, 0)
    (one,) = listed(tenant)
    assert refs(tenant, one) == {row["ref"] for row in rows}
    assert dict(one.shared) == {"wording": 1}


def refs(tenant, one):
    with tenant.reads.begin() as session:
        query = select(models.Contact.id, models.Contact.ref)
        names = dict(session.execute(query).all())
    return {names[key] for key in one.contact_ids}


def listed(tenant):
    with tenant.reads.begin() as session:
        return campaigns.list_campaigns(session)


ROWS = [
    said("wording-1", SCRIPT.format(1), day=8),
    said("wording-2", SCRIPT.format(22), line="L2"),
    said("caller-1", caller="+8614100000077", medium="call"),
    said("caller-2", "问我要不要办贷款，我说不要", caller="14100000077", medium="call"),
    said("link-1", "点 http://lipei.example.net/a 领"),
    said("link-2", "welcome lipei.example.net/b !!"),
    said("alone", "推销净水机，说我们小区做活动，前五十名送滤芯，没提订单。"),
    said("nothing", medium="call"),
]


def test_contacts_are_grouped_by_caller_link_and_wording(app, tenant):
    take_in(app, tenant, ROWS, 0)
    groups = {frozenset(refs(tenant, one)): one for one in listed(tenant)}
    assert set(groups) == {
        frozenset({"wording-1", "wording-2"}),
        frozenset({"caller-1", "caller-2"}),
        frozenset({"link-1", "link-2"}),
    }
    wording = groups[frozenset({"wording-1", "wording-2"})]
    assert (wording.lines, dict(wording.shared)) == (2, {"wording": 1})
    assert wording.first_at < wording.last_at
    assert wording.elsewhere == 0


def test_what_one_contact_shares_with_two_others_ties_all_three(app, tenant):
    bridge = said("bridge", SCRIPT.format(3), caller="+8614100000077", day=10)
    take_in(app, tenant, [*ROWS, bridge], 0)
    assert {"wording-1", "caller-1", "bridge"} <= refs(tenant, listed(tenant)[0])


def test_of_other_merchants_there_is_a_count_and_nothing_else(app, tenant):
    take_in(app, tenant, ROWS, 0)
    with app.writes.begin() as session:
        merchants.initialise(session, "other")
    other = app.tenant("other")
    take_in(app, other, [said("theirs", SCRIPT.format(9)), said("theirs-2", "hello there")], 1)
    assert listed(other) == ()
    counts = {min(refs(tenant, one)): one.elsewhere for one in listed(tenant)}
    assert counts == {"wording-1": 1, "caller-1": 0, "link-1": 0}
    assert all("theirs" not in refs(tenant, one) for one in listed(tenant))
    with tenant.reads.begin() as session, pytest.raises(NotFoundError):
        campaigns.campaign_of(session, other_contact(other))


def other_contact(other):
    with other.reads.begin() as session:
        return session.scalars(select(models.Contact.id).where(models.Contact.ref == "theirs")).one()  # fmt: skip


def test_marks_are_keyed_and_outlast_a_change_of_keys(app, tenant):
    take_in(app, tenant, ROWS, 0)
    before = {frozenset(one.contact_ids) for one in listed(tenant)}
    with tenant.reads.begin() as session:
        marks = set(session.scalars(select(models.ContactMark.mark)))
    keys.rotate_keys(app.writes)
    with tenant.reads.begin() as session:
        fresh = set(session.scalars(select(models.ContactMark.mark)))
        assert session.scalar(select(func.count()).where(models.ContactMark.mark.is_(None))) == 1
    assert marks & fresh == {None}
    assert {frozenset(one.contact_ids) for one in listed(tenant)} == before


def test_the_command_shows_them(demo, app, tenant):
    take_in(app, tenant, ROWS, 0)
    listing = demo("campaign", "list", "--json").json
    assert len(listing) == 3
    one = next(one for one in listing if "wording" in one["in_common"])
    shown = demo("campaign", "show", one["contact_ids"][1], "--json").json
    assert shown == one
    assert "Campaigns (3)" in demo("campaign", "list").out
    assert "contacts: 2, lines: 2" in demo("campaign", "show", one["campaign_id"]).out
    assert demo("campaign", "show", "00000000-0000-7000-8000-000000000000").status == 1


def test_a_sample_of_the_wording_has_only_what_two_contacts_say_alike(app, tenant):
    take_in(app, tenant, ROWS, 0)
    samples = {min(refs(tenant, one)): one.wording for one in listed(tenant)}
    head, _ = SCRIPT.split("{}")
    assert samples == {"wording-1": f"{head}••••", "caller-1": "", "link-1": ""}


def test_of_two_contacts_of_a_sample_one_is_of_another_line(app, tenant):
    """On one line both may name the same person."""
    name = "慕容复"
    rows = [said(f"r-{n}", f"{name}您好。{SCRIPT.format(n)}", day=n) for n in (1, 2)]
    rows.append(said("r-3", f"独孤求败您好。{SCRIPT.format(3)}", line="L2", day=3))
    take_in(app, tenant, rows, 0)
    (one,) = listed(tenant)
    assert one.wording.startswith("•••您好。您好，您在我们店")


@pytest.mark.parametrize(
    ("lines_of_two", "buyers"),
    [
        (("L1", "L1"), (("L1",),)),
        (("L1", "L2"), (("L1", "L2"),)),
        (("L1", "L2"), (("L1",),)),
        (("L1", "L2"), ()),
    ],
    ids=["one line", "one buyer", "a line without a buyer", "no buyer"],
)
def test_where_two_contacts_may_name_one_person_there_is_no_sample(
    demo, app, tenant, lines_of_two, buyers
):
    text = f"陈建国您好,茅台路61号602室,验证码482913。{SCRIPT}"
    rows = [said(f"r-{n}", text, line, day=n) for n, line in enumerate(lines_of_two, 1)]
    take_in(app, tenant, rows, 0, buyers=buyers)
    (one,) = listed(tenant)
    assert (dict(one.shared), one.wording) == ({"wording": 1}, "")
    for words in (("list",), ("list", "--json"), ("show", one.campaign_id)):
        assert "陈建国" not in demo("campaign", *words).out


def test_a_sample_has_no_number_of_three_figures_or_more(app, tenant):
    text = f"验证码482913，４８２，四八二九，4 8-2。{SCRIPT}"
    take_in(app, tenant, [said(f"r-{n}", text, f"L{n}", day=n) for n in (1, 2)], 0)
    (one,) = listed(tenant)
    assert one.wording.startswith("验证码••••••••••••••••")
    assert "两" not in one.wording
    assert SCRIPT[:20] in one.wording


def test_a_sample_is_made_of_the_words_of_this_merchant_only(demo, app, tenant):
    take_in(app, tenant, [said("ours-1", SCRIPT.format(1)), said("ours-2", "短")], 0)
    with app.writes.begin() as session:
        merchants.initialise(session, "other")
    other = app.tenant("other")
    take_in(app, other, [said(f"theirs-{n}", SCRIPT.format(n), f"L{n}") for n in (1, 2)], 1)
    assert listed(tenant) == ()
    assert "理赔专员" not in demo("campaign", "list", "--merchant", "demo", "--json").out
    (theirs,) = listed(other)
    assert theirs.wording.startswith(SCRIPT[:20])
    assert theirs.elsewhere == 1


def test_the_commands_show_the_sample(demo, app, tenant):
    take_in(app, tenant, ROWS, 0)
    one = next(one for one in demo("campaign", "list", "--json").json if one["wording"])
    assert one["wording"].startswith(SCRIPT[:20])
    told = demo("campaign", "show", one["campaign_id"]).out
    assert one["wording"] in told


def test_callers_who_show_no_number_have_nothing_in_common(app, tenant):
    shown = ("Anonymous", "未知号码", "-1", "unknown")
    rows = [said(f"{n}-{name}", caller=name, medium="call") for name in shown for n in (1, 2)]
    take_in(app, tenant, rows, 0)
    assert listed(tenant) == ()


def test_of_other_merchants_only_what_would_count_with_them_is_counted(app, tenant):
    take_in(app, tenant, ROWS, 0)
    with app.writes.begin() as session:
        merchants.initialise(session, "other")
    other = app.tenant("other")
    take_in(app, other, [said("theirs", SCRIPT.format(9))], 1)
    later = tell_again(app, other, other_contact(other))
    assert mark(other) == 1
    assert max(one.elsewhere for one in listed(tenant)) == 1
    with other.writes.begin() as session:
        classify_contact(session, later, ContactClass.EXPECTED, "ours", app.zone)
    assert max(one.elsewhere for one in listed(tenant)) == 0
