"""Settings and secrets of a source that were wrong are put right, and what came before is read by them."""

import json

import pytest
from test_pull import event, pulled, refs, soon, sqlite_only, working  # noqa: F401 - a fixture

from leaktrace.domain.ports import Pulled
from leaktrace.services import source_runs, sources

LINES = "line_id,kind,value,role,acquired_at,label\n" + "".join(
    f"L{n},phone,+861400000000{n},canary,2026-09-01T00:00:00Z,\n" for n in (1, 2, 3)
)


@pytest.fixture
def lined(demo, tmp_path):
    """The command, with a line."""
    (tmp_path / "lines.csv").write_text(LINES)
    assert demo("line", "import", tmp_path / "lines.csv").status == 0
    return demo


def settings_of(command, name):
    return next(
        one["settings"] for one in command("source", "list", "--json").json if one["name"] == name
    )


def test_what_waits_for_a_zone_is_taken_when_the_source_was_given_one(lined, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    record = {**event(1), "occurred_at": "2026-10-20T10:00:00"}
    (inbox / "a.jsonl").write_text(json.dumps(record) + "\n")
    lined("source", "add", "inbox", "--format", "native", "--kind", "folder", "--path", inbox)
    assert lined("source", "run", "inbox", "--json").json["quarantined"] == 1
    assert "all that came waits in quarantine: 1" in lined("doctor").err
    done = lined("source", "change", "inbox", "--zone", "Asia/Shanghai")
    assert (done.status, done.out.splitlines()[0]) == (0, "source inbox changed: zone")
    assert "leaktrace source reparse inbox" in done.out
    assert lined("source", "reparse", "inbox", "--json").json["fresh"] == 1
    assert lined("quarantine", "list", "--json").json == []
    assert settings_of(lined, "inbox") == {"path": str(inbox), "zone": "Asia/Shanghai"}


def test_a_setting_is_overwritten_and_an_empty_one_taken_away(lined):
    words = ("--format", "smsforwarder", "--kind", "hook", "--set", "SIM1=L1", "--set", "SIM2=L2")
    lined("source", "add", "phones", *words)
    done = lined("source", "change", "phones", "--set", "SIM1=L3", "--set", "SIM2=", "--json")
    assert done.json == {"name": "phones", "changed": ["SIM1", "SIM2"], "secret": None}
    assert settings_of(lined, "phones") == {"SIM1": "L3"}


def test_a_hook_is_given_another_secret(lined, tenant, tmp_path):
    lined("source", "add", "phones", "--format", "smsforwarder", "--kind", "hook")
    made = lined("source", "change", "phones", "--new-secret", "--json").json["secret"]
    with tenant.reads.begin() as session:
        assert sources.find_hook(session, "phones").secret == made
    (tmp_path / "key").write_text("of the vendor\n")
    (tmp_path / "key").chmod(0o600)
    lined("source", "change", "phones", "--secret-file", tmp_path / "key")
    with tenant.reads.begin() as session:
        assert sources.find_hook(session, "phones").secret == "of the vendor"


@sqlite_only
@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (("inbox",), 2, "nothing to change"),
        (("nobody", "--zone", "UTC"), 1, "there is no source 'nobody'"),
        (("inbox", "--zone", "Beijing"), 2, "there is no time zone 'Beijing'"),
        (("inbox", "--set", "path="), 2, "needs an absolute path"),
        (("inbox", "--new-secret"), 2, "only a hook is made a secret"),
        (("inbox", "--line", "L9"), 1, "there is no line 'L9'"),
        (("native", "--zone", "UTC"), 1, "files given by hand"),
        (("inbox", "--profile", "ftc"), 2, "has no profile"),
    ],
)
def test_what_a_source_cannot_be_changed_to_is_told(lined, tmp_path, words, status, message):
    (tmp_path / "a.jsonl").write_text(json.dumps(event(1)) + "\n")
    lined("ingest", tmp_path / "a.jsonl", "--format", "native")
    lined("source", "add", "inbox", "--format", "native", "--kind", "folder", "--path", tmp_path)
    done = lined("source", "change", *words)
    assert (done.status, message in done.err) == (status, True)


def test_what_is_fetched_from_another_place_is_fetched_from_its_beginning(pulled, gateway, tenant):  # noqa: F811
    gateway.add(event(1))
    pulled("source", "run", "box")
    for words in (("--zone", "UTC"), ("--set", "SIM1=L1"), ("--set", "per_minute=9")):
        assert pulled("source", "change", "box", *words).status == 0
    with tenant.reads.begin() as session:
        assert source_runs.pull_source(session, "box").cursor == "1"
    pulled("source", "change", "box", "--set", "host=127.0.0.1")
    with tenant.reads.begin() as session:
        assert source_runs.pull_source(session, "box").cursor == ""
    assert pulled("source", "run", "box", "--json").json["duplicates"] == 1


def test_a_place_that_was_left_in_the_middle_of_a_look_sets_no_mark_for_the_next(
    pulled,  # noqa: F811
    tenant,
):
    with tenant.reads.begin() as session:
        before = source_runs.pull_source(session, "box")
    pulled("source", "change", "box", "--set", "host=192.0.2.1")
    with tenant.writes.begin() as session:
        late = Pulled(json.dumps(event(1)).encode(), "7")
        assert source_runs.keep_pulled(session, before, late) is not None
    with tenant.reads.begin() as session:
        assert source_runs.pull_source(session, "box").cursor == ""


@sqlite_only
@pytest.mark.parametrize(
    ("format_name", "setting"),
    [
        ("smsforwarder", "SIM2=L9"),
        ("smsforwarder", "lines=L1, L9"),
        ("smsforwarder", "device:phone-1=L9"),
        ("kannel", "smsc:bank=L9"),
    ],
)
def test_a_card_is_not_set_to_a_line_that_is_not_there(lined, format_name, setting):
    words = ("--format", format_name, "--kind", "hook")
    refused = lined("source", "add", "phones", *words, "--set", setting)
    assert (refused.status, "there is no line 'L9'" in refused.err) == (1, True)
    assert lined("source", "list", "--json").json == []
    number = "lines=+8614000000002"
    assert lined("source", "add", "phones", *words, "--set", number).status == 0
    changed = lined("source", "change", "phones", "--set", setting)
    assert (changed.status, "there is no line 'L9'" in changed.err) == (1, True)
    assert settings_of(lined, "phones") == {"lines": "+8614000000002"}


@sqlite_only
def test_a_change_is_recorded_without_its_values(lined):
    lined("source", "add", "phones", "--format", "smsforwarder", "--kind", "hook")
    lined("source", "change", "phones", "--set", "SIM1=L1", "--new-secret")
    (event_,) = [
        one for one in lined("event", "list", "--json").json if one["action"] == "source.change"
    ]
    assert event_["data"] == {"changed": "SIM1, secret"}


def test_a_source_that_waits_after_failures_is_looked_at_when_it_was_changed(
    pulled,  # noqa: F811
    gateway,
    tenant,
    tmp_path,
):
    (tmp_path / "other").write_text("wrong")
    pulled("source", "change", "box", "--secret-file", tmp_path / "other")
    assert pulled("source", "run", "box").status == 1
    with tenant.reads.begin() as session:
        assert source_runs.is_waiting(session, "box")
    pulled("source", "change", "box", "--secret-file", tmp_path / "secret")
    with tenant.reads.begin() as session:
        assert not source_runs.is_waiting(session, "box")


@sqlite_only
def test_a_worker_goes_by_a_new_interval_at_once(pulled, gateway, app, tenant):  # noqa: F811
    pulled("source", "change", "box", "--set", "every=3600")
    gateway.add(event(1))
    with working(app):
        assert soon(lambda: refs(tenant) == ["r1"])
        gateway.add(event(2))
        pulled("source", "change", "box", "--set", "every=1")
        assert soon(lambda: refs(tenant) == ["r1", "r2"])


@sqlite_only
def test_a_line_or_a_source_that_is_not_there_is_told_and_not_taken_for_nothing(lined, tmp_path):
    words = ("--format", "native", "--kind", "folder", "--path", tmp_path, "--line", "L9")
    done = lined("source", "add", "inbox", *words)
    assert (done.status, "there is no line 'L9'" in done.err) == (1, True)
    for words in (("list",), ("replay", "--all"), ("discard", "--all", "--why", "x")):
        done = lined("quarantine", *words, "--source", "nobody")
        assert (done.status, "there is no source 'nobody'" in done.err) == (1, True)


@sqlite_only
def test_a_setting_that_nobody_knows_is_refused_with_those_that_are_known(lined, tmp_path):
    hook = ("phones", "--format", "smsforwarder", "--kind", "hook")
    refused = lined("source", "add", *hook, "--set", "SMI3=L3")
    assert (refused.status, "there is no setting 'SMI3'" in refused.err) == (2, True)
    assert "SIM1" in refused.err
    assert "alarm_after" in refused.err
    assert lined("source", "add", *hook, "--set", "SIM12=L3", "--set", "every=9").status == 0
    refused = lined("source", "change", "phones", "--set", "SMI3=L3")
    assert (refused.status, "there is no setting 'SMI3'" in refused.err) == (2, True)
    assert settings_of(lined, "phones") == {"SIM12": "L3", "every": "9"}


@sqlite_only
def test_a_format_without_cards_is_given_none(lined, tmp_path):
    words = ("inbox", "--format", "native", "--kind", "folder", "--path", tmp_path)
    refused = lined("source", "add", *words, "--set", "SIM1=L1")
    assert (refused.status, "there is no setting 'SIM1'" in refused.err) == (2, True)
    assert lined("source", "add", *words).status == 0


@sqlite_only
def test_a_change_that_changes_nothing_says_so(lined):
    lined("source", "add", "phones", "--format", "smsforwarder", "--kind", "hook", "--zone", "UTC")
    words = ("source", "change", "phones", "--set", "SIM3=", "--zone", "UTC")
    assert lined(*words).out == "source phones: nothing was changed, it is so already\n"
    assert lined(*words, "--json").json == {"name": "phones", "changed": [], "secret": None}
    assert lined(*words, "--set", "SIM1=L1", "--json").json["changed"] == ["SIM1"]
    changes = [one for one in lined("event", "list", "--json").json if "change" in one["action"]]
    assert len(changes) == 1


@sqlite_only
def test_two_sources_do_not_watch_one_folder(lined, tmp_path):
    def add(name, form, path):
        return lined("source", "add", name, "--format", form, "--kind", "folder", "--path", path)

    (tmp_path / "inbox").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "inbox")
    assert add("inbox", "native", tmp_path / "inbox").status == 0
    for path in ("inbox", "link"):
        refused = add("mails", "email", tmp_path / path)
        assert (refused.status, "the source 'inbox' reads" in refused.err) == (1, True)
    assert add("mails", "email", tmp_path / "mails").status == 0
    refused = lined("source", "change", "mails", "--path", tmp_path / "inbox")
    assert (refused.status, "the source 'inbox' reads" in refused.err) == (1, True)
    lined("source", "pause", "inbox")
    assert lined("source", "change", "mails", "--path", tmp_path / "inbox").status == 0
    refused = lined("source", "pause", "inbox", "--resume")
    assert (refused.status, "the source 'mails' reads" in refused.err) == (1, True)


@sqlite_only
def test_two_sources_do_not_fetch_from_one_mailbox_phone_or_database(lined, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("of the vendor\n")
    secret.chmod(0o600)

    def add(name, form, kind, *settings):
        words = [word for one in settings for word in ("--set", one)]
        return lined(
            *("source", "add", name, "--format", form, "--kind", kind),
            *words, "--secret-file", secret,
        )  # fmt: skip

    def refuses(done, other):
        return done.status == 1 and f"the source '{other}' reads" in done.err

    box = ("host=imap.example.com", "user=all@inbox.example.com")
    assert add("mails", "email", "pull", "kind=imap", *box).status == 0
    for also in (("folder=INBOX", "port=993"), ("mx=mx1.example.com",), ("tls=starttls",)):
        assert refuses(add("twice", "arf", "pull", "kind=imap", *box, *also), "mails")
    assert refuses(add("twice", "email", "pull", "kind=pop3", *box), "mails")
    assert refuses(add("twice", "email", "pull", "kind=imap", box[0].upper().replace("HOST", "host"), box[1]), "mails")  # fmt: skip
    assert add("spam", "email", "pull", "kind=imap", *box, "folder=Junk").status == 0
    assert refuses(lined("source", "change", "spam", "--set", "folder="), "mails")

    assert add("phone", "smsforwarder", "hook", "url=http://192.0.2.7:5000").status == 0
    for kind in ("hook", "pull"):
        assert refuses(add("p2", "smsforwarder", kind, "url=http://192.0.2.7:5000/"), "phone")
    assert add("p2", "smsforwarder", "hook", "url=http://192.0.2.8:5000").status == 0
    assert refuses(lined("source", "change", "p2", "--set", "url=http://192.0.2.7:5000"), "phone")
    for name in ("h1", "h2"):
        assert add(name, "smsforwarder", "hook", "device=x").status == 0

    assert (
        add("modem", "gammu-sql", "pull", "database=postgresql://smsd@h.example/smsd").status == 0
    )
    other = ("database=postgres://reader@h.example:5432/smsd", "table=inbox")
    assert refuses(add("m2", "gammu-sql", "pull", *other), "modem")
    lined("source", "pause", "modem")
    assert add("m2", "gammu-sql", "pull", *other).status == 0
    assert refuses(lined("source", "pause", "modem", "--resume"), "m2")


@sqlite_only
def test_a_paused_source_is_read_when_asked_for_and_that_is_said(lined, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.jsonl").write_text(json.dumps(event(1)) + "\n")
    lined("source", "add", "inbox", "--format", "native", "--kind", "folder", "--path", inbox)
    assert "paused" not in lined("source", "run", "inbox").err
    lined("source", "pause", "inbox")
    done = lined("source", "run", "inbox", "--json")
    assert (done.status, done.json["received"]) == (0, 1)
    assert "inbox is paused" in done.err
