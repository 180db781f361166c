"""Updating facts: each change is checked, kept with what was before, and audited."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from casework.update_centre import may
from casework.workplace import Work
from domain.centres import Centre, SpecialDay
from domain.closures import Closure, ClosureReason
from domain.contacts import read_email, read_phone, read_url
from domain.directory import Directory
from domain.hours import parse_hours
from domain.organisations import CentreId
from domain.requests.updating import (
    CloseCentre,
    ContactField,
    OpenCentre,
    PauseService,
    SetContact,
    SetHoursToday,
    Updated,
    UpdateOutcome,
)
from domain.services import Service, ServiceId, ServiceStatus
from domain.special_days import with_special, without
from storage import changes, directory
from storage.changes import Change, ChangeKind

F = TypeVar("F", Centre, Service)
REFUSED = Updated(UpdateOutcome.REFUSED)
CLOSURES_ARE_KEPT = timedelta(days=400)


async def set_hours_today(work: Work, request: SetHoursToday) -> Updated:
    """Set the hours of today, or go back to the usual ones."""
    centre = await centre_to_change(work, request.centre, "update hours of today")
    if centre is None:
        return REFUSED
    today = local_day(work, centre)
    days = without(centre.special_days, today)
    if request.hours is not None:
        new = SpecialDay(today, request.hours)
        if parse_hours(with_special(None, (new,))) is None:
            return REFUSED
        days = (*days, new)
    return await save(work, centre, "update hours of today", special_days=days)


async def close_centre(work: Work, request: CloseCentre) -> Updated:
    """Close from now on; a closure that holds already gives way to the new one."""
    centre = await centre_to_change(work, request.centre, "close")
    if centre is None or (request.last_day and request.last_day < local_day(work, centre)):
        return REFUSED
    end = end_of(request.last_day, centre.zone) if request.last_day else None
    closures = (*ended(centre.closures, work.now), Closure(work.now, end, ClosureReason.OTHER))
    return await save(work, centre, "close", closures=closures)


async def open_centre(work: Work, request: OpenCentre) -> Updated:
    """End the closures that hold now."""
    centre = await centre_to_change(work, request.centre, "open again")
    if centre is None:
        return REFUSED
    return await save(work, centre, "open again", closures=ended(centre.closures, work.now))


def ended(closures: tuple[Closure, ...], now: datetime) -> tuple[Closure, ...]:
    """End what holds at `now`; drop what is long past."""
    found = []
    for each in closures:
        if not each.holds(now):
            if each.end is None or each.end > now - CLOSURES_ARE_KEPT:
                found.append(each)
        elif each.start < now:
            found.append(replace(each, end=now))
    return tuple(found)


def end_of(day: date, zone: str) -> datetime:
    """Give the first instant after a day in a zone, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)


async def set_contact(work: Work, request: SetContact) -> Updated:
    """Change telephone, e-mail or web page; what does not read as one is refused."""
    centre = await centre_to_change(work, request.centre, "update contact")
    if centre is None:
        return REFUSED
    value = read_contact(request.field, request.value, centre.country) if request.value else ""
    if value is None:
        return REFUSED
    return await save(work, centre, "update contact", **{request.field.value: value})


def read_contact(field: ContactField, words: str, country: str) -> str | None:
    """Read one way of contact; None if the words are none."""
    if field is ContactField.PHONE:
        return read_phone(words, country)
    return read_email(words) if field is ContactField.EMAIL else read_url(words)


async def pause_service(work: Work, request: PauseService) -> Updated:
    """Stop offering a service for now, or take it up again."""
    action = "pause service" if request.paused else "resume service"
    service = await service_to_change(work, request.service, action)
    if service is None:
        return REFUSED
    status = ServiceStatus.CLOSED_FOR_NOW if request.paused else ServiceStatus.ACTIVE
    return await save(work, service, action, status=status)


# ---------------------------------------------------------------- rights and records


async def centre_to_change(work: Work, key: CentreId, action: str) -> Centre | None:
    """Give a centre as it stands, if the actor may change it; an attempt is audited."""
    known = work.directory.has_centre(key)
    if known and may(work, work.directory.centre(key), None):
        return await changes.fact_now(work.tx, Centre, key)
    await work.note(action, key if known else "not a centre", allowed=False)
    return None


async def service_to_change(work: Work, key: ServiceId, action: str) -> Service | None:
    """Give a service as it stands, if the actor may change it; nobody else does meanwhile."""
    allowed = await service_theirs(work, key, action)
    return await changes.fact_now(work.tx, Service, key) if allowed else None


async def service_theirs(work: Work, key: ServiceId, action: str) -> Service | None:
    """Give a service if it is the actor's to change; an attempt is audited."""
    known = work.directory.has_service(key)
    if known:
        service = work.directory.service(key)
        if may(work, work.directory.centre(service.centre), service):
            return service
    await work.note(action, key if known else "not a service", allowed=False)
    return None


async def save(work: Work, fact: F, action: str, **fields: Any) -> Updated:
    """Keep a fact with new values in some fields, and the change, so that it can be undone."""
    before, after = parts(fact, fields), parts(replace(fact, **fields), fields)
    if before == after:
        return Updated(UpdateOutcome.UNCHANGED)
    await store(work, replace(fact, **fields))
    number = await changes.add(
        work.tx,
        Change(kind_of(fact), fact.id, centre_of(fact), before, after, work.person, work.now),
    )
    await work.note(action, fact.id, allowed=True, details=f"change {number}")
    return Updated(UpdateOutcome.SAVED, number)


async def store(work: Work, fact: Centre | Service) -> None:
    """Put a fact into the directory."""
    if isinstance(fact, Centre):
        await directory.save(work.tx, Directory(centres=(fact,)))
    else:
        await directory.save(work.tx, Directory(services=(fact,)))


def parts(fact: Centre | Service, fields: dict[str, Any]) -> dict[str, Any]:
    """Give some fields of a fact as they are kept in a change."""
    return {name: plain(getattr(fact, name)) for name in fields}


def plain(value: Any) -> Any:
    """Give a value as it is read from JSON."""
    return msgspec.json.decode(msgspec.json.encode(value))


def kind_of(fact: Centre | Service) -> ChangeKind:
    """Say what kind of fact a change is about."""
    return ChangeKind.CENTRE if isinstance(fact, Centre) else ChangeKind.SERVICE


def centre_of(fact: Centre | Service) -> CentreId:
    """Give the centre that a fact belongs to."""
    return fact.id if isinstance(fact, Centre) else fact.centre


def local_day(work: Work, centre: Centre) -> date:
    """Give today where the centre is."""
    return work.now.astimezone(ZoneInfo(centre.zone)).date()
