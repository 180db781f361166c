"""Telegram, wired to the application: what it calls there, and what is asked of it."""

from __future__ import annotations

from functools import partial

from bot.app import Passerelle
from bot.documents import opened_for
from bot.groups import TeamGroups
from bot.incoming import Incoming
from bot.inline import answer_inline
from bot.received import Fetch, taken_in
from bot.right_clock import TELEGRAM
from bot.settings import Settings
from bot.telegram.service import TelegramService
from casework.documents import Opened
from casework.unreachable import note_reachable, note_unreachable
from storage import people
from storage.people import Address


def telegram_of(settings: Settings, passerelle: Passerelle) -> TelegramService:
    """Build the Telegram side of an application; ValueError without a token."""

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
        told=partial(passerelle.office.right.hear, whose=TELEGRAM),
    )
