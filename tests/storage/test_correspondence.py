"""What person and holder write to each other: sealed, in order, and gone with the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select

from domain.correspondence import Content, Enclosed, Meeting, Paper, Reply, Sentence
from domain.people import PersonId
from domain.referrals import By, Referral
from storage import correspondence, outbox, referrals, updates
from storage.correspondence import StoredMessage
from storage.database import Database
from storage.tables import case_messages
from storage.updates import Handled
from tests.storage.builders import IOM, MINISTRY, NOW, address, consent, contact, person, referral

WORDS = "I have a baby with me"
WHEN = datetime(2026, 11, 25, 18, tzinfo=UTC)
SENTENCE = Content(
    sentence=Sentence.COME_TO, when=WHEN, where=Meeting.CENTRE, papers=(Paper.IDENTITY,)
)


async def stored(database: Database, whose: PersonId | None = None) -> Referral:
    whose = whose or await person(database)
    made = referral(whose)
    async with database.transaction() as tx:
        await referrals.insert(tx, made, contact(), consent(whose))
    return made


def said(case: Referral, content: Content, by: By = By.PERSON) -> StoredMessage:
    return StoredMessage(case.id, by, NOW, content)


async def test_messages_come_back_in_order_as_given(database: Database) -> None:
    case, other = await stored(database), await stored(database)
    given = (
        said(case, Content(words=WORDS)),
        replace(said(case, SENTENCE, By.HOLDER), organisation=IOM),
        said(case, Content(reply=Reply.ANOTHER_TIME, to=2)),
        replace(said(case, Content(file=Enclosed.PICTURE)), media="image/jpeg"),
    )
    async with database.transaction() as tx:
        numbers = [await correspondence.add(tx, each) for each in given[:3]]
        numbers.append(await correspondence.add(tx, given[3], b"picture"))
        await correspondence.add(tx, said(other, Content(words="elsewhere")))
    kept = tuple(replace(m, number=n) for m, n in zip(given, numbers, strict=True))
    async with database.transaction() as tx:
        assert await correspondence.of(tx, case.id) == kept
        assert await correspondence.find(tx, numbers[1]) == kept[1]
        assert await correspondence.file_of(tx, numbers[3]) == b"picture"
        assert await correspondence.file_of(tx, numbers[0]) is None
        assert await correspondence.last_of(tx, case.id) == kept[3]
        assert await correspondence.count_files(tx, case.id, By.PERSON) == 1
        assert await correspondence.count_files(tx, case.id, By.HOLDER) == 0
    assert numbers == sorted(set(numbers))


async def test_neither_words_nor_values_nor_file_stand_in_the_clear(database: Database) -> None:
    case = await stored(database)
    async with database.transaction() as tx:
        await correspondence.add(tx, said(case, Content(words=WORDS)), b"picture of a face")
        await correspondence.add(tx, said(case, SENTENCE))
        rows = repr((await tx.connection.execute(select(case_messages))).all())
    for secret in (WORDS, "face", "come_to", "2026-11-25"):
        assert secret not in rows


async def test_what_nobody_read_is_counted_until_an_organisation_reads_it(
    database: Database,
) -> None:
    case = await stored(database)
    async with database.transaction() as tx:
        await correspondence.add(tx, said(case, Content(words="one")))
        await correspondence.mark_read(tx, case.id, MINISTRY)
        await correspondence.add(tx, said(case, Content(words="two")))
        assert await correspondence.count_unread(tx, case.id) == 1
        await correspondence.mark_read(tx, case.id, IOM)
        kept = await correspondence.of(tx, case.id)
        assert [each.organisation for each in kept] == [MINISTRY, IOM]
        assert await correspondence.count_unread(tx, case.id) == 0


async def test_only_what_nobody_read_goes_to_the_case_that_follows(database: Database) -> None:
    case, next_one = await stored(database), await stored(database)
    async with database.transaction() as tx:
        await correspondence.add(tx, said(case, Content(words="read")))
        await correspondence.mark_read(tx, case.id, MINISTRY)
        await correspondence.add(tx, said(case, Content(words="unread")))
        await correspondence.pass_unread_to(tx, case.id, next_one.id)
        assert [m.content.words for m in await correspondence.of(tx, case.id)] == ["read"]
        assert [m.content.words for m in await correspondence.of(tx, next_one.id)] == ["unread"]


async def test_a_case_is_erased_and_others_stay(database: Database) -> None:
    whose = await person(database)
    case, same = await stored(database, whose), await stored(database, whose)
    other = await stored(database)
    async with database.transaction() as tx:
        for each in (case, same):
            await correspondence.add(tx, said(each, Content(words=WORDS)), b"file")
        last = await correspondence.add(tx, said(other, Content(words=WORDS)), b"file")
        await correspondence.erase(tx, case.id)
        assert await correspondence.of(tx, case.id) == ()
        assert len(await correspondence.of(tx, same.id)) == 1
        assert await correspondence.file_of(tx, last) == b"file"


async def test_a_number_is_never_given_twice(database: Database) -> None:
    case = await stored(database)
    async with database.transaction() as tx:
        first = await correspondence.add(tx, said(case, Content(words=WORDS)))
        await correspondence.erase(tx, case.id)
        assert await correspondence.add(tx, said(case, Content(words=WORDS))) > first
        assert await correspondence.last_of(tx, case.id) is not None
        assert await correspondence.find(tx, first) is None
        assert await correspondence.find(tx, 10**40) is None


async def test_what_may_hold_words_of_a_case_goes_with_it_wherever_it_is_kept(
    database: Database,
) -> None:
    who = await person(database)
    cases = ("A", "B", None)
    async with database.transaction() as tx:
        for number, case in enumerate(cases):
            more = {"kind": "notice", "payload": b"words", "now": NOW, "words_of": case}
            await outbox.put(tx, person=who, address=address(), subject="A", **more)  # type: ignore[arg-type]
            await updates.claim(tx, "telegram", str(number))
            await updates.keep_reply(tx, "telegram", str(number), who, b"words", NOW, case)
        await outbox.erase_words_of(tx, "A")
        await updates.erase_words_of(tx, "A")
        assert len(await outbox.about(tx, "A")) == 2
        found = [await updates.claim(tx, "telegram", str(n)) for n, _ in enumerate(cases)]
    assert found == [Handled(None), Handled(b"words"), Handled(b"words")]
