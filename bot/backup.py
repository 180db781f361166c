"""`passerelle backup`: a copy of the data, with a word on what it is worth without the keys."""

from __future__ import annotations

from pathlib import Path

from bot.known_keys import keys_of
from bot.settings import Settings
from storage.audit_chain import Head, head_of
from storage.backup import backup
from storage.database import Database
from storage.migrate import Schema, schema


async def back_up(settings: Settings, file: Path) -> None:
    """Copy the data to a new file, and say how it is restored; CannotBackUp."""
    head = await _head_of_audit(settings)
    size = await backup(settings.database_url, file) / 1_000_000
    keys = settings.key_file or "PASSERELLE_ENCRYPTION_KEYS"
    print(f"The data is in {file} ({size:.1f} MB).")
    print(f"The keys are not in it: keep {keys} as well, but in another place. Without")
    print("them nobody can read the personal data again; with both, anybody can.")
    if head.place:
        print(f"The audit in it has the head {head} or a later one: keep that line elsewhere,")
        print("and passerelle audit verify --head tells whether the audit was cut since.")
    print("How to restore it: docs/operations.md.")


async def _head_of_audit(settings: Settings) -> Head:
    """Read where the chain of the audit ends; of an older schema there is none."""
    if await schema(settings.database_url) is not Schema.CURRENT:
        return Head()
    database = Database(settings.database_url, keys_of(settings.encryption_keys))
    try:
        async with database.transaction() as tx:
            return await head_of(tx)
    finally:
        await database.close()
