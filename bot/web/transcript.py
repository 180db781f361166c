"""Transcript: the rows of a chat as a page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.web.parts import ChatMessage
from locales.render import Rendered


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is shown. `latest`: its buttons answer the present question."""

    id: int
    said: str | None
    message: Rendered | None
    latest: bool = False

    @property
    def text(self) -> str:
        """Give the words, but not the name of a place or file alone: its card says it."""
        if self.message is None:
            return self.said or ""
        file = self.message.file
        if file is not None and file.name == self.message.text:
            return ""
        pin = self.message.pin
        return "" if pin is not None and pin.title == self.message.text else self.message.text


def row_of(message: ChatMessage) -> Row:
    """Show one row by itself."""
    return Row(message.id, message.said, message.message)


def rows_of(messages: Iterable[ChatMessage]) -> list[Row]:
    """Show the whole chat: each replacement in the place of what it replaces, oldest first."""
    shown: dict[int, Row] = {}
    place: dict[int, int] = {}
    for message in messages:
        replaced = message.id if message.replaces is None else message.replaces
        at = place[message.id] = place.get(replaced, message.id)
        shown[at] = row_of(message)
    rows = [shown[at] for at in sorted(shown)]
    return marked_latest(rows)


def marked_latest(rows: Sequence[Row]) -> list[Row]:
    """Mark the last row that has buttons."""
    with_buttons = [n for n, row in enumerate(rows) if row.message and row.message.buttons]
    last = with_buttons[-1] if with_buttons else -1
    return [replace(row, latest=n == last) for n, row in enumerate(rows)]


def language_of(messages: Sequence[ChatMessage]) -> str | None:
    """Give the language that was spoken last."""
    spoken = (m.message.language for m in reversed(messages) if m.message is not None)
    return next(spoken, None)
