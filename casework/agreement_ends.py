"""Agreements that end: warned of 90, 30 and 7 days before, and on the day what is still open.

Each warning is one step in one transaction and given once; after a pause only the latest is
(After an agreement ends, B6).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from casework.coordinators import coordinators, supervisors, tell_all
from casework.workplace import Work
from domain.access import cut_off
from domain.agreements import Agreement
from domain.agreements import AgreementKind as Kind
from domain.filings import ended
from domain.management_notices import AgreementEnding, AgreementOver
from domain.organisations import CentreId
from domain.people import PersonId
from domain.referrals import Referral
from domain.succession import former_of, managers
from domain.turning_points import HEEDED_FOR, governed
from storage import dated_steps, referrals

WARNED_BEFORE = (90, 30, 7)
OVER = "over"
WATCHED = frozenset(Kind) - {Kind.STAFFING}
LISTED = 20


async def warn_next(work: Work) -> bool:
    """Give one warning, or tell that one agreement has ended; False if none is due."""
    for agreement, end in ending(work):
        subject = f"agreement {agreement.id} {end:%Y-%m-%d}"
        due = steps_due(end, work.now)
        done = await dated_steps.steps_of(work.tx, subject)
        if not due - done:
            continue
        for step in sorted(due - done):
            await dated_steps.note(work.tx, subject, step, work.now)
        if latest(due) not in done:
            await tell_of(work, agreement, end)
        return True
    return False


def ending(work: Work) -> list[tuple[Agreement, datetime]]:
    """List the agreements whose end is near, or not long ago."""
    soonest = work.now + timedelta(days=max(WARNED_BEFORE))
    return [
        (each, each.period.end.at)
        for each in ended(work.directory, work.now - HEEDED_FOR, soonest)
        if each.kind in WATCHED and each.period.end is not None
    ]


def steps_due(end: datetime, now: datetime) -> frozenset[str]:
    """Name the steps whose time has come."""
    warnings = {str(days) for days in WARNED_BEFORE if end - now <= timedelta(days=days)}
    return frozenset(warnings | ({OVER} if end <= now else set()))


def latest(due: frozenset[str]) -> str:
    """Give the step nearest to the end: a pause is not made up for with old warnings."""
    return OVER if OVER in due else str(min(int(days) for days in due))


async def tell_of(work: Work, agreement: Agreement, end: datetime) -> None:
    """Tell those in charge of the centres that the agreement is about, each of them once."""
    if end <= work.now:
        for centre in governed(work.directory, agreement):
            await tell_over(work, agreement, centre)
        return
    told: dict[PersonId, CentreId] = {}
    for centre in governed(work.directory, agreement):
        for person in await in_charge(work, agreement, centre):
            told.setdefault(person, centre)
    for person, centre in told.items():
        notice = warning(work, agreement, end, centre)
        await tell_all(work, [person], notice, f"agreement {agreement.id}")


def warning(work: Work, agreement: Agreement, end: datetime, centre: CentreId) -> AgreementEnding:
    """Describe what ends, with its last day in the centre's zone (Dates)."""
    about = work.directory.centre(centre)
    last_day = (end - timedelta(seconds=1)).astimezone(ZoneInfo(about.zone)).date()
    days = -((work.now - end) // timedelta(days=1))
    return AgreementEnding(agreement.name, centre, about.name, last_day, days)


async def in_charge(work: Work, agreement: Agreement, centre: CentreId) -> tuple[PersonId, ...]:
    """Give the coordinators, and the supervisors of those parties who run the centre."""
    arrangement = former_of(work.directory, centre, work.now)
    run = managers(arrangement.model) if arrangement else frozenset()
    run_by = await supervisors(work, centre, run & agreement.parties)
    return (*await coordinators(work, centre), *run_by)


async def tell_over(work: Work, agreement: Agreement, centre: CentreId) -> None:
    """List to the coordinators what is still open with the parties of an agreement that ended."""
    found = await still_open(work, agreement, centre)
    references = tuple(each.reference for each in found)
    promised = tuple(each.reference for each in found if cut_off(work.directory, each, work.now))
    notice = AgreementOver(
        agreement.name,
        centre,
        work.directory.centre(centre).name,
        references[:LISTED],
        max(len(references) - LISTED, 0),
        promised[:LISTED],
    )
    people = await coordinators(work, centre)
    await tell_all(work, people, notice, f"agreement {agreement.id}", urgent=True)


async def still_open(work: Work, agreement: Agreement, centre: CentreId) -> list[Referral]:
    """List the open requests for a centre that a party has; a specialist's are not told of."""
    teams = [
        team.id
        for team in work.directory.teams
        if team.organisation in agreement.parties and team.concern is None
    ]
    services = {service.id for service in work.directory.services_of(centre)}
    found = await referrals.open_in(work.tx, teams)
    return [each for each in found if each.service in services]
