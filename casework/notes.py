"""Notes: what a team writes on a case for itself; neither person nor other organisation reads."""

from __future__ import annotations

from casework.move import named
from casework.workplace import Work
from domain.access import parts_in
from domain.referrals import By, Referral
from domain.requests import Done, DoneOutcome
from domain.requests.team import AddNote
from domain.requests.working import Note
from storage import notes, referrals
from storage.notes import StoredNote

AUTHORS = (By.HOLDER, By.SUPERVISOR, By.COORDINATOR, By.CASEWORKER)


async def add_note(work: Work, request: AddNote) -> Done:
    """Keep a note of somebody who works the case's queue; the last one again is not kept twice."""
    referral = await referrals.by_reference(work.tx, request.reference)
    parts = parts_in(work.actor, referral) - {By.PERSON} if referral else frozenset()
    if referral is None or not parts:
        await work.note("note", named(request.reference), allowed=False)
        return Done(DoneOutcome.NOT_FOUND)
    by = next(part for part in AUTHORS if part in parts)
    organisation = work.organisation_of(referral.team).id
    last = (await notes.of(work.tx, referral.id, organisation))[-1:]
    if [(each.author, each.words) for each in last] == [(work.person, request.words)]:
        return Done(DoneOutcome.DONE, referral.state)
    await notes.add(
        work.tx,
        StoredNote(referral.id, organisation, work.person, by, work.now, request.words),
    )
    await work.note("note", referral.reference, allowed=True)
    return Done(DoneOutcome.DONE, referral.state)


async def notes_on(work: Work, referral: Referral) -> tuple[Note, ...]:
    """Give the notes of the organisation that owns a case, with the part of each author."""
    kept = await notes.of(work.tx, referral.id, work.organisation_of(referral.team).id)
    return tuple(Note(each.at, each.by, each.words) for each in kept)
