"""Indonesian as a language: the spaCy class, the tokenizer, sentences and page noise.

>>> from entitas.language import page_noise, sentence_starts
>>> sentence_starts("Kab. Tuban banjir. Warga mengungsi.")
[0, 19]
>>> page_noise("Baca juga: Banjir di Tuban")[0].kind
'related'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from spacy.lang.id import Indonesian as _SpacyIndonesian

if TYPE_CHECKING:
    from entitas.language.cleaning import Noise, page_noise
    from entitas.language.sentences import sentence_starts
    from entitas.language.tokenizer import make_tokenizer

__all__ = ["Indonesian", "Noise", "make_tokenizer", "page_noise", "sentence_starts"]

_HOME = {
    "Noise": "cleaning",
    "page_noise": "cleaning",
    "make_tokenizer": "tokenizer",
    "sentence_starts": "sentences",
}


class Indonesian(_SpacyIndonesian):  # type: ignore[no-untyped-call]
    """spaCy's Indonesian with entitas's factories.

    The defaults stay spaCy's, so that installing entitas leaves ``spacy.blank("id")`` as it was;
    our tokenizer is chosen by the pipeline's config.
    """

    lang = "id"


def __getattr__(name: str) -> Any:
    # lazy, because the modules of the factories import this one for the class above
    if name not in _HOME:
        raise AttributeError(f"module 'entitas.language' has no attribute {name!r}")
    value = getattr(import_module(f"entitas.language.{_HOME[name]}"), name)
    globals()[name] = value
    return value
