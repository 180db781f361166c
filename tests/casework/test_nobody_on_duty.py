"""Where nobody is on duty, somebody knows at once and not after the timer, on each engine."""

from datetime import timedelta

import pytest

from bot.clockwork import Clockwork
from domain.requests.team import SetQuiet
from domain.requests.working import GoOnDuty, PutBack, Take
from tests.casework.situation import SENT, TEAM, UP_TO_THE_SUMMARY
from tests.casework.test_working_together import by, heard, listen
from tests.conversations.play import Player
from tests.conversations.stage import direct

COORDINATION = "iom-gn-coordination"
NIGER = "iom-ne-coordination"
WAITS = "and nobody there is on duty"
REFUSES = """
> hi
> Ask for other help
> 18 to 59
> Only me
> No, go on
> Agadez
> Water and washing
> 1
> I can wait
> The authorities must not know about me
> No, go on
> Yes, I agree
> In this chat
> Yes, it is safe
> No name
> Send it
"""


async def off_duty(player: Player, side: str, role: str, team: str) -> None:
    await direct(player, f"{side} is {role} of {team}")
    await by(player, side, GoOnDuty(False))


async def asks(player: Player) -> str:
    await player.play(UP_TO_THE_SUMMARY + SENT)
    await listen(player)
    return player.values["reference"]


async def test_who_is_on_duty_hears_it_and_the_others_are_left_alone(player: Player):
    await off_duty(player, "caseworker", "caseworker", TEAM)
    await off_duty(player, "coordinator", "coordinator", COORDINATION)
    await direct(player, f"awake is coordinator of {COORDINATION}")
    await asks(player)
    assert [heard(player, side, WAITS) for side in ("awake", "coordinator")] == [1, 0]


async def test_quiet_hours_hold_it_back_from_nobody(player: Player):
    await off_duty(player, "caseworker", "caseworker", TEAM)
    await direct(player, f"coordinator is coordinator of {COORDINATION}")
    await by(player, "coordinator", SetQuiet("00:00-23:59"))
    await asks(player)
    assert heard(player, "coordinator", WAITS) == 1


async def test_if_no_coordinator_is_on_duty_all_of_them_know(player: Player):
    await off_duty(player, "coordinator", "coordinator", COORDINATION)
    await direct(player, f"admin is admin of {COORDINATION}")
    await asks(player)
    assert [heard(player, side, WAITS) for side in ("coordinator", "admin")] == [1, 0]
    assert heard(player, "coordinator", "Amina") == 0


async def test_without_a_coordinator_the_administrator_knows(player: Player):
    await direct(player, f"admin is admin of {COORDINATION}")
    await asks(player)
    assert heard(player, "admin", WAITS) == 1
    assert heard(player, "admin", "Amina") == 0


async def test_what_is_put_back_where_nobody_is_on_duty_is_known_too(player: Player):
    await direct(player, f"caseworker is caseworker of {TEAM}")
    await direct(player, f"coordinator is coordinator of {COORDINATION}")
    reference = await asks(player)
    await by(player, "caseworker", Take(reference))
    await by(player, "caseworker", GoOnDuty(False))
    await listen(player)
    assert heard(player, "coordinator", WAITS) == 0
    await by(player, "caseworker", PutBack(reference))
    await listen(player)
    assert heard(player, "coordinator", WAITS) == 1


@pytest.mark.parametrize(("paid", "told"), [("", [1, 0]), (", paid by the State", [0, 1])])
async def test_what_could_not_be_routed_is_known_while_its_coordinator_is_off_duty(
    player: Player, paid: str, told: list[int]
):
    """Refuses authorities: for seconded State staff, who may not see it, the admin knows."""
    await direct(player, f"coordinator is coordinator of {NIGER}{paid}")
    await by(player, "coordinator", GoOnDuty(False))
    await direct(player, f"admin is admin of {NIGER}")
    await player.play(REFUSES)
    await listen(player)
    assert [heard(player, side, WAITS) for side in ("coordinator", "admin")] == told
    player.clock.move(timedelta(days=30))
    await Clockwork(player.office).remind()
    await listen(player)
    late = [
        heard(player, side, player.values["reference"]) > 1 for side in ("coordinator", "admin")
    ]
    assert late == [not paid, True]
