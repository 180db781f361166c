"""A directory in which everything that must not get out has a name that no other text has."""

from __future__ import annotations

from datetime import UTC, datetime

from domain.agreements import (
    GATE_CLAUSES,
    Agreement,
    AgreementId,
    AgreementKind,
    Approval,
    ArrangementId,
    SalaryDerogation,
)
from domain.centres import AddressRule, Committee
from domain.directory import Directory
from domain.geography import Point
from domain.management import Arrangement, GovernmentRun, IomRun, Party, Role
from domain.organisations import CentreId, Organisation, OrganisationId, OrganisationKind
from domain.periods import Bound, Period
from domain.services import Capacity, Eligibility, ServiceId, ServiceStatus, ServiceType
from tests.domain.builders import IOM, MINISTRY, ORGANISATIONS, centre, service

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
REFUGE = Organisation(OrganisationId("c-refuge"), "CANARY refuge", OrganisationKind.PARTNER)
NUMBERS = ("12.345678", "98.765432", "34.567891", "87.654321", "76543", "65432")
"""Points that are not public, places and free places."""
PUBLIC, HIDDEN, SAFE, TOLD = (CentreId(name) for name in ("public", "hidden", "safe", "told"))

DIRECTORY = Directory(
    organisations=(*ORGANISATIONS, REFUGE),
    centres=(
        centre(
            PUBLIC,
            name="Open house",
            point=Point(9.5, -13.7),
            address="Open street 1",
            meeting_point="At the fountain",
            authority=MINISTRY,
            committee=Committee("CANARY committee", "CANARY rhythm"),
            budget_line="CANARY budget",
        ),
        centre(
            HIDDEN,
            name="Quiet flats",
            point=Point(12.345678, 98.765432),
            area_point=Point(9.6, -13.6),
            address="CANARY street",
            address_rule=AddressRule.AFTER_ACCEPTANCE,
            meeting_point="CANARY meeting",
        ),
        centre(
            SAFE,
            name="CANARY safe house",
            aliases=("CANARY alias",),
            point=Point(34.567891, 87.654321),
            area_point=Point(34.567891, 87.654321),
            address="CANARY lane",
            address_rule=AddressRule.NEVER,
            phone="CANARY phone",
        ),
        centre(
            TOLD,
            name="CANARY empty house",
            address_rule=AddressRule.NEVER,
            meeting_point="CANARY corner",
        ),
    ),
    services=(
        service(
            id=ServiceId("beds"),
            at=PUBLIC,
            name="Beds",
            provider=IOM,
            capacity=Capacity(76543, 65432, NOW),
        ),
        service(
            ServiceType.SAFE_HOUSE,
            PUBLIC,
            id=ServiceId("CANARY-1"),
            name="CANARY confidential",
            provider=REFUGE.id,
            eligibility=Eligibility(words="CANARY criteria"),
            bring=("CANARY bring",),
            phone="CANARY call",
            confidential=True,
        ),
        service(ServiceType.FOOD, HIDDEN, id=ServiceId("food"), name="Food baskets"),
        service(
            ServiceType.WOMEN, SAFE, id=ServiceId("CANARY-2"), name="CANARY hide", confidential=True
        ),
    ),
    arrangements=(
        Arrangement(
            ArrangementId("CANARY-before"),
            PUBLIC,
            GovernmentRun(MINISTRY),
            Period(None, Bound(datetime(2020, 1, 1, tzinfo=UTC))),
        ),
        Arrangement(
            ArrangementId("CANARY-now"),
            PUBLIC,
            IomRun(IOM),
            Period(Bound(datetime(2020, 1, 1, tzinfo=UTC))),
            (Party(REFUGE.id, Role.FUNDER),),
            AgreementId("CANARY-agreement"),
        ),
    ),
    agreements=(
        Agreement(
            AgreementId("CANARY-agreement"),
            "CANARY agreement",
            AgreementKind.COOPERATION,
            frozenset({IOM, MINISTRY}),
            Period(),
            GATE_CLAUSES,
        ),
    ),
    derogations=(SalaryDerogation(PUBLIC, frozenset({Approval.LEG})),),
)
NOT_OFFERED = service(
    ServiceType.CASH,
    PUBLIC,
    id=ServiceId("CANARY-3"),
    name="CANARY stopped",
    status=ServiceStatus.INACTIVE,
)


def leaks_in(text: str) -> list[str]:
    """Name what got out."""
    return [sign for sign in ("CANARY", "derogation", *NUMBERS) if sign in text]
