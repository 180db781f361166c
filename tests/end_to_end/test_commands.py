"""The commands that a person types, each in its own process, on a terminal or from a pipe."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from conversations.text import Verbatim, Words, t
from conversations.vocabulary import KINDS
from domain.organisations import OrganisationKind
from locales.render import speak
from tests.end_to_end.conftest import Install, OpenStory, Prepared
from tests.end_to_end.installation import Installation
from tests.telegram_server import TelegramServer

JORDAN = Path(__file__).parents[1] / "data" / "hsds_jordan"
NEAR_ZARQA = "32.07, 36.09"
PROVIDER, COORDINATOR = "PU-AMI", "UNHCR"

CONAKRY, POI_PET, TANGER = ("GN", "Conakry"), ("KH", "Poi Pet"), ("MA", "Tanger")
PLACES = {
    **dict.fromkeys(("كوناكري", "Конакри", "I am in Konakry"), CONAKRY),
    **dict.fromkeys(("Poi Pet", "ប៉ោយប៉ែត", "ポイペト"), POI_PET),
    **dict.fromkeys(("N'Zérékoré", "Nzerekore"), ("GN", "Nzérékoré")),
    **dict.fromkeys(("أغاديس", "أغاديز"), ("NE", "Agadez")),
    **dict.fromkeys(("هرجيسا", "ሀርጌሳ"), ("SO", "Hargeysa")),
    **{"طنجة": TANGER, "Bossaso": ("SO", "Bosaso"), "Lesvos": ("GR", "Lesvos")},
    **{"Zaatari": ("JO", "Zaatari"), "አዲስ አበባ": ("ET", "Addis Ababa"), "asdfgh": None},
}

pytestmark = pytest.mark.timeout(240)


def answer_to(said: str, line: str) -> str:
    """Give what was printed after a line that came through the pipe, up to the next one."""
    _, found, rest = said.partition(f"\n> {line}\n")
    assert found, said
    return rest.partition("\n> ")[0]


async def test_the_scripted_demonstration_plays_both_sides(install: Install) -> None:
    said = await install(installed=True).command("demo", "--script")
    sides = ("person     >", "person     <", "caseworker >", "caseworker <")
    assert all(side in said for side in sides), said
    told = ["Your reference is", "New request", "It is yours", "is reading your", "Accepted"]
    places = [said.index(words) for words in [*told, "says yes"]]
    assert places == sorted(places)


async def test_a_pipe_plays_the_dialogue_and_the_request_stays(
    install: Install, prepared: Prepared
) -> None:
    here = install(prepared.home, installed=True)
    lines = ("/shelter", "18 to 59", "Only me", "No, go on", "Conakry", "1. Conakry")
    more = ("Yes, ask there", "Not tonight", "No, go on", "Yes, I agree", "In this chat")
    end = ("Yes, it is safe", "Awa", "Send it")
    first = "The first that can"
    asked = "\n".join((*lines[:-1], first, *more, *end))
    said = await here.command("chat", "--language", "en", lines=asked)
    reference = answer_to(said, "Send it").split("Your reference is ")[1].split()[0]
    again = await here.command("chat", "--language", "en", lines="/requests\n")
    assert reference in answer_to(again, "/requests")
    seen = await here.command(
        *("chat", "--role", "caseworker", "--organisation", "Ministry of Social Affairs, Guinea"),
        *("--language", "en"),
        lines=f"/queue\n/case {reference}\n",
    )
    assert reference in answer_to(seen, "/queue")
    assert "Take it" in answer_to(seen, f"/case {reference}")
    assert "Awa" not in seen


async def test_the_doctor_finds_everything_well(
    open_story: OpenStory, server: TelegramServer
) -> None:
    cast = await open_story(webhook=True)
    said = await cast.installation.command("doctor")
    assert "BAD" not in said
    assert "@passerelle_test_bot" in said
    assert "webhook: registered" in said


async def test_the_doctor_says_what_is_wrong_and_what_to_do(install: Install) -> None:
    settings = {"PASSERELLE_TELEGRAM_TOKEN": "1:wrong"}
    here = install()
    here.settings |= settings
    said = await here.command("doctor", code=1)
    assert "BAD  database: schema is not up to date; run passerelle migrate" in said
    assert "BAD  telegram: no answer with this token" in said
    assert "The schema is up to date." in await here.command("migrate")
    assert "ok   database" in await here.command("doctor", code=1)


async def test_places_are_found_in_any_script(install: Install, prepared: Prepared) -> None:
    asked = "\n".join(PLACES)
    here = install(prepared.home, installed=True)
    said = await here.command("find", "--stdin", "--json", lines=asked)
    answers = [json.loads(line) for line in said.splitlines()]
    found = {
        each["query"]: next(((p["country"], p["name"]) for p in each["places"]), None)
        for each in answers
    }
    assert found == PLACES
    assert all(bool(each["nearest"]) == (each["query"] != "asdfgh") for each in answers)


# ------------------------------------------------------------ a real directory


def arabic(words: Words) -> str:
    """Say it in Arabic."""
    return speak(words, "ar")


def answers_in_arabic(name: str) -> list[str]:
    """Give the lines of one who asks for shelter near Zarqa, up to the yes and the sending."""
    said = [
        *("18 to 59", "Only me", "No, go on", NEAR_ZARQA, "Liwa Marka", "Yes, ask there"),
        *("Not tonight", "No, go on", "Yes, I agree", "In this chat", "Yes, it is safe"),
    ]
    return ["/shelter", *(arabic(t(each)) for each in said), name, arabic(t("Send it"))]


async def ask_in_jordan(here: Installation) -> tuple[str, str]:
    """Ask in Arabic; give what was said before the yes, and the reference."""
    lines = answers_in_arabic("سميرة")
    said = await here.command("chat", "--language", "ar", lines="\n".join(lines))
    before = said[: said.index(f"> {arabic(t('Yes, I agree'))}\n")]
    consent = before[before.rindex("\n> ") :]
    sent = arabic(t("Sent. Your reference is {reference}", reference=Verbatim("@")))
    before_it = sent.partition("@")[0]
    assert before_it in said, said
    found = re.search(r"\w{3}-\w{4}", said.split(before_it)[1])
    assert found
    return consent, found[0]


async def test_with_a_protocol_the_request_reaches_the_provider(install: Install) -> None:
    here = install()
    await here.command(*("directory", "import", JORDAN, "--protocol", "P", "--until", "2027-12-31"))
    await here.invite("caseworker", PROVIDER)
    consent, reference = await ask_in_jordan(here)
    kind = KINDS[OrganisationKind.PARTNER]
    goes_to = t(
        "Your request goes to {organisation} ({kind}).", organisation=Verbatim(PROVIDER), kind=kind
    )
    assert arabic(goes_to) in consent
    assert COORDINATOR not in consent
    queue = await here.command(
        *("chat", "--role", "caseworker", "--organisation", PROVIDER, "--language", "en"),
        lines="/queue\n",
    )
    assert reference in answer_to(queue, "/queue")


async def test_without_a_protocol_the_request_reaches_the_coordinator(install: Install) -> None:
    here = install()
    await here.command("directory", "import", JORDAN)
    await here.invite("caseworker", PROVIDER)
    code = await here.invite("coordinator", COORDINATOR)
    consent, reference = await ask_in_jordan(here)
    words = t(
        "I cannot send it straight to a team there. {organisation} ({kind}) receives it "
        "and looks for the right people.",
        organisation=Verbatim(COORDINATOR),
        kind=KINDS[OrganisationKind.INTERNATIONAL],
    )
    assert arabic(words) in consent
    queue = await here.command(
        *("chat", "--role", "staff", "--organisation", COORDINATOR, "--language", "en"),
        lines=f"/join {code}\n/queue\n",
    )
    assert reference in answer_to(queue, "/queue")
    provider = await here.command(
        *("chat", "--role", "caseworker", "--organisation", PROVIDER, "--language", "en"),
        lines=f"/queue\n/case {reference}\n",
    )
    assert reference not in answer_to(provider, "/queue")
    assert "I have no case" in answer_to(provider, f"/case {reference}")
