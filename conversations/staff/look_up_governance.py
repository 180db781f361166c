"""Governance and quality in words: handover, committee, staffing, IN 92, money, figures."""

from __future__ import annotations

from datetime import datetime

from conversations.persons.recipients import filled
from conversations.staff.look_up_managing import last_instant, year_or_day
from conversations.staff.look_up_words import APPROVALS, CHECKS, FATES, STAFFING_KINDS, STAGES
from conversations.staff.rhythm_words import rhythm_words
from conversations.text import (
    Amount,
    Clock,
    Day,
    Listed,
    Moment,
    Verbatim,
    Words,
    lines,
    t,
    tn,
)
from domain.requests.looking_up import BudgetFact, CentreFacts, StaffFact

FEW = "<5"


def handover(facts: CentreFacts) -> Words | None:
    """Tell the stage of a handover, its day and its checklist (A3)."""
    plan = facts.handover
    if plan is None:
        return None
    day = Moment(plan.effective, facts.centre.zone, Clock.DAY) if plan.effective else None
    return lines(
        filled(STAGES[plan.stage], name=Verbatim(plan.successor)),
        # Translators: the day on which a handover takes effect
        t("Takes effect: {date}", date=day) if day else None,
        # Translators: steps of a handover that are done; {list} is a list
        t("Done: {list}", list=Listed(tuple(CHECKS[c] for c in plan.done))) if plan.done else None,
        # Translators: steps of a handover that are still open; {list} is a list
        t("Still open: {list}", list=Listed(tuple(CHECKS[c] for c in plan.open)))
        if plan.open
        else None,
    )


def committee(facts: CentreFacts) -> Words | None:
    """Tell the committee, its rhythm and its next meeting (D2)."""
    found = facts.committee
    if found is None:
        return None
    return lines(
        Verbatim(found.name),
        # Translators: how often a committee meets, as "every month"
        t("Meets: {rhythm}", rhythm=rhythm_words(found.rhythm)) if found.rhythm else None,
        next_meeting(facts),
    )


def next_meeting(facts: CentreFacts) -> Words | None:
    """Tell the next meeting; one that is past is no next one."""
    if facts.next_meeting is None or facts.next_meeting < facts.today:
        # Translators: the next meeting of a committee is not known
        return t("The next meeting is not recorded.")
    # Translators: the next meeting of the management committee
    return t("Next committee meeting: {date}", date=Day(facts.next_meeting))


def staffing(facts: CentreFacts) -> Words | None:
    """List who works there (D5)."""
    return lines(*(staff_row(each) for each in facts.staffing)) if facts.staffing else None


def staff_row(fact: StaffFact) -> Words:
    """Tell one group of people."""
    # Translators: people who work at a centre, as "6 × social workers – Ministry (daily allowance)"
    return t(
        "{count} × {role} – {name} ({kind})",
        count=Amount(fact.number),
        role=Verbatim(fact.role),
        name=Verbatim(fact.employer),
        kind=STAFFING_KINDS[fact.kind],
    )


def in92(facts: CentreFacts) -> Words | None:
    """Tell which approvals of a derogation to IN 92 there are, and what is missing (C5, D4)."""
    found = facts.derogation
    if found is None:
        return None
    rows: list[Words] = []
    if found.asked_on:
        # Translators: when a derogation to IN 92 was asked for
        rows.append(t("IN 92 derogation asked for on {date}", date=Day(found.asked_on)))
    for approval, day in found.approved:
        # Translators: an approval of a derogation to IN 92; {who} approved it
        rows.append(
            t("IN 92: approved by {who} on {date}", who=APPROVALS[approval], date=Day(day))
            if day
            # Translators: an approval of a derogation to IN 92; {who} approved it
            else t("IN 92: approved by {who}; the day is not recorded", who=APPROVALS[approval])
        )
    if found.missing:
        missing = Listed(tuple(APPROVALS[each] for each in found.missing))
        # Translators: approvals of a salary derogation (IN 92) that are missing
        rows.append(t("IN 92: approval missing from {who}", who=missing))
    elif found.approved:
        # Translators: a salary derogation (IN 92) has all approvals that it needs
        rows.append(t("IN 92: nothing is missing under the present management model."))
    return lines(*rows) if rows else None


def budget(facts: CentreFacts) -> Words | None:
    """List budget lines by year (C3)."""
    return lines(*(budget_row(each) for each in facts.budgets)) if facts.budgets else None


def budget_row(fact: BudgetFact) -> Words:
    """Tell one budget line."""
    if not fact.year:
        # Translators: budget line of a centre
        return t("Budget: {line}", line=Verbatim(fact.line))
    # Translators: budget line of a centre in a year; {name} is an authority
    return t(
        "Budget {year}, {name}: {line}",
        year=Verbatim(str(fact.year)),
        name=Verbatim(fact.authority),
        line=Verbatim(fact.line),
    )


def funding(facts: CentreFacts) -> Words | None:
    """List what donors pay."""
    zone = facts.centre.zone
    rows = []
    for each in facts.funding:
        dates = between(each.start, each.end, zone)
        donor = Verbatim(each.donor)
        # Translators: a donor, what it pays for, and from when until when
        rows.append(
            t("{name}: {what} ({dates})", name=donor, what=Verbatim(each.words), dates=dates)
            if each.words
            # Translators: a donor, and from when until when it pays
            else t("{name} ({dates})", name=donor, dates=dates)
        )
    return lines(*rows) if rows else None


def between(start: datetime | None, end: datetime | None, zone: str) -> Words:
    """Say from when until when money is paid."""
    # Translators: a period; "…" stands for not known
    return t(
        "{start} – {end}",
        start=year_or_day(None, start, zone),
        end=year_or_day(None, last_instant(end), zone),
    )


def indicators(facts: CentreFacts) -> Words | None:
    """Tell what became of requests, with small numbers hidden (Small numbers)."""
    row = facts.indicators
    if row is None:
        return None
    told = (
        filled(FATES[fate], count=Verbatim(FEW) if count is None else Amount(count))
        for fate, count in row.counts
    )
    total = row.total
    return lines(
        # Translators: count of requests to a centre in the last 90 days
        tn("{count} request received", "{count} requests received", total)
        if total is not None
        # Translators: the sum would tell a hidden small number
        else t("The sum is not shown, as a small number could be computed from it."),
        *told,
    )
