"""An outage: who cries for help is told the emergency numbers, though nothing can be kept.

Only then, and not often: everybody else waits, and is answered when it works again; so is the cry.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic

from bot.incoming import Incoming, Reply
from bot.office import DEFAULT_LANGUAGE
from bot.received import cries_for_help
from conversations.messages import Message
from conversations.persons.emergency import while_broken
from locales.languages import Language, best_match, spoken
from locales.render import Rendered, render
from storage.database import StorageUnavailable

WAITED_FOR_S = 5.0
NOT_AGAIN_S = 600.0
MOST_REMEMBERED = 10_000

Handle = Callable[[Incoming], Awaitable[Reply]]
Tell = Callable[[Incoming, Rendered], None]


class HelpInAnOutage:
    """Stands before `handle`: where that finds no storage, or none that answers soon.

    `tell` sends at once, without waiting and without the storage. Each address is told once in
    `NOT_AGAIN_S` seconds, however often its message comes again. `languages`: codes.
    """

    def __init__(self, languages: Sequence[str], handle: Handle, tell: Tell) -> None:
        self._languages = tuple(spoken(code) for code in languages)
        self._handle = handle
        self._tell = tell
        self._told: OrderedDict[str, float] = OrderedDict()

    async def handle(self, incoming: Incoming) -> Reply:
        """Give what `handle` gives, and raise what it raises; tell the numbers meanwhile."""
        if not cries_for_help(incoming.given):
            return await self._handle(incoming)
        waits = asyncio.get_running_loop().call_later(WAITED_FOR_S, self._help, incoming)
        try:
            return await self._handle(incoming)
        except StorageUnavailable:
            self._help(incoming)
            raise
        finally:
            waits.cancel()

    def _help(self, incoming: Incoming) -> None:
        now = monotonic()
        while self._told and self._is_over(next(iter(self._told.values())), now):
            self._told.popitem(last=False)
        if incoming.address not in self._told:
            self._told[incoming.address] = now
            self._tell(incoming, numbers_at_once(incoming.language_hint, self._languages))

    def _is_over(self, oldest: float, now: float) -> bool:
        return len(self._told) >= MOST_REMEMBERED or now - oldest > NOT_AGAIN_S


def numbers_at_once(hint: str | None, languages: Sequence[Language]) -> Rendered:
    """Word the numbers, and that something is broken, in the language that a device asks for."""
    return render(Message(while_broken()), best_match(hint, languages) or DEFAULT_LANGUAGE)
