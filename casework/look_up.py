"""Looking up: a centre's facts as far as the asker may see them (Rights of look-up)."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from casework.capacity import with_places
from casework.find import found
from casework.places import country_names, folded
from casework.refer import managers_of, model_name, name
from casework.workplace import Work
from domain.access import Sight, sees, sight_of
from domain.agreements import Agreement
from domain.centres import Centre
from domain.directory import is_listed
from domain.hours import opening_at
from domain.management import Arrangement, missing_approvals
from domain.requests.finding import Found
from domain.requests.looking_up import (
    AgreementFact,
    ArrangementFact,
    CentreFacts,
    CentresNamed,
    FactsOf,
    HandoverFact,
    PartyFact,
)

CLOSE_ENOUGH = 80.0
BEST = 6


async def centres_named(work: Work, request: CentresNamed) -> tuple[Centre, ...]:
    """Find the centres whose name, town or alias a text holds or resembles."""
    said = folded(request.text)
    if not said:
        return ()
    names = {c.id: searched(c) for c in work.directory.centres if seen_at_all(work, c)}
    inside = [key for key, text in names.items() if f" {said} " in f" {text} "]
    if not inside:
        close = process.extract(
            said, names, scorer=fuzz.token_set_ratio, score_cutoff=CLOSE_ENOUGH, limit=BEST
        )
        best = max((score for _, score, _ in close), default=0.0)
        inside = [key for _, score, key in close if score >= best - 5]
    return tuple(work.directory.centre(key) for key in inside[:BEST])


def searched(centre: Centre) -> str:
    """Give the folded words under which a centre is found, its country among them."""
    countries = country_names(centre.country)
    return folded(" ".join((centre.name, centre.city, *centre.aliases, *countries)))


def seen_at_all(work: Work, centre: Centre) -> bool:
    """Leave out places of which every service is confidential, for those who are not staff."""
    if work.actor.is_enrolled:
        return True
    return any(is_listed(service) for service in work.directory.services_of(centre.id))


async def facts_of(work: Work, request: FactsOf) -> CentreFacts | None:
    """Give the facts of a centre, cut to the asker's sight before they leave this function."""
    directory = work.directory
    if not directory.has_centre(request.centre):
        return None
    centre = directory.centre(request.centre)
    if not seen_at_all(work, centre):
        return None
    in_force = directory.arrangements_at(centre.id, work.now)
    sight = sight_of(work.actor, directory, centre.id, in_force)
    now = in_force[0] if len(in_force) == 1 else None
    await work.note("look up", centre.id, allowed=True, details=sight.value)
    staff, party, full = (sees(sight, each) for each in (Sight.STAFF, Sight.PARTY, Sight.FULL))
    return CentreFacts(
        sight=sight,
        centre=centre,
        open=opening_at(centre, None, work.now),
        services=await services(work, centre),
        now=fact(work, now, with_parties=staff) if now else None,
        history=past(work, centre) if staff else (),
        agreements=agreements(work, centre) if party else (),
        handover=handover(work, centre) if staff else None,
        authority=name(work, centre.authority),
        next_meeting=centre.committee.next_meeting if centre.committee and staff else None,
        budget_line=centre.budget_line if full or own_budget(work, centre) else "",
        missing_approvals=approvals_missing(work, centre, now) if full else (),
    )


async def services(work: Work, centre: Centre) -> tuple[Found, ...]:
    """List what is listed; free places in numbers only for staff."""
    listed = (s for s in work.directory.services_of(centre.id) if is_listed(s))
    return await with_places(work, tuple(found(work, service, centre) for service in listed))


def fact(work: Work, arrangement: Arrangement, *, with_parties: bool) -> ArrangementFact:
    """Name an arrangement's model, managers, dates and, for staff, other parties."""
    start, end = arrangement.period.start, arrangement.period.end
    parties = tuple(
        PartyFact(name(work, p.organisation), p.role.value, p.service) for p in arrangement.parties
    )
    return ArrangementFact(
        model_name(arrangement),
        managers_of(work, arrangement),
        start.at if start else None,
        end.at if end else None,
        start.only_year if start else None,
        end.only_year if end else None,
        parties if with_parties else (),
    )


def past(work: Work, centre: Centre) -> tuple[ArrangementFact, ...]:
    """List the earlier arrangements, latest first."""
    ended = [
        a
        for a in work.directory.arrangements_of(centre.id)
        if not a.provisional and a.period.end is not None and a.period.end.at <= work.now
    ]
    ended.sort(key=lambda a: a.period.end.at if a.period.end else work.now, reverse=True)
    return tuple(fact(work, a, with_parties=True) for a in ended)


def agreements(work: Work, centre: Centre) -> tuple[AgreementFact, ...]:
    """List the agreements that cover a centre."""
    return tuple(
        agreement(work, each)
        for each in work.directory.agreements
        if each.covers.covers(centre.id, centre.country)
    )


def agreement(work: Work, each: Agreement) -> AgreementFact:
    """Describe an agreement."""
    start, end = each.period.start, each.period.end
    return AgreementFact(
        each.name,
        each.kind.value,
        start.at if start else None,
        end.at if end else None,
        tuple(sorted(name(work, party) for party in each.parties)),
        tuple(sorted(clause.value for clause in each.clauses)),
        each.period.holds(work.now),
    )


def handover(work: Work, centre: Centre) -> HandoverFact | None:
    """Give the planned change of manager, if there is one."""
    for plan in work.directory.handovers:
        if plan.centre == centre.id:
            return HandoverFact(name(work, plan.successor), plan.stage.value, plan.effective)
    return None


def own_budget(work: Work, centre: Centre) -> bool:
    """Say whether the asker is of the authority whose budget it is."""
    return any(m.organisation == centre.authority for m in work.actor.memberships)


def approvals_missing(work: Work, centre: Centre, now: Arrangement | None) -> tuple[str, ...]:
    """Say which approvals a salary derogation lacks (C5, D4)."""
    if now is None:
        return ()
    return tuple(
        sorted(
            approval.value
            for derogation in work.directory.derogations
            if derogation.centre == centre.id
            for approval in missing_approvals(now.model, derogation)
        )
    )
