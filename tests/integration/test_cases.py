"""Attribution: dated, reproducible, and honest about what it was given."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from leaktrace.attribution import Params
from leaktrace.domain.account import Role
from leaktrace.domain.errors import InputError, NotFoundError, RuleError
from leaktrace.domain.times import parse_time
from leaktrace.services import accounts, attribution_runs
from leaktrace.storage.base import new_id
from leaktrace.storage.bulk import insert_rows
from leaktrace.storage.models import Attribution, Reading

AS_OF = "2026-10-31T16:00:00Z"


@pytest.fixture
def filled(demo, world_filled):
    world_filled("routes-112")
    return demo


def attribute(demo, *words):
    done = demo("attribute", "--json", *words)
    assert done.status == 0, done.err
    return done.json


def test_the_document_has_the_shape_of_the_contract(filled):
    document = attribute(filled, "--as-of", AS_OF)
    assert set(document) == {"as_of", "model", "inputs_digest", "cases", "false_accusation_bound"}
    assert document["as_of"] == AS_OF
    assert document["inputs_digest"].startswith("sha256:")
    (case,) = document["cases"]
    assert {
        "case_id", "status", "opened_at", "verdict", "accused", "suspect_set", "confusable", "p_unlisted", "p_no_leak",
        "controls_clean", "channels", "contacts", "next_probe",
    } <= set(case)  # fmt: skip
    for channel in case["channels"]:
        assert {
            "channel_id",
            "posterior",
            "log10_lr",
            "verbal",
            "e_value",
            "canaries_exposed",
            "canaries_hit",
            "evidence",
        } <= set(channel)
        assert sum(line["log10_lr"] for line in channel["evidence"]) == pytest.approx(
            channel["log10_lr"], abs=1e-9
        )
        assert channel["e_value"] is None
    for contact in case["contacts"]:
        assert {"contact_id", "ref", "canary_ids", "class", "details"} <= set(contact)
    shown = filled("case", "show", case["case_id"], "--json").json
    assert shown == case


def test_equal_inputs_at_the_same_instant_are_kept_once_and_a_new_contact_adds_a_result(
    filled, tenant, tmp_path
):
    first = attribute(filled, "--as-of", AS_OF)
    assert attribute(filled, "--as-of", AS_OF)["inputs_digest"] == first["inputs_digest"]
    with tenant.reads.begin() as session:
        assert session.scalar(select(func.count()).select_from(Attribution)) == 1
    extra = {
        "ref": "late",
        "medium": "call",
        "line": "L0001",
        "occurred_at": "2026-10-20T10:00:00Z",
        "details": {"name": "刘嘉诚", "price": "78.00"},
    }
    (tmp_path / "late.jsonl").write_text(json.dumps(extra) + "\n")
    assert filled("ingest", tmp_path / "late.jsonl", "--format", "native").status == 0
    assert attribute(filled, "--as-of", AS_OF)["inputs_digest"] != first["inputs_digest"]
    (listed,) = filled("case", "list", "--json").json
    assert listed["attributions"] == 2


def test_another_result_of_the_same_inputs_is_kept_and_shown(filled, tenant):
    """Of other settings, or of a later release: what the case shows is what was told last."""
    first = attribute(filled, "--as-of", AS_OF)
    (case,) = first["cases"]
    with tenant.writes.begin() as session:
        later = attribution_runs.attribute_now(session, parse_time(AS_OF), Params(prior=0.01))
    assert later.inputs_digest == first["inputs_digest"]
    (listed,) = filled("case", "list", "--json").json
    assert listed["attributions"] == 2
    shown = filled("case", "show", case["case_id"], "--json").json
    assert shown["channels"] != case["channels"]


def read_meanwhile(tenant, at, **changes):
    """Store another reading that shows nothing, as if another process had made it at `at`."""
    with tenant.writes.begin() as session:
        bare = select(Reading).where(Reading.details.is_(None))
        reading = session.scalars(bare.limit(1)).one()
        keys = [column.key for column in Reading.__table__.columns]
        copy = {key: getattr(reading, key) for key in keys}
        insert_rows(session, Reading, [copy | {"id": new_id(), "made_at": at, **changes}])


def test_while_it_is_worked_out_others_write_and_what_they_wrote_is_not_missed(filled, tenant):
    def works_out(meanwhile=lambda: None):
        with tenant.reads.begin() as session:
            worked = attribution_runs.work_out(session)
            meanwhile()
        with tenant.writes.begin() as session:
            return attribution_runs.keep_if_due(session, worked)

    before = datetime.now(UTC)
    assert works_out(lambda: read_meanwhile(tenant, before)) is None
    assert works_out(lambda: read_meanwhile(tenant, datetime.now(UTC))) is not None
    with tenant.reads.begin() as session:
        assert attribution_runs.attribution_due(session)
    assert works_out() is not None


def test_what_others_wrote_while_it_was_worked_out_is_in_what_is_kept(filled, tenant):
    before = datetime.now(UTC)
    with tenant.reads.begin() as session:
        worked = attribution_runs.work_out(session)
        informed = session.scalar(select(Reading.contact_id).where(Reading.informed).limit(1))
    read_meanwhile(tenant, before, contact_id=informed)
    with tenant.writes.begin() as session:
        kept = attribution_runs.keep(session, worked)
    contacts = {one["contact_id"] for one in kept.cases[0]["contacts"]}
    assert contacts
    assert str(informed) not in contacts


def test_an_instant_in_the_future_is_pointed_out(demo):
    done = demo("attribute", "--as-of", "2199-01-01T00:00:00Z")
    assert (done.status, "lies in the future" in done.err) == (0, True)


def test_an_earlier_instant_knows_less(filled):
    early = attribute(filled, "--as-of", "2026-09-15T00:00:00Z")
    (case,) = early["cases"]
    assert (case["verdict"], case["channels"], case["contacts"]) == ("background", [], [])


def test_before_anything_was_exposed_the_verdict_is_background(demo):
    (case,) = attribute(demo)["cases"]
    assert (case["verdict"], case["suspect_set"], case["p_no_leak"]) == ("background", [], 1.0)


def test_a_case_without_channels_shows_no_table(demo):
    shown = demo("attribute").out
    assert "case-1: background" in shown
    assert "posterior" not in shown


def test_an_informed_contact_on_a_sealed_control_accuses_nobody(filled, worlds, tmp_path):
    line = next(
        row
        for row in (worlds / "routes-112" / "lines.csv").read_text(encoding="utf-8").splitlines()
        if ",control," in row
    )
    line_id, _, phone = line.split(",")[:3]
    canary = json.loads(
        (worlds / "routes-112" / "canaries.jsonl").read_text(encoding="utf-8").splitlines()[0]
    )
    canary |= {"canary_id": "K001", "line_ids": [line_id]}
    canary["identity"] = canary["identity"] | {"name": "欧阳若兰", "phone": phone, "email": None}
    (tmp_path / "control.jsonl").write_text(json.dumps(canary) + "\n")
    (tmp_path / "none.jsonl").write_text("")
    assert (
        filled("exposure", "import", tmp_path / "control.jsonl", tmp_path / "none.jsonl").status
        == 0
    )
    call = {
        "ref": "k",
        "medium": "call",
        "line": line_id,
        "occurred_at": "2026-10-20T10:00:00Z",
        "text": "您好，是欧阳若兰吗？您的订单要退款，请加微信。",
    }
    (tmp_path / "call.jsonl").write_text(json.dumps(call) + "\n")
    assert filled("ingest", tmp_path / "call.jsonl", "--format", "native").status == 0
    (case,) = attribute(filled, "--as-of", AS_OF)["cases"]
    assert (case["verdict"], case["accused"], case["suspect_set"], case["controls_clean"]) == (
        "registry_compromised",
        [],
        [],
        False,
    )


def test_an_unknown_case_is_a_clear_line(demo):
    done = demo("case", "show", "case-9")
    assert (done.status, "there is no case 'case-9'" in done.err) == (1, True)


def test_people_get_a_table_and_the_reasons_in_words(filled):
    done = filled("attribute", "--as-of", AS_OF)
    assert "most probably that of: warehouse-1" in done.out
    assert "of the" in done.out
    assert "warehouse-1" in filled("case", "list").out


# --- Accounts ------------------------------------------------------------------------------------

PASSWORD = "correct horse battery"


def test_a_password_opens_a_session_until_it_is_logged_out(app, tenant):
    with tenant.writes.begin() as session:
        accounts.add_user(session, "officer", PASSWORD, Role.REVIEWER)
    with app.writes.begin() as session:
        token = accounts.log_in(session, "officer", PASSWORD)
    with app.writes.begin() as session:
        login = accounts.find_login(session, token)
        assert (login.login, login.role, login.merchant) == ("officer", Role.REVIEWER, "demo")
        assert accounts.find_login(session, "another token") is None
    with app.writes.begin() as session:
        accounts.log_out(session, token)
        assert accounts.find_login(session, token) is None


def test_five_wrong_passwords_lock_an_account_for_five_minutes(app, tenant, time_machine):
    time_machine.move_to("2026-11-01T08:00:00Z", tick=False)
    with tenant.writes.begin() as session:
        accounts.add_user(session, "officer", PASSWORD, Role.VIEWER)

    def attempt(password):
        with app.writes.begin() as session:
            return accounts.log_in(session, "officer", password)

    assert [attempt("wrong password 1") for _ in range(5)] == [None] * 5
    assert attempt(PASSWORD) is None
    time_machine.move_to("2026-11-01T08:05:01Z", tick=False)
    assert attempt(PASSWORD) is not None


def test_a_session_ends_when_idle_and_at_the_latest_after_twelve_hours(app, tenant, time_machine):
    time_machine.move_to("2026-11-01T08:00:00Z", tick=False)
    with tenant.writes.begin() as session:
        accounts.add_user(session, "officer", PASSWORD, Role.VIEWER)
    with app.writes.begin() as session:
        token = accounts.log_in(session, "officer", PASSWORD)

    def known():
        with app.reads.begin() as session:
            login = accounts.find_login(session, token)
        if login is not None and accounts.use_is_due(login):
            with app.writes.begin() as session:
                accounts.note_use(session, login, token)
        return login is not None

    for minutes in range(20, 12 * 60, 20):
        time_machine.move_to(
            f"2026-11-01T{8 + minutes // 60:02d}:{minutes % 60:02d}:00Z", tick=False
        )
        assert known()
    time_machine.move_to("2026-11-01T20:00:00Z", tick=False)
    assert not known()
    with app.writes.begin() as session:
        token = accounts.log_in(session, "officer", PASSWORD)
    time_machine.move_to("2026-11-01T20:31:00Z", tick=False)
    assert not known()


def test_a_disabled_account_is_out_at_once(app, tenant):
    with tenant.writes.begin() as session:
        accounts.add_user(session, "officer", PASSWORD, Role.VIEWER)
    with app.writes.begin() as session:
        token = accounts.log_in(session, "officer", PASSWORD)
    with tenant.writes.begin() as session:
        accounts.disable_user(session, "officer")
    with app.writes.begin() as session:
        assert accounts.find_login(session, token) is None
        assert accounts.log_in(session, "officer", PASSWORD) is None


def test_accounts_that_cannot_be_are_refused(tenant):
    with tenant.writes.begin() as session:
        with pytest.raises(InputError, match="12 to 256"):
            accounts.add_user(session, "officer", "short", Role.VIEWER)
        with pytest.raises(InputError, match="cannot be a login"):
            accounts.add_user(session, "a b", PASSWORD, Role.VIEWER)
        with pytest.raises(NotFoundError):
            accounts.disable_user(session, "nobody")
        accounts.add_user(session, "officer", PASSWORD, Role.VIEWER)
        with pytest.raises(RuleError, match="is taken"):
            accounts.add_user(session, "officer", PASSWORD, Role.VIEWER)


def test_users_are_added_listed_and_disabled_from_the_command_line(demo):
    made = demo("user", "add", "officer", "--role", "reviewer", "--json").json
    assert len(made["password"]) >= 12
    assert demo("user", "disable", "officer").status == 0
    (row,) = demo("user", "list", "--json").json
    assert (row["login"], row["role"], bool(row["disabled_at"])) == ("officer", "reviewer", True)
    assert "password" not in row
