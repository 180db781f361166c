"""Who will receive a request and who runs the place, in words, and the question for consent."""

from __future__ import annotations

from msgspec.structs import replace

from conversations.dialogue import ask
from conversations.questions import Choice, Option
from conversations.text import Listed, Marked, Text, Verbatim, Words, lines, paragraphs, t
from conversations.vocabulary import KINDS, MODELS, RULES
from domain.consent import Capacity
from domain.people import AgeBand
from domain.requests.asking import NamedReason, NamedRecipient, RouteAnswer

YES, NO = "yes", "no"


def who_runs_it(route: RouteAnswer) -> Words | None:
    """Say who runs the place, as the management model has it."""
    if not route.managers:
        return None
    names = Listed(tuple(Verbatim(name) for name in route.managers))
    model = MODELS[route.model]
    return Marked("🏢", filled(model, managers=names))


def filled(text: Text, **values: Words) -> Text:
    """Give a text of the vocabulary its values."""
    return replace(text, values=(*text.values, *values.items()))


def reason_words(reason: NamedReason) -> Words:
    """Say one step of why a request goes where it goes."""
    return filled(RULES[reason.rule], organisation=Verbatim(reason.organisation))


def who_receives(route: RouteAnswer) -> Words | None:
    """Say which organisation reads the request, and what kind of organisation that is."""
    if route.owner is None or route.owner_kind is None:
        return None
    owner = Verbatim(route.owner)
    kind = KINDS[route.owner_kind]
    if route.to_coordinator:
        return Marked(
            "📨",
            t(
                # Translators: nobody is sure to be right for this request, {kind} as in brackets
                "I cannot send it straight to a team there. {organisation} ({kind}) receives it "
                "and looks for the right people.",
                organisation=owner,
                kind=kind,
            ),
        )
    # Translators: who reads the request; {kind} is like "an authority of the government"
    return Marked(
        "📨",
        t("Your request goes to {organisation} ({kind}).", organisation=owner, kind=kind),
    )


def others_named(route: RouteAnswer) -> Words | None:
    """Name the others: who receives it too, and who looks for another way (Coordinator)."""
    others = [r for r in route.recipients if r.name != route.owner]
    too = [r for r in others if r.capacity is Capacity.RECEIVES]
    further = [r for r in others if r.capacity is Capacity.LOOKS_FURTHER]
    rows: list[Words] = []
    if too:
        # Translators: organisations that may also get the request
        rows.append(t("{organisations} may receive it too.", organisations=named(too)))
    if further:
        rows.append(
            # Translators: what happens when there is no answer
            t(
                "If nobody answers in time, {organisations} looks for another way.",
                organisations=named(further),
            )
        )
    return lines(*rows) if rows else None


def named(recipients: list[NamedRecipient]) -> Words:
    """List names."""
    return Listed(tuple(Verbatim(recipient.name) for recipient in recipients))


def what_they_get(age: AgeBand) -> Words:
    """Say what is passed on and what is kept, before the yes."""
    if age is AgeBand.CHILD:
        # Translators: to a child: what other people get to know
        return t("They get only what you told me here. I do not tell your family.")
    return t(
        # Translators: what is passed on, and when
        "First they see what you need, how many you are and how urgent it is. Your name and how "
        "to reach you they see only when they say yes. It is deleted after the case is finished. "
        "You can take your yes back at any time."
    )


YES_OR_NO = (
    # Translators: button: the person agrees that the named organisations get the request
    Option(True, YES, t("Yes, I agree"), "✅"),
    # Translators: button: nothing is passed on; the person gets information only
    Option(False, NO, t("No, only information"), "ℹ️"),
)


async def ask_consent(route: RouteAnswer, age: AgeBand) -> bool:
    """Ask for a yes that names each recipient; the key changes with them (Route twice)."""
    kind = "assent" if age is AgeBand.CHILD else "consent"
    key = f"{kind}:" + ",".join(sorted(f"{r.capacity}={r.organisation}" for r in route.recipients))

    def words() -> Words:
        return paragraphs(
            who_runs_it(route),
            who_receives(route),
            others_named(route),
            # Translators: staff of the government who work in the team do not see this request
            t("Staff of the government who work there do not see it.")
            if route.hides_from_state
            else None,
            what_they_get(age),
            consent_question(age),
        )

    return await ask(Choice(key, words, YES_OR_NO))


def consent_question(age: AgeBand) -> Words:
    """Ask in words that fit: a child's assent needs no adult and no long words (Children)."""
    if age is AgeBand.CHILD:
        # Translators: to a child; simple words
        return t("May I tell someone whose work is to help children?")
    # Translators: the question for consent
    return t("Do you agree that I send your request to them?")
