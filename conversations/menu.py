"""The menu: what one can do, shown when nothing is under way."""

from __future__ import annotations

from conversations.messages import Button, Message, column, entry
from conversations.text import Marked, t
from domain.access import QUEUE_ROLES
from domain.requests.working import MemberOf

# Translators: menu button: ask for a place to sleep
SHELTER = Button(Marked("🏠", t("I need a place to sleep")), entry("shelter"))
# Translators: menu button: look for centres and services nearby, without giving a name
FIND = Button(Marked("🔎", t("Find help near me")), entry("find"))
# Translators: menu button: ask for another kind of help than a place to sleep
OTHER_HELP = Button(Marked("🤝", t("Ask for other help")), entry("shelter", "other"))
# Translators: menu button: see what became of one's requests
REQUESTS = Button(Marked("📄", t("My requests")), entry("requests"))
# Translators: menu button: danger, numbers to call
EMERGENCY = Button(Marked("🆘", t("Emergency")), entry("emergency"))
# Translators: menu button: choose another language
LANGUAGE = Button(Marked("🌍", t("Language")), entry("language"))
# Translators: menu button of caseworkers: the requests that wait
QUEUE = Button(Marked("📥", t("Queue")), entry("queue"))
# Translators: menu button of staff: facts about a centre
LOOK_UP = Button(Marked("ℹ️", t("Look up a centre")), entry("look_up"))
# Translators: menu button of staff: say how many places are free
BEDS = Button(Marked("🛏", t("Free places")), entry("beds"))
# Translators: menu button of staff: mistakes in the directory that people reported
REPORTS = Button(Marked("✏️", t("Reports of mistakes")), entry("reports"))
# Translators: menu button of caseworkers: start or end being on duty
DUTY = Button(Marked("🕑", t("On duty, off duty")), entry("duty"))

FOR_ANYONE = column(SHELTER, FIND, OTHER_HELP, REQUESTS, EMERGENCY, LANGUAGE)


def menu_of(work: tuple[MemberOf, ...]) -> Message:
    """Show what this person can do: a migrant, or staff of an organisation."""
    if not work:
        # Translators: above the menu buttons
        return Message(t("What can I do for you?"), FOR_ANYONE)
    everybody = (LOOK_UP, BEDS, REPORTS, LANGUAGE)
    buttons = (QUEUE, DUTY, *everybody) if works_cases(work) else everybody
    # Translators: above the menu buttons of staff
    return Message(t("What do you need?"), column(*buttons))


def works_cases(work: tuple[MemberOf, ...]) -> bool:
    """Say whether somebody has a queue."""
    return any(member.role in QUEUE_ROLES for member in work)
