"""What an import would change: new, changed, gone and unchanged facts, and the rows refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from casework.directory_files.report import Read, RefusedRow
from domain.centres import CentreStatus
from domain.directory import Directory
from domain.services import ServiceStatus
from storage.directory import KINDS


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
    """What importing a reading does to what is known; `unchanged` is only counted.

    `gone`: centres and services of the datasets that were read which the files no longer have. A
    refused row is not gone for sure, so with one among them nothing of `gone` may be removed.
    """

    new: tuple[Entry, ...] = ()
    changed: tuple[Entry, ...] = ()
    gone: tuple[Entry, ...] = ()
    unchanged: int = 0
    refused: tuple[RefusedRow, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether an import would change nothing."""
        return not (self.new or self.changed or self.gone)

    @property
    def may_remove(self) -> bool:
        """Say whether what is gone is gone for sure."""
        return not self.refused

    def counts(self, kind: str) -> Counter[str]:
        """Count the entries of one kind: "new", "changed", "gone"."""
        groups = (("new", self.new), ("changed", self.changed), ("gone", self.gone))
        return Counter(name for name, group in groups for each in group if each.kind == kind)


def difference(known: Directory, read: Read) -> Difference:
    """Compare what was read with what is known, fact by fact, by their stable ids."""
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
    gone = tuple(_gone(known, read))
    return Difference(tuple(new), tuple(changed), gone, unchanged, read.refused)


def without_gone(known: Directory, found: Difference) -> Directory:
    """Give the facts that say that what is gone is over: services defunct, centres closed.

    Empty where a refused row leaves doubt. Requests that name them stay readable.
    """
    if not found.may_remove:
        return Directory()
    gone = {(each.kind, each.id) for each in found.gone}
    return Directory(
        centres=tuple(
            replace(each, status=CentreStatus.CLOSED)
            for each in known.centres
            if ("centres", each.id) in gone
        ),
        services=tuple(
            replace(each, status=ServiceStatus.DEFUNCT)
            for each in known.services
            if ("services", each.id) in gone
        ),
    )


def _gone(known: Directory, read: Read) -> Iterator[Entry]:
    services = {each.id for each in read.directory.services}
    centres = {each.id for each in read.directory.centres}
    for centre in known.centres:
        open_still = centre.status is not CentreStatus.CLOSED
        if centre.source in read.sources and centre.id not in centres and open_still:
            yield Entry("centres", centre.id, centre.name)
    for service in known.services:
        offered = service.status is not ServiceStatus.DEFUNCT
        if service.source in read.sources and service.id not in services and offered:
            yield Entry("services", service.id, service.name)


def _changes(old: Any, new: Any) -> tuple[str, ...]:
    names = (each.name for each in fields(old))
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))


def _name(fact: Any) -> str:
    return str(getattr(fact, "name", ""))
