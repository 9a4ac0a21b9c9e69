"""Disks that are full or cannot be written to: file systems in memory, made for the test."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.corpus.test_runs import corpus, outputs, run

pytestmark = pytest.mark.usefixtures("without_torch")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB, which the output of the test does not fit on."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if os.name != "posix" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a disk here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def remount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True)


def test_a_full_disk_loses_nothing(disk: Path, tmp_path: Path) -> None:
    source = corpus(tmp_path / "in.jsonl")
    run(source, tmp_path / "out.jsonl")
    full = run(source, disk / "out.jsonl")
    assert full.returncode == 2
    assert "No space left" in full.stderr
    assert not (disk / "out.jsonl").exists()
    remount(disk, "size=8m")
    more = run(source, disk / "out.jsonl")
    assert more.returncode == 1, more.stderr
    assert "before" in more.stderr
    assert outputs(disk / "out.jsonl") == outputs(tmp_path / "out.jsonl")


def test_a_disk_that_is_read_only_is_said_at_once(disk: Path, tmp_path: Path) -> None:
    source = corpus(tmp_path / "in.jsonl")
    remount(disk, "ro")
    done = run(source, disk / "out.jsonl")
    assert done.returncode == 2
    assert "Read-only file system" in done.stderr
    assert "Traceback" not in done.stderr
