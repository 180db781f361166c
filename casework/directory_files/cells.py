"""What stands in cells that is no fact: markup, formulas, invisible signs, names without end.

Markup is taken out and remarked on. A formula is never evaluated; the row is refused, since
nobody knows what it would have said. An apostrophe before a sign that begins a formula is how a
spreadsheet and our own export say "this is text", and is taken off.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from html import unescape
from sys import intern

from casework.directory_files.limits import LONGEST_CELL, LONGEST_NAME_READ
from casework.directory_files.names import split_name, tidy
from casework.directory_files.report import Findings, RefusedReason, RemarkKind, Row

TAG = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>|<!--.*?-->|</?[a-z][^<>]*>", re.I | re.S)
ENTITY = re.compile(r"&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.I)
INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
SHORT = 64
"""Cells up to this long are kept once: the same towns, ids and codes stand in many rows."""
NUMBER = re.compile(r"[+-]?\s?[\d(][\d\s().,/-]*")
STARTS = ("=", "+", "-", "@")
FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
"""What a spreadsheet may take for a formula, apostrophes before it or not."""
AS_TEXT = re.compile(r"'(?='*[=+\-@\t\r＝＋－＠])")
Fault = tuple[str, str, RefusedReason, str]
CALLS = re.compile(r"[(|!]|^[+-]\s*[A-Z]{1,3}\d+\b")


def taken(
    cells: Mapping[str, str], row: Row, findings: Findings, names: Iterable[str] = ()
) -> dict[str, str] | None:
    """Give the cells that are not empty, cleaned; None when the row was refused.

    `names`: the columns that hold a name, whose length is limited.
    """
    kept: dict[str, str] = {}
    for column, written in cells.items():
        if not written or written.isspace():
            continue
        fault = fault_of(written)
        if fault is not None:
            findings.refuse(row, column, written, *fault)
            return None
        plain = cleaned(written)
        kept[column] = intern(plain) if len(plain) <= SHORT else plain
        if "<" in written and kept[column] != written.strip():
            words = f"Markup was taken out of {column}."
            findings.remark(RemarkKind.MARKUP, words, row)
    for column in names:
        name = kept.get(column, "")
        if len(name) > LONGEST_NAME_READ and is_too_long(name):
            words = f"The name has {len(name)} characters; at most {LONGEST_NAME_READ} are read."
            findings.refuse(row, column, name, RefusedReason.TOO_LONG, words)
            return None
    return kept


def fault_of(written: str) -> tuple[RefusedReason, str] | None:
    """Say why a cell cannot be taken, or None."""
    if len(written) > LONGEST_CELL:
        words = f"The cell has {len(written)} characters; at most {LONGEST_CELL} are read."
        return RefusedReason.TOO_LONG, words
    if is_formula(written):
        return RefusedReason.FORMULA, "The cell begins like a formula."
    return None


def fault_in(raw: object, apart: Container[str], path: str = "") -> Fault | None:
    """Give the first text inside a JSON value that cannot be taken: its path, itself, and why.

    `apart`: members that are looked at on their own.
    """
    if isinstance(raw, str):
        fault = fault_of(raw) or _not_plain(raw, path)
        return (path, raw, *fault) if fault else None
    members = raw.items() if isinstance(raw, dict) else ()
    items = enumerate(raw, 1) if isinstance(raw, list) else ()
    inside = [(f"{path}.{name}".strip("."), each) for name, each in members if name not in apart]
    inside += [(f"{path}[{number}]", each) for number, each in items]
    found = (fault_in(each, apart, name) for name, each in inside)
    return next((fault for fault in found if fault), None)


def _not_plain(written: str, path: str) -> tuple[RefusedReason, str] | None:
    if TAG.search(written):
        return RefusedReason.MARKUP, "The text holds markup."
    if path.endswith("name") and is_too_long(written):
        words = f"The name has {len(written)} characters; at most {LONGEST_NAME_READ} are read."
        return RefusedReason.TOO_LONG, words
    return None


def is_formula(written: str) -> bool:
    """Say whether a spreadsheet would evaluate a text that is neither number nor list item."""
    plain = written.lstrip()
    if not plain.startswith(STARTS) or NUMBER.fullmatch(plain):
        return False
    return plain[0] in "=@" or CALLS.search(plain) is not None


def cleaned(written: str) -> str:
    """Give a cell without markup, invisible signs and the apostrophe that marks text."""
    plain = written.strip()
    if AS_TEXT.match(plain):
        plain = plain[1:]
    if "<" in plain:
        plain = TAG.sub(" ", plain).strip()
    if "&" in plain:
        plain = ENTITY.sub(lambda found: unescape(found[0]), plain)
    return INVISIBLE.sub("", plain) if not plain.isprintable() else plain


def is_too_long(name: str) -> bool:
    """Say whether a name is longer than any name is, even without the list behind it."""
    return len(split_name(tidy(name))[0]) > LONGEST_NAME_READ
