"""What one document says of names that the gazetteer lacks."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pydantic import BaseModel, ConfigDict

from entitas.gazetteer import Gazetteer
from entitas.gazetteer.finding.definitions import expansions
from entitas.gazetteer.fold import key_of
from entitas.mining.candidate import Snippet
from entitas.records import Agency, Document, Mention, Place
from entitas.resolve.kinds import kind_of

__all__ = ["Observation", "Seen", "fingerprint", "observe", "spells"]

_BRACKET = re.compile(r"\s*\(\s*([^()]+?)\s*\)\s*")
# Zero-width characters, which pages hide in names.
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_WORD = re.compile(r"[^\W_]+")
_SMALL_WORDS = frozenset(("dan", "di", "untuk", "dari", "the", "of", "and"))
_SHORT = re.compile(r"[A-Z][A-Za-z]{1,9}")
_LEGAL_FORMS = frozenset(("persero", "perseroda", "tbk"))
_CONTEXT = 60
_SIDES = ("regency", "city")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Seen(_Part):
    """A name that the gazetteer lacks, as one document has it.

    Args:
        name: Its fullest form.
        forms: All its forms, the fullest included, with how often each stands there.
        kind: The kind of body, or "place".
        into: The id of the entry that it is another name of, if it is one.
        level: The level of a place.
        abbreviation: Its short form.
        place: The id of the area that the text puts it in.
        parent: The id of the known body that the text makes it part of.
        signs: What speaks for it; see :class:`~.candidate.Evidence`.
        score: The best score that the NER gave it, 0 if the NER did not find it.
        snippet: One of its uses.
    """

    name: str
    forms: dict[str, int]
    kind: str
    into: str | None = None
    level: str | None = None
    abbreviation: str | None = None
    place: str | None = None
    parent: str | None = None
    signs: tuple[str, ...]
    score: float
    snippet: Snippet


class Observation(_Part):
    """What one document says.

    Args:
        fingerprint: That of its text.
        seen: The names that the gazetteer lacks.
        known: How often it names each entry of the gazetteer, by id.
    """

    fingerprint: str
    seen: tuple[Seen, ...]
    known: dict[str, int]


def fingerprint(text: str) -> str:
    """Return what tells one text from another."""
    # a lone surrogate, which the pipeline will refuse, must not stop the run before
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def observe(document: str, text: str, record: Document, gazetteer: Gazetteer) -> Observation:
    """Gather what a document says of names that the gazetteer lacks.

    Args:
        document: The document's id.
        text: Its text.
        record: What the pipeline made of it.
        gazetteer: The gazetteer that the pipeline used.
    """
    reader = _Reader(document, text, record, gazetteer)
    known: Counter[str] = Counter()
    entities: tuple[Agency | Place, ...] = (*record.agencies, *record.places)
    for entity in entities:
        if id_ := _linked(entity):
            known[id_] += len(entity.mentions)
    seen = [*reader.bodies(), *reader.implied(), *reader.places()]
    return Observation(fingerprint=fingerprint(text), seen=tuple(seen), known=dict(known))


def spells(short: str, name: str) -> bool:
    """Tell whether a short form is made of the first letters of a name's words.

    >>> spells("FKUB", "Forum Kerukunan Umat Beragama"), spells("TPID", "Tim Pengawas Inflasi")
    (True, False)
    """
    words = [word for word in _WORD.findall(name) if word.lower() not in _SMALL_WORDS]
    return len(short) > 1 and "".join(word[0] for word in words).lower() == short.lower()


class _Reader:
    def __init__(self, document: str, text: str, record: Document, gazetteer: Gazetteer) -> None:
        self._document, self._text, self._record = document, text, record
        self._gazetteer = gazetteer
        self._defined = set(expansions(text))
        self._held = {
            position.agency.id
            for person in record.people for position in person.positions
            if position.agency and position.agency.id
        }  # fmt: skip
        self._place_ids = {place.id: _linked(place) for place in record.places}

    def bodies(self) -> Iterator[Seen]:
        """Yield the bodies without an entry, and unknown names of those that have one."""
        for agency in self._record.agencies:
            mentions = {id(m): _plain(m.text) for m in agency.mentions}
            forms = Counter(form for form, _ in mentions.values())
            entry = _linked(agency)
            if entry:
                for form in forms:
                    if self._gazetteer.lookup(form):
                        continue
                    own = [m for m in agency.mentions if mentions[id(m)][0] == form]
                    if self._is_inside(form, entry):
                        seen = self._seen(agency, own, form, {form: forms[form]}, None)
                        yield seen.model_copy(update={"parent": entry})
                    elif self._is_new_alias(form, entry):
                        yield self._seen(agency, own, form, {form: forms[form]}, entry)
                continue
            whole = {form: n for form, n in forms.items() if not self._gazetteer.is_head(form)}
            if not whole or self._gazetteer.lookup(agency.name):
                continue
            name = max(whole, key=len)
            yield self._seen(agency, list(agency.mentions), name, whole, None)

    def implied(self) -> Iterator[Seen]:
        """Yield the bodies that only an office names."""
        for person in self._record.people:
            for position in person.positions:
                body = position.agency
                if body is None or body.id or self._gazetteer.lookup(body.text):
                    continue
                at = Mention(
                    text=self._text[position.start : position.end],
                    start=position.start, end=position.end, source="titles", score=1.0,
                )  # fmt: skip
                name = _plain(body.text)[0]
                yield Seen(
                    name=name,
                    forms={name: 1},
                    kind=kind_of(name) or "other",
                    signs=("office",),
                    score=0.0,
                    snippet=self._snippet(at),
                )

    def places(self) -> Iterator[Seen]:
        """Yield the places without an entry, and misspelt names of those that have one."""
        around = self._around()
        for place in self._record.places:
            link = place.link
            if link and link.match != "fuzzy":
                continue  # known, though maybe not which of several
            entry = link.id if link else None
            forms = Counter(_plain(mention.text)[0] for mention in place.mentions)
            if entry:
                known = {form for form in forms if self._is_name(form, entry)}
                forms = Counter({form: n for form, n in forms.items() if form not in known})
            if not forms:
                continue
            name = max(forms, key=len)
            yield Seen(
                name=name,
                forms=dict(forms),
                kind="place",
                into=entry,
                level=None if entry else place.level,
                parent=None if entry else around,
                signs=tuple(_signs(place.mentions, slip=entry is not None)),
                score=_score(place.mentions),
                snippet=self._snippet(place.mentions[0]),
            )

    def _seen(
        self,
        agency: Agency,
        mentions: Sequence[Mention],
        name: str,
        forms: dict[str, int],
        entry: str | None,
    ) -> Seen:
        signs = _signs(mentions, slip=bool(entry and agency.link and agency.link.match == "fuzzy"))
        short = agency.abbreviation or next(
            (bracket for m in mentions if (bracket := _plain(m.text)[1])), None
        )
        short = short if short and not entry and self._is_short_for(short, name) else None
        if short or self._defined.intersection(forms):
            signs.append("definition")
        if agency.id in self._held:
            signs.append("office")
        into = entry
        if entry is None and short is None and name.isupper() and " " not in name:
            other = self._spelt_out(name, agency)
            if other is not None:
                signs.append("initials")
                into = _linked(other)
                if into is None:
                    name, short = _plain(other.name)[0], name
        parents = {a.id: _linked(a) for a in self._record.agencies}
        return Seen(
            name=name,
            forms=forms,
            kind=agency.kind,
            into=into,
            abbreviation=None if into else short,
            place=None if into else self._place_ids.get(agency.place or ""),
            parent=None if into else parents.get(agency.parent or ""),
            signs=tuple(dict.fromkeys(signs)),
            score=_score(mentions),
            snippet=self._snippet(mentions[0]),
        )

    def _is_short_for(self, short: str, name: str) -> bool:
        """Tell whether a form is a short name, and no legal form, place or word of the name."""
        if not _SHORT.fullmatch(short) or short.lower() in _LEGAL_FORMS:
            return False
        return key_of(short) not in key_of(name).split() and not self._gazetteer.areas_named(short)

    def _is_inside(self, form: str, entry: str) -> bool:
        """Tell whether a form is a body's name with more words, so that it is a part of it."""
        known = self._gazetteer.entry(entry)
        names = (known.name, known.abbreviation or "", *known.aliases)
        own = f" {key_of(form)} "
        return any(f" {key} " in own for name in names if (key := key_of(name)))

    def _is_new_alias(self, form: str, entry: str) -> bool:
        """Tell whether a form that the gazetteer lacks is a name of an entry by itself."""
        gazetteer = self._gazetteer
        if gazetteer.is_head(form):
            return False
        if "@" in entry and form not in self._defined:
            # "Dinas Sosial" for "Dinas Sosial Tuban" is no name of that one alone
            area = gazetteer.place(gazetteer.entry(entry))
            return area is not None and area.bare.lower() in form.lower()
        return True

    def _is_name(self, form: str, entry: str) -> bool:
        return any(known.id == entry for known in self._gazetteer.lookup(form))

    def _spelt_out(self, short: str, agency: Agency) -> Agency | None:
        for other in self._record.agencies:
            if other is not agency and spells(short, _plain(other.name)[0]):
                return other
        return None

    def _around(self) -> str | None:
        """Return the id of the regency or city, or else the province, that is named most often."""
        for levels in (_SIDES, ("province",)):
            named = [p for p in self._record.places if p.level in levels and _linked(p)]
            if named:
                return _linked(max(named, key=lambda place: len(place.mentions)))
        return None

    def _snippet(self, mention: Mention) -> Snippet:
        start, end = mention.start, mention.end
        return Snippet(
            document=self._document,
            before=" ".join(self._text[max(0, start - _CONTEXT) : start].split()),
            form=" ".join(mention.text.split()),
            after=" ".join(self._text[end : end + _CONTEXT].split()),
        )


def _linked(entity: Agency | Place) -> str | None:
    return entity.link.id if entity.link else None


def _plain(form: str) -> tuple[str, str | None]:
    """Return a form without what it has in brackets, and that if it stands at the end."""
    form = _UNSEEN.sub("", form)
    bracket = _BRACKET.search(form)
    plain = " ".join(_BRACKET.sub(" ", form).split())
    return plain, bracket[1] if bracket and bracket.end() == len(form) else None


def _signs(mentions: Sequence[Mention], *, slip: bool) -> list[str]:
    found = any(mention.source == "ner" for mention in mentions)
    return ["ner"] * found + ["slip"] * slip


def _score(mentions: Sequence[Mention]) -> float:
    return max((mention.score for mention in mentions if mention.source == "ner"), default=0.0)
