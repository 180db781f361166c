"""What is sent: one call of the Bot API where one will do, within Telegram's limits."""

from typing import Any

import pytest

from bot.telegram.render import Call, Unsendable, calls
from conversations.messages import Asks
from locales.render import Rendered, RenderedButton, RenderedPin

PIN = RenderedPin(9.509, -13.712, "Centre Matam", "Route du Niger")
NO_PREVIEW = {"link_preview_options": {"is_disabled": True}}


def column(*labels: str, asks: Asks = Asks.NOTHING) -> tuple[tuple[RenderedButton, ...], ...]:
    return tuple((RenderedButton(label, f"1.{label}", asks),) for label in labels)


def the_call(message: Rendered, replaces: str | None = None) -> Call:
    (only,) = calls("7", message, replaces)
    return only


def test_a_text_goes_out_plain() -> None:
    call = the_call(Rendered("<b>*Hello*</b> https://x.example"))
    assert call == Call(
        "sendMessage",
        {"chat_id": 7, "text": "<b>*Hello*</b> https://x.example", **NO_PREVIEW},
    )
    assert call.as_response() == {"method": "sendMessage", **call.payload}


def test_buttons_are_inline() -> None:
    markup = the_call(Rendered("Who?", column("Alone", "Family"))).payload["reply_markup"]
    assert markup == {
        "inline_keyboard": [
            [{"text": "Alone", "callback_data": "1.Alone"}],
            [{"text": "Family", "callback_data": "1.Family"}],
        ]
    }


def test_a_message_that_asks_the_device_has_all_its_buttons_in_a_reply_keyboard() -> None:
    buttons = (*column("Here", asks=Asks.LOCATION), *column("Number", asks=Asks.CONTACT))
    markup = the_call(Rendered("Where?", (*buttons, *column("◀ Back")))).payload["reply_markup"]
    assert markup == {
        "keyboard": [
            [{"text": "Here", "request_location": True}],
            [{"text": "Number", "request_contact": True}],
            [{"text": "◀ Back"}],
        ],
        "one_time_keyboard": True,
        "resize_keyboard": True,
    }


def test_a_reply_without_buttons_takes_that_keyboard_away_and_a_notice_does_not() -> None:
    (reply,) = calls("7", Rendered("Thank you"), is_reply=True)
    assert reply.payload["reply_markup"] == {"remove_keyboard": True}
    assert "reply_markup" not in the_call(Rendered("News")).payload
    (reply,) = calls("7", Rendered("Who?", column("Alone")), is_reply=True)
    assert "inline_keyboard" in reply.payload["reply_markup"]


def test_a_private_message_cannot_be_forwarded() -> None:
    assert the_call(Rendered("Number 12", private=True)).payload["protect_content"] is True
    assert "protect_content" not in the_call(Rendered("Hello")).payload


def test_a_long_label_is_shortened_only_where_it_does_not_come_back() -> None:
    long = RenderedButton("x" * 150, "1")
    here = RenderedButton("Here", "2", Asks.LOCATION)
    inline = the_call(Rendered("?", ((long,),))).payload["reply_markup"]
    typed = the_call(Rendered("?", ((here,), (long,)))).payload["reply_markup"]
    assert inline["inline_keyboard"][0][0]["text"] == "x" * 99 + "…"
    assert typed["keyboard"][1][0]["text"] == "x" * 150


# ---------------------------------------------------------------- several calls


def test_a_long_text_is_sent_in_pieces_with_the_buttons_on_the_last() -> None:
    first, second = calls("7", Rendered("a" * 4000 + "\n\n" + "b" * 4000, column("Next")))
    assert first.payload["text"] == "a" * 4000
    assert "reply_markup" not in first.payload
    assert second.payload["text"] == "b" * 4000
    assert "inline_keyboard" in second.payload["reply_markup"]


def test_a_silent_message_makes_no_sound_and_others_do() -> None:
    assert the_call(Rendered("Good night", silent=True)).payload["disable_notification"] is True
    assert "disable_notification" not in the_call(Rendered("Good night")).payload


def test_every_piece_of_a_private_text_is_private() -> None:
    steps = calls("7", Rendered("a " * 5000, private=True))
    assert len(steps) > 1
    assert all(step.payload["protect_content"] for step in steps)


def test_a_pin_shows_the_place_with_its_name() -> None:
    assert the_call(Rendered("Centre Matam", pin=PIN)) == Call(
        "sendVenue",
        {
            "chat_id": 7,
            "latitude": 9.509,
            "longitude": -13.712,
            "title": "Centre Matam",
            "address": "Route du Niger",
        },
    )


def test_a_text_of_its_own_comes_before_the_pin() -> None:
    first, second = calls("7", Rendered("It is here:", column("Thanks"), pin=PIN))
    assert (first.method, second.method) == ("sendMessage", "sendVenue")
    assert "reply_markup" not in first.payload
    assert "inline_keyboard" in second.payload["reply_markup"]


@pytest.mark.parametrize(
    ("title", "address", "shown"),
    [
        ("Port", " ", ("Port", "9.50900, -13.71200")),
        ("", "Quay 3", ("Quay 3", "Quay 3")),
        ("", "", ("9.50900, -13.71200", "9.50900, -13.71200")),
    ],
)
def test_a_pin_always_has_a_title_and_an_address(
    title: str, address: str, shown: tuple[str, str]
) -> None:
    venue = the_call(Rendered("", pin=RenderedPin(9.509, -13.712, title, address))).payload
    assert (venue["title"], venue["address"]) == shown


# ---------------------------------------------------------------- edits


def test_an_edit_takes_the_place_of_the_earlier_message() -> None:
    call = the_call(Rendered("Taken", column("Open")), replaces="40")
    assert call.method == "editMessageText"
    assert call.payload["message_id"] == 40
    assert "inline_keyboard" in call.payload["reply_markup"]


def test_an_edit_without_buttons_takes_the_old_ones_away() -> None:
    assert the_call(Rendered("Taken"), replaces="40") == Call(
        "editMessageText", {"chat_id": 7, "message_id": 40, "text": "Taken", **NO_PREVIEW}
    )


@pytest.mark.parametrize(
    "message",
    [
        Rendered("Number 12", private=True),
        Rendered("Where?", column("Here", asks=Asks.LOCATION)),
        Rendered("Centre Matam", pin=PIN),
        Rendered("a" * 5000),
    ],
)
def test_what_cannot_be_an_edit_is_sent_anew(message: Rendered) -> None:
    assert all(step.method != "editMessageText" for step in calls("7", message, "40"))


# ---------------------------------------------------------------- limits


def many(count: int, a_row: int = 1) -> dict[str, Any]:
    each = [RenderedButton(str(n), str(n)) for n in range(count)]
    return {"buttons": tuple(tuple(each[n : n + a_row]) for n in range(0, count, a_row))}


def test_the_most_that_fits() -> None:
    calls("7", Rendered("?", **many(100, a_row=8)))
    calls("7", Rendered("?", ((RenderedButton("x", "c" * 64),),)))


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (Rendered(" \n"), "the message is empty"),
        (Rendered("?", **many(101)), "101 buttons are more than 100"),
        (Rendered("?", **many(9, a_row=9)), "a row has more than 8 buttons"),
        (Rendered("?", ((RenderedButton("x", "é" * 33),),)), "button 1 is not 1 to 64 bytes long"),
        (Rendered("?", ((RenderedButton("x", ""),),)), "button 1 is not 1 to 64 bytes long"),
        (Rendered("?", ((RenderedButton(" ", "x"),),)), "button 1 has no label"),
    ],
)
def test_what_telegram_would_refuse_is_told_before(message: Rendered, why: str) -> None:
    with pytest.raises(Unsendable, match=why):
        calls("7", message)


def test_an_address_of_another_channel() -> None:
    with pytest.raises(Unsendable, match="no chat of Telegram"):
        calls("web-1", Rendered("Hello"))
