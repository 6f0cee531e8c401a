"""Reading what came with one format, as every test of a format does."""

import io
from dataclasses import dataclass, field

from leaktrace.domain.contact import Reject, Report
from leaktrace.domain.ports import IntakeFormat, ParseContext


@dataclass(frozen=True)
class Reader:
    """A format, and what is known of the source unless a test says otherwise."""

    plugin: IntakeFormat
    context: ParseContext = field(default_factory=ParseContext)

    def read(self, data: bytes | str, context: ParseContext | None = None) -> list[Report | Reject]:
        """All that is in it."""
        held = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
        parts = self.plugin.split(io.BytesIO(held))
        return [one for part in parts for one in self.plugin.parse(part, context or self.context)]

    def report(self, data: bytes | str, context: ParseContext | None = None) -> Report:
        """The one report that is in it."""
        (found,) = self.read(data, context)
        assert isinstance(found, Report), found
        return found

    def refused(self, data: bytes | str, context: ParseContext | None = None) -> Reject:
        """The one refusal of it, with its reason."""
        (found,) = self.read(data, context)
        assert isinstance(found, Reject), found
        assert found.reason
        return found
