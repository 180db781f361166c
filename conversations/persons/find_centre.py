"""Finding: the nearest centres and services. No name, phone or consent is asked."""

from __future__ import annotations

from conversations.dialogue import Farewell, ask, forget, look
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.persons.cards import full_card, pin_of, short_card
from conversations.persons.narrow_down import (
    KIND,
    NARROW,
    RESULTS,
    SAID,
    Narrowed,
    Results,
    narrow_as_said,
    narrow_down,
    narrowed,
    nothing_fits,
)
from conversations.persons.places import WHERE_ARE_YOU, ask_place
from conversations.questions import Choice, Option
from conversations.text import Marked, Verbatim, Words, lines, paragraphs, t
from conversations.vocabulary import SERVICE_SIGNS, SERVICES
from domain.geography import Place
from domain.requests.finding import Found, KindsOffered, Nearest, OneService, ServicesHere
from domain.services import Admission, ServiceId, ServiceType

PAGE = 5
MORE, ANY = "more", "any"


async def find_centre(start: Start) -> Farewell:
    """Show what is near, nearest first, then the card that is chosen."""
    place = await ask_place(WHERE_ARE_YOU)
    kind = await wanted_kind(start, place)
    now = await narrowed()
    page = 0
    while True:
        found: tuple[Found, ...] = await look(
            Nearest(
                place,
                kind,
                PAGE + 1,
                page * PAGE,
                one_per_centre=kind is None,
                wanted=now.wanted,
            )
        )
        key = f"{RESULTS}:{kind or ANY}:{page}"
        if found:
            options = result_options(found, now, start)
            chosen = await ask(Results(key, results(found[:PAGE], page, now), options))
        elif now.on and page == 0:
            chosen = await nothing_fits(now, other_kind=not start.arguments)
        else:
            return nothing_found(kind, page)
        if chosen.startswith(SAID):
            await narrow_as_said(now, chosen)
        if chosen == NARROW:
            await narrow_down(now, place, kind, start.language)
        if chosen == KIND:
            await forget("kind", RESULTS)
        if chosen != MORE:
            break
        page += 1
    picked = next((f for f in found if f.service.id == chosen), None)
    if picked is None:
        await forget(key)
        return Farewell(menu=True)
    return await details(picked)


async def wanted_kind(start: Start, place: Place) -> ServiceType | None:
    """Ask which kind of help is looked for; "anything" is an answer."""
    if start.argument(0) in list(ServiceType):
        return ServiceType(start.argument(0))
    kinds: tuple[ServiceType, ...] = await look(KindsOffered(place))
    options: list[Option[ServiceType | None]] = [
        Option(kind, kind.value, SERVICES[kind], SERVICE_SIGNS[kind]) for kind in kinds
    ]
    # Translators: button: every kind of help
    options.append(Option(None, ANY, t("Anything nearby"), "🔎"))
    # Translators: question: which kind of help is looked for
    return await ask(Choice("kind", t("What do you need?"), options, a_row=2))


def results(found: tuple[Found, ...], page: int, now: Narrowed) -> Words:
    """List what was found, numbered from 1 as the buttons are, under what is on."""
    # Translators: above a list of places, nearest first
    first: Words = t("Nearest to you:") if page == 0 else t("Further away:")
    cards = (short_card(each, number) for number, each in enumerate(found, 1))
    if now.on:
        # Translators: above a list of places; {filters} are like "Open now · For families"
        first = lines(first, Marked("🎚️", t("Only: {filters}", filters=now.words())))
    # Translators: below a list of places
    return paragraphs(first, *cards, t("Which one do you want to see?"))


def result_options(found: tuple[Found, ...], now: Narrowed, start: Start) -> list[Option[str]]:
    """Give a button for each result, then "more", "narrow down" and "another kind"."""
    options = [
        Option(
            str(each.service.id), str(each.service.id), Verbatim(short(each.centre.name)), f"{n}."
        )
        for n, each in enumerate(found[:PAGE], 1)
    ]
    if len(found) > PAGE:
        # Translators: button: show the next results
        options.append(Option(MORE, MORE, t("Show more"), "⬇️"))
    # Translators: button: show only places that are open now, for families, and so on
    options.append(Option(NARROW, NARROW, t("Narrow down"), "🎚️"))
    if not start.arguments:
        # Translators: button: look for another kind of help
        options.append(Option(KIND, KIND, t("Another kind of help"), "🔀"))
    return options


def short(name: str, longest: int = 40) -> str:
    """Cut a name for a button."""
    return name if len(name) <= longest else name[: longest - 1].rstrip() + "…"


def nothing_found(kind: ServiceType | None, page: int) -> Farewell:
    """Say that there is nothing, and what else can be done: never an empty answer."""
    again = Button(Marked("🔎", t("Search again")), entry("find"))
    # Translators: no place was found; {service} is a kind of help
    none = (
        t("I know no place nearby for this: {service}.", service=SERVICES[kind])
        if kind
        # Translators: no place was found
        else (t("I know no place nearby."))
    )
    # Translators: the list of places ends
    words: Words = t("That is all I know.") if page else none
    # Translators: button: begin the search anew
    return Farewell(words, column(again), menu=True)


async def details(found: Found) -> Farewell:
    """Show the card with a pin, and the way on."""
    others: tuple[Found, ...] = await look(ServicesHere(found.centre.id))
    buttons = []
    if found.service.admission is not Admission.NO_REFERRALS:
        # Translators: button: send a request for this kind of help at this place
        ask_here = Marked("✉️", t("Ask for help here"))
        buttons.append(Button(ask_here, entry("shelter", "s", str(found.service.id))))
    for kind in dict.fromkeys(o.service.type for o in others if o.service.id != found.service.id):
        other = next(o for o in others if o.service.type is kind)
        label = Marked(SERVICE_SIGNS[kind], SERVICES[kind])
        buttons.append(Button(label, entry("card", str(other.service.id))))
    # Translators: button: say that something in the directory is wrong
    wrong = Button(Marked("✏️", t("Report a mistake")), entry("wrong", str(found.service.id)))
    # Translators: button: begin the search anew
    again = Button(Marked("🔎", t("Search again")), entry("find"))
    return Farewell(
        full_card(found, others), column(*buttons[:7], wrong, again), pin_of(found.centre)
    )


async def show_card(start: Start) -> Farewell:
    """Show the card of one service, from a button of another card."""

    found: Found | None = await look(OneService(ServiceId(start.argument(0))))
    if found is None:
        # Translators: a place that was listed is not in the directory any more
        return Farewell(t("This place is not in the directory any more."), menu=True)
    return await details(found)
