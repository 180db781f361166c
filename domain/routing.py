"""Routing: whose queue a request belongs to, and why (domain.md, Decisions: Routing).

`route` is total: it gives an `Owner` or `NoSafeOwner`, never nothing, for any directory in which
each name of an organisation or centre is known. The steps find an organisation; its team is the
one with the narrowest area. The partner gate and the person's refusal of authorities are then
applied to what was found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import islice
from typing import assert_never

from domain.agreements import Responsibility
from domain.centres import Centre
from domain.consent import Capacity, Recipient
from domain.directory import Directory
from domain.handover import names_successor
from domain.management import (
    Arrangement,
    Extent,
    GovernmentRun,
    IomRun,
    JointlyRun,
    PartnerRun,
    Role,
)
from domain.organisations import Organisation, OrganisationId, OrganisationKind, Team
from domain.people import Concern, Told
from domain.services import Admission, Service

SAFE_ALTERNATIVES = 3


class Rule(StrEnum):
    """The rule that decided; shown in a case instead of the person's circumstances."""

    SPECIALIST = "specialist"
    MATRIX = "matrix"
    PROVIDER = "provider"
    COMPLEMENTARY = "complementary"
    IOM_RUN = "iom_run"
    PARTNER_RUN = "partner_run"
    PARTLY_PARTNER_RUN = "partly_partner_run"
    GOVERNMENT_RUN = "government_run"
    NO_CELL = "no_cell"
    NO_ARRANGEMENT = "no_arrangement"
    OVERLAP = "overlap"
    NO_SPECIALIST = "no_specialist"
    PARTNER_GATE = "partner_gate"
    NO_TEAM = "no_team"
    TWO_TEAMS = "two_teams"
    REFUSES_AUTHORITIES = "refuses_authorities"
    COORDINATOR = "coordinator"
    CHOSEN = "chosen"
    NO_COORDINATOR = "no_coordinator"


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the explanation: the rule and the organisation it speaks of."""

    rule: Rule
    organisation: OrganisationId | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """The one team that answers. `may_share`: identified data may go to it.

    `alert`: the coordinator must be told that something could not be routed.
    """

    team: Team
    why: tuple[Reason, ...]
    recipients: tuple[Recipient, ...]
    may_share: bool
    alert: bool = False


@dataclass(frozen=True, slots=True)
class NoSafeOwner:
    """Nobody may receive this; other services that may are offered, or information only."""

    why: tuple[Reason, ...]
    alternatives: tuple[Service, ...] = ()


Route = Owner | NoSafeOwner


def route(directory: Directory, service: Service, told: Told, at: datetime) -> Route:
    """Decide who answers a request for `service` made at the aware UTC instant `at`."""
    case = _case(directory, service, told, at)
    found = case.found
    if not told.refuses_authorities:
        return found
    if isinstance(found, Owner) and not counts_as_state(directory, found.team):
        return found
    return case.without_authorities(found)


def coordinator_of(directory: Directory, service: Service, told: Told, at: datetime) -> Team | None:
    """Give the coordinating team for a request, whoever owns it; None if the area has none."""
    return _case(directory, service, told, at).coordinating_team


def receiving(
    directory: Directory, service: Service, team: Team, told: Told, at: datetime
) -> Owner | None:
    """Make a team that a coordinator names the owner; None where that may not be.

    Not outside of its area, not through a closed partner gate, not to the State for those who
    refuse authorities; a specialist team has only its own concern, and a concern has only its own
    team or a coordinator (Routing 1).
    """
    case = _Case(directory, service, told, at)
    open_to = case.gate_open(directory.organisation(team.organisation))
    if team not in case.teams_here or not open_to or not case.may_have(team):
        return None
    return case.owner(team, Reason(Rule.CHOSEN, team.organisation))


def keeper_of(directory: Directory, service: Service, at: datetime) -> Team | None:
    """Give the team that keeps a service's entry current and hears what is wrong with it.

    It is of the organisation that routing names on that day; the partner gate does not matter, as
    no personal data goes along. Without one team it is the coordinating team of the area.
    """
    return _Case(directory, service, Told(), at).keeping_team()


def counts_as_state(directory: Directory, team: Team) -> bool:
    """Say whether a team is of the State for those who refuse authorities (Decisions)."""
    if directory.organisation(team.organisation).is_state:
        return True
    return team.state_staff_seconded and not team.hides_from_state


def gate_open(
    directory: Directory, organisation: Organisation, centre: Centre, at: datetime
) -> bool:
    """Say whether identified data may go to an organisation: the partner gate (B3)."""
    if organisation.kind is not OrganisationKind.PARTNER:
        return True
    return any(
        agreement.opens_gate_for(organisation.id)
        and agreement.period.holds(at)
        and agreement.covers.covers(centre.id, centre.country)
        for agreement in directory.agreements_at(centre)
    )


def narrowest(teams: Iterable[Team]) -> Team | None | list[Team]:
    """Give the team with the narrowest area; None if there is none, a list if two tie."""
    ordered = sorted(teams, key=lambda team: team.area.breadth)
    if not ordered:
        return None
    best = [team for team in ordered if team.area.breadth == ordered[0].area.breadth]
    return best[0] if len(best) == 1 else best


@dataclass(frozen=True)
class _Case:
    directory: Directory
    service: Service
    told: Told
    at: datetime

    @cached_property
    def centre(self) -> Centre:
        return self.directory.centre(self.service.centre)

    @cached_property
    def arrangements(self) -> list[Arrangement]:
        return self.directory.arrangements_at(self.centre.id, self.at)

    @property
    def arrangement(self) -> Arrangement | None:
        """The one in force; None if there is none, or if several contradict each other."""
        return self.arrangements[0] if len(self.arrangements) == 1 else None

    @cached_property
    def found(self) -> Route:
        """Walk through the steps in their order."""
        if self.told.concerns_in_order:
            return self.specialist()
        named = self.named_organisation()
        if named.organisation is None:
            return self.coordinator(named)
        return self.team_of(self.directory.organisation(named.organisation), named)

    # Step 1
    def specialist(self) -> Route:
        """Try the concerns in order; two equally narrow teams end the search, as none may be it."""
        for concern in self.told.concerns_in_order:
            team = narrowest(t for t in self.teams_here if self.may_specialise(t, concern))
            if isinstance(team, Team):
                return self.owner(team, Reason(Rule.SPECIALIST, team.organisation))
            if team:
                break
        return self.coordinator(Reason(Rule.NO_SPECIALIST))

    def may_have(self, team: Team) -> bool:
        """Say whether a team of the area is one for this request, as routing itself decides."""
        if team.coordinates:
            return self.may_look(team)
        if team.hears_complaints:
            return False
        if team.concern is not None:
            asked = self.told.concerns_in_order
            return team.concern in asked and self.may_specialise(team, team.concern)
        return not self.told.concerns_in_order and self.may_look(team)

    def may_specialise(self, team: Team, concern: Concern) -> bool:
        """Say whether a team counts as registered; who seeks asylum meets no State body."""
        if team.concern is not concern or team.coordinates or team.hears_complaints:
            return False
        if self.avoids_state(Concern.ASYLUM) and counts_as_state(self.directory, team):
            return False
        return self.gate_open(self.directory.organisation(team.organisation))

    # Steps 2 to 4
    def named_organisation(self) -> Reason:
        """Say which organisation the matrix, the complement or the model names, by which rule."""
        if len(self.arrangements) > 1:
            return Reason(Rule.OVERLAP)
        if self.arrangement is None:
            return self.imported_provider()
        matrix = self.directory.responsibilities_of(self.centre.id)
        cells = {each.organisation for each in matrix if self.cell_holds(each)}
        extras = {
            party.organisation
            for party in self.arrangement.parties
            if party.role is Role.COMPLEMENTARY and party.service is self.service.type
        }
        return (
            only_one(cells, Rule.MATRIX)
            or only_one(extras, Rule.COMPLEMENTARY)
            or manager_by_model(self.arrangement)
        )

    def cell_holds(self, cell: Responsibility) -> bool:
        """Say whether a cell is for this service and in force with all that it rests on."""
        return (
            self.arrangement is not None
            and cell.arrangement == self.arrangement.id
            and cell.service is self.service.type
            and cell.period.holds(self.at)
            and self.directory.in_force(cell.agreement, self.at)
        )

    def imported_provider(self) -> Reason:
        if self.service.provider and not self.directory.had_arrangement(self.centre.id, self.at):
            return Reason(Rule.PROVIDER, self.service.provider)
        return Reason(Rule.NO_ARRANGEMENT)

    # From organisation to team, through the gate
    def team_of(self, organisation: Organisation, named: Reason) -> Route:
        if self.gate_open(organisation) and not self.contract_ended(named):
            return self.queue_of(organisation, named)
        gate = Reason(Rule.PARTNER_GATE, organisation.id)
        iom = self.iom_as_party()
        return self.queue_of(iom, named, gate) if iom else self.coordinator(named, gate)

    def contract_ended(self, named: Reason) -> bool:
        """Say whether the agreement by which a partner runs the place has ended (B6)."""
        contract = self.arrangement.agreement if self.arrangement else None
        if contract is None or named.rule is not Rule.PARTNER_RUN:
            return False
        return not self.directory.in_force(contract, self.at)

    def iom_as_party(self) -> Organisation | None:
        """Find IOM as manager, co-manager, oversight, else as signatory here (Partner gate)."""
        roles = (Role.MANAGER, Role.CO_MANAGER, Role.OVERSIGHT)
        by_role = self.arrangement.with_role(*roles) if self.arrangement else frozenset()
        signed = (
            agreement.parties
            for agreement in self.directory.agreements_at(self.centre)
            if agreement.period.holds(self.at)
        )
        return self.iom_among(by_role) or self.iom_among(frozenset().union(*signed))

    def iom_among(self, parties: frozenset[OrganisationId]) -> Organisation | None:
        offices = (self.directory.organisation(each) for each in sorted(parties))
        return next((each for each in offices if each.kind is OrganisationKind.IOM), None)

    def queue_of(self, organisation: Organisation, *why: Reason) -> Route:
        team = self.only_team_of(organisation.id)
        if isinstance(team, Team):
            return self.owner(team, *why)
        rule = Rule.NO_TEAM if team is None else Rule.TWO_TEAMS
        return self.coordinator(*why, Reason(rule, organisation.id))

    def only_team_of(self, organisation: OrganisationId) -> Team | None | list[Team]:
        """Find the narrowest team of an organisation here that is for no concern."""
        return narrowest(
            team
            for team in self.teams_here
            if team.organisation == organisation
            and not team.coordinates
            and not team.concern
            and not team.hears_complaints
        )

    def keeping_team(self) -> Team | None:
        """Find the team of whoever answers for the service, else the coordinator."""
        named = self.named_organisation().organisation
        team = self.only_team_of(named) if named else None
        return team if isinstance(team, Team) else self.coordinating_team

    # Step 5
    def coordinator(self, *why: Reason) -> Route:
        team = self.coordinating_team
        if team is None:
            return NoSafeOwner((*why, Reason(Rule.NO_COORDINATOR)))
        return self.owner(team, *why, Reason(Rule.COORDINATOR, team.organisation))

    @cached_property
    def coordinating_team(self) -> Team | None:
        """Find the narrowest coordinator; of two equal ones the first by name, so one is found."""
        teams = [team for team in self.teams_here if team.coordinates and self.may_look(team)]
        return min(teams, key=lambda team: (team.area.breadth, team.id), default=None)

    def may_look(self, team: Team) -> bool:
        """Pass a State coordinator over for asylum, violence and refusals (Decisions)."""
        avoids = self.avoids_state(Concern.ASYLUM, Concern.VIOLENCE)
        return not (avoids and counts_as_state(self.directory, team))

    # What is shared by all
    def avoids_state(self, *concerns: Concern) -> bool:
        """Say whether the person refuses authorities or has one of the concerns."""
        return self.told.refuses_authorities or not self.told.concerns.isdisjoint(concerns)

    @cached_property
    def teams_here(self) -> list[Team]:
        return self.directory.teams_at(self.centre)

    def gate_open(self, organisation: Organisation) -> bool:
        return gate_open(self.directory, organisation, self.centre, self.at)

    def owner(self, team: Team, *why: Reason) -> Owner:
        """Make a team the owner; a coordinator is alerted, and may be a partner's (the gate)."""
        may_share = self.gate_open(self.directory.organisation(team.organisation))
        return Owner(team, why, self.recipients(team), may_share, alert=team.coordinates)

    def recipients(self, team: Team) -> tuple[Recipient, ...]:
        """Name who receives, then who looks further; for a concern nobody of the centre."""
        receiving = [team.organisation]
        if self.arrangement is not None and not self.told.concerns_in_order:
            receiving += self.also_receiving(self.arrangement)
        looking = self.coordinating_team
        named = [Recipient(each, Capacity.RECEIVES) for each in dict.fromkeys(receiving)]
        if looking is not None and looking.organisation not in receiving:
            named.append(Recipient(looking.organisation, Capacity.LOOKS_FURTHER))
        return tuple(named)

    def also_receiving(self, arrangement: Arrangement) -> list[OrganisationId]:
        """Name IOM for a partner-run centre, and the successor of a near handover."""
        names = []
        if isinstance(arrangement.model, PartnerRun):
            names.append(arrangement.model.iom)
        names += [
            plan.successor
            for plan in self.directory.handovers_of(self.centre.id)
            if names_successor(plan, self.at)
        ]
        if self.told.refuses_authorities:
            return [each for each in names if not self.directory.organisation(each).is_state]
        return names

    def without_authorities(self, found: Route) -> Route:
        """Offer owners that are not of the State, else the coordinator, else information."""
        alternatives = tuple(self.safe_alternatives())
        if isinstance(found, NoSafeOwner):
            return replace(found, alternatives=alternatives)
        refusal = Reason(Rule.REFUSES_AUTHORITIES, found.team.organisation)
        if alternatives:
            return NoSafeOwner((*found.why, refusal), alternatives)
        route = self.coordinator(*found.why, refusal)
        if isinstance(route, NoSafeOwner):
            return route
        # Reasons are shown in a case: they do not tell that its person refuses authorities.
        return replace(route, why=tuple(each for each in route.why if each != refusal))

    def safe_alternatives(self) -> list[Service]:
        """List the nearest services of the same kind and country whose owner is not the State."""
        near = (
            service
            for _, service in self.directory.near(self.centre, self.service.type)
            if service.id != self.service.id and service.admission is not Admission.NO_REFERRALS
        )
        safe = (service for service in near if self.is_safe(service))
        return list(islice(safe, SAFE_ALTERNATIVES))

    def is_safe(self, service: Service) -> bool:
        found = _Case(self.directory, service, self.told, self.at).found
        if isinstance(found, NoSafeOwner) or found.alert:
            return False
        return not counts_as_state(self.directory, found.team)


@lru_cache(maxsize=16)
def _case(directory: Directory, service: Service, told: Told, at: datetime) -> _Case:
    """Give the same case to all that ask about it at one instant: the turns of a round."""
    return _Case(directory, service, told, at)


def only_one(named: set[OrganisationId], rule: Rule) -> Reason | None:
    """Give the one organisation that is named by a rule; several are an overlap (Invariant 1)."""
    if len(named) > 1:
        return Reason(Rule.OVERLAP)
    return Reason(rule, named.pop()) if named else None


def manager_by_model(arrangement: Arrangement) -> Reason:
    """Name the organisation that the management model itself makes responsible (Routing 4)."""
    match arrangement.model:
        case IomRun(iom):
            return Reason(Rule.IOM_RUN, iom)
        case PartnerRun(partner, iom, extent):
            if extent is Extent.WHOLE:
                return Reason(Rule.PARTNER_RUN, partner)
            return Reason(Rule.PARTLY_PARTNER_RUN, iom)
        case GovernmentRun(agency):
            return Reason(Rule.GOVERNMENT_RUN, agency)
        case JointlyRun():
            return Reason(Rule.NO_CELL)
        case _:
            assert_never(arrangement.model)
