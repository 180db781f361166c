"""Notices about who manages a centre: before, at and after a change. Nothing of a person is here.

References are those that a coordinator may see (Decisions, Coordinator).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from domain.agenda import Agenda
from domain.handover import Check
from domain.organisations import CentreId


class HandedOver(Struct, frozen=True):
    """To coordinators and to the supervisors of both sides: the handover is done."""

    centre: CentreId
    name: str
    former: str
    successor: str


class HandoverPostponed(Struct, frozen=True):
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


class OwnerChanged(Struct, frozen=True):
    """To the holder of a case: others run the centre now, and what that means for the case."""

    reference: str
    centre: str
    organisation: str
    kept: Kept


class CentreChangedHands(Struct, frozen=True):
    """To the person: others run the centre now; who keeps their request goes on with it."""

    reference: str
    centre: str
    organisation: str
    keeper: str
    kept: Kept


class NoOwnerAfter(Struct, frozen=True):
    """To coordinators: the centre has another owner, who may not have this request."""

    reference: str
    centre: str
    keeper: str


class AgreementEnding(Struct, frozen=True):
    """To coordinators and the manager's supervisors, 90, 30 and 7 days before; `days` are left."""

    agreement: str
    centre: CentreId
    name: str
    last_day: date
    days: int


class AgreementOver(Struct, frozen=True):
    """To coordinators, on the day: what is still open there. `more`: how many are not listed.

    `promised`: those for whom the one whose agreement ended has promised help.
    """

    agreement: str
    centre: CentreId
    name: str
    references: tuple[str, ...] = ()
    more: int = 0
    promised: tuple[str, ...] = ()


class AgendaReady(Struct, frozen=True):
    """To those who go to a committee's meeting, some days before: nothing of a single person."""

    agenda: Agenda


class AgendaPage(Struct, frozen=True):
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
