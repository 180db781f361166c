"""The file: whole or not at all, and never believed when it is damaged."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from casework.gazetteer import opening
from casework.gazetteer.layout import Unusable, read
from casework.gazetteer.search import Gazetteer
from tests.casework.gazetteer.towns import SOURCE, small_gazetteer, written


def test_a_file_reads_as_it_was_written(tmp_path: Path) -> None:
    assert [each.name for each in small_gazetteer(tmp_path).exact("conakry")] == ["Conakry"]


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    written(tmp_path)
    assert list(tmp_path.iterdir()) == [tmp_path / "places.index"]


@pytest.mark.parametrize("at", [0, 20, 60, 200, -1])
def test_one_wrong_byte_is_noticed(tmp_path: Path, at: int) -> None:
    path = written(tmp_path)
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(Unusable):
        read(path, SOURCE)


@pytest.mark.parametrize("kept", [0, 10, 100, -8])
def test_a_shortened_file_is_noticed(tmp_path: Path, kept: int) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(Unusable):
        read(path, SOURCE)


def test_a_file_made_of_something_else_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(Unusable):
        read(written(tmp_path), SOURCE + 1)


class TestOpening:
    """What is found on opening: two folders of our own, and a build that takes no time."""

    @pytest.fixture
    def folders(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
        code, home = tmp_path / "code", tmp_path / "home"
        code.mkdir()
        home.mkdir()

        def build(path: Path) -> bool:
            self.built.append(path)
            if path.parent in self.locked:
                return False
            written(path.parent)
            return True

        self.built: list[Path] = []
        self.locked: set[Path] = set()
        monkeypatch.setattr(opening, "BESIDE_THE_CODE", code)
        monkeypatch.setattr(opening, "fingerprint", lambda: SOURCE)
        monkeypatch.setattr(opening, "_build", build)
        return code, home

    def opened(self, home: Path) -> tuple[Gazetteer, list[str]]:
        said: list[str] = []
        return opening.open_gazetteer.__wrapped__(home, said.append), said

    def test_it_is_built_once_and_says_so(self, folders: tuple[Path, Path]) -> None:
        code, home = folders
        assert self.opened(home)[1] == [opening.SAY_ONCE]
        gazetteer, said = self.opened(home)
        assert gazetteer.exact("paris")
        assert (said, self.built) == ([], [code / "places.index"])

    def test_a_damaged_one_is_built_again(self, folders: tuple[Path, Path]) -> None:
        code, home = folders
        (code / "places.index").write_bytes(b"PASSERELLE PLACES\n and no more")
        assert self.opened(home)[0].exact("paris")
        assert self.built == [code / "places.index"]

    def test_where_the_code_is_read_only_it_goes_home(self, folders: tuple[Path, Path]) -> None:
        code, home = folders
        self.locked = {code}
        assert self.opened(home)[0].exact("paris")
        assert self.opened(home)[1] == []
        assert self.built == [code / "places.index", home / "places.index"]

    def test_where_nothing_may_be_written_it_lasts_for_the_process(
        self, folders: tuple[Path, Path]
    ) -> None:
        self.locked = set(folders)
        assert self.opened(folders[1])[0].exact("paris")
        assert not self.built[-1].exists()


def test_many_may_write_and_read_at_once(tmp_path: Path) -> None:
    path = written(tmp_path)

    def write_and_read(_: int) -> bool:
        written(tmp_path)
        return bool(Gazetteer(read(path, SOURCE)).exact("paris"))

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(write_and_read, range(20)))
    assert list(tmp_path.iterdir()) == [path]


def test_the_real_build_runs_in_a_process_of_its_own_and_fails_softly(tmp_path: Path) -> None:
    assert not opening._build(tmp_path / "nowhere" / "places.index")
