"""What Telegram shows of the bot by itself: its name, what it is for, and the menu of commands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from telegram import BotCommand, BotCommandScopeChat

from bot.telegram.client import Bot
from bot.telegram.pieces import shortened
from conversations.text import Text, t
from domain.access import QUEUE_ROLES, MemberRole
from locales.render import speak

LONGEST_NAME = 64
LONGEST_SHORT = 120
LONGEST_DESCRIPTION = 512
LONGEST_COMMAND = 256

# Translators: the bot's name in Telegram, at most 64 letters
NAME = t("Passerelle")
# Translators: what the bot is for, under its name in Telegram; at most 120 letters
SHORT = t("Find shelter and help near you, in your language.")
# Translators: shown in Telegram before the first message; at most 512 letters
DESCRIPTION = t(
    "I help you find shelter, centres and services near you. If you want, I ask a centre for help "
    "with you, and tell you what they answer.\n\n"
    "I am a program, not a person. You do not need to give your name to search. I do not share "
    "anything without asking you. Telegram can see what you write to me."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A command in the menu; `roles` see it, everybody if there are none."""

    command: str
    words: Text
    roles: frozenset[MemberRole] = frozenset()


STAFF = frozenset(MemberRole)
LEADS = frozenset({MemberRole.SUPERVISOR, MemberRole.COORDINATOR})

ENTRIES: tuple[Entry, ...] = (
    # Translators: menu of staff, after /queue
    Entry("queue", t("Requests that wait for an answer"), QUEUE_ROLES),
    # Translators: menu of staff, after /case
    Entry("case", t("Open a request by its reference"), QUEUE_ROLES),
    # Translators: menu of staff, after /duty
    Entry("duty", t("Start or end your duty"), QUEUE_ROLES),
    # Translators: menu of staff, after /desk
    Entry("desk", t("Open the desk in the browser"), QUEUE_ROLES),
    # Translators: menu of those who lead a team, after /stats
    Entry("stats", t("How requests are answered, in figures"), LEADS),
    # Translators: menu of those who lead a team, after /agenda
    Entry("agenda", t("What the next committee meeting is about"), LEADS),
    # Translators: menu of those who lead a team, after /topics
    Entry("topics", t("Your team's group with topics"), LEADS),
    # Translators: menu of staff, after /centre
    Entry("centre", t("Look up a centre"), STAFF),
    # Translators: menu of staff, after /beds
    Entry("beds", t("Say how many places are free"), STAFF),
    # Translators: menu of commands, after /start
    Entry("start", t("Begin")),
    # Translators: menu of commands, after /shelter
    Entry("shelter", t("Ask for a place to sleep")),
    # Translators: menu of commands, after /find
    Entry("find", t("Find centres and services")),
    # Translators: menu of commands, after /requests
    Entry("requests", t("See what became of your requests")),
    # Translators: menu of commands, after /language
    Entry("language", t("Choose your language")),
    # Translators: menu of commands, after /help
    Entry("help", t("How this works")),
    # Translators: menu of commands, after /cancel
    Entry("cancel", t("Stop what is under way")),
    # Translators: menu of commands, after /forget
    Entry("forget", t("Delete what I know about you")),
    # Translators: menu of commands, after /exit; must not tell what this is about
    Entry("exit", t("Leave and clear this chat")),
)


def menu(language: str, roles: Iterable[MemberRole] = ()) -> tuple[BotCommand, ...]:
    """Give the commands that somebody with these roles sees."""
    mine = frozenset(roles)
    return tuple(
        BotCommand(entry.command, shortened(speak(entry.words, language), LONGEST_COMMAND))
        for entry in ENTRIES
        if not entry.roles or entry.roles & mine
    )


async def publish(bot: Bot, languages: Sequence[str]) -> None:
    """Tell Telegram everybody's menu, the descriptions and the name, as far as they differ.

    English is for whoever has another language; Telegram takes no others than those with a code
    of two letters. The name comes last: Telegram lets it be changed a few times a day.

    :raises TelegramError: Telegram was not reached, or asks to wait; what was told stays.
    """
    codes = {"en": ""} | {code: code for code in languages if len(code) == 2 and code != "en"}
    for tell in (_commands, _short_description, _description, _name):
        for language, code in codes.items():
            await tell(bot, language, code)


async def _commands(bot: Bot, language: str, code: str) -> None:
    commands = menu(language)
    if await bot.get_my_commands(language_code=code) != commands:
        await bot.set_my_commands(commands, language_code=code)


async def _short_description(bot: Bot, language: str, code: str) -> None:
    words = shortened(speak(SHORT, language), LONGEST_SHORT)
    if (await bot.get_my_short_description(code)).short_description != words:
        await bot.set_my_short_description(words, language_code=code)


async def _description(bot: Bot, language: str, code: str) -> None:
    words = shortened(speak(DESCRIPTION, language), LONGEST_DESCRIPTION)
    if (await bot.get_my_description(code)).description != words:
        await bot.set_my_description(words, language_code=code)


async def _name(bot: Bot, language: str, code: str) -> None:
    words = shortened(speak(NAME, language), LONGEST_NAME)
    if (await bot.get_my_name(code)).name != words:
        await bot.set_my_name(words, language_code=code)


async def publish_for_member(
    bot: Bot, chat_id: int, roles: Iterable[MemberRole], language: str
) -> None:
    """Show a member of staff the menu of their roles; with none, everybody's again.

    :raises TelegramError: Telegram was not reached, or knows no such chat.
    """
    scope = BotCommandScopeChat(chat_id)
    mine = frozenset(roles)
    if not mine:
        await bot.delete_my_commands(scope)
        return
    commands = menu(language, mine)
    if await bot.get_my_commands(scope) != commands:
        await bot.set_my_commands(commands, scope)
