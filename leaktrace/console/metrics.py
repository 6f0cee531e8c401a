"""Counters of this process in the text format of Prometheus. No label ever holds personal data."""

import threading
import time
from collections import Counter

__all__ = ["Metrics"]

_HELP = {
    "leaktrace_http_requests_total": "Requests by route and status.",
    "leaktrace_http_request_seconds_total": "Time spent answering, by route.",
    "leaktrace_logins_total": "Attempts to log in, by outcome.",
    "leaktrace_hook_deliveries_total": "Pushes of gateways, by outcome.",
    "leaktrace_reveals_total": "Times personal data was shown.",
}


class Metrics:
    """Counts what this process did since it started.

    Args:
        version: of the program.
    """

    def __init__(self, version: str) -> None:
        self._version = version
        self._started = time.time()
        self._lock = threading.Lock()
        self._counts: Counter[tuple[str, tuple[tuple[str, str], ...]]] = Counter()

    def count(self, name: str, by: float = 1, **labels: str) -> None:
        """Add to a counter."""
        with self._lock:
            self._counts[name, tuple(sorted(labels.items()))] += by  # type: ignore[assignment]

    def render(self, *, database_up: bool) -> str:
        """All counters as text."""
        with self._lock:
            counts = sorted(self._counts.items())
        lines = [
            "# HELP leaktrace_info Version of the program.",
            "# TYPE leaktrace_info gauge",
            f'leaktrace_info{{version="{self._version}"}} 1',
            "# HELP process_start_time_seconds When this process started.",
            "# TYPE process_start_time_seconds gauge",
            f"process_start_time_seconds {self._started:.3f}",
            "# HELP leaktrace_database_up Whether the database answers and is at the right revision.",
            "# TYPE leaktrace_database_up gauge",
            f"leaktrace_database_up {int(database_up)}",
        ]
        for name, text in _HELP.items():
            lines += [f"# HELP {name} {text}", f"# TYPE {name} counter"]
            for (counted, labels), value in counts:
                if counted == name:
                    inside = ",".join(f'{key}="{_escaped(value)}"' for key, value in labels)
                    lines.append(
                        f"{name}{{{inside}}} {value:.6g}" if inside else f"{name} {value:.6g}"
                    )
        return "\n".join(lines) + "\n"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
