"""Items of JSON lists: reading one by one, so that one wrong item refuses itself alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from casework.directory_files.cells import fault_in
from casework.directory_files.report import Findings, RefusedReason, Row
from domain.directory import Directory

Kind = TypeVar("Kind", bound=msgspec.Struct)
Fact = TypeVar("Fact")
APART = frozenset({"services", "arrangements", "matrix", "handover"})
"""Lists whose items refuse themselves alone."""
AT = re.compile(r" - at `\$\.?(.*)`$")
NAMED = re.compile(r"field `(\w+)`")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list: where it stands, and whether all of its file is a sample."""

    raw: object
    row: Row
    inside: str
    sample: bool


class ItemReader:
    """What reading any item needs: its record, its fact, and whether what it names exists."""

    def __init__(self, known: Directory) -> None:
        """Facts of `known` may be named."""
        self.findings = Findings()
        self.named: dict[str, set[str]] = {
            "organisation": {each.id for each in known.organisations},
            "centre": {each.id for each in known.centres},
            "agreement": {each.id for each in known.agreements},
        }

    def record(self, item: Item, kind: type[Kind]) -> Kind | None:
        """Give the item as a record of `kind`; None when it was refused."""
        fault = fault_in(item.raw, APART)
        if fault is not None:
            self.refuse(item, *fault)
            return None
        try:
            return msgspec.convert(item.raw, kind)
        except msgspec.ValidationError as wrong:
            text = str(wrong)
            at = AT.search(text) or NAMED.search(text)
            missing = "missing required" in text
            reason = RefusedReason.MISSING if missing else RefusedReason.UNKNOWN_VALUE
            name = at.group(1) if at else ""
            value = _value_at(item.raw, name)
            self.refuse(item, name, value, reason, AT.sub("", text) + ".")
            return None

    def fact(self, item: Item, make: Callable[[], Fact]) -> Fact | None:
        """Give what `make` makes; its ValueError refuses the item."""
        try:
            return make()
        except ValueError as wrong:
            self.refuse(item, "", _value_at(item.raw, "id"), RefusedReason.WRONG_SHAPE, f"{wrong}.")
            return None

    def is_new(self, item: Item, key: str, present: Container[str]) -> bool:
        """Say whether the id was not read before; refuse the item when it was."""
        if key in present:
            words = f"Another one with the id {key} was read before."
            self.refuse(item, "id", key, RefusedReason.DUPLICATE, words)
        return key not in present

    def has(self, item: Item, name: str, kind: str, *keys: str) -> bool:
        """Say whether all that is named exists; refuse the item when not."""
        for key in keys:
            if key not in self.named[kind]:
                words = f"There is no {kind} {key}."
                self.refuse(item, name, key, RefusedReason.NO_SUCH_ROW, words)
                return False
        return True

    def inside(self, item: Item, name: str, raws: list[Any]) -> Iterator[Item]:
        """Walk over the items of a list inside this one."""
        for number, raw in enumerate(raws, 1):
            yield self.part(item, f"{name}[{number}]", raw)

    def part(self, item: Item, name: str, raw: object) -> Item:
        """Give a part of the item as an item."""
        return Item(raw, item.row, f"{item.inside}.{name}", item.sample)

    def refuse(
        self, item: Item, name: str, value: object, reason: RefusedReason, words: str
    ) -> None:
        """Note that the item is not taken over because of the field `name`."""
        path = f"{item.inside}.{name}" if name else item.inside
        self.findings.refuse(item.row, path, value, reason, words)


def _value_at(raw: object, path: str) -> object:
    found = raw
    for name in path.split("."):
        if not isinstance(found, dict):
            return None
        found = found.get(name)
    return found
