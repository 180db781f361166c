"""What Telegram sends, as far as it is used: typed, and tolerant of all the rest.

Fields that are not named here are skipped, so a newer Bot API changes nothing. What is marked
`Any` is only asked whether it is there.
"""

from __future__ import annotations

from typing import Any

import msgspec
import structlog

log = structlog.get_logger()

Raw = bytes | dict[str, Any]
PRIVATE = "private"


class User(msgspec.Struct, frozen=True):
    """Whoever wrote or pressed."""

    id: int
    language_code: str | None = None
    is_bot: bool = False
    username: str = ""


class Chat(msgspec.Struct, frozen=True):
    """Where it was written. `type`: "private", "group", "supergroup" or "channel".

    `is_forum`: a supergroup in which topics are turned on.
    """

    id: int
    type: str = PRIVATE
    is_forum: bool = False

    @property
    def is_private(self) -> bool:
        """Say whether only the bot and one person are in it."""
        return self.type == PRIVATE


class Location(msgspec.Struct, frozen=True):
    """A position in degrees."""

    latitude: float
    longitude: float


class Venue(msgspec.Struct, frozen=True):
    """A position that has a name."""

    location: Location


class Contact(msgspec.Struct, frozen=True):
    """A phone number; `user_id`: whose it is, if they use Telegram."""

    phone_number: str
    user_id: int | None = None


class Document(msgspec.Struct, frozen=True):
    """A file, which is fetched by its `file_id`; `file_size` in bytes."""

    file_id: str
    file_name: str = ""
    mime_type: str = ""
    file_size: int | None = None


class Answered(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    """The message that another one answers; the first of a topic is answered by all in it."""

    sender: User | None = None
    forum_topic_created: Any = None


class Photo(msgspec.Struct, frozen=True):
    """A picture in one of its sizes; `file_size` in bytes."""

    file_id: str
    file_size: int | None = None


class Sound(msgspec.Struct, frozen=True):
    """A voice message or another sound; `file_size` in bytes."""

    file_id: str
    mime_type: str = ""
    file_size: int | None = None


class Message(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    """A message: words, a position, a number, a file, or something a bot cannot read."""

    message_id: int
    chat: Chat
    sender: User | None = None
    text: str | None = None
    caption: str | None = None
    location: Location | None = None
    venue: Venue | None = None
    contact: Contact | None = None
    document: Document | None = None
    photo: list[Photo] | None = None
    voice: Sound | None = None
    audio: Sound | None = None
    forward_origin: Any = None
    # where in a group it was written, and what it answers
    message_thread_id: int | None = None
    reply_to_message: Answered | None = None
    # what cannot be read
    sticker: Any = None
    video: Any = None
    video_note: Any = None
    animation: Any = None
    # what is said by Telegram itself
    chat_background_set: Any = None
    connected_website: Any = None
    message_auto_delete_timer_changed: Any = None
    pinned_message: Any = None
    write_access_allowed: Any = None


class CallbackQuery(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    """A pressed button; `message` is the one that carries it, if Telegram still knows."""

    id: str
    sender: User
    message: Message | None = None
    data: str | None = None


class InlineQuery(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    """The bot's name typed in a chat, with words after it.

    `chat_type`: "sender" is the private chat with the bot; None if Telegram does not tell.
    """

    id: str
    sender: User
    query: str = ""
    chat_type: str | None = None


class ChatMember(msgspec.Struct, frozen=True):
    """What the bot is in a chat: "member", "administrator", "kicked", "left", …."""

    status: str
    can_manage_topics: bool = False


class ChatMemberUpdated(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    """The bot was blocked, unblocked, added to a chat or removed from it."""

    chat: Chat
    sender: User
    new_chat_member: ChatMember


class Update(msgspec.Struct, frozen=True):
    """One update. At most one of the kinds is set; none if it is a kind that is not used."""

    update_id: int
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: CallbackQuery | None = None
    my_chat_member: ChatMemberUpdated | None = None
    inline_query: InlineQuery | None = None

    @property
    def chat(self) -> int | None:
        """Give the chat whose order it belongs to; None if it has none."""
        message = self.message or self.edited_message
        if message is not None:
            return message.chat.id
        if self.callback_query is not None:
            return self.callback_query.sender.id
        return self.my_chat_member.chat.id if self.my_chat_member is not None else None


# Asked of Telegram: kinds that are not named here are not even sent.
KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "inline_query")


class Numbered(msgspec.Struct, frozen=True):
    """The least that can be known of an update."""

    update_id: int


class NoUpdate(ValueError):
    """What came is no update at all."""


UNFIT = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)

_update = msgspec.json.Decoder(Update)
_numbered = msgspec.json.Decoder(Numbered)


def decoded(raw: Raw) -> Update:
    """Decode an update from JSON, or from JSON already read; NoUpdate if it is none.

    An update with a field of a type that nobody foresaw is one of an unused kind: it cannot be
    read better the next time, and must not come again and again.
    """
    try:
        return _update.decode(raw) if isinstance(raw, bytes) else msgspec.convert(raw, Update)
    except UNFIT as error:
        number = _number_of(raw)
        log.error("update does not fit", update=number, problem=str(error))
        return Update(number)


def _number_of(raw: Raw) -> int:
    try:
        known = _numbered.decode(raw) if isinstance(raw, bytes) else msgspec.convert(raw, Numbered)
    except UNFIT:
        raise NoUpdate from None
    return known.update_id
