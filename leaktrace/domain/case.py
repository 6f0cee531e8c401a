"""Cases: a leak incident under review, and the verdicts an attribution can come to."""

from enum import StrEnum

__all__ = ["CaseStatus", "EvidenceKind", "Verdict"]


class Verdict(StrEnum):
    """What an attribution comes to, strongest first. CONTRACT: the meaning of each is public."""

    REGISTRY_COMPROMISED = "registry_compromised"
    """An informed contact on a sealed control: our own records leaked, nobody is accused."""
    ATTRIBUTED = "attributed"
    """Posterior and e-value agree and the controls are clean. Needs the variant lottery."""
    SET = "set"
    """A leaker is in the set with probability of at least 0.95; which one cannot be said."""
    SUSPECTED = "suspected"
    """One channel at 0.5 or more."""
    INCONCLUSIVE = "inconclusive"
    BACKGROUND = "background"
    """No informed contact."""


class CaseStatus(StrEnum):
    """Where the review of a case stands."""

    OPEN = "open"
    CLOSED = "closed"


class EvidenceKind(StrEnum):
    """The kinds of evidence that add up, as log likelihood ratios."""

    TIME = "time"
    VISIBILITY = "visibility"
    VARIANT = "variant"
    PATTERN = "pattern"
    BACKGROUND = "background"
