"""Fake parts: the real dialogues in a small town, with chats and sessions in memory."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.incoming import Incoming, Reply
from bot.rounds import Overloaded
from bot.web.parts import ChatMessage
from casework.documents import Opened
from conversations.exchange import Conversation, Setting, exchange
from conversations.flows import FLOWS
from domain.directory import Directory
from domain.people import PersonId
from domain.requests import Command, Lookup
from locales.languages import BY_CODE, best_match
from locales.render import Rendered, render, speak
from tests.bot.web.town import AMINATA, NOW, Town

CODES = ("en", "fr", "ar")


@dataclass
class FakeParts:
    """What the web needs. `broken`: whatever is asked fails, as in an outage.

    `overloaded`: too many people are writing.
    """

    languages: tuple[str, ...] = CODES
    town: Town = field(default_factory=Town)
    chats: dict[str, list[ChatMessage]] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    handled: list[Incoming] = field(default_factory=list)
    replies: dict[str, Reply] = field(default_factory=dict)
    codes: dict[str, PersonId] = field(default_factory=lambda: {"once": AMINATA, "demo": AMINATA})
    sessions: dict[str, PersonId] = field(default_factory=dict)
    found_wrong: list[str] = field(default_factory=list)
    remarked: list[str] = field(default_factory=list)
    documents: dict[tuple[str, str], Opened] = field(default_factory=dict)
    broken: bool = False
    overloaded: bool = False
    published: Directory = field(default_factory=Directory)
    rows: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def base(self) -> str | None:
        return None

    async def directory(self) -> Directory:
        self.fail_if_broken()
        return self.published

    def now(self) -> datetime:
        return NOW

    # ------------------------------------------------------------ chat

    async def handle(self, incoming: Incoming) -> Reply:
        self.fail_if_broken()
        if self.overloaded:
            raise Overloaded
        if incoming.update_id in self.replies:
            return self.replies[incoming.update_id]
        self.handled.append(incoming)
        before = self.conversations.get(incoming.address, Conversation())
        after = await exchange(before, incoming.given, self.setting(incoming))
        self.conversations[incoming.address] = after.conversation
        if after.erase_history:
            self.chats.pop(incoming.address, None)
        else:
            language = after.conversation.language or "en"
            self.add(incoming.address, said=incoming.echo)
            for message in after.messages:
                self.add(incoming.address, render(message, language, NOW))
        self.replies[incoming.update_id] = Reply(None, after.erase_history)
        self.wake()
        return self.replies[incoming.update_id]

    def setting(self, incoming: Incoming) -> Setting:
        person = PersonId(incoming.address)

        async def perform(request: Lookup | Command) -> Any:
            return await self.town.perform(person, request)

        offered = [BY_CODE[code] for code in self.languages]
        return Setting(
            FLOWS,
            perform,
            lambda language: lambda words: speak(words, language, NOW),
            self.languages,
            best_match(incoming.language_hint, offered),
        )

    def add(
        self,
        address: str,
        message: Rendered | None = None,
        said: str = "",
        replaces: int | None = None,
    ) -> int:
        """Put a row into a chat, as the outbox does; give its id."""
        if message is None and not said:
            return 0
        self.rows += 1
        row = ChatMessage(self.rows, said or None, message, replaces)
        self.chats.setdefault(address, []).append(row)
        return self.rows

    def wake(self) -> None:
        waiting, self.news = self.news, asyncio.Event()
        waiting.set()

    async def chat_messages(self, address: str, after: int) -> tuple[ChatMessage, ...]:
        self.fail_if_broken()
        return tuple(row for row in self.chats.get(address, ()) if row.id > after)

    async def wait_for_chat(self, address: str, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self.news.wait()
        except TimeoutError:
            return

    # ------------------------------------------------------------ desk

    async def document(self, address: str, document: str) -> Opened | None:
        self.fail_if_broken()
        return self.documents.get((address, document))

    async def perform_for(self, person: PersonId, request: Lookup | Command) -> Any:
        self.fail_if_broken()
        return await self.town.perform(person, request)

    async def enter_desk(self, code: str) -> str | None:
        person = self.codes.pop(code, None)
        if person is None:
            return None
        token = f"token-{len(self.sessions)}"
        self.sessions[token] = person
        return token

    async def desk_person(self, token: str) -> PersonId | None:
        return self.sessions.get(token)

    async def leave_desk(self, token: str) -> None:
        self.sessions.pop(token, None)

    async def language_of(self, person: PersonId) -> str:
        return self.town.languages.get(person, "en")

    def remarks(self) -> list[str]:
        return self.remarked

    async def problems(self) -> list[str]:
        self.fail_if_broken()
        return self.found_wrong

    def fail_if_broken(self) -> None:
        if self.broken:
            raise RuntimeError("the storage of Mariam is out")

    @property
    def address(self) -> str:
        """The address of the only chat there is."""
        (address,) = self.chats
        return address
