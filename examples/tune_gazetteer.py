"""A gazetteer made to fit a corpus, as a library: mine it, make a pack, tune, measure.

A person should decide which candidates are right (`entitas gazetteer review`); here all that are
likely are taken. The settings are then fitted to annotated articles, and kept only where held-out
ones gain by them.

Run:  python examples/tune_gazetteer.py [ARTICLES GOLD.jsonl]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import entitas
from entitas.corpus.readers import find_files, read_documents
from entitas.gazetteer import Gazetteer
from entitas.gazetteer.source.packs import write_pack
from entitas.mining.count import Tally
from entitas.mining.propose import propose
from entitas.mining.reading import read_corpus
from entitas.tuning.gold import read_gold
from entitas.tuning.settings_file import write_settings
from entitas.tuning.tune import tune

HERE = Path(__file__).parent
LIKELY = 0.75


def main(articles: Path, gold: Path, folder: Path) -> None:
    """Print what a corpus proposes, and what it is worth on annotated articles."""
    builtin = Gazetteer.load()
    observations = read_corpus(
        read_documents(find_files([articles])),
        folder / "observed.jsonl",
        options={},
        made_with={"gazetteer": builtin.hash},
    )
    candidates = propose(Tally.of(observations), builtin, least=1)
    likely = [candidate for candidate in candidates if candidate.confidence >= LIKELY]
    print(f"{len(candidates)} names are not in the gazetteer, {len(likely)} of them are likely:")
    for candidate in likely:
        what = f"another name of {candidate.into}" if candidate.into else candidate.kind
        print(f"  {candidate.confidence:.2f}  {candidate.name} ({what})")
    pack = folder / "mine.csv"
    write_pack([candidate.row() for candidate in likely if not candidate.into], pack)

    tuned = tune(read_gold(gold), entitas.load(), Gazetteer.load(pack), without=builtin, folds=4)
    for title, changes in (("the pack", tuned.of_packs), ("tuning", tuned.changes)):
        for change in changes:
            print(
                f"{title:9} {change.name:9} {change.before:.3f} -> {change.after:.3f} "
                f"({change.low:+.3f} to {change.high:+.3f})"
            )
    kept = [part.name for part in tuned.parts if part.kept]
    print(f"kept: {', '.join(kept) or 'nothing, as nothing significant was gained'}")
    write_settings(tuned.settings, folder / "tuning.toml", [f"Kept: {', '.join(kept)}"])
    nlp = entitas.load(gazetteer=[pack, folder / "tuning.toml"])
    record = entitas.extract("Rapat digelar di Puskesmas Tejakula I.", nlp=nlp)
    print([(agency.name, agency.link and agency.link.id) for agency in record.agencies])


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:3]]
    texts, annotated = given if len(given) == 2 else (HERE / "articles", HERE / "gold.jsonl")
    with tempfile.TemporaryDirectory() as scratch:
        main(texts, annotated, Path(scratch))
