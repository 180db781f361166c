"""What is asked about the people who need help: as little as the recipient needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from conversations.dialogue import ask
from conversations.questions import Choice, Number, Option
from conversations.text import Text, Words, t
from conversations.vocabulary import AGES, NEEDS, WHO
from domain.people import AgeBand, Company, Concern, Need, Told, Urgency, Who
from domain.services import ServiceType

T = TypeVar("T", bound=str)

NOTHING = "nothing"
AUTHORITIES = "authorities"


AGE_OPTIONS = tuple(Option(age, age.value, words) for age, words in AGES.items())
# Translators: first question of a request; the age of the one who writes
AGE = Choice("age", t("How old are you?"), AGE_OPTIONS)
WHO_OPTIONS = tuple(
    Option(who, who.value, WHO[who]) for who in (Who.ALONE, Who.FAMILY, Who.SOMEONE_ELSE)
)
# Translators: who needs the help that is asked for
COMPANY = Choice("who", t("Who needs help?"), WHO_OPTIONS)


async def ask_age() -> AgeBand:
    """Ask the age band first: a child goes another way (Children)."""
    return await ask(AGE)


async def ask_company(age: AgeBand) -> tuple[Company, AgeBand]:
    """Ask who needs help, and how many they are; give the age of whoever needs it (Children)."""
    if age is AgeBand.CHILD:
        who = await ask_child_alone()
    else:
        who = await ask(COMPANY)
    if who is Who.SOMEONE_ELSE:
        age = await ask_their_age()
        if age is AgeBand.CHILD:
            who = await ask_child_alone_elsewhere()
    adults, children = 1, 0
    if who is Who.FAMILY:
        # Translators: number of grown-ups in a family, the writer included
        adults = await ask(Number("adults", t("How many adults are you, with you?"), 1, 20))
        # Translators: number of children in a family
        children = await ask(Number("children", t("How many children under 18?"), 0, 20))
    elif age is AgeBand.CHILD:
        adults, children = 0, 1
    return Company(who, adults, children, await ask_needs()), age


async def ask_their_age() -> AgeBand:
    """Ask the age of the person for whom somebody else writes."""
    # Translators: the age of the other person who needs help
    return await ask(Choice("their_age", t("How old is that person?"), AGE_OPTIONS))


async def ask_child_alone_elsewhere() -> Who:
    """Ask whether a child for whom somebody writes has an adult of the family there."""
    # Translators: somebody writes for a child
    question = t("Is an adult from the child's family there?")
    options = [
        # Translators: somebody writes for a child: an adult of the family is there
        Option(Who.SOMEONE_ELSE, "family", t("Yes")),
        # Translators: somebody writes for a child: nobody of the family is there
        Option(Who.CHILD_ALONE, "child_alone", t("No, the child is alone")),
    ]
    return await ask(Choice("their_family", question, options))


async def ask_child_alone() -> Who:
    """Ask a child whether an adult of the family is there; who that is, is not asked."""
    # Translators: to a child; simple words
    question = t("Is an adult from your family with you now?")
    options = [
        # Translators: a child answers: an adult of the family is there
        Option(Who.FAMILY, "family", t("Yes")),
        # Translators: a child answers: nobody is there
        Option(Who.CHILD_ALONE, "alone", t("No, I am alone")),
    ]
    return await ask(Choice("who", question, options))


NEED_OPTIONS = tuple(Option(need, str(need), words) for need, words in NEEDS.items())
# Translators: question before a list of needs; any number of them fits
NEED_QUESTION: Text = t("Does one of these fit? It helps to find the right place.")
# Translators: question for one more point after one was chosen
ANOTHER: Text = t("Thank you. Another one?")
# Translators: button: none of the offered points fits, or nothing more
GO_ON: Option[Any] = Option(None, NOTHING, t("No, go on"), "➡️")


async def ask_needs() -> frozenset[Need]:
    """Ask for the needs that decide which place fits, one after the other."""
    return frozenset(await ask_several("need", NEED_QUESTION, NEED_OPTIONS))


async def ask_several(key: str, first: Words, options: Sequence[Option[T]]) -> list[T]:
    """Ask for any number of options, one at a time, until "no" or until none is left."""
    chosen: list[T] = []
    while len(chosen) < len(options):
        left: list[Option[Any]] = [each for each in options if each.value not in chosen]
        words = ANOTHER if chosen else first
        question: Choice[T | None] = Choice(f"{key}{len(chosen)}", words, [*left, GO_ON])
        answer = await ask(question)
        if answer is None:
            break
        chosen.append(answer)
    return chosen


@dataclass(frozen=True, slots=True)
class Care:
    """What has to be taken care with: concerns, and whether authorities must not know."""

    concerns: frozenset[Concern]
    refuses_authorities: bool


# Translators: a careful question; nothing has to be told, no story is asked for
CARE_QUESTION: Text = t(
    "Some people need special care. If one of these is true for you, I look for the right team. "
    "You do not have to tell me anything."
)

CARE_OPTIONS = (
    # Translators: a button; the person is hurt or threatened by somebody; very gentle words
    Option(
        Concern.VIOLENCE.value, Concern.VIOLENCE.value, t("Somebody hurts, threatens or uses me")
    ),
    # Translators: a button; asylum, fear of return, no nationality
    Option(
        Concern.ASYLUM.value,
        Concern.ASYLUM.value,
        t("I need asylum, or I fear going back to my country"),
    ),
    # Translators: a button; the person does not want the authorities of the country to know
    Option(AUTHORITIES, AUTHORITIES, t("The authorities must not know about me")),
)


async def ask_care() -> Care:
    """Ask, without probing, for what calls for a specialist or another recipient (Safety 5)."""
    chosen = await ask_several("care", CARE_QUESTION, CARE_OPTIONS)
    concerns = frozenset(Concern(each) for each in chosen if each != AUTHORITIES)
    return Care(concerns, AUTHORITIES in chosen)


HOW_SOON: dict[bool, Choice[Urgency]] = {
    True: Choice(
        "urgency",
        # Translators: question that shows how urgent a request for shelter is
        t("Do you have a place to sleep?"),
        (
            # Translators: answer to "Do you have a place to sleep?"
            Option(Urgency.EMERGENCY, "emergency", t("Not tonight"), "🔴"),
            # Translators: answer to "Do you have a place to sleep?"
            Option(Urgency.URGENT, "urgent", t("Only for a few days"), "🟠"),
            # Translators: answer to "Do you have a place to sleep?"
            Option(Urgency.NORMAL, "normal", t("Yes, for now"), "🟢"),
        ),
    ),
    False: Choice(
        "urgency",
        # Translators: question that shows how urgent another request is
        t("How soon do you need this?"),
        (
            # Translators: answer to "How soon do you need this?"
            Option(Urgency.EMERGENCY, "emergency", t("Today"), "🔴"),
            # Translators: answer to "How soon do you need this?"
            Option(Urgency.URGENT, "urgent", t("In the next days"), "🟠"),
            # Translators: answer to "How soon do you need this?"
            Option(Urgency.NORMAL, "normal", t("I can wait"), "🟢"),
        ),
    ),
}


async def ask_urgency(service: ServiceType) -> Urgency:
    """Find out how urgent it is by a plain question; of shelter another one than of the rest."""
    return await ask(HOW_SOON[service is ServiceType.SHELTER])


def told_of(age: AgeBand, company: Company, care: Care) -> Told:
    """Put together what bears on routing."""
    return Told(age, company.who is Who.CHILD_ALONE, care.concerns, care.refuses_authorities)
