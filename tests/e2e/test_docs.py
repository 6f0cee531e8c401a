"""What the documentation shows is true: commands run, their output is as printed, links lead somewhere.

In fences marked ``console`` a line that begins with ``$`` is a command, and the lines below it are its output:

- ``...`` stands for anything: within a line for its rest, alone on a line for any number of lines;
- seconds may differ, and so may times that have microseconds or come after all that the examples tell of; and
  ids: an id becomes the real one where it is first
  printed, and in the commands that follow.

Python in a fence that begins with ``# name.py`` is saved under that name and run.
"""

import re
import runpy
import shlex
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from leaktrace.cli.main import main

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LONG_RUNNING = {"worker", "serve", "demo"}
TOUR = "<!-- begins where the tour of README.md ends its second step -->"
TOUR_COMMANDS = (
    "init --merchant plum-lane",
    "channel import channels.csv",
    "line import lines.csv",
    "exposure import canaries.jsonl exposures.jsonl",
    "ingest contacts.jsonl --format native",
    "attribute --as-of 2026-10-31T16:00:00Z",
)

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
NOW = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?Z"
WRITTEN = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z|2026-(?:11-[23]\d|12-\d\d)T\d\d:\d\d:\d\dZ"
"""The clock when a page was written."""
VARIES = re.compile(
    rf"(?P<id>{ID.pattern})|(?P<now>{WRITTEN})|(?P<seconds>\d+\.\d+(?= s\b))|(?P<dots>\.\.\.)"
)


@dataclass(frozen=True)
class Shown:
    """A command with the output that a document shows for it."""

    command: str
    output: str


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def every_document(function: Any) -> Any:
    return pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)(function)


def fences(document: Path) -> list[tuple[str, str]]:
    return FENCE.findall(document.read_text(encoding="utf-8"))


def commands(block: str) -> Iterator[Shown]:
    """The commands of a console fence; a backslash at the end of a line continues it."""
    head, *rest = re.split(r"^\$ ", block.replace("\\\n", " "), flags=re.MULTILINE)
    assert not head.strip(), f"output before any command: {head!r}"
    for part in rest:
        command, _, output = part.partition("\n")
        yield Shown(command.strip(), output)


def pattern_of(expected: str, ids: Mapping[str, str]) -> tuple[re.Pattern[str], list[str]]:
    """The output as a pattern, and the ids in the order in which its groups hold them."""
    groups: list[str] = []
    lines = []
    for line in plain(expected).splitlines():
        if line == "...":
            lines.append(r"(?:.*\n)*?")
            continue
        pattern, end = "", 0
        for hit in VARIES.finditer(line):
            pattern += re.escape(line[end : hit.start()])
            end = hit.end()
            if hit["now"]:
                pattern += NOW
            elif hit["seconds"]:
                pattern += r"\d+\.\d+"
            elif hit["dots"]:
                pattern += ".*"
            elif hit["id"] in ids:
                pattern += re.escape(ids[hit["id"]])
            else:
                groups.append(hit["id"])
                pattern += f"({ID.pattern})"
        lines.append(pattern + re.escape(line[end:]) + r"\n")
    return re.compile("".join(lines)), groups


def expanded(word: str) -> list[str]:
    """As a shell does with ``*.csv``: the files that are there."""
    return sorted(map(str, Path().glob(word))) if "*." in word else [word]


def plain(text: str) -> str:
    """Without blanks at the ends of lines, and without empty lines at the end."""
    return "".join(f"{line.rstrip()}\n" for line in text.rstrip().splitlines())


def anchors(document: Path) -> set[str]:
    """The anchors that headings of a document get."""
    text = FENCE.sub("", document.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


class Reader:
    """Does what a document tells, in a folder of its own."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self._ids: dict[str, str] = {}

    def follow(self, shown: Shown) -> None:
        command = ID.sub(lambda hit: self._ids.get(hit.group(), hit.group()), shown.command)
        program, *words = (name for word in shlex.split(command) for name in expanded(word))
        if program.startswith("scripts/"):
            script = ROOT / program
            assert script.is_file(), f"{program} is not there"
            assert script.stat().st_mode & 0o111, f"{program} cannot be executed"
            return
        assert program == "leaktrace", f"only leaktrace and scripts/ are run here: {command}"
        if words[0] in LONG_RUNNING:
            self._check_help(words)
            return
        out = self.run(*words)
        if shown.output.strip():
            self._compare(command, shown.output, out)

    def run(self, *words: str) -> str:
        with pytest.raises(SystemExit) as stop:
            main(words)
        captured = self._capsys.readouterr()
        assert not stop.value.code, f"leaktrace {shlex.join(words)}\n{captured.err}"
        return captured.out

    def _check_help(self, words: list[str]) -> None:
        text = self.run(words[0], "--help")
        missing = [word for word in words if word.startswith("--") and word not in text]
        assert not missing, f"leaktrace {words[0]} does not know {missing}"

    def _compare(self, command: str, expected: str, out: str) -> None:
        pattern, groups = pattern_of(expected, self._ids)
        found = pattern.fullmatch(plain(out))
        assert found, f"$ {command}\n--- shown\n{plain(expected)}--- real\n{plain(out)}"
        self._ids.update(zip(groups, found.groups(), strict=True))


@pytest.fixture
def reader(tmp_path, monkeypatch, capsys) -> Reader:
    """With an empty home, in a copy of the examples."""
    shutil.copytree(EXAMPLES, tmp_path / "files")
    monkeypatch.chdir(tmp_path / "files")
    monkeypatch.setenv("LEAKTRACE_HOME", str(tmp_path / "home"))
    return Reader(capsys)


@pytest.fixture
def follow(reader) -> Any:
    """Runs a whole document."""

    def run(document: Path) -> None:
        if TOUR in document.read_text(encoding="utf-8"):
            for command in TOUR_COMMANDS:
                reader.run(*command.split())
        for language, block in fences(document):
            if language == "console":
                for shown in commands(block):
                    reader.follow(shown)
            elif language == "python" and (name := re.match(r"# (\w+\.py)\n", block)):
                Path(name[1]).write_text(block, encoding="utf-8")
                runpy.run_path(name[1], run_name="__main__")

    return run


@every_document
def test_commands_do_what_the_document_shows(document, follow):
    follow(document)


@every_document
def test_links_lead_somewhere(document):
    text = FENCE.sub("", document.read_text(encoding="utf-8"))
    broken = []
    for link in LINK.findall(text):
        if link.startswith(("https://", "http://", "mailto:")):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (document.parent / path) if path else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)

    assert not broken


def test_every_document_is_linked_from_the_readme():
    links = LINK.findall((ROOT / "README.md").read_text(encoding="utf-8"))

    missing = {name_of(path) for path in DOCUMENTS[1:]} - set(links)

    assert not missing


@every_document
def test_fences_say_what_they_are(document):
    assert not [block for language, block in fences(document) if not language]


@pytest.mark.parametrize(
    ("expected", "out"),
    [
        ("a ... c\n", "a b c\n"),
        ("first\n...\nlast\n", "first\n1\n2\nlast\n"),
        ("done (0.2 s)\n", "done (13.75 s)\n"),
        ("a\n...\n", "a\n"),
        ("at 2026-11-22T17:24:13.777294Z\n", "at 2027-01-02T03:04:05.000001Z\n"),
        ("at 2026-11-22T17:24:13Z\n", "at 2027-01-02T03:04:05Z\n"),
    ],
)
def test_what_varies_may_vary(expected, out):
    pattern, _ = pattern_of(expected, {})

    assert pattern.fullmatch(plain(out))


@pytest.mark.parametrize(
    ("expected", "out"),
    [
        ("a b\n", "a c\n"),
        ("a\n", "a\nb\n"),
        ("2 s\n", "3 s\n"),
        ("a (1.0)\n", "a (1x0)\n"),
        ("2026-09-01T02:00:00Z\n", "2026-09-01T02:00:01Z\n"),
    ],
)
def test_anything_else_may_not(expected, out):
    pattern, _ = pattern_of(expected, {})

    assert not pattern.fullmatch(plain(out))


def test_an_id_once_seen_stays_the_same():
    shown, real, other = (f"01999999-0000-7000-8000-00000000000{n}" for n in range(3))

    fresh, groups = pattern_of(f"{shown}\n", {})
    bound, _ = pattern_of(f"{shown}\n", {shown: real})

    assert groups == [shown]
    assert fresh.fullmatch(f"{other}\n")
    assert bound.fullmatch(f"{real}\n")
    assert not bound.fullmatch(f"{other}\n")
