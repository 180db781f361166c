"""Given: from the fields of a chat's form to what the dialogues understand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import NoReturn

from bot.web.forms import Form
from bot.web.labels import PROBLEMS
from bot.web.limits import LONGEST_TEXT
from bot.web.parts import ChatMessage
from bot.web.refusal import Refusal
from conversations.dialogue import Given, Pressed, SharedPhone, SharedPlace, Typed
from conversations.messages import Asks
from domain.geography import Point
from locales.render import RenderedButton

_CODE = re.compile(r"[!-~]{1,48}")
_FORM = re.compile(r"[A-Za-z0-9_-]{8,64}")
LONGEST_PHONE = 40
FIELDS = ("text", "code", "phone", "latitude", "longitude")


def given_in(form: Form) -> Given | None:
    """Read what a person gave; None if they gave nothing.

    :raises Refusal: it is too long, or makes no sense.
    """
    if form.get("latitude") or form.get("longitude"):
        return SharedPlace(_point(form))
    if code := form.get("code"):
        if not _CODE.fullmatch(code):
            _nonsense()
        return Pressed(code)
    if phone := form.get("phone", "").strip():
        if len(phone) > LONGEST_PHONE:
            raise Refusal(413, PROBLEMS["too_long"])
        return SharedPhone(phone, own=True)
    return _typed(form.get("text", ""))


def _typed(text: str) -> Typed | None:
    if len(text) > LONGEST_TEXT:
        raise Refusal(413, PROBLEMS["too_long"])
    return Typed(text.strip()) if text.strip() else None


def _point(form: Form) -> Point:
    try:
        return Point(float(form.get("latitude", "")), float(form.get("longitude", "")))
    except ValueError:
        _nonsense()


def _nonsense() -> NoReturn:
    raise Refusal(400, PROBLEMS["unreadable"])


def update_id(address: str, form: Form) -> str:
    """Name a message so that a form sent twice is one message.

    What was given counts too: a browser that goes back shows a form that was sent already, and
    another button of it is another message. The address counts, so that nobody meets, by chance
    or design, the message of somebody else.
    """
    sent = form.get("form", "")
    if not _FORM.fullmatch(sent):
        raise Refusal(400, PROBLEMS["unreadable"])
    parts = (address, sent, *(form.get(name, "") for name in FIELDS))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:40]


def echo_of(given: Given, messages: Sequence[ChatMessage]) -> str:
    """Give what the person saw themselves say: their words, or the label of the button."""
    if isinstance(given, Typed):
        return given.words
    if isinstance(given, SharedPhone):
        return given.number
    if isinstance(given, SharedPlace):
        return next((b.label for b in _buttons(messages) if b.asks is Asks.LOCATION), "📍")
    if isinstance(given, Pressed):
        return next((b.label for b in _buttons(messages) if b.code == given.code), "")
    return ""


def _buttons(messages: Sequence[ChatMessage]) -> list[RenderedButton]:
    """List all buttons, the latest message's first."""
    said = (m.message for m in reversed(messages) if m.message is not None)
    return [button for message in said for row in message.buttons for button in row]
