"""Telegram's limits on the values of a call: which rule holds where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from .measures import Between, OneOf, Rule, Spelled, documented
from .specification import Part, load

INLINE_BUTTONS = 100
INLINE_BUTTONS_IN_A_ROW = 8
REPLY_BUTTONS = 300
REPLY_BUTTONS_IN_A_ROW = 12
FOREVER = 0x7FFFFFFF
LOOPBACK = ("127.0.0.1", "localhost", "::1")
WEBHOOK_PORTS = (443, 80, 88, 8443)
CHAT_ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)
# What a button of each kind may have beside what it does.
LOOKS = {"text", "icon_custom_emoji_id", "style"}
# One of each pair replaces the other.
MARKED_UP_TWICE = (("parse_mode", "entities"), ("parse_mode", "caption_entities"))


def broken(parts: Iterator[Part]) -> str | None:
    """Say which limit the values of a call break first, and where."""
    for part in parts:
        for rule in _rules(part):
            why = rule(part.value)
            if why:
                return f"{NAMES.get(_key(part), '')}{part.path} {why}"
    return None


def _key(part: Part) -> tuple[str, str | None]:
    return (part.owner, part.field.name if part.field else None)


def _rules(part: Part) -> Iterator[Rule]:
    if part.field is None:
        yield OF_WHOLE.get(part.owner, _parse_mode_or_entities)
    elif _key(part) in OF_FIELD:
        yield OF_FIELD[part.owner, part.field.name]
    elif part.field.name in BY_NAME:
        yield BY_NAME[part.field.name]
    else:
        yield from documented(part.field)


def _not_empty(text: str) -> str | None:
    return None if text.strip() else "must not be empty"


def _webhook_address(url: str) -> str | None:
    parts = urlsplit(url)
    if not url or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return None
    if parts.scheme != "https" or not parts.hostname:
        return "must be an HTTPS address"
    if parts.hostname not in LOOPBACK and (parts.port or 443) not in WEBHOOK_PORTS:
        return f"has another port than {WEBHOOK_PORTS}"
    return None


def _secure_page(url: str) -> str | None:
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return None
    return "must be an HTTPS address"


def _link(url: str) -> str | None:
    parts = urlsplit(url)
    known = parts.scheme in ("http", "https", "tg", "ton") and bool(parts.netloc)
    return None if known else f"is no address that a button can open: {url!r}"


def _live_period(seconds: int) -> str | None:
    return None if seconds == FOREVER else Between(60, 86400)(seconds)


def _update_kinds(kinds: list[str]) -> str | None:
    known = {field.name for field in load().fields() if field.owner == "Update"} - {"update_id"}
    unknown = sorted(set(kinds) - known)
    return f"has kinds of updates that there are not: {unknown}" if unknown else None


def _inline_keyboard(markup: Mapping[str, Any]) -> str | None:
    return _keyboard(markup["inline_keyboard"], INLINE_BUTTONS, INLINE_BUTTONS_IN_A_ROW)


def _reply_keyboard(markup: Mapping[str, Any]) -> str | None:
    if not any(markup["keyboard"]):
        return "has no buttons"
    return _keyboard(markup["keyboard"], REPLY_BUTTONS, REPLY_BUTTONS_IN_A_ROW)


def _keyboard(rows: list[list[Any]], most: int, most_in_a_row: int) -> str | None:
    if sum(map(len, rows)) > most:
        return f"has {sum(map(len, rows))} buttons, allowed are {most}"
    longest = max(map(len, rows), default=0)
    if longest > most_in_a_row:
        return f"has {longest} buttons in a row, allowed are {most_in_a_row}"
    return None


def _inline_button(button: Mapping[str, Any]) -> str | None:
    does = sorted(button.keys() - LOOKS)
    return None if len(does) == 1 else f"must do exactly one thing, not {does}"


def _reply_button(button: Mapping[str, Any]) -> str | None:
    does = sorted(button.keys() - LOOKS)
    return None if len(does) <= 1 else f"must do at most one thing, not {does}"


def _parse_mode_or_entities(params: Mapping[str, Any]) -> str | None:
    for mode, entities in MARKED_UP_TWICE:
        if mode in params and entities in params:
            return f"was given {mode} and {entities}, of which one replaces the other"
    return None


def _costs_money(asked: bool) -> str:
    """Refuse what Telegram itself would take: Passerelle never pays (docs/scaling.md)."""
    return "costs money, and is never used here"


LATITUDE = Between(-90, 90)
LONGITUDE = Between(-180, 180)
BY_NAME: Mapping[str, Rule] = {
    "allow_paid_broadcast": _costs_money,
    "allowed_updates": _update_kinds,
    "latitude": LATITUDE,
    "longitude": LONGITUDE,
    "language_code": Spelled("([a-z]{2})?", "must be a two-letter ISO 639-1 code"),
    "live_period": _live_period,
}
OF_FIELD: Mapping[tuple[str, str], Rule] = {
    ("BotCommand", "command"): Spelled("[a-z0-9_]{1,32}", "must be 1-32 of a-z, 0-9 and _"),
    ("InlineKeyboardButton", "text"): _not_empty,
    ("InlineKeyboardButton", "url"): _link,
    ("KeyboardButton", "text"): _not_empty,
    ("WebAppInfo", "url"): _secure_page,
    ("sendChatAction", "action"): OneOf(CHAT_ACTIONS),
    ("sendVenue", "address"): _not_empty,
    ("sendVenue", "title"): _not_empty,
    ("setWebhook", "secret_token"): Spelled(
        "[A-Za-z0-9_-]{1,256}", "must be 1-256 of A-Z, a-z, 0-9, _ and -"
    ),
    ("setWebhook", "url"): _webhook_address,
}
OF_WHOLE: Mapping[str, Rule] = {
    "InlineKeyboardButton": _inline_button,
    "InlineKeyboardMarkup": _inline_keyboard,
    "KeyboardButton": _reply_button,
    "ReplyKeyboardMarkup": _reply_keyboard,
}
# What Telegram calls some of it; clients look for these words.
NAMES: Mapping[tuple[str, str | None], str] = {
    ("BotCommand", "command"): "BOT_COMMAND_INVALID: ",
    ("BotCommand", "description"): "BOT_COMMAND_DESCRIPTION_INVALID: ",
    ("InlineKeyboardButton", "callback_data"): "BUTTON_DATA_INVALID: ",
    ("InlineKeyboardButton", "url"): "BUTTON_URL_INVALID: ",
    ("InlineKeyboardMarkup", None): "REPLY_MARKUP_TOO_LONG: ",
    ("ReplyKeyboardMarkup", None): "REPLY_MARKUP_TOO_LONG: ",
    ("answerCallbackQuery", "text"): "MESSAGE_TOO_LONG: ",
}
