"""What a table of management adds and ends, fact by fact, for whoever is to confirm it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from casework.directory_files.report import Read
from domain.agreements import Agreement, Responsibility
from domain.centres import Centre
from domain.changes import cell_key
from domain.directory import Directory
from domain.entering import day_at, names_of
from domain.handover import Handover
from domain.management import Arrangement
from domain.periods import Bound, Period
from domain.requests.files import DatedFact, DatedKind


def dated_facts(found: Read, known: Directory) -> tuple[DatedFact, ...]:
    """Tell each fact; one that is on record under its key already is one that ends."""
    new = found.directory
    return (
        *_arrangements(new.arrangements, known),
        *_agreements(new.agreements, known),
        *_cells(new.responsibilities, known),
        *_plans(new.handovers, known),
    )


def _arrangements(new: tuple[Arrangement, ...], known: Directory) -> Iterator[DatedFact]:
    there = {each.id for each in known.arrangements}
    for each in new:
        centre = known.centre(each.centre)
        days = _days(each.period, centre)
        names = ", ".join(names_of(known, each))
        yield DatedFact(DatedKind.ARRANGEMENT, centre.name, names, *days, ends=each.id in there)


def _agreements(new: tuple[Agreement, ...], known: Directory) -> Iterator[DatedFact]:
    there = {each.id for each in known.agreements}
    for each in new:
        area = each.covers
        centre = next(c for c in known.centres if area.covers(c.id, c.country))
        days = _days(each.period, centre)
        yield DatedFact(DatedKind.AGREEMENT, centre.name, each.name, *days, ends=each.id in there)


def _cells(new: tuple[Responsibility, ...], known: Directory) -> Iterator[DatedFact]:
    there = {cell_key(each) for each in known.responsibilities}
    for each in new:
        centre = known.centre(each.centre)
        days = _days(each.period, centre)
        name = known.organisation(each.organisation).name
        ends = cell_key(each) in there
        kind = DatedKind.RESPONSIBILITY
        yield DatedFact(kind, centre.name, name, *days, ends, each.service)


def _plans(new: tuple[Handover, ...], known: Directory) -> Iterator[DatedFact]:
    for each in new:
        centre = known.centre(each.centre)
        first = day_at(centre, each.effective) if each.effective else None
        name = known.organisation(each.successor).name
        yield DatedFact(DatedKind.HANDOVER, centre.name, name, first)


def _days(period: Period, centre: Centre) -> tuple[date | None, date | None]:
    """Give the first and the last day of a period at a centre (Dates)."""
    return _day(period.start, centre), _day(period.end, centre, timedelta(seconds=1))


def _day(bound: Bound | None, centre: Centre, before: timedelta = timedelta(0)) -> date | None:
    return day_at(centre, bound.at - before) if bound else None
