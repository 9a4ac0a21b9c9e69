"""The compiled store: cached by content, written whole or not at all, refused when damaged."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from entitas.errors import GazetteerError
from entitas.gazetteer import Gazetteer
from entitas.gazetteer.source.folder import BUILT_IN
from entitas.gazetteer.store.cache import cached
from entitas.gazetteer.store.opening import build_store, open_store
from entitas.gazetteer.store.store import Store
from entitas.gazetteer.strings import StringMap, Strings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ENTITAS_CACHE", str(tmp_path))
    return tmp_path / "gazetteer"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "gazetteer"
    build_store([], folder)
    return folder


def write(folder: Path) -> None:
    (folder / "meta.json").write_text("{}", encoding="utf-8")


def test_a_content_is_written_once(home: Path) -> None:
    first = cached("abc", write)
    (first / "mark").touch()
    assert cached("abc", write) == first == home / "abc"
    assert (first / "mark").exists()


def test_nothing_stays_of_a_failed_writing(home: Path) -> None:
    def fail(folder: Path) -> None:
        write(folder)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cached("abc", fail)
    assert list(home.iterdir()) == []


def test_of_two_who_write_at_once_one_wins(home: Path) -> None:
    def slow(folder: Path) -> None:
        write(folder)
        cached("abc", write)

    assert (cached("abc", slow) / "meta.json").exists()
    assert [path.name for path in home.iterdir()] == ["abc"]


def test_a_cache_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setenv("ENTITAS_CACHE", str(blocked))
    with pytest.warns(UserWarning, match="ENTITAS_CACHE"):
        folder = cached("abc", write)
    assert (folder / "meta.json").exists()


def test_a_built_folder_is_the_same_gazetteer(built: Path, gazetteer: Gazetteer) -> None:
    own = Gazetteer.load(built)
    assert own.hash == gazetteer.hash
    text = "Kapolres Tuban menemui KPK di Kecamatan Jenu."
    assert own.find(text) == gazetteer.find(text)


def test_compiling_is_deterministic(built: Path) -> None:
    other = open_store().folder
    assert other != built
    for file in sorted(built.iterdir()):
        assert (other / file.name).read_bytes() == file.read_bytes(), file.name


def test_two_processes_read_one_store(built: Path) -> None:
    code = (
        "import sys; from entitas.gazetteer import Gazetteer as G; print(G.load(sys.argv[1]).hash)"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(built)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    assert [run.communicate()[0].strip() for run in runs] == [Store(built).hash] * 2


def test_packs_cannot_lie_over_a_compiled_folder(built: Path, tmp_path: Path) -> None:
    pack = tmp_path / "own.csv"
    pack.write_text("kind,name\ncompany,PT Angin Ribut\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="build a new one"):
        open_store([built, pack])


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("meta.json", '{"format": 0, "hash": "x", "counts": {}}', "another version"),
        ("meta.json", "{", "not a compiled gazetteer"),
        ("tables.json", "{}", "tables.json is damaged"),
        ("meta.json", None, "not a compiled gazetteer"),
        ("keys.npy", "x", "keys.npy is damaged"),
        ("fuzzy_owners.npy", None, "fuzzy_owners.npy"),
    ],
)
def test_a_damaged_store_is_refused(
    file: str, content: str | None, says: str, built: Path, tmp_path: Path
) -> None:
    for path in built.iterdir():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / file).unlink()
    if content is not None:
        (tmp_path / file).write_text(content, encoding="utf-8")
    with pytest.raises(GazetteerError, match=says):
        Store(tmp_path)


@pytest.mark.parametrize(
    ("paths", "says"),
    [
        (["none.csv"], "no such file or folder"),
        (["one", "two"], "both folders"),
        (["one"], "no gazetteer, neither a source"),
        (["file.txt"], "packs end in"),
    ],
)
def test_paths_that_are_no_gazetteer(
    paths: list[str], says: str, tmp_path: Path, home: Path
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    (tmp_path / "file.txt").touch()
    with pytest.raises(GazetteerError, match=says):
        open_store([tmp_path / path for path in paths])


def test_a_folder_in_use_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    with pytest.raises(GazetteerError, match="not empty"):
        build_store([], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_strings_come_back(tmp_path: Path) -> None:
    items = ["", "a", "é", "a b", "z" * 1000]
    Strings.write(tmp_path / "s", items)
    strings = Strings(tmp_path / "s")
    assert list(strings) == strings.all() == items
    assert strings[1:3] == ["a", "é"]
    with pytest.raises(IndexError):
        strings[5]
    Strings.write(tmp_path / "none", [])
    assert list(Strings(tmp_path / "none")) == Strings(tmp_path / "none").all() == []
    StringMap.write(tmp_path / "m", {"b": "2", "a": "1"})
    assert dict(StringMap(tmp_path / "m")) == {"a": "1", "b": "2"}


def test_every_name_of_the_store_leads_somewhere(gazetteer: Gazetteer) -> None:
    store = open_store()
    assert len(store.keys) == len(store.key_flags) == len(store.name_starts) - 1
    assert store.name_starts[-1] == len(store.name_targets)
    assert int(np.max(store.name_targets)) < len(store.areas) + len(store.named_ids)
    assert BUILT_IN.is_dir()
