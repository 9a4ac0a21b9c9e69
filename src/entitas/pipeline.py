"""The pipeline: which stages there are, in which order, and how a text goes through them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.util import load_config_from_str

from entitas.errors import ConfigError, InputError
from entitas.gazetteer.gazetteer import Paths
from entitas.language import Indonesian
from entitas.records import Document
from entitas.resolve.explain import explain as explained

__all__ = ["CONFIG", "extract", "extract_many", "load"]

CONFIG = """
[nlp]
lang = "id"
pipeline = ["sentences", "ner", "gazetteer", "titles", "resolver"]
batch_size = 32

[nlp.tokenizer]
@tokenizers = "entitas.tokenizer.v1"

[components]

[components.sentences]
factory = "entitas_sentences"

[components.ner]
factory = "entitas_ner"

[components.gazetteer]
factory = "entitas_gazetteer"

[components.titles]
factory = "entitas_titles"

[components.resolver]
factory = "entitas_resolver"
"""

# spaCy refuses texts over a million characters, as its own parser takes memory by their length.
# Ours are read in windows, so that a book is no trouble; what is longer is damaged input.
_MAX_CHARACTERS = 10_000_000
_FIELDS = ("id", "title", "url", "date")


def load(
    *,
    ner: str = "onnx",
    model: str | Path | None = None,
    gazetteer: Paths = None,
    min_score: float | None = None,
    keep_noise: bool = False,
    threads: int = 1,
) -> Language:
    """Build the pipeline as a spaCy ``Language``; ``nlp(text)._.record`` is the record.

    Args:
        ner: The NER backend.
        model: A shipped model's name or the path of a model folder; the backend's default if None.
        gazetteer: Packs of one's own over the built-in gazetteer, or the folder of another one; see
            :meth:`entitas.gazetteer.Gazetteer.load`.
        min_score: Leave out spans of the NER that are less probable than this (0 to 1).
        keep_noise: Make records of page noise too (bylines, photo credits, lists of headlines).
        threads: CPU threads of the NER model.

    Raises:
        ConfigError: A setting has an impossible value.
        ModelError: The model is missing or damaged.
        GazetteerError: The gazetteer is missing or not valid.

    >>> nlp = load()
    >>> doc = nlp("Kapolres Tuban AKBP Rudi Hartanto menemui warga.")
    >>> doc._.record.people[0].ranks[0].name
    'Ajun Komisaris Besar Polisi'
    """
    if threads < 1:
        raise ConfigError(f"threads is {threads}; give 1 or more.")
    if min_score is not None and not 0 <= min_score <= 1:
        raise ConfigError(f"min_score is {min_score}; give a probability from 0 to 1.")
    config = load_config_from_str(CONFIG)
    components = config["components"]
    components["ner"].update(backend=ner, threads=threads)
    if model is not None:
        components["ner"]["model"] = str(model)
    if min_score is not None:
        components["ner"]["min_score"] = min_score
    if gazetteer is not None:
        listed = [gazetteer] if isinstance(gazetteer, str | Path) else gazetteer
        components["gazetteer"]["paths"] = [str(path) for path in listed]
        components["resolver"]["gazetteer"] = [str(path) for path in listed]
    components["resolver"]["keep_noise"] = keep_noise
    nlp = Indonesian.from_config(config)
    nlp.max_length = _MAX_CHARACTERS
    return nlp


@lru_cache(maxsize=1)
def _default() -> Language:
    return load()


def extract(
    text: str, *, nlp: Language | None = None, explain: bool = False, **fields: str | None
) -> Document:
    """Extract the records of one text.

    Args:
        text: The article, as it is; offsets in the records count in this string.
        nlp: A pipeline of :func:`load`; a default one is made, and kept, if None.
        explain: Fill ``explanation``: what each stage said of each span, and what became of it.
        **fields: ``id``, ``title``, ``url`` and ``date`` of the document, passed on unchanged.

    Raises:
        InputError: ``text`` is not a string, holds a lone surrogate or is longer than the pipeline
            takes; a field is unknown.

    >>> extract("Gubernur Bali I Wayan Sudira hadir.", id="b-1").places[0].code
    '51'
    >>> extract("Gubernur Bali I Wayan Sudira hadir.", explain=True).explanation[0].outcome
    'office of I Wayan Sudira (before)'
    """
    return next(iter(extract_many([{"text": text, **fields}], nlp=nlp, explain=explain)))


def extract_many(
    texts: Iterable[str | Mapping[str, Any]],
    *,
    nlp: Language | None = None,
    batch_size: int | None = None,
    explain: bool = False,
) -> Iterator[Document]:
    """Extract the records of a stream of texts, in order, without holding the stream in memory.

    Args:
        texts: Strings, or mappings with ``text`` and any of ``id``, ``title``, ``url``, ``date``.
        nlp: A pipeline of :func:`load`; a default one is made, and kept, if None.
        batch_size: Texts to read ahead and run together.
        explain: Fill ``explanation``, as in :func:`extract`.

    Yields:
        One document a text.

    Raises:
        InputError: A text is not a string, holds a lone surrogate or is longer than the pipeline
            takes; a field is unknown.

    >>> [d.id for d in extract_many([{"id": "1", "text": "Halo."}, {"id": "2", "text": ""}])]
    ['1', '2']
    """
    nlp = nlp or _default()
    pairs = (_checked(item, nlp.max_length) for item in texts)
    for doc, fields in nlp.pipe(pairs, as_tuples=True, batch_size=batch_size):
        record: Document = doc._.record
        more = {**fields, "explanation": explained(doc)} if explain else fields
        yield record.model_copy(update=more) if more else record


def _checked(item: str | Mapping[str, Any], longest: int) -> tuple[str, dict[str, Any]]:
    """Split an input into its text and its fields, or say what is wrong with it."""
    fields = dict(item) if isinstance(item, Mapping) else {"text": item}
    text = fields.pop("text", None)
    if unknown := sorted(fields.keys() - set(_FIELDS)):
        raise InputError(f"Unknown field {unknown[0]!r}; a document has {', '.join(_FIELDS)}.")
    if not isinstance(text, str):
        raise InputError(
            f"The text is a {type(text).__name__}, not a string; decode bytes first, "
            "and leave out documents that have no text."
        )
    if len(text) > longest:
        raise InputError(
            f"The text has {len(text):,} characters, and the pipeline takes {longest:,}: give it "
            "in parts, chapter by chapter, or set nlp.max_length if there is memory enough."
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            f"The text holds a lone surrogate (U+{ord(text[error.start]):04X}) at offset "
            f"{error.start}, which is no character: the text was decoded wrongly. "
            "Decode it again with errors='replace'."
        ) from None
    for name, value in fields.items():
        if value is not None and not isinstance(value, str):
            raise InputError(f"{name} is a {type(value).__name__}, not a string.")
    return text, {name: value for name, value in fields.items() if value is not None}
