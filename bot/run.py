"""Running: the service with its channels, until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import signal
from collections.abc import Coroutine
from functools import partial
from typing import Any

import structlog

from bot.app import Passerelle, opened
from bot.clockwork import Clockwork
from bot.demo import DemoPasserelle, caseworker_everywhere, demo_installation
from bot.documents import opened_for
from bot.groups import TeamGroups
from bot.incoming import Channel, Incoming
from bot.inline import answer_inline
from bot.outbox import OutboxSender
from bot.received import Fetch, taken_in
from bot.serving import serving
from bot.settings import Settings
from bot.telegram.service import TelegramService
from bot.web.site import build_site
from casework.documents import Opened
from casework.unreachable import note_reachable, note_unreachable
from storage import people
from storage.people import Address

log = structlog.get_logger()


async def run_service(settings: Settings) -> None:
    """Run web and, given a token, Telegram: polling without a public address, else webhook."""
    base = settings.public_url or f"http://{settings.listen_host}:{settings.listen_port}"
    async with opened(settings, desk=base) as passerelle:
        await passerelle.file_names()
        keep_what_is_loaded()
        stop = stop_on_signals()
        telegram = telegram_of(settings, passerelle)
        webhook = telegram is not None and settings.public_url is not None
        channels: dict[str, Channel] = {"telegram": telegram.channel} if telegram else {}
        site = build_site(
            passerelle,
            cookie_secret(settings),
            secure_cookies=base.startswith("https://"),
            more_routes=telegram.routes() if telegram and webhook else (),
        )
        async with serving(site, settings.listen_host, settings.listen_port):
            tasks = [
                OutboxSender(
                    passerelle.office, channels, telegram.topics if telegram else None
                ).run(stop),
                Clockwork(passerelle.office).run(stop),
            ]
            if telegram is not None:
                await telegram.start()
                await telegram.register_webhook() if webhook else None
                tasks += [] if webhook else [telegram.run_polling(stop)]
            announce(settings, telegram, base)
            try:
                await together(tasks, stop)
            finally:
                if telegram is not None:
                    await telegram.close()


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


def telegram_of(settings: Settings, passerelle: Passerelle) -> TelegramService | None:
    """Build the Telegram side, if there is a token."""
    if settings.telegram_token is None:
        return None

    async def on_blocked(address: str, blocked: bool) -> None:
        office = passerelle.office
        async with office.database.transaction() as tx:
            person = await people.at(tx, Address("telegram", address))
            if person is None:
                return  # somebody who was forgotten is not made known again by leaving
            work = await office.work_of(tx, person)
            await (note_unreachable(work) if blocked else note_reachable(work))
        office.wake.everyone()

    async def take_in(incoming: Incoming, fetch: Fetch) -> Incoming:
        return await taken_in(passerelle.office, incoming, fetch)

    async def open_document(address: str, document: str) -> Opened | None:
        return await opened_for(passerelle.office, Address("telegram", address), document)

    return TelegramService(
        settings,
        passerelle.handle,
        passerelle.turns.spill,
        on_blocked,
        passerelle.office.codes,
        partial(answer_inline, passerelle.office),
        take_in=take_in,
        open_document=open_document,
        team_groups=TeamGroups(passerelle.office),
    )


async def run_demo(port: int, *, browser: bool) -> None:
    """Run the demonstration: web chat and desk side by side, and nothing from outside."""
    base = f"http://127.0.0.1:{port}"
    async with demo_installation(base) as passerelle:
        stop = stop_on_signals()
        person = await caseworker_everywhere(passerelle, Address("desk", "demo"))
        shown = DemoPasserelle(passerelle.office, passerelle.database_url, person)
        secret = hashlib.sha256(shown.desk_code.encode()).digest()
        site = build_site(shown, secret, secure_cookies=False, demo=shown.desk_path)
        async with serving(site, "127.0.0.1", port) as bound:
            say_addresses(bound)
            if browser:
                open_browser(f"http://127.0.0.1:{bound}/demo")
            await together([Clockwork(passerelle.office).run(stop)], stop)


def say_addresses(port: int) -> None:
    """Print where to look."""
    base = f"http://127.0.0.1:{port}"
    for line in (
        "Passerelle runs with sample data; everything stays on this machine.",
        f"  both sides   {base}/demo",
        f"  the person   {base}/chat",
        f"  the desk     {base}/desk",
        "Stop it with Ctrl-C.",
    ):
        print(line, flush=True)


def open_browser(url: str) -> None:
    """Open the reader's browser, if there is one."""
    import webbrowser

    webbrowser.open(url)


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


async def together(tasks: list[Coroutine[Any, Any, None]], stop: asyncio.Event) -> None:
    """Run tasks until told to stop; if one breaks, all end, and the reason is raised."""
    async with asyncio.TaskGroup() as group:
        for task in tasks:
            group.create_task(task)
        await stop.wait()
