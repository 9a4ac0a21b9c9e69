"""Articles that people annotated, as tuning needs them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from entitas.errors import InputError
from entitas.gazetteer.fold import key_of
from entitas.training.corpora import Example, read_conll, read_jsonl

__all__ = ["Gold", "read_gold"]

_LISTS = {"PERSON": "people", "ORG": "agencies", "PLACE": "places"}
_FIELDS = ("id", "text", *_LISTS.values())


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
        found = [_spans(f"{path.stem}:{n}", example) for n, example in enumerate(examples, 1)]
    if not found:
        raise InputError(f"{path} holds no annotated text.")
    return found


def _article(path: Path, number: int, row: Mapping[str, Any]) -> Gold:
    if missing := [field for field in _FIELDS if field not in row]:
        raise InputError(
            f"{path}, article {number}: the field {missing[0]!r} is missing; annotated articles "
            f"have {', '.join(_FIELDS)}, as examples/gold.jsonl shows."
        )
    return Gold(str(row["id"]), str(row["text"]), row)


def _spans(id_: str, example: Example) -> Gold:
    named: dict[str, dict[str, list[str]]] = {label: {} for label in _LISTS}
    for start, end, label, *_ in example.entities:
        form = example.text[start:end]
        named[label].setdefault(key_of(form), []).append(form)
    article = {"id": id_} | {
        _LISTS[label]: list(_entities(forms.values())) for label, forms in named.items()
    }
    return Gold(id_, example.text, article, whole=False)


def _entities(named: Iterable[list[str]]) -> Iterable[dict[str, Any]]:
    for forms in named:
        yield {
            "name": forms[0], "forms": sorted(set(forms)), "kind": None, "code": None,
            "ranks": [], "positions": [],
        }  # fmt: skip
