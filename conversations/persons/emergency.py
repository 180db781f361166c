"""Emergency: numbers and the nearest open door, at once, without a form (Safety 7)."""

from __future__ import annotations

from conversations.dialogue import Farewell, look
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.persons.cards import pin_of, short_card
from conversations.text import Country, Listed, Marked, Verbatim, Words, lines, paragraphs, t
from domain.emergency import ANYWHERE
from domain.requests.finding import EmergencyHelp, EmergencyNear

NOTHING_KNOWN = EmergencyHelp(None, ANYWHERE.general, (), (), (), (), None)


async def emergency(start: Start) -> Farewell:
    """Say the numbers and where a door is open; a position sharpens it."""
    known: EmergencyHelp = await look(EmergencyNear())
    # Translators: button: find open places near where the person is now
    near = Button(Marked("📍", t("Find an open door near me")), entry("find", "shelter"))
    # Translators: button: ask people for help today
    ask_now = Button(Marked("🏠", t("Ask for shelter today")), entry("shelter"))
    return Farewell(
        paragraphs(numbers(known), nearest(known), honest()),
        column(near, ask_now),
        pin_of(known.nearest.centre) if known.nearest else None,
    )


def while_broken() -> Words:
    """Say what can be said while nothing can be looked up: better than silence."""
    return paragraphs(
        numbers(NOTHING_KNOWN),
        honest(),
        # Translators: in an emergency, while our own computers do not work
        t("Something is broken on our side at this moment. I will answer you as soon as I can."),
    )


def numbers(known: EmergencyHelp) -> Words:
    """Name the numbers, or how to find one when the country is not known."""
    # Translators: in an emergency; first words
    first = Marked("🆘", t("If somebody is in danger now, call:"))
    rows = [
        # Translators: emergency number; {numbers} like 112
        row(t("Emergency: {numbers}", numbers=either(known.general)), known.general),
        # Translators: emergency number
        row(t("Police: {numbers}", numbers=either(known.police)), known.police),
        # Translators: emergency number
        row(t("Ambulance: {numbers}", numbers=either(known.ambulance)), known.ambulance),
        # Translators: emergency number
        row(t("Fire brigade: {numbers}", numbers=either(known.fire)), known.fire),
        # Translators: emergency number for children
        row(t("Help line for children: {numbers}", numbers=either(known.children)), known.children),
    ]
    if known.country is None:
        # Translators: the country is not known, so the number is a guess
        unsure: Words = t("112 works in many countries, also without credit. I do not know yours.")
    else:
        # Translators: which country the numbers are for
        unsure = t("These numbers are for {country}.", country=Country(known.country))
    return lines(first, *rows, unsure)


def row(words: Words, found: tuple[str, ...]) -> Words | None:
    """Show a line only where there is a number."""
    return Marked("📞", words) if found else None


def either(found: tuple[str, ...]) -> Words:
    """Say several numbers with "or"."""
    return Listed(tuple(Verbatim(number) for number in found), choice=True)


def nearest(known: EmergencyHelp) -> Words | None:
    """Name the nearest place that is open day and night."""
    if known.nearest is None:
        return None
    # Translators: above the nearest place that is open day and night
    return lines(t("Open day and night:"), short_card(known.nearest))


def honest() -> Words:
    """Say what a bot cannot do."""
    # Translators: the bot itself cannot send help
    return t("I am a bot and cannot send anybody to you. If you can, go where other people are.")
