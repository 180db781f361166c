"""Governance: handover, staffing, approvals by IN 92, budget lines and funding of a centre."""

from __future__ import annotations

from datetime import datetime

from casework.refer import name
from casework.workplace import Work
from domain.centres import Centre
from domain.handover import Check
from domain.management import Arrangement, missing_approvals
from domain.periods import Period
from domain.requests.looking_up import (
    BudgetFact,
    DerogationFact,
    FundingFact,
    HandoverFact,
    StaffFact,
)


def handover(work: Work, centre: Centre) -> HandoverFact | None:
    """Give the planned change of manager with its checklist, if there is one (A3)."""
    for plan in work.directory.handovers_of(centre.id):
        return HandoverFact(
            name(work, plan.successor),
            plan.stage,
            plan.effective,
            tuple(check for check in Check if check in plan.done),
            tuple(check for check in Check if check not in plan.done),
        )
    return None


def staffing(work: Work, centre: Centre) -> tuple[StaffFact, ...]:
    """List who works there today, whose staff and on what basis (D5)."""
    return tuple(
        StaffFact(name(work, each.employer), each.kind, each.number, each.role, *ends(each.period))
        for each in work.directory.staffing
        if each.centre == centre.id and each.period.holds(work.now)
    )


def derogation(work: Work, centre: Centre, now: Arrangement | None) -> DerogationFact | None:
    """Say which approvals a salary derogation has and lacks under the model of today (C5, D4)."""
    for each in work.directory.derogations:
        if each.centre != centre.id:
            continue
        days = {approved.by: approved.on for approved in each.approved_on}
        return DerogationFact(
            each.asked_on,
            tuple((approval, days.get(approval)) for approval in sorted(each.approvals)),
            tuple(sorted(missing_approvals(now.model, each))) if now else (),
        )
    return None


def budgets(work: Work, centre: Centre, *, full: bool) -> tuple[BudgetFact, ...]:
    """List budget lines, latest first: all with full sight, an authority its own (C3)."""
    mine = {membership.organisation for membership in work.actor.memberships}
    lines = [
        BudgetFact(each.year, name(work, each.authority), each.line)
        for each in work.directory.budgets
        if each.centre == centre.id and (full or each.authority in mine)
    ]
    if centre.budget_line and (full or centre.authority in mine):
        lines.append(BudgetFact(0, name(work, centre.authority), centre.budget_line))
    return tuple(sorted(lines, key=lambda each: -each.year))


def funding(work: Work, centre: Centre) -> tuple[FundingFact, ...]:
    """List what donors pay there today."""
    return tuple(
        FundingFact(each.donor, each.words, *ends(each.period))
        for each in work.directory.funding
        if each.centre == centre.id and each.period.holds(work.now)
    )


def ends(period: Period) -> tuple[datetime | None, datetime | None]:
    """Give both ends of a period as instants."""
    return (period.start.at if period.start else None, period.end.at if period.end else None)
