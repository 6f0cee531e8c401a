"""The rules of the house that no linter knows."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "leaktrace"
MODULES = sorted(PACKAGE.rglob("*.py"))
OUTERMOST = ("cli/main.py", "scheduler/", "console/app.py", "console/edge.py")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
TEXTS = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".ini",
    ".csv",
    ".jsonl",
    ".json",
    ".html",
    ".js",
    ".css",
    ".sh",
    "",
}

# Nobody can be called on these: reserved for fiction (US, UK), or no network of China (14[0-4]).
REACHES_NOBODY = re.compile(r"\+1[2-9]\d\d55501\d\d|\+447700900\d{3}|\+8614[0-4]\d{8}")
# Behind a digit and a hyphen, 00 is within a number of an order.
INTERNATIONAL = re.compile(r"(?<![\w+])(?:\+|(?<!\d-)00)[1-9](?:[ -]?\d){9,14}(?![\d{])")
CHINESE_MOBILE = re.compile(r"(?<![\w+.-])1[3-9]\d(?:[ -]?\d{4}){2}(?![\w.-]|\d)")
MACHINE_PATH = re.compile(rf"(?<![\w.}}])/(?:home|Users|root)/\w+|{re.escape(str(ROOT))}\b")


def name_of(path):
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def every_module(function):
    return pytest.mark.parametrize("path", MODULES, ids=name_of)(function)


def texts(*folders):
    """The text files of folders or single files of the checkout."""
    for folder in folders:
        top = ROOT / folder
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            if path.is_file() and path.suffix in TEXTS and "__pycache__" not in path.parts:
                yield name_of(path), path.read_text(encoding="utf-8", errors="replace")


def exported(tree):
    """The names of ``__all__``; None where a module has none."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == [
            "__all__"
        ]:
            return ast.literal_eval(node.value)
    return None


def defined(tree):
    """What a module defines or imports at its top, also within ``if`` and ``try``."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from (alias.asname or alias.name for alias in node.names)
        elif isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def is_handler(node):
    """Whether a router calls it, under an address of its own."""
    return any(ast.unparse(one).startswith("router.") for one in node.decorator_list)


# --- Size and shape ----------------------------------------------------------------------------


@every_module
def test_file_has_at_most_400_lines(path):
    assert path.read_text(encoding="utf-8").count("\n") <= 400


def test_at_most_two_in_a_hundred_functions_are_long():
    lengths = {
        f"{name_of(path)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, FUNCTIONS)
    }

    long = {name: length for name, length in lengths.items() if length > 50}

    assert len(long) <= 0.02 * len(lengths), long


@every_module
def test_faults_are_caught_by_name(path):
    if name_of(path).removeprefix("leaktrace/").startswith(OUTERMOST):
        return
    broad = [
        node.lineno
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or re.search(r"\b(Base)?Exception\b", ast.unparse(node.type)))
    ]

    assert not broad


# --- Names and words ---------------------------------------------------------------------------


@every_module
def test_all_names_what_is_there(path):
    tree = tree_of(path)

    assert not set(exported(tree) or ()) - set(defined(tree))


@every_module
def test_all_names_everything_public(path):
    tree = tree_of(path)
    names = exported(tree)
    public = {
        node.name
        for node in tree.body
        if isinstance(node, (*FUNCTIONS, ast.ClassDef))
        and not node.name.startswith("_")
        and not is_handler(node)
    }
    if names in (["register"], ["router"]):
        return  # it hands in its commands or pages, and nothing of it is used otherwise

    assert names is not None or not public
    assert not public - set(names or ())


@every_module
def test_everything_public_is_described(path):
    tree = tree_of(path)
    public = [
        node
        for scope in (
            tree,
            *(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name[0] != "_"),
        )
        for node in scope.body
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and not node.name.startswith("_")
    ]

    assert ast.get_docstring(tree)
    assert not [node.name for node in public if not ast.get_docstring(node)]


# --- What must not be in the tree --------------------------------------------------------------


def test_phone_numbers_reach_nobody():
    strangers = []
    for name, text in texts("leaktrace", "tests", "docs", "README.md", "CHANGELOG.md"):
        found = [re.sub(r"^00", "+", hit) for hit in INTERNATIONAL.findall(text)]
        found += [f"+86{hit}" for hit in CHINESE_MOBILE.findall(text)]
        numbers = {re.sub(r"[ -]", "", hit) for hit in found}
        strangers += [(name, number) for number in numbers if not REACHES_NOBODY.fullmatch(number)]

    assert not strangers


@pytest.mark.parametrize("written", ["call {} now", '"{}"', "tel:{},"])
@pytest.mark.parametrize(
    "number",
    [
        "+86" + "138" + "00138000",
        "138" + "-0013-8000",
        "159" + "12345678",
        "+1 202-555" + "-0200",
        "0044" + "7911123456",
    ],
)
def test_number_of_a_stranger_is_seen(number, written):
    text = written.format(number)
    hits = INTERNATIONAL.findall(text) + CHINESE_MOBILE.findall(text)

    assert hits
    assert not any(REACHES_NOBODY.fullmatch(re.sub(r"[ -]", "", hit)) for hit in hits)


def test_no_path_of_one_machine():
    found = [
        (name, hit)
        for name, text in texts(
            "leaktrace",
            "tests",
            "docs",
            "scripts",
            "migrations",
            ".ci",
            "README.md",
            "pyproject.toml",
        )
        if name != name_of(Path(__file__))
        for hit in MACHINE_PATH.findall(text)
    ]

    assert not found


def test_every_pin_has_a_hash_and_no_address():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]

    assert len(entries) > 50
    assert not [entry for entry in entries if "--hash=sha256:" not in entry]
    assert "://" not in text
    assert not re.search(r"^--?\w", text, re.MULTILINE)


def test_pins_hold_all_that_is_asked_for():
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(r"^(?:dependencies|dev) = \[\n(.*?)^\]", project, re.DOTALL | re.MULTILINE)
    asked = {name.lower() for name in re.findall(r'^ +"([\w.-]+)', "\n".join(lists), re.MULTILINE)}
    pinned = set(
        re.findall(
            r"^([\w.-]+)==", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE
        )
    )

    assert len(lists) == 2
    assert not asked - pinned, "run scripts/lock"


def test_history_of_the_schema_is_one_line():
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    revisions = list(scripts.walk_revisions())

    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1
    assert not [one.revision for one in revisions if one.is_branch_point or one.is_merge_point]
