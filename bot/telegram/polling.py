"""Polling: updates are fetched, handled side by side, and confirmed once they are dealt with.

`getUpdates` confirms what lies below its offset. The offset is the first update whose handling has
not committed, or whose reply was neither sent nor kept; so after a kill Telegram brings the rest
again, and handling an update twice has the effect of once.

`getUpdates` gives the oldest first, so nobody sees an urgent word that stands behind the first
hundred. So while that many wait a reply is committed to the outbox with its turn, and the update
is dealt with: they are taken as fast as the database commits, and the outbox sends what is urgent
first and keeps to Telegram's limits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.telegram.backoff import Backoff
from bot.telegram.client import Bot, call
from bot.telegram.lanes import Lanes
from bot.telegram.receive import Receiver
from bot.telegram.request import Flooded
from bot.telegram.window import Window
from bot.telegram.wire import KINDS, NoUpdate, Update, decoded
from conversations.intents import is_urgent

log = structlog.get_logger()

LONG_POLL_S = 25
MOST_AT_ONCE = 100
READ_MARGIN_S = 10.0
LET_FINISH_S = 0.25
LOOK_AGAIN_S = 1.0
LAST_WAIT_S = 20.0

REFUSED = (
    "Telegram refuses the token: check PASSERELLE_TELEGRAM_TOKEN (@BotFather shows it), then start "
    "again"
)
TAKEN = (
    "another program takes this bot's updates: a second `passerelle run`, or one with a webhook; "
    "stop the other one, or give it a bot of its own"
)
AWAY = "Telegram is not reached"


class Polling:
    """Fetches updates until it is told to stop; of those fetched together urgent words go first."""

    def __init__(self, bot: Bot, receiver: Receiver, lanes: Lanes) -> None:
        self._bot = bot
        self._receiver = receiver
        self._lanes = lanes
        self._window = Window()
        self._tasks: set[asyncio.Task[None]] = set()
        self._trouble = Backoff()
        self._repeats = Backoff(first=0.05, longest=5.0)

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop`, then finish what is in hand and confirm it."""
        try:
            while not stop.is_set() and await self._tried(stop, self._bot.delete_webhook()) is None:
                pass
            while not stop.is_set():
                await self._fetch(stop)
            await self._finish()
        finally:
            await self._drop()

    async def _fetch(self, stop: asyncio.Event) -> None:
        """Fetch once and let it work; a server that only repeats itself is given a pause."""
        asked_from = self._window.offset or 0
        updates = await self._tried(stop, self._updates(LONG_POLL_S)) or []
        was_idle = not self._tasks
        fresh = self._begin(updates, stop)
        await self._let_work(bool(fresh))
        if was_idle and updates and all(each.update_id < asked_from for each in fresh):
            await _stopped_within(stop, self._repeats.failed())
        else:
            self._repeats.succeeded()

    async def _updates(self, wait_s: int, limit: int = MOST_AT_ONCE) -> Any:
        asked = {"timeout": wait_s, "limit": limit, "allowed_updates": KINDS}
        offset = self._window.offset
        if offset is not None:
            asked["offset"] = offset
        found = await call(self._bot, "getUpdates", asked, read_timeout=wait_s + READ_MARGIN_S)
        if not isinstance(found, list):
            raise TelegramError("that is no list of updates")
        if offset is not None:
            self._window.confirmed(offset)
        return found

    # ------------------------------------------------------------ working

    def _begin(self, raw: list[dict[str, Any]], stop: asyncio.Event) -> list[Update]:
        """Take up, and give, the updates that are new, or come again though they were confirmed.

        Their numbers give their order, "should they get out of order" (the Bot API on update_id).
        """
        decoded_ones = (update for each in raw if (update := _decoded(each)) is not None)
        fresh = sorted(decoded_ones, key=lambda update: update.update_id)
        fresh = [update for update in fresh if self._window.take(update.update_id)]
        fresh = urgent_first(fresh)
        behind = len(raw) >= MOST_AT_ONCE
        for update in fresh:
            task = asyncio.create_task(self._work(update, behind, stop))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return fresh

    async def _work(self, update: Update, behind: bool, stop: asyncio.Event) -> None:
        """Handle an update, again and again if it fails; the later ones of its chat wait."""
        async with self._lanes.turn(update.chat):
            trouble = Backoff(first=0.5, longest=30.0)
            while not await self._answered(update, behind):
                if await _stopped_within(stop, trouble.failed()):
                    return
            self._window.close(update.update_id)

    async def _answered(self, update: Update, behind: bool) -> bool:
        try:
            heard = await self._receiver.receive(update, behind=behind)
            if heard is not None:
                await self._receiver.deliver(heard)
        except Exception as error:  # the one place that catches: whatever it is, it is tried again
            log.error("update failed", update=update.update_id, problem=type(error).__name__)
            return False
        return True

    async def _let_work(self, fresh: bool) -> None:
        """Let what is in hand finish before asking again, but not for long: others write too."""
        if not self._tasks:
            return
        if fresh:
            await asyncio.wait(self._tasks, timeout=LET_FINISH_S)
        else:
            await asyncio.wait(
                self._tasks, timeout=LOOK_AGAIN_S, return_when=asyncio.FIRST_COMPLETED
            )

    async def _finish(self) -> None:
        """Wait for what is in hand, and confirm what is done: it need not come again."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=LAST_WAIT_S)
        if self._window.offset is None:
            return
        try:
            await self._updates(0, limit=1)  # what it brings is not confirmed, and comes again
        except TelegramError as error:
            log.debug("last updates not confirmed", problem=type(error).__name__)

    async def _drop(self) -> None:
        """Stop what takes too long; it is not confirmed, and comes again."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # ------------------------------------------------------------ trouble

    async def _tried(self, stop: asyncio.Event, request: Coroutine[Any, Any, Any]) -> Any:
        """Ask Telegram; None, after a pause, if that failed, or if it is time to stop."""
        try:
            result = await _unless(stop, request)
        except TelegramError as error:
            await _stopped_within(stop, self._pause(error))
            return None
        self._trouble.succeeded()
        return result

    def _pause(self, error: TelegramError) -> float:
        """Tell what is wrong and what to do, and say how long to wait."""
        if isinstance(error, Flooded):
            return error.seconds
        delay = self._trouble.failed()
        if isinstance(error, InvalidToken):
            log.error(REFUSED, again_in=delay)
        elif isinstance(error, Conflict):
            log.error(TAKEN, again_in=delay)
        else:
            log.warning(AWAY, problem=error.message, again_in=delay)
        return delay


def urgent_first(fresh: list[Update]) -> list[Update]:
    """Let the chats go first in which there is an urgent word; each chat keeps its own order."""
    urgent = {
        update.chat
        for update in fresh
        if update.message and update.message.text and is_urgent(update.message.text)
    }
    return sorted(fresh, key=lambda update: update.chat not in urgent)


def _decoded(raw: dict[str, Any]) -> Update | None:
    try:
        return decoded(raw)
    except NoUpdate:
        log.error("update without a number")
        return None


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, Any]) -> Any:
    """Wait for `work`, but give it up, with None, when it is time to stop."""
    task, stopped = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((task, stopped), return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for each in (task, stopped):
            each.cancel()
        await asyncio.gather(task, stopped, return_exceptions=True)


async def _stopped_within(stop: asyncio.Event, seconds: float) -> bool:
    """Wait so long, or until it is time to stop; say whether it is."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return False
    return True
