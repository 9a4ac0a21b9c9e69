"""HTML: a page is a document, and the article in it is its text.

The article is what trafilatura takes for it, without navigation, lists of headlines and comments.
**Offsets count in this text**, not in the page; keep it beside the records (``--keep-text``).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

from entitas.corpus.reading.source import Item, Source, Unreadable
from entitas.corpus.reading.streams import Stream

__all__ = ["read_page"]

# It warns of every page without an article; we say it in the page's place.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


def read_page(stream: Stream, stem: str, where: str, encoding: str) -> Iterator[Item]:
    """Read a page: its article, with the title, address and date that it gives itself.

    Args:
        stream: The page; one that is not UTF-8 is decoded by what it is likeliest to be.
        stem: The document's id.
        where: The file.
        encoding: How to decode a page that cannot be read, for the report.
    """
    from trafilatura import bare_extraction

    raw = stream.read()
    original = raw.decode(encoding, errors="replace")
    if stream.failure:
        yield Unreadable(where, stream.failure, original)
        return
    try:
        # the date that the page states, not one that some number in it may be
        dates = {"original_date": True, "extensive_search": False}
        page = bare_extraction(
            raw, with_metadata=True, include_comments=False, date_extraction_params=dates
        )
    except Exception as error:
        # pages can be anything, and whatever the extractor stumbles over must not end the stream
        yield Unreadable(where, f"the extractor failed: {error!r}", original)
        return
    if page is None or isinstance(page, dict) or not page.text:
        yield Unreadable(where, "no article is found in the page", original)
        return
    given = {"title": page.title, "url": page.url, "date": page.date}
    yield Source(stem, page.text, where, {name: str(v) for name, v in given.items() if v})
