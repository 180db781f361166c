"""An agreement about a centre by message, and who answers for a service by it."""

from __future__ import annotations

from datetime import date

from conversations.coordinators.day_asked import DayAsked
from conversations.coordinators.parts import entered, from_when, from_words, which_organisation
from conversations.dialogue import Farewell, ask
from conversations.questions import Choice, Option
from conversations.staff.look_up_words import AGREEMENT_KINDS, CLAUSES
from conversations.text import Day, Listed, Verbatim, lines, t
from conversations.vocabulary import SERVICE_SIGNS, SERVICES
from domain.agreements import GATE_CLAUSES, AgreementKind, Clause
from domain.organisations import OrganisationKind
from domain.requests.managing import Management, WriteAgreement, WriteDuty

NO_END = "no_end"
CLAUSES_ASKED: dict[str, tuple[Clause, ...]] = {
    "both": tuple(sorted(GATE_CLAUSES)),
    "confidentiality": (Clause.CONFIDENTIALITY,),
    "data_protection": (Clause.DATA_PROTECTION,),
    "none": (),
}


async def agreement(view: Management) -> Farewell:
    """Enter an agreement with an organisation: kind, days, clauses."""
    options = [Option(each, each.value, AGREEMENT_KINDS[each.value]) for each in AgreementKind]
    # Translators: question to a coordinator
    kind = await ask(Choice("kind", t("What kind of agreement?"), options))
    # Translators: question to a coordinator: the other party of an agreement of IOM
    words = t("With whom? Press a name, or write another one.")
    organisation = await which_organisation(without_iom(view), words)
    # Translators: question to a coordinator
    first = await ask(DayAsked("first", t("On which day does it begin?"), view.today))
    begins = first or view.today
    last = await last_day(view, begins)
    clauses = await which_clauses()
    said = lines(
        AGREEMENT_KINDS[kind.value],
        Verbatim(organisation.name),
        # Translators: first and last day of an agreement
        t("{start} – {end}", start=Day(begins), end=Day(last))
        if last
        # Translators: a fact holds from this day on
        else t("From {date}", date=Day(begins)),
        # Translators: clauses of an agreement
        t("Clauses: {list}", list=Listed(tuple(CLAUSES[each.value] for each in clauses)))
        if clauses
        # Translators: an agreement without clauses that protect data
        else t("No clause on confidentiality or data protection"),
    )
    request = WriteAgreement(view.centre.id, kind, organisation.id, begins, last, clauses)
    return await entered(view, said, request)


def without_iom(view: Management) -> Management:
    """Leave IOM out of those to choose from: it is a party anyway."""
    others = tuple(each for each in view.near if each.kind is not OrganisationKind.IOM)
    return Management(view.centre, view.today, view.now, view.runs, others)


async def last_day(view: Management, first: date) -> date | None:
    """Ask for the last day; None without an end."""
    # Translators: button: an agreement has no end
    no_end = Option(NO_END, NO_END, t("Without an end"))
    # Translators: question to a coordinator
    words = t("Which is its last day?")
    return await ask(DayAsked("last", words, view.today, first, extra=(no_end,)))


async def which_clauses() -> tuple[Clause, ...]:
    """Ask for the clauses that the partner gate wants (B3)."""
    options = [
        # Translators: answer of a coordinator: an agreement has both clauses
        Option("both", "both", t("Both")),
        # Translators: answer of a coordinator: which clauses an agreement has
        Option("confidentiality", "confidentiality", t("Only confidentiality")),
        # Translators: answer of a coordinator: which clauses an agreement has
        Option("data_protection", "data_protection", t("Only data protection")),
        # Translators: answer of a coordinator: which clauses an agreement has
        Option("none", "none", t("None of them")),
    ]
    # Translators: question to a coordinator; without both clauses no personal data may go there
    words = t("Does it have clauses on confidentiality and on data protection?")
    return CLAUSES_ASKED[await ask(Choice("clauses", words, options))]


async def duty(view: Management) -> Farewell:
    """Enter who answers for a service of the centre."""
    options = [
        Option(each, each.value, SERVICES[each], SERVICE_SIGNS[each]) for each in view.matrix
    ]
    # Translators: question to a coordinator
    service = await ask(Choice("service", t("Which service?"), options))
    # Translators: question to a coordinator
    words = t("Who answers for it? Press a name, or write another one.")
    organisation = await which_organisation(view, words)
    day = await from_when(view)
    said = lines(
        # Translators: who answers for a service by an agreement
        t("{service}: {name}", service=SERVICES[service], name=Verbatim(organisation.name)),
        from_words(day),
    )
    return await entered(view, said, WriteDuty(view.centre.id, service, organisation.id, day))
