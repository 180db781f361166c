"""What a bot says about itself: names, descriptions, commands and the menu button."""

from __future__ import annotations

import json
from typing import Any

from .specification import Method
from .state import Profile, Telegram

Wire = dict[str, Any]

DEFAULT_SCOPE: Wire = {"type": "default"}


def set_text(telegram: Telegram, method: Method, params: Wire) -> bool:
    """Set a name or description for a language; an empty one is removed."""
    kind = _kind(method)
    key = (kind, params.get("language_code", ""))
    telegram.profile.texts.pop(key, None)
    if params.get(kind):
        telegram.profile.texts[key] = params[kind]
    return True


def get_text(telegram: Telegram, method: Method, params: Wire) -> Wire:
    """Give a name or description for a language, or the one for all languages."""
    kind = _kind(method)
    texts = telegram.profile.texts
    fallback = telegram.me["first_name"] if kind == "name" else ""
    for_all = texts.get((kind, ""), fallback)
    return {kind: texts.get((kind, params.get("language_code", "")), for_all)}


def set_my_commands(telegram: Telegram, _method: Method, params: Wire) -> bool:
    """Set the commands for a scope and language."""
    telegram.profile.commands[_place(params)] = params["commands"]
    return True


def get_my_commands(telegram: Telegram, _method: Method, params: Wire) -> list[Wire]:
    """Give the commands for exactly this scope and language."""
    return telegram.profile.commands.get(_place(params), [])


def delete_my_commands(telegram: Telegram, _method: Method, params: Wire) -> bool:
    """Remove the commands for a scope and language."""
    telegram.profile.commands.pop(_place(params), None)
    return True


def set_chat_menu_button(telegram: Telegram, _method: Method, params: Wire) -> bool:
    """Set the menu button of a chat, or of all chats."""
    if "chat_id" in params:
        telegram.chat(params["chat_id"])
    button = params.get("menu_button", {"type": "default"})
    telegram.profile.menu_buttons[params.get("chat_id")] = button
    return True


def get_chat_menu_button(telegram: Telegram, _method: Method, params: Wire) -> Wire:
    """Give the menu button of a chat, or the one of all chats."""
    buttons = telegram.profile.menu_buttons
    return buttons.get(params.get("chat_id"), buttons.get(None, {"type": "commands"}))


def commands_for(profile: Profile, chat_id: int, language: str | None) -> list[Wire]:
    """Give the commands that one person's client shows, in Telegram's order of scopes."""
    scopes: tuple[Wire, ...] = (
        {"type": "chat", "chat_id": chat_id},
        {"type": "all_private_chats"},
        DEFAULT_SCOPE,
    )
    for scope in scopes:
        for code in ((language or "")[:2], ""):
            commands = profile.commands.get((_scope_key(scope), code))
            if commands:
                return commands
    return []


def _kind(method: Method) -> str:
    """Read from setMyShortDescription that it is about the short_description."""
    name = method.name[len("setMy") :]
    return {"ShortDescription": "short_description"}.get(name, name.lower())


def _place(params: Wire) -> tuple[str, str]:
    scope = params.get("scope", DEFAULT_SCOPE)
    return (_scope_key(scope), params.get("language_code", ""))


def _scope_key(scope: Wire) -> str:
    return json.dumps(scope, sort_keys=True)
