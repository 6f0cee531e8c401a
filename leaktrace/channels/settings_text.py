"""The settings of a channel as a person writes them, in YAML: for whoever takes a file and opens a module with it."""

import re
from collections.abc import Hashable
from typing import Any

import yaml

from leaktrace.domain.errors import InputError

__all__ = ["profile_from_yaml"]

_MAX_CHARACTERS = 200_000
_NULL = "tag:yaml.org,2002:null"


class _Plain(yaml.SafeLoader):
    """YAML without its surprises: no dates, no octal numbers, ``yes`` and ``no`` are words, no key twice, no anchors."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse references, with which a small text can stand for a very large one, and tags."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or event.anchor or event.tag:
            raise yaml.MarkedYAMLError(
                problem="anchors, references and tags (&, *, !) are not taken",
                problem_mark=event.start_mark,
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        """Refuse a key that is there twice, and one that is no text."""
        found = super().construct_mapping(node, deep)
        if len(found) < len(node.value) or not all(isinstance(key, str) for key in found):
            raise yaml.MarkedYAMLError(
                problem="a key is there twice, or is no text", problem_mark=node.start_mark
            )
        return found


_Plain.yaml_implicit_resolvers = {
    first: [(tag, shape) for tag, shape in resolvers if tag == _NULL]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Plain.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"(?:0|-?[1-9][0-9]{0,8})\Z"), list("-0123456789")
)
_Plain.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z"), list("tf"))


def profile_from_yaml(text: str, *, where: str = "") -> dict[str, object]:
    """The settings in a text of YAML, or of JSON: text, whole numbers, true and false, lists and mappings only.

    Args:
        text: what the file says.
        where: the name of the file, for the error.

    Raises:
        InputError: not YAML, not a mapping, too long, or with what could be read in two ways.
    """
    if len(text) > _MAX_CHARACTERS:
        raise InputError(f"has more than {_MAX_CHARACTERS} characters", where=where)
    try:
        found = yaml.load(text, _Plain)  # noqa: S506 - a safe loader, made stricter
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        row = mark.line + 1 if mark else None
        raise InputError(
            f"not YAML: {error.problem}", where=where, row=row, remedy="Mind indentation and quotes"
        ) from None
    except (yaml.YAMLError, ValueError):
        raise InputError("not YAML: a character that it cannot have", where=where) from None
    except RecursionError:
        raise InputError("nested too deeply", where=where) from None
    if not isinstance(found, dict):
        raise InputError("not a mapping of settings", where=where, remedy="Write 'key: value'")
    return found
