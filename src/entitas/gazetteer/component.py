"""The pipeline component: writes the names it knows to ``doc.spans["gazetteer"]``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from entitas.gazetteer.entry import Hit
from entitas.gazetteer.gazetteer import Gazetteer
from entitas.language import Indonesian
from entitas.language.legible import legible
from entitas.spans import Found, write

__all__ = ["GazetteerFinder", "make_gazetteer"]


class GazetteerFinder:
    """Finds the names of places and bodies.

    Each becomes a find in the span group "gazetteer": its label is "place" or the kind of body, its
    detail holds the other fields of the :class:`~entitas.gazetteer.Hit`.

    Args:
        gazetteer: What to look for.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def __call__(self, doc: Doc) -> Doc:
        """Write the span group "gazetteer" and return the same Doc."""
        write(doc, "gazetteer", [_found(hit) for hit in self.gazetteer.find(legible(doc.text))])
        return doc


@Indonesian.factory("entitas_gazetteer", default_config={"paths": None})
def make_gazetteer(nlp: Language, name: str, paths: str | list[str] | None) -> GazetteerFinder:
    """Make the component.

    Args:
        nlp: The pipeline.
        name: The component's name in it.
        paths: Packs, or the folder of another gazetteer than the built-in one; see
            :meth:`~entitas.gazetteer.Gazetteer.load`.
    """
    return GazetteerFinder(Gazetteer.load(paths))


def _found(hit: Hit) -> Found:
    return Found(
        hit.start,
        hit.end,
        hit.kind,
        "gazetteer",
        hit.score,
        {
            "candidates": [list(candidate) for candidate in hit.candidates],
            "match": hit.match,
            "distance": hit.distance,
            "level": hit.level,
            "trigger": hit.trigger,
            "common": hit.common,
            "nested": hit.nested,
            "own": hit.own,
        },
    )
