"""The demonstration as a newcomer plays it: the real process, a real browser, both sides."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FrameLocator, expect

from conversations.persons.about_you import CARE_QUESTION
from conversations.text import Text, t
from locales.render import speak
from tests.browser.seen import DESKTOP, Seen

pytestmark = pytest.mark.timeout(180)

TOWN = {"en": "Conakry", "fr": "Conakry", "ar": "كوناكري"}
NAME = "Amina Test"
INSTRUCTIONS = "Please come today before 20:00 and ask at the gate."


@pytest_asyncio.fixture(loop_scope="module")
async def demo(repository: Path, tmp_path: Path) -> AsyncIterator[str]:
    """The address of `passerelle demo`, running as its own process."""
    program = Path(sys.executable).parent / "passerelle"
    process = await asyncio.create_subprocess_exec(
        str(program), "demo", "--no-browser", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    said = ""
    async with asyncio.timeout(60):
        while not (found := re.search(r"(http://127\.0\.0\.1:\d+)/demo", said)):
            line = await process.stdout.readline()
            assert line, f"the demonstration ended: {said}"
            said += line.decode()
    yield found[1]
    process.terminate()
    async with asyncio.timeout(60):
        assert await process.wait() == 0


class Side:
    """One of the two frames, in one language."""

    def __init__(self, frame: FrameLocator, language: str, buttons: str) -> None:
        self.frame = frame
        self.buttons = frame.locator(buttons)
        self.language = language

    def words(self, text: Text) -> str:
        return speak(text, self.language)

    async def presses(self, text: Text) -> None:
        await self.buttons.get_by_role("button", name=self.words(text)).last.click()

    async def writes(self, words: str) -> None:
        await self.frame.locator("#text").fill(words)
        await self.frame.locator("#composer button").click()

    async def sees(self, text: Text | str) -> None:
        words = text if isinstance(text, str) else self.words(text)
        await expect(self.frame.get_by_text(words).last).to_be_visible(timeout=20_000)


REQUEST: tuple[tuple[Text | str, Text], ...] = (
    (t("I need a place to sleep"), t("How old are you?")),
    (t("18 to 59"), t("Who needs help?")),
    (t("My family and me"), t("How many adults are you, with you?")),
    ("2", t("How many children under 18?")),
    ("1", t("Does one of these fit? It helps to find the right place.")),
    (t("No, go on"), t("Where are you? Send your location, or write the name of a town.")),
)

AFTER_THE_PLACE: tuple[tuple[Text | str, Text], ...] = (
    (t("Yes, ask there"), t("Do you have a place to sleep?")),
    (t("Not tonight"), CARE_QUESTION),
    (t("No, go on"), t("Do you agree that I send your request to them?")),
    (t("Yes, I agree"), t("How may they reach you?")),
    (
        t("In this chat"),
        t("Is it safe to write to you? Could somebody else read it?"),
    ),
    (t("Yes, it is safe"), t("What name should they call you? Any name is fine.")),
    (NAME, t("This is your request. Is it right?")),
)


async def plays(person: Side, steps: tuple[tuple[Text | str, Text], ...]) -> None:
    for act, seen in steps:
        await (person.writes(act) if isinstance(act, str) else person.presses(act))
        await person.sees(seen)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
async def test_a_newcomer_plays_a_whole_referral_in_the_browser(
    browser: Browser, demo: str, repository: Path, language: str
):
    seen = Seen(browser, demo, repository / "tests" / "artefacts")
    page = await seen.page("/demo", DESKTOP, language)
    frames = page.locator("iframe")
    person = Side(frames.nth(0).content_frame, language, "#log")
    desk = Side(frames.nth(1).content_frame, language, "main")
    if language != "en":
        await page.get_by_role("link", name={"fr": "Français", "ar": "العربية"}[language]).click()
    await plays(person, REQUEST)
    await person.writes(TOWN[language])
    await person.sees(t("Where should I send your request?"))
    await person.frame.get_by_role("button", name="1.").last.click()
    await plays(person, AFTER_THE_PLACE)
    await seen.picture(page, "demo-summary")
    await person.presses(t("Send it"))
    await desk.frame.locator("a", has_text=re.compile(r"\w{3}-\w{4}")).first.click()
    assert NAME not in await desk.frame.locator("body").inner_text()
    await desk.presses(t("Take it"))
    accept = desk.words(t("Accept"))
    await expect(desk.frame.locator("summary", has_text=accept)).to_be_visible(timeout=20_000)
    assert NAME not in await desk.frame.locator("body").inner_text()
    await desk.frame.locator("#move-accept").fill(INSTRUCTIONS)
    await desk.frame.locator("form[action$='/accept'] button").click()
    await desk.sees(NAME)
    await person.sees(INSTRUCTIONS)
    await seen.picture(page, "demo-accepted")
    direction = await person.frame.locator("html").get_attribute("dir")
    assert direction == ("rtl" if language == "ar" else "ltr")
    assert not seen.complaints
    await seen.close()
