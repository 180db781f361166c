"""What a limit is (a length, a count, a range, an alphabet), and which the specification states."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from .specification import ARRAY, Field

LENGTH = re.compile(r"(\d+)-(\d+) (characters|bytes)", re.IGNORECASE)
RANGE = re.compile(r"(?:between |[;,] )(\d+)(?:-| and )(\d+)\b")
COUNT = re.compile(
    r"list of (\d+)-(\d+)|include (\d+)-(\d+)|(?:at most|up to) (\d+) ", re.IGNORECASE
)
QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]")
AFTER_PARSING = re.compile(r"after entit(?:y|ies) parsing")

# A rule says in words what is wrong with a value; None: nothing.
Rule = Callable[[Any], str | None]


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text may be: in UTF-16 code units, or in bytes of UTF-8."""

    least: int
    most: int
    unit: str

    def of(self, text: str) -> int:
        """Measure a text."""
        if self.unit == "bytes":
            return len(text.encode())
        return len(text.encode("utf-16-le")) // 2

    def __call__(self, text: str) -> str | None:
        if self.least <= self.of(text) <= self.most:
            return None
        return f"has {self.of(text)} {self.unit}, allowed are {self.least}-{self.most}"


@dataclass(frozen=True, slots=True)
class Between:
    """From where to where a number goes, or the number of a list's entries."""

    least: float
    most: float
    what: str = "is"

    def __call__(self, value: Any) -> str | None:
        number = len(value) if isinstance(value, list) else value
        if self.least <= number <= self.most:
            return None
        return f"{self.what} {number}, allowed are {self.least:g}-{self.most:g}"


@dataclass(frozen=True, slots=True)
class Spelled:
    """A whole text by pattern, said in words."""

    pattern: str
    words: str

    def __call__(self, text: str) -> str | None:
        return None if re.fullmatch(self.pattern, text, re.ASCII) else f"{self.words}: {text!r}"


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of some words."""

    words: tuple[str, ...]

    def __call__(self, text: str) -> str | None:
        return None if text in self.words else f"must be one of {', '.join(self.words)}: {text!r}"


def length_after_parsing(field: Field) -> Length:
    """Give the documented length of a text that may hold mark-up."""
    length = _length(field.description)
    assert length is not None, f"{field.owner}.{field.name} has no documented length"
    return length


@cache
def documented(field: Field) -> tuple[Rule, ...]:
    """Read the limits that a field's description states."""
    if AFTER_PARSING.search(field.description):
        return ()
    if field.types == ("String",):
        found: tuple[Rule | None, ...] = (_length(field.description), _words(field.description))
    elif field.types[0].startswith(ARRAY):
        found = (_count(field.description),)
    elif field.types[0] in ("Integer", "Float"):
        found = (_range(field.description),)
    else:
        found = ()
    return tuple(rule for rule in found if rule is not None)


def _length(description: str) -> Length | None:
    found = LENGTH.search(description)
    return found and Length(int(found[1]), int(found[2]), found[3].lower())


def _words(description: str) -> OneOf | None:
    _, said, choices = description.partition("ust be one of ")
    words = tuple(QUOTED.findall(choices.split(". ")[0]))
    return OneOf(words) if said and words else None


def _count(description: str) -> Between | None:
    found = COUNT.search(description)
    if found is None:
        return None
    numbers = [int(number) for number in found.groups() if number]
    return Between(numbers[0] if len(numbers) > 1 else 0, numbers[-1], "has entries:")


def _range(description: str) -> Between | None:
    found = RANGE.search(description)
    return found and Between(int(found[1]), int(found[2]))
