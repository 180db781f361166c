"""The team for its supervisor, and one's own days: duty, absence, rota, name."""

from __future__ import annotations

from conversations.caseworkers.colleagues import colleague_words
from conversations.dialogue import Farewell, ask, do, look
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.questions import Choice, FreeText, Option
from conversations.staff.times import LastDay, OpeningTimes, QuietTimes
from conversations.text import Marked, Moment, Verbatim, Words, lines, paragraphs, t
from domain.people import PersonId
from domain.requests import Done, DoneOutcome
from domain.requests.team import (
    CallMe,
    Colleague,
    DaysOf,
    GoAway,
    LeaveTeam,
    MyDays,
    MyTeams,
    SetQuiet,
    SetRota,
    TeamSeen,
)

LONGEST_NAME = 40


async def team(start: Start) -> Farewell:
    """Show a supervisor their teams, or one colleague: team/PERSON."""
    teams: tuple[TeamSeen, ...] = await look(MyTeams())
    if not teams:
        # Translators: somebody who is no supervisor asks for the overview of a team
        return Farewell(t("Only supervisors see this."), menu=True)
    one = start.argument(0)
    for seen in teams:
        for each in seen.colleagues:
            if each.person == one:
                return colleague_card(each, seen)
    buttons = [
        Button(Marked(sign(each), colleague_words(each)), entry("team", each.person))
        for seen in teams
        for each in seen.colleagues
    ]
    rows = (
        lines(Verbatim(seen.name), *(row(each, seen.zone) for each in seen.colleagues))
        for seen in teams
    )
    # Translators: button of a supervisor: the team's group, with a topic for each request
    buttons.append(Button(Marked("💬", t("Group with topics")), entry("topics")))
    # Translators: above the list of a team's members; 🟢 on duty, 🌴 away, ⚪ off duty
    words = paragraphs(t("Your team: 🟢 on duty, ⚪ off duty, 🌴 away"), *rows)
    return Farewell(words, column(*buttons))


def sign(each: Colleague) -> str:
    """Give the sign of whether somebody works now."""
    if each.away_until is not None:
        return "🌴"
    return "🟢" if each.on_duty else "⚪"


def row(each: Colleague, zone: str) -> Words:
    """Tell one colleague in a line."""
    words = colleague_words(each)
    if each.away_until is None:
        return Marked(sign(each), words)
    # Translators: a colleague is away; {when} is the end of the absence
    away = t("away until {when}", when=Moment(each.away_until, zone))
    return lines(Marked(sign(each), words), away)


def colleague_card(each: Colleague, seen: TeamSeen) -> Farewell:
    """Show one colleague, with what a supervisor can do."""
    person = str(each.person)
    buttons = column(
        # Translators: button of a supervisor: a colleague will be away for some days
        Button(Marked("🌴", t("Away until …")), entry("away", person)),
        # Translators: button: when somebody works in a week
        Button(Marked("🗓️", t("Weekly hours")), entry("rota", person)),
        # Translators: button: hours in which only what is urgent is told at once
        Button(Marked("🔕", t("Quiet hours")), entry("quiet", person)),
        # Translators: button of a supervisor: somebody leaves the team for good
        Button(Marked("🚪", t("Leaves the team")), entry("leaves", person)),
    )
    return Farewell(row(each, seen.zone), buttons)


def said(done: Done, words: Words) -> Farewell:
    """Say that it is done, or that it is not the actor's to do."""
    # Translators: somebody tried what is not theirs to do
    refused = t("This is not possible for you now.")
    return Farewell(words if done.outcome is DoneOutcome.DONE else refused, menu=True)


async def away(start: Start) -> Farewell:
    """Be away until a day; what one holds is seen to: away, or away/PERSON for a supervisor."""
    person = PersonId(start.argument(0))
    days: MyDays | None = await look(DaysOf(person))
    if days is None:
        return said(Done(DoneOutcome.REFUSED), t("Only supervisors see this."))
    # Translators: question to a caseworker or supervisor about an absence
    question = t("Until which day, that day included?")
    last = await ask(LastDay("last", question, days.today))
    done: Done = await do(GoAway(last, person), "away")
    words = paragraphs(
        # Translators: after an absence was noted
        t("Noted. Until then there is no duty."),
        # Translators: after an absence was noted: what becomes of the cases
        t(
            "Cases that were only taken are back in the queue. "
            "For promised ones I ask a supervisor."
        ),
    )
    return said(done, words)


async def leaves(start: Start) -> Farewell:
    """End a colleague's membership, after a question."""
    person = PersonId(start.argument(0))
    options = [
        # Translators: button of a supervisor: the colleague leaves the team
        Option(True, "yes", t("Yes, they leave"), "🚪"),
        # Translators: button of a supervisor: the colleague stays in the team
        Option(False, "no", t("No, they stay"), "✖"),
    ]
    # Translators: question to a supervisor before a colleague's access ends
    question = t("Their access ends at once, and their cases are seen to. Are you sure?")
    if not await ask(Choice("sure", question, options)):
        # Translators: nothing was changed
        return Farewell(t("Nothing was changed."), menu=True)
    done: Done = await do(LeaveTeam(person), "leaves")
    # Translators: a colleague is no member of the team any more
    return said(done, t("They are no longer in your team."))


DAYS: dict[str, tuple[str, Words]] = {
    # Translators: on which days of the week somebody works
    "weekdays": ("Mo-Fr", t("Monday to Friday")),
    # Translators: on which days of the week somebody works
    "sunday": ("Su-Th", t("Sunday to Thursday")),
    # Translators: on which days of the week somebody works
    "everyday": ("Mo-Su", t("Every day")),
    # Translators: on which days of the week somebody works
    "weekend": ("Sa-Su", t("Saturday and Sunday")),
    # Translators: button: no fixed weekly hours; duty begins and ends by hand
    "none": ("", t("No fixed hours")),
}


async def rota(start: Start) -> Farewell:
    """Set weekly hours by which duty begins and ends by itself: rota, or rota/PERSON."""
    person = PersonId(start.argument(0))
    options = [Option(code, code, words) for code, (_, words) in DAYS.items()]
    # Translators: question about the days on which somebody works
    chosen: str = await ask(Choice("days", t("On which days?"), options))
    hours = ""
    if days := DAYS[chosen][0]:
        # Translators: question about the hours in which somebody works
        question = t("From when to when? For example 08:00-16:00")
        hours = f"{days} {await ask(OpeningTimes('hours', question))}"
    done: Done = await do(SetRota(hours, person), "rota")
    # Translators: weekly hours were kept; they can be overruled by hand
    kept = t("Kept. Duty begins and ends by itself. You can always change it by hand with /duty.")
    # Translators: there are no weekly hours
    return said(done, kept if hours else t("Kept. Duty begins and ends only by hand."))


async def quiet(start: Start) -> Farewell:
    """Set the hours in which only what is urgent is told at once: quiet, or quiet/PERSON."""
    person = PersonId(start.argument(0))
    days: MyDays | None = await look(DaysOf(person))
    if days is None:
        return said(Done(DoneOutcome.REFUSED), t("Only supervisors see this."))
    now = days.habits.quiet
    question = paragraphs(
        # Translators: quiet hours as they are now; {hours} like 22:00-07:00
        t("Quiet hours now: {hours}", hours=Verbatim(now)) if now else None,
        # Translators: question about the hours in which somebody is not to be disturbed
        t("From when to when should it be quiet? For example 22:00-07:00"),
        # Translators: what quiet hours mean
        t("Urgent requests come at once all the same. The rest waits, and nothing is lost."),
    )
    # Translators: button: be told of everything at once, at any hour
    never = Option("never", "never", t("No quiet hours"), "🔔")
    hours: str = await ask(QuietTimes("hours", question, [never]))
    done: Done = await do(SetQuiet("" if hours == "never" else hours, person), "quiet")
    if hours == "never":
        # Translators: there are no quiet hours
        return said(done, t("Kept. There are no quiet hours."))
    # Translators: quiet hours were kept; {hours} like 22:00-07:00
    kept = t("Kept: {hours}, every day. What waited comes in one message.", hours=Verbatim(hours))
    return said(done, kept)


async def name(start: Start) -> Farewell:
    """Say how colleagues know one."""
    # Translators: question to a caseworker; people who ask for help never see this name
    question = t("How should your colleagues know you? People who ask for help never see it.")
    given = await ask(FreeText("name", question, longest=LONGEST_NAME))
    done: Done = await do(CallMe(given.words), "name")
    # Translators: the name for colleagues was kept
    return said(done, t("Kept."))
