"""The tokenizer: Indonesian abbreviations, degrees, amounts, pairs of names and clitics.

Registered with spaCy as ``entitas.tokenizer.v1``. It is spaCy's own tokenizer class with rules of
ours, so that it loses no character, saves and loads with the pipeline, and can be adapted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from spacy.lang.tokenizer_exceptions import URL_MATCH
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.util import registry

from entitas.language.abbreviations import CLOSING, DEGREE, FIELDS, OPENING

__all__ = ["make_tokenizer"]

_LETTER = r"[^\W\d_]"
_UPPER = r"[A-ZÀ-ÖØ-Þ]"
# UTF-8 quotation marks and dashes that a scraper read as Latin-1 are marks all the same
_MISREAD = "â\x80[\x90-\xa6]"
_QUOTE = r"[\"“”„«»]"
_BRACKET = r"[()\[\]{}<>]"
_DASH = r"[–—―]|--+"
_DOTS = r"\.\.+|…"
_TAG = r"</?[A-Za-z][A-Za-z0-9]*/?>"
_MARK = r"[,;:!?]"
# A long text has so many different words. Abbreviations are told by patterns, and not by spaCy's
# special cases: behind one of those it keeps no word of the text.
_MOST_CACHED = 100_000
# spaCy takes time by the square for a run of marks cut one by one
_RULER = r"[^\w\s]{16,}"
_CURRENCY = r"(?:Rp|IDR|USD|US\$|S\$|[$€£¥])(?=\.?\d)"


def _after(words: Iterable[str], *, negative: bool = False) -> str:
    """Return a look-behind for any of some words; each needs its own, for the widths differ."""
    if negative:
        return "".join(rf"(?<!\b{re.escape(word)})" for word in sorted(words))
    return "(?:" + "|".join(rf"(?<=\b{re.escape(word)})" for word in sorted(words)) + ")"


# a full stop that is part of no abbreviation, initial or degree; at all other characters, which are
# most, none of the many look-behinds is tried
_STOP = (
    r"(?=\.)"
    + _after(OPENING | CLOSING, negative=True)
    + "".join(rf"(?<!\.{field})" for field in FIELDS.split("|"))
    + rf"(?<!(?<![\w-]){_UPPER})(?<!\.[a-z])\."
)

_PREFIXES = [
    _RULER, _TAG, _MISREAD, _QUOTE, _BRACKET, _DASH, _DOTS, _MARK, _CURRENCY,
    r"``|''|['‘’`]", r"[•·*&/|]", rf"-(?={_LETTER})", r"\.(?=\D)",
]  # fmt: skip

_SUFFIXES = [
    _RULER, _TAG, _MISREAD, _QUOTE, _BRACKET, _DASH, _DOTS, _MARK,
    _STOP, r"``|''|['‘’`]", r"[•·*/|]", r"(?<=\d)%", r"(?<!\d,)-",
    r"-(?:[Nn]ya|[KkMm]u|lah|kah|pun)",
]  # fmt: skip

_INFIXES = [
    _TAG, _MISREAD, _QUOTE, _BRACKET, _DASH, _DOTS, r"[!?;|]",
    rf"(?<={_LETTER})[,:](?=\w)", rf"(?<=[\w.])[,:](?={_LETTER})",
    # sentences without a space between them
    rf"(?<=[\w\"'”)%]){_STOP}(?=[\"“(]|{_UPPER}(?!om\b))",
    # "Kab.Semarang", "No.10", "M.Tito": a border, but no character of its own
    r"(?<=\.)" + _after(f"{word}." for word in OPENING) + r"(?=\w)",
    rf"(?<=\b{_UPPER}\.)(?={_UPPER}[a-z]{{2}})",
    # either-or, but not "28/3/2024" or "a/n"
    rf"(?<={_LETTER}{{2}})/(?={_LETTER}{{2}})", r"(?<=\d)/(?=R[TW]\b)",
    # spans of numbers, and pairs of names: "Jakarta-Bandung", but not "APBN-P" or "Al-Azhar"
    r"(?<=\d)-(?=\d)",
    rf"(?:(?<={_LETTER}{{3}})|(?<=[A-Z]{{2}}))-(?={_UPPER}(?:{_LETTER}{{2}}|[A-Z]))",
    r"(?<=\d)%(?=\w)",
]  # fmt: skip

_WHOLE = [
    DEGREE,
    rf"(?:{_UPPER}\.)+{_UPPER}?",
    r"(?:[a-z]\.){2,}",
    # "1.000.000,-"
    r"\d[\d.]*,-+",
    r"\d{1,2}-\d{1,2}-\d{4}",
    # reduplication, also where a headline capitalises it: "Undang-Undangnya"
    r"(?i:(\w{2,})-\1\w*)",
    # a prefix is no name: "se-Indonesia", "non-ASN", "Eks-Bupati", "Asy-Syifa"
    rf"[a-z]+-(?!(?:Nya|Ku|Mu)$){_UPPER}\w*",
    rf"(?i:anti|ant[ae]r|eks|kontra|multi|non|pasca|pra|pro|semi|ultra|wakil)-{_UPPER}\w*",
    rf"(?:Adh|Adz|Ash|Asy|Ath)-{_UPPER}\w*",
]


def _any(patterns: Iterable[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


_PREFIX = re.compile("^(?:" + _any(_PREFIXES) + ")")
# blanks, of which spaCy makes one token however many they are, hold neither suffix nor infix
_SUFFIX = re.compile(r"(?!\s)(?:" + _any(_SUFFIXES) + ")$")
_INFIX = re.compile(r"(?!\s)(?:" + _any(_INFIXES) + ")")
_TOKEN = re.compile("^(?:" + _any(_WHOLE) + ")$")


@registry.tokenizers("entitas.tokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """Return a function that makes the tokenizer for a pipeline.

    Abbreviations, degrees, initials, dates, amounts, web addresses and reduplications are one
    token; currencies, clitics after a hyphen, brackets and the two names of a pair are tokens of
    their own. Words that scraping glued together without any sign of it stay one token.

    >>> from entitas.language import Indonesian
    >>> tokenizer = make_tokenizer()(Indonesian())
    >>> [token.text for token in tokenizer("Plt. Kadis Kab.Bima, dr. Ayu (KPK-nya) rapat.")]
    ['Plt.', 'Kadis', 'Kab.', 'Bima', ',', 'dr.', 'Ayu', '(', 'KPK', '-nya', ')', 'rapat', '.']
    """

    def make(nlp: Language) -> Tokenizer:
        return Tokenizer(
            nlp.vocab,
            prefix_search=_PREFIX.search,
            suffix_search=_SUFFIX.search,
            infix_finditer=_INFIX.finditer,
            token_match=_TOKEN.match,
            url_match=URL_MATCH,
            max_cache_size=_MOST_CACHED,
        )

    return make
