"""What to look at in a directory that was read: queues that nobody has, gates that are closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import datetime
from typing import TypeVar

from casework.directory_files.report import Remark, RemarkKind
from domain.directory import Directory
from domain.management import Role, missing_approvals
from domain.organisations import CentreId, OrganisationId, Team
from domain.routing import gate_open, narrowest

Fact = TypeVar("Fact")
Answering = dict[OrganisationId, list[CentreId]]


def merged(known: Directory, new: Directory) -> Directory:
    """Give what there is after an import: new facts replace known ones of the same id."""
    return Directory(
        organisations=_joined(known.organisations, new.organisations, lambda each: each.id),
        teams=_joined(known.teams, new.teams, lambda each: each.id),
        centres=_joined(known.centres, new.centres, lambda each: each.id),
        services=_joined(known.services, new.services, lambda each: each.id),
        arrangements=_joined(known.arrangements, new.arrangements, lambda each: each.id),
        agreements=_joined(known.agreements, new.agreements, lambda each: each.id),
        responsibilities=_joined(known.responsibilities, new.responsibilities, lambda each: each),
        handovers=_joined(known.handovers, new.handovers, lambda each: each.centre),
        derogations=_joined(known.derogations, new.derogations, lambda each: each.centre),
        budgets=_joined(known.budgets, new.budgets, lambda each: each),
        funding=_joined(known.funding, new.funding, lambda each: each),
        staffing=_joined(known.staffing, new.staffing, lambda each: each),
    )


def _joined(
    old: Iterable[Fact], new: Iterable[Fact], key: Callable[[Fact], Hashable]
) -> tuple[Fact, ...]:
    return tuple({key(each): each for group in (old, new) for each in group}.values())


def remarks_on(new: Directory, known: Directory, at: datetime) -> list[Remark]:
    """Say what is to be looked at in `new` once it has been added to `known`, at `at`."""
    whole = merged(known, new)
    answering = _who_answers(new, whole)
    return [
        *_without_coordinator(new, whole),
        *_teams(answering, whole),
        *_closed_gates(answering, whole, at),
        *_without_authority(new),
        *_disagreements(new),
        *_approvals(new),
    ]


def _who_answers(new: Directory, whole: Directory) -> Answering:
    """List the centres for which each organisation may be asked, once each, in their order."""
    found: dict[OrganisationId, dict[CentreId, None]] = defaultdict(dict)
    for arrangement in new.arrangements:
        for party in arrangement.all_parties:
            if party.role in (Role.MANAGER, Role.COMPLEMENTARY):
                found[party.organisation][arrangement.centre] = None
    for cell in new.responsibilities:
        found[cell.organisation][cell.centre] = None
    for service in new.services:
        if service.provider and not whole.arrangements_of(service.centre):
            found[service.provider][service.centre] = None
    return {organisation: list(centres) for organisation, centres in found.items()}


def _without_coordinator(new: Directory, whole: Directory) -> Iterator[Remark]:
    coordinators = [team.area for team in whole.teams if team.coordinates]
    alone: dict[str, int] = defaultdict(int)
    for centre in new.centres:
        if not any(area.covers(centre.id, centre.country) for area in coordinators):
            alone[centre.country] += 1
    for country, count in sorted(alone.items()):
        words = f"{country or 'Unknown country'}: {count} centres have no coordinator."
        yield Remark(RemarkKind.NO_COORDINATOR, words)


def _teams(answering: Answering, whole: Directory) -> Iterator[Remark]:
    queues: dict[OrganisationId, list[Team]] = defaultdict(list)
    for team in whole.teams:
        if not team.coordinates and not team.concern and not team.hears_complaints:
            queues[team.organisation].append(team)
    for organisation, centres in answering.items():
        name = whole.organisation(organisation).name
        found = [_queue(queues[organisation], whole, centre) for centre in centres]
        without = found.count(None)
        if without:
            words = f"{name} has no team for {without} of its {len(centres)} centres."
            yield Remark(RemarkKind.NO_TEAM, words)
        tied = sum(isinstance(each, list) for each in found)
        if tied:
            words = f"{name} has two equally narrow teams for {tied} of its centres."
            yield Remark(RemarkKind.TWO_TEAMS, words)


def _queue(teams: list[Team], whole: Directory, key: CentreId) -> Team | None | list[Team]:
    country = whole.centre(key).country
    return narrowest(team for team in teams if team.area.covers(key, country))


def _closed_gates(answering: Answering, whole: Directory, at: datetime) -> Iterator[Remark]:
    for key, centres in answering.items():
        organisation = whole.organisation(key)
        closed = sum(
            not gate_open(whole, organisation, whole.centre(centre), at) for centre in centres
        )
        if closed:
            words = (
                f"{organisation.name} may not receive personal data for {closed} of its centres: "
                "no agreement with both clauses is in force."
            )
            yield Remark(RemarkKind.GATE_CLOSED, words)


def _without_authority(new: Directory) -> Iterator[Remark]:
    for centre in new.centres:
        if centre.authority is None and new.arrangements_of(centre.id):
            words = f"{centre.name} has no competent authority."
            yield Remark(RemarkKind.NO_AUTHORITY, words)


def without_manager(new: Directory, known: Directory) -> Iterator[Remark]:
    """Say that a table cannot tell who manages its centres, where nobody has told it before."""
    alone = sum(not known.arrangements_of(each.id) for each in new.centres)
    if alone:
        words = (
            f"{alone} centres have nobody on record who manages them, and a table cannot say it. "
            "Requests go to who provides the service, else to the coordinator."
        )
        yield Remark(RemarkKind.NO_MANAGER, words)


def _disagreements(new: Directory) -> Iterator[Remark]:
    cells = {(cell.arrangement, cell.service): cell.organisation for cell in new.responsibilities}
    for arrangement in new.arrangements:
        for party in arrangement.parties:
            if party.role is not Role.COMPLEMENTARY or party.service is None:
                continue
            cell = cells.get((arrangement.id, party.service), party.organisation)
            if cell != party.organisation:
                words = (
                    f"{arrangement.id}: the matrix gives {party.service} to {cell}, the "
                    f"complementary service says {party.organisation}; the matrix wins."
                )
                yield Remark(RemarkKind.MATRIX_DISAGREES, words)


def _approvals(new: Directory) -> Iterator[Remark]:
    for derogation in new.derogations:
        for arrangement in new.arrangements_of(derogation.centre):
            missing = missing_approvals(arrangement.model, derogation)
            if missing and arrangement.period.end is None:
                names = ", ".join(sorted(missing))
                words = f"{derogation.centre}: the salary derogation lacks approval by {names}."
                yield Remark(RemarkKind.APPROVAL_MISSING, words)
