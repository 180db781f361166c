"""Requests that give one phone number: a hint to who may read both, a merger without loss."""

import pytest

from domain.referrals import Contact, DeclineReason, Reach, State
from domain.requests import DoneOutcome
from domain.requests.afterwards import Merge, ObjectTo
from domain.requests.mine import ChangeContact, MyReferrals
from domain.requests.working import CaseOf, Take
from tests.casework.situation import SENT, TEAM, UP_TO_THE_SUMMARY
from tests.casework.test_working_together import by, heard, listen, stored
from tests.conversations.play import Player
from tests.conversations.stage import direct

PHONE = UP_TO_THE_SUMMARY.replace("> In this chat", "> By phone\n> +224620000000")
OTHERS = PHONE.replace("> ", "other> ").replace("< ", "other< ").replace("+224", "0")


async def two_of_one_phone(player: Player) -> tuple[str, str]:
    """Two requests of two chats, the first of them taken."""
    await direct(player, f"caseworker is caseworker of {TEAM}")
    await direct(player, "outsider is caseworker of iom-ma-assistance")
    await player.play(PHONE + SENT)
    first = player.values["reference"]
    await player.play(OTHERS + SENT.replace("> ", "other> ").replace("< ", "other< "))
    await by(player, "caseworker", Take(first))
    return first, player.values["reference"]


async def test_a_hint_is_given_and_a_merger_loses_nothing(player: Player):
    first, second = await two_of_one_phone(player)
    view = await by(player, "caseworker", CaseOf(first))
    assert (view.perhaps, view.similar) == ((second,), ())
    for side in ("outsider", "person", "other"):
        assert (await by(player, side, Merge(first, second))).outcome is DoneOutcome.NOT_FOUND
    merged = await by(player, "caseworker", Merge(first, second))
    assert merged.outcome is DoneOutcome.DONE
    ended, goes_on = await stored(player, first), await stored(player, second)
    assert (ended.state, ended.decline_reason, ended.went_to) == (
        State.DECLINED,
        DeclineReason.DUPLICATE,
        second,
    )
    assert goes_on.state is State.PENDING
    await listen(player)
    (seen, *_) = await by(player, "person", MyReferrals())
    assert seen.decline_reason is DeclineReason.OTHER
    assert heard(player, "person", "Another reason.") == 1
    assert heard(player, "person", "There is already a request for the same help.") == 0
    assert heard(player, "person", second) == 0, "whoever shares the phone is not given away"
    assert heard(player, "other", "request for the same help") == 0

    assert (await by(player, "person", ObjectTo(first))).outcome is DoneOutcome.DONE
    assert (await stored(player, first)).state is State.PENDING


async def test_a_merger_by_phone_is_a_no_that_a_colleague_looks_at(player: Player):
    await direct(player, "meanwhile the ministry reviews declines")
    await direct(player, f"colleague is caseworker of {TEAM}")
    first, second = await two_of_one_phone(player)
    done = await by(player, "caseworker", Merge(first, second))
    assert (done.outcome, done.state) == (DoneOutcome.DONE, State.CLAIMED)
    waiting = (await stored(player, first)).proposal
    assert waiting is not None
    assert (waiting.reason, waiting.into) == (DeclineReason.DUPLICATE, second)


@pytest.mark.parametrize("which", ["person", "other"])
async def test_where_others_may_read_along_nothing_is_pointed_at(player: Player, which: str):
    first, second = await two_of_one_phone(player)
    unsafe = Contact(Reach.PHONE, "+224620000000", safe_to_write=False)
    mine = first if which == "person" else second
    await by(player, which, ChangeContact(mine, unsafe))
    view = await by(player, "caseworker", CaseOf(first))
    assert view.perhaps == ()
    assert (await by(player, "caseworker", Merge(first, second))).outcome is DoneOutcome.NOT_FOUND
