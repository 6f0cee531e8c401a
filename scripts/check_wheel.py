#!/usr/bin/env python3
"""Builds the wheel and uses it from another folder, as one who installed it would. Needs no network."""

import os
import subprocess
import sys
import sysconfig
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def run(*command: str | Path, cwd: Path, home: Path | None = None) -> str:
    """Run a command and give back what it prints; if it fails, print it and stop."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LEAKTRACE_", "PYTHON"))
    }
    if home:
        environment["LEAKTRACE_HOME"] = str(home)
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode:
        sys.exit(
            f"{done.stdout}\nerror: {' '.join(map(str, command))} ended with {done.returncode}"
        )
    return done.stdout.strip()


def build(folder: Path) -> Path:
    """The wheel of this checkout."""
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (wheel,) = folder.glob("*.whl")
    return wheel


def expected() -> set[str]:
    """What the wheel has to hold: every file of the package (templates too), and the migrations within it."""
    places = {"leaktrace": "leaktrace", "migrations": "leaktrace/_migrations"}
    return {
        f"{inside}/{path.relative_to(ROOT / folder).as_posix()}"
        for folder, inside in places.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def check_contents(wheel: Path) -> None:
    """Nothing of the package is missing, nothing but the package is in."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    if missing := sorted(expected() - names):
        sys.exit(f"error: the wheel lacks {', '.join(missing)}")
    if strange := sorted(
        name for name in names if not name.startswith(("leaktrace/", "leaktrace-"))
    ):
        sys.exit(f"error: the wheel holds {', '.join(strange)}")


def install(wheel: Path, folder: Path) -> Path:
    """Install the wheel alone; its dependencies are those of this environment. The folder of its commands."""
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        wheel,
        cwd=folder,
    )
    site = Path(
        run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
    )
    # A line in a .pth file adds the folder only, not the .pth files in it: the checkout stays out of sight.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


def use(commands: Path, folder: Path) -> None:
    """The first steps of a user."""
    elsewhere, home = folder / "elsewhere", folder / "home"
    elsewhere.mkdir()
    origin = run(
        commands / "python", "-c", "import leaktrace; print(leaktrace.__file__)", cwd=elsewhere
    )
    if not Path(origin).is_relative_to(commands.parent):
        sys.exit(f"error: {origin} was used instead of the wheel")
    run(commands / "leaktrace", "version", cwd=elsewhere, home=home)
    for _ in range(2):
        run(commands / "leaktrace", "init", "--merchant", "wheel", cwd=elsewhere, home=home)
    if not (home / "leaktrace.db").is_file():
        sys.exit("error: init made no database")


def main() -> None:
    """Build, look inside, install, use."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel = build(folder)
        check_contents(wheel)
        use(install(wheel, folder / "venv"), folder)
        print(f"{wheel.name} works")


if __name__ == "__main__":
    main()
