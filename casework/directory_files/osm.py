"""OpenStreetMap: social facilities and refugee sites, from Overpass JSON or GeoJSON.

Overpass JSON has `elements` (with `out center`, so that ways and relations have a position);
GeoJSON from overpass-turbo has features with `@id`. An element becomes a centre with one service;
ids are of its type and number. What is for people in need of care alone is not taken, nor a
shelter for survivors of violence: nobody can tell whether it may be known (safety requirement 6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec

from casework.directory_files.cells import taken
from casework.directory_files.csv_tables import Line
from casework.directory_files.documents import Document
from casework.directory_files.json_text import decoded, parts
from casework.directory_files.kinds import is_of_violence
from casework.directory_files.limits import MOST_ROWS
from casework.directory_files.report import (
    FileRefused,
    Findings,
    Progress,
    Read,
    RefusedReason,
    Remark,
    RemarkKind,
    Row,
    quiet,
)
from casework.directory_files.template import NAMES, read_lines
from casework.directory_files.text import utf8_of
from domain.directory import Directory

ATTRIBUTION = "© OpenStreetMap contributors, ODbL: say so wherever these entries are shown."
ELEMENTS = frozenset({"node", "way", "relation"})
GEOJSON_ID = re.compile(r"(node|way|relation)/(\d{1,20})")
# social_facility=*: what kind of help it is; what is not here is care for which nobody asks us.
KINDS: Mapping[str, tuple[str, str]] = {
    "shelter": ("shelter", "Shelter"),
    "food_bank": ("food", "Food bank"),
    "soup_kitchen": ("food", "Meals"),
    "clothing_bank": ("nfi", "Clothes"),
    "outreach": ("information", "Outreach"),
    "healthcare": ("health", "Health care"),
    "refugee_site": ("shelter", "Refugee site"),
}
PEOPLE_ON_THE_MOVE = frozenset(
    {"migrant", "migrants", "refugee", "refugees", "displaced", "asylum_seeker", "asylum_seekers"}
)
SURVIVORS = frozenset({"abused", "victim", "victims", "violence", "trafficking"})
WOMEN = frozenset({"woman", "women", "female"})
MEN = frozenset({"man", "men", "male"})
CHILDREN = frozenset({"child", "children", "juvenile", "orphan", "orphans"})
WHEELCHAIR = frozenset({"yes", "limited", "no", "designated"})
LANGUAGE = re.compile(r"language:([a-z]{2,3})")
DEEPEST = 4
"""Lists in lists of a GeoJSON geometry."""
Tags = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the map: "node/1", its tags, and its position or middle as text."""

    row: Row
    id: str
    tags: Tags
    latitude: str
    longitude: str


def read_osm(
    document: Document, now: datetime, known: Directory, progress: Progress = quiet
) -> Read:
    """Read OpenStreetMap data; `now`: an aware instant. Raises FileRefused for what is none."""
    findings = Findings()
    lines = _lines(_elements(document, findings), findings)
    found = read_lines(lines, now, known, progress, findings)
    notice = Remark(RemarkKind.ATTRIBUTION, ATTRIBUTION, document.name)
    return replace(found, warnings=(*found.warnings, notice))


def _elements(document: Document, findings: Findings) -> Iterator[Element]:
    found = parts(document.name, utf8_of(document.name, document.content))
    name = "elements" if isinstance(found, dict) and "elements" in found else "features"
    listed = found.get(name, msgspec.Raw(b"[]")) if isinstance(found, dict) else msgspec.Raw(b"[]")
    raws = decoded(document.name, listed, list[msgspec.Raw])
    if len(raws) > MOST_ROWS:
        raise FileRefused(document.name, f"it has more than {MOST_ROWS} elements; split it.")
    for number, raw in enumerate(raws, 1):
        findings.seen["element"] += 1
        row = Row(document.name, number)
        plain = decoded(document.name, raw, object)
        element = None
        if isinstance(plain, dict):
            element = _of_overpass(plain, row) if name == "elements" else _of_geojson(plain, row)
        if element is None:
            words = "Neither a node, a way nor a relation with its number."
            findings.refuse(row, "id", None, RefusedReason.WRONG_SHAPE, words)
        else:
            yield element


def _of_overpass(raw: Mapping[str, Any], row: Row) -> Element | None:
    kind, number = raw.get("type"), raw.get("id")
    if not isinstance(kind, str) or kind not in ELEMENTS or not isinstance(number, int):
        return None
    center = raw.get("center")
    at = center if isinstance(center, dict) else raw
    return Element(
        row, f"{kind}/{number}", _tags(raw.get("tags")), _text(at.get("lat")), _text(at.get("lon"))
    )


def _of_geojson(raw: Mapping[str, Any], row: Row) -> Element | None:
    properties = raw.get("properties")
    if not isinstance(properties, dict):
        return None
    match = next(
        (
            found
            for each in (properties.get("@id"), raw.get("id"), properties.get("id"))
            if isinstance(each, str) and (found := GEOJSON_ID.fullmatch(each))
        ),
        None,
    )
    if match is None:
        return None
    inside = properties.get("tags")
    tags = _tags(inside if isinstance(inside, dict) else properties)
    longitude, latitude = _middle(raw.get("geometry"))
    return Element(row, match[0], tags, latitude, longitude)


def _middle(geometry: object) -> tuple[str, str]:
    """Give the middle of the box around a geometry: longitude, latitude; empty without one."""
    pairs = list(_pairs(geometry.get("coordinates"), 0)) if isinstance(geometry, dict) else []
    if not pairs:
        return "", ""
    middle = [(min(each) + max(each)) / 2 for each in zip(*pairs, strict=True)]
    return repr(middle[0]), repr(middle[1])


def _pairs(raw: object, depth: int) -> Iterator[tuple[float, float]]:
    if not isinstance(raw, list) or depth > DEEPEST:
        return
    if len(raw) >= 2 and all(isinstance(each, int | float) for each in raw[:2]):
        yield float(raw[0]), float(raw[1])
        return
    for each in raw:
        yield from _pairs(each, depth + 1)


def _tags(raw: object) -> Tags:
    if not isinstance(raw, dict):
        return {}
    return {str(key): value for key, value in raw.items() if isinstance(value, str)}


def _text(value: object) -> str:
    return repr(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _lines(elements: Iterator[Element], findings: Findings) -> Iterator[Line]:
    seen: set[str] = set()
    for element in elements:
        why = _not_taken(element.tags)
        if why:
            findings.remark(RemarkKind.NOT_TAKEN, f"{element.id}: {why}.", element.row)
            continue
        if element.id in seen:
            words = f"{element.id} was read before."
            findings.refuse(element.row, "id", element.id, RefusedReason.DUPLICATE, words)
            continue
        seen.add(element.id)
        kept = taken(_cells(element), element.row, findings, NAMES)
        if kept is not None:
            yield Line(element.row, kept)


def _kind(tags: Tags) -> str:
    amenity = tags.get("amenity", "")
    if amenity == "social_facility":
        return tags.get("social_facility", "")
    return amenity if amenity in KINDS else ""


def _people(tags: Tags) -> frozenset[str]:
    listed = tags.get("social_facility:for", "").lower().split(";")
    return frozenset(each.strip() for each in listed) - {""}


def _not_taken(tags: Tags) -> str:
    """Say why an element is not taken; empty if it is."""
    people, kind = _people(tags), _kind(tags)
    if not kind:
        return "neither a social facility nor a refugee site"
    if people & SURVIVORS or any(is_of_violence(value) for value in tags.values()):
        return "for survivors of violence; such places are not taken from a public map"
    if kind == "shelter" and people and people <= WOMEN | CHILDREN:
        return "a shelter for women alone may be a refuge; add it by hand if it may be known"
    if kind not in KINDS and not people & PEOPLE_ON_THE_MOVE:
        return f"social_facility={kind} is care that nobody asks for here"
    return ""


def _cells(element: Element) -> dict[str, str]:
    tags, people = element.tags, _people(element.tags)
    kind, plain = KINDS.get(_kind(tags), ("information", "Help"))
    name = tags.get("name") or tags.get("name:en") or tags.get("operator") or plain
    street = " ".join(filter(None, (tags.get("addr:street"), tags.get("addr:housenumber"))))
    key = f"osm-{element.id.replace('/', '-')}"
    languages = [
        match[1]
        for tag, value in tags.items()
        if (match := LANGUAGE.fullmatch(tag)) and value in ("yes", "main")
    ]
    wheelchair = tags.get("wheelchair", "")
    return {
        "id": key,
        "centre id": key,
        "centre": name,
        "service": plain,
        "kind of help": kind,
        "organisation": tags.get("operator", ""),
        "country": tags.get("addr:country", ""),
        "city": tags.get("addr:city", ""),
        "latitude": element.latitude,
        "longitude": element.longitude,
        "address": tags.get("addr:full") or street,
        "hours": tags.get("opening_hours", ""),
        "phone": _first(tags, "phone", "contact:phone"),
        "email": _first(tags, "email", "contact:email"),
        "website": _first(tags, "website", "contact:website", "url"),
        "wheelchair": wheelchair if wheelchair in WHEELCHAIR else "",
        "languages": ", ".join(sorted(languages)),
        "other names": "; ".join(dict.fromkeys(_other_names(tags, name))),
        "who": ", ".join(_who(people)),
        "maximum age": "17" if people and people <= CHILDREN else "",
        "conditions": "; ".join(sorted(each.replace("_", " ") for each in people)),
        "admission": "walk_in" if kind != "shelter" else "",
        "verified on": _first(tags, "check_date", "survey:date"),
    }


def _who(people: frozenset[str]) -> list[str]:
    """Give the adults that a place is for, where it is for no one else."""
    adults = people - PEOPLE_ON_THE_MOVE - {"homeless", "underprivileged"}
    if not adults or not adults <= WOMEN | MEN:
        return []
    return [word for word, names in (("women", WOMEN), ("men", MEN)) if adults & names]


def _other_names(tags: Tags, name: str) -> Iterator[str]:
    for tag, value in tags.items():
        if tag.startswith("name:") or tag in ("alt_name", "official_name", "short_name"):
            yield from (each.strip() for each in value.split(";") if each.strip() != name)


def _first(tags: Tags, *names: str) -> str:
    return next((tags[name].split(";")[0].strip() for name in names if tags.get(name)), "")
