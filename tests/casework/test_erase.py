"""The administrator has somebody forgotten: all of them goes, and everybody hears it who must."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.erase import NothingErased, erase_person
from bot.settings import Settings
from domain.people import PersonId
from domain.referrals import State
from domain.requests.working import Take
from storage import audit, people, referrals
from storage import conversations as words_of_people
from storage.tables import addresses, conversations, members, updates
from storage.tables import consents as proofs
from storage.tables import outbox as box
from tests.casework.situation import SENT, TEAM, UP_TO_THE_SUMMARY
from tests.casework.test_words_go_with_the_case import both_have_written, does, kept
from tests.conversations.play import Player
from tests.conversations.stage import direct
from tests.storage import builders
from tests.storage.engines import KEYS

LAST_WORD = "Everything I kept about you was deleted."
CANCELLED = "Your open requests are cancelled."


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """The installation that the player plays on."""
    return Settings(tmp_path, database_url, (KEYS.keys[0].decode(),))


async def taken(player: Player) -> str:
    """Let a request be made, and taken by a caseworker; give its reference."""
    await direct(player, f"caseworker is caseworker of {TEAM}")
    await player.play(UP_TO_THE_SUMMARY + SENT)
    reference = player.values["reference"]
    await does(player, "caseworker", Take(reference))
    return reference


async def whose(player: Player, reference: str) -> PersonId:
    async with player.database.transaction() as tx:
        found = await referrals.by_reference(tx, reference)
    assert found
    return found.person


async def erased(settings: Settings, reference: str) -> None:
    await erase_person(settings, reference, lambda: True)


async def rows_of(player: Player, person: PersonId) -> dict[str, int]:
    async with player.database.transaction() as tx:
        return {
            table.name: await tx.connection.scalar(
                select(func.count()).where(table.c.person == person)
            )
            or 0
            for table in (addresses, conversations, members, updates, box, proofs)
        }


async def audited(player: Player) -> list[tuple[str, str]]:
    async with player.database.transaction() as tx:
        return [(e.action, e.subject) for e in await audit.entries(tx) if e.actor is None]


async def test_all_of_them_goes_and_the_figures_stay(player: Player, settings: Settings) -> None:
    reference = await both_have_written(player)
    person = await whose(player, reference)
    assert await kept(player)
    await erased(settings, reference.lower().replace("-", ""))
    assert await kept(player) == {}
    assert set((await rows_of(player, person)).values()) == {0}
    async with player.database.transaction() as tx:
        case = await referrals.by_reference(tx, reference)
        assert case
        assert case.state is State.CLOSED
        assert await referrals.contact_of(tx, case.id) is None
        proof = (await tx.connection.execute(select(proofs))).one()
    assert (proof.person, proof.recipients, proof.basis) == (None, "[]", "")
    assert proof.person_index
    assert ("erase", reference) in await audited(player)


async def test_everybody_hears_it_who_must(player: Player, settings: Settings) -> None:
    reference = await taken(player)
    await erased(settings, reference)
    await player.play(f"caseworker< {reference}: the person asks to be forgotten. Please delete")
    await player.play(f"< {LAST_WORD}\n< {CANCELLED}")


async def test_in_the_language_that_they_spoke(player: Player, settings: Settings) -> None:
    reference = await taken(player)
    person = await whose(player, reference)
    async with player.database.transaction() as tx:
        await people.set_language(tx, person, "fr")
    await erased(settings, reference)
    await player.play("< Tout ce que je gardais sur vous a été effacé.")


async def test_where_others_read_along_nothing_is_said_of_requests(
    player: Player, settings: Settings
) -> None:
    reference = await taken(player)
    async with player.database.transaction() as tx:
        case = await referrals.by_reference(tx, reference)
        assert case
        await referrals.set_contact(tx, case.id, builders.contact(safe_to_write=False))
    await erased(settings, reference)
    await player.play(f"< {LAST_WORD}\n- {CANCELLED}")


async def test_again_it_changes_and_tells_nothing(
    player: Player, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    reference = await both_have_written(player)
    await erased(settings, reference)
    before = await audited(player)
    async with player.database.transaction() as tx:
        messages = await tx.connection.scalar(select(func.count()).select_from(box))
    capsys.readouterr()
    await erased(settings, reference)
    assert "is forgotten already" in capsys.readouterr().out
    assert await audited(player) == before
    async with player.database.transaction() as tx:
        assert await tx.connection.scalar(select(func.count()).select_from(box)) == messages


async def test_whoever_comes_back_is_new(player: Player, settings: Settings) -> None:
    reference = await taken(player)
    before = await whose(player, reference)
    await erased(settings, reference)
    await player.play(f"> /requests\n- {reference}")
    async with player.database.transaction() as tx:
        assert await people.at(tx, player.side("person").address) not in (None, before)


async def test_what_they_write_at_that_moment_brings_nothing_back(
    player: Player, settings: Settings
) -> None:
    reference = await both_have_written(player)
    person = await whose(player, reference)
    lock = people.lock_of(people.address_index(player.database, player.side("person").address))
    async with player.database.transaction([lock]) as turn:
        erasing = asyncio.create_task(erased(settings, reference))
        await asyncio.wait({erasing}, timeout=1)
        await words_of_people.save(turn, person, "terminal", b"Amina", player.clock())
    await erasing
    assert set((await rows_of(player, person)).values()) == {0}
    assert await kept(player) == {}


@pytest.mark.parametrize(
    ("asked", "words"),
    [("K7M-2QX", "is no reference"), ("222-2222", "No request has the reference 222-2222")],
)
async def test_what_is_no_request_is_told(
    player: Player, settings: Settings, asked: str, words: str
) -> None:
    with pytest.raises(NothingErased, match=words):
        await erased(settings, asked)


async def test_without_a_yes_nothing_happens(
    player: Player, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    reference = await both_have_written(player)
    before = await kept(player)
    with pytest.raises(NothingErased):
        await erase_person(settings, reference, lambda: False)
    assert await kept(player) == before
    said = capsys.readouterr().out
    assert "open requests, which are cancelled: 1" in said
    assert "names: 1" in said
    assert "Amina" not in said
