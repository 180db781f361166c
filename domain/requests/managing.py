"""Managing: what a coordinator enters about who runs a centre, each a dated fact of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from domain.agreements import AgreementId, AgreementKind, Clause
from domain.centres import Centre
from domain.handover import Check
from domain.organisations import CentreId, OrganisationId, OrganisationKind
from domain.requests import Command, Lookup
from domain.requests.looking_up import ArrangementFact, HandoverFact
from domain.services import ServiceType


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that may be named. `has_queue`: it has a team that could receive here."""

    id: OrganisationId
    name: str
    kind: OrganisationKind
    has_queue: bool


@dataclass(frozen=True, slots=True)
class Endable:
    """An agreement that the asker may let end early; `last_day`: as it stands, None for no end."""

    id: AgreementId
    name: str
    kind: AgreementKind
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Management:
    """Who runs a centre, for whoever may change that.

    `today`: the day in the centre's zone. `runs`: who runs it now. `matrix`: services whose cell
    can be written, as an agreement that holds them is in force. `plan`: what is under way.
    `waits`: a new arrangement waits for the plan's day. `near`: organisations with a part or a
    team here. `endable`: agreements about it that are not over and may end early.
    """

    centre: Centre
    today: date
    now: ArrangementFact | None
    runs: tuple[OrganisationId, ...]
    near: tuple[Candidate, ...]
    matrix: tuple[ServiceType, ...] = ()
    plan: HandoverFact | None = None
    waits: bool = False
    endable: tuple[Endable, ...] = ()


@dataclass(frozen=True, slots=True)
class ToManage(Lookup):
    """A centre's management → Management, or None if it is not the actor's to change."""

    centre: CentreId


@dataclass(frozen=True, slots=True)
class OrganisationsNamed(Lookup):
    """Organisations that a text may mean, for whoever may manage the centre → tuple[Candidate]."""

    centre: CentreId
    text: str


class Shape(StrEnum):
    """How an organisation that is not IOM runs a centre."""

    WHOLE = "whole"
    PART = "part"
    JOINT = "joint"


class ManageOutcome(StrEnum):
    """What became of a fact that was entered."""

    SAVED = "saved"
    REFUSED = "refused"
    OVERLAP = "overlap"
    SAME = "same"
    QUEUE_EMPTY = "queue_empty"
    CHECKS_OPEN = "checks_open"


@dataclass(frozen=True, slots=True)
class Managed:
    """The result. `from_day`, `managers`: of the arrangement that is in the way; `open`: checks."""

    outcome: ManageOutcome
    from_day: date | None = None
    managers: str = ""
    open: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class WriteArrangement(Command):
    """Who runs the centre from a day on (None: from now on) → Managed."""

    result: ClassVar[object] = Managed
    centre: CentreId
    organisation: OrganisationId
    shape: Shape
    first_day: date | None


@dataclass(frozen=True, slots=True)
class WriteAgreement(Command):
    """An agreement of IOM with an organisation about the centre, whole days → Managed.

    `last_day`: None without an end.
    """

    result: ClassVar[object] = Managed
    centre: CentreId
    kind: AgreementKind
    organisation: OrganisationId
    first_day: date
    last_day: date | None
    clauses: tuple[Clause, ...]


class EndReason(StrEnum):
    """Why an agreement ends early."""

    TOGETHER = "together"
    MONEY = "money"
    NOT_KEPT = "not_kept"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class EndAgreement(Command):
    """An agreement about the centre ends early, after `last_day`, which is not over → Managed."""

    result: ClassVar[object] = Managed
    centre: CentreId
    agreement: AgreementId
    last_day: date
    reason: EndReason


@dataclass(frozen=True, slots=True)
class WriteDuty(Command):
    """Who answers for a service of the centre from a day on (None: from now on) → Managed."""

    result: ClassVar[object] = Managed
    centre: CentreId
    service: ServiceType
    organisation: OrganisationId
    first_day: date | None


@dataclass(frozen=True, slots=True)
class PlanHandover(Command):
    """A plan to pass the centre on, with its day if that is known → Managed."""

    result: ClassVar[object] = Managed
    centre: CentreId
    successor: OrganisationId
    day: date | None


@dataclass(frozen=True, slots=True)
class TickCheck(Command):
    """A check of the open plan is met → Managed."""

    result: ClassVar[object] = Managed
    centre: CentreId
    check: Check


@dataclass(frozen=True, slots=True)
class CompletePlan(Command):
    """Complete the open plan with the day from which the successor runs the centre → Managed.

    `supports`: those who run it now stay for technical support, without cases.
    """

    result: ClassVar[object] = Managed
    centre: CentreId
    day: date
    supports: bool


@dataclass(frozen=True, slots=True)
class PostponePlan(Command):
    """Postpone the open plan; all goes on as if nothing had been written → Managed."""

    result: ClassVar[object] = Managed
    centre: CentreId
