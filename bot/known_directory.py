"""The directory in memory: read again only when the stored one has changed."""

from __future__ import annotations

from domain.directory import Directory
from storage import directory
from storage.database import Transaction


class KnownDirectory:
    """Keeps the last picture of the directory with the version it was read at."""

    def __init__(self) -> None:
        self._version: int | None = None
        self._directory = Directory()

    async def current(self, tx: Transaction) -> Directory:
        """Give the directory as it stands in this transaction."""
        version = await directory.version(tx)
        if version != self._version:
            self._directory = await directory.load(tx)
            self._version = version
        return self._directory
