"""Present facts: who manages what as it stands now, while nobody else changes it."""

from __future__ import annotations

from dataclasses import replace

from casework.workplace import Work
from storage import directory

KINDS = ("agreements", "arrangements", "handovers", "responsibilities")


async def with_present_facts(work: Work) -> Work:
    """Give the workplace with the dated facts read again under the directory's lock.

    The picture that a process knows may be older than what another process has just written.
    """
    now = await directory.load_kinds(work.tx, KINDS)
    facts = {kind: getattr(now, kind) for kind in KINDS}
    return replace(work, directory=replace(work.directory, **facts))
