"""Connections that send slowly on purpose are closed, so that they do not use up what others need."""

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.auto import AutoHTTPProtocol

__all__ = ["MOST_CONNECTIONS", "PATIENCE_S", "PatientProtocol"]

PATIENCE_S: Final = 30.0
"""So long the head of a request may take, and so long its body."""
MOST_CONNECTIONS: Final = 800
"""Below the 1,024 open files that a process usually may have."""
_MOST_HEAD: Final = 64 * 1024
_Protocol: Any = AutoHTTPProtocol


class PatientProtocol(_Protocol):  # type: ignore[misc] # uvicorn chooses between two, by what is installed
    """Reads HTTP as uvicorn does, but waits for no head longer than the console's patience.

    uvicorn itself waits for ever for the head of a request, and for the rest of a body that was refused already.
    """

    _timer: asyncio.TimerHandle | None = None
    _head: int = 0

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Read on; a head that is whole stops the clock."""
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before:
            self._stop_waiting()
        elif before is None or before.response_complete:
            if self._timer is None:
                self._wait()
            if before is None or not before.more_body:
                self._head += len(data)
            if self._head > _MOST_HEAD:
                self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        patience: float = self.config.app.state.console.patience_s
        self._timer = self.loop.call_later(patience, self.transport.close)

    def _stop_waiting(self) -> None:
        self._head = 0
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
