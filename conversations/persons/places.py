"""Asking for a place: a position, a place in words, or a country and a city from lists."""

from __future__ import annotations

from conversations.dialogue import HEARD, ask, forget, look, recall, say
from conversations.questions import Choice, Option, Said, Where
from conversations.text import Country, Text, Verbatim, Words, beside, t
from domain.geography import Place, Point
from domain.requests.finding import CitiesIn, Countries, PlacesNamed

LIST = "list"
NONE_OF_THESE = "none"
ELSEWHERE = "elsewhere"
SHOWN = 8


async def ask_place(question: Words, key: str = "where") -> Place:
    """Ask until a place is understood; what was not understood is said and asked anew.

    Whoever named a place in the words that began the dialogue is only asked whether it is there.
    """
    place = await place_heard(key)
    while place is None:
        # Translators: button: choose a country and a city from lists
        choose = Option(LIST, LIST, t("Choose from a list"), "🗺️")
        answer = await ask(Where(key, question, (choose,)))
        if isinstance(answer, Point):
            return Place("", "", answer)
        place = await from_list(key) if answer.code == LIST else await named(key, answer)
    return place


async def place_heard(key: str) -> Place | None:
    """Ask whether help is needed where the first words say; None if they say no one place."""
    words = await recall(HEARD)
    found: tuple[Place, ...] = await look(PlacesNamed(words)) if isinstance(words, str) else ()
    if len(found) != 1:
        return None
    options: list[Option[Place | None]] = [
        # Translators: button: yes, help is needed in the place that was named
        Option(found[0], "there", t("Yes, there"), "📍"),
        # Translators: button: help is needed in another place than the one that was named
        Option(None, ELSEWHERE, t("In another place")),
    ]
    # Translators: {place}: a town with its country, found in what the person wrote at first
    asked = t("Do you need help in {place}?", place=place_words(found[0]))
    return await ask(Choice(f"{key}_heard:{found[0].name}", asked, options))


async def named(key: str, answer: Said) -> Place | None:
    """Find what a text means; ask back if it may mean several places."""
    found: tuple[Place, ...] = await look(PlacesNamed(answer.words))
    if not found:
        # Translators: {text} is what the person wrote; a town that is not known
        await say(
            t(
                "I do not know the place {text}. Try another spelling, or a bigger town nearby.",
                text=Verbatim(answer.words),
            )
        )
        await forget(key)
        return None
    if len(found) == 1:
        return found[0]
    return await which_of(key, found)


async def which_of(key: str, found: tuple[Place, ...]) -> Place | None:
    """Ask which of several places is meant."""
    options: list[Option[Place | None]] = [
        Option(place, f"p{i}", place_words(place)) for i, place in enumerate(found[:SHOWN])
    ]
    # Translators: button: the place meant is not in the list
    options.append(Option(None, NONE_OF_THESE, t("None of these")))
    # Translators: several places fit what the person wrote
    chosen = await ask(Choice(f"{key}_which", t("Which place do you mean?"), options))
    if chosen is None:
        await forget(key, f"{key}_which")
    return chosen


async def from_list(key: str) -> Place:
    """Ask for a country, then for a city."""
    countries: tuple[str, ...] = await look(Countries())
    # Translators: question with a list of countries
    which_country = t("Which country?")
    country = await ask(
        Choice(f"{key}_country", which_country, [Option(c, c, Country(c)) for c in countries], 2)
    )
    cities: tuple[Place, ...] = await look(CitiesIn(country))
    options = [Option(place, f"c{i}", Verbatim(place.name)) for i, place in enumerate(cities[:60])]
    # Translators: question with a list of cities
    return await ask(Choice(f"{key}_city:{country}", t("Which city?"), options, 2))


def place_words(place: Place) -> Words:
    """Name a place with its country, and with its region where that tells it from others."""
    if not place.name:
        return Country(place.country)
    # Translators: tells a town from its namesakes; {region}: a state, or the region's biggest town
    region = t("region of {region}", region=Verbatim(place.region)) if place.region else None
    return beside(Verbatim(place.name), region, Country(place.country))


# Translators: question for where the person is; they may send the position or write a town
WHERE_ARE_YOU: Text = t("Where are you? Send your location, or write the name of a town.")
