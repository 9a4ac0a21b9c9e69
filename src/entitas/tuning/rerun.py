"""Texts that are read by the NER once, and by the gazetteer and the resolver again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from entitas.errors import InputError
from entitas.gazetteer import Gazetteer
from entitas.gazetteer.component import GazetteerFinder
from entitas.records import Document
from entitas.resolve.component import Resolver

__all__ = ["Read"]

_AGAIN = ("gazetteer", "resolver")


class Read:
    """Some texts, as everything but the gazetteer and the resolver read them.

    Args:
        texts: The texts.
        nlp: A pipeline of :func:`entitas.load`.
        progress: Called after every text.

    Raises:
        InputError: A text holds a lone surrogate.
    """

    def __init__(
        self,
        texts: Sequence[str],
        nlp: Language,
        progress: Callable[[], None] = lambda: None,
    ) -> None:
        self._nlp = nlp
        self._docs: list[Doc] = []
        for number, text in enumerate(texts, 1):
            try:
                text.encode()
            except UnicodeEncodeError as error:
                raise InputError(
                    f"text {number} holds a lone surrogate at offset {error.start}, which is no "
                    f"character ({text[:40].encode('ascii', 'backslashreplace').decode()} …)."
                ) from None
        with nlp.select_pipes(disable=list(_AGAIN)):
            for doc in nlp.pipe(texts):
                self._docs.append(doc)
                progress()

    def __len__(self) -> int:
        return len(self._docs)

    def records(
        self, gazetteer: Gazetteer, numbers: Iterable[int] | None = None
    ) -> Iterator[tuple[int, Document, Doc]]:
        """Yield the records that a gazetteer gives, each with its text's number and Doc.

        Args:
            gazetteer: The gazetteer, with its settings.
            numbers: Which texts; all if None.
        """
        finder, resolver = GazetteerFinder(gazetteer), Resolver(self._nlp, gazetteer)
        for number in range(len(self._docs)) if numbers is None else numbers:
            doc = resolver(finder(self._docs[number]))
            yield number, doc._.record, doc
