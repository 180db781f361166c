"""Sending, editing and deleting messages."""

from __future__ import annotations

from typing import Any

from .chats import Chat, Stored
from .entities import CannotParse, parsed
from .files import document, photo, voice
from .measures import length_after_parsing
from .refusals import Violation, bad_request
from .specification import Field, Method
from .state import Telegram
from .topics import topic_fields, topic_of
from .visible import SentFile

Wire = dict[str, Any]

# A bot may delete what is younger, in seconds.
DELETABLE = 48 * 3600


def send_message(telegram: Telegram, method: Method, params: Wire) -> Wire:
    """Send a text."""
    return _send(telegram, params, _text(method.fields["text"], params))


def send_location(telegram: Telegram, _method: Method, params: Wire) -> Wire:
    """Send a point on the map."""
    return _send(telegram, params, {"location": _location(params)})


def send_venue(telegram: Telegram, _method: Method, params: Wire) -> Wire:
    """Send a point with a name; Telegram sets the message's location too."""
    place = _location(params)
    venue = {"location": place, "title": params["title"], "address": params["address"]}
    return _send(telegram, params, {"venue": venue, "location": place})


def send_document(telegram: Telegram, method: Method, params: Wire) -> Wire:
    """Send a file."""
    content, file = document(telegram, params["document"])
    return _send(telegram, params, content | _caption(method, params), file)


def send_photo(telegram: Telegram, method: Method, params: Wire) -> Wire:
    """Send a picture."""
    content, file = photo(telegram, params["photo"])
    return _send(telegram, params, content | _caption(method, params), file)


def send_voice(telegram: Telegram, method: Method, params: Wire) -> Wire:
    """Send a spoken message."""
    content, file = voice(telegram, params["voice"], params.get("duration", 1))
    return _send(telegram, params, content | _caption(method, params), file)


def edit_message_text(telegram: Telegram, method: Method, params: Wire) -> Wire:
    """Replace the text; a keyboard that is not sent again goes."""
    chat, stored = _to_edit(telegram, params)
    if "text" not in stored.wire:
        raise bad_request("there is no text in the message to edit")
    if "text" not in params:
        raise Violation("message text is empty")
    content = _text(method.fields["text"], params)
    return _edit(telegram, chat, stored, content, params)


def edit_message_reply_markup(telegram: Telegram, _method: Method, params: Wire) -> Wire:
    """Replace the keyboard, or take it away."""
    chat, stored = _to_edit(telegram, params)
    same: Wire = {name: stored.wire[name] for name in ("text", "entities") if name in stored.wire}
    return _edit(telegram, chat, stored, same, params)


def delete_message(telegram: Telegram, _method: Method, params: Wire) -> bool:
    """Delete a message that is there and young enough."""
    chat = telegram.chat(params["chat_id"])
    stored = chat.messages.get(params["message_id"])
    if stored is None:
        raise bad_request("message to delete not found")
    if not _is_deletable(telegram, chat, stored):
        raise bad_request("message can't be deleted")
    telegram.remove(chat, stored.message_id)
    return True


def delete_messages(telegram: Telegram, _method: Method, params: Wire) -> bool:
    """Delete what can be deleted of several messages."""
    chat = telegram.chat(params["chat_id"])
    for message_id in params["message_ids"]:
        stored = chat.messages.get(message_id)
        if stored is not None and _is_deletable(telegram, chat, stored):
            telegram.remove(chat, message_id)
    return True


def send_chat_action(telegram: Telegram, _method: Method, params: Wire) -> bool:
    """Show that something is happening."""
    telegram.chat_to_write_to(params["chat_id"])
    return True


def _send(telegram: Telegram, params: Wire, content: Wire, file: SentFile | None = None) -> Wire:
    chat = telegram.chat_to_write_to(params["chat_id"])
    topic = topic_of(chat, params)
    wire = {
        "message_id": telegram.number(),
        "from": telegram.me,
        "chat": chat.wire,
        "date": telegram.clock.now(),
        **(topic_fields(topic) if topic else {}),
        **_reply(chat, params.get("reply_parameters")),
        **content,
    }
    if params.get("protect_content"):
        wire["has_protected_content"] = True
    markup = params.get("reply_markup")
    stored = Stored(_with_inline(wire, markup), True, markup, file)
    _change_keyboard(chat, stored)
    telegram.put(chat, stored)
    if topic is not None:
        topic.said.append(stored.visible().text)
    return dict(stored.wire)


def _text(field: Field, params: Wire) -> Wire:
    """Read a text with its mark-up.

    :raises Violation: if it cannot be parsed, or is empty or too long after that.
    """
    text, entities = _parsed(params[field.name], params, "entities")
    if not text:
        raise Violation("message text is empty")
    why = length_after_parsing(field)(text)
    if why:
        raise Violation(f"message is too long: {field.name} {why}")
    return {"text": text} | ({"entities": entities} if entities else {})


def _caption(method: Method, params: Wire) -> Wire:
    text, entities = _parsed(params.get("caption", ""), params, "caption_entities")
    why = length_after_parsing(method.fields["caption"])(text)
    if why:
        raise Violation(f"message caption is too long: caption {why}")
    marked = {"caption_entities": entities} if entities else {}
    return {"caption": text} | marked if text else {}


def _parsed(text: str, params: Wire, entities: str) -> tuple[str, list[Wire]]:
    try:
        return parsed(text, params.get("parse_mode"), params.get(entities, []))
    except CannotParse as error:
        raise Violation(f"can't parse entities: {error}") from None


def _location(params: Wire) -> Wire:
    return {name: float(params[name]) for name in ("latitude", "longitude")}


def _reply(chat: Chat, wanted: Wire | None) -> Wire:
    if wanted is None:
        return {}
    found = chat.messages.get(wanted["message_id"])
    if found is not None:
        answered = {key: part for key, part in found.wire.items() if key != "reply_to_message"}
        return {"reply_to_message": answered}
    if wanted.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _with_inline(wire: Wire, markup: Wire | None) -> Wire:
    """Give the message with its inline keyboard; one without buttons is none."""
    kept = {key: part for key, part in wire.items() if key != "reply_markup"}
    if markup and any(markup.get("inline_keyboard", ())):
        kept["reply_markup"] = markup
    return kept


def _change_keyboard(chat: Chat, stored: Stored) -> None:
    markup = stored.markup or {}
    if "keyboard" in markup:
        chat.keyboard = stored
    elif markup.get("remove_keyboard"):
        chat.keyboard = None


def _to_edit(telegram: Telegram, params: Wire) -> tuple[Chat, Stored]:
    if "chat_id" not in params or "message_id" not in params:
        raise Violation("message identifier is not specified")
    chat = telegram.chat_to_write_to(params["chat_id"])
    stored = chat.messages.get(params["message_id"])
    if stored is None:
        raise bad_request("message to edit not found")
    markup = stored.markup or {}
    if not stored.from_bot or (markup and "inline_keyboard" not in markup):
        raise bad_request("message can't be edited")
    return chat, stored


def _edit(telegram: Telegram, chat: Chat, stored: Stored, content: Wire, params: Wire) -> Wire:
    markup = params.get("reply_markup")
    bare = {key: part for key, part in stored.wire.items() if key not in ("text", "entities")}
    after = _with_inline(bare | content, markup)
    if after == stored.wire:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly"
            " the same as a current content and reply markup of the message"
        )
    stored.wire = after | {"edit_date": telegram.clock.now()}
    stored.markup = markup
    telegram.changed(chat, stored)
    return dict(stored.wire)


def _is_deletable(telegram: Telegram, chat: Chat, stored: Stored) -> bool:
    is_young = telegram.clock.now() - stored.wire["date"] < DELETABLE
    return is_young and (stored.from_bot or chat.is_private)
