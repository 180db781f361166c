"""Extras: parts of the program that are installed only where somebody wants them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from domain.cannot_go_on import CannotGoOn


class ExtraIsMissing(CannotGoOn):
    """A setting asks for what is not installed; the message says what to do."""


@contextmanager
def extra(name: str, setting: str) -> Iterator[None]:
    """Import the libraries of an extra, for a setting; ExtraIsMissing if they are not there."""
    try:
        yield
    except ImportError:
        raise ExtraIsMissing(
            f"{setting}: the library for it is not installed; do: pip install 'passerelle[{name}]'"
        ) from None
