"""Figures: what became of each request in a team's queue, by the moves that are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from domain.courses import ANSWERS, DECISIONS, DISPUTES, Course, Pause
from domain.organisations import TeamId
from domain.referrals import Action, DeclineReason, State
from domain.services import ServiceId
from storage.database import Transaction
from storage.referrals import URGENCIES
from storage.tables import consents, referral_events, referrals

MOST = 20_000

_e = referral_events.c
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
            _first(_is(ANSWERS)).label("answered"),
            _first(_is(DECISIONS)).label("decided"),
            _first(_e.after == State.DONE.value).label("finished"),
            _first(_e.after.in_(_ENDS)).label("ended"),
            func.max(case((_e.after == State.UNROUTABLE.value, 1), else_=0)).label("unroutable"),
            func.max(case((_e.action == Action.DECLINE.value, _e.reason))).label("declined"),
            func.max(case((_is(DISPUTES), 1), else_=0)).label("disputed"),
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
    facts = (referrals.c.urgency, referrals.c.service, language.label("language"))
    statement = select(each, *facts).join(referrals, referrals.c.id == each.c.referral)
    pauses = await _pauses(tx, team, came)
    rows = await tx.connection.execute(statement)
    return tuple(_read(row, pauses.get(row.referral, ())) for row in rows)


async def _pauses(
    tx: Transaction, team: TeamId, came: Select[tuple[str]]
) -> dict[str, tuple[Pause, ...]]:
    """Give when questions to the person stopped the clocks of requests in a team's queue."""
    waited = _e.after == State.NEEDS_INFO.value
    asked = select(_e.referral).where(_e.referral.in_(came), _e.team == team, waited)
    moves = select(_e.referral, _e.at, _e.after).where(_e.referral.in_(asked))
    found: dict[str, tuple[Pause, ...]] = {}
    for row in await tx.connection.execute(moves.order_by(_e.referral, _e.number)):
        found[row.referral] = _with_move(found.get(row.referral, ()), row.at, row.after)
    return found


def _with_move(pauses: tuple[Pause, ...], at: datetime, after: str) -> tuple[Pause, ...]:
    """Let a pause begin or end with a move."""
    waits, runs = after == State.NEEDS_INFO.value, bool(pauses) and pauses[-1].end is None
    if waits and not runs:
        return (*pauses, Pause(at))
    if runs and not waits:
        return (*pauses[:-1], Pause(pauses[-1].start, at))
    return pauses


def _is(actions: frozenset[Action]) -> ColumnElement[bool]:
    return _e.action.in_(sorted(action.value for action in actions))


def _first(condition: ColumnElement[bool]) -> ColumnElement[datetime]:
    """Give the instant of the first move of this kind."""
    return func.min(case((condition, _e.at)))


def _read(row: Any, pauses: tuple[Pause, ...]) -> Course:
    return Course(
        URGENCIES[row.urgency],
        row.received,
        row.language or "",
        ServiceId(row.service),
        bool(row.unroutable),
        row.answered,
        row.decided,
        row.finished,
        row.ended,
        DeclineReason(row.declined) if row.declined else None,
        bool(row.disputed),
        pauses,
    )
