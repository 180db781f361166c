"""Agreements that end: each warning once, and on the day nobody is left without an owner."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.clockwork import Clockwork
from casework.agreement_ends import latest, steps_due
from domain.agreements import AgreementId
from domain.correspondence import Content
from domain.directory import Directory
from domain.periods import whole_days
from domain.referrals import Outcome, Referral, State
from domain.requests import DoneOutcome
from domain.requests.afterwards import Reopen
from domain.requests.corresponding import CorrespondenceOf, Write
from domain.requests.working import CaseOf, Finish
from storage import directory, referrals
from tests.casework.situation import SENT, TEAM, UP_TO_THE_SUMMARY
from tests.casework.test_working_together import by
from tests.conversations.play import Player
from tests.conversations.stage import direct

END = datetime(2026, 12, 25, tzinfo=UTC)
TANGER = datetime(2027, 2, 22, 0, 30, tzinfo=UTC)
IN_TANGER = """
> /shelter
> 18 to 59
> Only me
> No, go on
> Tanger
> 1
> Yes, for now
> No, go on
> Yes, I agree
> In this chat
> Yes, it is safe
> Amina
> Send it
"""
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


async def promised_in_tanger(player: Player) -> str:
    """A partner's contract has ended after it promised help; the reference of the case."""
    await direct(player, "partner is caseworker of ma-toit-tanger")
    await direct(player, "coordinator is coordinator of iom-ma-coordination")
    await direct(player, "iom is caseworker of iom-ma-assistance")
    await direct(player, "meanwhile the contract in Tanger ends in February")
    player.clock.now = TANGER - timedelta(hours=12)
    await player.play(IN_TANGER)
    await player.play(
        "partner> Take it\npartner> Accept\npartner> No, not the address\npartner> Come."
    )
    await turned(player, TANGER)
    return player.values["reference"]


async def in_store(player: Player, reference: str) -> Referral:
    async with player.database.transaction() as tx:
        found = await referrals.by_reference(tx, reference)
    assert found is not None
    return found


async def test_a_promise_stays_and_who_gave_it_reads_and_writes_no_more(player: Player) -> None:
    """After an agreement ends: reading rights end; the person is never left with a silent case."""
    reference = await promised_in_tanger(player)
    assert (await in_store(player, reference)).state is State.ACCEPTED
    said = Content(words="Is it still mine?")
    for side, outcome in (("partner", DoneOutcome.NOT_FOUND), ("person", DoneOutcome.DONE)):
        assert (await by(player, side, Write(reference, said))).outcome is outcome
    assert await by(player, "partner", CorrespondenceOf(reference)) is None
    assert (await by(player, "partner", CaseOf(reference))).contact is None
    assert await heard(player, "coordinator", "may no longer read it") == 1
    await by(player, "person", Write(reference, said))
    assert await heard(player, "coordinator", "may no longer read it") == 1
    await by(player, "person", Write(reference, said, urgent=True))
    assert await heard(player, "coordinator", "may no longer read it") == 2


async def test_what_is_opened_again_after_the_end_goes_to_the_new_owner(player: Player) -> None:
    reference = await promised_in_tanger(player)
    await by(player, "partner", Finish(reference, Outcome.NO_SHOW))
    await by(player, "person", Reopen(reference))
    again = await in_store(player, reference)
    assert (again.state, again.team, again.holder) == (State.PENDING, "iom-ma-assistance", None)
    assert await heard(player, "iom", f"New request {reference}") == 1
    assert await by(player, "partner", CaseOf(reference)) is None
