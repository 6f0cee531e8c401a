"""A case on a terminal: the verdict in words, what it rests on, and what might overturn it."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import typer

from leaktrace.domain.case import Verdict

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["case_lines", "channel_table", "print_case"]

_REASONED = 3
"""Reasons are told for so many channels, the first suspects."""
_PLAIN_WIDTH = 160
"""Where nobody looks, as in a file."""

_SENTENCES: Final[Mapping[Verdict, str]] = {
    Verdict.REGISTRY_COMPROMISED: "a sealed control was contacted with its facts: our own records must have got out, and nobody is accused",
    Verdict.ATTRIBUTED: "the copy of {accused} was disclosed",
    Verdict.SUSPECTED: "more points to {first} than to anyone else, but not enough to say that a leaker is there",
    Verdict.INCONCLUSIVE: "somebody had order facts, but nothing points to one channel or a small group of them",
    Verdict.BACKGROUND: "no contact showed a fact of a canary order",
}

_STEPS: Final = """\
  a copy got out: that says neither who did it nor how. A person has to review it before anybody is confronted
  review: read the contacts that count, the flaws and the rival assumptions; keep your decision outside of this
  keep: recordings, the files imported, the proof of how copies were read back, the commitment of the draw
  open the draw only when it has to be proved ('leaktrace seed open'): later contacts cannot accuse by it
  write out: 'leaktrace case show {} --json', 'leaktrace exposure export' (personal data in full; recorded)"""


def print_case(document: Mapping[str, Any]) -> None:
    """A case for people."""
    from rich.console import Console

    for line in _head(document):
        typer.echo(line)
    width = None if sys.stdout.isatty() else _PLAIN_WIDTH
    if document["channels"]:
        Console(markup=False, highlight=False, width=width).print(channel_table(document))
    for line in case_lines(document):
        typer.echo(line)


def channel_table(document: Mapping[str, Any]) -> "Table":
    """The channels with a hit canary. However narrow the terminal, nothing in it is cut."""
    from rich.table import Column, Table
    from rich.text import Text

    table = Table(
        Column("channel", no_wrap=True, overflow="fold"),
        *(
            Column(name, overflow="fold")
            for name in (
                "posterior", "log10 LR", "evidence", "e-value", "canaries hit / exposed",
            )
        ),
        title=f"informed contacts: {len(document['contacts'])}",
        title_justify="left",
        header_style="bold",
    )  # fmt: skip
    for channel in document["channels"]:
        cells = (
            channel["channel_id"], f"{channel['posterior']:.3f}", f"{channel['log10_lr']:+.2f}",
            channel["verbal"], _e_value(channel["e_value"]),
            f"{channel['canaries_hit']} / {channel['canaries_exposed']}",
        )  # fmt: skip
        table.add_row(*(Text(_plain(cell)) for cell in cells))
    return table


def case_lines(document: Mapping[str, Any]) -> Iterator[str]:
    """What follows the table."""
    if document["channels"]:
        yield (
            f"a party that is not listed: {document['p_unlisted']:.3f}; "
            f"nobody leaked: {document['p_no_leak']:.3f}"
        )
    if document.get("threshold"):
        yield f"e-value needed for an accusation: {_e_value(document['threshold'])}"
    yield from _rarity(document["channels"])
    silent = [channel["channel_id"] for channel in document.get("silent_channels", ())]
    if silent:
        yield f"no canary contacted: {_listed(silent)}"
    yield from _downgrades(document)
    yield from _sensitivity(document.get("sensitivity", ()))
    yield from _probe(document.get("next_probe"))
    for channel in document["channels"][:_REASONED]:
        yield f"\n{_plain(channel['channel_id'])}"
        for line in channel["evidence"]:
            yield f"  {line['log10_lr']:+6.2f}  {line['kind']:<11}{_plain(line['text'])}"
    if document.get("accused"):
        yield from ("\nwhat to do next", *(_STEPS.format(document["case_id"]).splitlines()))


def _head(document: Mapping[str, Any]) -> Iterator[str]:
    yield f"{document['case_id']}: {document['verdict']}"
    yield _sentence(document)
    if document["accused"]:
        yield f"accused: {_listed(document['accused'])}"
        yield (
            "the chance that any innocent channel is ever accused is at most "
            f"{document['false_accusation_bound']:.3g}"
        )
    yield from _missing(document)
    for group in document["confusable"]:
        yield f"cannot be told apart by this seeding: {_listed(group)}"


def _sentence(document: Mapping[str, Any]) -> str:
    verdict, members = Verdict(document["verdict"]), document["suspect_set"]
    if verdict is Verdict.SET:
        if len(members) == 1:
            return f"the copy that got out is most probably that of: {_listed(members)}"
        return f"a leaker is among: {_listed(members)}"
    first = document["channels"][0]["channel_id"] if document["channels"] else "nobody"
    return _SENTENCES[verdict].format(accused=_listed(document["accused"]), first=_plain(first))


def _missing(document: Mapping[str, Any]) -> Iterator[str]:
    """Why the likeliest channel is not accused."""
    from leaktrace.attribution import Params

    if document["verdict"] not in (Verdict.SET, Verdict.SUSPECTED, Verdict.INCONCLUSIVE):
        return
    if not document["channels"]:
        return
    first, needed, lacks = document["channels"][0], document.get("threshold"), []
    if first["posterior"] < Params().set_threshold:
        lacks.append(f"its posterior is below {Params().set_threshold:g}")
    if first["e_value"] is None:
        lacks.append("no sealed draw can speak of it")
    elif needed and first["e_value"] < needed:
        lacks.append("its e-value is below what is needed")
    elif first["e_value"] is not None and not lacks:
        lacks.append(f"values of at least {Params().identities_needed} buyers have to be said")
    if lacks:
        yield f"{_plain(first['channel_id'])} is not accused: {'; '.join(lacks)}"


def _rarity(channels: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Why a posterior is high beside a ratio that is low."""
    from leaktrace.services.case_document import rests_on_rarity

    if found := [channel["channel_id"] for channel in channels if rests_on_rarity(channel)]:
        yield (
            f"{_listed(found)}: probable though its LR is below 1: the LR compares with whatever explains the contacts "
            "best without it, be that several leakers at once or a party that is not listed; the posterior counts how "
            "rare that is"
        )


def _downgrades(document: Mapping[str, Any]) -> Iterator[str]:
    for one in document.get("downgrades", ()):
        spared = _listed(one["spared"])
        effect = f" (without this accused: {spared})" if spared else ""
        yield f"flaw: {_plain(one['text'])}{effect}"


def _sensitivity(rivals: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not rivals:
        return
    changed = [rival for rival in rivals if rival["changed"]]
    if not changed:
        yield f"no rival assumption that was tried changes the verdict ({len(rivals)} tried)"
        return
    yield f"{len(changed)} of {len(rivals)} rival assumptions change it:"
    for rival in changed:
        suspects = _listed(rival["accused"] or rival["suspect_set"])
        yield f"  {_plain(rival['text'])}: {rival['verdict']}{f', {suspects}' if suspects else ''}"


def _probe(probe: Mapping[str, Any] | None) -> Iterator[str]:
    if not probe:
        return
    separation = probe.get("expected_separation")
    sure = "" if separation is None else f", to tell suspects apart with probability {separation:g}"
    if probe.get("canaries"):
        yield f"next canaries: {probe['canaries']}{sure}"
    counts = probe.get("counts") or ()
    for number, route in enumerate(probe.get("routes") or ()):
        text = route if isinstance(route, str) else " > ".join(route)
        yield f"  {counts[number] if number < len(counts) else 1} x {_plain(text)}"
    if probe.get("note"):
        yield f"  {_plain(probe['note'])}"


def _e_value(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"


def _listed(items: Sequence[str]) -> str:
    return ", ".join(_plain(item) for item in items)


def _plain(value: object) -> str:
    """A value from outside must not move the cursor or colour the terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in str(value))
