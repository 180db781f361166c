"""Managing: coordinators enter who runs a centre; each fact is checked, dated and audited.

A new fact ends the former at its instant; neither is edited, so an undo is a new fact too.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from casework.present_facts import with_present_facts
from casework.refer import managers_of
from casework.workplace import Work
from domain.access import may_manage
from domain.agreements import Agreement, AgreementId, AgreementKind, Responsibility
from domain.centres import Centre
from domain.directory import Directory
from domain.management import Arrangement, JointlyRun, PartnerRun
from domain.organisations import Area, CentreId, OrganisationId
from domain.periods import Bound, Period, start_of_day, whole_days
from domain.requests.managing import (
    Managed,
    ManageOutcome,
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
from storage import directory

SAVED = Managed(ManageOutcome.SAVED)
REFUSED = Managed(ManageOutcome.REFUSED)
BY_MODEL = {JointlyRun: AgreementKind.COOPERATION, PartnerRun: AgreementKind.PARTNER_CONTRACT}


async def allowed(
    work: Work, key: CentreId, action: str, organisation: OrganisationId | None = None
) -> bool:
    """Say whether a centre's management is the actor's to enter; a refused attempt is audited.

    `organisation`: the one that is named, which must be known.
    """
    known = work.directory.has_centre(key)
    if known and may_manage(work.actor, work.directory, key):
        return organisation is None or work.directory.has_organisation(organisation)
    await work.note(action, key if known else "", allowed=False)
    return False


async def write_arrangement(work: Work, request: WriteArrangement) -> Managed:
    """Let an organisation run the centre from a day on; the former ends at that instant."""
    action = "enter management"
    if not await allowed(work, request.centre, action, request.organisation):
        return REFUSED
    work = await with_present_facts(work)
    centre = work.directory.centre(request.centre)
    at = begins(work, centre, request.first_day)
    former = former_of(work.directory, centre.id, at)
    manager = work.directory.organisation(request.organisation)
    model = model_of(
        manager,
        iom_of(former, work.directory),
        joint=request.shape is Shape.JOINT,
        part=request.shape is Shape.PART,
    )
    if model is None:
        return REFUSED
    if former is not None and former.model == model:
        return Managed(ManageOutcome.SAME)
    new = followed_by(former, centre.id, model, at)
    new = replace(new, agreement=agreement_for(work, new, at))
    if (clash := overlap(work, centre, at, former)) is not None:
        return clash
    await directory.save(work.tx, Directory(arrangements=begun_with(former, new)))
    await work.note(action, centre.id, allowed=True, details=new.id)
    return SAVED


def begins(work: Work, centre: Centre, day: date | None) -> datetime:
    """Give the instant from which a fact holds: now, or the beginning of a day at the centre."""
    return work.now if day is None else start_of_day(day, centre.zone)


def overlap(work: Work, centre: Centre, at: datetime, former: Arrangement | None) -> Managed | None:
    """Refuse what would hold beside another arrangement, and say which (Overlap)."""
    clash = in_the_way(work.directory, centre.id, at)
    if clash is None and former is None:
        several = work.directory.arrangements_at(centre.id, at)
        clash = several[0] if several else None
    if clash is None:
        return None
    start = clash.period.start
    day = start.at.astimezone(ZoneInfo(centre.zone)).date() if start else None
    return Managed(ManageOutcome.OVERLAP, day, ", ".join(managers_of(work, clash)))


def agreement_for(work: Work, new: Arrangement, at: datetime) -> AgreementId | None:
    """Find the agreement by which a partner, or IOM and an authority, run the centre at `at`."""
    kind = BY_MODEL.get(type(new.model))
    centre = work.directory.centre(new.centre)
    found = [
        each
        for each in work.directory.agreements
        if each.kind is kind
        and managers(new.model) <= each.parties
        and each.period.holds(at)
        and each.covers.covers(centre.id, centre.country)
    ]
    return found[-1].id if found else None


# ---------------------------------------------------------------- agreements and their duties


async def write_agreement(work: Work, request: WriteAgreement) -> Managed:
    """Keep an agreement of IOM with an organisation; a centre that it is about goes on under it."""
    action = "enter agreement"
    if not await allowed(work, request.centre, action, request.organisation):
        return REFUSED
    work = await with_present_facts(work)
    centre = work.directory.centre(request.centre)
    if request.last_day is not None and request.last_day < request.first_day:
        return REFUSED
    period = whole_days(request.first_day, request.last_day, centre.zone)
    start = start_of_day(request.first_day, centre.zone)
    former = former_of(work.directory, centre.id, max(start, work.now))
    iom = iom_of(former, work.directory)
    agreement = Agreement(
        id=AgreementId(f"{centre.id}-{request.kind}-{work.now:%Y%m%dT%H%M%S}"),
        name=f"{work.directory.organisation(request.organisation).name}, {centre.name}",
        kind=request.kind,
        parties=frozenset({request.organisation, *([iom] if iom else [])}),
        period=period,
        clauses=frozenset(request.clauses),
        covers=Area(frozenset({centre.id})),
    )
    await directory.save(
        work.tx, Directory(agreements=(agreement,)) + going_on(work, centre, former, agreement)
    )
    await work.note(action, centre.id, allowed=True, details=agreement.id)
    return SAVED


def going_on(
    work: Work, centre: Centre, former: Arrangement | None, agreement: Agreement
) -> Directory:
    """Let the arrangement that an agreement is about go on under it, from its first instant."""
    start = agreement.period.start
    if former is None or start is None or BY_MODEL.get(type(former.model)) is not agreement.kind:
        return Directory()
    at = max(start.at, work.now)
    if not managers(former.model) <= agreement.parties | {iom_of(former, work.directory)}:
        return Directory()
    if not agreement.period.holds(at) or in_the_way(work.directory, centre.id, at):
        return Directory()
    new, cells = renewed(work.directory, former, agreement, at)
    return Directory(arrangements=begun_with(former, new), responsibilities=cells)


async def write_duty(work: Work, request: WriteDuty) -> Managed:
    """Say who answers for a service from a day on, by the agreement of the arrangement (D1)."""
    action = "enter responsibility"
    if not await allowed(work, request.centre, action, request.organisation):
        return REFUSED
    work = await with_present_facts(work)
    centre = work.directory.centre(request.centre)
    at = begins(work, centre, request.first_day)
    arrangement = former_of(work.directory, centre.id, at)
    if arrangement is None or arrangement.agreement is None:
        return REFUSED
    if not work.directory.in_force(arrangement.agreement, at):
        return REFUSED
    known = duties(work.directory, arrangement, request.service)
    if any(each.organisation == request.organisation and each.period.holds(at) for each in known):
        return Managed(ManageOutcome.SAME)
    for later in known:
        start = later.period.start
        if start is not None and start.at >= at:
            day = start.at.astimezone(ZoneInfo(centre.zone)).date()
            named = work.directory.organisation(later.organisation).name
            return Managed(ManageOutcome.OVERLAP, day, named)
    new = Responsibility(
        centre.id,
        request.service,
        request.organisation,
        arrangement.agreement,
        arrangement.id,
        Period(Bound(at)),
    )
    ended = tuple(
        replace(cell, period=Period(cell.period.start, Bound(at)))
        for cell in known
        if cell.period.holds(at)
    )
    await directory.save(work.tx, Directory(responsibilities=(*ended, new)))
    await work.note(action, centre.id, allowed=True, details=request.service.value)
    return SAVED


def duties(known: Directory, arrangement: Arrangement, service: object) -> list[Responsibility]:
    """List the cells of a service that were written for an arrangement and its agreement."""
    return [
        cell
        for cell in known.responsibilities
        if cell.arrangement == arrangement.id
        and cell.service is service
        and cell.agreement == arrangement.agreement
    ]
