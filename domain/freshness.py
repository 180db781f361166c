"""Freshness: how old an entry is, when its keeper is asked again, and how it stands in a list.

"Updated" is not "verified" (domain.md, What users ask for): an entry counts as checked only when
somebody said that it is right, or changed it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.centres import Centre
from domain.organisations import Organisation, OrganisationId
from domain.services import Service

STALE_AFTER = timedelta(days=90)  # domain.md, Suggested measures: listings verified within 90 days
ASK_EVERY_DAYS = 60  # early enough for an answer before an entry counts as old
ASK_AGAIN_AFTER = timedelta(days=7)
ASKED_AT_MOST = 3
DAYTIME = (time(8), time(18))


class Verified(NamedTuple):
    """When an entry was last checked and by whom; both None if nobody ever said."""

    on: date | None
    by: OrganisationId | None

    def is_stale(self, today: date) -> bool:
        """Say whether that is too long ago, or never was."""
        return self.on is None or today - self.on > STALE_AFTER

    def is_older(self, than: timedelta, today: date) -> bool:
        """Say whether it is at least so long ago, or never was."""
        return self.on is None or today - self.on >= than


def verified(centre: Centre, service: Service | None = None) -> Verified:
    """Give the last check of an entry: the service's own if it has one, else the centre's."""
    if service is not None and service.verified_on is not None:
        return Verified(service.verified_on, service.verified_by)
    return Verified(centre.verified_on, centre.verified_by)


def rhythm(keeper: Organisation) -> timedelta | None:
    """Say how often a keeper is asked; None for never."""
    days = ASK_EVERY_DAYS if keeper.asked_every_days is None else keeper.asked_every_days
    return timedelta(days=days) if days > 0 else None


def shortest_rhythm(keepers: Iterable[Organisation]) -> timedelta:
    """Give the shortest rhythm of all keepers: what is younger is nobody's to check yet."""
    rhythms = (rhythm(keeper) for keeper in keepers)
    usual = timedelta(days=ASK_EVERY_DAYS)
    return min((each for each in rhythms if each is not None), default=usual)


def is_due(entry: Verified, keeper: Organisation, today: date) -> bool:
    """Say whether the keeper's rhythm asks for a new check."""
    every = rhythm(keeper)
    return every is not None and entry.is_older(every, today)


class NextStep(StrEnum):
    """What a due check needs now."""

    ASK = "ask"
    TELL_COORDINATOR = "tell_coordinator"
    WAIT = "wait"


def next_step(asked: datetime | None, times: int, at: datetime) -> NextStep:
    """Say what comes next at the aware instant `at`, after so many questions without an answer.

    Asked three times, a week apart; then the coordinator hears that nobody answers; then it waits
    for the next round.
    """
    if asked is None or times == 0:
        return NextStep.ASK
    if times > ASKED_AT_MOST:
        return NextStep.ASK if at - asked >= STALE_AFTER else NextStep.WAIT
    if at - asked < ASK_AGAIN_AFTER:
        return NextStep.WAIT
    return NextStep.ASK if times < ASKED_AT_MOST else NextStep.TELL_COORDINATOR


def is_daytime(zone: str, at: datetime) -> bool:
    """Say whether it is between 8:00 and 18:00 in the IANA `zone`: nobody is woken for a check."""
    return DAYTIME[0] <= at.astimezone(ZoneInfo(zone)).time() < DAYTIME[1]


@lru_cache(maxsize=256)
def today_in(zone: str, at: datetime) -> date:
    """Give the calendar day at the aware instant `at` in the IANA `zone`."""
    return at.astimezone(ZoneInfo(zone)).date()
