"""What was asked in a transaction: many turns of a round ask alike, and wait for each answer."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from storage.prepared import Form


class Asked:
    """What was asked in a transaction, until something is written that it may depend on."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._rows: dict[Form, dict[Hashable, list[Any]]] = {}
        self._changes = 0

    def of(self, form: Form, changes: int) -> dict[Hashable, list[Any]]:
        """Give what is known of a form, to be added to: rows by the value it looks for, or by all.

        `changes`: how often anything was written by now in other ways than by prepared statements.
        """
        if changes != self._changes:
            self._changes = changes
            self._rows.clear()
        return self._rows.setdefault(form, {})

    def forget(self, written: Form, given: Mapping[str, Any]) -> None:
        """Forget what may be different after something was written."""
        for form, rows in self._rows.items():
            if written.table not in form.tables:
                continue
            if form.by and written.insert is not None:
                rows.pop(given[form.by], None)
            else:
                rows.clear()
