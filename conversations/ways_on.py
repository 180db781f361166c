"""Ways on: the buttons under what ends or is late, so that nobody stands at an end."""

from __future__ import annotations

from collections.abc import Iterable

from conversations.messages import Button, column, entry
from conversations.text import Marked, Verbatim, t
from domain.services import ServiceId


def ways_on(
    *own: Button, alternatives: Iterable[tuple[ServiceId, str]] = ()
) -> tuple[tuple[Button, ...], ...]:
    """Lead to other places (service and name), to what is `own` here, to a search, to help now."""
    return column(
        *(
            Button(Marked("🏠", Verbatim(name)), entry("shelter", "s", str(service)))
            for service, name in alternatives
        ),
        *own,
        # Translators: button: begin the search anew
        Button(Marked("🔎", t("Search again")), entry("find")),
        # Translators: button: danger, numbers to call
        Button(Marked("🆘", t("Emergency")), entry("emergency")),
    )
