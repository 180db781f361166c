"""Messages: what one side says, with buttons and perhaps a pin on the map."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from conversations.text import Words
from domain.geography import Point

ENTRY = "!"


class Asks(StrEnum):
    """What a button asks of the person's device, if anything."""

    NOTHING = "nothing"
    LOCATION = "location"
    CONTACT = "contact"


class Button(Struct, frozen=True):
    """A choice. `code`: at most 48 ASCII bytes; "!name/argument" starts a dialogue anywhere."""

    label: Words
    code: str
    asks: Asks = Asks.NOTHING


class Pin(Struct, frozen=True):
    """A place on the map with its name and address."""

    point: Point
    title: str
    address: str


class Attached(Struct, frozen=True):
    """A document that is sent: its id and name. Its content is read, by right, when it goes out."""

    document: str
    name: str


class Message(Struct, frozen=True):
    """Something said. `private`: must not be forwarded. `file`: a document sent with it."""

    words: Words
    buttons: tuple[tuple[Button, ...], ...] = ()
    pin: Pin | None = None
    private: bool = False
    file: Attached | None = None


def entry(flow: str, *arguments: str) -> str:
    """Give the code of a button that starts a dialogue with arguments."""
    return ENTRY + "/".join((flow, *arguments))


def column(*buttons: Button) -> tuple[tuple[Button, ...], ...]:
    """Put buttons under one another: one a row reads best on a small phone."""
    return tuple((button,) for button in buttons)


def rows_of(size: int, buttons: tuple[Button, ...]) -> tuple[tuple[Button, ...], ...]:
    """Put buttons into rows of `size`."""
    return tuple(buttons[i : i + size] for i in range(0, len(buttons), size))
