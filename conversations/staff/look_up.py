"""Look-up: any fact about centres by asking in plain words, as far as the asker may see it."""

from __future__ import annotations

from dataclasses import replace

from conversations.coordinators.parts import back_to
from conversations.dialogue import Farewell, ask, look
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.persons.cards import pin_of
from conversations.persons.find_centre import short
from conversations.questions import FreeText, Option, spoken_number
from conversations.staff.document_words import document_question
from conversations.staff.documents import button_of, documents_asked, documents_of
from conversations.staff.look_up_cards import (
    card,
    fact_code,
    fits,
    more_about,
    nothing,
    several,
    topics_of,
)
from conversations.staff.look_up_words import TOPIC_OF
from conversations.staff.question import understood
from conversations.staff.update_parts import view_of
from conversations.text import Country, Marked, Verbatim, Words, t, tn
from domain.organisations import CentreId
from domain.questions import OVER_MANY, Asked, Topic
from domain.requests.files import DocumentsOf
from domain.requests.looking_up import About, Cards, FactsAbout, Meant, MeantBy, Scope
from domain.requests.managing import ToManage

ON_WISH = frozenset({Topic.MANAGER, Topic.CONTACT, Topic.LANGUAGES, Topic.ADDRESS})
PLACED = frozenset({Topic.ALL, Topic.ADDRESS})

# Translators: question to staff: which centre they ask about
WHICH_CENTRE = t("Which centre? Write its name or town.")
# Translators: several centres fit what staff wrote
WHICH_ONE = t("Which one do you mean?")


async def look_up(start: Start) -> Farewell:
    """Answer a question; a centre that is not clear is asked back, other words are a new one."""
    words = start.argument(0)
    if (document := document_question(words)) is not None:
        return await documents_asked(*document)
    asked, step = understood(words), 0
    while True:
        named = not words or not (asked.names or asked.says_something)
        found = Meant() if named else await look(MeantBy(asked.names, asked.many))
        if not found.about and asked.names and not named:
            return unknown(asked, found)
        if found.about and (about := clear(found, asked)) is not None:
            return await answer(about, asked)
        options = choices(found, asked)
        question = WHICH_ONE if options else WHICH_CENTRE
        said = await ask(FreeText(f"which:{step}" if step else "text", question, labels(options)))
        picked = chosen(options, said.code, said.words)
        if picked is not None:
            return await answer(picked, asked)
        asked, words, step = again(asked, said.words, bool(options)), said.words, step + 1


def again(before: Asked, words: str, was_choice: bool) -> Asked:
    """Read other words: a new question, or only the name that the one before lacked."""
    new = understood(words)
    if new.says_something or not before.says_something or was_choice:
        return new
    return replace(before, names=new.names)


# ---------------------------------------------------------------- which centre


def clear(found: Meant, asked: Asked) -> About | None:
    """Give what is meant if that is one centre, or an area over which the question makes sense."""
    if len(found.about) != 1:
        return None
    about = found.about[0]
    together = asked.many or all(topic in OVER_MANY for topic in topics_of(asked))
    return about if about.scope is Scope.CENTRE or together else None


def choices(found: Meant, asked: Asked) -> list[tuple[About, Words]]:
    """List what may be meant, and all centres of the area where that makes sense."""
    single = found.centres or found.about
    options = [(about, about_words(about)) for about in single]
    area = found.about[0] if found.centres else None
    if area is not None and all(topic in ON_WISH for topic in topics_of(asked)):
        options.append((area, all_words(area)))
    return options


def labels(options: list[tuple[About, Words]]) -> list[Option[str]]:
    """Give a button for each."""
    return [Option(f"c{at}", f"c{at}", words) for at, (_, words) in enumerate(options)]


def chosen(options: list[tuple[About, Words]], code: str, words: str) -> About | None:
    """Find what was pressed, or whose number was written; None for other words."""
    number = spoken_number(words) if words else None
    at = int(code[1:]) if code else (number or 0) - 1
    return options[at][0] if 0 <= at < len(options) else None


def about_words(about: About) -> Words:
    """Name a centre, or a town with its country."""
    if about.scope is Scope.TOWN:
        # Translators: a town and its country
        return t("{city}, {country}", city=Verbatim(about.name), country=Country(about.country))
    return Country(about.key) if about.scope is Scope.COUNTRY else Verbatim(short(about.name))


def all_words(about: About) -> Words:
    """Name all centres of an area."""
    place: Words = Country(about.key) if about.scope is Scope.COUNTRY else Verbatim(about.name)
    if not about.name:
        # Translators: button: all centres together
        return tn("All {count} centre", "All {count} centres", about.centres)
    # Translators: button: all centres of a country or town together
    return tn(
        "All {count} centre in {place}",
        "All {count} centres in {place}",
        about.centres,
        place=place,
    )


def unknown(asked: Asked, found: Meant) -> Farewell:
    """Say that no centre is like that, and offer those with the nearest names."""
    # Translators: no centre fits what was written
    none = t("I know no centre like {text}.", text=Verbatim(short(asked.names)))
    topic = topics_of(asked)[0]
    near = [
        Button(Verbatim(short(each.name)), fact_code(topic, each.key)) for each in found.closest
    ]
    near = [each for each in near if fits(each.code)]
    if not near:
        return Farewell(none, column(another(), find_help()))
    # Translators: no centre fits what was written; buttons with similar names follow
    did_you = t("I know no centre like {text}. Did you mean:", text=Verbatim(short(asked.names)))
    return Farewell(did_you, column(*near, another()))


def find_help() -> Button:
    """Offer the search that everybody has."""
    return Button(Marked("🔎", t("Find help near me")), entry("find"))


def another() -> Button:
    """Offer to look another centre up."""
    # Translators: menu button of staff: facts about a centre
    return Button(Marked("ℹ️", t("Look up a centre")), entry("look_up"))


# ---------------------------------------------------------------- the answer


async def answer(about: About, asked: Asked) -> Farewell:
    """Show the card of one centre, or one card over several, with the way on."""
    topics = topics_of(asked)
    if about.scope is Scope.CENTRE and topics == (Topic.DOCUMENTS,):
        return await documents_of(CentreId(about.key), None)
    request = FactsAbout(about, topics, asked.when, asked.open_on, asked.services)
    cards: Cards = await look(request)
    if about.scope is not Scope.CENTRE:
        near = [(fact_code(topics[0], str(f.centre.id)), f.centre.name) for f in cards.centres]
        each = [Button(Verbatim(short(name)), code) for code, name in near if fits(code)]
        return Farewell(several(cards, about, asked), column(*each[:4], another()))
    if not cards.centres:
        return Farewell(nothing(topics[0], asked), column(another()))
    facts = cards.centres[0]
    pin = pin_of(facts.centre) if PLACED & set(topics) else None
    ways_on = await further(facts.centre.id)
    buttons = (*more_about(facts, asked), *ways_on, (another(),))
    return Farewell(card(facts, asked), buttons, pin)


async def further(centre: CentreId) -> tuple[tuple[Button, ...], ...]:
    """Lead on to the documents, and whoever may change facts of the centre to doing so."""
    documents = button_of(await look(DocumentsOf(centre)))
    if await view_of(centre) is None:
        return documents
    # Translators: button of staff: change facts of this centre
    update = Button(Marked("✏️", t("Update")), entry("update", str(centre)))
    managed = await look(ToManage(centre)) is not None
    return (*documents, (update, back_to(centre)) if managed else (update,))


async def show_fact(start: Start) -> Farewell:
    """Show a topic of a centre, from a button of another card."""
    topic = TOPIC_OF.get(start.argument(0), Topic.ALL)
    about = About(Scope.CENTRE, start.argument(1))
    return await answer(about, Asked((topic,)))
