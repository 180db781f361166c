"""Correspondence: what a person and the one who holds their case write to each other, by right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from casework.answer import centre_of, undisclosed
from casework.cleaning.kinds import KINDS
from casework.coordinators import coordinators, tell_all
from casework.documents import Opened
from casework.files import is_passed_on
from casework.move import named
from casework.tell import safe_to_write, tell, tell_person
from casework.workplace import Work
from domain.access import corresponds_as, cut_off, may_write, shares_still
from domain.correspondence import (
    FILE_NAMES,
    Content,
    Meeting,
    is_whole,
    meetings_at,
    replies_to,
    sentences_with,
)
from domain.documents import FileId
from domain.notices import WrittenToHolder, WrittenToPerson, WrittenUnread
from domain.organisations import OrganisationId
from domain.referrals import CONTACT_RELEASED, By, Referral
from domain.requests import DoneOutcome
from domain.requests.corresponding import (
    CaseMessage,
    Correspondence,
    CorrespondenceOf,
    Correspondent,
    MayWriteTo,
    OpenedFile,
    UnreadIn,
    Write,
    Written,
)
from storage import correspondence, files, people, referrals
from storage import directory as stored_directory
from storage.correspondence import StoredMessage

MOST = 40
"""How many files one side may send in one case."""


async def correspondence_of(work: Work, request: CorrespondenceOf) -> Correspondence | None:
    """Show one side what was written; every reading and every attempt by staff is audited."""
    referral = await referrals.by_reference(work.tx, request.reference)
    me = corresponds_as(work.actor, work.directory, referral, work.now) if referral else None
    if referral is None or me is None:
        await work.note("read messages", named(request.reference), allowed=False)
        return None
    messages = await readable(work, referral, me)
    if me is By.HOLDER:
        await work.note("read messages", referral.reference, allowed=True)
        await correspondence.mark_read(work.tx, referral.id, owner_of(work, referral))
    return await seen_by(work, referral, me, messages)


async def seen_by(
    work: Work, referral: Referral, me: By, messages: tuple[StoredMessage, ...]
) -> Correspondence:
    """Describe the correspondence to a side."""
    centre = work.directory.centre(centre_of(work, referral))
    meetings = await meetings_now(work, referral) if me is By.HOLDER else ()
    known = await people.find(work.tx, referral.person)
    return Correspondence(
        reference=referral.reference,
        me=me,
        organisation=work.organisation_of(referral.team).name,
        is_open=may_write(referral),
        held=is_held(work, referral),
        messages=tuple([await shown(work, referral, each) for each in messages]),
        zone=centre.zone,
        today=work.now.astimezone(ZoneInfo(centre.zone)).date(),
        language=(known.language if known else None) or referral.language,
        safe_to_write=await safe_to_write(work, referral),
        sentences=sentences_with(meetings) if me is By.HOLDER else (),
        meetings=meetings,
        cut_off=cut_off(work.directory, referral, work.now),
    )


async def readable(work: Work, referral: Referral, me: By) -> tuple[StoredMessage, ...]:
    """Give the messages for a side: to the holder, those of its own organisation and unread ones.

    What was written to another organisation stays behind (Invariant 4); what nobody has read
    yet is for whoever holds the case now.
    """
    found = await correspondence.of(work.tx, referral.id)
    if me is By.PERSON:
        return found
    own = owner_of(work, referral)
    return tuple(each for each in found if each.organisation in (None, own))


async def shown(work: Work, referral: Referral, message: StoredMessage) -> CaseMessage:
    """Describe a message; the place of its sentence is that of now."""
    where = message.content.where
    place = await place_of(work, referral, where) if where else ""
    secret = where is Meeting.UNDISCLOSED and bool(place)
    return CaseMessage(message.number, message.by, message.at, message.content, place, secret)


async def place_of(work: Work, referral: Referral, where: Meeting) -> str:
    """Say where a meeting is; an undisclosed place only while it may be read (Address)."""
    centre = work.directory.centre(centre_of(work, referral))
    if where is Meeting.CENTRE:
        return f"{centre.name}, {centre.address}"
    if where is Meeting.MEETING_POINT:
        return centre.meeting_point
    if referral.person == work.person:
        if referral.stands not in CONTACT_RELEASED:
            return ""
        kept = await stored_directory.undisclosed_address(work.tx, centre.id)
        return kept.address if kept else ""
    return await undisclosed(work, referral) or ""


async def meetings_now(work: Work, referral: Referral) -> tuple[Meeting, ...]:
    """List the places that whoever acts may name to the person now."""
    centre = work.directory.centre(centre_of(work, referral))
    discloses = await undisclosed(work, referral) is not None
    return meetings_at(centre, referral, discloses=discloses)


def owner_of(work: Work, referral: Referral) -> OrganisationId:
    """Give the organisation whose case it is."""
    return work.organisation_of(referral.team).id


def is_held(work: Work, referral: Referral) -> bool:
    """Say whether somebody holds the case who may read what the person writes."""
    return referral.holder is not None and shares_still(work.directory, referral, work.now)


# ---------------------------------------------------------------- writing


async def write(work: Work, request: Write) -> Written:
    """Pass a message on to the other side, or keep it in the case for whoever takes it."""
    referral = await referrals.by_reference(work.tx, request.reference, for_update=True)
    by = corresponds_as(work.actor, work.directory, referral, work.now) if referral else None
    if referral is None or by is None:
        await work.note("write message", named(request.reference), allowed=False)
        return Written(DoneOutcome.NOT_FOUND)
    enclosed = await waiting_file(work, request.file) if request.file else None
    kind = KINDS[enclosed.media] if enclosed else None
    content = replace(request.content, file=kind)
    outcome = await outcome_of(work, referral, by, content)
    full = bool(enclosed) and await correspondence.count_files(work.tx, referral.id, by) >= MOST
    if full and outcome is DoneOutcome.DONE:
        outcome = DoneOutcome.REFUSED
    if request.file and enclosed is None and outcome is not DoneOutcome.TOO_LATE:
        outcome = DoneOutcome.REFUSED
    allowed = outcome is DoneOutcome.DONE
    await work.note("write message", referral.reference, allowed=allowed, details=outcome)
    if not allowed:
        if enclosed:
            await files.drop(work.tx, enclosed.id)
        return Written(outcome, full=full)
    own = owner_of(work, referral) if by is By.HOLDER else None
    message = StoredMessage(
        referral.id, by, work.now, content, own, enclosed.media if enclosed else ""
    )
    number = await correspondence.add(work.tx, message, enclosed.content if enclosed else None)
    if enclosed:
        await files.drop(work.tx, enclosed.id)
    return await passed_on(work, referral, replace(message, number=number), request.urgent)


async def outcome_of(work: Work, referral: Referral, by: By, content: Content) -> DoneOutcome:
    """Say whether a message is taken."""
    if not may_write(referral):
        return DoneOutcome.TOO_LATE
    if not is_whole(content, by, work.now):
        return DoneOutcome.REFUSED
    if content.where and content.where not in await meetings_now(work, referral):
        return DoneOutcome.REFUSED
    if content.reply and not await is_asked(work, referral, content):
        return DoneOutcome.TOO_LATE
    return DoneOutcome.DONE


async def is_asked(work: Work, referral: Referral, content: Content) -> bool:
    """Say whether a reply answers what the organisation that has the case asked in it."""
    asked = await correspondence.find(work.tx, content.to)
    return (
        asked is not None
        and asked.referral == referral.id
        and asked.organisation == owner_of(work, referral)
        and content.reply in replies_to(asked.content)
    )


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file of one's own that was cleaned when it came."""

    id: FileId
    media: str
    content: bytes


async def waiting_file(work: Work, file: FileId) -> WaitingFile | None:
    """Give a file that whoever acts has sent to be passed on; None for everybody else."""
    kept = await files.find(work.tx, file)
    if kept is None or kept.person != work.person or not is_passed_on(kept):
        return None
    content = await files.content_of(work.tx, file)
    return WaitingFile(file, kept.media, content) if content else None


async def passed_on(
    work: Work, referral: Referral, message: StoredMessage, urgent: bool
) -> Written:
    """Tell the other side; the person's own words are in no notice."""
    if message.by is By.HOLDER:
        known = await people.find(work.tx, referral.person)
        await tell_person(work, referral, await for_person(work, referral, message))
        reached = known is not None and not known.unreachable
        return Written(DoneOutcome.DONE, held=True, reached=reached, number=message.number)
    if cut_off(work.directory, referral, work.now):
        await tell_unread(work, referral, urgent=urgent)
        return Written(DoneOutcome.DONE, number=message.number, cut_off=True)
    if referral.holder is None or not is_held(work, referral):
        return Written(DoneOutcome.DONE, number=message.number)
    notice = WrittenToHolder(referral.reference)
    await tell(work, referral.holder, notice, referral.reference, urgent=urgent)
    known = await people.find(work.tx, referral.holder)
    reached = known is not None and not known.unreachable
    return Written(DoneOutcome.DONE, held=True, reached=reached, number=message.number)


async def tell_unread(work: Work, referral: Referral, *, urgent: bool) -> None:
    """Tell the coordinators that somebody writes whom nobody reads; once, unless urgent."""
    if urgent or await correspondence.count_unread(work.tx, referral.id) == 1:
        notice = WrittenUnread(referral.reference, work.organisation_of(referral.team).name)
        people = await coordinators(work, centre_of(work, referral))
        await tell_all(work, people, notice, referral.reference, urgent=urgent)


async def for_person(work: Work, referral: Referral, message: StoredMessage) -> WrittenToPerson:
    """Write down what the person is told at once, with the place in words."""
    where = message.content.where
    return WrittenToPerson(
        referral.reference,
        work.organisation_of(referral.team).name,
        message.number,
        message.content,
        await place_of(work, referral, where) if where else "",
        work.directory.centre(centre_of(work, referral)).zone,
    )


# ---------------------------------------------------------------- around it


async def may_write_to(work: Work, request: MayWriteTo) -> tuple[Correspondent, ...]:
    """List the open requests of the person."""
    mine = await referrals.of_person(work.tx, work.person)
    return tuple([await correspondent(work, each) for each in mine if may_write(each)])


async def correspondent(work: Work, referral: Referral) -> Correspondent:
    """Describe who holds a request, and what they asked last."""
    last = await correspondence.last_of(work.tx, referral.id)
    asked = last is not None and last.by is By.HOLDER
    return Correspondent(
        referral.reference,
        work.organisation_of(referral.team).name,
        work.directory.service(referral.service).type,
        asked,
        last.number if last else 0,
        replies_to(last.content) if last and asked else (),
    )


def name_of(message: StoredMessage) -> str:
    """Give the name under which a message's file is handed out."""
    return FILE_NAMES[KINDS[message.media]]


def writes_as_holder(work: Work, referral: Referral) -> bool:
    """Say whether whoever acts corresponds with the person."""
    return corresponds_as(work.actor, work.directory, referral, work.now) is By.HOLDER


async def unread_by(work: Work, referral: Referral) -> int:
    """Count what the person wrote and nobody has read, for the one who may read it."""
    if not writes_as_holder(work, referral):
        return 0
    return await correspondence.count_unread(work.tx, referral.id)


async def unread_in(work: Work, request: UnreadIn) -> int:
    """Count it for a page that stays open; it tells nothing of what is written."""
    referral = await referrals.by_reference(work.tx, request.reference)
    return await unread_by(work, referral) if referral else 0


async def file_opened(work: Work, request: OpenedFile) -> Opened | None:
    """Open the file of a message for a page."""
    return await opened_file(work, request.number)


async def opened_file(work: Work, number: int) -> Opened | None:
    """Give the file of a message to one of its two sides, as it is handed over."""
    message = await correspondence.find(work.tx, number)
    referral = await referrals.by_id(work.tx, message.referral) if message else None
    if message is None or referral is None:
        return None
    me = corresponds_as(work.actor, work.directory, referral, work.now)
    allowed = me is not None and message in await readable(work, referral, me)
    await work.note("read message file", referral.reference, allowed=allowed)
    content = await correspondence.file_of(work.tx, number) if allowed else None
    return Opened(name_of(message), message.media, content) if content else None
