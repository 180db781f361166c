"""One side of a conversation: what it has heard, which buttons it sees, what it can send."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import count

from bot.incoming import Incoming
from conversations.dialogue import Given
from locales.render import Rendered, RenderedButton
from storage.people import Address

CHANNEL = "terminal"
DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_updates = count(1)


@dataclass(frozen=True)
class Heard:
    """A message that arrived, under its row in the outbox; `edits`: the one it replaces."""

    row: int
    message: Rendered
    edits: int | None = None

    @property
    def lines(self) -> list[str]:
        """Give what is read, line by line, without marks of direction; ⌖ a pin, 📎 a file."""
        lines = [plain(line) for line in self.message.text.split("\n") if line]
        if self.message.pin is not None:
            lines.append(f"⌖ {self.message.pin.latitude}, {self.message.pin.longitude}")
        if self.message.file is not None:
            lines.append(f"📎 {self.message.file.name}")
        return lines

    @property
    def buttons(self) -> list[RenderedButton]:
        """Give the buttons in their order."""
        return [button for row in self.message.buttons for button in row]


@dataclass
class Side:
    """A person, caseworker or coordinator. `acted`: what was heard before they last said a thing.

    `line`: the line of what was heard since then that comes next in the transcript.
    """

    name: str
    hint: str | None = "en"
    heard: list[Heard] = field(default_factory=list)
    acted: int = 0
    line: int = 0
    last: Incoming | None = None

    @property
    def address(self) -> Address:
        """Where this side is reached."""
        return Address(CHANNEL, self.name)

    @property
    def language(self) -> str:
        """The language this side was last spoken to in."""
        return self.heard[-1].message.language if self.heard else (self.hint or "en")

    def says(self, given: Given) -> Incoming:
        """Make a message of this side, with an update id of its own."""
        self.acted, self.line = len(self.heard), 0
        update = str(next(_updates))
        self.last = Incoming(CHANNEL, self.name, update, given, self.hint)
        return self.last

    @property
    def since(self) -> list[Heard]:
        """Give what was heard since this side last said something."""
        return self.heard[self.acted :]

    @property
    def lines(self) -> list[str]:
        """Give the lines heard since this side last said something."""
        return [line for heard in self.since for line in heard.lines]

    def visible(self) -> list[Heard]:
        """Give the messages as they stand now: those that another one replaced are left out."""
        replaced = {heard.edits for heard in self.heard}
        return [heard for heard in self.heard if heard.row not in replaced]

    def button(self, label: str, *, earlier: bool = False) -> RenderedButton | None:
        """Find the latest button with a label; `earlier`: also of messages before the last act."""
        for heard in reversed(self.heard if earlier else self.since):
            for button in heard.buttons:
                if label in (plain(button.label), unsigned(button.label)):
                    return button
        return None


def plain(words: str) -> str:
    """Take the invisible marks of direction out."""
    return DIRECTION.sub("", words)


def unsigned(label: str) -> str:
    """Give a label without the sign before it."""
    sign, _, words = plain(label).partition(" ")
    return words if words and not any(c.isalpha() for c in sign) else plain(label)
