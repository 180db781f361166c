"""The directory as the public API gives it: made once for each picture of it, then only looked up.

Objects are made for the entries of a page alone, so that a page costs the same whatever the size.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property, lru_cache

from casework.directory_export import hsds_objects as hsds
from casework.directory_export.disclosed import Reader, disclosed
from casework.directory_export.hsds_entries import Entries, nobody, place_id
from casework.directory_export.hsds_ids import outward_id
from casework.directory_export.terms import TAXONOMIES, all_terms, kind_term
from casework.directory_export.words import KINDS
from casework.directory_files.hsds_attributes import NOBODY
from casework.gazetteer.folding import folded
from domain.directory import Directory
from domain.organisations import Organisation
from domain.services import Service

Services = Sequence[Service]
REMEMBERED = 16


class Published:
    """What anybody may read of a directory at an aware `now`, everything in the order of ids."""

    def __init__(self, directory: Directory, now: datetime) -> None:
        shown = disclosed(directory, Reader.ANYONE, now)
        self._shown = shown
        self._entries = Entries(shown, now)
        self._services = {outward_id("service", each.id): each for each in shown.services}
        self._services = dict(sorted(self._services.items()))
        self._organisations = {
            outward_id("organization", each.id): each for each in shown.organisations
        }
        self._by_organisation: dict[str, list[Service]] = defaultdict(list)
        self._by_term: dict[str, list[Service]] = defaultdict(list)
        for service in self._services.values():
            self._by_organisation[self._entries.organization_id(service)].append(service)
            self._by_term[kind_term(service.type).id].append(service)
        self._find = lru_cache(REMEMBERED)(self._found)

    # ------------------------------------------------------------ services

    def services(
        self, search: str = "", term: str = "", organisation: str = "", taxonomy: str = ""
    ) -> Services:
        """List the services that fit all that is not empty."""
        return self._find(" ".join(words_of(search)), term, organisation, taxonomy)

    def _found(self, search: str, term: str, organisation: str, taxonomy: str) -> Services:
        if taxonomy and taxonomy not in (each.id for each in TAXONOMIES):
            return ()
        found = self._all
        if organisation:
            found = self._by_organisation.get(organisation, [])
        if term:
            there = found if organisation else self._by_term.get(term, [])
            found = [each for each in there if kind_term(each.type).id == term]
        words = search.split()
        if not words:
            return found
        texts = self._texts
        return [each for each in found if all(word in texts[each.id] for word in words)]

    def service_in_list(self, service: Service) -> hsds.ServiceInList:
        """Give a service with what there is one of."""
        return self._entries.service_in_list(service)

    def full_service(self, service: Service) -> hsds.Service:
        """Give a service with all that belongs to it."""
        return self._entries.service(service)

    def service_id(self, service: Service) -> hsds.ServiceId:
        """Give no more than the id."""
        return hsds.ServiceId(id=outward_id("service", service.id))

    def service(self, key: str) -> Service | None:
        """Give the service with an id, or None."""
        return self._services.get(key)

    # ------------------------------------------------------------ the others

    def place(self, key: str) -> Service | None:
        """Give the service that is given at the place with this id, or None."""
        return self._places.get(key)

    def at_location(self, service: Service) -> hsds.ServiceAtLocation:
        """Give where a service is given, with the service."""
        return self._entries.at_location(service, alone=True)

    def organizations(self, search: str = "") -> Sequence[str]:
        """List the ids of organisations whose names have all words."""
        words = words_of(search)
        names = self._names
        return [key for key, name in names.items() if all(word in name for word in words)]

    def organization(self, key: str) -> hsds.Organization | None:
        """Give an organisation by its id, or None."""
        if key == NOBODY and key in self._names:
            return nobody()
        known = self._organisations.get(key)
        return None if known is None else self._entries.organization(known)

    def with_services(self, key: str) -> hsds.OrganizationWithServices | None:
        """Give an organisation with the ids of its services, or None."""
        found = self.organization(key)
        if found is None:
            return None
        provided = [self.service_id(each) for each in self._by_organisation.get(key, ())]
        return hsds.OrganizationWithServices(
            id=found.id,
            name=found.name,
            description=found.description,
            attributes=found.attributes,
            services=provided,
        )

    # ------------------------------------------------------------ indexes

    @cached_property
    def _all(self) -> list[Service]:
        return list(self._services.values())

    @cached_property
    def _places(self) -> Mapping[str, Service]:
        return {place_id(each): each for each in self._all}

    @cached_property
    def _names(self) -> Mapping[str, str]:
        names = {key: folded(each.name) for key, each in self._organisations.items()}
        if self._by_organisation.get(NOBODY):
            names[NOBODY] = folded(nobody().name)
        return dict(sorted(names.items()))

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        """The words under which each service is found."""
        return {each.id: folded(self._words(each)) for each in self._all}

    def _words(self, service: Service) -> str:
        centre = self._shown.centre(service.centre)
        known: Organisation | None = self._organisations.get(self._entries.organization_id(service))
        names = (service.name, KINDS[service.type], centre.name, centre.city, *centre.aliases)
        return " ".join((*names, known.name if known else "", service.eligibility.words))


def taxonomies(search: str = "") -> Sequence[hsds.Taxonomy]:
    """List the taxonomies whose name or description has all words, in the order of ids."""
    return [each for each in _TAXONOMIES if _has(search, each.name, each.description)]


def taxonomy_terms(search: str = "", taxonomy: str = "") -> Sequence[hsds.TaxonomyTerm]:
    """List the terms, of one taxonomy perhaps, whose name or code has all words."""
    names = {each.id: each.name for each in TAXONOMIES}
    return [
        each
        for each in _TERMS
        if (not taxonomy or names.get(taxonomy) == each.taxonomy)
        and _has(search, each.name, each.code)
    ]


def _has(search: str, *texts: str) -> bool:
    said = folded(" ".join(texts))
    return all(word in said for word in words_of(search))


def words_of(search: str) -> list[str]:
    """Give the words of a search as the bot compares names; signs alone are in no text."""
    return folded(search).split() or search.split()


_TAXONOMIES = sorted(TAXONOMIES, key=lambda each: each.id)
_TERMS = sorted(all_terms(), key=lambda each: each.id)
