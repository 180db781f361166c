"""Vocabulary: the domain's words as people read them, one literal for each enum."""

from __future__ import annotations

from conversations.text import Text, t
from domain.organisations import OrganisationKind
from domain.people import AgeBand, Need, Urgency, Who
from domain.referrals import DeclineReason, Outcome, State
from domain.requests.asking import ModelName
from domain.routing import Rule
from domain.services import ServiceType

SERVICES: dict[ServiceType, Text] = {
    # Translators: kind of help, short
    ServiceType.SHELTER: t("A place to sleep"),
    # Translators: kind of help, short
    ServiceType.FOOD: t("Food"),
    # Translators: kind of help, short (non-food items)
    ServiceType.ITEMS: t("Clothes, blankets, hygiene items"),
    # Translators: kind of help, short
    ServiceType.WATER: t("Water and washing"),
    # Translators: kind of help, short
    ServiceType.HEALTH: t("Health care"),
    # Translators: kind of help, short (mental health and psychosocial support)
    ServiceType.MENTAL_HEALTH: t("Someone to talk to"),
    # Translators: kind of help, short
    ServiceType.CASH: t("Money assistance"),
    # Translators: kind of help, short
    ServiceType.LEGAL: t("Legal advice and papers"),
    # Translators: kind of help, short
    ServiceType.REGISTRATION: t("Registration"),
    # Translators: kind of help, short
    ServiceType.CONSULAR: t("Contact with a consulate"),
    # Translators: kind of help, short
    ServiceType.CHILD_PROTECTION: t("Help for children"),
    # Translators: kind of help, short
    ServiceType.FAMILY_TRACING: t("Finding family"),
    # Translators: kind of help, short
    ServiceType.WOMEN: t("Help for women"),
    # Translators: kind of help, short
    ServiceType.SAFE_HOUSE: t("A protected place"),
    # Translators: kind of help, short
    ServiceType.DISABILITY: t("Help for people with a disability"),
    # Translators: kind of help, short
    ServiceType.EDUCATION: t("School and courses"),
    # Translators: kind of help, short
    ServiceType.LIVELIHOODS: t("Work and training"),
    # Translators: kind of help, short (assisted voluntary return and reintegration)
    ServiceType.RETURN: t("Voluntary return"),
    # Translators: kind of help, short
    ServiceType.INFORMATION: t("Information and advice"),
    # Translators: kind of help, short
    ServiceType.TRANSPORT: t("Transport"),
    # Translators: kind of help, short
    ServiceType.INTERPRETATION: t("Interpreter"),
}

SERVICE_SIGNS: dict[ServiceType, str] = {
    ServiceType.SHELTER: "🏠",
    ServiceType.FOOD: "🍲",
    ServiceType.ITEMS: "🧺",
    ServiceType.WATER: "🚿",
    ServiceType.HEALTH: "⚕️",
    ServiceType.MENTAL_HEALTH: "💬",
    ServiceType.CASH: "💶",
    ServiceType.LEGAL: "⚖️",
    ServiceType.REGISTRATION: "📝",
    ServiceType.CONSULAR: "🛂",
    ServiceType.CHILD_PROTECTION: "🧒",
    ServiceType.FAMILY_TRACING: "👪",
    ServiceType.WOMEN: "👩",
    ServiceType.SAFE_HOUSE: "🔒",
    ServiceType.DISABILITY: "♿",
    ServiceType.EDUCATION: "📚",
    ServiceType.LIVELIHOODS: "🛠️",
    ServiceType.RETURN: "🧭",
    ServiceType.INFORMATION: "ℹ️",
    ServiceType.TRANSPORT: "🚌",
    ServiceType.INTERPRETATION: "🗣️",
}

URGENCY: dict[Urgency, Text] = {
    # Translators: how urgent a request is: help within a day
    Urgency.EMERGENCY: t("today"),
    # Translators: how urgent a request is: help within three days
    Urgency.URGENT: t("within three days"),
    # Translators: how urgent a request is: help within two weeks
    Urgency.NORMAL: t("within two weeks"),
}

URGENCY_SIGNS: dict[Urgency, str] = {
    Urgency.EMERGENCY: "🔴",
    Urgency.URGENT: "🟠",
    Urgency.NORMAL: "🟢",
}

AGES: dict[AgeBand, Text] = {
    # Translators: age group, as a button and in a summary
    AgeBand.CHILD: t("Under 18"),
    # Translators: age group, as a button and in a summary
    AgeBand.ADULT: t("18 to 59"),
    # Translators: age group, as a button and in a summary
    AgeBand.ELDERLY: t("60 or older"),
}

WHO: dict[Who, Text] = {
    # Translators: who needs help, as a button and in a summary: one person
    Who.ALONE: t("Only me"),
    # Translators: who needs help, as a button and in a summary
    Who.FAMILY: t("My family and me"),
    # Translators: who needs help, as a button and in a summary: under 18 and without family
    Who.CHILD_ALONE: t("A child alone"),
    # Translators: who needs help, as a button and in a summary: I write for another person
    Who.SOMEONE_ELSE: t("Another person"),
}

NEEDS: dict[Need, Text] = {
    # Translators: a need that decides which place fits
    Need.PREGNANT: t("Somebody is pregnant"),
    # Translators: a need that decides which place fits
    Need.WHEELCHAIR: t("Somebody has a disability"),
    # Translators: a need that decides which place fits
    Need.ILL_OR_INJURED: t("Somebody is ill or injured"),
}

STATES: dict[State, Text] = {
    # Translators: where a request stands, for the person and for staff
    State.PENDING: t("waiting for somebody to read it"),
    # Translators: where a request stands: it is with the organisation that looks for a way
    State.UNROUTABLE: t("somebody is looking for the right organisation"),
    # Translators: where a request stands: the person has to agree to a new recipient
    State.AWAITING_CONSENT: t("waiting for your yes or no"),
    # Translators: where a request stands: a caseworker has taken it
    State.CLAIMED: t("somebody is working on it"),
    # Translators: where a request stands: a question to the person is open
    State.NEEDS_INFO: t("a question waits for an answer"),
    # Translators: where a request stands
    State.ACCEPTED: t("accepted"),
    # Translators: where a request stands: the help has begun
    State.IN_PROGRESS: t("help has begun"),
    # Translators: where a request stands
    State.DECLINED: t("declined"),
    # Translators: where a request stands
    State.DONE: t("finished"),
    # Translators: where a request stands: the person cancelled it
    State.WITHDRAWN: t("cancelled"),
    # Translators: where a request stands: ended by the coordinator
    State.REVOKED: t("ended"),
    # Translators: where a request stands: replaced by another request
    State.REDIRECTED: t("passed on"),
    # Translators: where a request stands
    State.CLOSED: t("closed"),
}

DECLINE_REASONS: dict[DeclineReason, Text] = {
    # Translators: why a request was declined; for caseworker and person
    DeclineReason.FULL: t("There is no free place now."),
    # Translators: why a request was declined; for caseworker and person
    DeclineReason.NOT_ELIGIBLE: t("This service is meant for other people."),
    # Translators: why a request was declined; for caseworker and person
    DeclineReason.OUT_OF_AREA: t("This place is outside the area they work in."),
    # Translators: why a request was declined; for caseworker and person
    DeclineReason.SERVICE_STOPPED: t("This service is not offered any more."),
    # Translators: why a request was declined; for caseworker and person
    DeclineReason.UNSAFE: t("They cannot offer this safely."),
    # Translators: why a request was declined; for caseworker and person
    DeclineReason.DUPLICATE: t("There is already a request for the same help."),
    # Translators: why a request was declined; for caseworker and person
    DeclineReason.OTHER: t("Another reason."),
}

OUTCOMES: dict[Outcome, Text] = {
    # Translators: how a request ended
    Outcome.SERVED: t("The person got the help"),
    # Translators: how a request ended
    Outcome.PARTLY: t("The person got a part of the help"),
    # Translators: how a request ended
    Outcome.NOT_SERVED: t("The person did not get the help"),
    # Translators: how a request ended
    Outcome.NO_SHOW: t("The person did not come"),
    # Translators: how a request ended
    Outcome.UNREACHABLE: t("The person could not be reached"),
}

KINDS: dict[OrganisationKind, Text] = {
    # Translators: what an organisation is, in brackets behind its name
    OrganisationKind.IOM: t("the United Nations migration agency"),
    # Translators: what an organisation is, in brackets behind its name
    OrganisationKind.INTERNATIONAL: t("an international organisation"),
    # Translators: what an organisation is, in brackets behind its name
    OrganisationKind.PARTNER: t("a non-profit organisation"),
    # Translators: what an organisation is, in brackets behind its name
    OrganisationKind.GOVERNMENT: t("an authority of the government"),
}

MODELS: dict[ModelName, Text] = {
    # Translators: who runs a centre; {managers} is a list of organisations
    ModelName.IOM: t("This place is run by {managers}."),
    # Translators: who runs a centre
    ModelName.PARTNER: t("This place is run by {managers}, which works for IOM."),
    # Translators: who runs a centre
    ModelName.PARTNER_PART: t("This place is run partly by {managers}."),
    # Translators: who runs a centre
    ModelName.GOVERNMENT: t("This place is run by the government: {managers}."),
    # Translators: who runs a centre
    ModelName.JOINT: t("This place is run together by {managers}."),
    # Translators: who offers a service where nobody runs the place
    ModelName.NONE: t("This service is offered by {managers}."),
}

RULES: dict[Rule, Text] = {
    # Translators: why a request goes where it goes; the person's circumstances must not show
    Rule.SPECIALIST: t("A specialist team: {organisation}."),
    # Translators: why a request goes where it goes
    Rule.MATRIX: t("By agreement, {organisation} answers for this service here."),
    # Translators: why a request goes where it goes
    Rule.PROVIDER: t("The directory names {organisation} as the one that offers this service."),
    # Translators: why a request goes where it goes
    Rule.COMPLEMENTARY: t("{organisation} adds this service to the place."),
    # Translators: why a request goes where it goes
    Rule.IOM_RUN: t("{organisation} runs the place."),
    # Translators: why a request goes where it goes
    Rule.PARTNER_RUN: t("{organisation} runs the place as a partner of IOM."),
    # Translators: why a request goes where it goes
    Rule.PARTLY_PARTNER_RUN: t(
        "A partner runs a part of the place; for this service {organisation} answers."
    ),
    # Translators: why a request goes where it goes
    Rule.GOVERNMENT_RUN: t("{organisation} runs the place for the government."),
    # Translators: why a request goes where it goes
    Rule.NO_CELL: t("The agreement does not say who answers for this service here."),
    # Translators: why a request goes where it goes
    Rule.NO_ARRANGEMENT: t("Nobody is known to run the place today."),
    # Translators: why a request goes where it goes
    Rule.OVERLAP: t("The directory names two managers for the same day."),
    # Translators: why a request goes where it goes; the circumstances must not show
    Rule.NO_SPECIALIST: t("No specialist team is known for this area."),
    # Translators: why a request goes where it goes: no agreement protects data there
    Rule.PARTNER_GATE: t(
        "No agreement in force protects personal data at {organisation}, so it does not get them."
    ),
    # Translators: why a request goes where it goes
    Rule.NO_TEAM: t("{organisation} has no team here that takes requests."),
    # Translators: why a request goes where it goes
    Rule.TWO_TEAMS: t("{organisation} has two teams here, and nothing says which one answers."),
    # Translators: why a request goes where it goes
    Rule.REFUSES_AUTHORITIES: t("{organisation} was passed over; another owner was looked for."),
    # Translators: why a request goes where it goes
    Rule.COORDINATOR: t("{organisation} looks for the right organisation."),
    # Translators: why a request goes where it goes: a coordinator chose the organisation
    Rule.CHOSEN: t("Those who look for a way have chosen {organisation}."),
    # Translators: why a request goes nowhere
    Rule.NO_COORDINATOR: t("Nobody here can receive requests yet."),
}

ACTIONS_DONE: dict[str, Text] = {
    # Translators: step in the history of a request
    "submit": t("sent"),
    # Translators: step in the history of a request
    "claim": t("taken"),
    # Translators: step in the history of a request
    "accept": t("accepted"),
    # Translators: step in the history of a request
    "decline": t("declined"),
    # Translators: step in the history of a request
    "ask": t("question asked"),
    # Translators: step in the history of a request
    "answer": t("question answered"),
    # Translators: step in the history of a request
    "put_back": t("put back into the queue"),
    # Translators: step in the history of a request
    "arrived": t("arrived"),
    # Translators: step in the history of a request
    "did_not_come": t("did not come"),
    # Translators: step in the history of a request
    "finish": t("finished"),
    # Translators: step in the history of a request
    "cannot_after_all": t("acceptance taken back"),
    # Translators: step in the history of a request
    "withdraw": t("cancelled by the person"),
    # Translators: step in the history of a request: a coordinator gave it to a team
    "route": t("given to a team"),
    # Translators: step in the history of a request: another organisation answers for the place
    "owner_changes": t("another organisation answers now"),
    # Translators: step in the history of a request: taken from a team that did not answer
    "take_back": t("taken back by the coordinator"),
    # Translators: step in the history of a request: the person was asked about another organisation
    "offer_move": t("another organisation proposed"),
    # Translators: step in the history of a request: the person was asked about another place
    "redirect": t("another place proposed"),
    # Translators: step in the history of a request: the person said yes to another organisation
    "agree": t("the person agreed"),
    # Translators: step in the history of a request: the person said no, or did not reply
    "disagree": t("it stays as it was"),
    # Translators: step in the history of a request: the person does not agree with a no
    "object": t("the person objected"),
    # Translators: step in the history of a request: a supervisor wants another decision
    "send_back": t("sent back by the supervisor"),
    # Translators: step in the history of a request
    "reopen": t("opened again"),
    # Translators: step in the history of a request
    "revoke": t("ended by the coordinator"),
    # Translators: step in the history of a request: another caseworker holds it
    "reassign": t("passed on to a colleague"),
    # Translators: step in the history of a request
    "close": t("closed"),
}
