"""Texts that begin like a formula: marked as text by an apostrophe, which the import takes off."""

from __future__ import annotations

from casework.directory_files.cells import AS_TEXT, FORMULA, is_formula


def harmless(text: str) -> str:
    """Give a cell for a spreadsheet, which might evaluate what only resembles a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def importable(text: str) -> str:
    """Give a text for programs: only what the import itself would refuse is marked."""
    return f"'{text}" if is_formula(text) or AS_TEXT.match(text) else text
