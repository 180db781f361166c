"""Twenty caseworkers press "take" at the same moment: exactly one has the case."""

from __future__ import annotations

import asyncio

from conversations.dialogue import Pressed
from domain.referrals import State
from storage import audit, referrals
from tests.casework.situation import SENT, TEAM, UP_TO_THE_SUMMARY
from tests.conversations.play import Player
from tests.conversations.side import Side

NAMES = [f"caseworker{letter}" for letter in "abcdefghijklmnopqrst"]


async def press_take(player: Player, side: Side) -> None:
    code = f"!case/{player.values['reference']}/claim"
    await player.turns.handle(side.says(Pressed(code)))


async def test_of_twenty_who_take_a_case_at_once_exactly_one_wins(player: Player) -> None:
    for name in NAMES:
        await player.play(f"% {name} is caseworker of {TEAM}")
    await player.play(UP_TO_THE_SUMMARY + SENT)
    for name in NAMES:
        await player.play(f"{name}< New request {{reference}}\n{name}[Take it]")
    sides = [player.side(name) for name in NAMES]

    await asyncio.gather(*(press_take(player, side) for side in sides))

    for side in sides:
        await player.fetch(side)
    won = [side.name for side in sides if any("It is yours." in line for line in side.lines)]
    lost = [side.name for side in sides if "Somebody else was quicker." in side.lines]
    assert len(won) == 1
    assert sorted(won + lost) == NAMES
    await one_claim_is_recorded(player)
    for name in NAMES:
        await player.play(f"% no message of {name} offers to take it")
    for name in lost:
        assert any("A colleague has taken" in line for line in player.side(name).lines)
    await player.play("< {reference}: somebody at Ministry of Social Affairs, Guinea is reading")


async def one_claim_is_recorded(player: Player) -> None:
    """See one holder, one event, and an audit row for each of the twenty."""
    reference = player.values["reference"]
    async with player.database.transaction() as tx:
        referral = await referrals.by_reference(tx, reference)
        assert referral is not None
        events = await referrals.events_of(tx, referral.id)
        rows = [row for row in await audit.entries(tx, reference) if row.action == "claim"]
    assert (referral.state, referral.holder is not None) == (State.CLAIMED, True)
    assert [event.action for event in events] == ["submit", "claim"]
    assert [row.allowed for row in rows].count(True) == 1
    assert len(rows) == len(NAMES)
    assert next(row.actor for row in rows if row.allowed) == referral.holder
