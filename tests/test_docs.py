"""The commands of the pages that are meant to be followed, run as they stand there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("without_torch")

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_afternoon_runs_as_it_is_written(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples" / "articles", tmp_path / "articles")
    shutil.copy(ROOT / "examples" / "gold.jsonl", tmp_path)
    blocks = BLOCK.findall((ROOT / "docs" / "tune-gazetteer.md").read_text("utf-8"))
    assert len(blocks) > 5
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "".join(blocks)],
        cwd=tmp_path, env={**os.environ, "PATH": path, "PYTHONIOENCODING": "utf-8"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "valid: 3 entries added" in done.stdout
    assert "All that is kept" in done.stdout
    assert (tmp_path / "gain.png").stat().st_size > 1_000
    assert "Kept: " in (tmp_path / "tuning.toml").read_text("utf-8")
    assert "no gain can be claimed" in (tmp_path / "silver.toml").read_text("utf-8").lower()
    assert (tmp_path / "both.csv").exists()
