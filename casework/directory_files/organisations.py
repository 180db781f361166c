"""Organisations of a directory file: the same name, whatever its case and blanks, is one."""

from __future__ import annotations

from collections.abc import Callable

from casework.directory_files.names import normalised, tidy
from casework.directory_files.organisation_kinds import kind_of
from casework.directory_files.report import Findings, RemarkKind, Row
from domain.directory import Directory
from domain.organisations import Organisation, OrganisationId, OrganisationKind

Told = Callable[[Organisation], Organisation]


def as_named(organisation: Organisation) -> Organisation:
    """Give an organisation of which a file tells its name alone."""
    return organisation


class Organisations:
    """The organisations read so far; one that is known already keeps its id and its kind."""

    def __init__(self, known: Directory, findings: Findings) -> None:
        """Samples among the known do not count: they go one day."""
        real = [each for each in known.organisations if not each.sample]
        self.present = {each.id for each in known.organisations}
        self.known_names = {normalised(each.name): each for each in real}
        self.known_ids = {each.id: each for each in real}
        self.findings = findings
        self.named: dict[str, Organisation] = {}
        self.noted: set[tuple[str, str]] = set()
        self.ids: dict[str, OrganisationId] = {}

    def add(self, key: str, name: str, row: Row, told: Told = as_named) -> OrganisationId:
        """Take over an organisation, or find that it is one which is there already.

        `told`: gives a new one with what the file says of it beyond its name.
        """
        plain = normalised(name)
        there = self.named.get(plain)
        if there is None:
            there = self.known_ids.get(OrganisationId(key)) or self.known_names.get(plain)
            there = there or self._new(key, name, row, told)
            self.named[plain] = there
        if (there.id != key or there.name != tidy(name)) and (key, name) not in self.noted:
            self.noted.add((key, name))
            words = f"{tidy(name)!r}: the same organisation as {there.name!r} ({there.id})."
            self.findings.remark(RemarkKind.SAME_ORGANISATION, words, row)
        self.ids[key] = there.id
        return there.id

    def all(self) -> tuple[Organisation, ...]:
        """Give every organisation once."""
        return tuple({each.id: each for each in self.named.values()}.values())

    def find(self, key: OrganisationId | None) -> OrganisationId | None:
        """Give the id of an organisation that was read, or known before, under this one."""
        if key is None:
            return None
        return self.ids.get(key) or (key if key in self.present else None)

    def _new(self, key: str, name: str, row: Row, told: Told) -> Organisation:
        new = told(Organisation(OrganisationId(key), tidy(name), kind_of(name)))
        if new.kind is not OrganisationKind.PARTNER:
            words = (
                f"{new.name} counts as {new.kind}: it may receive personal data without an "
                "agreement."
            )
            self.findings.remark(RemarkKind.NOT_A_PARTNER, words, row)
        return new
