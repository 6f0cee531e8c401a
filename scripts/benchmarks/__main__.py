"""Benchmarks: every figure beside a baseline of the same run. Nothing is asserted."""

import argparse
import importlib
import json
import sys
from pathlib import Path

ENGINES = ("sqlite", "postgres", "both")
WEIGHTS = Path(__file__).parents[2] / "leaktrace" / "extraction" / "classes" / "class_weights.json"
CHILDREN = {"build": ("attribute", "build"), "campaigns_plain": ("campaigns", "plain")}
"""Where a child is that is not the function `child` of the benchmark of its name."""


def main() -> None:
    """Run one benchmark, or one of its children: only that one is imported."""
    if sys.argv[1:2] == ["_child"]:
        name = sys.argv[2]
        module, function = CHILDREN.get(name, (name, "child"))
        measure = getattr(importlib.import_module(module), function)
        print(json.dumps(measure(**json.loads(sys.stdin.readline()))))
        return
    options = vars(_parser().parse_args())
    command, as_json = options.pop("command"), options.pop("json")
    importlib.import_module(command).run(**options, as_json=as_json)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("ingest", help="intake of a file, beside plain inserts of its rows")
    one.add_argument("--rows", type=_count, default=20_000)
    one.add_argument("--engine", choices=ENGINES, default="both")
    one = commands.add_parser("attribute", help="attribution, beside counting votes in SQL")
    one.add_argument("--canaries", type=_count, default=10_000)
    one.add_argument("--channels", type=_count, default=20)
    one.add_argument("--contacts", type=_count, default=100_000)
    one.add_argument("--informed", type=_count, default=2_000)
    one.add_argument("--engine", choices=ENGINES, default="sqlite")
    one = commands.add_parser("classes", help="classes by rules and by learned weights, new texts")
    one.add_argument(
        "--write", nargs="?", type=Path, const=WEIGHTS,
        help="learn from all sets, and write the weights of the package, or another file",
    )  # fmt: skip
    one = commands.add_parser("extract", help="extraction, beside a search for the same values")
    one.add_argument("--texts", type=_count, default=0, help="only so many; all if left out")
    one.add_argument(
        "--messages", type=Path, help="the folder of real messages: facts found in them"
    )
    one = commands.add_parser("plan", help="plans of canaries, beside random and aligned routes")
    one.add_argument("--channels", type=_count, default=20)
    one.add_argument("--routes", type=_count, default=500)
    one.add_argument("--orders", type=_count, default=1_000)
    one.add_argument("--worlds", type=_count, default=480)
    one.add_argument("--thorough", action="store_true", help="several leakers thought of: slower")
    one = commands.add_parser("realism", help="made-up orders, names and notes beside real ones")
    one.add_argument("--canaries", type=_count, default=5_000, help="so many in the large audits")
    one.add_argument("--names", type=Path, help="a file of real names, one in a line")
    one.add_argument("--notes", type=Path, help="a file of real order notes, one in a line")
    one = commands.add_parser("seed", help="making canaries, beside plain Faker's unique names")
    one.add_argument("--identities", type=_count, default=100_000)
    one.add_argument("--engine", choices=ENGINES, default="sqlite")
    one = commands.add_parser("hooks", help="pushes kept, beside the same server keeping nothing")
    one.add_argument("--rate", type=_count, default=500, help="pushes a second")
    one.add_argument("--seconds", type=_count, default=10)
    one.add_argument("--connections", type=_count, default=50)
    one.add_argument("--engine", choices=ENGINES, default="both")
    one = commands.add_parser(
        "campaigns", help="contacts compared, beside datasketch's search in memory"
    )
    one.add_argument("--contacts", type=_count, default=100_000)
    one.add_argument("--texts", type=_count, default=40, help="so many in 100 have a text")
    one.add_argument("--engine", choices=ENGINES, default="sqlite")
    for one in commands.choices.values():
        one.add_argument("--json", action="store_true", help="one JSON document instead of tables")
    return parser


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be a whole number from 1")
    return number


if __name__ == "__main__":
    main()
