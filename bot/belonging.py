"""One bot, one database, one home with its keys: what is another bot's is left alone.

Several bots of an installation differ in their settings alone, so a wrong line there would mix the
people of two organisations. A bot is told by its number, which stays when its token is renewed.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.settings import Settings
from domain.cannot_go_on import CannotGoOn
from storage import belonging
from storage.database import Transaction

BOT_FILE = "bot"


class AnotherBots(CannotGoOn):
    """The database or the keys are another bot's; the message says what to do."""


def check_home(settings: Settings) -> None:
    """Raise AnotherBots if the keys in the home are another bot's; remember whose they are.

    Without a token, or with keys that were given, nothing is asked.
    """
    if settings.bot is None or settings.key_file is None:
        return
    _keep_once(settings.home / BOT_FILE, settings.bot)
    kept = owner_of_home(settings)
    if kept not in (None, settings.bot):
        raise AnotherBots(
            f"{_asked(settings)}, but the keys in {settings.home} are those of the bot {kept}. "
            "Each bot has keys of its own: give this one another PASSERELLE_HOME. "
            f"{_for_good(settings, kept)}"
        )


async def check_database(tx: Transaction, settings: Settings, now: datetime) -> None:
    """Raise AnotherBots if the database is another bot's; remember whose it is."""
    if settings.bot is None:
        return
    kept = await belonging.claim(tx, settings.bot, now)
    if kept.bot != settings.bot:
        raise AnotherBots(
            f"{_asked(settings)}, but this database has been that of the bot {kept.bot} since "
            f"{kept.since:%Y-%m-%d}. Each bot has a database of its own: give this one another "
            "PASSERELLE_DATABASE_URL, or PASSERELLE_HOME where the database is a file in it. "
            f"{_for_good(settings, kept.bot)}"
        )


def _asked(settings: Settings) -> str:
    return f"PASSERELLE_TELEGRAM_TOKEN is of the bot {settings.bot}"


def _for_good(settings: Settings, kept: str | None) -> str:
    return (
        f"If {settings.bot} is to take the place of {kept} for good, stop what runs for {kept}, "
        "then call: passerelle adopt"
    )


def owner_of_home(settings: Settings) -> str | None:
    """Give the bot that the keys in the home belong to; None if it is not known."""
    path = settings.home / BOT_FILE
    if settings.key_file is None or not path.exists():
        return None
    return path.read_text("utf-8").strip()


def keep_home(settings: Settings, bot: str) -> None:
    """Let the home be this bot's from now on."""
    if settings.key_file is not None:
        (settings.home / BOT_FILE).write_text(f"{bot}\n", "utf-8")


def _keep_once(path: Path, bot: str) -> None:
    """Make the file, all or nothing, unless there is one, or the home may not be written."""
    with suppress(OSError), NamedTemporaryFile("w", dir=path.parent, prefix=".bot-") as draft:
        draft.write(f"{bot}\n")
        draft.flush()
        path.hardlink_to(draft.name)
