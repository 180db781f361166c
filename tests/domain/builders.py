"""Builders of directory facts and referrals: each test shows only what matters to it.

`directory` holds what it is given; `guinea` adds the centre of Conakry with a shelter, a queue
for each organisation and a coordinator of the Red Cross. A team is named after its organisation.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from domain.access import Actor, MemberRole, Membership
from domain.agreements import (
    GATE_CLAUSES,
    Agreement,
    AgreementId,
    AgreementKind,
    ArrangementId,
    Clause,
    Responsibility,
)
from domain.centres import Centre
from domain.consent import Capacity
from domain.directory import Directory
from domain.handover import Handover, Stage
from domain.management import Arrangement, Model, Party, Role
from domain.organisations import (
    Area,
    CentreId,
    Organisation,
    OrganisationId,
    OrganisationKind,
    Team,
    TeamId,
)
from domain.people import AgeBand, Company, Concern, PersonId, Told, Urgency, Who
from domain.periods import Bound, Period
from domain.referrals import Referral, ReferralId, State
from domain.routing import NoSafeOwner, Owner, Reason, Route, Rule, route
from domain.services import Service, ServiceId, ServiceType

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)

IOM = OrganisationId("iom")
MINISTRY = OrganisationId("ministry")
POLICE = OrganisationId("police")
PARTNER = OrganisationId("partner")
OTHER_PARTNER = OrganisationId("other_partner")
UNHCR = OrganisationId("unhcr")
UNICEF = OrganisationId("unicef")
RED_CROSS = OrganisationId("red_cross")

ORGANISATIONS = (
    Organisation(IOM, "IOM", OrganisationKind.IOM),
    Organisation(MINISTRY, "Ministry of Social Affairs", OrganisationKind.GOVERNMENT),
    Organisation(POLICE, "Border police", OrganisationKind.GOVERNMENT),
    Organisation(PARTNER, "A local association", OrganisationKind.PARTNER),
    Organisation(OTHER_PARTNER, "Another association", OrganisationKind.PARTNER),
    Organisation(UNHCR, "UNHCR", OrganisationKind.INTERNATIONAL),
    Organisation(UNICEF, "UNICEF", OrganisationKind.INTERNATIONAL),
    Organisation(RED_CROSS, "Red Cross", OrganisationKind.INTERNATIONAL),
)

CONAKRY = CentreId("conakry")
LABE = CentreId("labe")
KINDIA = CentreId("kindia")
HERE = frozenset({CONAKRY})
CONTRACT = AgreementId("contract")
ARRANGEMENT = ArrangementId("arrangement")


def day(year: int, month: int = 1, of_month: int = 1) -> datetime:
    """Midnight UTC, which is midnight in Guinea."""
    return datetime(year, month, of_month, tzinfo=UTC)


def period(start: datetime | None = None, end: datetime | None = None) -> Period:
    return Period(Bound(start) if start else None, Bound(end) if end else None)


def centre(key: CentreId = CONAKRY, **facts: Any) -> Centre:
    given: dict[str, Any] = {
        "name": key.title(),
        "country": "GN",
        "city": key.title(),
        "zone": "Africa/Conakry",
    }
    return Centre(key, **(given | facts))


def service(
    kind: ServiceType = ServiceType.SHELTER, at: CentreId = CONAKRY, **facts: Any
) -> Service:
    given: dict[str, Any] = {"id": ServiceId(f"{kind} at {at}"), "name": kind}
    return Service(centre=at, type=kind, **(given | facts))


def team(
    organisation: OrganisationId,
    *centres: CentreId,
    countries: tuple[str, ...] = (),
    area: Area | None = None,
    name: str | None = None,
    **facts: Any,
) -> Team:
    """A queue for the named centres and countries, by default for Guinea."""
    if not centres and not countries:
        countries = ("GN",)
    area = area or Area(frozenset(centres), frozenset(countries))
    name = name or organisation
    return Team(TeamId(name), organisation, name, area, **facts)


def specialist(concern: Concern, organisation: OrganisationId, **facts: Any) -> Team:
    given: dict[str, Any] = {"name": f"{organisation} {concern}", "concern": concern}
    return team(organisation, **(given | facts))


def coordinator(organisation: OrganisationId, **facts: Any) -> Team:
    given: dict[str, Any] = {"name": f"{organisation} coordinator", "coordinates": True}
    return team(organisation, **(given | facts))


def arrangement(
    model: Model,
    *parties: Party,
    start: datetime | None = None,
    end: datetime | None = None,
    **facts: Any,
) -> Arrangement:
    given: dict[str, Any] = {"id": ARRANGEMENT, "centre": CONAKRY}
    return Arrangement(model=model, parties=parties, period=period(start, end), **(given | facts))


def complementary(organisation: OrganisationId, kind: ServiceType) -> Party:
    return Party(organisation, Role.COMPLEMENTARY, kind)


def agreement(
    *parties: OrganisationId,
    clauses: frozenset[Clause] = GATE_CLAUSES,
    start: datetime | None = None,
    end: datetime | None = None,
    **facts: Any,
) -> Agreement:
    """A partner contract that covers Conakry and has both clauses of the gate."""
    given: dict[str, Any] = {"id": CONTRACT, "name": "", "kind": AgreementKind.PARTNER_CONTRACT}
    given |= {"covers": Area(HERE)} | facts
    return Agreement(
        parties=frozenset(parties), clauses=clauses, period=period(start, end), **given
    )


def cell(
    organisation: OrganisationId,
    kind: ServiceType = ServiceType.SHELTER,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    **facts: Any,
) -> Responsibility:
    """A cell of the matrix of `CONTRACT`, made for `ARRANGEMENT`."""
    given: dict[str, Any] = {"centre": CONAKRY, "agreement": CONTRACT, "arrangement": ARRANGEMENT}
    return Responsibility(
        service=kind, organisation=organisation, period=period(start, end), **(given | facts)
    )


def plan(successor: OrganisationId, effective: datetime | None, **facts: Any) -> Handover:
    given: dict[str, Any] = {"centre": CONAKRY, "stage": Stage.PLANNED}
    return Handover(successor=successor, effective=effective, **(given | facts))


def directory(*facts: object) -> Directory:
    """A directory of the given facts, in any order, and of all the organisations.

    Of two teams, centres or services with one id the later is meant.
    """

    def each(kind: type) -> tuple[Any, ...]:
        return tuple(fact for fact in facts if isinstance(fact, kind))

    def latest(kind: type) -> tuple[Any, ...]:
        return tuple({fact.id: fact for fact in each(kind)}.values())

    return Directory(
        organisations=ORGANISATIONS,
        teams=latest(Team),
        centres=latest(Centre),
        services=latest(Service),
        arrangements=each(Arrangement),
        agreements=each(Agreement),
        responsibilities=each(Responsibility),
        handovers=each(Handover),
    )


def guinea(*facts: object) -> Directory:
    """Conakry's shelter, a queue for every organisation, a coordinator, and the given facts."""
    queues = [team(each.id) for each in ORGANISATIONS]
    return directory(centre(), service(), *queues, coordinator(RED_CROSS), *facts)


def asks(
    where: Directory,
    *concerns: Concern,
    kind: ServiceType = ServiceType.SHELTER,
    centre: CentreId = CONAKRY,
    at: datetime = NOW,
    **told: Any,
) -> Route:
    """Route the request of someone who tells of `concerns`."""
    wanted = next(each for each in where.services_of(centre) if each.type is kind)
    return route(where, wanted, Told(concerns=frozenset(concerns), **told), at)


def owner(found: Route) -> Owner:
    assert isinstance(found, Owner), found
    return found


def owning(found: Route) -> str:
    """The name of the team that owns."""
    return owner(found).team.name


def nobody(found: Route) -> NoSafeOwner:
    assert isinstance(found, NoSafeOwner), found
    return found


def rules(found: Route) -> list[Rule]:
    return [reason.rule for reason in found.why]


def named(found: Route, capacity: Capacity) -> set[OrganisationId]:
    return {each.organisation for each in owner(found).recipients if each.capacity is capacity}


def receiving(found: Route) -> set[OrganisationId]:
    return named(found, Capacity.RECEIVES)


def looking_further(found: Route) -> set[OrganisationId]:
    return named(found, Capacity.LOOKS_FURTHER)


AMINA = PersonId("amina")
CASEWORKER = PersonId("caseworker")


def referral(state: State = State.PENDING, of: OrganisationId = IOM, **facts: Any) -> Referral:
    """Amina's request for the shelter of Conakry, in the queue of the team named `of`."""
    given = Referral(
        id=ReferralId("1"),
        reference="K7M-2QX4",
        person=AMINA,
        service=service().id,
        team=TeamId(of),
        state=state,
        urgency=Urgency.NORMAL,
        company=Company(Who.ALONE),
        age=AgeBand.ADULT,
        language="fr",
        told=Told(),
        why=(Reason(Rule.IOM_RUN, IOM),),
        may_share=True,
        submitted=NOW,
    )
    return replace(given, **facts)


def member(
    role: MemberRole = MemberRole.CASEWORKER,
    of: OrganisationId = IOM,
    team: str | None = None,
    **facts: Any,
) -> Membership:
    return Membership(TeamId(team or of), of, role, **facts)


def actor(*memberships: Membership, person: PersonId = CASEWORKER) -> Actor:
    return Actor(person, memberships)
