"""The columns of the table of management: one row is one dated fact about one centre.

Used by the reader of CSV and XLSX, by the empty table, and by docs/management-table.md, which a
test compares with this table.
"""

from __future__ import annotations

from collections.abc import Mapping

from casework.directory_files.names import normalised
from casework.directory_files.template_columns import Column

FACT = "fact"

COLUMNS: tuple[Column, ...] = (
    Column(
        FACT,
        "arrangement (who runs it), agreement, end of agreement, responsibility (who answers for "
        "a service) or handover (a plan). Needed.",
        "arrangement", ("fait", "type de fait"),
    ),
    Column(
        "centre", "Id or name of the place, as the directory has it. Needed.", "gn-conakry",
        ("center", "centre id", "lieu"),
    ),
    Column(
        "organisation",
        "Id or name, as the directory has it: who runs it, the other party of IOM's agreement, "
        "who answers, or the successor. Needed.",
        "ma-accueil", ("organization", "organisation id", "organisme"),
    ),
    Column(
        "first day", "From which it holds, like 2027-01-01. Needed, but for the end of an "
        "agreement and for a handover whose day is open.", "2027-01-01",
        ("from", "du", "premier jour"),
    ),
    Column(
        "last day", "Of an agreement, included; none without an end.", "2027-12-31",
        ("until", "au", "dernier jour"),
    ),
    Column(
        "how", "Of an arrangement: whole (when empty), part (IOM the rest) or joint (with IOM).",
        "whole", ("shape", "comment"),
    ),
    Column(
        "kind", "Of an agreement: cooperation_agreement, partner_contract, memorandum, "
        "data_sharing_protocol or individual_staffing_agreement.", "partner_contract", (),
    ),
    Column(
        "clauses", "Of an agreement: confidentiality, data_protection; several with commas "
        "between.", "confidentiality, data_protection", (),
    ),
    Column(
        "service", "Of a responsibility: shelter, food, and so on, as in the other table.",
        "shelter", (),
    ),
    Column(
        "reason", "Why an agreement ends: together, money, not_kept or other.", "money",
        ("raison",),
    ),
)  # fmt: skip


def _plain(name: str) -> str:
    return normalised(name.replace("_", " "))


KNOWN: Mapping[str, str] = {
    _plain(name): each.name for each in COLUMNS for name in (each.name, *each.others)
}


def column_of(header: str) -> str:
    """Give the column that a header's cell names, by its own or another name; empty if none."""
    return KNOWN.get(_plain(header), "")


def is_management(header: list[str]) -> bool:
    """Say whether a header is of this table: no other one has a column for the kind of fact."""
    return FACT in {column_of(each) for each in header}
