"""HSDS 3.0 objects as they go out: only the fields that Passerelle fills, in HSDS's order.

One list of fields for the API's answers, its OpenAPI document and the tables of an export. What
is not known is left out. `Uuid`, `Day` and `Uri` name the JSON Schema format.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

Uuid = Annotated[str, Meta(extra_json_schema={"format": "uuid"})]
Day = Annotated[str, Meta(extra_json_schema={"format": "date"})]
Uri = Annotated[str, Meta(extra_json_schema={"format": "uri"})]


class Entry(Struct, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """What every HSDS object has."""

    id: Uuid


class Taxonomy(Entry, kw_only=True):
    """A list of terms."""

    name: str
    description: str


class TaxonomyTerm(Entry, kw_only=True):
    """A term; `code` is what Passerelle calls it."""

    code: str
    name: str
    description: str
    taxonomy: str
    taxonomy_detail: Taxonomy | UnsetType = UNSET
    language: str


class Attribute(Entry, kw_only=True):
    """A fact that HSDS has no field for: the term says which, the value what."""

    link_id: Uuid
    link_entity: str
    value: str | UnsetType = UNSET
    taxonomy_term: TaxonomyTerm


class Phone(Entry, kw_only=True):
    """A telephone number as it is dialled from anywhere."""

    number: str


class Language(Entry, kw_only=True):
    """A language that is spoken (BCP 47)."""

    name: str
    code: str


class Schedule(Entry, kw_only=True):
    """Hours of every week, local time of the place: "09:00:00", days as in "MO,TU"."""

    freq: str
    byday: str
    opens_at: str
    closes_at: str


class Address(Entry, kw_only=True):
    """A public address. HSDS wants a state and a postal code: "unknown" where nobody says them."""

    address_1: str
    city: str
    state_province: str
    postal_code: str
    country: str
    address_type: str


class Accessibility(Entry, kw_only=True):
    """How one gets in."""

    description: str


class RequiredDocument(Entry, kw_only=True):
    """Something to bring."""

    document: str


class Organization(Entry, kw_only=True):
    """Who provides services."""

    name: str
    description: str
    attributes: list[Attribute] | UnsetType = UNSET


class Location(Entry, kw_only=True):
    """A centre. Without latitude and longitude its place is not disclosed or not known."""

    location_type: str
    url: Uri | UnsetType = UNSET
    name: str
    alternate_name: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    latitude: float | UnsetType = UNSET
    longitude: float | UnsetType = UNSET
    languages: list[Language] | UnsetType = UNSET
    addresses: list[Address] | UnsetType = UNSET
    accessibility: list[Accessibility] | UnsetType = UNSET
    phones: list[Phone] | UnsetType = UNSET
    schedules: list[Schedule] | UnsetType = UNSET
    attributes: list[Attribute] | UnsetType = UNSET


class ServiceInList(Entry, kw_only=True):
    """A service with what there is one of."""

    name: str
    description: str | UnsetType = UNSET
    status: str
    interpretation_services: str | UnsetType = UNSET
    application_process: str
    eligibility_description: str | UnsetType = UNSET
    minimum_age: int | UnsetType = UNSET
    maximum_age: int | UnsetType = UNSET
    assured_date: Day | UnsetType = UNSET
    organization: Organization


class ServiceAtLocation(Entry, kw_only=True):
    """Where a service is given; the service itself where it is not around it."""

    location: Location
    service: ServiceInList | UnsetType = UNSET


class Service(ServiceInList, kw_only=True):
    """A service with all that belongs to it."""

    phones: list[Phone] | UnsetType = UNSET
    schedules: list[Schedule] | UnsetType = UNSET
    service_at_locations: list[ServiceAtLocation]
    languages: list[Language] | UnsetType = UNSET
    required_documents: list[RequiredDocument] | UnsetType = UNSET
    attributes: list[Attribute]


class ServiceId(Entry, kw_only=True):
    """No more of a service than its id."""


class OrganizationWithServices(Organization, kw_only=True):
    """An organisation and what it provides."""

    services: list[ServiceId]
