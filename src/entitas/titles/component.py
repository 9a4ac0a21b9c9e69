"""The pipeline component: writes the titles of a text to ``doc.spans["titles"]``."""

from __future__ import annotations

from dataclasses import fields

from spacy.language import Language
from spacy.tokens import Doc

from entitas.language import Indonesian
from entitas.spans import Found, write
from entitas.titles.find import find
from entitas.titles.hits import TitleHit

__all__ = ["TitleFinder", "make_titles"]

_OUTSIDE_DETAIL = {"start", "end", "kind"}


class TitleFinder:
    """Finds ranks, degrees, honorifics, office heads and status words.

    Each becomes a find in the span group "titles": its label is the kind of title, its detail
    holds the other fields of the :class:`~entitas.titles.TitleHit` that are set.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Write the span group "titles" and return the same Doc."""
        write(
            doc,
            "titles",
            [
                Found(hit.start, hit.end, hit.kind, "titles", detail=_detail(hit))
                for hit in find(doc.text)
            ],
        )
        return doc


@Indonesian.factory("entitas_titles", default_config={})
def make_titles(nlp: Language, name: str) -> TitleFinder:
    """Make the component; it has no settings."""
    return TitleFinder()


def _detail(hit: TitleHit) -> dict[str, object]:
    pairs = ((field.name, getattr(hit, field.name)) for field in fields(hit))
    return {name: value for name, value in pairs if value and name not in _OUTSIDE_DETAIL}
