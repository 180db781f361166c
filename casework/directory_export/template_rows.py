"""Services as rows of the template (docs/directory-template.md): what CSV and GeoJSON hold.

Counts of places are no part of them: they are old as soon as they are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

from domain.centres import Centre
from domain.directory import Directory
from domain.geography import Point
from domain.organisations import Organisation
from domain.services import Service

UNCOUNTED = frozenset({"places", "free", "counted at", "count holds"})
FROM_CENTRE: Mapping[str, str] = {
    "centre id": "id",
    "centre": "name",
    "country": "country",
    "city": "city",
    "address": "address",
    "address rule": "address_rule",
    "meeting point": "meeting_point",
    "other names": "aliases",
    "time zone": "zone",
    "hours": "hours",
    "email": "email",
    "website": "url",
    "centre status": "status",
    "authority": "authority",
    "ramadan hours": "ramadan_hours",
    "languages": "languages",
    "interpreters": "interpreters",
    "phone": "phone",
    "wheelchair": "wheelchair",
    "verified on": "verified_on",
    "verified by": "verified_by",
}
FROM_SERVICE: Mapping[str, str] = {
    "id": "id",
    "service": "name",
    "kind of help": "type",
    "status": "status",
    "admission": "admission",
    "papers needed": "needs_papers",
    "service hours": "hours",
    "service hours in words": "hours_words",
    "service ramadan hours": "ramadan_hours",
    "service languages": "languages",
    "service interpreters": "interpreters",
    "service phone": "phone",
    "service wheelchair": "wheelchair",
    "service verified on": "verified_on",
    "service verified by": "verified_by",
}


def rows(shown: Directory) -> Iterator[tuple[dict[str, str], Centre]]:
    """Give the cells of each service by their columns, in the order of ids, with its centre."""
    organisations = {each.id: each for each in shown.organisations}
    for service in sorted(shown.services, key=lambda each: each.id):
        centre = shown.centre(service.centre)
        provider = organisations.get(service.provider) if service.provider else None
        authority = organisations.get(centre.authority) if centre.authority else None
        yield _row(service, centre, provider, authority), centre


def _row(
    service: Service,
    centre: Centre,
    provider: Organisation | None,
    authority: Organisation | None,
) -> dict[str, str]:
    told = service.eligibility
    cells = {
        **{column: _text(getattr(centre, name)) for column, name in FROM_CENTRE.items()},
        **{column: _text(getattr(service, name)) for column, name in FROM_SERVICE.items()},
        **_point("latitude", "longitude", centre.point),
        **_point("area latitude", "area longitude", centre.area_point),
        **_provider(provider),
        "authority name": authority.name if authority else "",
        "who": _who(service),
        "minimum age": _text(told.minimum_age),
        "maximum age": _text(told.maximum_age),
        "conditions": told.words,
        "strict": _text(told.strict or None),
        "bring": "; ".join(service.bring),
        "sample": _text(service.sample or None),
    }
    return {column: text for column, text in cells.items() if text}


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case tuple():
            return ", ".join(value)
        case _:
            return str(value)


def _point(latitude: str, longitude: str, point: Point | None) -> dict[str, str]:
    if point is None:
        return {}
    return {latitude: repr(point.latitude), longitude: repr(point.longitude)}


def _provider(provider: Organisation | None) -> dict[str, str]:
    if provider is None:
        return {}
    return {
        "organisation": provider.name,
        "organisation id": provider.id,
        "organisation kind": provider.kind.value,
    }


def _who(service: Service) -> str:
    told = service.eligibility
    named = sorted(each.value for each in told.genders)
    for name, taken in (("families", told.families), ("children_alone", told.children_alone)):
        if taken is not None:
            named.append(name if taken else f"no-{name}")
    return ", ".join(named)
