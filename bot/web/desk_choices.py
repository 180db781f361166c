"""Desk choices: what a form offers that only the case itself tells, as radio buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.web.desk_fields import Field
from conversations.caseworkers.colleagues import colleague_words
from conversations.caseworkers.team import sign
from conversations.text import Beside, Marked, Text, Verbatim, Words, t
from domain.requests import Lookup
from domain.requests.coordinating import OtherPlaces, TeamsThatMay
from domain.requests.team import ColleaguesFor

Option = tuple[str, Words]

ASKED: Mapping[Field, Callable[[str], Lookup]] = {
    Field.TEAM: TeamsThatMay,
    Field.PLACE: OtherPlaces,
    Field.COLLEAGUE: ColleaguesFor,
}
OFFERED: Mapping[Field, Callable[[Any], Option]] = {
    Field.TEAM: lambda each: (
        str(each.team),
        Beside((Verbatim(each.name), Verbatim(each.organisation))),
    ),
    Field.PLACE: lambda each: (
        str(each.service),
        Beside((Verbatim(each.centre), Verbatim(each.organisation))),
    ),
    Field.COLLEAGUE: lambda each: (str(each.person), Marked(sign(each), colleague_words(each))),
}
NOTHING_TO_CHOOSE: Mapping[Field, Text] = {
    # Translators: to a coordinator: no team there may receive this request
    Field.TEAM: t("I know no team that may receive this. You can take it yourself."),
    # Translators: to a caseworker: there is no other place to propose
    Field.PLACE: t("I know no other place nearby that could take this request."),
    # Translators: to a caseworker who wants to pass a case on: nobody can take it
    Field.COLLEAGUE: t("I know no colleague who can take this over now."),
}
