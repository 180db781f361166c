"""Cases as their readers see them: the queue without identity, one case by right; audited."""

from __future__ import annotations

from casework.answer import undisclosed
from casework.capacity import places_left
from casework.colleagues import colleagues, may_pass_on, supervised
from casework.correspondence import unread_by, writes_as_holder
from casework.duplicates import perhaps_the_same, similar_to
from casework.move import named
from casework.notes import notes_on
from casework.redirect import owner_for
from casework.refer import named_reasons
from casework.workplace import Work
from domain.access import QUEUE_ROLES, may_review, may_write, parts_in, shares_still
from domain.clocks import Clock, is_overdue
from domain.organisations import TeamId
from domain.people import PersonId
from domain.referrals import Action, By, Referral, State, contact_visible_to, moves_in
from domain.requests.working import (
    Called,
    CaseOf,
    CaseView,
    Event,
    MemberOf,
    MyQueue,
    MyWork,
    Proposed,
    QueueItem,
)
from storage import clocks, people, referrals
from storage.referrals import ReferralEvent

SHOWN_MOVES = frozenset(
    {
        Action.CLAIM,
        Action.ACCEPT,
        Action.ASK,
        Action.DECLINE,
        Action.PUT_BACK,
        Action.ARRIVED,
        Action.DID_NOT_COME,
        Action.CANNOT_AFTER_ALL,
        Action.FINISH,
        Action.ROUTE,
        Action.REDIRECT,
        Action.REVOKE,
        Action.SEND_BACK,
        Action.REOPEN,
    }
)


async def my_work(work: Work, request: MyWork) -> tuple[MemberOf, ...]:
    """List the memberships of whoever acts, with names."""
    return tuple(
        MemberOf(
            work.directory.organisation(m.organisation).name,
            work.directory.team(m.team).name,
            m.role,
            m.on_duty,
        )
        for m in work.actor.memberships
    )


async def my_queue(work: Work, request: MyQueue) -> tuple[QueueItem, ...]:
    """List the open referrals of the actor's own teams; nobody else's (A queue is a team's)."""
    mine = [m for m in work.actor.memberships if m.role in QUEUE_ROLES]
    if not mine:
        await work.note("read queue", "", allowed=False)
        return ()
    waiting = await referrals.open_in(work.tx, [m.team for m in mine])
    if not request.again:
        await work.note("read queue", "", allowed=True, details=f"{len(waiting)} rows")
    timed = await clocks.of_all(work.tx, [each.id for each in waiting])
    names = await names_supervised(work)
    return tuple(
        item(work, each, timed.get(each.id), names.get((each.team, each.holder)))
        for each in waiting
        if visible(work, each)
    )


async def names_supervised(work: Work) -> dict[tuple[TeamId, PersonId | None], Called]:
    """Name the members of the teams that the actor supervises, as colleagues know them."""
    return {
        (team, each.person): Called(each.name, each.number)
        for team in supervised(work)
        for each in await colleagues(work, team)
    }


def visible(work: Work, referral: Referral) -> bool:
    """Leave out cases that are hidden from seconded State staff."""
    return bool(parts_in(work.actor, referral) - {By.PERSON})


def item(
    work: Work, referral: Referral, clock: Clock | None, holder: Called | None = None
) -> QueueItem:
    """Describe a referral without identity, contact or free text (Before acceptance)."""
    service = work.directory.service(referral.service)
    centre = work.directory.centre(service.centre)
    return QueueItem(
        referral.reference,
        referral.state,
        service.type,
        centre.name,
        centre.city,
        centre.country,
        referral.urgency,
        referral.language,
        referral.company,
        referral.age,
        referral.submitted,
        centre.zone,
        referral.holder == work.person,
        referral.holder is not None,
        clock is not None and is_overdue(clock),
        holder,
        referral.version,
    )


async def case_of(work: Work, request: CaseOf) -> CaseView | None:
    """Open a case for one reader; every reading and every attempt is audited."""
    referral = await referrals.by_reference(work.tx, request.reference)
    parts = parts_in(work.actor, referral) - {By.PERSON} if referral else frozenset()
    if referral is None or not parts:
        await work.note("read case", named(request.reference), allowed=False)
        return None
    await work.note("read case", request.reference, allowed=True)
    return await view(work, referral, parts)


async def view(work: Work, referral: Referral, parts: frozenset[By]) -> CaseView:
    """Show what this reader may see now."""
    shares = shares_still(work.directory, referral, work.now)
    released = shares and contact_visible_to(referral, work.person)
    contact = await referrals.contact_of(work.tx, referral.id) if released else None
    person = await people.find(work.tx, referral.person)
    own = By.HOLDER in parts
    known = await names_supervised(work) if By.SUPERVISOR in parts else {}
    held_by = known.get((referral.team, referral.holder))
    may = moves_open(referral, parts)
    if own and Action.OFFER_MOVE in open_to_holder(referral) and moved_on(work, referral):
        may = (*may, Action.OFFER_MOVE)
    if may_pass_on(work, referral):
        may = (*may, Action.REASSIGN)
    return CaseView(
        item=item(work, referral, await clocks.of(work.tx, referral.id), held_by),
        why=named_reasons(work, referral.why),
        may=may,
        contact=contact,
        question=referral.question if own else None,
        answer=referral.answer if own and shares else None,
        instructions=referral.instructions if own else None,
        decline_reason=referral.decline_reason if referral.state is State.DECLINED else None,
        outcome=referral.outcome,
        unreachable=person is not None and person.unreachable,
        may_share=shares,
        address=await undisclosed(work, referral) if own else None,
        history=tuple(event(each) for each in await referrals.events_of(work.tx, referral.id)),
        places=await places_left(work, referral) if Action.ACCEPT in may else None,
        similar=await similar_to(work, referral) if Action.DECLINE in may else (),
        perhaps=await perhaps_the_same(work, referral) if Action.DECLINE in may else (),
        notes=await notes_on(work, referral),
        proposed=await proposed(work, referral),
        writes=may_write(referral) and writes_as_holder(work, referral),
        unread=await unread_by(work, referral),
        asked_by=await asked_by(work, referral),
    )


async def asked_by(work: Work, referral: Referral) -> Called | None:
    """Name the holder if they ask the reader to take the case over."""
    asked = referral.asks
    if asked is None or asked.colleague != work.person or asked.holder != referral.holder:
        return None
    return await called(work, referral.team, asked.holder)


async def called(work: Work, team: TeamId, person: PersonId) -> Called:
    """Name a member of a team as its colleagues know them."""
    members = await colleagues(work, team)
    found = (Called(each.name, each.number) for each in members if each.person == person)
    return next(found, Called("", 0))


async def proposed(work: Work, referral: Referral) -> Proposed | None:
    """Show a no that waits for a colleague's look, with the name of who proposes it."""
    proposal = referral.proposal
    if proposal is None:
        return None
    by = await called(work, referral.team, proposal.by)
    mine = proposal.by == work.person
    return Proposed(proposal.reason, by, mine, may_review(work.actor, referral))


def moves_open(referral: Referral, parts: frozenset[By]) -> tuple[Action, ...]:
    """List the moves this reader may make now, in the table's order."""
    return tuple(
        action
        for action, row in moves_in(referral.state, referral.stands).items()
        if action in SHOWN_MOVES and row.by & parts
    )


def open_to_holder(referral: Referral) -> frozenset[Action]:
    """Name the moves that the holder may make as things stand."""
    return frozenset(moves_in(referral.state, referral.stands))


def moved_on(work: Work, referral: Referral) -> bool:
    """Say whether another organisation answers for the place by now."""
    owner = owner_for(work, referral, referral.service)
    if owner is None or owner.alert:
        return False
    return owner.team.organisation != work.directory.team(referral.team).organisation


def event(stored: ReferralEvent) -> Event:
    """Tell a step with the part of the actor, never the name."""
    by = stored.by.value if stored.by else ""
    return Event(stored.at, stored.action, stored.after, by, stored.reason)
