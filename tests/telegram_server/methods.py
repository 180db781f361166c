"""What each method does: one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from . import files, messages, profile, topics
from .refusals import bad_request
from .specification import Method
from .state import PATIENCE_OF_A_BUTTON, Telegram

Wire = dict[str, Any]

MOST_RESULTS = 50
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def execute(telegram: Telegram, method: Method, params: Wire) -> Any:
    """Do what a checked call asks for, and give its result.

    What is not emulated is taken down; it answers True where True is a documented answer.

    :raises Refused: as Telegram would.
    """
    if method.name in METHODS:
        return METHODS[method.name](telegram, method, params)
    telegram.unsupported.append(method.name)
    if "Boolean" in method.returns:
        return True
    raise bad_request(f"the test server does not emulate {method.name}")


def get_me(telegram: Telegram, _method: Method, _params: Wire) -> Wire:
    """Say who the bot is."""
    return telegram.me | {
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_webhook(telegram: Telegram, _method: Method, params: Wire) -> bool:
    """Say where updates shall go; an empty address: nowhere."""
    webhook = telegram.webhook
    webhook.url = params["url"]
    webhook.secret_token = params.get("secret_token")
    webhook.max_connections = params.get("max_connections", 40)
    webhook.version += 1
    webhook.last_error = None
    telegram.updates.allow(params.get("allowed_updates"))
    return _after_webhook_change(telegram, params)


def delete_webhook(telegram: Telegram, _method: Method, params: Wire) -> bool:
    """Go back to polling."""
    telegram.webhook.url = ""
    telegram.webhook.version += 1
    return _after_webhook_change(telegram, params)


def _after_webhook_change(telegram: Telegram, params: Wire) -> bool:
    if params.get("drop_pending_updates"):
        telegram.updates.forget_all_but(0)
    telegram.changes.tell()
    return True


def get_webhook_info(telegram: Telegram, _method: Method, _params: Wire) -> Wire:
    """Say where updates go, and whether they arrive."""
    webhook, updates = telegram.webhook, telegram.updates
    info: Wire = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(updates.pending()),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
    if updates.allowed:
        info["allowed_updates"] = updates.allowed
    if webhook.last_error:
        info["last_error_date"], info["last_error_message"] = webhook.last_error
    return info


def answer_callback_query(telegram: Telegram, _method: Method, params: Wire) -> bool:
    """Answer a pressed button, once and in time."""
    query = telegram.callbacks.get(params["callback_query_id"])
    too_late = telegram.clock.now() - PATIENCE_OF_A_BUTTON
    if query is None or query.answered or query.when < too_late:
        raise bad_request(TOO_OLD)
    query.answered = True
    chat = telegram.chats[query.chat_id]
    if params.get("text"):
        chat.lines.append(f"< ({params['text']})")
        chat.alerts.append(params["text"])
    telegram.changes.tell()
    return True


def answer_inline_query(telegram: Telegram, _method: Method, params: Wire) -> bool:
    """Show answers to an inline query, once; their ids must differ and be short."""
    query = telegram.inline.get(params["inline_query_id"])
    if query is None or query.results is not None:
        raise bad_request(TOO_OLD)
    ids = [each["id"] for each in params["results"]]
    if len(set(ids)) != len(ids) or any(not 1 <= len(each.encode()) <= 64 for each in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(ids) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    query.results, query.button = params["results"], params.get("button")
    telegram.changes.tell()
    return True


def get_chat(telegram: Telegram, _method: Method, params: Wire) -> Wire:
    """Describe a chat."""
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    return telegram.chat(params["chat_id"]).wire | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


def leave_chat(telegram: Telegram, _method: Method, params: Wire) -> bool:
    """Leave a group."""
    chat = telegram.chat_to_write_to(params["chat_id"])
    if chat.is_private:
        raise bad_request("chat is not a group or a channel: private chats can't be left")
    chat.status = "left"
    telegram.changes.tell()
    return True


METHODS: Mapping[str, Callable[[Telegram, Method, Wire], Any]] = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "closeForumTopic": topics.close_forum_topic,
    "createForumTopic": topics.create_forum_topic,
    "deleteMessage": messages.delete_message,
    "deleteMessages": messages.delete_messages,
    "deleteMyCommands": profile.delete_my_commands,
    "deleteWebhook": delete_webhook,
    "editMessageReplyMarkup": messages.edit_message_reply_markup,
    "editMessageText": messages.edit_message_text,
    "getChat": get_chat,
    "getChatMenuButton": profile.get_chat_menu_button,
    "getFile": files.get_file,
    "getMe": get_me,
    "getMyCommands": profile.get_my_commands,
    "getMyDescription": profile.get_text,
    "getMyName": profile.get_text,
    "getMyShortDescription": profile.get_text,
    "getWebhookInfo": get_webhook_info,
    "leaveChat": leave_chat,
    "sendChatAction": messages.send_chat_action,
    "sendDocument": messages.send_document,
    "sendLocation": messages.send_location,
    "sendMessage": messages.send_message,
    "sendPhoto": messages.send_photo,
    "sendVenue": messages.send_venue,
    "sendVoice": messages.send_voice,
    "setChatMenuButton": profile.set_chat_menu_button,
    "setMyCommands": profile.set_my_commands,
    "setMyDescription": profile.set_text,
    "setMyName": profile.set_text,
    "setMyShortDescription": profile.set_text,
    "setWebhook": set_webhook,
}
