"""The player: plays a transcript against the bot's own turns on a real database.

    # what the story shows
    > Conakry                 the person writes, or presses the button of that label
    < Which centre?           this is in a line said since, after the lines found before
    [Send it]                 this button is there
    - Rue                     this is in no line said since; "-[Send it]": no such button
    @ 32.07 36.09             sends a position        * voice       something unreadable
    ~ words                   forwards a text         ! Only me     presses an earlier button
    ^ !case/{reference}/claim sends a forged button   + 000123456   shares a phone number
    = conakry.json            sends a file of tests/conversations/files/
    caseworker> /queue        another side; its name comes before the sign
    % 13 days pass            a stage direction (stage.py)

`{reference}` is the reference last told, `{{How old are you?}}` the translation of an English
text into the side's language; a {value} in it stands for anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from bot.incoming import Offered
from bot.office import Office
from bot.outbox import worded
from bot.received import taken_in
from bot.turns import Turns
from conversations.dialogue import (
    Given,
    Pressed,
    SharedPhone,
    SharedPlace,
    Typed,
    Unreadable,
)
from conversations.text import Text
from domain.geography import Point
from locales.catalogs import catalogs
from locales.languages import LANGUAGES
from storage import outbox
from storage.database import Database
from tests.conversations.side import Heard, Side

FILES = Path(__file__).parent / "files"
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LINE = re.compile(r"(?P<side>[a-z]*)(?P<sign>-\[|[><@*~!^+=\[-]) ?(?P<words>.*)")
REFERENCE = re.compile(r"\b[2-9B-Y]{3}-[2-9B-Y]{4}\b")
TRANSLATED = re.compile(r"\{\{(.+?)\}\}(?!\})")
VALUE = re.compile(r"\\\{\w+\\\}")


class NotAsWritten(AssertionError):
    """The conversation went another way than the transcript; the message shows it so far."""


@dataclass
class Clock:
    """A clock that stands still until a test moves it; aware UTC."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        """Give the present instant."""
        return self.now

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self.now += by


@dataclass
class Player:
    """Plays both sides of transcripts on a database that holds a directory."""

    database: Database
    clock: Clock = field(default_factory=Clock)
    sides: dict[str, Side] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    direct: Callable[[Player, str], object] | None = None

    def __post_init__(self) -> None:
        """Start the program."""
        self.start()

    def start(self) -> None:
        """Start the program, anew if it runs: nothing is left but the database."""
        self.office = Office(self.database, LANGUAGES, self.clock, "https://desk.example")
        self.turns = Turns(self.office)

    def side(self, name: str = "") -> Side:
        """Give a side by its name; the one without a name is the person."""
        return self.sides.setdefault(name or "person", Side(name or "person"))

    # ------------------------------------------------------------ playing

    async def play(self, transcript: str) -> None:
        """Play a transcript line by line; NotAsWritten where it does not fit."""
        for number, line in enumerate(transcript.splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            try:
                await self.play_line(line.rstrip())
            except AssertionError as problem:
                raise NotAsWritten(self.told(number, line, str(problem))) from problem

    async def play_line(self, line: str) -> None:
        if line.startswith("% "):
            self.log.append(line)
            assert self.direct is not None, "no stage directions are known here"
            await self.direct(self, self.filled(line[2:]))  # type: ignore[misc]
            return
        read = LINE.fullmatch(line)
        assert read is not None, "no line of a transcript"
        side, sign = self.side(read["side"]), read["sign"]
        await self.fetch(side)
        words = self.filled(read["words"])
        if sign in CHECKS:
            CHECKS[sign](self, side, words)
        elif sign == "=":
            await self.send_file(side, words, line)
        else:
            await self.act(side, GIVEN[sign](self, side, words), line)

    def told(self, number: int, line: str, problem: str) -> str:
        """Say where the story left the transcript, with all that was said."""
        return "\n".join([f"line {number}: {line}", problem, "", *self.log])

    async def act(self, side: Side, given: Given, line: str) -> None:
        """Say something and hear what comes of it, on all sides."""
        self.log.append(line)
        await self.turns.handle(side.says(given))
        for each in self.sides.values():
            await self.fetch(each)

    async def send_file(self, side: Side, name: str, line: str) -> None:
        """Send a file, which is taken in as from any channel, and hear what comes of it."""
        self.log.append(line)

        async def fetch(offered: Offered) -> bytes:
            return (FILES / offered.reference).read_bytes()

        sent = replace(side.says(Unreadable("file")), file=Offered(name, Path(name).name))
        side.last = await taken_in(self.office, sent, fetch)
        await self.turns.handle(side.last)
        for each in self.sides.values():
            await self.fetch(each)

    async def again(self, side: Side) -> None:
        """Deliver the last message of a side once more, under the same update id."""
        assert side.last is not None, "nothing was said yet"
        await self.turns.handle(side.last)
        await self.fetch(side)

    async def fetch(self, side: Side) -> None:
        """Hear what has come for a side."""
        after = max((heard.row for heard in side.heard), default=0)
        async with self.database.transaction() as tx:
            rows = await outbox.for_address(tx, side.address, after)
        for row in rows:
            heard = Heard(row.id, worded(row, side.language, self.office), row.edits)
            side.heard.append(heard)
            self.note(side, heard)

    def note(self, side: Side, heard: Heard) -> None:
        """Write down what was heard, and keep a new reference."""
        self.log += [f"    {side.name}< {line}" for line in heard.lines]
        self.log += [f"    {side.name} [{button.label}]" for button in heard.buttons]
        for reference in REFERENCE.findall(heard.message.text):
            self.values["reference"] = reference

    # ------------------------------------------------------------ words

    def filled(self, words: str) -> str:
        """Put the values of this story in the place of their names."""
        for name, value in self.values.items():
            words = words.replace(f"{{{name}}}", value) if "{{" not in words else words
        return words

    def label(self, side: Side, words: str) -> str:
        """Read a label, translated if it stands in double braces."""
        return TRANSLATED.sub(lambda found: translated(found[1], side.language), words)

    def pattern(self, side: Side, words: str) -> re.Pattern[str]:
        """Read what is expected in a line; values of a translated text stand for anything."""
        parts = TRANSLATED.split(words)
        for i in range(1, len(parts), 2):
            parts[i] = VALUE.sub(".*", re.escape(translated(parts[i], side.language)))
        parts[::2] = [re.escape(part) for part in parts[::2]]
        return re.compile("".join(parts))

    # ------------------------------------------------------------ what is checked

    def hears(self, side: Side, words: str) -> None:
        """Find the words in what was said since, after what was found before."""
        pattern, lines = self.pattern(side, words), side.lines
        for number in range(side.line, len(lines)):
            if pattern.search(lines[number]):
                side.line = number + 1
                return
        raise AssertionError(f"{side.name} did not hear this")

    def hears_nowhere(self, side: Side, words: str) -> None:
        """Find the words nowhere in what was said since."""
        pattern = self.pattern(side, words)
        found = [line for line in side.lines if pattern.search(line)]
        assert not found, f"{side.name} heard {found}"

    def sees(self, side: Side, label: str) -> None:
        """Find a button."""
        found = side.button(self.label(side, label.rstrip("]")))
        assert found is not None, f"{side.name} sees no such button"

    def sees_no(self, side: Side, label: str) -> None:
        """Find no such button."""
        found = side.button(self.label(side, label.rstrip("]")))
        assert found is None, f"{side.name} sees that button"

    # ------------------------------------------------------------ what is given

    def written(self, side: Side, words: str) -> Given:
        """Press the button of that label, or write the words."""
        said = self.label(side, words)
        button = side.button(said)
        return Pressed(button.code) if button else Typed(said)

    def pressed_earlier(self, side: Side, label: str) -> Given:
        """Press a button of an earlier message."""
        button = side.button(self.label(side, label), earlier=True)
        assert button is not None, f"{side.name} has never seen that button"
        return Pressed(button.code)


def translated(message: str, language: str) -> str:
    """Translate an English text; a text that nobody says any more fails."""
    assert message in catalogs().messages, f"no text of the bot: {message!r}"
    return catalogs().translated(Text(message), language)


def position(words: str) -> SharedPlace:
    """Read "32.07 36.09"."""
    latitude, longitude = words.split()
    return SharedPlace(Point(float(latitude), float(longitude)))


CHECKS: dict[str, Callable[[Player, Side, str], None]] = {
    "<": Player.hears,
    "-": Player.hears_nowhere,
    "[": Player.sees,
    "-[": Player.sees_no,
}

GIVEN: dict[str, Callable[[Player, Side, str], Given]] = {
    ">": Player.written,
    "!": Player.pressed_earlier,
    "@": lambda player, side, words: position(words),
    "*": lambda player, side, words: Unreadable(words),
    "~": lambda player, side, words: Typed(words, forwarded=True),
    "^": lambda player, side, words: Pressed(words),
    "+": lambda player, side, words: SharedPhone(words, own=True),
}
