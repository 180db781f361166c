"""From the records of Passerelle's own format to the facts of the domain.

Every function raises ValueError, with words for a person, for what no record type can check.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec.structs import replace

from casework.directory_files import native_records as records
from casework.directory_files.dates import end_of, instant, management, permission
from casework.directory_files.places import only_zone, where
from domain.agreements import (
    Agreement,
    AgreementId,
    Approval,
    Approved,
    ArrangementId,
    Responsibility,
    SalaryDerogation,
)
from domain.centres import AddressRule, Centre, Committee, SpecialDay
from domain.closures import Closure
from domain.deadlines import Limit, OwnLimits, read_limit
from domain.funding import BudgetLine, Funding
from domain.geography import Point
from domain.handover import Handover
from domain.hours import parse_hours
from domain.management import (
    Arrangement,
    GovernmentRun,
    IomRun,
    JointlyRun,
    Model,
    PartnerRun,
    Party,
)
from domain.organisations import Area, CentreId, Organisation, OrganisationId, Team, TeamId
from domain.places import NamedPlace, NamedPlaceId
from domain.rhythm import WRITTEN, rhythm_of
from domain.services import Capacity, Eligibility, Service, ServiceId
from domain.staffing import Staffing


def organisation(record: records.OrganisationRecord, sample: bool) -> Organisation:
    """Give the organisation; a sample file makes a sample of all that is in it."""
    key = OrganisationId(record.id)
    return Organisation(
        key,
        record.name,
        record.kind,
        sample or record.sample,
        record.asked_every_days,
        record.aliases,
        limits=tuple(
            OwnLimits(urgency, limit(own.acknowledge), limit(own.decide))
            for urgency, own in record.limits.items()
        ),
        reviews_declines=record.reviews_declines,
    )


def limit(words: str | None) -> Limit | None:
    """Give a limit, None where it is as usual."""
    return read_limit(words) if words is not None else None


def place(record: records.PlaceRecord, sample: bool) -> NamedPlace:
    """Give the place."""
    return NamedPlace(
        id=NamedPlaceId(record.id),
        name=record.name,
        country=record.country,
        point=Point(*record.point),
        aliases=record.aliases,
        sample=sample or record.sample,
    )


def team(record: records.TeamRecord, sample: bool) -> Team:
    """Give the team."""
    return Team(
        id=TeamId(record.id),
        organisation=OrganisationId(record.organisation),
        name=record.name,
        area=area(record.centres, record.countries),
        concern=record.concern,
        coordinates=record.coordinates,
        hears_complaints=record.hears_complaints,
        state_staff_seconded=record.state_staff_seconded,
        hides_from_state=record.hides_from_state,
        sample=sample or record.sample,
        hours=hours(record.hours),
        zone=zone_of(record.zone) if record.zone else None,
    )


def area(centres: Iterable[str], countries: Iterable[str]) -> Area:
    """Give the area of named centres and countries; neither is everywhere."""
    return Area(frozenset(CentreId(each) for each in centres), frozenset(countries))


def agreement(record: records.AgreementRecord, sample: bool) -> Agreement:
    """Give the agreement."""
    return Agreement(
        id=AgreementId(record.id),
        name=record.name,
        kind=record.kind,
        parties=frozenset(OrganisationId(each) for each in record.parties),
        period=permission(record.from_, record.until, zone_of(record.zone)),
        clauses=record.clauses,
        covers=area(record.centres, record.countries),
        sample=sample or record.sample,
    )


def centre(record: records.CentreRecord, sample: bool, now: datetime) -> Centre:
    """Give the centre as anyone may see it: an undisclosed address is not in it."""
    public = record.address_rule is AddressRule.PUBLIC
    return Centre(
        id=CentreId(record.id),
        name=record.name,
        country=record.country,
        city=record.city,
        zone=zone_of(record.zone),
        point=point(record.point) if public else None,
        area_point=point(record.area_point),
        address=record.address if public else "",
        address_rule=record.address_rule,
        meeting_point=record.meeting_point,
        authority=OrganisationId(record.authority) if record.authority else None,
        status=record.status,
        hours=hours(record.hours),
        languages=record.languages,
        phone=record.phone,
        aliases=record.aliases,
        committee=committee(record),
        verified_on=verified_on(record, now),
        budget_line=record.budget_line,
        sample=sample or record.sample,
        ramadan_hours=hours(record.ramadan_hours),
        closures=closures(record.closures, record.zone),
        interpreters=record.interpreters,
        wheelchair=record.wheelchair,
        email=record.email,
        url=record.url,
        verified_by=OrganisationId(record.verified_by) if record.verified_by else None,
        special_days=special_days(record.special_days),
    )


def special_days(written: Iterable[records.SpecialDayRecord]) -> tuple[SpecialDay, ...]:
    """Give the days on which other hours hold, in their order."""
    found = {date.fromisoformat(each.day): hours(each.hours) for each in written}
    return tuple(SpecialDay(day, found[day] or "off") for day in sorted(found))


def located(record: records.CentreRecord) -> records.CentreRecord:
    """Give the record with the zone of its place, where none is written."""
    if record.zone:
        return record
    there = point(record.point) or point(record.area_point)
    zone = where(there).zone if there else only_zone(record.country)
    if not zone:
        raise ValueError(f"{record.country} has several time zones: write a zone or a point")
    return replace(record, zone=zone)


def committee(record: records.CentreRecord) -> Committee | None:
    """Give the committee with the next meeting that is named, and its rhythm."""
    written = record.committee
    if written is None:
        return None
    meeting = date.fromisoformat(written.next_meeting) if written.next_meeting else None
    day = written.monthly_on_day
    rhythm = f"monthly on day {day}" if day else written.rhythm
    if rhythm and rhythm_of(rhythm) is None:
        raise ValueError(f"{rhythm!r} is no rhythm of a committee; write {WRITTEN}")
    return Committee(written.name, rhythm, meeting)


def verified_on(record: records.CentreRecord, now: datetime) -> date | None:
    """Give the day on which somebody last checked the facts."""
    if record.verified_days_before is not None:
        return today(now, record.zone) - timedelta(days=record.verified_days_before)
    return date.fromisoformat(record.verified_on) if record.verified_on else None


def service(
    record: records.ServiceRecord, at: records.CentreRecord, sample: bool, now: datetime
) -> Service:
    """Give a service of the centre `at`."""
    return Service(
        id=ServiceId(record.id),
        centre=CentreId(at.id),
        type=record.type,
        name=record.name,
        provider=OrganisationId(record.provider) if record.provider else None,
        hours=hours(record.hours),
        hours_words=record.hours_words,
        status=record.status,
        admission=record.admission,
        eligibility=eligibility(record.eligibility),
        bring=record.bring,
        languages=record.languages,
        capacity=capacity(record.capacity, now) if record.capacity else None,
        counts_hold=timedelta(hours=record.counts_hold_hours) if record.counts_hold_hours else None,
        confidential=record.confidential,
        sample=sample or record.sample,
        ramadan_hours=hours(record.ramadan_hours),
        closures=closures(record.closures, at.zone),
        interpreters=record.interpreters,
        wheelchair=record.wheelchair,
        needs_papers=record.needs_papers,
        phone=record.phone,
        verified_on=date.fromisoformat(record.verified_on) if record.verified_on else None,
        verified_by=OrganisationId(record.verified_by) if record.verified_by else None,
    )


def eligibility(record: records.EligibilityRecord) -> Eligibility:
    """Give who a service is for."""
    return Eligibility(
        record.genders,
        record.minimum_age,
        record.maximum_age,
        record.words,
        record.strict,
        record.families,
        record.children_alone,
    )


def capacity(record: records.CapacityRecord, now: datetime) -> Capacity:
    """Give the places and when they were counted."""
    if record.free > record.places:
        raise ValueError("there cannot be more free places than places")
    if record.updated_hours_before is not None:
        counted = now.astimezone(UTC) - timedelta(hours=record.updated_hours_before)
    elif record.updated:
        counted = instant(record.updated, "UTC")
    else:
        raise ValueError("a capacity needs `updated` or `updated_hours_before`")
    return Capacity(record.places, record.free, counted)


def arrangement(record: records.ArrangementRecord, at: records.CentreRecord) -> Arrangement:
    """Give how a centre is managed in a period."""
    return Arrangement(
        id=ArrangementId(record.id),
        centre=CentreId(at.id),
        model=model(record.model),
        period=management(record.from_, record.until, at.zone),
        parties=tuple(
            Party(OrganisationId(each.organisation), each.role, each.service)
            for each in record.parties
        ),
        agreement=AgreementId(record.agreement) if record.agreement else None,
        provisional=record.provisional,
    )


def model(record: records.ModelRecord) -> Model:
    """Give the management model with its parties."""
    match record:
        case records.IomRunRecord():
            return IomRun(OrganisationId(record.iom))
        case records.PartnerRunRecord():
            partner, iom = OrganisationId(record.partner), OrganisationId(record.iom)
            return PartnerRun(partner, iom, record.extent)
        case records.GovernmentRunRecord():
            return GovernmentRun(OrganisationId(record.agency))
        case records.JointlyRunRecord():
            authorities = tuple(OrganisationId(each) for each in record.authorities)
            return JointlyRun(OrganisationId(record.iom), authorities)
        case _:
            assert_never(record)


def responsibility(
    record: records.CellRecord, of: records.ArrangementRecord, at: records.CentreRecord
) -> Responsibility:
    """Give a cell of the matrix; without an agreement of its own it has the arrangement's."""
    named = record.agreement or of.agreement
    if named is None:
        raise ValueError("a cell of the matrix needs an agreement, its own or the arrangement's")
    return Responsibility(
        centre=CentreId(at.id),
        service=record.service,
        organisation=OrganisationId(record.organisation),
        agreement=AgreementId(named),
        arrangement=ArrangementId(of.id),
        period=permission(record.from_, record.until, at.zone),
    )


def handover(record: records.HandoverRecord, at: records.CentreRecord) -> Handover:
    """Give the plan to hand a centre over."""
    return Handover(
        centre=CentreId(at.id),
        successor=OrganisationId(record.successor),
        stage=record.stage,
        effective=instant(record.effective, at.zone) if record.effective else None,
        done=record.done,
    )


def derogation(
    record: frozenset[Approval] | records.DerogationRecord, at: records.CentreRecord
) -> SalaryDerogation:
    """Give who approved that government staff are paid, and when, as far as that is written."""
    if isinstance(record, frozenset):
        return SalaryDerogation(CentreId(at.id), record)
    return SalaryDerogation(
        CentreId(at.id),
        frozenset(record.approvals),
        date.fromisoformat(record.asked) if record.asked else None,
        tuple(Approved(by, date.fromisoformat(on)) for by, on in record.approvals.items() if on),
    )


def budget(record: records.BudgetRecord, at: records.CentreRecord) -> BudgetLine:
    """Give a budget line of a centre."""
    authority = OrganisationId(record.authority)
    return BudgetLine(CentreId(at.id), record.year, authority, record.line)


def funding(record: records.FundingRecord, at: records.CentreRecord) -> Funding:
    """Give what a donor pays at a centre."""
    period = permission(record.from_, record.until, at.zone)
    return Funding(CentreId(at.id), record.donor, period, record.words)


def staffing(record: records.StaffingRecord, at: records.CentreRecord) -> Staffing:
    """Give who works at a centre, employed by whom."""
    return Staffing(
        CentreId(at.id),
        OrganisationId(record.employer),
        record.kind,
        record.number,
        record.role,
        permission(record.from_, record.until, at.zone),
    )


def point(position: tuple[float, float] | None) -> Point | None:
    """Give the point of `[latitude, longitude]`."""
    return Point(*position) if position else None


def hours(text: str | None) -> str | None:
    """Give OSM opening hours as they are."""
    if text is not None and parse_hours(text) is None:
        raise ValueError(f"{text!r} is not in the language of OSM opening_hours")
    return text


def closures(written: Iterable[records.ClosureRecord], zone: str) -> tuple[Closure, ...]:
    """Give closures; days are whole days in the zone of the centre, the last one included."""
    return tuple(closure(each, zone) for each in written)


def closure(record: records.ClosureRecord, zone: str) -> Closure:
    """Give one closure."""
    return Closure(
        instant(record.from_, zone),
        end_of(record.until, zone) if record.until else None,
        record.reason,
    )


def zone_of(name: str) -> str:
    """Give the name of an IANA zone as it is."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name!r} is not an IANA time zone") from None
    return name


def today(now: datetime, zone: str) -> date:
    """Give the day that it is at `now` in a zone."""
    return now.astimezone(ZoneInfo(zone_of(zone))).date()
