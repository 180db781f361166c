"""From a dialogue's request to the use case that performs it: one table."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from casework import answer, cases, enrol, erase, find, look_up, mine, refer
from casework.workplace import Work
from domain import requests as r

UseCase = Callable[[Work, Any], Awaitable[Any]]

USE_CASES: dict[type[r.Lookup] | type[r.Command], UseCase] = {
    r.PlacesNamed: find.places_named,
    r.Countries: find.countries,
    r.CitiesIn: find.cities_in,
    r.KindsOffered: find.kinds_offered,
    r.Nearest: find.nearest,
    r.ServicesHere: find.services_here,
    r.OneService: find.one_service,
    r.EmergencyNear: find.emergency_near,
    r.RouteTo: refer.route_to,
    r.NobodyReceives: refer.nobody_receives,
    r.Submit: refer.submit,
    r.MyReferrals: mine.my_referrals,
    r.Withdraw: mine.withdraw,
    r.AnswerQuestion: mine.answer_question,
    r.ChangeContact: mine.change_contact,
    r.SpeakLanguage: mine.speak_language,
    r.WhatIsKept: erase.what_is_kept,
    r.ForgetMe: erase.forget_me,
    r.MyWork: cases.my_work,
    r.MyQueue: cases.my_queue,
    r.CaseOf: cases.case_of,
    r.Join: enrol.join,
    r.GoOnDuty: enrol.go_on_duty,
    r.DeskLink: enrol.desk_link,
    r.Overstepped: enrol.overstepped,
    r.Take: answer.take,
    r.Accept: answer.accept,
    r.Decline: answer.decline,
    r.AskPerson: answer.ask_person,
    r.PutBack: answer.put_back,
    r.Arrived: answer.arrived,
    r.Finish: answer.finish,
    r.CannotAfterAll: answer.cannot_after_all,
    r.CentresNamed: look_up.centres_named,
    r.FactsOf: look_up.facts_of,
}


async def perform(work: Work, request: r.Lookup | r.Command) -> Any:
    """Perform one request inside the caller's transaction; its docstring names the result."""
    return await USE_CASES[type(request)](work, request)
