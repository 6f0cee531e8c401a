"""How often something may happen: a sliding window in memory."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

__all__ = ["Window"]

_MOST_KEYS = 10_000


class Window:
    """At most so many events for a key within so many seconds. Memory is bounded; the oldest keys go first.

    Args:
        limit: how many; None for any number.
        seconds: how long an event counts.
        clock: a monotonic clock.
    """

    def __init__(
        self, limit: int | None, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = limit
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._events: OrderedDict[str, deque[float]] = OrderedDict()

    def take(self, key: str) -> bool:
        """Note an event; False (and nothing noted) when the key has had its share."""
        if self._limit is None:
            return True
        at = self._clock()
        with self._lock:
            events = self._events.setdefault(key, deque())
            self._events.move_to_end(key)
            while events and at - events[0] >= self._seconds:
                events.popleft()
            if len(events) >= self._limit:
                return False
            events.append(at)
            while len(self._events) > _MOST_KEYS:
                self._events.popitem(last=False)
            return True
