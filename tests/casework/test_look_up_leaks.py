"""What an asker may not see reads like what does not exist: byte by byte, for every topic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.sample import sample_directory
from conversations.staff.look_up_words import TOPIC_NAMES
from domain.access import Sight
from domain.directory import Directory
from domain.organisations import CentreId
from domain.questions import NEEDED_SIGHT, Topic
from storage import directory as stored
from storage.database import Database
from tests.conversations.play import NOW, Player
from tests.conversations.side import Side
from tests.conversations.stage import direct
from tests.storage.engines import fresh_url, opened

CONAKRY = CentreId("gn-conakry")
ASKERS = {
    "somebody": (Sight.PUBLIC, ""),
    "other": (Sight.STAFF, "staff of unhcr-west-africa"),
    "party": (Sight.PARTY, "staff of gn-social-affairs-conakry"),
    "iom": (Sight.FULL, "coordinator of iom-gn-coordination"),
}
WORDS = {
    Topic.AGREEMENTS: "agreements",
    Topic.BEDS: "beds",
    Topic.BUDGET: "budget",
    Topic.COMMITTEE: "committee",
    Topic.FUNDING: "funding",
    Topic.IN92: "in92",
    Topic.STAFFING: "staffing",
}


def without(facts: Directory, topic: Topic) -> Directory:
    """Give the same directory without any fact of a topic about the Conakry centre."""
    return REMOVED[topic](facts)


def _centre(facts: Directory, **values: object) -> Directory:
    centres = tuple(replace(c, **values) if c.id == CONAKRY else c for c in facts.centres)  # type: ignore[arg-type]
    return replace(facts, centres=centres)


def _services(facts: Directory) -> Directory:
    return replace(facts, services=tuple(replace(s, capacity=None) for s in facts.services))


REMOVED: dict[Topic, Callable[[Directory], Directory]] = {
    Topic.AGREEMENTS: lambda facts: replace(
        facts,
        agreements=(),
        responsibilities=(),
        arrangements=tuple(replace(a, agreement=None) for a in facts.arrangements),
    ),
    Topic.BEDS: _services,
    Topic.BUDGET: lambda facts: replace(facts, budgets=()),
    Topic.COMMITTEE: lambda facts: _centre(facts, committee=None),
    Topic.FUNDING: lambda facts: replace(facts, funding=()),
    Topic.IN92: lambda facts: replace(facts, derogations=()),
    Topic.STAFFING: lambda facts: replace(facts, staffing=()),
}


async def told(database: Database, name: str, role: str, questions: list[str]) -> list[object]:
    """Ask all questions; give every message whole, with the codes of its buttons."""
    player = Player(database, direct=direct)
    if role:
        await direct(player, f"{name} is {role}")
    side: Side = player.side(name)
    for question in questions:
        await player.play_line(f"{name}> {question}")
    return [heard.message for heard in side.heard]


def made(folder: Path) -> Path:
    """Give a new folder."""
    folder.mkdir()
    return folder


async def on(folder: Path, facts: Directory, name: str, questions: list[str]) -> list[object]:
    async with opened(await fresh_url("sqlite", folder)) as database:
        async with database.transaction() as tx:
            await stored.save(tx, facts)
        return await told(database, name, ASKERS[name][1], questions)


@pytest.mark.parametrize("topic", list(WORDS))
@pytest.mark.parametrize("name", list(ASKERS))
async def test_a_forbidden_fact_reads_like_an_absent_one(
    name: str, topic: Topic, tmp_path: Path
) -> None:
    """Rights of look-up: the same words and buttons, whether it is there or not."""
    facts = sample_directory(NOW).directory
    questions = [f"/centre {WORDS[topic]} Conakry", "/centre Conakry", "/centre Guinea"]
    with_fact = await on(made(tmp_path / "with"), facts, name, questions)
    without_fact = await on(made(tmp_path / "without"), without(facts, topic), name, questions)
    sees_it = list(Sight).index(ASKERS[name][0]) >= list(Sight).index(NEEDED_SIGHT[topic])
    own = (name, topic) == ("party", Topic.BUDGET)  # an authority sees its own budget line
    assert (with_fact == without_fact) is not (sees_it or own)


async def test_a_place_of_which_all_is_confidential_does_not_exist_for_others(
    tmp_path: Path,
) -> None:
    """Nothing that it is called by changes any answer, near misses and lists included."""
    facts = sample_directory(NOW).directory
    secret = CentreId("tn-medenine")
    hidden = replace(
        facts,
        services=tuple(
            replace(s, confidential=s.centre == secret or s.confidential) for s in facts.services
        ),
    )
    gone = replace(
        hidden,
        centres=tuple(c for c in hidden.centres if c.id != secret),
        services=tuple(s for s in hidden.services if s.centre != secret),
        arrangements=tuple(a for a in hidden.arrangements if a.centre != secret),
        responsibilities=tuple(r for r in hidden.responsibilities if r.centre != secret),
        handovers=tuple(h for h in hidden.handovers if h.centre != secret),
    )
    questions = [f"/centre {words}" for words in ("Médenine", "beds Tunisia", "Medenin", "Tunisie")]
    for name in ("somebody", "other"):
        there = await on(made(tmp_path / f"{name} there"), hidden, name, questions)
        assert there == await on(made(tmp_path / f"{name} gone"), gone, name, questions)


def test_every_topic_that_is_not_public_is_in_the_table_or_says_why() -> None:
    """What stands elsewhere goes with the arrangement, or is no fact of the directory."""
    elsewhere = {Topic.HISTORY, Topic.PARTIES, Topic.HANDOVER, Topic.INDICATORS, Topic.DOCUMENTS}
    closed = {topic for topic, sight in NEEDED_SIGHT.items() if sight is not Sight.PUBLIC}
    assert closed == set(WORDS) | elsewhere
    assert set(TOPIC_NAMES) >= closed
