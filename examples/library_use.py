"""entitas as a library: one text, a stream of texts, and the spaCy pipeline underneath.

Run:  python examples/library_use.py
"""

from __future__ import annotations

from pathlib import Path

import entitas

ARTICLES = Path(__file__).parent / "articles"


def main() -> None:
    """Show who holds which office, where, in the example articles."""
    record = entitas.extract("Bupati Tuban Rahmat Suwandi menemui Kapolres Tuban AKBP Joko Lelono.")
    for person in record.people:
        ranks = " ".join(rank.name or rank.text for rank in person.ranks)
        offices = ", ".join(position.text for position in person.positions)
        print(f"{person.name} ({ranks or 'no rank'}): {offices}")

    # A stream: records come in the order of the texts, and only a batch is held in memory.
    texts = ({"id": p.stem, "text": p.read_text(encoding="utf-8")} for p in ARTICLES.glob("*.txt"))
    for record in entitas.extract_many(sorted(texts, key=lambda item: item["id"])):
        officials = [person.name for person in record.people if person.official]
        codes = [place.code for place in record.places if place.code]
        print(f"{record.id:16} officials: {', '.join(officials) or '-'}; codes: {' '.join(codes)}")

    # The pipeline is a spaCy Language: its Doc holds what every stage found.
    nlp = entitas.load()
    doc = nlp((ARTICLES / "city_hall.txt").read_text(encoding="utf-8"))
    print(
        list(doc.spans),
        len(doc.ents),
        "entities,",
        len(list(doc.sents)),
        "sentences",
    )


if __name__ == "__main__":
    main()
