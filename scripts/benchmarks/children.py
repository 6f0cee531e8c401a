"""Each measurement in a process of its own, so that its peak of memory is its own."""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

MIB = 1024 * 1024


class Clock:
    """Seconds on the wall and on the processor since it was made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def read(self) -> dict[str, float]:
        """Both, as ``seconds`` and ``cpu_seconds``."""
        return {
            "seconds": time.perf_counter() - self._wall,
            "cpu_seconds": time.process_time() - self._cpu,
        }


def peak_mib() -> float:
    """The peak of resident memory of this process, in MiB.

    On Linux ``ru_maxrss`` of a child begins at the peak of its parent; the figure in /proc does not.
    """
    return _status_mib("VmHWM") or _peak_of_usage()


def now_mib() -> float:
    """The resident memory of this process now, in MiB; its peak where the system does not tell."""
    return _status_mib("VmRSS") or _peak_of_usage()


def _status_mib(name: str) -> float | None:
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) * 1024 / MIB
    return None


def _peak_of_usage() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MIB


def run_child(name: str, **options: Any) -> dict[str, Any]:
    """Run the measurement of that name in a child process; what it found.

    Raises:
        SystemExit: the child failed; its words are on stderr already.
    """
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "__main__.py"), "_child", name],
        input=json.dumps(options),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"error: the measurement {name!r} ended with {done.returncode}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found
