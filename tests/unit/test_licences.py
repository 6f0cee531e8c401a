"""What LeakTrace is made with may be used in a program under Apache-2.0."""

import re
from importlib import metadata
from pathlib import Path

import pytest

PINS = re.findall(
    r"^([\w.-]+)==",
    (Path(__file__).parents[2] / "constraints.txt").read_text(encoding="utf-8"),
    re.MULTILINE,
)
ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",  # file by file: we change none of those files
    "PSF-2.0",
    "Zlib",
}
LIBRARIES = {"psycopg": "LGPL-3.0-only", "psycopg-binary": "LGPL-3.0-only"}
"""Used as they are, replaceable, never copied into LeakTrace: what the LGPL asks for."""
CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


def licences_of(about):
    """SPDX expressions, from the newest way of stating them that a package uses."""
    if expression := about["License-Expression"]:
        return [expression]
    named = [
        line.rpartition(" :: ")[2]
        for line in about.get_all("Classifier") or []
        if line.startswith("License :: ") and line != "License :: OSI Approved"
    ]
    return [CLASSIFIERS.get(name, name) for name in named] or [about["License"] or "none stated"]


def is_allowed(expression, also=""):
    return all(
        any(licence in ALLOWED or licence == also for licence in part.strip(" ()").split(" OR "))
        for part in expression.split(" AND ")
    )


@pytest.mark.parametrize("package", PINS)
def test_licence_of_a_pinned_package_is_compatible(package):
    stated = licences_of(metadata.metadata(package))

    refused = [licence for licence in stated if not is_allowed(licence, LIBRARIES.get(package, ""))]

    assert not refused, f"{package}: {refused}"


@pytest.mark.parametrize(
    "expression",
    ["GPL-3.0-only", "MIT AND GPL-2.0-or-later", "AGPL-3.0-only", "LGPL-3.0-only", "none stated"],
)
def test_licence_that_asks_for_more_is_refused(expression):
    assert not is_allowed(expression)


@pytest.mark.parametrize(
    "expression", ["MIT OR GPL-3.0-only", "MIT AND BSD-3-Clause", "(MIT OR GPL-2.0) AND ISC"]
)
def test_licence_with_a_choice_is_allowed(expression):
    assert is_allowed(expression)


def test_own_licence_is_the_stated_one():
    text = (Path(__file__).parents[2] / "LICENSE").read_text(encoding="utf-8")

    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
