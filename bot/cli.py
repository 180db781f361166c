"""The command line: every command of the program, and one place where problems are told."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.settings import Settings, SettingsProblem, load_settings
from domain.cannot_go_on import CannotGoOn

if TYPE_CHECKING:
    from structlog.typing import Processor

FILE = click.Path(path_type=Path)


class Listed(click.Group):
    """Commands in the order in which they stand here, each with its whole first paragraph."""

    group_class = type

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list."""
        with formatter.section("Commands"):
            formatter.write_dl(
                [
                    (name, " ".join((command.help or "").split("\n\n")[0].split()))
                    for name, command in self.commands.items()
                ]
            )


@click.group(cls=Listed)
def app() -> None:
    """A chatbot between people with nowhere to sleep and the organisations that can help."""


def main() -> None:
    """Run a command; a known problem is one clear message and exit code 2, never a trace."""
    end_by_sigterm()
    gc.disable()  # what is being read in is no garbage: looking for some costs a tenth of the start
    try:
        app()
    except SettingsProblem as problem:
        fail("These settings need a change:", *(f"  {each}" for each in problem.problems))
    except CannotGoOn as problem:
        fail(str(problem))


def end_by_sigterm() -> None:
    """Let SIGTERM end the first process of a container as any other: by itself Linux spares it.

    What `run` does instead, once it can, is finish what is in hand.
    """
    if os.getpid() == 1:
        signal.signal(signal.SIGTERM, lambda number, _: os._exit(128 + number))


def fail(*lines: str) -> None:
    """Print to standard error and exit."""
    for line in lines:
        print(line, file=sys.stderr)
    sys.exit(2)


def check_language(settings: Settings, language: str) -> None:
    """Stop for a language that is not offered, naming those that are."""
    from locales.languages import offered

    codes = [each.code for each in offered(settings.languages or None)]
    if language and language not in codes:
        raise CannotGoOn(f"--language {language}: choose one of {', '.join(codes)}")


def run_until_done(
    work: Coroutine[Any, Any, Any], loop: Callable[[], asyncio.AbstractEventLoop] | None = None
) -> Any:
    """Run a coroutine; what it may fail with is told as one message.

    `loop` makes the event loop, asyncio's own if None. All that was read in until now stays, so
    the collector of garbage is told to leave it alone.
    """
    from bot.logs import leaves

    gc.freeze()
    gc.enable()
    try:
        with asyncio.Runner(loop_factory=loop) as runner:
            return runner.run(work)
    except* CannotGoOn as group:
        raise CannotGoOn("\n".join(str(each) for each in leaves(group))) from None
    except* KeyboardInterrupt:
        raise CannotGoOn("Stopped.") from None


@app.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="0 chooses a free one",
)
@click.option("--no-browser", is_flag=True, help="do not open a browser")
@click.option("--script", is_flag=True, help="play one referral here")
def demo(port: int, no_browser: bool, script: bool) -> None:
    """Try everything on this machine: sample centres, the person's chat, the desk. No token."""
    from bot.logs import quiet_logs

    quiet_logs()
    if script:
        from bot.demo import play_script

        run_until_done(play_script())
        return
    from bot.run_demo import run_demo

    run_until_done(run_demo(port, browser=not no_browser))


@app.command()
def run() -> None:
    """Run the service: Telegram by polling, or by webhook when PASSERELLE_PUBLIC_URL is set."""
    from bot.left_out import left_out

    with left_out("rich"):  # structlog would draw traces with it, and we log none
        from bot.logs import service_logs
        from bot.run import run_service, service_loop

    settings = load_settings()
    service_logs(*reports_of(settings))
    run_until_done(run_service(settings), service_loop)


def reports_of(settings: Settings) -> list[Processor]:
    """Give what reports errors to Sentry, if that is set; it is read in only then."""
    if settings.sentry_dsn is None:
        return []
    from bot.error_reports import error_reports

    return [error_reports(settings.sentry_dsn)]


@app.command()
@click.option("--role", default="person", help="person, caseworker or staff", show_default=True)
@click.option("--organisation", default="", help="whose caseworker or staff")
@click.option("--language", default="", help="language code; else it is asked")
def chat(role: str, organisation: str, language: str) -> None:
    """Talk here, on the installation's own data; reads a pipe too; buttons are numbered."""
    from bot.local_chat import local_chat
    from bot.logs import quiet_logs

    settings = load_settings()
    quiet_logs()
    if role not in ("person", "caseworker", "staff"):
        raise CannotGoOn(f"--role {role}: choose person, caseworker or staff")
    if role != "person" and not organisation:
        raise CannotGoOn(f"--role {role} needs --organisation NAME")
    check_language(settings, language)
    run_until_done(local_chat(settings, role, organisation, language or None))


@app.command()
@click.argument("text", nargs=-1, help="a place in words")
@click.option("--service", default="", help="shelter, food, health, …")
@click.option("--language", default="en", help="language code", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="for machines")
@click.option("--stdin", is_flag=True, help="one query a line")
def find(text: tuple[str, ...], service: str, language: str, as_json: bool, stdin: bool) -> None:
    """Show what a person would get for a place: the places understood, the nearest centres.

    Place names are from GeoNames (www.geonames.org, CC BY 4.0) and CLDR.
    """
    from bot.find import find_places
    from bot.logs import quiet_logs
    from domain.services import ServiceType

    settings = load_settings()
    quiet_logs()
    check_language(settings, language)
    if service and service not in list(ServiceType):
        raise CannotGoOn(f"--service {service}: choose one of {', '.join(ServiceType)}")
    queries = [line.strip() for line in sys.stdin] if stdin else [" ".join(text)]
    queries = [query for query in queries if query]
    if not queries:
        raise CannotGoOn("Name a place: passerelle find Conakry")
    run_until_done(find_places(settings, queries, service, language, as_json=as_json))


@app.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    from storage.migrate import migrate as bring_up_to_date

    settings = load_settings()
    run_until_done(bring_up_to_date(settings.database_url))
    print("The schema is up to date.")


@app.command()
def adopt() -> None:
    """Make database and keys of another bot those of the bot whose token is set, for good."""
    from bot.adopt import adopt as adopt_all

    print(run_until_done(adopt_all(load_settings())))


@app.command()
def doctor() -> None:
    """Check token, webhook, database, catalogs, clock, keys and disk, and say what to do."""
    from bot.doctor import examine
    from bot.logs import quiet_logs

    settings = load_settings()
    quiet_logs()
    if not run_until_done(examine(settings)):
        sys.exit(1)


@app.command()
@click.argument("file", type=FILE, help="to write: a new file, in a folder that is there")
def backup(file: Path) -> None:
    """Copy the data to a file while the service runs; the keys are not in it."""
    from bot.backup import back_up

    run_until_done(back_up(load_settings(), file))


@app.command()
@click.argument("reference", help="of a request, like K7M-2QX4")
@click.option("--yes", is_flag=True, help="do not ask first")
def erase(reference: str, yes: bool) -> None:
    """Forget whoever made a request: all their requests, names, addresses and words, for good."""
    from bot.erase import erase_person
    from bot.logs import quiet_logs

    settings = load_settings()
    quiet_logs()
    run_until_done(
        erase_person(settings, reference, lambda: yes or confirmed("Erase it for good?"))
    )


def confirmed(question: str) -> bool:
    """Ask whether to go on; CannotGoOn where nobody can answer."""
    try:
        return click.confirm(question)
    except click.Abort:
        raise CannotGoOn("Nothing was done: it needs a yes. In a script, add --yes.") from None


@app.group()
def keys() -> None:
    """The keys under which personal data is sealed."""


@keys.command()
@click.option("--yes", is_flag=True, help="do not ask whether the new key was copied")
def rotate(yes: bool) -> None:
    """Seal with a new key, and seal anew what older keys sealed, while the service runs."""
    from bot.logs import quiet_logs
    from bot.rotate_keys import rotate_keys

    settings = load_settings()
    quiet_logs()
    done = "Is it copied? Without it nobody can read what is sealed from now on."
    run_until_done(rotate_keys(settings, lambda: yes or confirmed(done)))


@app.group()
def audit() -> None:
    """Who did, read or tried what."""


@audit.command()
@click.option(
    "--head", default="", help="that an earlier verify, a backup or the log told, like 120:ab…"
)
def verify(head: str) -> None:
    """Say whether the audit is as it was written: which entry was changed, removed or inserted."""
    from bot.logs import quiet_logs
    from bot.verify_audit import verify_audit

    settings = load_settings()
    quiet_logs()
    if not run_until_done(verify_audit(settings, head)):
        sys.exit(1)


@app.command()
@click.option("--role", required=True, help="caseworker, supervisor, staff, coordinator or admin")
@click.option("--organisation", required=True, help="name of the organisation")
@click.option("--team", default="", help="name of the team")
@click.option(
    "--employed-by-state", is_flag=True, help="staff of an authority, seconded to the team"
)
def invite(role: str, organisation: str, team: str, employed_by_state: bool) -> None:
    """Print a one-time link and code that make somebody a member of a team."""
    from bot.invite import print_invitation

    run_until_done(
        print_invitation(
            load_settings(), role, organisation, team or None, employed_by_state=employed_by_state
        )
    )


@app.group()
def directory() -> None:
    """Centres and services."""


@directory.command("import")
@click.argument(
    "files",
    type=FILE,
    nargs=-1,
    required=True,
    help="HSDS folder, zip or JSON; CSV or XLSX after our template; GeoJSON; "
    "OpenStreetMap (Overpass JSON or GeoJSON); Passerelle JSON",
)
@click.option("--dry-run", is_flag=True, help="only check")
@click.option("--strict", is_flag=True, help="store nothing if any row is refused")
@click.option("--remove-gone", is_flag=True, help="end what the dataset no longer has")
@click.option("--source", default="", help="name of the dataset; else the file's name")
@click.option("--protocol", default="", help="name of a data-sharing protocol")
@click.option("--until", default="", help="its last day, like 2027-12-31")
def import_(
    files: tuple[Path, ...],
    dry_run: bool,
    strict: bool,
    remove_gone: bool,
    source: str,
    protocol: str,
    until: str,
) -> None:
    """Take centres and services in; every row that is refused is named, with why."""
    from bot.import_directory import ImportOrder, import_directory

    order = ImportOrder(
        files, dry_run, strict, remove_gone, source, protocol or None, until or None
    )
    run_until_done(import_directory(load_settings(), order))


@directory.command()
@click.argument("file", type=FILE, help="to write: FILE.csv or FILE.xlsx")
@click.option("--management", is_flag=True, help="of who manages what, by when")
def template(file: Path, management: bool) -> None:
    """Write an empty table to be filled in: of centres and services, or of their management."""
    from bot.import_directory import write_template

    write_template(file, management=management)


@directory.command()
@click.argument("file", type=FILE, help="FILE.zip or a folder (hsds), FILE.csv, FILE.geojson")
@click.option("--format", "kind", default="hsds", help="hsds, csv or geojson", show_default=True)
@click.option("--force", is_flag=True, help="replace an earlier export")
def export(file: Path, kind: str, force: bool) -> None:
    """Write centres and services for partners; nothing confidential or undisclosed is in it."""
    from bot.export_directory import export_directory
    from casework.directory_export.files import ExportFormat

    if kind not in list(ExportFormat):
        raise CannotGoOn(f"--format {kind}: choose one of {', '.join(ExportFormat)}")
    run_until_done(export_directory(load_settings(), ExportFormat(kind), file, force=force))


@directory.command()
@click.argument("files", type=FILE, nargs=-1, help="files before an import; none: what is here")
def check(files: tuple[Path, ...]) -> None:
    """Say what is wrong in the directory, or in files, and what to do; nothing is changed."""
    from bot.check_directory import check_directory

    if not run_until_done(check_directory(load_settings(), files)):
        sys.exit(1)
