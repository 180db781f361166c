"""Look-up: any fact about a centre by naming it, as far as the asker may see it."""

from __future__ import annotations

from datetime import datetime, timedelta

from conversations import free_places
from conversations.dialogue import Farewell, ask, look
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.persons.cards import (
    address_words,
    languages_words,
    pin_of,
    sample_words,
    verified_words,
)
from conversations.persons.find_centre import short
from conversations.persons.hours_words import hours_in_words, opening_words, week_words
from conversations.persons.recipients import filled
from conversations.questions import Choice, FreeText, Option
from conversations.staff.document_words import document_question
from conversations.staff.documents import button_of, documents_asked
from conversations.staff.update_parts import view_of
from conversations.text import (
    Clock,
    Country,
    Day,
    Lines,
    Listed,
    Marked,
    Moment,
    Text,
    Verbatim,
    Words,
    beside,
    lines,
    paragraphs,
    t,
)
from conversations.vocabulary import MODELS, SERVICE_SIGNS, SERVICES
from domain.centres import Centre
from domain.freshness import verified
from domain.handover import Stage
from domain.hours import place_hours
from domain.requests.files import DocumentsOf
from domain.requests.finding import Found
from domain.requests.looking_up import (
    AgreementFact,
    ArrangementFact,
    CentreFacts,
    CentresNamed,
    FactsOf,
    PartyFact,
)

SHOWN = 8

PARTY_ROLES: dict[str, Text] = {
    # Translators: part of an organisation at a centre
    "manager": t("manager"),
    # Translators: part of an organisation at a centre
    "co_manager": t("co-manager"),
    # Translators: part of an organisation at a centre: provides a service that is added
    "complementary_service_owner": t("complementary services"),
    # Translators: part of an organisation at a centre: supports, receives no cases
    "technical_support": t("technical support, no cases"),
    # Translators: part of an organisation at a centre
    "funder": t("funder"),
    # Translators: part of an organisation at a centre
    "competent_authority": t("competent authority"),
    # Translators: part of an organisation at a centre
    "oversight": t("oversight"),
}

AGREEMENT_KINDS: dict[str, Text] = {
    # Translators: kind of agreement
    "cooperation_agreement": t("cooperation agreement"),
    # Translators: kind of agreement
    "partner_contract": t("partner contract"),
    # Translators: kind of agreement
    "memorandum": t("memorandum"),
    # Translators: kind of agreement
    "data_sharing_protocol": t("data-sharing protocol"),
    # Translators: kind of agreement
    "individual_staffing_agreement": t("individual staffing agreement"),
}


async def look_up(start: Start) -> Farewell:
    """Find the centre that is named, ask back if several fit, and show its card."""
    words = start.argument(0)
    if not words:
        # Translators: question to staff: which centre they ask about
        words = (await ask(FreeText("text", t("Which centre? Write its name or town.")))).words
    if (document := document_question(words)) is not None:
        return await documents_asked(*document)
    found: tuple[Centre, ...] = await look(CentresNamed(words))
    if not found:
        # Translators: no centre fits what was written
        none = t("I know no centre like {text}.", text=Verbatim(words))
        return Farewell(none, column(Button(Marked("🔎", t("Find help near me")), entry("find"))))
    centre = found[0] if len(found) == 1 else await which_of(found)
    facts: CentreFacts | None = await look(FactsOf(centre.id))
    if facts is None:
        return Farewell(t("I know no centre like {text}.", text=Verbatim(words)))
    documents = button_of(await look(DocumentsOf(centre.id)))
    buttons = (*await update_button(centre), *documents)
    return Farewell(card(facts), buttons, pin_of(centre))


async def update_button(centre: Centre) -> tuple[tuple[Button, ...], ...]:
    """Lead whoever may change facts of a centre to doing so."""
    if await view_of(centre.id) is None:
        return ()
    # Translators: button of staff: change facts of this centre
    return column(Button(Marked("✏️", t("Update")), entry("update", str(centre.id))))


async def which_of(found: tuple[Centre, ...]) -> Centre:
    """Ask which of several centres is meant."""
    options = [
        Option(centre, f"c{i}", Verbatim(short(centre.name)))
        for i, centre in enumerate(found[:SHOWN])
    ]
    # Translators: several centres fit what staff wrote
    return await ask(Choice("which", t("Which one do you mean?"), options))


def card(facts: CentreFacts) -> Words:
    """Show what the asker may see; what they may not see is not mentioned (Rights of look-up)."""
    centre = facts.centre
    return paragraphs(
        lines(
            Marked("🏢", Verbatim(centre.name)),
            Marked("📍", beside(Verbatim(centre.city), Country(centre.country))),
            address_words(centre),
            opening_words(facts.open, centre.zone),
            week_words(place_hours(centre)),
            languages_words(centre.languages),
        ),
        management(facts),
        services(facts.services),
        history(facts, centre.zone),
        agreements(facts.agreements, centre.zone),
        governance(facts),
        verified_words(verified(centre)),
        sample_words(centre),
    )


def management(facts: CentreFacts) -> Words:
    """Say who manages it today under which model, since when, with which parties."""
    now = facts.now
    if now is None:
        # Translators: nobody is known to manage the centre
        return t("No management arrangement is recorded for today.")
    return lines(
        arrangement_words(now),
        since(now, facts.centre.zone),
        *(party_row(party) for party in now.parties),
    )


def arrangement_words(fact: ArrangementFact) -> Words:
    """Say who runs the place."""
    managers = Listed(tuple(Verbatim(name) for name in fact.managers))
    return filled(MODELS[fact.model], managers=managers)


def since(fact: ArrangementFact, zone: str) -> Words | None:
    """Say since when, and whether only the year is known (Dates)."""
    if fact.start_year is not None:
        # Translators: a change of manager of which only the year is known
        return t("Since {year}; the day is not recorded.", year=Verbatim(str(fact.start_year)))
    if fact.start is None:
        return None
    # Translators: since when somebody manages the centre
    return t("Since {date}", date=Moment(fact.start, zone, Clock.DAY))


def party_row(party: PartyFact) -> Words:
    """Name an organisation with its part."""
    part = PARTY_ROLES[party.role]
    if party.service is not None:
        # Translators: an organisation provides one service of a centre
        return t(
            "{name}: {part} ({service})",
            name=Verbatim(party.name),
            part=part,
            service=SERVICES[party.service],
        )
    # Translators: an organisation and its part at a centre
    return t("{name}: {part}", name=Verbatim(party.name), part=part)


def services(found: tuple[Found, ...]) -> Words | None:
    """List the services with hours, and places where that is known and visible."""
    return lines(*(service_row(each) for each in found)) if found else None


def service_row(found: Found) -> Words:
    """Tell one service."""
    service = found.service
    name = Marked(SERVICE_SIGNS[service.type], SERVICES[service.type])
    if found.places is not None and found.places.numbers is not None:
        return lines(name, free_places.for_staff(found.places, found.centre.zone))
    return lines(name, own_hours(found), free_places.for_anyone(found.places, found.centre.zone))


def own_hours(found: Found) -> Words | None:
    """Tell the hours of a service where they are not those of its centre."""
    service = found.service
    if service.hours:
        return week_words(place_hours(found.centre, service), brief=True)
    return hours_in_words(service.hours_words)


def history(facts: CentreFacts, zone: str) -> Words | None:
    """Tell who managed it before."""
    if not facts.history:
        return None
    rows = (lines(arrangement_words(past), period(past, zone)) for past in facts.history)
    # Translators: above the earlier managers of a centre
    return lines(t("Before:"), *rows)


def period(fact: ArrangementFact, zone: str) -> Words:
    """Say from when until when."""
    start = year_or_day(fact.start_year, fact.start, zone)
    end = year_or_day(fact.end_year, last_instant(fact.end), zone)
    # Translators: a period; "…" stands for not known
    return t("{start} – {end}", start=start, end=end)


def last_instant(end: datetime | None) -> datetime | None:
    """Give an instant of the last day: an end is stored as the first instant after it (Dates)."""
    return end - timedelta(seconds=1) if end is not None else None


def year_or_day(year: int | None, at: datetime | None, zone: str) -> Words:
    """Give the year where no more is known, else the day."""
    if year is not None:
        return Verbatim(str(year))
    return Moment(at, zone, Clock.DAY) if at is not None else Verbatim("…")


def agreements(found: tuple[AgreementFact, ...], zone: str) -> Words | None:
    """List agreements with dates, parties and clauses, to parties of the centre."""
    if not found:
        return None
    # Translators: above the list of agreements
    return lines(t("Agreements:"), *(agreement_row(each, zone) for each in found))


def agreement_row(fact: AgreementFact, zone: str) -> Words:
    """Tell one agreement."""
    # Translators: whether an agreement holds today
    state = t("in force") if fact.in_force else t("not in force")
    last = last_instant(fact.end)
    return Lines(
        (
            # Translators: name and kind of an agreement, and whether it holds today
            t(
                "{name} ({kind}), {state}",
                name=Verbatim(fact.name),
                kind=AGREEMENT_KINDS[fact.kind],
                state=state,
            ),
            # Translators: last day of an agreement
            t("until {date}", date=Moment(last, zone, Clock.DAY))
            if last
            # Translators: an agreement without an end
            else t("without an end"),
            Listed(tuple(Verbatim(name) for name in fact.parties)),
        )
    )


def governance(facts: CentreFacts) -> Words | None:
    """Tell authority, handover, committee, budget and missing approvals, as far as visible."""
    rows: list[Words] = []
    if facts.authority:
        # Translators: the authority of the State that a centre belongs to
        rows.append(t("Competent authority: {name}", name=Verbatim(facts.authority)))
    if facts.handover is not None and facts.handover.stage != Stage.COMPLETED:
        # Translators: a planned change of manager
        rows.append(t("Handover planned to {name}", name=Verbatim(facts.handover.successor)))
    if facts.next_meeting is not None:
        # Translators: the next meeting of the management committee
        rows.append(t("Next committee meeting: {date}", date=Day(facts.next_meeting)))
    if facts.budget_line:
        # Translators: budget line of a centre
        rows.append(t("Budget: {line}", line=Verbatim(facts.budget_line)))
    if facts.missing_approvals:
        missing = Listed(tuple(Verbatim(each.upper()) for each in facts.missing_approvals))
        # Translators: approvals of a salary derogation (IN 92) that are missing
        rows.append(t("IN 92: approval missing from {who}", who=missing))
    return lines(*rows) if rows else None
