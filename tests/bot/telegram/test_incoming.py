"""A table: raw JSON in, what the dialogues understand out."""

import json
from typing import Any

import pytest
from msgspec.structs import replace

from bot.incoming import Incoming, Offered
from bot.inline import InlineAsked
from bot.telegram.incoming import (
    Blocked,
    GroupChanged,
    GroupMessage,
    Ignored,
    Unblocked,
    understood,
)
from bot.telegram.inline import InlineQuestion
from bot.telegram.wire import KINDS, NoUpdate, Update, decoded
from conversations.dialogue import Given, Pressed, SharedPhone, SharedPlace, Typed, Unreadable
from domain.geography import Point
from domain.topics import GroupStanding
from storage.people import Address

AMINA = {"id": 7, "is_bot": False, "first_name": "Amina", "language_code": "fr-CA"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Amina"}
GROUP = {"id": -5, "type": "group", "title": "Family"}
FORUM = {**GROUP, "type": "supergroup", "is_forum": True}
BOT = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "Passerelle_Bot"}
FORWARDED = {"type": "user", "date": 1}
MATAM = SharedPlace(Point(9.5, -13.0))
OWN = SharedPhone("+224620000000", own=True)
CONAKRY = {"latitude": 9.5, "longitude": -13, "horizontal_accuracy": 12.5}
FILE = {"file_id": "x", "file_unique_id": "y", "file_size": 5}


def message(chat: Any = PRIVATE, **content: Any) -> dict[str, Any]:
    return {"message_id": 41, "date": 1, "from": AMINA, "chat": chat, **content}


def pressed(chat: Any = PRIVATE, **content: Any) -> dict[str, Any]:
    kept = {"message_id": 40, "chat": chat, "date": 0}
    return {"id": "9", "from": AMINA, "chat_instance": "1", "message": kept, **content}


def answering(whom: dict[str, Any], **content: Any) -> dict[str, Any]:
    before = {"message_id": 40, "date": 1, "from": whom, "chat": GROUP, **content}
    return message(GROUP, text="yes", reply_to_message=before)


def changed(standing: GroupStanding) -> GroupChanged:
    return GroupChanged(GroupMessage(-5, "fr-CA"), "7", standing)


def membership(status: str, chat: Any = PRIVATE, **rights: Any) -> dict[str, Any]:
    member = {"status": status, "user": BOT, **rights}
    return {"chat": chat, "from": AMINA, "date": 1, "new_chat_member": member}


def read(**kinds: Any) -> object:
    return understood(decoded(json.dumps({"update_id": 1001, **kinds}).encode()))


# fmt: off
GIVEN: list[tuple[dict[str, Any], Given]] = [
    ({"text": "Conakry"}, Typed("Conakry")),
    ({"text": "/start WELCOME-1"}, Typed("/start WELCOME-1")),
    ({"text": "/find@Passerelle_Bot Conakry"}, Typed("/find Conakry")),
    ({"text": "/find@Passerelle_Bot"}, Typed("/find")),
    ({"text": "me@home.example"}, Typed("me@home.example")),
    ({"text": "see /find@x"}, Typed("see /find@x")),
    ({"text": "help", "forward_origin": FORWARDED}, Typed("help", forwarded=True)),
    ({"text": "سلام 🏠"}, Typed("سلام 🏠")),
    ({"photo": [FILE], "caption": "help me"}, Typed("help me")),
    ({"voice": FILE, "caption": "danger"}, Typed("danger")),
    ({"photo": [FILE], "caption": "news", "forward_origin": FORWARDED}, Typed("news", True)),
    ({"location": CONAKRY}, MATAM),
    ({"location": {**CONAKRY, "live_period": 60}}, MATAM),
    ({"venue": {"location": CONAKRY, "title": "Port"}, "location": CONAKRY}, MATAM),
    ({"location": {"latitude": 95, "longitude": 0}}, Unreadable("other")),
    ({"contact": {"phone_number": "224620000000", "user_id": 7}}, OWN),
    ({"contact": {"phone_number": "+224620000000", "user_id": 7}}, OWN),
    ({"contact": {"phone_number": "620000000", "user_id": 8}}, SharedPhone("620000000", own=False)),
    ({"contact": {"phone_number": "620000000"}}, SharedPhone("620000000", own=False)),
    ({"voice": FILE}, Unreadable("voice")),
    ({"audio": FILE}, Unreadable("voice")),
    ({"sticker": FILE}, Unreadable("sticker")),
    ({"photo": [FILE, FILE]}, Unreadable("photo")),
    ({"video": FILE}, Unreadable("photo")),
    ({"video_note": FILE}, Unreadable("photo")),
    ({"animation": FILE, "document": FILE}, Unreadable("photo")),
    ({"document": FILE}, Unreadable("file")),
    ({"dice": {"emoji": "🎲", "value": 3}}, Unreadable("other")),
    ({"something_of_next_year": {}}, Unreadable("other")),
]
# fmt: on


@pytest.mark.parametrize(("content", "given"), GIVEN, ids=lambda each: str(each)[:60])
def test_what_a_person_can_send(content: dict[str, Any], given: Given) -> None:
    heard = read(message=message(**content))
    assert isinstance(heard, Incoming)
    assert replace(heard, file=None) == Incoming("telegram", "7", "1001", given, "fr-CA")


@pytest.mark.parametrize(
    ("content", "offered"),
    [
        ({"document": FILE}, Offered("x", "", "", 5)),
        (
            {"document": {**FILE, "file_name": "a.csv", "mime_type": "text/csv"}, "caption": "Hi"},
            Offered("x", "a.csv", "text/csv", 5),
        ),
        ({"document": {"file_id": "x"}}, Offered("x", "")),
        ({"animation": FILE, "document": FILE}, None),
        ({"photo": [{"file_id": "small"}, FILE]}, Offered("x", "photo.jpg", "image/jpeg", 5, True)),
        ({"voice": {**FILE, "mime_type": "audio/ogg"}}, Offered("x", "", "audio/ogg", 5, True)),
        ({"sticker": FILE}, None),
        ({"text": "Hi"}, None),
    ],
)
def test_a_file_is_told_of_beside_what_was_said(
    content: dict[str, Any], offered: Offered | None
) -> None:
    heard = read(message=message(**content))
    assert isinstance(heard, Incoming)
    assert heard.file == offered


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"message": {"message_id": 40, "chat": PRIVATE, "date": 0}},  # too old to be kept
        {"message": None, "inline_message_id": "3"},
    ],
)
def test_a_pressed_button(kept: dict[str, Any]) -> None:
    heard = read(callback_query=pressed(data="3.family", **kept))
    assert heard == Incoming("telegram", "7", "1001", Pressed("3.family"), "fr-CA")


def test_a_changed_message_is_told_so() -> None:
    heard = read(edited_message=message(text="other words", edit_date=2))
    assert heard == Incoming("telegram", "7", "1001", Unreadable("edited"), "fr-CA")


def test_somebody_without_a_language() -> None:
    heard = read(message={**message(text="hi"), "from": {"id": 7, "is_bot": False}})
    assert isinstance(heard, Incoming)
    assert heard.language_hint is None


CHANNEL = {"id": -100, "type": "channel"}


@pytest.mark.parametrize(
    ("update", "meaning"),
    [
        ({"message": message(GROUP, text="hi")}, GroupMessage(-5, "fr-CA")),
        (
            {"message": message(GROUP, text="/case@Other_Bot K7M", message_thread_id=4)},
            GroupMessage(-5, "fr-CA", calls="other_bot", thread=4),
        ),
        ({"message": message(GROUP, text="/queue")}, GroupMessage(-5, "fr-CA", calls="")),
        (
            {"message": message(GROUP, text="who is it, @Passerelle_Bot?")},
            GroupMessage(-5, "fr-CA", calls="passerelle_bot"),
        ),
        ({"message": message(GROUP, text="ask @fatou")}, GroupMessage(-5, "fr-CA")),
        ({"message": answering(BOT)}, GroupMessage(-5, "fr-CA", calls="passerelle_bot")),
        ({"message": answering(AMINA)}, GroupMessage(-5, "fr-CA")),
        ({"message": answering(BOT, forum_topic_created={})}, GroupMessage(-5, "fr-CA")),
        ({"message": message(GROUP, new_chat_members=[])}, GroupMessage(-5, "fr-CA")),
        ({"message": message({"id": -6, "type": "supergroup"})}, GroupMessage(-6, "fr-CA")),
        ({"callback_query": pressed(GROUP, data="x")}, GroupMessage(-5, "fr-CA")),
        ({"my_chat_member": membership("member", GROUP)}, changed(GroupStanding.NO_TOPICS)),
        (
            {"my_chat_member": membership("administrator", GROUP, can_manage_topics=True)},
            changed(GroupStanding.NO_TOPICS),
        ),
        ({"my_chat_member": membership("member", FORUM)}, changed(GroupStanding.NO_RIGHT)),
        ({"my_chat_member": membership("administrator", FORUM)}, changed(GroupStanding.NO_RIGHT)),
        (
            {"my_chat_member": membership("administrator", FORUM, can_manage_topics=True)},
            changed(GroupStanding.READY),
        ),
        (
            {"my_chat_member": membership("administrator", CHANNEL)},
            GroupMessage(-100, "fr-CA", silent=True),
        ),
        ({"my_chat_member": membership("left", GROUP)}, changed(GroupStanding.OUT)),
        ({"my_chat_member": membership("kicked", FORUM)}, changed(GroupStanding.OUT)),
        ({"my_chat_member": membership("left", CHANNEL)}, Ignored("out of the channel")),
        ({"edited_message": message(GROUP, text="hi")}, Ignored("edit in a group")),
        ({"my_chat_member": membership("kicked")}, Blocked("7", "1001")),
        ({"my_chat_member": membership("member")}, Unblocked("7", "1001")),
        ({"edited_message": message(location=CONAKRY)}, Ignored("live location moves on")),
        ({"message": message(pinned_message=message(text="hi"))}, Ignored("service message")),
        ({"message": message(write_access_allowed={})}, Ignored("service message")),
        ({"message": message(connected_website="x.example")}, Ignored("service message")),
        ({"callback_query": pressed(game_short_name="g")}, Ignored("button without a code")),
        (
            {"inline_query": {"id": "1", "from": AMINA, "query": "x", "chat_type": "sender"}},
            InlineQuestion("1", InlineAsked(Address("telegram", "7"), "x", True, "fr-CA")),
        ),
        (
            {"inline_query": {"id": "1", "from": AMINA, "query": "x", "chat_type": "private"}},
            InlineQuestion("1", InlineAsked(Address("telegram", "7"), "x", False, "fr-CA")),
        ),
        (
            {"inline_query": {"id": "1", "from": AMINA, "query": "x"}},
            InlineQuestion("1", InlineAsked(Address("telegram", "7"), "x", False, "fr-CA")),
        ),
        ({"poll": {"id": "1"}}, Ignored("unused kind")),
        ({"something_of_next_year": {"id": []}}, Ignored("unused kind")),
        ({}, Ignored("unused kind")),
    ],
)
def test_what_is_not_for_the_dialogues(update: dict[str, Any], meaning: object) -> None:
    assert read(**update) == meaning


@pytest.mark.parametrize(
    "raw",
    [
        b'{"update_id": 5, "message": {"message_id": "no number"}}',
        b'{"update_id": 5, "message": 7}',
        b'{"update_id": 5, "callback_query": {"id": "1"}}',
    ],
)
def test_an_update_that_does_not_fit_is_of_no_use_but_blocks_nobody(raw: bytes) -> None:
    assert decoded(raw) == decoded(json.loads(raw)) == Update(5)
    assert isinstance(understood(Update(5)), Ignored)


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"null", b"\xff", b'{"update_id": "x"}', b"{}", b"[" * 10000, b'{"a":' * 10000],
)
def test_what_is_no_update(raw: bytes) -> None:
    with pytest.raises(NoUpdate):
        decoded(raw)


def test_the_same_comes_of_json_and_of_what_was_read_from_it() -> None:
    raw = {"update_id": 1, "message": message(text="hi", photo=[FILE])}
    assert decoded(json.dumps(raw).encode()) == decoded(raw)


def test_only_kinds_that_are_understood_are_asked_for() -> None:
    assert set(KINDS) <= set(Update.__struct_fields__)


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        ({"message": message(GROUP)}, -5),
        ({"edited_message": message()}, 7),
        ({"callback_query": pressed()}, 7),
        ({"my_chat_member": membership("left", GROUP)}, -5),
        ({"poll": {}}, None),
    ],
)
def test_each_update_has_the_order_of_its_chat(update: dict[str, Any], chat: int | None) -> None:
    assert decoded({"update_id": 1, **update}).chat == chat
