"""Cards: a found service or centre in words, short enough for a small screen."""

from __future__ import annotations

from conversations import free_places
from conversations.messages import Pin
from conversations.persons.hours_words import hours_in_words, opening_words, week_words
from conversations.persons.wanted_words import FILTERS, TAKES, wheelchair_words, why_words
from conversations.text import (
    Day,
    Far,
    Language,
    Lines,
    Listed,
    Marked,
    Verbatim,
    Words,
    lines,
    t,
    tn,
)
from conversations.vocabulary import SERVICE_SIGNS, SERVICES
from domain.accessibility import Wheelchair
from domain.centres import AddressRule, Centre
from domain.freshness import Verified, verified
from domain.hours import place_hours
from domain.people import Gender
from domain.requests.finding import Found
from domain.services import Admission, Eligibility, Group, Service
from domain.wanted import Filter

NOT_TOLD_M = 5_000


def service_name(service: Service) -> Words:
    """Name the kind of help with its sign."""
    return Marked(SERVICE_SIGNS[service.type], SERVICES[service.type])


def short_card(found: Found, number: int | None = None) -> Words:
    """Give what helps to choose: name, kind, distance, open or closed."""
    name: Words = Verbatim(found.centre.name)
    if number is not None:
        # Translators: number and name in a list of results
        name = t("{number}. {name}", number=number, name=name)
    return lines(
        name,
        by(found),
        distance_words(found),
        opening_words(found.open, found.centre.zone),
        free_places.no_room(found.places, found.centre.zone),
        why_words(found.why),
        stale_words(found),
    )


def by(found: Found) -> Words:
    """Say the kind of help and, where a directory names it, who offers it."""
    if found.provider:
        # Translators: kind of help and who offers it
        return t(
            "{service}, by {organisation}",
            service=service_name(found.service),
            organisation=Verbatim(found.provider),
        )
    return service_name(found.service)


def distance_words(found: Found) -> Words | None:
    """Say how far it is; roughly where the address is not told."""
    if found.metres is None:
        return Marked("📍", Verbatim(found.centre.city)) if found.centre.city else None
    far = Far(found.metres)
    if found.centre.address_rule is AddressRule.PUBLIC:
        # Translators: distance; {city} is a town
        return Marked(
            "📍", t("{distance} – {city}", distance=far, city=Verbatim(found.centre.city))
        )
    city = Verbatim(found.centre.city)
    if found.metres < NOT_TOLD_M:
        # Translators: a place whose address is kept secret is near; {city} is a town
        return Marked("📍", t("less than 5 km away – {city} area", city=city))
    # Translators: distance to a place whose address is kept secret; {city} is a town
    return Marked("📍", t("{distance} – {city} area", distance=far, city=city))


def full_card(found: Found, others: tuple[Found, ...] = ()) -> Words:
    """Give all that anyone may know of a service at a centre."""
    centre, service = found.centre, found.service
    return lines(
        Verbatim(centre.name),
        by(found),
        distance_words(found),
        address_words(centre),
        opening_words(found.open, centre.zone),
        week_words(place_hours(centre, service)),
        hours_in_words(service.hours_words),
        free_places.for_anyone(found.places, centre.zone),
        languages_words(service.languages or centre.languages),
        interpreters_words(service.interpreters or centre.interpreters),
        eligibility_words(service.eligibility),
        access_words(service.wheelchair or centre.wheelchair),
        papers_words(service),
        bring_words(service),
        admission_words(service),
        phone_words(centre),
        also_here(found, others),
        stale_words(found) or verified_words(verified(centre, service)),
        sample_words(centre),
    )


def address_words(centre: Centre) -> Words | None:
    """Say the address, or why it is not said."""
    if centre.address_rule is AddressRule.AFTER_ACCEPTANCE:
        # Translators: the address is secret until the request is accepted
        return Marked("🔒", t("The address is told when they accept you, to keep people safe."))
    if centre.address_rule is AddressRule.NEVER:
        if not centre.meeting_point:
            # Translators: the address is secret
            return Marked("🔒", t("The address is not told, to keep people safe."))
        # Translators: people are met at {place}, because the address is secret
        return Marked("🔒", t("Meeting point: {place}", place=Verbatim(centre.meeting_point)))
    return Marked("📮", Verbatim(centre.address)) if centre.address else None


def languages_words(codes: tuple[str, ...]) -> Words | None:
    """Name the languages that are spoken."""
    if not codes:
        return None
    # Translators: languages that people there speak
    return Marked(
        "🗣️", t("They speak {languages}", languages=Listed(tuple(Language(c) for c in codes)))
    )


def interpreters_words(codes: tuple[str, ...]) -> Words | None:
    """Name the languages that are spoken through an interpreter."""
    if not codes:
        return None
    languages = Listed(tuple(Language(code) for code in codes))
    # Translators: languages that are spoken with the help of an interpreter
    return Marked("🗣️", t("With an interpreter for {languages}", languages=languages))


def access_words(wheelchair: Wheelchair | None) -> Words | None:
    """Say whether one gets in with a wheelchair, if that is known."""
    if wheelchair is None:
        return None
    if wheelchair is Wheelchair.NO:
        # Translators: one does not get in with a wheelchair
        return Marked("♿", t("No wheelchair access"))
    partly = wheelchair is Wheelchair.LIMITED
    return Marked("♿", wheelchair_words(known=not partly, partly=partly))


def papers_words(service: Service) -> Words | None:
    """Say whether one is turned away without papers, if that is known."""
    if service.needs_papers is None:
        return None
    if service.needs_papers:
        # Translators: without papers one gets no help there
        return Marked("🪪", t("You need papers there."))
    return Marked("🪪", FILTERS[Filter.WITHOUT_PAPERS])


def eligibility_words(rule: Eligibility) -> Words | None:
    """Say who the service is for, before any data is asked (Small ones)."""
    parts: list[Words] = []
    if rule.genders == {Gender.WOMEN}:
        # Translators: who a place takes in
        parts.append(t("Only for women and their children."))
    if rule.genders == {Gender.MEN}:
        # Translators: who a place takes in
        parts.append(t("Only for men."))
    if rule.minimum_age is not None:
        # Translators: who a place takes in; {count} is an age in years
        parts.append(tn("From {count} year", "From {count} years", rule.minimum_age))
    if rule.maximum_age is not None:
        # Translators: who a place takes in; {count} is an age in years
        parts.append(tn("Up to {count} year", "Up to {count} years", rule.maximum_age))
    if rule.families is False:
        # Translators: who a place takes in
        parts.append(t("Not for families."))
    elif rule.families:
        parts.append(TAKES[Group.FAMILIES])
    if rule.children_alone:
        parts.append(TAKES[Group.CHILDREN_ALONE])
    if rule.words:
        parts.append(Verbatim(rule.words))
    return Marked("👥", Lines(tuple(parts))) if parts else None


def bring_words(service: Service) -> Words | None:
    """Say what to bring."""
    if not service.bring:
        return None
    # Translators: what to take along
    things = Listed(tuple(Verbatim(thing) for thing in service.bring))
    # Translators: what to take along; {things} is a list
    return Marked("🎒", t("Bring: {things}", things=things))


def admission_words(service: Service) -> Words | None:
    """Say how one gets in."""
    if service.admission is Admission.WALK_IN:
        # Translators: how one gets help there
        return Marked("🚶", t("You can go there without asking first."))
    if service.admission is Admission.REFERRAL:
        # Translators: how one gets help there
        return Marked("✉️", t("They want a request first. I can send it."))
    if service.admission is Admission.APPOINTMENT:
        # Translators: how one gets help there
        return Marked("📅", t("They want an appointment. I can ask for one."))
    # Translators: how one gets help there
    return Marked("🚫", t("They do not take requests through me."))


def phone_words(centre: Centre) -> Words | None:
    """Say the public telephone number."""
    return Marked("📞", Verbatim(centre.phone)) if centre.phone else None


def also_here(found: Found, others: tuple[Found, ...]) -> Words | None:
    """Name the other kinds of help at the same place."""
    kinds = dict.fromkeys(o.service.type for o in others if o.service.type != found.service.type)
    if not kinds:
        return None
    # Translators: other kinds of help at the same place; {services} is a list
    return t("Also there: {services}", services=Listed(tuple(SERVICES[kind] for kind in kinds)))


def verified_words(checked: Verified) -> Words | None:
    """Say how old the entry is."""
    # Translators: when somebody last checked that an entry is right
    return t("Checked on {date}", date=Day(checked.on)) if checked.on else None


def stale_words(found: Found) -> Words | None:
    """Warn of an entry that nobody has checked for long."""
    checked = verified(found.centre, found.service).on
    if checked is None or not found.stale:
        return None
    # Translators: an entry may be out of date; {date} is when somebody last checked it
    return Marked("⚠️", t("Not checked since {date}", date=Day(checked)))


def sample_words(centre: Centre) -> Words | None:
    """Say that a sample is no real place."""
    if not centre.sample:
        return None
    # Translators: warning on the made-up centres of the demonstration
    return Marked("⚠️", t("This is a sample for trying out, not a real place."))


def pin_of(centre: Centre) -> Pin | None:
    """Give the pin on the map, unless the address is undisclosed."""
    if centre.address_rule is not AddressRule.PUBLIC or centre.point is None:
        return None
    return Pin(centre.point, centre.name, centre.address or centre.city or centre.name)
