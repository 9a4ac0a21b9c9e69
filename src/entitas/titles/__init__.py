"""Titles: the lexicon and the grammar of ranks, degrees, honorifics and offices.

Knows nothing of NER and of the gazetteer: all it needs is text.
"""

from entitas.titles.beside import is_name_particle
from entitas.titles.contractions import contract, expand
from entitas.titles.find import find
from entitas.titles.hits import TitleHit
from entitas.titles.office import Office, parse_office
from entitas.titles.phrases import office_phrases
from entitas.titles.same import same_office

__all__ = [
    "Office",
    "TitleHit",
    "contract",
    "expand",
    "find",
    "is_name_particle",
    "office_phrases",
    "parse_office",
    "same_office",
]
