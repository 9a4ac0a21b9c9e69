"""Indonesia's places and bodies: by name, by id, and where a text names them.

>>> gazetteer = Gazetteer.load()
>>> gazetteer.lookup("Polres Tuban")[0].parent
'polda@35'

Ids of entries: ``id:33.74`` is an administrative area, by its Kemendagri code; ``country:ru`` and
``place:sulawesi`` are other places; ``body:kpk`` is a listed body; ``polres@35.23`` is what the
pattern ``polres`` makes of an area, ``dinas=Kesehatan@33.74`` with a qualifier, ``rsud=Kartini``
with a name of its own; ``satreskrim/polres@35.23`` is a unit of a body.
"""

from __future__ import annotations

from entitas.gazetteer.entry import Entry, Hit
from entitas.gazetteer.fold import fold
from entitas.gazetteer.gazetteer import Gazetteer

__all__ = ["Entry", "Gazetteer", "Hit", "fold"]
