"""Cards of look-ups: the topic asked first, then its source and date; short enough for a phone.

What the asker may not see and what does not exist read the same (Rights of look-up): a card is made
of the facts alone, and they were cut before.
"""

from __future__ import annotations

from collections.abc import Callable

from conversations.messages import Button, entry, rows_of
from conversations.persons.cards import (
    address_words,
    languages_words,
    sample_words,
    verified_words,
)
from conversations.persons.hours_words import opening_words, week_words
from conversations.staff import look_up_governance as governance
from conversations.staff import look_up_managing as managing
from conversations.staff import look_up_operations as operations
from conversations.staff.look_up_words import CODES, RECORDS, TOPIC_NAMES
from conversations.text import (
    Country,
    Day,
    Marked,
    Verbatim,
    Words,
    lines,
    paragraphs,
    t,
    tn,
)
from domain.access import Sight, sees
from domain.freshness import verified
from domain.hours import place_hours
from domain.questions import Asked, Topic
from domain.requests.looking_up import About, Cards, CentreFacts, Scope

LONGEST_CODE = 48
BUTTONS = 8

Section = Callable[[CentreFacts], Words | None]


def everything(facts: CentreFacts) -> Words:
    """Show all that the asker may see; what they may not see is not mentioned."""
    centre = facts.centre
    return paragraphs(
        lines(
            operations.where(facts),
            address_words(centre),
            opening_words(facts.open, centre.zone),
            week_words(place_hours(centre)),
            languages_words(centre.languages),
        ),
        managing.manager(facts),
        operations.services(facts),
        managing.history(facts),
        managing.agreements(facts.agreements, centre.zone),
        the_rest(facts),
        verified_words(verified(centre)),
    )


def the_rest(facts: CentreFacts) -> Words | None:
    """Tell handover, committee, staffing, money and approvals, as far as visible."""
    parts = (
        operations.contact(facts),
        governance.handover(facts) if facts.handover and facts.handover.open else None,
        governance.next_meeting(facts) if facts.committee else None,
        governance.staffing(facts),
        governance.budget(facts),
        governance.funding(facts),
        governance.in92(facts),
    )
    return lines(*parts) if any(parts) else None


SECTIONS: dict[Topic, Section] = {
    Topic.ALL: everything,
    Topic.MANAGER: managing.manager,
    Topic.HISTORY: managing.history,
    Topic.PARTIES: managing.parties,
    Topic.AGREEMENTS: lambda facts: managing.agreements(facts.agreements, facts.centre.zone),
    Topic.HANDOVER: governance.handover,
    Topic.COMMITTEE: governance.committee,
    Topic.STAFFING: governance.staffing,
    Topic.IN92: governance.in92,
    Topic.BUDGET: governance.budget,
    Topic.FUNDING: governance.funding,
    Topic.SERVICES: operations.services,
    Topic.HOURS: operations.hours,
    Topic.BEDS: operations.beds,
    Topic.CONTACT: operations.contact,
    Topic.LANGUAGES: operations.languages,
    Topic.ADDRESS: operations.address,
    Topic.VERIFIED: operations.verified,
    Topic.INDICATORS: governance.indicators,
    Topic.DOCUMENTS: lambda facts: None,
}


def topics_of(asked: Asked) -> tuple[Topic, ...]:
    """Say what is to be told, also where the question names no topic."""
    if asked.topics:
        return asked.topics
    if asked.when is not None:
        return (Topic.MANAGER,)
    if asked.open_on is not None:
        return (Topic.HOURS,)
    return (Topic.SERVICES,) if asked.services else (Topic.ALL,)


def section(facts: CentreFacts, topic: Topic, asked: Asked) -> Words | None:
    """Tell one topic of one centre, on the days asked about; None where there is nothing."""
    if asked.when is not None and topic in (Topic.MANAGER, Topic.HISTORY, Topic.PARTIES):
        return managing.on_days(facts, asked.when)
    if asked.open_on is not None and topic is Topic.HOURS:
        return operations.open_that_day(facts)
    return SECTIONS[topic](facts)


# ---------------------------------------------------------------- one centre


def card(facts: CentreFacts, asked: Asked) -> Words:
    """Answer about one centre: what was asked, its source and date."""
    topics = topics_of(asked)
    return paragraphs(
        Marked("🏢", Verbatim(facts.centre.name)),
        *(section(facts, topic, asked) or nothing(topic, asked) for topic in topics),
        source(facts, topics, asked),
        sample_words(facts.centre),
    )


def nothing(topic: Topic, asked: Asked) -> Words:
    """Say that there is nothing to tell: the same for what is secret and what does not exist."""
    if topic is Topic.MANAGER and asked.when is not None:
        topic = Topic.HISTORY
    # Translators: no answer; {topic} is what was asked, like "Budget line" or "Agreements"
    return t("I have nothing to show you about this: {topic}.", topic=TOPIC_NAMES[topic])


def source(facts: CentreFacts, topics: tuple[Topic, ...], asked: Asked) -> Words | None:
    """Say which record tells it, and of which day; the whole card ends with its own check."""
    told = [topic for topic in topics if section(facts, topic, asked) is not None]
    if not told or told == [Topic.ALL]:
        return None
    registers = [topic for topic in told if topic in RECORDS]
    if registers:
        return register(facts, registers[0])
    day = facts.centre.verified_on
    if day is None:
        # Translators: where a fact comes from
        return t("Source: directory entry, not checked so far")
    # Translators: where a fact comes from, and when somebody last checked it
    return t("Source: directory entry, checked on {date}", date=Day(day))


def register(facts: CentreFacts, topic: Topic) -> Words:
    """Name the record and the day on which it says so; a paper by its name where that is seen."""
    paper = facts.now.agreement if facts.now and topic is Topic.MANAGER else ""
    record: Words = Verbatim(paper) if paper else RECORDS[topic]
    # Translators: where a fact comes from, and the day for which it holds
    return t("Source: {record}, as of {date}", record=record, date=Day(facts.today))


# ---------------------------------------------------------------- several centres


def several(cards: Cards, about: About, asked: Asked) -> Words:
    """Answer about several centres: a short paragraph for each, or the agreements of all."""
    topics = topics_of(asked)
    title = area_words(about)
    if topics == (Topic.AGREEMENTS,):
        zone = cards.centres[0].centre.zone if cards.centres else "UTC"
        found = managing.agreements(cards.agreements, zone, briefly=True)
        return paragraphs(
            title, found or nothing(topics[0], asked), last_lines(cards, topics, asked)
        )
    if not cards.centres:
        if asked.open_on is not None:
            # Translators: none of the centres asked about is open on that day
            return paragraphs(title, t("I know none that is open then."))
        return paragraphs(title, *(nothing(topic, asked) for topic in topics))
    rows = (
        lines(
            Marked("🏢", Verbatim(each.centre.name)),
            *(section(each, topic, asked) for topic in topics),
        )
        for each in cards.centres
    )
    # Translators: further centres that are not shown
    more = tn("and {count} more", "and {count} more", cards.more) if cards.more else None
    return paragraphs(title, *rows, more, last_lines(cards, topics, asked))


def area_words(about: About) -> Words | None:
    """Name the country, town or organisation that was asked about."""
    place: Words | None = None
    if about.scope is Scope.COUNTRY:
        place = Country(about.key)
    elif about.scope is Scope.TOWN:
        place = Verbatim(about.name)
    if not about.organisation_name:
        return Marked("📍", place) if place else None
    name = Verbatim(about.organisation_name)
    # Translators: an organisation and the place where its centres are looked for
    return t("{name}, {place}", name=name, place=place) if place else name


def last_lines(cards: Cards, topics: tuple[Topic, ...], asked: Asked) -> Words | None:
    """Give the source once, of the first centre, and the warning of samples."""
    if not cards.centres:
        return None
    first = cards.centres[0]
    sample = next((each.centre for each in cards.centres if each.centre.sample), first.centre)
    return lines(source(first, topics, asked), sample_words(sample))


# ---------------------------------------------------------------- the way on


def more_about(facts: CentreFacts, asked: Asked) -> tuple[tuple[Button, ...], ...]:
    """Offer the other topics that have something to show to this asker."""
    asked_already = topics_of(asked)
    if asked_already == (Topic.ALL,):
        return ()
    offered = [topic for topic in MORE if topic not in asked_already and to_show(facts, topic)]
    centre = str(facts.centre.id)
    buttons = [Button(TOPIC_NAMES[topic], fact_code(topic, centre)) for topic in offered]
    fitting = [each for each in buttons if fits(each.code)][:BUTTONS]
    return rows_of(2, tuple(fitting))


def to_show(facts: CentreFacts, topic: Topic) -> bool:
    """Say whether a topic has something for this asker; figures are counted only when asked."""
    if topic is Topic.INDICATORS:
        return sees(facts.sight, Sight.PARTY) and bool(facts.services)
    return facts.holds(topic)


MORE = (
    Topic.ALL,
    Topic.MANAGER,
    Topic.BEDS,
    Topic.HOURS,
    Topic.SERVICES,
    Topic.CONTACT,
    Topic.AGREEMENTS,
    Topic.COMMITTEE,
    Topic.HANDOVER,
    Topic.HISTORY,
    Topic.STAFFING,
    Topic.IN92,
    Topic.BUDGET,
    Topic.FUNDING,
    Topic.INDICATORS,
)


def fact_code(topic: Topic, centre: str) -> str:
    """Give the code of a button that shows a topic of a centre."""
    return entry("fact", CODES[topic], centre)


def fits(code: str) -> bool:
    """Say whether a code can be a button's; ids of foreign directories may be too long."""
    return len(code) <= LONGEST_CODE and code.isascii()
