"""Notices about who manages a centre: before, at and after a change. Nothing of a person is here.

References are those that a coordinator may see (Decisions, Coordinator).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.agenda import Agenda
from domain.handover import Check
from domain.organisations import CentreId


@dataclass(frozen=True, slots=True)
class HandedOver:
    """To coordinators and to the supervisors of both sides: the handover is done."""

    centre: CentreId
    name: str
    former: str
    successor: str


@dataclass(frozen=True, slots=True)
class HandoverPostponed:
    """To coordinators: at the instant something was not ready; all goes on as before (A3)."""

    centre: CentreId
    name: str
    former: str
    successor: str
    unmet: tuple[Check, ...] = ()


class Kept(StrEnum):
    """What becomes of a case that somebody holds, when its centre has another owner.

    CUT_OFF: help is promised, and the right to the person's data has ended with an agreement.
    """

    TO_DECIDE = "to_decide"
    PROMISED = "promised"
    CUT_OFF = "cut_off"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class OwnerChanged:
    """To the holder of a case: others run the centre now, and what that means for the case."""

    reference: str
    centre: str
    organisation: str
    kept: Kept


@dataclass(frozen=True, slots=True)
class CentreChangedHands:
    """To the person: others run the centre now; who keeps their request goes on with it."""

    reference: str
    centre: str
    organisation: str
    keeper: str
    kept: Kept


@dataclass(frozen=True, slots=True)
class NoOwnerAfter:
    """To coordinators: the centre has another owner, who may not have this request."""

    reference: str
    centre: str
    keeper: str


@dataclass(frozen=True, slots=True)
class AgreementEnding:
    """To coordinators and the manager's supervisors, 90, 30 and 7 days before; `days` are left."""

    agreement: str
    centre: CentreId
    name: str
    last_day: date
    days: int


@dataclass(frozen=True, slots=True)
class AgreementOver:
    """To coordinators, on the day: what is still open there. `more`: how many are not listed.

    `promised`: those for whom the one whose agreement ended has promised help.
    """

    agreement: str
    centre: CentreId
    name: str
    references: tuple[str, ...] = ()
    more: int = 0
    promised: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaReady:
    """To those who go to a committee's meeting, some days before: nothing of a single person."""

    agenda: Agenda


@dataclass(frozen=True, slots=True)
class AgendaPage:
    """To the same, after it: the agenda as a page to print; `document`: what it is fetched by."""

    name: str
    meeting: date | None
    document: str


ManagementNotice = (
    HandedOver
    | HandoverPostponed
    | OwnerChanged
    | CentreChangedHands
    | NoOwnerAfter
    | AgreementEnding
    | AgreementOver
    | AgendaReady
    | AgendaPage
)
