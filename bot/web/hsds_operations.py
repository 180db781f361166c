"""The addresses of the API: what each gives, one table for serving and for documenting them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from msgspec import Struct

from bot.web.hsds_parameters import (
    FULL,
    MINIMAL,
    ORGANIZATION,
    PAGE,
    PER_PAGE,
    SEARCH,
    TAXONOMY,
    TERM,
    Parameter,
)
from casework.directory_export import hsds_objects as hsds
from casework.directory_export.published import Published, taxonomies, taxonomy_terms

Item = TypeVar("Item")
Asked = Mapping[str, Any]


class Page(Struct, Generic[Item], forbid_unknown_fields=True):
    """A page of a list, as HSDS has it."""

    total_items: int
    total_pages: int
    page_number: int
    size: int
    first_page: bool
    last_page: bool
    empty: bool
    contents: list[Item]


@dataclass(frozen=True, slots=True)
class Operation:
    """An address below /hsds. `gives`: the types of a good answer, one of which it has.

    `answer` gives None where there is no entry with the id.
    """

    path: str
    name: str
    summary: str
    gives: Sequence[Any]
    answer: Callable[[Published, Asked], Struct | None]
    parameters: Sequence[Parameter] = ()

    @property
    def by_id(self) -> bool:
        """Say whether the address names one entry."""
        return self.path.endswith("{id}")


def page_of(found: Sequence[Any], asked: Asked, make: Callable[[Any], Item]) -> Page[Item]:
    """Cut the page that is asked for out of a list, and make its entries."""
    number, size = asked["page"], asked["per_page"]
    pages = -(-len(found) // size)
    contents = [make(each) for each in found[(number - 1) * size : number * size]]
    return Page(
        total_items=len(found),
        total_pages=pages,
        page_number=number,
        size=len(contents),
        first_page=number == 1,
        last_page=number >= pages,
        empty=not contents,
        contents=contents,
    )


def _services(published: Published, asked: Asked) -> Struct:
    found = published.services(
        asked["search"], asked["taxonomy_term_id"], asked["organization_id"], asked["taxonomy_id"]
    )
    if asked["minimal"]:
        return page_of(found, asked, published.service_id)
    if asked["full"]:
        return page_of(found, asked, published.full_service)
    return page_of(found, asked, published.service_in_list)


def _service(published: Published, asked: Asked) -> Struct | None:
    found = published.service(asked["id"])
    return None if found is None else published.full_service(found)


def _places(published: Published, asked: Asked) -> Struct:
    found = published.services(
        asked["search"], asked["taxonomy_term_id"], asked["organization_id"], asked["taxonomy_id"]
    )
    return page_of(found, asked, published.at_location)


def _place(published: Published, asked: Asked) -> Struct | None:
    found = published.place(asked["id"])
    return None if found is None else published.at_location(found)


def _organizations(published: Published, asked: Asked) -> Struct:
    return page_of(published.organizations(asked["search"]), asked, published.organization)


def _taxonomies(published: Published, asked: Asked) -> Struct:
    return page_of(taxonomies(asked["search"]), asked, lambda each: each)


def _terms(published: Published, asked: Asked) -> Struct:
    return page_of(taxonomy_terms(asked["search"], asked["taxonomy_id"]), asked, lambda each: each)


def _with_id(entries: Sequence[Any], key: str) -> Any:
    return next((each for each in entries if each.id == key), None)


PAGES = (PAGE, PER_PAGE, SEARCH)
FILTERS = (TERM, TAXONOMY, ORGANIZATION)

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "/services",
        "listServices",
        "The services, page by page.",
        (Page[hsds.ServiceInList], Page[hsds.Service], Page[hsds.ServiceId]),
        _services,
        (*PAGES, *FILTERS, MINIMAL, FULL),
    ),
    Operation(
        "/services/{id}",
        "getService",
        "One service with all that belongs to it.",
        (hsds.Service,),
        _service,
    ),
    Operation(
        "/service_at_locations",
        "listServiceAtLocations",
        "Where services are given, page by page.",
        (Page[hsds.ServiceAtLocation],),
        _places,
        (*PAGES, *FILTERS),
    ),
    Operation(
        "/service_at_locations/{id}",
        "getServiceAtLocation",
        "Where one service is given.",
        (hsds.ServiceAtLocation,),
        _place,
    ),
    Operation(
        "/organizations",
        "listOrganizations",
        "The organisations, page by page.",
        (Page[hsds.Organization],),
        _organizations,
        PAGES,
    ),
    Operation(
        "/organizations/{id}",
        "getOrganization",
        "One organisation with the ids of its services.",
        (hsds.OrganizationWithServices,),
        lambda published, asked: published.with_services(asked["id"]),
    ),
    Operation(
        "/taxonomies",
        "listTaxonomies",
        "The taxonomies, page by page.",
        (Page[hsds.Taxonomy],),
        _taxonomies,
        PAGES,
    ),
    Operation(
        "/taxonomies/{id}",
        "getTaxonomy",
        "One taxonomy.",
        (hsds.Taxonomy,),
        lambda published, asked: _with_id(taxonomies(), asked["id"]),
    ),
    Operation(
        "/taxonomy_terms",
        "listTaxonomyTerms",
        "The terms, page by page.",
        (Page[hsds.TaxonomyTerm],),
        _terms,
        (*PAGES, TAXONOMY),
    ),
    Operation(
        "/taxonomy_terms/{id}",
        "getTaxonomyTerm",
        "One term.",
        (hsds.TaxonomyTerm,),
        lambda published, asked: _with_id(taxonomy_terms(), asked["id"]),
    ),
)
