"""`passerelle directory check`: what is wrong in the directory, or in files before an import."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console

from bot.import_directory import report, show_difference
from bot.installation import installed
from bot.settings import Settings
from casework.directory_check import Weight, check
from casework.directory_files.difference import difference
from casework.directory_files.reading import read

MOST_OF_A_PACKAGE = 20


async def check_directory(settings: Settings, files: Sequence[Path]) -> bool:
    """Print what is wrong and what to do; say whether there is no fault. Nothing is stored."""
    screen = Console(highlight=False, soft_wrap=True)
    async with installed(settings) as office:
        async with office.database.transaction() as tx:
            known = await office.directory.current(tx)
        now = office.clock()
    if files:
        found = read(files, known, now)
        report(screen, found)
        show_difference(screen, difference(known, found))
        packages = [_is_valid(screen, each) for each in files if _is_package(each)]
        return not found.refused and all(packages)
    things = check(known, now)
    for each in things:
        screen.print(f"{each.weight.value}: {each.wrong} {each.advice}", markup=False)
    faults = sum(each.weight is Weight.FAULT for each in things)
    screen.print(
        f"Checked: {len(known.organisations)} organisations, {len(known.centres)} centres, "
        f"{len(known.services)} services. Faults: {faults}, warnings: {len(things) - faults}."
    )
    return not faults


def _is_package(path: Path) -> bool:
    return (path / "datapackage.json").is_file() or path.suffix.lower() == ".zip"


def _is_valid(screen: Console, path: Path) -> bool:
    """Let frictionless check a package against its own description, where it is installed."""
    if find_spec("frictionless") is None:
        screen.print("Package: not checked by frictionless; install it with pip to have that.")
        return True
    import frictionless

    source = path / "datapackage.json" if path.is_dir() else path
    try:
        resource = frictionless.validate(str(source), type="package")
    except frictionless.FrictionlessException as wrong:
        screen.print(f"Package: {path.name}: {wrong.error.message}", markup=False)
        return False
    if resource.valid:
        screen.print(f"Package: {path.name} is valid (frictionless).", markup=False)
        return True
    rows = resource.flatten(["title", "rowNumber", "fieldName", "message"])
    for row in rows[:MOST_OF_A_PACKAGE]:
        screen.print(f"Package: {json.dumps(row, ensure_ascii=False)}", markup=False)
    screen.print(f"Package: {path.name} has {len(rows)} faults; correct them in these rows.")
    return False
