"""A shipped model trained on with the names of a pack, on a CPU and in minutes.

It learns from annotated articles as they are, so that it forgets nothing of them, and from copies
in which bodies and places have names of the pack (:mod:`~.exchange`). What it gains or loses is
measured on articles held out.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from entitas.errors import ConfigError, InputError, ModelError
from entitas.ner.load import load_ner
from entitas.ner.models import ModelConfig, find_model, read_config, write_calibration
from entitas.training.adapt_card import Adaptation, card
from entitas.training.adapt_scores import compare
from entitas.training.config import Data, Recipe, Stage, Vocabulary
from entitas.training.corpora import Example
from entitas.training.dequantise import dequantise
from entitas.training.exchange import Article, Deck, Names, exchange, read_articles, read_names
from entitas.training.export import quantise_tagger
from entitas.training.leakage import sentences_of
from entitas.training.train import fit

__all__ = ["adapt"]

_COPIES = 2
"""How many copies of an article are made; they differ in their names."""

_HELD_OUT = 0.2
_CALIBRATION = 50


def adapt(
    packs: Sequence[Path],
    gold: Path,
    out: Path,
    *,
    model: str | Path = "entitas-id-small",
    held_out: Path | None = None,
    epochs: int = 3,
    seed: int = 1,
    threads: int = 2,
    say: Callable[[str], object] = print,
) -> Adaptation:
    """Train a model on with the names of packs, and write it to a folder of its own.

    What is needed to go on after an interruption is kept in ``<out>.run`` until all is done.

    Args:
        packs: The packs.
        gold: Annotated articles.
        out: The model folder to write; it also holds the card and ``adapted.json``, its data.
        model: The parent: a shipped model's name, or a folder with weights in eight bits.
        held_out: Annotated articles to measure on; a fifth of ``gold``, drawn by chance, if None.
        epochs: How often each text is seen.
        seed: Fixes all that is random.
        threads: CPU threads.
        say: Told what is being done.

    Raises:
        ConfigError: ``out`` is not empty or has the run of another adaptation, there are too few
            articles, or no name of the packs fits into one.
        GazetteerError: A pack is not valid.
        InputError: A file of articles is malformed, or annotates nothing.
        ModelError: The model is missing, or no ONNX model with weights in eight bits.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ConfigError(f"{out} is not empty: give a folder that is not there yet.")
    parent = find_model(model)
    config = read_config(parent, ModelConfig)
    if config.backend != "onnx":
        raise ModelError(
            f"{parent} was made for the backend {config.backend!r}; only models of the backend "
            "'onnx' can be adapted, as entitas-id-small."
        )
    names = read_names(packs)
    learnt, tested, left_out = _divided(gold, held_out, seed)
    copies = _exchanged(learnt * _COPIES, names, random.Random(f"{seed}/learnt"))
    if not copies:
        raise ConfigError(
            f"No article of {gold} names a body or place that a name of the packs could stand for: "
            "annotate articles that do."
        )
    stage = Stage(
        name="adapt", data="records", epochs=epochs, rate=5e-5, head_rate=2e-4, warm_up=0.1,
        lower=0.06, upper=0.05, damage=0.2,
    )  # fmt: skip
    files = [parent / "model.onnx", *packs, gold, *([held_out] if held_out else [])]
    digest = _digest(files, f"{stage.model_dump_json()}/{seed}/{_COPIES}")
    tagger, tokenizer, encoder = dequantise(parent)
    run = out.with_name(out.name + ".run")
    _claim(run, digest)
    examples = [article.example for article in learnt] + [copy for _, copy in copies]
    say(
        f"{len(learnt):,} articles and {len(copies):,} copies with names of {len(names):,} "
        f"entries; {len(tested):,} articles held out, {left_out:,} left out"
    )
    recipe = Recipe(
        name=f"{out.resolve().name}-{digest}",
        seed=seed,
        threads=threads,
        precision="bf16",
        vocabulary=Vocabulary(size=tokenizer.get_vocab_size()),
        data=Data(records=[gold], dev=held_out or gold),
        encoder=encoder,
        stages=[stage],
    )
    dev = [article.example for article in tested]
    fit(recipe, tagger, tokenizer, {None: examples}, dev, run)
    say("quantising and measuring")
    folder, rounded = run / "model", run / "rounded"
    texts = [example.text for example in examples[:_CALIBRATION]]
    for trained, target in ((tagger, folder), (dequantise(parent)[0], rounded)):
        quantise_tagger(recipe, trained.eval(), tokenizer, target, version=digest, texts=texts)
    if config.calibration is not None:
        write_calibration(folder, config.calibration)

    renamed = _exchanged(tested, names, random.Random(f"{seed}/tested"))
    models = (load_ner("onnx", path, threads=threads) for path in (parent, rounded, folder))
    before, control, after = models
    outcome = compare(before, control, after, dev, renamed)
    made = Adaptation(
        name=recipe.name,
        version=digest,
        parent=config.name,
        parent_version=config.version,
        packs=tuple(path.name for path in packs),
        entries=len(names),
        gold=gold.name,
        held_out_file=held_out.name if held_out else None,
        articles=len(learnt),
        copies=len(copies),
        held_out=len(tested),
        left_out=left_out,
        epochs=epochs,
        rate=stage.rate,
        head_rate=stage.head_rate,
        seed=seed,
        **outcome._asdict(),
    )
    (folder / "README.md").write_text(card(made), encoding="utf-8")
    (folder / "adapted.json").write_text(made.model_dump_json(indent=2) + "\n", encoding="utf-8")
    shutil.copy(run / "log.jsonl", folder)
    if out.exists():
        out.rmdir()
    folder.replace(out)
    shutil.rmtree(run)
    return made


def _divided(
    gold: Path, held_out: Path | None, seed: int
) -> tuple[list[Article], list[Article], int]:
    """Return the articles to learn from, those to test on, and how many are neither."""
    articles = _annotated(gold)
    if held_out:
        tested = _annotated(held_out)
    else:
        if len(articles) < 2:
            raise ConfigError(f"{gold} has one article: annotate more, or give --held-out too.")
        count = max(1, round(_HELD_OUT * len(articles)))
        drawn = set(random.Random(seed).sample(range(len(articles)), count))
        tested = [article for i, article in enumerate(articles) if i in drawn]
        articles = [article for i, article in enumerate(articles) if i not in drawn]
    secret = set().union(*(sentences_of(article.example.text) for article in tested))
    learnt = [a for a in articles if not secret & sentences_of(a.example.text)]
    if not learnt:
        raise ConfigError(
            f"Every article of {gold} shares a sentence with one held out: nothing is left to "
            "train on. Give other articles."
        )
    return learnt, tested, len(articles) - len(learnt)


def _annotated(path: Path) -> list[Article]:
    articles = read_articles(path)
    if not any(article.example.entities for article in articles):
        raise InputError(
            f"{path} annotates no person, body or place that stands in its texts: it is to hold "
            "articles in the form of examples/gold.jsonl."
        )
    return articles


def _exchanged(
    articles: Sequence[Article], names: Sequence[Names], rng: random.Random
) -> list[tuple[Example, Example]]:
    """Return the articles in which names could be exchanged, each with its copy."""
    wanted = {sort for article in articles for _, sort in article.entities.values()}
    deck = Deck(names, wanted, rng)
    pairs = ((article.example, exchange(article, deck, rng)) for article in articles)
    return [(example, copy) for example, copy in pairs if copy is not None]


def _digest(files: Sequence[Path], settings: str) -> str:
    """Return what tells an adaptation from all others, short enough for a name."""
    whole = hashlib.sha256(settings.encode())
    for file in files:
        if not file.is_file():
            raise ModelError(f"{file} is missing: give a complete model folder.")
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()[:8]


def _claim(run: Path, digest: str) -> None:
    """Begin a run, or make sure that the one that is there can be gone on with."""
    note = run / "adaptation.json"
    if not run.exists():
        run.mkdir(parents=True)
        note.write_text(json.dumps({"digest": digest}) + "\n", encoding="utf-8")
    elif not note.is_file() or json.loads(note.read_text("utf-8")).get("digest") != digest:
        raise ConfigError(
            f"{run} is that of another adaptation (other packs, articles or settings): remove it, "
            "or give another --out."
        )
