"""What weakens or may overturn a verdict: flaws, rival assumptions, and who could see the drawn values."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from leaktrace.console.i18n import Speech, msg
from leaktrace.console.wording import all_of, evidence_text, field_name, name_of
from leaktrace.domain.case import Verdict
from leaktrace.domain.times import parse_time

__all__ = [
    "DowngradeRow",
    "HolderRow",
    "Piece",
    "RivalRow",
    "downgrade_rows",
    "holder_rows",
    "rival_rows",
    "rival_sentence",
]

_HELD_ALONE: Final = msg("Canaries of which it alone could see its own drawn value: {count}.")
_HELD_NONE: Final = msg("It held no drawn value that it alone could see.")
_SHARED: Final = msg(
    "Canaries of which others could see its value as well, so that it proves nothing: {count} ({others})."
)
_LOST: Final = msg(
    "Canaries of which its copy does not show the value that was drawn for it; it was lost on the way: {count}."
)
_UNCONFIRMED: Final = msg("Copies that nobody read back, so that they accuse nobody: {count}.")
_WITH: Final = msg("{channel}: {count}")

_SPARED: Final = msg("Without this, these would be accused: {channels}.")
_SPARED_NONE: Final = msg("It makes no difference to who is accused.")

_NOTHING_CHANGES: Final = msg(
    "No rival assumption that we tried changes the verdict. Tried: {count}."
)
_SOME_CHANGE: Final = msg("{changed} of {count} rival assumptions change it: {listed}")
_MORE: Final = msg("{listed}; and {count} more")
_CONTACT: Final = msg("of {time}")
_NAMED: Final = 3
_PLACE: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class DowngradeRow:
    """A flaw, and what it costs."""

    text: str
    effect: str
    decisive: bool
    """Whether somebody would be accused without it."""


@dataclass(frozen=True)
class Piece:
    """A part of a text, with where it leads if it is a link."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class RivalRow:
    """A rival assumption, and the verdict under it."""

    pieces: tuple[Piece, ...]
    verdict: Verdict
    suspects: str
    changed: bool

    @property
    def text(self) -> str:
        """The assumption without its links."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class HolderRow:
    """On how many canaries the value of a channel can speak of it."""

    name: str
    sentences: tuple[str, ...]
    alone: int
    held: int
    """All canaries of which it was drawn a value."""


def downgrade_rows(
    say: Speech, case: Mapping[str, Any], names: Mapping[str, str]
) -> list[DowngradeRow]:
    """Evidence that does not count, the weightiest first."""
    return [
        DowngradeRow(
            evidence_text(say, one),
            say(_SPARED, channels=all_of(say, one["spared"], names))
            if one["spared"]
            else say(_SPARED_NONE),
            bool(one["spared"]),
        )
        for one in case.get("downgrades", ())
    ]


def rival_rows(say: Speech, case: Mapping[str, Any], names: Mapping[str, str]) -> list[RivalRow]:
    """The panel of rival assumptions, those that change the verdict first."""
    times = {row["contact_id"]: row["occurred_at"] for row in case["contacts"]}
    rows = [
        RivalRow(
            tuple(_pieces(say, one, names, times)),
            Verdict(one["verdict"]),
            all_of(say, one["accused"] or one["suspect_set"], names),
            one["changed"],
        )
        for one in case.get("sensitivity", ())
    ]
    return sorted(rows, key=lambda row: not row.changed)


def rival_sentence(say: Speech, rows: Sequence[RivalRow]) -> str:
    """What the panel comes to; empty where nothing was tried."""
    if not rows:
        return ""
    changed = [row.text for row in rows if row.changed]
    if not changed:
        return say(_NOTHING_CHANGES, count=say.number(len(rows)))
    listed = ("；" if say.language.startswith("zh") else "; ").join(changed[:_NAMED])
    if len(changed) > _NAMED:
        listed = say(_MORE, listed=listed, count=say.number(len(changed) - _NAMED))
    return say(
        _SOME_CHANGE, changed=say.number(len(changed)), count=say.number(len(rows)), listed=listed
    )


def holder_rows(
    say: Speech, case: Mapping[str, Any], names: Mapping[str, str]
) -> tuple[list[HolderRow], str]:
    """The channels that were drawn values, and the names of those that were not."""
    channels = (*case["channels"], *case.get("silent_channels", ()))
    rows = [
        _holder(say, name_of(say, names, one["channel_id"]), one["holding"], names)
        for one in channels
        if one.get("holding")
    ]
    without = [one["channel_id"] for one in channels if not one.get("holding")]
    return rows, all_of(say, without, names)


def _pieces(
    say: Speech, rival: Mapping[str, Any], names: Mapping[str, str], times: Mapping[str, str]
) -> Iterator[Piece]:
    """The text with names of channels and fields, and contacts as links."""
    params, before = rival["params"], ""
    for number, part in enumerate(_PLACE.split(say(rival["message"]))):
        if number % 2 == 0:
            # As in a filled text: a full-width bracket brings its own space.
            yield Piece(part.removeprefix(" ") if before.endswith("）") else part)
        elif part == "channel":
            before = name_of(say, names, params[part])
            yield Piece(before)
        elif part == "field":
            yield Piece(field_name(say, params[part]))
        elif part == "contact" and params[part] in times:
            at = say.time(parse_time(times[params[part]]))
            yield Piece(say(_CONTACT, time=at), f"/contacts/{params[part]}")
        else:
            yield Piece(str(params.get(part, "")))


def _holder(
    say: Speech, name: str, holding: Mapping[str, Any], names: Mapping[str, str]
) -> HolderRow:
    alone, shared, lost = holding["alone"], holding["shared"], holding["lost"]
    told = [say(_HELD_ALONE, count=say.number(alone)) if alone else say(_HELD_NONE)]
    if shared:
        others = say.listed(
            [
                say(_WITH, channel=name_of(say, names, other), count=say.number(count))
                for other, count in holding["shared_with"].items()
            ]
        )
        told.append(say(_SHARED, count=say.number(shared), others=others))
    if lost:
        told.append(say(_LOST, count=say.number(lost)))
    if holding["unconfirmed"]:
        told.append(say(_UNCONFIRMED, count=say.number(holding["unconfirmed"])))
    return HolderRow(name, tuple(told), alone, alone + shared + lost)
