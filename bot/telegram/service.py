"""Telegram as the application uses it: one object, started, run by polling or webhook, closed."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime

import structlog
from aiohttp import web
from telegram.error import InvalidToken, TelegramError

from bot.documents import OpenDocument
from bot.elected import duty_of
from bot.groups import TeamGroups
from bot.in_an_outage import HelpInAnOutage
from bot.incoming import Incoming
from bot.logs import place_of
from bot.settings import Settings
from bot.telegram import menus, webhook
from bot.telegram.acknowledging import Acknowledgements
from bot.telegram.backoff import Backoff
from bot.telegram.channel import TelegramChannel, no_documents
from bot.telegram.client import call, make_bot
from bot.telegram.errands import Errands
from bot.telegram.files import TelegramFiles
from bot.telegram.groups import Groups
from bot.telegram.inline import Answer, InlineAnswers
from bot.telegram.lanes import Lanes
from bot.telegram.polling import REFUSED, Polling
from bot.telegram.receive import Handle, OnBlocked, Receiver, Spill, TakeIn
from bot.telegram.request import AiohttpRequest, Flooded
from bot.telegram.topics import TelegramTopics
from locales.render import Rendered

log = structlog.get_logger()


class TelegramService:
    """The bot on Telegram. A Telegram that is down delays things, and stops nothing.

    `handle` answers a message, and has committed when it returns. `spill` keeps a reply that
    could not be sent. `on_blocked` hears of an address that stopped the bot (True) or came back.
    `inline` answers a question typed behind the bot's name. `take_in` keeps the file of a message,
    if its sender may send one; `open_document` gives the content of a document to whoever has an
    address; `team_groups` says in which groups the bot stays. `told` hears what Telegram's clock
    shows, aware UTC.
    """

    def __init__(
        self,
        settings: Settings,
        handle: Handle,
        spill: Spill,
        on_blocked: OnBlocked,
        languages: Sequence[str],
        inline: Answer,
        *,
        take_in: TakeIn | None = None,
        open_document: OpenDocument = no_documents,
        team_groups: TeamGroups | None = None,
        told: Callable[[datetime], object] | None = None,
    ) -> None:
        if settings.telegram_token is None:
            raise ValueError("PASSERELLE_TELEGRAM_TOKEN is needed for Telegram")
        token = settings.telegram_token
        self._settings = settings
        self._languages = tuple(languages)
        self._requests = (AiohttpRequest(told=told), AiohttpRequest(2, told))
        self.bot = make_bot(token, settings.telegram_api, *self._requests)
        self.channel = TelegramChannel(self.bot, open_document)
        self.topics = TelegramTopics(self.bot)
        self._lanes = Lanes()
        self._errands = Errands()
        self._acknowledgements = Acknowledgements(self.bot.base_url)
        groups = Groups(self.bot, languages)
        files = (take_in, TelegramFiles(self.bot, self._requests[0]).fetch) if take_in else None
        self._receiver = Receiver(
            self.bot,
            self.channel,
            self._errands,
            self._acknowledgements,
            groups,
            HelpInAnOutage(languages, handle, self._tell_at_once).handle,
            spill,
            on_blocked,
            InlineAnswers(self.bot, inline),
            files,
            team_groups,
        )
        self._background: set[asyncio.Task[None]] = set()

    def _tell_at_once(self, incoming: Incoming, words: Rendered) -> None:
        """Send what is kept nowhere; whoever is not reached now hears it with what is kept."""
        told = self.channel.send(incoming.address, words, None)
        self._errands.run("help in an outage", told)

    @property
    def username(self) -> str | None:
        """Give the bot's name for links (t.me/NAME); None until Telegram has told it."""
        try:
            return self.bot.username
        except RuntimeError:
            return None

    @property
    def duty(self) -> str:
        """Name what one process at a time does for this bot."""
        return duty_of(self.bot.token.partition(":")[0])

    @property
    def floods(self) -> int:
        """Give how often Telegram has told this process to wait (429)."""
        return sum(request.floods for request in self._requests)

    async def start(self) -> None:
        """Open the connections; ask who the bot is and publish its menus in the background."""
        for request in self._requests:
            await request.initialize()
        self._in_background("introduction", self._introduce)

    async def ask_the_time(self) -> None:
        """Let Telegram answer, and with it tell the time; if it does not that is all."""
        with suppress(TelegramError):
            await call(self.bot, "getMe", {})

    async def run_polling(self, stop: asyncio.Event) -> None:
        """Fetch updates until `stop`, and finish what is in hand."""
        await Polling(self.bot, self._receiver, self._lanes).run(stop)

    def routes(self) -> list[web.RouteDef]:
        """Give the routes for webhook mode; needs a public URL, which the secret goes with."""
        handler = webhook.Webhook(self._secret, self._receiver, self._lanes)
        return [web.post(webhook.PATH, handler.answer)]

    async def register_webhook(self) -> None:
        """Tell Telegram where to bring updates; if it is not reached, go on trying behind."""
        if await self._tried("webhook", self._register) is not None:
            self._in_background("webhook", self._register)

    async def close(self) -> None:
        """Stop what runs in the background and close the connections."""
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self._errands.close()
        await self._acknowledgements.close()
        for request in self._requests:
            await request.shutdown()

    # ------------------------------------------------------------ what is told to Telegram

    async def _introduce(self) -> None:
        await self.bot.get_me()
        await menus.publish(self.bot, self._languages)

    async def _register(self) -> None:
        await webhook.register(self.bot, self._webhook_url, self._secret)

    @property
    def _secret(self) -> str:
        if self._settings.webhook_secret is None:
            raise ValueError("PASSERELLE_PUBLIC_URL is needed for the webhook")
        return self._settings.webhook_secret

    @property
    def _webhook_url(self) -> str:
        """Give the address; it changes with the secret, which Telegram does not tell."""
        mark = hashlib.sha256(b"webhook " + self._secret.encode()).hexdigest()[:8]
        return f"{self._settings.public_url}{webhook.PATH}?v={mark}"

    # ------------------------------------------------------------ trying

    def _in_background(self, what: str, attempt: Callable[[], Awaitable[None]]) -> None:
        task = asyncio.create_task(self._until_done(what, attempt))
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _until_done(self, what: str, attempt: Callable[[], Awaitable[None]]) -> None:
        pause = Backoff(first=2.0, longest=300.0)
        wait = await self._tried(what, attempt)
        while wait is not None:
            await asyncio.sleep(max(wait, pause.failed()))
            wait = await self._tried(what, attempt)

    async def _tried(self, what: str, attempt: Callable[[], Awaitable[None]]) -> float | None:
        """Do it; if it failed say how many seconds Telegram asks to wait, None if it is done."""
        try:
            await attempt()
        except Flooded as error:
            return error.seconds
        except InvalidToken:
            log.error(REFUSED, step=what)
        except TelegramError as error:
            log.warning("Telegram does not do it yet", step=what, problem=error.message)
        except Exception as problem:
            # Whatever an answer is made of that nobody would expect: it ends nothing.
            log.warning("Telegram's answer makes no sense", step=what, problem=place_of(problem))
        else:
            return None
        return 0.0
