"""Asking for shelter, or for any other listed help: from the first question to a reference."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue import Farewell, ask, do, forget, look, recall, say
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.persons.about_you import (
    ask_age,
    ask_care,
    ask_company,
    ask_urgency,
    told_of,
)
from conversations.persons.cards import full_card, pin_of, short_card
from conversations.persons.emergency import numbers
from conversations.persons.find_centre import short
from conversations.persons.places import WHERE_ARE_YOU, ask_place
from conversations.persons.recipients import ask_consent, reason_words, who_runs_it
from conversations.persons.summary import ask_contact, ask_summary
from conversations.questions import Choice, Option
from conversations.text import Marked, Verbatim, Words, lines, paragraphs, t, tn
from conversations.vocabulary import DECLINE_REASONS, SERVICE_SIGNS, SERVICES
from domain.geography import Place
from domain.people import AgeBand, Company, Told, Urgency, Who
from domain.referrals import DeclineReason
from domain.requests.asking import (
    NobodyReceives,
    RouteAnswer,
    RouteTo,
    Submit,
    SubmitOutcome,
    Submitted,
)
from domain.requests.finding import (
    EmergencyHelp,
    EmergencyNear,
    Found,
    KindsOffered,
    Nearest,
    OneService,
)
from domain.routing import Rule
from domain.services import Admission, Eligibility, ServiceId, ServiceType

NEAR = 5
FIRST, ELSEWHERE = "first", "elsewhere"
# Translators: button: any centre, whichever has a place first
THE_FIRST = Option(FIRST, FIRST, t("The first that can"), "⚡")


async def ask_for_shelter(start: Start) -> Farewell:
    """Lead one request from the first question to the reference, or to information only."""
    age = await ask_age()
    company, age = await ask_company(age)
    service = await ask_which_service(start, age, company)
    if service is None:
        return nothing_to_ask()
    urgency = await ask_urgency(service.service.type)
    care = await ask_care()
    told = told_of(age, company, care)
    service, route = await a_safe_route(service, told)
    if route.owner is None or not await ask_consent(route, age):
        return await information_only(service, route, age)
    contact = await ask_contact(age)
    await ask_summary(service, company, age, urgency, care, contact, route)
    command = Submit(
        service.service.id,
        told,
        company,
        urgency,
        contact,
        route.plain_recipients,
        start.language,
    )
    submitted: Submitted = await do(command, "submit")
    if submitted.outcome is SubmitOutcome.ROUTE_CHANGED:
        # Translators: between the yes and the sending, another organisation became responsible
        await say(t("Something has changed: another organisation answers now. I ask you again."))
        await forget("done:submit", "summary")
    return outcome(submitted, urgency, service)


# ---------------------------------------------------------------- which service


async def ask_which_service(start: Start, age: AgeBand, company: Company) -> Found | None:
    """Find the service: the one that a button named, or one of the nearest."""
    if start.argument(0) == "s" and not await recall(ELSEWHERE):
        named: Found | None = await look(OneService(ServiceId(start.argument(1))))
        if named is not None and takes(named, age):
            return await fitting(named, age, company)
        await say(why_not(named))
    place = await ask_place(WHERE_ARE_YOU)
    kind = ServiceType.SHELTER
    if start.argument(0) == "other":
        kind = await ask_kind(place)
    return await ask_centre(place, kind, age, company)


def why_not(named: Found | None) -> Words:
    """Say why a place that was chosen cannot be asked."""
    if named is not None:
        return paragraphs(full_card(named), DECLINE_REASONS[DeclineReason.NOT_ELIGIBLE])
    # Translators: a place that was listed is not in the directory any more
    return t("This place is not in the directory any more. Let us look for another one.")


async def ask_kind(place: Place) -> ServiceType:
    """Ask which kind of help is needed."""
    kinds: tuple[ServiceType, ...] = await look(KindsOffered(place))
    options = [Option(kind, kind.value, SERVICES[kind], SERVICE_SIGNS[kind]) for kind in kinds]
    # Translators: question: which kind of help is asked for
    return await ask(Choice("kind", t("What do you need?"), options, a_row=2))


async def ask_centre(
    place: Place, kind: ServiceType, age: AgeBand, company: Company
) -> Found | None:
    """Ask which centre, or the first that can."""
    found: tuple[Found, ...] = await look(Nearest(place, kind, NEAR))
    asked = [f for f in found if takes(f, age)]
    if not asked:
        return None
    # The places come first: their numbers in the text are what people write.
    options = [
        *(
            Option(str(f.service.id), str(f.service.id), Verbatim(short(f.centre.name)), f"{n}.")
            for n, f in enumerate(asked, 1)
        ),
        THE_FIRST,
    ]

    def words() -> Words:
        return paragraphs(
            *(short_card(each, number) for number, each in enumerate(asked, 1)),
            # Translators: which place the request should go to
            t("Where should I send your request?"),
        )

    chosen = await ask(Choice(f"centre:{kind}", words, options))
    if chosen == FIRST:
        return await fitting(first_that_can(asked, company), age, company)
    return await fitting(next(f for f in asked if str(f.service.id) == chosen), age, company)


def takes(found: Found, age: AgeBand) -> bool:
    """Say whether a place takes requests, and not strictly from people of another age."""
    rule = found.service.eligibility
    child = age is AgeBand.CHILD
    too_young = child and rule.minimum_age is not None and rule.minimum_age >= 18
    too_old = not child and rule.maximum_age is not None and rule.maximum_age < 18
    barred = rule.strict and (too_young or too_old)
    return found.service.admission is not Admission.NO_REFERRALS and not barred


def first_that_can(found: list[Found], company: Company) -> Found:
    """Take the nearest that is for everybody and has not said that it is full."""

    def order(each: Found) -> tuple[bool, bool, float]:
        full = each.places is not None and each.places.some_free is False
        rule = each.service.eligibility
        return (bool(rule.genders) or turns_away(rule, company), full, each.metres or 0.0)

    return min(found, key=order)


async def fitting(found: Found, age: AgeBand, company: Company) -> Found | None:
    """Tell who a place is for before any data is asked; "ask anyway" unless strict (Small ones)."""
    rule = found.service.eligibility
    if not has_to_know(rule, age, company):
        return found
    if rule.strict:
        # Translators: the lines above say who the place is for, and that is a strict rule
        question = t("They take only the people named above. Is that you?")
        # Translators: button: the strict rule of the place fits the person
        yes = t("Yes, that fits me")
    else:
        # Translators: the lines above say who the place is meant for
        question = t("This is who the place is meant for. Shall I ask there?")
        # Translators: button: ask at this place
        yes = t("Yes, ask there")
    options = [
        Option(True, "fits", yes, "✅"),
        # Translators: button: choose another place
        Option(False, ELSEWHERE, t("Another place"), "🔀"),
    ]
    key = f"fits:{found.service.id}"
    if not await ask(Choice(key, lambda: paragraphs(full_card(found), question), options)):
        await forget("fits", "centre", remember={ELSEWHERE: True})
    return found


def has_to_know(rule: Eligibility, age: AgeBand, company: Company) -> bool:
    """Say whether somebody has to know of a rule before asking; that they are welcome is none."""
    if turns_away(rule, company):
        return True
    others = replace(rule, families=None, children_alone=None)
    return others != Eligibility() if age is AgeBand.CHILD else says_anything(others)


def turns_away(rule: Eligibility, company: Company) -> bool:
    """Say whether a rule says that families, or children alone, are not taken."""
    taken = {Who.FAMILY: rule.families, Who.CHILD_ALONE: rule.children_alone}
    return taken.get(company.who) is False


def says_anything(rule: Eligibility) -> bool:
    """Say whether a rule tells an adult who is meant."""
    young = rule.minimum_age is not None and rule.maximum_age is None and rule.minimum_age <= 18
    ages = (rule.minimum_age, rule.maximum_age) != (None, None) and not young
    return bool(rule.genders or rule.words or ages)


def nothing_to_ask() -> Farewell:
    """Say that nobody nearby takes requests, and what else there is."""
    # Translators: button: search again without sending a request
    again = Button(Marked("🔎", t("Find help near me")), entry("find"))
    # Translators: no place in reach takes requests
    words = t("I know no place nearby that takes requests for this. You can search for other help.")
    return Farewell(words, column(again), menu=True)


# ---------------------------------------------------------------- who receives


async def a_safe_route(service: Found, told: Told) -> tuple[Found, RouteAnswer]:
    """Find who receives it; offer safe others where the owner is not one (Refuses authorities)."""
    route: RouteAnswer = await look(RouteTo(service.service.id, told))
    if route.owner is not None:
        return service, route
    if not route.alternatives:
        if Rule.NO_COORDINATOR in (reason.rule for reason in route.why):
            await do(NobodyReceives(service.service.id), "nobody")
        await say(why_nobody(route))
        return service, route
    return await offer_alternatives(service, told, route)


def why_nobody(route: RouteAnswer) -> Words:
    """Say why nobody receives it."""
    reasons = [reason_words(reason) for reason in route.why]
    # Translators: nobody can receive the request; the reasons follow
    return lines(t("I cannot send this request to anybody safely:"), *reasons)


async def offer_alternatives(
    service: Found, told: Told, route: RouteAnswer
) -> tuple[Found, RouteAnswer]:
    """Offer owners that are safe for this person, else information only."""
    options: list[Option[Found | None]] = [
        Option(f, str(f.service.id), Verbatim(short(f.centre.name)), SERVICE_SIGNS[f.service.type])
        for f in route.alternatives
    ]
    # Translators: button: nothing is sent
    options.append(Option(None, "none", t("No, only information"), "ℹ️"))

    def words() -> Words:
        return paragraphs(
            who_runs_it(route),
            # Translators: the authorities would get the request, which the person does not want
            t("The authorities would receive a request there. They do not run these other places:"),
            *(short_card(each) for each in route.alternatives),
        )

    chosen = await ask(Choice(f"safe:{service.service.id}", words, options))
    if chosen is None:
        return service, route
    other: RouteAnswer = await look(RouteTo(chosen.service.id, told))
    return chosen, other


async def information_only(service: Found, route: RouteAnswer, age: AgeBand) -> Farewell:
    """Give what anyone may know, a child also its emergency line; nothing was recorded."""
    emergency = Button(Marked("🆘", t("Emergency")), entry("emergency"))
    again = Button(Marked("🔎", t("Search again")), entry("find"))
    return Farewell(
        paragraphs(
            # Translators: the person said no; nothing was sent
            t("I sent nothing and kept nothing of this. Here is what you can do yourself:"),
            await numbers_for_a_child(service) if age is AgeBand.CHILD else None,
            full_card(service),
            who_runs_it(route),
        ),
        column(again, emergency),
        pin_of(service.centre),
    )


async def numbers_for_a_child(service: Found) -> Words:
    """Give a child that said no the numbers to call (Children)."""
    centre = service.centre
    here = Place("", centre.country, centre.shown_point)
    known: EmergencyHelp = await look(EmergencyNear(here))
    return numbers(known)


# ---------------------------------------------------------------- the end


def outcome(submitted: Submitted, urgency: Urgency, service: Found) -> Farewell:
    """Say what became of it: the reference, what happens next, or the request that is open."""
    requests = Button(Marked("📄", t("My requests")), entry("requests"))
    emergency = Button(Marked("🆘", t("Emergency")), entry("emergency"))
    reference = Verbatim(submitted.reference)
    if submitted.outcome is SubmitOutcome.ALREADY_OPEN:
        return Farewell(
            # Translators: the same request was sent before
            t(
                "You have already asked for this. Your request {reference} is open, and I did not "
                "send it twice.",
                reference=reference,
            ),
            column(requests),
        )
    if submitted.outcome is SubmitOutcome.NOT_TAKING:
        # Translators: the place stopped taking requests in the meantime
        words = t("This place does not take requests any more. Nothing was sent.")
        return Farewell(words, menu=True)
    return Farewell(
        paragraphs(
            # Translators: the request was sent; {reference} like K7M-2QX4
            Marked("✅", t("Sent. Your reference is {reference}", reference=reference)),
            after_sending(submitted),
        ),
        column(requests, emergency),
    )


def after_sending(submitted: Submitted) -> Words:
    """Say honestly what happens next and by when."""
    owner = Verbatim(submitted.owner)
    if submitted.answer_within_hours <= 72:
        soon: Words = tn(
            # Translators: by when somebody should decide; no promise of a place
            "{organisation} should answer within {count} hour.",
            "{organisation} should answer within {count} hours.",
            submitted.answer_within_hours,
            organisation=owner,
        )
    else:
        soon = tn(
            # Translators: by when somebody should decide; no promise of a place
            "{organisation} should answer within {count} day.",
            "{organisation} should answer within {count} days.",
            submitted.answer_within_hours // 24,
            organisation=owner,
        )
    return lines(
        soon,
        # Translators: nobody of the organisation is at work at this moment
        None if submitted.on_duty else t("Nobody there is at work right now."),
        # Translators: after sending; every step is told here
        t("I write to you here at every step. It is a request, not yet a place."),
    )
