"""Inline look-ups on the sample directory: enrolled staff alone, and outside only public facts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.inline import InlineAnswer, InlineAsked, answer_inline
from bot.office import Office
from domain.directory import Directory
from domain.organisations import CentreId
from storage import conversations, directory, people
from storage.database import Database
from storage.people import Address
from tests.conversations.play import Player
from tests.conversations.sample import sample_database
from tests.conversations.stage import direct

STAFF, SOMEBODY = Address("terminal", "iom"), Address("terminal", "somebody")


@pytest.fixture
async def player(tmp_path: Path) -> AsyncIterator[Player]:
    """Play on the sample directory, with one of IOM enrolled."""
    async with sample_database(tmp_path) as database:
        playing = Player(database, direct=direct)
        await direct(playing, "iom is coordinator of iom-gn-coordination")
        yield playing


async def asked(
    office: Office, words: str, *, private: bool = True, who: Address = STAFF, hint: str = "en"
) -> InlineAnswer:
    return await answer_inline(office, InlineAsked(who, words, private, hint))


async def test_staff_are_answered_at_once(player: Player) -> None:
    (only,) = (await asked(player.office, "beds Conakry")).results
    assert only.line == "31 of 80 places free, counted today at 08:00"
    assert "Source: directory entry, checked on 9 November 2026" in only.text


async def test_outside_the_private_chat_only_public_facts_are_told(player: Player) -> None:
    """Inline mode: answers enrolled staff only, with public facts outside the private chat."""
    for words in ("beds Conakry", "budget Conakry", "accord Guinée", "IN92 Guinée"):
        private = (await asked(player.office, words)).results
        public = (await asked(player.office, words, private=False)).results
        assert "nothing to show" not in private[0].text
        assert "nothing to show" in public[0].text
    (who,) = (await asked(player.office, "who manages Poi Pet", private=False)).results
    assert "Ministry of Social Affairs, Cambodia" in who.text
    assert "technical support" not in who.text


async def test_what_is_not_clear_is_several_answers(player: Player) -> None:
    found = (await asked(player.office, "who manages Tanger")).results
    assert [each.title for each in found] == [
        "Tanger flats (sample)",
        "UNHCR help desk Tanger (sample)",
    ]
    (agreements,) = (await asked(player.office, "accord Maroc")).results
    assert agreements.title == "Morocco"
    assert "127 days left" in agreements.text


@pytest.mark.parametrize("words", ["", "  ", "be", "xyzzyq qwerty"])
async def test_nothing_that_is_understood_is_an_empty_list(player: Player, words: str) -> None:
    assert (await asked(player.office, words)).results == ()


async def kept(database: Database, who: Address) -> tuple[object, object]:
    async with database.transaction() as tx:
        person = await people.at(tx, who)
        state = await conversations.load(tx, person, who.channel) if person else None
    return person, state


async def test_somebody_who_is_nobodys_staff_gets_nothing_and_is_not_made_known(
    player: Player,
) -> None:
    answer = await asked(player.office, "beds Conakry", who=SOMEBODY, hint="fr")
    assert answer == InlineAnswer((), "Ouvrir la discussion privée")
    assert await kept(player.database, SOMEBODY) == (None, None)


async def test_no_conversation_is_touched(player: Player) -> None:
    before = await kept(player.database, STAFF)
    await asked(player.office, "beds Conakry")
    assert await kept(player.database, STAFF) == before


ROLES = {
    "other": "staff of unhcr-west-africa",
    "party": "staff of gn-social-affairs-conakry",
    "iom": "staff of iom-gn-conakry",
}
MAY: dict[str, set[str]] = {
    "beds Conakry": {"other", "party", "iom"},
    "next committee Conakry": {"other", "party", "iom"},
    "agreement Conakry": {"party", "iom"},
    "staffing Conakry": {"party", "iom"},
    "IN92 Conakry": {"iom"},
    "funding Conakry": {"iom"},
}


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_is_told_inline_what_it_may_see_and_no_more(
    player: Player, role: str
) -> None:
    await direct(player, f"{role} is {ROLES[role]}")
    told = set()
    for words in MAY:
        (only,) = (await asked(player.office, words, who=Address("terminal", role))).results
        if "nothing to show" not in only.text:
            told.add(words)
    assert told == {words for words, who in MAY.items() if role in who}


async def test_a_place_that_is_kept_secret_is_answered_like_one_that_does_not_exist(
    player: Player,
) -> None:
    async with player.database.transaction() as tx:
        known = await directory.load(tx)
        here = known.services_of(CentreId("tn-medenine"))
        hidden = tuple(replace(each, confidential=True) for each in here)
        await directory.save(tx, Directory(services=hidden), {})
    await direct(player, f"other is {ROLES['other']}")
    for name in ("Médenine", "Medenine reception centre", "beds Médenine"):
        secret = await asked(player.office, name, who=Address("terminal", "other"))
        nowhere = await asked(player.office, "beds Xyzzyq", who=Address("terminal", "other"))
        assert secret == nowhere, name
