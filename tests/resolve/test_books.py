"""A document of a book's length: read as its chapters are, and with work in proportion to it.

Work is counted, not timed: the lines of Python that run, and the characters that are copied.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import accumulate
from types import FrameType
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from entitas.gazetteer import Gazetteer
from entitas.records import Person
from entitas.resolve.agencies import group_agencies
from entitas.resolve.choose import Chosen
from entitas.resolve.explain import explain
from entitas.resolve.phrases import office_finds
from entitas.spans import Found
from tests.marked import marked
from tests.resolve.books import WORDS, book, chapter, read

# Twice the text may cost so many times the work; what grows by the square costs nearly four times.
MOST = 2.3


def told(person: Person, start: int) -> tuple[Any, ...]:
    """Return what a record says of a person, offsets counted from the start of the chapter."""
    return (
        person.name,
        person.aliases,
        person.official,
        [rank.name for rank in person.ranks],
        [degree.text for degree in person.degrees],
        [(m.text, m.start - start, m.source) for m in person.mentions],
        [(p.title, p.status, p.text, p.start - start) for p in person.positions],
    )


def test_a_book_tells_of_its_people_what_its_chapters_tell(nlp: Language) -> None:
    chapters = [chapter(number) for number in range(250)]
    starts = [0, *accumulate(map(len, chapters))]
    doc = read(nlp, "".join(chapters))
    people = doc._.record.people
    assert len(people) >= 5 * len(chapters)
    for number in range(0, len(chapters), 25):
        start, end = starts[number : number + 2]
        inside = [p for p in people if start <= p.mentions[0].start < end]
        alone = read(nlp, chapters[number])._.record.people
        assert [told(p, start) for p in inside] == [told(p, 0) for p in alone]


def lines(function: Callable[[Any], object], argument: Any) -> int:
    """Count the lines of Python that a call runs."""
    count = 0

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function(argument)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("stage", ["sentences", "gazetteer", "titles", "resolver"])
def test_work_grows_with_the_text(nlp: Language, stage: str) -> None:
    short, long = (read(nlp, book(chapters), until=stage) for chapters in (20, 40))
    component = nlp.get_pipe(stage)
    component(read(nlp, book(40), until=stage))  # so that names are looked up already
    assert lines(component, long) < MOST * lines(component, short)


def test_explaining_asks_for_the_text_once(nlp: Language) -> None:
    class Watched:
        """A document that counts how often its text, which spaCy puts together anew, is read."""

        def __init__(self, doc: Doc) -> None:
            self._, self.spans, self.whole, self.asked = doc._, doc.spans, doc.text, 0

        @property
        def text(self) -> str:
            self.asked += 1
            return self.whole

    doc: Any = Watched(read(nlp, book(3)))
    assert len(explain(doc)) > 30
    assert doc.asked == 1


class Counted(str):
    """A text that counts the characters which are copied out of it."""

    copied = 0

    def __getitem__(self, key: Any) -> str:
        piece = super().__getitem__(key)
        self.copied += len(piece)
        return piece


def copied_by_agencies(times: int) -> int:
    article = marked(
        "".join(
            f"<a>Yayasan {word} Negeri</a> (<a>{word.upper()}</a>) hadir di sini. "
            for word in WORDS[:times]
        )
    )
    text = Counted(article.text)
    bodies = [Chosen(s, e, "ORG", "ner", 1.0) for s, e, _ in article.spans]
    group_agencies(text, bodies, Gazetteer.load(), [])
    return text.copied


def copied_by_offices(times: int) -> int:
    article = marked("<o>Kepala Dusun</o> <p>Rina Dewi</p> hadir bersama mantan " * times)
    text = Counted(article.text)
    offices = [Found(s, e, "POSITION", "ner") for s, e in article.of("o")]
    office_finds(text, offices, article.of("p"), [])
    return text.copied


@pytest.mark.parametrize("copied", [copied_by_agencies, copied_by_offices])
def test_the_rest_of_the_text_is_not_copied(copied: Callable[[int], int]) -> None:
    assert 0 < copied(200) < MOST * copied(100)
