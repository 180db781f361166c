"""Access: which role may do what, and what a look-up shows to whom (Rights of look-up)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from domain.directory import Directory
from domain.management import Arrangement, Role
from domain.organisations import CentreId, OrganisationId, OrganisationKind, TeamId
from domain.people import PersonId
from domain.referrals import CONTACT_RELEASED, OPEN, By, Referral
from domain.routing import gate_open
from domain.services import Service


class MemberRole(StrEnum):
    """The part that an enrolled member has in a team."""

    CASEWORKER = "caseworker"
    SUPERVISOR = "supervisor"
    STAFF = "staff"
    COORDINATOR = "coordinator"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Membership:
    """One enrolment: queue rights follow the role here, not who pays (D5)."""

    team: TeamId
    organisation: OrganisationId
    role: MemberRole
    on_duty: bool = True
    employed_by_state: bool = False


class Actor(Struct, frozen=True):
    """Whoever acts: a person with the memberships that are in force now."""

    person: PersonId
    memberships: tuple[Membership, ...] = ()

    @property
    def is_enrolled(self) -> bool:
        """Say whether this is somebody's staff."""
        return bool(self.memberships)

    @property
    def works_cases(self) -> bool:
        """Say whether the actor has a queue."""
        return any(m.role in QUEUE_ROLES for m in self.memberships)


GROUP_KEEPERS = frozenset({MemberRole.SUPERVISOR, MemberRole.COORDINATOR})


def may_keep_group(actor: Actor, team: TeamId) -> bool:
    """Say whether an actor may turn the topics of a team's group on or off."""
    return any(m.team == team and m.role in GROUP_KEEPERS for m in actor.memberships)


QUEUE_ROLES = frozenset({MemberRole.CASEWORKER, MemberRole.SUPERVISOR, MemberRole.COORDINATOR})


def parts_in(actor: Actor, referral: Referral) -> frozenset[By]:
    """Give the parts that an actor has in a referral; empty for everybody else.

    A holder is one only while still enrolled in the team that owns the case, and State staff
    seconded to another's team have no part in the cases of those who refuse authorities.
    """
    parts: set[By] = set()
    if actor.person == referral.person:
        parts.add(By.PERSON)
    hidden = any(hidden_from(membership, referral) for membership in actor.memberships)
    for membership in actor.memberships:
        if hidden or membership.team != referral.team:
            continue
        parts |= PARTS_BY_ROLE[membership.role]
        if referral.bars(actor.person):
            parts -= {By.CASEWORKER}
        if referral.holder == actor.person and membership.role in QUEUE_ROLES:
            parts.add(By.HOLDER)
    return frozenset(parts)


PARTS_BY_ROLE: dict[MemberRole, frozenset[By]] = {
    MemberRole.CASEWORKER: frozenset({By.CASEWORKER}),
    MemberRole.SUPERVISOR: frozenset({By.CASEWORKER, By.SUPERVISOR}),
    MemberRole.COORDINATOR: frozenset({By.CASEWORKER, By.COORDINATOR}),
    MemberRole.STAFF: frozenset(),
    MemberRole.ADMIN: frozenset(),
}


def hidden_from(membership: Membership, referral: Referral) -> bool:
    """Say whether a case of one who refuses authorities is kept from seconded State staff."""
    return membership.employed_by_state and referral.told.refuses_authorities


def may_read(actor: Actor, referral: Referral) -> bool:
    """Say whether an actor may open a case: its person, or its team's caseworkers."""
    return bool(parts_in(actor, referral) - {By.SYSTEM})


def may_review(actor: Actor, referral: Referral) -> bool:
    """Say whether an actor may look at a no that is proposed: a colleague, and nobody their own."""
    if referral.proposal is None or actor.person in (referral.proposal.by, referral.person):
        return False
    parts = parts_in(actor, referral)
    return By.CASEWORKER in parts and By.HOLDER not in parts


def shares_still(directory: Directory, referral: Referral, at: datetime) -> bool:
    """Say whether identified data may still be shown to the team that owns a case.

    Rights end with the agreement that opened the partner gate (After an agreement ends).
    """
    organisation = directory.organisation(directory.team(referral.team).organisation)
    centre = directory.centre(directory.service(referral.service).centre)
    return referral.may_share and gate_open(directory, organisation, centre, at)


def cut_off(directory: Directory, referral: Referral, at: datetime) -> bool:
    """Say whether help is promised by one who may no longer have what the person told.

    The promise stands, but nobody there can read or write (After an agreement ends).
    """
    told = referral.may_share and not shares_still(directory, referral, at)
    return told and referral.stands in CONTACT_RELEASED


def corresponds_as(
    actor: Actor, directory: Directory, referral: Referral, at: datetime
) -> By | None:
    """Say as whom an actor reads what person and holder write to each other; None: not at all.

    The person, and the one who holds the case, as long as data may be shared with them; who
    loses the case loses this (Decisions, Before acceptance: no free text to others).
    """
    parts = parts_in(actor, referral)
    if By.HOLDER in parts and shares_still(directory, referral, at):
        return By.HOLDER
    return By.PERSON if By.PERSON in parts else None


def may_write(referral: Referral) -> bool:
    """Say whether anything is still passed on in a case: while it is open."""
    return referral.state in OPEN


class Sight(StrEnum):
    """How much a look-up shows, each including the one before (Rights of look-up)."""

    PUBLIC = "public"
    STAFF = "staff"
    PARTY = "party"
    FULL = "full"


SIGHT_ORDER = tuple(Sight)


def sees(sight: Sight, needed: Sight) -> bool:
    """Say whether `sight` includes what `needed` asks."""
    return SIGHT_ORDER.index(sight) >= SIGHT_ORDER.index(needed)


def sight_of(
    actor: Actor, directory: Directory, centre: CentreId, arrangements: list[Arrangement]
) -> Sight:
    """Say how much of a centre's card an actor may see."""
    if not actor.is_enrolled:
        return Sight.PUBLIC
    for membership in actor.memberships:
        organisation = directory.organisation(membership.organisation)
        wide = membership.role in (MemberRole.COORDINATOR, MemberRole.ADMIN)
        if wide or organisation.kind is OrganisationKind.IOM:
            return Sight.FULL
    parties = {directory.centre(centre).authority}
    for arrangement in arrangements:
        parties |= arrangement.with_role(*PARTY_ROLES)
    mine = {membership.organisation for membership in actor.memberships}
    return Sight.PARTY if mine & parties else Sight.STAFF


PARTY_ROLES = (Role.MANAGER, Role.CO_MANAGER, Role.COMPLEMENTARY, Role.AUTHORITY)


def may_manage(actor: Actor, directory: Directory, centre: CentreId) -> bool:
    """Say whether an actor may enter who manages a centre: coordinator of its area, or admin."""
    return any(
        membership.role is MemberRole.ADMIN
        or (membership.role is MemberRole.COORDINATOR and in_area(membership, directory, centre))
        for membership in actor.memberships
    )


# ---------------------------------------------------------------- keeping facts current

RUNS = (Role.MANAGER, Role.CO_MANAGER)


def may_update(
    actor: Actor, directory: Directory, centre: CentreId, service: Service | None, at: datetime
) -> bool:
    """Say whether an actor may change a centre's facts at `at`, or those of one `service`.

    Administrators; coordinators of the area; members of a team in whose area the centre lies, of
    an organisation that runs the centre on that day or provides that service. An authority that
    does not manage may not (Invariant 5). A confidential service is changed only by members of
    a team for that very centre, or for a concern, of who provides it.
    """
    hidden = service is not None and service.confidential
    return any(
        (wide(membership) and not hidden)
        or (
            membership.organisation in answering(directory, centre, service, at)
            and (not hidden or is_close(membership, directory, centre))
        )
        for membership in actor.memberships
        if membership.role is MemberRole.ADMIN or in_area(membership, directory, centre)
    )


def wide(membership: Membership) -> bool:
    """Say whether a role has the facts of a whole area in its care."""
    return membership.role in (MemberRole.COORDINATOR, MemberRole.ADMIN)


def is_close(membership: Membership, directory: Directory, centre: CentreId) -> bool:
    """Say whether a team is for this very centre or for a concern, so that it knows of it."""
    team = directory.team(membership.team)
    return centre in team.area.centres or team.concern is not None


def in_area(membership: Membership, directory: Directory, centre: CentreId) -> bool:
    """Say whether a centre lies in the area of a member's team."""
    area = directory.team(membership.team).area
    return area.covers(centre, directory.centre(centre).country)


def answering(
    directory: Directory, centre: CentreId, service: Service | None, at: datetime
) -> frozenset[OrganisationId]:
    """Name who runs a centre at `at` and, for a service, who provides it there.

    Where nobody ever had an arrangement, the one that provides everything there runs the place.
    """
    in_force = directory.arrangements_at(centre, at)
    run = in_force[0].with_role(*RUNS) if len(in_force) == 1 else frozenset()
    if service is not None:
        return run | providers(directory, service, in_force, at)
    offered = {each.provider for each in directory.services_of(centre)}
    if not directory.had_arrangement(centre, at) and len(offered) == 1:
        run |= frozenset(each for each in offered if each is not None)
    return run


def providers(
    directory: Directory, service: Service, in_force: list[Arrangement], at: datetime
) -> frozenset[OrganisationId]:
    """Name who provides a service: by the matrix, as its complementary owner, or by directory."""
    named = {service.provider} if service.provider else set()
    for arrangement in in_force:
        named |= {
            party.organisation
            for party in arrangement.parties
            if party.role is Role.COMPLEMENTARY and party.service is service.type
        }
        named |= {
            cell.organisation
            for cell in directory.responsibilities_of(service.centre)
            if cell.service is service.type
            and cell.arrangement == arrangement.id
            and cell.period.holds(at)
            and directory.in_force(cell.agreement, at)
        }
    return frozenset(named)
