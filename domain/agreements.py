"""Agreements: dated promises between parties, their clauses and the per-service matrix."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from domain.organisations import Area, CentreId, OrganisationId
from domain.periods import Period
from domain.services import ServiceType

AgreementId = NewType("AgreementId", str)
ArrangementId = NewType("ArrangementId", str)


class AgreementKind(StrEnum):
    """What sort of promise it is."""

    COOPERATION = "cooperation_agreement"
    PARTNER_CONTRACT = "partner_contract"
    MEMORANDUM = "memorandum"
    DATA_PROTOCOL = "data_sharing_protocol"
    STAFFING = "individual_staffing_agreement"


class Clause(StrEnum):
    """Clauses that a rule asks for; the partner gate wants both (B3)."""

    CONFIDENTIALITY = "confidentiality"
    DATA_PROTECTION = "data_protection"


GATE_CLAUSES = frozenset(Clause)
GATE_KINDS = frozenset({AgreementKind.PARTNER_CONTRACT, AgreementKind.DATA_PROTOCOL})


@dataclass(frozen=True, slots=True)
class Agreement:
    """A cooperation agreement, partner contract, memorandum or data-sharing protocol."""

    id: AgreementId
    name: str
    kind: AgreementKind
    parties: frozenset[OrganisationId]
    period: Period
    clauses: frozenset[Clause] = frozenset()
    covers: Area = Area()
    sample: bool = False

    def opens_gate_for(self, organisation: OrganisationId) -> bool:
        """Say whether it has what the partner gate asks of an agreement (B3)."""
        return (
            self.kind in GATE_KINDS
            and organisation in self.parties
            and self.clauses >= GATE_CLAUSES
        )


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One cell of the matrix: who answers for a service of a centre in a period (D1).

    Valid only while its agreement and the arrangement it was made for are in force.
    """

    centre: CentreId
    service: ServiceType
    organisation: OrganisationId
    agreement: AgreementId
    arrangement: ArrangementId
    period: Period


class Approval(StrEnum):
    """Who approved a derogation to IN 92."""

    LEG = "leg"
    DONOR = "donor"


@dataclass(frozen=True, slots=True)
class Approved:
    """An approval with its day, where that is recorded."""

    by: Approval
    on: date


@dataclass(frozen=True, slots=True)
class SalaryDerogation:
    """Government staff of a centre paid by derogation to IN 92 (C5, D4).

    `asked_on` and `approved_on` tell the days, as far as they are recorded.
    """

    centre: CentreId
    approvals: frozenset[Approval]
    asked_on: date | None = None
    approved_on: tuple[Approved, ...] = ()
