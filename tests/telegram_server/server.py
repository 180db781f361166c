"""The emulated Bot API server: what a test starts, plans, asks and waits for."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any, TypeVar

from aiohttp import web

from .calls import BrokenRule, Call, Switchboard
from .chat_window import NotSeen
from .faults import Callback, Faults, HasId
from .front import Front
from .groups import Group
from .people import Person
from .rates import RateLimits, Rates
from .specification import load
from .state import CallbackQuery, Telegram
from .updates import Update
from .webhook import WebhookPusher

Found = TypeVar("Found")

TOKEN = "4242424242:AAtest_token_of_the_emulated_server"
FIRST_PERSON = 5_000_001
FIRST_GROUP = -1_002_000_000_001
HOURS = 3600


class TelegramServer:
    """Telegram, for one bot, on a free port of this machine: `async with TelegramServer() as s`.

    `rate_limits`: refuse what is too much with 429. `retry_delays`: seconds before each next
    attempt of a webhook delivery, the last for all further ones. `webhook_patience`: seconds
    after which a delivery without an answer has failed. `patience`: seconds that a person waits
    where a test says nothing else.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        username: str = "passerelle_test_bot",
        rate_limits: RateLimits | None = None,
        retry_delays: Sequence[float] = (0.05, 0.1, 0.2, 0.5),
        webhook_patience: float = 5.0,
        patience: float = 10.0,
    ) -> None:
        self.token = token
        self.base = ""
        self.patience = patience
        self.specification = load()
        self._telegram = Telegram(token, username)
        self._switchboard = Switchboard(self._telegram, self.specification, Rates(rate_limits))
        self._errors: list[BaseException] = []
        self._front = Front(self._telegram, self._switchboard, self._errors)
        self._pusher = WebhookPusher(
            self._telegram, self._switchboard, retry_delays, webhook_patience, self._errors
        )
        self._people: list[Person] = []
        self._groups: list[Group] = []

    async def __aenter__(self) -> TelegramServer:
        application = self._front.application()
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._pushing = asyncio.create_task(self._pusher.run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._front.close()
        self._pushing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._pushing
        await self._runner.cleanup()
        if self._errors and error is None:
            raise self._errors[0]

    # People and groups

    def person(
        self,
        first_name: str = "Amina",
        *,
        language_code: str | None = None,
        last_name: str | None = None,
        username: str | None = None,
    ) -> Person:
        """Make a person who has not written to the bot yet."""
        names = {"last_name": last_name, "username": username, "language_code": language_code}
        user = {"id": FIRST_PERSON + len(self._people), "is_bot": False, "first_name": first_name}
        given = {name: value for name, value in names.items() if value is not None}
        self._people.append(Person(self._telegram, user | given, self.patience))
        return self._people[-1]

    def group(self, title: str, *, topics: bool = False) -> Group:
        """Make a group in which the bot is not yet; with `topics` it is a forum."""
        group_id = FIRST_GROUP - len(self._groups)
        made = Group(self._telegram, group_id, title, self.patience, topics=topics)
        self._groups.append(made)
        return self._groups[-1]

    # What the bot did

    @property
    def calls(self) -> list[Call]:
        """All calls that reached the server, in the order in which they were answered."""
        return self._switchboard.calls

    def calls_of(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method.lower() == method.lower()]

    @property
    def violations(self) -> list[BrokenRule]:
        """The calls that broke the specification or a limit, and why."""
        return self._switchboard.violations

    @property
    def unsupported(self) -> list[str]:
        """The methods that were called and are only checked, not emulated."""
        return self._telegram.unsupported

    @property
    def unanswered_callbacks(self) -> list[CallbackQuery]:
        """The pressed buttons that still show their hourglass."""
        return [query for query in self._telegram.callbacks.values() if not query.answered]

    @property
    def updates(self) -> list[Update]:
        """All updates there were, with how far they have come."""
        return self._telegram.updates.every()

    # What a test plans

    @property
    def faults(self) -> Faults:
        """What shall go wrong: `server.faults.respond("sendMessage", with_=Flood(1))`."""
        return self._switchboard.faults

    def before_call(
        self,
        method: str,
        callback: Callback,
        chat: int | HasId | None = None,
        *,
        skip: int = 0,
        times: int | None = 1,
    ) -> None:
        """Await `callback(call)` right before a call takes effect.

        If it gives False, the call never arrived: no effect, the connection is closed, and what
        came in the answer to an update leaves the update unconfirmed. `method`: a name, or ANY.
        """
        self._switchboard.before.add(method, callback, chat, skip, times)

    def after_call(
        self,
        method: str,
        callback: Callback,
        chat: int | HasId | None = None,
        *,
        skip: int = 0,
        times: int | None = 1,
    ) -> None:
        """Await `callback(call)` after a call took effect and before it is answered."""
        self._switchboard.after.add(method, callback, chat, skip, times)

    def hold(self) -> None:
        """Deliver no update until `release`; people's acts then do not wait."""
        self._telegram.updates.hold()

    def release(self) -> None:
        """Deliver again."""
        self._telegram.updates.release()

    async def redeliver(self, update_id: int) -> None:
        """Deliver an update that the bot has confirmed once more, and wait until it is there."""
        await self.confirmed(update_id)
        update = self._telegram.updates.bring_again(update_id)
        await self._expect(
            lambda: update.handed_over or self._telegram.updates.held,
            f"update {update_id} was not fetched again",
        )

    def number_updates(self, ids: Iterator[int]) -> None:
        """Number what people do from now on in another way, each number once.

        A number that the bot's offset has passed by is brought all the same, as Telegram does
        where its numbers begin anew after a week without updates.
        """
        self._telegram.updates.number_by(ids)

    def deliver_unsorted(self) -> None:
        """Deliver in the order in which people acted, whatever the numbers."""
        self._telegram.updates.unsorted = True

    def time_passes(self, *, hours: float = 0, seconds: float = 0) -> None:
        """Move Telegram's clock (not the machine's): messages age, pressed buttons expire."""
        self._telegram.clock.passes(hours * HOURS + seconds)

    def tells_no_time(self) -> None:
        """Let no answer say from now on what Telegram's clock shows."""
        self._telegram.clock.is_told = False

    # What a test waits for

    async def until(self, look: Callable[[], Found], seconds: float | None = None) -> Found:
        """Wait until `look` gives something true, or the seconds are over; give what it gives."""
        limit = self.patience if seconds is None else seconds
        return await self._telegram.changes.until(look, limit)

    async def confirmed(self, update_id: int) -> None:
        """Wait until the bot has confirmed an update: by a 2xx, or by a later offset."""
        await self._expect(
            lambda: all(update.update_id != update_id for update in self._pending()),
            f"update {update_id} was not confirmed",
        )

    async def settled(self) -> None:
        """Wait until the bot has confirmed every update."""
        await self._expect(lambda: not self._pending(), "there are unconfirmed updates")

    async def ready(self) -> None:
        """Wait until the bot polls or has set a webhook."""
        await self._expect(
            lambda: self._telegram.webhook.url or self._switchboard.polling.was_asked,
            "the bot neither polls nor has it set a webhook",
        )

    async def _expect(self, look: Callable[[], Any], complaint: str) -> None:
        if not await self.until(look):
            raise NotSeen(f"{complaint} within {self.patience} s; updates: {self._pending()}")

    def _pending(self) -> list[Update]:
        return self._telegram.updates.pending()
