"""Rendering: what was said becomes words in its reader's language, once, at the edge.

Nothing here raises for what a person or a directory wrote, and nothing is escaped: that is for
the channel. Digits are 0-9 in every language, as CLDR has it for Arabic too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from msgspec import Struct

from conversations.messages import Asks, Attached, Button, Message, Pin
from conversations.text import (
    Amount,
    Beside,
    Country,
    Day,
    Far,
    Language,
    Lines,
    Listed,
    Marked,
    Moment,
    Text,
    Times,
    Value,
    Verbatim,
    WeekTimes,
    Words,
    YearMonth,
)
from locales import formats, week
from locales.catalogs import Catalogs, catalogs
from locales.direction import commands_kept, isolated, safe, turned
from locales.languages import spoken
from locales.templates import Parts, parts


class RenderedButton(Struct, frozen=True):
    """A button with its words."""

    label: str
    code: str
    asks: Asks = Asks.NOTHING


class RenderedPin(Struct, frozen=True):
    """A place on the map, in degrees."""

    latitude: float
    longitude: float
    title: str
    address: str


class RenderedFile(Struct, frozen=True):
    """A document by its id, with its name."""

    document: str
    name: str


class Rendered(Struct, frozen=True):
    """A message in its reader's language, as it is kept and sent; plain text, not escaped.

    `silent`: it comes without a sound.
    """

    text: str
    buttons: tuple[tuple[RenderedButton, ...], ...] = ()
    pin: RenderedPin | None = None
    private: bool = False
    language: str = "en"
    right_to_left: bool = False
    file: RenderedFile | None = None
    silent: bool = False


def render(message: Message, language: str, now: datetime | None = None) -> Rendered:
    """Put a message into a language; English for one that is not known."""
    reader = spoken(language)
    speaker = _Speaker(reader.code, reader.right_to_left, now)
    return Rendered(
        text=speaker.say(message.words),
        buttons=tuple(tuple(speaker.button(each) for each in row) for row in message.buttons),
        pin=_pin(message.pin) if message.pin else None,
        private=message.private,
        language=reader.code,
        right_to_left=reader.right_to_left,
        file=_file(message.file) if message.file else None,
    )


def speak(words: Words, language: str, now: datetime | None = None) -> str:
    """Put words into a language; `now` (aware) lets moments be told as "today", "tomorrow"."""
    reader = spoken(language)
    return _Speaker(reader.code, reader.right_to_left, now).say(words)


def _file(file: Attached) -> RenderedFile:
    return RenderedFile(file.document, safe(file.name))


def _pin(pin: Pin) -> RenderedPin:
    return RenderedPin(pin.point.latitude, pin.point.longitude, safe(pin.title), safe(pin.address))


class _Speaker(Struct, frozen=True):
    language: str
    right_to_left: bool
    now: datetime | None

    def say(self, words: Words) -> str:
        """Say any words."""
        return HOW[type(words)](self, words)

    def value(self, value: Value) -> str:
        """Say a value inside other words, apart from the direction of those around it."""
        kind = type(value)
        if kind is str:
            said = safe(cast(str, value))
        elif kind is int:
            said = formats.number(cast(int, value), self.language)
        else:
            said = HOW[kind](self, value)
        return isolated(said, right_to_left=self.right_to_left)

    def button(self, button: Button) -> RenderedButton:
        """Say a button's label."""
        return RenderedButton(self.say(button.label), button.code, button.asks)

    # ------------------------------------------------------------ words made of words

    def text(self, text: Text) -> str:
        """Say a translated sentence with its values."""
        if not text.values:
            return _without_values(catalogs(), text, self.language, self.right_to_left)
        values = dict(text.values)
        said: list[str] = []
        template = catalogs().translated(text, self.language)
        for words, name in _template(template, self.right_to_left):
            said.append(words)
            if name is not None:
                said.append(self.value(values[name]) if name in values else f"{{{name}}}")
        return "".join(said)

    def marked(self, words: Marked) -> str:
        """Say words behind their sign."""
        return f"{_sign(words.sign, self.right_to_left)} {self.say(words.words)}".strip()

    def verbatim(self, words: Verbatim) -> str:
        """Say what is nobody's to translate."""
        return isolated(safe(words.words), right_to_left=self.right_to_left)

    def lines(self, words: Lines) -> str:
        """Say words under one another; those that say nothing leave no gap."""
        said = [said for part in words.parts if (said := self.say(part))]
        return ("\n\n" if words.apart else "\n").join(said)

    def listed(self, words: Listed) -> str:
        """Say words in a row; those that say nothing leave no gap."""
        items = [said for part in words.parts if (said := self.value(part))]
        return formats.listed(items, self.language, choice=words.choice)

    def beside(self, words: Beside) -> str:
        """Say short facts side by side; those that say nothing leave no gap."""
        return " · ".join(said for part in words.parts if (said := self.value(part)))

    # ------------------------------------------------------------ facts

    def moment(self, words: Moment) -> str:
        """Say an instant."""
        return self.say(formats.moment(words, self.language, self.now))

    def day(self, words: Day) -> str:
        """Say a day of the calendar."""
        return formats.date(words.day, self.language, year=not words.yearly)

    def month(self, words: YearMonth) -> str:
        """Say a month."""
        return formats.month(words.year, words.month, self.language)

    def times(self, words: Times) -> str:
        """Say times of a day."""
        return self.say(week.times(words.spans))

    def week_times(self, words: WeekTimes) -> str:
        """Say times by weekday."""
        return self.say(week.week(words, self.language))

    def far(self, words: Far) -> str:
        """Say a distance."""
        return self.say(formats.distance(words.metres, self.language))

    def country(self, words: Country) -> str:
        """Say the name of a country."""
        return safe(formats.country(words.code, self.language))

    def name_of_language(self, words: Language) -> str:
        """Say the name of a language."""
        return safe(formats.language(words.code, self.language, own=words.own))

    def amount(self, words: Amount) -> str:
        """Say a number."""
        return formats.number(words.number, self.language)


# Looked up rather than asked for one after another: a message is made of some twenty of them.
HOW: dict[type, Callable[[_Speaker, Any], str]] = {
    Text: _Speaker.text,
    Verbatim: _Speaker.verbatim,
    Lines: _Speaker.lines,
    Listed: _Speaker.listed,
    Beside: _Speaker.beside,
    Marked: _Speaker.marked,
    Moment: _Speaker.moment,
    Day: _Speaker.day,
    YearMonth: _Speaker.month,
    Times: _Speaker.times,
    WeekTimes: _Speaker.week_times,
    Far: _Speaker.far,
    Country: _Speaker.country,
    Language: _Speaker.name_of_language,
    Amount: _Speaker.amount,
}


@lru_cache(maxsize=1024)
def _sign(sign: str, right_to_left: bool) -> str:
    return safe(turned(sign) if right_to_left else sign)


@lru_cache(maxsize=8192)
def _without_values(translations: Catalogs, text: Text, language: str, right_to_left: bool) -> str:
    """Say a sentence that has no values: most questions and buttons are such ones."""
    found = _template(translations.translated(text, language), right_to_left)
    return "".join(words if name is None else f"{words}{{{name}}}" for words, name in found)


@lru_cache(maxsize=8192)
def _template(template: str, right_to_left: bool) -> Parts:
    """Take a template apart; a broken one is said as it stands."""
    found = parts(template) or ((template, None),)
    if not right_to_left:
        return found
    return tuple((commands_kept(words), name) for words, name in found)
