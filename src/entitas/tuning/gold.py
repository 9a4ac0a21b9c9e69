"""Articles that people annotated, as tuning needs them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from entitas.errors import InputError
from entitas.gazetteer.fold import key_of
from entitas.training.corpora import Example, read_conll, read_jsonl

__all__ = ["Gold", "read_gold"]

# So many sentences of a CoNLL corpus, which does not say where articles end, are read together.
_NEIGHBOURS = 12
_LISTS = {"PERSON": "people", "ORG": "agencies", "PLACE": "places"}


class _Named(BaseModel):
    name: str
    forms: list[str]


class _Position(BaseModel):
    text: str
    status: str


class _Person(_Named):
    ranks: list[str]
    positions: list[_Position]


class _Agency(_Named):
    kind: str


class _Place(_Named):
    code: str | None = None


class _Article(BaseModel):
    """What an annotated article must have; the rest is optional or not used."""

    id: str | int
    text: str
    people: list[_Person]
    agencies: list[_Agency]
    places: list[_Place]


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated text.

    Args:
        id: Its id.
        text: The text.
        article: Its people, agencies and places, as :func:`entitas.evaluate.score_records` takes
            them.
        whole: Whether kinds and codes are annotated too, not only spans.
    """

    id: str
    text: str
    article: Mapping[str, Any]
    whole: bool = True

    def forms(self, label: str) -> dict[str, Mapping[str, Any]]:
        """Return what stands behind each folded form of a label (PERSON, ORG, PLACE)."""
        found: dict[str, Mapping[str, Any]] = {}
        for entity in self.article[_LISTS[label]]:
            for form in (entity["name"], *entity["forms"]):
                found.setdefault(key_of(form), entity)
        return found


def read_gold(path: Path) -> list[Gold]:
    """Read annotated articles (.jsonl) or a corpus in CoNLL format (.txt, .tsv, .conll).

    Raises:
        InputError: The file cannot be read, an article lacks a field, or there is none.
    """
    if path.suffix in (".jsonl", ".gz"):
        found = [_article(path, number, row) for number, row in enumerate(read_jsonl(path), 1)]
    else:
        examples = read_conll(path)
        found = [
            _spans(f"{path.stem}:{at + 1}", examples[at : at + _NEIGHBOURS])
            for at in range(0, len(examples), _NEIGHBOURS)
        ]
    if not found:
        raise InputError(f"{path} holds no annotated text.")
    return found


def _article(path: Path, number: int, row: Mapping[str, Any]) -> Gold:
    try:
        _Article.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        wrong = "is missing" if first["type"] == "missing" else f"is wrong ({first['msg']})"
        raise InputError(
            f"{path}, article {number}: the field {field!r} {wrong}; see examples/gold.jsonl for "
            "what annotated articles have."
        ) from error
    return Gold(str(row["id"]), str(row["text"]), row)


def _spans(id_: str, sentences: Sequence[Example]) -> Gold:
    """Return some neighbouring sentences, which may be of one article, as one text."""
    named: dict[str, dict[str, list[str]]] = {label: {} for label in _LISTS}
    for sentence in sentences:
        for start, end, label, *_ in sentence.entities:
            form = sentence.text[start:end]
            named[label].setdefault(key_of(form), []).append(form)
    text = "\n".join(sentence.text for sentence in sentences)
    article = {"id": id_} | {
        _LISTS[label]: list(_entities(forms.values())) for label, forms in named.items()
    }
    return Gold(id_, text, article, whole=False)


def _entities(named: Iterable[list[str]]) -> Iterable[dict[str, Any]]:
    for forms in named:
        yield {
            "name": forms[0], "forms": sorted(set(forms)), "kind": None, "code": None,
            "ranks": [], "positions": [],
        }  # fmt: skip
