"""What an attribution comes to, in a form that can be stored and shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from leaktrace.attribution.lottery import Bet
from leaktrace.domain.case import EvidenceKind, Verdict

__all__ = ["UNLISTED", "Attribution", "ChannelResult", "Downgrade", "EvidenceLine", "Rival"]

UNLISTED = "unlisted"
"""The member of a suspect set that stands for a party nobody listed, our own systems included."""


@dataclass(frozen=True)
class EvidenceLine:
    """One reason for or against one channel. Names no value and no person."""

    kind: EvidenceKind
    log10_lr: float
    """Its share of the channel's `ChannelResult.log10_lr`; the lines of a channel add up to it."""
    message: str
    """An English msgid with named placeholders."""
    params: Mapping[str, str | int | float]
    contact_ids: tuple[str, ...]

    @property
    def text(self) -> str:
        """The message in English."""
        return self.message.format(**self.params)


@dataclass(frozen=True)
class ChannelResult:
    """What the evidence says about one channel's copies."""

    channel_id: str
    posterior: float
    """P(a copy of this channel got out). A ranking for people who decide what to look at next."""
    log10_lr: float
    """Likelihood ratio against the best explanation without this channel, as a power of ten."""
    verbal: str
    e_value: float | None
    """From the variant lottery; None where it cannot speak."""
    canaries_exposed: int
    canaries_hit: int
    evidence: tuple[EvidenceLine, ...]
    log10_universal: float = 0.0
    """The same by universal inference, which grants the others the rates and starts that fit best."""
    e_co_exposed: float | None = None
    """The same, were our own records leaked and issued values said at random."""
    e_route: float | None = None
    """From the route lottery, grade B: never enough alone."""
    bets: tuple[Bet, ...] = ()
    """Of the variant lottery, oldest first: the history of `e_value`."""


@dataclass(frozen=True)
class Downgrade:
    """A flaw in how evidence came about, for which it does not count towards an accusation."""

    message: str
    """An English msgid with the placeholder ``{count}``."""
    count: int
    contact_ids: tuple[str, ...]
    spared: tuple[str, ...]
    """Channels that would be accused were it not for such flaws."""

    @property
    def text(self) -> str:
        """The message in English."""
        return self.message.format(count=self.count)


@dataclass(frozen=True)
class Rival:
    """The verdict under one other assumption."""

    message: str
    """An English msgid with named placeholders."""
    params: Mapping[str, str]
    verdict: Verdict
    accused: tuple[str, ...]
    suspect_set: tuple[str, ...]
    changed: bool
    """The verdict, whom it accuses, or the suspect set is another one than without the assumption."""

    @property
    def text(self) -> str:
        """The message in English."""
        return self.message.format(**self.params)


@dataclass(frozen=True)
class Attribution:
    """The result of one model version over one set of inputs."""

    model: str
    verdict: Verdict
    accused: tuple[str, ...]
    suspect_set: tuple[str, ...]
    """Channel ids, and `UNLISTED` where it belongs in it; the likeliest first."""
    confusable: tuple[tuple[str, ...], ...]
    """Classes of channels which the seeding so far cannot separate."""
    p_unlisted: float
    p_no_leak: float
    controls_clean: bool
    channels: tuple[ChannelResult, ...]
    """Every channel that was given anything, suspects first."""
    false_accusation_bound: float
    threshold: float = 0.0
    """The e-value from which on a channel may be accused: channels over `false_accusation_bound`."""
    downgrades: tuple[Downgrade, ...] = ()
    rivals: tuple[Rival, ...] = ()
    """The verdict under the rival assumptions of `leaktrace.attribution.sensitivity`."""
