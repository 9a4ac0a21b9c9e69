"""What the built-in gazetteer is compiled into, written down so that a review sees it change.

Run as ``python -m entitas.gazetteer.making.manifest`` after a change of the data; it rewrites
``data/manifest.json``. A test compiles the data anew and compares.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

from entitas.gazetteer.source.folder import BUILT_IN
from entitas.gazetteer.store.opening import build_store

__all__ = ["MANIFEST", "manifest"]

#: Where the manifest of the built-in gazetteer stands.
MANIFEST = BUILT_IN / "manifest.json"


def manifest() -> dict[str, Any]:
    """Compile the built-in gazetteer, and return its hash, and what went in and came out.

    Returns:
        ``hash``; ``rows`` by data file; ``entries`` by kind; ``compiled``, a hash by file.
    """
    with tempfile.TemporaryDirectory() as folder:
        store = build_store([], Path(folder) / "store")
        compiled = {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16]
            for path in sorted(store.folder.iterdir())
        }
    return {
        "hash": store.hash,
        "rows": {
            path.relative_to(BUILT_IN).as_posix(): _rows(path)
            for path in sorted(BUILT_IN.rglob("*"))
            if path.suffix in (".csv", ".txt")
        },
        "entries": store.counts,
        "compiled": compiled,
    }


def _rows(path: Path) -> int:
    lines = path.read_text(encoding="utf-8").count("\n")
    return lines - 1 if path.suffix == ".csv" else lines


def main() -> None:
    """Rewrite the manifest."""
    MANIFEST.write_text(json.dumps(manifest(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
