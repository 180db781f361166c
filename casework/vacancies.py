"""Vacancies kept in memory: read once, then only what has changed since.

Every search asks the database for what changed after the number that it knows. After some minutes
all is read again, so that what a process of an older version changed is seen too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from weakref import ref

from casework.workplace import Work
from domain.capacity import NOTHING_KNOWN, Known
from domain.directory import Directory
from domain.services import ServiceId
from domain.vacancies import Vacancies, vacancies_in
from storage import capacity

KEY = "vacancies"


@dataclass(frozen=True)
class Kept:
    """What was known at a number, for one picture of the directory, which is not kept by it."""

    number: int
    directory: Callable[[], Directory | None]
    vacancies: Vacancies


async def vacancies(work: Work) -> Vacancies:
    """Say where a place may be free, by all that is committed and what this transaction did.

    What others may never see, as it may be rolled back, is not kept.
    """
    kept: Kept | None = work.tx.kept.get(KEY)
    current = await _current(work, kept)
    here = capacity.changed_here(work.tx)
    if here:
        return current.vacancies.changed(work.directory, await _read(work, here))
    work.tx.kept[KEY] = current
    return current.vacancies


async def _current(work: Work, kept: Kept | None) -> Kept:
    if kept is not None and kept.vacancies.last(work.now):
        changes = await capacity.changes_since(work.tx, kept.number)
        if changes or not kept.number:
            return await _followed(work, kept, changes)
    number = await capacity.newest_change(work.tx)
    known = await capacity.known_of(work.tx)
    return Kept(number, ref(work.directory), vacancies_in(work.directory, known, work.now))


async def _followed(work: Work, kept: Kept, changes: dict[ServiceId, int]) -> Kept:
    """Read again what changed; the rest is as it was."""
    found = kept.vacancies
    moved = kept.directory() is not work.directory
    if moved:
        found = found.of_next(work.directory)
    new = frozenset(key for key, number in changes.items() if number > kept.number)
    if new:
        found = found.changed(work.directory, await _read(work, new))
    if not moved and not new:
        return kept
    return Kept(max((kept.number, *changes.values())), ref(work.directory), found)


async def _read(work: Work, services: frozenset[ServiceId]) -> dict[ServiceId, Known]:
    known = await capacity.known_of(work.tx, services)
    return {key: known.get(key, NOTHING_KNOWN) for key in services}
