"""`passerelle find`: what a person would get for a place."""

from __future__ import annotations

import json
from typing import Any

from bot.app import Passerelle, opened
from bot.settings import Settings
from conversations.persons.cards import short_card
from conversations.persons.places import place_words
from domain.geography import Place
from domain.requests.finding import Found, Nearest, PlacesNamed
from domain.services import ServiceType
from locales.render import speak
from storage.people import Address, find_or_add


async def find_places(
    settings: Settings, queries: list[str], service: str, language: str, *, as_json: bool
) -> None:
    """Print places and nearest centres for each query."""
    kind = ServiceType(service) if service in list(ServiceType) else None
    async with opened(settings) as passerelle:
        async with passerelle.office.database.transaction() as tx:
            known = await find_or_add(tx, Address("terminal", "find"), passerelle.now())
        for query in queries:
            places: tuple[Place, ...] = await passerelle.perform_for(known.id, PlacesNamed(query))
            near = await nearest(passerelle, known.id, places, kind)
            if as_json:
                print(json.dumps(plain(query, places, near), ensure_ascii=False))
            else:
                print("\n".join(said(passerelle, query, places, near, language)))


async def nearest(
    passerelle: Passerelle, person: Any, places: tuple[Place, ...], kind: ServiceType | None
) -> tuple[Found, ...]:
    """Give the nearest centres to the best place, if one was understood."""
    if not places:
        return ()
    request = Nearest(places[0], kind, one_per_centre=kind is None)
    found: tuple[Found, ...] = await passerelle.perform_for(person, request)
    return found


def plain(query: str, places: tuple[Place, ...], near: tuple[Found, ...]) -> dict[str, Any]:
    """Describe an answer for machines."""
    return {
        "query": query,
        "places": [
            {
                "name": place.name,
                "country": place.country,
                "region": place.region,
                "latitude": place.point.latitude if place.point else None,
                "longitude": place.point.longitude if place.point else None,
            }
            for place in places
        ],
        "nearest": [
            {
                "service": found.service.id,
                "kind": found.service.type.value,
                "centre": found.centre.name,
                "metres": round(found.metres) if found.metres is not None else None,
                "open": found.open.opening.value,
            }
            for found in near
        ],
    }


def said(
    passerelle: Passerelle,
    query: str,
    places: tuple[Place, ...],
    near: tuple[Found, ...],
    language: str,
) -> list[str]:
    """Describe an answer in words."""
    now = passerelle.now()
    lines = [f"{query}:"]
    lines += [f"  = {speak(place_words(place), language, now)}" for place in places] or ["  ?"]
    for number, found in enumerate(near, 1):
        lines += [
            f"  {line}" for line in speak(short_card(found, number), language, now).split("\n")
        ]
    return lines
