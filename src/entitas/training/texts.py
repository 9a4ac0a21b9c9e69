"""Texts without labels: what the vocabulary is chosen by, and what a model labels for another."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from entitas.errors import InputError
from entitas.training.config import Recipe
from entitas.training.corpora import read_conll, read_jsonl, read_records
from entitas.training.examples import read_held_out
from entitas.training.leakage import sentences_of

__all__ = ["listed_texts", "raw_articles", "running_texts"]


def running_texts(recipe: Recipe, data: Path) -> Iterator[str]:
    """Yield the running text of the training corpora, records and raw articles.

    Raw articles that share a sentence with held-out text are left out.

    Args:
        recipe: The recipe.
        data: The folder below which its files lie.
    """
    for files in recipe.data.corpora.values():
        for file in files:
            yield from (example.text for example in read_conll(data / file))
    secret = set().union(
        *(sentences_of(example.text) for example in read_held_out(recipe.data, data))
    )
    for file in [*recipe.data.records, *recipe.vocabulary.articles]:
        for article in read_jsonl(data / file):
            text = f"{article.get('title', '')}\n{article['text']}"
            if not secret & sentences_of(text):
                yield text


def raw_articles(recipe: Recipe, data: Path) -> Iterator[str]:
    """Yield the raw articles that share no sentence with held-out or annotated ones.

    Args:
        recipe: The recipe; its ``vocabulary.articles`` are read.
        data: The folder below which its files lie.
    """
    annotated = (e for file in recipe.data.records for e in read_records(data / file))
    known = [*read_held_out(recipe.data, data), *annotated]
    secret = set().union(*(sentences_of(example.text) for example in known))
    for file in recipe.vocabulary.articles:
        for article in read_jsonl(data / file):
            text = str(article["text"])
            if not secret & sentences_of(text):
                yield text


def listed_texts(recipe: Recipe, data: Path) -> Iterator[str]:
    """Yield names and frequent words in the cases that they are written in."""
    from wordfreq import get_frequency_dict

    for file in recipe.vocabulary.names:
        for name in _names(data / file, recipe.vocabulary.least):
            yield name
            yield name.upper()
    words = get_frequency_dict("id", wordlist="best")
    ranked = sorted(words, key=lambda word: -words[word])
    for rank, word in enumerate(ranked):
        yield word
        yield word.capitalize()
        if rank < recipe.vocabulary.words:
            yield word.upper()


def _names(path: Path, least: int) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        columns = rows.fieldnames or []
        column = next((name for name in ("name", "nama") if name in columns), None)
        if column is None:
            raise InputError(f"{path}: wanted a column 'name' or 'nama', got {columns}.")
        counted = [name for name in columns if name in ("f", "m")]
        for row in rows:
            if not counted or sum(int(row[name]) for name in counted) >= least:
                yield row[column].title() if row[column].islower() else row[column]
