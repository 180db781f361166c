"""Figures: what became of each request in a team's queue, by the moves that are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from domain.figures import ANSWERS, Course
from domain.organisations import TeamId
from domain.referrals import Action, DeclineReason, State
from storage.database import Transaction
from storage.referrals import URGENCIES
from storage.tables import consents, referral_events, referrals

MOST = 20_000

_e = referral_events.c
_DECISIONS = (Action.ACCEPT.value, Action.DECLINE.value)
_ENDS = (State.WITHDRAWN.value, State.REVOKED.value, State.REDIRECTED.value)


async def courses(
    tx: Transaction, team: TeamId, since: datetime, until: datetime, limit: int = MOST
) -> tuple[Course, ...]:
    """Give the requests that first came to a team from `since` until before `until`, aware.

    At most `limit`, the first to come. One row of the answer is one request, read without who
    it is.
    """
    came = select(_e.referral).where(_e.team == team, _e.at >= since, _e.at < until)
    received = func.min(_e.at)
    each = (
        select(
            _e.referral,
            received.label("received"),
            _first(_e.action.in_([action.value for action in ANSWERS])).label("answered"),
            _first(_e.action.in_(_DECISIONS)).label("decided"),
            _first(_e.after == State.DONE.value).label("finished"),
            _first(_e.after.in_(_ENDS)).label("ended"),
            func.max(case((_e.after == State.UNROUTABLE.value, 1), else_=0)).label("unroutable"),
            func.max(case((_e.action == Action.DECLINE.value, _e.reason))).label("declined"),
        )
        .where(_e.team == team, _e.referral.in_(came))
        .group_by(_e.referral)
        .having(received >= since, received < until)
        .order_by(received, _e.referral)
        .limit(limit)
        .subquery()
    )
    language = (
        select(consents.c.language)
        .where(consents.c.referral == each.c.referral)
        .order_by(consents.c.number)
        .limit(1)
        .scalar_subquery()
    )
    statement = select(each, referrals.c.urgency, language.label("language")).join(
        referrals, referrals.c.id == each.c.referral
    )
    return tuple(_read(row) for row in await tx.connection.execute(statement))


def _first(condition: ColumnElement[bool]) -> ColumnElement[datetime]:
    """Give the instant of the first move of this kind."""
    return func.min(case((condition, _e.at)))


def _read(row: Any) -> Course:
    return Course(
        URGENCIES[row.urgency],
        row.received,
        row.language or "",
        bool(row.unroutable),
        row.answered,
        row.decided,
        row.finished,
        row.ended,
        DeclineReason(row.declined) if row.declined else None,
    )
