"""Words that scraping glued to a name, and words that the NER cut.

Whether letters belong to a name is told by the other words of the text ("Hartonoresmi", where
"Hartono" stands too) and by those of the language.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable

__all__ = ["Prose", "word_start"]

Span = tuple[int, int]

# How many letters of a word the NER may cut off.
_CUT = 3
# How many letters a word that scraping glued on has, and what is left of the name, at least.
_LEAST = 3
_LETTERS = re.compile(r"[^\W\d_]*")
_LAST_WORD = re.compile(r"[^\W\d_]*$")
_WORD = re.compile(r"\w+")
_VERB = re.compile(r"(?:me|di|ber|ter)[a-z]{4,}")
# "RIHartono": an acronym that scraping glued to a name.
_ACRONYM = re.compile(r"[A-Z]{2,6}(?=[A-Z][a-z]{2})")
# Words that scraping glues to the end of a name.
_GLUED = (
    "yang", "dan", "di", "ke", "dari", "untuk", "dengan", "saat", "mengatakan", "menyebut",
    "meminta", "menilai", "atau", "pada", "terkait", "akan", "bakal", "memberikan", "soal", "usai",
    "rute", "menjadi", "untuk", "juga", "itu", "ini", "tak", "tidak", "telah", "sudah",
)  # fmt: skip


class Prose:
    """A text that knows where each of its words stands.

    Args:
        text: The text.
        is_word: Tells whether small letters are a word of the language.
    """

    def __init__(self, text: str, is_word: Callable[[str], bool] = lambda form: False) -> None:
        self.text = text
        self.is_word = is_word
        self._starts: defaultdict[str, list[int]] = defaultdict(list)
        for word in _WORD.finditer(text):
            self._starts[word[0]].append(word.start())

    def stands(self, form: str) -> int:
        """Return how often a form stands in the text as a word, or words, of its own."""
        words = [(self._starts.get(word[0], []), word.start()) for word in _WORD.finditer(form)]
        starts, before = min(words, key=lambda word: len(word[0]), default=([], 0))
        if len(words) == 1 or not starts:
            return len(starts)
        whole = re.compile(rf"\b{re.escape(form)}\b")
        return sum(whole.match(self.text, start - before) is not None for start in starts)

    def whole(self, start: int, end: int) -> Span:
        """Return a span on whole words, but for those that scraping glued to its last one."""
        text = self.text
        start = word_start(text, start)
        if not (end < len(text) and text[end - 1].isalpha() and text[end].islower()):
            return start, end
        first = end - len(_last_word(text[start:end]))
        stop = end + len(_letters(text, end))
        # "Hartantom|engatakan": the NER cut a little beside where the glued word begins
        for cut in sorted(range(end - _CUT, end + _CUT + 1), key=lambda at: abs(at - end)):
            form = text[cut:stop]
            if cut - first > _LEAST and len(form) > _LEAST and self.is_word(form):
                return start, cut
        rest = text[end:stop]
        glued = rest in _GLUED and self.stands(text[first:end])
        if (len(rest) <= _CUT and not glued) or self.stands(text[first:stop]) > 1:
            return start, stop
        return start, end

    def unglued(self, start: int, end: int, *, person: bool) -> Span:
        """Return a span without an acronym glued to its first word and a word glued to its last.

        Only of a person's name is a long word cut off if the rest stands nowhere else.
        """
        text = self.text
        acronym = _ACRONYM.match(text, start, end) if person else None
        if acronym and self.stands(_letters(text, acronym.end())):
            start = acronym.end()
        word = _last_word(text[start:end])
        for glued in sorted(_GLUED, key=len, reverse=True):
            rest = word.removesuffix(glued)
            if rest == word or len(rest) < _LEAST or not (person or rest[0].isupper()):
                continue
            if (len(glued) > _LEAST < len(rest) and person) or self.stands(rest):
                return start, end - len(glued)
        before = text[start : end - len(word)]
        for cut in range(_LEAST + 1, len(word) - _LEAST + 1):
            rest, glued = word[:cut], word[cut:]
            if not glued.islower():
                continue
            known, verb = self.is_word(glued), _VERB.fullmatch(glued)
            # "Rudi Hartonoresmi", where "Hartono" stands in the text too
            stands = self.stands(rest) if known or verb else before and self.stands(before + rest)
            if stands or (known and verb and person):
                return start, end - len(word) + cut
        return start, end


def word_start(text: str, start: int) -> int:
    """Return where the word begins that a span cut short: "Gu|bernur", "RIP|rabowo".

    A longer run of letters before the span is another word that scraping glued on.
    """
    at = start
    while at and start - at <= _CUT and text[at].islower() and text[at - 1].isalpha():
        at -= 1
        if text[at].isupper():
            break
    return at if start - at <= _CUT else start


def _letters(text: str, start: int) -> str:
    match = _LETTERS.match(text, start)
    return match[0] if match else ""


def _last_word(form: str) -> str:
    match = _LAST_WORD.search(form)
    return match[0] if match else ""
