"""Sentences of Indonesian news, by rule.

A sentence ends at a line break, and at ``.``, ``!``, ``?`` or an ellipsis, with the quotation marks
and brackets that close there, where a capital, a number or an opening mark follows. It does not end
after an abbreviation that a name or a number follows ("Kab. Semarang", "Brigjen Pol. Budi",
"No. 5"), after initials ("A. B. Putra"), between degrees, or after the number of a list item.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from entitas.language import Indonesian
from entitas.language.abbreviations import CLOSING, DEGREE, OPENING

__all__ = ["SentenceSplitter", "make_sentences", "sentence_starts"]

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
# the last alternatives are closing and opening marks that were read in a wrong encoding
_END = re.compile(r"(?:[.!?…]|â\x80¦)+(?:[\"'”’»)\]]|â\x80[\x99\x9d])*")
_NEXT = re.compile(r"(\s*)((?:[\"'`“‘«(\[•·*–—-]|â\x80[\x98\x9c]|\s)*)(\w?)")
_INITIAL = re.compile(r"[A-Z]|(?:[A-Z]\.)+[A-Z]|Ph|Th|Tb|Moh|Muh|Abd")
_ITEM = re.compile(r"(?:\d{1,3}|[A-Za-z]|[IVX]+)")
_LETTERED = re.compile(r"[a-z](?:\.[a-z])+")
_DEGREE = re.compile(rf"{DEGREE}|SH|SE|MM|MH|ST|SIK")
# how many characters around a mark can matter; it keeps long lines cheap
_REACH = 60
_OPENING_MARKS = "\"'`“‘«(["
# words whose single letter or Roman number is a name, not an initial: "vitamin C."
_LETTER_NAMES = re.compile(
    "ayat|bab|blok|gedung|golongan|grup|hepatitis|huruf|jilid|kategori|kelas|kelompok|komisi|"
    "kuartal|lampiran|opsi|paket|pasal|plan|poin|rencana|ruang|sayap|semester|seri|tahap|terminal|"
    "tipe|tribun|triwulan|vitamin",
    re.IGNORECASE,
)


def sentence_starts(text: str) -> list[int]:
    r"""Return the offsets at which sentences start, in order.

    Args:
        text: Any text; one paragraph a line, as news sites give it.

    Returns:
        Code point offsets of the first character of each sentence that is not blank.

    >>> sentence_starts("Plt. Bupati Kab. Tuban hadir. Ia pulang pukul 17.10 WIB.\nWarga puas.")
    [0, 30, 57]
    """
    return [start for line in _LINE.finditer(text) for start in _in_line(line[0], line.start())]


def _in_line(line: str, offset: int) -> Iterator[int]:
    start = len(line) - len(line.lstrip())
    if start == len(line):
        return
    yield offset + start
    quotes = [at for at, character in enumerate(line) if character == '"']
    for end in _END.finditer(line):
        following = _next_start(line, start, end, quotes)
        if following is not None:
            start = following
            yield offset + start


def _next_start(line: str, start: int, end: re.Match[str], quotes: list[int]) -> int | None:
    """Return where the sentence after this mark starts, or None if the mark ends no sentence."""
    mark, at = end[0], end.end()
    following = _NEXT.match(line, at)
    assert following is not None  # it matches the empty string too
    gap, opened, first = following.groups()
    if not first or first.islower() or first == "_":
        return None
    if not gap:
        return _glued(line, end, opened, first, quotes)
    if mark[0] == "." and not mark.startswith("..") and _continues(line, start, end, opened):
        return None
    if opened.startswith(('" ', "' ")):
        # a closing mark that stands apart
        return at + len(gap) + len(opened) - len(opened[1:].lstrip())
    return at + len(gap)


def _glued(line: str, end: re.Match[str], opened: str, first: str, quotes: list[int]) -> int | None:
    """Return the start of a sentence that follows without a space: "selesai.Kapolres"."""
    before = line[max(0, end.start() - 2) : end.start()]
    if end[0].startswith(".."):
        return None
    if opened[:1] == "-":
        # list items run together: "sebagai berikut.- Siapkan air"
        return end.end() if opened == "- " else None
    if not first.isupper() or not (len(before) == 2 and before.isalpha() and before.islower()):
        return None
    if line.startswith("Com", end.end()):
        return None
    # a straight mark opens a quotation where an even number stands before it
    opens = end[0].endswith('"') and bisect_left(quotes, end.end() - 1) % 2 == 0
    return end.end() - 1 if opens else end.end()


def _continues(line: str, start: int, end: re.Match[str], opened: str) -> bool:
    """Whether a single full stop belongs to what stands before it and ends no sentence."""
    before = line[max(start, end.start() - _REACH) : end.start()].split()
    word = before.pop() if before and not line[end.start() - 1].isspace() else ""
    previous = before[-1] if before else ""
    after = line[end.end() : end.end() + _REACH].split()
    bare = re.split(r"[(/]", word.lstrip(_OPENING_MARKS))[-1]
    if bare in OPENING or _LETTERED.fullmatch(bare):
        return True
    if not before and _ITEM.fullmatch(bare):
        return True
    if _DEGREE.fullmatch(bare) and (not bare.isupper() or previous.endswith((",", "."))):
        follows = after and _DEGREE.fullmatch(after[0].rstrip(",;."))
        return bool(follows) or opened.startswith("(")
    if bare in CLOSING:
        return "(" in opened or bool(after and after[0].rstrip(".,") in CLOSING)
    if _INITIAL.fullmatch(bare):
        return _LETTER_NAMES.fullmatch(previous) is None
    return False


class SentenceSplitter:
    """Sets the sentence starts of a Doc; see :func:`sentence_starts`."""

    def __call__(self, doc: Doc) -> Doc:
        """Set ``token.is_sent_start`` of every token and return the same Doc."""
        # the first sentence takes the blanks before it, every other one those after it
        starts = iter([*sentence_starts(doc.text)[1:], len(doc.text) + 1])
        start = next(starts)
        marks = np.full(len(doc), -1, dtype=np.int64)
        marks[:1] = 1
        for token in doc:
            while not token.is_space and token.idx >= start:
                marks[token.i] = 1
                start = next(starts)
        # at once: setting one token makes spaCy look at all of them
        doc.from_array(["SENT_START"], marks.astype(np.uint64)[:, np.newaxis])
        return doc


@Indonesian.factory("entitas_sentences", default_config={}, assigns=["token.is_sent_start"])
def make_sentences(nlp: Language, name: str) -> SentenceSplitter:
    """Make the component; it has no settings.

    >>> from entitas.language import Indonesian
    >>> nlp = Indonesian()
    >>> _ = nlp.add_pipe("entitas_sentences")
    >>> [s.text for s in nlp('"Kami siap," kata dia. Rapat usai.').sents]
    ['"Kami siap," kata dia.', 'Rapat usai.']
    """
    return SentenceSplitter()
