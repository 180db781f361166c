"""Who runs a centre, in words: today, before, on the days asked about, and by which agreements."""

from __future__ import annotations

from datetime import datetime, timedelta

from conversations.persons.recipients import filled
from conversations.staff.look_up_words import AGREEMENT_KINDS, CLAUSES, PARTY_ROLES
from conversations.text import (
    Clock,
    Day,
    Listed,
    Moment,
    Text,
    Verbatim,
    Words,
    lines,
    t,
    tn,
)
from conversations.vocabulary import MODELS, SERVICES
from domain.agreements import GATE_KINDS
from domain.questions import When
from domain.requests.asking import ModelName
from domain.requests.looking_up import AgreementFact, ArrangementFact, CentreFacts, PartyFact


def manager(facts: CentreFacts) -> Words | None:
    """Say who manages it today under which model, since when, with which parties."""
    now = facts.now
    if now is None:
        return without_arrangement(facts)
    return lines(
        arrangement_words(now),
        since(now, facts.centre.zone),
        *(party_row(party) for party in now.parties),
        authority(facts),
    )


def without_arrangement(facts: CentreFacts) -> Words:
    """Say that nobody is known to run it, and who offers its services."""
    providers = dict.fromkeys(each.provider for each in facts.services if each.provider)
    if providers:
        names = Listed(tuple(Verbatim(name) for name in providers))
        return filled(MODELS[ModelName.NONE], managers=names)
    # Translators: nobody is known to manage the centre
    return t("No management arrangement is recorded for today.")


def authority(facts: CentreFacts) -> Words | None:
    """Name the authority of the State that a centre belongs to (G1)."""
    if not facts.authority:
        return None
    # Translators: the authority of the State that a centre belongs to
    return t("Competent authority: {name}", name=Verbatim(facts.authority))


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


def parties(facts: CentreFacts) -> Words | None:
    """List the parties with their roles."""
    if facts.now is None or not (facts.now.own_parties or facts.now.parties):
        return None
    rows = (party_row(party) for party in (*facts.now.own_parties, *facts.now.parties))
    return lines(arrangement_words(facts.now), *rows, authority(facts))


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


# ---------------------------------------------------------------- before, and on a day


def history(facts: CentreFacts) -> Words | None:
    """Tell who managed it before."""
    if not facts.history:
        return None
    zone = facts.centre.zone
    rows = (lines(arrangement_words(past), period(past, zone)) for past in facts.history)
    # Translators: above the earlier managers of a centre
    return lines(t("Before:"), *rows)


def on_days(facts: CentreFacts, when: When) -> Words | None:
    """Tell who managed it on the days asked about, and that a day is not recorded (Dates)."""
    if not facts.on:
        return None
    zone = facts.centre.zone
    rows = (lines(arrangement_words(each), period(each, zone)) for each in facts.on)
    return lines(when_words(when), *rows, change_inside(facts, when))


def when_words(when: When) -> Words:
    """Repeat the days asked about."""
    if when.is_year:
        # Translators: above who managed a centre in a year
        return t("In {year}:", year=Verbatim(str(when.first.year)))
    if when.first == when.last:
        # Translators: above who managed a centre on a day
        return t("On {date}:", date=Day(when.first))
    # Translators: above who managed a centre in a month; {start} and {end} are days
    return t("From {start} to {end}:", start=Day(when.first), end=Day(when.last))


def change_inside(facts: CentreFacts, when: When) -> Text | None:
    """Say that a change happened in the year asked about, and that its day is not recorded."""
    years = range(when.first.year, when.last.year + 1)
    changes = {each.start_year for each in facts.on} | {each.end_year for each in facts.on}
    inside = sorted(year for year in changes if year is not None and year in years)
    if not inside:
        return None
    # Translators: only the year of a change of manager is known
    return t(
        "It changed in {year}; the day is not recorded. We count the change from the end of "
        "that year.",
        year=Verbatim(str(inside[0])),
    )


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


# ---------------------------------------------------------------- agreements


def agreements(
    found: tuple[AgreementFact, ...], zone: str, *, briefly: bool = False
) -> Words | None:
    """List agreements with dates and parties; clauses and duties too, unless `briefly`."""
    if not found:
        return None
    # Translators: above the list of agreements
    return lines(t("Agreements:"), *(agreement_row(each, zone, briefly) for each in found))


def agreement_row(fact: AgreementFact, zone: str, briefly: bool) -> Words:
    """Tell one agreement."""
    # Translators: whether an agreement holds today
    state = t("in force") if fact.in_force else t("not in force")
    return lines(
        # Translators: name and kind of an agreement, and whether it holds today
        t(
            "{name} ({kind}), {state}",
            name=Verbatim(fact.name),
            kind=AGREEMENT_KINDS[fact.kind],
            state=state,
        ),
        ends_words(fact, zone),
        Listed(tuple(Verbatim(name) for name in fact.parties)),
        None if briefly else clauses_words(fact),
        *(() if briefly else duties(fact)),
    )


def duties(fact: AgreementFact) -> tuple[Words, ...]:
    """Tell who answers for which service by an agreement (D1)."""
    cells = dict.fromkeys((each.service, each.organisation) for each in fact.duties)
    # Translators: who answers for a service by an agreement
    return tuple(
        t("{service}: {name}", service=SERVICES[service], name=Verbatim(organisation))
        for service, organisation in cells
    )


def ends_words(fact: AgreementFact, zone: str) -> Words:
    """Say when it ends, and how long that is."""
    last = last_instant(fact.end)
    if fact.end_year is not None:
        # Translators: an agreement of which only the year of its end is known
        return t("until {year}; the day is not recorded", year=Verbatim(str(fact.end_year)))
    if last is None:
        # Translators: an agreement without an end
        return t("without an end")
    date = Moment(last, zone, Clock.DAY)
    if fact.days_left is None:
        # Translators: last day of an agreement
        return t("until {date}", date=date)
    # Translators: last day of an agreement, and how many days are left
    return tn(
        "until {date}, {count} day left",
        "until {date}, {count} days left",
        fact.days_left,
        date=date,
    )


def clauses_words(fact: AgreementFact) -> Words | None:
    """Name the clauses that protect people's data; say so where a rule asks for them (B3)."""
    if not fact.clauses and fact.kind not in GATE_KINDS:
        return None
    if not fact.clauses:
        # Translators: an agreement without clauses that protect data
        return t("No clause on confidentiality or data protection")
    # Translators: clauses of an agreement
    return t("Clauses: {list}", list=Listed(tuple(CLAUSES[each] for each in fact.clauses)))
