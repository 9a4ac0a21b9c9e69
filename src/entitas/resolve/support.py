"""Before all else: finds of the gazetteer that the settings let count only with the NER.

They are taken out where the NER has no span of the same extent, so that they do not bear on other
names either.
"""

from __future__ import annotations

from collections.abc import Sequence

from entitas.gazetteer.fold import key_of
from entitas.gazetteer.settings import Settings, group_of
from entitas.resolve.choose import Discarded
from entitas.spans import Found

__all__ = ["supported"]

_LABELS = {"place": "PLACE", "body": "ORG", "person": "PERSON"}


def supported(
    text: str, hits: Sequence[Found], ner: Sequence[Found], settings: Settings
) -> tuple[list[Found], list[Discarded]]:
    """Return the finds of the gazetteer that count, and those that do not with their reasons.

    Args:
        text: The document's text.
        hits: The gazetteer's finds.
        ner: The NER's.
        settings: What needs the NER.
    """
    found = {(span.start, span.end, span.label) for span in ner}
    kept, discarded = [], []
    for hit in hits:
        reason = _needs_ner(text, hit, settings)
        if reason and (hit.start, hit.end, _LABELS[group_of(hit.label)]) not in found:
            discarded.append(Discarded(hit, f"{reason}, and no NER"))
        else:
            kept.append(hit)
    return kept, discarded


def _needs_ner(text: str, hit: Found, settings: Settings) -> str | None:
    """Say why a find needs the NER, or None; behind a level word ("Kab. Tuban") none does."""
    detail = hit.detail
    if detail.get("trigger"):
        return None
    if detail.get("own"):
        is_one = " " not in key_of(text[hit.start : hit.end])
        least = settings.packs.one_word if is_one else settings.packs.more_words
        if hit.score < least:
            return f"score {hit.score:.2f} of a pack's name is under {least}"
    if detail.get("common", 0.0) > settings.ordinary[group_of(hit.label)]:
        return "an ordinary word"
    if settings.with_ner and "candidates" in detail:
        name = (str(detail["candidates"][0][0]), key_of(text[hit.start : hit.end]))
        if name in settings.with_ner:
            return "a name that the settings doubt"
    return None
