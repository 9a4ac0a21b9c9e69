"""Names that the NER cut in pieces are whole again.

- A bare word for a body takes the name behind it, as far as that is nobody else's:
  "Otoritas|Bandara".
- A body's name cut at an "and" is one: "Dinas Perindustrian" begins with a word for a body, and the
  "Perdagangan" behind it with none and is no known name.
- A person begins with the word before that is a person's name elsewhere: "Bagas|Rangga Surya",
  where the text has "Jaksa Bagas" too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from entitas.resolve.definitions import BODY_WORDS
from entitas.spans import Found

__all__ = ["whole_names"]

_FIRST_NAME = re.compile(r"(?<![\w.])([A-Z][a-z'’]+) $")
_NAME = re.compile(r"(?: (?:(?:dan|&) )?[A-Z][\w-]*)+")


def whole_names(
    text: str, ner: Sequence[Found], gazetteer: Sequence[Found], titles: Sequence[Found]
) -> list[Found]:
    """Return the NER's finds, in text order, with those made whole that it cut.

    Args:
        text: The document's text.
        ner: Finds labelled PERSON, ORG or PLACE.
        gazetteer: Finds of the gazetteer.
        titles: Finds of the title lexicon.
    """
    return _with_first_names(text, _joined(text, ner, gazetteer), titles)


def _joined(text: str, ner: Sequence[Found], gazetteer: Sequence[Found]) -> Iterator[Found]:
    """Yield the finds; of a body that was cut short, the whole."""
    known = {hit.start for hit in gazetteer}
    whole = {(hit.start, hit.end) for hit in gazetteer}
    last: Found | None = None
    for find, following in zip_longest(ner, ner[1:]):
        if find.label == "ORG" and text[find.start : find.end] in BODY_WORDS:
            limit = following.start if following else len(text)
            name = _NAME.match(text, find.end, limit)
            find = replace(find, end=name.end() if name else find.end)
        if (
            last is not None
            and last.label == find.label == "ORG"
            and text[last.end : find.start] in (" dan ", " & ", ", dan ")
            and text[last.start : last.end].split()[0] in BODY_WORDS
            and len(text[last.start : last.end].split()) > 1
            and not _stands_alone(text[find.start : find.end])
            and find.start not in known
            and (last.start, last.end) not in whole
            and text[last.end - 1] != ")"
        ):
            last = replace(last, end=find.end)
            continue
        if last is not None:
            yield last
        last = find
    if last is not None:
        yield last


def _with_first_names(text: str, finds: Iterable[Found], titles: Sequence[Found]) -> list[Found]:
    """Return the finds; of a person cut behind the first name, the whole."""
    finds = list(finds)
    known = {text[f.start : f.end] for f in finds if f.label == "PERSON"}
    taken = {at for f in (*finds, *titles) for at in (f.end, f.end - 1)}
    made = []
    for find in finds:
        if find.label == "PERSON":
            before = _FIRST_NAME.search(text, max(0, find.start - 30), find.start)
            if before and before[1] in known and before.end(1) not in taken:
                find = replace(find, start=before.start(1))
        made.append(find)
    return made


def _stands_alone(form: str) -> bool:
    """Tell whether a form is more than the end of a name: an acronym, or with a word for a body."""
    first, *rest = form.split()
    return first in BODY_WORDS or not first.istitle() or len(rest) > 1
