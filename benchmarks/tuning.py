"""How well a gazetteer that lacks names gets them back from a corpus, and what tuning gains.

Run, in this order:

    python benchmarks/tuning.py remove --gold TRAIN --out RUN
    python benchmarks/tuning.py mine   --gold TRAIN --corpus POOL --out RUN [--workers 2]
    python benchmarks/tuning.py fit    --gold TRAIN --out RUN
    python benchmarks/tuning.py tune   --gold TRAIN --dev DEV --out RUN
    python benchmarks/tuning.py junk   --gold TRAIN --dev DEV --out RUN

``remove`` draws a fifth of the listed bodies and of their further names that the annotated articles
have, and writes the built-in gazetteer without them to RUN/less. ``mine`` reads the corpus with it:
which of the removed names that stand in at least three documents are proposed, and how many of the
first 200 candidates are right? A candidate is judged if its name stands in an annotated article,
and right if the annotation has a body or place of that name; an alias, if the annotation has it
beside another name of its entry, or alone. ``fit`` fits the weights of
:mod:`entitas.mining.propose` to one half of the judged candidates and measures them on the other.
``tune`` accepts the right candidates, tunes on the annotated articles, and compares the outcome
with the full gazetteer on other articles; ``junk`` does so with 5,000 ordinary words as names of
anything.
"""

from __future__ import annotations

import csv
import json
import random
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console
from rich.table import Table
from spacy.language import Language

import entitas
from entitas.corpus.readers import Source
from entitas.gazetteer import Gazetteer
from entitas.gazetteer.entry import KINDS, LEVELS
from entitas.gazetteer.fold import key_of
from entitas.gazetteer.settings import Settings
from entitas.gazetteer.source.folder import BUILT_IN
from entitas.gazetteer.source.packs import PackRow, write_pack
from entitas.mining.candidate import Candidate, read_candidates
from entitas.mining.count import Tally
from entitas.mining.propose import WEIGHTS, features, propose
from entitas.mining.reading import read_corpus
from entitas.review.joining import entry_id, joined
from entitas.training.corpora import read_jsonl
from entitas.tuning.gold import read_gold
from entitas.tuning.measure import count, values
from entitas.tuning.picture import table as table_of
from entitas.tuning.rerun import Read
from entitas.tuning.settings_file import write_settings
from entitas.tuning.tune import tune

SEED, SHARE, LEAST, JUNK = 1, 0.2, 3, 5_000
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, help=__doc__)
Gold = Annotated[Path, typer.Option(help="Annotated articles (JSON Lines).")]
Dev = Annotated[Path, typer.Option(help="Annotated articles to measure on (JSON Lines).")]
Out = Annotated[Path, typer.Option(help="The folder of this run.")]


@app.callback()
def main() -> None:
    """Measure mining and tuning."""


def articles(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


@app.command()
def remove(gold: Gold, out: Out) -> None:
    """Write the gazetteer without a fifth of what the articles have."""
    gazetteer = Gazetteer.load()
    found: set[str] = set()
    aliases: set[tuple[str, str]] = set()
    for article in articles(gold):
        for agency in article["agencies"]:
            for form in (agency["name"], *agency["forms"]):
                for entry in gazetteer.lookup(form):
                    if not entry.id.startswith("body:"):
                        continue
                    found.add(entry.id)
                    names = {
                        key_of(name): name
                        for name in (entry.abbreviation, *entry.aliases)
                        if name and name not in gazetteer.weak_names(entry)
                    }
                    if key_of(form) in names and key_of(form) != key_of(entry.name):
                        aliases.add((entry.id, names[key_of(form)]))
    fixed = set(re.findall(r"body:[a-z0-9-]+", (BUILT_IN / "patterns.csv").read_text("utf-8")))
    fixed |= set(re.findall(r"body:[a-z0-9-]+", (BUILT_IN / "composed.csv").read_text("utf-8")))
    random.seed(SEED)
    bodies = sorted(found - fixed)
    gone = set(random.sample(bodies, round(len(bodies) * SHARE)))
    pairs = sorted(pair for pair in aliases if pair[0] not in gone)
    cut = set(random.sample(pairs, round(len(pairs) * SHARE)))
    less = out / "less"
    shutil.rmtree(less, ignore_errors=True)
    shutil.copytree(BUILT_IN, less)
    for file in (less / "bodies").glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            columns, rows = list(reader.fieldnames or ()), list(reader)
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(_without(row, gone, cut) for row in rows if row["id"] not in gone)
    removed = {
        "entries": {
            id_: sorted({e.name, *([e.abbreviation] if e.abbreviation else []), *e.aliases})
            for id_ in sorted(gone) for e in [gazetteer.entry(id_)]
        },
        "aliases": sorted(cut),
    }  # fmt: skip
    (out / "removed.json").write_text(json.dumps(removed, ensure_ascii=False, indent=1), "utf-8")
    Console().print(
        f"{len(bodies)} bodies and {len(pairs)} of their further names occur; "
        f"{len(gone)} and {len(cut)} are removed → {less}"
    )


@app.command()
def mine(
    gold: Gold,
    out: Out,
    corpus: Annotated[Path, typer.Option(help="Documents (.jsonl or .jsonl.gz).")],
    workers: Annotated[int, typer.Option(min=1)] = 1,
) -> None:
    """Mine the corpus with the reduced gazetteer, and judge what is proposed."""
    less = Gazetteer.load(out / "less")
    sources = [
        Source(str(row["id"]), str(row["text"]), f"{corpus}:{n}")
        for n, row in enumerate(read_jsonl(corpus), 1)
    ]
    shown = Console(stderr=True)
    observations = read_corpus(
        sources,
        out / "observed.jsonl",
        {"gazetteer": out / "less"},
        {"gazetteer": less.hash},
        workers=workers,
        progress=lambda reading: shown.print(f"{reading.done:,} read", end="\r"),
    )
    found = propose(Tally.of(observations), less)
    lines = (candidate.model_dump_json(exclude_none=True) + "\n" for candidate in found)
    (out / "candidates.jsonl").write_text("".join(lines), "utf-8")
    removed = json.loads((out / "removed.json").read_text("utf-8"))
    texts = [f" {key_of(source.text)} " for source in sources]
    names = {key_of(form) for candidate in found for form in forms_of(candidate)}
    rows = []
    wanted = [(id_, forms) for id_, forms in removed["entries"].items()]
    for what, listed in (
        ("bodies", wanted),
        ("further names", [(id_, [form]) for id_, form in removed["aliases"]]),
    ):
        often = [forms for _, forms in listed if documents(forms, texts) >= LEAST]
        proposed = sum(any(key_of(form) in names for form in forms) for forms in often)
        rows.append((what, len(listed), len(often), proposed))
    table = Table("removed", "in all", f"in {LEAST} documents and more", "proposed", "share")
    for what, n, often, proposed in [
        *rows,
        ("together", *(sum(r[i] for r in rows) for i in (1, 2, 3))),
    ]:
        table.add_row(what, str(n), str(often), str(proposed), f"{proposed / often:.3f}")
    console = Console()
    console.print(table)
    judged = judge(found, articles(gold), less)
    console.print(f"{len(found):,} candidates, {len(judged)} of them judged")
    for k in (50, 100, 200, len(judged)):
        top = judged[:k]
        console.print(
            f"precision@{k}: {sum(right for _, right, _ in top) / len(top):.3f}, "
            f"with the right kind {sum(kind for _, _, kind in top) / len(top):.3f}"
        )


@app.command()
def fit(gold: Gold, out: Out) -> None:
    """Fit the weights of candidates to half of those judged."""
    less = Gazetteer.load(out / "less")
    judged = judge(list(read_candidates(out / "candidates.jsonl")), articles(gold), less)
    names = list(WEIGHTS)
    signs = np.array([[features(c, less)[name] for name in names] for c, _, _ in judged])
    right = np.array([ok for _, ok, _ in judged], float)
    half = np.array([int(c.id, 16) % 2 == 0 for c, _, _ in judged])
    console = Console()
    for title, train in (("one half", half), ("the other", ~half)):
        weights = logistic(signs[train], right[train])
        order = np.argsort(-(signs[~train] @ weights))
        ranked = right[~train][order]
        old = right[~train]
        console.print(
            f"fitted to {title}: precision@100 of the rest {ranked[:100].mean():.3f} "
            f"(as shipped {old[:100].mean():.3f}), of all {old.mean():.3f}"
        )
    weights = logistic(signs, right)
    console.print({name: round(float(w), 1) for name, w in zip(names, weights, strict=True)})


@app.command("tune")
def tune_(gold: Gold, dev: Dev, out: Out) -> None:
    """Accept right candidates, tune, and compare with the full gazetteer."""
    less = Gazetteer.load(out / "less")
    judged = judge(list(read_candidates(out / "candidates.jsonl")), articles(gold), less)
    rows: dict[str, PackRow] = {}
    for candidate, right, _ in judged:
        if right:
            row = candidate.row()
            id_ = entry_id(row)
            rows[id_] = joined(rows[id_], row) if id_ in rows else row
    pack = out / "accepted.csv"
    write_pack(list(rows.values()), pack)
    mined = [out / "less", pack]
    settings = tuned(gold, mined, out / "tuning.toml")
    nlp = entitas.load()
    full = measured(nlp, dev, Gazetteer.load())
    table = Table("gazetteer", *full)
    for name, gazetteer in (
        ("full", Gazetteer.load()),
        ("without a fifth", less),
        ("with what was mined", Gazetteer.load(mined)),
        ("and tuned", Gazetteer.load(mined).with_settings(settings)),
    ):
        table.add_row(name, *(f"{value:.3f}" for value in measured(nlp, dev, gazetteer).values()))
    Console().print(f"{len(rows)} rows accepted", table)


@app.command()
def junk(gold: Gold, dev: Dev, out: Out) -> None:
    """Add ordinary words as names of anything, and tune."""
    words: Counter[str] = Counter()
    for article in articles(gold):
        words.update(re.findall(r"\b[a-z]{3,}\b", article["text"]))
    random.seed(SEED)
    pack = out / "junk.csv"
    with pack.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["id", "kind", "name", "level"])
        for n, (word, _) in enumerate(sorted(words.items(), key=lambda p: (-p[1], p[0]))[:JUNK]):
            kind = random.choice([*KINDS, "place", "person"])
            prefix = kind if kind in ("place", "person") else "body"
            level = random.choice(LEVELS) if kind == "place" else ""
            writer.writerow([f"{prefix}:junk-{n}", kind, word.capitalize(), level])
    settings = tuned(gold, [pack], out / "junk.toml")
    nlp = entitas.load()
    full = measured(nlp, dev, Gazetteer.load())
    table = Table("gazetteer", *full)
    for name, gazetteer in (
        ("built-in", Gazetteer.load()),
        (f"with {JUNK:,} words as names", Gazetteer.load([pack])),
        ("and tuned", Gazetteer.load([pack]).with_settings(settings)),
    ):
        table.add_row(name, *(f"{value:.3f}" for value in measured(nlp, dev, gazetteer).values()))
    Console().print(table)


def tuned(gold: Path, paths: list[Path], out: Path) -> Settings:
    """Tune on annotated articles; print what became of it, and keep the settings."""
    done: Counter[str] = Counter()
    shown = Console(stderr=True)

    def progress(what: str) -> None:
        done[what] += 1
        shown.print(f"{what} {done[what]:,}   ", end="\r")

    found = tune(read_gold(gold), entitas.load(), Gazetteer.load(paths), progress=progress)
    for part in found.parts:
        if part.changes:
            Console().print(table_of(part.changes, f"{part.name}, kept: {part.kept}"))
    write_settings(found.settings, out, [])
    return found.settings


def measured(nlp: Language, dev: Path, gazetteer: Gazetteer) -> dict[str, float]:
    """Measure a gazetteer on annotated articles."""
    gold = read_gold(dev)
    records = Read([article.text for article in gold], nlp).records(gazetteer)
    return values(np.stack([count(gold[n], record) for n, record, _ in records]))


def judge(
    found: list[Candidate], annotated: list[dict[str, Any]], gazetteer: Gazetteer
) -> list[tuple[Candidate, bool, bool]]:
    """Return the candidates whose names stand in annotated articles: right? of the right kind?"""
    known: dict[tuple[bool, str], list[tuple[str, set[str]]]] = {}
    for article in annotated:
        for place, entities in ((False, article["agencies"]), (True, article["places"])):
            for entity in entities:
                forms = {key_of(form) for form in (entity["name"], *entity["forms"])}
                kind = "place" if place else entity["kind"]
                for form in forms:
                    known.setdefault((place, form), []).append((kind, forms))
    texts = [f" {key_of(article['text'])} " for article in annotated]
    judged = []
    for candidate in found:
        key = key_of(candidate.name)
        if any(f" {key} " in text for text in texts):
            meant = known.get((candidate.kind == "place", key), [])
            if candidate.into:
                entry = gazetteer.entry(candidate.into)
                names = {key_of(name) for name in (entry.name, entry.abbreviation or "",
                                                   *entry.aliases)}  # fmt: skip
                meant = [(kind, forms) for kind, forms in meant if forms & names or len(forms) == 1]
            judged.append((candidate, bool(meant), candidate.kind in {kind for kind, _ in meant}))
    return judged


def forms_of(candidate: Candidate) -> list[str]:
    """Return all forms of a candidate."""
    short = [candidate.abbreviation] if candidate.abbreviation else []
    return [candidate.name, *short, *candidate.aliases]


def documents(forms: list[str], texts: list[str]) -> int:
    """Count the folded texts that have one of some forms."""
    keys = [f" {key_of(form)} " for form in forms]
    return sum(any(key in text for key in keys) for text in texts)


def logistic(signs: Any, right: Any) -> Any:
    """Return the weights of a logistic regression, by Newton's method with a small penalty."""
    weights = np.zeros(signs.shape[1])
    penalty = np.eye(signs.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-signs @ weights))
        slope = signs.T @ (right - p) - penalty @ weights
        curve = (signs * (p * (1 - p))[:, None]).T @ signs + penalty
        weights += np.linalg.solve(curve, slope)
    return weights


def _without(row: dict[str, str], gone: set[str], cut: set[tuple[str, str]]) -> dict[str, str]:
    for field in ("parent", "successor"):
        if row.get(field) in gone:
            row[field] = ""
    if (row["id"], row["abbreviation"]) in cut:
        row["abbreviation"] = ""
    kept = [a for a in row["aliases"].split("|") if (row["id"], a) not in cut]
    row["aliases"] = "|".join(kept)
    return row


if __name__ == "__main__":
    app()
