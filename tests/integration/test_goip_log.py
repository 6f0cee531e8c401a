"""A log of a SIM bank in a watched folder: what is sent again until it is acknowledged counts once."""

LINES = "line_id,kind,value,role,acquired_at,label\nL1,phone,+8614000000001,canary,2026-09-01T00:00:00Z,\n"


def test_a_message_that_was_sent_again_is_one_contact(demo, tmp_path):
    (tmp_path / "lines.csv").write_text(LINES)
    assert demo("line", "import", tmp_path / "lines.csv").status == 0
    logs = tmp_path / "logs"
    logs.mkdir()
    words = ("--format", "goip", "--kind", "folder", "--path", logs, "--set", "goip:bank=L1")
    assert demo("source", "add", "bank", *words).status == 0
    message = "RECEIVE:17;id:bank;password:x;srcnum:+8614100000001;msg:理赔请加企微"
    times = ("17:40:05", "17:40:35", "17:43:05", "18:39:05")
    (logs / "goip.log").write_text(
        "".join(f"2026-09-20T{at}+08:00 {message}\n" for at in times), encoding="utf-8"
    )
    done = demo("source", "run", "bank", "--json").json
    assert (done["stored"], done["duplicates"], done["quarantined"]) == (1, 3, 0)
