"""What the terminal shows: true defaults, ids that can be copied, and loud words where nothing was taken."""

import re

import pytest

from leaktrace.settings import Settings


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_the_help_names_the_port_that_is_listened_on(leaktrace, command):
    shown = " ".join(leaktrace(command, "--help").out.split())
    (default,) = re.findall(r"--port <int> [^\[]*\[default: ([^\]]*)\]", shown)
    assert default == f"({Settings.model_fields['port'].default}, or the setting 'port')"
