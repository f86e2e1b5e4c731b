"""From a pydantic model to a JSON schema in the subset that every endpoint's strict mode takes.

References are written out (recursive ones to a bounded depth), every property is required, what may be left out may be null
instead, no property beside the named ones, no limits on numbers, lengths or patterns: those are checked here afterwards.
Rules: https://platform.openai.com/docs/guides/structured-outputs ("Supported schemas").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from encoders.errors import ModelError

if TYPE_CHECKING:
    from pydantic import BaseModel

DEEPEST_RECURSION = 3
"""How often a type may stand inside itself in the schema."""
_MOST_NODES = 5_000
_NULL = {"type": "null"}
_SIMPLE = ("string", "integer", "number", "boolean", "null")


@dataclass(frozen=True, slots=True)
class ReplySchema:
    """A schema, and whether it lies in the strict subset (open maps and values of any kind do not)."""

    name: str
    content: dict[str, Any]
    strict: bool


@lru_cache(maxsize=64)
def reply_schema(model: type[BaseModel]) -> ReplySchema:
    """The schema of a model's JSON. Raises ModelError where a type has no finite form."""
    original = model.model_json_schema(by_alias=True, mode="validation")
    writer = _Writer(original.get("$defs", {}))
    content = writer.written(original, ())
    if content is None or content.get("type") != "object":
        raise ModelError(f"{model.__name__} cannot be a reply: its schema is no object of finite depth")
    name = "".join([c if c.isascii() and (c.isalnum() or c in "_-") else "_" for c in model.__name__])[:64]
    return ReplySchema(name, content, writer.strict)


class _Writer:
    """Writes schemas out; None for one that cannot be filled within the depth."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self._definitions = definitions
        self.strict = True
        self._nodes = 0

    def written(self, schema: dict[str, Any], above: tuple[str, ...]) -> dict[str, Any] | None:
        """The schema in the subset; `above` are the definitions around it."""
        self._nodes += 1
        if self._nodes > _MOST_NODES:
            raise ModelError("the reply's type has too large a schema; make it flatter")
        reference = schema.get("$ref")
        if reference is not None:
            name = str(reference).removeprefix("#/$defs/")
            if above.count(name) >= DEEPEST_RECURSION:
                return None
            found = self.written(self._definitions[name], (*above, name))
            return found if found is None else _described(found, schema)
        for word in ("anyOf", "oneOf", "allOf"):
            if word in schema:
                return self._one_of(schema, schema[word], above)
        if "const" in schema:
            return _described({"type": _type_of(schema["const"]), "enum": [schema["const"]]}, schema)
        if "enum" in schema:
            types = list(dict.fromkeys([_type_of(value) for value in schema["enum"]]))
            return _described({"type": types[0] if len(types) == 1 else types, "enum": list(schema["enum"])}, schema)
        kind = schema.get("type")
        if kind == "object":
            return self._object(schema, above)
        if kind == "array":
            return self._array(schema, above)
        if kind in _SIMPLE:
            return _described({"type": kind}, schema)
        self.strict = False  # any value
        return _described({}, schema)

    def _one_of(self, schema: dict[str, Any], options: list[Any], above: tuple[str, ...]) -> dict[str, Any] | None:
        found: list[dict[str, Any]] = []
        for option in options:
            branch = self.written(option, above)
            for one in [] if branch is None else branch["anyOf"] if set(branch) == {"anyOf"} else [branch]:
                if one not in found:
                    found.append(one)
        if not found:
            return None
        return _described(found[0] if len(found) == 1 else {"anyOf": found}, schema)

    def _object(self, schema: dict[str, Any], above: tuple[str, ...]) -> dict[str, Any] | None:
        properties = schema.get("properties", {})
        if not properties and schema.get("additionalProperties") is not False:
            self.strict = False  # an open map
            inner = schema.get("additionalProperties")
            values = self.written(inner, above) if isinstance(inner, dict) else {}
            return _described({"type": "object", "additionalProperties": values or {}}, schema)
        required = set(schema.get("required", ()))
        found: dict[str, Any] = {}
        for name, inner in properties.items():
            content = self.written(inner, above)
            if content is None and name in required:
                return None
            if content is None:
                found[name] = dict(_NULL)
            elif name in required or _can_be_empty(inner):
                found[name] = content
            else:
                found[name] = _nullable(content)
        return _described(
            {"type": "object", "properties": found, "required": list(found), "additionalProperties": False}, schema
        )

    def _array(self, schema: dict[str, Any], above: tuple[str, ...]) -> dict[str, Any]:
        inner = schema.get("items", {})
        if "prefixItems" in schema:
            inner = {"anyOf": schema["prefixItems"]}
        items = self.written(inner, above) if isinstance(inner, dict) else {}
        return _described({"type": "array", "items": dict(_NULL) if items is None else items}, schema)


def _can_be_empty(schema: dict[str, Any]) -> bool:
    """Whether leaving a field out says the same as an empty list or text."""
    return (schema.get("type"), str(schema.get("default"))) in (("array", "[]"), ("string", ""))


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    if schema == _NULL or _NULL in schema.get("anyOf", ()):
        return schema
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], dict(_NULL)]}
    return {"anyOf": [schema, dict(_NULL)]}


def _described(found: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    text = schema.get("description")
    return {**found, "description": " ".join(str(text).split())} if text else found


def _type_of(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    return "integer" if isinstance(value, int) else "number" if isinstance(value, float) else "string"
