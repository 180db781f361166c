"""People who write to the bot."""

from __future__ import annotations

from typing import Any

from .chat_window import ChatWindow
from .chats import Chat, Stored
from .contents import (
    a_callback_query,
    a_contact,
    a_document,
    a_forward,
    a_location,
    a_membership,
    a_message,
    a_photo,
    a_sticker,
    a_text,
    a_voice,
)
from .profile import commands_for
from .state import InlineQuery, Telegram
from .visible import Button, Message

Wire = dict[str, Any]

CONAKRY = (9.5092, -13.7122)


class Person(ChatWindow):
    """A person in a private chat with the bot.

    Every act waits until the bot has got the update (`wait=False`: does not) and gives the
    update's id. `location` is where a button that asks for the place says the person is.
    """

    def __init__(self, telegram: Telegram, user: Wire, patience: float) -> None:
        names = ("first_name", "last_name", "username")
        wire = {"id": user["id"], "type": "private"}
        chat = Chat(wire | {name: user[name] for name in names if name in user})
        super().__init__(telegram, chat, patience)
        telegram.chats[chat.id] = chat
        self.user = user
        self.location = CONAKRY
        self.phone_number = f"224{user['id']}"

    @property
    def commands(self) -> dict[str, str]:
        """The command menu that this person's app shows, in their language."""
        language = self.user.get("language_code")
        shown = commands_for(self._telegram.profile, self.id, language)
        return {entry["command"]: entry["description"] for entry in shown}

    async def says(self, text: str, *, wait: bool = True) -> int:
        """Send a text, or a command."""
        return await self._sends(a_text(text), wait)

    async def sends_location(self, latitude: float, longitude: float, *, wait: bool = True) -> int:
        """Send a place."""
        return await self._sends(a_location(latitude, longitude), wait)

    async def sends_contact(self, phone_number: str | None = None, *, wait: bool = True) -> int:
        """Send the own number, or somebody else's."""
        return await self._sends(
            a_contact(self.user, phone_number or self.phone_number, own=phone_number is None), wait
        )

    async def sends_sticker(self, emoji: str = "👍", *, wait: bool = True) -> int:
        """Send a sticker."""
        return await self._sends(a_sticker(self._telegram, emoji), wait)

    async def sends_voice(
        self, seconds: int = 3, content: bytes = b"voice", *, wait: bool = True
    ) -> int:
        """Send a spoken message."""
        return await self._sends(a_voice(self._telegram, seconds, content), wait)

    async def sends_photo(
        self, caption: str | None = None, content: bytes = b"photo", *, wait: bool = True
    ) -> int:
        """Send a picture."""
        return await self._sends(a_photo(self._telegram, caption, content), wait)

    async def sends_document(
        self,
        name: str,
        content: bytes = b"content",
        caption: str | None = None,
        *,
        wait: bool = True,
    ) -> int:
        """Send a file."""
        return await self._sends(a_document(self._telegram, name, content, caption), wait)

    async def forwards(self, text: str, author: str = "Somebody", *, wait: bool = True) -> int:
        """Forward a text that somebody else has written."""
        return await self._sends(a_forward(self._telegram, text, author), wait)

    async def edits(self, message: Message | int, text: str, *, wait: bool = True) -> int:
        """Change one of the own texts."""
        self._begin()
        number = message if isinstance(message, int) else message.message_id
        stored = self._chat.messages[number]
        if stored.from_bot:
            raise ValueError("nobody can edit the bot's messages")
        stored.wire |= {"edit_date": self._telegram.clock.now()} | a_text(text)
        self._telegram.changed(self._chat, stored)
        return await self._deliver("edited_message", dict(stored.wire), wait)

    async def presses(
        self,
        label: str,
        timeout: float | None = None,  # noqa: ASYNC109 - a test says it in one word
        *,
        wait: bool = True,
    ) -> int:
        """Press the button of that label, or that fits a regular expression.

        The newest message that has such a button counts; if none has, wait for one. A button
        below the chat sends its text, the person's `location` or their number.

        :raises NotSeen: if there is no such button in time.
        """
        stored, button = await self._pressable(label, timeout)
        if button.inline:
            return await self._press(stored.wire, button, wait)
        if button.does.get("request_location"):
            return await self.sends_location(*self.location, wait=wait)
        if button.does.get("request_contact"):
            return await self.sends_contact(wait=wait)
        return await self.says(button.text, wait=wait)

    async def presses_stale(self, message: Message, label: str, *, wait: bool = True) -> int:
        """Press a button of a message as it was when it was seen, changed since or deleted."""
        button = message.button(label)
        if button is None:
            raise LookupError(f"no button {label!r} in {message}")
        if not button.inline:
            return await self.says(button.text, wait=wait)
        stored = self._chat.messages.get(message.message_id)
        gone = {"chat": self._chat.wire, "message_id": message.message_id, "date": 0}
        return await self._press(stored.wire if stored else gone, button, wait)

    async def asks_inline(
        self, words: str, chat_type: str = "sender", *, wait: bool = True
    ) -> InlineQuery:
        """Type the bot's name and some words in a chat of that type; the answers come into it."""
        query = InlineQuery(f"inline-{self._telegram.number()}", words)
        self._telegram.inline[query.id] = query
        wire: Wire = {"id": query.id, "from": self.user, "query": words, "offset": ""}
        await self._deliver("inline_query", wire | {"chat_type": chat_type}, wait)
        return query

    async def blocks_the_bot(self, *, wait: bool = True) -> int:
        """Stop the bot: it cannot write any more."""
        return await self._becomes("kicked", wait)

    async def unblocks(self, *, wait: bool = True) -> int:
        """Let the bot write again."""
        return await self._becomes("member", wait)

    def clears_the_chat(self) -> None:
        """Delete the whole history, for both sides."""
        for message_id in list(self._chat.messages):
            self._telegram.remove(self._chat, message_id)

    async def _sends(self, content: Wire, wait: bool) -> int:
        self._begin()
        wire = a_message(self._telegram, self._chat, self.user, content)
        self._telegram.put(self._chat, Stored(wire, from_bot=False))
        return await self._deliver("message", dict(wire), wait)

    async def _press(self, message: Wire, button: Button, wait: bool) -> int:
        self._begin()
        query = a_callback_query(self._telegram, self._chat, self.user, message, button)
        return await self._deliver("callback_query", query, wait)

    async def _becomes(self, status: str, wait: bool) -> int:
        self._acts()
        change = a_membership(self._telegram, self._chat, self.user, status)
        return await self._deliver("my_chat_member", change, wait)

    def _begin(self) -> None:
        if self._chat.status == "kicked":
            raise RuntimeError(f"{self.user['first_name']} has blocked the bot: unblock first")
        self._chat.status = "member"
        self._acts()
