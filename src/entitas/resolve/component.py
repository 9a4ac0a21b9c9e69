"""The resolver as a spaCy component: all finds in, one record out."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

import entitas
from entitas.gazetteer import Gazetteer
from entitas.language import Indonesian
from entitas.language.casing import recased
from entitas.language.cleaning import page_noise
from entitas.language.legible import legible
from entitas.records import Document, PipelineInfo
from entitas.resolve.agencies import group_agencies
from entitas.resolve.build import build
from entitas.resolve.choose import Chosen, Discarded, choose
from entitas.resolve.offices import Holding, attach
from entitas.resolve.people import PersonGroup, group_people
from entitas.resolve.phrases import office_finds
from entitas.resolve.places import group_places
from entitas.resolve.support import supported
from entitas.spans import Found, read, write

__all__ = ["Resolver", "make_resolver"]

Doc.set_extension("record", default=None, force=True)


@Indonesian.factory(
    "entitas_resolver",
    default_config={"gazetteer": None, "keep_noise": False},
    assigns=["doc.ents", "doc.spans", "doc._.record"],
)
def make_resolver(
    nlp: Language, name: str, gazetteer: str | list[str] | None, keep_noise: bool
) -> Resolver:
    """Make the resolver.

    Args:
        nlp: The pipeline, whose NER component names the model for the record.
        name: The component's name in the pipeline.
        gazetteer: Packs, or the folder of another gazetteer than the built-in one; see
            :meth:`~entitas.gazetteer.Gazetteer.load`.
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
        text, ner = legible(doc.text), read(doc, "ner")
        titles = read(doc, "titles")
        hits, doubtful = supported(text, read(doc, "gazetteer"), ner, self._gazetteer.settings)
        noise = [] if self._keep_noise else [(n.start, n.end, n.kind) for n in page_noise(text)]
        chosen, discarded = choose(
            text,
            ner,
            hits,
            titles,
            noise,
            is_word=self._gazetteer.is_word,
            settings=self._gazetteer.settings,
        )
        by_label = {
            label: [c for c in chosen if c.label == label] for label in ("PERSON", "ORG", "PLACE")
        }
        people = group_people(text, by_label["PERSON"])
        agencies, nameless = group_agencies(text, by_label["ORG"], self._gazetteer, hits)
        areas = [a for g in agencies if g.entry and (a := self._gazetteer.place(g.entry))]
        places = group_places(text, by_label["PLACE"], self._gazetteer, areas)
        mentions = _numbered(people)
        names = [(start, end) for start, end, _ in mentions]
        known = sorted((c.start, c.end) for c in chosen if c.label != "PERSON")
        cased = recased(text, ((c.start, c.end) for c in chosen))
        offices = office_finds(cased, read(doc, "office"), names, titles, known, noise)
        fillers = [(t.start, t.end) for t in titles if t.label not in ("office", "status")]
        fillers += [(place.start, place.end) for place in by_label["PLACE"]]
        sentences = [sentence.start_char for sentence in doc.sents] or [0]
        holdings, unheld = attach(
            cased, offices, mentions, fillers, sentences, [t for t in titles if t.label == "office"]
        )
        discarded += [*nameless, *doubtful]
        discarded += [Discarded(office, "nobody holds it in the text") for office in unheld]
        doc._.record = build(
            doc.text,
            cased,
            people,
            agencies,
            places,
            holdings,
            titles,
            self._gazetteer,
            self._info(),
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
