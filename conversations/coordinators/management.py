"""Management of a centre by message: how it stands, and what a coordinator enters next."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from conversations.coordinators.agreement_end import end_agreement
from conversations.coordinators.agreements import agreement, duty
from conversations.coordinators.handover import check, complete, plan, plan_words, postpone
from conversations.coordinators.parts import entered, from_when, from_words, which_organisation
from conversations.dialogue import Farewell, ask, look
from conversations.flow import Start
from conversations.questions import Choice, Option
from conversations.staff.look_up_managing import arrangement_words, since
from conversations.staff.update_parts import nothing_here, which_centre
from conversations.text import Marked, Text, Verbatim, Words, lines, paragraphs, t
from domain.organisations import CentreId, OrganisationKind
from domain.requests.managing import Candidate, Management, Shape, ToManage, WriteArrangement


async def manage(start: Start) -> Farewell:
    """Show who runs a centre and ask what is to be entered."""
    view = await management_of(start.argument(0)) if start.argument(0) else None
    if view is None:
        centre = await which_centre(start.argument(0))
        if isinstance(centre, Farewell):
            return centre
        view = await management_of(centre.id)
    if view is None:
        return nothing_here()
    options = [Option(c, c, LABELS[c][1], LABELS[c][0]) for c in possible(view)]
    what = await ask(Choice("what", as_it_stands(view), options))
    return await STEPS[what](view)


async def management_of(key: str) -> Management | None:
    """Read who runs a centre."""
    view: Management | None = await look(ToManage(CentreId(key)))
    return view


def possible(view: Management) -> tuple[str, ...]:
    """Say what can be entered now."""
    fits = {
        "manager": True,
        "agreement": True,
        "end": bool(view.endable),
        "duty": bool(view.matrix),
        "plan": view.plan is None,
        "check": view.plan is not None and bool(view.plan.open),
        "complete": view.plan is not None,
        "postpone": view.plan is not None,
    }
    return tuple(code for code in LABELS if fits[code])


def as_it_stands(view: Management) -> Words:
    """Tell who runs the centre, and what is planned."""
    now = view.now
    return paragraphs(
        lines(
            Marked("🏢", Verbatim(view.centre.name)),
            # Translators: nobody is known to manage the centre
            arrangement_words(now)
            if now
            else t("No management arrangement is recorded for today."),
            since(now, view.centre.zone) if now else None,
        ),
        plan_words(view),
        # Translators: question to a coordinator: which fact about the management to enter
        t("What do you want to enter? What held before stays on record."),
    )


LABELS: dict[str, tuple[str, Text]] = {
    # Translators: button of coordinators: a step of the checklist of the planned handover is done
    "check": ("☑️", t("Something is done")),
    # Translators: button of coordinators: fix the day from which the new manager runs the centre
    "complete": ("📅", t("Complete, with its day")),
    # Translators: button of coordinators: the planned handover does not happen for now
    "postpone": ("⏸️", t("Postpone it")),
    # Translators: button of coordinators: plan that another organisation runs the centre
    "plan": ("🗓️", t("Plan a handover")),
    # Translators: button of coordinators: another organisation runs the centre
    "manager": ("🏢", t("Another manager")),
    # Translators: button of coordinators: a new agreement about the centre
    "agreement": ("📝", t("Agreement")),
    # Translators: button of coordinators: an agreement ends earlier than agreed
    "end": ("✂️", t("An agreement ends early")),
    # Translators: button of coordinators: which organisation answers for which service
    "duty": ("🧩", t("Who answers for a service")),
}

SHAPES: dict[Shape, Text] = {
    # Translators: button of coordinators: how an organisation runs a centre: by itself
    Shape.WHOLE: t("Alone"),
    # Translators: button of coordinators: how an organisation runs a centre: some services only
    Shape.PART: t("In part, IOM the rest"),
    # Translators: button of coordinators: how an organisation runs a centre: together with IOM
    Shape.JOINT: t("Together with IOM"),
}


async def manager(view: Management) -> Farewell:
    """Enter who runs the centre from a day on."""
    # Translators: question to a coordinator
    words = t("Who runs the centre? Press a name, or write another one.")
    organisation = await which_organisation(view, words)
    shape = await which_shape(organisation)
    day = await from_when(view)
    said = lines(
        # Translators: {name} will run the centre; {how} like "Together with IOM"
        t("{name} runs the centre ({how})", name=Verbatim(organisation.name), how=SHAPES[shape])
        if organisation.kind is not OrganisationKind.IOM
        # Translators: {name} will run the centre
        else t("{name} runs the centre", name=Verbatim(organisation.name)),
        from_words(day),
    )
    request = WriteArrangement(view.centre.id, organisation.id, shape, day)
    return await entered(view, said, request)


async def which_shape(organisation: Candidate) -> Shape:
    """Ask how it runs the centre; IOM alone needs no question."""
    if organisation.kind is OrganisationKind.IOM:
        return Shape.WHOLE
    state = organisation.kind is OrganisationKind.GOVERNMENT
    other = Shape.JOINT if state else Shape.PART
    options = [Option(each, each.value, SHAPES[each]) for each in (Shape.WHOLE, other)]
    # Translators: question to a coordinator: alone, or together with IOM
    words = t("How does {name} run it?", name=Verbatim(organisation.name))
    return await ask(Choice("shape", words, options))


STEPS: dict[str, Callable[[Management], Awaitable[Farewell]]] = {
    "manager": manager,
    "agreement": agreement,
    "end": end_agreement,
    "duty": duty,
    "plan": plan,
    "check": check,
    "complete": complete,
    "postpone": postpone,
}
