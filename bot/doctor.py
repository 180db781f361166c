"""`passerelle doctor`: checks what the service stands on, and says what to do."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.installation import office_of
from bot.settings import Settings
from locales.languages import LANGUAGES, offered
from storage import people, updates
from storage.database import StorageUnavailable
from storage.migrate import at_head
from storage.types import KeyIsMissing

EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is well, and what to do."""

    what: str
    well: bool
    words: str


async def examine(settings: Settings) -> bool:
    """Print all findings; say whether everything is well."""
    findings = [
        clock(),
        keys(settings),
        catalogs(settings),
        *await database(settings),
        *await telegram(settings),
    ]
    for finding in findings:
        print(f"{'ok  ' if finding.well else 'BAD '} {finding.what}: {finding.words}")
    return all(finding.well for finding in findings)


def clock() -> Finding:
    """A clock that is years off breaks links, deadlines and Telegram's own checks."""
    now = datetime.fromtimestamp(time.time(), UTC)
    if now < EARLIEST:
        return Finding("clock", False, f"it shows {now:%Y-%m-%d}; set the machine's clock")
    return Finding("clock", True, f"{now:%Y-%m-%d %H:%M} UTC")


def keys(settings: Settings) -> Finding:
    """Say where the keys are; without them nothing personal can be read again."""
    count = len(settings.encryption_keys)
    where = f"kept in {settings.key_file}; back it up" if settings.key_file else "given by setting"
    return Finding("keys", True, f"{count}, {where}")


def catalogs(settings: Settings) -> Finding:
    """Say which languages are complete."""
    names = ", ".join(language.code for language in offered(settings.languages or None))
    well = bool(settings.languages) or len(names.split(", ")) == len(LANGUAGES)
    return Finding("languages", well, names if well else f"only {names}; run make catalogs")


async def database(settings: Settings) -> list[Finding]:
    """Say whether the database answers, is up to date, and what was set aside."""
    try:
        if not await at_head(settings.database_url):
            return [Finding("database", False, "schema is not up to date; run passerelle migrate")]
        office = office_of(settings)
        try:
            async with office.database.transaction() as tx:
                parked = await updates.parked(tx)
                await people.check_keys(tx)
        finally:
            await office.database.close()
    except (StorageUnavailable, KeyIsMissing) as problem:
        return [Finding("database", False, str(problem))]
    found = [Finding("database", True, "answers, schema up to date")]
    for each in parked:
        words = f"{each.channel} {each.update_id} set aside ({each.reason}); see the log"
        found.append(Finding("parked update", False, words))
    return found


async def telegram(settings: Settings) -> list[Finding]:
    """Say whether the token is good and the webhook is where it should be."""
    if settings.telegram_token is None:
        words = "no PASSERELLE_TELEGRAM_TOKEN; only the web chat and the desk will run"
        return [Finding("telegram", True, words)]
    from bot.telegram.inquiry import bot_name, webhook_url

    name = await bot_name(settings)
    if name is None:
        words = "no answer with this token; check PASSERELLE_TELEGRAM_TOKEN and the network"
        return [Finding("telegram", False, words)]
    found = [Finding("telegram", True, f"@{name}")]
    if settings.public_url is not None:
        url = await webhook_url(settings) or ""
        # After the question mark stands what changes with the secret.
        well = url.partition("?")[0] == f"{settings.public_url}/telegram/webhook"
        words = "registered" if well else "not registered yet; passerelle run registers it"
        found.append(Finding("webhook", well, words))
    return found
