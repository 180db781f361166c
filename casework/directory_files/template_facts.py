"""From rows of the template to the facts of the domain: a centre of many rows, a service of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import isnan
from typing import Any

from casework.directory_files.hours_text import Hours
from casework.directory_files.names import normalised, stable_id, tidy
from casework.directory_files.places import Where, is_a_place
from casework.directory_files.report import Row
from casework.directory_files.services import Draft
from casework.directory_files.template_values import Who
from domain.centres import AddressRule, Centre, CentreStatus
from domain.geography import Point
from domain.organisations import CentreId, OrganisationId
from domain.services import Admission, Capacity, Service, ServiceStatus

OF_BOTH: Mapping[str, str] = {
    "ramadan hours": "ramadan_hours",
    "languages": "languages",
    "interpreters": "interpreters",
    "phone": "phone",
    "wheelchair": "wheelchair",
    "verified on": "verified_on",
    "verified by": "verified_by",
}
"""Columns of the centre, by the domain's field, that a service may have of its own."""
OF_CENTRE: Mapping[str, str] = {
    "city": "city",
    "address": "address",
    "address rule": "address_rule",
    "meeting point": "meeting_point",
    "other names": "aliases",
    "time zone": "zone",
    "email": "email",
    "website": "url",
    "centre status": "status",
    "authority": "authority",
}
AREA = ("area latitude", "area longitude")
ORGANISATIONS = ("authority", "verified by", "service verified by")


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a row by their columns; what is empty is not there. `centre`: its id."""

    row: Row
    found: Mapping[str, Any]
    where: Where
    centre: str

    def text(self, column: str) -> str:
        """Give a text, empty if there is none."""
        return str(self.found.get(column, ""))

    def get(self, column: str) -> Any:
        """Give a value, None if there is none."""
        return self.found.get(column)


def centre_id(found: Mapping[str, Any], where: Where) -> str:
    """Give the id of a row's centre: its own, or made of name, country and neighbourhood."""
    own = found.get("centre id")
    if own:
        return str(own)
    point = where.point
    near = f"{point.latitude:.1f} {point.longitude:.1f}" if point else str(found.get("city", ""))
    name = normalised(str(found["centre"]))
    return stable_id("location", name, where.country, normalised(near))


@dataclass
class CentreRows:
    """A centre as the first row says it that says anything; `differ`: what later rows deny."""

    first: Values
    found: dict[str, Any] = field(default_factory=dict)

    def add(self, values: Values) -> list[str]:
        """Take a row's word for what no row said before; give the columns that it denies."""
        denied = []
        for column in (*OF_CENTRE, *OF_BOTH, "hours", *AREA, "sample"):
            value = values.get(column)
            if value in (None, ""):
                continue
            there = self.found.setdefault(column, value)
            if there != value and column in OF_CENTRE:
                denied.append(column)
        return denied

    def centre(self) -> Centre:
        """Give the centre."""
        where, name = self.first.where, tidy(self.first.text("centre"))
        columns = {**OF_CENTRE, **OF_BOTH}
        told = {columns[column]: value for column, value in self.found.items() if column in columns}
        hours = self.found.get("hours")
        area = [float(self.found.get(each, "nan")) for each in AREA]
        plain = Centre(
            id=CentreId(self.first.centre),
            name=name,
            country=where.country,
            city=name,
            zone=where.zone,
            point=where.point if is_a_place(name) else None,
            area_point=None if any(map(isnan, area)) else Point(*area),
            hours=hours.osm if isinstance(hours, Hours) else None,
            address_rule=AddressRule.PUBLIC,
            status=CentreStatus.OPEN,
            sample=bool(self.found.get("sample")),
        )
        return replace(plain, **told)


def draft_of(values: Values, provider: OrganisationId | None, organisation: str) -> Draft:
    """Give the service of a row as any directory has one; its id is its own or made of words."""
    kind, name = values.text("kind of help"), values.text("service")
    made = ("service", values.centre, normalised(organisation), normalised(kind), normalised(name))
    return Draft(
        row=values.row,
        id=values.text("id") or stable_id(*made),
        centre=CentreId(values.centre),
        provider=provider,
        category=kind,
        name=name or kind,
        admission=values.get("admission") or Admission.REFERRAL,
        criteria=values.text("conditions"),
        status=values.get("status") or ServiceStatus.ACTIVE,
        bring=values.get("bring") or (),
        minimum_age=values.get("minimum age"),
        maximum_age=values.get("maximum age"),
    )


def hours_of(values: Values, centre: Centre) -> Hours:
    """Give a service's own hours: empty where they are the centre's."""
    own = values.get("service hours")
    if isinstance(own, Hours):
        return own
    told = values.get("hours")
    if isinstance(told, Hours) and (told.osm is None or told.osm != centre.hours):
        return told
    return Hours(None)


def with_own_facts(service: Service, values: Values, centre: Centre) -> Service:
    """Give a service with what its row says of it beyond what any directory says."""
    own: dict[str, Any] = {}
    for column, name in OF_BOTH.items():
        value, told = values.get(f"service {column}"), values.get(column)
        if value not in (None, ""):
            own[name] = value
        elif told not in (None, "") and told != getattr(centre, name):
            own[name] = told
    who = values.get("who")
    groups = who if isinstance(who, Who) else None
    eligibility = replace(
        service.eligibility,
        genders=groups.genders if groups else service.eligibility.genders,
        families=groups.families if groups else None,
        children_alone=groups.children_alone if groups else None,
        strict=bool(values.get("strict")),
    )
    return replace(
        service,
        **own,
        eligibility=eligibility,
        hours_words=values.text("service hours in words") or service.hours_words,
        needs_papers=values.get("papers needed"),
        counts_hold=values.get("count holds"),
        sample=bool(values.get("sample")),
    )


def capacity_of(values: Values, before: Capacity | None, now: datetime) -> Capacity | None:
    """Give the places of a row; ValueError where one of the two numbers is missing or too high.

    Without the time of the count it is `now`, unless nothing has changed since `before`.
    """
    places, free = values.get("places"), values.get("free")
    if places is None and free is None:
        return None
    if places is None or free is None:
        raise ValueError("places and free places belong together; fill in both, or neither")
    if free > places:
        raise ValueError("there cannot be more free places than places")
    updated = values.get("counted at")
    if updated is None and before and (before.places, before.free) == (places, free):
        return before
    return Capacity(places, free, updated or now)
