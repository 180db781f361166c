"""Notices about a new recipient: the question, its answer, and how a request ended elsewhere."""

from __future__ import annotations

from conversations.messages import Button, Message, column, entry
from conversations.text import Marked, Text, Verbatim, Words, lines, paragraphs, t
from conversations.vocabulary import KINDS
from conversations.ways_on import ways_on
from domain.notices import ConsentAnswered, ConsentAsked, ConsentNotice, Redirected, Revoked
from domain.organisations import OrganisationKind
from domain.referrals import OfferKind

WHY: dict[OfferKind, Text] = {
    # Translators: to the person: another organisation has taken the place over
    OfferKind.NEW_OWNER: t("{reference}: {organisation} answers for {centre} now, not {owner}."),
    # Translators: to the person: the right organisation was found
    OfferKind.ROUTED: t("{reference}: {owner} found who can help: {organisation}."),
    # Translators: to the person: the organisation does not answer, another one can look for a way
    OfferKind.TAKEN_BACK: t(
        "{reference}: {owner} has not answered. {organisation} can look after your request instead."
    ),
    # Translators: to the person: the caseworker proposes another place
    OfferKind.REDIRECT: t("{reference}: {owner} proposes another place: {centre}."),
}


def of_consent(notice: ConsentNotice) -> Message:
    """Put a notice about a new recipient into words."""
    match notice:
        case ConsentAsked():
            return consent_asked(notice)
        case ConsentAnswered():
            return consent_answered(notice)
        case Redirected():
            return redirected(notice)
        case Revoked():
            return revoked(notice)


def why_asked(
    why: OfferKind,
    reference: str,
    owner: str,
    organisation: str,
    kind: OrganisationKind,
    centre: str,
) -> Words:
    """Say what is proposed, who would read the request, and what stays until the yes."""
    values = (
        ("reference", Verbatim(reference)),
        ("owner", Verbatim(owner)),
        ("organisation", Verbatim(organisation)),
        ("centre", Verbatim(centre)),
    )
    return paragraphs(
        Text(WHY[why].message, values),
        # Translators: who would read the request; {kind} is like "an authority of the government"
        t(
            "Your request would go to {organisation} ({kind}).",
            organisation=Verbatim(organisation),
            kind=KINDS[kind],
        ),
        # Translators: nothing changes before the person says yes
        t("Until you say yes, it stays with {owner}.", owner=Verbatim(owner)),
    )


def consent_asked(notice: ConsentAsked) -> Message:
    """Ask the person; the answer is given in the dialogue that the button opens."""
    words = why_asked(
        notice.why,
        notice.reference,
        notice.owner,
        notice.organisation,
        notice.kind,
        notice.centre,
    )
    # Translators: button: say yes or no to another organisation
    answer = Button(Marked("✍️", t("Say yes or no")), entry("consent", notice.reference))
    return Message(words, column(answer))


def consent_answered(notice: ConsentAnswered) -> Message:
    """Tell those who have the case what the person said."""
    reference, organisation = Verbatim(notice.reference), Verbatim(notice.organisation)
    if notice.yes:
        # Translators: to a caseworker: the person agreed, so the case is with another organisation
        words = t(
            "{reference}: the person agreed. The case is with {organisation} now.",
            reference=reference,
            organisation=organisation,
        )
        return Message(Marked("✔️", words))
    if notice.yes is None:
        # Translators: to a caseworker: the person did not answer whether another may have the case
        words = t(
            "{reference}: the person did not reply. It stays with you: please decide.",
            reference=reference,
        )
    else:
        # Translators: to a caseworker: the person does not want another organisation
        words = t("{reference}: the person said no. It stays with you.", reference=reference)
    # Translators: button of a caseworker: see the case
    look = Button(Marked("👁", t("Look at it")), entry("case", notice.reference))
    return Message(words, column(look))


def redirected(notice: Redirected) -> Message:
    """Tell the person which request goes on."""
    words = paragraphs(
        # Translators: to the person: a new request at another place took the place of the old one
        t(
            "{organisation} has your request now, for {centre}.",
            organisation=Verbatim(notice.organisation),
            centre=Verbatim(notice.centre),
        ),
        # Translators: {new} and {old} are references like K7M-2QX4
        t(
            "Its new reference is {new}. {old} is closed.",
            new=Verbatim(notice.new_reference),
            old=Verbatim(notice.reference),
        ),
    )
    # Translators: button: see one's request
    see = Button(Marked("📄", t("My request")), entry("request", notice.new_reference))
    return Message(words, column(see))


def revoked(notice: Revoked) -> Message:
    """Tell the end with its reason, and where else to ask: never an end in silence."""
    return Message(
        paragraphs(
            # Translators: to the person: the request was ended by those who look after requests
            t(
                "{reference}: we are sorry, {organisation} has ended your request.",
                reference=Verbatim(notice.reference),
                organisation=Verbatim(notice.organisation),
            ),
            # Translators: before what the coordinator wrote
            lines(t("They write:"), Verbatim(notice.reason)),
            # Translators: other places that the person can ask
            t("You can ask one of these places:") if notice.alternatives else None,
        ),
        ways_on(alternatives=notice.alternatives),
    )
