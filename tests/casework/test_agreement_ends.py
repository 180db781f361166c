"""Agreements that end: each warning once, and on the day nobody is left without an owner."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.clockwork import Clockwork
from casework.agreement_ends import latest, steps_due
from domain.agreements import AgreementId
from domain.directory import Directory
from domain.periods import whole_days
from domain.referrals import State
from storage import directory, referrals
from tests.casework.situation import SENT, TEAM, UP_TO_THE_SUMMARY
from tests.conversations.play import Player
from tests.conversations.stage import direct

END = datetime(2026, 12, 25, tzinfo=UTC)
WARNED = "Cooperation agreement for the Conakry centre ends in"
OVER = "Cooperation agreement for the Conakry centre has ended."


async def cooperation_ends(player: Player) -> None:
    """Let the agreement by which Conakry is run jointly end after the 24th of December."""
    async with player.database.transaction() as tx:
        agreement = (await directory.load(tx)).agreement(AgreementId("gn-cooperation"))
        assert agreement is not None
        period = whole_days(date(2018, 1, 1), date(2026, 12, 24), "Africa/Conakry")
        await directory.save(tx, Directory(agreements=(replace(agreement, period=period),)))


async def turned(player: Player, at: datetime) -> None:
    player.clock.now = at
    await Clockwork(player.office).change_hands()


async def heard(player: Player, side: str, words: str) -> int:
    """Count the lines with these words that a side has got."""
    await player.fetch(player.side(side))
    return sum(words in line for each in player.side(side).heard for line in each.lines)


@pytest.mark.parametrize(
    ("before", "due"),
    [
        (timedelta(days=90, seconds=1), set()),
        (timedelta(days=90), {"90"}),
        (timedelta(days=30), {"90", "30"}),
        (timedelta(days=7), {"90", "30", "7"}),
        (timedelta(0), {"90", "30", "7", "over"}),
    ],
)
def test_b6_a_warning_is_due_ninety_thirty_and_seven_days_before(before, due):
    """B6, After an agreement ends: the last one counts, if several are due at once."""
    found = steps_due(END, END - before)
    assert found == due
    if due:
        assert latest(found) == ("over" if "over" in due else min(due - {"over"}, key=int))


async def test_each_warning_comes_once_and_a_pause_is_not_made_up_for(player: Player) -> None:
    await direct(player, "coordinator is coordinator of iom-gn-coordination")
    await cooperation_ends(player)
    for _ in range(2):
        await turned(player, END - timedelta(days=20))
    assert await heard(player, "coordinator", WARNED) == 1
    await turned(player, END - timedelta(days=7))
    assert await heard(player, "coordinator", WARNED) == 2
    for _ in range(2):
        await turned(player, END)
    assert await heard(player, "coordinator", OVER) == 1
    assert await heard(player, "coordinator", WARNED) == 2


async def test_a_joint_centre_without_agreement_goes_to_the_coordinator(player: Player) -> None:
    """D1, After an agreement ends: its cells are the coordinator's, alerted; nothing is dropped."""
    await direct(player, f"caseworker is caseworker of {TEAM}")
    await direct(player, "coordinator is coordinator of iom-gn-coordination")
    player.clock.now = END - timedelta(hours=2)
    await player.play(UP_TO_THE_SUMMARY + SENT)
    reference = player.values["reference"]
    await cooperation_ends(player)
    await turned(player, END)
    assert await heard(player, "coordinator", f"Open there: {reference}") == 1
    assert await heard(player, "coordinator", "may not go along") == 1
    async with player.database.transaction() as tx:
        kept = await referrals.by_reference(tx, reference)
    assert kept is not None
    assert (kept.team, kept.state) == (TEAM, State.PENDING)
    later = UP_TO_THE_SUMMARY.replace("\n> ", "\nlater> ").replace("\n< ", "\nlater< ")
    await player.play(later + "later> Send it\ncoordinator< could not be routed")
