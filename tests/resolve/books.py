"""Books of any length in our own sentences, whose people have names that no other chapter has."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from entitas.ner.component import NerComponent
from entitas.ner.protocol import Prediction, Span

# Invented and short, so that no two names are near enough to be taken for slips of the pen.
_SYLLABLES = [consonant + vowel for consonant in "bcdfghjlmnprsvyz" for vowel in "aeiou"]
WORDS = [(one + other).title() for one in _SYLLABLES for other in _SYLLABLES]
random.Random(1).shuffle(WORDS)
_WORD = r"[BCDFGHJLMNPRSVYZ][aeiou][bcdfghjlmnprsvyz][aeiou]\b"
_NAME = re.compile(rf"\b{_WORD}(?: {_WORD})?")
_IN_CHAPTER = 11
_PLACES = ("Tuban", "Lamongan", "Bojonegoro", "Gresik", "Jombang", "Nganjuk", "Kediri", "Blitar")
_CHAPTER = (
    "Kapolres {place} AKBP {one} menemui {two}, Kepala Dinas Sosial Kabupaten {place}, di kantor "
    "Polres {place}. Menurut {one_short}, Satreskrim Polres {place} sudah menahan {three} alias "
    "{alias}. Mantan Bupati {place} Dr. {four}, S.H., M.H., hadir bersama {two_short} dan Ketua "
    'DPRD {place} {five}. "Kami dukung," kata {four_short} di Kecamatan Kota {place}, Jawa Timur. '
    "Ia pernah menjabat sebagai Camat {place} sebelum {five_short} menggantikannya.\n"
)


def chapter(number: int) -> str:
    """Return some 430 characters on five people; there are 580 different chapters."""
    words = WORDS[_IN_CHAPTER * number :][:_IN_CHAPTER]
    one, two, three, four, five = (" ".join(words[n : n + 2]) for n in range(0, 10, 2))
    return _CHAPTER.format(
        place=_PLACES[number % len(_PLACES)], one=one, two=two, three=three, alias=words[10],
        four=four, five=five, one_short=words[0], two_short=words[2], four_short=words[6],
        five_short=words[8],
    )  # fmt: skip


def book(chapters: int) -> str:
    """Return the first chapters, one after the other."""
    return "".join(map(chapter, range(chapters)))


class Reader:
    """A NER backend that knows the invented names, and nothing else."""

    name = "reader"

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        return [
            Prediction([Span(*found.span(), "PERSON", 0.9) for found in _NAME.finditer(text)])
            for text in texts
        ]


def read(nlp: Language, text: str, *, until: str | None = None) -> Doc:
    """Run a pipeline over a text, with the reader in place of its NER, up to some component."""
    doc = nlp.make_doc(text)
    for name, component in nlp.pipeline:
        if name == until:
            break
        doc = NerComponent(Reader())(doc) if name == "ner" else component(doc)
    return doc
