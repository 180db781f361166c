"""Stage directions: what happens in a transcript besides what its sides say."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from bot.clockwork import Clockwork
from bot.documents import opened_for
from bot.drawing import installed
from bot.fonts import fonts_for
from bot.groups import TeamGroups
from casework import clocks
from casework.codes import pick
from domain.access import MemberRole, Membership
from domain.feedback import Asked, Said
from domain.figures import month_of
from domain.organisations import TeamId
from domain.people import Urgency
from domain.references import new_reference
from domain.referrals import State
from domain.requests.team import CallMe
from domain.topics import GroupStanding
from locales.render import RenderedFile
from storage import audit, feedback, members, people, referrals
from storage.people import Address
from storage.tables import case_messages, complaints, outbox, received_files
from tests.casework.made_files import SECRET
from tests.conversations.changes import CHANGES
from tests.conversations.play import FILES, Player
from tests.conversations.recorded import counted
from tests.storage import builders

Direction = Callable[..., Awaitable[None]]
DIRECTIONS: dict[re.Pattern[str], Direction] = {}


def direction(pattern: str) -> Callable[[Direction], Direction]:
    """Make a function what a stage direction of this form does."""

    def known(function: Direction) -> Direction:
        DIRECTIONS[re.compile(pattern)] = function
        return function

    return known


async def direct(player: Player, words: str) -> None:
    """Follow a stage direction."""
    for pattern, function in DIRECTIONS.items():
        found = pattern.fullmatch(words)
        if found is not None:
            await function(player, *found.groups())
            return
    raise AssertionError("no stage direction that is known")


@direction(r"(\w+)'s phone speaks (\S+)")
async def speaks(player: Player, side: str, language: str) -> None:
    """Let the channel tell a language; "nothing" for none."""
    player.side(side).hint = None if language == "nothing" else language


@direction(r"(\w+) is (\w+) of (\S+)(, paid by the State)?")
async def is_member(player: Player, side: str, role: str, team: str, state: str | None) -> None:
    """Enrol a side in a team."""
    async with player.database.transaction() as tx:
        directory = await player.office.directory.current(tx)
        known = await people.find_or_add(tx, player.side(side).address, player.clock())
        membership = Membership(
            TeamId(team),
            directory.team(TeamId(team)).organisation,
            MemberRole(role),
            employed_by_state=bool(state),
        )
        await members.enrol(tx, known.id, membership, player.clock())


@direction(r"(\w+) has left (\S+)")
async def has_left(player: Player, side: str, team: str) -> None:
    """End a membership."""
    async with player.database.transaction() as tx:
        known = await people.find_or_add(tx, player.side(side).address, player.clock())
        await members.revoke(tx, known.id, TeamId(team), player.clock())


@direction(r"(\w+) adds the bot to (a strange|the team's) group: (\w+)")
async def adds_to_group(player: Player, side: str, whose: str, standing: str) -> None:
    """Let a side make the bot something in a group; of a stranger's it stays out."""
    groups, by = TeamGroups(player.office), player.side(side).address
    stays = await groups.changed("-100", by, GroupStanding(standing))
    assert stays == (whose == "the team's")


@direction(r"(\w+) is called (\w+)")
async def is_called(player: Player, side: str, name: str) -> None:
    """Let a member tell the name under which colleagues know them."""
    async with player.database.transaction() as tx:
        known = await people.find_or_add(tx, player.side(side).address, player.clock())
    await player.office.perform_for(known.id, CallMe(name))


@direction(r"(\w+) is invited as (\w+) of (\S+)")
async def is_invited(player: Player, side: str, role: str, team: str) -> None:
    """Make an invitation; its code is {code}."""
    player.values["code"] = code = "TEST-CODE-2345-6789"
    async with player.database.transaction() as tx:
        expires = player.clock() + timedelta(days=7)
        await members.invite(tx, code, TeamId(team), MemberRole(role), expires)


@direction(r"the clock shows (\S+ \S+)")
async def clock_shows(player: Player, when: str) -> None:
    """Set the clock, in UTC."""
    player.clock.now = datetime.fromisoformat(when).replace(tzinfo=UTC)


@direction(r"(\d+) (minutes|hours|days) pass")
async def pass_by(player: Player, number: str, unit: str) -> None:
    """Let time pass."""
    player.clock.move(timedelta(**{unit: int(number)}))


@direction(r"the program starts anew")
async def starts_anew(player: Player) -> None:
    """Forget all that is not in the database."""
    player.start()


@direction(r"the clockwork turns")
async def turns(player: Player) -> None:
    """Let the clockwork do a round."""
    await Clockwork(player.office).once()


@direction(r"(\w+)'s message comes again")
async def comes_again(player: Player, side: str) -> None:
    """Deliver the last message of a side a second time."""
    await player.again(player.side(side))


@direction(r"meanwhile (.+)")
async def meanwhile(player: Player, change: str) -> None:
    """Change the directory."""
    await CHANGES[change](player.database)


@direction(r"nothing is recorded")
async def nothing_recorded(player: Player) -> None:
    """See that no request, consent or step of a request is stored."""
    found = await counted(player.database)
    assert not any(found.values()), f"recorded: {found}"


@direction(r"(\d+) requests? (?:is|are) recorded")
async def recorded(player: Player, number: str) -> None:
    """See how many requests are stored, each with its consent."""
    found = await counted(player.database)
    assert (found["referrals"], found["consents"]) == (int(number), int(number)), str(found)


@direction(r"the audit has a (refused|granted) (.+) by (\w+)")
async def audited(player: Player, allowed: str, action: str, side: str) -> None:
    """Find an audit row of a side."""
    async with player.database.transaction() as tx:
        rows = await audit.entries(tx)
        actor = (await people.find_or_add(tx, player.side(side).address, player.clock())).id
    wanted = (action, allowed == "granted", actor)
    found = [(row.action, row.allowed, row.actor) for row in rows]
    assert wanted in found, f"audit: {[(row[0], row[1]) for row in found]}"


@direction(r"(\w+) cannot forward the last message")
async def cannot_forward(player: Player, side: str) -> None:
    """See that the last message is private."""
    assert player.side(side).heard[-1].message.private, "it can be forwarded"


@direction(r"(\w+)'s chat holds (\d+) messages?")
async def holds(player: Player, side: str, number: str) -> None:
    """Count what is kept for a side: what it would find on opening the chat anew."""
    fresh = player.side(side)
    fresh.heard.clear()
    fresh.acted = fresh.line = 0
    await player.fetch(fresh)
    assert len(fresh.heard) == int(number), f"{len(fresh.heard)} messages"


def last_file(player: Player) -> RenderedFile:
    """Give the file that was sent last, to whomever."""
    every = [heard for each in player.sides.values() for heard in each.heard if heard.message.file]
    file = max(every, key=lambda heard: heard.row).message.file
    assert file is not None
    return file


@direction(r"(\w+) opens the document: (\S+)")
async def opens(player: Player, side: str, what: str) -> None:
    """Open the document that was sent last: as it is handed out, or "nothing" is."""
    file = last_file(player)
    found = await opened_for(player.office, player.side(side).address, file.document)
    assert (found is not None) == (what != "nothing"), f"opened: {found}"
    if found is not None:
        assert found.content == (FILES / what).read_bytes()


@direction(r"(\w+) opens the document and it tells nothing")
async def opens_and_is_told_nothing(player: Player, side: str) -> None:
    """Open the file that was sent last, and find nothing in it of whoever made it."""
    found = await opened_for(player.office, player.side(side).address, last_file(player).document)
    assert found is not None, "nothing"
    assert SECRET.encode() not in found.content
    assert SECRET not in found.name


@direction(r"(\w+) opens the document: a table of (\d+) rows")
async def opens_table(player: Player, side: str, rows: str) -> None:
    """Open the table that was sent last, and count its rows below the header."""
    file = last_file(player)
    found = await opened_for(player.office, player.side(side).address, file.document)
    assert found is not None, "nothing"
    lines = found.content.decode("utf-8-sig").splitlines()
    assert len(lines) == int(rows) + 1, lines
    assert not any(cell.startswith("=") for line in lines for cell in line.split(",")), lines


@direction(r"(\d+) files? (?:is|are) kept")
async def files_are_kept(player: Player, number: str) -> None:
    """Count the files that wait to be used."""
    async with player.database.transaction() as tx:
        found = await tx.connection.scalar(select(func.count()).select_from(received_files))
    assert found == int(number), f"{found} are kept"


@direction(r"(\w+) hears nothing")
async def hears_nothing(player: Player, side: str) -> None:
    """See that nothing came since this side last said something."""
    await player.fetch(player.side(side))
    assert not player.side(side).since, "something came"


@direction(r"no message of (\w+) offers to take it")
async def no_offer(player: Player, side: str) -> None:
    """See that the announcements with the button are replaced."""
    await player.fetch(player.side(side))
    codes = [
        button.code
        for heard in player.side(side).visible()
        for button in heard.buttons
        if button.code.endswith("/claim")
    ]
    assert not codes, f"still offered: {codes}"


@direction(r"the queue of (\S+) holds (\d+) more requests(, and their time runs)?")
async def queue_holds(player: Player, team: str, number: str, timed: str | None) -> None:
    """Store requests of other people in a team's queue, with clocks that run if so said."""
    async with player.database.transaction() as tx:
        directory = await player.office.directory.current(tx)
        centre = next(iter(directory.team(TeamId(team)).area.centres))
        service = directory.services_of(centre)[0].id
        for each in range(int(number)):
            address = Address("terminal", f"somebody {each}")
            whose = (await people.find_or_add(tx, address, player.clock())).id
            referral = builders.referral(
                whose, reference=new_reference(pick), service=service, team=TeamId(team)
            )
            await referrals.insert(tx, referral, builders.contact(), builders.consent(whose))
            if timed:
                await clocks.start(await player.office.system_work(tx), referral)


@direction(r"(\d+) requests? (?:is|are) recorded with a link")
async def linked_requests(player: Player, number: str) -> None:
    """See how many requests took the place of another one, which knows it and is closed."""
    found = 0
    async with player.database.transaction() as tx:
        person = (await people.find_or_add(tx, player.side().address, player.clock())).id
        mine = {each.reference: each for each in await referrals.of_person(tx, person)}
    for each in mine.values():
        if each.came_from is not None:
            before = mine[each.came_from]
            assert (before.went_to, before.state) == (each.reference, State.CLOSED)
            found += 1
    assert found == int(number), f"{found} are linked"


@direction(r"(\d+) requests in (\w+) came to (\S+) on (\S+) and were (.+)")
async def requests_came(
    player: Player, number: str, language: str, team: str, day: str, fate: str
) -> None:
    """Let requests have come to a team before the story, with what became of them."""
    at = datetime.fromisoformat(day).replace(hour=9, tzinfo=UTC)
    steps: dict[str, tuple[tuple[int, str, State, str], ...]] = {
        "answered in time": ((5, "claim", State.CLAIMED, ""), (30, "accept", State.ACCEPTED, "")),
        "declined as full": ((20, "decline", State.DECLINED, "full"),),
        "answered late": (
            (100, "claim", State.CLAIMED, ""),
            (101, "accept", State.ACCEPTED, ""),
        ),
        "taken and left": ((5, "claim", State.CLAIMED, ""),),
        "declined and disputed": (
            (20, "decline", State.DECLINED, "not_eligible"),
            (30, "object", State.PENDING, ""),
        ),
        "never answered": (),
    }
    async with player.database.transaction() as tx:
        known = await people.find_or_add(tx, Address("telegram", "before the story"), at)
        for _ in range(int(number)):
            new = builders.referral(known.id, team=TeamId(team), submitted=at, **URGENT)
            said = builders.consent(known.id, language=language)
            await referrals.insert(tx, new, builders.contact(), said)
            for hours, action, after, reason in ((0, "submit", State.PENDING, ""), *steps[fate]):
                step = {"at": at + timedelta(hours=hours), "action": action, "after": after}
                moved = builders.event(new, team=new.team, reason=reason, **step)
                await referrals.add_event(tx, moved)


@direction(r"(\d+) people said of (\S+) in (\S+), (\w+): (\w+)")
async def people_said(
    player: Player, number: str, team: str, month: str, asked: str, said: str
) -> None:
    """Let people have said of a team, before the story, how it was."""
    async with player.database.transaction() as tx:
        for _ in range(int(number)):
            await feedback.add(tx, TeamId(team), month, Asked(asked), Said(said))


@direction(r"(\w+) opens the document: a (picture|page)")
async def opens_drawn(player: Player, side: str, form: str) -> None:
    """Open the sheet that was sent last: drawn, or a text where this machine has no fonts."""
    file = last_file(player)
    found = await opened_for(player.office, player.side(side).address, file.document)
    assert found is not None, "nothing"
    drawn = {"picture": "image/png", "page": "application/pdf"}
    arabic_is_missing = fonts_for("م", installed().families()) is None
    as_text = player.side(side).language == "ar" and arabic_is_missing
    assert found.media == ("text/plain" if as_text else drawn[form])


@direction(r"complaints go outside to (.+)")
async def outside_contact(player: Player, contact: str) -> None:
    """Set the installation's outside contact."""
    player.office.outside_contact = contact


@direction(r"(\d+) complaints? (?:is|are) kept, (\d+) of them by name")
async def complaints_kept(player: Player, number: str, named: str) -> None:
    """Count the complaints, and those that know who made them."""
    async with player.database.transaction() as tx:
        rows = (await tx.connection.execute(select(complaints.c.person))).scalars().all()
    assert (len(rows), sum(row is not None for row in rows)) == (int(number), int(named))


@direction(r"of (\S+) is said, (\w+): (.+)")
async def said_of(player: Player, team: str, asked: str, counts: str) -> None:
    """See what was said of a team this month: "2 good, 1 bad", or "nothing"."""
    async with player.database.transaction() as tx:
        month = str(month_of(player.clock()))
        found = (await feedback.counted(tx, TeamId(team), month))[Asked(asked)]
    told = ", ".join(f"{found[said]} {said}" for said in Said if said in found) or "nothing"
    assert told == counts, told


@direction(r"(\w+) cannot be reached")
async def cannot_be_reached(player: Player, side: str) -> None:
    """Let a side have stopped the bot."""
    async with player.database.transaction() as tx:
        known = await people.find_or_add(tx, player.side(side).address, player.clock())
        await people.mark_unreachable(tx, known.id, unreachable=True, now=player.clock())


@direction(r"(\d+) messages? of cases (?:is|are) kept")
async def messages_kept(player: Player, number: str) -> None:
    """Count what persons and holders wrote to each other; without any, none waits."""
    async with player.database.transaction() as tx:
        kept = await tx.connection.scalar(select(func.count()).select_from(case_messages))
        told = select(func.count()).select_from(outbox).where(outbox.c.words_of == outbox.c.subject)
        waiting = await tx.connection.scalar(told)
    assert kept == int(number), f"{kept} are kept"
    assert kept or not waiting, f"{waiting} are in the outbox"


URGENT = {"urgency": Urgency.URGENT}
