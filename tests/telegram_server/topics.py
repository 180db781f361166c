"""Topics of a forum: made and closed by a bot that may, and written in."""

from __future__ import annotations

from typing import Any

from .chats import Chat, Stored, Topic
from .refusals import bad_request
from .specification import Method
from .state import Telegram

Wire = dict[str, Any]

BLUE = 7322096


def create_forum_topic(telegram: Telegram, _method: Method, params: Wire) -> Wire:
    """Make a topic; one of the same name may be there. Its number is that of its first message."""
    chat = forum(telegram, params, "create a topic")
    color = params.get("icon_color", BLUE)
    created = {"name": params["name"], "icon_color": color}
    thread = said_by_telegram(telegram, chat, None, {"forum_topic_created": created})
    chat.topics[thread] = Topic(thread, params["name"])
    return {"message_thread_id": thread, "name": params["name"], "icon_color": color}


def close_forum_topic(telegram: Telegram, _method: Method, params: Wire) -> bool:
    """Close an open topic."""
    chat = forum(telegram, params, "close a topic")
    topic = topic_of(chat, params)
    if topic is None or topic.is_closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.is_closed = True
    said_by_telegram(telegram, chat, topic, {"forum_topic_closed": {}})
    return True


def forum(telegram: Telegram, params: Wire, what: str) -> Chat:
    """Find a forum whose topics the bot may manage.

    :raises Refused: if it is none, or the bot may not.
    """
    chat = telegram.chat_to_write_to(params["chat_id"])
    if not chat.wire.get("is_forum"):
        raise bad_request("the chat is not a forum")
    if chat.status != "administrator" or not chat.keeps_topics:
        raise bad_request(f"not enough rights to {what}")
    return chat


def topic_of(chat: Chat, params: Wire) -> Topic | None:
    """Find the topic that a call is about, if it is about one.

    :raises Refused: if there is none of that number.
    """
    thread = params.get("message_thread_id")
    if thread is None:
        return None
    if thread not in chat.topics:
        raise bad_request("message thread not found")
    return chat.topics[thread]


def topic_fields(topic: Topic) -> Wire:
    """Give what tells of the topic in a message."""
    return {"message_thread_id": topic.thread, "is_topic_message": True}


def said_by_telegram(telegram: Telegram, chat: Chat, topic: Topic | None, event: Wire) -> int:
    """Put a service message of the bot's own doing into a chat; a bot gets no update of those."""
    number = telegram.number()
    head = {"message_id": number, "from": telegram.me, "chat": chat.wire}
    fields = topic_fields(topic) if topic else {"message_thread_id": number}
    wire = head | {"date": telegram.clock.now(), "is_topic_message": True, **fields, **event}
    chat.messages[number] = Stored(wire, from_bot=True)
    telegram.changes.tell()
    return number
