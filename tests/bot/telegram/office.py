"""What stands behind Telegram in these tests: it answers, keeps and fails as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.incoming import Incoming, Reply
from bot.inline import InlineAnswer, InlineAsked
from conversations.dialogue import Typed
from locales.render import Rendered

ANSWER_S = 5.0


def echo(incoming: Incoming) -> Reply:
    """Answer with what was said."""
    given = incoming.given
    return Reply(Rendered(f"heard {given.words if isinstance(given, Typed) else given}"))


async def nothing_known(asked: InlineAsked) -> InlineAnswer:
    """Answer as to somebody who is nobody's staff."""
    return InlineAnswer((), "Open the private chat")


@dataclass
class Office:
    """Stands for the application. `before` is awaited before each answer, and may raise."""

    answer: Callable[[Incoming], Reply] = echo
    before: Callable[[Incoming], Awaitable[None]] | None = None
    heard: list[Incoming] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    spilled: list[tuple[Incoming, Reply]] = field(default_factory=list)
    blocked: list[tuple[str, bool]] = field(default_factory=list)
    asked: list[InlineAsked] = field(default_factory=list)
    inline: Callable[[InlineAsked], Awaitable[InlineAnswer]] = nothing_known

    async def handle(self, incoming: Incoming) -> Reply:
        self.heard.append(incoming)
        if self.before is not None:
            await self.before(incoming)
        self.done.append(incoming.update_id)
        return self.answer(incoming)

    async def spill(self, incoming: Incoming, reply: Reply) -> None:
        self.spilled.append((incoming, reply))

    async def on_blocked(self, address: str, blocked: bool) -> None:
        self.blocked.append((address, blocked))

    async def answer_inline(self, asked: InlineAsked) -> InlineAnswer:
        self.asked.append(asked)
        return await self.inline(asked)

    @property
    def words(self) -> list[str]:
        """What was typed, in the order in which it was heard."""
        return [each.given.words for each in self.heard if isinstance(each.given, Typed)]


async def until(condition: Callable[[], object], seconds: float = ANSWER_S) -> None:
    """Wait until something is true; TimeoutError if it does not become so."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.005)
