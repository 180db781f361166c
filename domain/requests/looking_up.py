"""Looking up: what a question's names mean, and the facts, cut to the asker's sight."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from domain.access import Sight
from domain.agreements import Approval
from domain.centres import Centre, Committee
from domain.handover import Check, Stage
from domain.hours import OpenState
from domain.opening_days import Interval
from domain.organisations import OrganisationId
from domain.quality import Row
from domain.questions import OpenOn, Topic, When
from domain.requests import Lookup
from domain.requests.asking import ModelName
from domain.requests.finding import Found
from domain.services import ServiceType
from domain.staffing import StaffingKind

# ---------------------------------------------------------------- what is meant


class Scope(StrEnum):
    """How much a name stands for."""

    CENTRE = "centre"
    TOWN = "town"
    COUNTRY = "country"
    MINE = "mine"
    EVERYWHERE = "everywhere"


class About(Struct, frozen=True):
    """What a question is about: one centre, or those of a town, a country, one's own, or all.

    `key`: the centre's id, a town's name, or a country (ISO 3166-1 alpha-2); `country` belongs
    to a town. `name`: as it is shown. `centres`: how many the asker may see there.
    `organisation`: only centres in which it has a part.
    """

    scope: Scope
    key: str = ""
    country: str = ""
    name: str = ""
    centres: int = 1
    organisation: OrganisationId | None = None
    organisation_name: str = ""


class Meant(Struct, frozen=True):
    """What the names of a question may mean: one is clear, several are asked back, none is said.

    `closest`: centres whose names are nearest, where nothing fits. `centres`: the single centres
    behind a town or country, to be asked back where a question makes sense for one only.
    """

    about: tuple[About, ...] = ()
    closest: tuple[About, ...] = ()
    centres: tuple[About, ...] = ()


class MeantBy(Lookup, frozen=True):
    """What names mean, among what the asker may see → Meant."""

    names: str
    many: bool = False


class CentresNamed(Lookup, frozen=True):
    """Single centres that a text may mean, best first → tuple[Centre, ...]."""

    text: str


# ---------------------------------------------------------------- facts


class PartyFact(Struct, frozen=True):
    """An organisation, its role here and the service if the role is for one."""

    name: str
    role: str
    service: ServiceType | None = None


class ArrangementFact(Struct, frozen=True):
    """One arrangement with names; `start`/`end` in UTC, `..._year` if only that is known.

    `own_parties`: those that the model itself names, with their roles; `parties`: the others.
    """

    model: ModelName
    managers: tuple[str, ...]
    start: datetime | None
    end: datetime | None
    start_year: int | None
    end_year: int | None
    parties: tuple[PartyFact, ...]
    agreement: str = ""
    own_parties: tuple[PartyFact, ...] = ()


class DutyFact(Struct, frozen=True):
    """A cell of the matrix: who answers for a service by an agreement."""

    centre: str
    service: ServiceType
    organisation: str


class AgreementFact(Struct, frozen=True):
    """An agreement: dates in UTC and its zone, parties, clauses, and what it gives to whom.

    `days_left`: whole days until it ends, None without an end or once it has ended.
    """

    name: str
    kind: str
    start: datetime | None
    end: datetime | None
    parties: tuple[str, ...]
    clauses: tuple[str, ...]
    in_force: bool
    end_year: int | None = None
    days_left: int | None = None
    duties: tuple[DutyFact, ...] = ()


class HandoverFact(Struct, frozen=True):
    """A planned change of manager: its stage, its day, and what is done and what is open."""

    successor: str
    stage: Stage
    effective: datetime | None
    done: tuple[Check, ...] = ()
    open: tuple[Check, ...] = ()


class StaffFact(Struct, frozen=True):
    """People at a centre: how many, in which role, whose, on what basis; dates in UTC."""

    employer: str
    kind: StaffingKind
    number: int
    role: str
    start: datetime | None
    end: datetime | None


class DerogationFact(Struct, frozen=True):
    """A derogation to IN 92: what is approved (and when, if recorded) and what is missing."""

    asked_on: date | None
    approved: tuple[tuple[Approval, date | None], ...]
    missing: tuple[Approval, ...]


class BudgetFact(Struct, frozen=True):
    """A budget line: year 0 stands for one that is not recorded."""

    year: int
    authority: str
    line: str


class FundingFact(Struct, frozen=True):
    """What a donor pays; dates in UTC."""

    donor: str
    words: str
    start: datetime | None
    end: datetime | None


class OpenFact(Struct, frozen=True):
    """When a centre, or one service of it, is open on the day that was asked about.

    `between`: aware, in the centre's zone; empty: closed all day; None: not known.
    """

    day: date
    service: ServiceType | None
    between: tuple[Interval, ...] | None


class CentreFacts(Struct, frozen=True):
    """All that an asker with `sight` may know of a centre; what is above it is empty or None.

    `today`: the day at the centre. `on`: the arrangements of the days asked about, first to last.
    """

    sight: Sight
    centre: Centre
    open: OpenState
    services: tuple[Found, ...]
    now: ArrangementFact | None
    history: tuple[ArrangementFact, ...]
    agreements: tuple[AgreementFact, ...]
    handover: HandoverFact | None
    authority: str
    next_meeting: date | None
    today: date
    on: tuple[ArrangementFact, ...] = ()
    open_on: tuple[OpenFact, ...] = ()
    committee: Committee | None = None
    staffing: tuple[StaffFact, ...] = ()
    derogation: DerogationFact | None = None
    budgets: tuple[BudgetFact, ...] = ()
    funding: tuple[FundingFact, ...] = ()
    indicators: Row | None = None
    verified_by: str = ""

    def holds(self, topic: Topic) -> bool:
        """Say whether there is anything to tell on a topic; a question then has an answer."""
        return bool(_HELD[topic](self))


_HELD: dict[Topic, Callable[[CentreFacts], object]] = {
    Topic.ALL: lambda facts: True,
    Topic.MANAGER: lambda facts: facts.now or facts.services,
    Topic.HISTORY: lambda facts: facts.history,
    Topic.PARTIES: lambda facts: facts.now and (facts.now.own_parties or facts.now.parties),
    Topic.AGREEMENTS: lambda facts: facts.agreements,
    Topic.HANDOVER: lambda facts: facts.handover,
    Topic.COMMITTEE: lambda facts: facts.committee,
    Topic.STAFFING: lambda facts: facts.staffing,
    Topic.IN92: lambda facts: facts.derogation,
    Topic.BUDGET: lambda facts: facts.budgets,
    Topic.FUNDING: lambda facts: facts.funding,
    Topic.SERVICES: lambda facts: facts.services,
    Topic.HOURS: lambda facts: True,
    Topic.BEDS: lambda facts: any(each.places and each.places.numbers for each in facts.services),
    Topic.CONTACT: lambda facts: facts.centre.phone or facts.centre.email or facts.centre.url,
    Topic.LANGUAGES: lambda facts: facts.centre.languages or facts.centre.interpreters,
    Topic.ADDRESS: lambda facts: True,
    Topic.VERIFIED: lambda facts: facts.centre.verified_on,
    Topic.INDICATORS: lambda facts: facts.indicators,
    Topic.DOCUMENTS: lambda facts: False,
}


class FactsAbout(Lookup, frozen=True):
    """Facts of the centres a question is about → Cards, only of those that have an answer.

    `open_on`: only centres and services open that day. `services`: only those that offer one of
    them. Audited.
    """

    about: About
    topics: tuple[Topic, ...]
    when: When | None = None
    open_on: OpenOn | None = None
    services: tuple[ServiceType, ...] = ()


class Cards(Struct, frozen=True):
    """The answer: facts of at most `SHOWN` centres; `more`: how many further ones there are.

    `agreements`: of all of them, each once, the one that ends first before the others.
    """

    centres: tuple[CentreFacts, ...]
    more: int = 0
    agreements: tuple[AgreementFact, ...] = ()


SHOWN = 8
