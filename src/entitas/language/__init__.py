"""Indonesian as a spaCy language: the class that the pipeline and its factories hang on."""

from __future__ import annotations

from spacy.lang.id import Indonesian as _SpacyIndonesian

__all__ = ["Indonesian"]


class Indonesian(_SpacyIndonesian):  # type: ignore[no-untyped-call]
    """spaCy's Indonesian with entitas's factories.

    The defaults stay spaCy's, so that installing entitas leaves ``spacy.blank("id")`` as it was;
    our tokenizer is chosen by the pipeline's config.
    """

    lang = "id"
