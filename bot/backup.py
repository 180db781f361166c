"""`passerelle backup`: a copy of the data, with a word on what it is worth without the keys."""

from __future__ import annotations

from pathlib import Path

from bot.settings import Settings
from storage.backup import backup


async def back_up(settings: Settings, file: Path) -> None:
    """Copy the data to a new file, and say how it is restored; CannotBackUp."""
    size = await backup(settings.database_url, file) / 1_000_000
    keys = settings.key_file or "PASSERELLE_ENCRYPTION_KEYS"
    print(f"The data is in {file} ({size:.1f} MB).")
    print(f"The keys are not in it: keep {keys} as well, but in another place. Without")
    print("them nobody can read the personal data again; with both, anybody can.")
    print("How to restore it: docs/operations.md.")
