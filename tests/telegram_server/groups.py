"""Groups in which people are, and the bot if somebody adds it."""

from __future__ import annotations

from typing import Any

from .chat_window import ChatWindow
from .chats import Chat, Stored, Topic
from .contents import a_callback_query, a_membership, a_message, a_text
from .people import Person
from .state import Telegram

Wire = dict[str, Any]


def in_topic(chat: Chat, topic: Topic | None) -> Wire:
    """Give what a message in a topic has besides what is said."""
    if topic is None:
        return {}
    first = chat.messages[topic.thread].wire
    return {
        "message_thread_id": topic.thread,
        "is_topic_message": True,
        "reply_to_message": first,
    }


class Group(ChatWindow):
    """A group. The bot sees every message in it, as without privacy mode.

    With `topics` it is a forum.
    """

    def __init__(
        self,
        telegram: Telegram,
        group_id: int,
        title: str,
        patience: float,
        *,
        topics: bool = False,
    ) -> None:
        forum = {"is_forum": True} if topics else {}
        chat = Chat({"id": group_id, "type": "supergroup", "title": title, **forum})
        super().__init__(telegram, chat, patience)
        telegram.chats[chat.id] = chat

    async def adds_the_bot(self, person: Person, *, wait: bool = True) -> int:
        """Let somebody add the bot: a my_chat_member update, then a service message."""
        self._acts()
        change = a_membership(self._telegram, self._chat, person.user, "member")
        update_id = await self._deliver("my_chat_member", change, wait)
        await self._post(person, {"new_chat_members": [self._telegram.me]}, wait)
        return update_id

    async def makes_admin(self, person: Person, *, topics: bool = True, wait: bool = True) -> int:
        """Let somebody make the bot, in the group or not yet, one of its administrators."""
        self._acts()
        change = a_membership(
            self._telegram, self._chat, person.user, "administrator", topics=topics
        )
        return await self._deliver("my_chat_member", change, wait)

    def topic(self, title: str) -> Topic:
        """Find a topic by words of its title; several that fit are an error."""
        (found,) = (each for each in self._chat.topics.values() if title in each.title)
        return found

    @property
    def topics(self) -> list[Topic]:
        """All topics, the oldest first."""
        return list(self._chat.topics.values())

    def deletes_topic(self, topic: Topic) -> None:
        """Let somebody delete a topic with all that was said in it; the bot hears nothing of it."""
        del self._chat.topics[topic.thread]

    def turns_topics_off(self) -> None:
        """Let somebody turn topics off; the bot hears nothing of it."""
        self._chat.wire.pop("is_forum")

    async def removes_the_bot(self, person: Person, *, wait: bool = True) -> int:
        """Let somebody put the bot out."""
        self._acts()
        change = a_membership(self._telegram, self._chat, person.user, "kicked")
        return await self._deliver("my_chat_member", change, wait)

    async def says(
        self, person: Person, text: str, *, topic: Topic | None = None, wait: bool = True
    ) -> int:
        """Let somebody write in the group, or in a topic: there it answers the topic's first."""
        self._acts()
        return await self._post(person, a_text(text) | in_topic(self._chat, topic), wait)

    async def presses(self, person: Person, label: str, *, wait: bool = True) -> int:
        """Let somebody press a button in the group; see `Person.presses`."""
        stored, button = await self._pressable(label, None)
        if not button.inline:
            return await self.says(person, button.text, wait=wait)
        self._acts()
        query = a_callback_query(self._telegram, self._chat, person.user, stored.wire, button)
        return await self._deliver("callback_query", query, wait)

    async def _post(self, person: Person, content: Wire, wait: bool) -> int:
        if self._chat.status not in ("member", "administrator"):
            raise RuntimeError("the bot is not in the group: add it first")
        wire = a_message(self._telegram, self._chat, person.user, content)
        self._telegram.put(self._chat, Stored(wire, from_bot=False))
        return await self._deliver("message", dict(wire), wait)
