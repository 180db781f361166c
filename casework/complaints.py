"""Complaints: to people outside of what they are about; whoever complains is named to nobody."""

from __future__ import annotations

import secrets

from casework.reports import others_read_along
from casework.tell import tell
from casework.workplace import Work
from domain.complaints import (
    LONGEST_WORDS,
    OPEN_AT_ONCE,
    Complaint,
    ComplaintId,
    complaints_team,
)
from domain.notices import ComplaintArrived, ComplaintMoved
from domain.organisations import CentreId, OrganisationId, Team, TeamId
from domain.people import PersonId
from domain.requests import Done, DoneOutcome
from domain.requests.complaining import (
    AnswerComplaint,
    Complain,
    Complained,
    ComplainedOutcome,
    ComplaintView,
    Listeners,
    MyComplaint,
    MyComplaints,
    OneComplaint,
    OpenComplaints,
    TakeComplaint,
    WhoListens,
)
from storage import complaints, members, referrals


async def subject(
    work: Work, reference: str
) -> tuple[CentreId | None, OrganisationId | None, Team | None]:
    """Give what a complaint is about, by a request of the actor's own, and who hears it."""
    referral = await referrals.by_reference(work.tx, reference) if reference else None
    if referral is None or referral.person != work.person:
        return None, None, complaints_team(work.directory, None, None, work.now)
    centre = work.directory.service(referral.service).centre
    owner = work.organisation_of(referral.team).id
    return centre, owner, complaints_team(work.directory, centre, owner, work.now)


async def who_listens(work: Work, request: WhoListens) -> Listeners:
    """Say who would hear it, before anything is written."""
    _, _, team = await subject(work, request.reference)
    if team is None:
        return Listeners(contact=work.outside_contact)
    name = work.organisation_of(team.id).name
    return Listeners(name, unheard=await others_read_along(work, work.person))


async def complain(work: Work, request: Complain) -> Complained:
    """Keep a complaint and tell its listeners that there is one; an anonymous one leaves no trace.

    Of that only the day is kept, and neither who nor which request, nor an audit row.
    """
    centre, owner, team = await subject(work, request.reference)
    if team is None:
        return Complained(ComplainedOutcome.NOBODY)
    mine = await complaints.of_person(work.tx, work.person)
    if len([each for each in mine if each.answered is None]) >= OPEN_AT_ONCE:
        return Complained(ComplainedOutcome.TOO_MANY)
    new = Complaint(
        ComplaintId(secrets.token_hex(6)),
        team.id,
        centre,
        owner,
        work.person if request.named else None,
        request.words[:LONGEST_WORDS],
        work.now if request.named else work.now.replace(hour=0, minute=0, second=0, microsecond=0),
    )
    await complaints.insert_complaint(work.tx, new)
    for person in await members.of_team(work.tx, team.id):
        await tell(work, person, ComplaintArrived(new.id), about(new.id))
    if request.named:
        await work.note("complain", new.id, allowed=True)
    return Complained(ComplainedOutcome.PASSED_ON, work.organisation_of(team.id).name)


def about(complaint: ComplaintId) -> str:
    """Name what a notice is about, for the outbox."""
    return f"complaint:{complaint}"


async def my_complaints(work: Work, request: MyComplaints) -> tuple[MyComplaint, ...]:
    """List what the actor complained of by name."""
    return tuple(
        MyComplaint(
            each.id,
            work.organisation_of(each.team).name,
            each.at,
            each.read is not None,
            each.answer,
        )
        for each in await complaints.of_person(work.tx, work.person)
    )


# ---------------------------------------------------------------- those who hear them


def listening(work: Work) -> frozenset[TeamId]:
    """Give the complaints teams that the actor belongs to."""
    mine = (membership.team for membership in work.actor.memberships)
    return frozenset(team for team in mine if work.directory.team(team).hears_complaints)


async def open_complaints(work: Work, request: OpenComplaints) -> tuple[ComplaintView, ...] | None:
    """List what waits for the actor's complaints teams, oldest first."""
    teams = listening(work)
    if not teams:
        return None
    return tuple(seen(work, each) for each in await complaints.open_of(work.tx, teams))


async def one_complaint(work: Work, request: OneComplaint) -> ComplaintView | None:
    """Show an open complaint to its listeners alone."""
    found = await heard(work, request.complaint)
    await work.note("read complaint", found.id if found else "", allowed=found is not None)
    return seen(work, found) if found else None


async def heard(work: Work, key: ComplaintId) -> Complaint | None:
    """Find an open complaint that the actor may hear."""
    found = await complaints.by_id(work.tx, key)
    if found is None or found.answered is not None or found.team not in listening(work):
        return None
    return found


def seen(work: Work, complaint: Complaint) -> ComplaintView:
    """Show a complaint without who made it."""
    centre, of = complaint.centre, complaint.about
    return ComplaintView(
        complaint.id,
        work.directory.centre(centre).name if centre and work.directory.has_centre(centre) else "",
        work.directory.organisation(of).name if of and work.directory.has_organisation(of) else "",
        complaint.words,
        complaint.at,
        complaint.person is not None,
        complaint.read is not None,
    )


async def take_complaint(work: Work, request: TakeComplaint) -> Done:
    """Note that somebody reads it, and tell whoever complained, once."""
    found = await heard(work, request.complaint)
    if found is None:
        return Done(DoneOutcome.NOT_FOUND)
    if await complaints.mark_read(work.tx, found.id, work.now):
        await tell_complainant(work, found.person, found.id, answered=False)
    return Done(DoneOutcome.DONE)


async def answer_complaint(work: Work, request: AnswerComplaint) -> Done:
    """Answer a complaint; the words are read by whoever complained when they choose."""
    found = await heard(work, request.complaint)
    await work.note("answer complaint", found.id if found else "", allowed=found is not None)
    if found is None:
        return Done(DoneOutcome.NOT_FOUND)
    if not await complaints.answer(work.tx, found.id, request.words[:LONGEST_WORDS], work.now):
        return Done(DoneOutcome.TOO_LATE)
    await tell_complainant(work, found.person, found.id, answered=True)
    return Done(DoneOutcome.DONE)


async def tell_complainant(
    work: Work, person: PersonId | None, complaint: ComplaintId, *, answered: bool
) -> None:
    """Tell that there is something to read, without what it is about; nothing if others see it."""
    if person is not None and not await others_read_along(work, person):
        await tell(work, person, ComplaintMoved(complaint, answered), about(complaint))
