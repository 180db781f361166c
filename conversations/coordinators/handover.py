"""A handover plan by message: planned, checked off, completed with its day, postponed."""

from __future__ import annotations

from datetime import timedelta

from conversations.coordinators.day_asked import DayAsked
from conversations.coordinators.parts import entered, which_organisation
from conversations.dialogue import Farewell, ask
from conversations.questions import Choice, Option
from conversations.staff.look_up_words import CHECKS, STAGES
from conversations.text import Clock, Day, Listed, Moment, Text, Verbatim, Words, lines, t
from domain.requests.managing import (
    CompletePlan,
    Management,
    PlanHandover,
    PostponePlan,
    TickCheck,
)

LATER = "later"


def plan_words(view: Management) -> Words | None:
    """Tell how the plan stands."""
    plan = view.plan
    if plan is None:
        return None
    day = Moment(plan.effective, view.centre.zone, Clock.DAY) if plan.effective else None
    done = Listed(tuple(CHECKS[check] for check in plan.done))
    still = Listed(tuple(CHECKS[check] for check in plan.open))
    return lines(
        Text(STAGES[plan.stage].message, (("name", Verbatim(plan.successor)),)),
        # Translators: day of a handover
        t("Day: {date}", date=day) if day else None,
        # Translators: which steps of a checklist are done
        t("Done: {list}", list=done) if plan.done else None,
        # Translators: what was not ready; {list} like "the new team has people"
        t("Still open: {list}", list=still) if plan.open else None,
        # Translators: a completed plan waits for its day, and is checked again then
        t("Completed; on its day all is checked again.") if view.waits else None,
    )


async def plan(view: Management) -> Farewell:
    """Plan to pass the centre on."""
    # Translators: question to a coordinator: who will run the centre after a handover
    words = t("Who will run the centre? Press a name, or write another one.")
    successor = await which_organisation(view, words)
    # Translators: button of coordinators: the day of the handover is not known yet
    later = Option(LATER, LATER, t("Not known yet"))
    # Translators: question to a coordinator: planned day of a handover
    question = t("From which day, as it is planned?")
    tomorrow = view.today + timedelta(days=1)
    day = await ask(DayAsked("day", question, view.today, tomorrow, extra=(later,)))
    said = lines(
        # Translators: stage of a handover to {name}
        t("Handover planned to {name}", name=Verbatim(successor.name)),
        # Translators: day of a handover
        t("Day: {date}", date=Day(day)) if day else None,
        # Translators: what a planned handover means for those who ask for help
        t("Within 90 days of it, whoever asks for help is told of both."),
    )
    return await entered(view, said, PlanHandover(view.centre.id, successor.id, day))


async def check(view: Management) -> Farewell:
    """Note that a step of the checklist is done."""
    still = view.plan.open if view.plan else ()
    options = [Option(each, each.value, CHECKS[each]) for each in still]
    # Translators: question to a coordinator about the checklist of a handover
    done = await ask(Choice("check", t("What is done?"), options))
    return await entered(view, CHECKS[done], TickCheck(view.centre.id, done))


async def complete(view: Management) -> Farewell:
    """Fix the day; on it all is checked again, and then it holds."""
    name = Verbatim(view.plan.successor if view.plan else "")
    # Translators: question to a coordinator: day from which {name} runs the centre
    question = t("From which day does {name} run the centre?", name=name)
    tomorrow = view.today + timedelta(days=1)
    day = await ask(DayAsked("day", question, view.today, tomorrow))
    options = [
        # Translators: answer of a coordinator: the former manager stays for technical support
        Option(True, "yes", t("Yes, without cases")),
        # Translators: answer of a coordinator: the former manager leaves the centre
        Option(False, "no", t("No")),
    ]
    # Translators: question to a coordinator about those who run the centre now
    stays = await ask(Choice("supports", t("Does the present manager stay to support?"), options))
    said = lines(
        # Translators: {name} will run the centre
        t("{name} runs the centre", name=name),
        # Translators: a fact holds from this day on
        t("From {date}", date=Day(day)) if day else None,
        # Translators: what happens on the day of a handover
        t("On that day all is checked again; if something is missing, nothing changes."),
    )
    return await entered(view, said, CompletePlan(view.centre.id, day or tomorrow, stays))


async def postpone(view: Management) -> Farewell:
    """Postpone it; all goes on as before."""
    name = Verbatim(view.plan.successor if view.plan else "")
    # Translators: stage of a handover to {name}
    said = t("Handover to {name} postponed", name=name)
    return await entered(view, said, PostponePlan(view.centre.id))
