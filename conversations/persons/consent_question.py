"""The question about a new recipient: yes, no, or leave it for now."""

from __future__ import annotations

from conversations.consent_notices import why_asked
from conversations.dialogue import Farewell, ask, do, look
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.questions import Choice, Option
from conversations.text import Marked, Verbatim, paragraphs, t
from domain.requests import Done, DoneOutcome
from domain.requests.consenting import AnswerOffer, OfferAsked, OfferOf


async def consent(start: Start) -> Farewell:
    """Ask whether another organisation may receive the request; the key is that of the question."""
    asked: OfferAsked | None = await look(OfferOf(start.argument(0)))
    if asked is None:
        # Translators: the person was asked about another organisation, and that is settled
        return Farewell(t("This question is settled. You can look at your requests."), menu=True)
    options = [
        # Translators: button: the named organisation may receive the request
        Option(True, "yes", t("Yes, they may have it"), "✅"),
        # Translators: button: the request stays where it is
        Option(False, "no", t("No, leave it where it is"), "✋"),
    ]
    question = paragraphs(
        why_asked(
            asked.why,
            asked.reference,
            asked.owner,
            asked.organisation,
            asked.kind,
            asked.centre,
        ),
        # Translators: the question for consent to another recipient
        t("May they receive your request?"),
    )
    yes: bool = await ask(Choice(f"may:{asked.version}", question, options))
    command = AnswerOffer(asked.reference, asked.version, yes)
    done: Done = await do(command, f"answer:{asked.version}")
    reference = Verbatim(asked.reference)
    # Translators: button: see one's requests
    mine = Button(Marked("📄", t("My requests")), entry("requests"))
    if done.outcome is not DoneOutcome.DONE:
        # Translators: what was proposed has changed while the person answered
        return Farewell(t("That has changed in the meantime. Please look again."), column(mine))
    if yes:
        # Translators: the person agreed to another recipient; {reference} like K7M-2QX4
        words = t("Thank you. I passed {reference} on.", reference=reference)
    else:
        # Translators: the person said no to another recipient
        words = t("{reference} stays where it is.", reference=reference)
    return Farewell(words, column(mine))
