"""Quiet hours and digests: the urgent comes at once, what may wait is told, nothing twice."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clockwork import Clockwork
from bot.incoming import Delivery, Sent
from bot.outbox import OutboxSender
from casework.tell import MESSAGE, decode
from domain.correspondence import Content
from domain.noise import BUSY, SPELL, quiet_until
from domain.notices import Digest, NewReferral, Reminder
from domain.people import Company, Told, Urgency, Who
from domain.referrals import Contact, State
from domain.requests import DoneOutcome
from domain.requests.asking import RouteTo, Submit
from domain.requests.corresponding import Write
from domain.requests.mine import Withdraw
from domain.requests.team import GoAway, SetQuiet, SetRota
from domain.requests.working import GoOnDuty, PutBack, Take
from domain.services import ServiceId
from locales.render import Rendered
from storage import outbox
from storage.people import Address
from tests.casework.any_order import World
from tests.casework.situation import SHELTER, TEAM
from tests.casework.test_offers import person_of
from tests.casework.test_working_together import by, heard, listen, staffed
from tests.conversations.play import Player
from tests.conversations.stage import direct

NIGHT = "22:00-07:00"
LATE = datetime(2026, 11, 24, 23, tzinfo=UTC)
MORNING = datetime(2026, 11, 25, 7, tzinfo=UTC)


async def asks(player: Player, who: str) -> str:
    """A request that may wait; its reference."""
    wanted = ServiceId(SHELTER)
    routed = await by(player, who, RouteTo(wanted, Told()))
    alone, contact = Company(Who.ALONE), Contact(name=who)
    recipients = routed.plain_recipients
    request = Submit(wanted, Told(), alone, Urgency.NORMAL, contact, recipients, "fr")
    sent = await by(player, who, request)
    return str(sent.reference)


async def night(player: Player) -> None:
    """A caseworker with quiet hours and a colleague without, late in the evening."""
    await direct(player, f"caseworker is caseworker of {TEAM}")
    await direct(player, f"colleague is caseworker of {TEAM}")
    await by(player, "caseworker", SetQuiet(NIGHT))
    player.clock.now = LATE


async def turned(player: Player, at: datetime) -> None:
    player.clock.now = at
    await Clockwork(player.office).once()
    await listen(player)


async def test_what_waited_is_told_once_at_the_end(player: Player):
    await night(player)
    reference = await asks(player, "first")
    await listen(player)
    assert heard(player, "colleague", f"New request {reference}") == 1
    await turned(player, MORNING - timedelta(minutes=1))
    assert not player.side("caseworker").heard
    for _ in range(2):
        await turned(player, MORNING)
        assert heard(player, "caseworker", f"{reference}: ") == 1


@pytest.mark.parametrize("ends", ["taken", "withdrawn"])
async def test_what_is_settled_meanwhile_is_left_out_and_nothing_left_is_no_message(
    player: Player, ends: str
):
    await night(player)
    reference = await asks(player, "first")
    if ends == "taken":
        await by(player, "colleague", Take(reference))
    else:
        await by(player, "first", Withdraw(reference))
    await turned(player, MORNING)
    assert not player.side("caseworker").heard


async def test_what_was_taken_and_put_back_meanwhile_is_told(player: Player):
    await night(player)
    reference = await asks(player, "first")
    await by(player, "colleague", Take(reference))
    await by(player, "colleague", PutBack(reference))
    await turned(player, MORNING)
    assert heard(player, "caseworker", f"{reference}: ") == 1


async def test_a_reminder_waits_too_and_only_while_it_still_presses(player: Player):
    await night(player)
    player.clock.now = LATE - timedelta(hours=2)
    first, second = await asks(player, "first"), await asks(player, "second")
    await turned(player, datetime(2026, 11, 25, 22, tzinfo=UTC))
    assert heard(player, "colleague", "still waits for somebody") == 2
    assert heard(player, "caseworker", "still waits for somebody") == 0
    await by(player, "colleague", Take(second))
    await turned(player, MORNING + timedelta(days=1))
    assert heard(player, "caseworker", f"{first} still waits for somebody") == 1
    assert heard(player, "caseworker", f"{second} still waits for somebody") == 0


class Ringing:
    """A channel that notes what came, and whether it made a sound."""

    name = "terminal"

    def __init__(self) -> None:
        self.sounds: dict[str, bool] = {}

    async def send(self, address: str, message: Rendered, replaces: str | None) -> Delivery:
        self.sounds[message.text] = not message.silent
        return Sent("1")


@pytest.mark.parametrize(
    ("at", "urgent", "sound"),
    [(LATE, False, False), (LATE, True, True), (MORNING, False, True)],
)
async def test_what_a_person_writes_at_night_comes_at_once_but_wakes_nobody(
    player: Player, at: datetime, urgent: bool, sound: bool
):
    await night(player)
    reference = await asks(player, "first")
    await by(player, "caseworker", Take(reference))
    player.clock.now = at
    phone = Ringing()
    sender = OutboxSender(player.office, {phone.name: phone})
    while await sender.once():
        phone.sounds.clear()
    await by(player, "first", Write(reference, Content(words="Is it far?"), urgent=urgent))
    while await sender.once():
        pass
    [(words, made_a_sound)] = phone.sounds.items()
    assert reference in words
    assert made_a_sound is sound


async def test_a_busy_queue_is_one_message_a_spell(player: Player):
    await direct(player, f"caseworker is caseworker of {TEAM}")
    for who in "abcdef":
        await asks(player, who)
    await listen(player)
    assert heard(player, "caseworker", "New request") == BUSY
    await turned(player, player.clock() + SPELL)
    assert heard(player, "caseworker", "What came in meanwhile") == 1
    assert heard(player, "caseworker", "3 requests wait to be taken") == 1


async def test_what_is_gathered_stands_before_nothing_in_the_outbox(player: Player):
    await night(player)
    await asks(player, "first")
    async with player.database.transaction() as tx:
        waiting = await outbox.for_address(tx, player.side("caseworker").address, 0)
    assert [row.kind for row in waiting if row.kind != MESSAGE] == []


async def test_changed_quiet_hours_move_what_was_gathered(player: Player):
    await night(player)
    reference = await asks(player, "first")
    await by(player, "caseworker", SetQuiet("22:00-06:00"))
    await turned(player, MORNING - timedelta(hours=1))
    assert heard(player, "caseworker", f"{reference}: ") == 1
    await turned(player, LATE + timedelta(days=1))
    again = await asks(player, "second")
    await by(player, "caseworker", SetQuiet(""))
    await turned(player, player.clock())
    assert heard(player, "caseworker", f"{again}: ") == 1


async def test_who_has_left_the_team_hears_nothing_of_it(player: Player):
    reference = await staffed(player)
    await by(player, "colleague", SetQuiet(NIGHT))
    player.clock.now = LATE
    await by(player, "caseworker", PutBack(reference))
    waits = await asks(player, "first")
    await direct(player, "colleague has left " + TEAM)
    await turned(player, MORNING)
    assert heard(player, "colleague", waits) == 0


async def test_who_comes_back_hears_of_the_backlog_in_one_message(player: Player):
    await direct(player, f"caseworker is caseworker of {TEAM}")
    await by(player, "caseworker", GoAway(LATE.date()))
    for who in ("first", "second"):
        await asks(player, who)
    await turned(player, LATE + timedelta(hours=1))
    await turned(player, LATE + timedelta(hours=1))
    assert heard(player, "caseworker", "Your duty has begun") == 1
    assert heard(player, "caseworker", "2 requests wait to be taken") == 1
    assert heard(player, "caseworker", "New request") == 0


async def test_what_is_in_the_backlog_is_not_told_again(player: Player):
    await direct(player, f"caseworker is caseworker of {TEAM}")
    await by(player, "caseworker", SetQuiet(NIGHT))
    await by(player, "caseworker", SetRota("Mo-Su 06:30-22:30"))
    await turned(player, LATE)
    await by(player, "caseworker", GoOnDuty(True))
    await asks(player, "first")
    await turned(player, MORNING - timedelta(minutes=30))
    assert heard(player, "caseworker", "1 request waits to be taken") == 1
    await turned(player, MORNING)
    assert heard(player, "caseworker", "What came in meanwhile") == 0


async def test_quiet_hours_are_set_by_oneself_or_a_supervisor_and_are_two_times(player: Player):
    await staffed(player)
    whom = await person_of(player, "caseworker")
    for side in ("colleague", "outsider", "person"):
        assert (await by(player, side, SetQuiet(NIGHT, whom))).outcome is DoneOutcome.REFUSED
    assert (await by(player, "person", SetQuiet(NIGHT))).outcome is DoneOutcome.REFUSED
    for wrong in ("22:00", "22:00-22:00", "Mo-Fr 22:00-07:00"):
        assert (await by(player, "caseworker", SetQuiet(wrong))).outcome is DoneOutcome.REFUSED
    assert (await by(player, "supervisor", SetQuiet(NIGHT, whom))).outcome is DoneOutcome.DONE


# ---------------------------------------------------------------- any order

STAFF = ("authority", "authority colleague", "authority supervisor")
SERVICES = ("ne-agadez-shelter", "ne-agadez-wash", "ne-agadez-food")
ZONE = "Africa/Niamey"


class Night:
    """What was announced to whom, and by when each must have heard of it."""

    def __init__(self, quiet: dict[str, str]) -> None:
        self.world = World()
        self.quiet = quiet
        self.by_when: dict[tuple[str, str], datetime] = {}
        for name, hours in quiet.items():
            self.world.perform(name, SetQuiet(hours))

    def close(self) -> None:
        self.world.close()

    def announced(self, reference: str) -> None:
        """Note until when everybody on duty must hear of it: urgent things now."""
        now = self.world.clock()
        referral = self.world.run(self.world.read(reference))
        for name in STAFF:
            if not self.on_duty(name):
                continue
            may_wait = referral.urgency is Urgency.NORMAL
            end = quiet_until(self.quiet[name], ZONE, now) or now + SPELL
            self.by_when[name, reference] = end if may_wait else now
        self.holds()

    def on_duty(self, name: str) -> bool:
        self.world.run(self.world.know_actors())
        return any(each.on_duty for each in self.world.actors[name].memberships)

    def asks(self, service: str, urgency: Urgency) -> None:
        before = set(self.world.cases)
        self.world.asks("amina", service, urgency)
        for reference in set(self.world.cases) - before:
            self.announced(reference)

    def moves(self, name: str, case: int) -> None:
        """Take a case that waits, or put back what one holds."""
        if self.world.cases:
            referral = self.world.referral(case)
            if referral.state is State.PENDING:
                self.world.perform(name, Take(referral.reference))
            elif referral.holder == self.world.who[name]:
                self.world.perform(name, PutBack(referral.reference))
                self.announced(referral.reference)

    def duty(self, name: str) -> None:
        self.world.perform(name, GoOnDuty(not self.on_duty(name)))

    def waits(self, minutes: int) -> None:
        """Let time pass, the clockwork turning whenever something is due to be known."""
        until = self.world.clock() + timedelta(minutes=minutes)
        for at in sorted({*self.by_when.values(), until}):
            if self.world.clock() <= at <= until:
                self.world.clock.now = at
                self.world.run(Clockwork(self.world.office).remind())
                self.holds()

    def holds(self) -> None:
        """Whoever was to know by now knows, or the request is somebody's."""
        for (name, reference), at in list(self.by_when.items()):
            if at > self.world.clock():
                continue
            referral = self.world.run(self.world.read(reference))
            if referral.state is State.PENDING:
                assert reference in self.world.run(self.told(name)), (name, at)
            del self.by_when[name, reference]

    async def told(self, name: str) -> set[str]:
        async with self.world.office.database.transaction() as tx:
            rows = await outbox.for_address(tx, Address("terminal", name), 0)
        found: set[str] = set()
        for notice in (decode(row.payload) for row in rows if row.kind != MESSAGE):
            if isinstance(notice, NewReferral | Reminder):
                found.add(notice.reference)
            elif isinstance(notice, Digest):
                found |= {reference for reference, _ in notice.first}
                assert notice.new == len(notice.first)
        return found


hours = st.sampled_from(["", NIGHT, "08:00-12:00", "00:00-23:00"])
steps = st.one_of(
    st.tuples(st.just("asks"), st.sampled_from(SERVICES), st.sampled_from(Urgency)),
    st.tuples(st.just("asks"), st.sampled_from(SERVICES), st.just(Urgency.NORMAL)),
    st.tuples(st.just("moves"), st.sampled_from(STAFF), st.integers(0, 3)),
    st.tuples(st.just("waits"), st.sampled_from([3, 12, 400, 900])),
    st.tuples(st.just("duty"), st.sampled_from(STAFF)),
)


@pytest.mark.timeout(120)
@settings(max_examples=6, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(STAFF, hours)), st.lists(steps, min_size=9, max_size=14))
def test_nothing_gathered_is_lost_in_whatever_order(quiet, story):
    """Every new request is told to all on duty by the end of their quiet hours, or is taken."""
    nightly = Night(quiet)
    try:
        for step, *how in story:
            getattr(nightly, step)(*how)
        nightly.waits(26 * 60)
        assert not nightly.by_when
    finally:
        nightly.close()
