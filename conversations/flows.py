"""The list of dialogues: the one place where each is entered by name."""

from __future__ import annotations

from conversations.caseworkers.afterwards import merge
from conversations.caseworkers.case import case
from conversations.caseworkers.colleagues import colleague, note
from conversations.caseworkers.coordinate import late_elsewhere, take_back
from conversations.caseworkers.enrol import desk, duty, join
from conversations.caseworkers.groups import topics
from conversations.caseworkers.queue import queue
from conversations.caseworkers.review import review
from conversations.caseworkers.talk import talk
from conversations.caseworkers.team import away, leaves, name, quiet, rota, team
from conversations.coordinators.management import manage
from conversations.dialogue import HEARD
from conversations.flow import Flow
from conversations.persons.afterwards import object_to, outcome
from conversations.persons.ask_for_shelter import ask_for_shelter
from conversations.persons.complain import complain, complained
from conversations.persons.consent_question import consent
from conversations.persons.emergency import emergency
from conversations.persons.feedback import feedback
from conversations.persons.find_centre import find_centre, show_card
from conversations.persons.my_requests import (
    answer_question,
    change_contact,
    my_requests,
    show_request,
    withdraw,
)
from conversations.persons.privacy import forget_me
from conversations.persons.report_entry import report_wrong
from conversations.persons.welcome import choose_language, help_me, welcome
from conversations.persons.write import enclosure, heard, reply, write
from conversations.staff.agenda import agenda
from conversations.staff.complaints import complaint, complaints
from conversations.staff.documents import documents, remove_document, show_document
from conversations.staff.figures import stats
from conversations.staff.keep_entries import report, reports, verify
from conversations.staff.look_up import look_up, show_fact
from conversations.staff.received_file import let_go, received_file
from conversations.staff.update_beds import beds
from conversations.staff.update_centre import update
from conversations.staff.update_parts import undo

PLACE_KEYS = frozenset(
    {
        "where",
        "where_heard",
        "where_which",
        "where_country",
        "kind",
        "summary",
        "elsewhere",
        HEARD,
    }
)

FLOWS: dict[str, Flow] = {
    flow.name: flow
    for flow in (
        Flow("welcome", welcome, aside=True),
        Flow("language", choose_language, aside=True, before_language=True),
        Flow("help", help_me, aside=True),
        Flow("emergency", emergency, aside=True, before_language=True),
        Flow("find", find_centre),
        Flow("card", show_card),
        Flow("shelter", ask_for_shelter, kept=True, given_by_arguments=PLACE_KEYS),
        Flow("requests", my_requests, aside=True),
        Flow("request", show_request, aside=True),
        Flow("withdraw", withdraw, aside=True),
        Flow("answer", answer_question, aside=True, passes_on=True, takes_files=True),
        Flow("consent", consent, aside=True),
        Flow("object", object_to, aside=True),
        Flow("outcome", outcome, aside=True),
        Flow("feedback", feedback, aside=True),
        Flow("review", review, aside=True, for_caseworkers=True),
        Flow("merge", merge, aside=True, for_caseworkers=True),
        Flow("complain", complain, aside=True, passes_on=True),
        Flow("complained", complained, aside=True),
        Flow("write", write, aside=True, passes_on=True, takes_files=True),
        Flow("reply", reply, aside=True),
        Flow("heard", heard, aside=True),
        Flow("enclosure", enclosure, aside=True),
        Flow("talk", talk, aside=True, for_caseworkers=True, passes_on=True, takes_files=True),
        Flow("contact", change_contact, aside=True),
        Flow("forget", forget_me),
        Flow("join", join),
        Flow("queue", queue, aside=True, for_caseworkers=True),
        Flow("case", case, aside=True, passes_on=True),
        Flow("late", late_elsewhere, aside=True, for_caseworkers=True),
        Flow("take_back", take_back, aside=True, for_caseworkers=True),
        Flow("duty", duty, aside=True, for_caseworkers=True),
        Flow("colleague", colleague, aside=True, for_caseworkers=True),
        Flow("note", note, aside=True, for_caseworkers=True),
        Flow("team", team, aside=True, for_caseworkers=True),
        Flow("away", away, aside=True, for_caseworkers=True),
        Flow("leaves", leaves, aside=True, for_caseworkers=True),
        Flow("rota", rota, aside=True, for_caseworkers=True),
        Flow("quiet", quiet, aside=True, for_caseworkers=True),
        Flow("topics", topics, aside=True, for_caseworkers=True),
        Flow("name", name, aside=True, for_caseworkers=True),
        Flow("desk", desk, aside=True, for_caseworkers=True),
        Flow("complaints", complaints, aside=True, for_staff=True),
        Flow("complaint", complaint, aside=True, for_staff=True, passes_on=True),
        Flow("stats", stats, aside=True, for_staff=True),
        Flow("agenda", agenda, aside=True, for_staff=True),
        Flow("look_up", look_up, aside=True),
        Flow("beds", beds, aside=True, for_staff=True),
        Flow("update", update, aside=True, for_staff=True),
        Flow("manage", manage, aside=True, for_staff=True),
        Flow("verify", verify, aside=True, for_staff=True),
        Flow("reports", reports, aside=True, for_staff=True),
        Flow("report", report, aside=True, for_staff=True),
        Flow("wrong", report_wrong, aside=True),
        Flow("undo", undo, aside=True, for_staff=True),
        Flow("file", received_file, aside=True, stopped=let_go),
        Flow("documents", documents, aside=True),
        Flow("document", show_document, aside=True),
        Flow("remove_document", remove_document, aside=True),
        Flow("fact", show_fact, aside=True),
    )
}
