"""Narrowing a search down: one question at a time, several at once, each taken off again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from conversations.dialogue import Given, Json, Problem, Speak, Typed, ask, forget, look, recall
from conversations.persons.wanted_words import (
    FILTER_SIGNS,
    FILTERS,
    GROUP_SIGNS,
    GROUPS,
    filter_words,
    understood,
)
from conversations.questions import Choice, Number, Option
from conversations.text import Beside, Language, Words, paragraphs, t
from domain.geography import Place
from domain.requests.finding import LanguagesNear
from domain.services import Group, ServiceType
from domain.wanted import Filter, Wanted

KEPT = "wanted"
RESULTS = "result"
QUESTIONS = ("narrow", "narrow_group", "narrow_language", "narrow_age")
SAID = "said:"
BACK, OFF, NONE, NARROW, KIND = "back", "off", "none", "narrow", "kind"
LANGUAGES = 8


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The filters that are on with what was chosen, in the order in which they were put on."""

    on: tuple[tuple[Filter, Any], ...] = ()

    @property
    def wanted(self) -> Wanted:
        """Give what is looked for."""
        found = Wanted()
        for which, value in self.on:
            found = replace(found, **FIELDS[which](value))
        return found

    @property
    def kept(self) -> Json:
        """Give what is kept among the answers."""
        return [[which.value, value] for which, value in self.on]

    def has(self, which: Filter) -> bool:
        """Say whether a filter is on."""
        return any(each is which for each, _ in self.on)

    def put_on(self, which: Filter, value: Any) -> Narrowed:
        """Put a filter on, last; another choice of the same filter goes."""
        return Narrowed((*self.without(which).on, (which, value)))

    def without(self, which: Filter) -> Narrowed:
        """Take a filter off."""
        return Narrowed(tuple(each for each in self.on if each[0] is not which))

    def words(self) -> Words:
        """Name what is on."""
        return Beside(tuple(filter_words(which, value) for which, value in self.on))


FIELDS: Mapping[Filter, Any] = {
    Filter.OPEN_NOW: lambda value: {"open_now": bool(value)},
    Filter.GROUP: lambda value: {"group": Group(value)},
    Filter.AGE: lambda value: {"age": int(value)},
    Filter.LANGUAGE: lambda value: {"languages": (str(value),)},
    Filter.WHEELCHAIR: lambda value: {"wheelchair": bool(value)},
    Filter.WITHOUT_PAPERS: lambda value: {"without_papers": bool(value)},
    Filter.WALK_IN: lambda value: {"walk_in": bool(value)},
    Filter.FREE_PLACES: lambda value: {"free_places": bool(value)},
}


async def narrowed() -> Narrowed:
    """Read what is on."""
    kept = await recall(KEPT) or []
    return Narrowed(tuple((Filter(which), value) for which, value in kept))


@dataclass(frozen=True)
class Results(Choice[str]):
    """A list of results; words like "open now" are taken as what to narrow it down to."""

    def parse(self, given: Given, speak: Speak) -> Json | Problem:
        """Take a button, a number or a name as everywhere; else what is wanted."""
        answer = super().parse(given, speak)
        if isinstance(answer, Problem) and isinstance(given, Typed) and not given.forwarded:
            said = understood(given.words)
            return SAID + ",".join(said) if said else answer
        return answer

    def read(self, kept: Json) -> str:
        """Give the option, or what was said."""
        return str(kept) if str(kept).startswith(SAID) else super().read(kept)


async def show_again(now: Narrowed) -> None:
    """Begin the list anew with what is on now."""
    await forget(RESULTS, *QUESTIONS, remember={KEPT: now.kept})


async def narrow_as_said(now: Narrowed, said: str) -> None:
    """Put on what was said in words."""
    for each in said.removeprefix(SAID).split(","):
        which, _, value = each.partition(":")
        now = now.put_on(Filter(which), value or True)
    await show_again(now)


async def narrow_down(now: Narrowed, place: Place, kind: ServiceType | None, mine: str) -> None:
    """Ask what matters; what is on already is taken off by its button. `mine`: the language."""
    languages = await languages_to_choose(place, kind, mine)
    options: list[Option[Filter | str]] = [
        on_or_off(now, which)
        for which in FILTERS
        if which is not Filter.LANGUAGE or languages or now.has(which)
    ]
    if len(now.on) > 1:
        # Translators: button: take all filters off a list of places
        options.append(Option(NONE, NONE, t("Show everything again"), "🔄"))
    # Translators: button: back to the list of places, nothing changed
    options.append(Option(BACK, BACK, t("Back to the list"), "↩️"))
    # Translators: below a question with buttons, of which those with a ✅ are on
    hint = t("Press what has a ✅ to take it off.") if now.on else None
    # Translators: question: how to narrow down a list of places
    words = paragraphs(t("What matters to you?"), hint)
    which = await ask(Choice("narrow", words, options, a_row=2))
    if which == NONE:
        await show_again(Narrowed())
    elif not isinstance(which, Filter):
        await show_again(now)
    elif now.has(which):
        await show_again(now.without(which))
    else:
        await show_again(now.put_on(which, await chosen_value(which, languages)))


def on_or_off(now: Narrowed, which: Filter) -> Option[Filter | str]:
    """Give the button of a filter; one that is on shows what was chosen."""
    for each, value in now.on:
        if each is which:
            return Option(which, which.value, filter_words(which, value), "✅")
    return Option(which, which.value, FILTERS[which], FILTER_SIGNS[which])


async def languages_to_choose(place: Place, kind: ServiceType | None, mine: str) -> tuple[str, ...]:
    """List the languages of the places nearby, one's own first: no other would find anything."""
    near: tuple[str, ...] = await look(LanguagesNear(place, kind))
    return tuple(sorted(near[:LANGUAGES], key=lambda code: code != mine))


async def chosen_value(which: Filter, languages: tuple[str, ...]) -> Any:
    """Ask what else a filter needs to know."""
    if which is Filter.GROUP:
        groups = [Option(g.value, g.value, GROUPS[g], GROUP_SIGNS[g]) for g in Group]
        # Translators: question: for whom a place is looked for
        return await ask(Choice("narrow_group", t("Who is it for?"), groups))
    if which is Filter.LANGUAGE:
        spoken = [Option(code, code, Language(code)) for code in languages]
        # Translators: question with a list of languages
        return await ask(Choice("narrow_language", t("Which language?"), spoken, a_row=2))
    if which is Filter.AGE:
        # Translators: question for an age in years, only to find places that take that age
        words = t("How old is the person who needs help? Write the number of years.")
        return await ask(Number("narrow_age", words, 0, 120, buttons_up_to=-1))
    return True


async def nothing_fits(now: Narrowed, *, other_kind: bool) -> str:
    """Say that nothing fits all that is on, and offer to take the last one off."""
    which, value = now.on[-1]
    options = [
        # Translators: button: look again without one filter, like "Open now"
        Option(OFF, OFF, t("Without: {filter}", filter=filter_words(which, value)), "✖️"),
        # Translators: button: choose other filters for a list of places
        Option(NARROW, NARROW, t("Narrow down differently"), "🎚️"),
    ]
    if other_kind:
        # Translators: button: look for another kind of help
        options.append(Option(KIND, KIND, t("Another kind of help"), "🔀"))
    # Translators: no place fits; {filters} are like "Open now · For families"
    words = t("I know no place nearby that fits all of this: {filters}.", filters=now.words())
    # Translators: question after nothing was found
    again = t("Shall I look with less?")
    chosen = await ask(Choice(f"{RESULTS}:none", paragraphs(words, again), options))
    if chosen == OFF:
        await show_again(now.without(which))
    return chosen
