"""The machine-readable Bot API: which methods and types there are, and whether a value is one."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .parameters import ATTACHED, Unfit, Upload, attached, from_text

SOURCE = Path(__file__).parent / "specification" / "api.min.json"
ARRAY = "Array of "
CONSTANT = re.compile(r"(?:, must be (\w+)|, always [“\"](\w+)[”\"])$")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a method (`owner`) or a field of a type."""

    owner: str
    name: str
    types: tuple[str, ...]
    required: bool
    description: str

    @property
    def constant(self) -> str | None:
        """The only value that is allowed, which tells the types of a union apart."""
        found = CONSTANT.search(self.description)
        return found and (found[1] or found[2])


@dataclass(frozen=True, slots=True)
class Method:
    """A method, its parameters by name, and the types of what it gives back."""

    name: str
    fields: Mapping[str, Field]
    returns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One value inside a call: a field's, or with no `field` a whole object of type `owner`."""

    path: str
    owner: str
    field: Field | None
    value: Any


class Specification:
    """Everything that the Bot API documents about its methods and types."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.version: str = document["version"]
        self._methods = {
            name.lower(): Method(name, _fields(name, entry), tuple(entry["returns"]))
            for name, entry in document["methods"].items()
        }
        self._types = {name: _fields(name, entry) for name, entry in document["types"].items()}
        self._unions: dict[str, tuple[str, ...]] = {
            name: tuple(entry["subtypes"])
            for name, entry in document["types"].items()
            if entry.get("subtypes")
        }

    def method(self, name: str) -> Method | None:
        """Find a method; Telegram does not mind upper or lower case."""
        return self._methods.get(name.lower())

    def methods(self) -> list[Method]:
        """Give all methods."""
        return list(self._methods.values())

    def fields(self) -> Iterator[Field]:
        """Give the parameters of all methods and the fields of all types."""
        for method in self._methods.values():
            yield from method.fields.values()
        for fields in self._types.values():
            yield from fields.values()

    def read(self, method: Method, given: Mapping[str, Any]) -> dict[str, Any]:
        """Turn what came over HTTP (much of it text) into values of the documented types.

        :raises Unfit: if a parameter is missing, unknown or of another type.
        """
        for field in method.fields.values():
            if field.required and field.name not in given:
                raise Unfit(field.name, "is missing")
        files = attached(given)
        read = {}
        for name, value in given.items():
            if name in method.fields:
                read[name] = self._parameter(method.fields[name], value)
            elif name not in files:
                raise Unfit(name, f"is no parameter of {method.name}")
        return read

    def check(self, types: tuple[str, ...], value: Any, path: str) -> None:
        """Check a value of which everything is decoded already.

        :raises Unfit: if it is none of the types.
        """
        self._concrete(types, value, path)

    def parts(self, method: Method, params: Mapping[str, Any]) -> Iterator[Part]:
        """Walk through all values of a call that was read, the outer ones first."""
        yield Part(method.name, method.name, None, params)
        yield from self._parts_of(method.fields, params, "")

    def _parameter(self, field: Field, value: Any) -> Any:
        if isinstance(value, str):
            value = from_text(field.name, field.types, value)
        self._concrete(field.types, value, field.name)
        return value

    def _concrete(self, types: tuple[str, ...], value: Any, path: str) -> str:
        """Say which of the types (unions opened) the value has."""
        failures = []
        for name in self._candidates(types, value):
            try:
                self._check_one(name, value, path)
            except Unfit as failure:
                failures.append(failure)
            else:
                return name
        deepest = max(failures, key=lambda failure: failure.depth)
        if len(failures) > 1 and deepest.depth == min(failure.depth for failure in failures):
            raise Unfit(path, f"is none of: {', '.join(types)}")
        raise deepest

    def _candidates(self, types: tuple[str, ...], value: Any) -> list[str]:
        """Give the types that the value may have, so that a complaint is about the one meant."""
        opened = list(self._opened(types))
        if not isinstance(value, dict):
            return opened
        return [name for name in opened if self._may_be(name, value)] or opened

    def _may_be(self, name: str, value: dict[str, Any]) -> bool:
        """Say whether the constants tell the type; without any, its required fields do."""
        fields = self._types.get(name, {}).values()
        constant = [field for field in fields if field.constant]
        if constant:
            return all(value.get(field.name) == field.constant for field in constant)
        return bool(fields) and all(field.name in value for field in fields if field.required)

    def _opened(self, types: tuple[str, ...]) -> Iterator[str]:
        for name in types:
            if name in self._unions:
                yield from self._opened(self._unions[name])
            else:
                yield name

    def _check_one(self, name: str, value: Any, path: str) -> None:
        if name.startswith(ARRAY):
            self._check_array(name.removeprefix(ARRAY), value, path)
        elif name in SIMPLE:
            if not SIMPLE[name](value):
                raise Unfit(path, f"is no {name}: {value!r:.80}")
        elif not (name == "KeyboardButton" and isinstance(value, str)):
            self._check_object(name, value, path)

    def _check_array(self, item: str, value: Any, path: str) -> None:
        if not isinstance(value, list):
            raise Unfit(path, f"is no array: {value!r:.80}")
        for index, entry in enumerate(value):
            self._concrete((item,), entry, f"{path}[{index}]")

    def _check_object(self, name: str, value: Any, path: str) -> None:
        fields = self._types[name]
        if not isinstance(value, dict):
            raise Unfit(path, f"is no {name}: {value!r:.80}")
        for key in value:
            if key not in fields:
                raise Unfit(path, f"has the field {key}, which {name} has not")
        for field in fields.values():
            if field.name in value:
                self._check_field(field, value[field.name], f"{path}.{field.name}")
            elif field.required:
                raise Unfit(path, f"lacks the field {field.name} of {name}")

    def _check_field(self, field: Field, value: Any, path: str) -> None:
        self._concrete(field.types, value, path)
        if field.constant is not None and value != field.constant:
            raise Unfit(path, f"must be {field.constant}")

    def _parts_of(
        self, fields: Mapping[str, Field], values: Mapping[str, Any], prefix: str
    ) -> Iterator[Part]:
        for name, value in values.items():
            field = fields[name]
            yield Part(prefix + name, field.owner, field, value)
            yield from self._parts_in(
                self._concrete(field.types, value, name), value, prefix + name
            )

    def _parts_in(self, name: str, value: Any, path: str) -> Iterator[Part]:
        if name.startswith(ARRAY):
            for index, entry in enumerate(value):
                item = self._concrete((name.removeprefix(ARRAY),), entry, path)
                yield from self._parts_in(item, entry, f"{path}[{index}]")
        elif name not in SIMPLE:
            whole = {"text": value} if isinstance(value, str) else value
            yield Part(path, name, None, whole)
            yield from self._parts_of(self._types[name], whole, f"{path}.")


@cache
def load() -> Specification:
    """Read the specification from its file, once."""
    return Specification(json.loads(SOURCE.read_text(encoding="utf-8")))


def _fields(owner: str, entry: Mapping[str, Any]) -> dict[str, Field]:
    return {
        field["name"]: Field(
            owner, field["name"], tuple(field["types"]), field["required"], field["description"]
        )
        for field in entry.get("fields", ())
    }


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_float(value: Any) -> bool:
    return _is_integer(value) or (isinstance(value, float) and math.isfinite(value))


def _is_file(value: Any) -> bool:
    return isinstance(value, Upload) or (isinstance(value, str) and value.startswith(ATTACHED))


SIMPLE = {
    "Integer": _is_integer,
    "Float": _is_float,
    "String": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
    "InputFile": _is_file,
}
