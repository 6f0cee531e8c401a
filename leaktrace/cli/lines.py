"""``line verify``, ``own``, ``flag``, ``clear``, ``retire``, ``show`` and ``health``: the lives of lines."""

from dataclasses import asdict
from typing import Annotated

import typer

from leaktrace.cli.context import JsonOption, print_json, print_table
from leaktrace.cli.inventory import line
from leaktrace.domain.line import LineKind

__all__ = ["register"]

LineArgument = Annotated[str, typer.Argument(metavar="LINE", help="Such as P01.")]
_BY_CALL = "a line that only takes calls is tested by one: 'leaktrace line verify LINE --caller NUMBER', then call it from there"
NoteOption = Annotated[str, typer.Option("--note", help="What is to be recorded.")]


def register(_app: typer.Typer) -> None:
    """The commands stand in the group ``line``."""


@line.command("verify", epilog="Example: leaktrace line verify P01")
def line_verify(
    context: typer.Context,
    lines: Annotated[
        list[str] | None, typer.Argument(metavar="LINE...", help="All that are due if left out.")
    ] = None,
    caller: Annotated[
        str,
        typer.Option(
            help="For lines that only take calls: the number of the phone from which you call them."
        ),
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Make words that have to come back through the intake; send each to its line from any phone.

    With --caller no word is made: call each line from that number within three days, and let it ring. Do so before the first canary, and every month: it shows that line, gateway and intake work.
    """
    from leaktrace.services import line_health, line_life

    with context.obj.tenant().writes.begin() as session:
        line_life.settle_nonces(session)
        due = lines or [
            one.line_id
            for one in line_health.line_health(session)
            if one.due and (one.kind is LineKind.PHONE or not caller)
        ]
        sent = {line_id: line_life.send_nonce(session, line_id, caller=caller) for line_id in due}
    what = "caller" if caller else "nonce"
    if as_json:
        print_json([{"line_id": line_id, what: nonce} for line_id, nonce in sent.items()])
        return
    title, heading = ("Call each line", "from") if caller else ("Send to each line", "text")
    print_table(title, ("line", heading), sent.items(), ids=("line", heading))
    typer.echo("what came back is told by 'leaktrace line health'")


@line.command(
    "own", epilog="Example: leaktrace line own P01 --note 'contract 2026-17, SIM in safe 2'"
)
def line_own(context: typer.Context, line_id: LineArgument, note: NoteOption) -> None:
    """Record how a line was acquired, and how it is proven to be yours."""
    _note(context, line_id, "owned", note)


@line.command("flag", epilog="Example: leaktrace line flag P07 --note 'debt collectors call it'")
def line_flag(context: typer.Context, line_id: LineArgument, note: NoteOption) -> None:
    """Keep a line from being used: it has a past."""
    _note(context, line_id, "flagged", note)


@line.command("clear", epilog="Example: leaktrace line clear P07 --note 'quiet for 60 days'")
def line_clear(context: typer.Context, line_id: LineArgument, note: NoteOption) -> None:
    """Let a flagged line be used again."""
    _note(context, line_id, "cleared", note)


@line.command(
    "retire", epilog="Example: leaktrace line retire P07 --custody 'SIM stays in phone 3'"
)
def line_retire(
    context: typer.Context,
    line_id: LineArgument,
    custody: Annotated[str, typer.Option(help="Who keeps it watched, or had it locked.")],
) -> None:
    """Give a line no new canaries. Never give the number back: it would become a stranger's."""
    from leaktrace.services.line_life import retire_line

    with context.obj.tenant().writes.begin() as session:
        retire_line(session, line_id, custody)
    typer.echo(f"{line_id}: retired")


@line.command("show", epilog="Example: leaktrace line show P01")
def line_show(context: typer.Context, line_id: LineArgument, as_json: JsonOption = False) -> None:
    """The life of one line: every step with its time, by whom, and what was noted."""
    from leaktrace.services.line_life import line_life, settle_nonces

    with context.obj.tenant().writes.begin() as session:
        settle_nonces(session)
        steps = line_life(session, line_id)
    if as_json:
        print_json([asdict(one) for one in steps])
        return
    rows = [(one.step, one.at, one.actor, one.note) for one in steps]
    print_table(line_id, ("step", "at", "by", "note"), rows)


@line.command("health", epilog="Example: leaktrace line health")
def line_health(context: typer.Context, as_json: JsonOption = False) -> None:
    """Which lines are silent, ring though nobody has them, or are due for a self-test."""
    from leaktrace.services import line_health, line_life

    with context.obj.tenant().writes.begin() as session:
        line_life.settle_nonces(session)
        rows = line_health.line_health(session)
    if as_json:
        print_json([asdict(one) for one in rows])
        return
    print_table(
        "Lines",
        ("line", "contacts", "last contact", "verified", "what to do"),
        [
            (one.line_id, one.contacts, one.last_contact_at, one.verified_at, _advice(one))
            for one in rows
        ],
        ids=("line",),
    )  # fmt: skip
    if any(one.due and one.kind is LineKind.PHONE for one in rows):
        typer.echo(_BY_CALL)


def _advice(one: object) -> str:
    words = {
        "silent": "silent for too long: is it watched?",
        "rings": "rings though nobody has it: flag it",
        "strayed": "its test word arrived on another line: see 'leaktrace line show'",
        "flagged": "flagged",
        "due": "self-test is due",
    }
    return "; ".join(text for name, text in words.items() if getattr(one, name))


def _note(context: typer.Context, line_id: str, step: str, note: str) -> None:
    from leaktrace.domain.life import LineStep
    from leaktrace.services.line_life import note_line

    with context.obj.tenant().writes.begin() as session:
        note_line(session, line_id, LineStep(step), note)
    typer.echo(f"{line_id}: {step}")
