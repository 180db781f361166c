"""Loaded by Python in the program under test, by PYTHONPATH: a power cut right before a commit.

While the file that PASSERELLE_TEST_CUT names exists, the process kills itself (SIGKILL) at the
moment in which all of an update's work is done inside its transaction and COMMIT is the next
thing. Apart from that the program is as it is.
"""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

# Read and removed before the program sees it: it is none of its settings.
CUT = os.environ.pop("PASSERELLE_TEST_CUT", None)
if CUT is not None:  # what else befalls a fork (harms.py) is not for what a person starts
    for name in [each for each in os.environ if each.startswith("PASSERELLE_TEST_")]:
        del os.environ[name]


def cut_before_commits(cut: str) -> None:
    """Die instead of committing what handles an update, if that is ordered at that moment."""
    from storage import updates
    from storage.database import Database, Transaction

    keep_reply, transaction = updates.keep_reply, Database.transaction
    handling: set[int] = set()

    async def noted(tx: Transaction, *given: Any) -> None:
        await keep_reply(tx, *given)
        handling.add(id(tx))

    @asynccontextmanager
    async def watched(database: Database, *locks: Any) -> AsyncIterator[Transaction]:
        async with transaction(database, *locks) as tx:
            yield tx
            if id(tx) in handling and os.path.exists(cut):  # noqa: ASYNC240, PTH110
                os.kill(os.getpid(), signal.SIGKILL)
            handling.discard(id(tx))

    setattr(updates, "keep_reply", noted)  # noqa: B010 - from outside, as the type says it is not
    setattr(Database, "transaction", watched)  # noqa: B010


if CUT is not None:
    cut_before_commits(CUT)
