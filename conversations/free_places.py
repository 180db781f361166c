"""Free places in words: numbers for staff, for anyone only whether there were some, and when."""

from __future__ import annotations

from conversations.text import Amount, Marked, Moment, Text, Words, beside, lines, t
from domain.capacity import Numbers, Places
from domain.services import Group

GROUPS: dict[Group, Text] = {
    # Translators: for whom places are counted
    Group.WOMEN: t("Women"),
    # Translators: for whom places are counted
    Group.MEN: t("Men"),
    # Translators: for whom places are counted
    Group.FAMILIES: t("Families"),
    # Translators: for whom places are counted
    Group.CHILDREN_ALONE: t("Children without their family"),
}


def for_anyone(places: Places | None, zone: str) -> Words | None:
    """Say whether there were free places, and when; never how many (Rights of look-up)."""
    if places is None:
        return None
    if places.some_free is None:
        # Translators: nobody has counted the places of a centre lately
        return Marked("🛏", t("Whether a place is free is not known now."))
    when = Moment(places.updated, zone)
    if places.some_free:
        # Translators: {when} like "today at 08:00"; no promise
        room = t("At the last count, {when}, there was room. That can change.", when=when)
        return Marked("🛏", room)
    return no_room(places, zone)


def no_room(places: Places | None, zone: str) -> Words | None:
    """Say that there was no room, in a list of results."""
    if places is None or places.some_free is not False:
        return None
    # Translators: {when} like "today at 08:00"
    words = t("At the last count, {when}, there was no room.", when=Moment(places.updated, zone))
    return Marked("🛏", words)


def for_staff(places: Places, zone: str) -> Words:
    """Tell the places in numbers, with the age of the count, and by group."""
    rows: list[Words] = []
    if places.numbers is not None:
        rows += [numbers_words(places.numbers, zone), *small_print(places.numbers)]
    for group, numbers in places.groups:
        # Translators: places for one group; {group} like "Women", {places} tells how many are free
        of_group = t("{group}: {places}", group=GROUPS[group], places=numbers_words(numbers, zone))
        rows.append(of_group)
    return lines(*rows)


def numbers_words(numbers: Numbers, zone: str) -> Words:
    """Say how many are free of how many, and when that was counted."""
    when = Moment(numbers.updated, zone)
    if numbers.free is None:
        # Translators: the count is too old; {places} is the number of all places
        return t(
            "places: {places}; how many are free is not known any more, last counted {when}",
            places=Amount(numbers.places),
            when=when,
        )
    # Translators: free places of a service, and when that was counted
    return t(
        "{free} of {places} places free, counted {when}",
        free=Amount(numbers.free),
        places=Amount(numbers.places),
        when=when,
    )


def small_print(numbers: Numbers) -> list[Words]:
    """Say how many are kept for people who are expected, and how many are out of use."""
    parts: list[Words] = []
    if numbers.held:
        # Translators: places promised to people who have not come yet; {count} is a number
        parts.append(t("kept for people who are expected: {count}", count=Amount(numbers.held)))
    if numbers.blocked:
        # Translators: places that cannot be used now; {count} is a number
        parts.append(t("out of use: {count}", count=Amount(numbers.blocked)))
    return [beside(*parts)] if parts else []
