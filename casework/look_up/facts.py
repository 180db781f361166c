"""The facts of centres, cut to the asker's sight before they leave (Rights of look-up)."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from msgspec import structs

from casework.capacity import with_places
from casework.find import found
from casework.look_up import agreements, governance, managing
from casework.look_up.names import centres_of
from casework.look_up.seen import sight_on
from casework.refer import name
from casework.workplace import Work
from domain.access import Sight, sees
from domain.centres import Centre
from domain.directory import is_listed
from domain.hours import opening_at, place_hours
from domain.opening_days import Interval, day_of, open_between
from domain.quality import INDICATORS_OVER, Row, safe_row
from domain.questions import OpenOn, Topic
from domain.requests.finding import Found
from domain.requests.looking_up import SHOWN, Cards, CentreFacts, FactsAbout, OpenFact, Scope
from domain.services import Service, ServiceType
from storage import referrals


async def facts_about(work: Work, request: FactsAbout) -> Cards:
    """Give the facts of the centres a question is about, of those only that have an answer."""
    told = []
    centres = list(centres_of(work, request.about))
    for centre in centres:
        facts = await facts_of(work, centre, request)
        if len(centres) == 1 or answers(facts, request):
            told.append(facts)
    await note(work, request)
    told.sort(key=lambda each: order(each, request))
    return Cards(
        tuple(told[:SHOWN]),
        max(len(told) - SHOWN, 0),
        agreements.of_many(work, centres) if Topic.AGREEMENTS in request.topics else (),
    )


async def note(work: Work, request: FactsAbout) -> None:
    """Write down who asked what about which place, never what they wrote."""
    about = request.about
    subject = about.key if about.scope is Scope.CENTRE else f"{about.scope}:{about.key}"
    details = " ".join(topic.value for topic in request.topics)
    await work.note("look up", subject, allowed=True, details=details)


def answers(facts: CentreFacts, request: FactsAbout) -> bool:
    """Say whether a centre is worth a line among many."""
    if request.open_on is not None:
        return any(each.between for each in facts.open_on)
    if request.services and not facts.services:
        return False
    return any(facts.holds(topic) for topic in request.topics)


def order(facts: CentreFacts, request: FactsAbout) -> tuple[str, str]:
    """Put the next committee meeting first; else go by name."""
    soonest = Topic.COMMITTEE in request.topics and facts.next_meeting
    return (soonest.isoformat() if soonest else "9", facts.centre.name)


async def facts_of(work: Work, centre: Centre, request: FactsAbout) -> CentreFacts:
    """Give the facts of one centre."""
    directory = work.directory
    sight = sight_on(work, centre)
    in_force = directory.arrangements_at(centre.id, work.now)
    now = in_force[0] if len(in_force) == 1 else None
    staff, party, full = (sees(sight, each) for each in (Sight.STAFF, Sight.PARTY, Sight.FULL))
    committee = centre.committee if staff else None
    today = work.now.astimezone(ZoneInfo(centre.zone)).date()
    return CentreFacts(
        sight=sight,
        centre=bare(centre, staff=staff),
        open=opening_at(centre, None, work.now),
        services=await services(work, centre, request.services),
        now=managing.fact(work, now, sight) if now else None,
        history=managing.past(work, centre, sight) if staff else (),
        agreements=agreements.of_centre(work, centre) if party else (),
        handover=governance.handover(work, centre) if staff else None,
        authority=name(work, centre.authority),
        next_meeting=committee.next_from(today) if committee else None,
        today=today,
        on=managing.during(work, centre, request.when, sight) if staff and request.when else (),
        open_on=opening(work, centre, request),
        committee=committee,
        staffing=governance.staffing(work, centre) if party else (),
        derogation=governance.derogation(work, centre, now) if full else None,
        budgets=governance.budgets(work, centre, full=full),
        funding=governance.funding(work, centre) if full else (),
        indicators=await indicators(work, centre, request) if party else None,
        verified_by=name(work, centre.verified_by),
    )


def bare(centre: Centre, *, staff: bool) -> Centre:
    """Take out of a centre what is told apart, and the working contact unless staff asks."""
    return replace(centre, committee=None, budget_line="", email=centre.email if staff else "")


async def services(work: Work, centre: Centre, kinds: tuple[ServiceType, ...]) -> tuple[Found, ...]:
    """List what is listed, of the kinds asked for; free places in numbers only for staff."""
    listed = [s for s in listed_at(work, centre) if not kinds or s.type in kinds]
    return await with_places(work, tuple(found(work, service, centre) for service in listed))


def listed_at(work: Work, centre: Centre) -> list[Service]:
    """List the services that a look-up may show."""
    return [s for s in work.directory.services_of(centre.id) if is_listed(s)]


# ---------------------------------------------------------------- open on a day


def opening(work: Work, centre: Centre, request: FactsAbout) -> tuple[OpenFact, ...]:
    """Say when the centre, or the services that are asked for, are open on the day in question."""
    if request.open_on is None:
        return ()
    day = day_of(request.open_on, centre.zone, work.now)
    provider = request.about.organisation
    wanted = [
        each
        for each in listed_at(work, centre)
        if (not request.services or each.type in request.services)
        and (provider is None or each.provider in (None, provider))
    ]
    facts = [OpenFact(day, s.type, open_between(place_hours(centre, s), day)) for s in wanted]
    if request.open_on is OpenOn.NOW:
        facts = [structs.replace(each, between=still(work, each.between)) for each in facts]
    if not request.services and len({each.between for each in facts}) == 1:
        return (structs.replace(facts[0], service=None),)
    return tuple(facts)


def still(work: Work, between: tuple[Interval, ...] | None) -> tuple[Interval, ...] | None:
    """Keep the hours that hold now."""
    if between is None:
        return None
    return tuple(span for span in between if span[0] <= work.now < span[1])


# ---------------------------------------------------------------- indicators


async def indicators(work: Work, centre: Centre, request: FactsAbout) -> Row | None:
    """Count what became of the requests of the last 90 days, with small numbers hidden (C4).

    Cases of specialists' teams are not in it: they are nobody's to know but theirs.
    """
    if Topic.INDICATORS not in request.topics:
        return None
    apart = [team.id for team in work.directory.teams if team.concern]
    counted = await referrals.fates(
        work.tx,
        [service.id for service in listed_at(work, centre)],
        work.now - INDICATORS_OVER,
        without=apart,
    )
    return safe_row(counted)
