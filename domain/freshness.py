"""Freshness: how long an entry counts as right after somebody has checked it."""

from __future__ import annotations

from datetime import date, timedelta

from domain.centres import Centre
from domain.services import Service

STALE_AFTER = timedelta(days=90)


def checked_on(centre: Centre, service: Service) -> date | None:
    """Give the day on which a service was last checked, else its centre; None if never."""
    return service.verified_on or centre.verified_on


def is_stale(centre: Centre, service: Service, today: date) -> bool:
    """Say whether nobody has checked this for too long, or ever as far as is known."""
    checked = checked_on(centre, service)
    return checked is None or today - checked > STALE_AFTER
