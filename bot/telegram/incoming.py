"""From Telegram's update to what the dialogues understand, or to why it is not for them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from msgspec.structs import replace

from bot.incoming import Incoming, Offered
from bot.inline import InlineAsked
from bot.telegram.inline import InlineQuestion
from bot.telegram.wire import (
    CallbackQuery,
    ChatMemberUpdated,
    Contact,
    InlineQuery,
    Location,
    Message,
    Update,
    User,
)
from conversations.dialogue import Given, Pressed, SharedPhone, SharedPlace, Typed, Unreadable
from domain.geography import Point
from domain.topics import GroupStanding
from storage.people import Address

CHANNEL = "telegram"
ASKED_OF_THE_BOT = "sender"


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing that anybody waits for an answer to."""

    why: str


@dataclass(frozen=True, slots=True)
class GroupMessage:
    """The bot is in a chat of several people. `silent`: a channel, where a word reaches all.

    `calls`: the bot to which it is said, "" for whichever is there, None for none. `thread`: the
    topic in which it is said.
    """

    chat_id: int
    language: str | None = None
    silent: bool = False
    calls: str | None = None
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class GroupChanged:
    """Somebody (`by`, an address) made the bot something else in a group."""

    message: GroupMessage
    by: str
    standing: GroupStanding


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person stopped the bot."""

    address: str
    update_id: str


@dataclass(frozen=True, slots=True)
class Unblocked:
    """The person started the bot again."""

    address: str
    update_id: str


Understood = Incoming | Ignored | GroupMessage | GroupChanged | Blocked | Unblocked | InlineQuestion

# What is there says what it is; the first that is there counts (an animation is a document too).
UNREADABLE: tuple[tuple[str, str], ...] = (
    ("voice", "voice"),
    ("audio", "voice"),
    ("sticker", "sticker"),
    ("photo", "photo"),
    ("video", "photo"),
    ("video_note", "photo"),
    ("animation", "photo"),
    ("document", "file"),
)
# Said by Telegram, not by the person.
SERVICE = (
    "chat_background_set",
    "connected_website",
    "message_auto_delete_timer_changed",
    "pinned_message",
    "write_access_allowed",
)
GONE = ("left", "kicked")
CALL = re.compile(r"^/\w+(?:@(\w+))?|@(\w+bot)\b", re.ASCII | re.IGNORECASE)
COMMAND_FOR_A_BOT = re.compile(r"^(/\w+)@\w+", re.ASCII)


def understood(update: Update) -> Understood:
    """Say what an update is."""
    if update.message is not None:
        return _message(update, update.message)
    if update.edited_message is not None:
        return _edited(update, update.edited_message)
    if update.callback_query is not None:
        return _pressed(update, update.callback_query)
    if update.my_chat_member is not None:
        return _membership(update, update.my_chat_member)
    if update.inline_query is not None:
        return _question(update.inline_query)
    return Ignored("unused kind")


def _message(update: Update, message: Message) -> Understood:
    if not message.chat.is_private:
        calls, thread = _calls(message), message.message_thread_id
        return GroupMessage(message.chat.id, _language(message.sender), calls=calls, thread=thread)
    given = _given(message)
    if given is None:
        return Ignored("service message")
    incoming = _incoming(update, message.chat.id, message.sender, given)
    return replace(incoming, file=_file(message))


def _edited(update: Update, message: Message) -> Understood:
    if not message.chat.is_private:
        return Ignored("edit in a group")
    if message.location is not None:
        return Ignored("live location moves on")
    return _incoming(update, message.chat.id, message.sender, Unreadable("edited"))


def _pressed(update: Update, query: CallbackQuery) -> Understood:
    if query.message is not None and not query.message.chat.is_private:
        return GroupMessage(query.message.chat.id, _language(query.sender))
    if query.data is None:
        return Ignored("button without a code")
    return _incoming(update, query.sender.id, query.sender, Pressed(query.data))


def _membership(update: Update, change: ChatMemberUpdated) -> Understood:
    gone = change.new_chat_member.status in GONE
    if change.chat.is_private:
        kind = Blocked if gone else Unblocked
        return kind(str(change.chat.id), str(update.update_id))
    silent = change.chat.type == "channel"
    message = GroupMessage(change.chat.id, _language(change.sender), silent)
    if silent:
        return Ignored("out of the channel") if gone else message
    return GroupChanged(message, str(change.sender.id), _standing(change))


def _standing(change: ChatMemberUpdated) -> GroupStanding:
    member = change.new_chat_member
    if member.status in GONE:
        return GroupStanding.OUT
    if not change.chat.is_forum:
        return GroupStanding.NO_TOPICS
    may = member.status == "administrator" and member.can_manage_topics
    return GroupStanding.READY if may else GroupStanding.NO_RIGHT


def _calls(message: Message) -> str | None:
    """Say to which bot something in a group is said: a command, a mention or a reply."""
    answered = message.reply_to_message
    bot = answered.sender if answered and answered.forum_topic_created is None else None
    if bot is not None and bot.is_bot:
        return bot.username.casefold()
    found = CALL.search(message.text or message.caption or "")
    return None if found is None else (found[1] or found[2] or "").casefold()


def _question(query: InlineQuery) -> InlineQuestion:
    address = Address(CHANNEL, str(query.sender.id))
    private = query.chat_type == ASKED_OF_THE_BOT
    asked = InlineAsked(address, query.query, private, _language(query.sender))
    return InlineQuestion(query.id, asked)


def _incoming(update: Update, chat_id: int, sender: User | None, given: Given) -> Incoming:
    return Incoming(CHANNEL, str(chat_id), str(update.update_id), given, _language(sender))


def _language(sender: User | None) -> str | None:
    return sender.language_code if sender is not None else None


def _given(message: Message) -> Given | None:
    """Read a message; None if nobody said anything."""
    words = message.text or message.caption
    if words:  # a picture's caption too: it may be a cry for help
        return Typed(_without_bot_name(words), message.forward_origin is not None)
    place = message.venue.location if message.venue is not None else message.location
    if place is not None:
        return _place(place)
    if message.contact is not None:
        return _phone(message.contact, message.sender)
    for name, kind in UNREADABLE:
        if getattr(message, name) is not None:
            return Unreadable(kind)
    if any(getattr(message, name) is not None for name in SERVICE):
        return None
    return Unreadable("other")


def _file(message: Message) -> Offered | None:
    """Give the file that came along; a moving picture is a document only in name."""
    if message.photo:
        largest = message.photo[-1]
        return Offered(largest.file_id, "photo.jpg", "image/jpeg", largest.file_size, True)
    sound = message.voice or message.audio
    if sound is not None:
        return Offered(sound.file_id, "", sound.mime_type, sound.file_size, True)
    document = message.document
    if document is None or message.animation is not None:
        return None
    return Offered(document.file_id, document.file_name, document.mime_type, document.file_size)


def _without_bot_name(words: str) -> str:
    """Take the bot's name off a command: /find@passerelle_bot Conakry."""
    return COMMAND_FOR_A_BOT.sub(r"\1", words)


def _place(location: Location) -> Given:
    try:
        return SharedPlace(Point(location.latitude, location.longitude))
    except ValueError:
        return Unreadable("other")


def _phone(contact: Contact, sender: User | None) -> SharedPhone:
    """Give the number; Telegram leaves the + off a person's own."""
    own = sender is not None and contact.user_id == sender.id
    number = contact.phone_number
    return SharedPhone(f"+{number}" if own and number.isdecimal() else number, own)
