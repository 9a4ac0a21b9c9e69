"""Proposals of whole office phrases in running text, by rules alone."""

from __future__ import annotations

from collections.abc import Sequence

from entitas.titles.bodies import LEVELS, is_acronym, is_number, role_at
from entitas.titles.find import find, office_head, tokens
from entitas.titles.hits import TitleHit
from entitas.titles.lexicon import lexicon
from entitas.titles.words import Word

__all__ = ["office_phrases"]

_JOINS = frozenset({"dan", "bidang", "serta"})
_INTO = frozenset({"di", "pada", "dari", "untuk"})
_NAME_WORDS = 3  # capitalised words that a body's or place's own name has, where nothing ends it
# Words that begin or end the names of two-word jurisdictions.
_FIRST_OF_PLACE = frozenset(
    "jawa sumatera sumatra kalimantan sulawesi papua nusa maluku kepulauan bangka daerah dki di"
    " tanjung bandar deli labuhan labuan padang lubuk hulu ogan oku musi muara way lombok bali"
    " aceh nagan pidie bener gayo toba tapanuli humbang dairi nias batang pasaman lima tanah solok"
    " kuantan indragiri rokan tulang pesisir bekasi jakarta bandung gunung kulon kubu kayong"
    " kota kotawaringin barito penajam kutai mahakam bolaang minahasa parigi tojo banggai luwu"
    " toraja mamuju polewali konawe kolaka buton muna halmahera seram maybrat teluk raja puncak"
    " kab kabupaten provinsi kecamatan metro kuala taman sungai pulau pasar kebon kampung alun"
    " selatan utara timur barat tengah".split()
)
_LAST_OF_PLACE = frozenset(
    "utara selatan timur barat tengah tenggara daya laut darat raya kota jaya besar ulu ilir tua"
    " baru hulu hilir lama dalam luar pusat barito".split()
)


def office_phrases(
    text: str,
    hits: Sequence[TitleHit] | None = None,
    names: Sequence[tuple[int, int]] = (),
) -> list[tuple[int, int]]:
    """Propose whole office phrases: status words, head, units, body, place.

    A phrase starts at an office head, or at the status words before it, and goes on over units,
    functions, bodies and capitalised names; it ends before a rank, an honorific, a known name, and
    punctuation. Where nothing parts the body from the holder's name ("Bupati Tuban Budi Santoso")
    the end is a guess, unless ``names`` tells.

    Args:
        text: Running text.
        hits: What :func:`find` returned for the text, if it is at hand.
        names: Spans of names of people, at which a phrase ends.

    >>> text = "Hadir Plt Kepala Dinas Sosial Kota Bogor, Rina, dan Kapolres Tuban AKBP Budi."
    >>> [text[start:end] for start, end in office_phrases(text)]
    ['Plt Kepala Dinas Sosial Kota Bogor', 'Kapolres Tuban']
    """
    hits = find(text) if hits is None else hits
    words = tokens(text)
    numbers = {word.start: number for number, word in enumerate(words)}
    stops = sorted(
        [hit.start for hit in hits if hit.kind not in ("office", "status", "civil_rank")]
        + [start for start, _ in names]
    )
    phrases: list[tuple[int, int]] = []
    status: TitleHit | None = None
    for hit in hits:
        if phrases and hit.start < phrases[-1][1]:
            continue
        if hit.kind == "status":
            if status is None or text[status.end : hit.start].strip(" ("):
                status = hit
            continue
        if hit.kind == "office" and hit.start in numbers:
            joined = status is not None and not text[status.end : hit.start].strip(" ()")
            start = status.start if status is not None and joined else hit.start
            stop = next((at for at in stops if at > hit.start), len(text))
            phrases.append((start, _end(text, words, numbers[hit.start], hit.end, stop)))
        status = None
    return phrases


def _end(text: str, words: Sequence[Word], number: int, head_end: int, stop: int) -> int:
    """The end of the phrase whose head starts at a word and ends at ``head_end``."""
    end = head_end
    while number < len(words) and words[number].start < head_end:
        number += 1
    tail = _tail_of(text, words, number, head_end)
    named = 0  # words of an unknown name so far
    body = False
    while number < len(words) and words[number].start < stop:
        word = words[number]
        gap = text[end : word.start]
        bracket = gap.strip(" ") == "("
        if bracket:
            close = text.find(")", end)
            if not 0 < close - end < 80 or close >= stop:
                return end
            after = close + 1
            while number < len(words) and words[number].start < after:
                number += 1
            if not _goes_on_behind(text, words, number, after):
                return after
            end = after
            continue
        if gap.strip(" -/&.") or "\n" in gap or len(gap) > 3 or gap.startswith(". "):
            return end
        role = role_at(text, words, number)
        if role is not None:
            body, named = role.role != "unit", 0
            number += role.size
        elif word.key in lexicon().functions and not body or is_number(word) and word.text.isupper():
            number += 1
        elif word.text.isdigit() or gap in ("/", "-"):
            number += 1
        elif word.key in _JOINS and not word.capital and _joins(words, number):
            number += 1
            continue
        elif word.key in _INTO and number + 1 < len(words) and words[number + 1].capital:
            if role_at(text, words, number + 1) is None:
                return end
            number += 1
            continue
        elif word.capital and (tail or body or named) and not is_number(word):
            named += 1
            if named > _allowed(words, number, named):
                return end
            number += 1
        else:
            return end
        end = words[number - 1].end
    return min(end, stop) if end > head_end else end


def _tail_of(text: str, words: Sequence[Word], number: int, head_end: int) -> bool:
    """Whether the head at hand takes a place or portfolio at once."""
    back = number - 1
    while back >= 0 and words[back].end > head_end:
        back -= 1
    for start in range(max(0, back - 3), back + 1):
        head = office_head(text, words, start)
        if head is not None and words[start + head[0] - 1].end == head_end:
            row = head[1]
            return row is None or row.tail in ("place", "portfolio", "unit_name", "unit_place")
    return False


def _allowed(words: Sequence[Word], number: int, named: int) -> int:
    """How many words of a name are allowed at a word that is the ``named``-th of one."""
    if named == 1:
        return 1
    before, word = words[number - 1].key, words[number]
    if before in _FIRST_OF_PLACE or word.key in _LAST_OF_PLACE or before in LEVELS:
        return named
    return named if is_acronym(word) else named - 1


def _joins(words: Sequence[Word], number: int) -> bool:
    """Whether "dan" joins two functions and not two people."""
    following = words[number + 1] if number + 1 < len(words) else None
    return following is not None and following.key in lexicon().functions


def _goes_on_behind(text: str, words: Sequence[Word], number: int, at: int) -> bool:
    """Whether a phrase goes on behind a bracket: with a body, a level word or one place."""
    if number >= len(words) or text[at : words[number].start] not in (" ", "", "  "):
        return False
    word = words[number]
    return word.capital
