"""Rules no linter has: who reads the environment, what no file names, docstrings that say why."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGES = ("bot", "casework", "conversations", "domain", "locales", "storage")
THE_ONE_READER_OF_THE_ENVIRONMENT = "bot/settings.py"
ENVIRONMENT = {"environ", "environb", "getenv", "getenvb"}

# In parts, so that this file does not hold what it looks for.
INDEX_ADDRESS = re.compile(
    "|".join(
        re.escape(".".join(parts))
        for parts in (
            ("pypi", "org"),
            ("files", "pythonhosted"),
            ("deb", "debian"),
            ("registry", "npmjs"),
        )
    )
    + "|file:"
    + "///"
)
# A folder of somebody's machine, but neither a part of a web address nor of a relative path.
FOLDER_OF_A_MACHINE = re.compile(r"(?<![\w.~<}-])/(?:work|root|home)/")


@pytest.fixture(scope="module")
def files(repository: Path) -> list[Path]:
    """Every file that is committed or would be with `git add --all`."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=repository,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (repository / name for name in set(listed.split("\0")) if name)
    return sorted(path for path in paths if path.is_file())


@pytest.fixture(scope="module")
def modules(files: list[Path]) -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_bytes()) for path in files if path.suffix == ".py"}


def reads_of_the_environment(module: ast.Module) -> Iterator[int]:
    """The lines on which `os` is asked for the environment, under whatever name."""
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module == "os":
            if ENVIRONMENT & {alias.name for alias in node.names}:
                yield node.lineno
        elif isinstance(node, ast.Attribute) and node.attr in ENVIRONMENT:
            yield node.lineno


def lines_that_match(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    found = []
    for path in files:
        content = path.read_bytes()
        if b"\0" in content:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{path}:{number}: {line.strip()[:120]}")
    return found


def test_only_the_settings_read_the_environment(
    repository: Path, modules: dict[Path, ast.Module]
) -> None:
    found = [
        f"{name}:{line}"
        for path, module in modules.items()
        if (name := path.relative_to(repository).as_posix()).split("/")[0] in PACKAGES
        and name != THE_ONE_READER_OF_THE_ENVIRONMENT
        for line in reads_of_the_environment(module)
    ]
    assert not found


def test_no_file_names_a_package_index(files: list[Path]) -> None:
    assert not lines_that_match(INDEX_ADDRESS, files)


def test_no_file_names_a_folder_of_a_machine(files: list[Path]) -> None:
    assert not lines_that_match(FOLDER_OF_A_MACHINE, files)


def test_every_module_says_its_reason_in_its_first_line(
    repository: Path, modules: dict[Path, ast.Module]
) -> None:
    silent = [
        path.relative_to(repository).as_posix()
        for path, module in modules.items()
        if not (ast.get_docstring(module, clean=False) or "").split("\n")[0].strip()
    ]
    assert not silent


@pytest.mark.parametrize(
    "source",
    ["import os\nos.environ['X']", "import os as o\no.getenv('X')", "from os import environ as e"],
)
def test_a_read_of_the_environment_is_seen_under_any_name(source: str) -> None:
    assert list(reads_of_the_environment(ast.parse(source)))


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("cd /" + "home/amina/passerelle", True),
        ('path = "/' + 'work/main"', True),
        ("https://centre.example/home/contact", False),
        ("templates/home/page.html", False),
    ],
)
def test_folders_of_a_machine_are_told_from_other_slashes(line: str, is_one: bool) -> None:
    assert bool(FOLDER_OF_A_MACHINE.search(line)) is is_one
