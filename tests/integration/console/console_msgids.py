"""Every text that a page can show, read out of the sources themselves."""

from pathlib import Path

from babel.messages.extract import extract_python
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from leaktrace import console
from leaktrace.attribution import DOWNGRADES, MESSAGES, RIVALS
from leaktrace.attribution.probe import MESSAGES as PROBES
from leaktrace.cli import plan_page
from leaktrace.seeding.planner import MESSAGES as PLANS

FOLDER = Path(console.__file__).parent
PLAN_PAGE = FOLDER.parent / "cli" / "plan_page.py"
"""A page that stands alone, with the words of the console."""
CATALOGUE = FOLDER.parent / "locale" / "zh_CN" / "LC_MESSAGES" / "leaktrace.po"


def of_code() -> set[str]:
    found = set()
    for path in (*FOLDER.rglob("*.py"), Path(plan_page.__file__)):
        with path.open("rb") as file:
            found |= {
                entry[2] for entry in extract_python(file, ["msg"], [], {"encoding": "utf-8"})
            }
    return found


def of_templates() -> set[str]:
    found = set()
    environment = Environment(autoescape=True)
    for path in FOLDER.rglob("*.html"):
        tree = environment.parse(path.read_text(encoding="utf-8"))
        for _, _, message in extract_from_ast(tree, ["_"]):
            texts = message if isinstance(message, tuple) else (message,)
            found |= {text for text in texts if text is not None}
    return found


def everything() -> set[str]:
    return of_code() | of_templates() | {*MESSAGES, *DOWNGRADES, *RIVALS, *PROBES, *PLANS}
