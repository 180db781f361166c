"""Rendering: what was said becomes words in its reader's language, once, at the edge.

Nothing here raises for what a person or a directory wrote, and nothing is escaped: that is for
the channel. Digits are 0-9 in every language, as CLDR has it for Arabic too.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

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
from locales.catalogs import catalogs
from locales.direction import commands_kept, isolated, safe
from locales.languages import spoken
from locales.templates import Parts, parts

Fact = Moment | Day | YearMonth | Times | WeekTimes | Far | Country | Language | Amount


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
        match words:
            case Text():
                return self.text(words)
            case Marked():
                return f"{_sign(words.sign)} {self.say(words.words)}".strip()
            case Verbatim():
                return isolated(safe(words.words), right_to_left=self.right_to_left)
            case Lines() | Listed() | Beside():
                return self.composed(words)
            case _:
                return self.fact(words)

    def composed(self, words: Lines | Listed | Beside) -> str:
        """Say words made of words; parts that say nothing leave no gap."""
        match words:
            case Lines():
                said = filter(None, map(self.say, words.parts))
                return ("\n\n" if words.apart else "\n").join(said)
            case Listed():
                items = list(filter(None, map(self.value, words.parts)))
                return formats.listed(items, self.language, choice=words.choice)
            case Beside():
                return " · ".join(filter(None, map(self.value, words.parts)))

    def fact(self, words: Fact) -> str:
        """Say a time, a distance, a number, or the name of a country or language."""
        match words:
            case Moment():
                return self.say(formats.moment(words, self.language, self.now))
            case Day():
                return formats.date(words.day, self.language, year=not words.yearly)
            case YearMonth():
                return formats.month(words.year, words.month, self.language)
            case Times():
                return self.say(week.times(words.spans))
            case WeekTimes():
                return self.say(week.week(words, self.language))
            case Far():
                return self.say(formats.distance(words.metres, self.language))
            case Country():
                return safe(formats.country(words.code, self.language))
            case Language():
                return safe(formats.language(words.code, self.language, own=words.own))
            case Amount():
                return formats.number(words.number, self.language)

    def text(self, text: Text) -> str:
        """Say a translated sentence with its values."""
        template = catalogs().translated(text, self.language)
        if not text.values:
            return _without_values(template, self.right_to_left)
        values = dict(text.values)
        said: list[str] = []
        for words, name in _template(template, self.right_to_left):
            said.append(words)
            if name is not None:
                said.append(self.value(values[name]) if name in values else f"{{{name}}}")
        return "".join(said)

    def value(self, value: Value) -> str:
        """Say a value inside other words, apart from the direction of those around it."""
        match value:
            case str():
                said = safe(value)
            case int():
                said = formats.number(value, self.language)
            case _:
                said = self.say(value)
        return isolated(said, right_to_left=self.right_to_left)

    def button(self, button: Button) -> RenderedButton:
        """Say a button's label."""
        return RenderedButton(self.say(button.label), button.code, button.asks)


@lru_cache(maxsize=1024)
def _sign(sign: str) -> str:
    return safe(sign)


@lru_cache(maxsize=8192)
def _without_values(template: str, right_to_left: bool) -> str:
    """Say a sentence that has no values: most questions and buttons are such ones."""
    found = _template(template, right_to_left)
    return "".join(words if name is None else f"{words}{{{name}}}" for words, name in found)


@lru_cache(maxsize=8192)
def _template(template: str, right_to_left: bool) -> Parts:
    """Take a template apart; a broken one is said as it stands."""
    found = parts(template) or ((template, None),)
    if not right_to_left:
        return found
    return tuple((commands_kept(words), name) for words, name in found)
