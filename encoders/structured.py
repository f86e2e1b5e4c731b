"""JSON and YAML from outside, read strictly: exact numbers, no duplicate keys, no surprises of YAML 1.1."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Hashable

_MAX_DIGITS = 400
"""Longest number accepted: a longer one is a slip or an attack."""
LARGEST_YAML = 1_000_000
"""Characters of YAML."""


def parse_json(text: str, where: str = "") -> Any:
    """JSON with numbers as int or Decimal. Raises InputError with line and column."""
    try:
        return json.loads(
            text, parse_float=_decimal, parse_int=_integer, parse_constant=_no_constant, object_pairs_hook=_unique
        )
    except InputError as error:
        raise InputError(error.message, where=where) from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise InputError(f"this is not JSON: {error.msg}", where=f"{where}, {place}" if where else place) from error
    except RecursionError as error:
        raise InputError("the JSON is nested too deeply", where=where) from error


def require_short(text: str, name: str, where: str) -> None:
    """Raise InputError for YAML that is longer than any is read: its parser is slow, and aliases make it slower."""
    if len(text) > LARGEST_YAML:
        raise InputError(f"{name} has more than the {LARGEST_YAML:,} characters that are read", where=where)


def parse_yaml(text: str, where: str = "") -> Any:
    """YAML of the JSON-like core schema, safely. Raises InputError with line and column; for a long text too, as it is slow."""
    import yaml

    if len(text) > LARGEST_YAML:
        raise InputError(
            f"the YAML has {len(text):,} characters, more than the {LARGEST_YAML:,} that are read; write it as JSON",
            where=where,
        )
    try:
        return yaml.load(text, Loader=_loader())
    except InputError as error:
        raise InputError(error.message, where=f"{where}, {error.where}" if where and error.where else where) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = "" if mark is None else f"line {mark.line + 1}, column {mark.column + 1}"
        problem = getattr(error, "problem", None) or " ".join(str(error).split())
        raise InputError(f"this is not YAML: {problem}", where=", ".join([p for p in (where, place) if p])) from error
    except RecursionError as error:
        raise InputError("the YAML is nested too deeply", where=where) from error


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise InputError(f"{text[:40]!r} is not a number") from error
    if len(text) > _MAX_DIGITS or abs(number.adjusted()) > _MAX_DIGITS:
        raise InputError(f"the number {text[:40]} is too large or too precise")
    return number


def _integer(text: str) -> int:
    if len(text) > _MAX_DIGITS:
        raise InputError(f"the number {text[:20]}... has {len(text)} digits, which is too many")
    return int(text)


def _no_constant(text: str) -> NoReturn:
    raise InputError(f"{text} is not a number that can be used; leave the field out where there is no value")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        double = next(key for key, count in Counter([key for key, _ in pairs]).items() if count > 1)
        raise InputError(f"the key {double[:80]!r} stands twice in one object; keep one of them")
    return found


@cache
def _loader() -> Any:
    """A SafeLoader with YAML 1.2's core schema: 12:30, 2022-03-01, yes and no stay words."""
    import yaml

    class Loader(yaml.SafeLoader):
        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                peek: Any = self.peek_event
                line = peek().start_mark.line + 1
                raise InputError("aliases (*name) are not read; write the value out", where=f"line {line}")
            return super().compose_node(parent, index)

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
            found: dict[Hashable, Any] = {}
            for key_node, value_node in node.value:
                key = self.construct_object(key_node, deep=True)
                line = key_node.start_mark.line + 1
                if not isinstance(key, (str, int)) or isinstance(key, bool):
                    raise InputError(f"{key!r} cannot be a key", where=f"line {line}")
                if str(key) in found:
                    raise InputError(f"the key {str(key)!r} stands twice; keep one of them", where=f"line {line}")
                found[str(key)] = self.construct_object(value_node, deep=True)
            return found

    def constructed(read: Any) -> Any:
        def construct(loader: Any, node: Any) -> Any:
            try:
                return read(node.value)
            except InputError as error:
                raise InputError(error.message, where=f"line {node.start_mark.line + 1}") from error

        return construct

    def mapping(loader: Any, node: Any) -> Any:
        return loader.construct_mapping(node, deep=True)

    core = [
        ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
        ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
        ("int", r"^[-+]?[0-9]+$", list("-+0123456789")),
        ("float", r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?$", list("-+0123456789.")),
        ("float", r"^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$", list("-+.")),
    ]
    Loader.yaml_implicit_resolvers = {}
    for tag, pattern, first in core:
        Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), first)
    Loader.add_constructor("tag:yaml.org,2002:int", constructed(_integer))
    Loader.add_constructor("tag:yaml.org,2002:float", constructed(_yaml_decimal))
    Loader.add_constructor("tag:yaml.org,2002:map", mapping)
    return Loader


def _yaml_decimal(text: str) -> Decimal:
    if "n" in text.lower():
        _no_constant(text)
    return _decimal(text)
