"""The agenda of a committee as a sheet, for a message and for a page to print."""

from __future__ import annotations

from collections.abc import Iterable

from conversations.sheets import Row, Section, Sheet
from conversations.staff.figures_sheet import FEW, answer_rows, group, month_words, row
from conversations.text import Amount, Beside, Day, Moment, Verbatim, Words, t
from conversations.vocabulary import DECLINE_REASONS, SERVICES
from domain.agenda import Agenda, Counted, Occupied, TeamOnAgenda


def agenda_sheet(agenda: Agenda) -> Sheet:
    """Lay out an agenda: how requests were answered, places, agreements that end."""
    counted = (section for team in agenda.teams for section in team_sections(team))
    return Sheet(
        Verbatim(agenda.committee or agenda.name),
        (Verbatim(agenda.name), meets(agenda)),
        (*counted, places(agenda), endings(agenda)),
        (
            # Translators: under an agenda: nothing of a single person is in it
            t("Only numbers stand here, nothing about a single person."),
            # Translators: under figures: why some numbers are missing
            t("Numbers under 5, and what they could be computed from, are not shown."),
        ),
    )


def meets(agenda: Agenda) -> Words:
    """Say when the committee meets."""
    if agenda.meeting is None:
        # Translators: the next meeting of a committee is not known
        return t("The next meeting is not recorded.")
    # Translators: the next meeting of the management committee
    return t("Next committee meeting: {date}", date=Day(agenda.meeting))


def team_sections(team: TeamOnAgenda) -> Iterable[Section]:
    """Tell how a team answered, a month after the other."""
    for counted in team.months:
        heading = Beside((Verbatim(team.team), month_words(counted.month)))
        words: list[Words] = []
        if team.elsewhere:
            # Translators: on an agenda: the numbers of this team are not of this centre alone
            words.append(t("This team also answers for other places, and they are counted here."))
        yield Section(heading, tuple(month_rows(counted)), tuple(words))
        # Translators: heading on an agenda: why requests were declined
        yield from group(t("Declined:"), counted.figures.declines, DECLINE_REASONS.__getitem__)


def month_rows(counted: Counted) -> Iterable[Row]:
    """Tell received, in time, overdue and disputed of one month."""
    told = counted.figures
    # Translators: figures: how many requests came in that month
    received = t("Requests received")
    if told.received is None:
        yield Row(received, Verbatim(FEW))
        return
    yield Row(received, Amount(told.received))
    yield from answer_rows(told, told.received)
    # Translators: figures: requests where the person objected, or a supervisor sent them back
    yield row(t("Disputed"), told.disputed)


def places(agenda: Agenda) -> Section:
    """Tell how many places are taken, by the last count."""
    # Translators: heading on an agenda: how many places are occupied
    heading = t("Occupied places:")
    if not agenda.places:
        # Translators: on an agenda: nobody counted the places lately
        return Section(heading, (), (t("There is no count that still holds."),))
    return Section(heading, tuple(occupied_row(each, agenda.zone) for each in agenda.places))


def occupied_row(found: Occupied, zone: str) -> Row:
    """Tell the places of one service."""
    taken: Words = Verbatim(FEW) if found.occupied is None else Amount(found.occupied)
    # Translators: on an agenda: {taken} of all {places} places are occupied, counted at {when}
    value = t(
        "{taken} of {places}, counted {when}",
        taken=taken,
        places=Amount(found.places),
        when=Moment(found.counted, zone),
    )
    share = found.occupied / found.places if found.occupied is not None else None
    return Row(SERVICES[found.service], value, share)


def endings(agenda: Agenda) -> Section:
    """Tell which agreements end soon."""
    # Translators: heading on an agenda: agreements that end within 90 days
    heading = t("Agreements that end soon:")
    if not agenda.endings:
        # Translators: on an agenda
        return Section(heading, (), (t("None ends within the next 90 days."),))
    rows = (
        # Translators: on an agenda: the last day of an agreement
        Row(Verbatim(each.agreement), t("last day: {date}", date=Day(each.last_day)))
        for each in agenda.endings
    )
    return Section(heading, tuple(rows))
