"""Services: the kinds of help, and which centre offers them on what terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

from domain.accessibility import Wheelchair
from domain.closures import Closure
from domain.organisations import CentreId, OrganisationId
from domain.people import Gender

ServiceId = NewType("ServiceId", str)


class ServiceType(StrEnum):
    """Kinds of help (domain.md, Vocabularies: service types)."""

    SHELTER = "shelter"
    FOOD = "food"
    ITEMS = "nfi"
    WATER = "wash"
    HEALTH = "health"
    MENTAL_HEALTH = "mhpss"
    CASH = "cash"
    LEGAL = "legal"
    REGISTRATION = "registration"
    CONSULAR = "consular"
    CHILD_PROTECTION = "child_protection"
    FAMILY_TRACING = "family_tracing"
    WOMEN = "women"
    SAFE_HOUSE = "safe_house"
    DISABILITY = "disability"
    EDUCATION = "education"
    LIVELIHOODS = "livelihoods"
    RETURN = "avrr"
    INFORMATION = "information"
    TRANSPORT = "transport"
    INTERPRETATION = "interpretation"


class Group(StrEnum):
    """Whom somebody looks for help for, and whom places are counted for."""

    WOMEN = "women"
    MEN = "men"
    FAMILIES = "families"
    CHILDREN_ALONE = "unaccompanied_children"


class ServiceStatus(StrEnum):
    """HSDS service status."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    CLOSED_FOR_NOW = "temporarily closed"


class Admission(StrEnum):
    """How one gets in."""

    WALK_IN = "walk_in"
    REFERRAL = "referral"
    APPOINTMENT = "appointment"
    NO_REFERRALS = "no_referrals"


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Who a service is for, as data checked before referral (A5).

    Ages in years, both included. `genders`: which adults, all if empty. `families`,
    `children_alone`: whether it takes them, None if that is not said. `strict`: "ask anyway" is
    not allowed (Small ones).
    """

    genders: frozenset[Gender] = frozenset()
    minimum_age: int | None = None
    maximum_age: int | None = None
    words: str = ""
    strict: bool = False
    families: bool | None = None
    children_alone: bool | None = None


@dataclass(frozen=True, slots=True)
class Capacity:
    """Free places at an aware UTC instant; for how long that is told: `holds` in capacity.py."""

    places: int
    free: int
    updated: datetime


@dataclass(frozen=True, slots=True)
class Service:
    """One kind of help at one centre.

    `provider`: who provides it, where a directory names that. `hours`: OSM opening_hours text,
    None for the centre's own. `confidential`: in no search, export or API (Decisions, Address).
    `needs_papers`: whether one is turned away without papers, None if that is not known.
    `interpreters`: BCP 47 of languages that are spoken through an interpreter. What is None or
    empty here (hours, languages, wheelchair, phone, verified) holds as the centre has it.
    `source`: the dataset that first brought it, empty for what was written here.
    `counts_hold`: for how long a count of its places is told, None for as long as its kind's.
    """

    id: ServiceId
    centre: CentreId
    type: ServiceType
    name: str
    provider: OrganisationId | None = None
    hours: str | None = None
    hours_words: str = ""
    status: ServiceStatus = ServiceStatus.ACTIVE
    admission: Admission = Admission.WALK_IN
    eligibility: Eligibility = Eligibility()
    bring: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    capacity: Capacity | None = None
    confidential: bool = False
    sample: bool = False
    ramadan_hours: str | None = None
    closures: tuple[Closure, ...] = ()
    interpreters: tuple[str, ...] = ()
    wheelchair: Wheelchair | None = None
    needs_papers: bool | None = None
    phone: str = ""
    verified_on: date | None = None
    verified_by: OrganisationId | None = None
    source: str = ""
    counts_hold: timedelta | None = None
