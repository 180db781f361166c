"""Groups in which people are, and the bot if somebody adds it."""

from __future__ import annotations

from typing import Any

from .chat_window import ChatWindow
from .chats import Chat, Stored
from .contents import a_callback_query, a_membership, a_message, a_text
from .people import Person
from .state import Telegram

Wire = dict[str, Any]


class Group(ChatWindow):
    """A group. The bot sees every message in it, as without privacy mode."""

    def __init__(self, telegram: Telegram, group_id: int, title: str, patience: float) -> None:
        chat = Chat({"id": group_id, "type": "supergroup", "title": title})
        super().__init__(telegram, chat, patience)
        telegram.chats[chat.id] = chat

    async def adds_the_bot(self, person: Person, *, wait: bool = True) -> int:
        """Let somebody add the bot: a my_chat_member update, then a service message."""
        self._acts()
        change = a_membership(self._telegram, self._chat, person.user, "member")
        update_id = await self._deliver("my_chat_member", change, wait)
        await self._post(person, {"new_chat_members": [self._telegram.me]}, wait)
        return update_id

    async def removes_the_bot(self, person: Person, *, wait: bool = True) -> int:
        """Let somebody put the bot out."""
        self._acts()
        change = a_membership(self._telegram, self._chat, person.user, "kicked")
        return await self._deliver("my_chat_member", change, wait)

    async def says(self, person: Person, text: str, *, wait: bool = True) -> int:
        """Let somebody write in the group."""
        self._acts()
        return await self._post(person, a_text(text), wait)

    async def presses(self, person: Person, label: str, *, wait: bool = True) -> int:
        """Let somebody press a button in the group; see `Person.presses`."""
        stored, button = await self._pressable(label, None)
        if not button.inline:
            return await self.says(person, button.text, wait=wait)
        self._acts()
        query = a_callback_query(self._telegram, self._chat, person.user, stored.wire, button)
        return await self._deliver("callback_query", query, wait)

    async def _post(self, person: Person, content: Wire, wait: bool) -> int:
        if self._chat.status != "member":
            raise RuntimeError("the bot is not in the group: add it first")
        wire = a_message(self._telegram, self._chat, person.user, content)
        self._telegram.put(self._chat, Stored(wire, from_bot=False))
        return await self._deliver("message", dict(wire), wait)
