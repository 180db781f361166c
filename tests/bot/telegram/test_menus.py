"""What Telegram shows of the bot by itself."""

from collections.abc import AsyncIterator

import pytest

from bot.telegram.client import Bot, make_bot
from bot.telegram.menus import (
    DESCRIPTION,
    ENTRIES,
    LONGEST_COMMAND,
    LONGEST_DESCRIPTION,
    LONGEST_NAME,
    LONGEST_SHORT,
    NAME,
    SHORT,
    menu,
    publish,
    publish_for_member,
)
from bot.telegram.pieces import units
from bot.telegram.request import AiohttpRequest
from conversations.always import COMMANDS
from domain.access import MemberRole
from locales.languages import LANGUAGES
from locales.render import speak
from tests.telegram_server import TelegramServer

FOR_EVERYONE = {
    "start",
    "help",
    "language",
    "find",
    "shelter",
    "requests",
    "cancel",
    "forget",
    "exit",
}


@pytest.fixture
async def bot(telegram: TelegramServer) -> AsyncIterator[Bot]:
    async with AiohttpRequest() as request:
        yield make_bot(telegram.token, telegram.base, request, request)


@pytest.mark.parametrize(
    ("roles", "more"),
    [
        ((), set()),
        ((MemberRole.CASEWORKER,), {"queue", "case", "duty", "desk", "centre", "beds"}),
        (
            (MemberRole.SUPERVISOR,),
            {"queue", "case", "duty", "desk", "stats", "agenda", "topics", "centre", "beds"},
        ),
        ((MemberRole.STAFF,), {"centre", "beds"}),
        (
            (MemberRole.STAFF, MemberRole.COORDINATOR),
            {"queue", "case", "duty", "desk", "stats", "agenda", "topics", "centre", "beds"},
        ),
    ],
)
def test_everybody_sees_the_commands_that_are_theirs(
    roles: tuple[MemberRole, ...], more: set[str]
) -> None:
    assert {entry.command for entry in menu("en", roles)} == FOR_EVERYONE | more


def test_every_command_of_the_menu_is_understood() -> None:
    assert {entry.command for entry in ENTRIES} <= COMMANDS.keys()


@pytest.mark.parametrize("language", [each.code for each in LANGUAGES])
def test_every_translation_fits(language: str) -> None:
    assert units(speak(NAME, language)) <= LONGEST_NAME
    assert units(speak(SHORT, language)) <= LONGEST_SHORT
    assert units(speak(DESCRIPTION, language)) <= LONGEST_DESCRIPTION
    assert all(0 < units(speak(entry.words, language)) <= LONGEST_COMMAND for entry in ENTRIES)


async def test_everything_is_told_once_in_every_language(
    telegram: TelegramServer, bot: Bot
) -> None:
    await publish(bot, ["en", "fr", "ar", "prs"])
    first = [call for call in telegram.calls if call.method.startswith("setMy")]
    assert {call.params["language_code"] for call in first} == {"", "fr", "ar"}
    assert telegram.person(language_code="fr").commands.keys() == FOR_EVERYONE
    assert telegram.person(language_code="km").commands["help"] == "How this works"
    telegram.calls.clear()
    await publish(bot, ["en", "fr", "ar", "prs"])
    assert not [call for call in telegram.calls if call.method.startswith("setMy")]


async def test_a_member_of_staff_sees_more_and_only_while_enrolled(
    telegram: TelegramServer, bot: Bot
) -> None:
    await publish(bot, ["en"])
    salif = telegram.person("Salif", language_code="fr")
    await publish_for_member(bot, salif.id, [MemberRole.CASEWORKER], "fr")
    assert salif.commands.keys() > FOR_EVERYONE
    assert "queue" in salif.commands
    count = len(telegram.calls_of("setMyCommands"))
    await publish_for_member(bot, salif.id, [MemberRole.CASEWORKER], "fr")
    assert len(telegram.calls_of("setMyCommands")) == count
    await publish_for_member(bot, salif.id, [], "fr")
    assert salif.commands.keys() == FOR_EVERYONE
