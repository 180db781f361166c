"""Delivery by webhook: one update of a chat at a time, again and again until it is confirmed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, TCPConnector

from .arrivals import given_in_answer
from .calls import NeverArrived, Switchboard
from .faults import WEBHOOK, DropBeforeExecuting, Timeout
from .refusals import Violation
from .state import Telegram
from .updates import Update

SECRET = "X-Telegram-Bot-Api-Secret-Token"
A_LONG_TIME = 3600.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """An update that was answered, for the faults to look at."""

    chat_id: int
    method: str = WEBHOOK


class WebhookPusher:
    """Brings updates to the bot's webhook whenever there is one.

    `delays`: seconds before each next attempt, the last for all further ones; `patience`:
    seconds after which an attempt without an answer has failed; `errors` takes up what a
    test's hook, or this server, raises.
    """

    def __init__(
        self,
        telegram: Telegram,
        switchboard: Switchboard,
        delays: Sequence[float],
        patience: float,
        errors: list[BaseException],
    ) -> None:
        self._telegram = telegram
        self._switchboard = switchboard
        self._delays = delays
        self._patience = ClientTimeout(total=patience)
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._errors = errors

    async def run(self) -> None:
        """Deliver until cancelled."""
        # Every delivery has its own connection: a bot that was killed is then seen to be gone.
        async with ClientSession(connector=TCPConnector(limit=0, force_close=True)) as session:
            try:
                while True:
                    startable = await self._telegram.changes.until(self._startable, A_LONG_TIME)
                    for update in startable:
                        self._start(session, update)
            finally:
                await self._stop()

    def _startable(self) -> list[Update]:
        """Give the first update of each chat that has none under way."""
        webhook, updates = self._telegram.webhook, self._telegram.updates
        if not webhook.url or updates.held:
            return []
        first: dict[int, Update] = {}
        for update in updates.pending():
            if update.chat_id not in self._under_way:
                first.setdefault(update.chat_id, update)
        free = max(webhook.max_connections - len(self._under_way), 0)
        return list(first.values())[:free]

    def _start(self, session: ClientSession, update: Update) -> None:
        task = asyncio.create_task(self._push(session, update))
        self._under_way[update.chat_id] = task
        task.add_done_callback(lambda done: self._ended(update.chat_id, done))

    def _ended(self, chat_id: int, task: asyncio.Task[None]) -> None:
        del self._under_way[chat_id]
        if not task.cancelled() and (error := task.exception()):
            self._errors.append(error)
        self._telegram.changes.tell()

    async def _stop(self) -> None:
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _push(self, session: ClientSession, update: Update) -> None:
        webhook = self._telegram.webhook
        for delay in chain(self._delays, repeat(self._delays[-1])):
            version = webhook.version
            if await self._attempt(session, update):
                self._telegram.updates.confirm(update)
                return
            await self._a_change_from(version, delay)
            if not webhook.url or self._telegram.updates.held or update.confirmed:
                return

    async def _a_change_from(self, version: int, seconds: float) -> None:
        """Wait, but not longer than until the bot sets its webhook again."""
        webhook = self._telegram.webhook
        await self._telegram.changes.until(lambda: webhook.version != version, seconds)

    async def _attempt(self, session: ClientSession, update: Update) -> bool:
        """Deliver once; say whether the bot has confirmed."""
        webhook = self._telegram.webhook
        headers = {SECRET: webhook.secret_token} if webhook.secret_token else {}
        try:
            async with session.post(
                webhook.url, json=update.wire, headers=headers, timeout=self._patience
            ) as response:
                body = await response.read()
        except ClientConnectorError as error:
            return self._failed(f"Connection failed: {error}")
        except (ClientError, TimeoutError) as error:
            self._telegram.updates.hand_over(update)
            return self._failed(f"{type(error).__name__}: {error}")
        self._telegram.updates.hand_over(update)
        if response.status // 100 != 2:
            return self._failed(f"Wrong response from the webhook: {response.status}")
        return await self._take_answer(update, response.content_type, body)

    def _failed(self, why: str) -> bool:
        self._telegram.webhook.last_error = (self._telegram.clock.now(), why)
        return False

    async def _take_answer(self, update: Update, content_type: str, body: bytes) -> bool:
        """Execute the call in an answer; say whether the answer has arrived at all."""
        if self._switchboard.faults.of(Delivery(update.chat_id)):
            return self._failed("Read timeout expired")
        try:
            given = given_in_answer(content_type, body)
        except Violation as violation:
            self._switchboard.refuse("the answer to an update", violation)
            return True
        return given is None or await self._call(given)

    async def _call(self, given: dict[str, Any]) -> bool:
        name = str(given.pop("method"))
        try:
            outcome = await self._switchboard.take(name, given, by_webhook=True)
        except NeverArrived:
            return self._failed("Connection reset by peer")
        if isinstance(outcome, DropBeforeExecuting | Timeout):
            return self._failed("Connection reset by peer")
        return True
