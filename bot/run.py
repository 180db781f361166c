"""Running: the service with its channels, until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog

from bot.app import Passerelle, opened
from bot.clockwork import Clockwork
from bot.elected import while_elected
from bot.incoming import Channel
from bot.left_out import left_out
from bot.metrics import Metrics
from bot.outbox import OutboxSender
from bot.serving import serving
from bot.settings import Settings
from bot.start_order import database_is_there
from bot.web.metrics import MetricsPage
from bot.web.site import build_site
from storage.duties import Duty

if TYPE_CHECKING:
    from bot.telegram.service import TelegramService

log = structlog.get_logger()


def service_loop() -> asyncio.AbstractEventLoop:
    """Make the event loop of the service: uvloop, which there is everywhere but on Windows."""
    if sys.platform == "win32":
        return asyncio.new_event_loop()
    import uvloop

    return uvloop.new_event_loop()


async def run_service(settings: Settings) -> None:
    """Run web and, given a token, Telegram: polling without a public address, else webhook.

    A database that is not there yet is waited for.
    """
    base = settings.base
    stop = stop_on_signals()
    if not await database_is_there(settings.database_url, stop):
        return
    async with opened(settings, desk=base) as passerelle, traced(settings, passerelle):
        await passerelle.file_names()
        keep_what_is_loaded()
        telegram = telegram_side(settings, passerelle)
        webhook = telegram is not None and settings.public_url is not None
        channels: dict[str, Channel] = {"telegram": telegram.channel} if telegram else {}
        site = build_site(
            passerelle,
            cookie_secret(settings),
            secure_cookies=base.startswith("https://"),
            more_routes=metrics_of(settings, passerelle, telegram).routes(),
            beside=telegram.routes() if telegram and webhook else (),
        )
        async with serving(site, settings.listen_host, settings.listen_port):
            ask_the_time = telegram.ask_the_time if telegram else None
            tasks = [Clockwork(passerelle.office, ask_the_time).run(stop)]
            if telegram is not None:
                await telegram.start()
                await telegram.register_webhook() if webhook else None
                sender = OutboxSender(passerelle.office, channels, telegram.topics)
                work = [sender.run] if webhook else [sender.run, telegram.run_polling]
                duty = Duty(passerelle.office.database, telegram.duty)
                tasks.append(while_elected(duty, stop, partial(side_by_side, work)))
            announce(settings, telegram, base)
            try:
                await together(tasks, stop)
            finally:
                if telegram is not None:
                    await telegram.close()


@asynccontextmanager
async def traced(settings: Settings, passerelle: Passerelle) -> AsyncIterator[None]:
    """Send traces meanwhile, if that is set; the library is read in only then."""
    if settings.otel_endpoint is None:
        yield
        return
    from bot.traces import trace

    end = trace(passerelle.office.measures, settings.otel_endpoint)
    try:
        yield
    finally:
        await asyncio.to_thread(end)


def keep_what_is_loaded() -> None:
    """Let the collector of garbage pass over code, catalogs and directory: they stay for good.

    Walking over them again and again is a tenth of what a message costs.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


def announce(settings: Settings, telegram: TelegramService | None, base: str) -> None:
    """Say where everything is."""
    if telegram is None:
        log.warning("no PASSERELLE_TELEGRAM_TOKEN: only the web chat and the desk run")
    way = "webhook" if settings.public_url else "polling"
    log.info("ready", chat=f"{base}/chat", telegram=way if telegram else "off")


def metrics_of(
    settings: Settings, passerelle: Passerelle, telegram: TelegramService | None
) -> MetricsPage:
    """Build the page of metrics."""
    metrics = Metrics(passerelle.office, lambda: telegram.floods if telegram else 0)
    is_public = settings.public_url is not None
    return MetricsPage(metrics.text, settings.metrics_token, is_public=is_public)


def telegram_side(settings: Settings, passerelle: Passerelle) -> TelegramService | None:
    """Build the Telegram side, if there is a token; without one nothing of it is read in."""
    if settings.telegram_token is None:
        return None
    with left_out("httpx._main"):  # the command line of httpx, with pygments and rich
        from bot.telegram.wiring import telegram_of

    return telegram_of(settings, passerelle)


def cookie_secret(settings: Settings) -> bytes:
    """Derive the key that signs cookies from the newest encryption key."""
    return hashlib.sha256(b"cookies:" + settings.encryption_keys[0].encode()).digest()


def stop_on_signals() -> asyncio.Event:
    """Give an event that is set by SIGTERM or Ctrl-C: what is in hand is finished."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


async def side_by_side(
    work: Sequence[Callable[[asyncio.Event], Coroutine[Any, Any, None]]], stop: asyncio.Event
) -> None:
    """Do what only one process at a time may do for a bot: sending for it, and asking for updates.

    All of it ends when it is told to stop; if one breaks, all do, and the reason is raised.
    """
    async with asyncio.TaskGroup() as group:
        for each in work:
            group.create_task(each(stop))


async def together(tasks: list[Coroutine[Any, Any, None]], stop: asyncio.Event) -> None:
    """Run tasks until told to stop; if one breaks, all end, and the reason is raised."""
    async with asyncio.TaskGroup() as group:
        for task in tasks:
            group.create_task(task)
        await stop.wait()
