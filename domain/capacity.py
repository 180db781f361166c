"""Capacity: places counted by staff, places promised, and what is free at an instant.

What somebody counts is the places that are empty and usable when they look. Places promised to
people who have not come yet are subtracted from that, whether they were promised before the count
or after it: a promised place still looks empty. Whoever arrives takes a place off the count, and
whoever leaves is seen at the next count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from domain.people import Company, Gender, Who
from domain.referrals import Action
from domain.services import Capacity, Eligibility, Group, Service, ServiceType

HOLD_LASTS = timedelta(hours=48)
MOST_PLACES = 100_000
LONGEST_HOLD_HOURS = 366 * 24
COUNTED_KINDS = frozenset({ServiceType.SHELTER, ServiceType.SAFE_HOUSE})
HOLDS: Mapping[ServiceType, timedelta] = {
    ServiceType.SHELTER: timedelta(hours=24),
    ServiceType.SAFE_HOUSE: timedelta(days=3),
}
"""For how long a count is told: beds change by the hour, where people stay long by the day."""
OTHERS_HOLD = timedelta(days=7)
"""The same for kinds of help where people come and go by the course."""


@dataclass(frozen=True, slots=True)
class Count:
    """What somebody counted at the aware instant `updated`; unknown again from `expires` on.

    `free`: empty and usable at that moment. `blocked`: out of use. Raises ValueError for numbers
    that cannot be.
    """

    places: int
    free: int
    updated: datetime
    expires: datetime
    blocked: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot have been counted."""
        if min(self.places, self.free, self.blocked) < 0:
            raise ValueError("no number of places is below zero")
        if self.free + self.blocked > self.places:
            raise ValueError("free and blocked places cannot be more than there are")

    def known_at(self, at: datetime) -> bool:
        """Say whether the count is still worth telling at `at`."""
        return at < self.expires

    def after_arrival(self, people: int) -> Count:
        """Give the count once `people` have taken their places."""
        return replace(self, free=max(0, self.free - people))


def holds(service: Service) -> timedelta:
    """Say for how long a count of a service's places is told: its own time, else its kind's."""
    own = service.counts_hold
    return HOLDS.get(service.type, OTHERS_HOLD) if own is None else own


def counted(places: int, blocked: int, free: int, at: datetime, told: timedelta) -> Count:
    """Give a count made at `at` that is told for a time."""
    return Count(places, free, at, at + told, blocked)


def imported(capacity: Capacity, told: timedelta) -> Count:
    """Take a directory's own figure as a first count; numbers that cannot be are cut."""
    places = max(capacity.places, 0)
    return counted(places, 0, min(max(capacity.free, 0), places), capacity.updated, told)


Counts = Mapping[Group | None, Count]
Held = Mapping[Group | None, int]


class Promised(NamedTuple):
    """Places promised to people of a group, or of none, until the aware instant `until`."""

    group: Group | None
    people: int
    until: datetime


class Known(NamedTuple):
    """What is kept of a service's places beside the directory."""

    counts: Counts = {}
    promised: tuple[Promised, ...] = ()


NOTHING_KNOWN = Known()


def counts_with(service: Service, stored: Counts) -> Counts:
    """Join the counts that are kept and the directory's own figure, which is for the whole.

    Of two counts of the whole the newer one is told.
    """
    if service.capacity is None:
        return stored
    first = imported(service.capacity, holds(service))
    whole = stored.get(None)
    return stored if whole and whole.updated >= first.updated else {**stored, None: first}


def held_at(promised: Iterable[Promised], at: datetime) -> Held:
    """Count the places that are held at `at`, by group."""
    held: dict[Group | None, int] = {}
    for group, people, until in promised:
        if at < until:
            held[group] = held.get(group, 0) + people
    return held


def places_at(service: Service, known: Known, at: datetime) -> Places | None:
    """Say what is free in a service at `at`; None where nothing was ever counted."""
    return places_now(counts_with(service, known.counts), held_at(known.promised, at), at)


def may_be_free(service: Service, known: Known, since: datetime, until: datetime) -> bool:
    """Say whether a place may be told to be free at any moment from `since` to before `until`.

    What is held all the while is surely not free; that a count runs out may let the next one speak.
    """
    counts = counts_with(service, known.counts)
    if not counts:
        return False
    held = held_at((each for each in known.promised if until <= each.until), since)
    whole = numbers(counts.get(None) or total(counts), sum(held.values()), since)
    groups = of_groups(counts, held, since)
    return any(each.free for each in (whole, *(each for _, each in groups)))


class Numbers(NamedTuple):
    """Places in numbers, for staff; `free` is None once the count has expired."""

    places: int
    blocked: int
    held: int
    free: int | None
    updated: datetime


Groups = tuple[tuple[Group, Numbers], ...]


class Places(NamedTuple):
    """What is known of a service's places; None in `some_free`: not known any more.

    `numbers` and `groups` are for staff alone (Rights of look-up).
    """

    some_free: bool | None
    updated: datetime
    numbers: Numbers | None = None
    groups: Groups = ()

    def for_anyone(self) -> Places:
        """Leave the numbers out."""
        return Places(self.some_free, self.updated)


def places_now(counts: Counts, held: Held, at: datetime) -> Places | None:
    """Say what is free at `at`; None where nothing was ever counted.

    The whole is what was counted without distinction, else the sum of the groups.
    """
    if not counts:
        return None
    whole = numbers(counts.get(None) or total(counts), sum(held.values()), at)
    groups = of_groups(counts, held, at)
    return Places(some_free(whole, groups), whole.updated, whole, groups)


def of_groups(counts: Counts, held: Held, at: datetime) -> Groups:
    """Give the numbers of each group that was counted for itself, in the order of `Group`."""
    if len(counts) == 1 and None in counts:
        return ()
    return tuple(
        (group, numbers(counts[group], held.get(group, 0), at))
        for group in Group
        if group in counts
    )


def some_free(whole: Numbers, groups: Groups) -> bool | None:
    """Say whether a place is free; a group still tells it where the whole has expired."""
    if whole.free is not None:
        return whole.free > 0
    return True if any(each.free for _, each in groups) else None


def numbers(count: Count, held: int, at: datetime) -> Numbers:
    """Subtract what is promised from what was seen empty."""
    free = max(0, count.free - held) if count.known_at(at) else None
    return Numbers(count.places, count.blocked, held, free, count.updated)


def total(counts: Counts) -> Count:
    """Add the groups up; the sum is as old as its oldest part."""
    each = counts.values()
    return Count(
        sum(count.places for count in each),
        sum(count.free for count in each),
        min(count.updated for count in each),
        min(count.expires for count in each),
        sum(count.blocked for count in each),
    )


def group_of(company: Company, eligibility: Eligibility) -> Group | None:
    """Say for whom a place is needed; None where that is not known, as it is never guessed."""
    if company.who is Who.FAMILY:
        return Group.FAMILIES
    if company.who is Who.CHILD_ALONE:
        return Group.CHILDREN_ALONE
    if eligibility.genders == {Gender.WOMEN}:
        return Group.WOMEN
    return Group.MEN if eligibility.genders == {Gender.MEN} else None


@dataclass(frozen=True, slots=True)
class PlacesLeft:
    """How many places a request needs, and how many are free by the count."""

    needed: int
    free: int

    @property
    def enough(self) -> bool:
        """Say whether everybody finds a place by the count."""
        return self.needed <= self.free


class Effect(StrEnum):
    """What a move of a referral does to the place that is held for it."""

    HOLD = "hold"
    KEEP = "keep"
    RELEASE = "release"
    TAKE = "take"


# A redirect keeps the place until the person agrees: a no leads back to the acceptance.
EFFECTS: dict[Action, Effect] = {
    Action.CLAIM: Effect.KEEP,
    Action.ROUTE: Effect.KEEP,
    Action.OWNER_CHANGES: Effect.KEEP,
    Action.AGREE: Effect.RELEASE,
    Action.DISAGREE: Effect.KEEP,
    Action.TAKE_BACK: Effect.RELEASE,
    Action.ACCEPT: Effect.HOLD,
    Action.DECLINE: Effect.RELEASE,
    Action.ASK: Effect.KEEP,
    Action.ANSWER: Effect.KEEP,
    Action.PUT_BACK: Effect.RELEASE,
    Action.REASSIGN: Effect.KEEP,
    Action.OFFER_MOVE: Effect.KEEP,
    Action.ARRIVED: Effect.TAKE,
    Action.DID_NOT_COME: Effect.RELEASE,
    Action.CANNOT_AFTER_ALL: Effect.RELEASE,
    Action.FINISH: Effect.RELEASE,
    Action.SEND_BACK: Effect.KEEP,
    Action.OBJECT: Effect.KEEP,
    Action.REOPEN: Effect.KEEP,
    Action.REDIRECT: Effect.KEEP,
    Action.WITHDRAW: Effect.RELEASE,
    Action.REVOKE: Effect.RELEASE,
    Action.CLOSE: Effect.RELEASE,
}
