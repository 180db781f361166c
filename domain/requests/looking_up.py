"""Looking up: the facts of a centre, cut to the asker's sight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.access import Sight
from domain.centres import Centre
from domain.hours import OpenState
from domain.organisations import CentreId
from domain.requests import Lookup
from domain.requests.asking import ModelName
from domain.requests.finding import Found
from domain.services import ServiceType


@dataclass(frozen=True, slots=True)
class PartyFact:
    """An organisation, its role here and the service if the role is for one."""

    name: str
    role: str
    service: ServiceType | None = None


@dataclass(frozen=True, slots=True)
class ArrangementFact:
    """One arrangement with names; `start`/`end` in UTC, `..._year` if only that is known."""

    model: ModelName
    managers: tuple[str, ...]
    start: datetime | None
    end: datetime | None
    start_year: int | None
    end_year: int | None
    parties: tuple[PartyFact, ...]


@dataclass(frozen=True, slots=True)
class AgreementFact:
    """An agreement of a centre: dates, parties and clauses."""

    name: str
    kind: str
    start: datetime | None
    end: datetime | None
    parties: tuple[str, ...]
    clauses: tuple[str, ...]
    in_force: bool


@dataclass(frozen=True, slots=True)
class HandoverFact:
    """A planned change of manager."""

    successor: str
    stage: str
    effective: datetime | None


@dataclass(frozen=True, slots=True)
class CentreFacts:
    """All that an asker with `sight` may know of a centre; what is above it is empty or None."""

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
    budget_line: str
    missing_approvals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CentresNamed(Lookup):
    """Centres that a text may mean, best first → tuple[Centre, ...]."""

    text: str


@dataclass(frozen=True, slots=True)
class FactsOf(Lookup):
    """A centre's facts as far as the asker may see them → CentreFacts, or None."""

    centre: CentreId
