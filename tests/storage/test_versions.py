"""What is kept in memory is what stands: whoever changes it, in whatever process, is seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import delete, insert, text, update

from domain.access import MemberRole
from domain.capacity import counted
from domain.people import PersonId
from storage import capacity, directory, groups, members, people, versions
from storage.capacity import Hold
from storage.database import Database, Transaction
from storage.groups import TeamGroup
from storage.referrals import insert as add_referral
from storage.tables import members as members_table
from storage.tables import team_groups
from storage.versions import Versions
from tests.storage import builders
from tests.storage.builders import (
    DAY,
    NOW,
    SHELTER,
    TEAM,
    consent,
    contact,
    later,
    membership,
    person,
    referral,
)
from tests.storage.engines import opened


async def versions_of(database: Database) -> Versions:
    async with database.transaction() as tx:
        return await versions.versions(tx)


async def on_duty(database: Database) -> set[PersonId]:
    async with database.transaction() as tx:
        return set(await members.on_duty(tx, TEAM))


async def enrolled(database: Database) -> PersonId:
    who = await person(database)
    async with database.transaction() as tx:
        await members.enrol(tx, who, membership(), NOW)
    return who


async def test_each_version_grows_with_what_it_stands_for_and_with_nothing_else(
    database: Database,
) -> None:
    assert await versions_of(database) == Versions(0, 0, 0)
    await enrolled(database)
    teams = (await versions_of(database)).teams
    assert await versions_of(database) == Versions(0, teams, 0)
    assert teams > 0
    async with database.transaction() as tx:
        await directory.save(tx, builders.directory())
        await capacity.set_count(tx, SHELTER, None, counted(5, 0, 5, NOW, DAY))
    assert await versions_of(database) == Versions(1, teams, 1)


async def test_whatever_changes_a_member_or_a_group_is_counted_by_the_database(
    database: Database,
) -> None:
    who = await person(database)
    part = {"person": who, "team": TEAM, "role": "caseworker", "organisation": "org"}
    group = {"team": TEAM, "asked_by": who, "asked": NOW, "language": "fr"}
    before = (await versions_of(database)).teams
    for change in (
        insert(members_table).values(on_duty=True, employed_by_state=False, since=NOW, **part),
        update(members_table).values(on_duty=False),
        delete(members_table),
        insert(team_groups).values(group),
        update(team_groups).values(lost=NOW),
        delete(team_groups),
    ):
        with pytest.raises(LookupError):
            async with database.transaction() as tx:
                await tx.connection.execute(change)
                raise LookupError
        assert (await versions_of(database)).teams == before
        async with database.transaction() as tx:
            await tx.connection.execute(change)
        after = (await versions_of(database)).teams
        assert after > before
        before = after


@contextmanager
def nothing_asked(tx: Transaction, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a transaction ask for the versions, and for nothing else."""
    fetch = tx.driver.fetch

    async def fetched(form: Any, given: Any) -> list[Any]:
        assert form is tx.form(versions.VERSIONS)
        return await fetch(form, given)

    with monkeypatch.context() as patched:
        patched.setattr(tx.driver, "fetch", fetched)
        yield


async def test_what_stands_is_asked_once_and_known_in_every_transaction(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = await enrolled(database)
    for knows in (False, True):
        async with database.transaction() as tx:
            if not knows:
                await ask_all(tx)
                continue
            with nothing_asked(tx, monkeypatch):
                assert await ask_all(tx) == ((who,), (), (), None, {})


async def ask_all(tx: Transaction) -> tuple[Any, ...]:
    """Ask for all that a request asks of teams and places."""
    return (
        await members.on_duty(tx, TEAM),
        await members.in_team(tx, TEAM, MemberRole.COORDINATOR),
        await members.with_role(tx, MemberRole.ADMIN),
        await groups.of_team(tx, TEAM),
        await capacity.shown_of(tx, [SHELTER]),
    )


async def test_what_another_process_changes_is_seen_by_the_next_transaction(
    database: Database, database_url: str
) -> None:
    who = await enrolled(database)
    colleague = await person(database)
    async with opened(database_url) as other:
        assert await on_duty(database) == {who}
        async with other.transaction() as tx:
            await members.enrol(tx, colleague, membership(), NOW)
        assert await on_duty(database) == {who, colleague}
        async with other.transaction() as tx:
            await members.set_duty(tx, who, on_duty=False)
        assert await on_duty(database) == {colleague}
        async with other.transaction() as tx:
            await members.revoke(tx, colleague, TEAM, NOW)
        assert await on_duty(database) == set()


async def test_a_member_who_is_forgotten_is_told_nothing_more(database: Database) -> None:
    who = await enrolled(database)
    assert await on_duty(database) == {who}
    async with database.transaction() as tx:
        await people.erase_identity(tx, who)
    assert await on_duty(database) == set()


async def test_an_administrator_and_a_group_that_come_later_are_known(database: Database) -> None:
    who = await person(database)
    async with database.transaction() as tx:
        assert await members.with_role(tx, MemberRole.ADMIN) == ()
        assert await groups.of_team(tx, TEAM) is None
    async with database.transaction() as tx:
        await members.enrol(tx, who, membership(role=MemberRole.ADMIN), NOW)
        await groups.ask(tx, TeamGroup(TEAM, who, NOW, "fr"))
    async with database.transaction() as tx:
        assert await members.with_role(tx, MemberRole.ADMIN) == (who,)
        assert await groups.of_team(tx, TEAM) == TeamGroup(TEAM, who, NOW, "fr")


async def test_what_is_undone_was_seen_by_nobody_else(database: Database) -> None:
    who = await enrolled(database)
    with pytest.raises(LookupError):
        async with database.transaction() as tx:
            assert await members.on_duty(tx, TEAM) == (who,)
            await members.set_duty(tx, who, on_duty=False)
            assert await members.on_duty(tx, TEAM) == ()
            raise LookupError
    assert await on_duty(database) == {who}


async def test_a_part_that_is_undone_is_not_remembered(database: Database) -> None:
    who = await enrolled(database)
    async with database.transaction() as tx:
        part = await tx.connection.begin_nested()
        await members.set_duty(tx, who, on_duty=False)
        assert await members.on_duty(tx, TEAM) == ()
        await part.rollback()
        assert await members.on_duty(tx, TEAM) == (who,)
    assert await on_duty(database) == {who}


async def test_counts_and_holds_are_shown_as_they_stand(
    database: Database, database_url: str
) -> None:
    whose = await person(database)
    asked = referral(whose)
    async with database.transaction() as tx:
        await add_referral(tx, asked, contact(), consent(whose))
        assert await capacity.shown_of(tx, [SHELTER]) == {}
    async with opened(database_url) as other:
        async with other.transaction() as tx:
            await capacity.set_count(tx, SHELTER, None, counted(5, 0, 5, NOW, DAY))
        async with database.transaction() as tx:
            shown = await capacity.shown_of(tx, [SHELTER])
            assert shown[SHELTER].counts == {None: counted(5, 0, 5, NOW, DAY)}
        async with other.transaction() as tx:
            await capacity.hold(tx, Hold(asked.id, SHELTER, None, 2, later(hours=1)))
        async with database.transaction() as tx:
            assert len((await capacity.shown_of(tx, [SHELTER]))[SHELTER].promised) == 1
            await capacity.release(tx, asked.id)
            assert (await capacity.shown_of(tx, [SHELTER]))[SHELTER].promised == ()
        async with other.transaction() as tx:
            assert (await capacity.shown_of(tx, [SHELTER]))[SHELTER].promised == ()


async def test_no_more_is_kept_than_some_thousands(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "MOST_KEPT", 3)
    who = await enrolled(database)
    for number in range(10):
        async with database.transaction() as tx:
            teams = [TEAM, f"{number}"]
            rows = await versions.while_it_stands(tx, "teams", members.OF_TEAM, teams)
            assert [row.person for row in rows] == [who]
            ((kept,)) = tx.kept["while it stands"].values()
            assert len(kept.rows) <= 5


async def test_two_who_change_teams_at_once_wait_for_each_other_at_the_end_only(
    database: Database, engine: str
) -> None:
    if engine == "sqlite":
        pytest.skip("there nobody else writes at the same time")
    one, two = await enrolled(database), await enrolled(database)
    async with database.transaction() as tx:
        await members.set_duty(tx, one, on_duty=False)
        async with database.transaction() as other:
            await other.connection.execute(text("SET LOCAL lock_timeout = '1s'"))
            await members.set_duty(other, two, on_duty=False)
    assert await on_duty(database) == set()
