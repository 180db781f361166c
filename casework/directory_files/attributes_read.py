"""Attributes of a package by what they are linked to, put onto the facts they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from casework.directory_files.csv_tables import Line
from casework.directory_files.hsds_attributes import TAXONOMY, Entity, applied, is_ours
from casework.directory_files.names import normalised
from casework.directory_files.report import Findings, RefusedReason
from domain.centres import Centre
from domain.organisations import Organisation
from domain.services import Service

Fact = TypeVar("Fact", Organisation, Centre, Service)
Texts = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Attributes:
    """The rows of attributes.csv that are ours, by the id they are linked to and their code."""

    lines: Mapping[str, Mapping[str, list[Line]]] = field(default_factory=dict)

    def texts(self, link: str) -> Texts:
        """Give the values of one entry by their codes."""
        found = self.lines.get(link, {})
        return {code: [line["value"] for line in lines] for code, lines in found.items()}

    def has(self, entity: Entity, link: str) -> bool:
        """Say whether an entry was written by Passerelle."""
        return is_ours(entity, self.lines.get(link, {}))

    def first(self, link: str, code: str) -> str:
        """Give one value of an entry; empty if it has none."""
        lines = self.lines.get(link, {}).get(code)
        return lines[0]["value"] if lines else ""

    def on(self, entity: Entity, link: str, fact: Fact, findings: Findings) -> Fact:
        """Give a fact with its attributes; the rows of those that are no such are refused."""
        if link not in self.lines:
            return fact
        changed, faults = applied(entity, fact, self.texts(link))
        for fault in faults:
            row = self.lines[link][fault.code][0].row
            reason = RefusedReason.UNKNOWN_VALUE
            findings.refuse(row, "value", fault.value, reason, fault.words)
        return changed


def attributes_of(tables: Mapping[str, list[Line]]) -> Attributes:
    """Gather the attributes whose terms are of our taxonomy."""
    ours = {
        line["id"] for line in tables.get("taxonomy", []) if normalised(line["name"]) == TAXONOMY
    }
    codes = {
        line["id"]: line["code"]
        for line in tables.get("taxonomy_term", [])
        if line["taxonomy_id"] in ours or normalised(line["taxonomy"]) == TAXONOMY
    }
    found: dict[str, dict[str, list[Line]]] = {}
    for line in tables.get("attribute", []):
        code = codes.get(line["taxonomy_term_id"])
        if code and line["value"]:
            found.setdefault(line["link_id"], {}).setdefault(code, []).append(line)
    return Attributes(found)
