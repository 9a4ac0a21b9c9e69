"""spaCy's DocBin: texts with the mentions as entities, for training and for work in spaCy.

``doc.ents`` are the mentions (PERSON, ORG, PLACE), ``doc.spans["positions"]`` the offices. As in
the pipeline, ``kb_id_`` is the id of the record; ``id_`` is the gazetteer's entry that it is linked
to. ``doc.user_data`` has the document's id, title, url and date. Tokens are those of the pipeline,
parted further where a mention or office begins or ends inside one, so that every span is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count, pairwise, takewhile
from pathlib import Path

from spacy.tokens import Doc, DocBin, Span
from spacy.util import filter_spans

from entitas.corpus.writing.writer import Writer
from entitas.errors import InputError
from entitas.language import Indonesian
from entitas.records import Agency, Document, Person, Place

__all__ = ["DocBinWriter"]

# A DocBin is held in memory while it is made, and again while it is read.
_DOCUMENTS = 5_000
_CHARACTERS = 32_000_000
_TOKENIZER = {"@tokenizers": "entitas.tokenizer.v1"}
_ATTRIBUTES = ["ENT_IOB", "ENT_TYPE", "ENT_ID", "ENT_KB_ID"]


class DocBinWriter(Writer):
    """Writes a DocBin; a large corpus goes on in further ones, NAME-2.spacy, NAME-3.spacy.

    Raises:
        InputError: The file cannot be written.
    """

    def __init__(self, path: Path, *, keep_text: bool = False) -> None:
        super().__init__(path, keep_text=keep_text)
        # with the tokenizer that is spaCy's default for Indonesian, it takes seconds
        self._nlp = Indonesian.from_config({"nlp": {"tokenizer": _TOKENIZER}})
        self._bin = _new()
        self._characters = 0
        self._files = 0

    @property
    def wants_text(self) -> bool:
        """A DocBin is made of texts."""
        return True

    def _write(self, document: Document, text: str | None) -> None:
        if text is None:
            raise InputError(f"document {document.id!r} has no text; a .spacy file needs it.")
        self._bin.add(self._doc(document, text))
        self._characters += len(text)
        if len(self._bin) >= _DOCUMENTS or self._characters >= _CHARACTERS:
            self._flush()

    def _finish(self) -> None:
        if len(self._bin) or not self._files:
            self._flush()

    def _release(self) -> None:
        """Nothing is open."""

    def _outdated(self) -> Iterable[Path]:
        # those of an older, larger output
        further = map(self._numbered, count(self._files + 1))
        return list(takewhile(Path.exists, further))

    def _flush(self) -> None:
        self._files += 1
        self._bin.to_disk(self._partial(self._numbered(self._files)))
        self._bin, self._characters = _new(), 0

    def _numbered(self, number: int) -> Path:
        if number == 1:
            return self.path
        return self.path.with_name(f"{self.path.stem}-{number}{self.path.suffix}")

    def _doc(self, document: Document, text: str) -> Doc:
        offices = [(person.id, held) for person in document.people for held in person.positions]
        ends = [(m.start, m.end) for _, m in document.mentions()]
        ends += [(held.start, held.end) for _, held in offices]
        tokens = self._nlp.tokenizer(text)
        doc = _parted(tokens, {end for pair in ends for end in pair})
        labelled: tuple[tuple[str, Sequence[Person | Agency | Place]], ...] = (
            ("PERSON", document.people), ("ORG", document.agencies), ("PLACE", document.places)
        )  # fmt: skip
        spans = [
            _span(doc, mention.start, mention.end, label, record.id, _entry(record))
            for label, records in labelled
            for record in records
            for mention in record.mentions
        ]
        doc.ents = filter_spans(spans)
        doc.spans["positions"] = [
            _span(doc, held.start, held.end, "POSITION", person, "") for person, held in offices
        ]
        doc.user_data.update(document.model_dump(include={"id", "title", "url", "date"}))
        return doc


def _new() -> DocBin:
    return DocBin(attrs=_ATTRIBUTES, store_user_data=True)


def _entry(record: Person | Agency | Place) -> str:
    return (record.link and record.link.id) or ""


def _parted(tokens: Doc, borders: set[int]) -> Doc:
    """Return a Doc of the same text whose tokens have borders where they are wanted."""
    words: list[str] = []
    spaces: list[bool] = []
    for token in tokens:
        start, end = token.idx, token.idx + len(token.text)
        inside = sorted(border for border in range(start + 1, end) if border in borders)
        parts = list(pairwise([start, *inside, end]))
        words += [token.text[a - start : b - start] for a, b in parts]
        spaces += [False] * (len(parts) - 1) + [bool(token.whitespace_)]
    return Doc(tokens.vocab, words=words, spaces=spaces)


def _span(doc: Doc, start: int, end: int, label: str, record: str, entry: str) -> Span:
    span = doc.char_span(start, end, label=label, kb_id=record, span_id=entry)
    if span is None:
        raise InputError(f"{start}:{end} is no part of the text; is it another document's?")
    return span
