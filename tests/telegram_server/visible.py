"""A message as a person sees it at one moment: its text, buttons, place and file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Wire = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Button:
    """One button; `inline`: of the message itself, else of the keyboard below the chat.

    `does` holds what the button has beside its text: callback_data, url, request_location, ….
    """

    text: str
    inline: bool
    does: Mapping[str, Any] = field(default_factory=dict)

    @property
    def callback_data(self) -> str | None:
        """What the bot is sent when the button is pressed."""
        return self.does.get("callback_data")

    @property
    def url(self) -> str | None:
        """The address that the button opens."""
        return self.does.get("url") or (self.does.get("web_app") or {}).get("url")

    def is_called(self, label: str) -> bool:
        """Say whether the label, or a regular expression, is this button's."""
        return self.text == label or bool(_pattern(label).search(self.text))


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file in a message."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """A message at one moment; an edit makes another one with the same `message_id`.

    `text` is also the caption of a file; `raw` is the whole message as the Bot API gives it.
    """

    message_id: int
    chat_id: int
    from_bot: bool
    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    location: tuple[float, float] | None = None
    venue: Venue | None = None
    file: SentFile | None = None
    protect_content: bool = False
    edited: bool = False
    raw: Wire = field(default_factory=dict, repr=False)

    @property
    def labels(self) -> list[str]:
        """The texts of all buttons, row after row."""
        return [button.text for button in self.all_buttons()]

    def all_buttons(self) -> Iterator[Button]:
        """Give all buttons, row after row."""
        for row in self.buttons:
            yield from row

    def button(self, label: str) -> Button | None:
        """Find a button: the one with exactly this label, else by regular expression."""
        exact = (button for button in self.all_buttons() if button.text == label)
        fits = (button for button in self.all_buttons() if button.is_called(label))
        return next(exact, None) or next(fits, None)

    def says(self, pattern: str) -> bool:
        """Say whether the words of the message fit a regular expression."""
        return bool(_pattern(pattern).search(self.words))

    @property
    def words(self) -> str:
        """Everything to read in the message, without its buttons."""
        venue = f"{self.venue.title}\n{self.venue.address}" if self.venue else ""
        name = self.file.name if self.file else ""
        return "\n".join(part for part in (self.text, venue, name) if part)

    def __str__(self) -> str:
        place = " (a place)" if self.location else ""
        rows = "".join(
            "\n    " + " ".join(f"[{button.text}]" for button in row) for row in self.buttons
        )
        return f"{'<' if self.from_bot else '>'} {self.words}{place}{rows}"


@dataclass(frozen=True, slots=True)
class Venue:
    """A place with a name."""

    title: str
    address: str
    latitude: float
    longitude: float


def buttons_of(markup: Wire | None) -> tuple[tuple[Button, ...], ...]:
    """Read the rows of a reply_markup."""
    markup = markup or {}
    inline = "inline_keyboard" in markup
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    return tuple(tuple(_button(entry, inline) for entry in row) for row in rows if row)


def _button(entry: Wire | str, inline: bool) -> Button:
    if isinstance(entry, str):
        return Button(entry, inline)
    return Button(entry["text"], inline, {name: entry[name] for name in entry if name != "text"})


def _pattern(label: str) -> re.Pattern[str]:
    try:
        return re.compile(label)
    except re.error:
        return re.compile(re.escape(label))
