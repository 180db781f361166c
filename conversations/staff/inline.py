"""Inline mode: short answers to a question typed behind the bot's name; nothing is asked back."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.dialogue import Perform
from conversations.staff.look_up_cards import card, nothing, section, several, topics_of
from conversations.staff.look_up_words import TOPIC_NAMES
from conversations.staff.question import understood
from conversations.text import Country, Verbatim, Words, t
from domain.questions import Asked, Topic
from domain.requests.looking_up import About, Cards, CentreFacts, FactsAbout, Meant, MeantBy, Scope

MOST = 6
SHORTEST = 3

# Translators: button over an empty list, for anybody; it says nothing about what was asked
OPEN_CHAT = t("Open the private chat")


@dataclass(frozen=True, slots=True)
class InlineCard:
    """One answer to choose: its name among the answers, a title, a line, and what is sent."""

    key: str
    title: Words
    line: Words
    words: Words


async def inline_cards(words: str, perform: Perform) -> tuple[InlineCard, ...]:
    """Answer as well as one can without asking back: each centre that may be meant is a card."""
    asked = understood(words)
    if len(words.strip()) < SHORTEST or not (asked.names or asked.says_something):
        return ()
    found: Meant = await perform(MeantBy(asked.names, asked.many))
    shown = found.centres or found.about
    if found.centres and topics_of(asked) == (Topic.AGREEMENTS,):
        return (await over_area(found.about[0], asked, perform),)
    cards: list[InlineCard] = []
    for about in shown[:MOST]:
        cards += await of(about, asked, perform)
    return tuple(cards[:MOST])


async def of(about: About, asked: Asked, perform: Perform) -> list[InlineCard]:
    """Give a card for each centre that is meant."""
    told: Cards = await perform(request(about, asked))
    return [inline_card(facts, asked) for facts in told.centres]


async def over_area(about: About, asked: Asked, perform: Perform) -> InlineCard:
    """Give one card over all centres of an area."""
    told: Cards = await perform(request(about, asked))
    title: Words = Country(about.key) if about.scope is Scope.COUNTRY else Verbatim(about.name)
    name = TOPIC_NAMES[topics_of(asked)[0]]
    return InlineCard(f"{about.scope}:{about.key}", title, name, several(told, about, asked))


def inline_card(facts: CentreFacts, asked: Asked) -> InlineCard:
    """Make the card of one centre."""
    topic = topics_of(asked)[0]
    line = TOPIC_NAMES[topic] if topic is Topic.ALL else section(facts, topic, asked)
    return InlineCard(
        str(facts.centre.id),
        Verbatim(facts.centre.name),
        line or nothing(topic, asked),
        card(facts, asked),
    )


def request(about: About, asked: Asked) -> FactsAbout:
    """Ask for what the question wants."""
    return FactsAbout(about, topics_of(asked), asked.when, asked.open_on, asked.services)
