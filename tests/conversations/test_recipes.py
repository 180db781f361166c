"""The recipes of docs/architecture.md: adding a question, a language, a kind of service."""

from __future__ import annotations

from conversations.dialogue import Farewell, Typed, ask
from conversations.questions import Choice, FreeText, Option
from conversations.replay import play
from conversations.text import t
from conversations.vocabulary import SERVICE_SIGNS, SERVICES
from domain.services import ServiceType
from locales.languages import LANGUAGES, offered
from locales.render import speak


def said(words):
    return speak(words, "en")


async def nothing(request):
    raise AssertionError(f"nothing should be asked of the system: {request}")


async def before_the_deploy() -> Farewell:
    name = await ask(FreeText("name", t("Name?")))
    return Farewell(t("Goodbye {name}", name=name.words))


async def after_the_deploy() -> Farewell:
    colour = await ask(Choice("colour", t("Colour?"), [Option("red", "red", t("Red"))]))
    name = await ask(FreeText("name", t("Name?")))
    return Farewell(t("Goodbye {name}, {colour}", name=name.words, colour=colour))


async def test_a_question_added_by_a_deploy_is_asked_next_and_no_answer_is_lost():
    first = await play(before_the_deploy, {}, None, nothing, said)
    kept = {**first.answers, "name": {"words": "Amina"}}

    asked = await play(after_the_deploy, kept, None, nothing, said)
    assert asked.question is not None
    assert asked.question.key == "colour"

    done = await play(after_the_deploy, kept, Typed("red"), nothing, said)
    assert done.farewell is not None
    assert said(done.farewell.words) == "Goodbye Amina, red"


async def test_a_question_taken_away_by_a_deploy_leaves_the_others_answered():
    kept = {"colour": "red", "name": {"words": "Amina"}}
    done = await play(before_the_deploy, kept, None, nothing, said)
    assert done.farewell is not None


def test_every_kind_of_service_has_words_and_a_sign():
    assert set(SERVICES) == set(ServiceType)
    assert set(SERVICE_SIGNS) == set(ServiceType)


def test_a_language_with_a_row_in_the_table_is_offered_when_its_catalog_is_complete():
    assert {language.code for language in offered()} == {each.code for each in LANGUAGES}
