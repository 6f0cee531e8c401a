"""The next canaries of a case."""

from sqlalchemy.orm import Session

from leaktrace.attribution import UNLISTED
from leaktrace.attribution.probe import Probe
from leaktrace.domain.case import Verdict
from leaktrace.services.cases import show_case
from leaktrace.services.probing import Standing, plan_for

__all__ = ["plan_probe"]


def plan_probe(session: Session, case_id: str, canaries: int | None = None) -> Probe:
    """Plan the canaries that best separate the suspects of a case, by its newest attribution.

    Routes and free lines are those of now.

    Args:
        session: any session.
        case_id: the case.
        canaries: plan with so many, whatever the free lines take; default: as few as are enough.

    Raises:
        NotFoundError: there is no such case.
    """
    document = show_case(session, case_id).cases[0]
    standings = [
        Standing(row["channel_id"], row["posterior"], row["canaries_hit"], row["canaries_exposed"])
        for row in (*document["channels"], *document["silent_channels"])
    ]
    standings.append(Standing(UNLISTED, document["p_unlisted"]))
    return plan_for(session, Verdict(document["verdict"]), standings, canaries)
