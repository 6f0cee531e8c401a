"""What the steps of canaries and lines rest on, in words. What somebody wrote is masked as references are; names of files are not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from leaktrace.console.i18n import Speech, msg
from leaktrace.domain.life import LineStep
from leaktrace.domain.masking import mask_ref
from leaktrace.services.line_life import LineStage

__all__ = ["Proof", "line_proof", "proof_lines"]

_REASON: Final = msg("Reason: {why}")
_FORCED: Final = msg("Released though the audit objected: {why}")
_AUDIT: Final = msg("Told from real orders with AUC {auc}, at most {high}; 0.50 is chance")
_HOW: Final = msg("Confirmed by: {how}")
_FILE: Final = msg("File {name}")
_PLAN: Final = msg("Plan {plan_id}")
_ARRIVED: Final = msg("arrived on {lines}")
_CONTACT: Final = msg("Contact")


@dataclass(frozen=True)
class Proof:
    """One thing that a step rests on."""

    text: str
    path: str = ""
    """Where to read more; empty for nowhere."""
    digest: str = ""
    """SHA-256 of a file."""


def proof_lines(
    say: Speech, proof: Mapping[str, Any], plans: Mapping[UUID, str]
) -> tuple[Proof, ...]:
    """What a step in the life of a canary rests on.

    Args:
        say: the language.
        proof: as it was kept; keys that are not known here are left out.
        plans: ids of plans by their keys.
    """
    return tuple(_lines(say, proof, plans))


def line_proof(say: Speech, stage: LineStage) -> tuple[Proof, ...]:
    """What a step in the life of a line rests on. A word that was sent is never shown."""
    if stage.contact_id is not None:
        where = (Proof(say(_ARRIVED, lines=stage.note)),) if stage.step is LineStep.STRAYED else ()
        return (*where, Proof(say(_CONTACT), f"/contacts/{stage.contact_id}"))
    if stage.step in {LineStep.VERIFIED, LineStep.NONCE_SENT} or not stage.note:
        return ()
    return (Proof(mask_ref(stage.note)),)


def _lines(say: Speech, proof: Mapping[str, Any], plans: Mapping[UUID, str]) -> Iterator[Proof]:
    plan_id = plans.get(UUID(proof["plan"])) if "plan" in proof else None
    if plan_id is not None:
        yield Proof(say(_PLAN, plan_id=plan_id), f"/plans/{plan_id}")
    if "why" in proof:
        yield Proof(say(_REASON, why=mask_ref(proof["why"])))
    if "auc" in proof:
        yield Proof(say(_AUDIT, auc=say.number(proof["auc"], 2), high=say.number(proof["high"], 2)))
    if "forced" in proof:
        yield Proof(say(_FORCED, why=mask_ref(proof["forced"])))
    if "how" in proof:
        yield Proof(say(_HOW, how=mask_ref(proof["how"])))
    if "contact_id" in proof:
        yield Proof(say(_CONTACT), f"/contacts/{proof['contact_id']}")
    for one in (*proof.get("documents", ()), *([proof] if "sha256" in proof else ())):
        yield Proof(say(_FILE, name=one["name"]), digest=one["sha256"])
