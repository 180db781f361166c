"""Notices about complaints: they never say what it is about."""

from __future__ import annotations

from conversations.messages import Button, Message, column, entry
from conversations.text import Marked, t
from domain.notices import ComplaintArrived, ComplaintMoved, ComplaintNotice


def of_complaint(notice: ComplaintNotice) -> Message:
    """Put a notice about a complaint into words."""
    match notice:
        case ComplaintArrived():
            # Translators: button of those who hear complaints: read one
            read = Button(Marked("👁", t("Read it")), entry("complaint", notice.complaint))
            # Translators: to those who hear complaints, outside of what these are about
            return Message(t("Somebody wrote to your team."), column(read))
        case ComplaintMoved():
            # Translators: button: see what was answered to something one wrote
            see = Button(Marked("👁", t("See")), entry("complained", notice.complaint))
            # Translators: neutral notice: somebody answered what the person wrote
            done = t("There is an answer to what you wrote.")
            # Translators: neutral notice: somebody is reading what the person wrote
            seen = t("What you wrote is being read.")
            return Message(done if notice.answered else seen, column(see))
