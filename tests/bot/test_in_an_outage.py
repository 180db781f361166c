"""An outage: who cries for help hears the emergency numbers at once, others wait."""

import asyncio

import pytest

from bot import in_an_outage
from bot.in_an_outage import HelpInAnOutage
from bot.incoming import Incoming, Reply
from conversations.dialogue import Typed
from locales.render import Rendered
from storage.database import StorageUnavailable

ANSWER = Reply(None)


class Office:
    """What is told at once, and a storage that may be away or slow."""

    def __init__(self) -> None:
        self.away = False
        self.answers = asyncio.Event()
        self.answers.set()
        self.told: list[tuple[str, Rendered]] = []
        self.help = HelpInAnOutage(("en", "fr"), self.handle, self.tell)

    async def handle(self, incoming: Incoming) -> Reply:
        await self.answers.wait()
        if self.away:
            raise StorageUnavailable("away")
        return ANSWER

    def tell(self, incoming: Incoming, words: Rendered) -> None:
        self.told.append((incoming.address, words))

    async def hears(self, words: str, who: str = "7", language: str | None = None) -> Reply | None:
        """Give the answer, or None in an outage."""
        try:
            return await self.help.handle(Incoming("telegram", who, "1", Typed(words), language))
        except StorageUnavailable:
            return None


@pytest.fixture
def office() -> Office:
    return Office()


async def test_who_cries_for_help_in_an_outage_hears_the_numbers(office: Office) -> None:
    office.away = True
    assert await office.hears("Au secours !", language="fr-CA") is None
    ((who, words),) = office.told
    assert (who, words.language) == ("7", "fr")
    assert "112" in words.text
    assert "dès que je le pourrai" in words.text


async def test_others_are_told_nothing_that_is_not_kept(office: Office) -> None:
    office.away = True
    assert await office.hears("a bed for tonight") is None
    assert not office.told


async def test_the_same_cry_that_comes_again_is_told_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.away = True
    for who in "7787":
        await office.hears("SOS", who)
    assert [who for who, _ in office.told] == ["7", "8"]
    monkeypatch.setattr(in_an_outage, "NOT_AGAIN_S", -1.0)
    await office.hears("SOS")
    assert [who for who, _ in office.told] == ["7", "8", "7"]


async def test_no_more_are_remembered_than_there_is_room_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_an_outage, "MOST_REMEMBERED", 2)
    office.away = True
    for who in "12341":
        await office.hears("SOS", who)
    assert [who for who, _ in office.told] == list("12341")


async def test_a_storage_that_is_silent_is_not_waited_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_an_outage, "WAITED_FOR_S", 0.01)
    office.answers.clear()
    asked = asyncio.create_task(office.hears("I am in danger"))
    async with asyncio.timeout(5):
        while not office.told:  # noqa: ASYNC110 - it tells nobody else
            await asyncio.sleep(0.001)
    office.answers.set()
    assert await asked is ANSWER
    assert len(office.told) == 1


async def test_where_all_is_well_nothing_is_said_beside(office: Office) -> None:
    assert await office.hears("SOS") is ANSWER
    assert not office.told
