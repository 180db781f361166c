"""Entering: what a dated fact about a centre's management changes, by message or by file alike.

Each rule gives the facts to keep, or why they are not kept; it knows no actor and stores nothing.
A new fact ends the former at its instant, and neither is edited (G3, Overlap or none).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.agreements import Agreement, AgreementId, AgreementKind, Responsibility
from domain.centres import Centre
from domain.directory import Directory
from domain.handover import Handover, Stage, is_open
from domain.management import Arrangement, JointlyRun, PartnerRun, parties_of
from domain.organisations import Area, CentreId, OrganisationId
from domain.periods import Bound, Period, start_of_day, whole_days
from domain.requests.managing import (
    EndAgreement,
    Managed,
    ManageOutcome,
    PlanHandover,
    Shape,
    WriteAgreement,
    WriteArrangement,
    WriteDuty,
)
from domain.succession import (
    begun_with,
    followed_by,
    former_of,
    in_the_way,
    iom_of,
    managers,
    model_of,
    renewed,
)

Fact = WriteArrangement | WriteAgreement | EndAgreement | WriteDuty | PlanHandover
Entered = Directory | Managed
"""The facts to keep, or why there are none."""

SAME = Managed(ManageOutcome.SAME)
REFUSED = Managed(ManageOutcome.REFUSED)
BY_MODEL = {JointlyRun: AgreementKind.COOPERATION, PartnerRun: AgreementKind.PARTNER_CONTRACT}


def entered(known: Directory, fact: Fact, now: datetime) -> Entered:
    """Give what a fact adds and ends in the directory at the aware UTC `now`.

    Centre and organisation have to be known.
    """
    rule: Callable[[Directory, Any, datetime], Entered] = RULES[type(fact)]
    return rule(known, fact, now)


# ---------------------------------------------------------------- who runs a centre


def arrangement(known: Directory, fact: WriteArrangement, now: datetime) -> Entered:
    """Let an organisation run the centre from a day on; the former ends at that instant."""
    centre = known.centre(fact.centre)
    at = begins(centre, fact.first_day, now)
    former = former_of(known, centre.id, at)
    model = model_of(
        known.organisation(fact.organisation),
        iom_of(former, known),
        joint=fact.shape is Shape.JOINT,
        part=fact.shape is Shape.PART,
    )
    if model is None:
        return REFUSED
    if former is not None and former.model == model:
        return SAME
    new = followed_by(former, centre.id, model, at)
    new = replace(new, agreement=agreement_for(known, new, at))
    return overlap(known, centre, at, former) or Directory(arrangements=begun_with(former, new))


def begins(centre: Centre, day: date | None, now: datetime) -> datetime:
    """Give the instant from which a fact holds: now, or the beginning of a day at the centre."""
    return now if day is None else start_of_day(day, centre.zone)


def overlap(
    known: Directory, centre: Centre, at: datetime, former: Arrangement | None
) -> Managed | None:
    """Refuse what would hold beside another arrangement, and say which (Overlap)."""
    clash = in_the_way(known, centre.id, at)
    if clash is None and former is None:
        several = known.arrangements_at(centre.id, at)
        clash = several[0] if several else None
    if clash is None:
        return None
    start = clash.period.start
    day = day_at(centre, start.at) if start else None
    return Managed(ManageOutcome.OVERLAP, day, ", ".join(names_of(known, clash)))


def names_of(known: Directory, arrangement: Arrangement) -> list[str]:
    """Name those that the model itself makes managers."""
    model = arrangement.model
    if isinstance(model, PartnerRun):
        return [known.organisation(model.partner).name]
    return [known.organisation(party.organisation).name for party in parties_of(model)]


def day_at(centre: Centre, at: datetime) -> date:
    """Give the day of an instant at a centre."""
    return at.astimezone(ZoneInfo(centre.zone)).date()


def agreement_for(known: Directory, new: Arrangement, at: datetime) -> AgreementId | None:
    """Find the agreement by which a partner, or IOM and an authority, run the centre at `at`."""
    kind = BY_MODEL.get(type(new.model))
    centre = known.centre(new.centre)
    found = [
        each
        for each in known.agreements
        if each.kind is kind
        and managers(new.model) <= each.parties
        and each.period.holds(at)
        and each.covers.covers(centre.id, centre.country)
    ]
    return found[-1].id if found else None


# ---------------------------------------------------------------- agreements


def agreement(known: Directory, fact: WriteAgreement, now: datetime) -> Entered:
    """Keep an agreement of IOM with an organisation; a centre that it is about goes on under it."""
    centre = known.centre(fact.centre)
    if fact.last_day is not None and fact.last_day < fact.first_day:
        return REFUSED
    start = start_of_day(fact.first_day, centre.zone)
    former = former_of(known, centre.id, max(start, now))
    iom = iom_of(former, known)
    new = Agreement(
        id=AgreementId(""),
        name=f"{known.organisation(fact.organisation).name}, {centre.name}",
        kind=fact.kind,
        parties=frozenset({fact.organisation, *([iom] if iom else [])}),
        period=whole_days(fact.first_day, fact.last_day, centre.zone),
        clauses=frozenset(fact.clauses),
        covers=Area(frozenset({centre.id})),
    )
    if any(replace(each, id=new.id) == new for each in known.agreements):
        return SAME
    new = replace(new, id=free_id(known, f"{centre.id}-{fact.kind}-{fact.first_day:%Y%m%d}"))
    return Directory(agreements=(new,)) + going_on(known, centre, former, new, now)


def free_id(known: Directory, base: str) -> AgreementId:
    """Give an id that no agreement has: two may begin on one day."""
    number, key = 1, AgreementId(base)
    while known.agreement(key) is not None:
        number += 1
        key = AgreementId(f"{base}-{number}")
    return key


def going_on(
    known: Directory, centre: Centre, former: Arrangement | None, new: Agreement, now: datetime
) -> Directory:
    """Let the arrangement that an agreement is about go on under it, from its first instant."""
    start = new.period.start
    if former is None or start is None or BY_MODEL.get(type(former.model)) is not new.kind:
        return Directory()
    at = max(start.at, now)
    if not managers(former.model) <= new.parties | {iom_of(former, known)}:
        return Directory()
    if not new.period.holds(at) or in_the_way(known, centre.id, at):
        return Directory()
    following, cells = renewed(known, former, new, at)
    return Directory(arrangements=begun_with(former, following), responsibilities=cells)


def end_of_agreement(known: Directory, fact: EndAgreement, now: datetime) -> Entered:
    """Let an agreement end after a day that is not over, earlier than it would have (B6)."""
    centre = known.centre(fact.centre)
    found = known.agreement(fact.agreement)
    if found is None or not found.covers.covers(centre.id, centre.country):
        return REFUSED
    end = whole_days(None, fact.last_day, centre.zone).end
    start = found.period.start
    if end is None or end.at <= now or (start is not None and end.at <= start.at):
        return REFUSED
    if found.period.end is not None and found.period.end.at <= end.at:
        return SAME if found.period.end.at == end.at else REFUSED
    return Directory(agreements=(replace(found, period=Period(start, end)),))


def may_end_early(known: Directory, centre: Centre, now: datetime) -> list[Agreement]:
    """List the agreements about a centre that are not over."""
    return [
        each
        for each in known.agreements
        if each.covers.covers(centre.id, centre.country)
        and (each.period.end is None or each.period.end.at > now)
    ]


# ---------------------------------------------------------------- the matrix


def duty(known: Directory, fact: WriteDuty, now: datetime) -> Entered:
    """Say who answers for a service from a day on, by the agreement of the arrangement (D1)."""
    centre = known.centre(fact.centre)
    at = begins(centre, fact.first_day, now)
    former = former_of(known, centre.id, at)
    if former is None or former.agreement is None or not known.in_force(former.agreement, at):
        return REFUSED
    cells = duties(known, former, fact.service)
    if any(each.organisation == fact.organisation and each.period.holds(at) for each in cells):
        return SAME
    for later in cells:
        start = later.period.start
        if start is not None and start.at >= at:
            name = known.organisation(later.organisation).name
            return Managed(ManageOutcome.OVERLAP, day_at(centre, start.at), name)
    period = Period(Bound(at))
    new = Responsibility(
        centre.id, fact.service, fact.organisation, former.agreement, former.id, period
    )
    ended = tuple(
        replace(cell, period=Period(cell.period.start, Bound(at)))
        for cell in cells
        if cell.period.holds(at)
    )
    return Directory(responsibilities=(*ended, new))


def duties(known: Directory, arrangement: Arrangement, service: object) -> list[Responsibility]:
    """List the cells of a service that were written for an arrangement and its agreement."""
    return [
        cell
        for cell in known.responsibilities
        if cell.arrangement == arrangement.id
        and cell.service is service
        and cell.agreement == arrangement.agreement
    ]


# ---------------------------------------------------------------- a handover


def plan(known: Directory, fact: PlanHandover, now: datetime) -> Entered:
    """Plan it; the successor is named in consent if its day is near (Handover)."""
    centre = known.centre(fact.centre)
    if open_plan(known, centre.id) is not None or runs_alone(known, centre, fact.successor, now):
        return SAME
    at = start_of_day(fact.day, centre.zone) if fact.day else None
    if at is not None and at <= now:
        return REFUSED
    return Directory(handovers=(Handover(centre.id, fact.successor, Stage.PLANNED, at),))


def open_plan(known: Directory, centre: CentreId) -> Handover | None:
    """Give the plan for a centre that is to be carried out."""
    return next((each for each in known.handovers if each.centre == centre and is_open(each)), None)


def runs_alone(known: Directory, centre: Centre, key: OrganisationId, now: datetime) -> bool:
    """Say whether nobody else runs the centre now."""
    former = former_of(known, centre.id, now)
    return former is not None and managers(former.model) == {key}


RULES: Mapping[type, Callable[[Directory, Any, datetime], Entered]] = {
    WriteArrangement: arrangement,
    WriteAgreement: agreement,
    EndAgreement: end_of_agreement,
    WriteDuty: duty,
    PlanHandover: plan,
}
