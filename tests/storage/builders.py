"""Builders, one a record: each test shows only what matters to it."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from domain.access import MemberRole, Membership
from domain.agreements import (
    Agreement,
    AgreementId,
    AgreementKind,
    Approval,
    Approved,
    ArrangementId,
    Clause,
    Responsibility,
    SalaryDerogation,
)
from domain.centres import AddressRule, Centre, Committee
from domain.consent import Basis, Capacity, Consent, Recipient
from domain.directory import Directory
from domain.funding import BudgetLine, Funding
from domain.geography import Point
from domain.handover import Check, Handover, Stage
from domain.management import (
    Arrangement,
    Extent,
    GovernmentRun,
    IomRun,
    JointlyRun,
    Model,
    PartnerRun,
    Party,
    Role,
)
from domain.organisations import (
    Area,
    CentreId,
    Organisation,
    OrganisationId,
    OrganisationKind,
    Team,
    TeamId,
)
from domain.people import (
    AgeBand,
    Company,
    Concern,
    Gender,
    Need,
    PersonId,
    Told,
    Urgency,
    Who,
)
from domain.periods import Bound, Period
from domain.places import NamedPlace, NamedPlaceId
from domain.referrals import By, Contact, Reach, Referral, ReferralId, State
from domain.routing import Reason, Rule
from domain.services import Capacity as Places
from domain.services import Eligibility, Service, ServiceId, ServiceType
from domain.staffing import Staffing, StaffingKind
from storage import outbox, people, tables
from storage.database import Database, Transaction
from storage.people import Address
from storage.referrals import ReferralEvent

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
IOM = OrganisationId("iom")
MINISTRY = OrganisationId("ministry")
TEAM = TeamId("iom/conakry")
CONAKRY = CentreId("conakry")
SAFE_HOUSE = CentreId("safe-house")
SHELTER = ServiceId("conakry/shelter")

_numbers = itertools.count(1)


def later(**units: float) -> datetime:
    """An instant after NOW."""
    return NOW + timedelta(**units)


def address(channel: str = "telegram", name: str | None = None) -> Address:
    return Address(channel, name or f"chat {next(_numbers)}")


async def person(database: Database, where: Address | None = None, now: datetime = NOW) -> PersonId:
    """Somebody who has written once."""
    async with database.transaction() as tx:
        return (await people.find_or_add(tx, where or address(), now)).id


def membership(team: TeamId = TEAM, **given: Any) -> Membership:
    facts: dict[str, Any] = {"organisation": IOM, "role": MemberRole.CASEWORKER, **given}
    return Membership(team, **facts)


def referral(whose: PersonId, **given: Any) -> Referral:
    number = next(_numbers)
    facts: dict[str, Any] = {
        "id": ReferralId(f"referral {number}"),
        "reference": f"REF-{number:04}",
        "person": whose,
        "service": SHELTER,
        "team": TEAM,
        "state": State.PENDING,
        "urgency": Urgency.NORMAL,
        "company": Company(Who.FAMILY, 2, 3, frozenset({Need.WHEELCHAIR, Need.PREGNANT})),
        "age": AgeBand.ADULT,
        "language": "fr",
        "told": Told(concerns=frozenset({Concern.VIOLENCE}), refuses_authorities=True),
        "why": (Reason(Rule.SPECIALIST, IOM),),
        "may_share": True,
        "submitted": NOW,
        **given,
    }
    return Referral(**facts)


def contact(**given: Any) -> Contact:
    return Contact(
        **{"reach": Reach.PHONE, "phone": "+224 620 00 00 00", "name": "Mariama", **given}
    )


def consent(whose: PersonId, **given: Any) -> Consent:
    facts: dict[str, Any] = {
        "recipients": (
            Recipient(IOM, Capacity.RECEIVES),
            Recipient(MINISTRY, Capacity.LOOKS_FURTHER),
        ),
        "basis": Basis.CONSENT,
        "language": "fr",
        "at": NOW,
        **given,
    }
    return Consent(whose, **facts)


def event(of: Referral, **given: Any) -> ReferralEvent:
    facts: dict[str, Any] = {
        "referral": of.id,
        "at": NOW,
        "actor": of.person,
        "by": By.PERSON,
        "organisation": IOM,
        "action": "submit",
        "before": None,
        "after": of.state,
        "reason": "",
        "version": of.version,
        "key": None,
        **given,
    }
    return ReferralEvent(**facts)


async def message(tx: Transaction, to: Address, **given: Any) -> int:
    """A message in the outbox; gives its number."""
    facts: dict[str, Any] = {
        "person": None,
        "kind": "message",
        "payload": b"Hello",
        "now": NOW,
        **given,
    }
    await outbox.put(tx, address=to, **facts)
    return await newest_message(tx)


async def newest_message(tx: Transaction) -> int:
    """The number of what was put into the outbox last."""
    number: int = await tx.connection.scalar(select(func.max(tables.outbox.c.id)))
    return number


def centre(**given: Any) -> Centre:
    facts: dict[str, Any] = {
        "id": CONAKRY,
        "name": "Conakry",
        "country": "GN",
        "city": "Conakry",
        "zone": "Africa/Conakry",
        **given,
    }
    return Centre(**facts)


def arrangement(model: Model, **given: Any) -> Arrangement:
    facts: dict[str, Any] = {
        "id": ArrangementId(f"arrangement {type(model).__name__}"),
        "centre": CONAKRY,
        "period": Period(Bound(NOW), Bound(later(days=365), only_year=2027)),
        **given,
    }
    return Arrangement(model=model, **facts)


MODELS: tuple[Model, ...] = (
    IomRun(IOM),
    PartnerRun(OrganisationId("partner"), IOM, Extent.PART),
    GovernmentRun(MINISTRY),
    JointlyRun(IOM, (MINISTRY,)),
)


def directory() -> Directory:
    """A directory with something of every kind, and nothing left at its default."""
    agreement = AgreementId("cooperation")
    arrangements = (
        *(arrangement(model) for model in MODELS[:3]),
        arrangement(
            MODELS[3],
            parties=(Party(IOM, Role.COMPLEMENTARY, ServiceType.HEALTH),),
            agreement=agreement,
            provisional=True,
        ),
    )
    return Directory(
        organisations=(
            Organisation(IOM, "IOM", OrganisationKind.IOM),
            Organisation(MINISTRY, "Ministry", OrganisationKind.GOVERNMENT, sample=True),
        ),
        teams=(
            Team(
                TEAM,
                IOM,
                "Conakry",
                Area(frozenset({CONAKRY}), frozenset({"GN"})),
                Concern.ASYLUM,
                coordinates=True,
                state_staff_seconded=True,
                hides_from_state=False,
                sample=True,
            ),
        ),
        centres=(
            centre(
                point=Point(9.5, -13.7),
                address="Rue KA 1",
                languages=("fr", "ar"),
                aliases=("كوناكري",),
                committee=Committee("Committee", "monthly", NOW.date()),
                verified_on=NOW.date(),
                hours="24/7",
            ),
            centre(
                id=SAFE_HOUSE,
                address_rule=AddressRule.AFTER_ACCEPTANCE,
                area_point=Point(9.6, -13.6),
            ),
        ),
        services=(
            Service(
                SHELTER,
                CONAKRY,
                ServiceType.SHELTER,
                "Shelter",
                provider=IOM,
                eligibility=Eligibility(frozenset({Gender.WOMEN}), 18, 60, "Women", strict=True),
                bring=("paper",),
                capacity=Places(300, 12, NOW),
                confidential=True,
            ),
        ),
        places=(
            NamedPlace(
                NamedPlaceId("camp"), "Camp", "GN", Point(9.7, -13.5), ("كامب",), sample=True
            ),
        ),
        arrangements=arrangements,
        agreements=(
            Agreement(
                agreement,
                "Cooperation",
                AgreementKind.COOPERATION,
                frozenset({IOM, MINISTRY}),
                Period(Bound(NOW)),
                frozenset(Clause),
                Area(countries=frozenset({"GN"})),
            ),
        ),
        responsibilities=(
            Responsibility(
                CONAKRY,
                ServiceType.HEALTH,
                MINISTRY,
                agreement,
                arrangements[3].id,
                Period(Bound(NOW)),
            ),
        ),
        handovers=(
            Handover(CONAKRY, MINISTRY, Stage.IN_PROGRESS, later(days=30), frozenset(Check)),
        ),
        derogations=(
            SalaryDerogation(
                CONAKRY,
                frozenset(Approval),
                date(2024, 1, 15),
                (Approved(Approval.LEG, date(2024, 2, 20)),),
            ),
        ),
        budgets=(BudgetLine(CONAKRY, 2020, MINISTRY, "Chapter 4"),),
        funding=(Funding(CONAKRY, "A fund", Period(), "beds"),),
        staffing=(Staffing(CONAKRY, MINISTRY, StaffingKind.DAILY_ALLOWANCE, 3, "nurse", Period()),),
    )
