"""People who ask for shelter: what each will answer, and what they say next.

A person reads the last message and its buttons, and nothing else. So they find their way whatever
came twice, and what they told can be compared with what the referral holds.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.people import AgeBand, Urgency, Who

# Places of the sample directory: where people stand, and the service that is nearest.
TOWNS: Mapping[str, tuple[float, float]] = {
    "gn-conakry-shelter": (9.55, -13.65),
    "dj-obock-shelter": (11.96, 43.29),
    "ba-bihac-shelter": (44.81, 15.87),
}
AGES = {AgeBand.ADULT: "18 to 59", AgeBand.ELDERLY: "60 or older"}
COMPANY = {Who.ALONE: "Only me", Who.FAMILY: "My family and me"}
STAYS = {
    Urgency.EMERGENCY: "Not tonight",
    Urgency.URGENT: "Only for a few days",
    Urgency.NORMAL: "Yes, for now",
}
SAFE = {True: "Yes, it is safe", False: "No, be careful"}
ALWAYS = (
    *("I need a place to sleep", "No, go on", "Yes, ask there", "Yes, I agree", "In this chat"),
    "Send it",
)
REFERENCE = re.compile(r"[Yy]our reference is (\S+)")
FIRST = re.compile(r"^1\. ")

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody will tell, decided before they begin."""

    age: AgeBand
    who: Who
    adults: int
    children: int
    service: str
    urgency: Urgency
    safe_to_write: bool
    name: str

    @classmethod
    def of(cls, number: int, chance: random.Random) -> Answers:
        """Decide for the person with a number, who has a name of their own."""
        who = chance.choice(list(COMPANY))
        return cls(
            age=chance.choice(list(AGES)),
            who=who,
            adults=chance.randint(1, 9) if who is Who.FAMILY else 1,
            children=chance.randint(0, 9) if who is Who.FAMILY else 0,
            service=chance.choice(list(TOWNS)),
            urgency=chance.choice(list(STAYS)),
            safe_to_write=chance.random() < 0.5,
            name=f"Amina {number}",
        )

    @property
    def buttons(self) -> tuple[str, ...]:
        """Name the buttons that they press wherever one is there."""
        chosen = AGES[self.age], COMPANY[self.who], STAYS[self.urgency], SAFE[self.safe_to_write]
        return (*ALWAYS, *chosen)


@dataclass(slots=True)
class Person:
    """Somebody in a chat. `reference`: of their request, once they were told it."""

    chat: int
    answers: Answers
    text: str = ""
    buttons: list[Body] = field(default_factory=list)
    heard: int = 0
    reference: str | None = None

    def hear(self, message: Mapping[str, Any]) -> None:
        """Read a message that was sent to them."""
        self.heard += 1
        self.text = message.get("text", "")
        markup = message.get("reply_markup") or {}
        rows = markup.get("inline_keyboard") or markup.get("keyboard") or ()
        self.buttons = [button for row in rows for button in row]
        told = REFERENCE.search(self.text)
        if told:
            self.reference = told[1].rstrip(".")

    def says(self) -> Body | None:
        """Give what they send next: a part of an update; None if they do not know what to do."""
        if not self.heard:
            return {"text": "/start"}
        if "How many adults" in self.text:
            return {"text": str(self.answers.adults)}
        if "How many children" in self.text:
            return {"text": str(self.answers.children)}
        if self._button("Send my location"):
            latitude, longitude = TOWNS[self.answers.service]
            return {"location": {"latitude": latitude, "longitude": longitude}}
        if self._button("No name"):
            return {"text": self.answers.name}
        for label in self.answers.buttons:
            button = self._button(label)
            if button is not None:
                return {"data": button["callback_data"]}
        first = next((each for each in self.buttons if FIRST.match(each["text"])), None)
        return {"data": first["callback_data"]} if first else None

    def _button(self, label: str) -> Body | None:
        return next((each for each in self.buttons if label in each["text"]), None)
