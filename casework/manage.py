"""Managing: coordinators enter who runs a centre; each fact is checked, dated and audited.

A new fact ends the former at its instant; neither is edited, so an undo is a new fact too. What a
fact changes, domain/entering.py says, for facts by message and those of a file alike.
"""

from __future__ import annotations

from collections.abc import Iterable

from casework.present_facts import with_present_facts
from casework.workplace import Work
from domain.access import may_manage
from domain.agreements import Agreement
from domain.directory import Directory
from domain.entering import Fact, entered, may_end_early
from domain.organisations import CentreId, OrganisationId
from domain.requests.managing import (
    EndAgreement,
    Managed,
    ManageOutcome,
    WriteAgreement,
    WriteArrangement,
    WriteDuty,
)
from storage import directory

SAVED = Managed(ManageOutcome.SAVED)
REFUSED = Managed(ManageOutcome.REFUSED)


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


async def enter(work: Work, action: str, fact: Fact, details: str = "") -> Managed:
    """Keep what a fact changes as things stand now, if it may be, and audit it."""
    work = await with_present_facts(work)
    found = entered(work.directory, fact, work.now)
    if isinstance(found, Managed):
        return found
    await directory.save(work.tx, found)
    await work.note(action, fact.centre, allowed=True, details=details or ids(found))
    return SAVED


def ids(found: Directory) -> str:
    """Name the arrangements and agreements that a fact wrote or ended."""
    written: Iterable[str] = (
        *(a.id for a in found.arrangements),
        *(a.id for a in found.agreements),
    )
    return ", ".join(written)


async def write_arrangement(work: Work, request: WriteArrangement) -> Managed:
    """Let an organisation run the centre from a day on; the former ends at that instant."""
    action = "enter management"
    if not await allowed(work, request.centre, action, request.organisation):
        return REFUSED
    return await enter(work, action, request)


async def write_agreement(work: Work, request: WriteAgreement) -> Managed:
    """Keep an agreement of IOM with an organisation; a centre that it is about goes on under it."""
    action = "enter agreement"
    if not await allowed(work, request.centre, action, request.organisation):
        return REFUSED
    return await enter(work, action, request)


async def end_agreement(work: Work, request: EndAgreement) -> Managed:
    """Let an agreement end early; whoever was warned of its end is warned of the new one (B6).

    Only by somebody who may manage every centre that the agreement covers.
    """
    action = "end agreement"
    if not await allowed(work, request.centre, action):
        return REFUSED
    found = work.directory.agreement(request.agreement)
    if found is not None and not manages_all(work, found):
        await work.note(action, request.centre, allowed=False, details=found.id)
        return REFUSED
    details = f"{request.agreement} {request.last_day} {request.reason}"
    return await enter(work, action, request, details)


def manages_all(work: Work, agreement: Agreement) -> bool:
    """Say whether every centre that an agreement covers is the actor's to manage."""
    return all(
        may_manage(work.actor, work.directory, centre.id)
        for centre in work.directory.centres
        if agreement.covers.covers(centre.id, centre.country)
    )


def endable(work: Work, key: CentreId) -> list[Agreement]:
    """List the agreements about a centre that the actor may let end early."""
    found = may_end_early(work.directory, work.directory.centre(key), work.now)
    return [each for each in found if manages_all(work, each)]


async def write_duty(work: Work, request: WriteDuty) -> Managed:
    """Say who answers for a service from a day on, by the agreement of the arrangement (D1)."""
    action = "enter responsibility"
    if not await allowed(work, request.centre, action, request.organisation):
        return REFUSED
    return await enter(work, action, request, request.service.value)
