"""From a rendered message to the calls of the Bot API that show it.

Texts go out plain, without a parse mode: there is nothing to escape, so nothing that a person, a
caseworker or a directory wrote can break a message, change its looks or hide a link in it.

A button that asks for the position or the phone number exists only in a reply keyboard, the one
in the place of the letters, so all buttons of such a message are put there; their labels come back
as typed words, which every question understands. It is hidden after one use. Telegram takes it
away for good only with a message that has no buttons of its own, so each reply without buttons
does that; until then a person can open it again, where "back" and "cancel" still mean what they
say. What is no reply leaves it alone: a notice may come while the question for the place is open,
and a message that took a keyboard away could not be edited any more.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from bot.telegram.pieces import pieces, shortened, units
from conversations.messages import Asks
from locales.render import Rendered, RenderedButton, RenderedFile, RenderedPin

Payload = dict[str, Any]

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
LONGEST_CODE = 64  # bytes
LONGEST_CAPTION = 1024
LONGEST_LABEL = 100  # Telegram names no limit; a phone shows about 40


class Unsendable(ValueError):
    """The message breaks a limit of Telegram; it says which, and nothing of the content."""


class Call(Struct, frozen=True):
    """A method of the Bot API and what it is called with; `file`: a document that goes along."""

    method: str
    payload: Payload
    file: RenderedFile | None = None

    def as_response(self) -> Payload:
        """Give the call as the answer to a webhook."""
        return {"method": self.method, **self.payload}


def calls(
    address: str, message: Rendered, replaces: str | None = None, *, is_reply: bool = False
) -> tuple[Call, ...]:
    """Say how a message is sent, or put into the place of an earlier one (its message id).

    One call, but for a text over 4096 units and for a text with a pin; the buttons are with the
    last. Only a message of one call, whose buttons can stand in an edited one, is edited; a
    private one is not, as Telegram would leave it free to be forwarded.

    :raises Unsendable: it is empty, has too many buttons, or a code that is too long.
    """
    chat = {"chat_id": _chat(address)}
    bodies = _bodies(message)
    markup = _markup(message)
    if replaces is not None and _can_be_edited(message, bodies):
        edit = {**chat, "message_id": int(replaces), **bodies[0].payload, **markup}
        return (Call("editMessageText", edit),)
    if is_reply and not markup:
        markup = {"reply_markup": {"remove_keyboard": True}}
    asked = {"protect_content": message.private, "disable_notification": message.silent}
    every: Payload = {**chat, **{name: True for name, on in asked.items() if on}}
    *first, last = bodies
    return (*(_with(body, every) for body in first), _with(last, every, markup))


def _with(call: Call, before: Payload, after: Payload | None = None) -> Call:
    return Call(call.method, {**before, **call.payload, **(after or {})}, call.file)


def _chat(address: str) -> int:
    try:
        return int(address)
    except ValueError:
        raise Unsendable("the address is no chat of Telegram") from None


def _can_be_edited(message: Rendered, bodies: list[Call]) -> bool:
    return len(bodies) == 1 and not (
        message.pin or message.file or message.private or _asks_device(message)
    )


def _bodies(message: Rendered) -> list[Call]:
    """Give the texts, and the pin after them; a text that only names the pin is left out."""
    text, pin = message.text.strip(), message.pin
    if message.file is not None:
        return _with_file(text, message.file)
    if pin is not None and text in ("", pin.title.strip()):
        return [_venue(pin)]
    if not text:
        raise Unsendable("the message is empty")
    said = [_said(piece) for piece in pieces(text)]
    return said if pin is None else [*said, _venue(pin)]


def _with_file(text: str, file: RenderedFile) -> list[Call]:
    """Give a document; its name stands under it anyway, so only other words are a caption.

    Words that are too long for one come before it.
    """
    if text in ("", file.name):
        return [Call("sendDocument", {}, file)]
    if units(text) > LONGEST_CAPTION:
        return [*(_said(piece) for piece in pieces(text)), Call("sendDocument", {}, file)]
    return [Call("sendDocument", {"caption": text}, file)]


def _said(text: str) -> Call:
    return Call("sendMessage", {"text": text, "link_preview_options": {"is_disabled": True}})


def _venue(pin: RenderedPin) -> Call:
    """Give the pin; Telegram wants a title and an address, so the position stands in for them."""
    position = f"{pin.latitude:.5f}, {pin.longitude:.5f}"
    return Call(
        "sendVenue",
        {
            "latitude": pin.latitude,
            "longitude": pin.longitude,
            "title": pin.title.strip() or pin.address.strip() or position,
            "address": pin.address.strip() or position,
        },
    )


# ---------------------------------------------------------------- buttons


def _markup(message: Rendered) -> Payload:
    if not message.buttons:
        return {}
    _check(message)
    if not _asks_device(message):
        inline = [[_inline(button) for button in row] for row in message.buttons if row]
        return {"reply_markup": {"inline_keyboard": inline}}
    keyboard = [[_typed(button) for button in row] for row in message.buttons if row]
    shown_once = {"one_time_keyboard": True, "resize_keyboard": True}
    return {"reply_markup": {"keyboard": keyboard, **shown_once}}


def _check(message: Rendered) -> None:
    buttons = [button for row in message.buttons for button in row]
    if len(buttons) > MOST_BUTTONS:
        raise Unsendable(f"{len(buttons)} buttons are more than {MOST_BUTTONS}")
    if max(map(len, message.buttons)) > MOST_IN_A_ROW:
        raise Unsendable(f"a row has more than {MOST_IN_A_ROW} buttons")
    for place, button in enumerate(buttons, 1):
        if not 1 <= len(button.code.encode()) <= LONGEST_CODE:
            raise Unsendable(f"the code of button {place} is not 1 to {LONGEST_CODE} bytes long")
        if not button.label.strip():
            raise Unsendable(f"button {place} has no label")


def _asks_device(message: Rendered) -> bool:
    return any(button.asks is not Asks.NOTHING for row in message.buttons for button in row)


def _inline(button: RenderedButton) -> Payload:
    return {"text": shortened(button.label, LONGEST_LABEL), "callback_data": button.code}


# The whole label: it is what comes back.
REQUESTS: dict[Asks, Payload] = {
    Asks.NOTHING: {},
    Asks.LOCATION: {"request_location": True},
    Asks.CONTACT: {"request_contact": True},
}


def _typed(button: RenderedButton) -> Payload:
    return {"text": button.label, **REQUESTS[button.asks]}
