"""Managing: what a coordinator enters about who runs a centre, each a dated fact of its own."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from domain.agreements import AgreementId, AgreementKind, Clause
from domain.centres import Centre
from domain.handover import Check
from domain.organisations import CentreId, OrganisationId, OrganisationKind
from domain.requests import Command, Lookup
from domain.requests.looking_up import ArrangementFact, HandoverFact
from domain.services import ServiceType


class Candidate(Struct, frozen=True):
    """An organisation that may be named. `has_queue`: it has a team that could receive here."""

    id: OrganisationId
    name: str
    kind: OrganisationKind
    has_queue: bool


class Endable(Struct, frozen=True):
    """An agreement that the asker may let end early; `last_day`: as it stands, None for no end."""

    id: AgreementId
    name: str
    kind: AgreementKind
    last_day: date | None


class Management(Struct, frozen=True):
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


class ToManage(Lookup, frozen=True):
    """A centre's management → Management, or None if it is not the actor's to change."""

    centre: CentreId


class OrganisationsNamed(Lookup, frozen=True):
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


class Managed(Struct, frozen=True):
    """The result. `from_day`, `managers`: of the arrangement that is in the way; `open`: checks."""

    outcome: ManageOutcome
    from_day: date | None = None
    managers: str = ""
    open: tuple[Check, ...] = ()


class WriteArrangement(Command, frozen=True):
    """Who runs the centre from a day on (None: from now on) → Managed."""

    result: ClassVar[object] = Managed
    centre: CentreId
    organisation: OrganisationId
    shape: Shape
    first_day: date | None


class WriteAgreement(Command, frozen=True):
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


class EndAgreement(Command, frozen=True):
    """An agreement about the centre ends early, after `last_day`, which is not over → Managed."""

    result: ClassVar[object] = Managed
    centre: CentreId
    agreement: AgreementId
    last_day: date
    reason: EndReason


class WriteDuty(Command, frozen=True):
    """Who answers for a service of the centre from a day on (None: from now on) → Managed."""

    result: ClassVar[object] = Managed
    centre: CentreId
    service: ServiceType
    organisation: OrganisationId
    first_day: date | None


class PlanHandover(Command, frozen=True):
    """A plan to pass the centre on, with its day if that is known → Managed."""

    result: ClassVar[object] = Managed
    centre: CentreId
    successor: OrganisationId
    day: date | None


class TickCheck(Command, frozen=True):
    """A check of the open plan is met → Managed."""

    result: ClassVar[object] = Managed
    centre: CentreId
    check: Check


class CompletePlan(Command, frozen=True):
    """Complete the open plan with the day from which the successor runs the centre → Managed.

    `supports`: those who run it now stay for technical support, without cases.
    """

    result: ClassVar[object] = Managed
    centre: CentreId
    day: date
    supports: bool


class PostponePlan(Command, frozen=True):
    """Postpone the open plan; all goes on as if nothing had been written → Managed."""

    result: ClassVar[object] = Managed
    centre: CentreId
