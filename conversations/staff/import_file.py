"""Taking a file into the directory: shown as a difference first, and applied only when told to."""

from __future__ import annotations

from enum import StrEnum
from typing import assert_never

from conversations.coordinators.management_file import facts_shown, nothing_entered
from conversations.dialogue import Farewell, ask, do, look, say
from conversations.messages import Attached, entry
from conversations.questions import Choice, Option
from conversations.staff.import_words import FILE_PROBLEMS, REFUSED, TO_LOOK_AT, code_words
from conversations.text import (
    Amount,
    Listed,
    Marked,
    Verbatim,
    Words,
    beside,
    lines,
    paragraphs,
    t,
    tn,
)
from domain.documents import REFUSED_ROWS
from domain.requests.files import (
    Applied,
    ApplyFile,
    ApplyOutcome,
    ChangedFact,
    Counted,
    DropFile,
    Examine,
    Examined,
    ReceivedFile,
    RefusedFact,
    Unusable,
)


class Wanted(StrEnum):
    """What an administrator wants done with a difference."""

    APPLY = "apply"
    APPLY_AND_UNLIST = "unlist"
    NOTHING = "no"


async def import_file(file: ReceivedFile) -> Farewell:
    """Show what a file would change, and change it if the administrator says so.

    The question's key stands for this very difference: if the directory has changed in between,
    another question is open, and an old yes does not answer it.
    """
    found: Examined | Unusable | None = await look(Examine(file.id))
    if not isinstance(found, Examined):
        await do(DropFile(file.id), "drop")
        return Farewell(unusable(file, found), menu=True)
    if found.refused > len(found.first_refused):
        # Translators: above a table of all rows of a file that were refused
        all_of_them = t("All refused rows, with what to do about each, are in this table.")
        await say(all_of_them, file=Attached(f"{REFUSED_ROWS}{file.id}", "refused_rows.csv"))
    if found.is_empty:
        if not found.refused:
            await do(DropFile(file.id), "drop")
        return Farewell(paragraphs(nothing_new(file, found), refused(found)), menu=True)
    wanted = await ask(Choice(f"apply:{found.digest}", shown(file, found), options(found)))
    if wanted is Wanted.NOTHING:
        await do(DropFile(file.id), "drop")
        # Translators: an administrator decided against taking a file in
        return Farewell(t("Nothing was changed, and I deleted the file."), menu=True)
    unlist = wanted is Wanted.APPLY_AND_UNLIST
    done: Applied = await do(ApplyFile(file.id, found.digest, unlist), "apply")
    return outcome(file, done)


def unusable(file: ReceivedFile, found: Unusable | None) -> Words:
    """Say why a whole file cannot be taken in; what the importer adds is in English."""
    name = Marked("📄", Verbatim(file.name))
    if found is None:
        # Translators: a file is kept for one day only
        return lines(name, t("I have this file no longer. Please send it again."))
    detail = Verbatim(found.detail) if found.detail else None
    # Translators: nothing of a file was taken over
    kept = t("Nothing was changed, and I deleted the file.")
    return paragraphs(lines(name, FILE_PROBLEMS[found.problem], detail), kept)


def nothing_new(file: ReceivedFile, found: Examined) -> Words:
    """Say that there is nothing to apply."""
    if found.dated is not None and found.refused:
        return nothing_entered(file)
    if found.unchanged:
        # Translators: a file brings nothing that is not in the directory already
        return t("All that I can use of {file} is in the directory already.", file=file.name)
    # Translators: every row of a file was refused
    return t("I cannot take over anything of {file}.", file=file.name)


def options(found: Examined) -> list[Option[Wanted]]:
    """Give the buttons.

    Only a file of which nothing was refused can tell that a service is gone: it may just be
    among the refused rows.
    """
    # Translators: button: take a file into the directory as it was shown
    apply = Option(Wanted.APPLY, "apply", t("Apply"), "✅")
    # Translators: button: also stop listing what is not in the file any more
    unlist = t("Apply, and stop listing what is gone")
    # Translators: button: leave the directory as it is
    nothing = Option(Wanted.NOTHING, "no", t("Do not apply"), "✖")
    without_gone = [Option(Wanted.APPLY_AND_UNLIST, "unlist", unlist, "✅")]
    if not (found.gone.total and found.may_end):
        return [apply, nothing]
    changes = found.new.total or found.changed.total or found.addresses
    return [*([apply] if changes else []), *without_gone, nothing]


def outcome(file: ReceivedFile, done: Applied) -> Farewell:
    """Say what became of it."""
    match done.outcome:
        case ApplyOutcome.APPLIED:
            return Farewell(applied(done), menu=True)
        case ApplyOutcome.ANOTHER_DIFFERENCE:
            # Translators: somebody else changed the directory at the same moment
            changed = t("The directory has just been changed, so I have applied nothing yet.")
            return Farewell(changed, next=entry("file", file.id))
        case ApplyOutcome.REFUSED:
            # Translators: a file cannot be taken in any more
            return Farewell(t("That is not possible any more. Nothing was changed."), menu=True)
        case _:
            assert_never(done.outcome)


def applied(done: Applied) -> Words:
    """Say what was changed."""
    unlisted = (
        # Translators: how many services are not listed any more
        t("No longer listed: {count}", count=done.unlisted) if done.unlisted else None
    )
    return lines(
        # Translators: a file was taken into the directory
        Marked("✅", t("Applied, all of it.")),
        # Translators: how many facts a file has added to the directory
        t("New: {count}", count=done.new),
        # Translators: how many facts of the directory a file has changed
        t("Changed: {count}", count=done.changed),
        unlisted,
    )


# ---------------------------------------------------------------- the difference


def shown(file: ReceivedFile, found: Examined) -> Words:
    """Tell the difference: counts, and the first few of what changes, goes or is refused."""
    if found.dated is not None:
        return facts_shown(file, found, found.dated)
    return paragraphs(
        # Translators: a file was compared with the directory; nothing was done yet
        t("This is what {file} would change. Nothing is changed yet.", file=file.name),
        lines(new(found), changed(found), gone(found), addresses(found), unchanged(found)),
        refused(found),
        to_look_at(found),
        # Translators: question to an administrator, above the buttons
        t("Shall I apply it?"),
    )


def new(found: Examined) -> Words:
    """Count what is new."""
    # Translators: facts that a file would add; {what} is "2 centres and 5 services"
    return Marked("➕", t("New: {what}", what=kinds(found.new)))


def changed(found: Examined) -> Words:
    """Count what changes, and name the first."""
    # Translators: facts that a file would change; {what} is "2 centres and 5 services"
    head = Marked("✏️", t("Changed: {what}", what=kinds(found.changed)))
    rows = [changed_row(each) for each in found.first_changed]
    return lines(head, *rows, more(found.changed.total - len(rows)))


def changed_row(fact: ChangedFact) -> Words:
    """Name a fact with the fields that change, as the files call them."""
    names = Listed(tuple(Verbatim(name) for name in fact.fields))
    # Translators: {name} of a centre or service, and the fields of it that change
    return t("– {name}: {fields}", name=fact.name, fields=names)


def gone(found: Examined) -> Words:
    """Count what the file does not name any more, and name the first."""
    # Translators: services and centres that the file no longer holds
    head = Marked("➖", t("Gone from the file: {what}", what=kinds(found.gone)))
    # Translators: the name of a service in a list; only the dash before it may change
    rows = [t("– {name}", name=name) for name in found.first_gone]
    kept = (
        # Translators: said where some rows of the file were refused
        t("They stay listed, as rows of the file were refused.")
        if found.gone.total and not found.may_end
        else None
    )
    return lines(head, *rows, more(found.gone.total - len(rows)), kept)


def addresses(found: Examined) -> Words | None:
    """Count the undisclosed addresses that change; they are shown nowhere."""
    if not found.addresses:
        return None
    # Translators: addresses that are kept secret and that a file would change
    return Marked("🔒", t("Undisclosed addresses: {count}", count=found.addresses))


def unchanged(found: Examined) -> Words:
    """Count what is the same already."""
    # Translators: facts of a file that are in the directory already
    return Marked("＝", t("As before: {count}", count=found.unchanged))


def refused(found: Examined) -> Words | None:
    """Count the refused rows, and say of the first why and what to do."""
    if not found.refused:
        return None
    rows = [refused_row(each) for each in found.first_refused]
    head = tn(
        # Translators: rows of a file that cannot be taken over
        "{count} row refused:",
        "{count} rows refused:",
        found.refused,
    )
    return lines(Marked("⛔", head), *rows, more(found.refused - len(rows)))


def refused_row(row: RefusedFact) -> Words:
    """Say where it is, what stands there, and what to do."""
    return lines(
        # Translators: the place of a refused value in a file
        t(
            "– {file}, row {row}, {field}:",
            file=row.file,
            row=Verbatim(str(row.row)),
            field=row.field,
        ),
        beside(Verbatim(row.value) if row.value else None, code_words(REFUSED, row.reason)),
    )


def to_look_at(found: Examined) -> Words | None:
    """Count the warnings by kind."""
    if not found.to_look_at:
        return None
    rows = (
        # Translators: a warning about a file, and how often there is reason for it
        t("– {what}: {count}", what=code_words(TO_LOOK_AT, each.kind), count=each.count)
        for each in found.to_look_at
    )
    # Translators: above warnings about a file: it can be applied, but somebody should look
    return lines(Marked("👁", t("To look at:")), *rows)


def more(left: int) -> Words | None:
    """Say how many are not listed."""
    # Translators: under a list that is cut
    return tn("… and {count} more", "… and {count} more", left) if left > 0 else None


def kinds(count: Counted) -> Words:
    """Say how many of each kind."""
    parts: list[Words] = []
    if count.centres:
        # Translators: how many centres
        parts.append(tn("{count} centre", "{count} centres", count.centres))
    if count.services:
        # Translators: how many services
        parts.append(tn("{count} service", "{count} services", count.services))
    if count.others:
        # Translators: how many facts that are neither centres nor services
        parts.append(tn("{count} other fact", "{count} other facts", count.others))
    return Listed(tuple(parts)) if parts else NONE


NONE = Amount(0)
