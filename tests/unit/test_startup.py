"""What a command costs before it does anything."""

import subprocess
import sys

HEAVY = ("numpy", "scipy", "alembic", "faker", "sqlalchemy", "rich", "fastapi")
LIST_NEEDS_NO = ("numpy", "scipy", "alembic", "faker", "fastapi", "apscheduler")


def imported_by(code, names):
    """Which of the packages a fresh process has after this code."""
    asked = f"import sys\n{code}\nprint(*(name for name in {names!r} if name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=60
    )
    return (done.stdout.splitlines() or [""])[-1].split()


def test_help_imports_nothing_that_takes_long():
    code = (
        "from leaktrace.cli.main import main\n"
        "for words in (['--help'], ['contact', '--help'], ['version']):\n"
        "    try:\n        main(words)\n"
        "    except SystemExit as stop:\n        assert not stop.code"
    )
    assert imported_by(code, HEAVY) == []


def test_an_application_that_attributes_nothing_needs_no_mathematics_and_no_migrations():
    code = "import leaktrace.bootstrap, leaktrace.services.channels"
    assert imported_by(code, LIST_NEEDS_NO) == []


def test_what_is_imported_is_seen():
    assert imported_by("import fractions", ("fractions", "numpy")) == ["fractions"]
