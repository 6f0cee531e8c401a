"""The page that reproduces a draw, in a Python of its own that knows nothing of LeakTrace."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaktrace.attribution import Block, Draw, Pool
from leaktrace.domain.channel import Field

PAGE = Path(__file__).parents[3] / "docs" / "draw.py"
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=12)
NAMES = st.text("abcxyz0123-", min_size=1, max_size=8)


@st.composite
def pools(draw, canary_id, field):
    values = draw(st.lists(WORDS, min_size=2, max_size=40, unique=True))
    channels = draw(st.lists(NAMES, min_size=1, max_size=len(values), unique=True))
    return Pool(canary_id, field, tuple(values), tuple(channels))


@st.composite
def draws(draw):
    labels = draw(
        st.lists(st.tuples(NAMES, st.sampled_from(Field)), min_size=1, max_size=4, unique=True)
    )
    blocks = []
    for name in draw(st.lists(NAMES, max_size=3, unique=True)):
        size = draw(st.integers(2, 9))
        canaries = tuple(f"{name}-{number}" for number in range(size))
        blocks.append(Block(name, canaries, tuple(f"channel-{number}" for number in range(size))))
    made = tuple(draw(pools(*label)) for label in labels)
    return Draw(draw(st.binary(min_size=32, max_size=32)), made, tuple(blocks))


def run(manifest, commitment):
    """The page's answer, as -I has it: no site packages of the user, no environment, no folder of ours."""
    return subprocess.run(
        [sys.executable, "-I", PAGE, manifest, commitment], capture_output=True, check=False
    )


@pytest.fixture(scope="module")
def manifest(tmp_path_factory):
    return tmp_path_factory.mktemp("draws") / "manifest.json"


@settings(max_examples=25)
@given(draw=draws())
def test_the_page_draws_what_was_drawn(manifest, draw):
    manifest.write_bytes(draw.manifest())
    expected = [
        f"{pool.canary_id}\t{pool.field}\t{channel}\t{value}"
        for pool in draw.pools
        for channel, value in draw.given(pool).items()
    ] + [
        f"{canary_id}\troute\t{channel}\t{block.block_id}"
        for block in draw.blocks
        for canary_id, channel in draw.routed(block).items()
    ]

    done = run(manifest, draw.commitment())

    assert done.stderr == b""
    assert done.stdout.decode().split("\n")[:-1] == expected


def test_another_manifest_than_the_one_committed_to_is_refused(manifest):
    first, other = (
        Draw(bytes([number]) * 32, (Pool("C1", Field.NAME, ("a", "b"), ("erp-1",)),))
        for number in (1, 2)
    )
    manifest.write_bytes(other.manifest())

    done = run(manifest, first.commitment())

    assert done.returncode == 1
    assert b"not the draw" in done.stderr
    assert done.stdout == b""


def test_the_page_fits_a_page_and_imports_the_standard_library_only():
    text = PAGE.read_text(encoding="utf-8")
    nodes = list(ast.walk(ast.parse(text)))
    imported = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}

    assert text.count("\n") <= 80
    assert not [node for node in nodes if isinstance(node, ast.ImportFrom)]
    assert imported <= sys.stdlib_module_names


def test_without_its_two_arguments_it_says_how_it_is_used():
    done = subprocess.run([sys.executable, "-I", str(PAGE)], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.strip() == "usage: python draw.py MANIFEST COMMITMENT"
