"""Faults of one translation: each rule names its fault, or says nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from string import Formatter

from babel.messages.catalog import Message

from locales.catalogs import forms, ids
from locales.plurals import tags
from locales.templates import COUNT

# Every control of direction: rendering sets them, in a translation nobody would see them.
DIRECTION_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# French has a blank before these marks; at an ordinary one the mark could begin a line.
FRENCH_BLANKS = re.compile("« | [:?!;»]")
FOREIGN_DIGITS = re.compile("[\u0660-\u0669\u06f0-\u06f9]")
COMMAND = re.compile(r"(?<![\w/])/[a-z_]+\b")
BRACES = re.compile(r"\{[^{}]*\}")
END_MARKS: dict[str, str] = {
    **dict.fromkeys(".。۔", "a full stop"),
    **dict.fromkeys("?؟", "a question mark"),
    **dict.fromkeys("!", "an exclamation mark"),
    **dict.fromkeys(":", "a colon"),
    **dict.fromkeys("…", "an ellipsis"),
}


@dataclass(frozen=True)
class Pair:
    """One form of a translation beside the English that it says; `plural`: one of several."""

    english: str
    said: str
    language: str
    plural: bool = False


Rule = Callable[[Pair], Iterator[str]]


def faults(message: Message, language: str, same: frozenset[str] = frozenset()) -> Iterator[str]:
    """Name what is wrong with a translated message; `same`: texts that may stay in English."""
    needed = len(tags(language)) if message.pluralizable else 1
    if message.fuzzy:
        yield "is marked fuzzy: check the translation, then take the mark away"
    if len(forms(message)) != needed:
        yield f"has {len(forms(message))} plural forms, {language} needs {needed}"
    if not all(forms(message)):
        yield "has no translation"
    for pair in pairs(message, language):
        for rule in RULES:
            yield from rule(pair)
        if pair.english not in same:
            yield from untranslated(pair)


def warnings(message: Message, language: str) -> Iterator[str]:
    """Name what is probably wrong."""
    for pair in pairs(message, language):
        yield from other_ending(pair)


def pairs(message: Message, language: str) -> Iterator[Pair]:
    """Put each form that is there beside the English form that it translates."""
    one, plural = ids(message)
    names = tags(language)
    for index, said in enumerate(forms(message)):
        english = one if plural is None or names[index : index + 1] == ("one",) else plural
        if said:
            yield Pair(english, said, language, plural is not None)


def placeholders(pair: Pair) -> Iterator[str]:
    """Compare the {values}: none missing, none that the message has not, none broken."""
    if _values(pair.said) is None:
        yield f"has a brace that does not fit: {_excerpt(pair.said)}"
    wanted, found = _values_or_raw(pair.english), _values_or_raw(pair.said)
    free = {f"{{{COUNT}}}"} if pair.plural else set()
    for value in sorted(wanted - found - free):
        yield f"lacks {value}: write it exactly so"
    for value in sorted(found - wanted - free):
        yield f"has {value}, which the message has not: is it a translated or misspelt value?"


def _values(words: str) -> set[str] | None:
    try:
        parsed = list(Formatter().parse(words))
    except ValueError:
        return None
    return {
        "{" + name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "") + "}"
        for _, name, form, conversion in parsed
        if name is not None
    }


def _values_or_raw(words: str) -> set[str]:
    values = _values(words)
    return set(BRACES.findall(words)) if values is None else values


def blanks_at_the_ends(pair: Pair) -> Iterator[str]:
    """Blanks and line breaks at the ends are part of how a message looks."""
    for place, blank in (("begins", _before), ("ends", _after)):
        wanted, found = blank(pair.english), blank(pair.said)
        if wanted != found:
            yield f"{place} with {found!r} where the message has {wanted!r}"


def _before(words: str) -> str:
    return words[: len(words) - len(words.lstrip())]


def _after(words: str) -> str:
    return words[len(words.rstrip()) :]


def commands(pair: Pair) -> Iterator[str]:
    """Commands such as /find stay as they are: the bot knows them only so."""
    wanted, found = Counter(COMMAND.findall(pair.english)), Counter(COMMAND.findall(pair.said))
    if wanted != found:
        yield f"has the commands {_list(found)} where the message has {_list(wanted)}"


def controls(pair: Pair) -> Iterator[str]:
    """Signs that nobody sees and that turn the direction do not belong into a translation."""
    if DIRECTION_CONTROLS.search(pair.said):
        yield "holds invisible direction controls: take them out, rendering sets them"


def french_blanks(pair: Pair) -> Iterator[str]:
    """A mark stays with its word where a narrow screen breaks the line."""
    if pair.language == "fr" and FRENCH_BLANKS.search(pair.said):
        yield "has an ordinary blank beside : ? ! ; « or »: write U+00A0 there"


def digits(pair: Pair) -> Iterator[str]:
    """Numbers and dates are written 0-9, so the texts around them are too."""
    if FOREIGN_DIGITS.search(pair.said):
        yield "holds digits other than 0-9, which numbers and dates use"


def untranslated(pair: Pair) -> Iterator[str]:
    """A translation that is the English is none, unless the words are the same in both."""
    if pair.said == pair.english and any(c.isalpha() for c in BRACES.sub("", pair.english)):
        yield "is the English: translate it, or add it to SAME in locales/check.py"


def other_ending(pair: Pair) -> Iterator[str]:
    """Sentences end with the same kind of mark."""
    wanted, found = (END_MARKS.get(words.strip()[-1:]) for words in (pair.english, pair.said))
    if wanted != found:
        yield f"ends with {found or 'no mark'} where the message has {wanted or 'none'}"


def _list(found: Counter[str]) -> str:
    return " ".join(sorted(found.elements())) or "none"


def _excerpt(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"


RULES: tuple[Rule, ...] = (
    placeholders,
    blanks_at_the_ends,
    commands,
    controls,
    digits,
    french_blanks,
)
