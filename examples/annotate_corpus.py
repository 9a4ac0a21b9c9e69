"""Annotate a folder of articles and ask the records a question: which officials, in which office?

Run:  python examples/annotate_corpus.py [FOLDER] [OUTPUT.jsonl]
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import entitas
from entitas.corpus.annotate import annotate

HERE = Path(__file__).parent


def main(folder: Path, out: Path) -> None:
    """Annotate, then read the records back and list the officials by name."""
    done = annotate([folder], out).done
    print(f"{done.documents} documents, {done.failed} failed, records in {out}")

    offices: dict[str, set[str]] = defaultdict(set)
    for line in out.read_text(encoding="utf-8").splitlines():
        for person in entitas.Document.model_validate_json(line).people:
            if person.official:
                offices[person.name] |= {f"{p.title} [{p.status}]" for p in person.positions}
    for name in sorted(offices):
        print(f"{name}: {'; '.join(sorted(offices[name])) or 'rank only'}")


if __name__ == "__main__":
    arguments = [Path(argument) for argument in sys.argv[1:3]]
    defaults = [HERE / "articles", Path("out") / "corpus.jsonl"]
    main(*(arguments + defaults[len(arguments) :]))
