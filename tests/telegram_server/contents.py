"""What people's messages, presses and changes look like in an update."""

from __future__ import annotations

import mimetypes
from typing import Any

from .chats import Chat
from .entities import commands_in, units
from .state import CallbackQuery, Telegram
from .visible import Button, SentFile

Wire = dict[str, Any]

LONGEST_TEXT = 4096


def a_message(telegram: Telegram, chat: Chat, user: Wire, content: Wire) -> Wire:
    """Make a message of what somebody sends."""
    head = {"message_id": telegram.number(), "from": user, "chat": chat.wire}
    return head | {"date": telegram.clock.now()} | content


def a_text(text: str) -> Wire:
    """Make a text; Telegram marks its commands."""
    if not text or units(text) > LONGEST_TEXT:
        raise ValueError(f"no app sends a text of {units(text)} characters")
    commands = commands_in(text)
    return {"text": text} | ({"entities": commands} if commands else {})


def a_location(latitude: float, longitude: float) -> Wire:
    """Make a place."""
    return {"location": {"latitude": latitude, "longitude": longitude}}


def a_contact(user: Wire, phone_number: str, *, own: bool) -> Wire:
    """Make a phone number: one's own comes with the id of its owner."""
    owner = {"first_name": user["first_name"], "user_id": user["id"]}
    contact = owner if own else {"first_name": "Somebody"}
    return {"contact": {"phone_number": phone_number} | contact}


def a_sticker(telegram: Telegram, emoji: str) -> Wire:
    """Make a sticker."""
    ids = telegram.keep_file(SentFile("sticker.webp", "image/webp", b"sticker"))
    looks = {"type": "regular", "width": 512, "height": 512, "is_animated": False}
    return {"sticker": ids | looks | {"is_video": False, "emoji": emoji}}


def a_voice(telegram: Telegram, seconds: int, content: bytes) -> Wire:
    """Make a spoken message."""
    ids = telegram.keep_file(SentFile("voice.oga", "audio/ogg", content))
    return {"voice": ids | {"duration": seconds, "mime_type": "audio/ogg"}}


def a_photo(telegram: Telegram, caption: str | None, content: bytes) -> Wire:
    """Make a picture, in two sizes; the larger one has the content."""
    sizes = [
        telegram.keep_file(SentFile("photo.jpg", "image/jpeg", shown))
        | {"width": width, "height": width}
        for width, shown in ((90, b"small"), (800, content))
    ]
    return {"photo": sizes} | ({"caption": caption} if caption else {})


def a_document(telegram: Telegram, name: str, content: bytes, caption: str | None) -> Wire:
    """Make a file; apps tell its type by its name."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    told = {"file_name": name, "mime_type": kind, "file_size": len(content)}
    sent = {"document": telegram.keep_file(SentFile(name, kind, content)) | told}
    return sent | ({"caption": caption} if caption else {})


def a_forward(telegram: Telegram, text: str, author: str) -> Wire:
    """Make a text of somebody who does not let others see who they are."""
    origin = {"type": "hidden_user", "date": telegram.clock.now(), "sender_user_name": author}
    return a_text(text) | {"forward_origin": origin}


def a_callback_query(
    telegram: Telegram, chat: Chat, user: Wire, message: Wire, button: Button
) -> Wire:
    """Make the press of an inline button, which from now on waits for its answer."""
    if button.callback_data is None:
        raise ValueError(f"the button {button.text!r} tells the bot nothing: {button.does}")
    query = CallbackQuery(
        f"query-{telegram.number()}",
        chat.id,
        button.text,
        button.callback_data,
        telegram.clock.now(),
    )
    telegram.callbacks[query.id] = query
    chat.lines.append(f"> [{button.text}]")
    head = {"id": query.id, "from": user, "chat_instance": f"instance{chat.id}"}
    return head | {"message": dict(message), "data": query.data}


def a_membership(
    telegram: Telegram, chat: Chat, user: Wire, status: str, *, topics: bool = False
) -> Wire:
    """Change what the bot is in a chat: "member", "administrator", "kicked" or "left".

    `topics`: an administrator may manage topics.
    """
    before = _member(telegram, chat.status or "left", chat.keeps_topics)
    chat.status, chat.keeps_topics = status, topics
    chat.lines.append(f"> (the bot is {status})")
    return {
        "chat": chat.wire,
        "from": user,
        "date": telegram.clock.now(),
        "old_chat_member": before,
        "new_chat_member": _member(telegram, status, topics),
    }


RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def _member(telegram: Telegram, status: str, topics: bool) -> Wire:
    more: Wire = {"until_date": 0} if status == "kicked" else {}
    if status == "administrator":
        rights = dict.fromkeys(RIGHTS, False) | {"can_manage_chat": True}
        more = {"can_be_edited": False, "is_anonymous": False, **rights}
        more["can_manage_topics"] = topics
    return {"status": status, "user": telegram.me} | more
