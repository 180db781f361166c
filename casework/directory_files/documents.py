"""A document to read: a file by its name, for the report, and its bytes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """A file by its name, for the report, and its bytes."""

    name: str
    content: bytes
