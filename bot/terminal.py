"""The terminal: the same dialogues, line by line; buttons are numbered."""

from __future__ import annotations

import asyncio
import re
import secrets
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from bot.app import Passerelle
from bot.incoming import Incoming, Offered
from bot.received import taken_in
from conversations.dialogue import Given, Pressed, SharedPlace, Typed, Unreadable
from conversations.questions import spoken_number
from domain.geography import Point
from locales.render import Rendered, RenderedButton
from storage.people import Address

CHANNEL = "terminal"
FILE = "file:"
COORDINATES = re.compile(r"^\s*(-?\d{1,3}\.\d+)\s*[°NS]*[,;\s]\s*(-?\d{1,3}\.\d+)\s*[°EW]*\s*$")
POLL_SECONDS = 1.0


@dataclass
class TerminalChat:
    """One side of a conversation in the terminal, under an address of its own."""

    passerelle: Passerelle
    address: str
    language: str | None = None
    name: str = ""
    seen: int = 0
    buttons: list[RenderedButton] = field(default_factory=list)

    async def say(self, words: str) -> list[str]:
        """Say a line; give what is answered, as lines to print."""
        incoming = Incoming(
            CHANNEL, self.address, secrets.token_hex(16), self.given(words), self.language
        )
        if words.startswith(FILE):
            incoming = await self.with_file(incoming, Path(words.removeprefix(FILE).strip()))
        await self.passerelle.handle(incoming)
        return await self.fetch()

    async def with_file(self, incoming: Incoming, path: Path) -> Incoming:
        """Send a file of this machine: "file:PATH"."""

        async def fetch(offered: Offered) -> bytes | None:
            return await asyncio.to_thread(content_of, path)

        offered = Offered(str(path), path.name)
        sent = replace(incoming, given=Unreadable("file"), file=offered)
        return await taken_in(self.passerelle.office, sent, fetch)

    def given(self, words: str) -> Given:
        """Read a line: a button's number, a position, or words."""
        for button in self.buttons:
            if button.label == words.strip():
                return Pressed(button.code)
        number = spoken_number(words) if words.strip().rstrip(".)").isdecimal() else None
        if number is not None and 1 <= number <= len(self.buttons):
            return Pressed(self.buttons[number - 1].code)
        position = COORDINATES.match(words)
        if position is not None:
            try:
                return SharedPlace(Point(float(position[1]), float(position[2])))
            except ValueError:
                return Typed(words)
        return Typed(words)

    async def fetch(self) -> list[str]:
        """Give what has come since, as lines to print."""
        rows = await self.passerelle.pulled(Address(CHANNEL, self.address), self.seen)
        lines: list[str] = []
        for row in rows:
            self.seen = max(self.seen, row.id)
            if row.message is not None:
                lines += self.shown(row.message)
        return lines

    def shown(self, message: Rendered) -> list[str]:
        """Write a message as lines, its buttons numbered."""
        lines = [f"{self.name}< {line}" if line else "" for line in message.text.split("\n")]
        if message.pin is not None:
            lines.append(f"{self.name}< ⌖ {message.pin.latitude}, {message.pin.longitude}")
        if message.file is not None:
            lines = [f"{self.name}< 📄 {message.file.name}"]
        buttons = [button for row in message.buttons for button in row]
        if buttons:
            self.buttons = buttons
        lines += [f"{self.name}  [{n}] {button.label}" for n, button in enumerate(buttons, 1)]
        return [*lines, ""]

    async def skip(self) -> None:
        """Pass over what was said before this run."""
        for row in await self.passerelle.pulled(Address(CHANNEL, self.address), self.seen):
            self.seen = max(self.seen, row.id)


def content_of(path: Path) -> bytes | None:
    """Read a file; None if there is none, or it may not be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


async def chat(chat_with: TerminalChat) -> None:
    """Talk until the end of input; notices that come in between are printed as well."""
    await chat_with.skip()
    show(await chat_with.say("/start"))
    async for words in lines_of_input(chat_with):
        if words.strip():
            echo(words)
            show(await chat_with.say(words.strip()))
    show(await chat_with.fetch())


async def lines_of_input(chat_with: TerminalChat) -> AsyncIterator[str]:
    """Give the lines of standard input; while waiting for one, print what comes in."""
    loop = asyncio.get_running_loop()
    while True:
        waiting = loop.run_in_executor(None, sys.stdin.readline)
        while not waiting.done():
            await asyncio.wait([waiting], timeout=POLL_SECONDS)
            if not waiting.done():
                show(await chat_with.fetch())
        words = waiting.result()
        if not words:
            return
        yield words.rstrip("\n")


def echo(words: str) -> None:
    """Repeat a line that came from a pipe, so that the transcript can be read."""
    if not sys.stdin.isatty():
        show([f"> {words}", ""])


def show(lines: list[str]) -> None:
    """Print lines at once."""
    for line in lines:
        print(line, flush=True)
