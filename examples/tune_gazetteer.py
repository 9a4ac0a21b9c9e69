"""The first step in tuning a gazetteer: which names of a corpus does it not know?

Counts the agencies and places that were found without a link, most frequent first; they are the
entries that a gazetteer for this corpus lacks.

Run:  python examples/tune_gazetteer.py [FOLDER]
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import entitas
from entitas.corpus.readers import Source, find_files, read_documents

HERE = Path(__file__).parent


def main(folder: Path) -> None:
    """Print how much of the corpus is linked, and what is not."""
    unknown: Counter[tuple[str, str]] = Counter()
    linked = total = 0
    sources = (d for d in read_documents(find_files([folder])) if isinstance(d, Source))
    for record in entitas.extract_many({"id": s.id, "text": s.text} for s in sources):
        for entity in (*record.agencies, *record.places):
            kind = entity.kind if isinstance(entity, entitas.Agency) else entity.level
            total += 1
            if entity.link and entity.link.id:
                linked += 1
            else:
                unknown[entity.name, kind] += len(entity.mentions)
    print(f"{linked} of {total} agencies and places are linked to the gazetteer. Not linked:")
    for (name, kind), mentions in unknown.most_common(20):
        print(f"{mentions:4}  {kind:20} {name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "articles")
