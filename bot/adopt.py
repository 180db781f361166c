"""`passerelle adopt`: the database, and the keys in the home, become this bot's for good."""

from __future__ import annotations

from bot.belonging import keep_home
from bot.elected import duty_of
from bot.installation import office_of
from bot.settings import Settings
from domain.cannot_go_on import CannotGoOn
from storage import belonging, keyring
from storage.database import Database
from storage.duties import Duty
from storage.migrate import migrate


async def adopt(settings: Settings) -> str:
    """Hand what is another bot's over to the one whose token is given; say what was done."""
    if settings.bot is None:
        raise CannotGoOn(
            "Set PASSERELLE_TELEGRAM_TOKEN to the token of the bot that is to have this database."
        )
    await migrate(settings.database_url)
    office = office_of(settings)
    try:
        async with office.database.transaction() as tx:
            office.database.use(await keyring.checked(tx))
            kept = await belonging.owner(tx)
        before = kept.bot if kept else None
        if before not in (None, settings.bot):
            await check_that_nobody_works_for(office.database, before)
        async with office.database.transaction() as tx:
            await belonging.hand_over(tx, settings.bot, office.clock())
    finally:
        await office.database.close()
    keep_home(settings, settings.bot)
    return f"Database and keys are those of the bot {settings.bot} now; before: {before or 'none'}."


async def check_that_nobody_works_for(database: Database, bot: str) -> None:
    """Raise CannotGoOn while a process sends for a bot."""
    duty = Duty(database, duty_of(bot))
    try:
        if not await duty.held():
            raise CannotGoOn(f"Something still runs for the bot {bot}: stop it, then adopt again.")
    finally:
        await duty.give_up()
