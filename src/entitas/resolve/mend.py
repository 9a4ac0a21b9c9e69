"""Before they compete, the NER's spans are mended where its word pieces or scraping misled it.

- A span that begins inside a word takes the whole word, and one that ends a few letters before the
  word's end takes those, unless they are a word that scraping glued on ("Subianto|yang").
- A name is freed from titles, and from the office's place or body before it: in "Bupati Agam Rudi"
  the name is not "Agam Rudi".
- A place begins behind the office that takes its first word: "Wali Kota|Semarang", "Camat|Tuban".
- A body or place loses a trailing "dan" and gets its brackets balanced: "Ditreskrimsus) Polda
  Jambi" begins where the long name before the bracket does.
- A body is freed from the people before it ("PPNS Kementerian Perhubungan"); the people of a place
  ("Masyarakat Kabupaten Agam"), an office ("Camat Tuban") and what belongs to one ("Rumah Dinas
  Bupati") are no body.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from entitas.resolve.definitions import BODY_WORDS
from entitas.spans import Found
from entitas.titles.slots import UNIT_HEADS

__all__ = ["inner_body", "mend", "word_start"]

Span = tuple[int, int]

_EDGES = " \t\r\n\u00a0,;:-–—\"'“”‘’"
_TITLES = frozenset({"police_rank", "military_rank", "civil_rank", "degree", "honorific"})
_PAIR = re.compile(r"((?:[A-Z][\w.'’]+ )+[A-Z][\w.'’]+)[-–]((?:[A-Z][\w.'’]+ )+[A-Z][\w.'’]+)")
# How many letters of a word the NER may cut off.
_CUT = 3
# How many letters a word that scraping glued on has, and what is left of the name, at least.
_LEAST_GLUED = 3
_TAIL = re.compile(r"\s+(?:dan|serta|atau|di|yang|untuk|dari|pada|era)$", re.I)
_LONG_NAME = re.compile(r"(?:[A-Z][\w.]*[ ]+(?:(?:dan|&|,)[ ]+)?)+\([ ]?$")
# How a company is owned stands behind its name, and is part of it.
_LEGAL_FORM = re.compile(r" \((?:Persero|Perseroda|Perumda|Tbk\.?)\)(?: Tbk\b)?")
# What sort of body the name behind is of.
_TYPE = re.compile(r"(?:grup|harian|koran|majalah|maskapai|media|perusahaan|tabloid) (?=[A-Z])")
# People who are of a body or place, and are no body themselves.
_PEOPLE = re.compile(
    r"(?:Anggota|Aparat|Jajaran|Karyawan|Masyarakat|Pegawai|Penduduk|Personel|Petugas|PPNS|Prajurit"
    r"|Rakyat|Warga) "
)
# What has "Dinas" behind it and is no agency.
_DUTY = re.compile(r"\b(?:baju|kendaraan|mobil|motor|perjalanan|rumah) $", re.I)
# The end of a bracket that belongs to what stands before: "(PJK) Otoritas Jasa Keuangan (OJK)".
_CLOSED = re.compile(r"[^\s()]+\) (?=[^\s)])")
# "RIPrabowo": an acronym that scraping glued to a name.
_ACRONYM = re.compile(r"[A-Z]{2,6}(?=[A-Z][a-z]{2})")
_BEYOND = re.compile(r"\s+(?:[Cc]s|SAW|SWT|dkk)\.?$")
_INITIAL_BEFORE = re.compile(r"(?:^|(?<=[\s(a-z]))([A-Z]\.?[ \u00a0])$")
_INITIAL_BEHIND = re.compile(r"[ \u00a0](?:[A-Z](?=[ ,;)\n]|$)|[IVX]{2,4}\b)")
_LETTERS = re.compile(r"[^\W\d_]*")
_VERB = re.compile(r"(?:me|di|ber|ter)[a-z]{4,}")
# Words that scraping glues to the end of a name.
_GLUED = (
    "yang", "dan", "di", "ke", "dari", "untuk", "dengan", "saat", "mengatakan", "menyebut",
    "meminta", "menilai", "atau", "pada", "terkait", "akan", "bakal", "memberikan", "soal", "usai",
    "rute", "menjadi", "untuk", "juga", "itu", "ini", "tak", "tidak", "telah", "sudah",
)  # fmt: skip


def mend(
    text: str,
    find: Found,
    titles: Sequence[Found],
    hits: Sequence[Found],
    is_word: Callable[[str], bool] = lambda form: False,
) -> list[Span]:
    """Return the mended extents of a find of the NER; none when no name is left.

    A pair of full names joined by a hyphen ("Pramono Anung-Rano Karno") is two, and so are names
    on two lines.

    Args:
        text: The document's text.
        find: A find labelled PERSON, ORG or PLACE.
        titles: Finds of the title lexicon in text order.
        hits: Finds of the gazetteer.
        is_word: Tells whether small letters are a word that scraping may have glued to a name.
    """
    start, end = _whole_words(text, find.start, find.end, is_word)
    pair = _PAIR.fullmatch(text, start, end) if find.label == "PERSON" else None
    if pair:
        halves = [replace(find, start=pair.start(n), end=pair.end(n)) for n in (1, 2)]
        return [span for half in halves for span in mend(text, half, titles, hits, is_word)]
    end = _unglued(text, start, end, is_word, long_only=find.label != "PERSON")
    if find.label == "PERSON":
        if (glued := _ACRONYM.match(text, start, end)) and _alone(
            text[glued.end() : end].split()[0], text
        ):
            start = glued.end()
        start = _after_office(text, start, end, titles, hits)
        start, end = _without_titles(text, start, end, titles)
        start, end = _with_initials(text, start, end, titles)
    else:
        if find.label == "PLACE":
            start = _after_head(start, end, titles, hits)
        else:
            if _is_of_place(start, end, titles, hits) or _is_portfolio(start, end, titles, hits):
                return []
            start = _behind_office(text, start, end, titles, hits)
            if noun := _TYPE.match(text, start, end):
                start = noun.end()
            start, end = _without_people(text, start, end, hits)
            if legal := _LEGAL_FORM.match(text, end):
                return [(start, legal.end())]
        start, end = _balanced(text, start, end)
    if find.label == "PERSON" and "\n" in text[start:end].strip():
        cut = text.index("\n", start)
        halves = [replace(find, start=start, end=cut), replace(find, start=cut + 1, end=end)]
        return [span for half in halves for span in mend(text, half, titles, hits, is_word)]
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and (text[end - 1] in _EDGES or text[end - 1] == "("):
        end -= 1
    if end > start and text[end - 1] == "." and not _initial(text, start, end):
        end -= 1
    covered = any(t.label in _TITLES and t.start <= start and end <= t.end for t in titles)
    return [(start, end)] if start < end and not covered else []


def _after_head(start: int, end: int, titles: Sequence[Found], hits: Iterable[Found]) -> int:
    """Return where a place begins when an office takes its first word: "Wali Kota | Semarang"."""
    known = [hit.start for hit in hits if hit.label == "place" and hit.end == end]
    heads = [
        max((at for at in known if at > t.end), default=t.end)
        for t in titles
        if t.label == "office" and t.end < end
        if t.start < start < t.end or (t.start == start and start not in known and any(known))
    ]
    return max(heads, default=start)


def _is_of_place(start: int, end: int, titles: Iterable[Found], hits: Sequence[Found]) -> bool:
    """Tell whether a span is an office with its place: "Camat Tuban"."""
    places = {hit.start for hit in hits if hit.label == "place" and hit.end == end}
    heads = (t.end for t in titles if t.label == "office" and t.start == start)
    return any(head < place for head in heads for place in places)


def _is_portfolio(start: int, end: int, titles: Iterable[Found], hits: Sequence[Found]) -> bool:
    """Tell whether a span is but the end of a minister's short title: "Menko|Polkam"."""
    heads = (t.start for t in titles if t.label == "office" and t.end == start - 1)
    return any(hit.start == head and hit.end == end for head in heads for hit in hits)


def _behind_office(
    text: str, start: int, end: int, titles: Iterable[Found], hits: Sequence[Found]
) -> int:
    """Begin a body behind its head's office: "Ketua|Dewan Pengawas", "Kabid Humas|Polda Bali"."""
    for title in titles:
        if title.label == "office" and title.start == start and title.end < end:
            begin = title.end + len(text[title.end : end]) - len(text[title.end : end].lstrip())
            first = text[begin:end].partition(" ")[0]
            if first in BODY_WORDS or any(hit.start == begin and hit.end == end for hit in hits):
                return begin
    inner = inner_body(text, start, end, titles, hits)
    return start if inner is None else inner


def inner_body(
    text: str, start: int, end: int, titles: Iterable[Found], hits: Iterable[Found]
) -> int | None:
    """Return where the body of a unit begins that only its head's office names.

    In "Kabid Humas Polda Bali" the office is "Kabid Humas", and the body "Polda Bali".
    """
    heads = (t.end for t in titles if t.detail.get("code") in UNIT_HEADS and t.end < start)
    if not any(re.fullmatch(r"\)? ", text[head:start]) for head in heads):
        return None
    inside = (h.start for h in hits if h.label != "place" and h.start > start and h.end == end)
    return min(inside, default=None)


def _without_people(text: str, start: int, end: int, hits: Iterable[Found]) -> Span:
    """Free a known body from the people before it; nothing is left of the people of a place."""
    if _DUTY.search(text, max(0, start - 12), start) and text.startswith("Dinas", start):
        return end, end
    people = _PEOPLE.match(text, start, end)
    for hit in hits:
        if people and hit.start == people.end() and hit.end == end:
            return (end if hit.label == "place" else hit.start), end
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


def _whole_words(text: str, start: int, end: int, is_word: Callable[[str], bool]) -> Span:
    start = word_start(text, start)
    if not (end < len(text) and text[end - 1].isalpha() and text[end].islower()):
        return start, end
    word = _LETTERS.search(text, end)
    assert word is not None
    first = end - len(re.search(r"[^\W\d_]*$", text[start:end])[0])  # type: ignore[index]
    # "Budiyantom|engatakan": the NER cut a little beside where the glued word begins
    for cut in sorted(range(end - _CUT, end + _CUT + 1), key=lambda at: abs(at - end)):
        if cut - first > _LEAST_GLUED and is_glued(text[cut : word.end()], is_word):
            return start, cut
    rest, whole = word[0], text[first : word.end()]
    glued = rest in _GLUED and _alone(text[first:end], text)
    if (len(rest) <= _CUT and not glued) or len(_alone(whole, text)) > 1:
        return start, word.end()
    return start, end


def is_glued(form: str, is_word: Callable[[str], bool]) -> bool:
    """Tell whether small letters behind a name are so long a word that they are none of it."""
    return len(form) > _LEAST_GLUED and is_word(form)


def _unglued(
    text: str, start: int, end: int, is_word: Callable[[str], bool], *, long_only: bool
) -> int:
    """Cut a glued word off when the rest stands in the text by itself, or the word is long."""
    last = re.search(r"[^\W\d_]+$", text[start:end])
    if last is None:
        return end
    word = last[0]
    for glued in sorted(_GLUED, key=len, reverse=True):
        rest = word.removesuffix(glued)
        if rest == word or len(rest) < 3 or (long_only and not rest[0].isupper()):
            continue
        if (len(glued) >= 4 and len(rest) >= 4 and not long_only) or _alone(rest, text):
            return end - len(glued)
    before = text[start : start + last.start()]
    for cut in range(_LEAST_GLUED + 1, len(word) - _LEAST_GLUED + 1):
        rest, glued = word[:cut], word[cut:]
        if not glued.islower():
            continue
        # "Donald Trumpresmi", where "Trump" stands in the text too
        known = is_word(glued) or _VERB.fullmatch(glued)
        if (known and _alone(rest, text)) or (before and _alone(before + rest, text)):
            return start + last.start() + cut
        if is_word(glued) and _VERB.fullmatch(glued) and not long_only:
            return start + last.start() + cut
    return end


def _alone(form: str, text: str) -> list[str]:
    """Return the places where a form stands in a text as a word of its own."""
    return re.findall(rf"\b{re.escape(form)}\b", text)


def _after_office(
    text: str, start: int, end: int, titles: Iterable[Found], hits: Iterable[Found]
) -> int:
    """Move a name's start behind the place or body of the office before it."""
    offices = {t.end for t in titles if t.label == "office" and t.end <= start}
    for hit in hits:
        if not (hit.start <= start < hit.end <= end):
            continue
        holds = hit.start < start
        if hit.label == "place" and hit.start == start:
            holds = any(not text[office : hit.start].strip() for office in offices)
        # "Gubernur Rano Karno": a village of that name is no governor's jurisdiction
        id_ = str(hit.detail["candidates"][0][0])
        if holds and hit.score >= 0.6 and id_.count(".") <= 1:
            rest = text[hit.end : end].lstrip()
            if not rest or rest[0].isupper():
                return hit.end
    return start


def _without_titles(text: str, start: int, end: int, titles: Iterable[Found]) -> Span:
    inside: Sequence[Found] = [
        t for t in titles if t.label in _TITLES and start <= t.start and t.end <= end
    ]
    # "Sri|Sultan Hamengku Buwono": the NER took half of a title for the name
    start = max((t.end for t in titles if t.start < start < t.end < end), default=start)
    for title in inside:
        if not text[start : title.start].strip(_EDGES + ".()"):
            start = title.end
    for title in reversed(inside):
        if title.start > start and not text[title.end : end].strip(_EDGES + ".()"):
            end = title.start
    return start, end


def _with_initials(text: str, start: int, end: int, titles: Iterable[Found]) -> Span:
    """Take the initials and numerals beside a name, and leave out what blesses or counts others."""
    if beyond := _BEYOND.search(text, start, end):
        end = beyond.start()
    first = _INITIAL_BEFORE.search(text, max(0, start - 4), start)
    if first and not any(t.start <= first.start(1) < t.end for t in titles):
        start = first.start(1)
    if last := _INITIAL_BEHIND.match(text, end):
        end = last.end()
    return start, end


def _balanced(text: str, start: int, end: int) -> Span:
    if tail := _TAIL.search(text, start, end):
        end = tail.start()
    opened, closed = text[start:end].count("("), text[start:end].count(")")
    if opened == closed and (rest := _CLOSED.match(text, start, end)):
        return rest.end(), end + (text[end : end + 1] == ")")
    if opened > closed:
        if text[end : end + 1] == ")":
            end += 1
        else:
            end = start + text[start:end].rindex("(")
    elif closed > opened:
        long_name = _LONG_NAME.search(text, max(0, start - 80), start)
        if long_name:
            start = long_name.start()
        elif text[end - 1] == ")":
            end -= 1
    return start, end


def _initial(text: str, start: int, end: int) -> bool:
    """Tell whether the full stop at the end belongs to an initial or an abbreviation: "Budi S."."""
    word = re.search(r"\w+\.$", text[start:end])
    return word is not None and len(word[0]) <= 4 and word[0][0].isupper()
