"""From a dialogue's request to the use case that performs it: one table."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from casework import answer, cases, enrol, erase, find, mine, refer
from casework.look_up import facts, names
from casework.workplace import Work
from domain.requests import Command, Lookup, asking, finding, looking_up, working
from domain.requests import mine as own

UseCase = Callable[[Work, Any], Awaitable[Any]]

USE_CASES: dict[type[Lookup] | type[Command], UseCase] = {
    finding.PlacesNamed: find.places_named,
    finding.Countries: find.countries,
    finding.CitiesIn: find.cities_in,
    finding.KindsOffered: find.kinds_offered,
    finding.Nearest: find.nearest,
    finding.ServicesHere: find.services_here,
    finding.OneService: find.one_service,
    finding.EmergencyNear: find.emergency_near,
    asking.RouteTo: refer.route_to,
    asking.NobodyReceives: refer.nobody_receives,
    asking.Submit: refer.submit,
    own.MyReferrals: mine.my_referrals,
    own.Withdraw: mine.withdraw,
    own.AnswerQuestion: mine.answer_question,
    own.ChangeContact: mine.change_contact,
    own.SpeakLanguage: mine.speak_language,
    own.WhatIsKept: erase.what_is_kept,
    own.ForgetMe: erase.forget_me,
    working.MyWork: cases.my_work,
    working.MyQueue: cases.my_queue,
    working.CaseOf: cases.case_of,
    working.Join: enrol.join,
    working.GoOnDuty: enrol.go_on_duty,
    working.DeskLink: enrol.desk_link,
    working.Overstepped: enrol.overstepped,
    working.Take: answer.take,
    working.Accept: answer.accept,
    working.Decline: answer.decline,
    working.AskPerson: answer.ask_person,
    working.PutBack: answer.put_back,
    working.Arrived: answer.arrived,
    working.Finish: answer.finish,
    working.CannotAfterAll: answer.cannot_after_all,
    looking_up.MeantBy: names.meant_by,
    looking_up.FactsAbout: facts.facts_about,
}


async def perform(work: Work, request: Lookup | Command) -> Any:
    """Perform one request inside the caller's transaction; its docstring names the result."""
    return await USE_CASES[type(request)](work, request)
