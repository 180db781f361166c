"""One update, from wherever it came: handled once, and what its person gets for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import assert_never

import structlog
from msgspec import Struct
from msgspec.structs import replace

from bot.groups import TeamGroups
from bot.incoming import Incoming, MemberMenu, Reply, Sent
from bot.received import Fetch
from bot.telegram.acknowledging import Acknowledgements
from bot.telegram.channel import TelegramChannel
from bot.telegram.client import Bot
from bot.telegram.errands import Errands
from bot.telegram.groups import Groups
from bot.telegram.incoming import (
    CHANNEL,
    Blocked,
    GroupChanged,
    GroupMessage,
    Ignored,
    Unblocked,
    understood,
)
from bot.telegram.inline import InlineAnswers, InlineQuestion
from bot.telegram.menus import publish_for_member
from bot.telegram.wire import Update
from domain.topics import GroupStanding
from storage.people import Address

log = structlog.get_logger()

Handle = Callable[[Incoming], Awaitable[Reply]]
Spill = Callable[[Incoming, Reply], Awaitable[None]]
OnBlocked = Callable[[str, bool], Awaitable[None]]
TakeIn = Callable[[Incoming, Fetch], Awaitable[Incoming]]


class Heard(Struct, frozen=True):
    """A person's message and the reply to it, which is committed and not sent yet."""

    incoming: Incoming
    reply: Reply


class Receiver:
    """Takes updates to `handle` and does what goes with them.

    `handle` commits before it returns, and gives the same reply to the same update again.
    `spill` keeps a reply that could not be sent. `on_blocked` hears that a person (address)
    stopped the bot (True) or started it again (False). `inline` answers inline queries. `files`:
    how a file is fetched, and who keeps it; without it no file is ever fetched. `team_groups`: in
    which groups the bot stays; without it in none.
    """

    def __init__(
        self,
        bot: Bot,
        channel: TelegramChannel,
        errands: Errands,
        acknowledgements: Acknowledgements,
        groups: Groups,
        handle: Handle,
        spill: Spill,
        on_blocked: OnBlocked,
        inline: InlineAnswers,
        files: tuple[TakeIn, Fetch] | None = None,
        team_groups: TeamGroups | None = None,
    ) -> None:
        self._bot = bot
        self._inline = inline
        self._channel = channel
        self._errands = errands
        self._acknowledgements = acknowledgements
        self._groups = groups
        self._handle = handle
        self._spill = spill
        self._on_blocked = on_blocked
        self._files = files
        self._team_groups = team_groups

    async def receive(self, update: Update, *, behind: bool = False) -> Heard | None:
        """Handle an update; None if nobody gets a reply. Raises what `handle` raises.

        `behind`: too many wait for each to be sent its reply now, so `handle` keeps it.
        """
        heard = await self._heard(update, behind)
        if update.callback_query is not None:
            self._acknowledgements.acknowledge(update.callback_query.id)
        if heard is not None and heard.reply.menu is not None:
            self._show_menu(heard.incoming.address, heard.reply.menu)
        if heard is not None and heard.reply.erase_history:
            await self._erase(update, heard.incoming.address)
        return heard

    async def deliver(self, heard: Heard) -> None:
        """Send a reply, or have it kept if it cannot be sent now."""
        if heard.reply.message is None:
            return
        sent = await self._channel.reply(heard.incoming.address, heard.reply.message)
        if not isinstance(sent, Sent):
            log.info("reply kept", update=heard.incoming.update_id, why=sent.why)
            await self._spill(heard.incoming, heard.reply)

    async def _heard(self, update: Update, behind: bool) -> Heard | None:
        what = understood(update)
        match what:
            case Incoming():
                incoming = await self._with_file(replace(what, behind=behind))
                return Heard(incoming, await self._handle(incoming))
            case Blocked() | Unblocked():
                await self._on_blocked(what.address, isinstance(what, Blocked))
            case GroupMessage():
                await self._in_a_group(what)
            case GroupChanged():
                await self._group_changed(what)
            case InlineQuestion():
                self._inline.note(what)
                self._errands.run("inline query", self._inline.answer(what))
            case Ignored():
                log.debug("update ignored", update=update.update_id, why=what.why)
            case _:
                assert_never(what)
        return None

    async def _in_a_group(self, message: GroupMessage) -> None:
        """Leave a group of strangers; in a team's group say where to write, if anything."""
        if self._team_groups is None or not await self._team_groups.knows(str(message.chat_id)):
            self._errands.run("refusal of a group", self._groups.refuse(message))
        elif message.calls is not None:
            self._errands.run("pointer to the private chat", self._groups.point(message))

    async def _group_changed(self, change: GroupChanged) -> None:
        """Hear what the bot has become in a group, and leave it if it is nobody's."""
        chat, by = str(change.message.chat_id), Address(CHANNEL, change.by)
        stays = self._team_groups is not None and await self._team_groups.changed(
            chat, by, change.standing
        )
        if not stays and change.standing is not GroupStanding.OUT:
            self._errands.run("refusal of a group", self._groups.refuse(change.message))

    async def _with_file(self, incoming: Incoming) -> Incoming:
        """Have a file taken in before the turn: only its own chat waits for it."""
        if incoming.file is None or self._files is None:
            return incoming
        take_in, fetch = self._files
        return await take_in(incoming, fetch)

    def _show_menu(self, address: str, menu: MemberMenu) -> None:
        """Show a member of staff the commands of their roles."""
        publish = publish_for_member(self._bot, int(address), menu.roles, menu.language)
        self._errands.run("menu of a member", publish)

    async def _erase(self, update: Update, address: str) -> None:
        """Clear the chat up to the message that asked for it; this errand is never left out."""
        newest = _message_id(update)
        if not self._errands.run("quick exit", self._channel.delete_history(address, newest)):
            await self._channel.delete_history(address, newest)


def _message_id(update: Update) -> int:
    query = update.callback_query
    message = update.message or update.edited_message or (query.message if query else None)
    return message.message_id if message is not None else 0
