"""Capacity: what is free now, and what each move of a referral does to the places."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import assert_never

from msgspec import structs

from casework.workplace import Work
from domain.capacity import (
    EFFECTS,
    HOLD_LASTS,
    NOTHING_KNOWN,
    Counts,
    Effect,
    Places,
    PlacesLeft,
    counts_with,
    group_of,
    places_at,
)
from domain.referrals import Action, Referral
from domain.requests.finding import Found
from domain.services import Capacity, Service, ServiceId
from storage import capacity
from storage.capacity import Hold


async def places_of(work: Work, services: Collection[Service]) -> dict[ServiceId, Places]:
    """Say what is known of the places of services; those that nobody counted are left out.

    Two queries, however many services.
    """
    known = await capacity.shown_of(work.tx, [service.id for service in services])
    found = {
        each.id: places_at(each, known.get(each.id, NOTHING_KNOWN), work.now) for each in services
    }
    return {key: places for key, places in found.items() if places is not None}


async def with_places(work: Work, found: Collection[Found]) -> tuple[Found, ...]:
    """Tell of each service shown what is known of its places; numbers to staff alone."""
    known = await places_of(work, [each.service for each in found])
    return tuple(seen_by(work, each, known.get(each.service.id)) for each in found)


def seen_by(work: Work, found: Found, places: Places | None) -> Found:
    """Put the places on a result, cut to the reader's sight (Rights of look-up)."""
    if places is None and found.service.capacity is None:
        return found
    if places is None or not work.actor.is_enrolled:
        bare = replace(found.service, capacity=None)
        return structs.replace(found, service=bare, places=places.for_anyone() if places else None)
    whole, now = places.numbers, None
    if whole is not None and whole.free is not None:
        now = Capacity(whole.places, whole.free, whole.updated)
    return structs.replace(found, service=replace(found.service, capacity=now), places=places)


# ---------------------------------------------------------------- holding and letting go


async def settle(work: Work, referral: Referral, action: Action) -> None:
    """Do to the place held for a referral what a move asks: the one place where that happens."""
    effect = EFFECTS[action]
    match effect:
        case Effect.HOLD:
            await hold(work, referral)
        case Effect.RELEASE:
            await capacity.release(work.tx, referral.id)
        case Effect.TAKE:
            await take(work, referral)
        case Effect.KEEP:
            return
        case _:
            assert_never(effect)


async def counts_for(work: Work, service: Service) -> Counts:
    """Give the counts of one service, the directory's own figure among them."""
    stored = await capacity.counts_of(work.tx, [service.id])
    return counts_with(service, stored.get(service.id, {}))


async def hold(work: Work, referral: Referral) -> None:
    """Hold a place for each of the people who were accepted, where places are counted."""
    service = work.directory.service(referral.service)
    counts = await counts_for(work, service)
    if counts:
        group = group_of(referral.company, service.eligibility)
        kept = group if group in counts else None
        until = work.now + HOLD_LASTS
        new = Hold(referral.id, service.id, kept, referral.company.people, until)
        await capacity.hold(work.tx, new)


async def take(work: Work, referral: Referral) -> None:
    """Take the places of those who came off the count, whether a hold still stood or not."""
    service = work.directory.service(referral.service)
    await capacity.release(work.tx, referral.id)
    await capacity.lock(work.tx, service.id)
    counts = await counts_for(work, service)
    group = group_of(referral.company, service.eligibility)
    for counted in {None, group} & counts.keys():
        after = counts[counted].after_arrival(referral.company.people)
        await capacity.set_count(work.tx, service.id, counted, after)


async def places_left(work: Work, referral: Referral) -> PlacesLeft | None:
    """Say how many places a request needs and how many the count has left, if that is known."""
    service = work.directory.service(referral.service)
    places = (await places_of(work, [service])).get(service.id)
    if places is None or places.numbers is None or places.numbers.free is None:
        return None
    return PlacesLeft(referral.company.people, places.numbers.free)
