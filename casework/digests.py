"""Digests: what was gathered for a member, in one message, without what is settled by now."""

from __future__ import annotations

from casework.tell import is_hidden, tell
from casework.workplace import Work
from casework.zones import first_zone
from domain.access import Actor, parts_in
from domain.noise import NEW, quiet_until
from domain.notices import Digest, Pressing
from domain.referrals import By, Referral, State
from storage import gathered, habits, members, referrals
from storage.gathered import Gathered

PER_ROUND = 100
SHOWN = 5


async def send_digests(work: Work) -> int:
    """Tell up to `PER_ROUND` members what was gathered for them and is due; give how many."""
    due = await gathered.due_by(work.tx, work.now, PER_ROUND)
    for person in due:
        reader = Actor(person, await members.memberships_of(work.tx, person))
        quiet = (await habits.of(work.tx, person)).quiet
        if end := quiet_until(quiet, first_zone(work, reader.memberships), work.now):
            await gathered.set_due(work.tx, person, end)
        else:
            await send_digest(work, reader)
    return len(due)


async def send_digest(work: Work, reader: Actor) -> None:
    """Tell a member, if any of it still waits for them."""
    person = reader.person
    new: list[Referral] = []
    pressing: list[tuple[Referral, Pressing]] = []
    for one in await gathered.take(work.tx, person):
        referral = await referrals.by_id(work.tx, one.referral)
        if referral is None or await is_hidden(work, person, referral):
            continue
        if one.what == NEW:
            new += [referral] if may_be_taken(reader, referral) else []
        elif reader.is_enrolled and still_stands(one, referral):
            pressing.append((referral, Pressing(one.what)))
    if new or pressing:
        await tell(work, person, digest(work, reader, new, pressing), "")


def may_be_taken(reader: Actor, referral: Referral) -> bool:
    """Say whether a request still waits for somebody, and the reader could be the one."""
    return referral.stands is State.PENDING and By.CASEWORKER in parts_in(reader, referral)


def still_stands(one: Gathered, referral: Referral) -> bool:
    """Say whether nothing has come of what pressed."""
    return (referral.stands, referral.holder) == (one.stands, one.holder)


def digest(
    work: Work, reader: Actor, new: list[Referral], pressing: list[tuple[Referral, Pressing]]
) -> Digest:
    """Describe what waits, the oldest first, without identity and circumstances."""
    new = sorted(new, key=lambda each: each.submitted)
    return Digest(
        len(new),
        tuple((each.reference, work.directory.service(each.service).type) for each in new[:SHOWN]),
        new[0].submitted if new else None,
        first_zone(work, reader.memberships),
        tuple(
            (each.reference, what, work.organisation_of(each.team).name)
            for each, what in pressing[:SHOWN]
        ),
        max(len(pressing) - SHOWN, 0),
    )
