"""What HSDS has no field for, as attributes: one table for the import and the export.

`taxonomies.csv` has the taxonomy "passerelle", `taxonomy_terms.csv` a term for every code here,
`attributes.csv` a row for every value: link_id is the id of the service, location or
organisation, link_entity says which, taxonomy_term_id names the term, value is the text. Several
rows with one code are several values. What is not there has the domain's own value for "not
said"; `kind` and `admission` of a service and `address_rule` of a location are always there, and
tell a reader that the entry comes from Passerelle. `MANAGEMENT_WORDS` are for outside readers:
the import says that it does not take them, and why (management_told.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from casework.directory_files.hsds_codecs import (
    CLOSURES,
    DAY,
    FLAG,
    HOURS,
    KNOWN_OR_NOT,
    LIST,
    POINT,
    TEXT,
    ZONE,
    Codec,
    choice,
    choices,
)
from casework.directory_files.names import stable_id
from domain.accessibility import Wheelchair
from domain.centres import AddressRule, Centre, CentreStatus
from domain.organisations import Organisation, OrganisationKind
from domain.people import Gender
from domain.services import Admission, Service, ServiceType

TAXONOMY = "passerelle"
TAXONOMY_ID = stable_id("taxonomy", TAXONOMY)
OWN_ID = "own_id"
RUN_BY_CENTRE = "run_by_centre"
NOBODY = stable_id("organization", "nobody")
"""The organisation that stands in a package where nobody knows who provides a service."""

Fact = TypeVar("Fact", Organisation, Centre, Service)


class Entity(StrEnum):
    """What an attribute is linked to, as HSDS names it (`link_entity`)."""

    SERVICE = "service"
    LOCATION = "location"
    ORGANIZATION = "organization"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One code: the field of the fact ("eligibility.strict": one inside), its words, its codec."""

    code: str
    field: str
    words: str
    codec: Codec

    def values(self, fact: Organisation | Centre | Service) -> tuple[str, ...]:
        """Give the texts to write for a fact, one a row; empty for what is not said."""
        found: Any = fact
        for name in self.field.split("."):
            found = getattr(found, name)
        return self.codec.write(found)


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that cannot be read, and why, in words for a person."""

    code: str
    value: str
    words: str


HOURS_WORDS = "Opening hours in the language of OSM opening_hours"
RAMADAN = "Opening hours in Ramadan, in the language of OSM opening_hours"
CLOSED = "Closed from/until/why; without an end until further notice"
INTERPRETERS = "Language spoken through an interpreter (BCP 47)"
WHEELCHAIR = "Entering with a wheelchair: yes, limited or no"
VERIFIED_ON = "Day on which somebody last said that the entry is right"
VERIFIED_BY = "Id of the organisation whose people said so"
SAMPLE = "An invented example: yes"

ATTRIBUTES: Mapping[Entity, tuple[Attribute, ...]] = {
    Entity.SERVICE: (
        Attribute("kind", "type", "Kind of help", choice(ServiceType)),
        Attribute("admission", "admission", "How one gets in", choice(Admission)),
        Attribute("hours", "hours", HOURS_WORDS, HOURS),
        Attribute("hours_words", "hours_words", "Hours in words", TEXT),
        Attribute("ramadan_hours", "ramadan_hours", RAMADAN, HOURS),
        Attribute("closure", "closures", CLOSED, CLOSURES),
        Attribute("genders", "eligibility.genders", "Which adults; all if none", choices(Gender)),
        Attribute("families", "eligibility.families", "Takes families", KNOWN_OR_NOT),
        Attribute(
            "children_alone", "eligibility.children_alone", "Takes children alone", KNOWN_OR_NOT
        ),
        Attribute("strict", "eligibility.strict", "No asking anyway", FLAG),
        Attribute("needs_papers", "needs_papers", "Turned away without papers", KNOWN_OR_NOT),
        Attribute("interpreters", "interpreters", INTERPRETERS, LIST),
        Attribute("wheelchair", "wheelchair", WHEELCHAIR, choice(Wheelchair)),
        Attribute("phone", "phone", "Telephone of this service", TEXT),
        Attribute("verified_on", "verified_on", VERIFIED_ON, DAY),
        Attribute("verified_by", "verified_by", VERIFIED_BY, TEXT),
        Attribute("sample", "sample", SAMPLE, FLAG),
    ),
    Entity.LOCATION: (
        Attribute("address_rule", "address_rule", "Who may learn the address", choice(AddressRule)),
        Attribute("country", "country", "Country (ISO 3166-1 alpha-2)", TEXT),
        Attribute("city", "city", "Town", TEXT),
        Attribute("zone", "zone", "Time zone (IANA)", ZONE),
        Attribute("area_point", "area_point", "Rough position", POINT),
        Attribute("meeting_point", "meeting_point", "Where to meet", TEXT),
        Attribute("authority", "authority", "Id of the competent authority", TEXT),
        Attribute("centre_status", "status", "Takes requests", choice(CentreStatus)),
        Attribute("hours", "hours", HOURS_WORDS, HOURS),
        Attribute("ramadan_hours", "ramadan_hours", RAMADAN, HOURS),
        Attribute("closure", "closures", CLOSED, CLOSURES),
        Attribute("aliases", "aliases", "Another name", LIST),
        Attribute("languages", "languages", "Language spoken (BCP 47)", LIST),
        Attribute("interpreters", "interpreters", INTERPRETERS, LIST),
        Attribute("wheelchair", "wheelchair", WHEELCHAIR, choice(Wheelchair)),
        Attribute("phone", "phone", "Telephone", TEXT),
        Attribute("email", "email", "Electronic mail", TEXT),
        Attribute("url", "url", "Page on the web", TEXT),
        Attribute("verified_on", "verified_on", VERIFIED_ON, DAY),
        Attribute("verified_by", "verified_by", VERIFIED_BY, TEXT),
        Attribute("sample", "sample", SAMPLE, FLAG),
    ),
    Entity.ORGANIZATION: (
        Attribute("kind", "kind", "Kind of help, or of organisation", choice(OrganisationKind)),
        Attribute("aliases", "aliases", "Another name", LIST),
        Attribute("sample", "sample", SAMPLE, FLAG),
    ),
}

LINK_WORDS: Mapping[str, str] = {
    OWN_ID: "Id in Passerelle, where that is no UUID",
    RUN_BY_CENTRE: "No provider is named; the organisation is whoever runs the centre: yes",
}

MANAGEMENT_WORDS: Mapping[str, str] = {
    "manager": "Name of the organisation that manages the centre today",
    "model": "How the centre is managed: iom_run, partner_run, government_run or jointly_run",
    "managed_since": "Day or year from which it has been managed so",
}

_BY_CODE = {entity: {each.code: each for each in found} for entity, found in ATTRIBUTES.items()}


def terms() -> dict[str, str]:
    """Give every code with its words, those for outside readers too: the taxonomy's terms."""
    found = {each.code: each.words for group in ATTRIBUTES.values() for each in group}
    return {**found, **LINK_WORDS, **MANAGEMENT_WORDS}


def term_id(code: str) -> str:
    """Give the id of a code's row in taxonomy_terms.csv."""
    return stable_id("taxonomy_term", TAXONOMY, code)


def attribute_id(link: str, code: str, number: int) -> str:
    """Give the id of a row in attributes.csv; `number`: which of several values, from 0."""
    return stable_id("attribute", link, code, str(number))


def written(entity: Entity, fact: Organisation | Centre | Service) -> Iterator[tuple[str, str]]:
    """Give code and text of every attribute of a fact, in the order of the table."""
    for each in ATTRIBUTES[entity]:
        for text in each.values(fact):
            yield each.code, text


def is_ours(entity: Entity, texts: Mapping[str, object]) -> bool:
    """Say whether an entry was written by Passerelle: then what is not said there is not so."""
    return ATTRIBUTES[entity][0].code in texts


def applied(
    entity: Entity, fact: Fact, texts: Mapping[str, Sequence[str]]
) -> tuple[Fact, list[Fault]]:
    """Give a fact with the values of its attributes, by code, and the values that are no such.

    Codes that are not known are ignored; a value that cannot be read changes nothing.
    """
    outer: dict[str, Any] = {}
    inner: dict[str, dict[str, Any]] = {}
    faults = []
    for code, values in texts.items():
        attribute = _BY_CODE[entity].get(code)
        if attribute is None or not values:
            continue
        try:
            value = attribute.codec.read(values)
        except ValueError as wrong:
            faults.append(Fault(code, "; ".join(values), f"{code}: {wrong}."))
            continue
        name, _, part = attribute.field.partition(".")
        if part:
            inner.setdefault(name, {})[part] = value
        else:
            outer[name] = value
    for name, parts in inner.items():
        outer[name] = replace(getattr(fact, name), **parts)
    return (replace(fact, **outer) if outer else fact), faults
