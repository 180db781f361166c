"""`passerelle doctor`: checks what the service stands on, and says what to do."""

from __future__ import annotations

import shutil

from bot.belonging import owner_of_home
from bot.doctor_database import database
from bot.doctor_telegram import telegram
from bot.finding import Finding
from bot.installation import utc_now
from bot.settings import Settings
from locales.languages import LANGUAGES, offered
from storage.backup import bytes_of

SPARE_BYTES = 500_000_000
MB = 1_000_000


async def examine(settings: Settings) -> bool:
    """Print all findings; say whether everything is well."""
    findings = [
        keys(settings),
        catalogs(settings),
        disk(settings),
        *await database(settings, utc_now()),
        *await telegram(settings, utc_now()),
    ]
    for finding in findings:
        print(f"{'ok  ' if finding.well else 'BAD '} {finding.what}: {finding.words}")
    return all(finding.well for finding in findings)


def keys(settings: Settings) -> Finding:
    """Say where the keys are; without them nothing personal can be read again."""
    kept = owner_of_home(settings)
    if settings.bot is not None and kept not in (None, settings.bot):
        words = f"those of the bot {kept}, but the token is of {settings.bot}"
        return Finding("keys", False, f"{words}; passerelle run says what to do")
    count = len(settings.encryption_keys)
    where = f"kept in {settings.key_file}; back it up" if settings.key_file else "given by setting"
    return Finding("keys", True, f"{count}, {where}")


def catalogs(settings: Settings) -> Finding:
    """Say which languages are complete."""
    try:
        names = ", ".join(language.code for language in offered(settings.languages or None))
    except ValueError as problem:
        words = f"PASSERELLE_LANGUAGES: {problem}; change it, or run make catalogs"
        return Finding("languages", False, words)
    well = bool(settings.languages) or len(names.split(", ")) == len(LANGUAGES)
    return Finding("languages", well, names if well else f"only {names}; run make catalogs")


def disk(settings: Settings) -> Finding:
    """Say whether there is room: a full disk stops every message. A copy needs as much again."""
    folder = next(each for each in (settings.home, *settings.home.parents) if each.exists())
    free = shutil.disk_usage(folder).free
    needed = SPARE_BYTES + bytes_of(settings.database_url)
    words = f"{free // MB} MB free at {folder}"
    if free < needed:
        words += f", at least {needed // MB} are needed; make room, or give PASSERELLE_HOME more"
    return Finding("disk", free >= needed, words)
