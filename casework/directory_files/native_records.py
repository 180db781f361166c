"""The records of Passerelle's own directory format, field by field.

A file is a JSON object with `"passerelle": 1`, perhaps `"sample": true` (holds for everything in
it), and any of the lists `organisations`, `teams`, `agreements`, `centres` and `places`. A centre
holds its `services`, its `arrangements` (each with its `matrix`), its `handover`, its
`derogation`, its `budgets`, its `funding` and its `staffing`.

Points are `[latitude, longitude]` in degrees. Dates are whole days, "2026-11-24", in the zone of
the centre or agreement, the last day included; a year alone, "2019", is a bound of which no more
is known; an instant is "2026-11-24T12:00:00+01:00". Codes are those of the domain's enums.
What is left out has the value written here.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct

from domain.accessibility import Wheelchair
from domain.agreements import AgreementKind, Approval, Clause
from domain.capacity import LONGEST_HOLD_HOURS
from domain.centres import AddressRule, CentreStatus
from domain.closures import ClosureReason
from domain.handover import Check, Stage
from domain.management import Extent, Role
from domain.organisations import OrganisationKind
from domain.people import Concern, Gender, Urgency
from domain.services import Admission, ServiceStatus, ServiceType
from domain.staffing import StaffingKind

Words = Annotated[str, Meta(min_length=1)]
Name = Annotated[str, Meta(min_length=2, max_length=200)]
Country = Annotated[str, Meta(pattern="^[A-Z]{2}$")]
Position = tuple[float, float]
List = list[Any]
"""A list whose items are read one by one, so that one wrong item refuses itself alone."""


class Strict(Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """A record that refuses fields it does not know: they are mistakes in typing."""


class FileRecord(Strict, frozen=True):
    """A whole file."""

    passerelle: int
    sample: bool = False
    note: str = ""
    organisations: List = []
    teams: List = []
    agreements: List = []
    centres: List = []
    places: List = []


class PlaceRecord(Strict, frozen=True):
    """A place that people name and the gazetteer does not know, with its other spellings."""

    id: Words
    name: Name
    country: Country
    point: Position
    aliases: tuple[Name, ...] = ()
    sample: bool = False


class LimitsRecord(Strict, frozen=True):
    """How soon requests of one urgency are taken and decided: "12 h" or "2 working days"."""

    acknowledge: str | None = None
    decide: str | None = None


class OrganisationRecord(Strict, frozen=True):
    """An organisation; `aliases`: acronyms and names in other languages.

    `asked_every_days`: how often its staff are asked whether an entry is still right; 0 for never.
    `reviews_declines`: a colleague looks at each no before the person hears it.
    """

    id: Words
    name: Words
    kind: OrganisationKind
    sample: bool = False
    aliases: tuple[Words, ...] = ()
    asked_every_days: Annotated[int, Meta(ge=0, le=3650)] | None = None
    limits: dict[Urgency, LimitsRecord] = {}
    reviews_declines: bool | None = None


class TeamRecord(Strict, frozen=True):
    """A team; without `centres` and `countries` its area is everywhere.

    `hours` (OSM opening_hours) and `zone`: when it works, for limits in working days.
    """

    id: Words
    organisation: Words
    name: Words
    centres: frozenset[Words] = frozenset()
    countries: frozenset[Country] = frozenset()
    concern: Concern | None = None
    coordinates: bool = False
    hears_complaints: bool = False
    state_staff_seconded: bool = False
    hides_from_state: bool = True
    sample: bool = False
    hours: str | None = None
    zone: str | None = None


class AgreementRecord(Strict, frozen=True):
    """An agreement; without `centres` and `countries` it covers everywhere."""

    id: Words
    name: Words
    kind: AgreementKind
    parties: frozenset[Words]
    zone: str = "UTC"
    from_: str | None = None
    until: str | None = None
    clauses: frozenset[Clause] = frozenset()
    centres: frozenset[Words] = frozenset()
    countries: frozenset[Country] = frozenset()
    sample: bool = False


class CommitteeRecord(Strict, frozen=True):
    """A committee; `rhythm` as in domain/rhythm.py, from which the next meeting is told.

    `next_meeting` is the day of one: rhythms without a day count from it. `monthly_on_day`: 8 is
    short for the rhythm "monthly on day 8".
    """

    name: Words
    rhythm: str = ""
    next_meeting: str | None = None
    monthly_on_day: Annotated[int, Meta(ge=1, le=28)] | None = None


class DerogationRecord(Strict, frozen=True):
    """A derogation to IN 92 with its days: whose approval came when, null for no known day."""

    approvals: dict[Approval, str | None] = {}
    asked: str | None = None


class BudgetRecord(Strict, frozen=True):
    """A budget line of the centre it stands in."""

    year: Annotated[int, Meta(ge=1950, le=2100)]
    authority: Words
    line: Words


class FundingRecord(Strict, frozen=True):
    """What a donor pays at the centre it stands in."""

    donor: Words
    words: str = ""
    from_: str | None = None
    until: str | None = None


class StaffingRecord(Strict, frozen=True):
    """People of one employer at the centre it stands in."""

    employer: Words
    kind: StaffingKind
    number: Annotated[int, Meta(ge=0)]
    role: Words
    from_: str | None = None
    until: str | None = None


class ClosureRecord(Strict, frozen=True):
    """A time in which a place is shut; `until` is the last day, until further notice without."""

    from_: str
    until: str | None = None
    reason: ClosureReason = ClosureReason.EMERGENCY


class SpecialDayRecord(Strict, frozen=True):
    """A day on which other hours hold: OSM times of that day, or "off"."""

    day: str
    hours: str


class CentreRecord(Strict, frozen=True):
    """A centre; `verified_days_before` counts from the reading, instead of `verified_on`.

    Without a `zone` the point tells it, or the country if it has but one. For an `address_rule`
    other than public, `address` and `point` go to the undisclosed ones.
    """

    id: Words
    name: Words
    country: Country
    city: Words
    zone: str = ""
    point: Position | None = None
    area_point: Position | None = None
    address: str = ""
    address_rule: AddressRule = AddressRule.PUBLIC
    meeting_point: str = ""
    authority: Words | None = None
    status: CentreStatus = CentreStatus.OPEN
    hours: str | None = None
    ramadan_hours: str | None = None
    closures: tuple[ClosureRecord, ...] = ()
    languages: tuple[Words, ...] = ()
    phone: str = ""
    aliases: tuple[Words, ...] = ()
    committee: CommitteeRecord | None = None
    verified_on: str | None = None
    verified_days_before: int | None = None
    budget_line: str = ""
    sample: bool = False
    services: List = []
    arrangements: List = []
    handover: Any = None
    derogation: frozenset[Approval] | DerogationRecord | None = None
    budgets: List = []
    funding: List = []
    staffing: List = []
    interpreters: tuple[Words, ...] = ()
    wheelchair: Wheelchair | None = None
    email: str = ""
    url: str = ""
    verified_by: Words | None = None
    special_days: tuple[SpecialDayRecord, ...] = ()


class EligibilityRecord(Strict, frozen=True):
    """Who a service is for; ages in years, both included; null for what is not known."""

    genders: frozenset[Gender] = frozenset()
    minimum_age: int | None = None
    maximum_age: int | None = None
    words: str = ""
    strict: bool = False
    families: bool | None = None
    children_alone: bool | None = None


class CapacityRecord(Strict, frozen=True):
    """Places; `updated_hours_before` counts from the reading, instead of `updated`."""

    places: Annotated[int, Meta(ge=0)]
    free: Annotated[int, Meta(ge=0)]
    updated: str | None = None
    updated_hours_before: float | None = None


class ServiceRecord(Strict, frozen=True):
    """A service of the centre it stands in; `hours`, `ramadan_hours` in OSM opening_hours.

    `counts_hold_hours`: for how long a count of its places is told; null for as its kind.
    """

    id: Words
    type: ServiceType
    name: Words
    provider: Words | None = None
    hours: str | None = None
    hours_words: str = ""
    ramadan_hours: str | None = None
    closures: tuple[ClosureRecord, ...] = ()
    status: ServiceStatus = ServiceStatus.ACTIVE
    admission: Admission = Admission.WALK_IN
    eligibility: EligibilityRecord = EligibilityRecord()
    bring: tuple[Words, ...] = ()
    languages: tuple[Words, ...] = ()
    capacity: CapacityRecord | None = None
    counts_hold_hours: Annotated[int, Meta(gt=0, le=LONGEST_HOLD_HOURS)] | None = None
    confidential: bool = False
    sample: bool = False
    interpreters: tuple[Words, ...] = ()
    wheelchair: Wheelchair | None = None
    needs_papers: bool | None = None
    phone: str = ""
    verified_on: str | None = None
    verified_by: Words | None = None


class IomRunRecord(Strict, frozen=True, tag_field="kind", tag="iom_run"):
    """Model A."""

    iom: Words


class PartnerRunRecord(Strict, frozen=True, tag_field="kind", tag="partner_run"):
    """Model B."""

    partner: Words
    iom: Words
    extent: Extent = Extent.WHOLE


class GovernmentRunRecord(Strict, frozen=True, tag_field="kind", tag="government_run"):
    """Model C."""

    agency: Words


class JointlyRunRecord(Strict, frozen=True, tag_field="kind", tag="jointly_run"):
    """Model D."""

    iom: Words
    authorities: tuple[Words, ...]


ModelRecord = IomRunRecord | PartnerRunRecord | GovernmentRunRecord | JointlyRunRecord


class PartyRecord(Strict, frozen=True):
    """A party beside those that the model names."""

    organisation: Words
    role: Role
    service: ServiceType | None = None


class CellRecord(Strict, frozen=True):
    """A cell of the matrix; agreement and dates are the arrangement's own unless written."""

    service: ServiceType
    organisation: Words
    agreement: Words | None = None
    from_: str | None = None
    until: str | None = None


class ArrangementRecord(Strict, frozen=True):
    """How the centre it stands in is managed in a period."""

    id: Words
    model: ModelRecord
    from_: str | None = None
    until: str | None = None
    parties: tuple[PartyRecord, ...] = ()
    agreement: Words | None = None
    provisional: bool = False
    matrix: List = []


class HandoverRecord(Strict, frozen=True):
    """The plan to hand the centre it stands in to a successor."""

    successor: Words
    stage: Stage
    effective: str | None = None
    done: frozenset[Check] = frozenset()
