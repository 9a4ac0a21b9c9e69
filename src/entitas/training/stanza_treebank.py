"""Universal Dependencies treebanks as training data for Stanza's tokenizer.

The tokenizer labels every character: 0 goes on, 1 ends a token, 2 ends a token and its sentence.
Its words with clitics ("menyetujuinya") stay whole: a name never ends inside one.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from entitas.errors import InputError

__all__ = ["Sentence", "hold_out", "labelled", "read_treebank"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is written.

    Args:
        tokens: Its tokens.
        spaces: Which of them a space follows.
    """

    tokens: tuple[str, ...]
    spaces: tuple[bool, ...]


def read_treebank(path: Path) -> Iterator[Sentence]:
    """Read the surface tokens of a CoNLL-U file, sentence by sentence.

    Raises:
        InputError: A line has too few columns, or its number is none.
    """
    tokens: list[str] = []
    spaces: list[bool] = []
    covered = 0
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate([*lines, "\n"], 1):
            columns = line.rstrip("\n").split("\t")
            if not line.strip():
                if tokens:
                    yield Sentence(tuple(tokens), tuple(spaces))
                tokens, spaces, covered = [], [], 0
            elif not line.startswith("#"):
                first, _, last = columns[0].partition("-")
                if len(columns) != 10 or not first.replace(".", "").isdigit():
                    raise InputError(f"{path}, line {number}: no line of CoNLL-U: {line[:40]!r}.")
                # the parts of a token with clitics, and words that are not written
                if "." in first or (not last and int(first) <= covered):
                    continue
                covered = int(last) if last else covered
                tokens.append(columns[1])
                spaces.append("SpaceAfter=No" not in columns[9].split("|"))


def labelled(sentences: Iterable[Sentence]) -> tuple[str, str]:
    """Write sentences as one paragraph, and a label for each of its characters.

    Example:
        >>> sentence = Sentence(("Ia", "tiba", "."), (True, False, True))
        >>> labelled([sentence, Sentence(("Ya",), (True,))])
        ('Ia tiba. Ya', '01000012002')
    """
    text: list[str] = []
    labels: list[str] = []
    for sentence in sentences:
        if text:
            text.append(" ")
            labels.append("0")
        last = len(sentence.tokens) - 1
        for i, token in enumerate(sentence.tokens):
            spaced = sentence.spaces[i] and i < last
            text.append(token + " " * spaced)
            labels.append("0" * (len(token) - 1) + ("2" if i == last else "1") + "0" * spaced)
    return "".join(text), "".join(labels)


def hold_out(
    sentences: Sequence[Sentence], count: int, seed: int
) -> tuple[list[Sentence], list[Sentence]]:
    """Part sentences into those to train on and those to measure on, both in their order."""
    kept = set(random.Random(seed).sample(range(len(sentences)), count))
    parts: tuple[list[Sentence], list[Sentence]] = ([], [])
    for i, sentence in enumerate(sentences):
        parts[i in kept].append(sentence)
    return parts
