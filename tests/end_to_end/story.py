"""The story that all tests here play: a request for shelter, and what the caseworkers make of it.

It is written down once: who acts, how, what they see, and who else is told. A word is typed where
it could be taken for the answer to another question (the numbers, the name, the phone).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from domain.people import PersonId, Urgency, Who
from domain.referrals import Contact, Outcome, Reach, Referral, State
from storage import people, referrals
from storage.database import Transaction
from storage.people import Address
from tests.end_to_end.installation import Installation
from tests.telegram_server import Message, Person, TelegramServer

OWNER = "Ministry of Social Affairs, Guinea"

# Planted: never in a log, and with no caseworker before one has promised help.
NAME = "Zeinabou Tiguidanke"
PHONE = "+224 620 55 44 33"
KEPT_PHONE = "+224620554433"
ANSWER = "He turned six in the rainy season"
QUESTION = "How old is the youngest of you?"
INSTRUCTIONS = "Ask for Mariama at the blue gate before 20:00."
PLANTED = (NAME, *NAME.split(), PHONE, KEPT_PHONE, ANSWER, QUESTION, INSTRUCTIONS)

# What the story does to the referral, each once.
ACTIONS = ["submit", "claim", "ask", "answer", "accept", "arrived", "finish"]

PERSON, CASEWORKER, COLLEAGUE = "person", "caseworker", "colleague"


@dataclass(frozen=True, slots=True)
class Step:
    """One act. `sees`: what the one who acts sees then; `told`: what others see, by who they are.

    All of it are regular expressions; `{reference}` stands for the request's reference.
    """

    who: str
    sees: str
    says: str = ""
    presses: str = ""
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name the step for people."""
        return f"{self.who}: {self.says or self.presses}"


REQUEST = (
    Step(PERSON, says="/start", sees="What can I do for you"),
    Step(PERSON, presses="I need a place to sleep", sees="How old are you"),
    Step(PERSON, presses="18 to 59", sees="Who needs help"),
    Step(PERSON, presses="My family and me", sees="How many adults"),
    Step(PERSON, says="2", sees="How many children"),
    Step(PERSON, says="3", sees="Does one of these fit"),
    Step(PERSON, presses="No, go on", sees="Where are you"),
    Step(PERSON, says="Conakry", sees="Where should I send your request"),
    Step(PERSON, presses="^1\\. Conakry", sees="Shall I ask there"),
    Step(PERSON, presses="Yes, ask there", sees="Do you have a place to sleep"),
    Step(PERSON, presses="Not tonight", sees="special care"),
    Step(PERSON, presses="No, go on", sees="Do you agree"),
    Step(PERSON, presses="Yes, I agree", sees="How may they reach you"),
    Step(PERSON, presses="By phone", sees="Which phone number"),
    Step(PERSON, says=PHONE, sees="Is it safe to write"),
    Step(PERSON, presses="Yes, it is safe", sees="What name"),
    Step(PERSON, says=NAME, sees="This is your request"),
    Step(
        PERSON,
        presses="Send it",
        sees="Your reference is",
        told={CASEWORKER: "New request {reference}", COLLEAGUE: "New request {reference}"},
    ),
)

ANSWERING = (
    Step(
        CASEWORKER,
        presses="Take it",
        sees="It is yours",
        told={
            PERSON: "{reference}: somebody at .* is reading your request",
            CASEWORKER: "You have taken {reference}",
            COLLEAGUE: "A colleague has taken {reference}",
        },
    ),
    Step(CASEWORKER, presses="Ask the person", sees="What do you want to ask"),
    Step(CASEWORKER, says=QUESTION, sees="Asked", told={PERSON: f"asks you:\n\n{QUESTION[:-1]}"}),
    Step(PERSON, presses="Answer the question", sees="Write your answer"),
    Step(
        PERSON,
        says=ANSWER,
        sees="I passed your answer on",
        told={CASEWORKER: "{reference}: the person has answered"},
    ),
    Step(CASEWORKER, presses="Look at it", sees=ANSWER),
    Step(CASEWORKER, presses="Accept", sees="What should the person do"),
    Step(
        CASEWORKER,
        says=INSTRUCTIONS,
        sees="Accepted",
        told={PERSON: f"{{reference}}: {OWNER} says yes.\n\nThey write:\n{INSTRUCTIONS}"},
    ),
    Step(
        CASEWORKER,
        presses="The person arrived",
        sees="Noted: the person arrived",
        told={PERSON: "{reference}: .* noted that you arrived"},
    ),
    Step(CASEWORKER, presses="Finish", sees="How did it end"),
    Step(
        CASEWORKER,
        presses="The person got the help",
        sees="Finished",
        told={PERSON: "{reference}: .* has finished your request"},
    ),
)

STORY = REQUEST + ANSWERING
PROMISE = next(step for step in STORY if step.says == INSTRUCTIONS)
# A few steps that stand for all: a number that the question before takes too, the request, the
# claim, and the promise.
SAMPLE = tuple(s for s in STORY if s.says == "3" or s.presses in ("Send it", "Take it")) + (
    PROMISE,
)
# What nobody may ever be told in it: it would mean that a word went to the wrong question.
LOST = (
    "This button is from an earlier question",
    "I did not understand",
    "Please press one of the buttons",
    "Something went wrong",
    "I have no case",
    "not possible",
    "Somebody else was quicker",
)


class Cast:
    """Who plays: the person, two caseworkers of the owning team, and two who must hear nothing."""

    def __init__(self, server: TelegramServer, installation: Installation) -> None:
        self.server = server
        self.installation = installation
        self.person = server.person("Amina", language_code="en")
        self.caseworker = server.person("Fatou", language_code="en")
        self.colleague = server.person("Ibrahima", language_code="en")
        self.outsider = server.person("Oscar", language_code="en")
        self.coordinator = server.person("Celia", language_code="en")
        self.reference = ""
        self.before_promise: list[str] = []

    def of(self, who: str) -> Person:
        """Give who is meant."""
        found: Person = getattr(self, who)
        return found

    async def enrol(self, codes: Mapping[str, str]) -> None:
        """Let members use their invitations."""
        for who, code in codes.items():
            await self.of(who).says(f"/join {code}")
            await self.of(who).sees("Welcome")
        await self.server.settled()

    async def play(self, step: Step) -> None:
        """Play a step, and see that everybody sees what they must."""
        await self.act(step)
        await self.seen(step)

    async def act(self, step: Step, *, wait: bool = True) -> int:
        """Do what the step says."""
        if step is PROMISE:
            self.before_promise = [self.of(who).transcript() for who in (CASEWORKER, COLLEAGUE)]
        if step.presses:
            return await self.of(step.who).presses(step.presses, wait=wait)
        return await self.of(step.who).says(step.says, wait=wait)

    async def seen(self, step: Step) -> None:
        """Wait for what is to be seen after a step, by everybody."""
        message = await self.of(step.who).sees(step.sees)
        if "Your reference is" in step.sees:
            self.reference = message.text.split("Your reference is ")[1].split()[0]
        for who, pattern in step.told.items():
            await self.of(who).sees(pattern.replace("{reference}", self.reference))

    def replies(self, step: Step) -> list[Message]:
        """Give the replies that the one who acted has got."""
        return [m for m in self.of(step.who).new if m.says(step.sees) and not m.edited]

    async def replied(self, step: Step, times: int) -> None:
        """Check that the one who acted gets the same reply so many times, and not once more."""
        await self.server.until(lambda: len(self.replies(step)) >= times)
        found = self.replies(step)
        assert len(found) == times, self.of(step.who).transcript()
        assert all((m.text, m.buttons) == (found[0].text, found[0].buttons) for m in found)

    # ------------------------------------------------------------ what must be true at the end

    async def check(self) -> None:
        """Check that the story has left nothing but what it should."""
        await self.server.settled()
        await self.server.until(lambda: not self.server.unanswered_callbacks)
        assert not self.server.unanswered_callbacks
        assert not self.server.violations
        self.check_what_was_said()
        self.check_log()
        await self.check_stored()

    def check_what_was_said(self) -> None:
        """Check that nobody lost their way, and that nobody heard what is not for them."""
        for each in (self.person, self.caseworker, self.colleague):
            lost = [words for words in LOST if words in each.transcript()]
            assert not lost, each.transcript()
        for stranger in (self.outsider, self.coordinator):
            assert self.reference not in stranger.transcript()
        early = "\n".join(self.before_promise)
        assert early
        assert NAME not in early
        assert KEPT_PHONE not in early
        assert not any(words in self.colleague.transcript() for words in PLANTED)

    def check_log(self) -> None:
        """Check that the processes have logged nothing of anybody, and no failure."""
        log = self.installation.log
        ids = (str(each.id) for each in (self.person, self.caseworker, self.colleague))
        told = [each for each in (*PLANTED, *ids, self.server.token) if each in log]
        assert not told, log
        assert "Traceback" not in log
        assert "update failed" not in log
        assert "turn failed" not in log

    async def check_stored(self) -> None:
        """Check that there is exactly one referral, and that it holds what was told."""
        async with self.installation.transaction() as tx:
            mine = await referrals.of_person(tx, await self._known(tx, self.person))
            assert [each.reference for each in mine] == [self.reference]
            contact = await referrals.contact_of(tx, mine[0].id)
            events = await referrals.events_of(tx, mine[0].id)
            consents = await referrals.consents_of(tx, mine[0].id)
            holder = await self._known(tx, self.caseworker)
        check_referral(mine[0], holder)
        assert contact == Contact(Reach.PHONE, KEPT_PHONE, True, NAME)
        assert [event.action for event in events] == ACTIONS
        assert len(consents) == 1

    async def _known(self, tx: Transaction, each: Person) -> PersonId:
        address = Address("telegram", str(each.id))
        return (await people.find_or_add(tx, address, datetime.now(UTC))).id


def check_referral(referral: Referral, holder: PersonId) -> None:
    """Check that every answer went to its own question."""
    company = referral.company
    assert (company.who, company.adults, company.children) == (Who.FAMILY, 2, 3)
    assert not company.needs
    assert referral.urgency is Urgency.EMERGENCY
    assert referral.answer == ANSWER
    assert referral.instructions == INSTRUCTIONS
    assert referral.outcome is Outcome.SERVED
    assert referral.holder == holder
    assert referral.state is State.DONE
