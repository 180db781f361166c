"""What the web needs of the running service, and nothing else of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.incoming import Incoming, Reply
from casework.documents import Opened
from domain.directory import Directory
from domain.people import PersonId
from domain.requests import Command, Lookup
from locales.render import Rendered

CHANNEL = "web"


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A row of a chat: what the person said, or what the bot said.

    `id`: grows. `replaces`: the id of the earlier row whose place this one takes.
    """

    id: int
    said: str | None
    message: Rendered | None
    replaces: int | None


class Parts(Protocol):
    """The running service as the web sees it."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Give the codes of the languages that are offered, in their order."""

    @property
    def base(self) -> str | None:
        """Give the address at which everybody finds the site, without a slash at its end."""

    def now(self) -> datetime:
        """Give the present instant, aware, in UTC."""

    async def directory(self) -> Directory:
        """Give the directory as it stands; the same object while nothing has changed."""

    async def handle(self, incoming: Incoming) -> Reply:
        """Answer one message; what the bot says comes through `chat_messages`."""

    async def chat_messages(self, address: str, after: int) -> tuple[ChatMessage, ...]:
        """Give the rows of a chat with an id above `after`, oldest first."""

    async def wait_for_chat(self, address: str, seconds: float) -> None:
        """Return when something new may be there, or after so many seconds."""

    async def document(self, address: str, document: str) -> Opened | None:
        """Open a document for whoever a chat belongs to; None if there is none for them."""

    async def perform_for(self, person: PersonId, request: Lookup | Command) -> Any:
        """Perform one request in one transaction; rights are checked and audited in casework."""

    async def enter_desk(self, code: str) -> str | None:
        """Use a one-time code up; give a session token, or None if the code is not good."""

    async def desk_person(self, token: str) -> PersonId | None:
        """Give whose session a token is; None if it has ended."""

    async def leave_desk(self, token: str) -> None:
        """End a session."""

    async def language_of(self, person: PersonId) -> str:
        """Give the language that a person is spoken to in."""

    def remarks(self) -> list[str]:
        """List what is worth knowing though the service works; empty when there is nothing."""

    async def problems(self) -> list[str]:
        """List what keeps the service from working; empty when it is ready."""
