"""What leaves the installation: never a confidential service, never an undisclosed place.

A file is made by an administrator for partners and for importing it again; the API is read by
anybody. Both leave out confidential services, places at which everything is confidential, and
addresses, positions and meeting points that are not public (domain.md Decisions, Address). The
API also leaves out what is not offered now and who the competent authority is: of governance
anyone may know who manages (Rights of look-up).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from casework.directory_files.management_told import managers
from domain.centres import AddressRule, Centre
from domain.directory import Directory
from domain.organisations import Organisation, OrganisationId
from domain.services import Service, ServiceStatus

OFFERED = frozenset({ServiceStatus.ACTIVE, ServiceStatus.CLOSED_FOR_NOW})


class Reader(StrEnum):
    """Who reads what is given out."""

    ANYONE = "anyone"
    PARTNERS = "partners"


def disclosed(directory: Directory, reader: Reader, now: datetime) -> Directory:
    """Give the organisations, centres and services that a reader may have at an aware `now`.

    Arrangements in force are there so that it can be said who manages a place; nothing else of
    them leaves. Centres and services are as they may be read: an undisclosed address is taken out
    of them.
    """
    services = tuple(s for s in directory.services if _leaves(s, directory, reader))
    places = {each.centre for each in services}
    centres = tuple(
        as_read(each, reader)
        for each in directory.centres
        if each.id in places or _stands_alone(each, directory, reader)
    )
    shown = {each.id for each in centres}
    arrangements = tuple(
        each
        for each in directory.arrangements
        if each.centre in shown and not each.provisional and each.period.holds(now)
    )
    found = Directory(
        centres=centres,
        services=tuple(replace(each, capacity=None, counts_hold=None) for each in services),
        arrangements=arrangements,
    )
    return replace(found, organisations=tuple(_organisations(directory, found, reader)))


def as_read(centre: Centre, reader: Reader) -> Centre:
    """Give a centre without its inner facts, and without the place if that is not public."""
    plain = replace(centre, committee=None, budget_line="")
    if reader is Reader.ANYONE:
        plain = replace(plain, authority=None)
    if centre.address_rule is AddressRule.PUBLIC:
        return plain
    return replace(plain, point=None, address="", meeting_point="")


def _leaves(service: Service, directory: Directory, reader: Reader) -> bool:
    if service.confidential or not directory.has_centre(service.centre):
        return False
    return reader is Reader.PARTNERS or service.status in OFFERED


def _stands_alone(centre: Centre, directory: Directory, reader: Reader) -> bool:
    """Say whether a centre without services goes into a file: its place must be public."""
    public = centre.address_rule is AddressRule.PUBLIC
    return reader is Reader.PARTNERS and public and not directory.services_of(centre.id)


def _organisations(
    directory: Directory, shown: Directory, reader: Reader
) -> Iterator[Organisation]:
    """List those that something shown names; a file has also those that hide nothing.

    An organisation whose services are all confidential is not named: its name may tell too much.
    """
    named = _named(shown)
    hiding = {each.provider for each in directory.services if each.confidential}
    for each in directory.organisations:
        if each.id in named or (reader is Reader.PARTNERS and each.id not in hiding):
            yield each


def _named(shown: Directory) -> set[OrganisationId | None]:
    named: set[OrganisationId | None] = set()
    for service in shown.services:
        named |= {service.provider, service.verified_by}
    for centre in shown.centres:
        named |= {centre.authority, centre.verified_by}
    for arrangement in shown.arrangements:
        named |= set(managers(arrangement))
    return named
