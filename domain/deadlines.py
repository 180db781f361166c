"""Deadlines: how long an answer may take, by urgency (domain.md, Timers)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from domain.people import Urgency


@dataclass(frozen=True, slots=True)
class Limits:
    """Wall-clock limits; a normal request's two weeks are ten working days."""

    acknowledge: timedelta
    decide: timedelta
    question_waits: timedelta


LIMITS: dict[Urgency, Limits] = {
    Urgency.EMERGENCY: Limits(timedelta(hours=1), timedelta(hours=24), timedelta(0)),
    Urgency.URGENT: Limits(timedelta(hours=12), timedelta(hours=72), timedelta(hours=24)),
    Urgency.NORMAL: Limits(timedelta(days=2), timedelta(days=14), timedelta(hours=72)),
}

REQUEST_BEING_WRITTEN_IS_KEPT = timedelta(days=14)
