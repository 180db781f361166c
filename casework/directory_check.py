"""What is wrong in the directory that is stored, and what to do about each thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from casework.directory_files.checks import remarks_on
from casework.directory_files.names import normalised
from casework.directory_files.report import RemarkKind
from domain.centres import AddressRule, Centre
from domain.directory import Directory, is_listed
from domain.hours import parse_hours
from domain.management import overlapping
from domain.services import Service

STALE_AFTER = timedelta(days=90)
"""Listings verified within 90 days are one of the suggested measures (domain.md)."""
ENDS_WITHIN = timedelta(days=90)


class Weight(StrEnum):
    """How bad it is: a fault is wrong, a warning is to be looked at."""

    FAULT = "fault"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing to do: what is wrong, and what to do."""

    weight: Weight
    wrong: str
    advice: str


ADVICE = {
    RemarkKind.NO_TEAM: "Invite somebody: passerelle invite --role caseworker --organisation NAME",
    RemarkKind.TWO_TEAMS: "Give one of the teams a narrower area, or join them.",
    RemarkKind.NO_COORDINATOR: (
        "Invite somebody: passerelle invite --role coordinator --organisation NAME"
    ),
    RemarkKind.NO_AUTHORITY: "Name the competent authority in the centre's entry (G1).",
    RemarkKind.NO_MANAGER: "Import a file of Passerelle's own format that says it, too.",
    RemarkKind.GATE_CLOSED: (
        "Record an agreement with both clauses, or import with --protocol NAME --until DAY."
    ),
    RemarkKind.MATRIX_DISAGREES: "Correct the matrix or the complementary service.",
    RemarkKind.APPROVAL_MISSING: "Get the approval, or end the derogation.",
}
FAULTS = frozenset({RemarkKind.NO_COORDINATOR, RemarkKind.TWO_TEAMS})


def check(directory: Directory, now: datetime) -> list[Found]:
    """Give all that is wrong at an aware `now`, faults first."""
    found = [
        *_routing(directory, now),
        *_overlaps(directory),
        *_hours(directory),
        *_places(directory),
        *_same(directory),
        *_dangling(directory),
        *_old(directory, now),
        *_ending(directory, now),
    ]
    return sorted(found, key=lambda each: each.weight is not Weight.FAULT)


def _routing(directory: Directory, now: datetime) -> Iterator[Found]:
    for remark in remarks_on(directory, Directory(), now):
        weight = Weight.FAULT if remark.kind in FAULTS else Weight.WARNING
        yield Found(weight, remark.words, ADVICE.get(remark.kind, "Look at the entry."))


def _overlaps(directory: Directory) -> Iterator[Found]:
    for one, other in overlapping(directory.arrangements):
        yield Found(
            Weight.FAULT,
            f"{one.centre}: the arrangements {one.id} and {other.id} hold at the same time.",
            "End the earlier one before the later one begins; until then the coordinator decides.",
        )


def _hours(directory: Directory) -> Iterator[Found]:
    entries: tuple[Centre | Service, ...] = (*directory.centres, *directory.services)
    for entry in entries:
        for hours in (entry.hours, entry.ramadan_hours):
            if hours is not None and parse_hours(hours) is None:
                yield Found(
                    Weight.FAULT,
                    f"{entry.name} ({entry.id}): nobody can read the hours {hours!r}.",
                    "Write them like Mo-Fr 08:00-16:00; until then they are shown as unknown.",
                )


def _places(directory: Directory) -> Iterator[Found]:
    listed = {each.centre for each in directory.services if is_listed(each)}
    for centre in directory.centres:
        if centre.id not in listed or centre.shown_point is not None:
            continue
        which = "a position" if centre.address_rule is AddressRule.PUBLIC else "a rough position"
        yield Found(
            Weight.WARNING,
            f"{centre.name} ({centre.id}) has no position, so no search by distance finds it.",
            f"Give the entry {which}, unless it is a telephone line.",
        )


def _same(directory: Directory) -> Iterator[Found]:
    there = Counter(
        (normalised(each.name), each.country, _near(each)) for each in directory.centres
    )
    for (name, country, _), count in there.items():
        if count > 1:
            yield Found(
                Weight.WARNING,
                f"{count} centres in {country} at the same place have the name {name!r}.",
                "Keep one of them: give the files of both the same centre id.",
            )


def _near(centre: Centre) -> str:
    point = centre.shown_point
    return f"{point.latitude:.2f} {point.longitude:.2f}" if point else normalised(centre.city)


def _dangling(directory: Directory) -> Iterator[Found]:
    organisations = {each.id for each in directory.organisations}
    for service in directory.services:
        if not directory.has_centre(service.centre):
            wrong = f"{service.name} ({service.id}) is at no centre that is there."
            yield Found(Weight.FAULT, wrong, "Import the centre, or the service anew.")
        if service.provider is not None and service.provider not in organisations:
            wrong = f"{service.name} ({service.id}): nobody knows its provider {service.provider}."
            yield Found(Weight.FAULT, wrong, "Import the organisation.")


def _old(directory: Directory, now: datetime) -> Iterator[Found]:
    asked = {each.centre for each in directory.services if is_listed(each)}
    days = [each.verified_on for each in directory.centres if each.id in asked]
    last = (now - STALE_AFTER).date()
    old = sum(day is not None and day < last for day in days)
    never = sum(day is None for day in days)
    for count, words in (
        (old, "were last verified over 90 days ago"),
        (never, "were never verified"),
    ):
        if count:
            advice = "Ask those who run them whether the facts are still right."
            yield Found(Weight.WARNING, f"{count} centres {words}.", advice)


def _ending(directory: Directory, now: datetime) -> Iterator[Found]:
    for agreement in directory.agreements:
        end = agreement.period.end
        if end is None or not now - ENDS_WITHIN <= end.at <= now + ENDS_WITHIN:
            continue
        over = end.at <= now
        when = f"{'ended' if over else 'ends'} on {end.at.date()}"
        yield Found(
            Weight.WARNING,
            f"{agreement.name} ({agreement.id}) {when}.",
            "Renew it, or plan who receives new requests after it (B6).",
        )
