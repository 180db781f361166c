"""From the facts of the domain to HSDS objects, each with all that belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from babel import Locale, UnknownLocaleError
from msgspec import UNSET, UnsetType

from casework.directory_export import hsds_objects as hsds
from casework.directory_export import words
from casework.directory_export.hsds_ids import outward_id
from casework.directory_export.terms import fact_term, kind_term
from casework.directory_export.week import weekly
from casework.directory_files.hsds_attributes import (
    NOBODY,
    OWN_ID,
    RUN_BY_CENTRE,
    Entity,
    attribute_id,
    written,
)
from casework.directory_files.management_told import management_told, managers
from casework.directory_files.names import stable_id
from domain.centres import AddressRule, Centre
from domain.directory import Directory
from domain.management import Arrangement
from domain.organisations import CentreId, Organisation, OrganisationId
from domain.services import Service

WEB = re.compile(r"https?://[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+")
UNKNOWN = "unknown"

Item = TypeVar("Item")


class Entries:
    """Makes the objects of a directory that was made for a reader (`disclosed`).

    `now`: an aware instant; whoever manages a place then is named.
    """

    def __init__(self, directory: Directory, now: datetime) -> None:
        self._directory = directory
        self._now = now
        self._organisations = {each.id: each for each in directory.organisations}

    # ------------------------------------------------------------ organisations

    def organization(self, organisation: Organisation) -> hsds.Organization:
        """Give an organisation."""
        key = outward_id("organization", organisation.id)
        facts = written(Entity.ORGANIZATION, organisation)
        return hsds.Organization(
            id=key,
            name=organisation.name,
            description=words.ORGANISATIONS[organisation.kind],
            attributes=_attributes(key, Entity.ORGANIZATION, organisation.id, facts),
        )

    def organization_of(self, service: Service) -> hsds.Organization:
        """Give who provides a service: the one that is named, else whoever runs the centre."""
        known = self._organisations.get(self._owner(service) or OrganisationId(""))
        return nobody() if known is None else self.organization(known)

    def organization_id(self, service: Service) -> str:
        """Give the id of who provides a service, as `organization_of` has it."""
        owner = self._owner(service)
        known = owner is not None and owner in self._organisations
        return outward_id("organization", owner) if known and owner else NOBODY

    def _owner(self, service: Service) -> OrganisationId | None:
        if service.provider is not None:
            return service.provider
        arrangement = self._arrangement(service.centre)
        return next(iter(managers(arrangement)), None) if arrangement else None

    def _arrangement(self, centre: CentreId) -> Arrangement | None:
        """Give the one arrangement in force; none where there are two by mistake."""
        found = self._directory.arrangements_at(centre, self._now)
        return found[0] if len(found) == 1 else None

    # ------------------------------------------------------------ places

    def location(self, centre: Centre) -> hsds.Location:
        """Give a centre; without its address and point where those are not public."""
        key = outward_id("location", centre.id)
        point = centre.point if centre.address_rule is AddressRule.PUBLIC else None
        named = replace(
            centre,
            authority=organization_key(centre.authority),
            verified_by=organization_key(centre.verified_by),
        )
        facts = (*written(Entity.LOCATION, named), *self._management(centre))
        return hsds.Location(
            id=key,
            location_type="physical",
            url=centre.url if WEB.fullmatch(centre.url) else UNSET,
            name=centre.name,
            alternate_name=centre.aliases[0] if centre.aliases else UNSET,
            description=words.PLACES[centre.address_rule] or UNSET,
            latitude=point.latitude if point else UNSET,
            longitude=point.longitude if point else UNSET,
            languages=_languages(key, centre.languages),
            addresses=_addresses(key, centre),
            accessibility=_accessibility(key, centre),
            phones=_phones(key, centre.phone),
            schedules=_schedules(key, centre.hours),
            attributes=_attributes(key, Entity.LOCATION, centre.id, facts),
        )

    def _management(self, centre: Centre) -> Iterator[tuple[str, str]]:
        """Say who manages a centre, by which model and since when; no more of it leaves."""
        arrangement = self._arrangement(centre.id)
        if arrangement is not None:
            names = {key: each.name for key, each in self._organisations.items()}
            yield from management_told(arrangement, names)

    # ------------------------------------------------------------ services

    def service_in_list(self, service: Service) -> hsds.ServiceInList:
        """Give a service with what there is one of."""
        return hsds.ServiceInList(**self._single(service))

    def service(self, service: Service, *, with_place: bool = True) -> hsds.Service:
        """Give a service with all that belongs to it, perhaps without its location."""
        single = self._single(service)
        key = single["id"]
        named = replace(service, verified_by=organization_key(service.verified_by))
        facts = list(written(Entity.SERVICE, named))
        if service.provider is None:
            facts.append((RUN_BY_CENTRE, "yes"))
        attributes = _attributes(key, Entity.SERVICE, service.id, facts)
        return hsds.Service(
            **single,
            phones=_phones(key, service.phone),
            schedules=_schedules(key, service.hours),
            service_at_locations=[self.at_location(service, alone=False)] if with_place else [],
            languages=_languages(key, service.languages),
            required_documents=_documents(key, service.bring),
            attributes=[*attributes, _kind(key, service)],
        )

    def at_location(self, service: Service, *, alone: bool) -> hsds.ServiceAtLocation:
        """Give where a service is given; `alone`: with the service in it."""
        centre = self._directory.centre(service.centre)
        return hsds.ServiceAtLocation(
            id=place_id(service),
            location=self.location(centre),
            service=self.service_in_list(service) if alone else UNSET,
        )

    def _single(self, service: Service) -> dict[str, Any]:
        told = service.eligibility
        day = service.verified_on
        spoken = ", ".join(language_name(each) for each in service.interpreters)
        return {
            "id": outward_id("service", service.id),
            "name": service.name,
            "description": words.KINDS[service.type],
            "status": service.status.value,
            "interpretation_services": spoken or UNSET,
            "application_process": words.WAYS_IN[service.admission],
            "eligibility_description": told.words or UNSET,
            "minimum_age": UNSET if told.minimum_age is None else told.minimum_age,
            "maximum_age": UNSET if told.maximum_age is None else told.maximum_age,
            "assured_date": UNSET if day is None else day.isoformat(),
            "organization": self.organization_of(service),
        }


def organization_key(own: OrganisationId | None) -> OrganisationId | None:
    """Give the id outward of an organisation that an attribute names."""
    return None if own is None else OrganisationId(outward_id("organization", own))


def nobody() -> hsds.Organization:
    """Give the organisation of services whose provider nobody knows: HSDS wants one."""
    return hsds.Organization(
        id=NOBODY, name="Not named", description="Nobody has said who provides this."
    )


def place_id(service: Service) -> str:
    """Give the id of where a service is given."""
    return stable_id("service_at_location", service.id)


@lru_cache(maxsize=1024)
def language_name(code: str) -> str:
    """Name a language in English; its code where it has no name."""
    try:
        return Locale.parse(code.replace("-", "_")).get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code


# ---------------------------------------------------------------- parts


def _attributes(
    link: str, entity: Entity, own: str, facts: Iterable[tuple[str, str]]
) -> list[hsds.Attribute]:
    given = [(OWN_ID, own)] if own != link else []
    numbers: dict[str, int] = {}
    found = []
    for code, value in (*facts, *given):
        number = numbers[code] = numbers.get(code, -1) + 1
        found.append(
            hsds.Attribute(
                id=attribute_id(link, code, number),
                link_id=link,
                link_entity=entity.value,
                value=value,
                taxonomy_term=fact_term(code),
            )
        )
    return found


def _kind(link: str, service: Service) -> hsds.Attribute:
    term = kind_term(service.type)
    return hsds.Attribute(
        id=attribute_id(link, term.code, 0),
        link_id=link,
        link_entity=Entity.SERVICE.value,
        taxonomy_term=term,
    )


def _or_unset(items: list[Item]) -> list[Item] | UnsetType:
    return items or UNSET


def _phones(link: str, number: str) -> list[hsds.Phone] | UnsetType:
    return [hsds.Phone(id=stable_id("phone", link), number=number)] if number else UNSET


def _languages(link: str, codes: Iterable[str]) -> list[hsds.Language] | UnsetType:
    return _or_unset(
        [
            hsds.Language(id=stable_id("language", link, str(n)), name=language_name(c), code=c)
            for n, c in enumerate(codes)
        ]
    )


def _documents(link: str, names: Iterable[str]) -> list[hsds.RequiredDocument] | UnsetType:
    return _or_unset(
        [
            hsds.RequiredDocument(id=stable_id("document", link, str(n)), document=name)
            for n, name in enumerate(names)
        ]
    )


def _schedules(link: str, hours: str | None) -> list[hsds.Schedule] | UnsetType:
    return _or_unset(
        [
            hsds.Schedule(
                id=stable_id("schedule", link, str(n)),
                freq="WEEKLY",
                byday=each.byday,
                opens_at=each.opens_at,
                closes_at=each.closes_at,
            )
            for n, each in enumerate(weekly(hours))
        ]
    )


def _addresses(link: str, centre: Centre) -> list[hsds.Address] | UnsetType:
    if not centre.address or centre.address_rule is not AddressRule.PUBLIC:
        return UNSET
    return [
        hsds.Address(
            id=stable_id("address", link),
            address_1=centre.address,
            city=centre.city or UNKNOWN,
            state_province=UNKNOWN,
            postal_code=UNKNOWN,
            country=centre.country or UNKNOWN,
            address_type="physical",
        )
    ]


def _accessibility(link: str, centre: Centre) -> list[hsds.Accessibility] | UnsetType:
    if centre.wheelchair is None:
        return UNSET
    said = words.WHEELCHAIRS[centre.wheelchair]
    return [hsds.Accessibility(id=stable_id("accessibility", link), description=said)]
