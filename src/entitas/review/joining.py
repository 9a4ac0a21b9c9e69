"""Several rows of a pack that speak of one entry become one: a pack names an id only once."""

from __future__ import annotations

from typing import Any

from entitas.gazetteer.source.layering import area_id
from entitas.gazetteer.source.packs import PackRow, id_of

__all__ = ["clash", "entry_id", "forms", "joined"]

_FACTS = ("kind", "level", "place", "parent")


def entry_id(row: PackRow) -> str:
    """Return the id of the entry that a row speaks of.

    >>> entry_id(PackRow(kind="company", name="PT Tirta Harapan"))
    'body:pt-tirta-harapan'
    """
    return row.id or id_of(row.kind or "other", row.name or "")


def forms(row: PackRow) -> tuple[str, ...]:
    """Return all names that a row gives its entry."""
    return tuple(form for form in (row.name, row.abbreviation, *row.aliases) if form)


def clash(row: PackRow, other: PackRow) -> bool:
    """Tell whether two rows of one id cannot mean the same thing.

    >>> market = PackRow(kind="place", name="Pasar Kembang", level="other", parent="33.74")
    >>> clash(market, market.model_copy(update={"parent": "id:33.74"}))
    False
    >>> clash(market, market.model_copy(update={"parent": "id:35.23"}))
    True
    """
    pairs = [(getattr(row, fact), getattr(other, fact)) for fact in _FACTS]
    return any(one and two and area_id(one) != area_id(two) for one, two in pairs)


def joined(row: PackRow, other: PackRow) -> PackRow:
    """Return one row for both: what the first says stands, what it leaves open the other fills.

    A row that disables its entry stays as it is.

    >>> first = PackRow(kind="company", name="PT Tirta", aliases=("Tirta",))
    >>> both = joined(first, PackRow(kind="company", name="PT. Tirta", place="33.74"))
    >>> both.name, both.aliases, both.place
    ('PT Tirta', ('Tirta', 'PT. Tirta'), '33.74')
    """
    if row.action == "disable":
        return row
    more: dict[str, Any] = {
        field: value
        for field in type(row).model_fields
        if field not in ("id", "name")
        and (value := getattr(other, field))
        and not getattr(row, field)
    }
    named = {row.name, row.abbreviation or more.get("abbreviation")}
    new = [form for form in forms(other) if form not in named]
    more["aliases"] = tuple(dict.fromkeys((*row.aliases, *new)))
    return row.model_copy(update=more)
