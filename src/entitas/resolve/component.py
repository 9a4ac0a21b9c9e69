"""The resolver as a spaCy component: all finds in, one record out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

import entitas
from entitas.gazetteer import Gazetteer
from entitas.language import Indonesian
from entitas.language.cleaning import page_noise
from entitas.records import Document, PipelineInfo
from entitas.resolve.agencies import group_agencies
from entitas.resolve.build import build
from entitas.resolve.choose import Chosen, Discarded, choose, overlapping
from entitas.resolve.offices import Holding, attach
from entitas.resolve.people import PersonGroup, group_people
from entitas.resolve.places import group_places
from entitas.spans import Found, read, write
from entitas.titles import office_phrases

__all__ = ["Resolver", "make_resolver"]

Doc.set_extension("record", default=None, force=True)

_EDGES = " \t\r\n,;:-–—\"'“”‘’"


@Indonesian.factory(
    "entitas_resolver",
    default_config={"gazetteer": None, "keep_noise": False},
    assigns=["doc.ents", "doc.spans", "doc._.record"],
)
def make_resolver(nlp: Language, name: str, gazetteer: str | None, keep_noise: bool) -> Resolver:
    """Make the resolver.

    Args:
        nlp: The pipeline, whose NER component names the model for the record.
        name: The component's name in the pipeline.
        gazetteer: The folder of another gazetteer than the built-in one.
        keep_noise: Make records of page noise too.
    """
    return Resolver(nlp, Gazetteer.load(gazetteer), keep_noise=keep_noise)


class Resolver:
    """Decides what the finds of the other stages mean; see :mod:`entitas.resolve`.

    It sets ``doc._.record`` (a :class:`entitas.Document`), ``doc.ents`` (the mentions, on whole
    tokens), ``doc.spans["positions"]`` (the offices with holder and rule) and
    ``doc.spans["discarded"]`` (what lost, with the reason).
    """

    def __init__(self, nlp: Language, gazetteer: Gazetteer, *, keep_noise: bool = False) -> None:
        self._nlp = nlp
        self._gazetteer = gazetteer
        self._keep_noise = keep_noise

    def __call__(self, doc: Doc) -> Doc:
        """Resolve one document."""
        text = doc.text
        titles, hits = read(doc, "titles"), read(doc, "gazetteer")
        noise = [] if self._keep_noise else [(n.start, n.end, n.kind) for n in page_noise(text)]
        chosen, discarded = choose(text, read(doc, "ner"), hits, titles, noise)
        by_label = {
            label: [c for c in chosen if c.label == label] for label in ("PERSON", "ORG", "PLACE")
        }
        people = group_people(text, by_label["PERSON"])
        agencies, nameless = group_agencies(text, by_label["ORG"], self._gazetteer, hits)
        places = group_places(text, by_label["PLACE"], self._gazetteer)
        offices = _offices(text, read(doc, "office"), by_label["PERSON"], titles, noise)
        holdings, unheld = attach(text, offices, _numbered(people), titles)
        discarded += nameless
        discarded += [Discarded(office, "nobody holds it in the text") for office in unheld]
        doc._.record = build(
            text, people, agencies, places, holdings, titles, self._gazetteer, self._info()
        )
        self._annotate(doc, chosen, holdings, discarded)
        return doc

    def _info(self) -> PipelineInfo:
        models = [getattr(pipe, "model_name", None) for _, pipe in self._nlp.pipeline]
        return PipelineInfo(
            entitas=entitas.__version__,
            model=next((name for name in models if name), "none"),
            gazetteer=self._gazetteer.hash,
        )

    def _annotate(
        self,
        doc: Doc,
        chosen: Sequence[Chosen],
        holdings: Sequence[Holding],
        discarded: Sequence[Discarded],
    ) -> None:
        record: Document = doc._.record
        ids = {(m.start, m.end): id_ for id_, m in record.mentions()}
        spans = [
            doc.char_span(
                c.start, c.end, c.label, ids.get((c.start, c.end), ""), alignment_mode="expand"
            )
            for c in chosen
        ]
        doc.ents = tuple(filter_spans([span for span in spans if span is not None]))
        write(
            doc,
            "positions",
            [
                Found(h.start, h.end, "POSITION", "titles", h.score,
                      {"person": f"p{h.person + 1}", "rule": h.rule})
                for h in holdings
            ],
        )  # fmt: skip
        write(
            doc,
            "discarded",
            [
                Found(d.find.start, d.find.end, d.find.label, d.find.source, d.find.score,
                      {"reason": d.reason})
                for d in discarded
            ],
        )  # fmt: skip


def _numbered(people: Sequence[PersonGroup]) -> list[tuple[int, int, int]]:
    pairs = [(m.start, m.end, n) for n, group in enumerate(people) for m in group.mentions]
    return sorted(pairs)


def _offices(
    text: str,
    proposed: Sequence[Found],
    people: Sequence[Chosen],
    titles: Sequence[Found],
    noise: Sequence[tuple[int, int, str]],
) -> list[Found]:
    """Return office phrases, disjoint and in text order: the NER's, then those of the grammar."""
    names = [(person.start, person.end) for person in people]
    grammar = [
        Found(start, end, "POSITION", "titles", 0.5)
        for start, end in office_phrases(text, names=names)
    ]
    taken: list[tuple[int, int]] = []
    offices: list[Found] = []
    for find in (*(f for f in proposed if f.label == "POSITION"), *grammar):
        if any(find.start < e and s < find.end for s, e, _ in noise):
            continue
        for start, end in _outside(text, find, names, titles):
            if overlapping(taken, start, end) is None:
                taken.append((start, end))
                taken.sort()
                offices.append(Found(start, end, "POSITION", find.source, find.score, find.detail))
    return sorted(offices, key=lambda find: find.start)


def _outside(
    text: str, find: Found, names: Sequence[tuple[int, int]], titles: Sequence[Found]
) -> list[tuple[int, int]]:
    """Cut names, and ranks at the end, out of an office phrase."""
    cuts = [(s, e) for s, e in names if find.start < e and s < find.end]
    # a lawyer's office holds the client's name: "kuasa hukum Budi" is one phrase
    cuts = [(s, e) for s, e in cuts if s == find.start or e >= find.end]
    cuts += [
        (t.start, t.end)
        for t in titles
        if t.label in ("police_rank", "military_rank")
        and (t.end == find.end or t.start == find.start)
    ]
    borders = sorted([(find.start, find.start), *cuts, (find.end, find.end)])
    pieces = []
    for (_, start), (end, _) in pairwise(borders):
        while start < end and text[start] in _EDGES:
            start += 1
        while start < end and text[end - 1] in _EDGES:
            end -= 1
        if end - start > 2 and re.search(r"[^\W\d_]{2}", text[start:end]):
            pieces.append((start, end))
    return pieces
