"""The directory: every fact about organisations, centres and who answers for what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cached_property
from math import inf
from typing import Any

from domain.agreements import Agreement, AgreementId, Responsibility, SalaryDerogation
from domain.areas import ByArea, placed, there
from domain.centres import Centre
from domain.changes import Gone, grouped, indexed, parts_at, with_changes
from domain.filed import Filed, Key, Value
from domain.filings import Filing
from domain.findable import Findable, entry_of
from domain.findable import is_listed as is_listed  # asked for here by everybody
from domain.funding import BudgetLine, Funding
from domain.handover import Handover
from domain.management import Arrangement
from domain.naming import Fold, Naming
from domain.organisations import CentreId, Organisation, OrganisationId, Team, TeamId
from domain.places import NamedPlace
from domain.services import Service, ServiceId, ServiceType
from domain.staffing import Staffing


@dataclass(frozen=True, eq=False)
class Directory:
    """An immutable picture of the directory; small indexes are built on first use.

    Two are the same only if they are one object: it serves as a key of caches.
    """

    organisations: tuple[Organisation, ...] = ()
    teams: tuple[Team, ...] = ()
    centres: tuple[Centre, ...] = ()
    services: tuple[Service, ...] = ()
    arrangements: tuple[Arrangement, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    handovers: tuple[Handover, ...] = ()
    derogations: tuple[SalaryDerogation, ...] = ()
    places: tuple[NamedPlace, ...] = ()
    budgets: tuple[BudgetLine, ...] = ()
    funding: tuple[Funding, ...] = ()
    staffing: tuple[Staffing, ...] = ()

    def organisation(self, key: OrganisationId) -> Organisation:
        """Give one organisation; KeyError if there is none."""
        return self._organisations[key]

    def centre(self, key: CentreId) -> Centre:
        """Give one centre; KeyError if there is none."""
        return self._centres[key]

    def service(self, key: ServiceId) -> Service:
        """Give one service; KeyError if there is none."""
        return self._services[key]

    def team(self, key: TeamId) -> Team:
        """Give one team; KeyError if there is none."""
        return self._teams[key]

    def has_organisation(self, key: str) -> bool:
        """Say whether the directory knows this organisation."""
        return key in self._organisations

    def has_service(self, key: str) -> bool:
        """Say whether the directory knows this service."""
        return key in self._services

    def has_centre(self, key: str) -> bool:
        """Say whether the directory knows this centre."""
        return key in self._centres

    def agreement(self, key: AgreementId) -> Agreement | None:
        """Give one agreement, or None: a dangling name is an agreement not in force."""
        return self._agreements.get(key)

    def in_force(self, key: AgreementId, at: datetime) -> bool:
        """Say whether an agreement is known and holds at `at`."""
        agreement = self.agreement(key)
        return agreement is not None and agreement.period.holds(at)

    def services_of(self, centre: CentreId) -> tuple[Service, ...]:
        """List all that a centre offers."""
        return self._services_of.get(centre, ())

    def arrangements_of(self, centre: CentreId) -> tuple[Arrangement, ...]:
        """List all arrangements of a centre, the provisional ones too."""
        return self._arrangements_of.get(centre, ())

    def arrangements_at(self, centre: CentreId, at: datetime) -> list[Arrangement]:
        """List the confirmed arrangements in force: one, none, or by mistake more."""
        return [
            arrangement
            for arrangement in self.arrangements_of(centre)
            if not arrangement.provisional and arrangement.period.holds(at)
        ]

    def had_arrangement(self, centre: CentreId, at: datetime) -> bool:
        """Say whether a confirmed arrangement of a centre has begun by `at`, ended or not."""
        return any(
            not arrangement.provisional and not arrangement.period.begins_after(at)
            for arrangement in self.arrangements_of(centre)
        )

    def centres_with(self, organisation: OrganisationId) -> list[Centre]:
        """List the centres where an organisation offers anything or has or had any role."""
        keys = sorted(self._with_part.at(organisation))
        return [self._centres[key] for key in keys if key in self._centres]

    def teams_at(self, centre: Centre) -> list[Team]:
        """List the teams in whose area a centre lies, by id."""
        return there(self._teams_at, self._teams, centre)

    def agreements_at(self, centre: Centre) -> list[Agreement]:
        """List the agreements that cover a centre, in force or not, by id."""
        return there(self._agreements_at, self._agreements, centre)

    def responsibilities_of(self, centre: CentreId) -> tuple[Responsibility, ...]:
        """List the cells of the matrix of a centre, in force or not."""
        return self._responsibilities_of.get(centre, ())

    def handovers_of(self, centre: CentreId) -> tuple[Handover, ...]:
        """List the plans for a centre to change hands."""
        return self._handovers_of.get(centre, ())

    def near(self, centre: Centre, kind: ServiceType) -> Iterator[tuple[float, Service]]:
        """Walk over what anyone may find of a kind in a centre's country, nearest first, lazily.

        With the metres to it: infinite where nobody may know them.
        """
        point = centre.shown_point
        found = self.findable
        if point is None:
            others = found.named(centre.country, kind)
        else:
            others = found.without_point(centre.country, kind)
            for each in found.nearest(point, centre.country, kind):
                offered = self._listed(CentreId(each.key), kind)
                yield from ((each.metres, service) for service in offered)
        away = [service for other in others for service in self._listed(other.centre, kind)]
        yield from ((inf, service) for service in sorted(away, key=lambda each: each.id))

    def _listed(self, centre: CentreId, kind: ServiceType) -> list[Service]:
        offered = self.services_of(centre)
        return sorted(
            (each for each in offered if each.type is kind and is_listed(each)),
            key=lambda each: each.id,
        )

    def teams_of(self, organisation: OrganisationId) -> list[Team]:
        """List the teams of an organisation."""
        return [team for team in self.teams if team.organisation == organisation]

    def open_services(self, kind: ServiceType | None = None) -> Iterator[tuple[Service, Centre]]:
        """Walk over what anyone may find: active, not confidential, centre takes requests."""
        for service in self.services:
            if kind in (None, service.type) and is_listed(service):
                centre = self._centres[service.centre]
                if centre.takes_requests:
                    yield service, centre

    def with_teams(self, teams: Iterable[Team]) -> Directory:
        """Give the same directory with more teams."""
        return replace(self, teams=(*self.teams, *teams))

    def with_changes(self, changed: Directory, gone: Gone | None = None) -> Directory:
        """Give the same directory with facts added or replaced, and others gone by their keys.

        `gone`: keys (`KEYS` in domain/changes.py) by the name of the field that holds their kind.
        """
        return with_changes(self, changed, gone or {})

    def __add__(self, other: Directory) -> Directory:
        """Join two directories, fact by fact."""
        return Directory(
            *(getattr(self, each.name) + getattr(other, each.name) for each in fields(self))
        )

    @cached_property
    def findable(self) -> Findable:
        """Give what anyone may find, by country, kind of help and distance."""
        entries = (entry_of(centre, self.services_of(centre.id)) for centre in self.centres)
        return Findable({each.centre: each for each in entries if each is not None})

    def filed(self, by: Filing[Key, Value]) -> Filed[Key, Value]:
        """Give facts as `by` files them: filed once, then kept up to date."""
        known: Filed[Key, Value] | None = self._filings.get(by)
        if known is None:
            facts = (fact for kind in by.kinds for fact in getattr(self, kind))
            known = self._filings[by] = Filed[Key, Value]().changed((), by.of(self, facts))
        return known

    def naming(self, fold: Fold) -> Naming:
        """Give the names of all centres, folded by `fold`: filed once, then kept up to date."""
        known: Naming | None = self.__dict__.get("_naming")
        if known is None or known.fold is not fold:
            offered = ((each, self.services_of(each.id)) for each in self.centres)
            known = self.__dict__["_naming"] = Naming.of(offered, self.organisations, fold)
        return known

    @cached_property
    def _filings(self) -> dict[Filing[Any, Any], Filed[Any, Any]]:
        return {}

    @cached_property
    def _with_part(self) -> Filed[OrganisationId, CentreId]:
        centres = {*self._services_of, *self._arrangements_of}
        return Filed[OrganisationId, CentreId]().changed((), parts_at(self, centres))

    @cached_property
    def _teams_at(self) -> ByArea:
        return ByArea().changed((), placed("teams", self._teams.items()))

    @cached_property
    def _agreements_at(self) -> ByArea:
        return ByArea().changed((), placed("agreements", self._agreements.items()))

    @cached_property
    def with_capacity(self) -> tuple[Service, ...]:
        """List the services whose places a file counts."""
        return tuple(each for each in self.services if each.capacity is not None)

    @cached_property
    def same_names(self) -> Directory:
        """Give the oldest directory, of those this was made from, with the same names.

        In both, the same centres are found by the same words in the same towns: a key of caches
        that depend on nothing else, so that other edits do not empty them.
        """
        return self

    @cached_property
    def _organisations(self) -> dict[OrganisationId, Organisation]:
        return indexed(self.organisations, "organisations")

    @cached_property
    def _teams(self) -> dict[TeamId, Team]:
        return indexed(self.teams, "teams")

    @cached_property
    def _centres(self) -> dict[CentreId, Centre]:
        return indexed(self.centres, "centres")

    @cached_property
    def _services(self) -> dict[ServiceId, Service]:
        return indexed(self.services, "services")

    @cached_property
    def _places(self) -> dict[str, NamedPlace]:
        return indexed(self.places, "places")

    @cached_property
    def _budgets(self) -> dict[str, BudgetLine]:
        return indexed(self.budgets, "budgets")

    @cached_property
    def _funding(self) -> dict[str, Funding]:
        return indexed(self.funding, "funding")

    @cached_property
    def _staffing(self) -> dict[str, Staffing]:
        return indexed(self.staffing, "staffing")

    @cached_property
    def _arrangements(self) -> dict[str, Arrangement]:
        return indexed(self.arrangements, "arrangements")

    @cached_property
    def _agreements(self) -> dict[AgreementId, Agreement]:
        return indexed(self.agreements, "agreements")

    @cached_property
    def _responsibilities(self) -> dict[str, Responsibility]:
        return indexed(self.responsibilities, "responsibilities")

    @cached_property
    def _handovers(self) -> dict[str, Handover]:
        return indexed(self.handovers, "handovers")

    @cached_property
    def _derogations(self) -> dict[str, SalaryDerogation]:
        return indexed(self.derogations, "derogations")

    @cached_property
    def _services_of(self) -> dict[CentreId, tuple[Service, ...]]:
        return grouped(self.services)

    @cached_property
    def _arrangements_of(self) -> dict[CentreId, tuple[Arrangement, ...]]:
        return grouped(self.arrangements)

    @cached_property
    def _responsibilities_of(self) -> dict[CentreId, tuple[Responsibility, ...]]:
        return grouped(self.responsibilities)

    @cached_property
    def _handovers_of(self) -> dict[CentreId, tuple[Handover, ...]]:
        return grouped(self.handovers)
