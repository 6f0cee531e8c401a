"""What the formats have in common whose gateways push a body at a time and sign nothing."""

from collections.abc import Iterator
from typing import BinaryIO

from leaktrace.domain.bodies import by_token, to_one_line
from leaktrace.domain.framing import line_deliveries
from leaktrace.domain.ports import Authentication, PushRequest

__all__ = ["TokenGateway"]


class TokenGateway:
    """A body a line, judged by the secret itself as `has_token` finds it."""

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """Deliveries of whole lines."""
        return line_deliveries(stream)

    def authenticate(
        self, request: PushRequest, secret: str
    ) -> tuple[Authentication, str | None, str]:
        """Judge by a token, in a header or at the end of the address."""
        return by_token(request, secret)

    def delivery(self, request: PushRequest) -> bytes:
        """The body as one line (see `leaktrace.domain.bodies`)."""
        return to_one_line(request.body)
