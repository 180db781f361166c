"""Operations in words: services, hours, free places, contact, languages, address, last check."""

from __future__ import annotations

from conversations import free_places
from conversations.persons.cards import (
    address_words,
    languages_words,
    verified_words,
)
from conversations.persons.hours_words import hours_in_words, opening_words, week_words
from conversations.staff.look_up_words import WEEKDAYS
from conversations.text import (
    Clock,
    Country,
    Day,
    Language,
    Lines,
    Listed,
    Marked,
    Moment,
    Verbatim,
    Words,
    beside,
    lines,
    t,
    tn,
)
from conversations.vocabulary import SERVICE_SIGNS, SERVICES
from domain.freshness import verified as last_check
from domain.hours import place_hours
from domain.opening_days import Interval
from domain.requests.finding import Found
from domain.requests.looking_up import CentreFacts, OpenFact
from domain.services import ServiceType


def services(facts: CentreFacts) -> Words | None:
    """List the services with hours, and places where that is known and visible."""
    return lines(*(service_row(each) for each in facts.services)) if facts.services else None


def service_row(found: Found) -> Words:
    """Tell one service."""
    name = service_name(found.service.type)
    if found.places is not None and found.places.numbers is not None:
        return lines(name, free_places.for_staff(found.places, found.centre.zone))
    own = own_hours(found)
    return lines(name, own) if own else name


def own_hours(found: Found) -> Words | None:
    """Tell the hours of a service where they are not those of its centre."""
    if found.service.hours:
        return week_words(place_hours(found.centre, found.service), brief=True)
    return hours_in_words(found.service.hours_words)


def service_name(kind: ServiceType) -> Words:
    """Name a kind of help with its sign."""
    return Marked(SERVICE_SIGNS[kind], SERVICES[kind])


def beds(facts: CentreFacts) -> Words | None:
    """Tell the free places in numbers, of each service that counts them."""
    counted = [
        (each.service.type, free_places.for_staff(each.places, each.centre.zone))
        for each in facts.services
        if each.places is not None and each.places.numbers is not None
    ]
    if len(counted) <= 1:
        return counted[0][1] if counted else None
    return lines(*(lines(service_name(kind), words) for kind, words in counted))


def hours(facts: CentreFacts) -> Words | None:
    """Tell whether it is open, and the hours of each service that has its own."""
    own = ((each.service.type, own_hours(each)) for each in facts.services)
    return lines(
        opening_words(facts.open, facts.centre.zone),
        week_words(place_hours(facts.centre)),
        *(lines(service_name(kind), words) for kind, words in own if words),
    )


def open_that_day(facts: CentreFacts) -> Words | None:
    """Tell when it is open on the day asked about."""
    if not facts.open_on:
        return None
    day = facts.open_on[0].day
    # Translators: a day of the week with its date, above opening hours
    head = t("{weekday}, {date}:", weekday=WEEKDAYS[day.weekday()], date=Day(day))
    known = [each for each in facts.open_on if each.between]
    shown = known or list(facts.open_on)[:1]
    return lines(head, *(open_row(each, facts.centre.zone) for each in shown))


def open_row(fact: OpenFact, zone: str) -> Words:
    """Tell the hours of one day, of one service or of the whole place."""
    if fact.between is None:
        # Translators: hours of a place are not in the directory
        return Marked("⚪", t("Hours not known"))
    if not fact.between:
        # Translators: hours of a place
        return Marked("🔴", t("Closed"))
    times = Listed(tuple(span_words(each, zone) for each in fact.between))
    if fact.service is None:
        return Marked("🟢", times)
    # Translators: a kind of help and the hours of one day, like "Food: 09:00 – 12:00"
    return Marked("🟢", t("{service}: {hours}", service=SERVICES[fact.service], hours=times))


def span_words(span: Interval, zone: str) -> Words:
    """Tell from when to when; a whole day as such."""
    start, end = span
    if (end - start).total_seconds() >= 24 * 3600:
        # Translators: hours of a place
        return t("Open day and night")
    # Translators: a period; "…" stands for not known
    return t(
        "{start} – {end}",
        start=Moment(start, zone, Clock.TIME),
        end=Moment(end, zone, Clock.TIME),
    )


def contact(facts: CentreFacts) -> Words | None:
    """Tell how to reach it."""
    rows = (("📞", facts.centre.phone), ("✉️", facts.centre.email), ("🌐", facts.centre.url))
    known = tuple(Marked(sign, Verbatim(value)) for sign, value in rows if value)
    return Lines(known) if known else None


def languages(facts: CentreFacts) -> Words | None:
    """Name the languages spoken, and those through an interpreter."""
    spoken = languages_words(facts.centre.languages)
    codes = facts.centre.interpreters
    names = Listed(tuple(Language(code) for code in codes))
    # Translators: languages spoken through an interpreter
    through = t("With an interpreter: {languages}", languages=names) if codes else None
    return lines(spoken, through) if spoken or through else None


def address(facts: CentreFacts) -> Words:
    """Tell the town, and the address as far as it may be told."""
    return lines(where(facts), address_words(facts.centre))


def where(facts: CentreFacts) -> Words:
    """Tell town and country."""
    centre = facts.centre
    town = Verbatim(centre.city) if centre.city else None
    return Marked("📍", beside(town, Country(centre.country) if centre.country else None))


def verified(facts: CentreFacts) -> Words | None:
    """Tell when the entry was last checked, by whom, and how long ago that is."""
    day = facts.centre.verified_on
    if day is None:
        return None
    ago = max((facts.today - day).days, 0)
    # Translators: how old an entry is
    age = tn("{count} day ago", "{count} days ago", ago)
    by = Verbatim(facts.verified_by)
    return lines(
        verified_words(last_check(facts.centre)),
        age,
        # Translators: which organisation last checked an entry
        t("Checked by {name}", name=by) if facts.verified_by else None,
    )
