"""Reports: who reports a wrong entry stays unnamed; its keepers answer, and the reporter hears."""

from __future__ import annotations

import secrets

from casework.freshness import settle
from casework.keeping import entries_kept, mark_verified, may_keep
from casework.tell import replace_announcements, tell
from casework.workplace import Work
from domain.access import MemberRole
from domain.directory import is_listed
from domain.notices import EntryReported, Notice, ReportAnswered, ReportSettled
from domain.organisations import Team, TeamId
from domain.people import PersonId
from domain.reports import LONGEST_WORDS, OPEN_AT_ONCE, Report, ReportId, ReportOutcome
from domain.requests import Done, DoneOutcome
from domain.requests.keeping import (
    AnswerReport,
    OneReport,
    OpenReports,
    Reported,
    ReportedOutcome,
    ReportEntry,
    ReportView,
)
from domain.routing import keeper_of
from domain.services import Service
from storage import members, referrals, reports

PEOPLE_TOLD = 3
NOBODYS = TeamId("")


async def report_entry(work: Work, request: ReportEntry) -> Reported:
    """Keep a report and tell the keepers; the same again, or too many at once, tells nobody."""
    if not work.directory.has_service(request.service):
        return Reported(ReportedOutcome.NOT_THERE)
    service = work.directory.service(request.service)
    if not is_listed(service):
        return Reported(ReportedOutcome.NOT_THERE)
    mine = await reports.open_of_person(work.tx, work.person)
    if any((each.service, each.what) == (request.service, request.what) for each in mine):
        return Reported(ReportedOutcome.TOLD_ALREADY)
    if len(mine) >= OPEN_AT_ONCE:
        return Reported(ReportedOutcome.TOO_MANY)
    team = keeper_of(work.directory, service, work.now)
    report = Report(
        ReportId(secrets.token_hex(6)),
        service.id,
        team.id if team else NOBODYS,
        work.person,
        request.what,
        request.words[:LONGEST_WORDS],
        work.now,
    )
    await reports.insert_report(work.tx, report)
    await tell_keepers(work, report, service, team)
    owner = work.directory.organisation(team.organisation).name if team else ""
    return Reported(ReportedOutcome.PASSED_ON, owner, await others_read_along(work, work.person))


async def others_read_along(work: Work, person: PersonId) -> bool:
    """Say whether somebody told, in any request, that it is not safe to write (Safety 11)."""
    for each in await referrals.of_person(work.tx, person):
        contact = await referrals.contact_of(work.tx, each.id)
        if contact is not None and not contact.safe_to_write:
            return True
    return False


async def tell_keepers(work: Work, report: Report, service: Service, team: Team | None) -> None:
    """Tell those of the team on duty, without words; where nobody keeps it, the administrators."""
    people = await members.keeping(work.tx, team.id, PEOPLE_TOLD) if team else ()
    if not people:
        people = await members.with_role(work.tx, MemberRole.ADMIN)
    centre = work.directory.centre(service.centre)
    notice = EntryReported(
        report.id, service.type, centre.name, centre.city, centre.country, report.what
    )
    for person in people:
        await tell(work, person, notice, subject_of(report.id))


def subject_of(report: ReportId) -> str:
    """Name what a notice about a report is about, for the outbox."""
    return f"report:{report}"


async def open_reports(work: Work, request: OpenReports) -> tuple[ReportView, ...]:
    """List the open reports on entries that the actor keeps, oldest first."""
    if not work.actor.is_enrolled:
        return ()
    waiting = await reports.open_reports(work.tx)
    return tuple(view for view in (seen(work, each) for each in waiting) if view is not None)


async def one_report(work: Work, request: OneReport) -> ReportView | None:
    """Show one open report to whoever keeps the entry; audited."""
    report = await reports.report_by_id(work.tx, request.report)
    view = seen(work, report) if report and report.outcome is None else None
    await work.note("read report", request.report if report else "", allowed=view is not None)
    return view


def seen(work: Work, report: Report) -> ReportView | None:
    """Show a report as a keeper sees it, never who made it; None for everybody else."""
    if not work.directory.has_service(report.service):
        return None
    service = work.directory.service(report.service)
    if not may_keep(work, service):
        return None
    centre = work.directory.centre(service.centre)
    return ReportView(
        report.id,
        service.id,
        service.type,
        centre.id,
        centre.name,
        centre.city,
        centre.country,
        centre.zone,
        report.what,
        report.words,
        report.at,
        service.verified_on or centre.verified_on,
    )


async def answer_report(work: Work, request: AnswerReport) -> Done:
    """Note what came of a report and tell whoever made it; an answer is a check of the entry."""
    report = await reports.report_by_id(work.tx, request.report)
    may = report is not None and seen(work, report) is not None
    await work.note("answer report", request.report if report else "", allowed=may)
    if report is None or not may:
        return Done(DoneOutcome.NOT_FOUND)
    if not await reports.answer(work.tx, report.id, request.outcome, work.now):
        return Done(DoneOutcome.TOO_LATE)
    service = work.directory.service(report.service)
    centre = work.directory.centre(service.centre)
    if request.outcome is not ReportOutcome.NOT_CLEAR:
        kept = tuple(s for s in entries_kept(work, centre) if s.id == service.id)
        await mark_verified(work, centre, kept)
        await settle(work, centre, kept)

    def changed(mine: bool) -> Notice:
        return ReportSettled(centre.name, mine)

    await replace_announcements(work, subject_of(report.id), changed)
    if report.person is not None and not await others_read_along(work, report.person):
        notice = ReportAnswered(service.id, centre.name, request.outcome)
        await tell(work, report.person, notice, subject_of(report.id))
    return Done(DoneOutcome.DONE)
