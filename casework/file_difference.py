"""What a file would change: new, changed, gone and unchanged facts, by their stable ids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from casework.directory_files.report import Read, RefusedRow
from domain.directory import Directory
from domain.services import Service, ServiceStatus
from storage.directory_records import KINDS


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact of the difference: the directory's list it is in ("services"), its id and name.

    `fields`: what is not as before, for a changed one; names of the domain's fields.
    """

    kind: str
    id: str
    name: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What taking a reading in does to what is known; `unchanged` is only counted.

    `gone`: services of places whose services the file lists, but not these. A refused row is not
    gone for sure, so with one among them nothing of `gone` may be taken out.
    """

    new: tuple[Entry, ...] = ()
    changed: tuple[Entry, ...] = ()
    gone: tuple[Entry, ...] = ()
    unchanged: int = 0
    refused: tuple[RefusedRow, ...] = ()

    @property
    def may_remove(self) -> bool:
        """Say whether what is gone is gone for sure."""
        return not self.refused


def difference(known: Directory, read: Read) -> Difference:
    """Compare what was read with what is known, fact by fact."""
    new: list[Entry] = []
    changed: list[Entry] = []
    unchanged = 0
    for kind in KINDS:
        before = {kind.key(fact): fact for fact in getattr(known, kind.field)}
        for fact in getattr(read.directory, kind.field):
            key = kind.key(fact)
            old = before.get(key)
            if old is None:
                new.append(Entry(kind.field, key, _name(fact)))
            elif old == fact:
                unchanged += 1
            else:
                changed.append(Entry(kind.field, key, _name(fact), _changes(old, fact)))
    gone = tuple(Entry("services", each.id, each.name) for each in _gone(known, read.directory))
    return Difference(tuple(new), tuple(changed), gone, unchanged, read.refused)


def without_gone(known: Directory, found: Difference) -> Directory:
    """Give the facts that say that what is gone is over; none where a refused row leaves doubt.

    Requests that name them stay readable.
    """
    if not found.may_remove:
        return Directory()
    gone = {each.id for each in found.gone}
    ended = (each for each in known.services if each.id in gone)
    return Directory(services=tuple(replace(s, status=ServiceStatus.DEFUNCT) for s in ended))


def _gone(known: Directory, found: Directory) -> Iterator[Service]:
    named = {service.id for service in found.services}
    for centre in sorted({service.centre for service in found.services}):
        for service in known.services_of(centre):
            if service.id not in named and service.status is not ServiceStatus.DEFUNCT:
                yield service


def _changes(old: Any, new: Any) -> tuple[str, ...]:
    names = (each.name for each in fields(old))
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))


def _name(fact: Any) -> str:
    return str(getattr(fact, "name", ""))
