"""Changes of the directory: the next picture is made from the last one, and shares the rest.

An edit costs a copy of the dictionaries of its kind and a few cells of the grids, not a pass over
all facts; what the last picture has not built yet is not built here either.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from domain.agreements import Responsibility
from domain.areas import AREAS, placed
from domain.filed import Filed
from domain.filings import Filing
from domain.findable import Entry, entry_of
from domain.funding import Funding
from domain.organisations import CentreId, OrganisationId
from domain.staffing import Staffing

if TYPE_CHECKING:
    from domain.directory import Directory

Gone = Mapping[str, Collection[str]]
GROUPS = {
    f"_{kind}_of": kind for kind in ("services", "arrangements", "responsibilities", "handovers")
}


def cell_key(fact: Responsibility) -> str:
    """Give what identifies a cell of the matrix: all but the organisation that it names."""
    return "|".join((fact.arrangement, fact.centre, fact.service, fact.agreement, _start(fact)))


def _start(fact: Responsibility | Funding | Staffing) -> str:
    return fact.period.start.at.isoformat() if fact.period.start else ""


def _id(fact: Any) -> str:
    return str(fact.id)


# What identifies a fact, by the field of `Directory` that holds its kind.
KEYS: dict[str, Callable[[Any], str]] = {
    "organisations": _id,
    "teams": _id,
    "centres": _id,
    "services": _id,
    "arrangements": _id,
    "agreements": _id,
    "responsibilities": cell_key,
    "handovers": lambda fact: f"{fact.centre}|{fact.successor}",
    "derogations": lambda fact: str(fact.centre),
    "places": _id,
    "budgets": lambda fact: f"{fact.centre}|{fact.year}|{fact.authority}",
    "funding": lambda fact: f"{fact.centre}|{fact.donor}|{_start(fact)}",
    "staffing": lambda fact: "|".join(
        (fact.centre, fact.employer, fact.kind, fact.role, _start(fact))
    ),
}


def with_changes(before: Directory, changed: Directory, gone: Gone) -> Directory:
    """Add or replace facts, and take out those whose keys are `gone`; unknown keys do nothing."""
    kinds = [kind for kind in KEYS if getattr(changed, kind) or gone.get(kind)]
    if not kinds:
        return before
    indexes = {kind: _patched(before, changed, gone, kind) for kind in kinds}
    after = replace(before, **{kind: tuple(index.values()) for kind, index in indexes.items()})
    kept = after.__dict__
    for kind in KEYS:
        if kind in indexes or f"_{kind}" in before.__dict__:
            kept[f"_{kind}"] = indexes[kind] if kind in indexes else index_of(before, kind)
    for name, kind in GROUPS.items():
        if name in before.__dict__:
            kept[name] = _regrouped(before.__dict__[name], before, after, kind, changed, gone)
    for kind in AREAS:
        if f"_{kind}_at" in before.__dict__:
            _take_over_areas(before, after, changed, gone, kind)
    kept["_filings"] = {
        by: _refiled(filed, by, before, after, changed, gone)
        for by, filed in before.__dict__.get("_filings", {}).items()
    }
    for built, take_over in TAKE_OVERS:
        if built in before.__dict__:
            take_over(before, after, changed, gone)
    return after


def indexed(facts: Iterable[Any], kind: str) -> dict[Any, Any]:
    """Give facts by their keys."""
    key = KEYS[kind]
    return {key(fact): fact for fact in facts}


def grouped(facts: Iterable[Any]) -> dict[CentreId, tuple[Any, ...]]:
    """Give facts by the centre that they are about."""
    found: dict[CentreId, list[Any]] = {}
    for fact in facts:
        found.setdefault(fact.centre, []).append(fact)
    return {centre: tuple(those) for centre, those in found.items()}


def parts_at(
    directory: Directory, centres: Iterable[CentreId]
) -> Iterator[tuple[OrganisationId, CentreId]]:
    """Pair each of these centres with whoever offers anything there or has or had any role."""
    for centre in centres:
        offering = {each.provider for each in directory.services_of(centre)}
        for arrangement in directory.arrangements_of(centre):
            offering |= {party.organisation for party in arrangement.all_parties}
        yield from ((each, centre) for each in offering if each is not None)


def index_of(directory: Directory, kind: str) -> dict[str, Any]:
    """Give the facts of a kind by their keys; they are put in order once."""
    index: dict[str, Any] = getattr(directory, f"_{kind}")
    return index


def _patched(before: Directory, changed: Directory, gone: Gone, kind: str) -> dict[str, Any]:
    index = dict(index_of(before, kind))
    for key in gone.get(kind, ()):
        index.pop(key, None)
    index.update(index_of(changed, kind))
    return index


def _regrouped(
    groups: dict[CentreId, tuple[Any, ...]],
    before: Directory,
    after: Directory,
    kind: str,
    changed: Directory,
    gone: Gone,
) -> dict[CentreId, tuple[Any, ...]]:
    """Make the groups anew in which a fact came, changed or went; others stay as they are."""
    old, new = index_of(before, kind), index_of(after, kind)
    keys = {*index_of(changed, kind), *gone.get(kind, ())}
    touched: dict[CentreId, dict[str, None]] = {}
    for key in keys:
        for fact in (old.get(key), new.get(key)):
            if fact is not None:
                touched.setdefault(fact.centre, {})
    for centre, members in touched.items():
        members.update(dict.fromkeys(KEYS[kind](fact) for fact in groups.get(centre, ())))
    for key in index_of(changed, kind):
        touched[new[key].centre][key] = None
    found = dict(groups)
    for centre, members in touched.items():
        facts = (new[key] for key in members if key in new)
        found[centre] = tuple(fact for fact in facts if fact.centre == centre)
        if not found[centre]:
            del found[centre]
    return found


def _take_over_areas(
    before: Directory, after: Directory, changed: Directory, gone: Gone, kind: str
) -> None:
    """File anew under their areas the facts of a kind that came, changed or went."""
    touched = {*index_of(changed, kind), *gone.get(kind, ())}
    old, new = index_of(before, kind), index_of(after, kind)
    gone_from = placed(kind, [(key, old[key]) for key in touched if key in old])
    come_to = placed(kind, [(key, new[key]) for key in touched if key in new])
    filed = before.__dict__[f"_{kind}_at"]
    after.__dict__[f"_{kind}_at"] = filed.changed(gone_from, come_to) if touched else filed


def _refiled(
    filed: Filed[Any, Any],
    by: Filing[Any, Any],
    before: Directory,
    after: Directory,
    changed: Directory,
    gone: Gone,
) -> Filed[Any, Any]:
    """File anew the facts that came, changed or went, and the centres whose services did."""
    went: list[Any] = []
    came: list[Any] = []
    for kind in by.kinds:
        keys = {*index_of(changed, kind), *gone.get(kind, ())}
        if kind == "centres":
            keys |= _centres_of(before, changed, gone) | _centres_of(after, changed, gone)
        old, new = index_of(before, kind), index_of(after, kind)
        went += by.of(before, (old[key] for key in keys if key in old))
        came += by.of(after, (new[key] for key in keys if key in new))
    return filed if went == came else filed.changed(went, came)


def _take_over_findable(
    before: Directory, after: Directory, changed: Directory, gone: Gone
) -> None:
    touched = _centres_of(before, changed, gone) | _centres_of(after, changed, gone)
    old = {key: _entry(before, key) for key in touched}
    new = {key: _entry(after, key) for key in touched}
    if "findable" in before.__dict__:
        after.__dict__["findable"] = before.findable.changed(new)
    named = not (changed.places or gone.get("places"))
    if named and all(_names(old[key]) == _names(new[key]) for key in touched):
        after.__dict__["same_names"] = before.same_names


def _take_over_naming(before: Directory, after: Directory, changed: Directory, gone: Gone) -> None:
    if "_naming" not in before.__dict__:
        return
    touched = _centres_of(before, changed, gone) | _centres_of(after, changed, gone)
    centres = index_of(after, "centres")
    new = {
        key: (centres[key], after.services_of(key)) if key in centres else None for key in touched
    }
    organisations = index_of(after, "organisations")
    keys = (*index_of(changed, "organisations"), *gone.get("organisations", ()))
    named = {key: organisations.get(key) for key in keys}
    after.__dict__["_naming"] = before.__dict__["_naming"].changed(new, named)


def _take_over_parts(before: Directory, after: Directory, changed: Directory, gone: Gone) -> None:
    keys = (*index_of(changed, "arrangements"), *gone.get("arrangements", ()))
    touched = _centres_of(before, changed, gone) | _centres_of(after, changed, gone)
    for directory in (before, after):
        known = index_of(directory, "arrangements")
        touched |= {known[key].centre for key in keys if key in known}
    old, new = set(parts_at(before, touched)), set(parts_at(after, touched))
    filed = before.__dict__["_with_part"]
    after.__dict__["_with_part"] = filed if old == new else filed.changed(old - new, new - old)


def _take_over_capacity(
    before: Directory, after: Directory, changed: Directory, gone: Gone
) -> None:
    new = index_of(changed, "services")
    touched = {*new, *gone.get("services", ())}
    kept = (each for each in before.with_capacity if each.id not in touched)
    counted = (each for each in new.values() if each.capacity is not None)
    after.__dict__["with_capacity"] = (*kept, *counted) if touched else before.with_capacity


TakeOver = Callable[["Directory", "Directory", "Directory", Gone], None]
TAKE_OVERS: tuple[tuple[str, TakeOver], ...] = (
    ("_services_of", _take_over_findable),
    ("_services_of", _take_over_naming),
    ("_with_part", _take_over_parts),
    ("with_capacity", _take_over_capacity),
)
"""What is made from the last picture, if that has built what stands before it."""


def _centres_of(directory: Directory, changed: Directory, gone: Gone) -> set[CentreId]:
    """List the centres that a change touches, as far as a directory knows them."""
    services = index_of(directory, "services")
    keys = (*index_of(changed, "services"), *gone.get("services", ()))
    found = {services[key].centre for key in keys if key in services}
    centres = (*index_of(changed, "centres"), *gone.get("centres", ()))
    return found | {CentreId(key) for key in centres}


def _entry(directory: Directory, key: CentreId) -> Entry | None:
    centre = index_of(directory, "centres").get(key)
    return entry_of(centre, directory.services_of(key)) if centre else None


def _names(entry: Entry | None) -> tuple[object, ...] | None:
    return entry.names if entry else None
