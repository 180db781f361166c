"""The directory in the database: one record a fact, kept as the domain writes it.

Every fact has a stable id, so that importing the same again changes nothing. An undisclosed
address is in no record: it has a table of its own, sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from domain.agreements import (
    Agreement,
    AgreementId,
    ArrangementId,
    Responsibility,
    SalaryDerogation,
)
from domain.centres import AddressRule, Centre
from domain.directory import Directory
from domain.geography import Point
from domain.handover import Handover
from domain.management import (
    Arrangement,
    GovernmentRun,
    IomRun,
    JointlyRun,
    Model,
    PartnerRun,
    Party,
)
from domain.organisations import CentreId, Organisation, Team
from domain.periods import Period
from domain.services import Service
from storage.database import Transaction
from storage.tables import directory_records as records
from storage.tables import directory_version, undisclosed_addresses

BATCH = 500
REPLACE = (
    update(records)
    .where(records.c.kind == bindparam("of_kind"), records.c.id == bindparam("of_id"))
    .values(record=bindparam("of_record"))
)


@dataclass(frozen=True, slots=True)
class Undisclosed:
    """An address that only an accepted person may learn (Decisions, Address)."""

    address: str
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did."""

    new: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class _Kind:
    field: str
    type: Any
    key: Callable[[Any], str]


def _id(fact: Any) -> str:
    return str(fact.id)


def _cell(fact: Responsibility) -> str:
    return "|".join((fact.arrangement, fact.centre, fact.service, fact.agreement, _from(fact)))


def _from(fact: Responsibility) -> str:
    return fact.period.start.at.isoformat() if fact.period.start else ""


KINDS: tuple[_Kind, ...] = (
    _Kind("organisations", Organisation, _id),
    _Kind("teams", Team, _id),
    _Kind("centres", Centre, _id),
    _Kind("services", Service, _id),
    _Kind("arrangements", Arrangement, _id),
    _Kind("agreements", Agreement, _id),
    _Kind("responsibilities", Responsibility, _cell),
    _Kind("handovers", Handover, lambda fact: f"{fact.centre}|{fact.successor}"),
    _Kind("derogations", SalaryDerogation, lambda fact: str(fact.centre)),
)

MODELS: dict[str, Any] = {
    kind.__name__: kind for kind in (IomRun, PartnerRun, GovernmentRun, JointlyRun)
}


async def version(tx: Transaction) -> int:
    """Give a number that grows with every change; cheap."""
    found = await tx.connection.scalar(select(directory_version.c.version))
    return int(found or 0)


async def load(tx: Transaction) -> Directory:
    """Read the whole directory; no undisclosed address is in it."""
    facts: dict[str, list[Any]] = {kind.field: [] for kind in KINDS}
    types = {kind.field: kind.type for kind in KINDS}
    statement = select(records.c.kind, records.c.record).order_by(records.c.kind, records.c.id)
    for kind, record in await tx.connection.execute(statement):
        facts[kind].append(_read(types[kind], record))
    return Directory(**{field: tuple(found) for field, found in facts.items()})


async def save(
    tx: Transaction,
    directory: Directory,
    undisclosed: Mapping[CentreId, Undisclosed] | None = None,
) -> Saved:
    """Add or replace facts by their stable ids; a save that changes nothing keeps the version.

    An address that a centre holds against its own rule is taken out and kept as undisclosed.
    Raises ValueError for an instant without a time zone.
    """
    await tx.lock("directory")
    hidden = {each.id: kept for each in directory.centres if (kept := _to_hide(each))}
    directory = replace(directory, centres=tuple(_shown(each) for each in directory.centres))
    known = await _known(tx)
    new: list[dict[str, str]] = []
    changed: list[dict[str, str]] = []
    unchanged = 0
    for row in _rows(directory):
        before = known.get((row["kind"], row["id"]))
        if before is None:
            new.append(row)
            known[row["kind"], row["id"]] = row["record"]
        elif before != row["record"]:
            changed.append(row)
        else:
            unchanged += 1
    for start in range(0, len(new), BATCH):
        await tx.connection.execute(insert(records), new[start : start + BATCH])
    for start in range(0, len(changed), BATCH):
        batch = [
            {f"of_{name}": text for name, text in row.items()}
            for row in changed[start : start + BATCH]
        ]
        await tx.connection.execute(REPLACE, batch)
    await _save_undisclosed(tx, {**hidden, **(undisclosed or {})})
    if new or changed:
        await _count_up(tx)
    return Saved(len(new), len(changed), unchanged)


def _shown(centre: Centre) -> Centre:
    """Give a centre as anybody may read it: an address only if that is public (B7)."""
    if centre.address_rule is AddressRule.PUBLIC:
        return centre
    return replace(centre, address="", point=None)


def _to_hide(centre: Centre) -> Undisclosed | None:
    return None if centre == _shown(centre) else Undisclosed(centre.address, centre.point)


async def _known(tx: Transaction) -> dict[tuple[str, str], str]:
    rows = await tx.connection.execute(select(records.c.kind, records.c.id, records.c.record))
    return {(kind, key): record for kind, key, record in rows}


def _rows(directory: Directory) -> list[dict[str, str]]:
    return [
        {"kind": kind.field, "id": kind.key(fact), "record": _written(fact)}
        for kind in KINDS
        for fact in getattr(directory, kind.field)
    ]


def _written(fact: Any) -> str:
    plain = msgspec.to_builtins(fact, builtin_types=(datetime,))
    _refuse_naive(plain)
    if isinstance(fact, Arrangement):
        plain["model"] = [type(fact.model).__name__, plain["model"]]
    return msgspec.json.encode(plain, order="deterministic").decode()


def _refuse_naive(plain: Any) -> None:
    """Raise ValueError for an instant that would be read in the wrong zone."""
    if isinstance(plain, datetime):
        if plain.tzinfo is None:
            raise ValueError("an instant needs a time zone")
    elif isinstance(plain, dict):
        for each in plain.values():
            _refuse_naive(each)
    elif isinstance(plain, list | tuple):
        for each in plain:
            _refuse_naive(each)


def _read(kind: Any, record: str) -> Any:
    plain = msgspec.json.decode(record)
    if kind is not Arrangement:
        return msgspec.convert(plain, kind)
    name, fields = plain.pop("model")
    model: Model = msgspec.convert(fields, MODELS[name])
    return msgspec.convert(plain, _StoredArrangement).with_model(model)


@dataclass(frozen=True, slots=True)
class _StoredArrangement:
    """An arrangement with its model apart: msgspec reads no union of dataclasses."""

    id: ArrangementId
    centre: CentreId
    period: Period
    parties: tuple[Party, ...] = ()
    agreement: AgreementId | None = None
    provisional: bool = False

    def with_model(self, model: Model) -> Arrangement:
        return Arrangement(
            self.id,
            self.centre,
            model,
            self.period,
            self.parties,
            self.agreement,
            self.provisional,
        )


async def _save_undisclosed(tx: Transaction, found: Mapping[CentreId, Undisclosed]) -> None:
    for centre, kept in found.items():
        sealed = tx.keys.seal(msgspec.json.encode(kept))
        table = undisclosed_addresses
        await tx.connection.execute(delete(table).where(table.c.centre == centre))
        await tx.connection.execute(insert(table).values(centre=centre, sealed=sealed))


async def undisclosed_address(tx: Transaction, centre: CentreId) -> Undisclosed | None:
    """Give an undisclosed address; whoever calls this has checked the right to it."""
    table = undisclosed_addresses
    sealed = await tx.connection.scalar(select(table.c.sealed).where(table.c.centre == centre))
    return msgspec.json.decode(tx.keys.open(sealed), type=Undisclosed) if sealed else None


async def _count_up(tx: Transaction) -> None:
    table = directory_version
    done = await tx.connection.execute(update(table).values(version=table.c.version + 1))
    if not done.rowcount:
        await tx.connection.execute(insert(table).values(id=1, version=1))
