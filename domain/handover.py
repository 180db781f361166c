"""Handovers: a planned, dated change of manager with stages and a checklist (A3, D3, G2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.organisations import CentreId, OrganisationId

SUCCESSOR_NAMED_WITHIN = timedelta(days=90)


class Stage(StrEnum):
    """Where a handover stands."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    POSTPONED = "postponed"


class Check(StrEnum):
    """What must be true before a handover completes (A3)."""

    QUEUE_STAFFED = "queue_staffed"
    CONTACTS_VERIFIED = "contacts_verified"
    AGREEMENT_IN_FORCE = "agreement_in_force"
    STAFF_TRAINED = "staff_trained"


@dataclass(frozen=True, slots=True)
class Handover:
    """A plan to pass a centre on to `successor`. `effective` is an aware UTC instant."""

    centre: CentreId
    successor: OrganisationId
    stage: Stage
    effective: datetime | None = None
    done: frozenset[Check] = frozenset()


def names_successor(plan: Handover, at: datetime) -> bool:
    """Say whether consent must name the successor: planned within 90 days (Decisions)."""
    if plan.stage not in (Stage.PLANNED, Stage.IN_PROGRESS) or plan.effective is None:
        return False
    return at < plan.effective <= at + SUCCESSOR_NAMED_WITHIN


def is_open(plan: Handover) -> bool:
    """Say whether the plan is still to be carried out."""
    return plan.stage in (Stage.PLANNED, Stage.IN_PROGRESS)


def unmet(plan: Handover, *, staffed: bool, agreed: bool | None = None) -> tuple[Check, ...]:
    """List the checks that are not met, in their order (A3).

    `staffed`: the new team has people; never taken on trust. `agreed`: the agreement that the new
    arrangement names is in force at the instant; None if it names none, and a tick counts.
    """
    seen = {Check.QUEUE_STAFFED: staffed, Check.AGREEMENT_IN_FORCE: agreed}
    met = {check: check in plan.done for check in Check}
    met |= {check: found for check, found in seen.items() if found is not None}
    return tuple(check for check in Check if not met[check])
