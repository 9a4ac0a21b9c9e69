"""The pipeline component: writes the titles of a text to ``doc.spans["titles"]``."""

from __future__ import annotations

from dataclasses import fields

from spacy.language import Language
from spacy.tokens import Doc

from entitas.language import Indonesian
from entitas.language.casing import as_written, recased
from entitas.language.legible import legible
from entitas.spans import Found, read, write
from entitas.titles.find import find
from entitas.titles.hits import TitleHit

__all__ = ["TitleFinder", "make_titles"]

_OUTSIDE_DETAIL = {"start", "end", "kind"}


class TitleFinder:
    """Finds ranks, degrees, honorifics, office heads and status words.

    Each becomes a find in the span group "titles": its label is the kind of title, its detail
    holds the other fields of the :class:`~entitas.titles.TitleHit` that are set. A text without
    capitals is read as if the names that the NER found in it had theirs.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Write the span group "titles" and return the same Doc."""
        text = doc.text
        hits = find(recased(legible(text), ((name.start, name.end) for name in read(doc, "ner"))))
        write(
            doc,
            "titles",
            [
                Found(hit.start, hit.end, hit.kind, "titles", detail=_detail(hit, text))
                for hit in hits
            ],
        )
        return doc


@Indonesian.factory("entitas_titles", default_config={})
def make_titles(nlp: Language, name: str) -> TitleFinder:
    """Make the component; it has no settings."""
    return TitleFinder()


def _detail(hit: TitleHit, text: str) -> dict[str, object]:
    written = text[hit.start : hit.end]
    forms = tuple(as_written(form, written) for form in hit.forms)
    pairs = ((field.name, getattr(hit, field.name)) for field in fields(hit))
    detail = {name: value for name, value in pairs if value and name not in _OUTSIDE_DETAIL}
    return {**detail, "forms": forms} if forms else detail
