"""The doctor looks at the database: schema, keys, clock, what was set aside, what is stuck."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.finding import Finding
from bot.installation import office_of
from bot.right_clock import DATABASE, MAY_DIFFER
from bot.settings import Settings
from storage import (
    audit_chain,
    belonging,
    keyring,
    people,
    rounds,
    server_clock,
    standing,
    updates,
    versions,
)
from storage.database import StorageUnavailable, Transaction
from storage.migrate import Schema, schema
from storage.rounds import Rounds
from storage.standing import Waiting
from storage.types import KeyIsMissing
from storage.updates import ParkedUpdate

ROUNDS_MISSED = timedelta(minutes=10)
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
LEEWAY = timedelta(minutes=1)
STUCK_AFTER = timedelta(minutes=15)
MOST_PARKED = 20

SCHEMA: dict[Schema, Finding] = {
    Schema.PENDING: Finding("database", False, "schema is not up to date; run passerelle migrate"),
    Schema.CURRENT: Finding("database", True, "answers, schema up to date"),
    Schema.NEWER: Finding(
        "database", False, "schema is of a later version; end the upgrade, or restore a backup"
    ),
}


async def database(settings: Settings, now: datetime) -> list[Finding]:
    """Say whether the database answers, is up to date, and how things stand in it.

    `now`: what the machine's clock shows, aware UTC.
    """
    try:
        stands = SCHEMA[await schema(settings.database_url)]
        if stands is SCHEMA[Schema.PENDING]:
            return [clock(now, None), stands]
        office = office_of(settings)
        try:
            async with office.database.transaction() as tx:
                known = replace(tx, keys=await keyring.known(tx))
                await people.check_keys(known)
                found = [*await whose(tx, settings.bot), await sealed(known), await audit(known)]
                return [stands, *found, *await _read(tx, now)]
        finally:
            await office.database.close()
    except (StorageUnavailable, KeyIsMissing) as problem:
        return [clock(now, None), Finding("database", False, str(problem))]


async def _read(tx: Transaction, now: datetime) -> list[Finding]:
    return [
        clock(now, await standing.latest(tx)),
        *teams(counted=await versions.counts_teams(tx)),
        *differing(now, await server_clock.shown(tx), DATABASE),
        *clockwork(now, await rounds.known(tx)),
        *(parked(each) for each in await updates.parked(tx, MOST_PARKED)),
        *outbox(await standing.unsent(tx, now), now),
    ]


async def whose(tx: Transaction, bot: str | None) -> list[Finding]:
    """Say which bot the database belongs to; `bot`: the one of the settings."""
    kept = await belonging.owner(tx)
    if kept is None:
        return []
    words = f"the database is that of {kept.bot}"
    if bot in (None, kept.bot):
        return [Finding("bot", True, words)]
    words += f", but the token is of {bot}; passerelle run says what to do"
    return [Finding("bot", False, words)]


async def sealed(tx: Transaction) -> Finding:
    """Say whether keys that seal no more are still needed, as far as it was looked at last."""
    names = tx.keys.fingerprints
    if len(names) == 1:
        return Finding("sealing", True, "everything under the one key")
    older = "the older key" if len(names) == 2 else f"the {len(names) - 1} older keys"
    if await keyring.settled(tx) == names[0]:
        return Finding("sealing", True, f"everything under the first key; {older} may go")
    words = f"{older} may still be needed; passerelle keys rotate seals anew, and says when not"
    return Finding("sealing", True, words)


async def audit(tx: Transaction) -> Finding:
    """Say whether the end of the audit's chain is as it was left."""
    if not await audit_chain.end_fits(tx):
        words = "the end of its chain was changed; passerelle audit verify says more"
        return Finding("audit", False, words)
    head = await audit_chain.head_of(tx)
    return Finding("audit", True, f"{head.place} entries are sealed; passerelle audit verify")


def teams(*, counted: bool) -> list[Finding]:
    """Say what to do where a process would not learn who has joined or left a team."""
    if counted:
        return []
    words = (
        "the triggers of the tables members and team_groups are off or gone, so who has left may "
        "still be told of requests; switch them on (PostgreSQL: ALTER TABLE members ENABLE TRIGGER "
        "ALL) or restore a backup, then restart every process"
    )
    return [Finding("teams", False, words)]


def clock(now: datetime, latest: datetime | None) -> Finding:
    """A clock that is off breaks links, deadlines and Telegram's own checks.

    `latest`: what the database knows to be past, aware UTC.
    """
    if now < EARLIEST:
        return Finding("clock", False, f"it shows {now:%Y-%m-%d}; set the machine's clock")
    if latest is not None and now < latest - LEEWAY:
        words = f"it shows {now:%Y-%m-%d %H:%M} UTC, but it has been {latest:%Y-%m-%d %H:%M}"
        return Finding("clock", False, f"{words}; set the machine's clock")
    return Finding("clock", True, f"{now:%Y-%m-%d %H:%M} UTC")


def differing(now: datetime, shown: datetime | None, whose: str) -> list[Finding]:
    """Compare the machine's clock, `now`, with what somebody's has `shown`; both aware UTC."""
    if shown is None or abs(now - shown) <= MAY_DIFFER:
        return []
    words = f"it shows {now:%Y-%m-%d %H:%M} UTC, but {whose} shows {shown:%Y-%m-%d %H:%M}"
    return [Finding("clock", False, f"{words}; set the machine's clock, and see that NTP runs")]


def clockwork(now: datetime, known: Rounds) -> list[Finding]:
    """Say whether the clockwork goes round, which it does each minute; nothing before the first.

    It rests after an outage, and after the clock jumped.
    """
    if known.done is None:
        return []
    words = f"its last round was on {known.done:%Y-%m-%d %H:%M} UTC"
    if abs(now - known.done) <= ROUNDS_MISSED:
        return [Finding("clockwork", True, words)]
    words += (
        "; see that passerelle run runs, and that the machine's clock is right. After an hour "
        "without rounds, or more, it begins 15 minutes later"
    )
    return [Finding("clockwork", False, words)]


def parked(each: ParkedUpdate) -> Finding:
    """Tell of a message that failed every time; its sender was asked to try again."""
    words = f"{each.kind} from {each.channel} on {each.parked:%Y-%m-%d %H:%M} UTC: {each.reason}"
    what_next = f"report the error that the log has of update {each.update_id}"
    return Finding("parked update", False, f"{words}; {what_next}; listed for 30 days")


def outbox(unsent: tuple[Waiting, ...], now: datetime) -> list[Finding]:
    """Say whether messages go out; the web chat and the terminal fetch theirs."""
    found = []
    for each in unsent:
        waits = now - each.oldest
        words = f"{each.number} to {each.where} wait, the oldest for {waits // LEEWAY} minutes"
        if waits > STUCK_AFTER:
            words += "; see that passerelle run runs, and that its log tells of no trouble"
        found.append(Finding("outbox", waits <= STUCK_AFTER, words))
    return found or [Finding("outbox", True, "nothing waits")]
