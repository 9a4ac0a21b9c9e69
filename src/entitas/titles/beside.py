"""What stands at a name: honorifics before it, degrees before and behind it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from entitas.titles.heads import office_head
from entitas.titles.hits import TitleHit
from entitas.titles.lexicon import DegreeRow, HonorificRow, lexicon
from entitas.titles.words import PhraseTable, Word, keys_of

__all__ = ["beside_keys", "degree_at", "honorific_at", "is_name_particle", "near"]

_NAME_GAPS = frozenset({" ", "\u00a0", "\u202f", ". ", ".", ".\u00a0", "  ", ".  "})
_COMMA_GAPS = frozenset({", ", ",", "., ", ".,"})
# Words that are capitalised at the start of a sentence and part of no name.
_OPENERS = frozenset(
    {"bersama", "menurut", "kata", "ujar", "oleh", "kepada", "bagi", "dari", "dengan", "selain"}
    | {"namun", "sementara", "sedangkan", "adapun", "dan", "saat", "ketika", "hadir", "untuk"}
)
_ABBREVIATION = 4  # letters up to which "Ust.Ahmad" is an abbreviation and no sentence's end


def beside_keys() -> set[str]:
    """Return the keys of the words with which an honorific or a degree begins."""
    return _honorifics().first_keys() | _degrees().first_keys()


def is_name_particle(word: str) -> bool:
    """Return True for a word that looks like a title but is part of the name.

    "Andi", "Teuku", "Tubagus" and "Lalu" are noble by origin, but their bearers' names are never
    written without them; so they are no honorifics, unlike "Raden Mas" or "Sri Sultan".

    >>> is_name_particle("Andi"), is_name_particle("H.")
    (True, False)
    """
    return " ".join(keys_of(word)) in lexicon().particles


def near(text: str, words: Sequence[Word], index: int) -> bool:
    """Whether only a space or a full stop parts a word from the one before it."""
    return index > 0 and text[words[index - 1].end : words[index].start] in _NAME_GAPS


def honorific_at(
    text: str, words: Sequence[Word], index: int, hits: Sequence[TitleHit]
) -> TitleHit | None:
    """Return the honorific at a word, if a capitalised word that is no office follows it.

    A phrase that only looks like an honorific ("Ibu Kota") gives a hit without a code.
    """
    word = words[index]
    for size, rows in _honorifics().matches(text, words, index):
        row, last = rows[0], words[index + size - 1]
        if row.kind == "stop":
            return TitleHit(word.start, last.end, "honorific", "", "")
        if not (word.capital or row.rule == "lower"):
            continue
        if not _before_name(text, words, index + size):
            continue
        if row.rule == "initial" and not _starts_name(text, words, index, hits):
            continue
        if len(word.text) > 1 and word.text.isupper() and not row.form.isupper():
            name = words[index + size].text
            if not (name.isupper() and len(name) > _ABBREVIATION):
                continue  # "BPK RI" is no Bapak, "PAK BUDI SANTOSO" is
        end = last.end + (text[last.end] == ".")
        code = "_".join(keys_of(row.name))
        return TitleHit(word.start, end, "honorific", code, row.name, "before", group=row.kind)
    return None


def degree_at(
    text: str, words: Sequence[Word], index: int, hits: Sequence[TitleHit]
) -> TitleHit | None:
    """Return the academic degree at a word, if a name stands at the right side of it."""
    start = words[index].start
    for size, rows in _degrees().matches(text, words, index):
        end = words[index + size - 1].end
        surface = text[start:end]
        inside = range(index + 1, index + size)
        if not all("." in text[words[n - 1].end : words[n].start] for n in inside):
            continue
        for row in rows:
            if not _same_letters(surface, row.form):
                continue
            dotted = text[end : end + 1] == "."
            if row.side == "before":
                if not _before_name(text, words, index + size) or (row.weak and not dotted):
                    continue
                end += dotted
            elif not _behind_name(text, words, index, size, row, hits):
                continue
            else:
                end += dotted and "." in surface
            code = "_".join(keys_of(row.name))
            return TitleHit(start, end, "degree", code, row.name, row.side)
    return None


def _before_name(text: str, words: Sequence[Word], follow: int) -> bool:
    """Whether the word ``follow`` may begin the name to which the title before it belongs."""
    if follow >= len(words) or not words[follow].capital:
        return False
    before = words[follow - 1]
    gap = text[before.end : words[follow].start]
    if gap not in _NAME_GAPS or (gap[0] == "." and len(before.text) > _ABBREVIATION):
        return False
    return office_head(text, words, follow) is None


def _same_letters(surface: str, form: str) -> bool:
    """The letters of a degree in its own case, or all in capitals; dotted ones in any case."""
    written = "".join(letter for letter in surface if letter.isalpha())
    wanted = "".join(letter for letter in form if letter.isalpha())
    if written == wanted or (len(wanted) > 1 and written.isupper()):
        return True
    return "." in surface and written[0].isupper() == wanted[0].isupper()


def _behind_name(
    text: str,
    words: Sequence[Word],
    index: int,
    size: int,
    row: DegreeRow,
    hits: Sequence[TitleHit],
) -> bool:
    """Whether a degree after the name has a name, or another degree, before it."""
    if index == 0:
        return False
    before, last = words[index - 1], words[index + size - 1]
    gap = text[before.end : words[index].start]
    if gap not in _NAME_GAPS and gap not in _COMMA_GAPS:
        return False
    titled = bool(hits) and hits[-1].end >= before.end
    if titled and hits[-1].side == "after":
        return True
    if titled or not before.capital or len(before.text) < 2:
        return False
    if "." in text[words[index].start : last.end]:
        return not row.weak or "," in gap
    # "SE" and "MA" are other things too: a name of two words before, no capitalised word behind
    if row.weak or index < 2 or not words[index - 2].capital:
        return False
    if before.text.isupper() and not words[index - 2].text.isupper():
        return False
    follow = words[index + size] if index + size < len(words) else None
    behind = text[last.end : last.end + 1]
    if follow is None or behind != " ":
        return behind != "/"
    return not follow.capital or follow.text.isupper()


def _starts_name(text: str, words: Sequence[Word], index: int, hits: Sequence[TitleHit]) -> bool:
    """Whether "H" or "RM" is an honorific here and not a middle initial ("Rahman H. Utama").

    It is, unless only capitalised words that hold no title run up to it.
    """
    if index and words[index - 1].key in _OPENERS:
        return True
    back = index - 1
    while back >= 0 and words[back].capital and near(text, words, back + 1):
        if any(hit.start <= words[back].start < hit.end for hit in hits[-4:]):
            return True
        back -= 1
    return back == index - 1


@lru_cache(maxsize=1)
def _honorifics() -> PhraseTable[HonorificRow]:
    table: PhraseTable[HonorificRow] = PhraseTable()
    for row in lexicon().honorifics:
        table.add(row.form, row)
    return table


@lru_cache(maxsize=1)
def _degrees() -> PhraseTable[DegreeRow]:
    """Degrees with and without full stops inside: "S.H." is two words, "SH" one."""
    table: PhraseTable[DegreeRow] = PhraseTable()
    for row in lexicon().degrees:
        keys = keys_of(row.form)
        table.add(keys, row)
        table.add(("".join(keys),), row)
    return table
