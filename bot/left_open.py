"""Left open: dialogues that wait for the next message, kept in memory so that they only go on.

Nothing depends on it: without it, or in another process, the dialogue is replayed
(conversations/replay.py), and the same comes out.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple
from weakref import ref

from conversations.exchange import Left
from domain.directory import Directory
from storage.people import Address

HOLDS = timedelta(minutes=2)
MOST = 1_000  # each takes some kilobytes


class Waiting(NamedTuple):
    """A dialogue under way, with the state of its conversation as it was kept and as it was sealed.

    Where another state is kept by now, somebody else has answered meanwhile.
    """

    left: Left
    state: bytes
    sealed: str


class _Kept(NamedTuple):
    waiting: Waiting
    directory: Callable[[], Directory | None]
    since: datetime

    def holds(self, now: datetime) -> bool:
        """Say whether it may be gone on with: not after a while, nor before it was left."""
        return self.since <= now < self.since + HOLDS


class LeftOpen:
    """Keeps the dialogue that an address has under way, at most `MOST`, the newest.

    What it looked up stands for `HOLDS`, as long as the directory is the same.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Address, _Kept] = OrderedDict()

    def take(self, address: Address, directory: Directory, now: datetime) -> Waiting | None:
        """Give what was left, which is not kept any longer; None if it does not stand any more."""
        kept = self._kept.pop(address, None)
        if kept is None or kept.directory() is not directory or not kept.holds(now):
            return None
        return kept.waiting

    def keep(self, address: Address, waiting: Waiting, directory: Directory, now: datetime) -> None:
        """Keep what was left at `now`, aware; it may turn out to be rolled back."""
        self._kept[address] = _Kept(waiting, ref(directory), now)
        while len(self._kept) > MOST or not self._oldest_holds(now):
            self._kept.popitem(last=False)

    def _oldest_holds(self, now: datetime) -> bool:
        return next(iter(self._kept.values())).holds(now)

    def __len__(self) -> int:
        """Count what is kept."""
        return len(self._kept)
