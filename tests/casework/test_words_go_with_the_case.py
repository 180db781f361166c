"""What person and holder wrote, and where they meet, is kept nowhere once the case is over."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from conversations.dialogue import Given, Pressed, Typed
from domain.requests.mine import ForgetMe, Withdraw
from domain.requests.working import Accept, AskPerson, Take
from storage import people
from storage.tables import metadata
from tests.casework.situation import SENT, TEAM, UP_TO_THE_SUMMARY
from tests.conversations.play import Player
from tests.conversations.stage import direct

OF_PERSON, OF_HOLDER = "My brother is called Ousmane.", "Ask at the gate for Mariama."
QUESTION, ANSWER, NAME = "Is the baby well?", "She has a fever.", "Amina"
WRITTEN = (OF_PERSON, OF_HOLDER, QUESTION, ANSWER)
SEALED = [
    column
    for table in metadata.sorted_tables
    for column in table.columns
    if column.name.startswith("sealed")
]


async def does(player: Player, side: str, request: object) -> None:
    async with player.database.transaction() as tx:
        found = await people.find_or_add(tx, player.side(side).address, player.clock())
    await player.office.perform_for(found.id, request)  # type: ignore[arg-type]


async def says(player: Player, side: str, given: Given) -> None:
    """Say something in a chat that shows its reader their own words, as the web chat does."""
    words = given.words if isinstance(given, Typed) else ""
    await player.turns.handle(replace(player.side(side).says(given), echo=words))


async def kept(player: Player) -> dict[str, set[str]]:
    """Give which of the words are kept, and in which columns."""
    found: dict[str, set[str]] = {}
    async with player.database.transaction() as tx:
        for column in SEALED:
            for sealed in await tx.connection.scalars(select(column).where(column.is_not(None))):
                told = tx.keys.open(sealed).decode(errors="replace")
                for words in (*WRITTEN, NAME):
                    if words in told:
                        found.setdefault(words, set()).add(str(column))
    return found


async def both_have_written(player: Player) -> str:
    """Let both sides write and read in a case that is accepted; give its reference."""
    await direct(player, f"caseworker is caseworker of {TEAM}")
    await player.play(UP_TO_THE_SUMMARY + SENT)
    reference = player.values["reference"]
    await does(player, "caseworker", Take(reference))
    await does(player, "caseworker", AskPerson(reference, QUESTION))
    for side, given in (
        ("person", Pressed(f"!answer/{reference}")),
        ("person", Typed(ANSWER)),
        ("person", Pressed(f"!write/{reference}")),
        ("person", Typed(OF_PERSON)),
        ("person", Typed("That is all")),
        ("caseworker", Pressed(f"!talk/{reference}")),
        ("caseworker", Typed("That is all")),
    ):
        await says(player, side, given)
    await does(player, "caseworker", Accept(reference, OF_HOLDER))
    for given in (Typed(f"/case {reference}"), Typed("/menu")):
        await says(player, "caseworker", given)
    return reference


@pytest.mark.parametrize("forgets", [False, True])
async def test_no_answer_in_which_words_were_read_outlives_the_case(
    player: Player, forgets: bool
) -> None:
    reference = await both_have_written(player)
    before = await kept(player)
    assert set(before) == {*WRITTEN, NAME}
    assert {"outbox.sealed_payload", "updates.sealed_reply"} <= set().union(*before.values())
    await does(player, "person", ForgetMe() if forgets else Withdraw(reference))
    after = await kept(player)
    assert {words: where for words, where in after.items() if words in WRITTEN} == {}
    assert not (forgets and after)
