"""Management: which of the four models runs a centre, with which parties, from when to when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from domain.agreements import AgreementId, Approval, ArrangementId, SalaryDerogation
from domain.organisations import CentreId, OrganisationId
from domain.periods import Period
from domain.services import ServiceType


class Role(StrEnum):
    """Relations of an organisation to a centre; only an owner receives cases (Invariant 5)."""

    MANAGER = "manager"
    CO_MANAGER = "co_manager"
    COMPLEMENTARY = "complementary_service_owner"
    TECHNICAL_SUPPORT = "technical_support"
    FUNDER = "funder"
    AUTHORITY = "competent_authority"
    OVERSIGHT = "oversight"


class Extent(StrEnum):
    """How much of a centre an implementing partner runs (B1)."""

    WHOLE = "whole"
    PART = "part"


@dataclass(frozen=True, slots=True)
class IomRun:
    """A: set up and run by IOM, to be handed over."""

    iom: OrganisationId


@dataclass(frozen=True, slots=True)
class PartnerRun:
    """B: run wholly or partly by an implementing partner; IOM monitors."""

    partner: OrganisationId
    iom: OrganisationId
    extent: Extent = Extent.WHOLE


@dataclass(frozen=True, slots=True)
class GovernmentRun:
    """C: run by a government agency from the start or after a handover."""

    agency: OrganisationId


@dataclass(frozen=True, slots=True)
class JointlyRun:
    """D: run by IOM and the authorities; the cooperation agreement's matrix decides."""

    iom: OrganisationId
    authorities: tuple[OrganisationId, ...]


Model = IomRun | PartnerRun | GovernmentRun | JointlyRun


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation in a role; `service` says which one a complementary owner provides."""

    organisation: OrganisationId
    role: Role
    service: ServiceType | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a centre is managed in a period (G3). `provisional` ones wait for their handover."""

    id: ArrangementId
    centre: CentreId
    model: Model
    period: Period
    parties: tuple[Party, ...] = ()
    agreement: AgreementId | None = None
    provisional: bool = False

    def with_role(self, *roles: Role) -> frozenset[OrganisationId]:
        """Give the organisations that stand in one of the roles, the model's own included."""
        return frozenset(p.organisation for p in self.all_parties if p.role in roles)

    @property
    def all_parties(self) -> tuple[Party, ...]:
        """Give the model's own parties, then the others."""
        return (*parties_of(self.model), *self.parties)


def parties_of(model: Model) -> tuple[Party, ...]:
    """Name the parties that a model implies by itself."""
    match model:
        case IomRun(iom):
            return (Party(iom, Role.MANAGER),)
        case PartnerRun(partner, iom, extent):
            iom_role = Role.OVERSIGHT if extent is Extent.WHOLE else Role.CO_MANAGER
            return (Party(partner, Role.MANAGER), Party(iom, iom_role))
        case GovernmentRun(agency):
            return (Party(agency, Role.MANAGER),)
        case JointlyRun(iom, authorities):
            both = (iom, *authorities)
            return tuple(Party(organisation, Role.CO_MANAGER) for organisation in both)
        case _:
            assert_never(model)


def overlapping(arrangements: Iterable[Arrangement]) -> list[tuple[Arrangement, Arrangement]]:
    """List the pairs for one centre that hold at the same instant; refused at import.

    Provisional ones wait for their handover: as if nothing had been written (Handover).
    """
    known: list[Arrangement] = []
    clashes = []
    for new in (each for each in arrangements if not each.provisional):
        clashes += [
            (old, new)
            for old in known
            if old.centre == new.centre and old.period.overlaps(new.period)
        ]
        known.append(new)
    return clashes


def missing_approvals(model: Model, derogation: SalaryDerogation) -> frozenset[Approval]:
    """Say which approvals a salary derogation lacks: LEG and donor, jointly run LEG (C5, D4)."""
    needed = {Approval.LEG} if isinstance(model, JointlyRun) else {Approval.LEG, Approval.DONOR}
    return frozenset(needed) - derogation.approvals
