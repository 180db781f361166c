"""Words that work everywhere, before any dialogue sees them: one table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from conversations.dialogue import Speak
from conversations.questions import folded
from conversations.text import Text, t


class Always(StrEnum):
    """What can be said at any point."""

    BACK = "back"
    CANCEL = "cancel"
    EXIT = "exit"


@dataclass(frozen=True, slots=True)
class Command:
    """A command: which dialogue it starts, or what it does at once; and other words for it."""

    flow: str = ""
    always: Always | None = None
    words: tuple[str, ...] = ()


COMMANDS: dict[str, Command] = {
    "start": Command("welcome", words=("hello", "hi", "bonjour", "salut", "مرحبا", "سلام")),
    "help": Command("help", words=("help", "aide", "مساعدة", "?")),
    "language": Command("language", words=("language", "langue", "langues", "لغة", "اللغة")),
    "find": Command("find", words=("find", "search", "chercher", "trouver", "بحث", "ابحث")),
    "shelter": Command("shelter"),
    "requests": Command("requests", words=("requests", "demandes", "طلباتي")),
    "forget": Command("forget"),
    "exit": Command(always=Always.EXIT, words=("exit", "✖")),
    "stop": Command(always=Always.EXIT),
    "back": Command(always=Always.BACK, words=("back", "retour", "رجوع")),
    "cancel": Command(always=Always.CANCEL, words=("cancel", "annuler", "إلغاء", "الغاء")),
    "emergency": Command("emergency"),
    "join": Command("join"),
    "queue": Command("queue"),
    "case": Command("case"),
    "centre": Command("look_up"),
    "beds": Command("beds"),
    "duty": Command("duty"),
    "desk": Command("desk"),
    "topics": Command("topics"),
    "complain": Command("complain", words=("complaint", "plainte", "شكوى")),
    "complaints": Command("complaints"),
    "agenda": Command("agenda"),
    "stats": Command("stats", words=("statistics", "statistiques", "إحصاءات")),
}

# Translators: button and word: go one question back
BACK = t("Back")
# Translators: button and word: stop the present request or search
CANCEL = t("Cancel")
# Translators: word that leaves at once and clears the chat, for people who may be watched
EXIT = t("Exit")
# Translators: word that asks how this works
HELP = t("Help")
# Translators: word that changes the language
LANGUAGE = t("Language")

SPOKEN: tuple[tuple[Text, str], ...] = (
    (BACK, "back"),
    (CANCEL, "cancel"),
    (EXIT, "exit"),
    (HELP, "help"),
    (LANGUAGE, "language"),
)


def command_in(words: str) -> tuple[str, str] | None:
    """Read "/find Conakry" as a command and its argument; None if it is no known command."""
    if not words.startswith("/"):
        return None
    name, _, argument = words[1:].partition(" ")
    name = name.partition("@")[0].casefold()
    return (name, argument.strip()) if name in COMMANDS else None


def spoken_command(words: str, speak: Speak) -> str | None:
    """Find the command that a bare word means, in the reader's language or any of ours."""
    said = words.strip().casefold() if words.strip() in ("?", "✖") else folded(words)
    if not said:
        return None
    for text, name in SPOKEN:
        if said == _label(speak(text)):
            return name
    return _words_of_ours().get(said)


@cache
def _words_of_ours() -> dict[str, str]:
    """Give the command of every word that works in any language; of two the first one's."""
    found: dict[str, str] = {}
    for name, command in COMMANDS.items():
        for word in command.words:
            found.setdefault(word if word in ("?", "✖") else folded(word), name)
    return found


@lru_cache(maxsize=1_000)
def _label(words: str) -> str:
    """Fold a word of ours, the same ones at each message."""
    return folded(words)
