"""The directory in memory: what has changed in the stored one is read, and nothing else."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from domain.directory import Directory
from storage import directory
from storage.database import Transaction
from storage.versions import versions


class KnownDirectory:
    """Keeps the last picture of the directory with the version it was read at."""

    def __init__(self) -> None:
        self._version: int | None = None
        self._directory = Directory()
        self._current: WeakKeyDictionary[Transaction, Directory] = WeakKeyDictionary()

    async def current(self, tx: Transaction) -> Directory:
        """Give the directory as it stands in this transaction.

        Ask for it before the transaction itself saves facts: these may still be rolled back.
        Until one is saved, it is read once for all who act in it. The version is read first, so
        what is committed meanwhile is at worst read twice.
        """
        if tx in self._current and not tx.is_last:
            return self._current[tx]
        version = (await versions(tx)).directory
        if self._version is None or version < self._version:  # another database, or a restored one
            self._directory = await directory.load(tx)
        elif version > self._version:
            changes = await directory.changes_since(tx, self._version)
            self._directory = self._directory.with_changes(changes.changed, changes.gone)
        self._version = version
        self._current[tx] = self._directory
        return self._directory
