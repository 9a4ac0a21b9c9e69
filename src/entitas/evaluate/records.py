"""Score records against articles annotated by hand.

A gold article has ``id``, ``people`` (``name``, ``forms``, ``ranks``, ``positions``), ``agencies``
(``name``, ``forms``, ``kind``) and ``places`` (``name``, ``forms``, ``code``, ``neutral``); a
predicted document is the JSON of an :class:`entitas.Document`. Other fields are ignored, and so are
predicted documents that the gold does not have; an article without a prediction counts as empty.

What is counted, all texts compared by their words, without regard to case and punctuation:

people           the record must carry the fullest name that the article gives
aliases          the forms of a person who was found
ranks            one rank of a person, written in any of the gold's ways; further ranks must be too
positions        the phrases of a person who was found, at least 80 % alike; all positions of a
                 person who was missed are missed, those of a person who does not exist are not held
                 against the records a second time
position.agency  the body of each gold position, unless it is only implied by the title
position.place   the jurisdiction of each gold position
agencies         two organisations match if they share a form; media that the gold does not have
                 are bylines, and not held against the records
places           likewise; a neutral place (only part of an agency's name) is neither asked for nor
                 held against the records
status, kind     accuracy over the positions and agencies that were found
code             accuracy over the places that were found and have a Kemendagri code
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz

from entitas.errors import InputError
from entitas.evaluate.counts import Counts, pair
from entitas.evaluate.record_scores import RecordError, RecordScores

__all__ = ["RecordError", "RecordScores", "score_records"]

Entry = Mapping[str, Any]

_POSITION_LIKENESS = 80
_SLOT_LIKENESS = 90
_NOBODY: Entry = {"name": "", "mentions": (), "ranks": (), "positions": ()}
_NOTHING: Entry = {"people": (), "agencies": (), "places": ()}


def score_records(gold: Iterable[Entry], predicted: Iterable[Entry]) -> RecordScores:
    """Score predicted documents against gold articles; they are matched by ``id``.

    Args:
        gold: Annotated articles, as the module's docstring describes them.
        predicted: Documents as ``entitas annotate`` writes them, parsed. Of several with one id
            the last counts.

    Raises:
        InputError: A field that is needed is missing or of the wrong type.

    >>> article = {
    ...     "id": "1",
    ...     "people": [],
    ...     "agencies": [{"name": "KPK", "forms": ["KPK"], "kind": "commission"}],
    ...     "places": [],
    ... }
    >>> found = {"name": "KPK", "kind": "court", "mentions": [{"text": "KPK"}]}
    >>> record = {"id": "1", "people": [], "agencies": [found], "places": []}
    >>> scores = score_records([article], [record])
    >>> scores.slots["agencies"].f1, scores.accuracies["kind"].value
    (1.0, 0.0)
    """
    documents: dict[str, Entry] = {}
    for number, document in enumerate(predicted, 1):
        try:
            documents[document["id"]] = document
        except (KeyError, TypeError) as error:
            raise InputError(f"Predicted document {number} has no usable id.") from error
    scores = RecordScores()
    for number, article in enumerate(gold, 1):
        try:
            _score_document(article, documents.get(article["id"], _NOTHING), scores)
        except (KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"Gold article {number}, or the document predicted for it, lacks a field or has "
                f"one of the wrong type: {error!r}. Compare it with the record format."
            ) from error
    return scores


def _score_document(gold: Entry, predicted: Entry, scores: RecordScores) -> None:
    id = gold["id"]
    _score_people(id, gold["people"], predicted["people"], scores)

    agencies, others = gold["agencies"], predicted["agencies"]
    pairs = _pair(agencies, others, _shared_forms)
    _count(id, "agencies", "agency", agencies, others, pairs, scores, excused=_is_media)
    for i, j in pairs.items():
        scores.accuracies["kind"].add(agencies[i]["kind"] == others[j].get("kind"))

    places, others = gold["places"], predicted["places"]
    pairs = _pair(places, others, _shared_forms)
    _count(id, "places", "place", places, others, pairs, scores, asked=_is_free)
    for i, j in sorted(pairs.items()):
        code, found = places[i].get("code"), others[j].get("code")
        if code and _is_free(places[i]):
            scores.accuracies["code"].add(code == found)
            if code != found:
                what = f"{places[i]['name']} {code} got {found}"
                scores.errors.append(RecordError(id, "code wrong", what))


def _score_people(
    id: str, gold: Sequence[Entry], predicted: Sequence[Entry], scores: RecordScores
) -> None:
    pairs = _pair(gold, predicted, _person_likeness)
    _count(id, "people", "people", gold, predicted, pairs, scores)
    for i, person in enumerate(gold):
        found = predicted[pairs[i]] if i in pairs else _NOBODY
        if i in pairs:
            forms, mentions = _forms(person), _mentions(found)
            _counts(scores, "aliases").add(
                right=len(forms & mentions),
                wrong=len(mentions - forms),
                missed=len(forms - mentions),
            )
        _score_ranks(person["ranks"], found.get("ranks", ()), scores)
        _score_positions(id, person, found.get("positions", ()), scores)


def _score_ranks(gold: Sequence[str], predicted: Sequence[Entry], scores: RecordScores) -> None:
    written = {_squeeze(rank) for rank in gold}
    good = sum(_squeeze(rank["text"]) in written for rank in predicted)
    _counts(scores, "ranks").add(
        right=int(good > 0), wrong=len(predicted) - good, missed=int(bool(gold) and not good)
    )


def _score_positions(
    id: str, person: Entry, predicted: Sequence[Entry], scores: RecordScores
) -> None:
    def name(position: Entry) -> str:
        return f"{person['name']}: {position['text']}"

    gold = person["positions"]
    pairs = _pair(gold, predicted, _position_likeness)
    _count(id, "positions", "position", gold, predicted, pairs, scores, name=name)
    for i, position in enumerate(gold):
        found = predicted[pairs[i]] if i in pairs else {}
        if not position.get("agency_implied"):
            _score_slot("position.agency", position.get("agency"), found.get("agency"), scores)
        _score_slot("position.place", position.get("place"), found.get("place"), scores)
        if i in pairs:
            scores.accuracies["status"].add(found.get("status") == position["status"])


def _score_slot(
    slot: str, gold: str | None, predicted: Entry | str | None, scores: RecordScores
) -> None:
    want = _fold(gold)
    have = _fold(predicted["text"] if isinstance(predicted, Mapping) else predicted)
    if want:
        # a part of the words will do: "Dinas Sosial" for "Dinas Sosial Jakarta"
        right = bool(have) and fuzz.token_set_ratio(want, have) >= _SLOT_LIKENESS
        wrong = bool(have) and not right
        _counts(scores, slot).add(right=int(right), wrong=int(wrong), missed=int(not right))
    elif have:
        _counts(scores, slot).add(wrong=1)


def _count(
    id: str,
    slot: str,
    noun: str,
    gold: Sequence[Entry],
    predicted: Sequence[Entry],
    pairs: Mapping[int, int],
    scores: RecordScores,
    *,
    name: Callable[[Entry], str] = lambda entry: str(entry["name"]),
    asked: Callable[[Entry], bool] = lambda gold: True,
    excused: Callable[[Entry], bool] = lambda predicted: False,
) -> None:
    """Count the pairs, what was missed of what is asked for, and what is extra and not excused."""
    found = set(pairs.values())
    missed = [entry for i, entry in enumerate(gold) if i not in pairs and asked(entry)]
    extra = [entry for j, entry in enumerate(predicted) if j not in found and not excused(entry)]
    right = sum(asked(gold[i]) for i in pairs)
    _counts(scores, slot).add(right=right, wrong=len(extra), missed=len(missed))
    for kind, entries in (("missed", missed), ("extra", extra)):
        scores.errors += [RecordError(id, f"{noun} {kind}", name(entry)) for entry in entries]


def _pair(
    gold: Sequence[Entry],
    predicted: Sequence[Entry],
    likeness: Callable[[Entry, Entry], float],
) -> dict[int, int]:
    """Match entries one to one, the most alike first; those of no likeness are left alone."""
    return pair(
        (-alike, i, j)
        for i, entry in enumerate(gold)
        for j, other in enumerate(predicted)
        if (alike := likeness(entry, other)) > 0
    )


def _counts(scores: RecordScores, slot: str) -> Counts:
    return scores.slots.setdefault(slot, Counts())


def _person_likeness(gold: Entry, predicted: Entry) -> float:
    # the fullest name decides; shared forms only choose between namesakes
    if _fold(gold["name"]) != _fold(predicted["name"]):
        return 0
    return 1 + _shared_forms(gold, predicted)


def _position_likeness(gold: Entry, predicted: Entry) -> float:
    text = _fold(predicted["text"])
    ways = (gold["text"], *gold.get("also", ()))
    likeness = max(fuzz.token_sort_ratio(_fold(way), text) for way in ways)
    return likeness if likeness >= _POSITION_LIKENESS else 0


def _shared_forms(gold: Entry, predicted: Entry) -> int:
    return len(_forms(gold) & (_mentions(predicted) | {_fold(predicted["name"])}))


def _is_media(predicted: Entry) -> bool:
    return predicted.get("kind") == "media"


def _is_free(gold: Entry) -> bool:
    return not gold.get("neutral")


def _forms(gold: Entry) -> set[str]:
    return {_fold(form) for form in (gold["name"], *gold["forms"])} - {""}


def _mentions(predicted: Entry) -> set[str]:
    return {_fold(mention["text"]) for mention in predicted.get("mentions", ())} - {""}


def _fold(text: str | None) -> str:
    return re.sub(r"\W+", " ", (text or "").casefold()).strip()


def _squeeze(text: str) -> str:
    return _fold(text).replace(" ", "")
