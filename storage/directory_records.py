"""Records of the directory: how a fact is written and read, and under which kind and id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from domain.agreements import (
    Agreement,
    AgreementId,
    ArrangementId,
    Responsibility,
    SalaryDerogation,
)
from domain.centres import Centre
from domain.changes import KEYS
from domain.directory import Directory
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


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact: the field of `Directory` that holds it, its type, what identifies it."""

    field: str
    type: Any
    key: Callable[[Any], str]


TYPES: dict[str, Any] = {
    "organisations": Organisation,
    "teams": Team,
    "centres": Centre,
    "services": Service,
    "arrangements": Arrangement,
    "agreements": Agreement,
    "responsibilities": Responsibility,
    "handovers": Handover,
    "derogations": SalaryDerogation,
}

KINDS: tuple[Kind, ...] = tuple(Kind(field, TYPES[field], KEYS[field]) for field in KEYS)

MODELS: dict[str, Any] = {
    kind.__name__: kind for kind in (IomRun, PartnerRun, GovernmentRun, JointlyRun)
}


def rows_of(directory: Directory) -> Iterator[dict[str, str]]:
    """Write every fact as a row; ValueError for an instant without a time zone."""
    for kind in KINDS:
        for fact in getattr(directory, kind.field):
            yield {"kind": kind.field, "id": kind.key(fact), "record": written(fact)}


def directory_of(rows: Iterable[tuple[str, str]]) -> Directory:
    """Read rows of kind and record."""
    facts: dict[str, list[Any]] = {kind.field: [] for kind in KINDS}
    for kind, record in rows:
        facts[kind].append(_read(TYPES[kind], record))
    return Directory(**{field: tuple(found) for field, found in facts.items()})


def written(fact: Any) -> str:
    """Write a fact as JSON, always the same; ValueError for an instant without a time zone."""
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
    if kind is not Arrangement:
        return msgspec.json.decode(record, type=kind)
    plain = msgspec.json.decode(record)
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
