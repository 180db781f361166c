"""Chats and their messages, as Telegram keeps them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .refusals import Refused, forbidden
from .visible import Message, SentFile, Venue, buttons_of

Wire = dict[str, Any]

PRIVATE = "private"


@dataclass(eq=False, slots=True)
class Stored:
    """A message in a chat. `markup` is the whole reply_markup, of which `wire` has the inline."""

    wire: Wire
    from_bot: bool
    markup: Wire | None = None
    file: SentFile | None = None

    @property
    def message_id(self) -> int:
        """The number of the message."""
        number: int = self.wire["message_id"]
        return number

    def visible(self) -> Message:
        """Show the message as it is now."""
        wire = self.wire
        place = wire.get("location")
        venue = wire.get("venue")
        return Message(
            message_id=self.message_id,
            chat_id=wire["chat"]["id"],
            from_bot=self.from_bot,
            text=wire.get("text") or wire.get("caption") or "",
            buttons=buttons_of(self.markup),
            location=(place["latitude"], place["longitude"]) if place else None,
            venue=Venue(venue["title"], venue["address"], **venue["location"]) if venue else None,
            file=self.file,
            protect_content=wire.get("has_protected_content", False),
            edited="edit_date" in wire,
            raw=dict(wire),
        )


@dataclass(eq=False, slots=True)
class Topic:
    """A topic of a forum. `thread`: its number, that of its first message."""

    thread: int
    title: str
    is_closed: bool = False
    said: list[str] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Chat:
    """A chat with one person or a group. `status`: what the bot is in it; None: not begun yet.

    `keeps_topics`: the bot is an administrator who may manage topics.

    `shown` grows with every message and edit of the bot, `lines` is what a transcript
    prints, `alerts` are the texts of answerCallbackQuery.
    """

    wire: Wire
    status: str | None = None
    messages: dict[int, Stored] = field(default_factory=dict)
    keyboard: Stored | None = None
    shown: list[Message] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)
    keeps_topics: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """The chat's id."""
        number: int = self.wire["id"]
        return number

    @property
    def is_private(self) -> bool:
        """Say whether only the bot and one person are in it."""
        return bool(self.wire["type"] == PRIVATE)

    def visible(self) -> list[Message]:
        """Give the messages as they are now, the oldest first."""
        return [stored.visible() for stored in self.messages.values()]


def _put_out(chat: Chat) -> Refused:
    if chat.is_private:
        return forbidden("bot was blocked by the user")
    return forbidden(f"bot was kicked from the {chat.wire['type']} chat")


def _not_in(chat: Chat) -> Refused:
    return forbidden(f"bot is not a member of the {chat.wire['type']} chat")


WHY_NOT: dict[str | None, Callable[[Chat], Refused]] = {"kicked": _put_out, "left": _not_in}
