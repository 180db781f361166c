"""Figures in words: how a team answers, by month, as a message, a picture or a table."""

from __future__ import annotations

from conversations.dialogue import Farewell, look
from conversations.flow import Start
from conversations.messages import Attached, Button, column, entry
from conversations.sheets import as_text
from conversations.staff.figures_sheet import figures_sheet, month_words
from conversations.text import Marked, Verbatim, lines, t
from domain.organisations import TeamId
from domain.requests.figures import FiguresOf, MeasuredTeam, TeamFigures, TeamsMeasured

SHOWN = 10
TABLE = "table"
PICTURE = "p"


async def stats(start: Start) -> Farewell:
    """Show the figures of a team for a month; whoever may see several chooses one first."""
    teams: tuple[MeasuredTeam, ...] = await look(TeamsMeasured())
    asked, form = start.argument(0).strip(), start.argument(1)
    if not teams and not asked:
        # Translators: to staff who may see no figures
        return Farewell(t("Figures are for those who lead a team or look after an area."))
    if asked.isdecimal() or (not asked and len(teams) > 1):
        return choose_team(teams, int(asked or 0))
    wanted = TeamId(asked or teams[0].team)
    found: TeamFigures | None = await look(FiguresOf(wanted, form.removeprefix(PICTURE)))
    if found is None:
        # Translators: to staff: a team whose figures are not theirs to see, or that there is not
        return Farewell(t("I have no figures of such a team for you."))
    if form == TABLE:
        return table(found)
    return picture(found) if form.startswith(PICTURE) else shown(found)


def choose_team(teams: tuple[MeasuredTeam, ...], page: int = 0) -> Farewell:
    """Ask whose figures, page by page."""
    first = page * SHOWN
    buttons = [
        Button(Marked("📊", Verbatim(each.name)), entry("stats", each.team))
        for each in teams[first : first + SHOWN]
    ]
    if len(teams) > first + SHOWN:
        # Translators: button: show more of a list
        buttons.append(Button(Marked("➡️", t("More")), entry("stats", str(page + 1))))
    # Translators: to staff who may see the figures of several teams
    return Farewell(t("The figures of which team?"), column(*buttons))


def table(found: TeamFigures) -> Farewell:
    """Send the figures of all months as a table."""
    return Farewell(
        # Translators: to staff: with a table (CSV) of figures; {team} is a name
        t("The last six months of {team}, as a table.", team=Verbatim(found.team.name)),
        file=Attached(found.table, "figures.csv"),
    )


def picture(found: TeamFigures) -> Farewell:
    """Send the figures of one month as a picture."""
    words = lines(Verbatim(found.team.name), month_words(found.month))
    return Farewell(words, file=Attached(found.picture, "figures.png"))


def shown(found: TeamFigures) -> Farewell:
    """Tell the figures of one month."""
    team = found.team.team
    buttons = [
        Button(Marked("📅", month_words(each)), entry("stats", team, str(each)))
        for each in found.months
        if each != found.month
    ][:SHOWN]
    as_picture = entry("stats", team, f"{PICTURE}{found.month}")
    # Translators: button of staff: get figures as a picture
    buttons.append(Button(Marked("🖼️", t("As a picture")), as_picture))
    # Translators: button of staff: get figures as a table (CSV)
    buttons.append(Button(Marked("📄", t("As a table")), entry("stats", team, TABLE)))
    return Farewell(as_text(figures_sheet(found)), column(*buttons))
