"""Accessibility: whether a place can be entered by everybody."""

from __future__ import annotations

from enum import StrEnum


class Wheelchair(StrEnum):
    """Whether one gets in with a wheelchair (OSM wheelchair=*)."""

    YES = "yes"
    LIMITED = "limited"
    NO = "no"
