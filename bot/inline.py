"""Inline look-ups: who asks, what they may see where they ask, and the answer in their language.

Nothing is kept: no conversation is read or changed, and nobody becomes known by asking.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from bot.office import DEFAULT_LANGUAGE, Office
from casework.perform import perform
from conversations.staff.inline import OPEN_CHAT, InlineCard, inline_cards
from domain.access import Actor
from locales.languages import best_match
from locales.render import speak
from storage import people
from storage.people import Address


@dataclass(frozen=True, slots=True)
class InlineAsked:
    """A question typed in some chat. `private`: in the one with the bot, which nobody else reads.

    `language_hint`: BCP 47 as the channel tells it, or None.
    """

    address: Address
    words: str
    private: bool
    language_hint: str | None = None


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One answer in its reader's language; plain text."""

    key: str
    title: str
    line: str
    text: str


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """The answers; `open_chat`: words of the button that is shown instead where there are none."""

    results: tuple[InlineResult, ...]
    open_chat: str


async def answer_inline(office: Office, asked: InlineAsked) -> InlineAnswer:
    """Answer enrolled staff; outside the private chat with public facts only (Small ones)."""
    async with office.database.transaction() as tx:
        person = await people.at(tx, asked.address)
        hint = best_match(asked.language_hint, office.languages) or DEFAULT_LANGUAGE
        if person is None:
            return InlineAnswer((), speak(OPEN_CHAT, hint))
        work = await office.work_of(tx, person)
        known = await people.find(tx, person)
        language = (known.language if known else None) or hint
        if not work.actor.is_enrolled:
            return InlineAnswer((), speak(OPEN_CHAT, language))
        if not asked.private:
            work = replace(work, actor=Actor(person))
        cards = await inline_cards(asked.words, partial(perform, work))
    render = partial(rendered, office=office, language=language)
    return InlineAnswer(tuple(map(render, cards)), speak(OPEN_CHAT, language))


def rendered(card: InlineCard, *, office: Office, language: str) -> InlineResult:
    """Give a card its words."""
    now = office.clock()
    title, line, text = (speak(part, language, now) for part in (card.title, card.line, card.words))
    return InlineResult(card.key, title, line, text)
