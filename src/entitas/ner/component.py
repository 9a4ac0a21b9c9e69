"""NER as a spaCy component."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from entitas.errors import ConfigError
from entitas.language import Indonesian
from entitas.language.legible import legible
from entitas.ner.load import load_ner
from entitas.ner.models import BACKENDS
from entitas.ner.protocol import Ner, Prediction, Span
from entitas.ner.sections import LONGEST, sections
from entitas.spans import Found, write

__all__ = ["NerComponent", "make_ner"]


@Indonesian.factory(
    "entitas_ner",
    default_config={
        "backend": "onnx",
        "model": None,
        "min_score": 0.0,
        "threads": 1,
        "batch_size": 32,
    },
    assigns=["doc.spans"],
)
def make_ner(
    nlp: Language,
    name: str,
    backend: str,
    model: str | None,
    min_score: float,
    threads: int,
    batch_size: int,
) -> NerComponent:
    """Make the NER component.

    Args:
        nlp: The pipeline.
        name: The component's name in the pipeline.
        backend: What runs the model; "onnx", "spacy" or "stanza".
        model: A shipped model's name or the path of a model folder; the backend's own if None.
        min_score: Leave out spans that are less probable than this (0 to 1).
        threads: CPU threads of the model.
        batch_size: How many texts of a stream are read ahead, if the stream does not say.

    Raises:
        ConfigError: A setting has an impossible value.
        ModelError: The model is missing, damaged or made for another backend.
        MissingExtraError: The backend's packages are not installed.
    """
    known = next((name for name in BACKENDS if name == backend), None)
    if known is None:
        raise ConfigError(f"There is no NER backend {backend!r}; give one of {BACKENDS}.")
    if not 0 <= min_score <= 1:
        raise ConfigError(f"min_score is {min_score}; give a probability from 0 to 1.")
    for setting, value in (("threads", threads), ("batch_size", batch_size)):
        if value < 1:
            raise ConfigError(f"{setting} is {value}; give 1 or more.")
    ner = load_ner(known, model, threads=threads)
    return NerComponent(ner, min_score=min_score, batch_size=batch_size)


class NerComponent:
    """Writes ``doc.spans["ner"]`` (PERSON, ORG, PLACE) and ``doc.spans["office"]``.

    The offices are POSITION (the whole phrase, agency and place included) and RANK. Spans carry
    their exact offsets and their score; :func:`entitas.spans.read` gives both.

    Args:
        ner: The backend.
        min_score: Leave out spans that are less probable than this.
        batch_size: How many texts of a stream are read ahead, if the stream does not say.
    """

    def __init__(self, ner: Ner, *, min_score: float = 0.0, batch_size: int = 32) -> None:
        self.ner = ner
        self.min_score = min_score
        self.batch_size = batch_size

    @property
    def model_name(self) -> str:
        """The name of the model, for records."""
        return self.ner.name

    def __call__(self, doc: Doc) -> Doc:
        """Add the span groups to one document."""
        return next(iter(self.pipe([doc])))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int | None = None) -> Iterator[Doc]:
        """Add the span groups to a stream of documents, in batches.

        A batch ends early where its texts are long together; a text that is long by itself is read
        in sections.
        """
        batch: list[Doc] = []
        texts: list[str] = []
        for doc in stream:
            batch.append(doc)
            texts.append(legible(doc.text))
            if len(batch) == (batch_size or self.batch_size) or sum(map(len, texts)) >= LONGEST:
                yield from self._written(batch, texts)
                batch, texts = [], []
        if batch:
            yield from self._written(batch, texts)

    def _written(self, docs: list[Doc], texts: list[str]) -> Iterator[Doc]:
        if max(map(len, texts)) > LONGEST:
            predictions = [self._in_sections(text) for text in texts]
        else:
            predictions = self.ner.predict(texts)
        for doc, prediction in zip(docs, predictions, strict=True):
            self._write(doc, "ner", prediction.entities)
            self._write(doc, "office", prediction.offices)
            yield doc

    def _in_sections(self, text: str) -> Prediction:
        found = Prediction()
        for start, end in sections(text):
            for section in self.ner.predict([text[start:end]]):
                found.entities.extend(_moved(section.entities, start))
                found.offices.extend(_moved(section.offices, start))
        return found

    def _write(self, doc: Doc, group: str, spans: Iterable[Span]) -> None:
        found = (
            Found(span.start, span.end, span.label, source="ner", score=span.score)
            for span in spans
            if span.score >= self.min_score
        )
        write(doc, group, found)


def _moved(spans: Iterable[Span], by: int) -> Iterator[Span]:
    return (span._replace(start=span.start + by, end=span.end + by) for span in spans)
