"""Staffing: who works at a centre, employed by whom, on what basis (C5, D5)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.organisations import CentreId, OrganisationId
from domain.periods import Period


class StaffingKind(StrEnum):
    """On what basis people work at a centre (C5, D4, D5)."""

    EMPLOYEE = "employee"
    DEROGATION = "in92_derogation"
    INDIVIDUAL_MEMORANDUM = "individual_memorandum"
    DAILY_ALLOWANCE = "daily_allowance"


@dataclass(frozen=True, slots=True)
class Staffing:
    """People of one employer at a centre: how many, in which role, on what basis, when (D5)."""

    centre: CentreId
    employer: OrganisationId
    kind: StaffingKind
    number: int
    role: str
    period: Period
