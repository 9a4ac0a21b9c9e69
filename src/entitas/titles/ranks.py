"""Police, military and civil ranks with all that is written behind them.

A rank is a base form ("Brigjen", "Brigadir Jenderal"), perhaps with its other form in brackets,
and a tail of force, corps and state: "Kolonel Laut (P)", "Letjen TNI (Purn)", "Irjen. Pol.".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from entitas.titles.hits import TitleHit
from entitas.titles.lexicon import RankRow, lexicon
from entitas.titles.words import PhraseTable, Word

__all__ = ["rank_at", "rank_keys"]

_Use = Literal["short", "name", "weak", "long"]

# Generals of the police and of the army share their words; what stands near decides.
_POLICE_TWIN = {"brigjen": "brigjen_pol", "jenderal": "jenderal_pol"}
_POLICE_NEAR = re.compile(r"pol(?:ri|da|res|isi|sek)|kapol|reskrim|kepolisian|irwasum|brimob", re.I)
_MILITARY_NEAR = re.compile(r"\bTNI\b|kodam|pangdam|danrem|kopassus|panglima|militer", re.I)
# "Direktorat Jenderal", "Inspektur Jenderal": bodies and offices, not ranks.
_OFFICES_OF_GENERALS = frozenset({"direktorat", "inspektorat", "sekretariat", "konsulat"})
_NEAR = 90  # characters on either side

_GAP = "[ \t\u00a0\u202f]*"
_BEFORE_NAME = re.compile(rf"\.?{_GAP}(?=[^\W\d_])")
_POLICE = re.compile(r"\bpol(?:isi)?\b", re.I)


@dataclass(frozen=True, slots=True)
class _Form:
    row: RankRow
    use: _Use


def rank_keys() -> set[str]:
    """Return the keys of the words with which a rank begins."""
    return _table().first_keys()


def rank_at(text: str, words: Sequence[Word], index: int) -> TitleHit | None:
    """Return the longest rank that starts at ``words[index]``, or None."""
    if index and words[index - 1].key in _OFFICES_OF_GENERALS:
        return None
    for size, forms in _table().matches(text, words, index):
        hit = _rank(text, words[index].start, words[index + size - 1].end, forms[0])
        if hit is not None:
            return hit
    return None


def _rank(text: str, start: int, base_end: int, form: _Form) -> TitleHit | None:
    row, base = form.row, text[start:base_end]
    bracket = _other_form(row, form.use).match(text, base_end)
    end = bracket.end() if bracket else base_end
    tail = _tail().match(text, end) if row.kind != "civil_rank" else None
    suffix = tail.group() if tail else ""
    end += len(suffix)
    name = _BEFORE_NAME.match(text, end)
    before_name = name is not None and text[name.end()].isupper()
    dotted = text[base_end : base_end + 1] == "."
    if not _plausible(form, base, bool(suffix), bracket is not None, before_name, dotted):
        return None
    if text[end : end + 1] == "." and text[end - 1] != ")" and text[end + 1 : end + 2].isspace():
        end += 1
    marked = _POLICE.search(suffix) or (bracket and _POLICE.search(bracket.group(1)))
    if row.code in _POLICE_TWIN and (marked or (not suffix and _near_police(text, start, end))):
        row = _by_code()[_POLICE_TWIN[row.code]]
    return TitleHit(
        start=start,
        end=end,
        kind=row.kind,
        code=row.code,
        name=row.name,
        side="before",
        retired="purn" in suffix.lower(),
        force=(_force(suffix) if row.kind == "military_rank" else None) or row.force,
        order=row.order,
        forms=_written_forms(text, start, base_end, bracket, end),
    )


def _plausible(
    form: _Form, base: str, suffix: bool, bracket: bool, before_name: bool, dotted: bool
) -> bool:
    """Whether the form may be a rank here: common words need a name or a suffix beside them."""
    if base[0].islower() and not suffix:
        # ranks are capitalised; written small, only what means nothing else is safe
        return (before_name and form.use in ("short", "long")) or bracket
    if form.row.kind == "civil_rank":
        return before_name
    if form.use == "weak":
        return suffix or (dotted and before_name)
    return form.use != "name" or suffix or bracket or before_name


def _written_forms(
    text: str, start: int, base_end: int, bracket: re.Match[str] | None, end: int
) -> tuple[str, ...]:
    """Short before long; with a tail behind the bracket, the long form is all as written."""
    whole, base = text[start:end], text[start:base_end]
    if bracket is None:
        return (whole,)
    tail, inside = text[bracket.end() : end], bracket.group(1)
    short, long = sorted((base, inside), key=len)
    return (short + tail, whole if tail else long)


def _near_police(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    police = sum(len(_POLICE_NEAR.findall(part)) for part in around)
    return police > sum(len(_MILITARY_NEAR.findall(part)) for part in around)


def _force(suffix: str) -> str | None:
    words = set(re.findall(r"[^\W\d_]+", suffix.lower()))
    for force, word in (("ad", "darat"), ("al", "laut"), ("au", "udara")):
        if force in words or word in words:
            return force
    return next((row.force for row in lexicon().corps if row.form.lower() in words), None)


@lru_cache(maxsize=1)
def _by_code() -> dict[str, RankRow]:
    return {row.code: row for row in lexicon().ranks}


@lru_cache(maxsize=1)
def _table() -> PhraseTable[_Form]:
    table: PhraseTable[_Form] = PhraseTable()
    for row in lexicon().ranks:
        uses: tuple[tuple[_Use, tuple[str, ...]], ...] = (
            ("short", row.forms),
            ("name", row.name_forms),
            ("weak", row.weak_forms),
            ("long", row.long_forms),
        )
        for use, forms in uses:
            for form in forms:
                table.add(form, _Form(row, use))
    return table


@lru_cache(maxsize=256)
def _other_form(row: RankRow, use: _Use) -> re.Pattern[str]:
    """The other form in brackets behind a base: "Brigadir Jenderal (Brigjen)"."""
    rows = (row, _by_code().get(_POLICE_TWIN.get(row.code, ""), row))
    if use in ("long", "name"):
        forms = [form for one in rows for form in (*one.forms, *one.name_forms, *one.weak_forms)]
    else:
        forms = [form for one in rows for form in one.long_forms]
    if not forms:
        return re.compile(r"(?!)")
    choice = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    police = rf"(?:{_GAP}\.?{_GAP}Pol(?:isi)?\.?)?"
    return re.compile(rf"{_GAP}\({_GAP}((?:{choice})\.?{police}){_GAP}\)", re.I)


@lru_cache(maxsize=1)
def _tail() -> re.Pattern[str]:
    """All that may follow a base form, any number of times."""
    forms = sorted((row.form for row in lexicon().corps), key=len, reverse=True)
    corps = "|".join(form for form in forms if len(form) > 2)
    return re.compile(
        rf"""(?:{_GAP}\.?{_GAP}(?:
            \b(?:Polisi|Pol)(?!\w)
          | \bTNI(?:[ -]*(?:A[DLU]|Angkatan[ ]+(?:Darat|Laut|Udara)))?(?!\w)
          | \bA[DLU](?!\w)
          | \b(?:{corps})(?!\w)
          | \b(?:Kehormatan|Anumerta|Purnawirawan|Purn|Tituler)(?!\w)
          | \({_GAP}(?:Purnawirawan|Purn\.?|Hor|Tit|{"|".join(forms)}){_GAP}\)
        ))+""",
        re.I | re.X,
    )
