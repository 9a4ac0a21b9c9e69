"""The training corpora as raw text with character spans."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from entitas.errors import InputError
from entitas.ner.protocol import Span
from entitas.training.derive import derive_entities, derive_offices, unnamed_offices

__all__ = ["Example", "detokenise", "read_conll", "read_jsonl", "read_records", "read_sentences"]

_LABELS = {
    "PER": "PERSON",
    "PERSON": "PERSON",
    "ORG": "ORG",
    "ORGANISATION": "ORG",
    "ORGANIZATION": "ORG",
    "LOC": "PLACE",
    "LOCATION": "PLACE",
    "PLACE": "PLACE",
}
_NO_SPACE_BEFORE = frozenset(",.;:?!)]%’”…") | {"..."}
_NO_SPACE_AFTER = frozenset("([“‘$#@")
_QUOTES = frozenset({'"', "``", "''"})
_PREFIXES = frozenset({"anti", "antar", "eks", "ke", "non", "pasca", "pra", "se", "sub"})


@dataclass(frozen=True, slots=True)
class Example:
    """A text with its gold spans.

    Args:
        text: The raw text.
        entities: Its PERSON, ORG and PLACE spans.
        offices: Its POSITION and RANK spans; None where nobody labelled them.
        unsure: Stretches without a say in training the second head.
    """

    text: str
    entities: list[Span]
    offices: list[Span] | None = None
    unsure: tuple[tuple[int, int], ...] = ()


def read_jsonl(path: Path) -> Iterator[dict[str, object]]:
    """Read objects from a JSON Lines file, gzipped if its name ends in ``.gz``.

    Raises:
        InputError: The file cannot be read, or a line is no JSON object.
    """
    for number, line in _lines(path):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{path}, line {number}: not JSON ({error}).") from error
        if not isinstance(value, dict):
            raise InputError(f"{path}, line {number}: wanted an object, got {line[:40]!r}.")
        yield value


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines of a file, and say why it cannot be read if it cannot."""
    opener = gzip.open if path.suffix == ".gz" else open
    number = 0
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                yield number, line
    except FileNotFoundError as error:
        raise InputError(f"{path} cannot be read: there is no such file.") from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} cannot be read after line {number}: it is not UTF-8 text ({error})."
        ) from error
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path} cannot be read after line {number}: {error}.") from error


def read_records(path: Path, *, mask_unnamed: bool = False) -> list[Example]:
    """Read annotated articles and derive their spans.

    Args:
        path: A JSON Lines file of annotated articles.
        mask_unnamed: Whether offices of nobody named become :attr:`Example.unsure`.

    Raises:
        InputError: An article lacks a field.
    """
    examples = []
    for article in read_jsonl(path):
        try:
            offices = derive_offices(article)
            unsure = tuple(unnamed_offices(article, offices)) if mask_unnamed else ()
            text = str(article["text"])
            examples.append(Example(text, derive_entities(article), offices, unsure))
        except (KeyError, TypeError) as error:
            name = article.get("id", "?")
            raise InputError(f"{path}, article {name}: bad or missing field {error}.") from error
    return examples


def read_sentences(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Read the words and BIO tags of each sentence of a CoNLL file (first and last column).

    Raises:
        InputError: The file cannot be read, a line has no tag, or a tag is not one of those known.
    """
    words: list[str] = []
    tags: list[str] = []
    for number, line in _lines(path):
        columns = line.split()
        if not columns:
            if words:
                yield words, tags
            words, tags = [], []
            continue
        prefix, dash, kind = columns[-1].partition("-")
        if len(columns) < 2 or (dash and kind not in _LABELS) or prefix not in "BIO":
            raise InputError(f"{path}, line {number}: wanted a word and a tag, got {line!r}.")
        words.append(columns[0])
        tags.append(f"{prefix}-{_LABELS[kind]}" if dash else "O")
    if words:
        yield words, tags


def read_conll(path: Path) -> list[Example]:
    """Read a CoNLL file as raw sentences with character spans."""
    examples = []
    for words, tags in read_sentences(path):
        text, offsets = detokenise(words, tags)
        entities: list[Span] = []
        for (start, end), tag, before in zip(offsets, tags, ["O", *tags], strict=False):
            if tag == "O":
                continue
            if tag[0] == "I" and before[2:] == tag[2:]:
                entities[-1] = entities[-1]._replace(end=end)
            else:
                entities.append(Span(start, end, tag[2:]))
        examples.append(Example(text, entities))
    return examples


def detokenise(words: Sequence[str], tags: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Write words as the running text that they were cut from, as far as that can be told.

    Args:
        words: The words and punctuation marks of a sentence.
        tags: Their BIO tags; a hyphen within a name is glued.

    Returns:
        The text, and each word's start and end in it.

    Example:
        >>> detokenise(["Ia", "(", "27", ")", "pergi", "."], ["O"] * 6)[0]
        'Ia (27) pergi.'
    """
    text = ""
    offsets = []
    glue_next = True
    in_quotes = False
    for i, word in enumerate(words):
        before = words[i - 1] if i else ""
        after = words[i + 1] if i + 1 < len(words) else ""
        glue = glue_next or word in _NO_SPACE_BEFORE
        glue_next = word in _NO_SPACE_AFTER
        if word in _QUOTES:
            word = '"'
            glue, glue_next = glue or in_quotes, not in_quotes
            in_quotes = not in_quotes
        elif word == "/":
            glue = glue_next = True
        elif word in "-–" and before[-1:].isalnum() and after[:1].isalnum():
            inside = tags[i][0] == "I" and tags[i + 1][0] == "I"
            if inside or _hyphenates(before, after):
                glue = glue_next = True
        elif word in ",.:" and before.isdigit() and after.isdigit():
            glue_next = True
        if not glue:
            text += " "
        offsets.append((len(text), len(text) + len(word)))
        text += word
    return text, offsets


def _hyphenates(before: str, after: str) -> bool:
    """Whether "before - after" was one word: a doubled word, a prefix, a suffix, a range."""
    first, second = before.lower(), after.lower()
    if first.isdigit() and second.isdigit():
        return True
    doubled = first[:4] == second[:4] or second.startswith(first) or first.endswith(second[:4])
    suffix = before.islower() and after.islower() and len(after) < 4
    return doubled or suffix or first in _PREFIXES
