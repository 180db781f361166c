"""What the smaller tables of an HSDS package say, under the id of what each row belongs to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from casework.directory_files.csv_tables import Line
from casework.directory_files.hours_text import Hours, weekly
from casework.directory_files.hsds_tables import leads_somewhere, unique
from casework.directory_files.names import normalised, tidy
from casework.directory_files.report import Findings, RemarkKind, Row
from domain.accessibility import Wheelchair

NOT_WEEKLY = ("bymonthday", "byweekno", "byyearday")
TAKEN: tuple[tuple[str, str, str], ...] = (
    ("language", "service_id", "code"),
    ("language", "location_id", "code"),
    ("phone", "service_id", "number"),
    ("phone", "location_id", "number"),
    ("contact", "location_id", "email"),
    ("accessibility", "location_id", "description"),
    ("required_document", "service_id", "document"),
)
REFERENCES: Mapping[str, tuple[str, ...]] = {
    "location": ("organization_id",),
    "address": ("location_id",),
    "language": ("service_id", "location_id"),
    "phone": ("service_id", "location_id", "organization_id"),
    "contact": ("service_id", "location_id", "organization_id"),
    "accessibility": ("location_id",),
    "required_document": ("service_id",),
    "taxonomy_term": ("taxonomy_id",),
    "attribute": ("taxonomy_term_id",),
}
WITH_WHEELS = re.compile(r"wheel\s?chair|fauteuil roulant|كرسي متحرك")
NOT_WITH = re.compile(r"\b(no|not|without|inaccessible|pas|sans|non)\b|غير|بدون")
HALF = re.compile(r"\b(limited|partly|partial(ly)?|ground floor only|limité|en partie)\b")


@dataclass
class Details:
    """Values by table and owner, in the order of the files; hours by owner."""

    values: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    schedules: dict[str, list[Hours]] = field(default_factory=lambda: defaultdict(list))

    def all(self, table: str, owner: str) -> tuple[str, ...]:
        """Give all values of a table for one owner."""
        return tuple(self.values.get((table, owner), ()))

    def first(self, table: str, owner: str) -> str:
        """Give the first value of a table for one owner; empty if there is none."""
        found = self.values.get((table, owner))
        return found[0] if found else ""

    def hours(self, *owners: str) -> Hours:
        """Give the hours of the first owner that has any."""
        return joined(next((self.schedules[o] for o in owners if o in self.schedules), []))


def details_of(tables: Mapping[str, list[Line]], findings: Findings) -> Details:
    """Gather all that needs no check beyond itself, and remark on what leads nowhere."""
    found = Details()
    for table, column, value in TAKEN:
        for line in tables.get(table, []):
            if line[column] and line[value]:
                found.values[table, line[column]].append(tidy(line[value]).strip('"'))
    for remark in _dangling(tables):
        findings.remark(RemarkKind.DANGLING, *remark)
    return found


def _dangling(tables: Mapping[str, list[Line]]) -> Iterator[tuple[str, Row]]:
    ids = {name: {line["id"] for line in lines} for name, lines in tables.items()}
    for table, columns in REFERENCES.items():
        for column in columns:
            present = ids.get(column.removesuffix("_id"), set())
            for line in tables.get(table, []):
                if line[column] and line[column] not in present:
                    yield f"{column} names {line[column]}, which is not there.", line.row


def read_schedules(
    lines: list[Line],
    services: Collection[str],
    locations: Collection[str],
    details: Details,
    findings: Findings,
) -> None:
    """Gather hours under the narrowest thing that a schedule names."""
    for _, line in unique(lines, (), findings):
        for column, present in (("service_id", services), ("location_id", locations)):
            if line[column] and not leads_somewhere(
                line, column, present, column.removesuffix("_id"), findings
            ):
                break
        else:
            names = ("service_at_location_id", "service_id", "location_id")
            owner = next((line[name] for name in names if line[name]), "")
            details.schedules[owner].append(_hours(line))


def _hours(line: Line) -> Hours:
    words = line["description"] or line["notes"]
    if any(line[name] for name in NOT_WEEKLY) or line["freq"] == "MONTHLY" or _skips(line):
        shown = words or "; ".join(filter(None, (line["opens_at"], line["closes_at"])))
        return Hours(None, tidy(shown), "not every week")
    return weekly(line["opens_at"], line["closes_at"], line["byday"], words)


def _skips(line: Line) -> bool:
    return line["interval"] not in ("", "1")


def joined(hours: list[Hours]) -> Hours:
    """Join several schedules; one that nobody can read makes words of all."""
    if len(hours) < 2:
        return hours[0] if hours else Hours(None)
    if all(each.osm for each in hours):
        together = "; ".join(dict.fromkeys(each.osm for each in hours if each.osm))
        return Hours(together, repaired=any(each.repaired for each in hours))
    words = "; ".join(dict.fromkeys(each.words or each.osm or "" for each in hours))
    doubt = next((each.doubt for each in hours if each.doubt), "")
    return Hours(None, words, doubt)


def wheelchair_of(words: str) -> Wheelchair | None:
    """Say what a description of a building means for a wheelchair; None where it is not said."""
    plain = normalised(words)
    if not WITH_WHEELS.search(plain):
        return None
    if HALF.search(plain):
        return Wheelchair.LIMITED
    return Wheelchair.NO if NOT_WITH.search(plain) else Wheelchair.YES
